// Reads the small YAML files of a baseline strictly. They can come from anyone, so anchors, aliases, tags, unknown fields
// and control characters are refused, each with its place; a merge that left its markers is told from a mistake.
import { resolved, type DataMap, type DataNode, type DataScalar } from '../engine/syntax/data.ts';
import { parseYaml } from '../engine/syntax/yaml.ts';
import { conflictMarker, markersLeft, type Span } from '../engine/text/text.ts';
import { isDay } from './days.ts';

export interface RecordProblem {
  readonly message: string;
  readonly span: Span;
  /** The text holds conflict markers: a merge to finish, and no mistake of the one who wrote it. */
  readonly conflict?: boolean;
}

export type Refuse = (message: string, span?: Span) => void;

/** The one document of a text, or undefined with what is wrong in `problems`. */
export function readStrictly(text: string, problems: RecordProblem[]): DataNode | undefined {
  const marker = conflictMarker(text);
  if (marker) {
    problems.push({ message: markersLeft, span: marker, conflict: true });
    return undefined;
  }
  const tree = parseYaml(text);
  for (const problem of tree.problems) problems.push({ message: problem.message, span: problem.span });
  if (tree.roots.length !== 1) problems.push({ message: `one record a file, ${tree.roots.length} found`, span: [0, 0] });
  const root = tree.roots[0];
  if (root) refuseCleverness(root, (message, span = [0, 0]) => void problems.push({ message, span }));
  return problems.length > 0 ? undefined : root;
}

function refuseCleverness(node: DataNode, refuse: Refuse): void {
  const pending: DataNode[] = [node];
  for (let current = pending.pop(); current; current = pending.pop()) {
    if (current.kind === 'alias' || current.anchor !== undefined) refuse('anchors and aliases are refused in a record', current.span);
    if (current.tag !== undefined) refuse('tags are refused in a record', current.tagSpan ?? current.span);
    if (current.kind === 'map') for (const entry of current.entries) pending.push(entry.key, entry.value);
    if (current.kind === 'list') pending.push(...current.items);
  }
}

/** The entries of a mapping by name; unknown and doubled ones are refused. */
export function mapOf(node: DataNode, what: string, known: readonly string[], refuse: Refuse): Map<string, DataNode> | undefined {
  if (node.kind !== 'map') {
    refuse(`${what} has to be a mapping`, node.span);
    return undefined;
  }
  const found = new Map<string, DataNode>();
  for (const entry of (node as DataMap).entries) {
    const key = resolved(entry.key);
    const name = key?.kind === 'scalar' ? String(key.value) : '';
    if (!known.includes(name)) refuse(`"${name.slice(0, 40)}" is no field of ${what}; known are ${known.join(', ')}`, entry.key.span);
    else if (found.has(name)) refuse(`"${name}" stands twice`, entry.key.span);
    else found.set(name, entry.value);
  }
  return found;
}

/** Text of a scalar as written: a date or a digest stays what it is, whatever YAML would make of it. */
export function stringIn(node: DataNode | undefined, name: string, refuse: Refuse): string {
  if (!node) {
    refuse(`${name} is missing`);
    return '';
  }
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') {
    refuse(`${name} has to be a text`, node.span);
    return '';
  }
  const text = String((node as DataScalar).value);
  if (/[\u0000-\u001f\u007f]/.test(text)) refuse(`${name} holds a control character`, node.span);
  return text;
}

/** A list of texts. */
export function listIn(node: DataNode, name: string, refuse: Refuse): string[] {
  if (node.kind !== 'list') {
    refuse(`${name} has to be a list`, node.span);
    return [];
  }
  return node.items.map((item) => stringIn(item, name, refuse));
}

/** One of the words that are known. */
export function oneOf<T extends string>(node: DataNode | undefined, name: string, known: readonly T[], refuse: Refuse): T | undefined {
  const text = stringIn(node, name, refuse);
  if (known.includes(text as T)) return text as T;
  if (text) refuse(`${name}: "${text.slice(0, 40)}" is none of ${known.join(', ')}`, node!.span);
  return undefined;
}

/** A day of the calendar, `2027-01-31`. */
export function dayIn(node: DataNode | undefined, name: string, refuse: Refuse): string {
  const text = stringIn(node, name, refuse);
  if (text && !isDay(text)) refuse(`${name}: "${text.slice(0, 20)}" is no day of the form 2027-01-31`, node!.span);
  return text;
}

/** A whole number from `least` to `most`. */
export function numberIn(node: DataNode | undefined, name: string, least: number, most: number, refuse: Refuse): number {
  const value = node?.kind === 'scalar' ? node.value : undefined;
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  refuse(`${name} has to be a whole number from ${least} to ${most}`, node?.span);
  return least;
}
