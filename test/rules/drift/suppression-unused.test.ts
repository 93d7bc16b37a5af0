import { suppressionUnused } from '../../../rules/drift/suppression-unused.ts';
import { ruleTester, terraform } from '../../support/rule-tester.ts';

ruleTester(suppressionUnused, {
  valid: [
    {
      ...terraform`
      # posture-ignore drift/suppression-unused until=2020-01-01: expired is another rule's
      locals {}
    `,
    },
    {
      ...terraform`
      # posture-ignore drift/suppression-unused
      locals {}
    `,
      because: "a directive that cannot be read is another rule's",
    },
    {
      ...terraform`
      # posture-ignore drift/suppression-invalid: only this rule runs
      locals {}
    `,
      settings: { only: ['drift/suppression-unused'] },
      because: 'a rule that does not run says nothing about the directive',
    },
  ],
  invalid: [
    {
      ...terraform`
      # posture-ignore «drift/suppression-invalid»: left behind
      locals {}
    `,
      message: 'no finding of drift/suppression-invalid',
      severity: 'low',
    },
    {
      ...terraform`
      # posture-ignore «drift/suppression-expired» «drift/suppression-invalid»: left behind
      locals {}
    `,
    },
  ],
});
