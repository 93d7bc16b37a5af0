// Auth methods of Vault and what they hand out: roles that anybody fits, tokens and secret ids that never end.
import { setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Credential, Trust } from '../../server/engine/facts/types.ts';
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';

interface Common {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly bad: string;
  readonly good: string;
}

interface RoleRule extends Common {
  readonly types: RegExp;
  readonly find: (trust: Trust) => { at: Place; severity?: Severity; data?: Record<string, string> } | undefined;
}

const every = (text: string): boolean => /^\*+$/.test(text);
const bound = (trust: Trust, ...keys: string[]) => trust.conditions.filter((condition) => keys.includes(condition.key));
const auth = 'https://developer.hashicorp.com/vault/docs/auth/';

export const roleRuleTable: readonly RoleRule[] = [
  {
    id: 'vault/jwt-role-unbound',
    title: 'A JWT role that every token of the issuer fits',
    severity: 'critical',
    types: /^vault_jwt_auth_backend_role$/,
    message: 'Nothing binds this role to one caller{detail}: every token that the issuer signs may log in as it; bind the repository or the subject',
    what: 'A role of the JWT auth method without a bound subject or bound claims, or with a claim that matches everything.',
    why: 'Issuers such as GitHub sign for everybody. What is bound here is all that keeps a stranger\'s workflow out of your secrets.',
    remedy: 'Set `bound_claims` with the repository id and the environment, and `bound_audiences`.',
    references: [`${auth}jwt`],
    bad: `«resource "vault_jwt_auth_backend_role" "ci"» {
  role_name       = "ci"
  role_type       = "jwt"
  user_claim      = "actor"
  bound_audiences = ["https://github.com/acme"]
}
`,
    good: `resource "vault_jwt_auth_backend_role" "ci" {
  role_name       = "ci"
  role_type       = "jwt"
  user_claim      = "actor"
  bound_audiences = ["https://github.com/acme"]
  bound_claims = {
    repository_id = "123456"
  }
}
`,
    find(trust) {
      const claims = trust.conditions.filter((condition) => condition.limits === 'principal');
      if (claims.length === 0) return { at: trust.carrier.head, data: { detail: '' } };
      const open = claims.find((condition) => condition.operator === 'StringLike' && condition.values.length > 0 && condition.values.every((value) => every(patternOf(value))));
      return open && claims.every((condition) => condition.operator === 'StringLike' && condition.values.every((value) => every(patternOf(value)))) ? { at: open.values[0]!.at, data: { detail: ` (\`${open.key}\` matches everything)` } } : undefined;
    },
  },
  {
    id: 'vault/kubernetes-role-star',
    title: 'A Kubernetes role that every service account fits',
    severity: 'critical',
    types: /^vault_kubernetes_auth_backend_role$/,
    message: '`*` in {where}: {detail} may log in as this role; name the service account and its namespace',
    what: 'A role of the Kubernetes auth method with `*` for service accounts or namespaces.',
    why: 'Any pod that fits may read what the role reads, and whoever may start a pod may fit.',
    remedy: 'Name the service account and the namespace.',
    references: [`${auth}kubernetes`],
    bad: `resource "vault_kubernetes_auth_backend_role" "app" {
  role_name                        = "app"
  bound_service_account_names      = ["«*»"]
  bound_service_account_namespaces = ["*"]
}
`,
    good: `resource "vault_kubernetes_auth_backend_role" "app" {
  role_name                        = "app"
  bound_service_account_names      = ["app"]
  bound_service_account_namespaces = ["shop"]
}
`,
    find(trust) {
      const star = (key: string) => bound(trust, key).flatMap((condition) => condition.values).find((value) => every(patternOf(value)));
      const name = star('bound_service_account_names');
      const namespace = star('bound_service_account_namespaces');
      const at = name ?? namespace;
      if (!at) return undefined;
      const both = name !== undefined && namespace !== undefined;
      return { at: at.at, severity: both ? 'critical' : 'high', data: { where: both ? 'names and namespaces' : name ? 'the names' : 'the namespaces', detail: both ? 'every service account of the cluster' : name ? 'every service account of the namespace' : 'an account of this name in every namespace' } };
    },
  },
  {
    id: 'vault/aws-role-star',
    title: 'An AWS role that many principals fit',
    severity: 'high',
    types: /^vault_aws_auth_backend_role$/,
    message: '`{detail}` lets every principal of the account log in as this role; name the one that is meant',
    what: 'A role of the AWS auth method bound to a wildcard of principals.',
    why: 'Whoever may make a role in the account may make one that fits.',
    remedy: 'Name the role that the workload runs as.',
    references: [`${auth}aws`],
    bad: `resource "vault_aws_auth_backend_role" "app" {
  role                     = "app"
  bound_iam_principal_arns = ["«arn:aws:iam::111122223333:role/*»"]
}
`,
    good: `resource "vault_aws_auth_backend_role" "app" {
  role                     = "app"
  bound_iam_principal_arns = ["arn:aws:iam::111122223333:role/app"]
}
`,
    find(trust) {
      const value = bound(trust, 'bound_iam_principal_arns').flatMap((condition) => condition.values).find((leaf) => /^\*$|:(?:role|user|assumed-role)?\/?\*$/.test(patternOf(leaf)));
      return value && { at: value.at, data: { detail: patternOf(value).replaceAll('\0', '…') } };
    },
  },
  {
    id: 'vault/cloud-role-unbound',
    title: 'A Google or Azure role that nothing binds',
    severity: 'high',
    types: /^vault_(?:gcp|azure)_auth_backend_role$/,
    message: 'Nothing binds this role to a project, subscription or identity: every one that may log in to the method may be it; bind the service account or principal',
    what: 'A role of the Google or Azure auth method without a bound identity, project or subscription.',
    why: 'The method accepts tokens of the whole cloud or tenant. What is bound here is all that tells them apart.',
    remedy: 'Set `bound_service_accounts` or `bound_service_principal_ids`.',
    references: [`${auth}gcp`, `${auth}azure`],
    bad: `«resource "vault_azure_auth_backend_role" "app"» {
  role = "app"
}
`,
    good: `resource "vault_azure_auth_backend_role" "app" {
  role                        = "app"
  bound_service_principal_ids = ["00000000-0000-0000-0000-000000000001"]
}
`,
    find: (trust) => (trust.conditions.every((condition) => condition.values.length > 0 && condition.values.every((value) => every(patternOf(value)))) ? { at: trust.carrier.head } : undefined),
  },
  {
    id: 'vault/ssh-role-any-user',
    title: 'An SSH role for every user name',
    severity: 'high',
    types: /^vault_ssh_secret_backend_role$/,
    message: '`{detail}` signs keys for every user name, root among them; name the users',
    what: 'A role of the SSH engine that allows every user.',
    why: 'A signed key for root on every machine is what the role was to prevent.',
    remedy: 'Set `allowed_users` to the names that are used.',
    references: ['https://developer.hashicorp.com/vault/docs/secrets/ssh/signed-ssh-certificates'],
    bad: `resource "vault_ssh_secret_backend_role" "ops" {
  name          = "ops"
  key_type      = "ca"
  allowed_users = "«*»"
}
`,
    good: `resource "vault_ssh_secret_backend_role" "ops" {
  name          = "ops"
  key_type      = "ca"
  allowed_users = "deploy"
}
`,
    find(trust) {
      const value = bound(trust, 'allowed_users').flatMap((condition) => condition.values).find((leaf) => (textOf(leaf) ?? '').split(',').some((user) => every(user.trim())));
      return value && { at: value.at, data: { detail: textOf(value)! } };
    },
  },
];

export const authRoleRules: readonly Rule[] = roleRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: {
      title: entry.title, category: 'trust', severity: entry.severity, confidence: 'high', frameworks: ['NHI4:2025', 'PR.AA-05'], peers: [], fix: 'none', whyNoFix: 'Who is meant is not written here.',
      messages: { open: entry.message },
      docs: { what: entry.what, why: entry.why, remedy: entry.remedy, bad: [{ file: 'infra/main.tf', text: entry.bad }], good: [{ file: 'infra/main.tf', text: entry.good }], references: entry.references },
    },
    on: {
      trust(trust, context) {
        if (trust.platform !== 'vault' || trust.enabled === 'no' || !entry.types.test(trust.carrier.kind)) return;
        const found = entry.find(trust);
        if (found) context.report({ at: found.at, message: 'open', anchor: trust.anchor, severity: found.severity, data: found.data });
      },
    },
  }),
);

interface CredentialRule extends Common {
  readonly matches: (credential: Credential) => boolean;
  readonly severityOf?: (credential: Credential) => Severity | undefined;
  readonly suggest?: (credential: Credential) => readonly FixMaker[];
  readonly whyNoFix?: string;
}

const endless = (credential: Credential): boolean => credential.lifetime.kind === 'standing';
const set = (title: string, [name, value]: readonly [string, string | number]) => (credential: Credential): FixMaker[] => [
  editing(title, credential.carrier.block.uri, (document) => [setAttribute(credential.carrier.block, name, value, document)]),
];

export const credentialRuleTable: readonly CredentialRule[] = [
  {
    id: 'vault/token-no-ttl',
    title: 'A token without an end',
    severity: 'high',
    message: 'This token has no maximum life of its own and can be renewed for good; give it one',
    what: 'A token, or a role that makes tokens, without a maximum time to live.',
    why: 'A token that is renewed for ever is a password: it is copied, and nobody notices.',
    remedy: 'Set `ttl` or `explicit_max_ttl` on tokens, `token_explicit_max_ttl` on roles.',
    references: ['https://developer.hashicorp.com/vault/docs/concepts/tokens'],
    matches: (credential) => credential.kind === 'token' && endless(credential),
    severityOf: (credential) => (textOf(credential.owner?.id) === 'root' ? 'critical' : undefined),
    suggest: (credential) => (credential.carrier.kind === 'vault_token' ? set('End it after a day', ['explicit_max_ttl', '24h'])(credential) : set('End its tokens after a day', ['token_explicit_max_ttl', 86_400])(credential)),
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
    id: 'vault/approle-secret-id-endless',
    title: 'Secret ids that never end',
    severity: 'high',
    message: 'Secret ids of this role never end; give them a time to live, and a number of uses',
    what: 'An AppRole role, or a secret id, without a time to live.',
    why: 'A secret id is a password. Without an end the one in the first deployment script still works.',
    remedy: 'Set `secret_id_ttl` and `secret_id_num_uses`, and hand secret ids out wrapped.',
    references: [`${auth}approle`, 'https://developer.hashicorp.com/vault/docs/auth/approle/approle-pattern'],
    matches: (credential) => credential.kind === 'access-key' && endless(credential),
    suggest: (credential) => (credential.carrier.kind === 'vault_approle_auth_backend_role' ? set('End secret ids after an hour', ['secret_id_ttl', 3600])(credential) : set('End it after an hour', ['ttl', '1h'])(credential)),
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
    suggest: (credential) => [editing('Ask for a secret id', credential.carrier.block.uri, (document) => [setAttribute(credential.carrier.block, 'bind_secret_id', true, document)])],
    bad: `«resource "vault_approle_auth_backend_role" "app"» {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = false
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
    message: 'Vault signs in to the cloud with a key that lives until it is deleted; use an identity of its own (`identity_token_audience`, a role) or rotate the root credential',
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
    meta: {
      title: entry.title, category: 'long-lived', severity: entry.severity, confidence: 'high', frameworks: ['NHI7:2025', 'PR.AA-01'], peers: [], fix: entry.suggest ? 'suggestion' : 'none', whyNoFix: entry.whyNoFix,
      messages: { endless: entry.message },
      docs: { what: entry.what, why: entry.why, remedy: entry.remedy, bad: [{ file: 'infra/main.tf', text: entry.bad }], good: [{ file: 'infra/main.tf', text: entry.good }], references: entry.references },
    },
    on: {
      credential(credential, context) {
        if (credential.platform !== 'vault' || credential.enabled === 'no' || !entry.matches(credential)) return;
        context.report({ at: credential.at, message: 'endless', anchor: credential.anchor, severity: entry.severityOf?.(credential), suggestions: entry.suggest?.(credential) });
      },
    },
  }),
);
