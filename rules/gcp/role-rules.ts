// Roles of Google Cloud that lead to more privilege, on a project or more, by what they can do.
import type { RoleFacts } from '../../server/engine/catalog/roles.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { bindingRule, impersonation, memberExample, type BindingRule, type Hit } from './binding-rule.ts';
import { askedFor, endingGrant, isGoogleManaged, isWide, narrowRole } from './bindings.ts';

const principles = [
  'https://cloud.google.com/iam/docs/using-iam-securely',
  'https://cloud.google.com/iam/docs/best-practices-service-accounts',
];
const basic = new Set(['roles/owner', 'roles/editor', 'roles/viewer', 'roles/admin', 'roles/writer', 'roles/reader']);

/** A binding over a project or more of a role that is no basic one, and that does not end soon by itself. */
function standing(grant: Grant, role: string, stands: boolean): boolean {
  return stands && isWide(grant) && !basic.has(role) && !grant.principals.every(isGoogleManaged);
}

function onRole(grant: Grant, narrower?: string, severity?: Severity, data?: Hit['data']): readonly Hit[] {
  const role = grant.entitlement!;
  const narrow = narrower === undefined ? [] : narrowRole(role, narrower, `Narrow to ${narrower}`);
  return [{ at: role, severity, data, suggestions: [...askedFor(grant), ...(role.via.length === 0 ? endingGrant(grant) : []), ...narrow] }];
}

const readsSecrets = (facts: RoleFacts | undefined): boolean => facts?.class === 'data-admin';
const decrypts = (role: string): boolean =>
  /^roles\/cloudkms\.(?:cryptoKeyDecrypter|cryptoKeyEncrypterDecrypter|cryptoOperator|admin)$/.test(role);
const readsEverything = (role: string, facts: RoleFacts | undefined): boolean => readsSecrets(facts) || decrypts(role);

const roleRuleTable: readonly BindingRule[] = [
  {
    id: 'gcp/impersonation-role',
    title: 'The right to become every service account of a project',
    category: 'admin',
    severity: 'critical',
    peers: ['CKV_GCP_41', 'CKV_GCP_44', 'CKV_GCP_45', 'CKV_GCP_49', 'GCP-0005', 'GCP-0009', 'GCP-0011'],
    message: '`{role}` on {scope} lets {members} {verbs} every service account in it; give it on the one service account that is meant',
    what: 'A role on a project or more that mints tokens of, signs as, makes keys of, or runs code as service accounts.',
    why: 'Given on a project, the role holds for every service account in it, those with more rights than the holder among them. This is the usual way from a small role to the owner of a project.',
    remedy:
      'Give the role on the service account: `google_service_account_iam_member`. Roles that carry the permission among hundreds of others are better replaced by the ones that are needed.',
    references: [
      'https://cloud.google.com/iam/docs/service-account-permissions',
      'https://cloud.google.com/iam/docs/best-practices-service-accounts#project-folder-grants',
    ],
    bad: memberExample('roles/iam.serviceAccountTokenCreator', 'serviceAccount:ci@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/deploy@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "serviceAccount:ci@acme-prod.iam.gserviceaccount.com"
}
`,
    find(grant, role, facts, stands) {
      if (!facts || !standing(grant, role, stands) || facts.class === 'admin') return [];
      const found = impersonation.filter(([flag]) => facts.flags.includes(flag));
      if (found.length === 0) return [];
      const verbs = found.map(([, words]) => words);
      return onRole(grant, undefined, found.some(([, , severity]) => severity === 'critical') ? 'critical' : 'high', {
        verbs: verbs.length > 1 ? `${verbs.slice(0, -1).join(', ')} and ${verbs.at(-1)}` : verbs[0]!,
      });
    },
  },
  {
    id: 'gcp/set-iam-policy-role',
    title: 'The right to give roles on a project, folder or organization',
    category: 'admin',
    severity: 'critical',
    peers: ['CKV_GCP_42', 'CKV_GCP_45'],
    message:
      '`{role}` on {scope} lets {members} give any role to anyone, itself among them; limit by a condition which roles may be given, or make it an entitlement',
    what: 'A role on a project or more that sets allow policies, without a condition on which roles may be given.',
    why: 'Whoever sets the policy of a project gives itself whatever it lacks. The role is owner by another name.',
    remedy:
      'Add a condition with `api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly([…])` that names the roles that may be given.',
    references: ['https://cloud.google.com/iam/docs/setting-limits-on-granting-roles'],
    bad: memberExample('roles/resourcemanager.projectIamAdmin', 'group:platform@acme.example', 'role'),
    good: `resource "google_project_iam_member" "app" {
  project = "acme-prod"
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = "group:platform@acme.example"

  condition {
    title      = "only log readers"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['roles/logging.viewer'])"
  }
}
`,
    find(grant, role, facts, stands) {
      if (
        facts?.class !== 'admin' ||
        !standing(grant, role, stands) ||
        grant.conditions.some((condition) => condition.limits === 'resource' || condition.limits === 'other')
      )
        return [];
      return onRole(grant, 'roles/iam.securityReviewer');
    },
  },
  {
    id: 'gcp/policy-admin-role',
    title: 'The right to change organization policies, custom roles or identity pools',
    category: 'admin',
    severity: 'high',
    peers: [],
    message: '`{role}` on {scope} lets {members} {verbs}; make it an entitlement that is asked for',
    what: 'A role on a project or more that changes organization policies, custom roles or workload identity providers.',
    why: 'These change the rules by which others are held: a relaxed organization policy, one more permission in a role that many have, one more issuer that may sign in.',
    remedy: 'Give it to the pipeline that owns these settings, or let a group ask for it through Privileged Access Manager.',
    references: principles,
    bad: memberExample('roles/orgpolicy.policyAdmin', 'group:platform@acme.example', 'role', 'organization'),
    good: memberExample('roles/orgpolicy.policyViewer', 'group:platform@acme.example', 'role', 'organization'),
    find(grant, role, facts, stands) {
      if (!facts || !standing(grant, role, stands) || facts.class === 'admin') return [];
      const words = [
        ['updates-org-policy', 'change organization policies'],
        ['updates-custom-roles', 'add permissions to custom roles'],
        ['creates-wif-providers', 'let further issuers sign in'],
      ].filter(([flag]) => facts.flags.includes(flag!));
      if (words.length === 0 || impersonation.some(([flag]) => facts.flags.includes(flag))) return [];
      return onRole(grant, undefined, undefined, { verbs: words.map(([, verb]) => verb).join(' and ') });
    },
  },
  {
    id: 'gcp/service-agent-role',
    whyNoFix: 'Which predefined roles take its place depends on what the member does.',
    title: "A service agent's role for somebody else",
    category: 'admin',
    severity: 'high',
    peers: ['CKV_GCP_49'],
    frameworks: ['NHI9:2025', 'NHI5:2025'],
    message: '`{role}` is meant for an agent that Google runs, and is given to {members}; give the predefined roles that are needed',
    what: 'A role whose name ends in `serviceAgent`, bound to a member that is no agent of Google.',
    why: 'Service-agent roles hold powerful permissions and change without notice. Google says not to give them to any principal but the agent.',
    remedy: 'Give the predefined roles of the services that are used.',
    references: ['https://cloud.google.com/iam/docs/service-agents'],
    bad: memberExample('roles/run.serviceAgent', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: memberExample(
      'roles/run.serviceAgent',
      'serviceAccount:service-123456789012@serverless-robot-prod.iam.gserviceaccount.com',
      'role',
    ),
    find(grant, role) {
      const others = grant.principals.some(
        (principal) =>
          principal.id.kind === 'scalar' && !isGoogleManaged(principal) && !/^serviceAccount:service-\d+@/.test(patternOf(principal.id)),
      );
      if (!/\.serviceAgent$/i.test(role) || !others) return [];
      return [{ at: grant.entitlement!, suggestions: [] }];
    },
  },
  {
    id: 'gcp/service-account-admin-role',
    title: 'A service account that administers a service of the whole project',
    category: 'admin',
    severity: 'high',
    profile: 'strict',
    peers: ['CKV_GCP_42', 'GCP-0007'],
    message:
      '`{role}` on {scope} makes {members} administrator of every resource of the service; give a smaller role, or this one on the resources that are meant',
    what: 'A service account, or a workload that signs in by federation, with a role ending in `admin` or `owner` on a project or more.',
    why: 'A job needs to use a bucket, not to administer all of them. With its key or token, so does whoever takes it.',
    remedy: 'Give the role on the resource (`google_storage_bucket_iam_member`), or a role that uses without administering.',
    references: principles,
    bad: memberExample('roles/storage.admin', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_storage_bucket_iam_member" "app" {
  bucket = "acme-uploads"
  role   = "roles/storage.objectUser"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find(grant, role, facts, stands) {
      if (
        !/^roles\/\S*(?:admin|owner)$/i.test(role) ||
        !standing(grant, role, stands) ||
        facts?.class === 'admin' ||
        // That every secret or key is read says more than who administers them.
        readsEverything(role, facts) ||
        impersonation.some(([flag]) => facts?.flags.includes(flag))
      )
        return [];
      const isWorkload = (principal: Principal): boolean =>
        principal.kind === 'federated' || (principal.kind === 'serviceAccount' && !isGoogleManaged(principal));
      return grant.principals.some(isWorkload) ? onRole(grant) : [];
    },
  },
  {
    id: 'gcp/secret-accessor-project',
    title: 'Every secret of a project for one reader',
    category: 'admin',
    severity: 'high',
    peers: [],
    message: '`{role}` on {scope} lets {members} read every secret in it, those added later too; give it on the secrets that are needed',
    what: 'A role that reads secret versions, on a project or more.',
    why: 'On the project, one reader of one password reads all of them.',
    remedy: 'Give the role on the secret: `google_secret_manager_secret_iam_member`.',
    references: ['https://cloud.google.com/secret-manager/docs/access-control'],
    bad: memberExample('roles/secretmanager.secretAccessor', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_secret_manager_secret_iam_member" "app" {
  secret_id = "db-password"
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find: (grant, role, facts, stands) =>
      readsSecrets(facts) && standing(grant, role, stands) && grant.conditions.every((condition) => condition.limits !== 'resource')
        ? onRole(grant, 'roles/secretmanager.viewer')
        : [],
  },
  {
    id: 'gcp/kms-decrypter-project',
    title: 'Every key of a project for one reader',
    category: 'admin',
    severity: 'medium',
    peers: [],
    message: '`{role}` on {scope} lets {members} decrypt with every key in it; give it on the key that is meant',
    what: 'A role that decrypts with, or administers, Cloud KMS keys on a project or more.',
    why: 'Separate keys keep data apart only as long as nobody holds them all.',
    remedy: 'Give the role on the key: `google_kms_crypto_key_iam_member`.',
    references: ['https://cloud.google.com/kms/docs/iam'],
    bad: memberExample('roles/cloudkms.cryptoKeyDecrypter', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_kms_crypto_key_iam_member" "app" {
  crypto_key_id = "projects/acme-prod/locations/eu/keyRings/app/cryptoKeys/rows"
  role          = "roles/cloudkms.cryptoKeyDecrypter"
  member        = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find: (grant, role, _facts, stands) =>
      decrypts(role) && standing(grant, role, stands) && grant.conditions.every((condition) => condition.limits !== 'resource')
        ? onRole(grant, 'roles/cloudkms.publicKeyViewer')
        : [],
  },
];

export const roleRules: readonly Rule[] = roleRuleTable.map(bindingRule);
