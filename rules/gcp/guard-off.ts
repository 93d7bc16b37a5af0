// Organization policies that keep identities in bounds, switched off.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { guardedConstraints } from '../../server/engine/facts/gcp/organization-policy.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { scopeName } from './bindings.ts';

const policy = (enforce: string): string => `resource "google_org_policy_policy" "keys" {
  name   = "projects/acme-prod/policies/iam.disableServiceAccountKeyCreation"
  parent = "projects/acme-prod"

  spec {
    rules {
      enforce = "${enforce}"
    }
  }
}
`;

export const guardOff = defineRule({
  id: 'gcp/guard-off',
  meta: {
    title: 'A guard of the organization that is switched off',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI6:2025', 'NHI7:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      off: '`{constraint}` is off in {scope}: whoever has the role for it may {effect}; leave the guard on and except the one resource that needs it',
    },
    docs: {
      what: 'An organization policy that keeps service account keys, default accounts, outside members or public buckets in bounds, switched off for a project, a folder or the organization.',
      why: 'Guards hold for people who never heard of them. One that was switched off for a migration stays off for everything that is built after it.',
      remedy: 'Leave the policy enforced. Where one resource needs an exception, use a rule with a condition on a tag.',
      bad: [{ file: 'infra/main.tf', text: policy('«FALSE»') }],
      good: [{ file: 'infra/main.tf', text: policy('TRUE') }],
      references: [
        'https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints',
        'https://cloud.google.com/resource-manager/docs/organization-policy/restricting-service-accounts',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const [action] = grant.actions;
      const constraint = /^policy-off:(.+)$/.exec(textOf(action) ?? '')?.[1];
      if (grant.platform !== 'gcp' || grant.role !== 'resource' || grant.enabled === 'no' || !action || constraint === undefined) return;
      // A list that allows all is replaced by the members that are meant, which only their owner knows.
      const written = grant.scope[0]!.id;
      const turnedOn = /^false$/i.test(textOf(written) ?? '');
      context.report({
        at: placeOf(action),
        message: 'off',
        anchor: grant.anchor,
        data: { constraint, scope: scopeName(grant), effect: guardedConstraints.get(constraint) ?? 'do what it forbids' },
        suggestions:
          turnedOn && written.editable
            ? [
                editing('Leave it on', written.token.uri, (document) => [
                  replaceValue(written, textOf(written) === 'FALSE' ? 'TRUE' : true, document),
                ]),
              ]
            : [],
      });
    },
  },
});
