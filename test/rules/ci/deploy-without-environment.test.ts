import { deployWithoutEnvironment } from '../../../rules/ci/deploy-without-environment.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(deployWithoutEnvironment, {
  valid: [
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script:\n    - gitlab-terraform plan\n    - gitlab-terraform plan-json\n',
      because: 'a plan changes nothing',
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - job: check
    steps:
      - task: KubernetesManifest@1
        inputs: { action: bake, helmChart: chart }
      - task: AzureResourceManagerTemplateDeployment@3
        inputs: { deploymentMode: Validation }
      - task: TerraformTaskV4@4
        inputs: { command: plan }
      - task: HelmDeploy@0
      - task: Kubernetes@1
        inputs: { command: get, arguments: pods }
`,
      because: 'tasks that only make or check',
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - job: nightly
    steps:
      - task: AzureCLI@2
        inputs:
          azureSubscription: shop
          scriptType: bash
          scriptLocation: inlineScript
          inlineScript: |
            az webapp config backup create --resource-group shop --webapp-name shop
            az webapp config appsettings list --name shop --resource-group shop
            az webapp deployment list-publishing-profiles --name shop --resource-group shop
`,
      because: 'a backup and two questions',
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - deployment: release
    environment: production
    strategy:
      runOnce:
        deploy:
          steps:
            - \${{ if true }}:
                - task: AzureWebApp@1
                  inputs: { appName: shop }
`,
      because: 'a deployment into an environment',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  custom:
    release:
      - stage:
          name: Release
          deployment: production
          steps:
            - step:
                script: [kubectl apply -f x]
`,
      because: 'the steps of a stage have its deployment',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  environment: { name: production }
  script: [kubectl apply -f x]
`,
      because: 'an environment',
    },
    {
      file: '.gitlab-ci.yml',
      text: `.base: { environment: x }
a:
  extends: .base
  script: [kubectl apply -f x]
`,
      because: 'inherited from the base',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: [terraform plan]
`,
      because: 'nothing changes',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: [kubectl apply --dry-run=client -f x]
`,
      because: 'a dry run',
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: 'jobs:\n  - job: apply\n    steps:\n      - task: «Kubernetes@1»\n        inputs: { command: apply, arguments: -f k8s.yml }\n',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'apply:\n  image: registry.gitlab.com/gitlab-org/terraform-images/stable:latest\n  script:\n    - cd "$TF_ROOT"\n    - «gitlab-terraform apply»\n',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - task: AzureCLI@2
    inputs:
      azureSubscription: shop
      scriptType: bash
      scriptLocation: inlineScript
      inlineScript: «az vm run-command invoke» -g shop -n web --command-id RunShellScript --scripts "docker compose up -d"
`,
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - job: release
    steps:
      - task: AzureCLI@2
        inputs:
          azureSubscription: shop
          scriptType: bash
          scriptLocation: inlineScript
          inlineScript: |
            «az webapp deployment source config-zip» --resource-group shop --name shop --src shop.zip
  - job: swap
    steps:
      - task: AzureCLI@2
        inputs:
          azureSubscription: shop
          scriptType: bash
          scriptLocation: inlineScript
          inlineScript: «az webapp config appsettings set» --name shop --settings A=1
`,
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - job: release
    steps:
      - task: HelmDeploy@1
        inputs: { command: package }
      - task: «AzureFunctionApp@2»
        inputs: { azureSubscription: live, appName: orders }
`,
      message: 'runs `AzureFunctionApp`',
    },
    {
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
parameters: [{ name: live, type: boolean }]
stages:
  - \${{ if eq(parameters.live, true) }}:
      - stage: live
        jobs:
          - \${{ each region in split('eu,us', ',') }}:
              - job: roll_\${{ region }}
                steps:
                  - \${{ if true }}:
                      - task: «KubernetesManifest@1»
                        inputs: { manifests: k8s/*.yaml }
`,
      because: 'stages, jobs and steps that expressions insert run like others',
    },
    {
      file: 'azure-pipelines.yml',
      text: `extends:
  template: base.yml@shared
  parameters:
    stages:
      - stage: live
        jobs:
          - job: roll
            steps:
              - script: «terraform apply» -auto-approve
`,
      because: 'the stages that a template is given',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  branches:
    main:
      - step:
          name: ship
          script:
            - pipe: «atlassian/aws-ecs-deploy:2.3.0»
              variables: { CLUSTER_NAME: shop }
`,
      message: 'runs `atlassian/aws-ecs-deploy`',
      suggestions: [
        `pipelines:
  branches:
    main:
      - step:
          name: ship
          deployment: production
          script:
            - pipe: atlassian/aws-ecs-deploy:2.3.0
              variables: { CLUSTER_NAME: shop }
`,
      ],
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  stage: deploy
  script:
    - «kubectl -n shop --token="$TOKEN" apply» -f k8s
`,
      message: 'runs `kubectl apply` and names',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  stage: deploy
  script:
    - «helm upgrade» --install x .
`,
      message: 'names no environment',
      suggestions: [
        `a:
  stage: deploy
  environment: production
  script:
    - helm upgrade --install x .
`,
      ],
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          script:
            - «terraform apply» -auto-approve
`,
      message: 'names no deployment',
      suggestions: [
        `pipelines:
  branches:
    main:
      - step:
          name: Deploy
          deployment: production
          script:
            - terraform apply -auto-approve
`,
      ],
    },
    {
      file: 'azure-pipelines.yml',
      text: `jobs:
  - job: a
    steps:
      - bash: |
          «az webapp deploy» --name x
`,
    },
    ...['TerraformTaskV2@2', 'TerraformTask@5', 'OpenTofuTask@1'].map((task) => ({
      file: 'azure-pipelines.yml',
      text: `trigger: [main]
jobs:
  - job: release
    steps:
      - task: «${task}»
        inputs: { provider: azurerm, command: apply, environmentServiceNameAzureRM: live }
`,
    })),
  ],
});
