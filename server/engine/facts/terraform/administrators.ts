// Administrators of services that Terraform makes by reference: members of a group of another resource, roles that a data
// source finds by name, custom roles on sets of everything. What names them is followed in the module; what is not found
// there gives nothing. Attributes from the providers' documentation, as known in 2026-11.
import type { Grant, Platform } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Leaf } from '../value.ts';
import { viewOf, type BlockView } from './blocks.ts';
import { wordAt } from '../made-values.ts';
import type { Resource } from './module.ts';
import { firstLeaf, namedBy, principalsFrom, resourcesOf, type Reading, type ResourceReader } from './resource.ts';
import { onlyNamed } from '../polarity.ts';

/** What a resource or data source of this module writes. */
function viewFor({ instance }: Reading, resource: Resource): BlockView {
  const place = (span: readonly [number, number]) => ({ uri: resource.uri, span });
  return viewOf(resource.block.body, place(resource.block.head), place(resource.block.span), { ...instance.scope, uri: resource.uri });
}

/** The text of an attribute of what another attribute names: the name of a group that is found by it. */
function namedText(reading: Reading, attribute: string, ...names: string[]): string | undefined {
  const resource = namedBy(reading, attribute);
  const view = resource && viewFor(reading, resource);
  return names.map((name) => view && textOf(view.attribute(name))).find((text) => text !== undefined);
}

function push(reading: Reading, platform: Platform, entitlement: Leaf, principals: Grant['principals'], attribute: string): void {
  reading.facts.grants.push({
    anchor: reading.anchor(attribute),
    platform,
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals,
    entitlement,
    actions: [],
    scope: [{ level: 'org', id: wordAt('', reading.view.head) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier(attribute),
    enabled: reading.instance.enabled,
  });
}

/** A word that stands where an attribute's value is written. */
function wordFor({ view }: Reading, attribute: string, word: string): Leaf {
  const found = view.expression(attribute);
  return wordAt(
    word,
    found ? { uri: found.scope.uri, span: found.expression.span } : (firstLeaf(view.attribute(attribute))?.at ?? view.head),
  );
}

/** Members of a group that this module names or finds by its name. */
const groupMember =
  (platform: Platform, group: string, members: string, ...names: string[]): ResourceReader =>
  (reading) => {
    const name = namedText(reading, group, ...names);
    if (name !== undefined) push(reading, platform, wordFor(reading, group, name), principalsFrom(reading, members, 'user'), group);
  };

/** Roles that data sources find: `roles = [data.datadog_role.admin.id]`, by what the source looks for. */
const foundRoles =
  (platform: Platform, attribute: string, to: string, ...names: string[]): ResourceReader =>
  (reading) => {
    const found = reading.view.expression(attribute);
    for (const { resource, expression } of found ? resourcesOf(found.expression, found.scope) : []) {
      const view = resource && viewFor(reading, resource);
      const name = names.map((one) => view && textOf(view.attribute(one))).find((text) => text !== undefined);
      if (name !== undefined)
        push(
          reading,
          platform,
          wordAt(name, { uri: found!.scope.uri, span: expression.span }),
          principalsFrom(reading, to, 'serviceAccount'),
          attribute,
        );
    }
  };

/** Permissions of a team on the whole organization that reach its credentials or more permissions, each by its attribute. */
const teamAccess: ResourceReader = (reading) => {
  for (const access of reading.view.blocks('organization_access')) {
    for (const name of ['manage_organization_access', 'manage_membership', 'manage_teams', 'manage_workspaces', 'manage_projects']) {
      const leaf = firstLeaf(access.attribute(name));
      if (leaf && textOf(leaf) === 'true')
        push(
          reading,
          'saas',
          { ...leaf, kind: 'scalar', known: 'resolved', value: name },
          principalsFrom(reading, 'name', 'group'),
          `organization_access.${name}`,
        );
    }
  }
};

/** `resources = { "com.cloudflare.api.account.*" = "*" }` of a policy that allows. */
const cloudflarePolicies: ResourceReader = (reading) => {
  const { view } = reading;
  const written = view
    .blocks('policy')
    .map((block) => (textOf(block.attribute('effect')) === 'deny' ? undefined : block.attribute('resources')));
  for (const item of itemsOf(view.attribute('policies')))
    if (textOf(entryOf(item, 'effect')?.value) !== 'deny') written.push(entryOf(item, 'resources')?.value);
  for (const resources of written) {
    for (const { key } of resources?.kind === 'mapping' ? resources.entries : []) {
      if (/^com\.cloudflare\.api\.(?:account|user|account\.zone)\.\*$/.test(textOf(key) ?? ''))
        push(reading, 'saas', key, principalsFrom(reading, 'name', 'serviceAccount'), 'resources');
    }
  }
};

/** Sets that hold every user, group or application, by their address or their resource name. */
const everyObject = /\/api\/v1\/(users|groups|apps)\/?$|^orn:[^:]*:(?:directory|idp):[^:]*:(users|groups|apps)$/;

/** A custom role that manages, on a set of everything of a kind. */
const oktaCustomAdmin: ResourceReader = (reading) => {
  const [set, role] = [namedBy(reading, 'resource_set_id'), namedBy(reading, 'custom_role_id')];
  if (!set || !role) return;
  const lists = viewFor(reading, set);
  const kinds = [...leavesOf(lists.attribute('resources')), ...leavesOf(lists.attribute('resources_orn'))].flatMap((leaf) => {
    const match = everyObject.exec(patternOf(leaf));
    return match ? [match[1] ?? match[2]!] : [];
  });
  const manages = leavesOf(viewFor(reading, role).attribute('permissions'))
    .flatMap((leaf) => textOf(leaf) ?? [])
    .filter((text) => kinds.some((kind) => text.startsWith(`okta.${kind}.`) && /\.manage$/.test(text)));
  if (manages.length > 0)
    push(
      reading,
      'okta',
      wordFor(reading, 'custom_role_id', manages.join(', ')),
      principalsFrom(reading, 'members', 'user'),
      'custom_role_id',
    );
};

export const administratorReaders: Readonly<Record<string, ResourceReader>> = {
  azuredevops_group_membership: groupMember('saas', 'group', 'members', 'name', 'display_name'),
  databricks_group_member: groupMember('databricks', 'group_id', 'member_id', 'display_name'),
  datadog_service_account: foundRoles('saas', 'roles', 'name', 'filter', 'name'),
  datadog_user: foundRoles('saas', 'roles', 'email', 'filter', 'name'),
  keycloak_user_roles: foundRoles('saas', 'role_ids', 'user_id', 'name'),
  keycloak_group_roles: foundRoles('saas', 'role_ids', 'group_id', 'name'),
  googleworkspace_role_assignment: foundRoles('saas', 'role_id', 'assigned_to', 'name'),
  pingone_role_assignment_user: foundRoles('saas', 'role_id', 'user_id', 'name'),
  pingone_role_assignment_group: foundRoles('saas', 'role_id', 'group_id', 'name'),
  pingone_role_assignment_gateway: foundRoles('saas', 'role_id', 'gateway_id', 'name'),
  tfe_team: teamAccess,
  cloudflare_api_token: cloudflarePolicies,
  cloudflare_account_token: cloudflarePolicies,
  okta_admin_role_custom_assignments: oktaCustomAdmin,
};
