// Credentials that Vault hands out or is run with, as Terraform makes them: tokens and secret ids that never end, passwords, keys
// of the clouds.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { keptIn } from '../../server/engine/facts/kept-in.ts';
import { durationDays } from '../../server/engine/facts/lifetime.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow } from '../../server/engine/rule-row.ts';
import { auth, type VaultRuleWords } from './logins.ts';

interface CredentialRule extends VaultRuleWords {
  readonly matches: (credential: Credential) => boolean;
  /** What is underlined, where it is not the block. */
  readonly at?: (credential: Credential) => Place;
  readonly severityOf?: (credential: Credential) => Severity | undefined;
  readonly suggest?: (credential: Credential) => readonly FixMaker[];
  readonly whyNoFix?: string;
}

const endless = (credential: Credential): boolean => credential.lifetime.kind === 'standing';
/** A token that is not renewed within its period ends: what Vault's own documents give services that run long. In days, as Vault's longest life by default. */
const periodOfServices = 32;
const isRoot = (credential: Credential): boolean => textOf(credential.owner?.id) === 'root';
const set =
  (title: string, [name, value]: readonly [string, string | number]) =>
  (credential: Credential): FixMaker[] => [
    editing(title, credential.carrier.block.uri, (document) => [setAttribute(credential.carrier.block, name, value, document)]),
  ];

const credentialRuleTable: readonly CredentialRule[] = [
  {
    id: 'vault/token-no-ttl',
    title: 'A token without an end',
    severity: 'high',
    message: 'This token has no maximum life of its own and can be renewed for good; give it one',
    what: 'A token, or a role that makes tokens, without a maximum time to live.',
    why: 'A token that is renewed for ever is a password: it is copied, and nobody notices.',
    remedy: 'Set `ttl` or `explicit_max_ttl` on tokens, `token_explicit_max_ttl` on roles.',
    references: ['https://developer.hashicorp.com/vault/docs/concepts/tokens'],
    // Of a root token more is to be said than that it does not end.
    matches: (credential) => credential.kind === 'token' && endless(credential) && !isRoot(credential),
    at: (credential) => credential.lifetime.at ?? credential.at,
    severityOf: (credential) =>
      (durationDays(textOf(credential.lifetime.until) ?? '') ?? Infinity) <= periodOfServices ? 'low' : undefined,
    suggest: (credential) =>
      credential.carrier.kind === 'vault_token'
        ? set('End it after a day', ['explicit_max_ttl', '24h'])(credential)
        : set('End its tokens after a day', ['token_explicit_max_ttl', 86_400])(credential),
    bad: `«resource "vault_token" "ci"» {
  policies = ["ci"]
}
`,
    good: `resource "vault_token" "ci" {
  policies         = ["ci"]
  explicit_max_ttl = "24h"
}
`,
  },
  {
    id: 'vault/root-token',
    title: 'A root token that is made by code',
    severity: 'critical',
    message:
      'This token may do everything in Vault, and lies in the state or the log of what makes it; name a policy that says what it is for',
    what: 'A token with the `root` policy.',
    why: 'No policy holds for root. In a state file it is read by everybody who plans.',
    remedy: 'Name the policies that are needed. Make a root token by hand when one is needed, and revoke it after.',
    references: ['https://developer.hashicorp.com/vault/docs/concepts/tokens#root-tokens'],
    matches: (credential) => credential.kind === 'token' && isRoot(credential),
    at: (credential) => credential.owner!.id.at,
    whyNoFix: 'What the token is for is not written here.',
    bad: `resource "vault_token" "setup" {
  policies = ["«root»"]
  ttl      = "1h"
}
`,
    good: `resource "vault_token" "setup" {
  policies = ["setup"]
  ttl      = "1h"
}
`,
  },
  {
    id: 'vault/userpass-user',
    title: 'A user of Vault with a password',
    severity: 'medium',
    message:
      '`{path}` is a user who logs in with a password that does not end and lies in {kept}; let people log in through your identity provider, workloads by their platform',
    what: 'A user of the userpass auth method, made in code.',
    why: 'The password is in the state, has no second factor unless somebody added one, and nobody closes the account when its owner leaves.',
    remedy: 'Use the OIDC auth method for people, and the Kubernetes, cloud or JWT methods for workloads.',
    references: ['https://developer.hashicorp.com/vault/docs/auth/userpass'],
    matches: (credential) => credential.kind === 'login-password',
    whyNoFix: 'Another way to log in has to be there first.',
    bad: `variable "password" {
  type = string
}

resource "vault_generic_endpoint" "ann" {
  path      = "«auth/userpass/users/ann»"
  data_json = jsonencode({ password = var.password, policies = ["app"] })
}
`,
    good: `resource "vault_generic_endpoint" "limits" {
  path      = "sys/quotas/rate-limit/global"
  data_json = jsonencode({ rate = 100 })
}
`,
  },
  {
    id: 'vault/approle-secret-id-endless',
    title: 'Secret ids that never end',
    severity: 'high',
    message: 'Secret ids of this role never end; give them a time to live, and a number of uses',
    what: 'An AppRole role, or a secret id, without a time to live.',
    why: 'A secret id is a password. Without an end the one in the first deployment script still works.',
    remedy: 'Set `secret_id_ttl` and `secret_id_num_uses`, and hand secret ids out wrapped.',
    references: [`${auth}approle`, 'https://developer.hashicorp.com/vault/docs/auth/approle/approle-pattern'],
    matches: (credential) => credential.kind === 'access-key' && endless(credential),
    at: (credential) => credential.lifetime.at ?? credential.at,
    suggest: (credential) =>
      credential.carrier.kind === 'vault_approle_auth_backend_role'
        ? set('End secret ids after an hour', ['secret_id_ttl', 3600])(credential)
        : set('End it after an hour', ['ttl', '1h'])(credential),
    bad: `«resource "vault_approle_auth_backend_role" "app"» {
  role_name = "app"
}
`,
    good: `resource "vault_approle_auth_backend_role" "app" {
  role_name          = "app"
  secret_id_ttl      = 3600
  secret_id_num_uses = 1
}
`,
  },
  {
    id: 'vault/approle-no-secret-id',
    title: 'An AppRole that needs no secret id',
    severity: 'critical',
    message: 'This role asks for no secret id: whoever knows its role id, which is no secret, is in; bind the secret id',
    what: 'An AppRole role with `bind_secret_id = false`.',
    why: 'Role ids stand in configuration and logs. Without the secret id they are all it takes.',
    remedy: 'Leave `bind_secret_id` on.',
    references: [`${auth}approle`],
    matches: (credential) => credential.kind === 'service-specific',
    suggest: (credential) => [
      editing('Ask for a secret id', credential.carrier.block.uri, (document) => [
        setAttribute(credential.carrier.block, 'bind_secret_id', true, document),
      ]),
    ],
    bad: `resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = «false»
}
`,
    good: `resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = true
}
`,
  },
  {
    id: 'vault/static-cloud-key',
    title: 'A long-lived cloud key in Vault',
    severity: 'high',
    message:
      'Vault signs in to the cloud with a key that lives until it is deleted; use an identity of its own (`identity_token_audience`, a role) or rotate the root credential',
    what: 'An AWS secrets engine with an access key in its configuration.',
    why: 'The key makes other credentials, so it is the widest one, and it stands in the Terraform state.',
    remedy: 'Use workload identity federation for the engine.',
    references: ['https://developer.hashicorp.com/vault/docs/secrets/aws'],
    matches: (credential) => credential.kind === 'static-provider' && credential.carrier.kind === 'vault_aws_secret_backend',
    whyNoFix: 'A role for the engine has to be made first.',
    bad: `variable "key" {
  type = string
}

resource "vault_aws_secret_backend" "aws" {
  access_key   = var.key
  «secret_key» = var.key
}
`,
    good: `resource "vault_aws_secret_backend" "aws" {
  identity_token_audience = "vault.acme.example"
  role_arn                = "arn:aws:iam::111122223333:role/vault"
}
`,
  },
  {
    id: 'vault/provider-token',
    title: 'A Vault token in a provider block',
    severity: 'critical',
    message: 'The provider signs in with a token that is written here; use `auth_login`',
    what: 'A `vault` provider with a token in the code.',
    why: 'Terraform configures Vault, so its token may do nearly everything, and everybody who reads the code has it.',
    remedy: 'Use `auth_login` with the identity of the pipeline, or leave the token to the environment.',
    references: ['https://registry.terraform.io/providers/hashicorp/vault/latest/docs'],
    matches: (credential) => credential.kind === 'static-provider' && credential.carrier.kind === 'provider vault',
    whyNoFix: 'How the pipeline logs in is for its owner to say.',
    bad: `provider "vault" {
  address = "https://vault.acme.example"
  «token» = "written-down"
}
`,
    good: `provider "vault" {
  address = "https://vault.acme.example"
}
`,
  },
];

export const credentialRules: readonly Rule[] = credentialRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'long-lived',
      frameworks: ['NHI7:2025', 'PR.AA-01'],
      fix: entry.suggest ? 'suggestion' : 'none',
      messages: { endless: entry.message },
      file: 'infra/main.tf',
    }),
    on: {
      credential(credential, context) {
        if (credential.platform !== 'vault' || credential.enabled === 'no' || !entry.matches(credential)) return;
        context.report({
          at: entry.at?.(credential) ?? credential.at,
          message: 'endless',
          anchor: credential.anchor,
          data: { path: credential.owner ? shownOf(credential.owner.id) : 'this path', kept: keptIn(credential.carrier) },
          severity: entry.severityOf?.(credential),
          suggestions: credential.carrier.dialect === 'terraform' ? entry.suggest?.(credential) : undefined,
        });
      },
    },
  }),
);
