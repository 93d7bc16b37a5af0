// What a pipeline of a template comes to, as its chart ships it: values, defaults, named templates and the functions that
// hand a value on. It guesses nothing: a function that is not here, a value that the chart leaves blank and everything
// that only an installation knows (`.Release`, `.Capabilities`, `lookup`) is unknown.
import type { Place } from '../../text/text.ts';
import { itemsOf, patternOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Expression } from './expression.ts';
import { mergedValues, type ChartValues } from './values.ts';
import { tableOf } from '../../table.ts';

/** What the dot, a variable or an argument may be: a value, everything that a template starts with, or a `dict` of these. */
export type Context = Value | { readonly kind: 'root' } | { readonly kind: 'dict'; readonly entries: ReadonlyMap<string, Context> };

export const rootContext: Context = { kind: 'root' };

export interface Scope {
  readonly values: ChartValues;
  /** Undefined where it is not known. */
  dot(): Context | undefined;
  variable(name: string): Context | undefined;
  /** What a named template writes with this as its dot. */
  include(name: string, dot: Context | undefined): Value | undefined;
  /** What a file of the chart holds, by its path in the chart. */
  file(path: string): Value | undefined;
  /** Where a made value stands: at the action. */
  readonly place: Place;
}

/** The value of an expression; undefined where it is unknown or blank. */
export function evaluate(expression: Expression, scope: Scope): Value | undefined {
  const found = contextOf(expression, scope);
  return isValue(found) && !isBlank(found) ? found : undefined;
}

/** The same, with the contexts that only templates hand around. */
export function contextOf(expression: Expression, scope: Scope): Context | undefined {
  switch (expression.kind) {
    case 'literal':
      return scalar(expression.value, scope);
    case 'call':
      return callOf(expression.name, expression.args, scope);
    case 'path': {
      const { of, path } = expression;
      // Inside of `with` and `range` charts mean the values of the chart even where Helm would not find them.
      if (of === '.' && path[0] === 'Values') return scope.values(path.slice(1));
      return fieldOf(
        of === '.' ? scope.dot() : typeof of === 'string' ? (of === '$' ? rootContext : scope.variable(of)) : contextOf(of, scope),
        path,
        scope,
      );
    }
  }
}

function fieldOf(base: Context | undefined, path: readonly string[], scope: Scope): Context | undefined {
  let at = base;
  for (const [index, part] of path.entries()) {
    if (at?.kind === 'root')
      return part === 'Values'
        ? scope.values(path.slice(index + 1))
        : // What an installation says is never blank: no default takes its place.
          part === 'Release' && index + 1 < path.length
          ? { kind: 'unknown', why: 'known at the installation', ...madeAt(scope) }
          : undefined;
    at = at?.kind === 'dict' ? at.entries.get(part) : valueAt(at, part);
  }
  return at;
}

type Fn = (args: readonly Expression[], scope: Scope) => Context | undefined;

const last: Fn = (args, scope) => (args.length > 0 ? contextOf(args.at(-1)!, scope) : undefined);
const firstKnown: Fn = (args, scope) => {
  for (const one of args) {
    const value = contextOf(one, scope);
    if (value && !(isValue(value) && isBlank(value))) return value;
  }
  return undefined;
};
const onText =
  (change: (text: string) => string): Fn =>
  (args, scope) => {
    const value = last(args, scope);
    const text = isValue(value) ? textOf(value) : undefined;
    return text === undefined ? undefined : scalar(change(text), scope);
  };

const functions: ReadonlyMap<string, Fn> = tableOf<Fn>({
  toYaml: last,
  toJson: last,
  toRawJson: last,
  toPrettyJson: last,
  toString: last,
  quote: last,
  squote: last,
  indent: last,
  nindent: last,
  required: last,
  fromYaml: last,
  fromJson: last,
  deepCopy: last,
  mustToYaml: last,
  mustToJson: last,
  tpl: ([first], scope) => {
    const value = first && contextOf(first, scope);
    return isValue(value) && textOf(value)?.includes('{{') === false ? value : undefined;
  },
  default: ([fallback, value], scope) => firstKnown([...(value ? [value] : []), ...(fallback ? [fallback] : [])], scope),
  coalesce: firstKnown,
  or: firstKnown,
  ternary: ([yes, no], scope) => {
    const options = [yes, no].flatMap((one) => {
      const value = one && contextOf(one, scope);
      return isValue(value) ? [value] : [];
    });
    return options.length === 2 ? { kind: 'choice', options, ...madeAt(scope) } : undefined;
  },
  lower: onText((text) => text.toLowerCase()),
  upper: onText((text) => text.toUpperCase()),
  trim: onText((text) => text.trim()),
  list: (args, scope) =>
    listOf(
      args.map((one) => contextOf(one, scope)),
      scope,
    ),
  concat: (args, scope) =>
    listOf(
      args.flatMap((one) => {
        const value = contextOf(one, scope);
        return isValue(value) ? itemsOf(value) : [undefined];
      }),
      scope,
    ),
  merge(args, scope) {
    const values: Value[] = [];
    for (const one of args) {
      const value = asValue(contextOf(one, scope), scope);
      if (value) values.push(value);
      // Values that no file gives say nothing. Whatever else is not known may, and counts more than what stands behind it.
      else if (one.kind !== 'path' || one.path[0] !== 'Values') break;
    }
    return mergedValues(values);
  },
  mustMerge: (args, scope) => functions.get('merge')!(args, scope),
  mergeOverwrite: (args, scope) => functions.get('merge')!([...args].reverse(), scope),
  mustMergeOverwrite: (args, scope) => functions.get('merge')!([...args].reverse(), scope),
  dict: (args, scope) => {
    const entries = new Map<string, Context>();
    for (let at = 0; at + 1 < args.length; at += 2) {
      const key = contextOf(args[at]!, scope);
      const value = contextOf(args[at + 1]!, scope);
      if (isValue(key) && textOf(key) !== undefined && value) entries.set(textOf(key)!, value);
    }
    return { kind: 'dict', entries };
  },
  index: ([of, ...keys], scope) => {
    const names = keys.map((key) => {
      const value = contextOf(key, scope);
      return isValue(value) ? textOf(value) : undefined;
    });
    return of && names.every((name) => name !== undefined) ? contextOf({ kind: 'path', of, path: names }, scope) : undefined;
  },
  get: (args, scope) => functions.get('index')!(args, scope),
  dig: (args, scope) =>
    firstKnown([{ kind: 'call', name: 'index', args: [...args.slice(-1), ...args.slice(0, -2)] }, ...args.slice(-2, -1)], scope),
  printf: ([format, ...args], scope) => {
    const pattern = format && contextOf(format, scope);
    const text = isValue(pattern) ? textOf(pattern) : undefined;
    if (text === undefined) return undefined;
    const parts = args.map((one) => contextOf(one, scope));
    let next = 0;
    const made = text.replace(/%[sdvq]/g, () => {
      const part = parts[next++];
      return isValue(part) && isLeaf(part) ? patternOf(part) : '\0';
    });
    return made.includes('\0') ? { kind: 'partial', pattern: made, ...madeAt(scope) } : scalar(made, scope);
  },
  include: ([name, dot], scope) => {
    const value = name && contextOf(name, scope);
    const text = isValue(value) ? textOf(value) : undefined;
    return text === undefined ? undefined : scope.include(text, dot && contextOf(dot, scope));
  },
  template: (args, scope) => functions.get('include')!(args, scope),
  'Files.Get': ([name], scope) => {
    const path = name && contextOf(name, scope);
    const text = isValue(path) ? textOf(path) : undefined;
    return text === undefined ? undefined : scope.file(text);
  },
});

function callOf(name: string, args: readonly Expression[], scope: Scope): Context | undefined {
  return functions.get(name)?.(args, scope);
}

export function isValue(context: Context | undefined): context is Value {
  return context !== undefined && context.kind !== 'root' && context.kind !== 'dict';
}

/** A `dict` is the mapping that it makes, where each of its entries is known. */
function asValue(context: Context | undefined, scope: Scope): Value | undefined {
  if (context?.kind !== 'dict') return isValue(context) ? context : undefined;
  const entries = [...context.entries].flatMap(([key, one]) => {
    const value = asValue(one, scope);
    return value ? [entryFrom(key, scope.place, value)] : [];
  });
  return entries.length === context.entries.size ? mappingFrom(entries, scope.place) : undefined;
}

function isLeaf(value: Value): value is Leaf {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}

/** Blanks are to be filled in by whoever installs the chart; texts with templates are for `tpl` to evaluate. */
function isBlank(value: Value): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'mapping') return value.entries.length === 0;
  return value.kind === 'scalar' && (value.value === null || value.value === '' || patternOf(value).includes('{{'));
}

function madeAt(scope: Scope) {
  return { at: scope.place, token: scope.place, via: [], encoding: 'none' as const, editable: false };
}

function scalar(value: string | number | boolean, scope: Scope): Value {
  return { kind: 'scalar', known: 'resolved', value, ...madeAt(scope) };
}

function listOf(items: readonly (Context | undefined)[], scope: Scope): Value {
  const known = items.filter(isValue);
  return { kind: 'list', items: known, complete: known.length === items.length, ...madeAt(scope) };
}
