// Terraform expressions to values: what is known of them without a plan, with the token each part was written in and the
// references it came through. What depends on state, on a provider or on a caller is unknown and stays so. Bounded in
// depth and in work; a cycle is unknown.
import type { Place } from '../../text/text.ts';
import type {
  HclAttribute,
  HclBinary,
  HclBlock,
  HclConditional,
  HclExpression,
  HclFor,
  HclObject,
  HclTemplate,
  HclTraversal,
} from '../../syntax/hcl/tree.ts';
import { callFunction } from './functions.ts';
import { choiceOf, grouped, memberOf, membersOf, resolvedScalar, splat, stepInto, unknownAt, written } from './made.ts';
import type { Asking } from './asked.ts';
import type { TerraformModule } from './module.ts';
import type { ModuleMemory } from './module-memory.ts';
import { operate } from './operators.ts';
import { nameValue, rootValue } from './references.ts';
import { evaluateTemplate } from './template.ts';
import type { Document } from '../../document.ts';
import type { Entry, Leaf, Mapping, Value } from '../value.ts';

/** What one reading of a module shares: made values, what is being made (for cycles), and how much work is left. */
export interface Evaluation {
  readonly made: Map<string, Value>;
  readonly open: Set<string>;
  work: number;
  /** Nodes of the lists, objects and choices that were made. */
  readonly sizes: WeakMap<Value, number>;
  neighbour(uri: string): Document | undefined;
  /** Uris of the documents of a folder, where that is known. */
  siblings?(folder: string): readonly string[];
  /** Value of an output of a called module, where the module is in the workspace. Set once calls can be followed. */
  outputOf?: (caller: Scope, call: string, output: string) => Value | undefined;
  /** Tables that were made by one look over a module, by their name: the entry of a key. */
  readonly tables: Map<string, (key: string) => unknown>;
  /** Notes what is asked, where the module is read again at each keystroke. */
  readonly asking?: Asking;
  readonly remembered?: ModuleMemory;
}

export interface Scope {
  readonly module: TerraformModule;
  readonly uri: string;
  /** Loop variables, `each`, `count`, iterators of dynamic blocks. */
  readonly bindings: ReadonlyMap<string, Value>;
  readonly evaluation: Evaluation;
  readonly depth: number;
  /** Variables are taken as unknown: asks whether a result holds for every caller. */
  readonly withoutVariables?: boolean;
}

const deepestEvaluation = 120;
/** Nodes of one value that is made of others; what is written out may have as many as it has letters. */
const largest = 20_000;
/** Steps that the evaluation of one module may take. */
export const evaluationWork = 4_000_000;
/** Characters of a text that is put together; what is written as it stands may be longer. */
export const longestText = 1_000_000;

export function newEvaluation(
  neighbour: Evaluation['neighbour'],
  siblings?: Evaluation['siblings'],
  noting: Pick<Evaluation, 'asking' | 'remembered'> = {},
): Evaluation {
  return {
    made: new Map(),
    open: new Set(),
    work: evaluationWork,
    sizes: new WeakMap(),
    tables: new Map(),
    neighbour,
    siblings,
    ...noting,
  };
}

/** The scope that an item of a body is read in: an override file's are written in that file. */
export function scopeOf(item: HclAttribute | HclBlock, scope: Scope): Scope {
  return item.uri === undefined || item.uri === scope.uri ? scope : { ...scope, uri: item.uri };
}

/** The value of an expression in a scope. Never throws. A value that would grow past all measure is unknown. */
export function evaluate(expression: HclExpression, scope: Scope): Value {
  if (expression.kind === 'literal' && scope.evaluation.work-- > 0)
    return { kind: 'scalar', known: 'literal', value: expression.value, ...written(scope.uri, expression.span) };
  const place: Place = { uri: scope.uri, span: expression.span };
  if (scope.depth > deepestEvaluation) {
    unsteady(scope);
    return unknownAt(place, 'nested too deep');
  }
  if (scope.evaluation.work-- <= 0) return unknownAt(place, 'too much to evaluate');
  const value = evaluateNow(expression, { ...scope, depth: scope.depth + 1 }, place);
  // So is text that is put together of itself.
  const made =
    value.kind === 'partial'
      ? value.pattern.length
      : value.kind === 'scalar' && value.known === 'resolved' && typeof value.value === 'string'
        ? value.value.length
        : 0;
  scope.evaluation.work -= made >> 4;
  if (made > longestText) return unknownAt(place, 'too large');
  if (value.kind !== 'list' && value.kind !== 'mapping' && value.kind !== 'choice') return value;
  // Locals that double each other are small to write and large to walk: whoever walks the value must come to an end.
  const limit = Math.max(largest, expression.span[1] - expression.span[0]);
  const nodes = countNodes(value, limit + 1, scope.evaluation.sizes);
  scope.evaluation.work -= nodes;
  return nodes > limit ? unknownAt(place, 'too large') : value;
}

/** Says that a limit or a cycle was met: what comes of it depends on what was evaluated before. */
export function unsteady({ evaluation: { asking } }: Scope): void {
  if (asking) asking.steady = false;
}

/** Nodes of a value, counted up to a limit. What is in it was mostly counted when it was made. */
function countNodes(value: Value, limit: number, sizes: WeakMap<Value, number>): number {
  let count = 0;
  const open: Value[] = [value];
  for (let one = open.pop(); one && count < limit; one = open.pop()) {
    const known = one === value ? undefined : sizes.get(one);
    count += known ?? 1;
    if (known !== undefined) continue;
    if (one.kind === 'list') for (const item of one.items) open.push(item);
    else if (one.kind === 'choice') for (const option of one.options) open.push(option);
    else if (one.kind === 'mapping') for (const entry of one.entries) open.push(entry.value);
  }
  sizes.set(value, count);
  return count;
}

function evaluateNow(expression: HclExpression, scope: Scope, place: Place): Value {
  switch (expression.kind) {
    case 'literal':
      return { kind: 'scalar', known: 'literal', value: expression.value, ...written(scope.uri, expression.span) };
    case 'template':
      return evaluateTemplate(expression, scope);
    case 'tuple': {
      const items = expression.items.map((item) => evaluate(item, scope));
      return { kind: 'list', items, complete: true, ...written(scope.uri, expression.span) };
    }
    case 'object':
      return evaluateObject(expression, scope);
    case 'name':
      return nameValue(expression, scope);
    case 'traversal': {
      const value = evaluateTraversal(expression, scope);
      const reference = value.kind === 'unknown' && value.reference === undefined ? referenceOf(expression) : undefined;
      return reference === undefined ? value : ({ ...value, reference } as Value);
    }
    case 'call':
      return callFunction(expression, scope);
    case 'for':
      return evaluateFor(expression, scope);
    case 'conditional':
      return evaluateConditional(expression, scope);
    case 'unary': {
      const operand = evaluate(expression.operand, scope);
      if (operand.kind === 'scalar' && expression.operator === '!' && typeof operand.value === 'boolean')
        return resolvedScalar(!operand.value, place);
      if (operand.kind === 'scalar' && expression.operator === '-' && typeof operand.value === 'number')
        return resolvedScalar(-operand.value, place);
      return unknownAt(place, 'an operation on what is not known');
    }
    case 'binary':
      return evaluateBinary(expression, scope);
    // HCL has no lambdas.
    case 'lambda':
    case 'unreadable':
      return unknownAt(place, 'unreadable');
  }
}

function evaluateObject(expression: HclObject, scope: Scope): Mapping {
  const entries: Entry[] = [];
  let complete = true;
  for (const entry of expression.entries) {
    const key = evaluateKey(entry.key, scope);
    // A key with a hole may be any; `${issuer}:sub` is one of a condition, and no other that anybody asks for.
    if (key.kind !== 'scalar' && !(key.kind === 'partial' && /\0:\w+$/.test(key.pattern))) complete = false;
    entries.push({ key, value: evaluate(entry.value, scope), at: { uri: scope.uri, span: entry.span } });
  }
  return { kind: 'mapping', entries, complete, ...written(scope.uri, expression.span) };
}

/** The key of an object, where a bare word is itself. */
function evaluateKey(key: HclExpression, scope: Scope): Leaf {
  if (key.kind === 'name') return { kind: 'scalar', known: 'literal', value: key.name, ...written(scope.uri, key.span) };
  return computedKey(key, scope);
}

/** The key of a member that a loop makes: a bare word is a name there, as everywhere but in an object. */
function computedKey(key: HclExpression, scope: Scope): Leaf {
  const value = evaluate(key, scope);
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown'
    ? value
    : unknownAt(value.at, 'a key that is no string');
}

function evaluateTraversal(expression: HclTraversal, scope: Scope): Value {
  const place: Place = { uri: scope.uri, span: expression.span };
  const root =
    expression.base.kind === 'name'
      ? rootValue(expression.base.name, expression, scope)
      : { value: evaluate(expression.base, scope), rest: 0 };
  let value = root.value;
  for (let i = root.rest; i < expression.steps.length; i++) {
    const step = expression.steps[i]!;
    if (step.kind === 'splat') {
      const rest: HclTraversal = { ...expression, steps: expression.steps.slice(i + 1) };
      return splat(
        value,
        (item) =>
          rest.steps.reduce<Value>(
            (current, next) => (next.kind === 'splat' ? current : stepInto(current, stepKey(next, scope), place)),
            item,
          ),
        place,
      );
    }
    value = stepInto(value, stepKey(step, scope), place);
  }
  return expression.steps.some((step) => step.kind === 'index' && countsInstances(step.index)) ? memberOf(value) : value;
}

/** `count.index`, and a sum of it. */
function countsInstances(expression: HclExpression): boolean {
  if (expression.kind === 'binary') return countsInstances(expression.left) || countsInstances(expression.right);
  return expression.kind === 'traversal' && expression.base.kind === 'name' && expression.base.name === 'count';
}

/** `aws_s3_bucket.logs.arn`, `var.roles["ci"]`; undefined where a part of it is computed. */
function referenceOf({ base, steps }: HclTraversal): string | undefined {
  if (base.kind !== 'name') return undefined;
  let text = base.name;
  for (const step of steps) {
    if (step.kind === 'attribute') text += `.${step.name}`;
    else if (step.kind === 'splat') text += '[*]';
    else if (step.index.kind === 'literal') text += `[${JSON.stringify(step.index.value)}]`;
    else if (step.index.kind === 'template' && step.index.parts.every((part) => part.kind === 'text'))
      text += `[${JSON.stringify(step.index.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''))}]`;
    else return undefined;
  }
  return text;
}

function stepKey(step: HclTraversal['steps'][number], scope: Scope): Value {
  if (step.kind === 'attribute') return { kind: 'scalar', known: 'literal', value: step.name, ...written(scope.uri, step.span) };
  return step.kind === 'index' ? evaluate(step.index, scope) : unknownAt({ uri: scope.uri, span: step.span }, 'a splat');
}

function evaluateConditional(expression: HclConditional, scope: Scope): Value {
  const test = evaluate(expression.test, scope);
  if (test.kind === 'scalar' && test.value !== null) {
    if (test.value === true || test.value === 'true') return evaluate(expression.yes, scope);
    if (test.value === false || test.value === 'false') return evaluate(expression.no, scope);
  }
  return choiceOf([evaluate(expression.yes, scope), evaluate(expression.no, scope)], { uri: scope.uri, span: expression.span });
}

function evaluateBinary(expression: HclBinary, scope: Scope): Value {
  const place: Place = { uri: scope.uri, span: expression.span };
  const left = evaluate(expression.left, scope);
  const { operator } = expression;
  if (left.kind === 'scalar' && operator === '&&' && left.value === false) return resolvedScalar(false, place);
  if (left.kind === 'scalar' && operator === '||' && left.value === true) return resolvedScalar(true, place);
  const right = evaluate(expression.right, scope);
  if (left.kind === 'scalar' && right.kind === 'scalar') {
    const result = operate(operator, left.value, right.value);
    if (result !== undefined) return resolvedScalar(result, place);
  }
  // A collection compared with null, or known to be empty or not, is a common switch.
  if (
    (operator === '==' || operator === '!=') &&
    right.kind === 'scalar' &&
    right.value === null &&
    (left.kind === 'list' || left.kind === 'mapping' || left.kind === 'partial')
  ) {
    return resolvedScalar(operator === '!=', place);
  }
  return unknownAt(place, 'an operation on what is not known');
}

function evaluateFor(expression: HclFor, scope: Scope): Value {
  const place: Place = { uri: scope.uri, span: expression.span };
  const found = membersOf(evaluate(expression.collection, scope));
  const isObject = expression.key !== undefined;
  // Of an unknown collection one member stands for all, so that what is written in the loop's body is still seen.
  const members = found?.members ?? [
    { key: unknownAt(place, 'a member of an unknown collection'), value: unknownAt(place, 'a member of an unknown collection') },
  ];
  let complete = found?.complete ?? false;
  const items: Value[] = [];
  const entries: Entry[] = [];
  for (const member of members) {
    const bindings = new Map(scope.bindings);
    const [first, second] = expression.names;
    if (second !== undefined) {
      bindings.set(first!, member.key);
      bindings.set(second, member.value);
    } else if (first !== undefined) bindings.set(first, member.value);
    const inner: Scope = { ...scope, bindings };
    if (expression.condition) {
      const condition = evaluate(expression.condition, inner);
      if (condition.kind === 'scalar' && condition.value === false) continue;
      if (condition.kind !== 'scalar') complete = false;
    }
    const value = evaluate(expression.value, inner);
    if (isObject) entries.push({ key: computedKey(expression.key!, inner), value, at: value.at });
    else items.push(value);
  }
  const place2 = written(scope.uri, expression.span);
  return isObject
    ? { kind: 'mapping', entries: expression.grouped ? grouped(entries, complete) : entries, complete, ...place2, editable: false }
    : { kind: 'list', items, complete, ...place2, editable: false };
}

/** A template that is only text, as it is needed where no scope is at hand (labels of provider sources). */
export function literalText(expression: HclExpression | undefined): string | undefined {
  if (expression?.kind !== 'template') return undefined;
  const template: HclTemplate = expression;
  return template.parts.every((part) => part.kind === 'text')
    ? template.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    : undefined;
}
