// What is known about the whole workspace, asked of the server at a pace that can be read: soon while somebody looks, and
// otherwise only when the numbers have changed, because the answer is as long as there are findings.
import type { Overview, OverviewMethod } from '../server/lsp/protocol/findings.ts';
import type { Status } from '../server/lsp/protocol/status.ts';
import { createAsked, type Asked } from './asked.ts';
import type { Server } from './server.ts';

const overview: OverviewMethod = 'posture/overview';
const whileWatched = 400;
const otherwise = 2000;
/** So many findings are not asked for with every pause in typing. */
const many = 2000;

export interface OverviewModel extends Asked<Overview> {
  /** The server has said something new. */
  heard(status: Status): void;
  /** Somebody looks at it, or no longer. */
  watched(yes: boolean): void;
}

export function createOverview(server: Server, failed: (error: unknown) => void): OverviewModel {
  const asked = createAsked<Overview>(server, overview, failed);
  let isWatched = false;
  let lastNumbers = '';
  return {
    ...asked,
    heard(status) {
      const numbers = JSON.stringify([status.counts, status.baseline, status.wholeChecks]);
      if (!isWatched && numbers === lastNumbers && asked.current()?.complete) return;
      lastNumbers = numbers;
      asked.askAfter(isWatched && (asked.current()?.total ?? 0) < many ? whileWatched : otherwise);
    },
    watched(yes) {
      if (yes && !isWatched) void asked.ask();
      isWatched = yes;
    },
  };
}
