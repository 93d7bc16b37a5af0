// Functions of a shell script that hand what they are called with on to a command: `assign() { az role assignment create
// --role "$1"; }`, called as `assign Owner`. A command in such a body is one command for each call in the same text, with
// what that call gives. A function that nobody calls here, that moves its arguments on (`shift`), or a call with flags gives
// nothing: which argument is which is not known then.
import type { Assigned } from '../source-policies/shell-variables.ts';
import type { Leaf } from '../value.ts';
import { placeOf } from '../value.ts';
import { shellCommands, type ShellCommand } from './shell.ts';

/** The body of a function, and what its variables hold in each of its calls. */
export interface ShellFunction {
  readonly start: number;
  readonly end: number;
  readonly calls: readonly ReadonlyMap<string, Assigned>[];
}

interface Body {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  /** Number of the argument, and what counts where it is not given, by the name that stands for it. */
  readonly parameters: ReadonlyMap<string, Parameter>;
}

interface Parameter {
  readonly number: number;
  readonly otherwise?: Assigned;
}

const opening =
  /^([ \t]*)(?:function[ \t]+)?([A-Za-z_][\w-]{0,60})[ \t]*\(\)[ \t]*(?:\r?\n[ \t]*)?\{|^([ \t]*)function[ \t]+([A-Za-z_][\w-]{0,60})[ \t]*\{/gm;
const argument = /\$\{?([1-9])(?![0-9])/g;
const alias =
  /(?:^|[\s;&])([A-Za-z_]\w{0,60})=(?:"\$\{?([1-9])\}?"|\$([1-9])|\$\{([1-9])\}|"?\$\{([1-9]):-([\w./: -]{0,200})\}"?)(?=$|[\s;&])/gm;
const longestBody = 10_000;
const mostFunctions = 100;
const mostCalls = 32;
/** What stands before a word that names the command of its line. */
const begins = /(?:^|[;&|({!]|\b(?:then|do|else|elif|if|while|until|time))[ \t]{0,200}$/;

/**
 * The functions of a text whose arguments are known, in their order. `asRun` gives each call as it runs: once for each item
 * of a loop around it, with the variables that are known.
 */
export function functionsIn(text: string, uri: string, asRun: (call: ShellCommand) => readonly ShellCommand[]): readonly ShellFunction[] {
  const bodies = bodiesIn(text, uri);
  if (bodies.size === 0) return [];
  const names = [...bodies.keys()].join('|');
  const pattern = new RegExp(String.raw`(?<![\w./$-])(?:${names})(?![\w./=-])(?![ \t]*\()`, 'g');
  const calls = new Map<Body, ReadonlyMap<string, Assigned>[]>();
  const called = shellCommands(text, uri, pattern, (match) =>
    begins.test(
      text
        .slice(Math.max(0, match.index - 200), match.index)
        .split('\n')
        .at(-1)!,
    )
      ? match[0]
      : undefined,
  );
  for (const call of called) {
    const body = bodies.get(call.name)!;
    if (call.flags.size > 0) continue;
    const own = calls.get(body) ?? calls.set(body, []).get(body)!;
    for (const one of asRun(call)) if (own.length < mostCalls) own.push(givenBy(one, body));
  }
  return [...calls].map(([{ start, end }, own]) => ({ start, end, calls: own }));
}

function bodiesIn(text: string, uri: string): ReadonlyMap<string, Body> {
  const found = new Map<string, Body>();
  const twice = new Set<string>();
  for (const match of text.matchAll(opening)) {
    if (found.size >= mostFunctions) break;
    const name = match[2] ?? match[4]!;
    if (found.has(name)) twice.add(name);
    const start = match.index + match[0].length;
    const end = endOfBody(text, start, match[1] ?? match[3]!);
    const body = text.slice(start, end);
    const parameters = parametersOf(body, start, uri);
    if (parameters.size > 0 && !/\bshift\b/.test(body)) found.set(name, { name, start, end, parameters });
  }
  // Which of two is called is not known.
  for (const name of twice) found.delete(name);
  return found;
}

/** The bracket that closes a body: on the line where it opens, or the next that stands as far in as the function. */
export function endOfBody(text: string, start: number, indent: string): number {
  const within = text.slice(start, start + longestBody);
  const line = within.slice(0, (within.indexOf('\n') + 1 || within.length + 1) - 1);
  if (/\}\s*$/.test(line)) return start + line.lastIndexOf('}');
  const close = within.indexOf(`\n${indent}}`);
  return start + (close < 0 ? within.length : close);
}

function parametersOf(body: string, from: number, uri: string): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>();
  for (const match of body.matchAll(argument)) found.set(match[1]!, { number: Number(match[1]) });
  const times = new Map<string, number>();
  for (const match of body.matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w{0,60})\+?=/gm)) times.set(match[1]!, (times.get(match[1]!) ?? 0) + 1);
  for (const match of body.matchAll(alias)) {
    const number = Number(match[2] ?? match[3] ?? match[4] ?? match[5]);
    const value = match[6];
    const start = from + match.index + match[0].lastIndexOf(':-') + 2;
    const otherwise = value ? { otherwise: { value, at: { uri, span: [start, start + value.length] as const } } } : {};
    if (times.get(match[1]!) === 1) found.set(match[1]!, { number, ...otherwise });
  }
  return found;
}

/** What the variables of a body hold in one call. What is said of it stands at the call. */
function givenBy(call: ShellCommand, { parameters }: Body): ReadonlyMap<string, Assigned> {
  const given = new Map<string, Assigned>();
  for (const [name, { number, otherwise }] of parameters) {
    const leaf = call.words[number - 1]?.leaf;
    if (leaf) given.set(name, handed(leaf));
    else if (otherwise) given.set(name, otherwise);
  }
  return given;
}

const handed = (leaf: Leaf): Assigned => ({
  value: leaf.kind === 'scalar' ? String(leaf.value) : '',
  at: placeOf(leaf),
  listed: true,
  ...(leaf.kind === 'scalar' ? {} : { leaf }),
});
