// What a chart's own values make of a template: `.Values.a.b`, with defaults and the pipes that do not change meaning.
// Values are what the chart ships; whoever installs it may say otherwise, so that they are used to know values and never
// to say that something is not there. An empty text or null is a blank to be filled in and stays unknown.
import type { ReadContext } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { entryOf, patternOf, type Value, type Written } from '../value.ts';

/** Looks up one `.Values` path. Undefined where no file says anything. */
export type ChartValues = (path: readonly string[]) => Value | undefined;

/** The values of the chart that a template belongs to: its own, and before them what charts around it say for it. */
export function chartValuesOf(uri: string, context: ReadContext): ChartValues | undefined {
  const at = uri.lastIndexOf('/templates/');
  const root = at >= 0 ? uri.slice(0, at) : uri.startsWith('templates/') ? '' : undefined;
  if (root === undefined) return undefined;
  const levels: { root: Value; prefix: readonly string[] }[] = [];
  let prefix: string[] = [];
  for (let chart = root, depth = 0; depth < 4; depth++) {
    const document = context.neighbour(chart === '' ? 'values.yaml' : `${chart}/values.yaml`) ?? context.neighbour(chart === '' ? 'values.yml' : `${chart}/values.yml`);
    const node = document?.tree(parseYaml).roots[0];
    if (document && node) levels.unshift({ root: document.memo(chartValuesOf, () => valueOf(node, document.uri)), prefix });
    const parent = /^(.*?)(?:\/|^)charts\/([^/]+)$/.exec(chart);
    if (!parent) break;
    prefix = [parent[2]!, ...prefix];
    chart = parent[1]!;
  }
  if (levels.length === 0) return undefined;
  return (path) => {
    for (const level of levels) {
      const found = descend(level.root, [...level.prefix, ...path]);
      if (found) return found;
    }
    return undefined;
  };
}

function descend(root: Value, path: readonly string[]): Value | undefined {
  let current: Value | undefined = root;
  for (const part of path) current = entryOf(current, part)?.value;
  return current;
}

/** Pipes after which the value is still the same value. */
const harmless = /^(?:quote|squote|toString|toYaml|trim|(?:n?indent)\s+\d+|default\s+.*)$/;

/**
 * The value of an action as its chart ships it, placed at the action. Undefined where the expression is more than a look
 * at values, or where they leave it blank.
 */
export function evaluateAction(expression: string, values: ChartValues, place: Place): Value | undefined {
  const [head, ...pipes] = splitPipes(expression);
  if (head === undefined || !pipes.every((pipe) => harmless.test(pipe))) return undefined;
  const match = /^(?:toYaml\s+|quote\s+|default\s+("[^"]*"|[\w.]+)\s+)?\$?\.Values\.([\w-]+(?:\.[\w-]+)*)$/.exec(head);
  if (!match) return undefined;
  const value = values(match[2]!.split('.'));
  if (value && !isBlank(value)) return placed(value, place);
  const fallback = match[1] ?? pipes.map((pipe) => /^default\s+("[^"]*"|[\w.]+)$/.exec(pipe)?.[1]).find((one) => one !== undefined);
  return fallback === undefined || fallback === '""' || /^[.$]/.test(fallback) ? undefined : placed(literal(fallback, place), place);
}

function splitPipes(expression: string): string[] {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < expression.length; at++) {
    if (expression[at] === '"' && expression[at - 1] !== '\\') quoted = !quoted;
    else if (expression[at] === '|' && !quoted) {
      parts.push(expression.slice(start, at).trim());
      start = at + 1;
    }
  }
  parts.push(expression.slice(start).trim());
  return parts;
}

function literal(word: string, place: Place): Value {
  const value = word.startsWith('"') ? word.slice(1, -1) : word === 'true' ? true : word === 'false' ? false : /^\d+$/.test(word) ? Number(word) : word;
  return { kind: 'scalar', known: 'resolved', value, ...writtenAt(place, []) };
}

function isBlank(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'mapping') return value.entries.length === 0;
  return value.kind === 'scalar' && (value.value === null || value.value === '' || patternOf(value).includes('{{'));
}

/** The value as if it were written at the action: that is where a reader of the template looks. Nothing in it is for edits. */
function placed(value: Value, place: Place): Value {
  const written = writtenAt(place, [value.at]);
  switch (value.kind) {
    case 'list': return { ...value, ...written, items: value.items.map((item) => placed(item, place)) };
    case 'mapping': return { ...value, ...written, entries: value.entries.map((entry) => ({ key: { ...entry.key, ...written }, value: placed(entry.value, place), at: place })) };
    case 'choice': return { ...value, ...written, options: value.options.map((option) => placed(option, place)) };
    case 'scalar': return { ...value, ...written, known: 'resolved' };
    default: return { ...value, ...written };
  }
}

function writtenAt(place: Place, via: readonly Place[]): Written {
  return { at: place, token: place, via, encoding: 'none', editable: false };
}
