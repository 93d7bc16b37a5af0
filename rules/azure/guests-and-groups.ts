// Who gets into privileged roles from outside, and through a side door: guests, and owners of groups that carry roles.
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { builtInOf, isAssignment, scopeName } from './assignments.ts';

const guest = (role: string, mark: boolean): string => `resource "azuread_invitation" "vendor" {
  user_email_address = "jane@vendor.example"
  redirect_url       = "https://portal.azure.com"
}

resource "azurerm_role_assignment" "vendor" {
  scope                = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_name = "${role}"
  principal_id         = ${mark ? '«' : ''}azuread_invitation.vendor.user_id${mark ? '»' : ''}
}
`;

/** A guest of the directory: somebody who was invited, or whose name says where it came from. */
function isGuest({ id }: Principal): boolean {
  return /^azuread_invitation\./.test(patternOf(id)) || /#EXT#@/i.test(patternOf(id));
}

/** Directory roles that only read, which a guest may well have. */
const reading =
  /^(?:directory readers|global reader|reports reader|security reader|message center reader|usage summary reports reader|guest inviter)$/i;

export const guestPrivileged = defineRule({
  id: 'azure/guest-privileged',
  meta: {
    title: 'A guest with a privileged role',
    category: 'trust',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Somebody of the organization has to take the role over first.',
    messages: {
      guest:
        '`{role}` on {scope} goes to a guest, whose account another organization protects and does not close for you; give it to somebody of your own, or make the guest eligible for a time',
    },
    docs: {
      what: 'A user that was invited into the tenant, with a role that administers or leads to more.',
      why: 'A guest signs in with an account of another organization: its second factor, its devices and the day it is closed are not yours. When the contract ends, the role stays.',
      remedy: 'Let a member of the organization hold the role, or make the guest eligible for it with approval and an end.',
      bad: [{ file: 'infra/main.tf', text: guest('Contributor', true) }],
      good: [{ file: 'infra/main.tf', text: guest('Reader', false) }],
      references: [
        'https://learn.microsoft.com/azure/role-based-access-control/role-assignments-external-users',
        'https://learn.microsoft.com/entra/external-id/what-is-b2b',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const one = grant.principals.find(isGuest);
      if (!one || grant.enabled === 'no' || grant.role !== 'binding' || !grant.entitlement || grant.lifetime.kind === 'eligible') return;
      const role = nameOf(grant, context.project.catalogs.azure);
      if (role !== undefined)
        context.report({
          at: one.id.at,
          message: 'guest',
          anchor: `${grant.anchor}|guest`,
          data: { role, scope: grant.platform === 'entra' ? 'the directory' : scopeName(grant) },
        });
    },
  },
});

/** The privileged role that a grant gives; undefined for those that read, and for what is not known. */
function nameOf(grant: Grant, catalog: Parameters<typeof builtInOf>[1]): string | undefined {
  if (grant.platform === 'entra') {
    const name = textOf(grant.entitlement);
    return name === undefined || reading.test(name) || (/^[0-9a-f-]{36}$/i.test(name) && !privilegedIds.has(name.toLowerCase()))
      ? undefined
      : (privilegedIds.get(name.toLowerCase()) ?? name);
  }
  const role = isAssignment(grant) ? builtInOf(grant, catalog) : undefined;
  return role && (role.class === 'admin' || role.class === 'escalation' || role.class === 'data-admin') ? role.name : undefined;
}

/** Directory roles that administer, by template id. */
const privilegedIds: ReadonlyMap<string, string> = new Map([
  ['62e90394-69f5-4237-9190-012177145e10', 'Global Administrator'],
  ['e8611ab8-c189-46e8-94e1-60213ab1f814', 'Privileged Role Administrator'],
  ['7be44c8a-adaf-4e2a-84d6-ab2649e08a13', 'Privileged Authentication Administrator'],
  ['9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3', 'Application Administrator'],
  ['158c047a-c907-4556-b7ef-446551a6b5f7', 'Cloud Application Administrator'],
  ['fe930be7-5e62-47db-91af-98c3a49a38b1', 'User Administrator'],
  ['194ae4cb-b126-40b2-bd5b-6091b380977d', 'Security Administrator'],
  ['b1be1c3e-b65d-4f19-8427-f6fa0d97feb9', 'Conditional Access Administrator'],
]);

const group = (owners: string): string => `resource "azuread_service_principal" "ci" {
  client_id = "00000000-0000-0000-0000-000000000001"
}

data "azuread_client_config" "current" {}

resource "azuread_group" "administrators" {
  display_name       = "administrators"
  security_enabled   = true
  assignable_to_role = true
  owners             = ${owners}
}
`;

const mostOwners = 2;

export const groupAssignableOwners = defineRule({
  id: 'azure/group-assignable-owners',
  meta: {
    title: 'Owners of a group that carries roles',
    category: 'admin',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Who should own the group instead is not written here.',
    messages: {
      workload:
        '`{owner}` owns a group that may carry directory roles: its secret is enough to put anybody into it. Let people own the group, or make membership eligible',
      many: '{count} owners may put anybody into this group, and with that into every role it carries; keep {most}, and make membership eligible',
    },
    docs: {
      what: 'A group with `assignable_to_role` that a service principal or a managed identity owns, or more than two owners.',
      why: 'Only a privileged role administrator may assign the role, and every owner of the group decides who has it. An application that owns the group turns its secret into that role.',
      remedy: 'Keep one or two people as owners, and give membership through `azuread_privileged_access_group_eligibility_schedule`.',
      bad: [
        { file: 'infra/main.tf', text: group('[data.azuread_client_config.current.object_id, «azuread_service_principal.ci.object_id»]') },
      ],
      good: [{ file: 'infra/main.tf', text: group('[data.azuread_client_config.current.object_id]') }],
      references: [
        'https://learn.microsoft.com/entra/identity/role-based-access-control/groups-concept',
        'https://learn.microsoft.com/entra/id-governance/privileged-identity-management/concept-pim-for-groups',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (
        grant.platform !== 'entra' ||
        grant.role !== 'resource' ||
        grant.enabled === 'no' ||
        !grant.actions.some((action) => textOf(action) === 'own-role-assignable-group')
      )
        return;
      const workloads = grant.principals.filter((principal) => principal.kind === 'serviceAccount');
      for (const { id } of workloads) {
        context.report({
          at: placeOf(id),
          message: 'workload',
          anchor: `${grant.anchor}|${patternOf(id)}`,
          data: { owner: shownOf(id) },
        });
      }
      if (workloads.length === 0 && grant.principals.length > mostOwners)
        context.report({
          at: grant.carrier.attribute ?? grant.carrier.head,
          message: 'many',
          anchor: grant.anchor,
          severity: 'medium',
          data: { count: grant.principals.length, most: mostOwners },
        });
    },
  },
});
