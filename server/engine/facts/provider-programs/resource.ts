// A resource of one of Terraform's providers that no HCL says: written in a program or in YAML, its arguments in the
// words of that language. It is given to the reader that reads the same type in Terraform, so that a binding means the
// same in each. References between resources are not followed here; what is not written is unknown.
import type { Place } from '../../text/text.ts';
import { readPolicyDocument } from '../aws/policy-document.ts';
import { policyRoleOf } from '../aws/policy-role.ts';
import { awsReaders, managedPolicyReader } from '../terraform/aws.ts';
import { localAuthTypes } from '../azure/local-auth.ts';
import { azureReaders } from '../terraform/azure.ts';
import { viewOfMapping } from '../terraform/blocks.ts';
import { newEvaluation } from '../terraform/evaluate.ts';
import { googleBindingReader, googleReaders } from '../terraform/google.ts';
import { entryFrom, listFrom, mappingFrom } from '../made-values.ts';
import type { Resource, TerraformModule } from '../terraform/module.ts';
import { oauthReaders } from '../terraform/oauth.ts';
import { otherCloudReaders } from '../terraform/other-clouds.ts';
import type { Reading, ResourceReader } from '../terraform/resource.ts';
import { meshReaders } from '../terraform/meshes.ts';
import { serviceReaders } from '../terraform/services.ts';
import { statementFrom } from '../terraform/statement-object.ts';
import { vaultReaders } from '../terraform/vault.ts';
import type { Carrier, Dialect, Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, textOf, type Mapping, type Value } from '../value.ts';
import { snakeCase } from './types.ts';
import { tableOf } from '../../table.ts';

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

/** Readers of AWS. Who holds a policy is not followed here, so that each is taken as it stands. */
const aws: Readonly<Record<string, ResourceReader>> = {
  ...awsReaders,
  aws_iam_policy: managedPolicyReader({ holders: new Map(), boundaries: new Set() }),
  'data.aws_iam_policy_document': (reading) => {
    const policy = documentOfStatements(
      reading.view.blocks('statement').length > 0 ? reading.view.attribute('statement')! : reading.view.attribute('statements'),
      reading.view.block,
    );
    if (policy)
      readPolicyDocument(policy, reading.facts, {
        role: policyRoleOf(policy, reading.instance.resource.name),
        carrier: reading.carrier(),
        anchor: reading.anchor('json'),
        principals: [],
        enabled: reading.instance.enabled,
      });
  },
};

/** Statements in the words of `aws_iam_policy_document`, snake case, as the document that they become. */
export function documentOfStatements(statements: Value | undefined, at: Place): Value | undefined {
  const made = itemsOf(statements).flatMap((one) => (one.kind === 'mapping' ? (statementFrom(one) ?? []) : []));
  if (made.length === 0) return undefined;
  const list = listFrom(made, at);
  return mappingFrom([entryFrom('Statement', at, list, at)], at);
}

/** What an application of Entra asks for and is given. Clients of other providers are read where programs make them. */
const directoryClients = tableOf<ResourceReader>(
  Object.fromEntries(Object.entries(oauthReaders).filter(([type]) => type.startsWith('azuread_'))),
);

/** Whether a type is read. */
export function readerOfType(type: string): ResourceReader | undefined {
  const table = [aws, googleReaders, azureReaders, vaultReaders, otherCloudReaders, serviceReaders, meshReaders].find((readers) =>
    Object.hasOwn(readers, type),
  );
  return table ? table[type] : (directoryClients.get(type) ?? googleBindingReader(type));
}

/** Pushes what the resource means; types that are not read give nothing. */
export function readProviderResource(resource: ProviderResource, into: Facts): void {
  const { type, name, head, block, dialect } = resource;
  const read = readerOfType(type);
  if (!read) return;
  // Rules about services, and about keys that they accept, ask for the type of the provider, whatever the class is called.
  const named = [serviceReaders, meshReaders, otherCloudReaders, vaultReaders].some((readers) => Object.hasOwn(readers, type));
  const kind = named || localAuthTypes.includes(type) ? type : resource.kind;
  const { uri } = head;
  const address = `${kind}.${name}`;
  const declared: Resource = {
    mode: 'resource',
    type,
    name,
    address,
    uri,
    block: {
      kind: 'block',
      type: 'resource',
      typeSpan: head.span,
      labels: [],
      head: head.span,
      body: { items: [], span: block.span },
      span: block.span,
      closed: true,
    },
  };
  const view = { ...viewOfMapping(inSnakeCase(resource.args), head), head, block };
  const carrier = (attribute?: string): Carrier => ({
    dialect,
    kind,
    address,
    block,
    head,
    attribute: attribute === undefined ? undefined : view.placeOf(attribute)?.all,
  });
  const anchor = (path?: string): string => `${dialect}|${uri}|${address}${path === undefined ? '' : `|${path}`}`;
  const scope = { module: emptyModule, uri, bindings: new Map<string, Value>(), evaluation: newEvaluation(() => undefined), depth: 0 };
  const reading: Reading = {
    instance: { resource: declared, address, view, scope, enabled: resource.enabled ?? 'yes' },
    view,
    facts: into,
    carrier,
    anchor,
  };
  read(reading);
  // Applications of Entra are OAuth clients as well.
  const client = directoryClients.get(type);
  if (client !== read) client?.(reading);
}

/** Blocks that Pulumi names in the plural, where a reader asks for them. */
const renamed = tableOf<string>({
  inline_policies: 'inline_policy',
  grants: 'grant',
  access_controls: 'access_control',
  accesses: 'access',
  role_entities: 'role_entity',
  required_resource_accesses: 'required_resource_access',
  resource_accesses: 'resource_access',
});

const emptyModule: TerraformModule = {
  folder: '',
  prefix: '',
  documents: new Map(),
  resources: new Map(),
  locals: new Map(),
  variables: new Map(),
  calls: new Map(),
  outputs: new Map(),
  providers: [],
  assigned: new Map(),
  usesOf: () => 0,
};

/**
 * Names as Terraform writes them, down through blocks. Keys that are no names (`google.subject`, roles) stay, and so do
 * policy documents, whose words are AWS's own.
 */
export function inSnakeCase(value: Mapping): Mapping {
  const convert = (one: Value, depth: number): Value => {
    if (depth > 12) return one;
    if (one.kind === 'list') return { ...one, items: one.items.map((item) => convert(item, depth + 1)) };
    // The arguments themselves are none, though C# calls one of them `Statement`.
    if (one.kind !== 'mapping' || (depth > 0 && entryOf(one, 'Statement'))) return one;
    const entries = one.entries.map((entry) => {
      const name = textOf(entry.key);
      const snake = name !== undefined && /^[A-Za-z][A-Za-z0-9_]*$/.test(name) ? (name.includes('_') ? name : snakeCase(name)) : undefined;
      const own = snake === undefined ? undefined : (renamed.get(snake) ?? snake);
      const key = own !== undefined && entry.key.kind === 'scalar' ? { ...entry.key, value: own } : entry.key;
      return { ...entry, key, value: convert(entry.value, depth + 1) };
    });
    return { ...mappingFrom(entries, one.at), complete: one.complete };
  };
  return convert(value, 0) as Mapping;
}
