// What is known of files that are not open: the last check of the whole workspace, told to the client, and made again
// when files have changed. Open files are the session's own matter and never told from here.
import type { Diagnostic, PreviousResultId, PublishDiagnosticsParams, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import type { CheckWorkspaceResult, FileFindings } from './protocol/findings.ts';
import type { IdentityEntry, IdentityRef } from './protocol/identities.ts';
import type { ObservedDrift } from './observed-drift.ts';
import { asWrittenHere } from './roots.ts';
import type { ScanProgress } from './scan.ts';
import type { WorkspaceCheck } from './workspace-check.ts';

export interface WholeWorkspaceOptions {
  /** Runs a check in its own thread. */
  check(progress: ScanProgress, signal: AbortSignal): Promise<WorkspaceCheck>;
  isOpen(uri: string): boolean;
  publish(params: readonly PublishDiagnosticsParams[]): void;
  /** Whether there is such a file now. */
  exists(uri: string): boolean;
  failed(error: unknown): void;
}

export interface WholeWorkspace {
  check(progress: ScanProgress): Promise<CheckWorkspaceResult>;
  /** Something changed that the last check did not see. */
  outdated(): void;
  /** These files changed, or folders that hold files. What is gone is told no more, at once: its finding leads nowhere. */
  changed(uris: readonly string[]): void;
  /** What is shown of a file that is not open. */
  shownOf(uri: string): readonly Diagnostic[];
  readonly findings: readonly FileFindings[];
  readonly identities: readonly IdentityEntry[];
  readonly observed: readonly ObservedDrift[];
  /** Documents that say something about an identity, as far as the last check saw. */
  filesOf(ref: IdentityRef): readonly string[];
  reports(previous: readonly PreviousResultId[]): WorkspaceDiagnosticReport;
  readonly known: boolean;
  stop(): void;
}

/** Changes are gathered for this long before the workspace is read again. */
const gather = 3000;
/** Reading takes at most this share of the time, however long files go on changing, as they do while something is built. */
const share = 0.1;
/** So much it may take at once, in milliseconds: a branch that was switched is not waited for. */
const atOnce = 10_000;

const silent: ScanProgress = { report: () => undefined, signal: new AbortController().signal };

export function createWholeWorkspace({ check, isOpen, publish, exists, failed }: WholeWorkspaceOptions): WholeWorkspace {
  let last: WorkspaceCheck | undefined;
  let running: { readonly ending: AbortController; readonly ended: Promise<unknown> } | undefined;
  let timer: NodeJS.Timeout | undefined;
  /** Milliseconds of reading that nobody asked for, less the share of the time since. */
  let spent = 0;
  let spentAt = 0;

  function spentUntil(now: number): number {
    spent = Math.max(0, spent - share * (now - spentAt));
    spentAt = now;
    return spent;
  }

  async function run(progress: ScanProgress): Promise<CheckWorkspaceResult> {
    clearTimeout(timer);
    timer = undefined;
    running?.ending.abort();
    const before = last;
    const started = performance.now();
    let files = 0;
    const ending = new AbortController();
    const checked = check({ report: (done, total) => progress.report((files = done), total), signal: progress.signal }, ending.signal);
    const own = (running = { ending, ended: checked.catch(() => undefined) });
    try {
      last = await checked;
    } catch (error) {
      // What was known before is still the best there is: half of a workspace looks like one that was cleaned up.
      if (progress.signal.aborted) return { files, findings: 0, milliseconds: performance.now() - started, cancelled: true };
      throw error;
    } finally {
      if (running === own) running = undefined;
    }
    if (progress === silent) spent = spentUntil(Date.now()) + last.result.milliseconds;
    const { diagnostics, result } = last;
    const gone = [...(before?.diagnostics.keys() ?? [])].filter((uri) => !diagnostics.has(uri));
    publish(
      [...diagnostics.keys(), ...gone]
        .filter((uri) => !isOpen(uri))
        .map((uri) => ({ uri, diagnostics: [...(diagnostics.get(uri) ?? [])] })),
    );
    return result;
  }

  /** Files with findings that are one of these or lie below, and are there no more. */
  function goneOf(uris: readonly string[], findings: readonly FileFindings[]): Set<string> {
    const changed = new Set(uris.map(asWrittenHere));
    const isTouched = (uri: string): boolean => {
      for (let end = uri.length; end > 0; end = uri.lastIndexOf('/', end - 1)) if (changed.has(uri.slice(0, end))) return true;
      return false;
    };
    return new Set(findings.map(({ uri }) => asWrittenHere(uri)).filter((uri) => isTouched(uri) && !exists(uri)));
  }

  return {
    check: run,
    changed(uris) {
      if (!last) return;
      const gone = goneOf(uris, last.findings);
      if (gone.size > 0) {
        const isGone = (uri: string): boolean => gone.has(asWrittenHere(uri));
        const shown = [...last.diagnostics.keys()].filter(isGone);
        last = {
          ...last,
          diagnostics: new Map([...last.diagnostics].filter(([uri]) => !isGone(uri))),
          findings: last.findings.filter(({ uri }) => !isGone(uri)),
        };
        publish(shown.filter((uri) => !isOpen(uri)).map((uri) => ({ uri, diagnostics: [] })));
      }
      this.outdated();
    },
    outdated() {
      if (!last) return;
      timer ??= setTimeout(
        () => {
          // One that somebody waits for comes to its end first, and the files that changed meanwhile are read after it.
          void (running?.ended ?? Promise.resolve())
            .then(() => {
              timer = undefined;
              return run(silent);
            })
            .catch(failed);
        },
        Math.max(gather, (spentUntil(Date.now()) - atOnce) / share),
      );
      timer.unref();
    },
    shownOf: (uri) => last?.diagnostics.get(asWrittenHere(uri)) ?? [],
    get findings() {
      return last?.findings ?? [];
    },
    get identities() {
      return last?.identities ?? [];
    },
    get observed() {
      return last?.observed ?? [];
    },
    filesOf: ({ root, id }) => last?.identities.find((one) => one.root === root && one.id === id)?.files ?? [],
    reports(previous) {
      const known = new Map(previous.map(({ uri, value }) => [uri, value]));
      const items = [...(last?.diagnostics ?? [])]
        .filter(([uri]) => !isOpen(uri))
        .map(([uri, diagnostics]): WorkspaceDiagnosticReport['items'][number] => {
          const resultId = identify(diagnostics);
          return known.get(uri) === resultId
            ? { kind: 'unchanged', uri, version: null, resultId }
            : { kind: 'full', uri, version: null, resultId, items: [...diagnostics] };
        });
      for (const uri of known.keys())
        if (!last?.diagnostics.has(uri) && !isOpen(uri))
          items.push({ kind: 'full', uri, version: null, resultId: identify([]), items: [] });
      return { items };
    },
    get known() {
      return last !== undefined;
    },
    stop() {
      clearTimeout(timer);
      running?.ending.abort();
    },
  };
}

/** The same for the same diagnostics, in this run of the server and the next. */
function identify(diagnostics: readonly Diagnostic[]): string {
  let hash = 0;
  const text = JSON.stringify(diagnostics);
  for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
  return `${diagnostics.length}-${(hash >>> 0).toString(36)}`;
}
