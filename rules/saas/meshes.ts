// Consul, Nomad, Boundary and Tailscale: policies by which somebody changes everything, reaches everything, or is root. One
// table over the type of the resource, or of the file, and what it gives.
import { textOf } from '../../server/engine/facts/value.ts';
import type { MembershipRule } from './membership-rule.ts';

const tailnet = 'https://tailscale.com/docs/reference/syntax/policy-file';

export const meshTable: readonly MembershipRule[] = [
  {
    id: 'saas/consul-acl-write',
    title: 'A policy of Consul that changes who may do what',
    category: 'admin',
    severity: 'critical',
    peers: [],
    types: /^consul_acl_policy$/,
    values: /^(?:acl|operator|keyring) write$/,
    severityOf: (grant) => (textOf(grant.entitlement) === 'acl write' ? undefined : 'high'),
    message:
      '`{value}` lets whoever holds this policy make tokens with any policy, or change the servers and their keys; give the rules of the one service or key',
    what: 'A policy of Consul with `acl = "write"`, `operator = "write"` or `keyring = "write"`.',
    why: 'Whoever writes rules of access writes a token for itself that may do everything. The operator changes who is a server, and the keyring what they encrypt with.',
    remedy: 'Give rules for one service, node or key prefix. Keep these for the pipeline that configures Consul, with a short token.',
    references: ['https://developer.hashicorp.com/consul/docs/reference/acl/rule'],
    whyNoFix: 'What the token is for is not written here.',
    bad: `resource "consul_acl_policy" "ci" {
  name  = "ci"
  rules = <<-RULES
    acl = "«write»"
  RULES
}
`,
    good: `resource "consul_acl_policy" "ci" {
  name  = "ci"
  rules = <<-RULES
    service "shop" {
      policy = "write"
    }
  RULES
}
`,
  },
  {
    id: 'saas/consul-every-name',
    title: 'A policy of Consul that writes everything of a kind',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    types: /^consul_acl_policy$/,
    values: /^\w+_prefix "" write$/,
    severityOf: (grant) => (/^(?:key|service)/.test(textOf(grant.entitlement) ?? '') ? undefined : 'medium'),
    message: '`{value}` holds for every name that there is and will be; name the service, or the prefix of the application',
    what: 'A policy of Consul that writes every key, service, node or agent: a prefix of `""`.',
    why: 'Whoever registers every service is every service: traffic for another one comes to it. Whoever writes every key configures every program that reads them.',
    remedy: 'Name the service (`service "shop"`) or the prefix (`key_prefix "shop/"`). Agents get a node identity each.',
    references: ['https://developer.hashicorp.com/consul/docs/reference/acl/rule'],
    whyNoFix: 'Which names are meant is not written here.',
    bad: `resource "consul_acl_policy" "shop" {
  name  = "shop"
  rules = <<-RULES
    «key_prefix ""» {
      policy = "write"
    }
  RULES
}
`,
    good: `resource "consul_acl_policy" "shop" {
  name  = "shop"
  rules = <<-RULES
    key_prefix "shop/" {
      policy = "write"
    }
    service_prefix "" {
      policy = "read"
    }
  RULES
}
`,
  },
  {
    id: 'saas/consul-default-allow',
    title: 'A Consul that lets in whoever brings no token',
    category: 'trust',
    severity: 'high',
    peers: [],
    types: /^consul_agent$/,
    values: /^default allow$/,
    message:
      'Whoever reaches this Consul may do what no rule forbids, without a token; set `enabled = true` and `default_policy = "deny"`, and give each agent and service a token',
    what: 'The configuration of a Consul agent with `default_policy = "allow"`.',
    why: 'Whoever reaches the port reads and writes keys, and registers services in the place of others.',
    remedy:
      'Turn access control on, give agents and services their tokens while the default is still `allow`, then set `default_policy = "deny"`.',
    references: ['https://developer.hashicorp.com/consul/docs/reference/agent/configuration-file/acl'],
    whyNoFix: 'Agents and services need tokens first, or they are shut out.',
    file: 'consul/server.hcl',
    bad: `acl {
  enabled        = true
  default_policy = "«allow»"
}
`,
    good: `acl {
  enabled        = true
  default_policy = "deny"
}
`,
  },
  {
    id: 'saas/consul-nomad-management',
    title: 'A token that manages Consul or Nomad',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^(?:consul_acl_(?:token|role|token_policy_attachment)|nomad_acl_token)$/,
    values: /^(?:global-management|management)$/,
    message:
      '`{value}` lets {who} do everything in the cluster, making further tokens included; give a policy with the rules that it needs',
    what: 'A token or a role of Consul with the policy `global-management`, or a token of Nomad of the type `management`.',
    why: 'No rule holds for such a token. It lies in the Terraform state, and whoever plans reads it.',
    remedy: 'Write a policy for what the token is for, and give that.',
    references: ['https://developer.hashicorp.com/consul/docs/secure/acl/policy', 'https://developer.hashicorp.com/nomad/docs/secure/acl'],
    whyNoFix: 'What the token is for is not written here.',
    bad: `resource "nomad_acl_token" "ci" {
  name = "ci"
  type = "«management»"
}
`,
    good: `resource "nomad_acl_token" "ci" {
  name     = "ci"
  type     = "client"
  policies = ["deploy-shop"]
}
`,
  },
  {
    id: 'saas/nomad-every-namespace',
    title: 'A policy of Nomad that writes in every namespace',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    types: /^nomad_acl_policy$/,
    values: /^namespace \* write$/,
    message: 'Whoever holds this policy runs jobs in every namespace, and reads the variables and logs of all; name the namespace',
    what: 'A policy of Nomad with `policy = "write"` for the namespace `*`.',
    why: 'A job runs as whatever its machine and its namespace let it be. One pipeline that is taken over runs its own beside everybody’s.',
    remedy: 'Name the namespace (`namespace "shop"`, `namespace "shop-*"`), and give `submit-job` and `read-job`.',
    references: ['https://developer.hashicorp.com/nomad/docs/other-specifications/acl-policy'],
    whyNoFix: 'Which namespace is meant is not written here.',
    bad: `resource "nomad_acl_policy" "deploy" {
  name      = "deploy"
  rules_hcl = <<-RULES
    «namespace "*"» {
      policy = "write"
    }
  RULES
}
`,
    good: `resource "nomad_acl_policy" "deploy" {
  name      = "deploy"
  rules_hcl = <<-RULES
    namespace "shop" {
      policy = "write"
    }
  RULES
}
`,
  },
  {
    id: 'saas/boundary-everything',
    title: 'A role of Boundary that does everything',
    category: 'wildcard',
    severity: 'high',
    peers: [],
    types: /^boundary_role$/,
    values: /./,
    severityOf: (grant) => (grant.principals.some(({ id }) => /^u_(?:anon|auth)$/.test(textOf(id) ?? '')) ? 'critical' : undefined),
    message: '`{value}` lets {who} do everything to everything in the scope, giving roles included; name the type and the actions',
    what: 'A role of Boundary with the grant `ids=*;type=*;actions=*`.',
    why: 'Whoever holds it connects to every target with its credentials, and makes roles and accounts. For `u_anon` that is anybody.',
    remedy: 'Name what the role is for: `ids=ttcp_…;actions=authorize-session`, `type=target;actions=list,read`.',
    references: ['https://developer.hashicorp.com/boundary/docs/rbac'],
    whyNoFix: 'What the role is for is not written here.',
    bad: `resource "boundary_role" "developers" {
  scope_id      = "p_1234567890"
  principal_ids = ["g_1234567890"]
  grant_strings = ["«ids=*;type=*;actions=*»"]
}
`,
    good: `resource "boundary_role" "developers" {
  scope_id      = "p_1234567890"
  principal_ids = ["g_1234567890"]
  grant_strings = ["ids=*;type=target;actions=list,read,authorize-session"]
}
`,
  },
  {
    id: 'saas/tailnet-everything',
    title: 'A tailnet in which everybody reaches everything',
    category: 'wildcard',
    severity: 'medium',
    peers: [],
    types: /^tailscale_acl$/,
    values: /^\*:\*$/,
    // How a tailnet begins, and only for those who signed in to it, unless strangers are named.
    severityOf: (grant) => (textOf(grant.principals[0]?.id) === 'autogroup:danger-all' ? 'high' : undefined),
    message: '{who}, which is everybody, reaches every port of every machine; name who needs which machines, by groups and tags',
    what: 'A rule of a tailnet that lets everybody (`*`, `autogroup:member`) reach `*:*`, which is how a tailnet begins.',
    why: 'A laptop that is taken over, or a key of a build that leaks, is in the network of production.',
    remedy: 'Give groups the tags that they work on: `"src": ["group:ops"], "dst": ["tag:prod:443"]`.',
    references: [tailnet],
    whyNoFix: 'Who needs what is not written here.',
    file: 'network/policy.hujson',
    bad: `{
  // Everyone.
  "acls": [{ "action": "accept", "src": ["*"], "dst": ["«*:*»"] }],
}
`,
    good: `{
  "acls": [{ "action": "accept", "src": ["group:ops"], "dst": ["tag:prod:443"] }],
}
`,
  },
  {
    id: 'saas/tailnet-root-for-all',
    title: 'Everybody of a tailnet is root on machines of others',
    category: 'admin',
    severity: 'high',
    peers: [],
    types: /^tailscale_acl$/,
    values: /^ssh root$/,
    message: '{who}, which is everybody, logs in as root and is not asked to sign in again; name a group, and let it `check`',
    what: 'A rule of Tailscale SSH that accepts everybody as `root` on machines that are not their own.',
    why: 'One device that is taken over is root on all of these machines. With `check` its owner has to sign in again before.',
    remedy: 'Name a group and a user of the system, and set `"action": "check"`.',
    references: ['https://tailscale.com/docs/features/tailscale-ssh'],
    whyNoFix: 'Who needs root is not written here.',
    file: 'network/policy.hujson',
    bad: `{
  "ssh": [{ "action": "accept", "src": ["autogroup:member"], "dst": ["tag:prod"], "users": ["«root»"] }],
}
`,
    good: `{
  "ssh": [
    { "action": "accept", "src": ["autogroup:member"], "dst": ["autogroup:self"], "users": ["root"] },
    { "action": "check", "src": ["group:ops"], "dst": ["tag:prod"], "users": ["ops"] },
  ],
}
`,
  },
  {
    id: 'saas/tailnet-tag-for-all',
    title: 'A tag of a tailnet that everybody may take',
    category: 'trust',
    severity: 'medium',
    peers: [],
    types: /^tailscale_acl$/,
    values: /^own tag:/,
    message:
      'Everybody may give a device of theirs this tag, and with it what the rules give to the tag; name the group that runs these machines',
    what: 'A tag whose owners are everybody in the tailnet.',
    why: 'Rules for servers name tags. Who may take the tag is who may be the server.',
    remedy: 'Name a group, or the tag of the machine that makes keys: `"tag:prod": ["group:ops"]`.',
    references: ['https://tailscale.com/docs/features/tags'],
    whyNoFix: 'Who runs these machines is not written here.',
    file: 'network/policy.hujson',
    bad: `{
  "tagOwners": { "tag:prod": ["«autogroup:member»"] },
}
`,
    good: `{
  "tagOwners": { "tag:prod": ["group:ops"] },
}
`,
  },
  {
    id: 'saas/tailnet-reusable-key',
    title: 'A key by which any number of machines join a tailnet',
    category: 'long-lived',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^tailscale_tailnet_key$/,
    values: /^reusable key$/,
    message:
      'Whoever has this key adds machines to the network until it ends, and nobody approves them; make a key for each machine, or let machines join by the identity of their platform',
    what: 'A key of Tailscale that is both reusable and preauthorized.',
    why: 'It lies in images, user data and the Terraform state. A copy of it is a place in the network.',
    remedy: 'Set `reusable = false` and a short `expiry`, or use workload identity federation.',
    references: ['https://tailscale.com/docs/features/access-control/auth-keys'],
    whyNoFix: 'How many machines join with it is not written here.',
    bad: `resource "tailscale_tailnet_key" "router" {
  reusable      = «true»
  preauthorized = true
  tags          = ["tag:router"]
}
`,
    good: `resource "tailscale_tailnet_key" "router" {
  reusable      = false
  preauthorized = true
  expiry        = 3600
  tags          = ["tag:router"]
}
`,
  },
  {
    id: 'saas/access-for-everyone',
    title: 'An application behind Cloudflare Access that lets everyone in',
    category: 'trust',
    severity: 'medium',
    peers: [],
    types: /^cloudflare_(?:zero_trust_)?access_policy$/,
    values: /^everyone$/,
    message:
      '`everyone` lets in whoever passes any of the sign-ins that are set up, a code by mail to an address of their own among them; name the groups, or the domain of your addresses',
    what: 'A policy of Cloudflare Access that allows `everyone` and requires nothing beside it.',
    why: 'Signing in then says who somebody is, and not that they belong here. The application behind it is as open as the widest of the sign-ins.',
    remedy: 'Include a group of your identity provider or `email_domain`, or require one beside `everyone`.',
    references: [
      'https://developers.cloudflare.com/cloudflare-one/policies/access/',
      'https://registry.terraform.io/providers/cloudflare/cloudflare/latest/docs/resources/zero_trust_access_policy',
    ],
    whyNoFix: 'Who belongs to the application is not written here.',
    bad: `resource "cloudflare_zero_trust_access_policy" "wiki" {
  account_id = var.account
  name       = "wiki"
  decision   = "allow"
  include    = [{ «everyone» = {} }]
}
`,
    good: `resource "cloudflare_zero_trust_access_policy" "wiki" {
  account_id = var.account
  name       = "wiki"
  decision   = "allow"
  include    = [{ email_domain = { domain = "acme.example" } }]
}
`,
  },
];
