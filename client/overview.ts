// What is known about the whole workspace, asked of the server at a pace that can be read: soon while somebody looks, and
// otherwise only when the numbers have changed, because the answer is as long as there are findings.
import { EventEmitter, type Disposable, type Event } from 'vscode';
import type { Overview, OverviewMethod, Status } from '../server/lsp/protocol.ts';
import type { Server } from './server.ts';

const overview: OverviewMethod = 'posture/overview';
const whileWatched = 400;
const otherwise = 2000;
/** So many findings are not asked for with every pause in typing. */
const many = 2000;

export interface OverviewModel extends Disposable {
  readonly onDidChange: Event<Overview | undefined>;
  current(): Overview | undefined;
  /** The server has said something new. */
  heard(status: Status): void;
  /** Somebody looks at it, or no longer. */
  watched(yes: boolean): void;
  /** Asks now. */
  refresh(): Promise<void>;
}

export function createOverview(server: Server, failed: (error: unknown) => void): OverviewModel {
  const changed = new EventEmitter<Overview | undefined>();
  let current: Overview | undefined;
  let isWatched = false;
  let lastNumbers = '';
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function refresh(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (!server.isRunning()) return;
    try {
      current = await server.ask<Overview>(overview, {});
      changed.fire(current);
    } catch (error) {
      failed(error);
    }
  }

  return {
    onDidChange: changed.event,
    current: () => current,
    heard(status) {
      const numbers = JSON.stringify([status.counts, status.baseline, status.wholeChecks]);
      if (!isWatched && numbers === lastNumbers && current?.complete) return;
      lastNumbers = numbers;
      timer ??= setTimeout(() => void refresh(), isWatched && (current?.total ?? 0) < many ? whileWatched : otherwise);
    },
    watched(yes) {
      if (yes && !isWatched) void refresh();
      isWatched = yes;
    },
    refresh,
    dispose() {
      clearTimeout(timer);
      changed.dispose();
    },
  };
}
