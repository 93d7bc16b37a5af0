// Runs the engine over texts in memory, as a front would over files.
import type { Analysis } from '../../server/engine/settle.ts';
import { createDocument, folderOf, type Document } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace, type WorkspaceFacts } from '../../server/engine/project.ts';
import { defaultSettings, type Settings } from '../../server/engine/settings.ts';
import { readDecision } from '../../server/posture/record.ts';
import { readIdentity } from '../../server/posture/identity-file.ts';
import type { RecordedIdentity } from '../../server/posture/identities.ts';
import { defaultPolicy, policyPath, readPolicy } from '../../server/posture/policy.ts';
import type { Recorded } from '../../server/posture/reconcile.ts';
import { underDecisions } from '../../server/posture/under-decisions.ts';
import { rulesOf } from '../../rules/registry.ts';
import { grownIn, isCode, observedIn } from './observed-texts.ts';

export const today = '2026-11-21';

export interface Texts {
  readonly [uri: string]: string;
}

export async function analyzeTexts(
  texts: Texts,
  settings: Partial<Settings> = {},
  workspace: Partial<WorkspaceFacts> = {},
): Promise<Analysis & { documents: ReadonlyMap<string, Document> }> {
  const documents = new Map(
    Object.entries(texts)
      .filter(([uri]) => isCode(uri))
      .map(([uri, text]) => [uri, createDocument(uri, text)]),
  );
  const engine = createEngine({
    rulesOf,
    workspace: { ...unknownWorkspace(today), ...workspace },
    settingsFor: () => ({ ...defaultSettings, profile: 'audit', ...settings }),
    source: {
      document: (uri) => documents.get(uri),
      siblings: (folder) => [...documents.keys()].filter((uri) => folderOf(uri) === folder),
    },
  });
  await engine.read([...documents.values()]);
  const analysis = await engine.analyze();
  const decided = [...documents.values()].filter((document) => document.uri.startsWith('.posture/decisions/')).flatMap(readRecord);
  const identities = [...documents.values()]
    .filter((document) => document.uri.startsWith('.posture/identities/'))
    .flatMap(readIdentityRecord);
  const policy = documents.has(policyPath) ? readPolicy(documents.get(policyPath)!.text).policy! : defaultPolicy;
  const observed = observedIn(texts, workspace.today ?? today, policy.evidenceDays);
  const grown = await grownIn(texts, await engine.project());
  if (decided.length + identities.length + policy.approve.length + grown.length === 0 && !observed) return { ...analysis, documents };
  const settingsFor = () => ({ ...defaultSettings, profile: 'audit' as const, ...settings });
  const under = underDecisions({
    findings: analysis.findings,
    decided,
    proposed: [],
    today: workspace.today ?? today,
    policy,
    identities: { decided: identities, proposed: [] },
    ...(observed || grown.length > 0
      ? { observations: { observed: observed ?? { current: [], old: [], before: [] }, owners: [], grown } }
      : {}),
    project: await engine.project(),
    driftRules: await rulesOf(['drift']),
    settingsFor,
  });
  return { ...analysis, findings: under.findings, failures: [...analysis.failures, ...under.failures], documents };
}

/** Records of the texts count as those of the target branch. */
function readRecord(document: Document): Recorded[] {
  const { decision, at, problems } = readDecision(document.text);
  if (!decision) throw new Error(`${document.uri}: ${problems.map((problem) => problem.message).join('; ')}`);
  return [{ decision, at: { uri: document.uri, span: at } }];
}

function readIdentityRecord(document: Document): RecordedIdentity[] {
  const { record, at, problems } = readIdentity(document.text);
  if (!record) throw new Error(`${document.uri}: ${problems.map((problem) => problem.message).join('; ')}`);
  return [{ record, at: { uri: document.uri, span: at } }];
}
