// Figures as a page: tables of medians, ratios of runs in one round with their spread, and the machine in words. Nothing in
// here measures.
import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem } from 'node:os';
import { filesFound, type Measured } from './commands.ts';
import type { Typed } from './editor.ts';
import { spreadOf, type Cost } from './measure.ts';

/** What the machine is, without its name, its paths or its owner. */
export function machineInWords(): string {
  const [cpu] = cpus();
  const system = process.platform === 'linux' ? `Linux ${release().split('-')[0]}${distribution()}` : process.platform;
  return `Node ${process.version}, ${cpus().length} cores (${cpu?.model.trim() ?? 'of an unknown kind'}), ${Math.round(totalmem() / 2 ** 30)} GB of memory, ${system}`;
}

function distribution(): string {
  try {
    return `, ${/^PRETTY_NAME="?([^"\n]+)/m.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? 'distribution not known'}`;
  } catch {
    return '';
  }
}

/** How busy the machine is with other things: what clocks say is worth less then. */
export function loadInWords(load: number = loadavg()[0]!): string {
  const cores = cpus().length;
  const often = `${load.toFixed(1)} ${load === 1 ? 'process' : 'processes'} wanted to run at once, on ${cores} cores`;
  return load < 0.5
    ? 'Nothing else ran when it began.'
    : load < cores
      ? `Little else ran when it began: ${often}.`
      : `The machine was busy with other things when it began: ${often}. The clock says more than the programs take; processor time and ratios of one round say what they are about.`;
}

const seconds = (value: number): string => (value < 10 ? `${value.toFixed(2)} s` : `${value.toFixed(0)} s`);
const milliseconds = (value: number | undefined): string =>
  value === undefined ? '–' : value < 10 ? `${value.toFixed(1)} ms` : `${value.toFixed(0)} ms`;
const megabytes = (value: number | undefined): string => (value === undefined ? '–' : `${value.toFixed(0)} MB`);
const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** `0.62 (0.58–0.66)`: each round by itself, the median of them, and the least and the most. */
function ratio(costs: readonly Cost[], to: readonly Cost[], of: 'wall' | 'cpu'): string {
  const each = costs.slice(0, to.length).map((cost, round) => cost[of] / to[round]![of]);
  if (each.length === 0) return '–';
  const { median, least, most } = spreadOf(each);
  return each.length === 1 ? median.toFixed(2) : `${median.toFixed(2)} (${least.toFixed(2)}–${most.toFixed(2)})`;
}

/** A table of programs, with the ratios to those whose names begin so. */
export function commandTable(
  measured: readonly Measured[],
  against: readonly string[],
  inWords: (value: number) => string = seconds,
): string {
  const others = against.flatMap((name) => measured.filter((one) => one.name.startsWith(name)).slice(0, 1));
  const head = [
    '',
    'runs',
    'time',
    'processor time',
    'peak memory',
    ...others.flatMap(({ name }) => [`time ÷ ${shortName(name)}`, `processor ÷ ${shortName(name)}`]),
  ];
  const lines = measured.map((one) => {
    const { costs } = one;
    const memory = costs.flatMap(({ memory: peak }) => peak ?? []);
    const files = filesFound(one);
    return row([
      files === undefined ? one.name : `${one.name} (${files} files with a finding)`,
      String(costs.length),
      inWords(spreadOf(costs.map(({ wall }) => wall)).median),
      inWords(spreadOf(costs.map(({ cpu }) => cpu)).median),
      memory.length > 0 ? megabytes(Math.max(...memory)) : '–',
      ...others.flatMap((other) => (other === one ? ['1', '1'] : [ratio(costs, other.costs, 'wall'), ratio(costs, other.costs, 'cpu')])),
    ]);
  });
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...lines].join('\n');
}

const shortName = (name: string): string => /^\S+(?: -e 0)?/.exec(name)![0];

export const inMilliseconds = (value: number): string => milliseconds(value * 1000);

export function editorTable(typed: readonly Typed[]): string {
  const head = [
    'document of 1,000 lines',
    'server',
    'start to first diagnostics',
    'processor time of it',
    'a keystroke',
    'one of twenty',
    'processor time a keystroke',
    'peak memory',
  ];
  const groups = new Map<string, Typed[]>();
  for (const one of typed) {
    const key = `${one.document}\0${one.server}`;
    (groups.get(key) ?? groups.set(key, []).get(key)!).push(one);
  }
  const middle = (values: readonly (number | undefined)[]): number | undefined => {
    const known = values.flatMap((value) => value ?? []);
    return known.length === 0 ? undefined : spreadOf(known).median;
  };
  const lines = [...groups.values()].map((group) =>
    row([
      group[0]!.document,
      group[0]!.server,
      milliseconds(middle(group.map(({ start }) => start))),
      milliseconds(middle(group.map(({ startCpu }) => startCpu))),
      milliseconds(middle(group.map(({ wall }) => wall))),
      milliseconds(middle(group.map(({ slow }) => slow))),
      milliseconds(middle(group.map(({ cpu }) => cpu))),
      megabytes(middle(group.map(({ memory }) => memory))),
    ]),
  );
  return [row(head), `|${' --- |'.repeat(head.length)}`, ...lines].join('\n');
}
