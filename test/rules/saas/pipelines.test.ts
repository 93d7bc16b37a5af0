// Pipelines of GitLab and Azure DevOps as Terraform sets them up.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('saas/gitlab-unprotected-variable'), {
  valid: [
    {
      ...terraform`
      resource "gitlab_project_variable" "t" {
        project   = "1"
        key       = "DEPLOY_TOKEN"
        value     = var.token
        protected = true
      }
    `,
    },
    {
      ...terraform`
      resource "gitlab_project_variable" "t" {
        project = "1"
        key     = "LOG_LEVEL"
        value   = "info"
      }
    `,
      because: 'its name says nothing of a secret',
    },
    {
      ...terraform`
      resource "gitlab_group_variable" "t" {
        group     = "1"
        key       = "API_TOKEN"
        value     = var.token
        protected = var.protected
      }
    `,
      because: 'what the variable holds is not known',
    },
  ],
  invalid: [
    terraform`
      resource "gitlab_project_variable" "k" {
        project   = "1"
        key       = "DEPLOY_KEY"
        value     = var.key
        protected = «false»
      }
    `,
    {
      ...terraform`
        resource "gitlab_group_variable" "t" {
          group     = "1"
          key       = "AWS_SECRET_ACCESS_KEY"
          value     = var.key
          protected = «false»
        }
      `,
      severity: 'medium',
      suggestions: [
        `resource "gitlab_group_variable" "t" {
  group     = "1"
  key       = "AWS_SECRET_ACCESS_KEY"
  value     = var.key
  protected = true
}
`,
      ],
    },
    {
      ...terraform`
        resource "gitlab_project_variable" "t" {
          project = "1"
          key     = "«DEPLOY_TOKEN»"
          value   = var.token
        }
      `,
    },
  ],
});

ruleTester(rule('saas/gitlab-open-job-token'), {
  valid: [
    {
      ...terraform`
    resource "gitlab_project_job_token_scopes" "s" {
      project            = "1"
      target_project_ids = [2]
    }
  `,
      because: 'the list is on unless it is switched off',
    },
  ],
  invalid: [
    {
      ...terraform`
        resource "gitlab_project_job_token_scopes" "s" {
          project            = "1"
          enabled            = «false»
          target_project_ids = []
        }
      `,
      severity: 'medium',
      suggestions: [
        `resource "gitlab_project_job_token_scopes" "s" {
  project            = "1"
  enabled            = true
  target_project_ids = []
}
`,
      ],
    },
  ],
});

ruleTester(rule('saas/static-service-connection'), {
  valid: [
    {
      ...terraform`
    resource "azuredevops_serviceendpoint_azurerm" "p" {
      project_id                             = "p"
      service_endpoint_name                  = "prod"
      service_endpoint_authentication_scheme = "WorkloadIdentityFederation"
      credentials {
        serviceprincipalid = "c"
      }
    }
  `,
    },
  ],
  invalid: [
    {
      ...terraform`
      resource "azuredevops_serviceendpoint_azurerm" "p" {
        project_id            = "p"
        service_endpoint_name = "prod"
        credentials {
          serviceprincipalid      = "c"
          «serviceprincipalkey» = var.key
        }
      }
    `,
      severity: 'high',
      message: 'Azure',
    },
    {
      ...terraform`
      resource "azuredevops_serviceendpoint_aws" "p" {
        project_id            = "p"
        service_endpoint_name = "prod"
        access_key_id         = var.id
        «secret_access_key» = var.key
      }
    `,
      message: 'AWS',
    },
  ],
});
