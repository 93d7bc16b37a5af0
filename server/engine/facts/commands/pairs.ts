// What commands are told as `key=value`, and as the text behind `<<`: `vault write auth/… policies=app`, `gh api -f
// permission=pull`, `kcadm create clients -s publicClient=true`. What a value means is for the command's reader to say.
import type { Place } from '../../text/text.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { patternOf, type Leaf, type Mapping } from '../value.ts';
import type { ShellCommand } from './shell.ts';

export interface Pair {
  readonly key: string;
  readonly leaf: Leaf;
  readonly text: string;
  /** Where the value stands, as exactly as that is known. */
  readonly at: Place;
}

/** `key=value`; a quoted value is a word of its own, right behind its key. */
export function pairsOf(leaves: readonly Leaf[]): Pair[] {
  const pairs: Pair[] = [];
  leaves.forEach((leaf, index) => {
    const text = patternOf(leaf);
    const mark = text.indexOf('=');
    const [from, to] = leaf.at.span;
    const next = leaves[index + 1];
    if (mark <= 0) return;
    if (mark === text.length - 1) {
      const quoted = next && next.token.span[0] === leaf.token.span[1] ? next : undefined;
      pairs.push({ key: text.slice(0, mark), leaf, text: quoted ? patternOf(quoted) : '', at: quoted?.at ?? leaf.at });
    } else
      pairs.push({
        key: text.slice(0, mark),
        leaf,
        text: text.slice(mark + 1),
        at: to - from === text.length ? { uri: leaf.at.uri, span: [from + mark + 1, to] } : leaf.at,
      });
  });
  return pairs;
}

/** The values of the flags that are given pairs, and the words between them, in the order in which they stand. */
export function wordsInOrder(command: ShellCommand, ...flags: readonly string[]): Leaf[] {
  const words = [...flags.flatMap((flag) => command.flags.get(flag) ?? []), ...command.words];
  return words.map(({ leaf }) => leaf).sort((a, b) => a.token.span[0] - b.token.span[0]);
}

/** So far an input is read: each of a thousand commands may have one that does not end. */
const longestInput = 10_000;
const given = /\s{0,20}<<(?:-?[ \t]{0,4}["']?\w{1,60}["']?[^\n{]{0,200}\n|<[ \t]{0,4}['"]?)\s{0,200}(?=\{)/y;

/** The object that a command is handed on its standard input, where it is written behind it: `<<EOF`, `<<< '{…}'`. */
export function inputOf(command: ShellCommand, text: string): Mapping | undefined {
  given.lastIndex = command.whole.span[1];
  const found = given.exec(text);
  const value = found ? readLiteral(text.slice(0, given.lastIndex + longestInput), given.lastIndex, command.whole.uri, false) : undefined;
  return value?.kind === 'mapping' ? value : undefined;
}
