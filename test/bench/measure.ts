// What a program costs, from outside: wall time, processor time of it and of everything it started, peak memory of its
// largest process. The same for our command and for any other, so that nobody is measured by a kinder clock.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Cost {
  /** Seconds. */
  readonly wall: number;
  readonly cpu: number;
  /** Megabytes; undefined where there is no /proc. */
  readonly memory: number | undefined;
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env?: NodeJS.ProcessEnv;
}

/** How often memory is looked at. The kernel keeps the peak itself, so only what is taken in the last moment is missed. */
const lookEvery = 4;

/**
 * The environment without what a machine tells every Node to read or do first. A file of certificates costs more than half
 * of a start that does nothing, and would make every other start look cheap beside it.
 */
export function environmentOf(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { NODE_EXTRA_CA_CERTS: _certificates, NODE_OPTIONS: _options, ...rest } = process.env;
  return { ...rest, ...more };
}

/** Runs a program to its end. `times` of the shell counts what it waited for: the program and what that waited for. */
export function costOf({ command, args, cwd, env }: Program): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const begin = process.hrtime.bigint();
    const child = spawn('bash', ['-c', '"$@"; status=$?; times >&3; exit $status', 'bash', command, ...args], {
      cwd,
      env: environmentOf(env),
      stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    });
    const output: Record<1 | 2 | 3, string> = { 1: '', 2: '', 3: '' };
    for (const index of [1, 2, 3] as const)
      child.stdio[index]!.on('data', (chunk: Buffer) => void (output[index] += chunk.toString('latin1')));
    let wall = 0;
    let memory: number | undefined;
    const look = setInterval(() => {
      const now = child.pid === undefined ? undefined : largestBelow(child.pid);
      if (now !== undefined) memory = Math.max(memory ?? 0, now);
    }, lookEvery);
    child.on('error', reject);
    child.on('exit', () => {
      wall = Number(process.hrtime.bigint() - begin) / 1e9;
      clearInterval(look);
    });
    child.on('close', (status) => resolve({ wall, cpu: cpuOf(output[3]), memory, status, stdout: output[1], stderr: output[2] }));
  });
}

/** The second line of `times`: user and system time of the children, `0m1.234s 0m0.056s`. */
function cpuOf(times: string): number {
  const parts = [...(times.split('\n')[1] ?? '').matchAll(/(\d+)m([\d.]+)s/g)];
  return parts.reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}

/** Peak memory in megabytes of the largest process below this one. */
function largestBelow(pid: number): number | undefined {
  let largest: number | undefined;
  for (const child of childrenOf(pid)) {
    const peak = /VmHWM:\s+(\d+)/.exec(textOf(`/proc/${child}/status`))?.[1];
    for (const one of [peak === undefined ? undefined : Number(peak) / 1024, largestBelow(child)])
      if (one !== undefined) largest = Math.max(largest ?? 0, one);
  }
  return largest;
}

function childrenOf(pid: number): number[] {
  return textOf(`/proc/${pid}/task/${pid}/children`)
    .split(' ')
    .filter((one) => one.trim() !== '')
    .map(Number);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Processor time of a running process with all its threads, in milliseconds; its resolution is the kernel's tick, 10 ms. */
export function cpuOfProcess(pid: number): number | undefined {
  const stat = textOf(`/proc/${pid}/stat`);
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return stat === '' ? undefined : (Number(fields[11]) + Number(fields[12])) * 10;
}

/** Peak memory of a running process, in megabytes. */
export function memoryOfProcess(pid: number): number | undefined {
  const peak = /VmHWM:\s+(\d+)/.exec(textOf(`/proc/${pid}/status`))?.[1];
  return peak === undefined ? undefined : Number(peak) / 1024;
}

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  // Of an even number, between the two in the middle.
  const median = sorted.length % 2 === 1 ? sorted[middle]! : ((sorted[middle - 1] ?? NaN) + (sorted[middle] ?? NaN)) / 2;
  return { median, least: sorted[0] ?? NaN, most: sorted.at(-1) ?? NaN };
}

export function percentile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? NaN;
}
