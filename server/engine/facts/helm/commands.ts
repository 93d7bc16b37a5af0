// Values that commands give to charts: `helm upgrade … --set rbac.clusterAdmin=true`. Files of values (`--values`) are read where
// they lie, and what a chart makes of a value in its templates.
import { shellCommands, type CommandWord } from '../commands/shell.ts';
import { wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, textOf, type Value } from '../value.ts';
import { readGivenValues } from './given-values.ts';
import { pathOf, valuesAtPaths, type ValueAtPath } from './paths.ts';

const start = /(?<![\w./-])helm3?\s+(?:--?[\w-]+(?:=\S+|\s+[^\s-]\S*)?\s+){0,4}(?:secrets\s+)?(install|upgrade|template)(?![\w-])/g;

/** Reads all such commands of a text. */
export function readHelmCommands(text: string, uri: string, into: Facts): void {
  for (const { flags, words, whole } of shellCommands(text, uri, start, (match) => match[1])) {
    const given = ['set', 'set-string'].flatMap((flag) => (flags.get(flag) ?? []).flatMap((word) => assignmentsIn(word, text)));
    if (given.length === 0) continue;
    const release = textOf(words[0]?.leaf) ?? '?';
    readGivenValues(valuesAtPaths(given, whole), into, {
      uri,
      dialect: 'script',
      anchor: `script|${uri}|helm/${release}`,
      enabled: 'maybe',
    });
  }
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
