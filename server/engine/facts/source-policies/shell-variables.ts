// Variables of a script that are given one text and never another: `ADMIN=arn:…` above `--policy-arn "$ADMIN"`. Anything
// that is assigned twice, read from elsewhere or put together by a command stays a hole.
import type { Place } from '../../text/text.ts';
import { patternOf, type Leaf } from '../value.ts';

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
  /^[ \t]*(?:(?:export|readonly|local|declare(?:[ \t]+-\w+)?)[ \t]+)?([A-Za-z_]\w{0,60})=(?:"([^"`\\\n]{0,2000})"|([^\s"'`\\;|&()<>]{0,2000}))(?=[ \t]*(?:$|[;#&]))/gm;
const anyAssignment = /(?:^|[\s;&|(])([A-Za-z_]\w{0,60})\+?=/gm;

export interface Written {
  /** The text that a variable is given, with the names of others in it where `isComposed`; undefined where a command gives it. */
  readonly written?: Assigned;
  readonly isComposed?: true;
}

/** One place where a script gives a variable something. */
export interface Assignment extends Written {
  readonly name: string;
  /** Where its name begins. */
  readonly start: number;
  /** Of the function in which it stands, and of nobody else. */
  readonly isLocal: boolean;
}

/** Where variables of a script are given something, in the order of the text; `lookedUp` by where their names begin (shell-lookups.ts). */
export function assignmentsIn(text: string, uri: string, lookedUp?: ReadonlyMap<number, Written>): readonly Assignment[] {
  const written = new Map<number, Written>(lookedUp);
  const note = (match: RegExpExecArray, value: string, end: number, isComposed = false): void => {
    const start = match.index + match[0].indexOf(`${match[1]!}=`);
    written.set(start, { written: { value, at: { uri, span: [end - value.length, end] } }, ...(isComposed ? { isComposed } : {}) });
  };
  for (const match of text.matchAll(composed)) {
    const value = match[2] ?? match[3]!;
    if (value.includes('$')) note(match, value, match.index + match[0].length - (match[2] === undefined ? 0 : 1), true);
  }
  for (const match of text.matchAll(assignment)) {
    const quoted = match[2] !== undefined || match[3] !== undefined ? 1 : 0;
    note(match, match[2] ?? match[3] ?? match[4] ?? '', match.index + match[0].length - quoted);
  }
  for (const match of text.matchAll(defaulted))
    note(match, match[4]!, match.index + match[0].length - match[2]!.length - 1 - match[3]!.length);
  return [...text.matchAll(anyAssignment)].map((match) => {
    const start = match.index + match[0].indexOf(match[1]!);
    const before = text.slice(Math.max(0, start - 40), start);
    return {
      name: match[1]!,
      start,
      isLocal: /\b(?:local|declare|typeset)(?:[ \t]{1,5}-\w{1,5})?[ \t]{1,10}$/.test(before),
      ...written.get(start),
    };
  });
}

/** The variables of a script that are given one text, and never another. */
export function assignedOnce(text: string, uri: string, all = assignmentsIn(text, uri)): ReadonlyMap<string, Assigned> {
  const times = new Map<string, number>();
  for (const { name } of all) times.set(name, (times.get(name) ?? 0) + 1);
  const elsewhere = givenElsewhere(text);
  const once = all.filter(({ name, written }) => written && times.get(name) === 1 && !elsewhere.has(name));
  const found = new Map(once.flatMap(({ name, written, isComposed }) => (isComposed ? [] : [[name, written!] as const])));
  // In the order of the text: what a text is put together of stands above it.
  for (const { name, written, isComposed } of once) {
    const value = isComposed ? composedOf(written!, found) : undefined;
    if (value) found.set(name, value);
  }
  return found;
}

/** Names that a script reads from elsewhere, or goes through. */
export function givenElsewhere(text: string): ReadonlySet<string> {
  return new Set(
    [...text.matchAll(/\b(?:read|for|mapfile|readarray|getopts)[ \t]([^\n]{0,200})/g)].flatMap((match) => match[1]!.match(/\w+/g) ?? []),
  );
}

const longestComposed = 2000;

/** A text with its variables filled in; with holes where one of them is not known. Undefined where nothing else is in it, or too much. */
export function composedOf({ value: text, at }: Assigned, known: ReadonlyMap<string, Assigned>): Assigned | undefined {
  const only = /^\$(?:(\w{1,60})|\{(\w{1,60})\})$/.exec(text);
  if (only) return known.get(only[1] ?? only[2]!);
  let left = longestComposed;
  const pattern = text.replace(inText, (_, plain: string | undefined, braced: string | undefined) => {
    const assigned = known.get(plain ?? braced ?? '');
    const held = assigned ? (assigned.leaf ? patternOf(assigned.leaf) : assigned.value) : '\0';
    left -= held.length;
    // A variable that is used over and over in one text makes no longer one than is kept.
    return left < 0 ? '' : held;
  });
  if (left < 0 || pattern.length > longestComposed || pattern.includes('$')) return undefined;
  if (!pattern.includes('\0')) return { value: pattern, at };
  if (/^\0+$/.test(pattern)) return undefined;
  return { value: '', at, leaf: { kind: 'partial', pattern, at, token: at, via: [], encoding: 'none', editable: false } };
}

/** What a shell puts into a text: `$NAME`, `${NAME}`, and what it asks a command for. */
const inText = /\$(?:(\w{1,60})|\{(\w{1,60})\}|\{[^{}]{0,300}\}|\((?:[^()]|\([^()]{0,300}\)){0,300}\))/g;

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
  let listed: Assigned | undefined;
  const value = written.replace(
    /\$(?:(\w+)|\{([^{}]*)\}|(\([\w.-]+\))|(?=\())/g,
    (_, plain: string | undefined, braced: string | undefined, made: string | undefined) => {
      const known = variables.get(plain ?? braced ?? made ?? '');
      if (!known || known.leaf) all = false;
      if (known?.listed) listed ??= known;
      return known?.value ?? '';
    },
  );
  const place = {
    at: leaf.at,
    token: leaf.token,
    via: listed ? [listed.at, leaf.at] : leaf.via,
    encoding: 'none',
    editable: false,
  } as const;
  if (all && !/[`$]/.test(value)) return { kind: 'scalar', known: 'resolved', value, ...place };
  const part = /[`\\]/.test(written) ? undefined : composedOf({ value: written, at: leaf.at }, variables)?.leaf;
  return part ? { ...part, ...place } : leaf;
}
