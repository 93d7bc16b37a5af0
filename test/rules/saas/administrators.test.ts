// Administrators that are made by reference: what stands just past the border of each rule, in both notations of Terraform.
import { rules } from '../../../rules/saas/rules.ts';
import { rules as sqlRules } from '../../../rules/sql/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => [...rules, ...sqlRules].find((one) => one.id === id)!;
const file = (text: string) => ({ ...terraform``, text });

const azureDevops = (name: string, group: string): string => `data "azuredevops_group" "one" {
  name = "${name}"
}
resource "azuredevops_group_membership" "ci" {
  group   = ${group}
  members = [azuredevops_user_entitlement.ci.descriptor]
}
`;
ruleTester(rule('saas/azure-devops-admin'), {
  valid: [
    { ...file(azureDevops('Contributors', 'data.azuredevops_group.one.descriptor')), because: 'a group that builds' },
    { ...file(azureDevops('Project Collection Administrators', 'var.group')), because: 'a group that is not known' },
  ],
  invalid: [
    {
      ...file(azureDevops('Project Collection Administrators', '«data.azuredevops_group.one.descriptor»')),
      severity: 'high',
      message: '`Project Collection Administrators` gives its holder the pipelines',
    },
    { ...file(azureDevops('Project Administrators', '«data.azuredevops_group.one.descriptor»')), severity: 'medium' },
  ],
});

const cloudflare = (more: string): string => `resource "cloudflare_api_token" "dns" {
  name       = "dns"
  expires_on = "2027-01-31T00:00:00Z"
${more}}
`;
ruleTester(rule('saas/cloudflare-every-resource'), {
  valid: [
    {
      ...file(
        cloudflare('  policy {\n    permission_groups = ["p"]\n    resources         = { "com.cloudflare.api.account.0a" = "*" }\n  }\n'),
      ),
      because: 'one account',
    },
    {
      ...file(
        cloudflare(
          '  policy {\n    effect            = "deny"\n    permission_groups = ["p"]\n    resources         = { "com.cloudflare.api.account.*" = "*" }\n  }\n',
        ),
      ),
      because: 'what is denied',
    },
    {
      ...file(
        cloudflare(
          '  policy {\n    permission_groups = ["p"]\n    resources         = { "com.cloudflare.api.account.${var.account}" = "*" }\n  }\n',
        ),
      ),
      because: 'an account that is not known',
    },
  ],
  invalid: [
    {
      ...file(
        cloudflare(
          '  policy {\n    permission_groups = ["p"]\n    resources         = { "«com.cloudflare.api.account.zone.*»" = "*" }\n  }\n',
        ),
      ),
      severity: 'medium',
    },
    {
      ...file(
        cloudflare(
          '  policies = [{\n    effect            = "allow"\n    permission_groups = [{ id = "p" }]\n    resources         = { "«com.cloudflare.api.account.*»" = "*" }\n  }]\n',
        ),
      ),
      severity: 'high',
      because: 'version 5 of the provider',
    },
    {
      file: 'infra/main.tf.json',
      text: '{ "resource": { "cloudflare_api_token": { "dns": { "name": "dns", "expires_on": "2027-01-31T00:00:00Z", "policy": [{ "resources": { "«com.cloudflare.api.account.*»": "*" } }] } } } }\n',
    },
  ],
});

const datadog = (filter: string, roles: string): string => `data "datadog_role" "one" {
  filter = "${filter}"
}
resource "datadog_service_account" "ci" {
  email = "ci@acme.example"
  name  = "ci"
  roles = ${roles}
}
`;
ruleTester(rule('saas/datadog-admin'), {
  valid: [
    file(datadog('Datadog Standard Role', '[data.datadog_role.one.id]')),
    { ...file(datadog('Datadog Admin Role', '[var.role]')), because: 'a role that is not known' },
  ],
  invalid: [
    { ...file(datadog('Datadog Admin Role', '[var.role, «data.datadog_role.one.id»]')), message: '`Datadog Admin Role` gives `ci`' },
  ],
});

const okta = (resource: string, permission: string, role = 'okta_admin_role_custom.r.id'): string => `resource "okta_resource_set" "s" {
  label     = "s"
  resources = ["${resource}"]
}
resource "okta_admin_role_custom" "r" {
  label       = "r"
  permissions = ["okta.users.read", "${permission}"]
}
resource "okta_admin_role_custom_assignments" "a" {
  resource_set_id = okta_resource_set.s.id
  custom_role_id  = ${role}
  members         = ["https://acme.okta.com/api/v1/groups/00g1"]
}
`;
ruleTester(rule('saas/okta-custom-admin'), {
  valid: [
    { ...file(okta('https://acme.okta.com/api/v1/groups/00g2', 'okta.groups.manage')), because: 'one group' },
    { ...file(okta('https://acme.okta.com/api/v1/users', 'okta.users.read')), because: 'a role that reads' },
    { ...file(okta('https://acme.okta.com/api/v1/groups', 'okta.users.manage')), because: 'it manages another kind' },
  ],
  invalid: [
    {
      ...file(okta('https://acme.okta.com/api/v1/users', 'okta.users.manage', '«okta_admin_role_custom.r.id»')),
      message: 'may `okta.users.manage` on every object of that kind',
    },
    { ...file(okta('orn:okta:directory:00o1:groups', 'okta.groups.manage', '«okta_admin_role_custom.r.id»')), because: 'a resource name' },
  ],
});

const team = (access: string): string => `resource "tfe_team" "t" {
  name         = "t"
  organization = "acme"

  organization_access {
    ${access}
  }
}
`;
ruleTester(rule('saas/terraform-organization-access'), {
  valid: [
    file(team('read_workspaces = true')),
    { ...file(team('manage_vcs_settings = true')), because: 'no credentials of a cloud' },
    { ...file(team('manage_workspaces = var.admin')), because: 'not known' },
  ],
  invalid: [
    { ...file(team('manage_membership = «true»')), severity: 'high', suggestions: [team('manage_membership = false')] },
    { ...file(team('manage_projects = «true»')), severity: 'medium', suggestions: [team('manage_projects = false')] },
  ],
});

ruleTester(rule('saas/gitlab-owner'), {
  valid: [
    file(
      'resource "gitlab_project_access_token" "ci" {\n  project      = "1"\n  name         = "ci"\n  scopes       = ["read_repository"]\n  access_level = "developer"\n  expires_at   = "2027-01-31"\n}\n',
    ),
  ],
  invalid: [
    {
      ...file(
        'resource "gitlab_group_access_token" "ci" {\n  group        = "1"\n  name         = "ci"\n  scopes       = ["api"]\n  access_level = "«owner»"\n  expires_at   = "2027-01-31"\n}\n',
      ),
      severity: 'high',
      suggestions: [
        'resource "gitlab_group_access_token" "ci" {\n  group        = "1"\n  name         = "ci"\n  scopes       = ["api"]\n  access_level = "maintainer"\n  expires_at   = "2027-01-31"\n}\n',
      ],
    },
  ],
});

ruleTester(rule('saas/github-admin'), {
  valid: [
    file(
      'resource "github_repository_collaborators" "shop" {\n  repository = "shop"\n  team {\n    team_id    = "devs"\n    permission = "maintain"\n  }\n}\n',
    ),
  ],
  invalid: [
    {
      ...file(
        'resource "github_repository_collaborators" "shop" {\n  repository = "shop"\n  team {\n    team_id    = "devs"\n    permission = "«admin»"\n  }\n}\n',
      ),
      suggestions: [
        'resource "github_repository_collaborators" "shop" {\n  repository = "shop"\n  team {\n    team_id    = "devs"\n    permission = "maintain"\n  }\n}\n',
      ],
    },
  ],
});

ruleTester(rule('sql/databricks-admin'), {
  valid: [
    file(
      'data "databricks_group" "g" {\n  display_name = "loaders"\n}\nresource "databricks_group_member" "ci" {\n  group_id  = data.databricks_group.g.id\n  member_id = databricks_service_principal.ci.id\n}\n',
    ),
  ],
  invalid: [
    file(
      'data "databricks_group" "g" {\n  display_name = "admins"\n}\nresource "databricks_group_member" "ci" {\n  group_id  = «data.databricks_group.g.id»\n  member_id = databricks_service_principal.ci.id\n}\n',
    ),
  ],
});

ruleTester(rule('sql/full-access-role'), {
  valid: [file('resource "aws_memorydb_user" "app" {\n  user_name     = "app"\n  access_string = "on ~app:* +@read"\n}\n')],
  invalid: [file('resource "aws_memorydb_user" "app" {\n  user_name     = "app"\n  access_string = "«on ~* &* +@all»"\n}\n')],
});

ruleTester(rule('sql/default-privileges-all'), {
  valid: [
    file(
      'resource "postgresql_default_privileges" "app" {\n  role        = "app"\n  database    = "shop"\n  owner       = "migrations"\n  object_type = "table"\n  privileges  = ["SELECT"]\n}\n',
    ),
  ],
  invalid: [
    file(
      'resource "postgresql_default_privileges" "app" {\n  role        = "app"\n  database    = "shop"\n  owner       = "migrations"\n  object_type = "table"\n  privileges  = ["«ALL»"]\n}\n',
    ),
  ],
});

ruleTester(rule('sql/snowflake-all-privileges'), {
  valid: [
    file(
      'resource "snowflake_grant_privileges_to_database_role" "app" {\n  database_role_name = "SHOP.APP"\n  privileges         = ["USAGE"]\n  on_database        = "SHOP"\n}\n',
    ),
  ],
  invalid: [
    file(
      'resource "snowflake_grant_privileges_to_database_role" "app" {\n  database_role_name = "SHOP.APP"\n  all_privileges     = «true»\n  on_database        = "SHOP"\n}\n',
    ),
  ],
});
