// Plans and states of Terraform as JSON: every value known, so that what the source leaves open is judged too. Facts are
// placed at the block of the source that they come from, and those that the source itself says are left out; without the
// source beside it they stand in the file. No edits are offered: nobody edits a plan.
import { folderOf, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import type { HclBlock } from '../../syntax/hcl/tree.ts';
import type { Place } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { readersFor } from '../terraform/reader.ts';
import { viewOfMapping, type BlockView, type Instance } from '../terraform/blocks.ts';
import type { Resource } from '../terraform/module.ts';
import { readingOf } from '../terraform/resource.ts';
import type { Scope } from '../terraform/evaluate.ts';
import { noFacts, type Facts, type Principal } from '../types.ts';
import { entryOf, itemsOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { placedAt, saysAlready, sourceOf, type SourceBlock } from './source.ts';
import { tableOf } from '../../table.ts';

/** A resource of a plan or state with the values that it has or will have. */
interface Planned {
  readonly address: string;
  readonly type: string;
  readonly values: Mapping;
  readonly at: Place;
}

export const terraformPlanReader: Reader = {
  read(documents, context) {
    return new Map(documents.map((document) => [document.uri, readOne(document, context)]));
  },
};

function readOne(document: Document, context: ReadContext): Facts {
  const into = noFacts();
  const tree = document.tree(parseJson);
  const root = tree.roots[0] && valueOf(tree.roots[0], document.uri);
  if (root?.kind !== 'mapping') return into;
  const resources = resourcesIn(root);
  const names = namesOf(resources);
  const source = sourceOf(folderOf(document.uri), context);
  const readers = readersFor(usesIn(resources));
  for (const resource of resources) {
    const own = noFacts();
    readers(resource.type)?.(readingOf(instanceOf(resource, names, document), own));
    const block = source(resource.address);
    push(block ? without(placedAt(own, block), block) : own, into);
  }
  return into;
}

function push(made: Facts, into: Facts): void {
  for (const one of made.grants) into.grants.push(one);
  for (const one of made.trusts) into.trusts.push(one);
  for (const one of made.credentials) into.credentials.push(one);
  for (const one of made.identities) into.identities.push(one);
}

/** What the source says of the block by itself needs no second saying. */
function without(facts: Facts, block: SourceBlock): Facts {
  return {
    ...facts,
    grants: facts.grants.filter((grant) => !saysAlready(grant, block.facts.grants, block)),
    trusts: facts.trusts.filter((trust) => !saysAlready(trust, block.facts.trusts, block)),
    credentials: facts.credentials.filter(
      (credential) => !block.facts.credentials.some((other) => other.kind === credential.kind && inside(other.carrier.block, block.block)),
    ),
    identities: facts.identities.filter(() => !block.facts.identities.some((other) => inside(other.carrier.block, block.block))),
  };
}

function inside(place: Place, block: Place): boolean {
  return place.uri === block.uri && block.span[0] <= place.span[0] && place.span[1] <= block.span[1];
}

const deepestModule = 20;

/** `planned_values` of a plan, `values` of a state as shown, `resources` of the state file itself. */
function resourcesIn(root: Mapping): Planned[] {
  const found: Planned[] = [];
  const add = (address: string | undefined, type: string | undefined, values: Value | undefined): void => {
    if (address !== undefined && type !== undefined && values?.kind === 'mapping') found.push({ address, type, values, at: values.at });
  };
  const module = (value: Value | undefined, depth: number): void => {
    for (const resource of itemsOf(valueAt(value, 'resources'))) {
      if (textOf(valueAt(resource, 'mode')) !== 'data')
        add(textOf(valueAt(resource, 'address')), textOf(valueAt(resource, 'type')), valueAt(resource, 'values'));
    }
    if (depth < deepestModule) for (const child of itemsOf(valueAt(value, 'child_modules'))) module(child, depth + 1);
  };
  module(valueAt(root, 'planned_values', 'root_module') ?? valueAt(root, 'values', 'root_module'), 0);
  for (const resource of itemsOf(valueAt(root, 'resources'))) {
    const [type, name, path] = ['type', 'name', 'module'].map((key) => textOf(valueAt(resource, key)));
    if (textOf(valueAt(resource, 'mode')) !== 'managed' || name === undefined) continue;
    for (const instance of itemsOf(valueAt(resource, 'instances'))) {
      const key = valueAt(instance, 'index_key');
      const index = key?.kind === 'scalar' ? `[${JSON.stringify(key.value)}]` : '';
      add(`${path === undefined ? '' : `${path}.`}${type}.${name}${index}`, type, valueAt(instance, 'attributes'));
    }
  }
  return found;
}

const identityTypes = tableOf<Principal['kind']>({ aws_iam_role: 'role', aws_iam_user: 'user', aws_iam_group: 'group' });

/** Names of identities to their addresses, so that what a role holds is united however it is written. */
function namesOf(resources: readonly Planned[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { type, address, values } of resources) {
    const kind = identityTypes.get(type);
    const name = textOf(entryOf(values, 'name')?.value) ?? '';
    if (kind && name !== '') names.set(`${kind}|${name}`, address);
  }
  return names;
}

/** Holders of the policies of this plan, by their ARN where it is known already. */
function usesIn(resources: readonly Planned[]): { holders: ReadonlyMap<string, readonly Principal[]>; boundaries: ReadonlySet<string> } {
  const byArn = new Map<string, string>();
  for (const { type, address, values } of resources) {
    const arn = textOf(entryOf(values, 'arn')?.value);
    if (type === 'aws_iam_policy' && arn) byArn.set(arn, address);
  }
  const names = namesOf(resources);
  const holders = new Map<string, Principal[]>();
  const bounding = new Set<string>();
  for (const { type, values } of resources) {
    const kind = /^aws_iam_(role|user|group)_policy_attachment$/.exec(type)?.[1] as 'role' | undefined;
    const policy = kind && byArn.get(textOf(entryOf(values, 'policy_arn')?.value) ?? '');
    const who = kind && entryOf(values, kind)?.value;
    if (policy && who?.kind === 'scalar')
      (holders.get(policy) ?? holders.set(policy, []).get(policy)!).push({
        kind,
        id: { ...who, value: names.get(`${kind}|${textOf(who)}`) ?? who.value },
      });
    const boundary = byArn.get(textOf(entryOf(values, 'permissions_boundary')?.value) ?? '');
    if (boundary) bounding.add(boundary);
  }
  return { holders, boundaries: new Set([...bounding].filter((address) => !holders.has(address))) };
}

function instanceOf(planned: Planned, names: ReadonlyMap<string, string>, document: Document): Instance {
  const { at, type, address } = planned;
  const block: HclBlock = {
    kind: 'block',
    type: 'resource',
    typeSpan: at.span,
    labels: [],
    head: at.span,
    body: { items: [], span: at.span },
    span: at.span,
    closed: true,
  };
  const resource: Resource = { uri: document.uri, block, mode: 'resource', type, name: address, address };
  return { resource, address, view: viewIn(planned, names, document), scope: undefined as unknown as Scope, enabled: 'yes' };
}

/** The values as a block: text that is JSON as what it says, names of identities as their addresses. */
function viewIn({ values, at }: Planned, names: ReadonlyMap<string, string>, document: Document): BlockView {
  const view = viewOfMapping(values, at);
  const holder = /^(role|user|group)s?$/;
  const resolve = (name: string, value: Value | undefined): Value | undefined => {
    if (value?.kind === 'scalar' && typeof value.value === 'string') {
      const kind = holder.exec(name)?.[1];
      const address = kind && names.get(`${kind}|${value.value}`);
      if (address) return { ...value, value: address, known: 'resolved', editable: false } satisfies Leaf;
      return /^\s*[{[]/.test(value.value)
        ? (parseEmbeddedJson(value.value, value.at, decodedOffsets(document.text, value.at), 'json-in-string', { editable: false }) ??
            value)
        : { ...value, editable: false };
    }
    return value?.kind === 'list' ? { ...value, items: value.items.map((item) => resolve(name, item) ?? item) } : value;
  };
  return { ...view, head: at, block: at, attribute: (name) => resolve(name, view.attribute(name)) };
}

/** Where each character of a JSON string's value stands in the text that writes it with escapes. */
function decodedOffsets(text: string, { span: [start, end] }: Place): (offset: number) => number {
  const offsets: number[] = [];
  for (let at = start; at < end;) {
    offsets.push(at);
    at += text[at] === '\\' ? (text[at + 1] === 'u' ? 6 : 2) : 1;
  }
  return (offset) => offsets[offset] ?? end;
}
