// Okta, Grafana and others through Terraform: who administers. One table over the type of the resource and what it gives.
import { textOf } from '../../server/engine/facts/value.ts';
import { instead, setting, type MembershipRule } from './membership-rule.ts';

export const membershipTable: readonly MembershipRule[] = [
  {
    id: 'saas/grafana-admin',
    title: 'A service account that administers Grafana',
    category: 'admin',
    severity: 'medium',
    peers: [],
    types: /^grafana_service_account$/,
    values: /^Admin$/i,
    message: 'The tokens of {who} change data sources, with the credentials in them, users and every dashboard; give `Editor` or `Viewer`',
    what: 'A service account of Grafana with the role `Admin`.',
    why: 'A pipeline writes dashboards. An administrator also points a data source elsewhere and reads what it may read, and its token lies in the pipeline.',
    remedy: 'Give `Editor`, or `Viewer` for what only reads; Grafana Enterprise has roles for one thing each.',
    references: [
      'https://grafana.com/docs/grafana/latest/administration/service-accounts/',
      'https://registry.terraform.io/providers/grafana/grafana/latest/docs/resources/service_account',
    ],
    suggest: instead('Editor', 'Give Editor'),
    bad: `resource "grafana_service_account" "ci" {
  name = "ci"
  role = "«Admin»"
}
`,
    good: `resource "grafana_service_account" "ci" {
  name = "ci"
  role = "Editor"
}
`,
  },
  {
    id: 'saas/okta-super-admin',
    title: 'A super administrator of Okta',
    category: 'admin',
    severity: 'critical',
    peers: [],
    types: /^okta_(?:user_admin_roles|group_roles?|app_oauth_role_assignment)$/,
    values: /^(?:SUPER_ADMIN|ORG_ADMIN)$/,
    severityOf: (grant) => (textOf(grant.entitlement) === 'ORG_ADMIN' ? 'high' : undefined),
    message: '`{value}` makes {who} administrator of every application and every person; use a custom role on a resource set',
    what: 'SUPER_ADMIN or ORG_ADMIN for a user, group or application.',
    why: 'Whoever administers the directory signs in as anybody, everywhere.',
    remedy: 'Use a custom role on a resource set, and keep two break-glass administrators.',
    references: ['https://help.okta.com/en-us/content/topics/security/administrators-admin-comparison.htm'],
    suggest: instead('READ_ONLY_ADMIN', 'Narrow to READ_ONLY_ADMIN'),
    bad: `resource "okta_group_role" "it" {
  group_id  = "00g1"
  role_type = "«SUPER_ADMIN»"
}
`,
    good: `resource "okta_group_role" "it" {
  group_id  = "00g1"
  role_type = "HELP_DESK_ADMIN"
}
`,
  },
  {
    id: 'saas/okta-one-factor',
    title: 'A sign-on rule of Okta that asks for one factor',
    category: 'oauth',
    severity: 'medium',
    peers: ['CKV_OKTA_1'],
    types: /^okta_(?:app_signon_policy_rule|policy_rule_signon)$/,
    values: /^(?:1FA|false)$/,
    message: 'Whoever has the password alone is let in by this rule; ask for a second factor that cannot be phished',
    what: 'A rule of a sign-on policy for applications with `factor_mode = "1FA"`, or of the policy for the whole session with `mfa_required = false`.',
    why: 'One password that was guessed, reused or phished opens every application under the policy.',
    remedy: 'Leave `factor_mode` out or set `2FA` (`mfa_required = true`), and constrain the factors to ones that resist phishing.',
    references: ['https://registry.terraform.io/providers/okta/okta/latest/docs/resources/app_signon_policy_rule'],
    suggest: (grant) =>
      grant.carrier.kind === 'okta_app_signon_policy_rule'
        ? instead('2FA', 'Ask for two factors')(grant)
        : setting('mfa_required', true, 'Ask for a second factor')(grant),
    bad: `resource "okta_app_signon_policy_rule" "all" {
  policy_id   = "rst1"
  name        = "all"
  factor_mode = "«1FA»"
}
`,
    good: `resource "okta_app_signon_policy_rule" "all" {
  policy_id   = "rst1"
  name        = "all"
  factor_mode = "2FA"
}
`,
  },
  {
    id: 'saas/yandex-elevated-role',
    title: 'An administrator or editor of a Yandex cloud',
    category: 'admin',
    severity: 'high',
    peers: ['CKV_YC_13', 'CKV_YC_21', 'CKV_YC_23'],
    types: /^yandex_(?:resourcemanager_(?:folder|cloud)|organizationmanager_organization)_iam_(?:member|binding)$/,
    values: /^(?:admin|editor|resource-manager\.clouds\.owner|organization-manager\.(?:admin|organizations\.owner))$/,
    message: '`{value}` gives {who} every service of {scope}; give the role of the service that is used',
    what: 'The primitive roles `admin` and `editor`, or ownership, on a folder, a cloud or an organization.',
    why: 'Primitive roles hold for every service, those that are added later too.',
    remedy: 'Give the role of the service: `k8s.editor`, `storage.uploader`.',
    references: ['https://yandex.cloud/en/docs/iam/concepts/access-control/roles'],
    suggest: instead('viewer', 'Narrow to viewer'),
    bad: `resource "yandex_resourcemanager_folder_iam_member" "ci" {
  folder_id = "b1g"
  role      = "«editor»"
  member    = "serviceAccount:aje"
}
`,
    good: `resource "yandex_resourcemanager_folder_iam_member" "ci" {
  folder_id = "b1g"
  role      = "storage.uploader"
  member    = "serviceAccount:aje"
}
`,
  },
  {
    id: 'saas/datadog-unscoped-key',
    title: 'An application key of Datadog without scopes',
    category: 'long-lived',
    severity: 'medium',
    profile: 'strict',
    peers: [],
    types: /^datadog_application_key$/,
    values: /^unscoped$/,
    message: 'This key may do whatever its owner may; give it scopes',
    what: 'A Datadog application key without scopes.',
    why: 'Keys of an administrator that has left still administrate.',
    remedy: 'Set `scopes`, and let a service account own the key.',
    references: ['https://docs.datadoghq.com/account_management/api-app-keys/'],
    whyNoFix: 'Which scopes are needed is not written here.',
    bad: `«resource "datadog_application_key" "ci"» {
  name = "ci"
}
`,
    good: `resource "datadog_application_key" "ci" {
  name   = "ci"
  scopes = ["dashboards_read"]
}
`,
  },
];
