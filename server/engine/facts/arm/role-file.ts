// Definitions of Azure in JSON files of their own: custom roles, as `az role definition create`, `New-AzRoleDefinition` and the
// portal write them, policies, and federated credentials as `az ad app federated-credential create` takes them. The same facts
// as from a template.
import { readPolicyRoles } from '../azure/policy-roles.ts';
import { readAzureResource } from '../azure/resources.ts';
import type { Facts } from '../types.ts';
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';

/** The role or the policy that a JSON document holds: itself, or what stands under `properties` as the API and the portal write it. */
function definitionIn(document: Value): Value {
  const properties = entryOf(document, 'properties', true)?.value;
  return entryOf(properties, 'assignableScopes', true) || entryOf(properties, 'policyRule', true) ? properties! : document;
}

/** Whether a JSON document is a role: actions and where it may be assigned. */
export function isRoleFile(document: Value): boolean {
  const role = definitionIn(document);
  // Azure's own, as `az role definition show` prints it, is nobody's to change.
  const builtIn = [document, role].some(
    (value) =>
      /^builtinrole$/i.test(textOf((entryOf(value, 'roleType', true) ?? entryOf(value, 'type', true))?.value) ?? '') ||
      textOf(entryOf(value, 'isCustom', true)?.value) === 'false',
  );
  return (
    !builtIn &&
    entryOf(role, 'assignableScopes', true) !== undefined &&
    (entryOf(role, 'actions', true) !== undefined ||
      entryOf(role, 'permissions', true) !== undefined ||
      entryOf(role, 'dataActions', true) !== undefined)
  );
}

/** Pushes the roles that a policy definition in a file of its own names; nothing for other documents. */
export function readPolicyFile(document: Value, uri: string, into: Facts): void {
  const definition = definitionIn(document);
  const rule = entryOf(definition, 'policyRule', true);
  if (!rule) return;
  const name = entryOf(document, 'name', true) ?? entryOf(definition, 'displayName', true);
  const head = name?.at ?? rule.key.at;
  const address = `policy/${textOf(name?.value) ?? 'custom'}`;
  readPolicyRoles(
    {
      rule: rule.value,
      anchor: `arm|${uri}|${address}`,
      carrier: { dialect: 'arm', kind: 'Microsoft.Authorization/policyDefinitions', address, block: document.at, head },
      enabled: 'yes',
    },
    into,
  );
}

export function readRoleFile(document: Value, uri: string, into: Facts): void {
  const role = definitionIn(document);
  if (role.kind !== 'mapping') return;
  const name = entryOf(role, 'roleName', true) ?? entryOf(role, 'name', true);
  const permissions = entryOf(role, 'permissions', true)?.value ?? role;
  const entry = (key: string, value: Value): Entry => ({
    key: { kind: 'scalar', known: 'resolved', value: key, at: value.at, token: value.at, via: [], encoding: 'none', editable: false },
    value,
    at: value.at,
  });
  const within = (entries: readonly Entry[]): Mapping => ({ ...role, entries, complete: true });
  const properties = within([
    entry('permissions', permissions),
    entry('assignableScopes', entryOf(role, 'assignableScopes', true)!.value),
    ...(name ? [entry('roleName', name.value)] : []),
  ]);
  const head = name?.at ?? role.at;
  readAzureResource(
    {
      type: 'Microsoft.Authorization/roleDefinitions',
      address: `role/${textOf(name?.value) ?? 'custom'}`,
      body: within([entry('properties', properties)]),
      level: 'subscription',
      dialect: 'arm',
      uri,
      head,
      block: role.at,
      enabled: 'yes',
    },
    into,
  );
}

/** Whether a JSON document is a federated credential of Entra. */
export function isCredentialFile(document: Value): boolean {
  return (
    entryOf(document, 'issuer', true) !== undefined &&
    (entryOf(document, 'subject', true) ?? entryOf(document, 'claimsMatchingExpression', true)) !== undefined &&
    entryOf(document, 'audiences', true) !== undefined
  );
}

/** Pushes the trust that a federated credential in a file of its own is. */
export function readCredentialFile(document: Value, uri: string, into: Facts): void {
  const name = entryOf(document, 'name', true);
  readAzureResource(
    {
      type: 'Microsoft.Graph/applications/federatedIdentityCredentials',
      address: `federatedCredential/${textOf(name?.value) ?? 'credential'}`,
      body: document,
      level: 'everything',
      dialect: 'arm',
      uri,
      head: name?.at ?? document.at,
      block: document.at,
      enabled: 'yes',
    },
    into,
  );
}
