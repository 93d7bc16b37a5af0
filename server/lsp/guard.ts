// The session as the connection sees it, with the work done in a thread that may be lost. A text that keeps the thread
// busy beyond the budget, or that exhausts its memory, costs the thread its life: a new one is started, every other open
// text is given to it again, and the guilty one is left out, in words, until it changes.
import type { Worker } from 'node:worker_threads';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { withDriftOf } from './closed-drift.ts';
import { overviewOf } from './overview.ts';
import type { BaselineView } from './protocol/decisions.ts';
import type { FileFindings } from './protocol/findings.ts';
import type { EditorSettings } from './protocol/start.ts';
import type { Status } from './protocol/status.ts';
import { Refusal, refusedAs } from './refusal.ts';
import { asWrittenHere, isThere, notebookOf } from './roots.ts';
import type { ScanProgress } from './scan.ts';
import type { Session } from './session.ts';
import type { SessionHost, Start } from './session-terms.ts';
import { beginThread, endThread, type ThreadTerms } from './thread.ts';
import { createWholeWorkspace } from './whole-workspace.ts';
import type { ArgumentsOf, FromWorker, Order, Question, ToWorker } from './worker-messages.ts';
import { checkInThread, fixInThread, type WorkspaceCheckOptions } from './workspace-check.ts';

export interface GuardOptions extends ThreadTerms {
  /** The first thread, where it was begun before. */
  readonly begun?: Worker;
  readonly host: SessionHost;
  /** Milliseconds that one piece of work may take. */
  readonly budget: number;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  readonly progress?: ScanProgress;
  /** No longer listens for the end that the user wants. */
  forget(): void;
}

export function createGuard({ worker: entry, workerData, begun, host, budget, memory }: GuardOptions): Session {
  const open = new Map<string, TextDocument>();
  /** Texts that cost a thread its life, by uri at the client. */
  const leftOut = new Map<string, string>();
  const waiting = new Map<number, Waiting>();
  /** Documents that a new thread has yet to be given, one after another, so that a guilty one stands alone. */
  let replay: string[] = [];
  let start: Start | undefined;
  let busyWith: readonly string[] = [];
  let timer: NodeJS.Timeout | undefined;
  let lastStatus: Status | undefined;
  let nextId = 1;
  let stopped = false;
  let wholeChecks = 0;
  /** Open texts, and the notebooks of open cells, as this server writes their addresses. */
  let openHere: ReadonlySet<string> | undefined;
  /** A notebook is open when a cell of it is: its cells speak for it, and not its file. */
  const isOpen = (uri: string): boolean =>
    (openHere ??= new Set([...open.keys()].flatMap((one) => [one, notebookOf(one) ?? one].map(asWrittenHere)))).has(asWrittenHere(uri));
  let thread = launch(begun);
  const whole = createWholeWorkspace({
    check: (progress, signal) => checkInThread(work(progress, signal)),
    isOpen,
    exists: isThere,
    publish(all) {
      if (start?.abilities.publish) all.forEach(host.publish);
      else host.refreshDiagnostics();
      order('observed', [...whole.observed]);
      // Views ask again what is known of the whole.
      wholeChecks++;
      showStatus(lastStatus ?? { state: 'ready', counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 }, troubles: [] });
    },
    failed: (error) => stopped || host.log('error', error instanceof Error ? error.message : String(error)),
  });

  /** What a thread needs that works over the whole workspace. */
  function work(progress: ScanProgress, signal: AbortSignal): Omit<WorkspaceCheckOptions, 'open'> {
    return { worker: entry, workerData, memory, budget, start: start!, progress, signal, avoid: [...leftOut.keys()], log: host.log };
  }

  /** Listens to a thread that was begun before, where it has not ended meanwhile (it has no number then), else to a new one. */
  function launch(given?: Worker): Worker {
    const made = given !== undefined && given.threadId !== -1 ? given : beginThread({ worker: entry, workerData, memory });
    made.on('message', (message: FromWorker) => thread === made && hear(message));
    made.on('error', (error) => thread === made && replace(error.message));
    made.unref();
    return made;
  }

  function send(message: ToWorker): void {
    thread.postMessage(message);
  }

  function order<Name extends Order>(name: Name, ...args: ArgumentsOf<Name>): void {
    send({ kind: 'order', name, args });
  }

  function ask<Result>(name: Question, args: readonly unknown[], progress?: ScanProgress): Promise<Result> {
    const id = nextId++;
    const cancel = (): void => send({ kind: 'cancel', id });
    return new Promise((resolve, reject) => {
      waiting.set(id, {
        resolve: resolve as (value: unknown) => void,
        reject,
        progress,
        forget: () => progress?.signal.removeEventListener('abort', cancel),
      });
      send({ kind: 'question', id, name, args, progress: progress !== undefined });
      progress?.signal.addEventListener('abort', cancel);
    });
  }

  /** The question that was answered, which waits no longer. */
  function answered(id: number): Waiting | undefined {
    const one = waiting.get(id);
    waiting.delete(id);
    one?.forget();
    return one;
  }

  function hear(message: FromWorker): void {
    switch (message.kind) {
      case 'publish':
        return publish(message.params);
      case 'log':
        return host.log(message.level, message.message);
      case 'status':
        return showStatus(message.status);
      case 'refresh':
        return message.what === 'diagnostics'
          ? host.refreshDiagnostics()
          : message.what === 'codeLenses'
            ? host.refreshCodeLenses()
            : host.refreshInlayHints();
      case 'busy':
        busyWith = message.uris;
        clearTimeout(timer);
        timer = setTimeout(() => replace(`it took longer than ${budget / 1000} s`), budget);
        return;
      case 'idle':
        busyWith = [];
        clearTimeout(timer);
        return replayNext();
      case 'progress':
        return waiting.get(message.id)?.progress?.report(message.done, message.total);
      case 'answer':
        return answered(message.id)?.resolve(message.result);
      case 'refusal':
        return answered(message.id)?.reject(new Refusal(message.code, message.message));
    }
  }

  /** The first cell of a notebook was opened, or the last one closed: its file is told no more, or again. */
  function retell(notebook: string | undefined): void {
    if (notebook === undefined || whole.shownOf(notebook).length === 0 || !start?.abilities.publish) return;
    host.publish({ uri: notebook, diagnostics: isOpen(notebook) ? [] : [...whole.shownOf(notebook)] });
  }

  /** The session speaks for open files; of one that was closed, the check of the workspace knows what stands on disk. */
  function publish(params: PublishDiagnosticsParams): void {
    host.publish(open.has(params.uri) ? params : { uri: params.uri, diagnostics: [...whole.shownOf(params.uri)] });
  }

  function showStatus(status: Status): void {
    lastStatus = status;
    const troubles = [...status.troubles, ...[...leftOut].map(([uri, why]) => `${uri} is not checked: ${why}`)];
    host.status({ ...status, wholeChecks, state: troubles.length > 0 ? 'degraded' : status.state, troubles });
  }

  /** The thread is lost, and the documents that it worked on with it. */
  function replace(why: string): void {
    if (stopped) return;
    clearTimeout(timer);
    const guilty = busyWith;
    busyWith = [];
    void thread.terminate();
    thread = launch();
    for (const uri of guilty) {
      leftOut.set(uri, why);
      host.log('error', `${uri} is not checked until it changes: ${why}.`);
      if (open.has(uri)) host.publish({ uri, version: open.get(uri)!.version, diagnostics: [] });
    }
    for (const id of [...waiting.keys()]) answered(id)?.reject(new Refusal(refusedAs.serverCancelled, `the check was ended: ${why}`));
    if (start) order('start', start);
    order('avoid', [...leftOut.keys()]);
    if (whole.observed.length > 0) order('observed', [...whole.observed]);
    replay = [...open.keys()].filter((uri) => !leftOut.has(uri));
    replayNext();
    showStatus(lastStatus ?? { state: 'degraded', counts: { critical: 0, high: 0, medium: 0, low: 0, info: 0 }, troubles: [] });
  }

  function replayNext(): void {
    const uri = replay.shift();
    if (uri !== undefined) give(uri);
  }

  /** Gives an open text to the thread, as a text that was just opened. */
  function give(uri: string): void {
    const buffer = open.get(uri);
    if (buffer) order('didOpen', { textDocument: { uri, languageId: buffer.languageId, version: buffer.version, text: buffer.getText() } });
    else replayNext();
  }

  return {
    start(given) {
      start = given;
      order('start', given);
    },
    configure(settings: EditorSettings) {
      if (start) start = { ...start, settings };
      order('configure', settings);
      whole.outdated();
    },
    trust() {
      if (start) start = { ...start, trusted: true };
      order('trust');
      whole.outdated();
    },
    setFolders(folders) {
      if (start) start = { ...start, folders };
      order('setFolders', folders);
      whole.outdated();
    },
    filesChanged(uris) {
      order('filesChanged', uris);
      whole.changed(uris);
    },
    avoid: (uris) => order('avoid', uris),
    observed: (drift) => order('observed', drift),
    observedDrift: async () => [...whole.observed],
    didOpen(params) {
      const { uri, languageId, version, text } = params.textDocument;
      open.set(uri, TextDocument.create(uri, languageId, version, text));
      openHere = undefined;
      leftOut.delete(uri);
      order('didOpen', params);
      retell(notebookOf(uri));
    },
    didChange(params) {
      const { uri, version } = params.textDocument;
      const buffer = open.get(uri);
      if (buffer) TextDocument.update(buffer, params.contentChanges, version);
      if (leftOut.delete(uri)) {
        order('avoid', [...leftOut.keys()]);
        give(uri);
      } else if (!replay.includes(uri)) {
        order('didChange', params);
      }
    },
    didClose(params) {
      const { uri } = params.textDocument;
      open.delete(uri);
      openHere = undefined;
      leftOut.delete(uri);
      replay = replay.filter((one) => one !== uri);
      order('didClose', params);
      retell(notebookOf(uri));
    },
    codeActions: (params) => ask('codeActions', [params]),
    resolveCodeAction: (action) => ask('resolveCodeAction', [action]),
    hover: (params) => ask('hover', [params]),
    rulePage: (params) => ask('rulePage', [params]),
    rules: () => ask('rules', []),
    // Whoever checks reads ahead where it pays.
    readAhead: async () => false,
    checkWorkspace: (progress) => whole.check(progress),
    fixEverywhere: (params, progress) =>
      fixInThread(
        {
          ...work(progress, new AbortController().signal),
          open: [...open.values()]
            .filter(({ uri }) => !leftOut.has(uri))
            .map((buffer) => ({
              textDocument: { uri: buffer.uri, languageId: buffer.languageId, version: buffer.version, text: buffer.getText() },
            })),
        },
        params,
      ),
    async listFindings() {
      const own = await ask<FileFindings[]>('listFindings', []);
      return [...own.filter(({ uri }) => open.has(uri) || !whole.known), ...whole.findings.filter(({ uri }) => !isOpen(uri))];
    },
    async overview() {
      return overviewOf(await this.listFindings(), await this.rules(), whole.known);
    },
    decisionForm: (ref) => ask('decisionForm', [ref]),
    decide: (params) => ask('decide', [params]),
    comparison: (ref) => ask('comparison', [ref]),
    async baseline() {
      const views = await ask<BaselineView[]>('baseline', []);
      return whole.known
        ? withDriftOf(
            views,
            whole.findings.filter(({ uri }) => !isOpen(uri)),
            isOpen,
          )
        : views;
    },
    sync: (params, progress) => ask('sync', [params], { report: () => undefined, signal: progress.signal }),
    async refreshBaseline() {
      await ask('refreshBaseline', []);
      whole.outdated();
    },
    identities: () => (whole.known ? Promise.resolve([...whole.identities]) : ask('identities', [])),
    identity: (ref) => ask('identity', [ref, whole.filesOf(ref)]),
    approvalForm: (ref) => ask('approvalForm', [ref, whole.filesOf(ref)]),
    approve: (params) => ask('approve', [params, whole.filesOf(params)]),
    codeLenses: (params) => ask('codeLenses', [params]),
    diagnostics: async (params) => (leftOut.has(params.textDocument.uri) ? { kind: 'full', items: [] } : ask('diagnostics', [params])),
    async workspaceDiagnostics({ previousResultIds }, progress) {
      if (!whole.known) await whole.check(progress);
      return whole.reports(previousResultIds);
    },
    inlayHints: (params) => ask('inlayHints', [params]),
    completions: (params) => ask('completions', [params]),
    links: (params) => ask('links', [params]),
    definitions: (params) => ask('definitions', [params]),
    references: (params) => ask('references', [params]),
    symbols: (params) => ask('symbols', [params]),
    prepareRename: (params) => ask('prepareRename', [params]),
    rename: (params) => ask('rename', [params]),
    async stop() {
      stopped = true;
      whole.stop();
      clearTimeout(timer);
      await endThread(thread);
    },
  };
}
