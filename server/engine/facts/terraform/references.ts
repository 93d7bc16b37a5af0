// What a reference of Terraform comes to: locals, variables, data sources, resources of the same module. A value that
// came through a reference names every use on its way in `via`, and is editable only where nothing else shares it.
import type { Place } from '../../text/text.ts';
import type { HclExpression, HclName, HclStep, HclTraversal } from '../../syntax/hcl/tree.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { instancesOf, viewOf, type BlockView, type Instance } from './blocks.ts';
import { attributeOfType, computedAttribute } from './computed.ts';
import { evaluate, scopeOf, unsteady, type Scope } from './evaluate.ts';
import { resolvedScalar, unknownAt } from './made.ts';
import { entryFrom, listFrom, mappingFrom } from '../made-values.ts';
import { defaultOf, mentions, type Resource } from './module.ts';
import { entryOf, textOf, type Value } from '../value.ts';

/** The value that a traversal begins with, and how many of its steps that took. */
export function rootValue(name: string, expression: HclTraversal, scope: Scope): { value: Value; rest: number } {
  const place: Place = { uri: scope.uri, span: expression.span };
  const unknown = (why: string, rest = expression.steps.length) => ({ value: unknownAt(place, why), rest });
  const bound = scope.bindings.get(name);
  if (bound) return used(bound, expression, 0, place, alone);
  const [first, second] = expression.steps;
  const firstName = first?.kind === 'attribute' ? first.name : undefined;
  switch (name) {
    case 'local':
      return firstName === undefined
        ? unknown('all locals')
        : used(localValue(firstName, scope, place), expression, 1, place, () => scope.module.usesOf(`local.${firstName}`) <= 1);
    case 'var':
      return firstName === undefined
        ? unknown('all variables')
        : used(
            variableValue(firstName, scope, place),
            expression,
            1,
            place,
            () => scope.module.given?.has(firstName) === true || scope.module.usesOf(`var.${firstName}`) <= 1,
          );
    case 'path':
      return firstName === 'module' ? { value: resolvedScalar('.', place), rest: 1 } : unknown('a path of the run');
    case 'module': {
      const output = second?.kind === 'index' ? expression.steps[2] : second;
      if (firstName === undefined || output?.kind !== 'attribute') return unknown('a module');
      const value = scope.evaluation.outputOf?.(scope, firstName, output.name);
      return value
        ? { value: through(value, place, () => false), rest: second?.kind === 'index' ? 3 : 2 }
        : unknown(`an output of module ${firstName}`);
    }
    case 'data':
    case 'ephemeral': {
      const secondName = second?.kind === 'attribute' ? second.name : undefined;
      return resourceAttribute(`${name}.${firstName}.${secondName}`, expression, 2, scope, place);
    }
    default:
      return firstName === undefined
        ? unknown(`${name} is not known`)
        : resourceAttribute(`${name}.${firstName}`, expression, 1, scope, place);
  }
}

/** Alone in using what it uses: a loop variable, a file. */
const alone = (): boolean => true;

/** What a use sees of a value: of an object that it steps into only the part that it names, because nothing else of it is seen. */
function used(value: Value, { steps }: HclTraversal, from: number, place: Place, isAlone: () => boolean): { value: Value; rest: number } {
  let rest = from;
  for (let step = steps[rest]; value.kind === 'mapping' && step?.kind === 'attribute'; step = steps[rest]) {
    const entry = entryOf(value, step.name);
    if (!entry) break;
    value = entry.value;
    rest++;
  }
  if (isAlone === alone) return { value: through(value, place, alone, true), rest };
  const seen = through(value, place, isAlone);
  return { value: seen.kind === 'scalar' ? { ...seen, named: true } : seen, rest };
}

/** A bare name: a loop variable, or a word that means nothing by itself. */
export function nameValue(expression: HclName, scope: Scope): Value {
  const place: Place = { uri: scope.uri, span: expression.span };
  const bound = scope.bindings.get(expression.name);
  return bound ? through(bound, place, alone, true) : unknownAt(place, `${expression.name} is not known`);
}

function localValue(name: string, scope: Scope, place: Place): Value {
  const local = scope.module.locals.get(name);
  if (!local) return unknownAt(place, `no local ${name} here`);
  if (local.again !== undefined)
    return unknownAt(
      place,
      `local.${name} is declared ${local.again === local.uri ? `twice in ${fileName(local.uri)}` : `in ${fileName(local.again)} and in ${fileName(local.uri)}`}, which Terraform refuses`,
    );
  return once(`local.${name}`, scope, place, (inner) => evaluate(local.attribute.value, { ...inner, uri: local.uri }));
}

function fileName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}

/** Of a called module the argument; else what a file of values gives; else the default. Null is a value, as in Terraform. */
function variableValue(name: string, scope: Scope, place: Place): Value {
  if (scope.withoutVariables) return unknownAt(place, `var.${name}`);
  const given = scope.module.given?.get(name);
  if (given) return given;
  const assigned = scope.module.given ? undefined : scope.module.assigned.get(name);
  const variable = scope.module.variables.get(name);
  const attribute = assigned?.attribute ?? (variable && defaultOf(variable));
  const uri = assigned?.uri ?? attribute?.uri ?? variable?.uri;
  if (!attribute || uri === undefined) return unknownAt(place, `var.${name} has no value here`);
  return once(`var.${name}`, scope, place, (inner) => evaluate(attribute.value, { ...inner, uri }));
}

/** An attribute of a resource or data source: as it is written, or computed where that needs no provider. */
function resourceAttribute(
  key: string,
  expression: HclTraversal,
  labels: number,
  scope: Scope,
  place: Place,
): { value: Value; rest: number } {
  const resource = scope.module.resources.get(key);
  let at = labels;
  while (at < expression.steps.length && expression.steps[at]!.kind !== 'attribute') at++;
  const step = expression.steps[at];
  if (step?.kind !== 'attribute') return { value: unknownAt(place, `${key} is not known here`), rest: expression.steps.length };
  if (!resource) {
    const data = key.startsWith('data.');
    const ofType = attributeOfType(data ? 'data' : 'resource', key.split('.')[data ? 1 : 0]!, step.name, place);
    return ofType
      ? { value: through(ofType, place, () => false), rest: at + 1 }
      : { value: unknownAt(place, `${key} is not known here`), rest: expression.steps.length };
  }
  const index = expression.steps[labels]!;
  const value = attributeValue(
    resource,
    step.name,
    scope,
    place,
    index.kind === 'index' ? instanceAt(resource, index.index, scope) : undefined,
  );
  // A data source that writes a document is the document's own place, not a use of something that stands elsewhere.
  if (resource.mode === 'data' && value.kind === 'mapping') return { value, rest: at + 1 };
  return { value: through(value, place, () => resource.mode === 'data' && scope.module.usesOf(key) <= 1), rest: at + 1 };
}

/** The instance that an index names, of a resource whose instances differ: `each` in it is one member. */
function instanceAt(resource: Resource, index: HclExpression, scope: Scope): Instance | undefined {
  const { body } = resource.block;
  if (!attributeOf(body, 'for_each') || !mentions(body.items, 'each')) return undefined;
  const key = textOf(evaluate(index, scope));
  const { open } = scope.evaluation;
  const id = `${scope.module.prefix}${scope.module.folder}#${resource.address}[]`;
  if (open.has(id)) unsteady(scope);
  if (key === undefined || open.has(id)) return undefined;
  open.add(id);
  const found = instancesOf(resource, { ...scope, bindings: new Map() }).find(
    (one) => one.address === `${resource.address}[${JSON.stringify(key)}]`,
  );
  open.delete(id);
  return found;
}

function attributeValue(resource: Resource, name: string, scope: Scope, place: Place, instance?: Instance): Value {
  const made = once(`${instance?.address ?? resource.address}.${name}`, scope, place, (inner) => {
    const own: Scope = { ...inner, uri: resource.uri, ...(instance ? { bindings: instance.scope.bindings } : {}) };
    const computed = computedAttribute(resource, name, own, atUse);
    if (computed) return computed;
    const attribute = attributeOf(resource.block.body, name);
    // `each` and `count` of the resource are not those of the reader of its attribute.
    if (attribute) return evaluate(attribute.value, scopeOf(attribute, own));
    const blocks = viewOf(resource.block.body, atUse, atUse, own).blocks(name);
    return blocks.length > 0 ? blockList(blocks, atUse) : unknownAt(atUse, `${resource.address}.${name} is known after apply`);
  });
  return made.at === atUse ? { ...made, at: place, token: place } : made;
}

/** Where a value stands that nobody wrote and several use: at each use, whichever of them had it made. */
const atUse: Place = { uri: '', span: [0, 0] };

/** Nested blocks as the list of objects that a reference sees: `metadata[0].name`. */
function blockList(blocks: readonly BlockView[], place: Place): Value {
  const items = blocks.map((block) =>
    mappingFrom(
      block.names().flatMap((name) => {
        const at = block.placeOf(name);
        const value = at && block.attribute(name);
        return value ? [entryFrom(name, at.name, value, at.all)] : [];
      }),
      block.block,
    ),
  );
  return listFrom(items, place);
}

/** Makes a value once for its module; a value that needs itself is unknown. */
function once(key: string, scope: Scope, place: Place, make: (inner: Scope) => Value): Value {
  const { made, open, asking } = scope.evaluation;
  const id = `${scope.module.prefix}${scope.withoutVariables ? '-' : '+'}${scope.module.folder}#${key}`;
  const known = made.get(id);
  if (known) {
    asking?.used(id);
    return known;
  }
  if (open.has(id)) {
    unsteady(scope);
    return unknownAt(place, `${key} refers to itself`);
  }
  open.add(id);
  const inner: Scope = { ...scope, bindings: new Map() };
  const value = asking ? asking.made(id, () => make(inner)) : make(inner);
  open.delete(id);
  made.set(id, value);
  return value;
}

const largestCopy = 5000;

/** The same value as seen from a use of it: the use stands first in `via`. Whether the use is `alone` is asked only where something can be edited: it takes counting the uses of a module. What is said of a `member` of a loop stands at it and not at the use, where all of them are seen. */
export function through(value: Value, use: Place, alone: () => boolean, member = false): Value {
  let copied = 0;
  const copy = (one: Value): Value => {
    if (++copied > largestCopy) return { ...one, editable: false };
    const editable = one.editable && alone();
    const mark = { via: member && !editable && one.kind === 'scalar' ? [one.at, use, ...one.via] : [use, ...one.via], editable };
    switch (one.kind) {
      case 'scalar':
        return { ...one, known: 'resolved', ...mark };
      case 'list':
        return { ...one, items: one.items.map(copy), ...mark };
      case 'mapping':
        return {
          ...one,
          entries: one.entries.map((entry) => ({ ...entry, key: copy(entry.key) as typeof entry.key, value: copy(entry.value) })),
          ...mark,
        };
      case 'choice':
        return { ...one, options: one.options.map(copy), ...mark };
      default:
        return { ...one, ...mark };
    }
  };
  return copy(value);
}

/**
 * The resource of this module that an expression names (`aws_iam_role.ci.name`, `"${aws_iam_role.ci.arn}"`,
 * `google_service_account.app[0].email`), through locals and loop variables. Undefined where it names none or several.
 */
export function resourceNamedBy(steps: readonly HclStep[], base: string, scope: Scope): Resource | undefined {
  const names = steps.flatMap((step) => (step.kind === 'attribute' ? [step.name] : []));
  return base === 'data' ? scope.module.resources.get(`data.${names[0]}.${names[1]}`) : scope.module.resources.get(`${base}.${names[0]}`);
}
