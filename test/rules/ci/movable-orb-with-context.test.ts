import { movableOrbWithContext } from '../../../rules/ci/movable-orb-with-context.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(movableOrbWithContext, {
  valid: [
    {
      file: '.circleci/config.yml',
      text: `orbs: { t: acme/t@1 }
workflows: { w: { jobs: [t/x] } }
`,
      because: 'no context',
    },
    {
      file: '.circleci/config.yml',
      text: `orbs: { t: acme/t@1.2.3 }
workflows: { w: { jobs: [{ t/x: { context: c } }] } }
`,
      because: 'a full version',
    },
  ],
  invalid: [
    {
      file: '.circleci/config.yml',
      text: `orbs: { t: «acme/t@dev:first» }
workflows: { w: { jobs: [t/x] } }
`,
      severity: 'low',
      message: 'the variables of the project',
    },
    {
      file: '.circleci/config.yml',
      text: `orbs: { t: «acme/t@1» }
jobs:
  d: { docker: [{ image: x }], steps: [t/go] }
workflows: { w: { jobs: [{ d: { context: c } }] } }
`,
      message: '`c`',
    },
  ],
});
