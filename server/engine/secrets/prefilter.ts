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
  const goto: Int32Array[] = [new Int32Array(width).fill(-1)];
  const outputs: (Literal[] | undefined)[] = [undefined];
  for (const literal of literals) {
    let state = 0;
    for (const char of literal.text.toLowerCase()) {
      const column = classes[char.charCodeAt(0)]!;
      let to = goto[state]![column]!;
      if (to < 0) {
        to = goto.length;
        goto.push(new Int32Array(width).fill(-1));
        outputs.push(undefined);
        goto[state]![column] = to;
      }
      state = to;
    }
    (outputs[state] ??= []).push(literal);
  }
  const failure = new Int32Array(goto.length);
  const queue: number[] = [];
  for (let column = 0; column < width; column++) {
    const to = goto[0]![column]!;
    if (to < 0) goto[0]![column] = 0;
    else queue.push(to);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const inherited = outputs[failure[state]!];
    if (inherited) outputs[state] = [...(outputs[state] ?? []), ...inherited];
    for (let column = 0; column < width; column++) {
      const to = goto[state]![column]!;
      if (to < 0) goto[state]![column] = goto[failure[state]!]![column]!;
      else {
        failure[to] = goto[failure[state]!]![column]!;
        queue.push(to);
      }
    }
  }
  const next = new Int32Array(goto.length * width);
  goto.forEach((row, state) => row.forEach((to, column) => (next[state * width + column] = (to * width) | (outputs[to] ? ends : 0))));
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
