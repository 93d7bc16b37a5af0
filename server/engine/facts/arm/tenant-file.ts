// JSON files of their own about a tenant: policies of conditional access as Microsoft Graph answers them, and the artifact of
// a blueprint that assigns a role. The same facts as from commands and templates.
import { readAzureResource } from '../azure/resources.ts';
import { conditionalPoliciesIn, readTenantPolicy } from '../azure/tenant-policies.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { entryOf, leavesOf, textOf, valueAt, type Value } from '../value.ts';

/** Pushes what the policies of a document leave open. */
export function readConditionalFile(document: Value, uri: string, into: Facts): void {
  for (const policy of conditionalPoliciesIn(document)) {
    const name = entryOf(policy, 'displayName');
    const address = `conditionalAccess/${textOf(name?.value) ?? 'policy'}`;
    const carrier = { dialect: 'arm', kind: 'conditionalAccessPolicy', address, block: policy.at, head: name?.at ?? policy.at } as const;
    readTenantPolicy(
      {
        type: 'microsoft.graph/conditionalaccesspolicies',
        get: (path) => valueAt(policy, ...path),
        carrier,
        anchor: `arm|${uri}|${address}`,
        enabled: 'yes',
      },
      into,
    );
  }
}

/** Whether a document is the artifact of a blueprint that assigns a role. */
export function isBlueprintRole(document: Value): boolean {
  return (
    /^roleAssignment$/i.test(textOf(entryOf(document, 'kind', true)?.value) ?? '') &&
    valueAt(document, 'properties', 'principalIds') !== undefined
  );
}

/** Pushes the assignment: on the subscription that the blueprint is assigned to, or on one of its groups. */
export function readBlueprintRole(document: Value, uri: string, into: Facts): void {
  const properties = entryOf(document, 'properties', true)?.value;
  const role = entryOf(properties, 'roleDefinitionId', true);
  const group = leavesOf(entryOf(properties, 'resourceGroup', true)?.value)[0];
  if (!role) return;
  const who = entryOf(properties, 'principalIds', true);
  const name = entryOf(document, 'name', true) ?? role;
  readAzureResource(
    {
      type: 'Microsoft.Authorization/roleAssignments',
      address: `blueprint/${textOf(name.value) ?? 'roleAssignment'}`,
      body: mappingFrom(
        [
          entryFrom(
            'properties',
            document.at,
            mappingFrom([role, ...(who ? [entryFrom('principalId', who.at, leavesOf(who.value)[0] ?? who.value)] : [])], document.at),
          ),
        ],
        document.at,
      ),
      level: group && textOf(group) !== 'null' && textOf(group) !== undefined ? 'resource-group' : 'subscription',
      dialect: 'arm',
      uri,
      head: name.at,
      block: document.at,
      enabled: 'yes',
    },
    into,
  );
}
