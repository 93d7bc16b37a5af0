// `posture check --history [RANGE]`: every credential that a commit ever added, once, with the commit that brought it and
// whether it still stands in the tree. Patches are looked through as they stream by; only where a look finds something is
// the whole file of that commit read and judged by the rules, as `check` would have judged it then.
import { createHash } from 'node:crypto';
import { createDocument, type Document } from '../engine/document.ts';
import { createEngine, type Engine } from '../engine/engine.ts';
import { atLeast, severities, type Finding, type Severity } from '../engine/finding.ts';
import { unknownWorkspace } from '../engine/project.ts';
import { scanSecrets } from '../engine/secrets/scan.ts';
import { lineStarts, positionAt } from '../engine/text/text.ts';
import { openBlobs, type Blobs } from '../workspace/blobs.ts';
import type { Configurations } from '../workspace/configuration-files.ts';
import { findInHead } from '../workspace/grep.ts';
import { countCommits, historyChanges, type HistoryChange } from '../workspace/history.ts';
import { readTree } from '../workspace/object-source.ts';
import { isShallow, repositoryAt } from '../workspace/repository.ts';
import { workingTree } from '../workspace/source.ts';
import { decodeText, type NotRead } from '../workspace/text-file.ts';
import { rulesOf } from '../../rules/registry.ts';
import { configurationsFor, rulesNamed, type CheckRequest } from './check.ts';
import { fingerprintOf } from './locate.ts';
import { secretValues } from '../engine/secrets/cover.ts';
import { createMasker } from './mask.ts';
import { uriIn } from './plan.ts';
import type { CheckResult, Range, Shown } from './result.ts';

export interface HistoryRequest extends CheckRequest {
  /** A revision or a range such as `main..HEAD`; undefined for everything that a branch or tag reaches. */
  readonly range?: string;
  /** Ends the walk early; what was found until then is reported, and that it is not all. */
  readonly signal?: AbortSignal;
}

interface Credential {
  readonly finding: Finding;
  readonly range: Range;
  readonly commit: string;
  readonly day: string;
  readonly value: string;
  /** Paths that ever held it, the first one first. */
  readonly paths: Set<string>;
}

export async function checkHistory(request: HistoryRequest): Promise<CheckResult> {
  const started = performance.now();
  const repository = await repositoryAt(request.cwd, '--history');
  const named = request.paths.map((path) => uriIn(repository, path, request.cwd));
  const within = named.includes('') ? [] : named;
  const tree = workingTree(repository.root);
  const total = await countCommits(repository, request.range, within);
  const head = await readTree(repository, 'HEAD').catch(() => new Map());
  const configurations = await configurationsFor(
    { uris: [...head.keys()], root: repository.root },
    request,
    (uri) => tree.document(uri)?.text,
  );
  const blobs = openBlobs(repository);
  const search = createSearch(request, configurations, blobs);
  let commits = 0;
  try {
    const onCommit = (): void => request.progress?.(++commits, total);
    for await (const change of historyChanges(repository, request.range, within, onCommit, request.signal)) await search.look(change);
  } finally {
    blobs.close();
  }
  const standing = await findInHead(
    repository,
    [...search.found.values()].map((one) => one.value),
  ).catch(() => undefined);
  const stopped = request.signal?.aborted === true;
  const notes = [`${commits} ${commits === 1 ? 'commit' : 'commits'} of ${request.range ?? 'all branches and tags'}`];
  if (isShallow(repository.root)) notes.push('this clone is shallow: what was before is not here (git fetch --unshallow)');
  const shown = [...search.found.values()]
    .filter(({ finding }) => !request.minSeverity || atLeast(finding.severity, request.minSeverity))
    .map((one) => show(one, standing));
  const open = shown.filter(({ finding }) => !finding.suppressed);
  return {
    version: request.version,
    root: repository.root,
    cwd: request.cwd,
    findings: open,
    suppressed: shown.filter(({ finding }) => finding.suppressed),
    identities: [],
    overtaken: new Map(),
    rules: await rulesNamed(shown.map(({ finding }) => finding)),
    counts: Object.fromEntries(
      severities.map((severity) => [severity, open.filter(({ finding }) => finding.severity === severity).length]),
    ) as Record<Severity, number>,
    areas: new Set(['secret']),
    filesChecked: search.looked(),
    notRead: [...search.notRead.values()],
    notes,
    problems: [
      ...search.problems,
      ...(stopped ? [{ what: 'history', uri: '', message: `stopped after ${commits} of ${total} commits` }] : []),
    ],
    beforeCommit: false,
    onlyNew: false,
    profile: configurations.settingsFor('').profile,
    milliseconds: performance.now() - started,
    text: () => undefined,
    lineOf: () => undefined,
  };
}

interface Search {
  look(change: HistoryChange): Promise<void>;
  readonly found: ReadonlyMap<string, Credential>;
  readonly notRead: ReadonlyMap<string, NotRead>;
  readonly problems: CheckResult['problems'][number][];
  looked(): number;
}

function createSearch(request: HistoryRequest, configurations: Configurations, blobs: Blobs): Search {
  const found = new Map<string, Credential>();
  const notRead = new Map<string, NotRead>();
  const problems: CheckResult['problems'][number][] = [];
  const judged = new Set<string>();
  let current: Document | undefined;
  let looked = 0;
  const engine: Engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace(request.today),
    settingsFor: configurations.settingsFor,
    source: { document: (uri) => (uri === current?.uri ? current : undefined), siblings: () => [] },
  });

  async function judge(change: HistoryChange, document: Document): Promise<void> {
    current = document;
    await engine.read([document]);
    const analysis = await engine.analyze();
    const values = secretValues(
      document.text,
      (engine.facts.get(document.uri)?.secrets ?? []).map((secret) => secret.at.span),
    );
    engine.remove(document.uri);
    const masker = createMasker({ spans: new Map(), values: new Map([[document.uri, values]]) });
    for (const failure of analysis.failures)
      problems.push({
        what: failure.what,
        uri: `${change.commit.slice(0, 12)}:${failure.uri}`,
        message: masker.coverText(failure.error, [failure.uri]),
      });
    const starts = lineStarts(document.text);
    for (const finding of [...analysis.findings, ...analysis.suppressed]) {
      if (finding.category !== 'secret' || finding.at.uri !== document.uri) continue;
      const range = { start: positionAt(starts, finding.at.span[0]), end: positionAt(starts, finding.at.span[1]) };
      if (change.text !== undefined && !change.added.some(([from, to]) => range.start.line < to && from <= range.end.line)) continue;
      const value = document.text.slice(...finding.at.span);
      const key = createHash('sha256').update(value).digest('base64');
      const known = found.get(key);
      if (known) known.paths.add(document.uri);
      else
        found.set(key, {
          finding: { ...finding, message: masker.coverText(finding.message, [document.uri]) },
          range,
          commit: change.commit,
          day: change.day,
          value,
          paths: new Set([document.uri]),
        });
    }
  }

  return {
    found,
    notRead,
    problems,
    looked: () => looked,
    async look(change) {
      if (configurations.ignored(change.uri)) return;
      looked++;
      if (change.text !== undefined && !mayHoldSecret(change.uri, change.text)) return;
      const version = `${change.blob}\0${change.uri}`;
      if (judged.has(version)) return;
      judged.add(version);
      const [blob] = await blobs.read([change.blob]);
      if (!(blob instanceof Buffer)) {
        const uri = `${change.commit.slice(0, 12)}:${change.uri}`;
        notRead.set(uri, blob && 'tooLarge' in blob ? { uri, reason: 'too large' } : { uri, reason: 'missing object' });
        return;
      }
      const decoded = decodeText(blob);
      // What git calls binary may only be called so by an attribute; what is binary is no news in a history.
      if ('text' in decoded) await judge(change, createDocument(change.uri, decoded.text));
    },
  };
}

/**
 * Whether added lines are worth reading their whole file for. They are a piece of a file, so they are read in each way
 * that a piece may need: as its format, inside of braces, and as text without a form.
 */
function mayHoldSecret(uri: string, text: string): boolean {
  if (scanSecrets(createDocument(uri, text)).length > 0) return true;
  const { format } = createDocument(uri, '');
  if (format === 'json' && scanSecrets(createDocument(uri, `{${text}}`)).length > 0) return true;
  return format !== 'text' && scanSecrets(createDocument(uri, text, 'text')).length > 0;
}

function show(one: Credential, standing: ReadonlyMap<string, readonly string[]> | undefined): Shown {
  const { finding, range, commit, day } = one;
  const now = standing?.get(one.value);
  const state =
    standing === undefined
      ? 'whether it is still in the tree is not known'
      : now
        ? `still in the tree: ${now.slice(0, 3).join(', ')}${now.length > 3 ? ` and ${now.length - 3} more` : ''}`
        : 'no longer in the tree, and still in the history';
  return {
    finding: {
      ...finding,
      message: `${finding.message.replace(/\.?$/, '.')} Added by ${commit.slice(0, 12)} on ${day}; ${state}.`,
      related: [],
      fix: undefined,
      suggestions: [],
    },
    range,
    related: [],
    fingerprint: fingerprintOf(finding, 0),
    fixes: [],
    history: { commit, day, standing: standing === undefined ? undefined : now !== undefined, paths: [...one.paths] },
  };
}
