// The one pass over every text: an Aho-Corasick automaton over UTF-16 code units with ASCII letters folded, so that
// offsets stay offsets. It finds all literals, overlapping ones too, and runs of letters and digits of the few lengths
// that prefix-less keys with a checksum have. It decides nothing; a text in which it finds nothing is done.
//
// Built at first use. One table lookup a character: the class of the character picks a column, the state a row.

export interface Literal {
  readonly text: string;
  /** What the owner of the literal wants to know it by. */
  readonly id: number;
}

export interface Automaton {
  readonly classes: Uint8Array;
  readonly width: number;
  /** Next state by state and class, multiplied by the width already; the highest bit says that something ends here. */
  readonly next: Int32Array;
  /** Ids of literals that end in a state. */
  readonly outputs: readonly (readonly Literal[] | undefined)[];
}

const ends = 0x40000000;

export function buildAutomaton(literals: readonly Literal[]): Automaton {
  const classes = new Uint8Array(128);
  let width = 1;
  for (const { text } of literals) {
    for (const char of text.toLowerCase()) {
      const code = char.charCodeAt(0);
      if (code > 127) throw new RangeError(`literal ${text} is not ASCII`);
      if (classes[code] === 0) classes[code] = width++;
    }
  }
  for (let code = 65; code <= 90; code++) classes[code] = classes[code + 32]!;

  // One flat table from the start: a row a state, 0 where nothing leads on (the root is state 0, and nothing leads to it).
  const most = literals.reduce((sum, literal) => sum + literal.text.length, 1);
  const table = new Int32Array(most * width);
  const outputs: (Literal[] | undefined)[] = [undefined];
  let states = 1;
  for (const literal of literals) {
    let state = 0;
    for (let i = 0; i < literal.text.length; i++) {
      const cell = state * width + classes[literal.text.charCodeAt(i)]!;
      state = table[cell] || (table[cell] = states++);
    }
    (outputs[state] ??= []).push(literal);
  }

  // Breadth first, so that the row a state falls back to is complete before it is copied from.
  const failure = new Int32Array(states);
  const queue = new Int32Array(states);
  let filled = 0;
  for (let column = 0; column < width; column++) if (table[column]) queue[filled++] = table[column]!;
  for (let head = 0; head < filled; head++) {
    const state = queue[head]!;
    const fallback = failure[state]! * width;
    const inherited = outputs[failure[state]!];
    if (inherited) outputs[state] = outputs[state] ? [...outputs[state], ...inherited] : inherited;
    for (let cell = state * width, column = 0; column < width; cell++, column++) {
      const to = table[cell]!;
      if (to) {
        failure[to] = table[fallback + column]!;
        queue[filled++] = to;
      } else {
        table[cell] = table[fallback + column]!;
      }
    }
  }
  const next = table.subarray(0, states * width);
  for (let cell = 0; cell < next.length; cell++) next[cell] = (next[cell]! * width) | (outputs[next[cell]!] ? ends : 0);
  return { classes, width, next, outputs };
}

export interface Hits {
  /** Ids and end offsets, in the order of the text. */
  readonly ids: readonly number[];
  readonly offsets: readonly number[];
  /** Starts and ends of runs of letters and digits that are as long as a key without a prefix. */
  readonly runs: readonly (readonly [number, number])[];
}

/** Letters and digits are 1, `-` and `_` 2. */
const runParts = /*#__PURE__*/ (() => Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9]/.test(String.fromCharCode(code)) ? 1 : code === 45 || code === 95 ? 2 : 0)))();

/** Every literal of the automaton in `text`, and the runs. */
export function findLiterals(automaton: Automaton, text: string): Hits {
  const { classes, width, next, outputs } = automaton;
  const ids: number[] = [];
  const offsets: number[] = [];
  const runs: (readonly [number, number])[] = [];
  let state = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const inside = code < 128;
    state = next[state + (inside ? classes[code]! : 0)]!;
    if (state >= ends) {
      state -= ends;
      for (const literal of outputs[state / width]!) {
        ids.push(literal.id);
        offsets.push(i + 1);
      }
    }
    if (!inside || runParts[code] === 0) {
      const length = i - run;
      if (length >= 23 && isKeyLength(length, code)) runs.push([run, i]);
      run = i + 1;
    }
  }
  if (isKeyLength(text.length - run, 0)) runs.push([run, text.length]);
  return { ids, offsets, runs };
}

/** 51 and 52: wallet keys and Azure DevOps; 56 and 58: Stellar and NATS; 23 to 28 before a dot: Discord. */
function isKeyLength(length: number, next: number): boolean {
  return (length >= 51 && length <= 58 && length !== 53 && length !== 54 && length !== 55 && length !== 57) || (next === 46 && length >= 23 && length <= 28);
}

/** The literal exactly as written stands before `end`: the automaton folds capitals, prefixes do not. */
export function isExact(text: string, literal: string, end: number): boolean {
  return text.startsWith(literal, end - literal.length);
}
