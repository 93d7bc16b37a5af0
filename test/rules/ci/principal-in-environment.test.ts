import { principalInEnvironment } from '../../../rules/ci/principal-in-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(principalInEnvironment, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs: { addSpnToEnvironment: true, inlineScript: 'x $idToken' }
`,
      because: 'a federated connection',
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs:
      addSpnToEnvironment: «true»
      inlineScript: x \${servicePrincipalKey}
`,
      message: '${servicePrincipalKey}',
    },
  ],
});
