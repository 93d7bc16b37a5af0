// Findings as the views of an editor list them: plain data with what is needed to group them, and no secret in it.
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import type { Project } from '../engine/project.ts';
import type { SecretCandidate } from '../engine/secrets/types.ts';
import { overlaps } from '../engine/text/text.ts';
import { rangeOf } from './convert.ts';
import type { BranchChanges } from './importance.ts';
import type { FileFindings, ListedFinding } from './protocol/findings.ts';
import { notebookOf } from './roots.ts';
import type { Workplace } from './workplace.ts';

/** Longer tokens are a text of their own and have nothing in common with others. */
const longestCause = 80;

/** Every finding of a root that is shown, by file. */
export function fileFindings(
  workplace: Workplace,
  project: Project,
  shown: (engineUri: string) => readonly Finding[],
  changes: BranchChanges,
): FileFindings[] {
  const files: FileFindings[] = [];
  const notebooks = new Set([...workplace.open.values()].map(({ uri }) => notebookOf(uri)));
  for (const engineUri of workplace.checks.last().findings.keys()) {
    const document = workplace.source.document(engineUri);
    const findings = shown(engineUri);
    // A notebook that is open is told cell by cell.
    if (!document || findings.length === 0 || notebooks.has(workplace.targets.clientUri(engineUri))) continue;
    const secrets = project.documents.get(engineUri)?.secrets ?? [];
    const owners = workplace.knowledge.ownersOf(engineUri);
    files.push({
      uri: workplace.targets.clientUri(engineUri),
      path: engineUri,
      findings: findings.map((finding) => listed(finding, document, secrets, owners, changes.isChanged(finding, document))),
    });
  }
  return files;
}

function listed(
  finding: Finding,
  document: Document,
  secrets: readonly SecretCandidate[],
  owners: readonly string[],
  changed: boolean | undefined,
): ListedFinding {
  const { rule, severity, category, message, anchor, standing } = finding;
  const fix = (finding.fix ?? finding.suggestions[0])?.title;
  const cause = causeOf(finding, document, secrets);
  return {
    rule,
    severity,
    category,
    message,
    anchor,
    range: rangeOf(document, finding.at.span),
    fixable: fix !== undefined,
    ...(fix === undefined ? {} : { fix }),
    ...(cause === undefined ? {} : { cause }),
    ...(standing ? { standing } : {}),
    ...(owners.length > 0 ? { owners } : {}),
    ...(changed === undefined ? {} : { changed }),
  };
}

/** What findings of one rule share when one decision ends them all: the role, the action, the image that is named. No text that holds a secret. */
function causeOf({ category, subject, at }: Finding, document: Document, secrets: readonly SecretCandidate[]): string | undefined {
  if (category === 'secret' || subject?.kind === 'secret' || secrets.some((secret) => overlaps(secret.at.span, at.span))) return undefined;
  const token = document.text.slice(at.span[0], at.span[1]);
  return token.length === 0 || token.length > longestCause || /[\r\n]/.test(token) ? undefined : token;
}
