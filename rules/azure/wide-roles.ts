// Owner, Contributor and the roles that give roles, over a subscription or more.
import type { RoleFacts } from '../../server/engine/catalog/roles.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import { placeOf } from '../../server/engine/facts/value.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { builtInOf, eligible, isAssignment, isConditioned, isWide, narrowRole, principalName, scopeName } from './assignments.ts';

interface WideRole {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly peers: readonly string[];
  readonly message: string;
  /** Of a call that gives the role to its caller. */
  readonly elevated?: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly matches: (role: RoleFacts) => boolean;
  /** How bad it is here; undefined where it is none of this rule's business. */
  readonly severityOf: (grant: Grant) => Severity | undefined;
  readonly narrower: string;
  readonly bad: string;
  readonly good: string;
}

const references = [
  'https://learn.microsoft.com/azure/role-based-access-control/best-practices',
  'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-resource-roles-assign-roles',
  'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
];

const assignment = (role: string, scope: string, mark = true): string => `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_assignment" "app" {
  scope                = ${scope}
  role_definition_name = "${mark ? `«${role}»` : role}"
  principal_id         = var.principal_id
}
`;

const wide = 'data.azurerm_subscription.current.id';
const narrow = 'azurerm_resource_group.app.id';

/** How bad a role that gives roles is by how far it reaches. */
function byReach(grant: Grant): Severity | undefined {
  if (isWide(grant)) return 'critical';
  return grant.scope.some((scope) => scope.level === 'resource-group') ? 'high' : undefined;
}

const wideRoles: readonly WideRole[] = [
  {
    id: 'azure/owner-assignment',
    title: 'Owner of a subscription or more',
    severity: 'critical',
    peers: ['AZU-0030'],
    message:
      '`{role}` on {scope} lets {principal} change everything in it and give roles to anyone; assign a smaller role, or make the assignment eligible',
    what: 'The Owner role assigned on a resource group, a subscription, a management group or the tenant.',
    why: 'An owner controls every resource and decides who else does. Microsoft advises at most three owners a subscription, and none of them standing: a stolen token of a standing owner is the subscription.',
    remedy:
      'Assign the role of the service that is used, on the resource group. Where an owner is needed now and then, make the assignment eligible in Privileged Identity Management.',
    matches: (role) => role.flags.includes('owner-equivalent'),
    severityOf: (grant) => (isConditioned(grant) ? 'medium' : byReach(grant)),
    narrower: 'Reader',
    bad: assignment('Owner', wide),
    good: assignment('Monitoring Reader', narrow, false),
  },
  {
    id: 'azure/user-access-admin-assignment',
    title: 'The right to give roles on a subscription or more',
    severity: 'critical',
    peers: [],
    message:
      '`{role}` on {scope} lets {principal} give any role to anyone, itself among them; add a condition that limits which roles may be given, or make the assignment eligible',
    elevated:
      'This call makes whoever runs it `{role}` on {scope}, and until somebody takes it back; do it by hand for one task and remove the assignment at `/` after it, or use Privileged Identity Management',
    what: 'User Access Administrator, Role Based Access Control Administrator or another built-in role that assigns roles, given on a resource group or more without a condition; a call of `elevateAccess`, by which a global administrator takes the first of them over the whole tenant.',
    why: 'Whoever assigns roles without limit assigns Owner to itself. The role looks harmless, because it changes no resource, and is worth as much as Owner.',
    remedy:
      'Use Role Based Access Control Administrator with a condition on the roles and the kinds of principals that may be given, on the resource group that needs it.',
    matches: (role) =>
      role.class === 'admin' &&
      !role.flags.includes('owner-equivalent') &&
      (role.flags.includes('assigns-roles') || role.flags.includes('elevates-access') || role.flags.includes('writes-role-definitions')) &&
      !role.conditioned,
    severityOf: (grant) => (isConditioned(grant) ? undefined : byReach(grant)),
    narrower: 'Reader',
    bad: assignment('User Access Administrator', wide),
    good: assignment('Reader', narrow, false),
  },
  {
    id: 'azure/contributor-subscription',
    title: 'Contributor of a subscription or more',
    severity: 'high',
    peers: [],
    message:
      '`{role}` on {scope} lets {principal} change every resource in it, run commands on its machines and read the keys of its storage accounts; assign it on the resource group',
    what: 'The Contributor role assigned on a subscription, a management group or the tenant.',
    why: 'A contributor assigns no roles, and needs none: it runs commands on virtual machines, deploys code as any managed identity of the subscription and reads account keys.',
    remedy: 'Assign Contributor, or better the role of the service, on the resource groups that the principal deploys to.',
    matches: (role) => role.flags.includes('control-plane-star') && !role.flags.includes('owner-equivalent'),
    severityOf: (grant) => (isWide(grant) ? 'high' : undefined),
    narrower: 'Reader',
    bad: assignment('Contributor', wide),
    good: assignment('Contributor', narrow, false),
  },
];

function messagesOf({ message, elevated }: WideRole): Readonly<Record<string, string>> {
  return elevated === undefined ? { role: message } : { role: message, elevated };
}

export const wideRoleRules: readonly Rule[] = wideRoles.map((wideRole) =>
  defineRule({
    id: wideRole.id,
    meta: {
      title: wideRole.title,
      category: 'admin',
      severity: wideRole.severity,
      confidence: 'high',
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: wideRole.peers,
      fix: 'suggestion',
      messages: messagesOf(wideRole),
      docs: {
        what: wideRole.what,
        why: wideRole.why,
        remedy: wideRole.remedy,
        bad: [{ file: 'infra/main.tf', text: wideRole.bad }],
        good: [{ file: 'infra/main.tf', text: wideRole.good }],
        references,
      },
    },
    on: {
      grant(grant, context) {
        if (!isAssignment(grant) || !isStanding(grant, context.project)) return;
        const role = builtInOf(grant, context.project.catalogs.azure);
        const severity = role && wideRole.matches(role) ? wideRole.severityOf(grant) : undefined;
        if (!role || !severity) return;
        const isElevated = wideRole.elevated !== undefined && grant.carrier.kind === 'elevateAccess';
        const data = { role: role.name, scope: scopeName(grant) };
        context.report({
          at: placeOf(grant.entitlement!),
          message: isElevated ? 'elevated' : 'role',
          anchor: grant.anchor,
          severity,
          data: isElevated ? data : { ...data, principal: principalName(grant.principals) },
          suggestions: [
            ...eligible(grant),
            ...narrowRole(grant.entitlement!, wideRole.narrower, `Narrow to ${wideRole.narrower}`, context.project.catalogs.azure),
          ],
        });
      },
    },
  }),
);
