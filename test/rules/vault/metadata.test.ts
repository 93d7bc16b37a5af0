// Policies that list the names of every secret.
import { rules } from '../../../rules/vault/rules.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const policy = at('vault/policies/app.hcl');

ruleTester(
  rules.find((one) => one.id === 'vault/metadata-list')!,
  {
    valid: [
      policy`
      path "secret/metadata/app/*" {
        capabilities = ["list", "read"]
      }
    `,
      {
        ...policy`
      path "secret/metadata/*" {
        capabilities = ["deny"]
      }
    `,
        because: 'denied',
      },
      {
        ...policy`
      path "secret/metadata/{{identity.entity.name}}/*" {
        capabilities = ["list"]
      }
    `,
        because: 'the prefix of whoever asks',
      },
    ],
    invalid: [
      policy`
      path "«secret/metadata/»" {
        capabilities = ["list"]
      }
    `,
      {
        ...terraform`
      resource "vault_policy" "app" {
        name   = "app"
        policy = <<-EOT
          path "«kv/metadata/*»" {
            capabilities = ["read", "list"]
          }
        EOT
      }
    `,
        severity: 'low',
      },
    ],
  },
);
