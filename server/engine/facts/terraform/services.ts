// Services that Terraform gives rights in: code hosts, identity providers, monitoring, other clouds' tokens. A table of where
// each provider writes them; what a role means is for the rules.
import type { Platform, ScopeLevel } from '../types.ts';
import { leavesOf, patternOf, textOf } from '../value.ts';
import { databaseReaders } from './databases.ts';
import { both, given, isTrue, made, pushGrant } from './given.ts';
import { wordAt } from '../made-values.ts';
import { firstLeaf, principalsFrom, type ResourceReader } from './resource.ts';

const deployKey: ResourceReader = (reading) => {
  const readOnly = firstLeaf(reading.view.attribute('read_only'));
  if (readOnly && textOf(readOnly) === 'false')
    pushGrant(reading, {
      anchor: 'read_only',
      platform: 'github',
      principals: [],
      role: 'binding',
      entitlement: { ...readOnly, kind: 'scalar', known: 'resolved', value: 'deploy-key:write' },
      level: 'resource',
      attribute: reading.view.placeOf('read_only')!.all,
    });
};

/** Linode: a user of the account whom no grants hold. */
const unrestricted: ResourceReader = (reading) => {
  const restricted = firstLeaf(reading.view.attribute('restricted'));
  if (restricted && textOf(restricted) === 'false')
    pushGrant(reading, {
      anchor: 'restricted',
      platform: 'saas',
      principals: principalsFrom(reading, 'username', 'user'),
      role: 'binding',
      entitlement: { ...restricted, kind: 'scalar', known: 'resolved', value: 'unrestricted', editable: false },
      level: 'account',
      attribute: reading.view.placeOf('restricted')!.all,
    });
};

const ovhActions = given({ platform: 'saas', role: 'allow', to: 'identities', level: 'account' });

/** OVH: actions on every resource, or on the account itself. Those on some machines, or on what is not written here, are no rights over it. */
const ovhPolicy: ResourceReader = (reading) => {
  const on = leavesOf(reading.view.attribute('resources'));
  if (on.some((resource) => /^urn:v1:[^:]*:resource:(?:\*(?::\*)?$|account:)/.test(patternOf(resource)))) ovhActions(reading);
};

const yandex = (level: ScopeLevel): Record<string, ResourceReader> => ({
  member: given({ platform: 'saas', role: 'role', to: 'member', level }),
  binding: given({ platform: 'saas', role: 'role', to: 'members', level }),
});
const yandexTypes = Object.fromEntries(
  (
    [
      ['resourcemanager_folder', 'folder'],
      ['resourcemanager_cloud', 'account'],
      ['organizationmanager_organization', 'org'],
    ] as const
  ).flatMap(([name, level]) => Object.entries(yandex(level)).map(([form, reader]) => [`yandex_${name}_iam_${form}`, reader])),
);

/** Accounts of services with a role, by the attribute that names it and the one that says who has it. */
const administrators: readonly (readonly [type: string, role: string, to: string])[] = [
  ['pagerduty_user', 'role', 'email'],
  ['sentry_organization_member', 'role', 'email'],
  ['opsgenie_user', 'role', 'username'],
  ['fastly_user', 'role', 'login'],
  ['launchdarkly_team_member', 'role', 'email'],
  ['launchdarkly_access_token', 'role', 'name'],
  ['tfe_team_access', 'access', 'team_id'],
  ['tfe_team_project_access', 'access', 'team_id'],
  ['vercel_team_member', 'role', 'email'],
  ['heroku_team_member', 'role', 'email'],
  ['nexus_security_user', 'roles', 'userid'],
  ['bitbucket_repository_group_permission', 'permission', 'group_slug'],
  ['bitbucket_repository_user_permission', 'permission', 'user_id'],
  ['sonarqube_permissions', 'permissions', 'group_name'],
  ['zitadel_instance_member', 'roles', 'user_id'],
  ['zitadel_org_member', 'roles', 'user_id'],
  ['opensearch_roles_mapping', 'role_name', 'backend_roles'],
];

/** Accounts that a switch makes administrators, by the attribute that names them. */
const switches: readonly (readonly [type: string, attribute: string, to: string, platform: 'gitlab' | 'saas'])[] = [
  ['gitlab_user', 'is_admin', 'username', 'gitlab'],
  ['artifactory_user', 'admin', 'name', 'saas'],
  ['artifactory_managed_user', 'admin', 'name', 'saas'],
  ['artifactory_unmanaged_user', 'admin', 'name', 'saas'],
  ['googleworkspace_user', 'is_admin', 'primary_email', 'saas'],
  ['grafana_user', 'is_admin', 'login', 'saas'],
];

/** A switch that is on, as a word that a rule knows. */
const switchedOn =
  (attribute: string, word: string, to: string | undefined, platform: Platform, level: ScopeLevel): ResourceReader =>
  (reading) => {
    const leaf = isTrue(reading.view, attribute);
    if (leaf)
      pushGrant(reading, {
        anchor: attribute,
        platform,
        principals: to === undefined ? [] : principalsFrom(reading, to, 'user'),
        role: 'binding',
        entitlement: { ...leaf, kind: 'scalar', known: 'resolved', value: word, editable: false },
        level,
        attribute: reading.view.placeOf(attribute)!.all,
      });
  };

const sessionFactor = given({ platform: 'okta', role: 'mfa_required', level: 'org' });

/** Artifactory: how long a token lasts that says nothing is a setting of the server, so only one that says it is read; 0 is for good. */
const artifactoryToken: ResourceReader = (reading) => {
  if (reading.view.placeOf('expires_in')) made({ platform: 'saas', kind: 'token', lasts: [['expires_in', 'S']] })(reading);
};

/** Tailscale: a key by which any number of machines join, without anybody's approval. */
const tailnetKey: ResourceReader = (reading) => {
  if (isTrue(reading.view, 'preauthorized')) switchedOn('reusable', 'reusable key', undefined, 'saas', 'org')(reading);
};

const publicRunners = switchedOn('allows_public_repositories', 'public repositories', undefined, 'github', 'org');

export const serviceReaders: Readonly<Record<string, ResourceReader>> = {
  ...databaseReaders,
  ...yandexTypes,
  gitlab_group_membership: given({ platform: 'gitlab', role: 'access_level', to: 'user_id', level: 'org' }),
  gitlab_project_membership: given({ platform: 'gitlab', role: 'access_level', to: 'user_id', level: 'resource' }),
  gitlab_group_share_group: given({ platform: 'gitlab', role: 'group_access', to: 'share_group_id', kind: 'group', level: 'org' }),
  gitlab_project_share_group: given({ platform: 'gitlab', role: 'group_access', to: 'group_id', kind: 'group', level: 'resource' }),
  grafana_service_account: given({ platform: 'saas', role: 'role', to: 'name', kind: 'serviceAccount', level: 'org' }),
  ...Object.fromEntries(administrators.map(([type, role, to]) => [type, given({ platform: 'saas', role, to, level: 'org' })])),
  gitlab_group_saml_link: given({ platform: 'gitlab', role: 'access_level', to: 'saml_group_name', kind: 'group', level: 'org' }),
  gitlab_group_ldap_link: given({ platform: 'gitlab', role: 'group_access', to: 'cn', kind: 'group', level: 'org' }),
  cloudflare_account_member: both(
    given({ platform: 'saas', role: 'role_ids', to: 'email_address', level: 'org' }),
    given({ platform: 'saas', role: 'roles', to: 'email', level: 'org' }),
  ),
  digitalocean_spaces_key: given({ platform: 'saas', role: 'grant.permission', level: 'account' }),
  ovh_iam_policy: ovhPolicy,
  linode_user: unrestricted,
  ...Object.fromEntries(switches.map(([type, attribute, to, platform]) => [type, switchedOn(attribute, 'admin', to, platform, 'org')])),
  artifactory_scoped_token: both(given({ platform: 'saas', role: 'scopes', to: 'username', level: 'org' }), artifactoryToken),
  zitadel_personal_access_token: made({ platform: 'saas', kind: 'token', ends: ['expiration_date'] }),
  zitadel_machine_key: made({ platform: 'saas', kind: 'token', ends: ['expiration_date'] }),
  tailscale_tailnet_key: tailnetKey,
  github_actions_runner_group: publicRunners,
  github_enterprise_actions_runner_group: publicRunners,
  gitlab_deploy_key: switchedOn('can_push', 'deploy-key:write', undefined, 'gitlab', 'resource'),
  harbor_robot_account: made({ platform: 'saas', kind: 'token', lasts: [['duration', 'D']] }),
  grafana_service_account_token: made({ platform: 'saas', kind: 'token', lasts: [['seconds_to_live', 'S']] }),
  grafana_cloud_access_policy_token: made({ platform: 'saas', kind: 'token', ends: ['expires_at'] }),
  github_organization_settings: given({ platform: 'github', role: 'default_repository_permission', level: 'org' }),
  github_membership: given({ platform: 'github', role: 'role', to: 'username', level: 'org' }),
  github_repository_collaborator: given({ platform: 'github', role: 'permission', to: 'username', level: 'resource' }),
  github_repository_collaborators: both(
    given({ platform: 'github', role: 'user.permission', to: 'username', level: 'resource' }),
    given({ platform: 'github', role: 'team.permission', to: 'team_id', kind: 'group', level: 'resource' }),
  ),
  github_team_repository: given({ platform: 'github', role: 'permission', to: 'team_id', kind: 'group', level: 'resource' }),
  github_repository_deploy_key: deployKey,
  github_actions_organization_permissions: given({ platform: 'github', role: 'allowed_actions', level: 'org' }),
  github_actions_repository_permissions: given({ platform: 'github', role: 'allowed_actions', level: 'resource' }),
  github_actions_organization_workflow_permissions: both(
    given({ platform: 'github', role: 'default_workflow_permissions', level: 'org' }),
    switchedOn('can_approve_pull_request_reviews', 'approves', undefined, 'github', 'org'),
  ),
  github_workflow_repository_permissions: both(
    given({ platform: 'github', role: 'default_workflow_permissions', level: 'resource' }),
    switchedOn('can_approve_pull_request_reviews', 'approves', undefined, 'github', 'resource'),
  ),
  github_actions_secret: given({ platform: 'github', role: 'secret_name', level: 'resource' }),
  github_actions_organization_secret: both(
    given({ platform: 'github', role: 'secret_name', level: 'org' }),
    given({ platform: 'github', role: 'visibility', to: 'secret_name', level: 'org' }),
  ),
  github_actions_environment_secret: given({ platform: 'github', role: 'secret_name', level: 'resource' }),
  gitlab_personal_access_token: made({ platform: 'gitlab', kind: 'token', ends: ['expires_at', 'rotation_configuration'] }),
  gitlab_project_access_token: both(
    made({ platform: 'gitlab', kind: 'token', ends: ['expires_at', 'rotation_configuration'] }),
    given({ platform: 'gitlab', role: 'access_level', to: 'name', kind: 'serviceAccount', level: 'resource' }),
  ),
  gitlab_group_access_token: both(
    made({ platform: 'gitlab', kind: 'token', ends: ['expires_at', 'rotation_configuration'] }),
    given({ platform: 'gitlab', role: 'access_level', to: 'name', kind: 'serviceAccount', level: 'org' }),
  ),
  gitlab_deploy_token: made({ platform: 'gitlab', kind: 'token', ends: ['expires_at'] }),
  gitlab_group_service_account_access_token: made({ platform: 'gitlab', kind: 'token', ends: ['expires_at', 'rotation_configuration'] }),
  okta_policy_rule_signon: (reading) => {
    const text = (attribute: string): string => (textOf(reading.view.attribute(attribute)) ?? '').toUpperCase();
    // A rule that shuts out, or that holds in a network of one's own only, lets nobody in with a password from anywhere.
    if (text('access') !== 'DENY' && text('network_connection') !== 'ZONE') sessionFactor(reading);
  },
  okta_app_signon_policy_rule: given({ platform: 'okta', role: 'factor_mode', level: 'resource' }),
  okta_user_admin_roles: given({ platform: 'okta', role: 'admin_roles', to: 'user_id', level: 'org' }),
  okta_group_role: given({ platform: 'okta', role: 'role_type', to: 'group_id', kind: 'group', level: 'org' }),
  okta_group_roles: given({ platform: 'okta', role: 'admin_roles', to: 'group_id', kind: 'group', level: 'org' }),
  okta_app_oauth_role_assignment: given({ platform: 'okta', role: 'type', to: 'client_id', kind: 'serviceAccount', level: 'org' }),
  scaleway_iam_api_key: made({ platform: 'saas', kind: 'token', ends: ['expires_at'] }),
  yandex_iam_service_account_api_key: made({ platform: 'saas', kind: 'token', ends: ['expires_at'] }),
  linode_token: both(
    made({ platform: 'saas', kind: 'token', ends: ['expiry'] }),
    given({ platform: 'saas', role: 'scopes', level: 'account' }),
  ),
  openstack_identity_application_credential_v3: made({ platform: 'saas', kind: 'token', ends: ['expires_at'] }),
  cloudflare_api_token: made({ platform: 'saas', kind: 'token', ends: ['expires_on'] }),
  tfe_team_token: made({ platform: 'saas', kind: 'token', ends: ['expired_at'] }),
  tfe_organization_token: made({ platform: 'saas', kind: 'token', ends: ['expired_at'] }),
  datadog_application_key: (reading) => {
    if (leavesOf(reading.view.attribute('scopes')).length === 0)
      pushGrant(reading, {
        anchor: 'scopes',
        platform: 'saas',
        principals: [],
        role: 'binding',
        entitlement: wordAt('unscoped', reading.view.head),
        level: 'org',
      });
  },
};
