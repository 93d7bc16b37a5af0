// What the variables of a script hold where that is written in it: texts that are given once, the items that a loop goes
// through, what a function is called with. A command with a loop's variable is one command an item, and one in the body of a
// function is one command a call. What PowerShell says is asked of its own reader (powershell-runs.ts).
// Nothing is run: what a command puts into a variable, and what is given twice, stays a hole.
import { assignedOnce, assignmentsIn, filled, makeVariables, type Assigned } from '../source-policies/shell-variables.ts';
import { callsIn, type Calls } from './powershell-calls.ts';
import { asRunInPowershell, speaksPowershell } from './powershell-runs.ts';
import { withLeaves, type ShellCommand } from './shell.ts';
import { flowOf, heldAt, namesBehind, type ShellFlow } from './shell-flow.ts';
import { lookupsIn } from './shell-lookups.ts';
import { bodiesIn, functionsIn, type ShellFunction } from './shell-functions.ts';

/** A loop over words that are written, and where what it does stands. */
interface Loop {
  readonly name: string;
  readonly items: readonly Assigned[];
  readonly start: number;
  readonly end: number;
}

export interface ScriptVariables {
  readonly once: ReadonlyMap<string, Assigned>;
  readonly loops: readonly Loop[];
  readonly functions: readonly ShellFunction[];
  /** What is given several times, in scripts of a shell. */
  readonly flow?: ShellFlow;
  /** The calls of functions, where it is a script of PowerShell, or holds one. */
  readonly powershell?: Calls;
}

const mostItems = 32;
const mostLoops = 200;
const longestLoop = 10_000;
const powershell =
  /^[ \t]*(?:\[[\w.[\]]{1,40}\][ \t]*)?\$(\w{1,60})[ \t]*=[ \t]*(?:"([^"$`\n]{0,2000})"|'([^'\n]{0,2000})')[ \t]*(?=\r?$|[;#])/gm;
const loop = /\bfor[ \t]+(\w{1,60})[ \t]+in[ \t]+([^\n;]{1,2000})/g;
const array = /^[ \t]*(?:(?:local|readonly|declare[ \t]+-\w+)[ \t]+)?(\w{1,60})=\(([^()]{0,4000})\)/gm;
const item = /"([^"$`\\\n]{0,500})"|'([^'\n]{0,500})'|([^\s"'$`\\;|&()<>]{1,500})/g;

const makefile = /(?:^|\/)(?:GNU)?[Mm]akefile$|\.mk$/;

export const isMakefile = (uri: string): boolean => makefile.test(uri);

export function variablesIn(text: string, uri: string): ScriptVariables {
  if (isMakefile(uri)) return { once: makeVariables(text, uri), loops: [], functions: [] };
  const assignments = assignmentsIn(text, uri, lookupsIn(text, uri));
  const once = new Map(assignedOnce(text, uri, assignments));
  const times = new Map<string, number>();
  for (const match of text.matchAll(/\$(\w{1,60})[ \t]*\+?=(?!=)/g)) times.set(match[1]!, (times.get(match[1]!) ?? 0) + 1);
  for (const match of text.matchAll(powershell)) {
    const value = match[2] ?? match[3]!;
    const start = match.index + match[0].length - 1 - value.length;
    if (times.get(match[1]!) === 1) once.set(match[1]!, { value, at: { uri, span: [start, start + value.length] } });
  }
  const bodies = bodiesIn(text, uri);
  const outside = {
    once,
    loops: loopsIn(text, uri),
    functions: [],
    // The steps of a pipeline are scripts of their own.
    ...(/\.ya?ml$/i.test(uri) ? {} : { flow: flowOf(text, assignments, bodies) }),
    ...(speaksPowershell(text, uri) ? { powershell: callsIn(text, uri) } : {}),
  };
  return { ...outside, functions: functionsIn(bodies, text, uri, (call, functions) => asRun(call, { ...outside, functions }, text)) };
}

function loopsIn(text: string, uri: string): readonly Loop[] {
  const arrays = new Map(
    [...text.matchAll(array)].map(
      (match) => [match[1]!, itemsOf(match[2]!, match.index + match[0].length - 1 - match[2]!.length, uri)] as const,
    ),
  );
  const found: Loop[] = [];
  for (const match of text.matchAll(loop)) {
    if (found.length >= mostLoops) break;
    const over = /^"?\$\{(\w+)\[[@*]\]\}"?\s*$/.exec(match[2]!);
    const start = match.index + match[0].length;
    const items = over ? arrays.get(over[1]!) : itemsOf(match[2]!, start - match[2]!.length, uri);
    if (items && items.length > 0 && items.length <= mostItems) found.push({ name: match[1]!, items, start, end: endOfLoop(text, start) });
  }
  return found;
}

/** Where the `done` of a loop stands; as far as a loop is followed where none does. */
function endOfLoop(text: string, start: number): number {
  let depth = 0;
  for (const match of text.slice(start, start + longestLoop).matchAll(/(?:^|[;&|\s])(do|done)(?=$|[\s;&|)])/gm)) {
    depth += match[1] === 'do' ? 1 : -1;
    if (depth <= 0) return start + match.index;
  }
  return Math.min(text.length, start + longestLoop);
}

/** The words of a list; none where one of them is not written out. */
function itemsOf(list: string, from: number, uri: string): Assigned[] {
  const plain = list.replace(/#[^\n]*/g, (comment) => ' '.repeat(comment.length));
  if (/[$`\\]/.test(plain)) return [];
  return [...plain.matchAll(item)].map((match) => {
    const value = match[1] ?? match[2] ?? match[3]!;
    const start = from + match.index + (match[3] === undefined ? 1 : 0);
    return { value, at: { uri, span: [start, start + value.length] as const }, listed: true };
  });
}

/** A command in a loop, in a function that loops call: it is read for the first of its rounds. */
const mostRounds = 64;

/** The command as it runs: with what its variables hold, once for each item of a loop around it and each call of its function; at most so often. */
export function asRun(command: ShellCommand, variables: ScriptVariables, text: string, most = mostRounds): ShellCommand[] {
  if (!variables.powershell) return asRunInShell(command, variables, text, most);
  return asRunInPowershell(command, variables.powershell, text, most)
    .flatMap((one) => asRunInShell(one, variables, text, most))
    .slice(0, most);
}

function asRunInShell(command: ShellCommand, variables: ScriptVariables, text: string, most: number): ShellCommand[] {
  const rounds = Math.min(most, mostRounds);
  const { flow } = variables;
  const [at] = command.at.span;
  const written = namesIn(command, text);
  const named = flow ? namesBehind(flow, written, at) : written;
  const around = variables.loops.findLast((one) => one.start <= at && at < one.end && named.has(one.name));
  const within = variables.functions.find((one) => one.start <= at && at < one.end);
  const calls = within?.calls.filter((given) => [...given.keys()].some((name) => named.has(name))).slice(0, rounds) ?? [];
  const items = around?.items.slice(0, rounds).map((one) => [around.name, one] as const) ?? [];
  const held = (calls.length > 0 ? calls : [new Map<string, Assigned>()]).flatMap((given) => {
    const known = given.size > 0 ? new Map([...variables.once, ...given]) : variables.once;
    return items.length > 0 ? items.map((item) => new Map([...known, item])) : [known];
  });
  return held.slice(0, rounds).map((known) => {
    // What is put together of what a loop or a call hands over is so in each of its rounds.
    const isWhole = (name: string): boolean => known.has(name) && !known.get(name)!.leaf;
    const reached = [...(flow ? written : [])].some((name) => !isWhole(name) && heldAt(flow!, name, at, known));
    // Of what is known in the whole script only what the command names is taken over.
    const all = reached
      ? new Map(
          [...named].flatMap((name) => {
            const one = isWhole(name) ? known.get(name) : (heldAt(flow!, name, at, known) ?? known.get(name));
            return one ? [[name, one] as const] : [];
          }),
        )
      : known;
    return { ...withLeaves(command, (leaf) => filled(leaf, all, text)), known: all };
  });
}

/** The variables that the words of a command name. */
function namesIn({ words, flags }: ShellCommand, text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { leaf } of [...words, ...[...flags.values()].flat()])
    if (leaf.kind !== 'scalar') for (const [, name] of text.slice(...leaf.at.span).matchAll(/\$\{?(\w{1,60})/g)) names.add(name!);
  return names;
}
