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
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs: { addSpnToEnvironment: true, inlineScript: ./deploy.sh }
`,
      because: 'what the other script reads is not here',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs:
      addSpnToEnvironment: true
      inlineScript: |
        az account show
        dotnet run --project deploy
`,
      because: 'what the program reads is not here',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs: { addSpnToEnvironment: true, inlineScript: az account show && ./deploy }
`,
      because: 'nor what stands behind the first command',
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
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs:
      addSpnToEnvironment: «true»
      inlineScript: az account show
`,
      severity: 'low',
      message: 'reads none of it',
      suggestions: [
        `steps:
  - task: AzureCLI@2
    inputs:
      inlineScript: az account show
`,
      ],
    },
  ],
});
