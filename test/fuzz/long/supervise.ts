// Watches the thread that fuzzes. One that says nothing for too long, or dies of memory, is lost over the input that lies
// in shared memory: that is a failure like any other, and the next thread goes on.
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { openPresent, presentSize } from './present.ts';
import type { Failure, Message, Tally, Work } from './work.ts';

/** Where failures lie until a person has made a case of each; not in git. */
const failuresFolder = 'node_modules/.cache/posture-fuzz';
/** Without a new input for this long, the present one is taken for endless. */
const patience = 180_000;
const memory = 1500;

/** How many failures there were. `script` is the file that runs as the thread. */
export async function supervise(script: string, minutes: number, seed: number, only: string | undefined): Promise<number> {
  const until = Date.now() + minutes * 60_000;
  const known = new Set<string>();
  const tallies = new Map<string, Tally>();
  const report = (failure: Failure): void => {
    const signature = signatureOf(failure);
    if (known.has(signature)) return;
    known.add(signature);
    const path = `${failuresFolder}/${failure.target}-${createHash('sha256').update(signature).digest('hex').slice(0, 8)}.json`;
    mkdirSync(failuresFolder, { recursive: true });
    writeFileSync(path, `${JSON.stringify(failure, undefined, 1)}\n`);
    console.log(
      `\n${failure.target} on ${failure.file} (seed ${failure.seed}): ${failure.error.split('\n').slice(0, 5).join('\n')}\n  ${JSON.stringify(failure.text.slice(0, 600))}\n  kept in ${path}\n`,
    );
  };
  const count = ({ target, inputs, ...rest }: Tally): void =>
    void tallies.set(target, { target, inputs: inputs + (tallies.get(target)?.inputs ?? 0), ...rest });
  const total = (): number => [...tallies.values()].reduce((sum, { inputs }) => sum + inputs, 0);
  console.log(`${minutes} min from seed ${seed}`);
  const ticker = setInterval(
    () => console.log(`${new Date().toISOString().slice(11, 19)} ${total()} inputs, ${known.size} failures`),
    60_000,
  );
  for (let round = 0; Date.now() < until; round++)
    await oneThread(script, { seed: seed + round, until, only, present: new SharedArrayBuffer(presentSize) }, report, count);
  clearInterval(ticker);
  for (const { target, inputs, kept, blocks } of tallies.values())
    console.log(`${target}: ${inputs} inputs, ${kept} kept, ${blocks} blocks`);
  console.log(`${total()} inputs, ${known.size} failures`);
  return known.size;
}

function oneThread(script: string, work: Work, report: (failure: Failure) => void, count: (tally: Tally) => void): Promise<void> {
  return new Promise((resolve) => {
    const present = openPresent(work.present);
    const worker = new Worker(new URL(script), { workerData: work, resourceLimits: { maxOldGenerationSizeMb: memory } });
    let last = { at: Date.now(), number: -1 };
    const watch = setInterval(() => {
      const number = present.number();
      if (number !== last.number) last = { at: Date.now(), number };
      else if (Date.now() - last.at > patience) lost(`no end within ${patience / 1000} s`);
    }, 1000);
    const lost = (error: string): void => {
      const { target, file, text } = present.read();
      report({ target, file, text, error, seed: work.seed });
      end();
    };
    const end = (): void => {
      clearInterval(watch);
      void worker.terminate().then(() => resolve());
    };
    worker.on('message', (message: Message) => {
      if ('failure' in message) report(message.failure);
      else if ('tally' in message) count(message.tally);
      else end();
    });
    worker.on('error', (error) => lost(`the thread was lost: ${String(error)}`));
  });
}

/** Failures are the same when they say the same at the same place; numbers in what they say do not count. */
function signatureOf({ target, error }: Failure): string {
  const [first = '', ...frames] = error.split('\n');
  return `${target} ${first.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '#').slice(0, 160)} ${
    frames
      .find((line) => line.includes('at '))
      ?.replace(/:\d+/g, '')
      .trim() ?? ''
  }`;
}
