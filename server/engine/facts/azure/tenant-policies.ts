// Policies of an Entra tenant that let in more than they could: conditional access that is off, security defaults that are
// off, guests whom everybody invites or who see as much as members. As calls of Microsoft Graph write them, cmdlets, exports
// in JSON, and Terraform. Facts from the reference of Microsoft Graph 1.0.
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';
import type { Carrier, Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';
import { readTemplateRule } from './activation.ts';

/** What a policy leaves open; the action of the fact that stands for it. */
export type TenantGap =
  'sign-in-policy-off' | 'sign-in-policy-reports' | 'security-defaults-off' | 'everyone-invites' | 'guests-as-members';

interface TenantSetting {
  readonly path: readonly string[];
  readonly is: RegExp;
  readonly gap: TenantGap;
}

const signIn: readonly TenantSetting[] = [
  { path: ['state'], is: /^disabled$/i, gap: 'sign-in-policy-off' },
  { path: ['state'], is: /^enabledForReportingButNotEnforced$/i, gap: 'sign-in-policy-reports' },
];

/** By type: of Graph in lower case, or of Terraform. */
const settings = tableOf<readonly TenantSetting[]>({
  azuread_conditional_access_policy: signIn,
  'microsoft.graph/conditionalaccesspolicies': signIn,
  'microsoft.graph/securitydefaults': [{ path: ['isEnabled'], is: /^false$/i, gap: 'security-defaults-off' }],
  'microsoft.graph/authorizationpolicy': [
    { path: ['allowInvitesFrom'], is: /^everyone$/i, gap: 'everyone-invites' },
    // The role template of a user; guests have two narrower ones.
    { path: ['guestUserRoleId'], is: /^a0b1b346-4d3e-4e8b-98f8-758710be4968$/i, gap: 'guests-as-members' },
  ],
});

/** Rules of Privileged Identity Management, by which roles of the directory are activated. */
const activation = 'microsoft.graph/rolemanagementpolicyrules';

export const isTenantPolicy = (type: string): boolean => settings.has(type) || type === activation;

export interface TenantPolicy {
  readonly type: string;
  readonly get: (path: readonly string[]) => Value | undefined;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** Pushes what a policy leaves open, at the value that does. */
export function readTenantPolicy({ type, get, carrier, anchor, enabled }: TenantPolicy, into: Facts): void {
  const push = (gap: string, value: Leaf | Value): void => {
    const { at, token, via, encoding, editable } = value;
    into.grants.push({
      anchor: `${anchor}|${gap}`,
      platform: 'entra',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'entitlement',
      principals: [],
      actions: [{ kind: 'scalar', known: 'resolved', value: gap, at, token, via, encoding, editable }],
      scope: [],
      conditions: [],
      lifetime: { kind: 'eligible', ...(value.kind === 'scalar' && gap === 'activation-long' ? { until: value } : {}), at },
      carrier,
      enabled,
    });
  };
  if (type === activation) return readTemplateRule({ get }, push);
  for (const { path, is, gap } of settings.get(type) ?? [])
    for (const leaf of leavesOf(get(path))) if (is.test(textOf(leaf) ?? '')) push(gap, leaf);
}

/** Whether a document is a conditional access policy as Graph answers it, or several. */
export function conditionalPoliciesIn(document: Value): readonly Value[] {
  const list = [document, ...itemsOf(document), ...itemsOf(entryOf(document, 'value')?.value)];
  return list.filter((one) => ['state', 'conditions', 'grantControls'].every((key) => entryOf(one, key) !== undefined));
}
