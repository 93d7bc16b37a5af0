// A check of the whole workspace in a thread of its own, which ends with it: typing never waits for it, and its memory is
// given back. A file that the thread never comes back from is left out, and the check is begun again without it.
import { Worker } from 'node:worker_threads';
import type { Diagnostic } from 'vscode-languageserver/node';
import type { CheckWorkspaceResult, FileFindings, IdentityEntry } from './protocol.ts';
import type { ScanProgress } from './scan.ts';
import type { Start } from './session.ts';
import type { FromWorker, Question, ToWorker } from './worker-messages.ts';

export interface WorkspaceCheckOptions {
  readonly worker: URL;
  readonly workerData: unknown;
  readonly memory: number;
  /** Milliseconds that one portion of the files may take. */
  readonly budget: number;
  readonly start: Start;
  readonly progress: ScanProgress;
  readonly avoid: readonly string[];
  log(level: 'error' | 'warning' | 'info', message: string): void;
  /** Ends the check when it is aborted; what was found so far is lost. */
  readonly signal: AbortSignal;
}

export interface WorkspaceCheck {
  readonly result: CheckWorkspaceResult;
  /** What is shown of each file, by uri at the client. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Everything that was found. */
  readonly findings: readonly FileFindings[];
  readonly identities: readonly IdentityEntry[];
  /** Files that could not be checked. */
  readonly leftOut: readonly string[];
}

/** How often the check is begun again before the workspace is given up. */
const attempts = 4;

export async function checkInThread(options: WorkspaceCheckOptions): Promise<WorkspaceCheck> {
  const leftOut = [...options.avoid];
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptCheck(options, leftOut);
    if ('result' in outcome) return { ...outcome, leftOut: leftOut.slice(options.avoid.length) };
    for (const uri of outcome.stuckOn) options.log('error', `${uri} is left out of the workspace check: ${outcome.why}.`);
    leftOut.push(...outcome.stuckOn);
    if (attempt === attempts || outcome.stuckOn.length === 0) throw new Error(`The workspace could not be checked: ${outcome.why}.`);
  }
}

type Outcome = Omit<WorkspaceCheck, 'leftOut'> | { readonly stuckOn: readonly string[]; readonly why: string };

function attemptCheck({ worker, workerData, memory, budget, start, progress, log, signal }: WorkspaceCheckOptions, avoid: readonly string[]): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, { workerData: { ...(workerData as object), entry: worker.href }, resourceLimits: { maxOldGenerationSizeMb: memory } });
    thread.unref();
    const diagnostics = new Map<string, readonly Diagnostic[]>();
    let result: CheckWorkspaceResult | undefined;
    let findings: readonly FileFindings[] = [];
    let busyWith: readonly string[] = [];
    let timer: NodeJS.Timeout | undefined;
    const send = (message: ToWorker): void => thread.postMessage(message);
    const ask = (id: number, name: Question): void => send({ kind: 'question', id, name, args: [], progress: name === 'checkWorkspace' });
    const end = (act: () => void): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      void thread.terminate();
      act();
    };
    const aborted = (): void => end(() => reject(new Error('The check of the workspace was ended.')));
    signal.addEventListener('abort', aborted);
    thread.on('error', (error) => end(() => resolve({ stuckOn: busyWith, why: error.message })));
    thread.on('message', (message: FromWorker) => {
      switch (message.kind) {
        case 'publish': return void diagnostics.set(message.params.uri, message.params.diagnostics);
        case 'log': return log(message.level, message.message);
        case 'busy':
          busyWith = message.uris;
          clearTimeout(timer);
          timer = setTimeout(() => end(() => resolve({ stuckOn: busyWith, why: `it took longer than ${budget / 1000} s` })), budget);
          return;
        case 'idle': return clearTimeout(timer);
        case 'progress':
          progress.report(message.done, message.total);
          if (progress.cancelled()) send({ kind: 'cancel', id: message.id });
          return;
        case 'refusal': return end(() => reject(new Error(message.message)));
        case 'answer':
          if (message.id === 1) {
            result = message.result as CheckWorkspaceResult;
            return ask(2, 'listFindings');
          }
          if (message.id === 2) {
            findings = message.result as FileFindings[];
            return ask(3, 'identities');
          }
          return end(() => resolve({ result: result!, diagnostics, findings, identities: message.result as IdentityEntry[] }));
        default: return;
      }
    });
    send({ kind: 'order', name: 'start', args: [{ ...start, abilities: { ...start.abilities, publish: true } }] });
    send({ kind: 'order', name: 'avoid', args: [avoid] });
    ask(1, 'checkWorkspace');
  });
}
