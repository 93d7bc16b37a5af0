// Expressions of Bicep and ARM to values: parameters by their defaults, variables, symbols of resources, and the
// functions that scopes and role ids are made with. What depends on a deployment is unknown. Bounded; cycles are unknown.
import type { Place } from '../../text/text.ts';
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { HclCall, HclTemplate } from '../../syntax/hcl/tree.ts';
import { patternOf, textOf, type Encoding, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';

export interface AzureScopeOfNames {
  readonly uri: string;
  readonly encoding: Encoding;
  /** Values by name: parameters, variables, symbols of resources, loop variables. */
  readonly names: ReadonlyMap<string, () => Value>;
  /** ARM: the whole string that an expression stands in; its parts have no places of their own. */
  readonly at?: Place;
  readonly state: { depth: number; work: number; readonly open: Set<string> };
}

export function newAzureScope(uri: string, encoding: Encoding, names: ReadonlyMap<string, () => Value>): AzureScopeOfNames {
  return { uri, encoding, names, state: { depth: 0, work: 200_000, open: new Set() } };
}

const deepest = 80;

export function evaluateAzure(expression: BicepExpression, scope: AzureScopeOfNames): Value {
  const { state } = scope;
  if (state.depth > deepest || state.work-- <= 0) return unknown(expression, scope, 'too deep');
  state.depth++;
  const value = evaluateNow(expression, scope);
  state.depth--;
  return value;
}

const nowhere: readonly Place[] = [];

function place(expression: { span: readonly [number, number] }, scope: AzureScopeOfNames, inner?: readonly [number, number], editable = false) {
  // Most tokens have no quotes: their two places are one object.
  const token: Place = scope.at ?? { uri: scope.uri, span: expression.span };
  const at: Place = scope.at || !inner ? token : { uri: scope.uri, span: inner };
  return { at, token, via: nowhere, encoding: scope.encoding, editable };
}

/** What stands there as it is, and may be edited there. Parts of an ARM expression have no place of their own. */
function inPlace(expression: { span: readonly [number, number] }, scope: AzureScopeOfNames, inner?: readonly [number, number]) {
  return place(expression, scope, inner, scope.at === undefined && scope.encoding === 'bicep');
}

function unknown(expression: { span: readonly [number, number] }, scope: AzureScopeOfNames, why: string): Leaf {
  return { kind: 'unknown', why, ...place(expression, scope) };
}

/** What was made of something that a caller passed into this file stands where the caller wrote it. */
function whereGiven(made: Value, given: readonly Value[], scope: AzureScopeOfNames): Value {
  const foreign = scope.at ? undefined : given.find((value) => value.at.uri !== scope.uri && value.kind !== 'unknown');
  return foreign && made.at.uri === scope.uri && made.kind !== 'unknown' ? { ...made, at: foreign.at, token: foreign.token, via: foreign.via, editable: false } : made;
}

function leaf(pattern: string, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Leaf {
  const text = pattern.replace(/\0+/g, '\0');
  if (text === '\0') return unknown(expression, scope, 'not known before a deployment');
  return text.includes('\0') ? { kind: 'partial', pattern: text, ...place(expression, scope) } : { kind: 'scalar', known: 'resolved', value: text, ...place(expression, scope) };
}

function evaluateNow(expression: BicepExpression, scope: AzureScopeOfNames): Value {
  switch (expression.kind) {
    case 'literal': return { kind: 'scalar', known: 'literal', value: expression.value, ...inPlace(expression, scope) };
    case 'template': return evaluateString(expression, scope);
    case 'tuple': return { kind: 'list', items: expression.items.map((item) => evaluateAzure(item, scope)), complete: true, ...inPlace(expression, scope) };
    case 'object': {
      const entries: Entry[] = [];
      let complete = true;
      for (const entry of expression.entries) {
        const key = entry.key.kind === 'name' ? ({ kind: 'scalar', known: 'literal', value: entry.key.name, ...place(entry.key, scope) } as Leaf) : evaluateAzure(entry.key, scope);
        if (key.kind !== 'scalar') complete = false;
        if (key.kind === 'scalar' || key.kind === 'partial' || key.kind === 'unknown') entries.push({ key, value: evaluateAzure(entry.value, scope), at: { uri: scope.uri, span: entry.span } });
      }
      return { kind: 'mapping', entries, complete, ...inPlace(expression, scope) };
    }
    case 'name': return named(expression.name, expression, scope);
    case 'traversal': {
      let value = expression.base.kind === 'name' ? named(expression.base.name, expression.base, scope) : evaluateAzure(expression.base, scope);
      for (const step of expression.steps) {
        const index = step.kind === 'index' ? evaluateAzure(step.index, scope) : undefined;
        value = stepInto(value, step.kind === 'attribute' ? step.name : textOf(index), expression, scope);
        if (index && index.at.uri !== scope.uri) return whereGiven(value, [index], scope);
      }
      if (value.at.uri !== scope.uri) return value;
      // Where the value came through a name, the use is where it is judged.
      return value.via.length === 0 && expression.base.kind === 'name' ? { ...value, via: [scope.at ?? { uri: scope.uri, span: expression.span }], editable: false } : value;
    }
    case 'conditional': {
      const test = evaluateAzure(expression.test, scope);
      if (test.kind === 'scalar' && typeof test.value === 'boolean') return evaluateAzure(test.value ? expression.yes : expression.no, scope);
      return { kind: 'choice', options: [evaluateAzure(expression.yes, scope), evaluateAzure(expression.no, scope)], ...place(expression, scope) };
    }
    case 'call': {
      const given = expression.arguments.map((one) => evaluateAzure(one, scope));
      return whereGiven(callAzure(expression, given, scope), given, scope);
    }
    case 'for': {
      const over = evaluateAzure(expression.collection, scope);
      const items = over.kind === 'list' ? over.items.slice(0, 64) : [unknown(expression.collection, scope, 'a member of an unknown list')];
      const made = items.map((item) => evaluateAzure(expression.value, { ...scope, names: new Map([...scope.names, [expression.names[0] ?? '', () => item]]) }));
      return { kind: 'list', items: made, complete: over.kind === 'list' && over.complete && !expression.condition, ...place(expression, scope) };
    }
    case 'unary': {
      const operand = evaluateAzure(expression.operand, scope);
      return operand.kind === 'scalar' && typeof operand.value === 'boolean' ? { kind: 'scalar', known: 'resolved', value: !operand.value, ...place(expression, scope) } : unknown(expression, scope, 'an operation');
    }
    case 'binary': {
      const first = evaluateAzure(expression.left, scope);
      if (expression.operator === '??') return otherwise(first, expression.right, expression, scope);
      const left = textOf(first);
      const right = textOf(evaluateAzure(expression.right, scope));
      if (left === undefined || right === undefined) return unknown(expression, scope, 'an operation on what is not known');
      const result = { '==': left === right, '!=': left !== right, '&&': left === 'true' && right === 'true', '||': left === 'true' || right === 'true', '=~': left.toLowerCase() === right.toLowerCase() }[expression.operator];
      return result === undefined ? unknown(expression, scope, 'an operation') : { kind: 'scalar', known: 'resolved', value: result, ...place(expression, scope) };
    }
    default: return unknown(expression, scope, 'unreadable');
  }
}

/** `a ?? b`: the second where the first is known to be nothing. */
function otherwise(first: Value, second: BicepExpression, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Value {
  if (first.kind === 'scalar' && first.value === null) return evaluateAzure(second, scope);
  return first.kind === 'unknown' ? { kind: 'choice', options: [first, evaluateAzure(second, scope)], ...place(expression, scope) } : first;
}

function named(name: string, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Value {
  const make = scope.names.get(name);
  if (!make) return { ...unknown(expression, scope, `${name} is not known here`), reference: name } as Leaf;
  if (scope.state.open.has(name)) return unknown(expression, scope, `${name} refers to itself`);
  scope.state.open.add(name);
  const value = make();
  scope.state.open.delete(name);
  // What a caller passed in is as the caller wrote it.
  if (value.at.uri !== scope.uri) return value;
  return { ...value, via: [...value.via, scope.at ?? { uri: scope.uri, span: expression.span }], editable: false };
}

function stepInto(value: Value, key: string | undefined, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Value {
  if (value.kind === 'mapping' && key !== undefined) {
    for (let i = value.entries.length - 1; i >= 0; i--) {
      const entry = value.entries[i]!;
      if (textOf(entry.key) === key) return entry.value;
    }
    return value.complete ? { kind: 'scalar', known: 'resolved', value: null, ...place(expression, scope) } : unknown(expression, scope, `no ${key} is known`);
  }
  if (value.kind === 'list' && key !== undefined) return value.items[Number(key)] ?? unknown(expression, scope, 'no such item');
  // A table of roles by name grants none of them until somebody says which.
  const made = unknown(expression, scope, value.kind === 'unknown' ? value.why : key === undefined ? 'which one is not known' : 'not a collection');
  return value.kind === 'unknown' && value.reference !== undefined && key !== undefined ? { ...made, reference: `${value.reference}.${key}` } as Leaf : made;
}

function evaluateString(expression: HclTemplate, scope: AzureScopeOfNames): Value {
  const { parts } = expression;
  if (parts.every((part) => part.kind === 'text')) {
    return { kind: 'scalar', known: 'literal', value: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), ...inPlace(expression, scope, expression.inner) };
  }
  const given: Value[] = [];
  const pattern = parts.map((part) => {
    if (part.kind !== 'value') return part.kind === 'text' ? part.text : '\0';
    const value = evaluateAzure(part.value, scope);
    given.push(value);
    return known(value);
  }).join('');
  return whereGiven({ ...leaf(pattern, expression, scope), ...place(expression, scope, expression.inner) }, given, scope);
}

function known(value: Value): string {
  return value.kind === 'scalar' || value.kind === 'partial' ? patternOf(value) : '\0';
}

/** An object as functions give one: `subscription().id`. */
function objectOf(fields: Readonly<Record<string, string>>, expression: HclCall, scope: AzureScopeOfNames): Mapping {
  const at = { uri: scope.uri, span: expression.span };
  return {
    kind: 'mapping', complete: false,
    entries: Object.entries(fields).map(([name, pattern]): Entry => ({ key: { kind: 'scalar', known: 'resolved', value: name, ...place(expression, scope) }, value: leaf(pattern, expression, scope), at })),
    ...place(expression, scope),
  };
}

function callAzure(expression: HclCall, given: readonly Value[], scope: AzureScopeOfNames): Value {
  const texts = given.map(known);
  const name = expression.name.toLowerCase();
  switch (name) {
    case 'parameters': case 'variables': return named(`${name === 'parameters' ? 'p' : 'v'}:${(textOf(given[0]) ?? '').toLowerCase()}`, expression, scope);
    case 'subscription': return objectOf({ id: '/subscriptions/\0', subscriptionId: '\0', tenantId: '\0' }, expression, scope);
    case 'resourcegroup': return objectOf({ id: `/subscriptions/\0/resourceGroups/${texts[0] || '\0'}`, name: texts[0] || '\0', location: '\0' }, expression, scope);
    case 'managementgroup': return objectOf({ id: `/providers/Microsoft.Management/managementGroups/${texts[0] || '\0'}`, name: texts[0] || '\0' }, expression, scope);
    case 'tenant': return objectOf({ id: '/', tenantId: '\0' }, expression, scope);
    case 'subscriptionresourceid': return leaf(`/subscriptions/\0/providers/${idPath(texts)}`, expression, scope);
    case 'tenantresourceid': return leaf(`/providers/${idPath(texts)}`, expression, scope);
    case 'managementgroupresourceid': return leaf(`/providers/Microsoft.Management/managementGroups/\0/providers/${idPath(texts)}`, expression, scope);
    case 'extensionresourceid': return leaf(`${texts[0] ?? '\0'}/providers/${idPath(texts.slice(1))}`, expression, scope);
    case 'resourceid': return leaf(`/subscriptions/\0/resourceGroups/\0/providers/${idPath(texts)}`, expression, scope);
    case 'concat': return given.every((value) => value.kind === 'list') ? { kind: 'list', items: given.flatMap((value) => (value.kind === 'list' ? value.items : [])), complete: true, ...place(expression, scope) } : leaf(texts.join(''), expression, scope);
    case 'format': return leaf((texts[0] ?? '\0').replace(/\{(\d+)\}/g, (_, index: string) => texts[Number(index) + 1] ?? '\0'), expression, scope);
    case 'tolower': return leaf((texts[0] ?? '\0').toLowerCase(), expression, scope);
    case 'toupper': return leaf((texts[0] ?? '\0').toUpperCase(), expression, scope);
    case 'string': case 'any': case 'createarray': return name === 'createarray' ? { kind: 'list', items: given, complete: true, ...place(expression, scope) } : given[0] ?? unknown(expression, scope, name);
    case 'if': {
      const test = given[0];
      if (test?.kind === 'scalar' && typeof test.value === 'boolean') return given[test.value ? 1 : 2] ?? unknown(expression, scope, name);
      return given.length === 3 ? { kind: 'choice', options: given.slice(1), ...place(expression, scope) } : unknown(expression, scope, name);
    }
    case 'empty': {
      const [value] = given;
      const is = value?.kind === 'list' ? value.items.length === 0 && value.complete : value?.kind === 'mapping' ? value.entries.length === 0 && value.complete : value?.kind === 'scalar' ? value.value === '' || value.value === null : undefined;
      return is === undefined ? unknown(expression, scope, name) : { kind: 'scalar', known: 'resolved', value: is, ...place(expression, scope) };
    }
    case 'contains': {
      const [within, what] = given;
      const wanted = textOf(what);
      const is = wanted === undefined ? undefined
        : within?.kind === 'mapping' ? (within.entries.some((entry) => textOf(entry.key)?.toLowerCase() === wanted.toLowerCase()) ? true : within.complete ? false : undefined)
        : within?.kind === 'list' ? (within.items.some((item) => textOf(item) === wanted) ? true : within.complete && within.items.every((item) => textOf(item) !== undefined) ? false : undefined)
        : textOf(within)?.includes(wanted);
      return is === undefined ? unknown(expression, scope, name) : { kind: 'scalar', known: 'resolved', value: is, ...place(expression, scope) };
    }
    case 'coalesce': return given.find((value) => !(value.kind === 'scalar' && value.value === null)) ?? unknown(expression, scope, name);
    case 'replace': return texts.length === 3 && texts[1] !== '' && !texts.slice(1).some((text) => text.includes('\0')) ? leaf(texts[0]!.replaceAll(texts[1]!, texts[2]!), expression, scope) : unknown(expression, scope, name);
    case 'trim': return leaf((texts[0] ?? '\0').trim(), expression, scope);
    case 'first': case 'last': return given[0]?.kind === 'list' && given[0].complete ? given[0].items.at(name === 'first' ? 0 : -1) ?? unknown(expression, scope, name) : unknown(expression, scope, name);
    case 'split': {
      const [text, by] = given.map(textOf);
      if (text === undefined || by === undefined || by === '') return unknown(expression, scope, name);
      return { kind: 'list', items: text.split(by).map((part) => leaf(part, expression, scope)), complete: true, ...place(expression, scope) };
    }
    case 'true': case 'false': return { kind: 'scalar', known: 'resolved', value: name === 'true', ...place(expression, scope) };
    case 'bool': return texts[0] === 'true' || texts[0] === 'false' ? { kind: 'scalar', known: 'resolved', value: texts[0] === 'true', ...place(expression, scope) } : unknown(expression, scope, name);
    case 'union': case 'flatten': case 'array': {
      if (given.every((value) => value.kind === 'list')) return { kind: 'list', items: given.flatMap((value) => (value.kind === 'list' ? value.items : [])), complete: true, ...place(expression, scope) };
      return unknown(expression, scope, name);
    }
    default: return unknown(expression, scope, `${expression.name}() is not evaluated`);
  }
}

/** `type/sub` and names as a path: the type is the first argument with a dot and a slash in it. */
function idPath(texts: readonly string[]): string {
  const at = texts.findIndex((text) => /^[A-Za-z]+\.[A-Za-z.]+\//.test(text));
  if (at < 0) return '\0';
  const [provider, ...types] = texts[at]!.split('/');
  const names = texts.slice(at + 1);
  return [provider, ...types.flatMap((type, index) => [type, names[index] ?? '\0'])].join('/');
}
