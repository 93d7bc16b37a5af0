import { debugTrace } from '../../../rules/ci/debug-trace.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(debugTrace, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: `a:
  variables: { CI_DEBUG_TRACE: "false" }
  script: [x]
`,
      because: 'off',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: `variables:
  A: b
  CI_DEBUG_TRACE: "«true»"
a:
  script: [x]
`,
      severity: 'high',
      suggestions: [
        `variables:
  A: b
a:
  script: [x]
`,
      ],
    },
    {
      file: 'azure-pipelines.yml',
      text: `variables:
  - name: system.debug
    value: «true»
steps: [{ script: make }]
`,
      severity: 'low',
    },
  ],
});
