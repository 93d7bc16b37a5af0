// Rules about what Vault signs and whom its roles let in (rules/vault/{logins,credentials}.ts), beside those in cases.test.ts.
import { rules } from '../../../rules/vault/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const jwt = (claims: string, type = 'glob') =>
  `resource "vault_jwt_auth_backend_role" "ci" {\n  role_name         = "ci"\n  role_type         = "jwt"\n  user_claim        = "actor"\n  bound_claims_type = "${type}"\n  bound_claims      = { ${claims} }\n}\n`;

ruleTester(rule('vault/jwt-role-wide'), {
  valid: [
    { ...terraform``, text: jwt('sub = "repo:acme/shop:*"'), because: 'one repository' },
    { ...terraform``, text: jwt('sub = "repo:acme/*", repository_id = "42"'), because: 'another claim names the repository' },
    { ...terraform``, text: jwt('sub = "repo:acme/*"', 'string'), because: 'compared letter by letter, it never fits' },
    { ...terraform``, text: jwt('sub = var.subject'), because: 'unknown' },
    { ...terraform``, text: jwt('sub = "system:serviceaccount:shop:*"'), because: 'an issuer of your own' },
  ],
  invalid: [
    { ...terraform``, text: jwt('sub = "«repo:acme/*»"'), severity: 'high', message: '`repo:acme/*` fits every repository' },
    { ...terraform``, text: jwt('repository_owner = "acme", repository = "«acme/*»"') },
    { ...terraform``, text: jwt('project_path = "«acme/*»", ref = "main"') },
    { ...terraform``, text: jwt('sub = "«project_path:acme/*:ref_type:branch:ref:main»"') },
    { ...terraform``, text: jwt('sub = "«organization:acme:project:*:workspace:*»"') },
  ],
});

const pki = (more: string) => `resource "vault_pki_secret_backend_role" "r" {\n  name = "r"\n${more}}\n`;

ruleTester(rule('vault/pki-any-name'), {
  valid: [
    { ...terraform``, text: pki('  allowed_domains  = ["svc.acme.example"]\n  allow_subdomains = true\n') },
    { ...terraform``, text: pki('  allow_any_name = false\n') },
    { ...terraform``, text: pki('  allow_any_name = var.any\n'), because: 'unknown' },
    { ...terraform``, text: pki('  allowed_domains = ["*"]\n'), because: 'without globs a star is a letter' },
  ],
  invalid: [
    { ...terraform``, text: pki('  allow_any_name = «true»\n'), severity: 'medium', message: '`allow_any_name` signs for every name' },
    { ...terraform``, text: pki('  allow_glob_domains = true\n  allowed_domains    = ["«*»"]\n'), message: '`*` among the domains' },
  ],
});

ruleTester(rule('vault/root-token'), {
  valid: [
    { ...terraform``, text: 'resource "vault_token" "t" {\n  policies = ["setup"]\n  ttl      = "1h"\n}\n' },
    {
      ...terraform``,
      text: 'resource "vault_token" "t" {\n  policies = ["app"]\n}\n',
      because: 'that it does not end is said by another rule',
    },
  ],
  invalid: [
    { ...terraform``, text: 'resource "vault_token" "t" {\n  policies = ["«root»"]\n  ttl      = "1h"\n}\n', severity: 'critical' },
    {
      ...terraform``,
      text: 'resource "vault_token" "t" {\n  policies = ["«root»"]\n}\n',
      severity: 'critical',
      because: 'an end would not help',
    },
    { file: 'deploy/setup.sh', text: 'vault token create -policy=«root» -period=768h\n', severity: 'critical' },
  ],
});

ruleTester(rule('vault/userpass-user'), {
  valid: [
    { ...terraform``, text: 'resource "vault_generic_endpoint" "q" {\n  path      = "sys/quotas/rate-limit/all"\n  data_json = "{}"\n}\n' },
  ],
  invalid: [
    {
      ...terraform``,
      text: 'resource "vault_generic_endpoint" "ann" {\n  path      = "«auth/userpass/users/ann»"\n  data_json = jsonencode({ password = var.password })\n}\n',
      severity: 'medium',
      message: '`auth/userpass/users/ann` is a user',
    },
    {
      ...terraform``,
      text: 'resource "vault_generic_endpoint" "ann" {\n  path      = "«auth/${vault_auth_backend.userpass.path}/users/ann»"\n  data_json = "{}"\n}\n'.replace(
        '${vault_auth_backend.userpass.path}',
        'team-userpass',
      ),
    },
  ],
});

ruleTester(rule('vault/path-everything'), {
  valid: [
    terraform`
      data "vault_policy_document" "app" {
        rule {
          path         = "secret/data/app/*"
          capabilities = ["read"]
        }
      }
    `,
  ],
  invalid: [
    {
      ...terraform`
      data "vault_policy_document" "admin" {
        rule {
          path         = "«*»"
          capabilities = ["create", "read", "update", "delete", "list", "sudo"]
        }
      }

      output "policy" {
        value = "kept elsewhere"
      }
    `,
      because: 'a policy that nothing here takes',
    },
    {
      ...terraform`
      data "vault_policy_document" "admin" {
        rule {
          path         = "«*»"
          capabilities = ["create", "read", "update", "delete", "list", "sudo"]
        }
      }

      resource "vault_policy" "admin" {
        name   = "admin"
        policy = data.vault_policy_document.admin.hcl
      }
    `,
      because: 'one that is taken is said once',
    },
  ],
});
