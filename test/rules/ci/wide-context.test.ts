import { wideContext } from '../../../rules/ci/wide-context.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(wideContext, {
  valid: [
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - a: { context: production, filters: { branches: { only: main } } }
      - b: { context: testing }
`,
      because: 'contexts of their own',
    },
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - hold: { type: approval }
      - deploy: { context: production, requires: [hold] }
  x:
    when: { equal: [main, << pipeline.git.branch >>] }
    jobs:
      - deploy: { context: production }
`,
      because: 'somebody approves it, or a condition starts it',
    },
  ],
  invalid: [
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - test
      - deploy: { context: [slack, «aws-production»], requires: [test] }
`,
      message: 'every branch',
      severity: 'low',
    },
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - a: { context: «org-global» }
`,
      message: 'whole organization',
    },
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - test: { context: [«production»] }
      - deploy: { context: production, filters: { branches: { only: main } } }
`,
      message: '`deploy`',
    },
  ],
});
