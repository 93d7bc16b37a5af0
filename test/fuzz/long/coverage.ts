// Which blocks of our own code ran, as V8 counts them. Taking the counts walks over all functions and costs milliseconds,
// so it is done once a batch; a batch with news is run again input by input.
import { Session } from 'node:inspector/promises';

/** Gives the blocks of the script with this address that ran in this thread since it was last asked. */
export async function openCoverage(script: string): Promise<() => Promise<number[]>> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  return async () => {
    const ran: number[] = [];
    const { result } = await session.post('Profiler.takePreciseCoverage');
    for (const { url, functions } of result) {
      if (url !== script) continue;
      // A block is named by where it begins and ends; no script is longer than 64 MB.
      for (const { ranges } of functions) for (const range of ranges) if (range.count > 0) ran.push(range.startOffset * 2 ** 26 + range.endOffset);
    }
    return ran;
  };
}
