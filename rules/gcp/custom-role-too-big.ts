// Custom roles that give nearly everything: those that take over a basic role, and lists that nobody reads to the end.
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** Permissions above which a role is no job any more. The median of Google's predefined roles has about thirty. */
const most = 200;

const copy = (role: string): string => `data "google_iam_role" "base" {
  name = "roles/${role}"
}

resource "google_project_iam_custom_role" "deployer" {
  role_id     = "deployer"
  title       = "Deployer"
  permissions = ${role === 'run.viewer' ? '' : '«'}data.google_iam_role.base.included_permissions${role === 'run.viewer' ? '' : '»'}
}
`;

export const customRoleTooBig = defineRule({
  id: 'gcp/custom-role-too-big',
  meta: {
    title: 'A custom role that is a basic role under another name',
    category: 'wildcard',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which permissions are used is not written here.',
    messages: {
      copy: 'This role copies every permission of `{role}`, and no check that looks for basic roles sees it; list the permissions that are used',
      many: 'This role has {count} permissions; {most} are more than one job needs. Split it by what it is used for',
    },
    docs: {
      what: 'A custom role made of the permissions of `roles/owner`, `roles/editor` or `roles/viewer`, or with more than 200 permissions.',
      why: 'A custom role is made to give less. A copy of a basic role gives the same, grows with it each time the code is applied, and hides behind a harmless name.',
      remedy: 'List the permissions that are used, or give the predefined roles of the services.',
      bad: [{ file: 'infra/main.tf', text: copy('editor') }],
      good: [{ file: 'infra/main.tf', text: copy('run.viewer') }],
      references: ['https://cloud.google.com/iam/docs/creating-custom-roles', 'https://cloud.google.com/iam/docs/roles-overview#basic'],
    },
  },
  on: {
    grant(grant, context) {
      if (grant.platform !== 'gcp' || grant.role !== 'custom-role' || grant.enabled === 'no') return;
      const basic = grant.actions.find((action) => /^roles\/(?:owner|editor|viewer)$/.test(textOf(action) ?? ''));
      const count = grant.actions.filter((action) => action.kind === 'scalar').length;
      if (basic) {
        const role = textOf(basic)!;
        context.report({
          at: placeOf(basic),
          message: 'copy',
          anchor: `${grant.anchor}|${role}`,
          data: { role },
          severity: role === 'roles/viewer' ? 'low' : undefined,
        });
      } else if (count > most) {
        context.report({ at: grant.carrier.head, message: 'many', anchor: grant.anchor, data: { count, most }, severity: 'low' });
      }
    },
  },
});
