import { decisionDrift } from './decision-drift.ts';
import { buildsModule } from './decision-examples.ts';

export const becameUnresolvable = decisionDrift({
  id: 'drift/became-unresolvable',
  kind: 'became-unresolvable',
  title: 'Approved grant that can no longer be read',
  severity: 'high',
  frameworks: ['PR.AA-05'],
  message:
    'What {by} approved for {owner} can no longer be resolved here, so nobody can say that it is still the same. Write the values out, or have it approved anew',
  whyNoFix: 'The value is not in the repository.',
  docs: {
    what: 'A grant whose approval is in force and of which a part that counts is no longer known.',
    why: 'A value that moves behind a variable, a remote state or a data source cannot be compared with what was approved. Taking that for unchanged would let anyone widen a grant by hiding it.',
    remedy: 'Write the actions, resources and principals where they can be read, or have the grant approved as it is now.',
    bad: [buildsModule('var.bucket_arn')],
    good: [buildsModule('"arn:aws:s3:::builds/*"')],
  },
});
