import { dependabotExternalCode } from '../../../rules/github/dependabot-external-code.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(dependabotExternalCode, {
  valid: [
    {
      file: '.github/dependabot.yml',
      text: `updates: [{ package-ecosystem: pip, insecure-external-code-execution: deny }]
`,
      because: 'denied',
    },
  ],
  invalid: [
    {
      file: '.github/dependabot.yml',
      text: `updates:
  - package-ecosystem: pip
    registries: "*"
    insecure-external-code-execution: «allow»
`,
      severity: 'high',
      message: 'every registry',
      suggestions: [
        `updates:
  - package-ecosystem: pip
    registries: "*"
    insecure-external-code-execution: deny
`,
      ],
    },
    {
      file: '.github/dependabot.yml',
      text: `updates:
  - package-ecosystem: pip
    insecure-external-code-execution: «allow»
`,
      severity: 'low',
      suggestions: [
        `updates:
  - package-ecosystem: pip
    insecure-external-code-execution: deny
`,
      ],
    },
  ],
});
