import { plainSecretVariable } from '../../../rules/ci/plain-secret-variable.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(plainSecretVariable, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: echo "##vso[task.setvariable variable=buildNumber]1"
`,
      because: 'no secret',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: echo "##vso[task.setvariable variable=token;issecret=true]x"
`,
      because: 'said to be one',
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: echo "##vso[«task.setvariable variable=token;»]$T"
`,
      fixed: `steps:
  - bash: echo "##vso[task.setvariable variable=token;issecret=true]$T"
`,
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - bash: echo "##vso[«task.setvariable variable=token;isOutput=true»]$T"
`,
      message: '`token`',
      fixed: `steps:
  - bash: echo "##vso[task.setvariable variable=token;isOutput=true;issecret=true]$T"
`,
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - pwsh: |
      Write-Host "##vso[«task.setvariable variable=dbPassword;issecret=false»]$p"
`,
      fixed: `steps:
  - pwsh: |
      Write-Host "##vso[task.setvariable variable=dbPassword;issecret=true]$p"
`,
    },
  ],
});
