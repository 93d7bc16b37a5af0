// An exception for something that is not there: left behind by a repair, or naming the wrong rule.
import { defineRule } from '../../server/engine/rule.ts';
import { anchorOf } from './suppression-invalid.ts';

export const suppressionUnused = defineRule({
  id: 'drift/suppression-unused',
  meta: {
    title: 'Suppression that covers nothing',
    category: 'drift',
    severity: 'low',
    confidence: 'high',
    frameworks: ['GV.OV-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The comment may hold words that people still want to read.',
    messages: { unused: 'There is no finding of {rule} here that this suppression could cover; delete it' },
    docs: {
      what: 'A `posture-ignore` comment for a rule that reports nothing on the line it covers.',
      why: 'An exception that nothing needs stays where it is and hides the next finding of its rule, which nobody has looked at.',
      remedy: 'Delete the comment. If it was meant for another line, write it on that line or on the one above.',
      bad: [
        {
          file: 'infra/main.tf',
          text: '# posture-ignore «github/write-all-permissions»: left from before it was narrowed\nlocals {\n  a = 1\n}\n',
        },
      ],
      good: [{ file: 'infra/main.tf', text: '# This used to be wider.\nlocals {\n  a = 1\n}\n' }],
      references: [],
    },
  },
  on: {
    suppression({ suppression, expired, idle }, context) {
      if (suppression.problem || expired) return;
      for (const rule of idle)
        context.report({ at: rule.at, message: 'unused', data: { rule: rule.id }, anchor: anchorOf(suppression.at.uri, [rule]) });
    },
  },
});
