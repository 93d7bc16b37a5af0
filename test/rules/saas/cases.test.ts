// Cases of the rules about services: their own examples, what stands just past the border of each, and what every
// suggestion makes of them.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('saas/github-default-write'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "github_actions_organization_workflow_permissions" "org" {
  organization_slug            = "acme"
  default_workflow_permissions = "read"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Every workflow without \`permissions\` gets a token that writes to the repository; make \`rea`,
      text: `resource "github_actions_organization_workflow_permissions" "org" {
  organization_slug            = "acme"
  default_workflow_permissions = "«write»"
}
`,
      suggestions: [
        // Make read the default
        `resource "github_actions_organization_workflow_permissions" "org" {
  organization_slug            = "acme"
  default_workflow_permissions = "read"
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/github-all-actions'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "github_actions_organization_permissions" "org" {
  enabled_repositories = "all"
  allowed_actions      = "selected"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `Workflows may use any action that anybody publishes; allow selected ones`,
      text: `resource "github_actions_organization_permissions" "org" {
  enabled_repositories = "all"
  allowed_actions      = "«all»"
}
`,
      suggestions: [
        // Allow those of the organization only
        `resource "github_actions_organization_permissions" "org" {
  enabled_repositories = "all"
  allowed_actions      = "local_only"
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/github-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "github_team_repository" "shop" {
  team_id    = "developers"
  repository = "shop"
  permission = "maintain"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `\`developers\` is administrator: of settings, secrets and branch protection; give \`maintain\``,
      text: `resource "github_team_repository" "shop" {
  team_id    = "developers"
  repository = "shop"
  permission = "«admin»"
}
`,
      suggestions: [
        // Give a smaller role
        `resource "github_team_repository" "shop" {
  team_id    = "developers"
  repository = "shop"
  permission = "maintain"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'an owner',
      severity: 'medium',
      message: `\`ann\` is administrator: of settings, secrets and branch protection; give \`maintain\` on rep`,
      text: `resource "github_membership" "x" {
  username = "ann"
  role     = "«admin»"
}
`,
      suggestions: [
        // Give a smaller role
        `resource "github_membership" "x" {
  username = "ann"
  role     = "member"
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/github-deploy-key-write'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "github_repository_deploy_key" "ci" {
  repository = "shop"
  title      = "ci"
  key        = file("ci.pub")
  read_only  = true
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'read-only unless it says otherwise',
      text: `resource "github_repository_deploy_key" "x" {
  repository = "shop"
  title      = "x"
  key        = "k"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This key pushes to the repository, belongs to no person and does not end; make it read-onl`,
      text: `resource "github_repository_deploy_key" "ci" {
  repository = "shop"
  title      = "ci"
  key        = file("ci.pub")
  read_only  = «false»
}
`,
      suggestions: [
        // Make it read-only
        `resource "github_repository_deploy_key" "ci" {
  repository = "shop"
  title      = "ci"
  key        = file("ci.pub")
  read_only  = true
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/github-cloud-key-secret'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "github_actions_variable" "aws" {
  repository    = "shop"
  variable_name = "AWS_ROLE"
  value         = "arn:aws:iam::111122223333:role/deploy"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'no cloud key',
      text: `resource "github_actions_secret" "x" {
  repository  = "shop"
  secret_name = "NPM_REGISTRY"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`AWS_SECRET_ACCESS_KEY\` is a cloud key that lives until somebody deletes it; let workflows`,
      text: `variable "key" {
  type = string
}

resource "github_actions_secret" "aws" {
  repository      = "shop"
  secret_name     = "«AWS_SECRET_ACCESS_KEY»"
  plaintext_value = var.key
}
`,
    },
  ],
});

ruleTester(rule('saas/okta-super-admin'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "okta_group_role" "it" {
  group_id  = "00g1"
  role_type = "HELP_DESK_ADMIN"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`SUPER_ADMIN\` makes \`00g1\` administrator of every application and every person; use a cust`,
      text: `resource "okta_group_role" "it" {
  group_id  = "00g1"
  role_type = "«SUPER_ADMIN»"
}
`,
      suggestions: [
        // Narrow to READ_ONLY_ADMIN
        `resource "okta_group_role" "it" {
  group_id  = "00g1"
  role_type = "READ_ONLY_ADMIN"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'in a list',
      severity: 'high',
      message: `\`ORG_ADMIN\` makes \`00u1\` administrator of every application and every person; use a custom`,
      text: `resource "okta_user_admin_roles" "x" {
  user_id     = "00u1"
  admin_roles = ["APP_ADMIN", "«ORG_ADMIN»"]
}
`,
      suggestions: [
        // Narrow to READ_ONLY_ADMIN
        `resource "okta_user_admin_roles" "x" {
  user_id     = "00u1"
  admin_roles = ["APP_ADMIN", "READ_ONLY_ADMIN"]
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/yandex-elevated-role'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "yandex_resourcemanager_folder_iam_member" "ci" {
  folder_id = "b1g"
  role      = "storage.uploader"
  member    = "serviceAccount:aje"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'administrator of one service',
      text: `resource "yandex_resourcemanager_folder_iam_member" "x" {
  folder_id = "f"
  role      = "k8s.admin"
  member    = "userAccount:a"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`editor\` gives \`serviceAccount:aje\` every service of the folder; give the role of the serv`,
      text: `resource "yandex_resourcemanager_folder_iam_member" "ci" {
  folder_id = "b1g"
  role      = "«editor»"
  member    = "serviceAccount:aje"
}
`,
      suggestions: [
        // Narrow to viewer
        `resource "yandex_resourcemanager_folder_iam_member" "ci" {
  folder_id = "b1g"
  role      = "viewer"
  member    = "serviceAccount:aje"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'owner of an organization',
      severity: 'high',
      message: `\`organization-manager.organizations.owner\` gives \`userAccount:a\` every service of the orga`,
      text: `resource "yandex_organizationmanager_organization_iam_binding" "x" {
  organization_id = "o"
  role            = "«organization-manager.organizations.owner»"
  members         = ["userAccount:a"]
}
`,
      suggestions: [
        // Narrow to viewer
        `resource "yandex_organizationmanager_organization_iam_binding" "x" {
  organization_id = "o"
  role            = "viewer"
  members         = ["userAccount:a"]
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/datadog-unscoped-key'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "datadog_application_key" "ci" {
  name   = "ci"
  scopes = ["dashboards_read"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'medium',
      message: `This key may do whatever its owner may; give it scopes`,
      text: `«resource "datadog_application_key" "ci"» {
  name = "ci"
}
`,
    },
  ],
});

ruleTester(rule('saas/token-no-expiry'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "gitlab_project_access_token" "ci" {
  project = "1"
  name    = "ci"
  scopes  = ["read_repository"]
  expires_at = "2027-01-31"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'an end that is not known',
      text: `variable "end" {}

resource "gitlab_project_access_token" "x" {
  project    = "1"
  name       = "x"
  scopes     = ["api"]
  expires_at = var.end
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This token has no end; give it one (\`expires_at\`), and rotate it`,
      text: `«resource "gitlab_project_access_token" "ci"» {
  project = "1"
  name    = "ci"
  scopes  = ["read_repository"]
}
`,
      suggestions: [
        // End it in 90 days
        `resource "gitlab_project_access_token" "ci" {
  project = "1"
  name    = "ci"
  scopes  = ["read_repository"]
  expires_at = "2027-02-19"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'years away',
      severity: 'high',
      message: `This token lives for 3328 more days; end it`,
      text: `resource "tfe_team_token" "x" {
  team_id    = "t"
  «expired_at = "2036-01-01T00:00:00Z"»
}
`,
      suggestions: [
        // End it in 90 days
        `resource "tfe_team_token" "x" {
  team_id    = "t"
  expired_at = "2027-02-19T00:00:00Z"
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/provider-token'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `variable "key" {
  type = string
}

provider "okta" {
  org_name    = "acme"
  base_url    = "okta.com"
  client_id   = "0oa1"
  scopes      = ["okta.groups.read"]
  private_key = var.key
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `The okta provider signs in with a credential that is written here; take it from the enviro`,
      text: `provider "okta" {
  org_name    = "acme"
  base_url    = "okta.com"
  «api_token» = "written-down"
}
`,
    },
  ],
});

ruleTester(rule('saas/okta-one-factor'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'two factors are the default',
      text: `resource "okta_app_signon_policy_rule" "all" {
  policy_id = "rst1"
  name      = "all"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'what it is set to is not known',
      text: `resource "okta_app_signon_policy_rule" "all" {
  policy_id   = "rst1"
  name        = "all"
  factor_mode = var.factors
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      severity: 'medium',
      message: 'the password alone',
      text: `resource "okta_app_signon_policy_rule" "all" {
  policy_id   = "rst1"
  name        = "all"
  factor_mode = "«1FA»"
}
`,
      suggestions: [
        `resource "okta_app_signon_policy_rule" "all" {
  policy_id   = "rst1"
  name        = "all"
  factor_mode = "2FA"
}
`,
      ],
    },
  ],
});
