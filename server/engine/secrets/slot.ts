// A slot: a place where a text gives a value to a name. Readers of many notations find slots; what a slot means is judged
// elsewhere, once for all of them.
import type { Encoding } from '../facts/value.ts';
import type { Span } from '../text/text.ts';
import type { SecretContext } from './types.ts';
import { tableOf } from '../table.ts';

export interface Slot {
  /** The key, variable, property, header or flag; empty where the value has none. */
  readonly name: string;
  /** Keys from the root or the enclosing names, the name included. */
  readonly path: string;
  /** The value as the program sees it. */
  readonly value: string;
  /** The value without quotes. */
  readonly at: Span;
  /** With its quotes. */
  readonly token: Span;
  /** Name and value together. */
  readonly entry: Span;
  readonly encoding: Encoding;
  readonly where: SecretContext['where'];
  /** Character by character: offsets in the value are offsets in the text from `at[0]`. */
  readonly exact: boolean;
  /** In quotes, or a scalar of a data file; a bare word of a source text is not. */
  readonly quoted: boolean;
  /** Parts of the value are put in at run time. */
  readonly interpolated: boolean;
  /** Inside of a string, comment or script that is no slot of its own: its text cannot be replaced by an expression. */
  readonly nested?: boolean;
  /** The argument of a call that takes a credential there and nothing else: whatever the literal looks like, it is the credential. */
  readonly proven?: boolean;
  /** It is declared to be hidden: `sensitive = true`, `NoEcho: true`, `securestring`, `@secure()`. */
  readonly hidden?: boolean;
  /** The path of the slot whose text this one was read in. */
  readonly within?: string;
  /** In a text that explains the code: what is assigned there is an example more often than not. */
  readonly explains?: boolean;
  /** The parts of a joined text; undefined where it is one literal. */
  readonly parts?: readonly Span[];
}

const escapes = tableOf<string>({ n: '\n', r: '\r', t: '\t', '"': '"', "'": "'", '\\': '\\', '/': '/', '`': '`', $: '$', '\n': '' });

/** Takes the escapes out of a literal in the manner of C, JSON and their many children. Unknown escapes stay as they are. */
export function unescape(raw: string): string {
  if (!raw.includes('\\')) return raw;
  return raw.replace(
    /\\(?:u\{?([0-9a-fA-F]{4})\}?|x([0-9a-fA-F]{2})|(.))/gs,
    (whole, unicode: string | undefined, hex: string | undefined, char: string | undefined) => {
      const digits = unicode ?? hex;
      if (digits !== undefined) return String.fromCharCode(parseInt(digits, 16));
      return escapes.get(char!) ?? whole;
    },
  );
}
