// Keys of Google Cloud that live until somebody deletes them, and what to use instead.
import { removeBlock, setAttribute } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { keptIn } from '../../server/engine/facts/kept-in.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule } from '../../server/engine/rule.ts';
import { metaOfRow, type RuleRow } from '../../server/engine/rule-row.ts';

interface KeyRule extends RuleRow {
  readonly id: string;
  readonly peers: readonly string[];
  readonly kinds: readonly Credential['kind'][];
  readonly matches?: (credential: Credential) => boolean;
  readonly severityOf?: (credential: Credential) => Severity | undefined;
  readonly message: string;
  readonly references: readonly string[];
  /** What the message says of this one, where it says `{what}`. */
  readonly whatOf?: (credential: Credential) => string;
  readonly suggest?: (credential: Credential) => readonly FixMaker[];
}

const federation = 'https://cloud.google.com/iam/docs/workload-identity-federation';

function withoutResource(credential: Credential): FixMaker[] {
  const { carrier } = credential;
  if (carrier.dialect !== 'terraform' || carrier.address.includes('[')) return [];
  // A module makes more than the key: the flag that asks for it is what goes.
  if (carrier.kind.startsWith('module'))
    return [editing('Make no key', carrier.block.uri, (document) => [setAttribute(carrier.block, 'generate_keys', false, document)])];
  return [editing(`Remove ${carrier.address}`, carrier.block.uri, (document) => [removeBlock(carrier.block, document)])];
}

const keyRuleTable: readonly KeyRule[] = [
  {
    id: 'gcp/service-account-key',
    title: 'A service account key',
    severity: 'high',
    peers: ['CKV2_GCP_3'],
    kinds: ['sa-key'],
    severityOf: (credential) => (credential.rotation ? 'medium' : undefined),
    message:
      'This makes a key of a service account, which lives until it is deleted and lies in {where}; let the workload sign in by federation instead',
    what: 'A key of a service account, made in code.',
    why: 'The key is the account, wherever it is copied to. It is valid for years, it stands in the Terraform state in plain text, and nothing says when it is used by somebody else.',
    remedy: 'Use workload identity federation for what runs outside Google Cloud, and the attached service account for what runs inside.',
    references: [federation, 'https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys'],
    bad: `«resource "google_service_account_key" "ci"» {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
}
`,
    good: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/attribute.repository/acme/app"
}
`,
    suggest: withoutResource,
  },
  {
    id: 'gcp/ssh-keys-in-metadata',
    title: 'SSH keys in metadata',
    severity: 'medium',
    peers: ['CKV_GCP_32', 'CKV_GCP_33', 'CKV_GCP_34', 'GCP-0030', 'GCP-0036', 'GCP-0042'],
    kinds: ['ssh-key'],
    message: '{what}: such keys have no end and no owner, and nobody takes them back when people go; turn OS Login on, and give roles',
    what: 'SSH keys in the metadata of a project or of a machine, or OS Login turned off there.',
    why: 'A key in metadata opens machines, with root, to whoever has its other half. It does not follow the account of the person, and IAM knows nothing of it.',
    remedy: 'Set `enable-oslogin = "TRUE"` for the project, take `ssh-keys` out, and give `roles/compute.osLogin` to groups.',
    references: ['https://cloud.google.com/compute/docs/oslogin', 'https://cloud.google.com/compute/docs/connect/restrict-ssh-keys'],
    bad: `resource "google_compute_project_metadata" "main" {
  metadata = {
    ssh-keys = «var.keys»
  }
}
`,
    good: `resource "google_compute_project_metadata" "main" {
  metadata = {
    enable-oslogin = "TRUE"
  }
}
`,
    whyNoFix: 'Who comes in by these keys has to be given a role first.',
    whatOf: (credential) =>
      textOf(credential.rotation) === 'os-login-off'
        ? 'This turns OS Login off, so that keys from metadata count again'
        : textOf(credential.rotation) === 'project-keys'
          ? 'This lets the SSH keys of the whole project into the machine'
          : 'This lets machines be entered with SSH keys from metadata',
  },
  {
    id: 'gcp/cluster-basic-authentication',
    title: 'A cluster with a user name and a password',
    severity: 'high',
    peers: ['CKV_GCP_19', 'GCP-0049'],
    kinds: ['login-password'],
    message:
      'This user is an administrator of the cluster by a password that lies in {where} and has no end; take `username` and `password` out',
    what: 'A GKE cluster with basic authentication.',
    why: 'The password is shared, opens everything in the cluster from wherever the API server is reached, and IAM knows nothing of it. Kubernetes 1.19 and later have no such login.',
    remedy: 'Leave `username` and `password` out, and let `gcloud container clusters get-credentials` use IAM.',
    references: ['https://cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication#legacy-auth'],
    bad: `resource "google_container_cluster" "main" {
  name             = "main"
  enable_autopilot = true

  master_auth {
    username = "«admin»"
    password = var.password
  }
}
`,
    good: `resource "google_container_cluster" "main" {
  name             = "main"
  enable_autopilot = true

  master_auth {
    username = ""
    password = ""
  }
}
`,
    whyNoFix: 'Whoever logs in with the password has to be given a role first.',
  },
  {
    id: 'gcp/hmac-key',
    title: 'An HMAC key for Cloud Storage',
    severity: 'medium',
    peers: [],
    kinds: ['access-key'],
    message:
      'This makes an HMAC key, which signs requests to Cloud Storage until it is deleted; use the JSON API with short-lived tokens where the client can',
    what: 'An HMAC key of a service account for the S3-compatible interface of Cloud Storage.',
    why: 'HMAC keys do not expire, and the secret stands in the Terraform state.',
    remedy: 'Use the client libraries with workload identity. Where a tool only speaks S3, keep the key in Secret Manager and rotate it.',
    references: ['https://cloud.google.com/storage/docs/authentication/hmackeys'],
    bad: `«resource "google_storage_hmac_key" "sync"» {
  service_account_email = "sync@acme-prod.iam.gserviceaccount.com"
}
`,
    good: `resource "google_storage_bucket_iam_member" "sync" {
  bucket = "acme-sync"
  role   = "roles/storage.objectUser"
  member = "serviceAccount:sync@acme-prod.iam.gserviceaccount.com"
}
`,
    suggest: withoutResource,
  },
  {
    id: 'gcp/api-key-unrestricted',
    title: 'An API key without restrictions',
    severity: 'high',
    peers: [],
    kinds: ['token'],
    matches: (credential) => credential.rotation === undefined,
    message:
      'This API key may be used from anywhere for every API that the project has enabled; restrict it to the APIs and the applications that use it',
    what: 'An API key without restrictions on APIs or applications.',
    why: 'API keys travel in URLs and in front-end code. Without restrictions a copied key works for every enabled API, at your cost.',
    remedy: 'Add `restrictions` with `api_targets`, and the application that uses the key.',
    references: ['https://cloud.google.com/docs/authentication/api-keys#securing'],
    bad: `«resource "google_apikeys_key" "maps"» {
  name = "maps"
}
`,
    good: `resource "google_apikeys_key" "maps" {
  name = "maps"

  restrictions {
    api_targets {
      service = "maps-backend.googleapis.com"
    }
  }
}
`,
    whyNoFix: 'Only its owner knows which APIs the key is for.',
  },
  {
    id: 'gcp/cluster-client-certificate',
    title: 'A client certificate of a cluster',
    severity: 'medium',
    peers: ['CKV_GCP_13'],
    kinds: ['certificate'],
    message: 'The cluster issues a client certificate, which cannot be revoked and stands in {where}; sign in with Google accounts',
    what: '`issue_client_certificate = true` on a GKE cluster.',
    why: 'The certificate is a second way in, beside IAM: it is not logged as a person, cannot be revoked, and outlives everybody who had it.',
    remedy: 'Turn it off and let `gcloud container clusters get-credentials` use IAM.',
    references: ['https://cloud.google.com/kubernetes-engine/docs/how-to/api-server-authentication'],
    bad: `resource "google_container_cluster" "main" {
  name = "main"

  master_auth {
    client_certificate_config {
      issue_client_certificate = «true»
    }
  }
}
`,
    good: `resource "google_container_cluster" "main" {
  name = "main"

  master_auth {
    client_certificate_config {
      issue_client_certificate = false
    }
  }
}
`,
    // In a command the flag is the value.
    suggest: (credential) =>
      credential.carrier.dialect === 'script'
        ? []
        : [
            editing('Turn the client certificate off', credential.at.uri, (document) =>
              document.text.slice(...credential.at.span) === 'true'
                ? [{ uri: credential.at.uri, span: credential.at.span, text: 'false' }]
                : [undefined],
            ),
          ],
  },
  {
    id: 'gcp/database-password-user',
    title: 'A database user with a password',
    severity: 'medium',
    peers: ['CKV2_GCP_7'],
    kinds: ['db-password'],
    message: 'This database user signs in with a password that stands in {where} and does not expire; use IAM database authentication',
    what: 'A Cloud SQL user with a built-in password.',
    why: 'The password is shared by every copy of the application and by everybody who can read the state.',
    remedy: 'Make the user `CLOUD_IAM_SERVICE_ACCOUNT` and let the Cloud SQL connector sign in with the service account.',
    references: ['https://cloud.google.com/sql/docs/postgres/iam-authentication'],
    bad: `variable "password" {
  type = string
}

«resource "google_sql_user" "app"» {
  name     = "app"
  instance = "main"
  password = var.password
}
`,
    good: `resource "google_sql_user" "app" {
  name     = "app@acme-prod.iam"
  instance = "main"
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
`,
    suggest: (credential) =>
      ['kubernetes', 'helm', 'kustomize'].includes(credential.carrier.dialect)
        ? []
        : [
            editing('Sign in with IAM', credential.carrier.block.uri, (document) => [
              setAttribute(credential.carrier.block, 'type', 'CLOUD_IAM_SERVICE_ACCOUNT', document),
            ]),
          ],
  },
  {
    id: 'gcp/provider-credentials',
    title: 'A service account key in a provider block',
    severity: 'high',
    peers: [],
    kinds: ['static-provider'],
    message:
      'The provider signs in with a service account key that is written here or in a file beside it; use impersonation or workload identity federation',
    what: 'A `google` provider with `credentials` from a file or a literal.',
    why: 'Terraform needs wide rights, so this key is the widest one there is, and everybody who runs the code has it.',
    remedy:
      'Leave `credentials` out and sign in with `gcloud auth application-default login` or federation; set `impersonate_service_account`.',
    references: ['https://registry.terraform.io/providers/hashicorp/google/latest/docs/guides/provider_reference', federation],
    bad: `provider "google" {
  project       = "acme-prod"
  «credentials» = "keys/terraform.json"
}
`,
    good: `provider "google" {
  project                     = "acme-prod"
  impersonate_service_account = "terraform@acme-prod.iam.gserviceaccount.com"
}
`,
    whyNoFix: 'Which account to impersonate is for its owner to say.',
  },
];

export const keyRules: readonly Rule[] = keyRuleTable.map((entry) =>
  defineRule({
    id: entry.id,
    meta: metaOfRow(entry, {
      category: 'long-lived',
      frameworks: ['NHI7:2025', 'PR.AA-01'],
      fix: entry.suggest ? 'suggestion' : 'none',
      messages: { key: entry.message },
      file: 'infra/main.tf',
    }),
    on: {
      credential(credential, context) {
        if (
          credential.platform !== 'gcp' ||
          !entry.kinds.includes(credential.kind) ||
          credential.enabled === 'no' ||
          !(entry.matches?.(credential) ?? true)
        )
          return;
        context.report({
          at: credential.at,
          message: 'key',
          anchor: credential.anchor,
          severity: entry.severityOf?.(credential),
          data: { what: entry.whatOf?.(credential) ?? '', where: keptIn(credential.carrier) },
          suggestions: entry.suggest?.(credential),
        });
      },
    },
  }),
);
