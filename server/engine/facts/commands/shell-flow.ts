// What a variable of a shell that is given several texts, or one that is put together of others, holds where a command stands:
// the last that it was given above, where nothing lets that be left out. What one branch of a question gives says nothing behind it, what a function gives to a
// variable that is not its own says nothing anywhere else, and a script whose blocks do not close has no flow that is known.
import { isWithinAny, type Span } from '../../text/text.ts';
import { heredocsIn } from '../heredocs.ts';
import { composedOf, givenElsewhere, type Assigned, type Assignment } from '../source-policies/shell-variables.ts';
import type { Body } from './shell-functions.ts';

/** A part of a script that runs as a whole, from its first line to its last, or not at all. */
interface Block {
  /** Where it ends; further than any text until it is closed. */
  end: number;
  readonly isFunction: boolean;
  readonly outer?: Block;
}

interface Step {
  readonly assignment: Assignment;
  readonly block: Block;
}

export interface ShellFlow {
  /** The assignments of each name that has several, or one that names others, in the order of the text. */
  readonly steps: ReadonlyMap<string, readonly Step[]>;
  /** Names that are everybody's and are given something in more than one function, or in one and outside. */
  readonly shared: ReadonlySet<string>;
  readonly bodies: readonly { readonly span: Span }[];
}

const noFlow: ShellFlow = { steps: new Map(), shared: new Set(), bodies: [] };

/** Words that open, part or close blocks where a command begins, and the end of a branch of `case`. */
const turn = /(?<![\w.-])(if|case|for|while|until|select|elif|else|fi|done|esac)(?![\w=:.-])|;;/g;
const begins = /(?:^|[;&|(){]|(?<![\w-])(?:then|do|else))[ \t]{0,80}$/m;
const named = /\$\{?(\w{1,60})/g;
/** How many variables may stand between a command and the text that it comes to. */
const deepest = 3;

/** The flow of a script; nothing where none of its variables is given several texts, or where its blocks do not close. */
export function flowOf(text: string, assignments: readonly Assignment[], bodies: readonly Body[]): ShellFlow {
  const times = new Map<string, number>();
  for (const { name } of assignments) times.set(name, (times.get(name) ?? 0) + 1);
  const elsewhere = givenElsewhere(text);
  const several = assignments.filter(({ name, isComposed }) => (times.get(name)! > 1 || isComposed) && !elsewhere.has(name));
  if (!several.some(({ written }) => written)) return noFlow;
  const events = [
    ...turnsIn(text),
    ...bodies.flatMap(({ start, end }) => [
      { at: start, word: '{' },
      { at: end, word: '}' },
    ]),
    ...several.map((assignment) => ({ at: assignment.start, assignment })),
  ].sort((a, b) => a.at - b.at);
  const steps = new Map<string, Step[]>();
  const open = (outer?: Block, isFunction = false): Block => ({ end: Infinity, isFunction, ...(outer ? { outer } : {}) });
  let block = open();
  for (const event of events) {
    if ('assignment' in event) {
      const { assignment } = event;
      (steps.get(assignment.name) ?? steps.set(assignment.name, []).get(assignment.name)!).push({ assignment, block });
    } else if (/^(?:if|case|for|while|until|select|\{)$/.test(event.word)) {
      block = open(block, event.word === '{');
    } else {
      // A word that closes what is not open, or a body that ends within a question: this script is not understood.
      if (!block.outer || (event.word === '}') !== block.isFunction) return noFlow;
      block.end = event.at;
      block = /^(?:elif|else|;;)$/.test(event.word) ? open(block.outer) : block.outer;
    }
  }
  if (block.outer) return noFlow;
  const shared = new Set(
    [...steps].flatMap(([name, all]) => {
      const functions = new Set(all.flatMap(({ assignment, block: one }) => (assignment.isLocal ? [] : [functionOf(one)])));
      return functions.size > 1 ? [name] : [];
    }),
  );
  const spans = bodies.map(({ start, end }) => ({ span: [start, end] as const })).sort((one, other) => one.span[0] - other.span[0]);
  return { steps, shared, bodies: spans };
}

function turnsIn(text: string): { readonly at: number; readonly word: string }[] {
  const printed = heredocsIn(text).map(({ body }) => ({ span: body }));
  return [...text.matchAll(turn)].flatMap(({ 0: word, index: at }) =>
    (word === ';;' || begins.test(text.slice(Math.max(0, at - 100), at))) && !isWithinAny(printed, at) ? [{ at, word }] : [],
  );
}

/** What a variable holds where a command stands, with what is known there; undefined where that is not one text. */
export function heldAt(flow: ShellFlow, name: string, at: number, known: ReadonlyMap<string, Assigned>, depth = 0): Assigned | undefined {
  const steps = flow.steps.get(name);
  const last = steps && lastBefore(steps, at);
  if (!last?.assignment.written || last.block.end < at) return undefined;
  const own = functionOf(last.block);
  // A function runs when it is called, and not where it stands.
  if (!own && isWithinAny(flow.bodies, at)) return undefined;
  if (!last.assignment.isLocal && flow.shared.has(name)) return undefined;
  const { written, isComposed, start } = last.assignment;
  if (!isComposed) return written;
  const within = new Map<string, Assigned>();
  for (const [, one] of written.value.matchAll(named)) {
    const held = within.get(one!) ?? known.get(one!) ?? (depth < deepest ? heldAt(flow, one!, start, known, depth + 1) : undefined);
    if (held) within.set(one!, held);
  }
  return composedOf(written, within);
}

/** The variables that what these names hold where a command stands is put together of, themselves among them. */
export function namesBehind(flow: ShellFlow, names: Iterable<string>, at: number): ReadonlySet<string> {
  const all = new Set(names);
  let [next, depth] = [[...all], 0];
  while (next.length > 0 && depth++ < deepest) {
    next = next.flatMap((name) => {
      const written = lastBefore(flow.steps.get(name) ?? [], at)?.assignment;
      return written?.isComposed
        ? [...written.written!.value.matchAll(named)].map((match) => match[1]!).filter((one) => !all.has(one))
        : [];
    });
    for (const one of next) all.add(one);
  }
  return all;
}

function lastBefore(steps: readonly Step[], at: number): Step | undefined {
  let low = 0;
  for (let high = steps.length; low < high;) {
    const middle = (low + high) >> 1;
    if (steps[middle]!.assignment.start < at) low = middle + 1;
    else high = middle;
  }
  return steps[low - 1];
}

function functionOf(block: Block): Block | undefined {
  let one: Block | undefined = block;
  while (one && !one.isFunction) one = one.outer;
  return one;
}
