// `posture check`: from a request to a result. Printing is for the reports, ending the program for main.
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { atLeast, compareFindings, severities, type Finding, type Severity } from '../engine/finding.ts';
import type { FixMaker } from '../engine/fix.ts';
import { neededAreas } from '../engine/needed-areas.ts';
import { positionAt } from '../engine/text/text.ts';
import type { WorkspaceFacts } from '../engine/project.ts';
import { areaOf, areas, type Profile, type Rule } from '../engine/rule.ts';
import { configErrorOf, isConfiguration, loadConfigurations, type Configurations } from '../workspace/configuration-files.ts';
import { FileError, UsageError, reasonOf } from '../workspace/errors.ts';
import { governanceOf, type Governance } from '../workspace/governance.ts';
import { requestedTarget, type RequestedTarget } from '../workspace/requested-target.ts';
import type { NotRead } from '../workspace/text-file.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { rulesOf } from '../../rules/registry.ts';
import { mayHoldDecisions } from './may-hold-decisions.ts';
import type { Decided } from './decisions.ts';
import { locate, rangeOf, type Locating } from './locate.ts';
import { createMasker, type KnownSecrets } from './mask.ts';
import { newFindings } from './new-findings.ts';
import { planCheck, type Mode, type Plan } from './plan.ts';
import { readInPart } from './read-in-part.ts';
import type { CheckResult, Problem, Repaired } from './result.ts';
import { digestOf, runEngine, type Run } from './run.ts';

export interface CheckRequest {
  readonly mode: Mode;
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly profile?: Profile;
  /** The edition of the rules, in place of the configured one. */
  readonly edition?: number;
  /** Rule ids or areas; empty for all. */
  readonly rules: readonly string[];
  /** A configuration in place of those beside the files. */
  readonly config?: string;
  readonly minSeverity?: Severity;
  readonly fix: 'no' | 'dry run' | 'write';
  /** Which fix of a finding is applied, where it is not the safe one. */
  readonly fixOf?: (finding: Finding) => FixMaker | undefined;
  /** The branch whose decisions count, in place of the remote's default. */
  readonly target?: string;
  /** Whether every identity is wanted beside its record, for the commands that approve and review. */
  readonly everyIdentity?: boolean;
  /** Whether reports want the edits of fixes, which are then made for every finding. */
  readonly edits: boolean;
  readonly today: string;
  readonly version: string;
  /** Threads that read files; each holds parsers of its own, so more of them need more memory. */
  readonly jobs?: number;
  readonly progress?: (done: number, total: number) => void;
}

export async function check(request: CheckRequest): Promise<CheckResult> {
  const started = performance.now();
  const plan = await planCheck(request.mode, request.paths, request.cwd);
  try {
    return (await checkPlan(plan, request, whoseWord(plan, request), started)).result;
  } finally {
    plan.close();
  }
}

/** Whose word counts beside that of the files: the branch that a change goes to, and its policy where there is one. */
export interface WhoseWord {
  readonly requested: RequestedTarget;
  readonly governance: Governance | undefined;
}

export function whoseWord(plan: Plan, request: CheckRequest): WhoseWord {
  // A commit of the past is judged by its own words; they were the target branch's.
  const here = plan.repository !== undefined && plan.commit === undefined;
  const requested = request.target === undefined && here ? requestedTarget(plan.root, process.env) : { target: request.target };
  return { requested, governance: here ? governanceOf(plan.root, requested.target) : undefined };
}

/** What a check came to, and what its result does not show. */
export interface Checked {
  readonly result: CheckResult;
  readonly secrets: KnownSecrets;
  /** Whether files alone were asked: no policy, record or observation had a say. */
  readonly isOfFilesAlone: boolean;
}

/** Where facts of plans and synthesized templates stand: who asks about those asks about the source that they are of. */
function sourcesOf({ facts }: Run['engine'], uris: readonly string[]): string[] {
  const made = uris
    .map((uri) => facts.get(uri))
    .filter((entry) => entry?.dialects.some((dialect) => dialect === 'terraform-plan' || dialect === 'cdk-synth'));
  return made.flatMap((entry) =>
    [...entry!.facts.grants, ...entry!.facts.trusts, ...entry!.facts.credentials, ...entry!.facts.identities].map(
      (fact) => fact.carrier.block.uri,
    ),
  );
}

/** Texts of this many files with findings are held for the report; beyond, each is read when its turn comes. */
const mostHeld = 50;

/** `watch` gives what rules are to ask about the workspace in place of what they would have asked. */
export async function checkPlan(
  plan: Plan,
  request: CheckRequest,
  { requested, governance }: WhoseWord,
  started: number,
  watch: (workspace: WorkspaceFacts) => WorkspaceFacts = (workspace) => workspace,
): Promise<Checked> {
  const { source } = plan;
  const read = (uri: string): string | undefined => source.document(uri)?.text;
  const configurations = await configurationsFor(plan, request, governance ? governance.read : read);
  const { uris, ignored } = withoutIgnored(plan.uris, configurations);
  const workspace = watch(workspaceFacts(request.today, read, plan.repository, governance?.read));
  // Decisions are about identities too, so that with them everything is read.
  const secretsOnly =
    request.rules.length > 0 && request.rules.every((name) => name === 'secret' || areaOf(name) === 'secret') && !holdsPosture(plan);
  const engineOptions = { settingsFor: configurations.settingsFor, workspace, secretsOnly };
  const fixing = request.fix === 'no' ? undefined : await import('./repair.ts');
  const edited = fixing?.editable(source);
  const run = await runEngine({
    ...engineOptions,
    source,
    view: edited,
    uris,
    jobs: request.jobs,
    repository: plan.repository,
    progress: request.progress,
  });

  const asked = new Set([...uris, ...sourcesOf(run.engine, uris)]);
  const wanted = (finding: Finding): boolean =>
    asked.has(finding.at.uri) && (!request.minSeverity || atLeast(finding.severity, request.minSeverity));
  const documentOf = (uri: string) => (edited ?? source).document(uri);
  const masker = createMasker(run.secrets);
  const repaired: Repaired | undefined =
    fixing &&
    (await fixing.repair({
      plan,
      run,
      masker,
      source: edited!,
      wanted,
      fixOf: request.fixOf,
      today: request.today,
      write: request.fix === 'write',
    }));
  const analysis = repaired?.analysis ?? run.analysis;
  const locating: Locating = { lines: run.lines, document: documentOf, today: request.today, masker, withFixes: request.edits };
  let findings = analysis.findings.filter(wanted);
  const inPart = readInPart(
    [...run.engine.facts.values()].filter(({ uri }) => asked.has(uri)),
    run.lines,
    (text, uri) => masker.coverText(text, [uri]),
  );
  const notes = [...plan.notes, ...(requested.note === undefined ? [] : [requested.note]), ...encodingNotes(plan, uris), ...inPart];
  const decideOver = async (engine: Run['engine'], over: readonly Finding[], checked: ReadonlySet<string>): Promise<Decided | undefined> =>
    plan.repository && (request.everyIdentity || mayHoldDecisions(plan.root, over, governance !== undefined))
      ? (await import('./decisions.ts')).decide({
          root: plan.root,
          engine,
          findings: over,
          checked,
          settingsFor: configurations.settingsFor,
          today: request.today,
          target: requested.target,
          at: plan.commit,
          everyIdentity: request.everyIdentity,
          whole: isWhole(request, plan),
        })
      : undefined;
  // Decisions are put beside everything that is there: one about something old is neither new nor stale.
  const decided = await decideOver(run.engine, findings, asked);
  if (decided) findings = [...decided.findings];
  let accepted = decided?.accepted ?? [];
  const since = findings.length > 0 ? await plan.since?.() : undefined;
  if (since) {
    const before = await runEngine({ ...engineOptions, source: since.before, uris: since.uris });
    const old =
      (decided && (await decideOver(before.engine, before.analysis.findings, new Set(since.uris))))?.findings ?? before.analysis.findings;
    const touches = (finding: Finding): boolean => since.touches(finding.at.uri, rangeOf(finding.at, locating));
    const fresh = newFindings(findings, old, touches);
    if (since.said && fresh.length < findings.length) notes.push(since.said(findings.length - fresh.length));
    findings = fresh;
    accepted = accepted.filter(touches);
  }
  let suppressed: readonly Finding[] = analysis.suppressed.filter(wanted);
  if (governance && findings.length + suppressed.length > 0) {
    const own = await configurationsFor(plan, request, read);
    const rules = await rulesNamed(findings);
    const { commentsIn, commentWordsIn, governed } = await import('../workspace/governed.ts');
    const judged = governed({
      findings,
      suppressed,
      own,
      rules,
      here: (uri) => commentsIn(uri, read(uri)),
      there: (uri) => commentWordsIn(uri, governance.read(uri)),
    });
    findings = [...judged.findings].sort(compareFindings);
    suppressed = judged.suppressed;
  }
  suppressed = [...suppressed, ...accepted];
  const pending = findings.filter((finding) => finding.standing === 'pending').length;
  const known = findings.filter((finding) => finding.standing === 'existing').length;
  // In one go: from an index, each by itself would be two calls of git.
  const reported = new Set([...findings, ...suppressed].map((finding) => finding.at.uri));
  if (reported.size <= mostHeld && !edited) await source.load([...reported].filter((uri) => asked.has(uri)));
  const result: CheckResult = {
    version: request.version,
    root: plan.root,
    cwd: request.cwd,
    findings: locate(findings, locating),
    suppressed: locate(suppressed, locating),
    identities:
      decided?.identities ??
      (request.everyIdentity && !plan.repository
        ? await (await import('./unrecorded.ts')).unrecordedIdentities(run.engine, configurations.settingsFor, request.today)
        : []),
    overtaken: decided?.overtaken ?? new Map(),
    rules: await rulesNamed([...findings, ...suppressed]),
    counts: Object.fromEntries(
      severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length]),
    ) as Record<Severity, number>,
    areas: neededAreas(run.engine.facts.values()),
    filesChecked: run.filesRead,
    notRead: notReadOf(plan, uris, ignored),
    notes: [
      ...notes,
      ...(decided?.notes ?? []),
      ...(known > 0
        ? [`${known === 1 ? '1 finding is' : `${known} findings are`} known and open, and ${known === 1 ? 'stops' : 'stop'} nobody`]
        : []),
      ...(pending > 0
        ? [
            `${pending === 1 ? '1 finding asks' : `${pending} findings ask`} for approval: what would excuse ${pending === 1 ? 'it' : 'them'} is in this change and not yet on the target branch`,
          ]
        : []),
    ],
    problems: [
      ...analysis.failures.map((failure) => ({
        what: failure.what,
        uri: failure.uri,
        message: masker.coverText(failure.error, [failure.uri]),
      })),
      ...(decided?.problems ?? []),
      ...(plan.refused === undefined ? [] : [{ what: 'decisions', uri: '', message: plan.refused }]),
      ...(governance || request.config !== undefined ? [] : unreadConfigurations(plan)),
    ],
    beforeCommit: request.mode.kind === 'staged' || request.mode.kind === 'stdin',
    onlyNew: plan.since !== undefined,
    profile: request.profile ?? configurations.settingsFor(uris[0] ?? '').profile,
    milliseconds: performance.now() - started,
    repaired,
    lineOf({ uri, span }) {
      const starts = run.lines.get(uri);
      return starts && positionAt(starts, span[0]).line + 1;
    },
    text: (uri) => {
      const document = documentOf(uri);
      // A text that changed since it was judged would put the underline somewhere else: no frame is better than a wrong one.
      return document && run.digests.get(uri) === digestOf(document.text) ? masker.cover(document) : undefined;
    },
  };
  return { result, secrets: run.secrets, isOfFilesAlone: governance === undefined && decided === undefined };
}

/** Whether anything of the team's may lie here. */
export function holdsPosture({ root }: Pick<Plan, 'root'>): boolean {
  return existsSync(join(root, '.posture'));
}

/** Whether everything below the root was asked for, and is here. */
function isWhole({ mode, paths, cwd }: CheckRequest, { root, notRead }: Plan): boolean {
  if (notRead.some(({ reason }) => reason === 'not checked out')) return false;
  return (
    mode.kind === 'commit' ||
    (mode.kind === 'files' && (paths.length === 0 ? ['.'] : paths).some((path) => resolve(realpathSync.native(cwd), path) === root))
  );
}

/** The configurations for these files. Throws ConfigError for the first mistake in any of them. */
export async function configurationsFor(
  plan: Pick<Plan, 'uris' | 'root'>,
  request: CheckRequest,
  read: (uri: string) => string | undefined,
): Promise<Configurations> {
  const only = request.rules.length > 0 ? await ruleIds(request.rules) : undefined;
  const configurations = await loadConfigurations(plan.uris, {
    read,
    overrides: { profile: request.profile, edition: request.edition, only },
    instead: request.config === undefined ? undefined : readConfig(request.config, request.cwd, plan.root),
    rulesOf,
  });
  const wrong = configErrorOf(configurations.mistakes);
  if (wrong) throw wrong;
  return configurations;
}

/** A configuration that is there and is no text, a link for example: a stricter profile in it would not count, and nobody would know. */
function unreadConfigurations({ source }: Plan): Problem[] {
  return [...source.notRead.values()]
    .filter(({ uri, reason }) => isConfiguration(uri) && reason !== 'gone')
    .map(({ uri, reason }) => ({ what: 'configuration', uri, message: `nothing that it says counts, because it is not read (${reason})` }));
}

export function readConfig(path: string, cwd: string, root: string): { file: string; text: string } {
  const full = resolve(cwd, path);
  try {
    return { file: relative(root, full).split(sep).join('/'), text: readFileSync(full, 'utf8') };
  } catch (error) {
    throw new FileError(`the configuration ${path} cannot be read (${reasonOf(error)})`);
  }
}

/** Rule ids from ids and areas. Throws UsageError for one that does not exist. */
async function ruleIds(names: readonly string[]): Promise<string[]> {
  const rules = await rulesOf(areas.filter((area) => names.some((name) => name === area || areaOf(name) === area)));
  return names.flatMap((name) => {
    const found = rules.filter((rule) => rule.id === name || areaOf(rule.id) === name);
    if (found.length === 0) throw new UsageError(`there is no rule ${name}`, '`posture rules` lists them');
    return found.map((rule) => rule.id);
  });
}

export async function rulesNamed(findings: readonly Pick<Finding, 'rule'>[]): Promise<ReadonlyMap<string, Rule>> {
  const ids = new Set(findings.map((finding) => finding.rule));
  const rules = await rulesOf(areas.filter((area) => [...ids].some((id) => areaOf(id) === area)));
  return new Map(rules.filter((rule) => ids.has(rule.id)).map((rule) => [rule.id, rule]));
}

function withoutIgnored(all: readonly string[], configurations: Configurations): { uris: readonly string[]; ignored: readonly NotRead[] } {
  const uris: string[] = [];
  const ignored: NotRead[] = [];
  for (const uri of all) {
    const entry = configurations.ignored(uri);
    if (entry) ignored.push({ uri, reason: 'ignored by configuration', detail: entry.reason });
    else uris.push(uri);
  }
  return { uris, ignored };
}

/** Everything that was asked for and not read, each path once. Neighbours are left out, and what else is known of a file that is ignored. */
function notReadOf(plan: Plan, uris: readonly string[], ignored: readonly NotRead[]): readonly NotRead[] {
  const asked = new Set(uris);
  const all = new Map<string, NotRead>();
  for (const entry of [...plan.notRead, ...ignored]) all.set(entry.uri, entry);
  for (const entry of plan.source.notRead.values()) if (asked.has(entry.uri)) all.set(entry.uri, entry);
  return [...all.values()].sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0));
}

function encodingNotes(plan: Plan, uris: readonly string[]): string[] {
  const broken = uris.filter((uri) => plan.source.encodings.get(uri) === 'broken utf-8');
  if (broken.length === 0) return [];
  const first = broken.slice(0, 3).join(', ');
  return [
    `${broken.length === 1 ? `${first} is` : `${first}${broken.length > 3 ? ` and ${broken.length - 3} more` : ''} are`} not valid UTF-8: checked with the broken bytes replaced, and never written`,
  ];
}
