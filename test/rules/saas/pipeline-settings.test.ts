// Settings of GitHub and Azure DevOps in Terraform that open pipelines: who approves, which runners and secrets are whose.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

const workflow = (approve: string): string => `resource "github_workflow_repository_permissions" "shop" {
  repository                       = "shop"
  default_workflow_permissions     = "read"
  can_approve_pull_request_reviews = ${approve}
}
`;
const runners = (open: string): string => `resource "github_actions_runner_group" "build" {
  name                       = "build"
  visibility                 = "all"
  allows_public_repositories = ${open}
}
`;
const pipelines = (scope: string): string => `resource "azuredevops_project_pipeline_settings" "shop" {
  project_id                           = "1"
  enforce_referenced_repo_scoped_token = ${scope}
}
`;
const file = (text: string) => ({ file: 'infra/main.tf', text });

ruleTester(rule('saas/github-workflows-approve'), {
  valid: [file(workflow('var.approve'))],
  invalid: [{ ...file(workflow('«true»')), suggestions: [workflow('false')] }],
});

ruleTester(rule('saas/github-runners-public'), {
  valid: [{ ...file(runners('false')), because: 'for all private repositories is how a group is meant' }],
  invalid: [
    { ...file(runners('«true»')), suggestions: [runners('false')] },
    { ...file(runners('«true»').replace('github_actions', 'github_enterprise_actions')), because: 'groups of an enterprise' },
    {
      because: 'a program is not edited as Terraform is',
      file: 'index.ts',
      text: "import * as github from '@pulumi/github';\nnew github.ActionsRunnerGroup('build', { visibility: 'all', allowsPublicRepositories: «true» });\n",
      suggestions: [],
    },
  ],
});

ruleTester(rule('saas/github-secret-for-all'), {
  valid: [
    terraform`
      resource "github_actions_organization_secret" "deploy" {
        secret_name = "REGISTRY_URL"
        visibility  = "private"
      }
    `,
  ],
  invalid: [
    terraform`
      resource "github_actions_organization_secret" "deploy" {
        secret_name = "REGISTRY_URL"
        visibility  = "«all»"
      }
    `,
  ],
});

ruleTester(rule('saas/azure-devops-every-pipeline'), {
  valid: [
    terraform`
      resource "azuredevops_resource_authorization" "queue" {
        project_id    = "1"
        resource_id   = "2"
        definition_id = "3"
        authorized    = true
      }
    `,
  ],
  invalid: [
    terraform`
      resource "azuredevops_resource_authorization" "production" {
        project_id  = "1"
        resource_id = "2"
        authorized  = «true»
      }
    `,
    {
      because: 'machines hold no secret of their own',
      severity: 'medium',
      ...terraform`
        «resource "azuredevops_pipeline_authorization" "machines"» {
          project_id  = "1"
          resource_id = "2"
          type        = "queue"
        }
      `,
    },
  ],
});

ruleTester(rule('saas/azure-devops-job-scope'), {
  valid: [file(pipelines('true'))],
  invalid: [{ ...file(pipelines('«false»')), suggestions: [pipelines('true')] }],
});

ruleTester(rule('saas/okta-one-factor'), {
  valid: [
    {
      because: "from a network of one's own only",
      ...terraform`
        resource "okta_policy_rule_signon" "office" {
          name               = "office"
          network_connection = "ZONE"
          network_includes   = ["nzo1"]
          mfa_required       = false
        }
      `,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      text: 'resource "okta_policy_rule_signon" "anywhere" {\n  network_connection = "ANYWHERE"\n  mfa_required       = «false»\n}\n',
      suggestions: ['resource "okta_policy_rule_signon" "anywhere" {\n  network_connection = "ANYWHERE"\n  mfa_required       = true\n}\n'],
    },
  ],
});
