// A value: what an expression in any language comes to, with the exact token it was written in and the references it
// came through. Every reader reduces its own syntax to values first, so that a policy document means the same in a
// heredoc, in jsonencode, in YAML, in JSON and in TypeScript. Values are plain data: they cross workers and caches.
import type { Place } from '../text/text.ts';

/** How the token is written, which is what an edit must know to escape what it puts there. */
export type Encoding =
  | 'json'
  | 'yaml-plain'
  | 'yaml-single'
  | 'yaml-double'
  | 'yaml-block'
  | 'yaml-flow'
  | 'hcl'
  | 'hcl-heredoc'
  | 'json-in-heredoc'
  | 'json-in-string'
  | 'typescript'
  | 'toml'
  | 'sql'
  | 'bicep'
  | 'shell'
  | 'xml'
  | 'none';

export interface Written {
  /** The exact token, without quotes for strings. What a finding underlines. */
  readonly at: Place;
  /** The same token with its quotes. What an edit replaces. Equal to `at` where nothing is quoted. */
  readonly token: Place;
  /** Use site first, then each local, variable, module or intrinsic that the value came through. Empty for a literal in place. */
  readonly via: readonly Place[];
  readonly encoding: Encoding;
  /** False when the token is shared by several uses, when escapes make its place inexact, or when it lies outside the workspace. */
  readonly editable: boolean;
}

export interface Scalar extends Written {
  readonly kind: 'scalar';
  readonly known: 'literal' | 'resolved';
  readonly value: string | number | boolean | null;
  /** A name stands for it: where it is written it can become another value, and never several. */
  readonly named?: true;
}

/** Text of which parts are known. `\0` stands for each hole: `arn:aws:s3:::\0/*`. */
export interface Partial extends Written {
  readonly kind: 'partial';
  readonly pattern: string;
  /** What each hole refers to, in order, where all of them are plain references. */
  readonly references?: readonly string[];
}

/** Not statically known. Never the reason for a finding. `why` says what could not be resolved, for `posture explain`. */
export interface Unknown extends Written {
  readonly kind: 'unknown';
  readonly why: string;
  /** What it refers to, as it is written, where that is a plain reference: `var.project_id`, `aws_s3_bucket.logs.arn`. */
  readonly reference?: string;
}

export interface List extends Written {
  readonly kind: 'list';
  readonly items: readonly Value[];
  /** False when more items may follow that are not known. */
  readonly complete: boolean;
}

export interface Entry {
  readonly key: Leaf;
  readonly value: Value;
  /** Key and value together. */
  readonly at: Place;
}

export interface Mapping extends Written {
  readonly kind: 'mapping';
  readonly entries: readonly Entry[];
  readonly complete: boolean;
}

/** One of several, by a condition that is not known here (a ternary, `Fn::If`). */
export interface Choice extends Written {
  readonly kind: 'choice';
  readonly options: readonly Value[];
}

export type Leaf = Scalar | Partial | Unknown;
export type Value = Leaf | List | Mapping | Choice;

/** The text of a value that is wholly known; numbers and booleans as they are written in JSON. Undefined for all else. */
export function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'scalar' && value.value !== null ? String(value.value) : undefined;
}

/** What is known of a leaf as a pattern, `\0` for each hole. An unknown leaf is one hole. */
export function patternOf(leaf: Leaf): string {
  if (leaf.kind === 'scalar') return leaf.value === null ? '' : String(leaf.value);
  return leaf.kind === 'partial' ? leaf.pattern : '\0';
}

/** A leaf as a message shows it: `…` for each part that is not known. */
export function shownOf(leaf: Leaf): string {
  return patternOf(leaf).replaceAll('\0', '…');
}

/** All leaves of a value that may be one or a list of them; both arms of a choice. Mappings have none. */
export function leavesOf(value: Value | undefined): Leaf[] {
  if (!value) return [];
  switch (value.kind) {
    case 'list':
      return value.items.flatMap(leavesOf);
    case 'choice':
      return value.options.flatMap(leavesOf);
    case 'mapping':
      return [];
    default:
      return [value];
  }
}

/** The items of a value that may stand alone or in a list, as policy grammar allows (`Statement`, `Action`). */
export function itemsOf(value: Value | undefined): Value[] {
  if (!value) return [];
  switch (value.kind) {
    case 'list':
      return value.items.flatMap((item) => (item.kind === 'choice' ? itemsOf(item) : [item]));
    case 'choice':
      return value.options.flatMap(itemsOf);
    default:
      return [value];
  }
}

/** Entries of a mapping that are looked through for a key; more are found by a table, because every job of a pipeline asks the file for its name. */
const mostScanned = 60;
const tables = new WeakMap<readonly Entry[], { readonly count: number; readonly entries: ReadonlyMap<string, Entry> }>();

function keyed(entries: readonly Entry[]): ReadonlyMap<string, Entry> {
  const known = tables.get(entries);
  if (known?.count === entries.length) return known.entries;
  const made = new Map<string, Entry>();
  for (const entry of entries) {
    const text = textOf(entry.key);
    if (text !== undefined) made.set(text, entry);
  }
  tables.set(entries, { count: entries.length, entries: made });
  return made;
}

/** The entry of a mapping by its key; the last one counts, as in every language read here. `anyCase` folds A to Z. */
export function entryOf(value: Value | undefined, key: string, anyCase = false): Entry | undefined {
  if (value?.kind !== 'mapping') return undefined;
  if (!anyCase && value.entries.length > mostScanned) return keyed(value.entries).get(key);
  const wanted = anyCase ? key.toLowerCase() : key;
  for (let i = value.entries.length - 1; i >= 0; i--) {
    const entry = value.entries[i]!;
    const text = textOf(entry.key);
    if (text !== undefined && (anyCase ? text.toLowerCase() : text) === wanted) return entry;
  }
  return undefined;
}

/** The value under a chain of keys. Undefined as soon as one is missing. */
export function valueAt(value: Value | undefined, ...keys: string[]): Value | undefined {
  let current = value;
  for (const key of keys) current = entryOf(current, key)?.value;
  return current;
}

/** Where a finding about this value stands: at the token, or at the use when the token lies elsewhere and is shared. */
export function placeOf(value: Value): Place {
  return value.editable || value.via.length === 0 ? value.at : value.via[0]!;
}
