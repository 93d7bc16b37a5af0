// What the client is told about findings: diagnostics pushed or asked for, with the version they were made from, and the
// counts for the status bar. Decides which findings are shown, and says nothing twice.
import type { Diagnostic, DocumentDiagnosticReport, PreviousResultId, WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import { atLeast, severities, type Finding, type Severity } from '../engine/finding.ts';
import type { CheckResult } from './checks.ts';
import { diagnosticOf, mistakeOf } from './convert.ts';
import type { Shows } from './importance.ts';
import type { Status } from './protocol/status.ts';
import { mistakesIn } from './record-mistakes.ts';
import type { LocatedMistake } from '../workspace/configuration-files.ts';
import { countsOf, type Counts } from './review-queue.ts';
import { engineUriOf, notebookOf } from './roots.ts';
import type { SessionHost } from './session-terms.ts';
import type { Workplace } from './workplace.ts';

export interface PublisherOptions {
  readonly host: SessionHost;
  today(): string;
  /** The mildest severity that is shown. */
  least(): Severity;
  /** False when the client asks for diagnostics itself. */
  push(): boolean;
}

export interface Publisher {
  /** A run has ended. */
  result(workplace: Workplace, result: CheckResult): void;
  /** The document is not open any more. */
  closed(uri: string): void;
  /** Of files that are not open, those findings are shown from now on that `shows` lets through. */
  showClosed(workplace: Workplace, shows: Shows): void;
  /** Findings of one document that are shown. */
  shown(result: CheckResult, engineUri: string): readonly Finding[];
  /** The answer to a client that asks about an open document. */
  report(workplace: Workplace, engineUri: string, previousId: string | undefined): DocumentDiagnosticReport;
  /** The answer to a client that asks about everything. */
  workspaceReports(previous: readonly PreviousResultId[]): WorkspaceDocumentDiagnosticReport[];
  /** Those whose findings are known. */
  readonly workplaces: Iterable<Workplace>;
}

/** What a file's diagnostics were made from, to see cheaply that nothing changed. */
interface From {
  readonly findings: readonly Finding[];
  /** Of a configuration. */
  readonly mistakes: readonly LocatedMistake[];
  readonly shows?: Shows;
  /** Texts that findings name places in: their lines move while what was found stays. */
  readonly named?: readonly (Document | undefined)[];
}

const nothing: From = { findings: [], mistakes: [] };

export function createPublisher({ host, today, least, push }: PublisherOptions): Publisher {
  const workplaces = new Set<Workplace>();
  const closed = new Map<Workplace, Shows>();
  /** What was last said about a document, and under which id. */
  const said = new Map<string, { readonly id: string; readonly version: number | undefined; readonly text: string; readonly from: From }>();
  const counted = new WeakMap<Workplace, { readonly edition: number; readonly day: string; readonly counts: Counts }>();
  let nextId = 1;

  const shown: Publisher['shown'] = (result, engineUri) =>
    (result.findings.get(engineUri) ?? []).filter((finding) => atLeast(finding.severity, least()));

  function diagnosticsOfOpen(workplace: Workplace, engineUri: string, result: CheckResult): Diagnostic[] | undefined {
    const document = result.documents.get(engineUri);
    // What is not read has no findings: one that it had before it was ignored, or grew too large, goes.
    const now = workplace.settings.isIgnored(engineUri) ? undefined : workplace.source.document(engineUri);
    if (!now) return [];
    // The text moved on while this was computed: the run that is due speaks for it.
    if (!document || now !== document) return undefined;
    const mistakes = [...mistakesOf(workplace, engineUri), ...mistakesIn(document)];
    return [
      ...mistakes.map((mistake) => mistakeOf(mistake, document)),
      ...shown(result, engineUri).map((finding) => diagnosticOf(finding, document, workplace.targets)),
    ];
  }

  /** Notes what is said about a document. True when it is news: other diagnostics, or a version that waits for its own. */
  function note(uri: string, version: number | undefined, diagnostics: readonly Diagnostic[], from: From): boolean {
    const text = JSON.stringify(diagnostics);
    const last = said.get(uri);
    const same = last?.text === text;
    if (same && last.version === version) return false;
    said.set(uri, { id: same ? last.id : String(nextId++), version, text, from });
    return true;
  }

  function tell(uri: string, version: number | undefined, diagnostics: Diagnostic[], from: From): void {
    const before = said.get(uri);
    if (!note(uri, version, diagnostics, from)) return;
    if (push()) host.publish({ uri, ...(version === undefined ? {} : { version }), diagnostics });
    else if (before && before.version === version) host.refreshDiagnostics();
  }

  /** Files that are not open: their findings, what is wrong in configurations, and nothing for those that have none any more. */
  function tellClosed(workplace: Workplace, result: CheckResult, shows: Shows): void {
    const now = new Set<string>();
    // The cells of a notebook that is open speak for it, and not its file.
    const notebooks = new Set([...workplace.open.values()].map(({ uri }) => notebookOf(uri)));
    for (const engineUri of new Set([...result.findings.keys(), ...workplace.settings.mistakes().map(({ file }) => file)])) {
      if (workplace.open.has(engineUri) || notebooks.has(workplace.targets.clientUri(engineUri))) continue;
      const findings = shown(result, engineUri);
      const named = [...new Set(findings.flatMap(({ related }) => related.map(({ at }) => at.uri)))].map((uri) =>
        result.documents.get(uri),
      );
      const from: From = { findings, mistakes: mistakesOf(workplace, engineUri), shows, named };
      const uri = workplace.targets.clientUri(engineUri);
      const last = said.get(uri);
      if (last && last.version === undefined && last.from.shows === shows && sameFrom(last.from, from)) {
        now.add(uri);
        continue;
      }
      const document = workplace.source.document(engineUri);
      const diagnostics = document
        ? [
            ...from.mistakes.map((mistake) => mistakeOf(mistake, document)),
            ...from.findings.filter((finding) => shows(finding, document)).map((one) => diagnosticOf(one, document, workplace.targets)),
          ]
        : [];
      if (diagnostics.length === 0 && !last) continue;
      now.add(uri);
      tell(uri, undefined, diagnostics, from);
    }
    for (const [uri, { text }] of said) {
      const engineUri = engineUriOf(workplace.root, uri);
      if (engineUri !== undefined && text !== '[]' && !now.has(uri) && !workplace.open.has(engineUri)) tell(uri, undefined, [], nothing);
    }
  }

  function countedOf(workplace: Workplace): Counts {
    const last = counted.get(workplace);
    const day = today();
    if (last?.edition === workplace.decisions.edition && last.day === day) return last.counts;
    const counts = countsOf(workplace, day);
    counted.set(workplace, { edition: workplace.decisions.edition, day, counts });
    return counts;
  }

  function statusNow(): Status {
    const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
    const troubles = new Set<string>();
    const baseline: { source?: string; committed?: number; drift: number; asksApproval: number; ending: number; expired: number } = {
      drift: 0,
      asksApproval: 0,
      ending: 0,
      expired: 0,
    };
    let decided = false;
    for (const workplace of workplaces) {
      const { checks, open, decisions } = workplace;
      const result = checks.last();
      if (decisions.reading) {
        decided = true;
        baseline.source ??= decisions.reading.source;
        baseline.committed ??= decisions.reading.committed;
        const { asksApproval, ending, expired } = countedOf(workplace);
        baseline.asksApproval += asksApproval;
        baseline.ending += ending;
        baseline.expired += expired;
        for (const findings of result.findings.values()) for (const finding of findings) if (finding.category === 'drift') baseline.drift++;
        if (decisions.reading.unavailable !== undefined) troubles.add(`decisions cannot be read: ${decisions.reading.unavailable}`);
      }
      for (const uri of open.keys()) for (const finding of shown(result, uri)) counts[finding.severity]++;
      for (const failure of result.failures) troubles.add(`${failure.what} failed on ${failure.uri}`);
      for (const words of workplace.notChecked()) troubles.add(words);
    }
    return { state: troubles.size > 0 ? 'degraded' : 'ready', counts, troubles: [...troubles], ...(decided ? { baseline } : {}) };
  }

  return {
    shown,
    workplaces,
    result(workplace, result) {
      workplaces.add(workplace);
      for (const [engineUri, buffer] of workplace.open) {
        const diagnostics = diagnosticsOfOpen(workplace, engineUri, result);
        if (diagnostics) tell(buffer.uri, buffer.version, diagnostics, nothing);
      }
      const shows = closed.get(workplace);
      if (shows) tellClosed(workplace, result, shows);
      for (const failure of result.failures) host.log('error', `${failure.what} failed on ${failure.uri}: ${failure.error}`);
      host.status(statusNow());
    },
    closed(uri) {
      if (push()) host.publish({ uri, diagnostics: [] });
      said.delete(uri);
    },
    showClosed(workplace, shows) {
      closed.set(workplace, shows);
      tellClosed(workplace, workplace.checks.last(), shows);
    },
    report(workplace, engineUri, previousId) {
      const buffer = workplace.open.get(engineUri)!;
      const diagnostics = diagnosticsOfOpen(workplace, engineUri, workplace.checks.last()) ?? [];
      note(buffer.uri, buffer.version, diagnostics, nothing);
      const { id } = said.get(buffer.uri)!;
      return id === previousId ? { kind: 'unchanged', resultId: id } : { kind: 'full', resultId: id, items: diagnostics };
    },
    workspaceReports(previous) {
      const known = new Map(previous.map(({ uri, value }) => [uri, value]));
      return [...said].map(([uri, { id, version = null, text }]) =>
        known.get(uri) === id
          ? { kind: 'unchanged', uri, version, resultId: id }
          : { kind: 'full', uri, version, resultId: id, items: JSON.parse(text) as Diagnostic[] },
      );
    },
  };
}

function mistakesOf({ settings }: Workplace, engineUri: string): LocatedMistake[] {
  return settings.mistakes().filter(({ file }) => file === engineUri);
}

function sameFrom(a: From, b: From): boolean {
  return sameItems(a.findings, b.findings) && sameItems(a.mistakes, b.mistakes) && sameItems(a.named ?? [], b.named ?? []);
}

function sameItems<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
