import { persistedCheckoutToken } from '../../../rules/ci/persisted-checkout-token.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(persistedCheckoutToken, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - checkout: self
    persistCredentials: true
  - script: git push
`,
      because: 'a later step pushes',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - checkout: self
    persistCredentials: false
`,
      because: 'off',
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - checkout: self
    persistCredentials: «true»
  - script: make
`,
      message: '1 steps',
      suggestions: [
        `steps:
  - checkout: self
  - script: make
`,
      ],
    },
  ],
});
