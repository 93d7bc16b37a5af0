// Expressions of Bicep and ARM to values: parameters by their defaults, variables, symbols of resources, functions of the
// language and of the file. What depends on a deployment is unknown. Bounded; cycles are unknown. What names
// stand for is asked of `names.ts`, what the language's functions answer of `functions.ts` and `collections.ts`.
import type { Place } from '../../text/text.ts';
import type { BicepExpression } from '../../syntax/bicep/tree.ts';
import type { HclCall, HclLambda, HclTemplate, HclTraversal } from '../../syntax/hcl/tree.ts';
import { textOf, type Entry, type Leaf, type Value, type Written } from '../value.ts';
import { callOver, membersOf, type Lambda } from './collections.ts';
import { callFunction, knownText, overOptions, textValue, unknownValue } from './functions.ts';
import { boundTo, inTurn, withNames, type AzureFunctionOfFile, type AzureScopeOfNames } from './names.ts';
import { tableOf } from '../../table.ts';

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

function place(
  expression: { span: readonly [number, number] },
  scope: AzureScopeOfNames,
  inner?: readonly [number, number],
  editable = false,
): Written {
  // Most tokens have no quotes: their two places are one object.
  const token: Place = scope.at ?? { uri: scope.uri, span: expression.span };
  const at: Place = scope.at || !inner ? token : { uri: scope.uri, span: inner };
  return { at, token, via: nowhere, encoding: scope.encoding, editable };
}

/** What stands there as it is, and may be edited there. Parts of an ARM expression have no place of their own. */
function inPlace(expression: { span: readonly [number, number] }, scope: AzureScopeOfNames, inner?: readonly [number, number]): Written {
  return place(expression, scope, inner, scope.at === undefined && scope.encoding === 'bicep');
}

function unknown(expression: { span: readonly [number, number] }, scope: AzureScopeOfNames, why: string): Leaf {
  return unknownValue(place(expression, scope), why);
}

/**
 * What was made of something that a caller passed into this file stands where the caller wrote it, and what was made of the
 * member that a loop is at where that member is written. `parts` are the expressions of what is given.
 */
function whereGiven(made: Value, given: readonly Value[], scope: AzureScopeOfNames, parts: readonly BicepExpression[] = []): Value {
  const foreign = given.find(
    (value, index) => value.kind !== 'unknown' && (value.at.uri !== scope.uri || (parts[index] && isMember(parts[index], scope))),
  );
  return foreign && made.at.uri === scope.uri && made.kind !== 'unknown'
    ? { ...made, at: foreign.at, token: foreign.token, via: foreign.via, editable: false }
    : made;
}

/** Whether an expression names the member that a loop is at, or a part of it: `item.role`, `roles[index]`. */
function isMember(expression: BicepExpression, scope: AzureScopeOfNames): boolean {
  switch (expression.kind) {
    case 'name':
      return scope.looped?.has(expression.name) === true;
    case 'call':
      return expression.name.toLowerCase() === 'copyindex';
    case 'traversal':
      return (
        (expression.base.kind === 'name' && isMember(expression.base, scope)) ||
        expression.steps.some((step) => step.kind === 'index' && isMember(step.index, scope))
      );
    default:
      return false;
  }
}

/** A value of another place (an imported variable, what a function of the file answers) as one that stands where it is used. */
function movedTo(value: Value, written: Written, scope: AzureScopeOfNames): Value {
  if (scope.state.work-- <= 0) return unknownValue(written, 'too much');
  const here = { ...written, via: [written.at], editable: false };
  switch (value.kind) {
    case 'list':
      return { ...value, ...here, items: value.items.map((item) => movedTo(item, written, scope)) };
    case 'choice':
      return { ...value, ...here, options: value.options.map((option) => movedTo(option, written, scope)) };
    case 'mapping':
      return {
        ...value,
        ...here,
        entries: value.entries.map((entry): Entry => ({ key: entry.key, value: movedTo(entry.value, written, scope), at: written.at })),
      };
    default:
      return { ...value, ...here };
  }
}

/** How many values a value is made of, those that it shares counted each time. */
function sizeOf(value: Value): number {
  if (value.kind !== 'list' && value.kind !== 'choice' && value.kind !== 'mapping') return 0;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  const parts = value.kind === 'list' ? value.items : value.kind === 'choice' ? value.options : value.entries.map((entry) => entry.value);
  const size = parts.reduce((sum, part) => sum + 1 + sizeOf(part), 0);
  sizes.set(value, size);
  return size;
}

const sizes = new WeakMap<Value, number>();

function evaluateNow(expression: BicepExpression, scope: AzureScopeOfNames): Value {
  switch (expression.kind) {
    case 'literal':
      return { kind: 'scalar', known: 'literal', value: expression.value, ...inPlace(expression, scope) };
    case 'template':
      return evaluateString(expression, scope);
    case 'tuple':
      return {
        kind: 'list',
        items: expression.items.map((item) => evaluateAzure(item, scope)),
        complete: true,
        ...inPlace(expression, scope),
      };
    case 'object': {
      const entries: Entry[] = [];
      let complete = true;
      for (const entry of expression.entries) {
        const key =
          entry.key.kind === 'name'
            ? ({ kind: 'scalar', known: 'literal', value: entry.key.name, ...place(entry.key, scope) } as Leaf)
            : evaluateAzure(entry.key, scope);
        if (key.kind !== 'scalar') complete = false;
        if (key.kind === 'scalar' || key.kind === 'partial' || key.kind === 'unknown')
          entries.push({ key, value: evaluateAzure(entry.value, scope), at: { uri: scope.uri, span: entry.span } });
      }
      return { kind: 'mapping', entries, complete, ...inPlace(expression, scope) };
    }
    case 'name': {
      const value = named(expression.name, expression, scope);
      // A list that is used again is read again by whoever reads what it is used in.
      scope.state.work -= sizeOf(value);
      if (scope.state.work < 0) return unknown(expression, scope, 'too much');
      return scope.imported?.has(expression.name) ? movedTo(value, place(expression, scope), scope) : value;
    }
    case 'traversal':
      return evaluateTraversal(expression, scope);
    case 'conditional': {
      const test = evaluateAzure(expression.test, scope);
      if (test.kind === 'scalar' && typeof test.value === 'boolean')
        return evaluateAzure(test.value ? expression.yes : expression.no, scope);
      return {
        kind: 'choice',
        options: [evaluateAzure(expression.yes, scope), evaluateAzure(expression.no, scope)],
        ...place(expression, scope),
      };
    }
    case 'call':
      return evaluateCall(expression, scope);
    case 'for': {
      const over = membersOf(evaluateAzure(expression.collection, scope), place(expression.collection, scope));
      const made = over.items.map((item, index) =>
        evaluateAzure(expression.value, inTurn(scope, expression.names, [item, numberOf(index, place(expression, scope))])),
      );
      return { kind: 'list', items: made, complete: over.complete && !expression.condition, ...place(expression, scope) };
    }
    case 'unary': {
      const operand = evaluateAzure(expression.operand, scope);
      return operand.kind === 'scalar' && typeof operand.value === 'boolean'
        ? { kind: 'scalar', known: 'resolved', value: !operand.value, ...place(expression, scope) }
        : unknown(expression, scope, 'an operation');
    }
    case 'binary': {
      const first = evaluateAzure(expression.left, scope);
      if (expression.operator === '??') return otherwise(first, expression.right, expression, scope);
      const result = operation(expression.operator, textOf(first), textOf(evaluateAzure(expression.right, scope)));
      return result === undefined
        ? unknown(expression, scope, 'an operation on what is not known')
        : { kind: 'scalar', known: 'resolved', value: result, ...place(expression, scope) };
    }
    default:
      return unknown(expression, scope, 'unreadable');
  }
}

/** Comparing and deciding; numbers are compared as such. Undefined where a side is not known and the other does not decide. */
function operation(operator: string, left: string | undefined, right: string | undefined): boolean | undefined {
  if (operator === '&&' && (left === 'false' || right === 'false')) return false;
  if (operator === '||' && (left === 'true' || right === 'true')) return true;
  if (left === undefined || right === undefined) return undefined;
  switch (operator) {
    case '==':
      return left === right;
    case '!=':
      return left !== right;
    case '=~':
      return left.toLowerCase() === right.toLowerCase();
    case '!~':
      return left.toLowerCase() !== right.toLowerCase();
    case '&&':
      return left === 'true' && right === 'true';
    case '||':
      return false;
    case '<':
      return Number(left) < Number(right);
    case '>':
      return Number(left) > Number(right);
    case '<=':
      return Number(left) <= Number(right);
    case '>=':
      return Number(left) >= Number(right);
    default:
      return undefined;
  }
}

function numberOf(index: number, written: Written): Value {
  return { kind: 'scalar', known: 'resolved', value: index, ...written };
}

/** `a ?? b`: the second where the first is known to be nothing. */
function otherwise(
  first: Value,
  second: BicepExpression,
  expression: { span: readonly [number, number] },
  scope: AzureScopeOfNames,
): Value {
  if (first.kind === 'scalar' && first.value === null) return evaluateAzure(second, scope);
  return first.kind === 'unknown' ? { kind: 'choice', options: [first, evaluateAzure(second, scope)], ...place(expression, scope) } : first;
}

function named(name: string, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Value {
  const make = scope.names.get(name);
  if (!make) return { ...unknown(expression, scope, `${name} is not known here`), reference: name } as Leaf;
  if (scope.open.has(name)) return unknown(expression, scope, `${name} refers to itself`);
  scope.open.add(name);
  const value = make();
  scope.open.delete(name);
  // What a caller passed in is as the caller wrote it, and the member of a list as it is written there.
  if (value.at.uri !== scope.uri || scope.looped?.has(name)) return value;
  return { ...value, via: [scope.at ?? { uri: scope.uri, span: expression.span }, ...value.via], editable: false };
}

function evaluateTraversal(expression: HclTraversal, scope: AzureScopeOfNames): Value {
  const { base, steps } = expression;
  const [first] = steps;
  const called =
    base.kind === 'name' && first?.kind === 'attribute' && first.arguments
      ? scope.functions?.get(`${base.name}.${first.name.slice(0, -2)}`)
      : undefined;
  let value =
    called && first?.kind === 'attribute'
      ? callOfFile(
          called,
          first.arguments!.map((one) => evaluateAzure(one, scope)),
          expression,
          scope,
        )
      : base.kind === 'name'
        ? named(base.name, base, scope)
        : evaluateAzure(base, scope);
  for (const step of called ? steps.slice(1) : steps) {
    const index = step.kind === 'index' ? evaluateAzure(step.index, scope) : undefined;
    const into = (collection: Value, key: Value | undefined): Value =>
      stepInto(collection, step.kind === 'attribute' ? step.name : textOf(key), expression, scope);
    value =
      overOptions(index ? [value, index] : [value], place(expression, scope), ([collection, key]) => into(collection!, key)) ??
      into(value, index);
    if (index && index.at.uri !== scope.uri) return whereGiven(value, [index], scope);
  }
  if (base.kind === 'name' && scope.imported?.has(base.name)) return movedTo(value, place(expression, scope), scope);
  if (value.at.uri !== scope.uri) return value;
  // Where the value came through a name, the use is where it is judged.
  return base.kind === 'name' && !isMember(expression, scope)
    ? usedAt(scope.at ?? { uri: scope.uri, span: expression.span }, value)
    : value;
}

/** A value that stands somewhere else as one that is judged at its use; each of several. */
function usedAt(use: Place, value: Value): Value {
  if (value.kind === 'choice') return { ...value, options: value.options.map((option) => usedAt(use, option)) };
  return { ...value, via: [use, ...value.via], editable: false };
}

function stepInto(value: Value, key: string | undefined, expression: { span: readonly [number, number] }, scope: AzureScopeOfNames): Value {
  if (value.kind === 'mapping' && key !== undefined) {
    for (let i = value.entries.length - 1; i >= 0; i--) {
      const entry = value.entries[i]!;
      if (textOf(entry.key) === key) return entry.value;
    }
    return value.complete
      ? { kind: 'scalar', known: 'resolved', value: null, ...place(expression, scope) }
      : unknown(expression, scope, `no ${key} is known`);
  }
  if (value.kind === 'list' && key !== undefined) return value.items[Number(key)] ?? unknown(expression, scope, 'no such item');
  // A table of roles by name grants none of them until somebody says which.
  const made = unknown(
    expression,
    scope,
    value.kind === 'unknown' ? value.why : key === undefined ? 'which one is not known' : 'not a collection',
  );
  return value.kind === 'unknown' && value.reference !== undefined && key !== undefined
    ? ({ ...made, reference: `${value.reference}.${key}` } as Leaf)
    : made;
}

function evaluateString(expression: HclTemplate, scope: AzureScopeOfNames): Value {
  const { parts } = expression;
  if (parts.every((part) => part.kind === 'text')) {
    return {
      kind: 'scalar',
      known: 'literal',
      value: parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''),
      ...inPlace(expression, scope, expression.inner),
    };
  }
  const given = parts.flatMap((part) => (part.kind === 'value' ? [evaluateAzure(part.value, scope)] : []));
  const written = place(expression, scope, expression.inner);
  const made = overOptions(given, written, (values) => {
    let next = 0;
    return textValue(
      parts.map((part) => (part.kind === 'text' ? part.text : part.kind === 'value' ? knownText(values[next++]!) : '\0')).join(''),
      written,
    );
  });
  const values = parts.flatMap((part) => (part.kind === 'value' ? [part.value] : []));
  return whereGiven(made ?? unknown(expression, scope, 'too many ways to read it'), given, scope, values);
}

/** Functions that ask for a value by name, with what their names are kept under. */
const namespaces = tableOf<string>({ parameters: 'p', variables: 'v', lambdavariables: 'l' });

function evaluateCall(expression: HclCall, scope: AzureScopeOfNames): Value {
  const name = expression.name.toLowerCase();
  const written = place(expression, scope);
  // ARM writes lambdas as calls: `lambda('x', lambdaVariables('x'))`.
  const lambdas = expression.arguments.flatMap((one): Lambda[] =>
    one.kind === 'lambda'
      ? [lambdaOf(one, scope)]
      : one.kind === 'call' && one.name.toLowerCase() === 'lambda'
        ? [armLambda(one, scope)]
        : [],
  );
  const given =
    lambdas.length === 0
      ? expression.arguments.map((one) => evaluateAzure(one, scope))
      : expression.arguments.slice(0, expression.arguments.length - lambdas.length).map((one) => evaluateAzure(one, scope));
  const asked = namespaces.get(name);
  if (asked) return whereGiven(named(`${asked}:${(textOf(given[0]) ?? '').toLowerCase()}`, expression, scope), given, scope);
  if (name === 'copyindex') return copyIndex(given, expression, scope);
  if (name === 'loadjsoncontent' || name === 'loadyamlcontent') return loaded(given, expression, scope);
  const ofFile = scope.functions?.get(expression.name);
  if (ofFile) return callOfFile(ofFile, given, expression, scope);
  const made = lambdas.length > 0 ? callOver(name, given, lambdas, written) : callFunction(name, given, written);
  return whereGiven(made ?? unknown(expression, scope, `${expression.name}() is not evaluated`), given, scope, expression.arguments);
}

/** `copyIndex()`, `copyIndex(offset)`, `copyIndex('loop', offset)`: the turn that a loop of ARM is in. */
function copyIndex(given: readonly Value[], expression: HclCall, scope: AzureScopeOfNames): Value {
  const loop = given.find((value) => value.kind === 'scalar' && typeof value.value === 'string');
  const offset = given.find((value) => value.kind === 'scalar' && typeof value.value === 'number');
  const turn = Number(textOf(named(`c:${(textOf(loop) ?? '').toLowerCase()}`, expression, scope)) ?? Number.NaN);
  return Number.isNaN(turn)
    ? unknown(expression, scope, 'the turn of a loop')
    : numberOf(turn + Number(textOf(offset) ?? 0), place(expression, scope));
}

function lambdaOf(lambda: HclLambda, scope: AzureScopeOfNames): Lambda {
  return (...passed) => evaluateAzure(lambda.body, withNames(scope, boundTo(lambda.names, passed)));
}

function armLambda(call: HclCall, scope: AzureScopeOfNames): Lambda {
  const names = call.arguments.slice(0, -1).map((one) => `l:${(textOf(evaluateAzure(one, scope)) ?? '').toLowerCase()}`);
  const body = call.arguments.at(-1);
  return (...passed) =>
    body ? evaluateAzure(body, withNames(scope, boundTo(names, passed))) : unknown(call, scope, 'a lambda without a body');
}

/** What a function of the file answers stands where it is called, and what was made of a caller's value where that is. */
function callOfFile(
  called: AzureFunctionOfFile,
  given: readonly Value[],
  expression: { span: readonly [number, number] },
  scope: AzureScopeOfNames,
): Value {
  // Parameters with a prefix of their own (ARM) are looked up as such.
  const made = evaluateAzure(called.body, { ...withNames(called.scope, boundTo(called.parameters, given)), at: scope.at });
  return whereGiven(movedTo(made, place(expression, scope), scope), given, scope);
}

/** The content of a file, or what a path (`$.roles.admin`) finds in it, as if it were written where it is loaded. */
function loaded(given: readonly Value[], expression: HclCall, scope: AzureScopeOfNames): Value {
  const [path, inside] = given.map(textOf);
  let value = path === undefined ? undefined : scope.load?.(path);
  for (const key of (inside ?? '').split(/[.[\]'$]+/)) if (key !== '' && value) value = stepInto(value, key, expression, scope);
  return value ? movedTo(value, place(expression, scope), scope) : unknown(expression, scope, 'a file that is not known');
}
