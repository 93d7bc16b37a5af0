// Values that commands give to charts: `helm upgrade … --set rbac.clusterAdmin=true`, and what a chart of the tree makes of
// them. Files of values (`--values`) are read where they lie, and with the chart that a command hands them to.
import type { ReadContext } from '../../readers.ts';
import { shellCommands, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import { resolvePath } from '../kustomize/paths.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Value } from '../value.ts';
import { readGivenValues, type GivenValues } from './given-values.ts';
import { isChart, readInstalledChart } from './installed.ts';
import { pathOf, valuesAtPaths, type ValueAtPath } from './paths.ts';
import { valuesInFile } from './values.ts';

const start = /(?<![\w./-])helm3?\s+(?:--?[\w-]+(?:=\S+|\s+[^\s-]\S*)?\s+){0,4}(?:secrets\s+)?(install|upgrade|template)(?![\w-])/g;

/** Flags without a value, behind which the name of the release or its chart may stand. */
const switches = ['install', 'i', 'wait', 'atomic', 'create-namespace', 'dry-run', 'debug', 'force', 'reuse-values', 'reset-values'];
/** Charts that are worked out for one text. */
const mostCharts = 20;

/** Reads all such commands of a text. */
export function readHelmCommands(text: string, uri: string, into: Facts, context: ReadContext): void {
  let charts = 0;
  for (const command of shellCommands(text, uri, start, (match) => match[1])) {
    const { flags, words, whole } = command;
    const given = ['set', 'set-string'].flatMap((flag) => (flags.get(flag) ?? []).flatMap((word) => assignmentsIn(word, text)));
    const files = ['values', 'f'].flatMap((flag) => flags.get(flag) ?? []);
    if (given.length + files.length === 0) continue;
    const release = textOf(words[0]?.leaf) ?? '?';
    const chart = charts < mostCharts ? chartOf(command, uri, context) : undefined;
    const values = valuesAtPaths(given, whole);
    const made: GivenValues = {
      uri,
      dialect: 'script',
      anchor: `script|${uri}|helm/${release}`,
      enabled: 'maybe',
      besideChart: chart !== undefined,
    };
    readGivenValues(values, into, made);
    if (chart === undefined) continue;
    charts++;
    const inFiles = files
      .slice(0, mostCharts)
      .flatMap(({ leaf }) => (textOf(leaf) ?? '').split(',').flatMap((path) => fileNamed(path, uri, context)));
    readInstalledChart({ chart, values: [...inFiles, values] }, context, into, made);
  }
}

/** The chart of the tree that a command names by its folder: from that of the script, or else from the root, where scripts are run, too. */
function chartOf({ words, flags }: ShellCommand, uri: string, context: ReadContext): string | undefined {
  const named = [...words, ...switches.flatMap((name) => flags.get(name) ?? [])].slice(0, 8);
  for (const { leaf } of named) {
    const path = textOf(leaf);
    if (path === undefined || !/^(?:\.{1,2}$|\.{0,2}\/|[\w.-]+\/)/.test(path) || path.includes('://')) continue;
    const folders = [resolvePath(uri, path), resolvePath('', path)];
    const found = folders.find((folder) => folder !== undefined && isChart(folder, context));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The values in a file that a command names, from the folder of the script or else from the root. */
function fileNamed(path: string, uri: string, context: ReadContext): readonly Value[] {
  const beside = valuesInFile(resolvePath(uri, path), context);
  return beside.length > 0 ? beside : valuesInFile(resolvePath('', path), context);
}

/** `a.b=c,d={e,f}`: what a variable is part of is not known, and left out. Variables are as long as they are written. */
function assignmentsIn({ leaf, exact }: CommandWord, source: string): ValueAtPath[] {
  const text = exact ? source.slice(...leaf.at.span) : patternOf(leaf);
  const at = (from: number, to: number) =>
    exact ? { uri: leaf.at.uri, span: [leaf.at.span[0] + from, leaf.at.span[0] + to] as const } : leaf.at;
  const word = (from: number, to: number): Value => wordAt(text.slice(from, to), at(from, to));
  return spansBetween(text, 0, text.length).flatMap(([from, to]): ValueAtPath[] => {
    const equals = text.indexOf('=', from);
    if (equals < from || equals >= to || /[$`\0]/.test(text.slice(from, to))) return [];
    const path = pathOf(text.slice(from, equals));
    const isList = text[equals + 1] === '{' && text[to - 1] === '}';
    if (!isList) return [{ path, value: word(equals + 1, to) }];
    const place = at(equals + 1, to);
    return [
      {
        path,
        value: {
          kind: 'list',
          items: spansBetween(text, equals + 2, to - 1).map(([begin, end]) => word(begin, end)),
          complete: true,
          at: place,
          token: place,
          via: [],
          encoding: 'none',
          editable: false,
        },
      },
    ];
  });
}

/** The parts between commas that no backslash and no braces keep together. */
function spansBetween(text: string, from: number, to: number): (readonly [number, number])[] {
  const found: (readonly [number, number])[] = [];
  let begin = from;
  let depth = 0;
  for (let at = from; at <= to; at++) {
    const char = text[at];
    if (char === '\\') at++;
    else if (char === '{') depth++;
    else if (char === '}') depth--;
    if (at < to && (char !== ',' || depth > 0)) continue;
    if (at > begin) found.push([begin, Math.min(at, to)]);
    begin = at + 1;
  }
  return found;
}
