// Vault's policies and roles as Kubernetes objects: the configuration of Bank-Vaults, the objects of Red Hat's Vault Config
// Operator, and Crossplane's provider. Policies are Vault's own text; roles are put as the provider of Terraform writes them.
import { readProviderResource } from '../provider-programs/resource.ts';
import { snakeCase } from '../provider-programs/types.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { readVaultHcl, readVaultJson } from '../vault/policy.ts';
import { vaultRoleType } from '../vault/role-types.ts';
import { textAround, type ObjectContext } from './context.ts';
import { shownName } from './objects.ts';

const operator = 'redhatcop.redhat.io';

/** Reads the object when its group is one of Vault's. */
export function readVaultKind(context: ObjectContext, into: Facts): void {
  const { group, kind } = context.name;
  const spec = valueAt(context.object, 'spec');
  if (group === 'vault.banzaicloud.com' && kind === 'Vault') readBankVaults(context, valueAt(spec, 'externalConfig'), into);
  else if (group === operator && kind === 'Policy') policy(context, valueAt(spec, 'policy'), 'policy', into);
  else if (group === operator && kind === 'KubernetesAuthEngineRole') readOperatorRole(context, spec, into);
  else if (/^(?:\w+\.)?vault(?:\.m)?\.upbound\.io$/.test(group))
    readCrossplane(context, group.split('.')[0]!, valueAt(spec, 'forProvider'), into);
}

/** The text of a policy, in a block or a string, or the mapping that says the same. */
function policy(context: ObjectContext, value: Value | undefined, path: string, into: Facts): void {
  const options = { carrier: context.carrier, anchor: `${context.anchor}|${path}`, enabled: context.enabled };
  if (value?.kind === 'mapping') readVaultJson(value, into, options);
  if (value?.kind !== 'scalar' || typeof value.value !== 'string') return;
  const { uri, span } = value.at;
  // A block is read as it stands: indentation means nothing to a policy, and each part keeps its place.
  const written = textAround(context, value)?.slice(...span);
  const inPlace =
    value.encoding === 'yaml-block'
      ? written?.replace(/^[|>][-+\d]{0,3}/, (head) => ' '.repeat(head.length))
      : span[1] - span[0] === value.value.length
        ? value.value
        : undefined;
  if (inPlace !== undefined) readVaultHcl(inPlace, uri, span[0], into, options);
  else readVaultHcl(value.value, uri, 0, into, { ...options, whole: value.at });
}

/** `externalConfig`: policies with their rules, roles by the auth method that they are of. */
function readBankVaults(context: ObjectContext, config: Value | undefined, into: Facts): void {
  for (const item of itemsOf(valueAt(config, 'policies')))
    policy(context, valueAt(item, 'rules'), `policies[${textOf(valueAt(item, 'name')) ?? '?'}]`, into);
  for (const method of itemsOf(valueAt(config, 'auth'))) {
    const type = textOf(valueAt(method, 'type'));
    const own = type === undefined ? undefined : vaultRoleType(`auth/${type}/role/x`);
    for (const item of own === undefined ? [] : itemsOf(valueAt(method, 'roles')))
      if (item.kind === 'mapping') role(context, own!, item, textOf(valueAt(item, 'name')) ?? type!, into);
  }
}

/** Texts with commas in the place of lists, as Vault itself takes them. */
const lists = /^bound_(?:service_account_|audiences)/;

function role(context: ObjectContext, type: string, args: Mapping, name: string, into: Facts): void {
  const entries = args.entries.map((entry) => {
    const text = lists.test(textOf(entry.key) ?? '') ? textOf(entry.value) : undefined;
    return text?.includes(',')
      ? {
          ...entry,
          value: {
            kind: 'list' as const,
            items: text.split(',').map((one) => wordAt(one.trim(), entry.value.at)),
            complete: true,
            at: entry.value.at,
            token: entry.value.at,
            via: [],
            encoding: 'none' as const,
            editable: false,
          },
        }
      : entry;
  });
  readProviderResource(
    {
      type,
      kind: type,
      name,
      args: { ...args, entries },
      dialect: context.dialect,
      head: leavesOf(entryOf(args, 'name')?.value)[0]?.at ?? context.carrier.head,
      block: args.at,
      enabled: context.enabled,
    },
    into,
  );
}

/** Accounts and namespaces that may log in; a selector of namespaces is not followed. */
function readOperatorRole(context: ObjectContext, spec: Value | undefined, into: Facts): void {
  const [names, spaces] = [entryOf(spec, 'targetServiceAccounts'), entryOf(valueAt(spec, 'targetNamespaces'), 'targetNamespaces')];
  if (!names) return;
  const args = mappingFrom(
    [
      entryFrom('bound_service_account_names', names.key.at, names.value, names.at),
      ...(spaces ? [entryFrom('bound_service_account_namespaces', spaces.key.at, spaces.value, spaces.at)] : []),
    ],
    context.carrier.block,
  );
  role(context, 'vault_kubernetes_auth_backend_role', args, shownName(context.name.name), into);
}

/** `Policy` of `vault.vault.upbound.io`, `AuthBackendRole` of `jwt.vault.upbound.io`. */
function readCrossplane(context: ObjectContext, service: string, args: Value | undefined, into: Facts): void {
  if (args?.kind !== 'mapping') return;
  if (context.name.kind === 'Policy') return policy(context, entryOf(args, 'policy')?.value, 'policy', into);
  const type = `vault_${service === 'vault' ? '' : `${service}_`}${snakeCase(context.name.kind)}`;
  readProviderResource(
    {
      type,
      kind: type,
      name: shownName(context.name.name),
      args,
      dialect: context.dialect,
      head: context.carrier.head,
      block: context.carrier.block,
      enabled: context.enabled,
    },
    into,
  );
}
