import { plainSecretVariable } from '../../../rules/ci/plain-secret-variable.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(plainSecretVariable, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - pwsh: |
      Write-Host "##vso[task.setvariable variable=AZURE_CLIENT_ID]$env:servicePrincipalId"
      Write-Host "##vso[task.setvariable variable=token_url]https://example.com/$TOKEN"
      Write-Host "##vso[task.setvariable variable=hasToken]$($env:TOKEN -ne '')"
      Write-Host "##vso[task.setvariable variable=ARM_KEY;isSecret=true]$env:servicePrincipalKey"
`,
      because: 'who it is, an address, whether there is one, and a key that is said to be one',
    },
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
  - pwsh: |
      Write-Host "##vso[«task.setvariable variable=ARM_KEY»]$env:servicePrincipalKey"
      Write-Host "##vso[«task.setvariable variable=feed»]$(feed-api-key)"
`,
      message: ['`ARM_KEY` is set to `$env:servicePrincipalKey`', '`feed` is set to `$(feed-api-key)`'],
      fixed: `steps:
  - pwsh: |
      Write-Host "##vso[task.setvariable variable=ARM_KEY;issecret=true]$env:servicePrincipalKey"
      Write-Host "##vso[task.setvariable variable=feed;issecret=true]$(feed-api-key)"
`,
    },
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
