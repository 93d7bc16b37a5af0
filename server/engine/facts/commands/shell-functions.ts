// Functions of a shell script that hand what they are called with on to a command: `assign() { az role assignment create
// --role "$1"; }`, called as `assign Owner`. A command in such a body is one command for each call in the same text, with
// what that call gives. Nothing is known of a function that nobody calls here, that two bodies are written for, or that is
// longer than is followed; of a call with flags; of an argument behind `shift`; and of one that the body asks about (`case`,
// `[ "$role" = … ]`), because not each value of it comes as far as the command.
import { isWithinAny, type Span } from '../../text/text.ts';
import { heredocsIn } from '../heredocs.ts';
import type { Assigned } from '../source-policies/shell-variables.ts';
import { placeOf, type Leaf } from '../value.ts';
import { shellCommands, type ShellCommand } from './shell.ts';

/** The body of a function, and what its variables hold in each of its calls. */
export interface ShellFunction {
  readonly start: number;
  readonly end: number;
  readonly calls: readonly ReadonlyMap<string, Assigned>[];
}

export interface Body {
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
/** From here on the arguments of a call have other numbers. */
const moved = /\b(?:shift|set[ \t]+--)(?![\w-])/;
/** A question which value this is. Whether there is one at all is no such question. */
const asked =
  /\[{1,2}[ \t]+"?\$\{?(\w{1,60})\}?"?[ \t]+(?:==?|!=|=~)[ \t]+(?!""|'')|\bcase[ \t]+"?\$\{?(\w{1,60})(?:,,|\^\^)?\}?"?[ \t]+in\b/g;
const longestBody = 10_000;
const mostFunctions = 100;
const mostCalls = 32;
/** How many functions may stand between a call and the command that it comes to. */
const deepestCalls = 3;
/** What stands on its line before a word that names a command. */
export const begins = /(?:^|[;&|({!]|\b(?:then|do|else|elif|if|while|until|time))[ \t]{0,200}$/;

/**
 * The functions of a text whose arguments are known, in their order. `asRun` gives each call as it runs: once for each item
 * of a loop around it and for each call of a function around it, with the variables that are known. Of more than 32 calls of
 * one function the first 32 are read.
 */
export function functionsIn(
  all: readonly Body[],
  text: string,
  uri: string,
  asRun: (call: ShellCommand, within: readonly ShellFunction[]) => readonly ShellCommand[],
): readonly ShellFunction[] {
  const bodies = new Map(all.flatMap((body) => (body.parameters.size > 0 ? [[body.name, body] as const] : [])));
  if (bodies.size === 0) return [];
  const calls = callsOf(bodies, text, uri);
  let found: readonly ShellFunction[] = [];
  // Each round follows the calls one function further out.
  for (let round = 0; round < deepestCalls; round++) {
    found = [...calls].map(([body, own]) => ({
      start: body.start,
      end: body.end,
      calls: own.flatMap((call) => asRun(call, found).map((one) => givenBy(one, body))).slice(0, mostCalls),
    }));
    if (![...calls.values()].flat().some(({ at }) => found.some(({ start, end }) => start <= at.span[0] && at.span[0] < end))) break;
  }
  return found;
}

function callsOf(bodies: ReadonlyMap<string, Body>, text: string, uri: string): ReadonlyMap<Body, readonly ShellCommand[]> {
  const names = [...bodies.keys()].join('|');
  const pattern = new RegExp(String.raw`(?<![\w./$-])(?:${names})(?![\w./=-])(?![ \t]*\()`, 'g');
  const lineOf = ({ index }: RegExpExecArray): string =>
    text
      .slice(Math.max(0, index - 200), index)
      .split('\n')
      .at(-1)!;
  const calls = new Map<Body, ShellCommand[]>();
  for (const call of shellCommands(text, uri, pattern, (match) => (begins.test(lineOf(match)) ? match[0] : undefined))) {
    const body = bodies.get(call.name)!;
    const [at] = call.at.span;
    // A function that calls itself does so with what it was called with.
    if (call.flags.size > 0 || (body.start <= at && at < body.end)) continue;
    const own = calls.get(body) ?? calls.set(body, []).get(body)!;
    if (own.length < mostCalls) own.push(call);
  }
  return calls;
}

/** The functions of a text that have a name of their own: which of two is called is not known. */
export function bodiesIn(text: string, uri: string): readonly Body[] {
  const found = new Map<string, Body>();
  const times = new Map<string, number>();
  const texts = heredocsIn(text).map(({ body }) => ({ span: body }));
  for (const match of text.matchAll(opening)) {
    if (found.size >= mostFunctions) break;
    const name = match[2] ?? match[4]!;
    times.set(name, (times.get(name) ?? 0) + 1);
    const start = match.index + match[0].length;
    const end = endOfBody(text, start, match[1] ?? match[3]!, texts);
    if (end === undefined) continue;
    found.set(name, { name, start, end, parameters: parametersOf(text.slice(start, end), start, uri) });
  }
  for (const [name, count] of times) if (count > 1) found.delete(name);
  return [...found.values()];
}

/**
 * The bracket that closes a body: on the line where it opens, or the next that stands as far in as the function, in none of
 * the texts that the script holds (in their order). Undefined where that is further away than a body is followed.
 */
export function endOfBody(text: string, start: number, indent: string, texts: readonly { readonly span: Span }[]): number | undefined {
  const within = text.slice(start, start + longestBody);
  const line = within.slice(0, (within.indexOf('\n') + 1 || within.length + 1) - 1);
  if (/\}\s*$/.test(line)) return start + line.lastIndexOf('}');
  const mark = `\n${indent}}`;
  for (let close = within.indexOf(mark); close >= 0; close = within.indexOf(mark, close + 1))
    if (!isWithinAny(texts, start + close + 1)) return start + close;
  return undefined;
}

function parametersOf(body: string, from: number, uri: string): ReadonlyMap<string, Parameter> {
  const found = new Map<string, Parameter>();
  const move = moved.exec(body)?.index;
  if (move === undefined) for (const match of body.matchAll(argument)) found.set(match[1]!, { number: Number(match[1]) });
  const times = new Map<string, number>();
  for (const match of body.matchAll(/(?:^|[\s;&|(])([A-Za-z_]\w{0,60})\+?=/gm)) times.set(match[1]!, (times.get(match[1]!) ?? 0) + 1);
  for (const match of body.slice(0, move).matchAll(alias)) {
    const number = Number(match[2] ?? match[3] ?? match[4] ?? match[5]);
    const value = match[6];
    const start = from + match.index + match[0].lastIndexOf(':-') + 2;
    const otherwise = value ? { otherwise: { value, at: { uri, span: [start, start + value.length] as const } } } : {};
    if (times.get(match[1]!) === 1) found.set(match[1]!, { number, ...otherwise });
  }
  const names = new Set([...body.matchAll(asked)].map((match) => match[1] ?? match[2]!));
  const numbers = new Set([...names].map((name) => found.get(name)?.number));
  return new Map([...found].filter(([, { number }]) => !numbers.has(number)));
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
