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
  ],
  invalid: [
    {
      file: '.circleci/config.yml',
      text: `workflows:
  w:
    jobs:
      - a: { context: «org-global» }
`,
      message: 'whole organisation',
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
