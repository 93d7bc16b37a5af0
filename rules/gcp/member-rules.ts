// Members of bindings of Google Cloud that are more, or somebody else, than is meant: default accounts, private addresses,
// people by name, whole pools and whole domains.
import type { Grant, Principal } from '../../server/engine/facts/types.ts';
import { patternOf } from '../../server/engine/facts/value.ts';
import type { Rule } from '../../server/engine/rule.ts';
import { bindingRule, impersonation, memberExample, type BindingRule, type Hit } from './binding-rule.ts';
import { isWide, withoutMember } from './bindings.ts';

const personal = /^user:[^@]+@(?:gmail|googlemail|outlook|hotmail|yahoo|icloud|proton|protonmail|gmx|aol)\.[a-z.]+$/i;
const defaultAccount = /^serviceAccount:.*(?:-compute@developer|@appspot|@cloudbuild)\.gserviceaccount\.com$/;
const ofBuilds = /@cloudbuild\.gserviceaccount\.com$/;

const principals = [
  'https://cloud.google.com/iam/docs/service-account-permissions',
  'https://cloud.google.com/iam/docs/best-practices-service-accounts',
];

const onAccount = (who: string): string => `resource "google_service_account_iam_member" "release" {
  service_account_id = "projects/acme-prod/serviceAccounts/release@acme-prod.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "${who}"
}
`;

type Own = Pick<Hit, 'severity' | 'data' | 'suggestions'>;

/** A hit at each member that is one of those. Without more, nothing is suggested. */
function hits(
  grant: Grant,
  isOne: (member: Principal) => boolean,
  own: (member: Principal, grant: Grant) => Own = () => ({ suggestions: [] }),
): Hit[] {
  return grant.principals.filter(isOne).map((one) => ({ at: one.id, member: one, ...own(one, grant) }));
}

/** A member that can be taken out where others stay. */
function removable(one: Principal, grant: Grant): Own {
  return { suggestions: grant.principals.length > 1 && one.id.editable ? [withoutMember(one.id)] : [] };
}

const memberRuleTable: readonly BindingRule[] = [
  {
    id: 'gcp/default-service-account-role',
    title: 'A role for a default service account',
    category: 'admin',
    severity: 'high',
    peers: ['CKV_GCP_46', 'CKV_GCP_47', 'CKV_GCP_48', 'GCP-0004', 'GCP-0006', 'GCP-0008'],
    frameworks: ['NHI9:2025', 'NHI5:2025'],
    message:
      '`{member}` is a default service account, which every {what} runs as unless told otherwise; `{role}` on {scope} goes to all of them. Make a service account for the one that needs it',
    what: 'A binding to the default service account of Compute Engine, App Engine or Cloud Build.',
    why: 'Everything in the project that was not given an account of its own runs as the default one. A role for it is a role for workloads that nobody thought of.',
    remedy: 'Make a service account for the workload that needs the role, run the workload as it, and give the role to it.',
    references: ['https://cloud.google.com/iam/docs/service-account-types#default'],
    bad: memberExample('roles/storage.objectViewer', 'serviceAccount:123456789012-compute@developer.gserviceaccount.com', 'member'),
    good: memberExample('roles/storage.objectViewer', 'serviceAccount:reports@acme-prod.iam.gserviceaccount.com', 'member'),
    find(grant, role) {
      // What Google itself gives to the account of builds.
      if (role === 'roles/cloudbuild.builds.builder') return [];
      return hits(
        grant,
        (principal) => defaultAccount.test(patternOf(principal.id)),
        (one) => ({
          ...removable(one, grant),
          severity: isWide(grant) && !ofBuilds.test(patternOf(one.id)) ? undefined : 'medium',
          data: { what: ofBuilds.test(patternOf(one.id)) ? 'build' : 'machine and function' },
        }),
      );
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
    bad: memberExample('roles/logging.viewer', 'user:someone@gmail.com', 'member'),
    good: memberExample('roles/logging.viewer', 'group:oncall@acme.example', 'member'),
    find: (grant) => hits(grant, (principal) => personal.test(patternOf(principal.id)), removable),
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
    bad: memberExample('roles/logging.viewer', 'user:ann@acme.example', 'member'),
    good: memberExample('roles/logging.viewer', 'group:oncall@acme.example', 'member'),
    // What ends within reach is not forgotten.
    find: (grant, _role, _facts, stands) =>
      stands ? hits(grant, (principal) => principal.kind === 'user' && !personal.test(patternOf(principal.id)), removable) : [],
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
    find: (grant) => hits(grant, (principal) => /^principalSet:\/\/.*workloadIdentityPools\/[^/]+\/\*$/.test(patternOf(principal.id))),
  },
  {
    id: 'gcp/domain-impersonation',
    whyNoFix: 'Which people or workloads of the domain are meant is not written here.',
    title: 'A service account that a whole domain may act as',
    category: 'trust',
    severity: 'high',
    peers: [],
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    message: '`{role}` lets `{member}`, everybody with an account of that domain, act as this service account; name a group',
    what: 'A role that mints tokens of, signs as or runs code as a service account, for a whole domain.',
    why: 'Every account of the domain, those of contractors and of people who only need mail among them, has what the service account has.',
    remedy: 'Give the role to a group whose members are reviewed, or to the workload that needs it.',
    references: principals,
    bad: onAccount('«domain:acme.example»'),
    good: onAccount('group:release@acme.example'),
    // Other roles that hold these rights, such as `roles/editor`, stand on resources that are no account.
    find: (grant, role, facts) =>
      role.startsWith('roles/iam.') &&
      facts &&
      facts.class !== 'admin' &&
      !isWide(grant) &&
      impersonation.some(([flag]) => facts.flags.includes(flag))
        ? hits(grant, (principal) => principal.kind === 'domain')
        : [],
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
    find: (grant) => hits(grant, (principal) => /\.svc\.id\.goog\[[^[\]]*\/default\]$/.test(patternOf(principal.id))),
  },
];

export const memberRules: readonly Rule[] = memberRuleTable.map(bindingRule);
