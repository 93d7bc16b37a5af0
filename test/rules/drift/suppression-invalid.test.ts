import { suppressionInvalid } from '../../../rules/drift/suppression-invalid.ts';
import { at, kubernetes, ruleTester, terraform, typescript } from '../../support/rule-tester.ts';

ruleTester(suppressionInvalid, {
  valid: [
    {
      ...terraform`
      # posture-ignore drift/suppression-unused until=2027-01-31 owner=@platform: kept for the next release
      locals {}
    `,
    },
    {
      ...terraform`
      # the word posture-ignore inside a sentence is no directive
      locals {}
    `,
    },
    {
      ...at('README.md')`
      Write it above the line:

      # posture-ignore aws/wildcard-action
    `,
      because: 'a heading or a fenced example in Markdown is no directive',
    },
    {
      ...typescript`
      const text = 'say posture-ignore to be heard';
    `,
      because: 'a string is no comment',
    },
  ],
  invalid: [
    {
      ...terraform`
      # «posture-ignore aws/wildcard-action»
      locals {}
    `,
      message: 'no reason',
      severity: 'medium',
    },
    {
      ...terraform`
      # «posture-ignore: because»
      locals {}
    `,
      message: 'names no rule',
    },
    {
      ...kubernetes`
      kind: ConfigMap # «posture-ignore drift/suppression-unused until=2027-02-30: a day that does not exist»
    `,
      message: '2027-02-30',
    },
    {
      ...typescript`
      // «posture-ignore everything please: no»
      export {};
    `,
      message: '"everything" is neither',
    },
    {
      ...terraform`
      # posture-ignore «drift/no-such-rule»: it was renamed
      locals {}
    `,
      message: 'no rule drift/no-such-rule',
    },
    {
      ...at('docs.md')`
      <!-- «posture-ignore drift/suppression-unused» -->
      text
    `,
      message: 'no reason',
    },
  ],
});
