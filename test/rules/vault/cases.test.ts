// Cases of the rules about Vault: their own examples, what stands just past the border of each, and what every
// suggestion makes of them.
import { rules } from '../../../rules/vault/rules.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;

ruleTester(rule('vault/path-everything'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "secret/data/app/*" {
  capabilities = ["read"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'reads only',
      text: `path "*" {
  capabilities = ["read", "list"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'denied',
      text: `path "*" {
  capabilities = ["deny"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'critical',
      message: `\`*\` covers every path of Vault and this policy writes to it: secrets, policies, auth metho`,
      text: `path "«*»" {
  capabilities = ["create", "read", "update", "delete", "list", "sudo"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform, in a heredoc',
      severity: 'critical',
      message: `\`*\` covers every path of Vault and this policy writes to it: secrets, policies, auth metho`,
      text: `resource "vault_policy" "admin" {
  name   = "admin"
  policy = <<EOT
path "«*»" {
  capabilities = ["create", "update"]
}
EOT
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'in Terraform, by the data source',
      severity: 'critical',
      message: `\`+/*\` covers every path of Vault and this policy writes to it: secrets, policies, auth met`,
      text: `data "vault_policy_document" "admin" {
  rule {
    path         = "«+/*»"
    capabilities = ["update"]
  }
}

resource "vault_policy" "admin" {
  name   = "admin"
  policy = data.vault_policy_document.admin.hcl
}
`,
    },
    {
      file: 'vault/policies/app.json',
      because: 'in JSON',
      severity: 'critical',
      message: `\`*\` covers every path of Vault and this policy writes to it: secrets, policies, auth metho`,
      text: `{"path": {"«*»": {"capabilities": ["sudo", "update"]}}}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'in the old words',
      severity: 'critical',
      message: `\`*\` covers every path of Vault and this policy writes to it: secrets, policies, auth metho`,
      text: `path "«*»" {
  policy = "write"
}
`,
    },
  ],
});

ruleTester(rule('vault/sys-write'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "sys/leases/renew" {
  capabilities = ["update"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'reads policies',
      text: `path "sys/policies/acl/*" {
  capabilities = ["read", "list"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'tunes one mount',
      text: `path "sys/mounts/kv/tune" {
  capabilities = ["update"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'critical',
      message: `\`sys/policies/acl/*\` lets the holder change policies, auth methods or mounts, and so give `,
      text: `path "«sys/policies/acl/*»" {
  capabilities = ["create", "update"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'all of it',
      severity: 'critical',
      message: `\`sys/*\` lets the holder change policies, auth methods or mounts, and so give itself anythi`,
      text: `path "«sys/*»" {
  capabilities = ["update"]
}
`,
    },
  ],
});

ruleTester(rule('vault/auth-write'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'a child token has no more than its parent',
      text: 'path "auth/token/create" {\n  capabilities = ["update"]\n}\n',
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "auth/token/create/deploy" {
  capabilities = ["update"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'logs in',
      text: `path "auth/approle/login" {
  capabilities = ["create"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'renews itself',
      text: `path "auth/token/renew-self" {
  capabilities = ["update"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'critical',
      message: `\`auth/*\` lets the holder make roles and tokens of auth methods, with policies that it does`,
      text: `path "«auth/*»" {
  capabilities = ["create", "update", "read"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'any token, with any policy',
      severity: 'critical',
      message: `\`auth/token/create\` lets the holder make roles and tokens of auth methods, with policies t`,
      text: `path "«auth/token/create»" {
  capabilities = ["update", "sudo"]
}
`,
    },
    { file: 'vault/policies/app.hcl', because: 'any token role', text: 'path "«auth/token/create/*»" {\n  capabilities = ["update"]\n}\n' },
  ],
});

ruleTester(rule('vault/identity-write'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "identity/entity/name/app" {
  capabilities = ["read"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'high',
      message: `\`identity/*\` lets the holder give policies to entities and groups, its own among them; nam`,
      text: `path "«identity/*»" {
  capabilities = ["create", "update"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'entities',
      severity: 'high',
      message: `\`identity/entity/id/*\` lets the holder give policies to entities and groups, its own among`,
      text: `path "«identity/entity/id/*»" {
  capabilities = ["update"]
}
`,
    },
  ],
});

ruleTester(rule('vault/capability-sudo'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "sys/seal" {
  capabilities = ["update", "sudo"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'asked for by Vault',
      text: `path "auth/token/accessors/" {
  capabilities = ["sudo", "list"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'high',
      message: `\`sudo\` on \`secret/data/app/*\` opens paths that Vault keeps for root; none of those it asks`,
      text: `path "secret/data/app/*" {
  capabilities = ["read", "«sudo»"]
}
`,
      suggestions: [
        // Remove sudo
        `path "secret/data/app/*" {
  capabilities = ["read"]
}
`,
      ],
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'among others, one a line',
      severity: 'high',
      message: `\`sudo\` on \`kv/data/app\` opens paths that Vault keeps for root; none of those it asks sudo `,
      text: `path "kv/data/app" {
  capabilities = [
    "read",
    "«sudo»", # copied
  ]
}
`,
      suggestions: [
        // Remove sudo
        `path "kv/data/app" {
  capabilities = [
    "read",
  ]
}
`,
      ],
    },
  ],
});

ruleTester(rule('vault/secrets-everything'), {
  valid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the remedy',
      text: `path "secret/data/{{identity.entity.name}}/*" {
  capabilities = ["read"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'of one application',
      text: `path "kv/data/app/*" {
  capabilities = ["read"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a mount that is not known',
      text: `variable "mount" {}

resource "vault_policy" "p" {
  name   = "p"
  policy = <<EOT
path "\${var.mount}/*" {
  capabilities = ["read"]
}
EOT
}
`,
    },
  ],
  invalid: [
    {
      file: 'vault/policies/app.hcl',
      because: 'the example',
      severity: 'high',
      message: `\`secret/data/*\` reads every secret below it, those of other applications too; name the pref`,
      text: `path "«secret/data/*»" {
  capabilities = ["read"]
}
`,
    },
    {
      file: 'vault/policies/app.hcl',
      because: 'every mount',
      severity: 'high',
      message: `\`+/data/*\` reads every secret below it, those of other applications too; name the prefix of`,
      text: `path "«+/data/*»" {
  capabilities = ["read"]
}
`,
    },
  ],
});

ruleTester(rule('vault/jwt-role-unbound'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_jwt_auth_backend_role" "ci" {
  role_name       = "ci"
  role_type       = "jwt"
  user_claim      = "actor"
  bound_audiences = ["https://github.com/acme"]
  bound_claims = {
    repository_id = "123456"
  }
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a subject',
      text: `resource "vault_jwt_auth_backend_role" "x" {
  role_name     = "x"
  user_claim    = "sub"
  bound_subject = "repo:acme/app:ref:refs/heads/main"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'claims that are not known',
      text: `variable "claims" {}

resource "vault_jwt_auth_backend_role" "x" {
  role_name    = "x"
  user_claim   = "sub"
  bound_claims = var.claims
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `Nothing binds this role to one caller: every token that the issuer signs may log in as it;`,
      text: `«resource "vault_jwt_auth_backend_role" "ci"» {
  role_name       = "ci"
  role_type       = "jwt"
  user_claim      = "actor"
  bound_audiences = ["https://github.com/acme"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a claim that matches everything',
      severity: 'critical',
      message: `Nothing binds this role to one caller (\`sub\` matches everything): every token that the iss`,
      text: `resource "vault_jwt_auth_backend_role" "x" {
  role_name         = "x"
  user_claim        = "sub"
  bound_claims_type = "glob"
  bound_claims = {
    sub = "«*»"
  }
}
`,
    },
  ],
});

ruleTester(rule('vault/kubernetes-role-star'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_kubernetes_auth_backend_role" "app" {
  role_name                        = "app"
  bound_service_account_names      = ["app"]
  bound_service_account_namespaces = ["shop"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `\`*\` in names and namespaces: every service account of the cluster may log in as this role;`,
      text: `resource "vault_kubernetes_auth_backend_role" "app" {
  role_name                        = "app"
  bound_service_account_names      = ["«*»"]
  bound_service_account_namespaces = ["*"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'only the names',
      severity: 'high',
      message: `\`*\` in the names: every service account of the namespace may log in as this role; name the`,
      text: `resource "vault_kubernetes_auth_backend_role" "x" {
  role_name                        = "x"
  bound_service_account_names      = ["«*»"]
  bound_service_account_namespaces = ["shop"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'only the namespaces',
      severity: 'high',
      message: `\`*\` in the namespaces: an account of this name in every namespace may log in as this role;`,
      text: `resource "vault_kubernetes_auth_backend_role" "x" {
  role_name                        = "x"
  bound_service_account_names      = ["app"]
  bound_service_account_namespaces = ["«*»"]
}
`,
    },
  ],
});

ruleTester(rule('vault/aws-role-star'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_aws_auth_backend_role" "app" {
  role                     = "app"
  bound_iam_principal_arns = ["arn:aws:iam::111122223333:role/app"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a prefix of a name',
      text: `resource "vault_aws_auth_backend_role" "x" {
  role                     = "x"
  bound_iam_principal_arns = ["arn:aws:iam::111122223333:role/app-*"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`arn:aws:iam::111122223333:role/*\` lets every principal of the account log in as this role`,
      text: `resource "vault_aws_auth_backend_role" "app" {
  role                     = "app"
  bound_iam_principal_arns = ["«arn:aws:iam::111122223333:role/*»"]
}
`,
    },
  ],
});

ruleTester(rule('vault/cloud-role-unbound'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_azure_auth_backend_role" "app" {
  role                        = "app"
  bound_service_principal_ids = ["00000000-0000-0000-0000-000000000001"]
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'a project',
      text: `resource "vault_gcp_auth_backend_role" "x" {
  role           = "x"
  type           = "iam"
  bound_projects = ["p"]
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Nothing binds this role to a project, subscription or identity: every one that may log in `,
      text: `«resource "vault_azure_auth_backend_role" "app"» {
  role = "app"
}
`,
    },
  ],
});

ruleTester(rule('vault/ssh-role-any-user'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_ssh_secret_backend_role" "ops" {
  name          = "ops"
  key_type      = "ca"
  allowed_users = "deploy"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `\`*\` signs keys for every user name, root among them; name the users`,
      text: `resource "vault_ssh_secret_backend_role" "ops" {
  name          = "ops"
  key_type      = "ca"
  allowed_users = "«*»"
}
`,
    },
  ],
});

ruleTester(rule('vault/token-no-ttl'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_token" "ci" {
  policies         = ["ci"]
  explicit_max_ttl = "24h"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `This token has no maximum life of its own and can be renewed for good; give it one`,
      text: `«resource "vault_token" "ci"» {
  policies = ["ci"]
}
`,
      suggestions: [
        // End it after a day
        `resource "vault_token" "ci" {
  policies = ["ci"]
  explicit_max_ttl = "24h"
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a token role',
      severity: 'high',
      message: `This token has no maximum life of its own and can be renewed for good; give it one`,
      text: `resource "vault_token_auth_backend_role" "x" {
  role_name              = "x"
  «token_explicit_max_ttl = 0»
}
`,
      suggestions: [
        // End its tokens after a day
        `resource "vault_token_auth_backend_role" "x" {
  role_name              = "x"
  token_explicit_max_ttl = 86400
}
`,
      ],
    },
  ],
});

ruleTester(rule('vault/approle-secret-id-endless'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_approle_auth_backend_role" "app" {
  role_name          = "app"
  secret_id_ttl      = 3600
  secret_id_num_uses = 1
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'handed out wrapped',
      text: `resource "vault_approle_auth_backend_role_secret_id" "x" {
  role_name    = "x"
  wrapping_ttl = "5m"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Secret ids of this role never end; give them a time to live, and a number of uses`,
      text: `«resource "vault_approle_auth_backend_role" "app"» {
  role_name = "app"
}
`,
      suggestions: [
        // End secret ids after an hour
        `resource "vault_approle_auth_backend_role" "app" {
  role_name = "app"
  secret_id_ttl = 3600
}
`,
      ],
    },
    {
      file: 'infra/main.tf',
      because: 'a secret id of its own',
      severity: 'high',
      message: `Secret ids of this role never end; give them a time to live, and a number of uses`,
      text: `«resource "vault_approle_auth_backend_role_secret_id" "x"» {
  role_name = "x"
}
`,
      suggestions: [
        // End it after an hour
        `resource "vault_approle_auth_backend_role_secret_id" "x" {
  role_name = "x"
  ttl       = "1h"
}
`,
      ],
    },
  ],
});

ruleTester(rule('vault/approle-no-secret-id'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = true
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `This role asks for no secret id: whoever knows its role id, which is no secret, is in; bin`,
      text: `resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = «false»
}
`,
      suggestions: [
        // Ask for a secret id
        `resource "vault_approle_auth_backend_role" "app" {
  role_name      = "app"
  secret_id_ttl  = 3600
  bind_secret_id = true
}
`,
      ],
    },
  ],
});

ruleTester(rule('vault/static-cloud-key'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `resource "vault_aws_secret_backend" "aws" {
  identity_token_audience = "vault.acme.example"
  role_arn                = "arn:aws:iam::111122223333:role/vault"
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'high',
      message: `Vault signs in to the cloud with a key that lives until it is deleted; use an identity of `,
      text: `variable "key" {
  type = string
}

resource "vault_aws_secret_backend" "aws" {
  access_key   = var.key
  «secret_key» = var.key
}
`,
    },
  ],
});

ruleTester(rule('vault/provider-token'), {
  valid: [
    {
      file: 'infra/main.tf',
      because: 'the remedy',
      text: `provider "vault" {
  address = "https://vault.acme.example"
}
`,
    },
    {
      file: 'infra/main.tf',
      because: 'from outside',
      text: `variable "token" {
  type = string
}

provider "vault" {
  token = var.token
}
`,
    },
  ],
  invalid: [
    {
      file: 'infra/main.tf',
      because: 'the example',
      severity: 'critical',
      message: `The provider signs in with a token that is written here; use \`auth_login\``,
      text: `provider "vault" {
  address = "https://vault.acme.example"
  «token» = "written-down"
}
`,
    },
  ],
});
