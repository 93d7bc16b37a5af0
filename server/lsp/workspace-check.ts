// Work over the whole workspace in a thread of its own, which ends with it: typing never waits for it, and its memory is
// given back. A file that the thread never comes back from is left out, and the work is begun again without it.
import { Worker } from 'node:worker_threads';
import type { Diagnostic, DidOpenTextDocumentParams } from 'vscode-languageserver/node';
import type { ObservedDrift } from './observed-drift.ts';
import type { CheckWorkspaceResult, FileFindings, FixEverywhereParams, FixEverywhereResult } from './protocol/findings.ts';
import type { IdentityEntry } from './protocol/identities.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { ScanProgress } from './scan.ts';
import type { Start } from './session-terms.ts';
import { endThread } from './thread.ts';
import type { FromWorker, Question, ToWorker } from './worker-messages.ts';

export interface WorkspaceCheckOptions {
  readonly worker: URL;
  readonly workerData: unknown;
  readonly memory: number;
  /** Milliseconds that one portion of the files may take. */
  readonly budget: number;
  readonly start: Start;
  /** Shows how far it is. When the user ends it, the thread is ended at once and what it found so far is lost. */
  readonly progress: ScanProgress;
  readonly avoid: readonly string[];
  log(level: 'error' | 'warning' | 'info', message: string): void;
  /** Ends the work when it is aborted; what was found so far is lost. */
  readonly signal: AbortSignal;
  /** Texts that count before the disk, as they are open. */
  readonly open: readonly DidOpenTextDocumentParams[];
}

export interface WorkspaceCheck {
  readonly result: CheckWorkspaceResult;
  /** What is shown of each file, by uri at the client. */
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  /** Everything that was found. */
  readonly findings: readonly FileFindings[];
  readonly identities: readonly IdentityEntry[];
  /** What was observed beside the code, for texts that are open. */
  readonly observed: readonly ObservedDrift[];
  /** Files that could not be checked. */
  readonly leftOut: readonly string[];
}

/** Megabytes for what is new in the thread's heap. Nobody waits for each of its files, so it need not have the 48 that V8 takes. */
const youngGeneration = 8;

/** How often the check is begun again before the workspace is given up. */
const attempts = 4;

/**
 * Every file of the workspace folders as it stands on disk. A tree of which nothing was kept is read in one thread and judged
 * in another: parsers, and what they leave behind, are as much again as the facts of the whole tree.
 */
export async function checkInThread(options: Omit<WorkspaceCheckOptions, 'open'>): Promise<WorkspaceCheck> {
  const began = performance.now();
  let most = 0;
  const forward: ScanProgress = {
    report: (done, total) => done >= most && options.progress.report((most = done), total),
    signal: options.progress.signal,
  };
  const own = { ...options, progress: forward, open: [] };
  const judging: Questions = [
    ['checkWorkspace', []],
    ['listFindings', []],
    ['identities', []],
    ['observedDrift', []],
  ];
  const first = await workInThread(own, [['readAhead', []], ...judging]);
  const hasRead = first.answers[0] === true;
  const { answers, diagnostics, leftOut } = hasRead
    ? await workInThread({ ...own, avoid: [...options.avoid, ...first.leftOut] }, judging)
    : { ...first, answers: first.answers.slice(1) };
  const [result, findings, identities, observed] = answers as [CheckWorkspaceResult, FileFindings[], IdentityEntry[], ObservedDrift[]];
  return {
    result: { ...result, milliseconds: performance.now() - began },
    findings,
    identities,
    observed,
    diagnostics,
    leftOut: hasRead ? [...first.leftOut, ...leftOut] : leftOut,
  };
}

/** One repair everywhere, over open texts and everything else. */
export async function fixInThread(options: WorkspaceCheckOptions, params: FixEverywhereParams): Promise<FixEverywhereResult> {
  const {
    answers: [result],
  } = await workInThread(options, [['fixEverywhere', [params]]]);
  return result as FixEverywhereResult;
}

/** Questions that the thread is asked one after the other; none after it has read ahead, which another thread is to profit from. */
type Questions = readonly (readonly [name: Question, args: readonly unknown[]])[];

const showsProgress: ReadonlySet<Question> = new Set(['readAhead', 'checkWorkspace', 'fixEverywhere']);

interface Work {
  /** In the order of the questions, as far as they were asked. */
  readonly answers: readonly unknown[];
  readonly diagnostics: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly leftOut: readonly string[];
}

async function workInThread(options: WorkspaceCheckOptions, questions: Questions): Promise<Work> {
  const leftOut = [...options.avoid];
  for (let attempt = 1; ; attempt++) {
    const outcome = await attemptWork(options, leftOut, questions);
    if ('answers' in outcome) return { ...outcome, leftOut: leftOut.slice(options.avoid.length) };
    for (const uri of outcome.stuckOn) options.log('error', `${uri} is left out of the workspace check: ${outcome.why}.`);
    leftOut.push(...outcome.stuckOn);
    if (attempt === attempts || outcome.stuckOn.length === 0) throw new Error(`The workspace could not be checked: ${outcome.why}.`);
  }
}

type Outcome = Omit<Work, 'leftOut'> | { readonly stuckOn: readonly string[]; readonly why: string };

function attemptWork(
  { worker, workerData, memory, budget, start, progress, log, signal, open }: WorkspaceCheckOptions,
  avoid: readonly string[],
  questions: Questions,
): Promise<Outcome> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(worker, {
      workerData: { ...(workerData as object), entry: worker.href, once: true },
      resourceLimits: { maxOldGenerationSizeMb: memory, maxYoungGenerationSizeMb: youngGeneration },
    });
    thread.unref();
    const diagnostics = new Map<string, readonly Diagnostic[]>();
    const answers: unknown[] = [];
    let busyWith: readonly string[] = [];
    let timer: NodeJS.Timeout | undefined;
    let ended = false;
    const send = (message: ToWorker): void => thread.postMessage(message);
    const askNext = (): void => {
      const [name, args] = questions[answers.length]!;
      send({ kind: 'question', id: answers.length + 1, name, args, progress: showsProgress.has(name) });
    };
    // What a thread says or breaks on its way out, while it keeps what it compiled, changes nothing that it answered.
    const end = (act: () => void, byItself = false): void => {
      if (ended) return;
      ended = true;
      clearTimeout(timer);
      signal.removeEventListener('abort', aborted);
      progress.signal.removeEventListener('abort', cancelled);
      // Whoever goes on may begin a thread of its own, and both at once would be twice the memory.
      void (byItself ? endThread(thread) : thread.terminate()).finally(act);
    };
    const aborted = (): void => end(() => reject(new Refusal(refusedAs.serverCancelled, 'another check of the workspace has begun')));
    const cancelled = (): void => end(() => reject(new Refusal(refusedAs.requestCancelled, 'ended before everything was read')));
    signal.addEventListener('abort', aborted);
    progress.signal.addEventListener('abort', cancelled);
    thread.on('error', (error) => end(() => resolve({ stuckOn: busyWith, why: error.message })));
    thread.on('message', (message: FromWorker) => {
      if (ended) return;
      switch (message.kind) {
        case 'publish':
          return void diagnostics.set(message.params.uri, message.params.diagnostics);
        case 'log':
          return log(message.level, message.message);
        case 'busy':
          busyWith = message.uris;
          clearTimeout(timer);
          timer = setTimeout(() => end(() => resolve({ stuckOn: busyWith, why: `it took longer than ${budget / 1000} s` })), budget);
          return;
        case 'idle':
          return clearTimeout(timer);
        case 'progress':
          return progress.report(message.done, message.total);
        case 'refusal':
          return end(() => reject(new Error(message.message)));
        case 'answer':
          answers.push(message.result);
          return answers.length === questions.length || message.result === true
            ? end(() => resolve({ answers, diagnostics }), true)
            : askNext();
        default:
          return;
      }
    });
    send({ kind: 'order', name: 'start', args: [{ ...start, abilities: { ...start.abilities, publish: true } }] });
    send({ kind: 'order', name: 'avoid', args: [avoid] });
    for (const params of open) send({ kind: 'order', name: 'didOpen', args: [params] });
    askNext();
  });
}
