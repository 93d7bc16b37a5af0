// The thread that fuzzes: takes a target, mutates what it knows, runs a batch, keeps what reached new blocks.
import { parentPort } from 'node:worker_threads';
import { openCoverage } from './coverage.ts';
import { drawer, repositorySamples, type Sample } from './corpus.ts';
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
/** Milliseconds of inputs between two looks at which blocks ran: a look walks over all functions and takes as long as hundreds of inputs. */
const batch = 500;
const mostInBatch = 4096;
/** What is kept beside the samples; then the oldest goes. */
const mostKept = 2000;
/** A target's turn. */
const turn = 5_000;
/** Of so many rounds over all targets, one looks at blocks; the others make more of what it kept. */
const guided = 4;

export async function work({ seed, until, only, present: memory }: Work, script: string): Promise<void> {
  const send = (message: Message): void => parentPort!.postMessage(message);
  const random = seeded(seed);
  const present = openPresent(memory);
  const samples = await repositorySamples();
  const coverage = await openCoverage(script);
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
      return error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
  };

  const run = async (target: Target, sample: Sample, chance: number): Promise<void> => {
    const error = await tried(target, sample, chance);
    if (error === undefined) return;
    const kind = kindOf(error);
    // Rubbish of others may make one input slow; twice in a row it is its own.
    if (failed.has(target.name + kind) || (kind === 'slow' && kindOf((await tried(target, sample, chance)) ?? '') !== 'slow')) return;
    failed.add(target.name + kind);
    const text = await minimise(
      sample.text,
      async (shorter) => kindOf((await tried(target, { ...sample, text: shorter }, chance)) ?? '') === kind,
      kind === 'slow' ? 60 : 1500,
    );
    send({
      failure: { target: target.name, file: sample.file, text, error: (await tried(target, { ...sample, text }, chance)) ?? error, seed },
    });
  };

  /** Keeps those that reached a new block, found by halves: `made` has just run. */
  const keepNew = async (target: Target, state: State, made: readonly Input[]): Promise<void> => {
    const news = (await coverage.ran()).filter((block) => !state.blocks.has(block));
    if (news.length === 0) return;
    if (made.length === 1) {
      for (const block of news) state.blocks.add(block);
      if (made[0]!.isMutated && state.kept.push(made[0]!.sample) > mostKept) state.kept.shift();
      return;
    }
    const middle = made.length >> 1;
    for (const half of [made.slice(0, middle), made.slice(middle)]) {
      for (const { sample, chance } of half) await tried(target, sample, chance);
      await keepNew(target, state, half);
    }
  };

  const states = new Map(
    targets.filter(({ name }) => only === undefined || name === only).map((target) => [target, stateOf(target, samples)]),
  );
  for (let round = 0; Date.now() < until; round++) {
    const isGuided = round % guided === 0;
    await (isGuided ? coverage.begin() : coverage.end());
    for (const [target, state] of states) {
      let inputs = 0;
      for (const end = Math.min(until, Date.now() + turn); Date.now() < end;) {
        const made: Input[] = [];
        for (const from = performance.now(); made.length < mostInBatch && performance.now() - from < batch;) {
          const one = next(random, state, seed);
          made.push(one);
          await run(target, one.sample, one.chance);
        }
        inputs += made.length;
        if (isGuided) await keepNew(target, state, made);
      }
      send({ tally: { target: target.name, inputs, kept: state.kept.length, blocks: state.blocks.size } });
    }
  }
  send({ done: true });
}

/** What a target knows: samples, those it has still to see as they are, what reached something new, and everything that was reached. */
interface State {
  /** Draws one of the samples. */
  readonly draw: (random: Random) => Sample;
  readonly unseen: Sample[];
  readonly kept: Sample[];
  readonly blocks: Set<number>;
}

/** A text, and the seed of what a target chooses beside it. */
interface Input {
  readonly sample: Sample;
  readonly chance: number;
  readonly isMutated: boolean;
}

function stateOf(target: Target, all: readonly Sample[]): State {
  const own = all.filter(target.takes);
  const samples = own.length > 0 ? own : all;
  return { draw: drawer(samples), unseen: [...samples].reverse(), kept: [], blocks: new Set() };
}

/** The next sample as it is, every second time until all were seen; else a new text, half of them from what reached something new. */
function next(random: Random, { draw, unseen, kept }: State, seed: number): Input {
  const sample = random() < 0.5 ? unseen.pop() : undefined;
  if (sample) return { sample, chance: seed, isMutated: false };
  const any = (): Sample => (kept.length > 0 && random() < 0.5 ? kept[Math.floor(random() * kept.length)]! : draw(random));
  const { file, text } = any();
  return {
    sample: { file: random() < 0.95 ? file : any().file, text: mutate(random, text, () => any().text) },
    chance: Math.floor(random() * 2 ** 31),
    isMutated: true,
  };
}

/** What makes two failures one while a text is made shorter: what is said, without numbers and quotes, and where. */
function kindOf(error: string): string {
  if (error.startsWith('slow: ')) return 'slow';
  const [first = '', ...frames] = error.split('\n');
  return `${first.replace(/"(?:[^"\\]|\\.)*"|\d+/g, '#').slice(0, 160)} ${frames.find((line) => line.includes('at '))?.trim() ?? ''}`;
}
