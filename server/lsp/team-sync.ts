// The exchange of decisions with the team, for an editor: in a thread of its own, so that no keystroke waits for git, and
// only with an address that a person confirmed on this machine. When it happens is the client's business.
import { Worker, parentPort, workerData } from 'node:worker_threads';
import { join } from 'node:path';
import { findRepository } from '../workspace/repository.ts';
import { syncRequestOf } from '../workspace/sync/request.ts';
import { sync } from '../workspace/sync/sync.ts';
import { confirmAddress, confirmationsPath, isConfirmed, type TeamAddress } from '../workspace/sync/team-address.ts';
import type { SyncOutcome } from './protocol/sync.ts';
import { clientUriOf, type Root } from './roots.ts';

/** Exchanges the decisions of one root; undefined where no team is configured. Not there in a browser. */
export type SyncAccess = (root: Root, confirmed: string | undefined, signal?: AbortSignal) => Promise<SyncOutcome | undefined>;

export interface SyncTask {
  readonly syncOf: Root;
  readonly confirmed?: string;
}

/** A git that neither fetches nor fails hangs. */
const longest = 5 * 60_000;
/** One that was told to end gives its lock back, for which no git is asked. */
const toEnd = 5000;
/** What the thread is told. */
const endNow = 'end';

const inWords = ({ url, branch }: TeamAddress): string => `${branch} of ${url}`;

/** On the thread that asks. Never throws: what went wrong is an outcome. */
export const syncHere: SyncAccess = async (root, confirmed, signal) => {
  if (root.path === undefined) return undefined;
  let address = '';
  try {
    const found = await findRepository(root.path);
    if ('none' in found) return undefined;
    const request = syncRequestOf(found.root, { localTeam: process.env['POSTURE_LOCAL_TEAM'] === 'allowed' });
    if (!request) return undefined;
    address = inWords(request.address);
    const path = confirmationsPath(process.env);
    if (!isConfirmed(path, found.root, request.address)) {
      if (confirmed !== address) return { root: root.uri, address, state: 'asks' };
      confirmAddress(path, found.root, request.address);
    }
    const { tip, written, proposed, conflicts, refused } = await sync({ ...request, signal });
    return {
      root: root.uri,
      address,
      state: 'done',
      tip: tip?.slice(0, 7),
      proposed,
      changed: written.map((file) => clientUriOf(root, file.slice(join(found.root, '/').length))),
      conflicts: conflicts.map(({ path: record, conflict, mine, theirs }) => ({
        uri: clientUriOf(root, record),
        path: record,
        field: conflict.field,
        mine,
        theirs,
      })),
      refused: refused.map(({ uri, problems }) => ({ path: uri, message: problems.map(({ message }) => message).join('; ') })),
    };
  } catch (error) {
    return {
      root: root.uri,
      address,
      state: 'failed',
      why: signal?.aborted ? 'it was ended' : error instanceof Error ? error.message : String(error),
    };
  }
};

/** The same in a thread that ends with it. `entry` is the script of a thread, which answers with `answerSyncTask`. */
export function syncInThread(entry: URL): SyncAccess {
  return (root, confirmed, signal) =>
    new Promise((resolve) => {
      const task: SyncTask = { syncOf: root, confirmed };
      const thread = new Worker(entry, { workerData: task });
      thread.unref();
      const end = (outcome: SyncOutcome | undefined): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', ending);
        thread.removeAllListeners();
        void thread.terminate();
        resolve(outcome);
      };
      const failed = (why: string): void => end({ root: root.uri, address: '', state: 'failed', why });
      let timer = setTimeout(() => failed(`git did not answer within ${longest / 60_000} minutes`), longest);
      timer.unref();
      const ending = (): void => {
        clearTimeout(timer);
        timer = setTimeout(() => failed('it was ended'), toEnd);
        thread.postMessage(endNow);
      };
      signal?.addEventListener('abort', ending);
      thread.once('message', end);
      thread.once('error', (error) => failed(error.message));
      thread.once('exit', () => failed('its thread ended'));
    });
}

/** Whether this thread was started to exchange decisions. Does it then. */
export function answerSyncTask(): boolean {
  const task = workerData as Partial<SyncTask> | null;
  if (!task?.syncOf) return false;
  const ending = new AbortController();
  parentPort!.once('message', () => ending.abort());
  void syncHere(task.syncOf, task.confirmed, ending.signal).then((outcome) => parentPort!.postMessage(outcome));
  return true;
}
