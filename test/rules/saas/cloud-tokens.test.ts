// Keys and tokens of clouds that end when they are told to.
import { tokenNoExpiry } from '../../../rules/saas/tokens.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

ruleTester(tokenNoExpiry, {
  valid: [
    {
      ...terraform`
      resource "linode_token" "ci" {
        label  = "ci"
        scopes = "linodes:read_only"
        expiry = "2027-01-31T00:00:00Z"
      }
    `,
      because: 'it ends within a year',
    },
    {
      ...terraform`
      resource "openstack_identity_application_credential_v3" "ci" {
        name       = "ci"
        expires_at = timeadd(timestamp(), "2160h")
      }
    `,
      because: 'an end that is not known',
    },
  ],
  invalid: [
    {
      ...terraform`
      «resource "scaleway_iam_api_key" "ci"» {
        application_id = "11111111-1111-1111-1111-111111111111"
      }
    `,
      message: 'no end; give it one (`expires_at`)',
      suggestions: [
        terraform`
      resource "scaleway_iam_api_key" "ci" {
        application_id = "11111111-1111-1111-1111-111111111111"
        expires_at     = "2027-02-19T00:00:00Z"
      }
    `.text,
      ],
    },
    {
      ...terraform`
      resource "linode_token" "ci" {
        label  = "ci"
        scopes = "*"
        «expiry = "2100-01-02T03:04:05Z"»
      }
    `,
      message: 'more days',
    },
    terraform`
      «resource "yandex_iam_service_account_api_key" "ci"» {
        service_account_id = "aje1"
      }
    `,
    terraform`
      «resource "openstack_identity_application_credential_v3" "ci"» {
        name  = "ci"
        roles = ["member"]
      }
    `,
  ],
});
