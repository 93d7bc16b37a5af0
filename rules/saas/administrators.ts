// Administrators of services: accounts with such a role, and those that are made by reference: members of a group, roles
// that are found by name, custom roles on everything, tokens for every account.
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { MembershipRule } from './membership-rule.ts';

export const administratorTable: readonly MembershipRule[] = [
  {
    id: 'saas/service-administrator',
    title: 'An administrator of a service',
    category: 'admin',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types:
      /^(?:pagerduty_user|sentry_organization_member|opsgenie_user|fastly_user|launchdarkly_(?:team_member|access_token)|tfe_team_(?:project_)?access|gitlab_user|add-roles|(?:vercel|heroku)_team_member|nexus_security_user|bitbucket_repository_(?:group|user)_permission|sonarqube_permissions|opensearch_roles_mapping|artifactory_(?:(?:un)?managed_)?user|artifactory_scoped_token|googleworkspace_(?:user|role_assignment)|grafana_user|keycloak_(?:user|group)_roles|zitadel_(?:instance|org)_member|pingone_role_assignment_(?:user|group|gateway))$/,
    values:
      /^(?:owner|admin|manager|superuser|realm-admin|manage-(?:users|realm|clients|identity-providers|authorization)|impersonation|nx-admin|all_access|applied-permissions\/admin|_seed_admin_role|(?:organization|environment) admin|(?:iam|org)_owner)$/i,
    message:
      '{who} has `{value}`: settings, members and the credentials that are kept there; give the role that the work needs, and keep administrators few',
    what: 'A person, a team or a token with the role of an owner or administrator in PagerDuty, Sentry, Opsgenie, Fastly, LaunchDarkly, HCP Terraform, Vercel, Heroku, Bitbucket, Nexus, Artifactory, SonarQube, OpenSearch, Google Workspace, PingOne, Zitadel, Grafana, a GitLab instance, or a realm of Keycloak.',
    why: 'An administrator adds members and tokens and reads the integrations with their keys. The role outlives the day it was needed for.',
    remedy: 'Give the role of the work (`user`, `member`, `write`). Keep two or three administrators, and review them.',
    references: [
      'https://support.pagerduty.com/main/docs/advanced-permissions',
      'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions',
      'https://docs.gitlab.com/administration/',
    ],
    whyNoFix: 'What they need to do is not written here.',
    bad: `resource "tfe_team_access" "developers" {
  access       = "«admin»"
  team_id      = "team-1"
  workspace_id = "ws-1"
}
`,
    good: `resource "tfe_team_access" "developers" {
  access       = "plan"
  team_id      = "team-1"
  workspace_id = "ws-1"
}
`,
  },
  {
    id: 'saas/azure-devops-admin',
    title: 'An administrator of Azure DevOps',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^azuredevops_group_membership$/,
    values: /^(?:\[[^\]]*\]\\)?(?:Project Collection Administrators|Project Collection Service Accounts|Project Administrators)$/i,
    severityOf: (grant) => (/project administrators$/i.test(textOf(grant.entitlement) ?? '') ? 'medium' : undefined),
    message:
      '`{value}` gives {who} the pipelines, their secrets and service connections, and who else is in; give a group of your own what it needs',
    what: 'A member of Project Collection Administrators, Project Collection Service Accounts or Project Administrators.',
    why: 'Administrators change pipelines and approvals and use every service connection, so that the clouds behind them are theirs as well.',
    remedy: 'Make a group with the permissions that are needed, and keep these to a few people.',
    references: [
      'https://learn.microsoft.com/azure/devops/organizations/security/permissions',
      'https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs/resources/group_membership',
    ],
    whyNoFix: 'Which permissions are needed is not written here.',
    bad: `data "azuredevops_group" "administrators" {
  name = "Project Collection Administrators"
}

resource "azuredevops_group_membership" "ci" {
  group   = «data.azuredevops_group.administrators.descriptor»
  members = [azuredevops_user_entitlement.ci.descriptor]
}
`,
    good: `data "azuredevops_group" "readers" {
  name = "Readers"
}

resource "azuredevops_group_membership" "ci" {
  group   = data.azuredevops_group.readers.descriptor
  members = [azuredevops_user_entitlement.ci.descriptor]
}
`,
  },
  {
    id: 'saas/azure-devops-every-pipeline',
    title: 'Something that every pipeline of Azure DevOps may use',
    category: 'workflow',
    severity: 'high',
    peers: [],
    types: /^azuredevops_(?:pipeline|resource)_authorization$/,
    values: /^every pipeline$/,
    // What signs in or holds secrets weighs more than machines, repositories and environments, which have checks of their own.
    severityOf: (grant) => (/^(?:queue|repository|environment)$/.test(textOf(grant.scope[0]?.id) ?? '') ? 'medium' : undefined),
    message: 'Every pipeline of the project may use this, those that somebody makes tomorrow too; name the pipeline that needs it',
    what: 'A service connection, a variable group, an agent pool, a repository or an environment of Azure DevOps that is open to all pipelines of its project.',
    why: 'Whoever may make a pipeline signs in with the service connection, and so has the cloud behind it, or reads the variables and runs on the machines.',
    remedy: 'Set `pipeline_id` (`definition_id`), one authorization for each pipeline.',
    references: [
      'https://learn.microsoft.com/azure/devops/pipelines/security/resources',
      'https://registry.terraform.io/providers/microsoft/azuredevops/latest/docs/resources/pipeline_authorization',
    ],
    whyNoFix: 'Which pipeline needs it is not written here.',
    bad: `«resource "azuredevops_pipeline_authorization" "production"» {
  project_id  = azuredevops_project.shop.id
  resource_id = azuredevops_serviceendpoint_azurerm.production.id
  type        = "endpoint"
}
`,
    good: `resource "azuredevops_pipeline_authorization" "production" {
  project_id  = azuredevops_project.shop.id
  resource_id = azuredevops_serviceendpoint_azurerm.production.id
  type        = "endpoint"
  pipeline_id = azuredevops_build_definition.deploy.id
}
`,
  },
  {
    id: 'saas/azure-devops-job-scope',
    title: 'Jobs of Azure DevOps that reach beyond their project',
    category: 'workflow',
    severity: 'medium',
    peers: [],
    types: /^azuredevops_project_pipeline_settings$/,
    values: /^false$/,
    message: 'The token of a job reaches repositories that its pipeline does not name, or projects that it is not of; limit it',
    what: 'Settings of pipelines with `enforce_job_scope = false` or `enforce_referenced_repo_scoped_token = false`.',
    why: 'One pipeline that is taken over reads the code of the others, and the pipelines that deploy them.',
    remedy: 'Set both to `true`, and name in each pipeline the repositories that it reads.',
    references: ['https://learn.microsoft.com/azure/devops/pipelines/process/access-tokens'],
    suggest(grant) {
      const leaf = grant.entitlement!;
      return leaf.editable && leaf.via.length === 0
        ? [editing('Limit it', leaf.token.uri, () => [{ uri: leaf.token.uri, span: leaf.token.span, text: 'true' }])]
        : [];
    },
    bad: `resource "azuredevops_project_pipeline_settings" "shop" {
  project_id        = azuredevops_project.shop.id
  enforce_job_scope = «false»
}
`,
    good: `resource "azuredevops_project_pipeline_settings" "shop" {
  project_id        = azuredevops_project.shop.id
  enforce_job_scope = true
}
`,
  },
  {
    id: 'saas/cloudflare-every-resource',
    title: 'A token for every account or zone of Cloudflare',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    types: /^cloudflare_(?:api|account)_token$/,
    values: /^com\.cloudflare\.api\./,
    severityOf: (grant) => (/zone\.\*$/.test(textOf(grant.entitlement) ?? '') ? 'medium' : undefined),
    message: '`{value}` holds for every account or zone that there is and will be; name the ones that the token is for',
    what: 'A token of Cloudflare whose policy allows a `*` in the place of an account, a zone or a user.',
    why: 'A token that was meant for one domain changes the records of all: whoever has it moves traffic and gets certificates for any of them.',
    remedy: 'Name the account or the zones: `com.cloudflare.api.account.zone.<id>`.',
    references: [
      'https://developers.cloudflare.com/fundamentals/api/how-to/create-via-api/',
      'https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/api_token',
    ],
    whyNoFix: 'Which accounts and zones are meant is not written here.',
    bad: `resource "cloudflare_api_token" "dns" {
  name       = "dns"
  expires_on = "2027-01-31T00:00:00Z"

  policy {
    permission_groups = ["4755a26eedb94da69e1066d98aa820be"]
    resources         = { "«com.cloudflare.api.account.*»" = "*" }
  }
}
`,
    good: `resource "cloudflare_api_token" "dns" {
  name       = "dns"
  expires_on = "2027-01-31T00:00:00Z"

  policy {
    permission_groups = ["4755a26eedb94da69e1066d98aa820be"]
    resources         = { "com.cloudflare.api.account.zone.22b1de5f1c0e4b3ea97bb1e963b06a43" = "*" }
  }
}
`,
  },
  {
    id: 'saas/datadog-admin',
    title: 'An administrator of Datadog',
    category: 'admin',
    severity: 'medium',
    peers: [],
    types: /^datadog_(?:service_account|user)$/,
    values: /^Datadog Admin Role$/i,
    message: '`{value}` gives {who} keys, users and the connections to your clouds; give a role with what is needed',
    what: "A service account or a user of Datadog with the administrator's role.",
    why: 'Administrators make keys and change integrations, which hold roles in your cloud accounts.',
    remedy: 'Make a role with the permissions that are used, and give that.',
    references: [
      'https://docs.datadoghq.com/account_management/rbac/',
      'https://registry.terraform.io/providers/DataDog/datadog/latest/docs/resources/service_account',
    ],
    whyNoFix: 'Which permissions are used is not written here.',
    bad: `data "datadog_role" "admin" {
  filter = "Datadog Admin Role"
}

resource "datadog_service_account" "ci" {
  email = "ci@acme.example"
  roles = [«data.datadog_role.admin.id»]
}
`,
    good: `data "datadog_role" "reader" {
  filter = "Datadog Read Only Role"
}

resource "datadog_service_account" "ci" {
  email = "ci@acme.example"
  roles = [data.datadog_role.reader.id]
}
`,
  },
  {
    id: 'saas/okta-custom-admin',
    title: 'A custom administrator of everybody in Okta',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^okta_admin_role_custom_assignments$/,
    values: /./,
    message:
      '{who} may `{value}` on every object of that kind, administrators among them; put the ones that are meant into the resource set',
    what: 'A custom administrator role that manages users, groups or applications, on a resource set that holds all of them.',
    why: 'Whoever manages every user resets the password of an administrator, and whoever manages every group joins theirs.',
    remedy: 'Name the groups or applications in the resource set; give permissions that read where reading is enough.',
    references: [
      'https://help.okta.com/en-us/content/topics/security/custom-admin-role/custom-admin-roles.htm',
      'https://registry.terraform.io/providers/okta/okta/latest/docs/resources/admin_role_custom_assignments',
    ],
    whyNoFix: 'Which objects are meant is not written here.',
    bad: `resource "okta_resource_set" "people" {
  label     = "people"
  resources = ["https://acme.okta.com/api/v1/users"]
}

resource "okta_admin_role_custom" "desk" {
  label       = "desk"
  permissions = ["okta.users.manage"]
}

resource "okta_admin_role_custom_assignments" "desk" {
  resource_set_id = okta_resource_set.people.id
  custom_role_id  = «okta_admin_role_custom.desk.id»
  members         = ["https://acme.okta.com/api/v1/groups/00g1"]
}
`,
    good: `resource "okta_resource_set" "people" {
  label     = "people"
  resources = ["https://acme.okta.com/api/v1/groups/00g2/users"]
}

resource "okta_admin_role_custom" "desk" {
  label       = "desk"
  permissions = ["okta.users.manage"]
}

resource "okta_admin_role_custom_assignments" "desk" {
  resource_set_id = okta_resource_set.people.id
  custom_role_id  = okta_admin_role_custom.desk.id
  members         = ["https://acme.okta.com/api/v1/groups/00g1"]
}
`,
  },
  {
    id: 'saas/terraform-organization-access',
    title: 'A team that manages an organization of HCP Terraform',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^tfe_team$/,
    values: /^manage_/,
    severityOf: (grant) =>
      /^manage_(?:organization_access|membership|teams)$/.test(textOf(grant.entitlement) ?? '') ? undefined : 'medium',
    message:
      '`{value}` holds for the whole organization: {who} reads every state and variable, or gives itself what it lacks; give access to the projects that are meant',
    what: 'A team of HCP Terraform or Terraform Enterprise that manages members, teams, workspaces, projects or policies of the organization.',
    why: 'A workspace runs with the credentials of a cloud. Whoever manages all workspaces has all of these credentials.',
    remedy: 'Give the team access to projects (`tfe_team_project_access`), and leave the organization to its owners.',
    references: [
      'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/permissions',
      'https://registry.terraform.io/providers/hashicorp/tfe/latest/docs/resources/team',
    ],
    suggest(grant) {
      const leaf = grant.entitlement!;
      return leaf.editable && leaf.via.length === 0
        ? [editing('Turn it off', leaf.token.uri, () => [{ uri: leaf.token.uri, span: leaf.token.span, text: 'false' }])]
        : [];
    },
    bad: `resource "tfe_team" "platform" {
  name         = "platform"
  organization = "acme"

  organization_access {
    manage_workspaces = «true»
  }
}
`,
    good: `resource "tfe_team" "platform" {
  name         = "platform"
  organization = "acme"

  organization_access {
    read_workspaces = true
  }
}
`,
  },
  {
    id: 'saas/account-everything',
    title: 'Everything in an account of Cloudflare, DigitalOcean, OVH or Linode',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^(?:cloudflare_account_member|digitalocean_spaces_key|ovh_iam_policy|linode_(?:token|user))$/,
    // The first is the id that Cloudflare gives its super administrators, in every account.
    values: /^(?:33666b9c79b9a5273fc7344ff42f953d|fullaccess|\*|unrestricted)$/,
    message: '`{value}` lets {who} do everything in the account; give the role, the bucket or the actions that are used',
    what: 'A super administrator of Cloudflare, a key for all Spaces of DigitalOcean, a policy of OVH that allows `*` on every resource or on the account itself, a token of Linode for every scope or a user of it without restrictions.',
    why: 'What holds the whole account also makes further keys and reads every bill, backup and secret in it.',
    remedy: 'Name the role, the bucket and the actions. Keep administrators few, and their accounts personal.',
    references: [
      'https://developers.cloudflare.com/fundamentals/manage-members/roles/',
      'https://docs.digitalocean.com/products/spaces/how-to/manage-access/',
      'https://techdocs.akamai.com/cloud-computing/docs/manage-personal-access-tokens',
    ],
    whyNoFix: 'What is used is not written here.',
    bad: `resource "linode_token" "ci" {
  label  = "ci"
  scopes = "«*»"
  expiry = "2026-12-30T00:00:00Z"
}
`,
    good: `resource "linode_token" "ci" {
  label  = "ci"
  scopes = "linodes:read_only"
  expiry = "2026-12-30T00:00:00Z"
}
`,
  },
];
