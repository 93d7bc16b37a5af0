// From an address in a plan to the block of the source that makes it: the resource itself, through calls of local modules,
// or the call of a module whose source is not here.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import type { Place } from '../../text/text.ts';
import { literalText } from '../terraform/evaluate.ts';
import { resolvePath } from '../terraform/files.ts';
import { readModule, type Declared, type TerraformModule } from '../terraform/module.ts';
import { terraformReader } from '../terraform/reader.ts';
import { noFacts, type Carrier, type Condition, type Credential, type Facts, type Grant, type Identity } from '../types.ts';
import { patternOf, type Leaf } from '../value.ts';

export interface SourceBlock {
  readonly block: Place;
  readonly head: Place;
  /** What the source's own reader says of the document. */
  readonly facts: Facts;
}

interface Folder {
  readonly module: TerraformModule;
  readonly facts: ReadonlyMap<string, Facts>;
}

/** Finds source blocks by address, from the folder that the plan lies in. Modules are read once. */
export function sourceOf(folder: string, context: ReadContext): (address: string) => SourceBlock | undefined {
  const folders = new Map<string, Folder | undefined>();
  const open = (path: string): Folder | undefined => {
    if (!folders.has(path)) {
      const documents = (context.siblings?.(path) ?? [])
        .filter((uri) => /\.(?:tf|tofu)$/.test(uri))
        .map((uri) => context.neighbour(uri))
        .filter((document): document is Document => document !== undefined);
      folders.set(
        path,
        documents.length === 0
          ? undefined
          : { module: readModule(documents, { folder: path }), facts: terraformReader.read(documents, context) },
      );
    }
    return folders.get(path);
  };
  return (address) => {
    const steps = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|[^[\]"]*)\]/g, '').split('.');
    let at = open(folder);
    let path = folder;
    while (at && steps[0] === 'module' && steps[1] !== undefined) {
      const call = at.module.calls.get(steps[1]);
      const source = literalText(call && attributeOf(call.block.body, 'source')?.value);
      if (!call) return undefined;
      const next = source !== undefined && /^\.\.?\//.test(source) ? resolvePath(path, source) : undefined;
      const inner = next === undefined ? undefined : open(next);
      if (!inner) return blockOf(call, at);
      steps.splice(0, 2);
      [at, path] = [inner, next!];
    }
    const resource = at?.module.resources.get(steps.join('.'));
    return at && resource && blockOf(resource, at);
  };
}

function blockOf({ uri, block }: Declared, { facts }: Folder): SourceBlock {
  return { block: { uri, span: block.span }, head: { uri, span: block.head }, facts: facts.get(uri) ?? noFacts() };
}

/** Whether the source says the same grant with everything known. */
export function saysAlready(grant: Grant, others: readonly Grant[], { block }: SourceBlock): boolean {
  const words = wordsOf(grant);
  return others.some(
    (other) =>
      other.carrier.block.uri === block.uri &&
      block.span[0] <= other.carrier.block.span[0] &&
      other.carrier.block.span[1] <= block.span[1] &&
      other.role === grant.role &&
      other.effect === grant.effect &&
      wordsOf(other) === words,
  );
}

/** Actions and roles decide; resources and principals are known by other names in a plan. */
function wordsOf(grant: Grant): string {
  return [grant.entitlement ? patternOf(grant.entitlement) : '', ...grant.actions.map(patternOf)]
    .sort()
    .join('\n')
    .toLowerCase()
    .replace(/arn:[^:\n]*:iam::aws/g, 'arn:iam::aws');
}

/** The same facts, standing at the source block: every finding about them is shown there. */
export function placedAt(facts: Facts, { block, head }: SourceBlock): Facts {
  const leaf = <T extends Leaf>(one: T): T => ({ ...one, via: [head], editable: false });
  const carrier = (one: Carrier): Carrier => ({ dialect: one.dialect, kind: one.kind, address: one.address, block, head });
  const condition = (one: Condition): Condition => ({ ...one, values: one.values.map(leaf), at: head });
  const anchor = (text: string): string => text.replace(/^([^|]*)\|[^|]*\|/, (_, dialect: string) => `${dialect}|${block.uri}|`);
  const grant = <T extends Grant>(one: T): T => ({
    ...one,
    anchor: anchor(one.anchor),
    carrier: carrier(one.carrier),
    actions: one.actions.map(leaf),
    conditions: one.conditions.map(condition),
    principals: one.principals.map((principal) => ({ ...principal, id: leaf(principal.id) })),
    scope: one.scope.map((scope) => ({ ...scope, id: leaf(scope.id) })),
    ...(one.entitlement ? { entitlement: leaf(one.entitlement) } : {}),
    lifetime: { ...one.lifetime, ...(one.lifetime.until ? { until: leaf(one.lifetime.until) } : {}), at: head },
    ...(one.statement
      ? {
          statement: {
            at: head,
            index: one.statement.index,
            sid: one.statement.sid,
            keys: Object.fromEntries(Object.keys(one.statement.keys).map((key) => [key, head])),
          },
        }
      : {}),
  });
  return {
    ...facts,
    grants: facts.grants.map(grant),
    trusts: facts.trusts.map(grant),
    credentials: facts.credentials.map((one): Credential => ({
      ...one,
      anchor: anchor(one.anchor),
      at: head,
      carrier: carrier(one.carrier),
      ...(one.rotation ? { rotation: leaf(one.rotation) } : {}),
    })),
    identities: facts.identities.map((one): Identity => ({
      ...one,
      at: head,
      carrier: carrier(one.carrier),
      ...(one.owner ? { owner: leaf(one.owner) } : {}),
      traits: Object.fromEntries(Object.entries(one.traits).map(([key, value]) => [key, leaf(value)])),
    })),
  };
}
