// `posture check` over a tree, for a report: what it came to is kept, and is the answer again as long as nothing that it looked
// at is another. Every file is read each time and no time of change is believed; what is saved is everything that is made of
// texts. What went wrong, what git or the team's records had a say in, and what is repaired is never kept.
import { asking, type Questions } from '../cache/asked.ts';
import { openAnswer } from '../cache/open-kept.ts';
import { folders } from '../cache/read-folders.ts';
import type { Document } from '../engine/document.ts';
import type { WorkspaceFacts } from '../engine/project.ts';
import { secretValues } from '../engine/secrets/cover.ts';
import { lineStarts, positionAt, type Span } from '../engine/text/text.ts';
import { readingAhead, toldOf, type FileSource } from '../workspace/source.ts';
import { targetBranch } from '../workspace/target-branch.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { checkPlan, holdsPosture, readConfig, rulesNamed, whoseWord, type CheckRequest, type Checked, type WhoseWord } from './check.ts';
import { mayHoldDecisions } from './may-hold-decisions.ts';
import { createMasker } from './mask.ts';
import { planCheck, type Plan } from './plan.ts';
import type { CheckResult, Said, Shown } from './result.ts';

/** What was asked of the tree and, by name, of git. */
interface AllQuestions extends Questions {
  readonly workspace: readonly string[];
}

/** A result without what is made anew from it. */
interface Answer extends Omit<
  CheckResult<Said>,
  'rules' | 'areas' | 'identities' | 'overtaken' | 'milliseconds' | 'repaired' | 'text' | 'lineOf'
> {
  readonly areas: readonly Parameters<CheckResult['areas']['has']>[0][];
  /** Where secrets stand in the documents of findings. */
  readonly secrets: readonly (readonly [uri: string, spans: readonly Span[]])[];
}

/** As `check`, with findings as reports say them. */
export async function checkAgain(request: CheckRequest): Promise<CheckResult<Said>> {
  const started = performance.now();
  const plan = await planCheck(request.mode, request.paths, request.cwd);
  try {
    const word = whoseWord(plan, request);
    const kept = await openCheck(plan, request, word);
    const known = await kept?.recall(started);
    if (known) return known;
    const checked = await checkPlan(kept ? { ...plan, source: kept.source } : plan, request, word, started, kept?.watch);
    kept?.keep(checked);
    return checked.result;
  } finally {
    plan.close();
  }
}

interface KeptCheck {
  /** The source of the plan, which keeps in mind what is asked of it. */
  readonly source: FileSource;
  watch(workspace: WorkspaceFacts): WorkspaceFacts;
  /** What was kept, where everything that was asked for it is answered as it was then. */
  recall(started: number): Promise<CheckResult<Said> | undefined>;
  keep(checked: Checked): void;
}

/** Undefined for a check that cannot be kept. */
async function openCheck(plan: Plan, request: CheckRequest, word: WhoseWord): Promise<KeptCheck | undefined> {
  // A policy of the target branch brings texts that no source gives.
  if (request.mode.kind !== 'files' || request.fix !== 'no' || request.everyIdentity) return undefined;
  const mayBeDecided = (): boolean => mayHoldDecisions(plan.root, [], word.governance !== undefined);
  if (plan.refused !== undefined || mayBeDecided()) return undefined;
  const kept = await openAnswer<AllQuestions, Answer>(plan.root, plan.uris.length, nameOf(request));
  if (!kept) return undefined;
  const ahead = readingAhead(plan.source);
  const asked = asking(ahead);
  const source = toldOf(ahead, asked.source, asked.note);
  const answers = new Map<string, string>();
  const before = wordsOf(request, plan, word);
  const given = new Set(plan.uris);
  /** Everything that the result is made of, but for what names the request. */
  const words = (): string[] => {
    // The source also knows of files that were read for an earlier answer, and that nobody asks for any more.
    const wanted = new Set(asked.questions().documents.filter((uri) => given.has(uri)));
    return [
      ...before,
      JSON.stringify([...source.notRead.values()].filter(({ uri }) => wanted.has(uri)).sort((a, b) => (a.uri < b.uri ? -1 : 1))),
      JSON.stringify([...source.encodings].filter(([uri]) => wanted.has(uri)).sort(([a], [b]) => (a < b ? -1 : 1))),
      ...[...answers].sort(([a], [b]) => (a < b ? -1 : 1)).flat(),
      ...asked.words(),
    ];
  };
  return {
    source,
    watch: (workspace) => watched(workspace, (question, answer) => void answers.set(question, answer)),
    async recall(started) {
      if (!kept.questions) return undefined;
      const wanted = new Set(kept.questions.documents);
      for (const uris of folders(plan.uris.filter((uri) => wanted.has(uri)))) {
        const found = new Map((await ahead.readAhead(uris)).map((document) => [document.uri, document]));
        for (const uri of uris) asked.note(uri, found.get(uri));
      }
      for (const uri of kept.questions.documents) if (!given.has(uri)) source.document(uri);
      for (const folder of kept.questions.folders) source.siblings(folder);
      const workspace = watched(
        workspaceFacts(request.today, (uri) => source.document(uri)?.text, plan.repository),
        (question, answer) => void answers.set(question, answer),
      );
      for (const question of kept.questions.workspace) ask(workspace, question);
      source.forget();
      const answer = kept.recall(words());
      if (answer) return { ...(await resultOf(answer, plan.source, asked.isSame)), milliseconds: performance.now() - started };
      asked.forget();
      answers.clear();
      return undefined;
    },
    keep({ result, secrets, isOfFilesAlone }) {
      // What was read or asked at two times has to be the same.
      if (!isOfFilesAlone || result.problems.length > 0 || !asked.isSteady() || mayBeDecided()) return;
      if (wordsOf(request, plan, word).some((one, at) => one !== before[at])) return;
      const reported = new Set([...result.findings, ...result.suppressed].map(({ finding }) => finding.at.uri));
      const { version, root, cwd, counts, filesChecked, notRead, notes, problems, beforeCommit, onlyNew, profile } = result;
      kept.keep({ ...asked.questions(), workspace: [...answers.keys()] }, words(), {
        ...{ version, root, cwd, counts, filesChecked, notRead, notes, problems, beforeCommit, onlyNew, profile },
        findings: result.findings.map(said),
        suppressed: result.suppressed.map(said),
        areas: [...result.areas],
        secrets: [...reported].flatMap((uri) => (secrets.spans.has(uri) ? [[uri, secrets.spans.get(uri)!] as const] : [])),
      });
    },
  };
}

/** What tells one request about a tree from another, so that each has an answer of its own. */
function nameOf({ paths, cwd, profile, edition, rules, config, minSeverity, target, edits, version }: CheckRequest): string {
  return JSON.stringify([paths, cwd, profile, edition, rules, config, minSeverity, target, edits, version]);
}

/**
 * What changes from one run of a request to the next, besides what is asked of the tree. Of git that is which branch a change
 * goes to and where that stands: what was decided there is read from its commit.
 */
function wordsOf({ today, config, cwd }: CheckRequest, plan: Plan, { requested }: WhoseWord): string[] {
  return [
    today,
    config === undefined ? '' : readConfig(config, cwd, plan.root).text,
    String(holdsPosture(plan)),
    JSON.stringify([requested, plan.repository ? targetBranch(plan.root, requested.target) : undefined]),
    JSON.stringify([plan.uris, plan.notRead, plan.notes]),
  ];
}

/** The same workspace, with each answer of git told. What it says of files is read from the source, and told there. */
function watched(workspace: WorkspaceFacts, tell: (question: string, answer: string) => void): WorkspaceFacts {
  const told = <T>(question: string, answer: T): T => {
    tell(question, JSON.stringify(answer) ?? '');
    return answer;
  };
  return {
    today: workspace.today,
    ownersOf: workspace.ownersOf,
    get standing() {
      return workspace.standing;
    },
    get remote() {
      return told('remote', workspace.remote);
    },
    get defaultBranch() {
      return told('defaultBranch', workspace.defaultBranch);
    },
    isTracked: (uri) => told(`isTracked ${uri}`, workspace.isTracked(uri)),
    isIgnored: (uri) => told(`isIgnored ${uri}`, workspace.isIgnored(uri)),
  };
}

/** Asks what was told under this name. */
function ask(workspace: WorkspaceFacts, question: string): void {
  if (question === 'remote') void workspace.remote;
  else if (question === 'defaultBranch') void workspace.defaultBranch;
  else if (question.startsWith('isTracked ')) workspace.isTracked(question.slice('isTracked '.length));
  else if (question.startsWith('isIgnored ')) workspace.isIgnored(question.slice('isIgnored '.length));
}

function said({ finding: { subject: _subject, fix, suggestions, ...finding }, ...shown }: Shown): Shown<Said> {
  const title = ({ title }: { readonly title: string }) => ({ title });
  return { ...shown, finding: { ...finding, ...(fix ? { fix: title(fix) } : {}), suggestions: suggestions.map(title) } };
}

/** The result that an answer was made of. `isSame` says whether a document is the one that was looked at. */
async function resultOf(
  { areas, secrets, ...answer }: Answer,
  source: FileSource,
  isSame: (document: Document) => boolean,
): Promise<Omit<CheckResult<Said>, 'milliseconds'>> {
  const spans = new Map(secrets);
  /** A text that changed since has other places: nothing is shown of it. */
  const same = (uri: string): Document | undefined => {
    const document = source.document(uri);
    return document && isSame(document) ? document : undefined;
  };
  return {
    ...answer,
    areas: new Set(areas),
    rules: await rulesNamed([...answer.findings, ...answer.suppressed].map(({ finding }) => finding)),
    identities: [],
    overtaken: new Map(),
    text(uri) {
      const document = same(uri);
      if (!document) return undefined;
      const own = spans.get(uri) ?? [];
      return createMasker({ spans, values: new Map([[uri, secretValues(document.text, own)]]) }).cover(document);
    },
    lineOf({ uri, span }) {
      const document = same(uri);
      return document && positionAt(lineStarts(document.text), span[0]).line + 1;
    },
  };
}
