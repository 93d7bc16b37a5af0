// Consul, Nomad, Boundary and Tailscale in their own files, in strings of Terraform and as values.
import { rules } from '../../../rules/saas/rules.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

const file = (path: string, text: string) => ({ file: path, text });
const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('saas/consul-acl-write'), {
  valid: [
    file('consul/policies/shop.hcl', 'service "shop" {\n  policy = "write"\n}\nacl = "read"\n'),
    {
      because: 'rules of Vault are none of Consul',
      ...file('vault/policies/ci.hcl', 'path "auth/token/lookup-self" {\n  capabilities = ["read"]\n}\n'),
    },
    {
      because: 'what a variable puts in is not known',
      ...terraform`
      resource "consul_acl_policy" "ci" {
        name  = "ci"
        rules = "acl = \"\${var.level}\""
      }
    `,
    },
  ],
  invalid: [
    file('consul/policies/ci.hcl', 'acl = "«write»"\noperator = "«write»"\nkeyring = "«write»"\n'),
    terraform`
      resource "consul_acl_policy" "ci" {
        name  = "ci"
        rules = "«acl = \"write\"»"
      }
    `,
  ],
});

ruleTester(rule('saas/consul-every-name'), {
  valid: [file('consul/policies/agent.hcl', 'node_prefix "" {\n  policy = "read"\n}\nkey_prefix "shop/" {\n  policy = "write"\n}\n')],
  invalid: [file('consul/policies/agent.hcl', '«node_prefix ""» {\n  policy = "write"\n}\n«service_prefix ""» {\n  policy = "write"\n}\n')],
});

ruleTester(rule('saas/consul-default-allow'), {
  valid: [file('consul/server.hcl', 'server = true\nacl {\n  enabled        = true\n  default_policy = "deny"\n}\n')],
  invalid: [file('consul/server.hcl', 'server = true\nacl {\n  enabled        = true\n  default_policy = "«allow»"\n}\n')],
});

ruleTester(rule('saas/consul-nomad-management'), {
  valid: [
    terraform`
      resource "consul_acl_token" "shop" {
        description = "shop"
        policies    = [consul_acl_policy.shop.name]
      }
      resource "consul_acl_policy" "shop" {
        name  = "shop"
        rules = "service \"shop\" { policy = \"write\" }"
      }
    `,
  ],
  invalid: [
    terraform`
      resource "consul_acl_token" "ci" {
        description = "ci"
        policies    = ["«global-management»"]
      }
      resource "consul_acl_token_policy_attachment" "ci" {
        token_id = "0d2f"
        policy   = "«global-management»"
      }
    `,
  ],
});

ruleTester(rule('saas/nomad-every-namespace'), {
  valid: [file('nomad/policies/read.hcl', 'namespace "*" {\n  policy = "read"\n}\nnamespace "shop" {\n  policy = "write"\n}\n')],
  invalid: [file('nomad/policies/deploy.hcl', '«namespace "*"» {\n  policy = "write"\n}\n')],
});

ruleTester(rule('saas/boundary-everything'), {
  valid: [
    terraform`
      resource "boundary_role" "sign_in" {
        scope_id      = "global"
        principal_ids = ["u_anon"]
        grant_strings = ["ids=*;type=auth-method;actions=list,authenticate"]
      }
    `,
  ],
  invalid: [
    {
      severity: 'critical',
      ...terraform`
      resource "boundary_role" "everybody" {
        scope_id      = "global"
        principal_ids = ["u_anon"]
        grant_strings = ["«type=*;ids=*;actions=*»"]
      }
    `,
    },
  ],
});

ruleTester(rule('saas/tailnet-everything'), {
  valid: [
    {
      because: 'a posture of the device is asked for',
      ...file(
        'network/policy.hujson',
        '{ "acls": [{ "action": "accept", "src": ["*"], "srcPosture": ["posture:managed"], "dst": ["*:*"] }] }',
      ),
    },
    file('network/policy.hujson', '{ "acls": [{ "action": "accept", "src": ["group:admins"], "dst": ["*:*"] }] }'),
    {
      because: 'everybody may ping everybody',
      ...file('network/policy.hujson', '{ "acls": [{ "action": "accept", "proto": "icmp", "src": ["*"], "dst": ["*:*"] }] }'),
    },
    {
      because: 'a route that is named is not all of the network',
      ...file('network/policy.hujson', '{ "grants": [{ "src": ["*"], "dst": ["*"], "ip": ["*"], "via": ["tag:router"] }] }'),
    },
    {
      because: 'a posture holds for every rule that names none',
      ...file(
        'network/policy.hujson',
        '{ "defaultSrcPosture": ["posture:managed"], "grants": [{ "src": ["*"], "dst": ["*"], "ip": ["*"] }] }',
      ),
    },
    {
      because: 'a rule of a firewall with sources and destinations is no policy of a tailnet',
      ...file('firewall.json', '{ "grants": [{ "src": ["*"], "dst": ["10.0.0.1"], "ip": ["*"] }] }'),
    },
  ],
  invalid: [
    file('network/policy.hujson', '{\n  // Everything.\n  "grants": [{ "src": ["autogroup:member"], "dst": ["«*»"], "ip": ["*"] }],\n}\n'),
    {
      because: 'those outside of the tailnet too',
      severity: 'high',
      ...file('network/policy.hujson', '{ "acls": [{ "action": "accept", "src": ["autogroup:danger-all"], "dst": ["«*:*»"] }] }'),
    },
    terraform`
      resource "tailscale_acl" "main" {
        acl = jsonencode({
          acls = [{ action = "accept", src = ["*"], dst = ["«*:*»"] }]
        })
      }
    `,
  ],
});

ruleTester(rule('saas/tailnet-root-for-all'), {
  valid: [file('policy.hujson', '{ "ssh": [{ "action": "check", "src": ["autogroup:member"], "dst": ["tag:prod"], "users": ["root"] }] }')],
  invalid: [
    file(
      'policy.hujson',
      '{ "ssh": [{ "action": "accept", "src": ["*"], "dst": ["tag:prod"], "users": ["autogroup:nonroot", "«root»"] }] }',
    ),
  ],
});

ruleTester(rule('saas/tailnet-tag-for-all'), {
  valid: [file('policy.hujson', '{ "tagOwners": { "tag:prod": ["autogroup:admin"], "tag:ci": [] } }')],
  invalid: [file('policy.hujson', '{ "tagOwners": { "tag:prod": ["group:ops", "«autogroup:member»"] } }')],
});

ruleTester(rule('saas/tailnet-reusable-key'), {
  valid: [
    {
      because: 'somebody approves each machine',
      ...terraform`
      resource "tailscale_tailnet_key" "laptops" {
        reusable      = true
        preauthorized = false
      }
    `,
    },
  ],
  invalid: [
    terraform`
      resource "tailscale_tailnet_key" "nodes" {
        reusable      = «true»
        ephemeral     = true
        preauthorized = true
      }
    `,
  ],
});

const access = (type: string, body: string, because?: string) => ({
  ...file('infra/main.tf', `resource "${type}" "wiki" {\n  name = "wiki"\n${body}}\n`),
  ...(because ? { because } : {}),
});

ruleTester(rule('saas/access-for-everyone'), {
  valid: [
    access('cloudflare_access_policy', '  decision = "allow"\n  include {\n    email_domain = ["acme.example"]\n  }\n'),
    access('cloudflare_access_policy', '  decision = "allow"\n  include {\n    everyone = false\n  }\n'),
    access(
      'cloudflare_access_policy',
      '  decision = "allow"\n  include {\n    everyone = true\n  }\n  require {\n    group = [var.staff]\n  }\n',
      'one is required beside it',
    ),
    access(
      'cloudflare_zero_trust_access_policy',
      '  decision = "allow"\n  include = [{ everyone = {} }]\n  require = [{ geo = { country_code = "DE" } }]\n',
      'one is required beside it',
    ),
    access('cloudflare_zero_trust_access_policy', '  decision = "bypass"\n  include = [{ everyone = {} }]\n', 'said to be public'),
    access('cloudflare_zero_trust_access_policy', '  decision = "deny"\n  include = [{ everyone = {} }]\n', 'shut out'),
    access('cloudflare_zero_trust_access_policy', '  decision = var.decision\n  include = [{ everyone = {} }]\n', 'not known'),
    access('cloudflare_access_group', '  include {\n    everyone = true\n  }\n', 'a group opens nothing by itself'),
  ],
  invalid: [
    access('cloudflare_access_policy', '  decision = "allow"\n\n  include {\n    «everyone» = true\n  }\n'),
    access('cloudflare_zero_trust_access_policy', '  decision = "allow"\n  include = [{ «everyone» = {} }]\n'),
    file(
      'infra/main.ts',
      `import * as cloudflare from '@pulumi/cloudflare';
new cloudflare.ZeroTrustAccessPolicy('wiki', { decision: 'allow', includes: [{ «everyone»: {} }] });
`,
    ),
  ],
});
