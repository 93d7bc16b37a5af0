// The thread that fuzzes: takes a target, mutates what it knows, runs a batch, keeps what reached new blocks.
import { parentPort } from 'node:worker_threads';
import { openCoverage } from './coverage.ts';
import { repositorySamples, type Sample } from './corpus.ts';
import { minimise } from './minimise.ts';
import { mutate, type Random } from './mutate.ts';
import { openPresent } from './present.ts';
import { targets, type Target } from './targets.ts';
import { seeded } from '../../support/random-yaml.ts';

export interface Work {
  readonly seed: number;
  readonly until: number;
  readonly only: string | undefined;
  readonly present: SharedArrayBuffer;
}

export interface Failure {
  readonly target: string;
  readonly file: string;
  readonly text: string;
  readonly error: string;
  readonly seed: number;
}

export interface Tally {
  readonly target: string;
  /** Since the last tally. */
  readonly inputs: number;
  readonly kept: number;
  readonly blocks: number;
}

export type Message = { readonly failure: Failure } | { readonly tally: Tally } | { readonly done: true };

/** Milliseconds of processor time that no input may take: half a second for ten kilobytes. */
const slow = (text: string): number => 500 + text.length / 20;
const batch = 64;
/** What is kept beside the samples; then the oldest goes. */
const mostKept = 2000;
/** A target's turn. */
const turn = 5_000;

export async function work({ seed, until, only, present: memory }: Work, script: string): Promise<void> {
  const send = (message: Message): void => parentPort!.postMessage(message);
  const random = seeded(seed);
  const present = openPresent(memory);
  const samples = await repositorySamples();
  const ranBlocks = await openCoverage(script);
  const states = new Map<Target, { readonly samples: readonly Sample[]; readonly kept: Sample[]; readonly blocks: Set<number> }>();
  const failed = new Set<string>();

  /** The error of an input, or undefined. */
  const tried = async (target: Target, sample: Sample, chance: number): Promise<string | undefined> => {
    present.write(target.name, sample.file, sample.text);
    try {
      const begin = process.cpuUsage();
      await target.run(sample, seeded(chance));
      const { user, system } = process.cpuUsage(begin);
      const spent = (user + system) / 1000;
      return spent > slow(sample.text) ? `slow: ${Math.round(spent)} ms for ${sample.text.length} characters` : undefined;
    } catch (error) {
      return error instanceof Error ? error.stack ?? error.message : String(error);
    }
  };

  const run = async (target: Target, sample: Sample, chance: number): Promise<void> => {
    const error = await tried(target, sample, chance);
    if (error === undefined) return;
    const kind = kindOf(error);
    // Rubbish of others may make one input slow; twice in a row it is its own.
    if (failed.has(target.name + kind) || (kind === 'slow' && kindOf((await tried(target, sample, chance)) ?? '') !== 'slow')) return;
    failed.add(target.name + kind);
    const text = await minimise(sample.text, async (shorter) => kindOf((await tried(target, { ...sample, text: shorter }, chance)) ?? '') === kind, kind === 'slow' ? 60 : 1500);
    send({ failure: { target: target.name, file: sample.file, text, error: (await tried(target, { ...sample, text }, chance)) ?? error, seed } });
  };

  const chosen = targets.filter(({ name }) => only === undefined || name === only);
  for (const target of chosen) {
    const own = samples.filter(target.takes);
    for (const sample of own) if (Date.now() < until) await run(target, sample, seed);
    const blocks = new Set(await ranBlocks());
    states.set(target, { samples: own.length > 0 ? own : samples, kept: [], blocks });
    send({ tally: { target: target.name, inputs: own.length, kept: 0, blocks: blocks.size } });
  }
  while (Date.now() < until) {
    for (const target of chosen) {
      const { samples: own, kept, blocks } = states.get(target)!;
      let inputs = 0;
      for (const end = Math.min(until, Date.now() + turn); Date.now() < end; inputs += batch) {
        const made = Array.from({ length: batch }, () => next(random, own, kept));
        for (const one of made) await run(target, one.sample, one.chance);
        if ((await ranBlocks()).every((block) => blocks.has(block))) continue;
        for (const { sample, chance } of made) {
          await tried(target, sample, chance);
          const news = (await ranBlocks()).filter((block) => !blocks.has(block));
          if (news.length > 0) kept.push(sample);
          for (const block of news) blocks.add(block);
        }
        if (kept.length > mostKept) kept.splice(0, kept.length - mostKept);
      }
      send({ tally: { target: target.name, inputs, kept: kept.length, blocks: blocks.size } });
    }
  }
  send({ done: true });
}

/** A new input, half of them from what reached something new, and the seed of what it chooses beside its text. */
function next(random: Random, samples: readonly Sample[], kept: readonly Sample[]): { sample: Sample; chance: number } {
  const any = (): Sample => {
    const from = kept.length > 0 && random() < 0.5 ? kept : samples;
    return from[Math.floor(random() * from.length)]!;
  };
  const { file, text } = any();
  return { sample: { file: random() < 0.95 ? file : any().file, text: mutate(random, text, () => any().text) }, chance: Math.floor(random() * 2 ** 31) };
}

/** What makes two failures one while a text is made shorter: what is said, without numbers and quotes, and where. */
function kindOf(error: string): string {
  if (error.startsWith('slow: ')) return 'slow';
  const [first = '', ...frames] = error.split('\n');
  return `${first.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '#').slice(0, 160)} ${frames.find((line) => line.includes('at '))?.trim() ?? ''}`;
}
