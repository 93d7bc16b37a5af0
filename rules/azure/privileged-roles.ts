// Built-in roles below Owner and Contributor that lead to more, or to data, and who holds them for good.
import type { RoleCatalog, RoleFacts } from '../../server/engine/catalog/roles.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import {
  builtInOf,
  eligible,
  isAssignment,
  isConditioned,
  isWide,
  narrowRole,
  principalName,
  scopeName,
  wideLevel,
} from './assignments.ts';

interface PrivilegedRule extends RuleRow {
  readonly id: string;
  readonly message: string;
  readonly references: readonly string[];
  readonly find: (
    grant: Grant,
    role: RoleFacts | undefined,
    catalog: RoleCatalog | undefined,
  ) => { at?: Leaf | undefined; severity?: Severity; data?: Record<string, string>; suggestions: readonly FixMaker[] } | undefined;
  readonly subsumes?: readonly string[];
}

const words: readonly (readonly [flag: string, words: string])[] = [
  ['runs-vm-commands', 'run commands on every machine'],
  ['writes-automation', 'run code as automation accounts'],
  ['assigns-identities', 'attach managed identities to its own machines'],
  ['writes-federated-credentials', 'make itself any managed identity'],
  ['writes-key-vault-policies', 'open key vaults to itself'],
  ['lists-cluster-admin-credential', 'fetch the administrator credential of clusters'],
];

const roleReferences = [
  'https://learn.microsoft.com/azure/role-based-access-control/built-in-roles',
  'https://learn.microsoft.com/azure/role-based-access-control/best-practices',
];

const assignment = (role: string, scope: string): string => `data "azurerm_subscription" "current" {}

data "azurerm_management_group" "acme" {
  name = "acme"
}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_key_vault" "app" {
  name = "app"
}

resource "azurerm_role_assignment" "app" {
  scope                = ${scope}
  role_definition_name = "${role}"
  principal_id         = var.principal_id
}
`;
const subscription = 'data.azurerm_subscription.current.id';
const group = 'azurerm_resource_group.app.id';

const narrow = (grant: Grant, to: string, catalog: RoleCatalog | undefined): FixMaker[] => [
  ...eligible(grant),
  ...narrowRole(grant.entitlement!, to, `Narrow to ${to}`, catalog),
];

const lighthouse = (block: string, mark = true): string => `resource "azurerm_lighthouse_definition" "operations" {
  name               = "operations"
  managing_tenant_id = "00000000-0000-0000-0000-000000000001"
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000002"

  ${block} {
    principal_id       = "00000000-0000-0000-0000-000000000003"
    role_definition_id = "${mark ? '«' : ''}b24988ac-6180-42a0-ab88-20f7382dd24c${mark ? '»' : ''}"
  }
}
`;

const privilegedTable: readonly PrivilegedRule[] = [
  {
    id: 'azure/escalation-role',
    title: 'A role that leads to more, over a subscription or more',
    severity: 'high',
    message: '`{role}` on {scope} lets {principal} {verbs}; assign it on the resource that is meant',
    what: 'A built-in role on a subscription or more that runs commands as other identities, attaches them or opens vaults to itself.',
    why: 'These roles do not say administrator, and lead there: with one of them a principal becomes every identity of the subscription.',
    remedy: 'Assign the role on the resource or the resource group, or make the assignment eligible.',
    references: roleReferences,
    bad: assignment('«Virtual Machine Contributor»', subscription),
    good: assignment('Virtual Machine Contributor', group),
    find(grant, role, catalog) {
      if (role?.class !== 'escalation' || role.flags.includes('control-plane-star') || !isWide(grant)) return undefined;
      const found = words.filter(([flag]) => role.flags.includes(flag)).map(([, text]) => text);
      if (found.length === 0) return undefined;
      return { data: { verbs: found.join(' and ') }, suggestions: narrow(grant, 'Reader', catalog) };
    },
  },
  {
    id: 'azure/key-vault-admin',
    title: 'Every vault of a subscription for one reader',
    severity: 'high',
    message: '`{role}` on {scope} lets {principal} read the secrets of every vault in it; assign it on the vault',
    what: 'A built-in role that reads secrets of key vaults, on a resource group, a subscription or more.',
    why: 'Vaults keep the secrets of one application from another, as long as nobody holds a role above them.',
    remedy: 'Assign `Key Vault Secrets User` on the vault.',
    references: ['https://learn.microsoft.com/azure/key-vault/general/rbac-guide'],
    bad: assignment('«Key Vault Administrator»', subscription),
    good: assignment('Key Vault Secrets User', 'azurerm_key_vault.app.id'),
    find(grant, role, catalog) {
      const level = wideLevel(grant) ?? grant.scope.find((scope) => scope.level === 'resource-group')?.level;
      if (!role?.flags.includes('reads-key-vault-secrets') || !level) return undefined;
      return { severity: level === 'resource-group' ? 'medium' : undefined, suggestions: narrow(grant, 'Key Vault Reader', catalog) };
    },
  },
  {
    id: 'azure/storage-keys-role',
    title: 'The data of every storage account of a subscription',
    severity: 'medium',
    message:
      '`{role}` on {scope} lets {principal} reach the data of every storage account in it; assign it on the account or the container',
    what: 'A built-in role on a subscription or more that owns blob data or lists the keys of storage accounts.',
    why: 'Account keys open all data of an account and are no identity: who used them is not in the log.',
    remedy: 'Assign a data role (`Storage Blob Data Reader`) on the container.',
    references: ['https://learn.microsoft.com/azure/storage/blobs/authorize-access-azure-active-directory'],
    bad: assignment('«Storage Blob Data Owner»', subscription),
    good: assignment('Storage Blob Data Reader', group),
    find: (grant, role, catalog) =>
      isWide(grant) &&
      ((role?.class === 'data-admin' && role.flags.includes('lists-storage-keys')) || role?.id === 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
        ? { suggestions: narrow(grant, 'Storage Blob Data Reader', catalog) }
        : undefined,
  },
  {
    id: 'azure/management-group-scope',
    title: 'A role that writes, over a management group',
    severity: 'high',
    profile: 'strict',
    message: '`{role}` on {scope} reaches every subscription there is and will be; assign it on the subscriptions that are meant',
    what: 'A built-in role that writes, on a management group or the tenant.',
    why: 'A management group grows. What is assigned on it reaches subscriptions that did not exist when somebody agreed.',
    remedy: 'Assign the role on the subscriptions or resource groups.',
    references: ['https://learn.microsoft.com/azure/governance/management-groups/overview'],
    bad: assignment('«Network Contributor»', 'data.azurerm_management_group.acme.id'),
    good: assignment('Network Contributor', group),
    find(grant, role, catalog) {
      const level = wideLevel(grant);
      return role && role.class === 'write' && !/Reader/.test(role.name) && (level === 'management-group' || level === 'everything')
        ? { suggestions: narrow(grant, 'Reader', catalog) }
        : undefined;
    },
  },
  {
    id: 'azure/subscription-scope',
    title: 'A role on a whole subscription',
    severity: 'low',
    profile: 'audit',
    message:
      'This role holds on {scope}, everything that is made there later included, for {principal}; assign it on the resource group that is meant',
    what: 'Any role that is assigned on a subscription, a management group or the tenant, where what the role does is no finding by itself.',
    why: 'Even a reader of a whole subscription sees the settings, the deployments and the network of everything in it, and of what comes later.',
    remedy: 'Assign the role on the resource group or on the resource.',
    whyNoFix: 'Which resource group is meant is not written here.',
    references: ['https://learn.microsoft.com/azure/role-based-access-control/scope-overview'],
    bad: assignment('Monitoring Reader', `«${subscription}»`),
    good: assignment('Monitoring Reader', group),
    find(grant, role, catalog) {
      const level = wideLevel(grant);
      // A delegation to another tenant is always on a subscription; of a role that a caller chooses the caller is told.
      if (delegating.test(grant.carrier.kind) || textOf(grant.entitlement) === undefined) return undefined;
      const worse = privilegedTable.some(({ id, find }) => id !== 'azure/subscription-scope' && find(grant, role, catalog) !== undefined);
      return level && !worse && role?.class !== 'admin' && !role?.flags.includes('control-plane-star')
        ? { at: grant.scope.find((scope) => scope.level === level)!.id, suggestions: [] }
        : undefined;
    },
  },
  {
    id: 'azure/owner-narrow',
    title: 'Owner or Contributor where a role of the service would do',
    severity: 'low',
    profile: 'audit',
    message: '`{role}` on {scope} lets {principal} {verbs}; assign the role of the service that is used',
    what: 'Owner, Contributor or a role that gives roles, on a resource, on a scope that is not known here, and for Contributor on a resource group.',
    why: 'The three roles are made for people who build, not for programs that use what was built: a program that may only read a queue cannot be turned against the rest.',
    remedy: 'Assign the built-in role of the service, such as `Storage Blob Data Contributor`.',
    references: roleReferences,
    bad: assignment('«Contributor»', group),
    good: assignment('Storage Blob Data Contributor', group),
    find(grant, role, catalog) {
      const level = grant.scope[0]?.level ?? 'unknown';
      if (!role || isWide(grant) || isConditioned(grant)) return undefined;
      const changes = role.flags.includes('control-plane-star');
      const gives = role.flags.includes('owner-equivalent') || (role.class === 'admin' && role.flags.includes('assigns-roles'));
      if (gives ? level === 'resource-group' : !changes) return undefined;
      const verbs = [...(changes ? ['change everything in it'] : []), ...(gives ? ['give roles on it to anyone'] : [])];
      return { data: { verbs: verbs.join(' and ') }, suggestions: narrow(grant, 'Reader', catalog) };
    },
  },
  {
    id: 'azure/permanent-assignment',
    title: 'People who hold a privileged role for good',
    severity: 'medium',
    profile: 'strict',
    message: '{principal} holds `{role}` on {scope} all the time; make the assignment eligible, to be activated when it is needed',
    what: 'A user or a group with a standing assignment of a privileged role.',
    why: 'Privileged rights are used for minutes and held for years. In between they are worth only to whoever steals the session.',
    remedy: 'Use an eligible assignment of Privileged Identity Management.',
    references: ['https://learn.microsoft.com/entra/id-governance/privileged-identity-management/pim-configure'],
    bad: `${assignment('«Contributor»', group).trimEnd().replace(/\n}$/, '')}
  principal_type       = "Group"
}
`,
    good: assignment('Monitoring Reader', group),
    find(grant, role) {
      const people = grant.principals.some((principal) => principal.kind === 'user' || principal.kind === 'group');
      return people &&
        (role?.class === 'escalation' || (role?.class === 'admin' && (role.flags.includes('owner-equivalent') || !isConditioned(grant)))) &&
        grant.scope.some((scope) => scope.level !== 'resource' && scope.level !== 'unknown')
        ? { suggestions: eligible(grant) }
        : undefined;
    },
  },
  {
    id: 'azure/lighthouse-privileged',
    title: 'Another tenant with a standing privileged role',
    severity: 'critical',
    message: '`{role}` on {scope} goes to a principal of another tenant, all the time; use `eligible_authorization`, with approval',
    what: 'A Lighthouse delegation that gives another tenant Owner, Contributor or the right to give roles, without activation.',
    why: 'Whoever breaks into the other tenant is in yours, with nothing to ask for and nobody to ask.',
    remedy: 'Delegate reader roles, and privileged ones as eligible authorizations with multi-factor authentication and an approver.',
    references: ['https://learn.microsoft.com/azure/lighthouse/how-to/create-eligible-authorizations'],
    bad: lighthouse('authorization'),
    good: lighthouse('eligible_authorization', false),
    find: (grant, role, catalog) =>
      delegating.test(grant.carrier.kind) && (role?.class === 'admin' || role?.flags.includes('control-plane-star'))
        ? {
            suggestions:
              grant.carrier.dialect === 'terraform'
                ? narrowById(grant)
                : narrowRole(grant.entitlement!, 'Reader', 'Delegate Reader instead', catalog),
          }
        : undefined,
    subsumes: ['azure/owner-assignment', 'azure/contributor-subscription', 'azure/user-access-admin-assignment'],
  },
];

/** Lighthouse: rights of another tenant's people in this one. */
const delegating = /^(?:azurerm_lighthouse_definition|microsoft\.managedservices\/registrationdefinitions)$/i;

const readerId = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

function narrowById(grant: Grant): FixMaker[] {
  const role = grant.entitlement!;
  const place = grant.carrier.attribute;
  if (!place || role.via.length > 0) return [];
  return [
    editing('Delegate Reader instead', place.uri, (document) => {
      const text = document.text.slice(...role.at.span);
      const id = textOf(role)!;
      return text.endsWith(id) ? [{ uri: place.uri, span: [role.at.span[1] - id.length, role.at.span[1]], text: readerId }] : [undefined];
    }),
  ];
}

export const privilegedRules: readonly Rule[] = privilegedTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(
      { ...entry, good: entry.good.replace(/[«»]/g, '') },
      {
        category: 'admin',
        frameworks: ['NHI5:2025', 'PR.AA-05'],
        fix: entry.whyNoFix === undefined ? 'suggestion' : 'none',
        messages: { role: entry.message },
        subsumes: entry.subsumes,
        file: 'infra/main.tf',
      },
    ),
    on: {
      grant(grant, context) {
        if (!isAssignment(grant) || !isStanding(grant, context.project)) return;
        const role = builtInOf(grant, context.project.catalogs.azure);
        const found = entry.find(grant, role, context.project.catalogs.azure);
        if (!found) return;
        context.report({
          at: placeOf(found.at ?? grant.entitlement!),
          message: 'role',
          anchor: grant.anchor,
          severity: found.severity,
          data: { role: role?.name ?? 'a role', scope: scopeName(grant), principal: principalName(grant.principals), ...found.data },
          suggestions: found.suggestions,
        });
      },
    },
  }),
);
