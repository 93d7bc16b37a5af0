// An exception whose time is over: what it covered is reported again, and this says why it came back.
import { defineRule } from '../../server/engine/rule.ts';
import { anchorOf } from './suppression-invalid.ts';

export const suppressionExpired = defineRule({
  id: 'drift/suppression-expired',
  meta: {
    title: 'Suppression past its end',
    category: 'drift',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['GV.OV-01', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Whether to repair what it covered or to decide anew is for the owner.',
    messages: {
      covers: 'This suppression ended on {until}; {count} it covered {verb} reported again',
      coversNothing: 'This suppression ended on {until} and covers nothing any more',
    },
    docs: {
      what: 'A `posture-ignore` comment whose `until` date has passed.',
      why: 'An exception was given for a time. When the time is over, the finding stands again; an exception that ends in silence would be forgotten, and one that never ends is standing access under another name.',
      remedy: 'Repair what the comment covers and delete the comment, or decide anew: a new date, and a reason that is true today.',
      bad: [
        {
          file: 'infra/main.tf',
          text: '# «posture-ignore aws/wildcard-action until=2021-01-31 owner=@platform: migration is running»\nlocals {\n  a = 1\n}\n',
        },
      ],
      good: [
        { file: 'infra/main.tf', text: '# The exception until 2021-01-31 was removed when the migration ended.\nlocals {\n  a = 1\n}\n' },
      ],
      references: [],
    },
  },
  on: {
    suppression({ suppression, expired, used }, context) {
      if (suppression.problem || !expired || suppression.until === undefined) return;
      const data = {
        until: suppression.until,
        count: used === 1 ? 'the finding' : `the ${used} findings`,
        verb: used === 1 ? 'is' : 'are',
      };
      context.report({
        at: suppression.at,
        message: used > 0 ? 'covers' : 'coversNothing',
        data,
        anchor: anchorOf(suppression.at.uri, suppression.rules),
      });
    },
  },
});
