// A directive that says nothing usable covers nothing, which its author would not notice.
import { defineRule } from '../../server/engine/rule.ts';

export const suppressionInvalid = defineRule({
  id: 'drift/suppression-invalid',
  meta: {
    title: 'Suppression that cannot be read',
    category: 'drift',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['GV.OV-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Only the author knows the reason, the rule and the date that were meant.',
    messages: {
      invalid: 'This suppression covers nothing: {problem}',
      unknown: 'There is no rule {rule}; this suppression covers nothing of that name',
    },
    docs: {
      what: 'A `posture-ignore` comment that names no rule or one that does not exist, gives no reason, or has a date or word that cannot be read.',
      why: 'A directive that is wrong covers nothing. Its author believes that a finding was accepted, with a reason that reviewers can read, and neither is so.',
      remedy:
        'Write the rule, an end where there is one, an owner, a colon and the reason: `posture-ignore aws/wildcard-action until=2027-01-31 owner=@team: why this is fine`.',
      bad: [
        { file: 'infra/main.tf', text: '# «posture-ignore aws/wildcard-action»\nlocals {\n  a = 1\n}\n' },
        { file: 'deploy/rbac.yaml', text: '# «posture-ignore k8s/wildcard-verbs until=soon: read only cluster»\nkind: ConfigMap\n' },
      ],
      good: [
        { file: 'infra/notes.tf', text: '# How to accept a finding: write posture-ignore, the rule, and why.\nlocals {\n  a = 1\n}\n' },
      ],
      references: [],
    },
  },
  on: {
    suppression({ suppression, unknown }, context) {
      const { at, problem, rules } = suppression;
      if (problem) context.report({ at, message: 'invalid', data: { problem }, anchor: anchorOf(at.uri, rules) });
      else
        for (const rule of unknown)
          context.report({ at: rule.at, message: 'unknown', data: { rule: rule.id }, anchor: anchorOf(at.uri, [rule]) });
    },
  },
});

/** Where in the structure a directive stands: its file and the rules that it names. */
export function anchorOf(uri: string, rules: readonly { readonly id: string }[]): string {
  return `suppression|${uri}|${rules.map((rule) => rule.id).join(',')}`;
}
