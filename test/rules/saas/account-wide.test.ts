// Rights over a whole account or organization that Terraform gives through services' own providers, and the neighbour of each
// that gives less.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('saas/account-everything'), {
  valid: [
    terraform`
      resource "digitalocean_spaces_key" "assets" {
        name = "assets"
        grant {
          bucket     = "assets"
          permission = "read"
        }
      }
    `,
    terraform`
      resource "linode_user" "ann" {
        username   = "ann"
        email      = "ann@acme.example"
        restricted = true
      }
    `,
    terraform`
      resource "ovh_iam_policy" "shop" {
        name       = "shop"
        identities = [var.group]
        resources  = [var.vps]
        allow      = ["vps:apiovh:reboot"]
      }
    `,
    terraform`
      resource "ovh_iam_policy" "machine" {
        name       = "machine"
        identities = [var.group]
        resources  = ["urn:v1:eu:resource:vps:vps-1", "urn:v1:eu:resource:domain:*"]
        allow      = ["*"]
      }
    `,
    terraform`
      resource "ovh_iam_policy" "given" {
        name       = "given"
        identities = [var.group]
        resources  = var.resources
        allow      = ["*"]
      }
    `,
    terraform`
      resource "cloudflare_account_member" "ann" {
        account_id    = "a"
        email_address = "ann@acme.example"
        role_ids      = [var.role]
      }
    `,
  ],
  invalid: [
    terraform`
      resource "digitalocean_spaces_key" "all" {
        name = "all"
        grant {
          bucket     = ""
          permission = "«fullaccess»"
        }
      }
    `,
    terraform`
      resource "linode_user" "ann" {
        username   = "ann"
        email      = "ann@acme.example"
        restricted = «false»
      }
    `,
    terraform`
      resource "ovh_iam_policy" "all" {
        name       = "all"
        identities = [var.group]
        resources  = ["urn:v1:eu:resource:*:*"]
        allow      = ["«*»"]
      }
    `,
    terraform`
      resource "ovh_iam_policy" "account" {
        name       = "account"
        identities = [var.group]
        resources  = ["urn:v1:eu:resource:account:ab1234-ovh"]
        allow      = ["«*»"]
      }
    `,
    terraform`
      resource "cloudflare_account_member" "ann" {
        account_id = "a"
        email      = "ann@acme.example"
        roles      = ["«33666b9c79b9a5273fc7344ff42f953d»"]
      }
    `,
  ],
});

ruleTester(rule('saas/github-base-permission'), {
  valid: [
    terraform`
      resource "github_organization_settings" "org" {
        billing_email                 = "it@acme.example"
        default_repository_permission = "none"
      }
    `,
    terraform`
      resource "github_organization_settings" "org" {
        billing_email                 = "it@acme.example"
        default_repository_permission = var.base
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        resource "github_organization_settings" "org" {
          billing_email                 = "it@acme.example"
          default_repository_permission = "«admin»"
        }
      `,
      severity: 'high',
      suggestions: [
        terraform`
        resource "github_organization_settings" "org" {
          billing_email                 = "it@acme.example"
          default_repository_permission = "read"
        }
      `.text,
      ],
    },
  ],
});

ruleTester(rule('saas/gitlab-owner'), {
  valid: [
    terraform`
      resource "gitlab_group_saml_link" "eng" {
        group           = "1"
        saml_group_name = "engineers"
        access_level    = "developer"
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
        resource "gitlab_group_saml_link" "eng" {
          group           = "1"
          saml_group_name = "engineers"
          access_level    = "«Owner»"
        }
      `,
      severity: 'high',
      suggestions: [
        terraform`
        resource "gitlab_group_saml_link" "eng" {
          group           = "1"
          saml_group_name = "engineers"
          access_level    = "maintainer"
        }
      `.text,
      ],
    },
  ],
});
