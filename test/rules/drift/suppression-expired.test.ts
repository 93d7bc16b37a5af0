import { suppressionExpired } from '../../../rules/drift/suppression-expired.ts';
import { ruleTester, terraform, workflow } from '../../support/rule-tester.ts';

// Today is 2026-11-21 in tests.
ruleTester(suppressionExpired, {
  valid: [
    {
      ...terraform`
      # posture-ignore drift/suppression-unused until=2026-11-21: the day itself is still covered
      locals {}
    `,
      because: 'until is inclusive',
    },
    {
      ...terraform`
      # posture-ignore drift/suppression-unused: no end
      locals {}
    `,
    },
    {
      ...terraform`
      # posture-ignore drift/suppression-unused until=2026-13-01: no such month
      locals {}
    `,
      because: 'a date that cannot be read is invalid, not expired',
    },
  ],
  invalid: [
    {
      ...terraform`
      # «posture-ignore drift/suppression-unused until=2026-11-20: it ended yesterday»
      locals {}
    `,
      message: ['ended on 2026-11-20 and covers nothing any more'],
      severity: 'medium',
    },
    {
      ...workflow`
      on: push
      # «posture-ignore github/write-all-permissions until=2020-01-01 owner=@a: old»
      permissions: write-all
      jobs: {}
    `,
      message: 'ended on 2020-01-01; the finding it covered is reported again',
    },
  ],
});
