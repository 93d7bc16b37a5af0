// The thread that computes: a session behind a message port. Holds no connection; it may be ended at any moment.
import { existsSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import type { EngineOptions } from '../engine/engine.ts';
import { rulePagePath } from '../engine/rule-page.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { ScanProgress } from './scan.ts';
import { createSession } from './session.ts';
import type { SessionOptions } from './session-terms.ts';
import type { FromWorker, ToWorker } from './worker-messages.ts';

export interface WorkerData {
  /** The folder of the bundle: pages of rules lie beside it. */
  readonly package: string;
  /** URL of the script that this thread runs, for a further thread that reads decisions. Added by whoever starts it. */
  readonly entry?: string;
  /** The thread reads the workspace once and ends. Added by whoever starts it. */
  readonly once?: boolean;
}

export interface ServeOptions extends Pick<SessionOptions, 'baseline' | 'sync' | 'kept'> {
  /** Called between two pieces of work. */
  readonly tidy?: () => void;
}

/** Serves a session on this thread's port. */
export function serve(
  rules: EngineOptions['rulesOf'],
  { package: folder }: WorkerData,
  { baseline, sync, kept, tidy }: ServeOptions = {},
): void {
  const port = parentPort!;
  const say = (message: FromWorker): void => port.postMessage(message);
  /** Every diagnostic names the page of its rule; `null` where there is none. */
  const pages = new Map<string, string | null>();
  const pageOf = (ruleId: string): string | null => {
    const page = new URL(rulePagePath(ruleId), folder);
    return existsSync(page) ? page.href : null;
  };
  /** What this thread said it works on. Said once: each time costs more than a small document does. */
  let busyWith = '';
  const session = createSession({
    rulesOf: rules,
    baseline,
    sync,
    kept,
    now: () => new Date(),
    rulePage(ruleId) {
      let page = pages.get(ruleId);
      if (page === undefined) pages.set(ruleId, (page = pageOf(ruleId)));
      return page ?? undefined;
    },
    host: {
      publish: (params) => say({ kind: 'publish', params }),
      status: (status) => say({ kind: 'status', status }),
      log: (level, message) => say({ kind: 'log', level, message }),
      refreshDiagnostics: () => say({ kind: 'refresh', what: 'diagnostics' }),
      refreshInlayHints: () => say({ kind: 'refresh', what: 'inlayHints' }),
      refreshCodeLenses: () => say({ kind: 'refresh', what: 'codeLenses' }),
      working(uris) {
        tidy?.();
        const named = uris.join('\n');
        if (uris.length > 0 && named === busyWith) return;
        busyWith = named;
        say(uris.length > 0 ? { kind: 'busy', uris } : { kind: 'idle' });
      },
    },
  });
  /** Of questions that can be ended, by their number. */
  const running = new Map<number, AbortController>();
  const calls = session as unknown as Record<string, (...args: readonly unknown[]) => unknown>;

  async function answer({ id, name, args, progress }: Extract<ToWorker, { kind: 'question' }>): Promise<void> {
    const ending = new AbortController();
    if (progress) running.set(id, ending);
    try {
      const shown: ScanProgress = { report: (done, total) => say({ kind: 'progress', id, done, total }), signal: ending.signal };
      say({ kind: 'answer', id, result: await calls[name]!(...args, ...(progress ? [shown] : [])) });
    } catch (error) {
      const code = error instanceof Refusal ? error.code : refusedAs.internalError;
      say({ kind: 'refusal', id, code, message: error instanceof Error ? error.message : String(error) });
    } finally {
      running.delete(id);
    }
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'order') calls[message.name]!(...message.args);
    else if (message.kind === 'question') void answer(message);
    else if (message.kind === 'cancel') running.get(message.id)?.abort();
    // Ends this thread alone.
    else process.exit();
  });
}
