// Roles of Google Cloud that lead to more privilege, on a project or more. One table: what a role can do is a fact of the
// catalogue, so that roles nobody thought of are judged like those that everybody knows.
import type { RoleFacts } from '../../server/engine/catalog/roles.ts';
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf, placeOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Category, Severity } from '../../server/engine/finding.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Profile, type Rule } from '../../server/engine/rule.ts';
import {
  askedFor,
  endingGrant,
  isBinding,
  isGoogleManaged,
  isWide,
  memberNames,
  narrowRole,
  roleOf,
  scopeName,
  withoutMember,
} from './bindings.ts';

export interface RoleRule {
  readonly id: string;
  readonly title: string;
  readonly category: Category;
  readonly severity: Severity;
  readonly profile?: Profile;
  readonly peers: readonly string[];
  readonly frameworks?: readonly string[];
  /** May name {role}, {scope}, {members}, {member} and what `data` gives. */
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly references: readonly string[];
  readonly bad: string;
  readonly good: string;
  /** What of a binding is wrong: the role, or each member that is. Nothing when it is fine. `stands`: no end within reach. */
  readonly find: (grant: Grant, role: string, facts: RoleFacts | undefined, stands: boolean) => readonly Hit[];
  readonly whyNoFix?: string;
}

export interface Hit {
  readonly at: Leaf;
  readonly member?: Principal;
  readonly severity?: Severity;
  readonly data?: Readonly<Record<string, string>>;
  readonly suggestions: readonly FixMaker[];
}

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
  const narrow = narrower !== undefined && role.editable ? [narrowRole(role, narrower, `Narrow to ${narrower}`)] : [];
  return [{ at: role, severity, data, suggestions: [...askedFor(grant), ...(role.via.length === 0 ? endingGrant(grant) : []), ...narrow] }];
}

/** What the flags of the catalogue that concern service accounts mean, in words. */
const impersonation: readonly (readonly [flag: string, words: string, severity: Severity])[] = [
  ['mints-sa-token', 'mint tokens of', 'critical'],
  ['signs-as-sa', 'sign as', 'critical'],
  ['creates-sa-keys', 'make keys of', 'critical'],
  ['sets-sa-iam-policy', 'decide who may use', 'critical'],
  ['implicit-delegation', 'chain through', 'high'],
  ['acts-as-service-account', 'run code as', 'high'],
];

const personal = /^user:[^@]+@(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|proton|protonmail|gmx|aol)\.[a-z.]+$/i;
const defaultAccount = /^serviceAccount:.*(?:-compute@developer\.gserviceaccount\.com|@appspot\.gserviceaccount\.com)$/;

const member = (role: string, who: string, mark: 'role' | 'member', type: 'project' | 'organization' | 'folder' = 'project'): string => {
  const target = { project: 'project = "acme-prod"', organization: 'org_id = "123456789012"', folder: 'folder = "folders/42"' }[type];
  return `resource "google_${type}_iam_member" "app" {
  ${target}
  role   = "${mark === 'role' ? `«${role}»` : role}"
  member = "${mark === 'member' ? `«${who}»` : who}"
}
`;
};
const clean = (text: string): string => text.replace(/[«»]/g, '');

const roleRuleTable: readonly RoleRule[] = [
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
    bad: member('roles/iam.serviceAccountTokenCreator', 'serviceAccount:ci@acme-prod.iam.gserviceaccount.com', 'role'),
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
    bad: member('roles/resourcemanager.projectIamAdmin', 'group:platform@acme.example', 'role'),
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
    bad: member('roles/orgpolicy.policyAdmin', 'group:platform@acme.example', 'role', 'organization'),
    good: member('roles/orgpolicy.policyViewer', 'group:platform@acme.example', 'role', 'organization').replace(/[«»]/g, ''),
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
    bad: member('roles/run.serviceAgent', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: member(
      'roles/run.serviceAgent',
      'serviceAccount:service-123456789012@serverless-robot-prod.iam.gserviceaccount.com',
      'role',
    ).replace(/[«»]/g, ''),
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
    what: 'A service account with a role ending in `admin` on a project or more.',
    why: 'A job needs to use a bucket, not to administer all of them. With its key or token, so does whoever takes it.',
    remedy: 'Give the role on the resource (`google_storage_bucket_iam_member`), or a role that uses without administering.',
    references: principles,
    bad: member('roles/storage.admin', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_storage_bucket_iam_member" "app" {
  bucket = "acme-uploads"
  role   = "roles/storage.objectUser"
  member = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find(grant, role, facts, stands) {
      if (
        !/(?:\.|\b)[a-z]*admin$/i.test(role) ||
        !standing(grant, role, stands) ||
        facts?.class === 'admin' ||
        impersonation.some(([flag]) => facts?.flags.includes(flag))
      )
        return [];
      return grant.principals.some((principal) => principal.kind === 'serviceAccount' && !isGoogleManaged(principal)) ? onRole(grant) : [];
    },
  },
  {
    id: 'gcp/default-service-account-role',
    title: 'A role for a default service account',
    category: 'admin',
    severity: 'high',
    peers: ['CKV_GCP_46', 'CKV_GCP_47', 'CKV_GCP_48', 'GCP-0004', 'GCP-0006', 'GCP-0008'],
    frameworks: ['NHI9:2025', 'NHI5:2025'],
    message:
      '`{member}` is a default service account, which every machine and function runs as unless told otherwise; `{role}` on {scope} goes to all of them. Make a service account for the one that needs it',
    what: 'A binding to the default service account of Compute Engine or App Engine.',
    why: 'Everything in the project that was not given an account of its own runs as the default one. A role for it is a role for workloads that nobody thought of.',
    remedy: 'Make a service account for the workload that needs the role, run the workload as it, and give the role to it.',
    references: ['https://cloud.google.com/iam/docs/service-account-types#default'],
    bad: member('roles/storage.objectViewer', 'serviceAccount:123456789012-compute@developer.gserviceaccount.com', 'member'),
    good: member('roles/storage.objectViewer', 'serviceAccount:reports@acme-prod.iam.gserviceaccount.com', 'member').replace(/[«»]/g, ''),
    find(grant) {
      return grant.principals
        .filter((principal) => defaultAccount.test(patternOf(principal.id)))
        .map((one): Hit => ({
          at: one.id,
          member: one,
          severity: isWide(grant) ? undefined : 'medium',
          suggestions: grant.principals.length > 1 && one.id.editable ? [withoutMember(one.id)] : [],
        }));
    },
  },
  {
    id: 'gcp/personal-account',
    title: 'A private e-mail address as a member',
    category: 'admin',
    severity: 'high',
    peers: ['GCP-0069'],
    frameworks: ['NHI10:2025', 'PR.AA-01'],
    message:
      '`{member}` is a private account, which your organization neither protects nor closes; give `{role}` to a work account or a group',
    what: 'A member that is an account of a public mail provider.',
    why: 'A private account has no policy of yours: no second factor you asked for, no session length, and nobody closes it when its owner leaves.',
    remedy: 'Give the role to a group of your organization.',
    references: ['https://cloud.google.com/iam/docs/using-iam-securely'],
    bad: member('roles/logging.viewer', 'user:someone@gmail.com', 'member'),
    good: member('roles/logging.viewer', 'group:oncall@acme.example', 'member').replace(/[«»]/g, ''),
    find: (grant) =>
      grant.principals
        .filter((principal) => personal.test(patternOf(principal.id)))
        .map((one): Hit => ({
          at: one.id,
          member: one,
          suggestions: grant.principals.length > 1 && one.id.editable ? [withoutMember(one.id)] : [],
        })),
  },
  {
    id: 'gcp/user-binding',
    title: 'A role for a single user',
    category: 'ownership',
    severity: 'low',
    profile: 'strict',
    peers: ['GCP-0003'],
    frameworks: ['NHI10:2025', 'PR.AA-01'],
    message: '`{role}` is given to `{member}` by name; give it to a group, so that people who change jobs lose it',
    what: 'A binding whose member is a user and no group.',
    why: 'Roles given to people by name are forgotten when they change teams.',
    remedy: 'Give the role to a group whose members are reviewed.',
    references: ['https://cloud.google.com/iam/docs/using-iam-securely'],
    bad: member('roles/logging.viewer', 'user:ann@acme.example', 'member'),
    good: member('roles/logging.viewer', 'group:oncall@acme.example', 'member').replace(/[«»]/g, ''),
    // What ends within reach is not forgotten.
    find: (grant, _role, _facts, stands) =>
      (stands ? grant.principals : [])
        .filter((principal) => principal.kind === 'user' && !personal.test(patternOf(principal.id)))
        .map((one): Hit => ({
          at: one.id,
          member: one,
          suggestions: grant.principals.length > 1 && one.id.editable ? [withoutMember(one.id)] : [],
        })),
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
    bad: member('roles/secretmanager.secretAccessor', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_secret_manager_secret_iam_member" "app" {
  secret_id = "db-password"
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find: (grant, role, facts, stands) =>
      facts?.class === 'data-admin' &&
      standing(grant, role, stands) &&
      grant.conditions.every((condition) => condition.limits !== 'resource')
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
    bad: member('roles/cloudkms.cryptoKeyDecrypter', 'serviceAccount:app@acme-prod.iam.gserviceaccount.com', 'role'),
    good: `resource "google_kms_crypto_key_iam_member" "app" {
  crypto_key_id = "projects/acme-prod/locations/eu/keyRings/app/cryptoKeys/rows"
  role          = "roles/cloudkms.cryptoKeyDecrypter"
  member        = "serviceAccount:app@acme-prod.iam.gserviceaccount.com"
}
`,
    find: (grant, role, _facts, stands) =>
      /^roles\/cloudkms\.(?:cryptoKeyDecrypter|cryptoKeyEncrypterDecrypter|cryptoOperator|admin)$/.test(role) &&
      standing(grant, role, stands) &&
      grant.conditions.every((condition) => condition.limits !== 'resource')
        ? onRole(grant, 'roles/cloudkms.publicKeyViewer')
        : [],
  },
  {
    id: 'gcp/pool-wide-member',
    whyNoFix: 'Only its owner knows which workload is meant.',
    title: 'Everything that an identity pool lets in, as a service account',
    category: 'trust',
    severity: 'critical',
    peers: ['CKV_GCP_125'],
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    message: '`{member}` is everything that the workload identity pool lets in; name the subject or an attribute such as the repository',
    what: 'A binding whose member is a whole workload identity pool.',
    why: 'A pool for a shared issuer lets in every token that passes its condition. With the whole pool as the member, each of them becomes the service account.',
    remedy: 'Name one attribute: `principalSet://iam.googleapis.com/…/workloadIdentityPools/POOL/attribute.repository/ORG/REPO`.',
    references: ['https://cloud.google.com/iam/docs/workload-identity-federation#principal-types'],
    bad: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "«principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/*»"
}
`,
    good: `resource "google_service_account_iam_member" "ci" {
  service_account_id = "projects/acme-prod/serviceAccounts/ci@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/123456789012/locations/global/workloadIdentityPools/github/attribute.repository/acme/app"
}
`,
    find: (grant) =>
      grant.principals
        .filter((principal) => /^principalSet:\/\/.*workloadIdentityPools\/[^/]+\/\*$/.test(patternOf(principal.id)))
        .map((one): Hit => ({ at: one.id, member: one, suggestions: [] })),
  },
  {
    id: 'gcp/default-kubernetes-account',
    whyNoFix: 'Only its owner knows which workload is meant.',
    title: 'A default Kubernetes service account with a Google identity',
    category: 'trust',
    severity: 'medium',
    peers: [],
    frameworks: ['NHI9:2025', 'PR.AA-05'],
    message:
      '`{member}` lets every pod of the namespace that names no account become this service account; name a Kubernetes service account of the workload',
    what: "Workload identity for a namespace's `default` service account.",
    why: 'Pods run as `default` unless told otherwise, so the identity goes to whatever is started there.',
    remedy: 'Make a Kubernetes service account for the workload and bind that one.',
    references: ['https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity'],
    bad: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/app@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "«serviceAccount:acme-prod.svc.id.goog[shop/default]»"
}
`,
    good: `resource "google_service_account_iam_member" "app" {
  service_account_id = "projects/acme-prod/serviceAccounts/app@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:acme-prod.svc.id.goog[shop/cart]"
}
`,
    find: (grant) =>
      grant.principals
        .filter((principal) => /\.svc\.id\.goog\[[^[\]]*\/default\]$/.test(patternOf(principal.id)))
        .map((one): Hit => ({ at: one.id, member: one, suggestions: [] })),
  },
];

export const roleRules: readonly Rule[] = roleRuleTable.map((entry) => {
  const suggests = entry.whyNoFix === undefined;
  return defineRule({
    id: entry.id,
    meta: {
      title: entry.title,
      category: entry.category,
      severity: entry.severity,
      confidence: 'high',
      profile: entry.profile,
      frameworks: entry.frameworks ?? ['NHI5:2025', 'PR.AA-05'],
      peers: entry.peers,
      fix: suggests ? 'suggestion' : 'none',
      whyNoFix: entry.whyNoFix,
      messages: { role: entry.message },
      docs: {
        what: entry.what,
        why: entry.why,
        remedy: entry.remedy,
        bad: [{ file: 'infra/main.tf', text: entry.bad }],
        good: [{ file: 'infra/main.tf', text: clean(entry.good) }],
        references: entry.references,
      },
    },
    on: {
      grant(grant, context) {
        if (!isBinding(grant)) return;
        const role = roleOf(grant) ?? '';
        for (const hit of entry.find(grant, role, context.project.catalogs.gcp?.find(role), isStanding(grant, context.project))) {
          const memberText = hit.member ? patternOf(hit.member.id).replaceAll('\0', '…') : '';
          context.report({
            at: placeOf(hit.at),
            message: 'role',
            severity: hit.severity,
            anchor: hit.member ? `${grant.anchor}|${memberText}` : grant.anchor,
            data: {
              role: role || 'a role',
              scope: scopeName(grant),
              members: memberNames(grant.principals),
              member: memberText,
              ...hit.data,
            },
            suggestions: hit.suggestions,
          });
        }
      },
    },
  });
});
