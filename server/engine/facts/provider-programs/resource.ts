// A resource of one of Terraform's providers that no HCL says: written in a program or in YAML, its arguments in the
// words of that language. It is given to the reader that reads the same type in Terraform, so that a binding means the
// same in each. References between resources are not followed here; what is not written is unknown.
import type { Place } from '../../text/text.ts';
import { azureReaders } from '../terraform/azure.ts';
import { viewOfMapping } from '../terraform/blocks.ts';
import { newEvaluation } from '../terraform/evaluate.ts';
import { googleBindingReader, googleReaders } from '../terraform/google.ts';
import { mappingFrom } from '../terraform/made-values.ts';
import type { Resource, TerraformModule } from '../terraform/module.ts';
import type { Reading, ResourceReader } from '../terraform/resource.ts';
import type { Carrier, Dialect, Facts, Grant } from '../types.ts';
import { textOf, type Mapping, type Value } from '../value.ts';
import { snakeCase } from './types.ts';

export interface ProviderResource {
  /** Terraform's type. */
  readonly type: string;
  /** As it is written: `projects.IAMMember`. */
  readonly kind: string;
  readonly name: string;
  readonly args: Mapping;
  readonly dialect: Dialect;
  readonly head: Place;
  readonly block: Place;
  readonly enabled?: Grant['enabled'];
}

/** Whether a type is read. */
export function readerOfType(type: string): ResourceReader | undefined {
  return Object.hasOwn(googleReaders, type) ? googleReaders[type] : Object.hasOwn(azureReaders, type) ? azureReaders[type] : googleBindingReader(type);
}

/** Pushes what the resource means; types that are not read give nothing. */
export function readProviderResource(resource: ProviderResource, into: Facts): void {
  const { type, kind, name, head, block, dialect } = resource;
  const read = readerOfType(type);
  if (!read) return;
  const { uri } = head;
  const address = `${kind}.${name}`;
  const declared: Resource = {
    mode: 'resource', type, name, address, uri,
    block: { kind: 'block', type: 'resource', typeSpan: head.span, labels: [], head: head.span, body: { items: [], span: block.span }, span: block.span, closed: true },
  };
  const view = { ...viewOfMapping(inSnakeCase(resource.args), head), head, block };
  const carrier = (attribute?: string): Carrier => ({ dialect, kind, address, block, head, attribute: attribute === undefined ? undefined : view.placeOf(attribute)?.all });
  const anchor = (path?: string): string => `${dialect}|${uri}|${address}${path === undefined ? '' : `|${path}`}`;
  const scope = { module: emptyModule, uri, bindings: new Map<string, Value>(), evaluation: newEvaluation(() => undefined), depth: 0 };
  read({ instance: { resource: declared, address, view, scope, enabled: resource.enabled ?? 'yes' }, view, facts: into, carrier, anchor } satisfies Reading);
}

const emptyModule: TerraformModule = {
  folder: '', prefix: '', documents: new Map(), resources: new Map(), locals: new Map(), variables: new Map(), calls: new Map(), outputs: new Map(), providers: [], assigned: new Map(), usesOf: () => 0,
};

/** Names as Terraform writes them, down through blocks. Keys that are no names (`google.subject`, roles) stay. */
function inSnakeCase(value: Mapping): Mapping {
  const convert = (one: Value, depth: number): Value => {
    if (depth > 12) return one;
    if (one.kind === 'list') return { ...one, items: one.items.map((item) => convert(item, depth + 1)) };
    if (one.kind !== 'mapping') return one;
    const entries = one.entries.map((entry) => {
      const name = textOf(entry.key);
      const key = name !== undefined && entry.key.kind === 'scalar' && /^[A-Za-z][A-Za-z0-9]*$/.test(name) ? { ...entry.key, value: snakeCase(name) } : entry.key;
      return { ...entry, key, value: convert(entry.value, depth + 1) };
    });
    return { ...mappingFrom(entries, one.at), complete: one.complete };
  };
  return convert(value, 0) as Mapping;
}
