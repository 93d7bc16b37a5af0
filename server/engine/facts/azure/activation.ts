// What the policies of Privileged Identity Management ask of whoever activates a role, and how long what they allow may last:
// in Terraform (roles of Azure, groups of Entra), Bicep and ARM. One fact a setting that is written and asks less than it
// could; what is not written the service's own defaults decide. Facts from the resource types' documentation (2026-11).
import type { Facts, Grant } from '../types.ts';
import { itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { durationDays } from '../lifetime.ts';
import { azureRole, azureScope } from './scope.ts';
import type { AzureSettings } from './settings.ts';
import { onlyNamed } from '../polarity.ts';

/** What a policy leaves open; the action of the fact that stands for it. */
export type ActivationGap = 'no-second-factor' | 'no-approval' | 'activation-long' | 'active-without-end' | 'eligible-without-end';

/** Terraform types that hold such a policy. */
export const activationTypes: readonly string[] = ['azurerm_role_management_policy', 'azuread_group_role_management_policy'];

/** Hours of a working day: what one activation should last at most. */
export const longestActivation = 8;

const switches: readonly (readonly [path: readonly string[], gap: ActivationGap])[] = [
  [['activation_rules', 'require_multifactor_authentication'], 'no-second-factor'],
  [['activation_rules', 'require_approval'], 'no-approval'],
  [['active_assignment_rules', 'expiration_required'], 'active-without-end'],
  [['eligible_assignment_rules', 'expiration_required'], 'eligible-without-end'],
];

/** Pushes what a policy leaves open. Nothing for other types. */
export function readActivationPolicy(resource: AzureSettings, into: Facts): void {
  const push = (gap: ActivationGap, leaf: Leaf | Value): void => {
    into.grants.push(gapFact(resource, gap, leaf));
  };
  if (activationTypes.includes(resource.type)) {
    // An authentication context takes the place of a second factor.
    const context = resource.get(['activation_rules', 'required_conditional_access_authentication_context']) !== undefined;
    for (const [path, gap] of switches) {
      const leaf = leavesOf(resource.get(path))[0];
      if (leaf && textOf(leaf) === 'false' && !(context && gap === 'no-second-factor')) push(gap, leaf);
    }
    const longest = leavesOf(resource.get(['activation_rules', 'maximum_duration']))[0];
    if (longest && isLong(longest)) push('activation-long', longest);
  } else if (resource.type === 'microsoft.authorization/rolemanagementpolicies') {
    for (const rule of resource.all(['rules'])) readTemplateRule(rule, push);
  }
}

/** Rules of templates say by their id what they are about: `Expiration_EndUser_Assignment`. */
export function readTemplateRule(rule: Pick<AzureSettings, 'get'>, push: (gap: ActivationGap, leaf: Leaf | Value) => void): void {
  const id = (textOf(leavesOf(rule.get(['id']))[0]) ?? '').toLowerCase();
  const required = leavesOf(rule.get(['isExpirationRequired']))[0];
  if (id === 'expiration_enduser_assignment') {
    const longest = leavesOf(rule.get(['maximumDuration']))[0];
    if (longest && isLong(longest)) push('activation-long', longest);
  } else if (id === 'expiration_admin_assignment' && textOf(required) === 'false') push('active-without-end', required!);
  else if (id === 'expiration_admin_eligibility' && textOf(required) === 'false') push('eligible-without-end', required!);
  else if (id === 'enablement_enduser_assignment') {
    const enabled = rule.get(['enabledRules']);
    if (
      enabled?.kind === 'list' &&
      enabled.complete &&
      itemsOf(enabled).every((one) => one.kind === 'scalar' && !/^multifactorauthentication$/i.test(textOf(one) ?? ''))
    )
      push('no-second-factor', enabled);
  } else if (id === 'approval_enduser_assignment') {
    const approval = leavesOf(rule.get(['setting', 'isApprovalRequired']))[0];
    if (approval && textOf(approval) === 'false') push('no-approval', approval);
  }
}

function isLong(leaf: Leaf): boolean {
  const days = durationDays(textOf(leaf) ?? '');
  return days !== undefined && days * 24 > longestActivation;
}

function gapFact(resource: AzureSettings, gap: ActivationGap, value: Leaf | Value): Grant {
  const role = leavesOf(resource.get(['role_definition_id']))[0] ?? leavesOf(resource.get(['role_id']))[0];
  const scope = leavesOf(resource.get(['scope']))[0];
  const { at, token, via, encoding, editable } = value;
  const action: Leaf = { kind: 'scalar', known: 'resolved', value: gap, at, token, via, encoding, editable };
  return {
    anchor: `${resource.anchor}|${gap}`,
    platform: resource.type.startsWith('azuread_') ? 'entra' : 'azure',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'entitlement',
    principals: [],
    ...(role ? { entitlement: azureRole(role) } : {}),
    actions: [action],
    scope: scope ? [azureScope(scope)] : [],
    conditions: [],
    lifetime: { kind: 'eligible', ...(value.kind === 'scalar' && gap === 'activation-long' ? { until: value } : {}), at },
    carrier: resource.carrier,
    enabled: resource.enabled,
  };
}
