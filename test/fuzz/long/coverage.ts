// Which blocks of our own code ran, as V8 counts them. Counting makes every input some twenty times as slow, and taking the
// counts walks over all functions, so both are done for a part of the inputs only.
import { Session } from 'node:inspector/promises';

export interface Coverage {
  begin(): Promise<void>;
  end(): Promise<void>;
  /** The blocks of the script that ran in this thread since this was last asked. */
  ran(): Promise<number[]>;
}

export async function openCoverage(script: string): Promise<Coverage> {
  const session = new Session();
  session.connect();
  await session.post('Profiler.enable');
  return {
    begin: async () => void (await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })),
    end: () => session.post('Profiler.stopPreciseCoverage'),
    async ran() {
      const ran: number[] = [];
      const { result } = await session.post('Profiler.takePreciseCoverage');
      for (const { url, functions } of result) {
        if (url !== script) continue;
        // A block is named by where it begins and ends; no script is longer than 64 MB.
        for (const { ranges } of functions)
          for (const range of ranges) if (range.count > 0) ran.push(range.startOffset * 2 ** 26 + range.endOffset);
      }
      return ran;
    },
  };
}
