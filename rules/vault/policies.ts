// Vault policies: paths that cover everything, and paths that lead to more.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface PathRule extends RuleRow {
  readonly id: string;
  readonly category: Category;
  readonly message: string;
  readonly find: (path: string, capabilities: ReadonlySet<string>) => boolean;
  /** What is underlined: the path, or the capability that makes it so. */
  readonly at?: 'sudo';
  readonly subsumes?: readonly string[];
}

const references = [
  'https://developer.hashicorp.com/vault/docs/concepts/policies',
  'https://developer.hashicorp.com/vault/tutorials/policies/policies',
];

const writes = (capabilities: ReadonlySet<string>): boolean =>
  ['create', 'update', 'patch', 'delete', 'sudo'].some((one) => capabilities.has(one));
const everything = (path: string): boolean => /^(?:\+\/)*\*$/.test(path);

/** Paths that Vault itself asks `sudo` for. From its documentation. */
const rootProtected =
  /^(?:auth\/token\/(?:accessors|create-orphan)|pki[^/]*\/root|sys\/(?:audit|auth|config\/(?:auditing|cors|ui|control-group)|internal|leases\/(?:lookup|revoke-prefix|revoke-force)|plugins|raw|remount|rotate|seal|step-down|storage|replication|rekey|generate-root|capabilities|mounts|policies|policy|pprof|monitor|activation-flags))/;

const pathRuleTable: readonly PathRule[] = [
  {
    id: 'vault/path-everything',
    title: 'A policy that writes everywhere',
    category: 'wildcard',
    severity: 'critical',
    message:
      '`{path}` covers every path of Vault and this policy writes to it: secrets, policies, auth methods and the audit log; name the mounts',
    what: 'A policy with `*` or `+/*` as a path and a capability that writes.',
    why: 'The token is root under another name. It writes itself further policies, mints tokens and turns the audit log off.',
    remedy: 'Name the mounts and paths that are used. For break-glass use a root token that is made when it is needed and revoked after.',
    bad: 'path "«*»" {\n  capabilities = ["create", "read", "update", "delete", "list", "sudo"]\n}\n',
    good: 'path "secret/data/app/*" {\n  capabilities = ["read"]\n}\n',
    find: (path, capabilities) => everything(path) && writes(capabilities),
    whyNoFix: 'Which mounts are meant is not written here.',
    subsumes: ['vault/capability-sudo'],
  },
  {
    id: 'vault/sys-write',
    title: 'A policy that changes how Vault works',
    category: 'admin',
    severity: 'critical',
    message:
      '`{path}` lets the holder change policies, auth methods or mounts, and so give itself anything; name the one endpoint that is needed',
    what: 'A policy that writes to `sys/*`, `sys/policies/acl/*`, `sys/auth/*`, `sys/mounts/*` or `sys/raw`.',
    why: 'Whoever writes policies writes one for itself. Whoever mounts an auth method lets itself in.',
    remedy: 'Name the endpoint (`sys/leases/renew`). Keep the rest for the pipeline that configures Vault, with a short token.',
    bad: 'path "«sys/policies/acl/*»" {\n  capabilities = ["create", "update"]\n}\n',
    good: 'path "sys/leases/renew" {\n  capabilities = ["update"]\n}\n',
    find: (path, capabilities) =>
      /^(?:\+\/)?sys\/(?:\*|\+|policies(?:\/|$)|policy(?:\/|$)|auth(?:\/|$)|mounts(?:\/|$)|raw)/.test(path) &&
      !/^sys\/(?:mounts|auth)\/[^*+]+\/tune$/.test(path) &&
      writes(capabilities),
    whyNoFix: 'Which endpoint is meant is not written here.',
  },
  {
    id: 'vault/auth-write',
    title: 'A policy that changes who may log in',
    category: 'admin',
    severity: 'critical',
    message:
      '`{path}` lets the holder make roles and tokens of auth methods, with policies that it does not have; name the one role that is needed',
    what: 'A policy that writes to `auth/*`, to roles of auth methods, to every token role (`auth/token/create/*`), or that makes tokens with `sudo`.',
    why: 'A role of an auth method names the policies of those who log in. Whoever writes one gives itself any policy.',
    remedy: 'Let the pipeline that configures Vault write roles. For tokens, name a token role: `auth/token/create/deploy`.',
    bad: 'path "«auth/*»" {\n  capabilities = ["create", "update", "read"]\n}\n',
    good: 'path "auth/token/create/deploy" {\n  capabilities = ["update"]\n}\n',
    find: (path, capabilities) =>
      ((/^auth\/(?:\*|\+(?:\/\*|\/role(?:\/|$))|[^/]+\/\*$|[^/]+\/role(?:\/\*|\/\+)?$)/.test(path) ||
        /^auth\/token\/create(?:\*|\/\*|-orphan)$/.test(path)) &&
        writes(capabilities)) ||
      // A child token has at most the policies of its parent, unless the parent may sudo there.
      (path === 'auth/token/create' && capabilities.has('sudo')),
    whyNoFix: 'Which role is meant is not written here.',
  },
  {
    id: 'vault/identity-write',
    title: 'A policy that changes identities',
    category: 'admin',
    severity: 'high',
    message: '`{path}` lets the holder give policies to entities and groups, its own among them; name the one path that is needed',
    what: 'A policy that writes to `identity/*`, entities, groups or their aliases.',
    why: 'An entity carries policies, and an alias says who is the entity. Writing either gives policies away.',
    remedy: 'Let the pipeline that configures Vault write identities.',
    bad: 'path "«identity/*»" {\n  capabilities = ["create", "update"]\n}\n',
    good: 'path "identity/entity/name/app" {\n  capabilities = ["read"]\n}\n',
    find: (path, capabilities) =>
      /^identity\/(?:\*|\+|(?:entity|group|entity-alias|group-alias)(?:\/\*|\/id\/\*|\/name\/\*|\*|$))/.test(path) && writes(capabilities),
    whyNoFix: 'Which path is meant is not written here.',
  },
  {
    id: 'vault/capability-sudo',
    title: 'The sudo capability',
    category: 'admin',
    severity: 'high',
    message: '`sudo` on `{path}` opens paths that Vault keeps for root; none of those it asks sudo for is named here, so take it out',
    what: 'A policy with `sudo` on a path that needs none.',
    why: 'Sudo is copied from examples. On a path with a wildcard it opens what Vault protects inside it.',
    remedy: 'Take `sudo` out; keep it for the exact root-protected path where it is needed.',
    bad: 'path "secret/data/app/*" {\n  capabilities = ["read", "«sudo»"]\n}\n',
    good: 'path "sys/seal" {\n  capabilities = ["update", "sudo"]\n}\n',
    find: (path, capabilities) => capabilities.has('sudo') && !rootProtected.test(path),
    at: 'sudo',
  },
  {
    id: 'vault/secrets-everything',
    title: 'Every secret of a mount',
    category: 'wildcard',
    severity: 'high',
    message: '`{path}` reads every secret below it, those of other applications too; name the prefix of the application',
    what: 'A policy that reads `secret/*`, `kv/data/*`, `+/data/*`, or `*`.',
    why: 'One mount is shared by many applications. With all of it, one stolen token is all of their passwords.',
    remedy: 'Name the prefix: `secret/data/app/*`, or a template such as `secret/data/{{identity.entity.name}}/*`.',
    bad: 'path "«secret/data/*»" {\n  capabilities = ["read"]\n}\n',
    good: 'path "secret/data/{{identity.entity.name}}/*" {\n  capabilities = ["read"]\n}\n',
    find: (path, capabilities) =>
      (/^(?:secrets?|kv|kv-v?[12]|\+)(?:\/data)?\/\*$/.test(path) && (capabilities.has('read') || writes(capabilities))) ||
      (everything(path) && capabilities.has('read') && !writes(capabilities)),
    whyNoFix: 'Which application the policy is for is not written in it.',
  },
  {
    id: 'vault/metadata-list',
    title: 'The names of every secret of a mount',
    category: 'wildcard',
    severity: 'low',
    profile: 'strict',
    message:
      '`{path}` lists the names of every secret of the mount: which systems there are and what to ask for; list the folder of the application',
    what: 'A policy with `list` on the metadata of a whole key-value mount: `secret/metadata/`, `kv/metadata/*`.',
    why: 'Names of secrets are a map of systems, accounts and customers. With a policy that reads too much beside it, the list says where to read.',
    remedy: 'List the prefix of the application: `secret/metadata/app/*`.',
    bad: 'path "«secret/metadata/*»" {\n  capabilities = ["list"]\n}\n',
    good: 'path "secret/metadata/app/*" {\n  capabilities = ["list"]\n}\n',
    find: (path, capabilities) => /^(?:secrets?|kv|kv-v?[12]|\+)\/metadata(?:\/|\/\*|\*)?$/.test(path) && capabilities.has('list'),
    whyNoFix: 'Which application the policy is for is not written in it.',
  },
];

const without = (grant: Grant, leaf: Leaf): FixMaker[] =>
  grant.actions.length > 1 && leaf.editable ? [editing('Remove sudo', leaf.token.uri, (document) => [removeItem(leaf, document)])] : [];

export const pathRules: readonly Rule[] = pathRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: entry.category,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      fix: entry.at ? 'suggestion' : 'none',
      messages: { path: entry.message },
      subsumes: entry.subsumes,
      file: 'vault/policies/app.hcl',
      references,
    }),
    on: {
      grant(grant, context) {
        const [scope] = grant.scope;
        if (
          grant.platform !== 'vault' ||
          grant.role !== 'identity' ||
          grant.effect === 'deny' ||
          grant.enabled === 'no' ||
          !scope ||
          scope.id.kind === 'unknown'
        )
          return;
        const path = patternOf(scope.id);
        // A hole may be anything: only what is written decides.
        if (path.includes('\0') && entry.at === undefined) return;
        if (!entry.find(path, new Set(grant.actions.map(patternOf)))) return;
        const sudo = entry.at && grant.actions.find((action) => textOf(action) === 'sudo');
        const at = sudo || scope.id;
        context.report({
          at: placeOf(at),
          message: 'path',
          anchor: grant.anchor,
          data: { path: path.replaceAll('\0', '…') },
          suggestions: sudo ? without(grant, sudo) : [],
        });
      },
    },
  }),
);
