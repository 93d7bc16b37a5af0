// A body as its reader wants it: attributes as values, nested blocks with `dynamic` ones unfolded, and a resource with
// `count` or `for_each` as the instances it comes to. Objects given as attributes (JSON syntax, old style) are blocks too.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import { attributeOf, type HclAttribute, type HclBlock, type HclBody, type HclExpression } from '../../syntax/hcl/tree.ts';
import { evaluate, scopeOf, unsteady, type Scope } from './evaluate.ts';
import { membersOf, resolvedScalar, unknownAt } from './made.ts';
import { mentions, type Resource } from './module.ts';
import { entryOf, itemsOf, type Mapping, type Value } from '../value.ts';
import type { Grant } from '../types.ts';

export interface BlockView {
  readonly uri: string;
  /** The words that name the block. */
  readonly head: Place;
  readonly block: Place;
  /** True for a block of a `dynamic` whose members are not known: it may come to none. */
  readonly conditional: boolean;
  attribute(name: string): Value | undefined;
  /** Where an attribute is written: its name, and name and value together. */
  placeOf(name: string): { name: Place; all: Place } | undefined;
  expression(name: string): { expression: HclExpression; scope: Scope } | undefined;
  blocks(name: string): BlockView[];
  names(): string[];
}

/** Instances of one resource, and blocks of one `dynamic`, that are told apart; there may be as many of the one in each of the other. */
const mostInstances = 256;
const mostDynamic = 64;

/** The first of several members. What is left out is noted on the document that writes them. */
function held<T>(members: readonly T[], most: number, what: string, scope: Scope): readonly T[] {
  if (members.length <= most) return members;
  const { module, uri } = scope;
  unsteady(scope);
  module.documents.get(uri)?.limits.add(leftOut(most, what));
  return members.slice(0, most);
}

function leftOut(most: number, what: string): string {
  return `beyond the first ${most} ${what}`;
}

const [instances, dynamics] = ['instances of a resource', 'blocks of a dynamic'];

/** Takes back what an earlier reading noted as left out: how many there are may be said in another file. */
export function forgetLeftOut({ limits }: Document): void {
  limits.delete(leftOut(mostInstances, instances));
  limits.delete(leftOut(mostDynamic, dynamics));
}

/** The view of a body under a scope. */
export function viewOf(body: HclBody, head: Place, block: Place, scope: Scope, conditional = false): BlockView {
  const find = (name: string): HclAttribute | undefined => attributeOf(body, name);
  let known: Map<string, Value> | undefined;
  return {
    uri: scope.uri,
    head,
    block,
    conditional,
    attribute(name) {
      const attribute = find(name);
      if (!attribute) return undefined;
      const value = known?.get(name) ?? evaluate(attribute.value, scopeOf(attribute, scope));
      // Several readers ask for the same. What is made while something else is being made may have met itself, and counts only there.
      if (scope.evaluation.open.size === 0) (known ??= new Map()).set(name, value);
      // Null means that the attribute is not set.
      return value.kind === 'scalar' && value.value === null ? undefined : value;
    },
    placeOf(name) {
      const attribute = find(name);
      if (!attribute) return undefined;
      const { uri } = scopeOf(attribute, scope);
      return { name: { uri, span: attribute.nameSpan }, all: { uri, span: attribute.span } };
    },
    expression(name) {
      const attribute = find(name);
      return attribute && { expression: attribute.value, scope: scopeOf(attribute, scope) };
    },
    names: () =>
      body.items.map((item) =>
        item.kind === 'attribute' ? item.name : item.type === 'dynamic' ? (item.labels[0]?.text ?? '') : item.type,
      ),
    blocks(name) {
      const found: BlockView[] = [];
      for (const item of body.items) {
        const own = scopeOf(item, scope);
        const place = (span: readonly [number, number]): Place => ({ uri: own.uri, span });
        if (item.kind === 'attribute') {
          if (item.name !== name) continue;
          for (const value of itemsOf(evaluate(item.value, own)))
            if (value.kind === 'mapping') found.push(viewOfMapping(value, place(item.nameSpan)));
        } else if (item.type === name) found.push(viewOf(item.body, place(item.head), place(item.span), own));
        else if (item.type === 'dynamic' && item.labels[0]?.text === name) found.push(...dynamicViews(item, name, own));
      }
      return found;
    },
  };
}

function dynamicViews(dynamic: HclBlock, name: string, scope: Scope): BlockView[] {
  const content = dynamic.body.items.find((item): item is HclBlock => item.kind === 'block' && item.type === 'content');
  const over = attributeOf(dynamic.body, 'for_each');
  if (!content || !over) return [];
  const iterator = attributeOf(dynamic.body, 'iterator')?.value;
  const binding = iterator?.kind === 'name' ? iterator.name : name;
  const place = (span: readonly [number, number]): Place => ({ uri: scope.uri, span });
  const members = membersOf(evaluate(over.value, scope));
  const views = (members ? held(members.members, mostDynamic, dynamics, scope) : [undefined]).map((member) => {
    const bindings = new Map(scope.bindings);
    bindings.set(binding, memberValue(member, place(over.span)));
    return viewOf(content.body, place(dynamic.head), place(dynamic.span), { ...scope, bindings }, members === undefined);
  });
  return views;
}

/** What `each` or an iterator stands for: an object of `key` and `value`. */
function memberValue(member: { key: Value; value: Value } | undefined, place: Place): Mapping {
  const word = (text: string) => ({
    kind: 'scalar' as const,
    known: 'literal' as const,
    value: text,
    at: place,
    token: place,
    via: [],
    encoding: 'hcl' as const,
    editable: false,
  });
  const entry = (name: string, value: Value) => ({ key: word(name), value, at: place });
  const missing = unknownAt(place, 'a member of an unknown collection');
  return {
    kind: 'mapping',
    entries: [entry('key', member?.key ?? missing), entry('value', member?.value ?? missing)],
    complete: true,
    at: place,
    token: place,
    via: [],
    encoding: 'hcl',
    editable: false,
  };
}

/** An object as a block. Its entries are attributes, and blocks where they hold objects. */
export function viewOfMapping(mapping: Mapping, head: Place): BlockView {
  return {
    uri: mapping.at.uri,
    head: mapping.via.length > 0 ? mapping.via[0]! : head,
    block: mapping.at,
    conditional: false,
    attribute(name) {
      const value = entryOf(mapping, name)?.value;
      return value?.kind === 'scalar' && value.value === null ? undefined : value;
    },
    placeOf(name) {
      const entry = entryOf(mapping, name);
      return entry && { name: entry.key.at, all: entry.at };
    },
    expression: () => undefined,
    names: () => mapping.entries.flatMap((entry) => (entry.key.kind === 'scalar' ? [String(entry.key.value)] : [])),
    blocks: (name) =>
      itemsOf(entryOf(mapping, name)?.value).flatMap((value) => (value.kind === 'mapping' ? [viewOfMapping(value, head)] : [])),
  };
}

export interface Instance {
  readonly resource: Resource;
  /** With the key of the instance, where instances differ: `aws_iam_user.ci["deploy"]`. */
  readonly address: string;
  readonly view: BlockView;
  readonly scope: Scope;
  readonly enabled: Grant['enabled'];
}

/** The instances of a resource. One stands for all where they do not differ in what is written, or are not known. */
export function instancesOf(resource: Resource, scope: Scope): Instance[] {
  const own: Scope = { ...scope, uri: resource.uri };
  const { body } = resource.block;
  const place = (span: readonly [number, number]): Place => ({ uri: resource.uri, span });
  const make = (bindings: ReadonlyMap<string, Value>, key: string, enabled: Grant['enabled']): Instance => {
    const inner: Scope = { ...own, bindings };
    return {
      resource,
      address: resource.address + key,
      view: viewOf(body, place(resource.block.head), place(resource.block.span), inner),
      scope: inner,
      enabled,
    };
  };
  const forEach = attributeOf(body, 'for_each');
  if (forEach) {
    const writtenIn = scopeOf(forEach, own);
    const collection = evaluate(forEach.value, writtenIn);
    const found = membersOf(collection);
    const at: Place = { uri: writtenIn.uri, span: forEach.value.span };
    const unknown = new Map<string, Value>([['each', memberValue(undefined, at)]]);
    if (!found) return [make(unknown, '', 'maybe')];
    if (found.members.length === 0)
      return [
        make(
          unknown,
          '',
          found.complete && isSettled(forEach.value, own, (value) => membersOf(value)?.members.length === 0) ? 'no' : 'maybe',
        ),
      ];
    const uses = mentions(body.items, 'each');
    // A set gives its values as keys too.
    const isSet = (collection.kind === 'choice' ? collection.options : [collection]).every((one) => one.kind !== 'mapping');
    const members = found.members.map((member) => (isSet ? { key: member.value, value: member.value } : member));
    if (!uses) return [make(new Map([['each', memberValue(members[0], at)]]), '', found.complete ? 'yes' : 'maybe')];
    return held(members, mostInstances, instances, own).map((member, index) => {
      const key = member.key.kind === 'scalar' ? JSON.stringify(String(member.key.value)) : String(index);
      return make(new Map([['each', memberValue(member, at)]]), `[${key}]`, 'yes');
    });
  }
  const count = attributeOf(body, 'count');
  if (!count) return [make(own.bindings, '', 'yes')];
  const writtenIn = scopeOf(count, own);
  const value = evaluate(count.value, writtenIn);
  const at: Place = { uri: writtenIn.uri, span: count.value.span };
  const bind = (index: Value) => new Map<string, Value>([['count', indexValue(index, at)]]);
  const isZero = (one: Value) => one.kind === 'scalar' && Number(one.value) === 0;
  if (value.kind !== 'scalar') return [make(bind(unknownAt(at, 'count.index')), '', 'maybe')];
  if (isZero(value)) return [make(bind(unknownAt(at, 'count.index')), '', isSettled(count.value, own, isZero) ? 'no' : 'maybe')];
  const uses = mentions(body.items, 'count');
  const times = Number(value.value);
  if (!uses || !Number.isInteger(times) || times < 1) return [make(bind(resolvedScalar(0, at)), '', 'yes')];
  const indexes = Array.from({ length: Math.min(times, mostInstances + 1) }, (_, index) => index);
  return held(indexes, mostInstances, instances, own).map((index) => make(bind(resolvedScalar(index, at)), `[${index}]`, 'yes'));
}

/** Whether a result holds whatever the variables are: only then is a resource off. */
function isSettled(expression: HclExpression, scope: Scope, test: (value: Value) => boolean): boolean {
  return test(evaluate(expression, { ...scope, withoutVariables: true }));
}

function indexValue(index: Value, place: Place): Mapping {
  const key = {
    kind: 'scalar' as const,
    known: 'literal' as const,
    value: 'index',
    at: place,
    token: place,
    via: [],
    encoding: 'hcl' as const,
    editable: false,
  };
  return {
    kind: 'mapping',
    entries: [{ key, value: index, at: place }],
    complete: true,
    at: place,
    token: place,
    via: [],
    encoding: 'hcl',
    editable: false,
  };
}
