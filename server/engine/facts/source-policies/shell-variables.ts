// Variables of a script that are given one text and never another: `ADMIN=arn:…` above `--policy-arn "$ADMIN"`. Anything
// that is assigned twice, read from elsewhere or put together by a command stays a hole.
import type { Place } from '../../text/text.ts';
import type { Leaf } from '../value.ts';

export interface Assigned {
  readonly value: string;
  readonly at: Place;
  /** One of several that a loop hands to the same words: what is said of it stands at it, and not where all of them are used. */
  readonly listed?: true;
  /** What is handed over where that is not all written: a text with holes. */
  readonly leaf?: Leaf;
}

const assignment =
  /^[ \t]*(?:(?:export|readonly|local|declare(?:[ \t]+-\w+)?)[ \t]+)?([A-Za-z_]\w{0,60})=(?:"([^"$`\\\n]{0,2000})"|'([^'\n]{0,2000})'|([^\s"'$`\\;|&()<>]{0,2000}))(?=[ \t]*(?:$|[;#&]))/gm;
/** A variable whose default is written: `ROLE="${ROLE:-Contributor}"`, `ROLE=${1:-Reader}`. It holds as that of one of Terraform does. */
const defaulted =
  /^[ \t]*(?:(?:export|readonly|local|declare(?:[ \t]+-\w+)?)[ \t]+)?([A-Za-z_]\w{0,60})=("?)\$\{\w{1,60}:?-(["']?)([^\s"'$`\\{}]{1,500})\3\}\2(?=[ \t]*(?:$|[;#&]))/gm;
/** A text that is put together of others: `"$NAME@$PROJECT.iam.gserviceaccount.com"`. */
const composed =
  /^[ \t]*(?:(?:export|readonly|local|declare(?:[ \t]+-\w+)?)[ \t]+)?([A-Za-z_]\w{0,60})="([^"`\\\n]{0,2000})"(?=[ \t]*(?:$|[;#&]))/gm;
const anyAssignment = /(?:^|[\s;&|(])([A-Za-z_]\w{0,60})\+?=/gm;

/** The variables of a script that are known. */
export function assignedOnce(text: string, uri: string): ReadonlyMap<string, Assigned> {
  const found = new Map<string, Assigned>();
  for (const match of text.matchAll(assignment)) {
    const value = match[2] ?? match[3] ?? match[4] ?? '';
    const quoted = match[2] !== undefined || match[3] !== undefined ? 1 : 0;
    const end = match.index + match[0].length - quoted;
    found.set(match[1]!, { value, at: { uri, span: [end - value.length, end] } });
  }
  for (const match of text.matchAll(defaulted)) {
    const end = match.index + match[0].length - match[2]!.length - 1 - match[3]!.length;
    found.set(match[1]!, { value: match[4]!, at: { uri, span: [end - match[4]!.length, end] } });
  }
  if (found.size === 0) return found;
  const texts = [...text.matchAll(composed)].filter(([, , value]) => value!.includes('$'));
  const times = new Map<string, number>();
  for (const match of text.matchAll(anyAssignment)) times.set(match[1]!, (times.get(match[1]!) ?? 0) + 1);
  const elsewhere = new Set(
    [...text.matchAll(/\b(?:read|for|mapfile|readarray|getopts)[ \t]([^\n]{0,200})/g)].flatMap((match) => match[1]!.match(/\w+/g) ?? []),
  );
  const isOnce = (name: string): boolean => times.get(name) === 1 && !elsewhere.has(name);
  for (const name of found.keys()) if (!isOnce(name)) found.delete(name);
  // In the order of the text: what a text is put together of stands above it.
  for (const match of texts) {
    const value = isOnce(match[1]!) ? composedOf(match[2]!, found) : undefined;
    const end = match.index + match[0].length - 1;
    if (value !== undefined) found.set(match[1]!, { value, at: { uri, span: [end - match[2]!.length, end] } });
  }
  return found;
}

const longestComposed = 2000;

/** A text with its variables filled in; undefined where one of them is not known, or may have another value here. */
function composedOf(text: string, known: ReadonlyMap<string, Assigned>): string | undefined {
  let all = true;
  let left = longestComposed;
  const value = text.replace(/\$(?:(\w+)|\{(\w+)\}|)/g, (_, plain: string | undefined, braced: string | undefined) => {
    const assigned = known.get(plain ?? braced ?? '');
    left -= assigned?.value.length ?? 0;
    if (!assigned || left < 0) all = false;
    // A variable that is used over and over in one text makes no longer one than is kept.
    return all ? assigned!.value : '';
  });
  return all && value.length <= longestComposed ? value : undefined;
}

const makeAssignment = /^((?:(?:export|override)[ \t]+)?([\w.-]{1,60})[ \t]*(?::{0,3}|\?)=[ \t]*)([^\s#$][^#$\n]{0,2000})(?:#[^\n]*)?$/gm;
const anyMakeAssignment = /^(?:[^\n:=#]{0,200}:(?!:?=)[ \t]*)?(?:(?:export|override)[ \t]+)?([\w.-]{1,60})[ \t]*(?::{0,3}|[?+!])=/gm;

/**
 * The variables of a Makefile that are given one text, by both ways in which they are used: `NAME` for `${NAME}`, and
 * `(NAME)` for `$(NAME)`, which in a shell would be a command. A default (`?=`) counts, as that of a variable of Terraform does.
 */
export function makeVariables(text: string, uri: string): ReadonlyMap<string, Assigned> {
  const times = new Map<string, number>();
  for (const match of text.matchAll(anyMakeAssignment)) times.set(match[1]!, (times.get(match[1]!) ?? 0) + 1);
  const found = new Map<string, Assigned>();
  for (const match of text.matchAll(makeAssignment)) {
    const value = match[3]!.trimEnd();
    if (times.get(match[2]!) !== 1 || value.endsWith('\\')) continue;
    const start = match.index + match[1]!.length;
    const assigned = { value, at: { uri, span: [start, start + value.length] as const } };
    found.set(match[2]!, assigned).set(`(${match[2]!})`, assigned);
  }
  return found;
}

/** What counts where a variable is not given: `${ROLE:-Owner}`. It is said where it is written. */
function defaultOf(value: string | undefined, { at }: Leaf): Assigned | undefined {
  if (!value) return undefined;
  const end = at.span[1] - 1;
  return { value, at: { uri: at.uri, span: [end - value.length, end] }, listed: true };
}

/** The leaf with the variables that are known filled in; as it is where one is not. */
export function filled(leaf: Leaf, variables: ReadonlyMap<string, Assigned>, text: string): Leaf {
  if (leaf.kind === 'scalar') return leaf;
  const written = text.slice(...leaf.at.span);
  const only = /^\$(?:(\w+)|\{(\w+)(?::?-([^{}$`"'\\]*))?\}|(\([\w.-]+\)))$/.exec(written);
  const whole = only && (variables.get(only[1] ?? only[2] ?? only[4]!) ?? defaultOf(only[3], leaf));
  if (whole?.leaf) return { ...whole.leaf, via: [whole.at, leaf.at], editable: false };
  if (whole)
    return {
      kind: 'scalar',
      known: 'resolved',
      value: whole.value,
      at: whole.at,
      token: whole.at,
      via: whole.listed ? [whole.at, leaf.at] : [leaf.at],
      encoding: 'none',
      editable: false,
    };
  let all = true;
  const value = written.replace(
    /\$(?:(\w+)|\{([^{}]*)\}|(\([\w.-]+\))|(?=\())/g,
    (_, plain: string | undefined, braced: string | undefined, made: string | undefined) => {
      const known = variables.get(plain ?? braced ?? made ?? '');
      if (!known || known.leaf) all = false;
      return known?.value ?? '';
    },
  );
  return all && !/[`$]/.test(value)
    ? { kind: 'scalar', known: 'resolved', value, at: leaf.at, token: leaf.token, via: leaf.via, encoding: 'none', editable: false }
    : leaf;
}
