// What the rule of an Azure Policy says of roles: a policy that deploys or modifies names those that the identity of its
// assignment needs, and the portal gives them wherever the policy is assigned. One grant a named role.
import type { Carrier, Facts, Grant } from '../types.ts';
import { leavesOf, valueAt, type Value } from '../value.ts';
import { azureRole } from './scope.ts';
import { onlyNamed } from '../polarity.ts';

/** The action of such a grant, so that rules can tell it from an assignment. */
export const remediates = 'policy-remediation';

export interface PolicyRule {
  readonly rule: Value | undefined;
  readonly anchor: string;
  readonly carrier: Carrier;
  readonly enabled: Grant['enabled'];
}

/** Pushes the roles that `then.details.roleDefinitionIds` of a policy's rule names. */
export function readPolicyRoles({ rule, anchor, carrier, enabled }: PolicyRule, into: Facts): void {
  leavesOf(valueAt(rule, 'then', 'details', 'roleDefinitionIds')).forEach((role, index) => {
    const { at, token, via, encoding } = role;
    into.grants.push({
      anchor: `${anchor}|roleDefinitionIds[${index}]`,
      platform: 'azure',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'entitlement',
      principals: [],
      entitlement: azureRole(role),
      actions: [{ kind: 'scalar', known: 'resolved', value: remediates, at, token, via, encoding, editable: false }],
      scope: [],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier,
      enabled,
    });
  });
}
