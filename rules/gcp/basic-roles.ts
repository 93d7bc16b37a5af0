// The basic roles: thousands of permissions over every service, given by one word.
import { isStanding } from '../../server/engine/facts/lifetime.ts';
import { placeOf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Rule, type RuleMeta } from '../../server/engine/rule.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { askedFor, isBinding, isGoogleManaged, isWide, memberNames, narrowRole, roleOf, scopeName } from './bindings.ts';

interface BasicRole {
  readonly id: string;
  readonly title: string;
  readonly roles: readonly string[];
  readonly severity: RuleMeta['severity'];
  readonly profile?: RuleMeta['profile'];
  readonly peers: readonly string[];
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly suggest: (grant: Grant) => readonly FixMaker[];
  readonly bad: string;
  readonly good: string;
}

const references = [
  'https://cloud.google.com/iam/docs/roles-overview#basic',
  'https://cloud.google.com/iam/docs/pam-overview',
  'https://cloud.google.com/iam/docs/recommender-overview',
];

const basicRoles: readonly BasicRole[] = [
  {
    id: 'gcp/basic-role-owner',
    title: 'Owner of a project, folder or organization',
    roles: ['roles/owner', 'roles/admin'],
    severity: 'critical',
    peers: ['CKV_GCP_115', 'CKV_GCP_116', 'CKV_GCP_117'],
    message:
      '`{role}` on {scope} gives {members} every permission, the right to give roles among them; use predefined roles, or an entitlement that is asked for',
    what: 'A binding of `roles/owner` or `roles/admin` on a project, a folder or an organization.',
    why: 'An owner reads and changes everything, gives roles to others and bills the project. Held for good, the role is worth most to whoever steals the credential of its holder; a service account that holds it makes every job that runs as it an administrator.',
    remedy:
      'Give the predefined roles of the services that are used. Where an administrator is needed now and then, let people ask for the role through a Privileged Access Manager entitlement.',
    suggest: (grant) => [...askedFor(grant), ...narrowRole(grant.entitlement!, 'roles/viewer', 'Narrow to roles/viewer, which only reads')],
    bad: `resource "google_project_iam_member" "deploy" {
  project = "acme-prod"
  role    = "«roles/owner»"
  member  = "serviceAccount:deploy@acme-prod.iam.gserviceaccount.com"
}
`,
    good: `resource "google_project_iam_member" "deploy" {
  project = "acme-prod"
  role    = "roles/cloudsql.client"
  member  = "serviceAccount:deploy@acme-prod.iam.gserviceaccount.com"
}
`,
  },
  {
    id: 'gcp/basic-role-editor',
    title: 'Editor of a project, folder or organization',
    roles: ['roles/editor', 'roles/writer'],
    severity: 'high',
    peers: ['CKV_GCP_117'],
    message:
      '`{role}` on {scope} lets {members} change nearly everything and act as every service account in it; use the predefined roles of the services that are needed',
    what: 'A binding of `roles/editor` or `roles/writer` on a project, a folder or an organization.',
    why: 'An editor has close to twelve thousand permissions: it makes keys of service accounts, runs code as them, and so becomes whatever any of them is.',
    remedy: 'Give the predefined roles of the services that are used; the role recommender says which permissions were.',
    suggest: (grant) => [...narrowRole(grant.entitlement!, 'roles/viewer', 'Narrow to roles/viewer, which only reads'), ...askedFor(grant)],
    bad: `resource "google_project_iam_binding" "developers" {
  project = "acme-dev"
  role    = "«roles/editor»"
  members = ["group:developers@acme.example"]
}
`,
    good: `resource "google_project_iam_binding" "developers" {
  project = "acme-dev"
  role    = "roles/logging.viewer"
  members = ["group:developers@acme.example"]
}
`,
  },
  {
    id: 'gcp/basic-role-viewer',
    title: 'Viewer of a project, folder or organization',
    roles: ['roles/viewer', 'roles/reader'],
    severity: 'low',
    profile: 'strict',
    peers: ['CKV_GCP_115', 'CKV_GCP_116', 'CKV_GCP_117'],
    message:
      '`{role}` on {scope} lets {members} read nearly everything in it; use the predefined viewer roles of the services that are needed',
    what: 'A binding of `roles/viewer` or `roles/reader` on a project, a folder or an organization.',
    why: 'Reading everything shows an attacker where to go next: names, addresses, configuration, and the data of services whose viewer role reads data.',
    remedy: 'Give the viewer roles of the services that are read, on the projects that are read.',
    suggest: (grant) => [
      ...narrowRole(grant.entitlement!, 'roles/cloudasset.viewer', 'Narrow to roles/cloudasset.viewer, which reads the inventory only'),
    ],
    bad: `resource "google_organization_iam_member" "scanner" {
  org_id = "123456789012"
  role   = "«roles/viewer»"
  member = "serviceAccount:scanner@acme-sec.iam.gserviceaccount.com"
}
`,
    good: `resource "google_organization_iam_member" "scanner" {
  org_id = "123456789012"
  role   = "roles/cloudasset.viewer"
  member = "serviceAccount:scanner@acme-sec.iam.gserviceaccount.com"
}
`,
  },
];

export const basicRoleRules: readonly Rule[] = basicRoles.map((basic) =>
  defineRule({
    id: basic.id,
    meta: {
      title: basic.title,
      category: 'admin',
      severity: basic.severity,
      confidence: 'high',
      profile: basic.profile,
      frameworks: ['NHI5:2025', 'PR.AA-05'],
      peers: basic.peers,
      fix: 'suggestion',
      messages: { role: basic.message },
      docs: {
        what: basic.what,
        why: basic.why,
        remedy: basic.remedy,
        bad: [{ file: 'infra/main.tf', text: basic.bad }],
        good: [{ file: 'infra/main.tf', text: basic.good }],
        references,
      },
    },
    on: {
      grant(grant, context) {
        const role = roleOf(grant);
        if (!isBinding(grant) || !isWide(grant) || role === undefined || !basic.roles.includes(role) || !isStanding(grant, context.project))
          return;
        // Google gives its own agent the editor's role in every project.
        if (grant.principals.length > 0 && grant.principals.every(isGoogleManaged)) return;
        context.report({
          at: placeOf(grant.entitlement!),
          message: 'role',
          anchor: grant.anchor,
          data: { role, scope: scopeName(grant), members: memberNames(grant.principals) },
          suggestions: basic.suggest(grant),
        });
      },
    },
  }),
);
