// Custom roles of Azure: actions with wildcards, actions that give roles, and where a role may be assigned.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface CustomRoleRule extends RuleRow {
  readonly id: string;
  readonly category: Category;
  readonly peers: readonly string[];
  readonly message: string;
  readonly find: (grant: Grant) => readonly { at: Leaf; severity?: Severity; suggestions: readonly FixMaker[] }[];
  readonly fix: 'suggestion' | 'none';
}

const references = [
  'https://learn.microsoft.com/azure/role-based-access-control/custom-roles',
  'https://learn.microsoft.com/azure/role-based-access-control/resource-provider-operations',
];

/** `*` of these gives nothing worth taking: Azure's own roles hold it by the hundred, and roles that give roles are reported by themselves. */
const harmlessProvider = /^microsoft\.(?:authorization|support)\//;

/** Data actions of a whole service or account, or of what vaults hold; `…/containers/items/*` is what Azure's own roles for data have. */
const everyData =
  /^microsoft\.(?:[a-z.]+\/(?:[a-z]+\/)?\*|keyvault\/vaults\/(?:secrets|keys|certificates)\/\*|documentdb\/databaseaccounts\/sqldatabases\/\*)$/;

/** Actions that decide who may do what. Compared in lower case, against the patterns that cover them. */
const managing = [
  'microsoft.authorization/roleassignments/write',
  'microsoft.authorization/roledefinitions/write',
  'microsoft.authorization/elevateaccess/action',
];

/** Whether an action pattern (`*` for any text) covers an action. Both in lower case. */
function covers(pattern: string, action: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return pattern === action;
  let at = parts[0]!.length;
  if (!action.startsWith(parts[0]!)) return false;
  for (const part of parts.slice(1, -1)) {
    const found = action.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return action.length - at >= parts.at(-1)!.length && action.endsWith(parts.at(-1)!);
}

const lower = (leaf: Leaf): string => patternOf(leaf).toLowerCase();

/** What `notActions` takes out again. */
function excepted(grant: Grant, action: string): boolean {
  return grant.conditions.some(
    (condition) => condition.operator === 'except' && condition.values.some((value) => covers(lower(value), action)),
  );
}

const without = (grant: Grant, leaf: Leaf): FixMaker[] =>
  grant.actions.length > 1 && leaf.editable
    ? [editing(`Remove ${textOf(leaf) ?? 'the action'}`, leaf.token.uri, (document) => [removeItem(leaf, document)])]
    : [];
const instead = (leaf: Leaf, text: string, title: string): FixMaker[] =>
  leaf.editable ? [editing(title, leaf.token.uri, () => [replaceText(leaf, text)])] : [];

const role = (permissions: string, scope = 'azurerm_resource_group.app.id'): string => `data "azurerm_subscription" "current" {}

resource "azurerm_resource_group" "app" {
  name     = "app"
  location = "westeurope"
}

resource "azurerm_role_definition" "operator" {
  name              = "App operator"
  scope             = ${scope}
  assignable_scopes = [${scope}]

  permissions {
${permissions}
  }
}
`;
const good = role('    actions = ["Microsoft.Web/sites/read", "Microsoft.Web/sites/restart/action"]');

const customRoleTable: readonly CustomRoleRule[] = [
  {
    id: 'azure/custom-role-star',
    title: 'A custom role with every action',
    category: 'wildcard',
    severity: 'critical',
    peers: ['CKV_AZURE_39', 'AZU-0030'],
    message:
      '`{action}` in this role is every action of every resource provider, giving roles among them; list the actions that are needed',
    what: 'A custom role whose actions are `*`.',
    why: 'The role is Owner under another name, and reviews that look for Owner do not find it. It grows with every service that Azure adds.',
    remedy: 'List the actions. `*/read` reads everything and changes nothing.',
    fix: 'suggestion',
    bad: role('    actions     = ["«*»"]\n    not_actions = []'),
    good,
    find(grant) {
      if (grant.plane === 'data') return [];
      return grant.actions
        .filter((action) => textOf(action) === '*')
        .map((at) => ({
          at,
          severity: managing.every((action) => excepted(grant, action)) ? ('high' as const) : undefined,
          suggestions: instead(at, '*/read', 'Narrow to */read, which changes nothing'),
        }));
    },
  },
  {
    id: 'azure/custom-role-authorization-write',
    title: 'A custom role that gives roles',
    category: 'admin',
    severity: 'critical',
    peers: ['AZU-0052'],
    message: '`{action}` lets the holder of this role give roles, to itself too; take it out and assign roles from a pipeline',
    what: 'A custom role with actions that write role assignments or definitions.',
    why: 'Whoever may assign roles assigns Owner to itself. In a custom role nothing limits which roles may be given.',
    remedy: 'Take the action out. For delegated administration use Role Based Access Control Administrator with a condition.',
    fix: 'suggestion',
    bad: role('    actions = ["Microsoft.Web/sites/read", "«Microsoft.Authorization/roleAssignments/write»"]'),
    good,
    find(grant) {
      if (grant.plane === 'data') return [];
      return grant.actions
        .filter(
          (action) =>
            textOf(action) !== '*' &&
            action.kind === 'scalar' &&
            managing.some((one) => covers(lower(action), one) && !excepted(grant, one)),
        )
        .map((at) => ({ at, suggestions: without(grant, at) }));
    },
  },
  {
    id: 'azure/custom-role-provider-star',
    title: 'A custom role with every action of a provider',
    category: 'wildcard',
    severity: 'high',
    peers: ['AZU-0030'],
    message:
      '`{action}` is every action of the provider, those that delete and those that read keys among them; list the actions that are needed',
    what: 'A custom role with `Microsoft.Provider/*` among its actions.',
    why: 'The wildcard holds actions nobody thought of: listing keys, running commands, deleting backups, and whatever the provider adds.',
    remedy: 'List the actions, or use `Microsoft.Provider/*/read`.',
    fix: 'suggestion',
    bad: role('    actions = ["«Microsoft.Storage/*»"]'),
    good: role('    actions = ["Microsoft.Storage/*/read"]'),
    find(grant) {
      if (grant.plane === 'data') return [];
      return grant.actions
        .filter((action) => /^microsoft\.[a-z.]+\/\*$/.test(lower(action)) && !harmlessProvider.test(lower(action)))
        .map((at) => ({ at, suggestions: instead(at, `${textOf(at)!.slice(0, -1)}*/read`, 'Narrow to reading') }));
    },
  },
  {
    id: 'azure/custom-role-data-star',
    title: 'A custom role with every data action',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    message:
      '`{action}` is every action on the data of every service: blobs, secrets, queues, databases; list the data actions that are needed',
    what: 'A custom role whose data actions are `*`.',
    why: 'Data actions read and delete what the services hold. With all of them a role made for one container opens every vault.',
    remedy: 'List the data actions of the one service.',
    fix: 'none',
    whyNoFix: 'Which service the role is for is not written in it.',
    bad: role('    data_actions = ["«*»"]'),
    good: role('    data_actions = ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]'),
    find: (grant) =>
      grant.plane === 'data' ? grant.actions.filter((action) => textOf(action) === '*').map((at) => ({ at, suggestions: [] })) : [],
  },
  {
    id: 'azure/custom-role-service-data-star',
    title: 'A custom role with every action on the data of a service',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    message:
      '`{action}` is every action on this data, those that delete it or read its secrets among them; list the data actions that are needed',
    what: 'A custom role whose data actions hold every action of a service, of an account of Cosmos DB, or on the secrets, keys or certificates of key vaults.',
    why: 'A program reads a container or a secret. With the wildcard, whoever takes it over reads, replaces and deletes the rest, and whatever the service adds.',
    remedy:
      'List the data actions: `Microsoft.DocumentDB/databaseAccounts/sqlDatabases/containers/items/read`, `Microsoft.KeyVault/vaults/secrets/getSecret/action`.',
    fix: 'none',
    whyNoFix: 'Which data the role is for is not written in it.',
    bad: role('    data_actions = ["«Microsoft.KeyVault/vaults/secrets/*»"]'),
    good: role('    data_actions = ["Microsoft.KeyVault/vaults/secrets/getSecret/action"]'),
    find: (grant) =>
      grant.plane === 'data' ? grant.actions.filter((action) => everyData.test(lower(action))).map((at) => ({ at, suggestions: [] })) : [],
  },
  {
    id: 'azure/custom-role-root-scope',
    title: 'A custom role that may be assigned everywhere',
    category: 'admin',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    message: '`{action}` makes this role assignable in every subscription below it; name the subscriptions or resource groups',
    what: 'A custom role whose assignable scopes hold a management group or the root.',
    why: 'A role made for one team turns up everywhere, and a change of it changes rights everywhere.',
    remedy: 'Name the subscriptions or resource groups that use the role.',
    fix: 'none',
    whyNoFix: 'Which subscriptions use the role is not written here.',
    bad: role('    actions = ["Microsoft.Web/sites/read"]', '"«/providers/Microsoft.Management/managementGroups/acme»"').replace(
      'scope             = "«/providers/Microsoft.Management/managementGroups/acme»"',
      'scope             = "/providers/Microsoft.Management/managementGroups/acme"',
    ),
    good,
    find: (grant) =>
      grant.plane === 'data'
        ? []
        : grant.scope
            .filter((scope) => scope.level === 'management-group' || scope.level === 'everything')
            .map((scope) => ({ at: scope.id, suggestions: [] })),
  },
];

export const customRoleRules: readonly Rule[] = customRoleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: entry.category,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: entry.fix,
      messages: { action: entry.message },
      file: 'infra/main.tf',
      references,
    }),
    on: {
      grant(grant, context) {
        if (grant.platform !== 'azure' || grant.role !== 'custom-role' || grant.enabled === 'no') return;
        for (const { at, severity, suggestions } of entry.find(grant)) {
          const action = shownOf(at);
          context.report({
            at: placeOf(at),
            message: 'action',
            anchor: `${grant.anchor}|${action}`,
            severity,
            data: { action },
            suggestions,
          });
        }
      },
    },
  }),
);
