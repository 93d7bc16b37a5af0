// Owners of GitLab, administrators of Grafana, and tokens that last.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('saas/gitlab-owner'), {
  valid: [
    terraform`
      resource "gitlab_project_membership" "ann" {
        project      = "1"
        user_id      = 2
        access_level = "maintainer"
      }
    `,
    terraform`
      resource "gitlab_group_share_group" "team" {
        group_id       = 1
        share_group_id = 2
        group_access   = var.access
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        resource "gitlab_group_membership" "ann" {
          group_id     = "1"
          user_id      = 2
          access_level = "«owner»"
        }
      `,
      severity: 'medium',
      suggestions: [
        terraform`
        resource "gitlab_group_membership" "ann" {
          group_id     = "1"
          user_id      = 2
          access_level = "maintainer"
        }
      `.text,
      ],
    },
    {
      ...terraform`
      resource "gitlab_group_share_group" "team" {
        group_id       = 1
        share_group_id = 2
        group_access   = "«owner»"
      }
    `,
      severity: 'high',
      because: 'everybody in the other group is one',
    },
  ],
});

ruleTester(rule('saas/grafana-admin'), {
  valid: [
    terraform`
    resource "grafana_service_account" "ci" {
      name = "ci"
      role = "Viewer"
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      resource "grafana_service_account" "ci" {
        name = "ci"
        role = "«Admin»"
      }
    `,
      message: 'The tokens of `ci` change data sources',
      suggestions: [
        terraform`
      resource "grafana_service_account" "ci" {
        name = "ci"
        role = "Editor"
      }
    `.text,
      ],
    },
  ],
});

ruleTester(rule('saas/token-no-expiry'), {
  valid: [
    terraform`
      resource "grafana_service_account_token" "ci" {
        name               = "ci"
        service_account_id = "1"
        seconds_to_live    = 2592000
      }
    `,
    {
      ...terraform`
        resource "gitlab_project_access_token" "ci" {
          project = "1"
          name    = "ci"
          scopes  = ["read_repository"]
          rotation_configuration = {
            expiration_days    = 30
            rotate_before_days = 7
          }
        }
      `,
      because: 'the provider rotates it',
    },
  ],
  invalid: [
    {
      ...terraform`
        «resource "grafana_service_account_token" "ci"» {
          name               = "ci"
          service_account_id = "1"
        }
      `,
      message: 'has no end',
      suggestions: [
        terraform`
        resource "grafana_service_account_token" "ci" {
          name               = "ci"
          service_account_id = "1"
          seconds_to_live    = 7776000
        }
      `.text,
      ],
    },
    {
      ...terraform`
      resource "grafana_service_account_token" "ci" {
        name               = "ci"
        service_account_id = "1"
        «seconds_to_live    = 94608000»
      }
    `,
      message: 'lives for 1095 more days',
      because: 'a duration counts like a date',
    },
  ],
});
