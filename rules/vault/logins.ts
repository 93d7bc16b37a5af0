// Roles of Vault's auth methods and of engines that sign: whom they let in, and for whom they sign.
import type { Trust } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, shownOf, textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

/** Where the first value that decides who comes in stands; the head of a role that names none. */
function startOf(trust: Trust): Place {
  const value = trust.conditions.flatMap((condition) => condition.values)[0];
  return value ? placeOf(value) : trust.carrier.head;
}

export interface VaultRuleWords extends RuleRow {
  readonly id: string;
  readonly message: string;
  readonly references: readonly string[];
}

interface RoleRule extends VaultRuleWords {
  readonly types: RegExp;
  readonly find: (trust: Trust) => { at: Place; severity?: Severity; data?: Record<string, string> } | undefined;
}

/** Subjects and repositories of a whole organization or of everybody, as GitHub, GitLab and HCP Terraform write them. */
const wholeOrganization =
  /^(?:\*+|repo:\*.*|repo:[^/:*]+\/\*.*|[^/:*]+\/\*+|project_path:(?:\*|[^:*]+\/\*).*|organization:[^:*]+:(?:project:\*:)?(?:workspace:)?\*.*)$/;

const every = (text: string): boolean => /^\*+$/.test(text);
const bound = (trust: Trust, ...keys: string[]) => trust.conditions.filter((condition) => keys.includes(condition.key));
export const auth = 'https://developer.hashicorp.com/vault/docs/auth/';

const roleRuleTable: readonly RoleRule[] = [
  {
    id: 'vault/jwt-role-unbound',
    title: 'A JWT role that every token of the issuer fits',
    severity: 'critical',
    types: /^vault_jwt_auth_backend_role$/,
    message:
      'Nothing binds this role to one caller{detail}: every token that the issuer signs may log in as it; bind the repository or the subject',
    what: 'A role of the JWT auth method without a bound subject or bound claims, or with a claim that matches everything.',
    why: "Issuers such as GitHub sign for everybody. What is bound here is all that keeps a stranger's workflow out of your secrets.",
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
      const open = claims.find(
        (condition) =>
          condition.operator === 'StringLike' && condition.values.length > 0 && condition.values.every((value) => every(patternOf(value))),
      );
      return open &&
        claims.every((condition) => condition.operator === 'StringLike' && condition.values.every((value) => every(patternOf(value))))
        ? { at: open.values[0]!.at, data: { detail: ` (\`${open.key}\` matches everything)` } }
        : undefined;
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
      const star = (key: string) =>
        bound(trust, key)
          .flatMap((condition) => condition.values)
          .find((value) => every(patternOf(value)));
      const name = star('bound_service_account_names');
      const namespace = star('bound_service_account_namespaces');
      const at = name ?? namespace;
      if (!at) return undefined;
      const both = name !== undefined && namespace !== undefined;
      return {
        at: at.at,
        severity: both ? 'critical' : 'high',
        data: {
          where: both ? 'names and namespaces' : name ? 'the names' : 'the namespaces',
          detail: both
            ? 'every service account of the cluster'
            : name
              ? 'every service account of the namespace'
              : 'an account of this name in every namespace',
        },
      };
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
      const value = bound(trust, 'bound_iam_principal_arns')
        .flatMap((condition) => condition.values)
        .find((leaf) => /^\*$|:(?:role|user|assumed-role)?\/?\*$/.test(patternOf(leaf)));
      return value && { at: value.at, data: { detail: shownOf(value) } };
    },
  },
  {
    id: 'vault/cloud-role-unbound',
    title: 'A Google or Azure role that nothing binds',
    severity: 'high',
    types: /^vault_(?:gcp|azure)_auth_backend_role$/,
    message:
      'Nothing binds this role to a project, subscription or identity: every one that may log in to the method may be it; bind the service account or principal',
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
    find: (trust) =>
      trust.conditions.every((condition) => condition.values.length > 0 && condition.values.every((value) => every(patternOf(value))))
        ? { at: startOf(trust) }
        : undefined,
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
      const value = bound(trust, 'allowed_users')
        .flatMap((condition) => condition.values)
        .find((leaf) => (textOf(leaf) ?? '').split(',').some((user) => every(user.trim())));
      return value && { at: value.at, data: { detail: textOf(value)! } };
    },
  },
  {
    id: 'vault/jwt-role-wide',
    title: 'A JWT role that a whole organization fits',
    severity: 'high',
    types: /^vault_jwt_auth_backend_role$/,
    message:
      '`{detail}` fits every repository of the organization, and whoever may make one; name the repository and the branch or environment',
    what: 'A role of the JWT auth method whose claims fit every repository, project or workspace of an organization.',
    why: 'Organizations have repositories that nobody reviews: forks, templates, experiments. A workflow in any of them logs in like the one that deploys.',
    remedy: 'Bind the repository by its id, and the environment or the branch.',
    references: [`${auth}jwt`],
    bad: `resource "vault_jwt_auth_backend_role" "ci" {
  role_name         = "ci"
  role_type         = "jwt"
  user_claim        = "actor"
  bound_claims_type = "glob"
  bound_claims = {
    sub = "«repo:acme/*»"
  }
}
`,
    good: `resource "vault_jwt_auth_backend_role" "ci" {
  role_name         = "ci"
  role_type         = "jwt"
  user_claim        = "actor"
  bound_claims_type = "glob"
  bound_claims = {
    sub = "repo:acme/shop:ref:refs/tags/v*"
  }
}
`,
    find(trust) {
      const claims = trust.conditions.filter((condition) => condition.limits === 'principal');
      // One exact claim on who calls is enough; the organization alone is not.
      if (
        claims.some(
          (condition) =>
            /^(?:repository|repository_id|project_path|project_id|environment|job_workflow_ref|sub|terraform_workspace_id)$/.test(
              condition.key,
            ) && condition.values.every((value) => condition.operator === 'StringEquals' || !wholeOrganization.test(patternOf(value))),
        )
      )
        return undefined;
      const wide = claims
        .flatMap((condition) => (condition.operator === 'StringLike' ? condition.values : []))
        .find((value) => wholeOrganization.test(patternOf(value)));
      return wide && { at: wide.at, data: { detail: textOf(wide) ?? 'the claim' } };
    },
  },
  {
    id: 'vault/pki-any-name',
    title: 'A role that signs certificates for any name',
    severity: 'medium',
    types: /^vault_pki_secret_backend_role$/,
    message: '{detail}: the holder gets a certificate for every other service, and is it; name the domains',
    what: 'A role of the PKI engine that allows any name.',
    why: 'Services that trust the authority take the certificate for whoever it names. One role that signs every name makes them all the same.',
    remedy: 'Set `allowed_domains`, with `allow_subdomains` where they are needed.',
    references: ['https://developer.hashicorp.com/vault/api-docs/secret/pki#create-update-role'],
    bad: `resource "vault_pki_secret_backend_role" "services" {
  name           = "services"
  allow_any_name = «true»
}
`,
    good: `resource "vault_pki_secret_backend_role" "services" {
  name             = "services"
  allowed_domains  = ["svc.acme.example"]
  allow_subdomains = true
}
`,
    find(trust) {
      const any = bound(trust, 'allow_any_name')
        .flatMap((condition) => condition.values)
        .find((value) => textOf(value) === 'true');
      const globs = bound(trust, 'allow_glob_domains').some((condition) => condition.values.some((value) => textOf(value) === 'true'));
      const star = globs
        ? bound(trust, 'allowed_domains')
            .flatMap((condition) => condition.values)
            .find((value) => every(patternOf(value)))
        : undefined;
      const at = any ?? star;
      return at && { at: at.at, data: { detail: any ? '`allow_any_name` signs for every name' : '`*` among the domains is every name' } };
    },
  },
];

export const authRoleRules: readonly Rule[] = roleRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'trust',
      frameworks: ['NHI4:2025', 'PR.AA-05'],
      fix: 'none',
      whyNoFix: 'Who is meant is not written here.',
      messages: { open: entry.message },
      file: 'infra/main.tf',
    }),
    on: {
      trust(trust, context) {
        if (trust.platform !== 'vault' || trust.enabled === 'no' || !entry.types.test(trust.carrier.kind)) return;
        const found = entry.find(trust);
        if (found) context.report({ at: found.at, message: 'open', anchor: trust.anchor, severity: found.severity, data: found.data });
      },
    },
  }),
);
