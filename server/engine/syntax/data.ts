// The one tree for data languages (YAML, JSON, TOML): maps, lists, scalars and aliases, each with its exact place.
// It says what is written and decides nothing: aliases stay aliases, merge keys stay keys, tags are not evaluated.
// `facts/data-value.ts` turns it into values.
import type { Span } from '../text/text.ts';

export type ScalarStyle =
  | 'plain'
  | 'single'
  | 'double'
  | 'literal'
  | 'folded'
  | 'json-string'
  | 'json-word'
  | 'toml-basic'
  | 'toml-literal'
  | 'toml-basic-block'
  | 'toml-literal-block'
  | 'toml-bare'
  | 'xml-text';

interface NodeBase {
  /** The token as written: with quotes, brackets or block header; without tag and anchor. Empty where nothing is written. */
  readonly span: Span;
  /** Tag as written (`!Sub`, `!!str`); undefined where there is none. */
  readonly tag?: string;
  /** Where the tag is written. */
  readonly tagSpan?: Span;
  /** Name that `&name` gives this node. */
  readonly anchor?: string;
}

export interface DataScalar extends NodeBase {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
  /** The content without quotes and block header. */
  readonly inner: Span;
  readonly style: ScalarStyle;
  /** True when the value is the text of `inner` character by character, so that offsets in the value are offsets in the text. */
  readonly exact: boolean;
}

export interface DataEntry {
  readonly key: DataNode;
  /** A scalar `null` with an empty span where nothing is written. */
  readonly value: DataNode;
  /** From the key's first character (its tag and anchor included) to the end of the value. */
  readonly span: Span;
}

export type Notation = 'yaml' | 'json' | 'toml' | 'xml';

export interface DataMap extends NodeBase {
  readonly kind: 'map';
  readonly notation: Notation;
  /** In the order of the text; keys may repeat, and the last one counts. */
  readonly entries: readonly DataEntry[];
  /** Written in braces (YAML flow, JSON, TOML inline) and not as a block. */
  readonly flow: boolean;
}

export interface DataList extends NodeBase {
  readonly kind: 'list';
  readonly notation: Notation;
  readonly items: readonly DataNode[];
  readonly flow: boolean;
}

export interface DataAlias extends NodeBase {
  readonly kind: 'alias';
  readonly name: string;
  /** The node that the alias stands for; undefined when no such anchor comes before it. */
  readonly target: DataNode | undefined;
}

export type DataNode = DataMap | DataList | DataScalar | DataAlias;

export interface DataProblem {
  readonly message: string;
  readonly span: Span;
}

export interface DataTree {
  /** One a document: YAML streams have several, JSON and TOML one; none for a text that holds nothing. */
  readonly roots: readonly DataNode[];
  /** What was wrong. The tree holds everything that could be read in spite of it. */
  readonly problems: readonly DataProblem[];
}

/** The node behind an alias; the node itself where it is none. Undefined for an alias without an anchor. */
export function resolved(node: DataNode | undefined): DataNode | undefined {
  let current = node;
  for (let i = 0; i < 50 && current?.kind === 'alias'; i++) current = current.target;
  return current?.kind === 'alias' ? undefined : current;
}

/** Text of a scalar key as it is looked up; undefined for keys that are collections. */
export function keyText(entry: DataEntry): string | undefined {
  const key = resolved(entry.key);
  return key?.kind === 'scalar' ? String(key.value) : undefined;
}

/** The entry of a map by key, aliases followed; the last one counts. Merge keys are not looked into. */
export function findEntry(node: DataNode | undefined, key: string): DataEntry | undefined {
  const map = resolved(node);
  if (map?.kind !== 'map') return undefined;
  for (let i = map.entries.length - 1; i >= 0; i--) if (keyText(map.entries[i]!) === key) return map.entries[i];
  return undefined;
}

/** The node under a chain of keys, aliases followed. */
export function findNode(node: DataNode | undefined, ...keys: string[]): DataNode | undefined {
  let current = resolved(node);
  for (const key of keys) current = resolved(findEntry(current, key)?.value);
  return current;
}

/** The string of a scalar; undefined for anything that is no string. */
export function stringOf(node: DataNode | undefined): string | undefined {
  const scalar = resolved(node);
  return scalar?.kind === 'scalar' && typeof scalar.value === 'string' ? scalar.value : undefined;
}
