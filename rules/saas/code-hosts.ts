// GitHub and GitLab through Terraform: who owns and administers, what everybody may by default, what pipelines get. One table over
// the type of the resource and what it gives.
import { textOf } from '../../server/engine/facts/value.ts';
import { instead, setting, type MembershipRule } from './membership-rule.ts';

export const codeHostTable: readonly MembershipRule[] = [
  {
    id: 'saas/gitlab-unprotected-variable',
    title: 'Secret of a pipeline that every branch gets',
    category: 'workflow',
    severity: 'medium',
    peers: [],
    types: /^gitlab_(?:project|group|instance)_variable$/,
    values: /^(?:false|unprotected)$/,
    message:
      'Jobs of every branch get this variable, those of a branch that somebody just pushed as well; set `protected = true`, and `masked` beside it',
    what: 'A variable of GitLab whose name says that it holds a secret, without `protected = true`.',
    why: 'Whoever may push a branch changes its pipeline and prints the variable. A protected one is given to protected branches and tags only.',
    remedy: 'Set `protected = true` and `masked = true`, and limit it to an environment where it belongs to one.',
    references: [
      'https://docs.gitlab.com/ci/variables/#protect-a-cicd-variable',
      'https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs/resources/project_variable',
    ],
    suggest: setting('protected', true, 'Give it to protected branches and tags only'),
    bad: `resource "gitlab_project_variable" "token" {
  project = "1"
  key     = "«DEPLOY_TOKEN»"
  value   = var.token
}
`,
    good: `resource "gitlab_project_variable" "token" {
  project   = "1"
  key       = "DEPLOY_TOKEN"
  value     = var.token
  protected = true
  masked    = true
}
`,
  },
  {
    id: 'saas/gitlab-open-job-token',
    title: 'Job tokens of every project are let in',
    category: 'workflow',
    severity: 'medium',
    peers: [],
    types: /^gitlab_project_job_token_scopes$/,
    values: /^false$/,
    message:
      'With the list switched off the job token of every project reaches this one, with the rights of whoever started that job; switch it on',
    what: '`enabled = false` for the list of projects whose job tokens a project takes.',
    why: 'A job token acts for the person who started the job. A pipeline that was taken over anywhere reads whatever that person may read here.',
    remedy: 'Set `enabled = true` and list the projects and groups that need it.',
    references: [
      'https://docs.gitlab.com/ci/jobs/ci_job_token/#control-job-token-access-to-your-project',
      'https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs/resources/project_job_token_scopes',
    ],
    suggest: setting('enabled', true, 'Switch the list on'),
    bad: `resource "gitlab_project_job_token_scopes" "app" {
  project            = "1"
  enabled            = «false»
  target_project_ids = [2]
}
`,
    good: `resource "gitlab_project_job_token_scopes" "app" {
  project            = "1"
  enabled            = true
  target_project_ids = [2]
}
`,
  },
  {
    id: 'saas/github-default-write',
    title: 'Workflows that may write unless they say otherwise',
    category: 'workflow',
    severity: 'high',
    peers: ['CKV2_GHA_1'],
    types: /^github_(?:actions_organization_workflow_permissions|workflow_repository_permissions)$/,
    values: /^write$/,
    message: 'Every workflow without `permissions` gets a token that writes to the repository; make `read` the default',
    what: 'A default of `write` for the token of GitHub Actions.',
    why: 'A compromised action in any workflow pushes code, if nobody thought of its permissions.',
    remedy: 'Set `default_workflow_permissions = "read"` and give jobs what they need.',
    references: ['https://docs.github.com/en/actions/security-for-github-actions/security-guides/automatic-token-authentication'],
    suggest: instead('read', 'Make read the default'),
    bad: `resource "github_actions_organization_workflow_permissions" "org" {
  organization_slug            = "acme"
  default_workflow_permissions = "«write»"
}
`,
    good: `resource "github_actions_organization_workflow_permissions" "org" {
  organization_slug            = "acme"
  default_workflow_permissions = "read"
}
`,
  },
  {
    id: 'saas/github-workflows-approve',
    title: 'Workflows that may approve pull requests',
    category: 'workflow',
    severity: 'medium',
    peers: [],
    types: /^github_(?:actions_organization_workflow_permissions|workflow_repository_permissions)$/,
    values: /^approves$/,
    message: 'A workflow may approve what a workflow opened, and nobody has looked at it; leave approving to people',
    what: '`can_approve_pull_request_reviews = true` for an organization or a repository.',
    why: 'Where one approval is asked for, whoever may start a workflow brings a change to the main branch alone.',
    remedy: 'Set `can_approve_pull_request_reviews = false`. A bot that has to approve gets an app of its own.',
    references: [
      'https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization',
    ],
    suggest: setting('can_approve_pull_request_reviews', false, 'Leave approving to people'),
    bad: `resource "github_workflow_repository_permissions" "shop" {
  repository                       = "shop"
  default_workflow_permissions     = "read"
  can_approve_pull_request_reviews = «true»
}
`,
    good: `resource "github_workflow_repository_permissions" "shop" {
  repository                       = "shop"
  default_workflow_permissions     = "read"
  can_approve_pull_request_reviews = false
}
`,
  },
  {
    id: 'saas/github-secret-for-all',
    title: 'A secret that every repository of an organization gets',
    category: 'workflow',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^github_actions_organization_secret$/,
    values: /^all$/,
    message:
      'Workflows of every repository get {who}, those of repositories made tomorrow and of public ones too; name the repositories that use it',
    what: 'A secret of an organization with `visibility = "all"`.',
    why: 'Whoever may push to any repository of the organization prints the secret from a workflow of it.',
    remedy: 'Set `visibility = "selected"` and name the repositories.',
    references: ['https://registry.terraform.io/providers/integrations/github/latest/docs/resources/actions_organization_secret'],
    whyNoFix: 'Which repositories use it is not written here.',
    bad: `resource "github_actions_organization_secret" "deploy" {
  secret_name     = "REGISTRY_URL"
  visibility      = "«all»"
  encrypted_value = var.value
}
`,
    good: `resource "github_actions_organization_secret" "deploy" {
  secret_name             = "REGISTRY_URL"
  visibility              = "selected"
  selected_repository_ids = [github_repository.shop.repo_id]
  encrypted_value         = var.value
}
`,
  },
  {
    id: 'saas/github-runners-public',
    title: 'Runners of your own for public repositories',
    category: 'workflow',
    severity: 'high',
    peers: [],
    types: /^github_(?:enterprise_)?actions_runner_group$/,
    values: /^public repositories$/,
    message:
      'Jobs of public repositories run on these machines, those of pull requests from strangers too; keep them to private repositories',
    what: 'A group of self-hosted runners with `allows_public_repositories = true`.',
    why: 'A pull request from a fork changes what its job runs. It then runs in your network, with whatever identity the machine has, and may wait there for the next job.',
    remedy: 'Set `allows_public_repositories = false`; use the runners of GitHub for public repositories.',
    references: ['https://docs.github.com/en/actions/reference/security/secure-use#hardening-for-self-hosted-runners'],
    suggest: setting('allows_public_repositories', false, 'Keep them to private repositories'),
    bad: `resource "github_actions_runner_group" "build" {
  name                       = "build"
  visibility                 = "private"
  allows_public_repositories = «true»
}
`,
    good: `resource "github_actions_runner_group" "build" {
  name                       = "build"
  visibility                 = "private"
  allows_public_repositories = false
}
`,
  },
  {
    id: 'saas/github-all-actions',
    title: 'Every action of GitHub is allowed',
    category: 'workflow',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^github_actions_(?:organization|repository)_permissions$/,
    values: /^all$/,
    message: 'Workflows may use any action that anybody publishes; allow selected ones',
    what: '`allowed_actions = "all"` for an organization.',
    why: 'An action runs with the token and the secrets of the job. Which ones may is worth a list.',
    remedy: 'Set `selected` and list the owners and actions that are used.',
    references: [
      'https://docs.github.com/en/organizations/managing-organization-settings/disabling-or-limiting-github-actions-for-your-organization',
    ],
    suggest: instead('local_only', 'Allow those of the organization only'),
    bad: `resource "github_actions_organization_permissions" "org" {
  enabled_repositories = "all"
  allowed_actions      = "«all»"
}
`,
    good: `resource "github_actions_organization_permissions" "org" {
  enabled_repositories = "all"
  allowed_actions      = "selected"
}
`,
  },
  {
    id: 'saas/github-admin',
    title: 'An administrator of a GitHub organization or repository',
    category: 'admin',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^github_(?:membership|repository_collaborators?|team_repository|settings_(?:collaborator|team))$/,
    values: /^admin$/,
    message: '{who} is administrator: of settings, secrets and branch protection; give `maintain` on repositories, and keep owners few',
    what: 'A member, collaborator or team with the admin role, in Terraform or in `.github/settings.yml`.',
    why: 'An administrator turns branch protection off, reads who has access and adds keys.',
    remedy: 'Give `maintain` or `push`; keep the owners of the organization to a few.',
    references: [
      'https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/repository-roles-for-an-organization',
    ],
    suggest: (grant) => instead(grant.carrier.kind === 'github_membership' ? 'member' : 'maintain', 'Give a smaller role')(grant),
    bad: `resource "github_team_repository" "shop" {
  team_id    = "developers"
  repository = "shop"
  permission = "«admin»"
}
`,
    good: `resource "github_team_repository" "shop" {
  team_id    = "developers"
  repository = "shop"
  permission = "maintain"
}
`,
  },
  {
    id: 'saas/github-base-permission',
    title: 'Every member of a GitHub organization may write to every repository',
    category: 'admin',
    severity: 'medium',
    peers: [],
    types: /^github_organization_settings$/,
    values: /^(?:write|admin)$/,
    severityOf: (grant) => (textOf(grant.entitlement) === 'admin' ? 'high' : undefined),
    message:
      'Every member has `{value}` on every repository, those made tomorrow too; make `read` or `none` the base, and give teams what they need',
    what: '`default_repository_permission` of an organization that is `write` or `admin`.',
    why: 'One account that is taken over pushes to all repositories and runs code in all of their pipelines.',
    remedy: 'Set `default_repository_permission = "read"` or `"none"`, and give teams access to their repositories.',
    references: [
      'https://docs.github.com/en/organizations/managing-user-access-to-your-organizations-repositories/managing-repository-roles/setting-base-permissions-for-an-organization',
    ],
    suggest: instead('read', 'Make read the base'),
    bad: `resource "github_organization_settings" "org" {
  billing_email                 = "it@acme.example"
  default_repository_permission = "«write»"
}
`,
    good: `resource "github_organization_settings" "org" {
  billing_email                 = "it@acme.example"
  default_repository_permission = "read"
}
`,
  },
  {
    id: 'saas/gitlab-owner',
    title: 'An owner of a GitLab group or project',
    category: 'admin',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^gitlab_(?:(?:group|project)_(?:membership|share_group|access_token)|group_(?:saml|ldap)_link)$/,
    values: /^owner$/i,
    severityOf: (grant) =>
      /^gitlab_group_(?:share_group|access_token|saml_link|ldap_link)$/.test(grant.carrier.kind) ? 'high' : undefined,
    message:
      '{who} owns it: members, tokens, protected branches and the variables of every pipeline; give `maintainer`, and keep owners few',
    what: 'A user, a group, a group of the directory or an access token with the owner role.',
    why: 'An owner reads every variable, turns protection off and makes tokens that outlive them. Where a group is the owner, whoever joins it is one too.',
    remedy: 'Give `maintainer` or `developer`; keep two owners.',
    references: [
      'https://docs.gitlab.com/user/permissions/',
      'https://registry.terraform.io/providers/gitlabhq/gitlab/latest/docs/resources/group_membership',
    ],
    suggest: instead('maintainer', 'Give maintainer'),
    bad: `resource "gitlab_group_membership" "ann" {
  group_id     = "1"
  user_id      = 2
  access_level = "«owner»"
}
`,
    good: `resource "gitlab_group_membership" "ann" {
  group_id     = "1"
  user_id      = 2
  access_level = "maintainer"
}
`,
  },
  {
    id: 'saas/github-deploy-key-write',
    title: 'A deploy key that writes',
    category: 'long-lived',
    severity: 'high',
    peers: [],
    types: /^(?:github_repository|gitlab)_deploy_key$/,
    values: /^deploy-key:write$/,
    message: 'This key pushes to the repository, belongs to no person and does not end; make it read-only, or use a GitHub App',
    what: 'A deploy key of GitHub with `read_only = false`, or one of GitLab with `can_push = true`.',
    why: 'Whoever has the key pushes code as nobody, past reviews that apply to people.',
    remedy: 'Set `read_only = true` (`can_push = false`), or give a GitHub App the contents permission.',
    references: ['https://docs.github.com/en/authentication/connecting-to-github-with-ssh/managing-deploy-keys'],
    suggest: (grant) =>
      (grant.platform === 'gitlab' ? setting('can_push', false, 'Make it read-only') : setting('read_only', true, 'Make it read-only'))(
        grant,
      ),
    bad: `resource "github_repository_deploy_key" "ci" {
  repository = "shop"
  title      = "ci"
  key        = file("ci.pub")
  read_only  = «false»
}
`,
    good: `resource "github_repository_deploy_key" "ci" {
  repository = "shop"
  title      = "ci"
  key        = file("ci.pub")
  read_only  = true
}
`,
  },
  {
    id: 'saas/github-cloud-key-secret',
    title: 'A long-lived cloud key as an Actions secret',
    category: 'long-lived',
    severity: 'high',
    peers: [],
    types: /^github_actions_(?:organization_|environment_)?secret$/,
    values:
      /^(?:.*_)?(?:AWS_ACCESS_KEY_ID|AWS_SECRET_ACCESS_KEY|AZURE_CLIENT_SECRET|AZURE_CREDENTIALS|ARM_CLIENT_SECRET|GOOGLE_CREDENTIALS|GOOGLE_APPLICATION_CREDENTIALS|GCP_SA_KEY|GCP_CREDENTIALS)$/i,
    message: '`{value}` is a cloud key that lives until somebody deletes it; let workflows sign in with the token of the run (OIDC)',
    what: 'A secret of GitHub Actions that holds a key of a cloud.',
    why: 'Every workflow of the repository can send the key away, and it keeps working afterwards.',
    remedy: 'Make a role that trusts the workflow, use the login action of the cloud with `id-token: write`, and delete the secret.',
    references: [
      'https://docs.github.com/en/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect',
    ],
    whyNoFix: 'The role has to be made first.',
    bad: `variable "key" {
  type = string
}

resource "github_actions_secret" "aws" {
  repository      = "shop"
  secret_name     = "«AWS_SECRET_ACCESS_KEY»"
  plaintext_value = var.key
}
`,
    good: `resource "github_actions_variable" "aws" {
  repository    = "shop"
  variable_name = "AWS_ROLE"
  value         = "arn:aws:iam::111122223333:role/deploy"
}
`,
  },
];
