// Custom roles that hold a permission which leads to more.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

/** What a permission leads to. From the published escalation methods and from what the predefined roles are judged by. */
const escalating = tableOf<string>({
  'iam.serviceAccounts.getAccessToken': 'mints tokens of service accounts',
  'iam.serviceAccounts.getOpenIdToken': 'mints identity tokens of service accounts',
  'iam.serviceAccounts.signBlob': 'signs as service accounts',
  'iam.serviceAccounts.signJwt': 'signs as service accounts',
  'iam.serviceAccounts.implicitDelegation': 'chains through service accounts',
  'iam.serviceAccounts.setIamPolicy': 'decides who may use service accounts',
  'iam.serviceAccountKeys.create': 'makes keys of service accounts',
  'iam.roles.update': 'adds permissions to roles, to this one too',
  'resourcemanager.projects.setIamPolicy': 'gives any role on the project',
  'resourcemanager.folders.setIamPolicy': 'gives any role on the folder',
  'resourcemanager.organizations.setIamPolicy': 'gives any role on the organization',
  'deploymentmanager.deployments.create': 'deploys as the editor of the project',
  'cloudbuild.builds.create': 'runs code as the build service account',
  'orgpolicy.policy.set': 'changes organization policies',
  'storage.hmacKeys.create': 'makes keys for Cloud Storage',
  'serviceusage.apiKeys.create': 'makes API keys',
  'compute.projects.setCommonInstanceMetadata': 'adds its SSH key to every machine',
  'compute.instances.setMetadata': 'adds its SSH key to machines',
});

/** Harmless alone; with `actAs` they run code as any service account. */
const running =
  /^(?:compute\.instances\.create|cloudfunctions\.functions\.(?:create|update)|run\.services\.(?:create|update)|run\.jobs\.(?:create|update)|cloudscheduler\.jobs\.create|dataflow\.jobs\.create|dataproc\.clusters\.create|composer\.environments\.create|notebooks\.instances\.create|workflows\.workflows\.create)$/;

export const customRoleEscalation = defineRule({
  id: 'gcp/custom-role-escalation',
  meta: {
    title: 'A custom role that leads to more privilege',
    category: 'admin',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      permission:
        '`{permission}` in this role {effect}: whoever has the role can become more than it says; take it out, or give it on one resource',
      together:
        '`iam.serviceAccounts.actAs` with `{other}` in one role runs code as any service account of the project; split the role, or give actAs on one service account',
    },
    docs: {
      what: 'A custom role with a permission, or a pair of permissions, that leads to further rights.',
      why: 'Custom roles are made to give little, and are looked at less than `roles/owner`. One permission that mints tokens or sets policies makes the rest of the list meaningless.',
      remedy: 'Take the permission out. Where a workload needs it, give a predefined role on the one service account or resource.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ["run.services.get", "«iam.serviceAccounts.getAccessToken»"]
}
`,
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: `resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ["run.services.get", "run.services.list"]
}
`,
        },
      ],
      references: [
        'https://cloud.google.com/iam/docs/creating-custom-roles',
        'https://cloud.google.com/iam/docs/best-practices-service-accounts#lateral-movement',
      ],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'gcp' || grant.role !== 'custom-role' || grant.enabled === 'no') return;
      const runs = grant.actions.find((action) => running.test(textOf(action) ?? ''));
      for (const action of grant.actions) {
        const permission = textOf(action) ?? '';
        const effect = escalating.get(permission);
        const together = permission === 'iam.serviceAccounts.actAs' && runs;
        if (!effect && !together) continue;
        context.report({
          at: placeOf(action),
          anchor: `${grant.anchor}|${permission}`,
          message: effect ? 'permission' : 'together',
          severity: together ? 'high' : undefined,
          data: { permission, effect: effect ?? '', other: runs ? textOf(runs)! : '' },
          suggestions:
            action.editable && grant.actions.length > 1
              ? [editing(`Remove ${permission}`, action.token.uri, (document) => [removeItem(action, document)])]
              : [],
        });
      }
    },
  },
});
