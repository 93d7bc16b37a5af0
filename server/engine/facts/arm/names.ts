// What the names of an ARM template stand for: parameters by what is passed or by their defaults, variables, the template's
// own functions, and the loops of `copy`. Values are as JSON has them, with the `[…]` expressions in their strings evaluated.
import { parseArmExpression } from '../../syntax/bicep/parse.ts';
import { listValue, mostMembers, scalarValue, unknownValue } from '../azure/functions.ts';
import { evaluateAzure } from '../azure/evaluate.ts';
import { boundTo, withNames, type AzureFunctionOfFile, type AzureScopeOfNames } from '../azure/names.ts';
import { entryOf, itemsOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';

const nested = 40;

/** The scope of a template inside `outer`, with its own parameters, variables and functions. */
export function scopeOfTemplate(template: Value, given: Value | undefined, outer: AzureScopeOfNames): AzureScopeOfNames {
  const names = new Map<string, () => Value>();
  const functions = new Map<string, AzureFunctionOfFile>();
  const scope: AzureScopeOfNames = { ...outer, names, functions };
  for (const [section, prefix] of [
    ['parameters', 'p'],
    ['variables', 'v'],
  ] as const) {
    const found = entryOf(template, section, true)?.value;
    if (found?.kind !== 'mapping') continue;
    for (const { key, value } of found.entries) {
      const written = prefix === 'p' ? entryOf(value, 'defaultValue', true)?.value : value;
      if (written)
        names.set(
          `${prefix}:${(textOf(key) ?? '').toLowerCase()}`,
          once(() => evaluated(written, scope)),
        );
    }
    if (prefix === 'v')
      for (const loop of loopsOf(found))
        names.set(
          `v:${loop.name.toLowerCase()}`,
          once(() => repeated(loop, scope)),
        );
  }
  if (given?.kind === 'mapping') {
    for (const { key, value } of given.entries) {
      const passed = entryOf(value, 'value', true)?.value;
      if (passed) names.set(`p:${(textOf(key) ?? '').toLowerCase()}`, () => passed);
    }
  }
  for (const space of itemsOf(entryOf(template, 'functions', true)?.value)) readFunctions(space, scope, functions);
  return scope;
}

function once(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => (made ??= make());
}

/** `functions: [{ namespace, members: { name: { parameters, output } } }]`, by `namespace.name`. */
function readFunctions(space: Value, scope: AzureScopeOfNames, functions: Map<string, AzureFunctionOfFile>): void {
  const namespace = textOf(entryOf(space, 'namespace', true)?.value);
  const members = entryOf(space, 'members', true)?.value;
  if (namespace === undefined || members?.kind !== 'mapping') return;
  for (const { key, value } of members.entries) {
    const body = expressionText(entryOf(entryOf(value, 'output', true)?.value, 'value', true)?.value);
    if (body === undefined) continue;
    const parameters = itemsOf(entryOf(value, 'parameters', true)?.value).map(
      (one) => `p:${(textOf(entryOf(one, 'name', true)?.value) ?? '').toLowerCase()}`,
    );
    // A function sees its parameters, and nothing of the template but its other functions.
    functions.set(`${namespace}.${textOf(key) ?? ''}`, {
      parameters,
      body: parseArmExpression(body, 1, body.length - 1),
      scope: { ...scope, names: new Map() },
    });
  }
}

interface Loop {
  readonly name: string;
  readonly count: Value;
  readonly input: Value;
}

/** The loops of `copy: [{ name, count, input }]` in an object. */
function loopsOf(mapping: Mapping): Loop[] {
  return itemsOf(entryOf(mapping, 'copy', true)?.value).flatMap((one) => {
    const [name, count, input] = ['name', 'count', 'input'].map((key) => entryOf(one, key, true)?.value);
    const text = textOf(name);
    return text !== undefined && count && input ? [{ name: text, count, input }] : [];
  });
}

function repeated({ name, count, input }: Loop, scope: AzureScopeOfNames): Value {
  const { scopes, all } = turnsOf(name, count, scope);
  const { at, token, via, encoding } = input;
  return listValue(
    scopes.map((one) => evaluated(input, one)),
    { at, token, via, encoding, editable: false },
    all,
  );
}

/** The scopes of the turns of a loop, with its index; one without, where it is not known how many there are. */
export function turnsOf(
  name: string,
  count: Value,
  scope: AzureScopeOfNames,
): { readonly scopes: readonly AzureScopeOfNames[]; readonly all: boolean } {
  const many = Number(textOf(evaluated(count, scope)) ?? Number.NaN);
  if (!Number.isInteger(many) || many < 1) return { scopes: [scope], all: false };
  const turn = (index: number): AzureScopeOfNames => {
    const value = scalarValue(index, { at: count.at, token: count.token, via: [], encoding: 'none', editable: false });
    return withNames(scope, boundTo([`c:${name.toLowerCase()}`, 'c:'], [value, value]));
  };
  return { scopes: Array.from({ length: Math.min(many, mostMembers) }, (_, index) => turn(index)), all: many <= mostMembers };
}

/** A value with its expressions evaluated and its loops run. Results of expressions stand at the whole string. */
export function evaluated(value: Value, scope: AzureScopeOfNames, depth = 0): Value {
  if (depth > nested) return value;
  if (scope.state.work-- <= 0) return unknownValue(value, 'too much');
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map((item) => evaluated(item, scope, depth + 1)) };
    case 'mapping': {
      const loops = loopsOf(value);
      const made = loops.map((loop): Entry => ({
        key: {
          kind: 'scalar',
          known: 'literal',
          value: loop.name,
          at: loop.input.at,
          token: loop.input.token,
          via: [],
          encoding: 'none',
          editable: false,
        },
        value: repeated(loop, scope),
        at: loop.input.at,
      }));
      return {
        ...value,
        entries: [...value.entries.map((entry) => ({ ...entry, value: evaluated(entry.value, scope, depth + 1) })), ...made],
      };
    }
    case 'scalar': {
      const text = expressionText(value);
      return text === undefined ? value : expressionIn(value, text, scope);
    }
    default:
      return value;
  }
}

/** The text of a string that is an expression: `[…]`, and not `[[…`, which is text. */
export function expressionText(value: Value | undefined): string | undefined {
  const text = value?.kind === 'scalar' && typeof value.value === 'string' ? value.value : '';
  return text.startsWith('[') && !text.startsWith('[[') && text.endsWith(']') ? text : undefined;
}

function expressionIn(leaf: Leaf, text: string, scope: AzureScopeOfNames): Value {
  const value = evaluateAzure(parseArmExpression(text, 1, text.length - 1), { ...scope, at: leaf.at });
  // What a caller passed into a linked template is as the caller wrote it, and the member that a copy is at as it is written.
  const isMember = value.via.length === 0 && /copyindex\(/i.test(text);
  return value.at.uri === leaf.at.uri && !isMember ? { ...value, at: leaf.at, token: leaf.token } : value;
}
