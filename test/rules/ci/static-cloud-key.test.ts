import { staticCloudKey } from '../../../rules/ci/static-cloud-key.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(staticCloudKey, {
  valid: [
    {
      file: 'codefresh.yml',
      text: "steps:\n  a: { image: i, environment: ['AWS_REGION=eu-west-1'], commands: [aws s3 ls] }\n",
      because: 'no key',
    },
    {
      file: 'Jenkinsfile',
      text: "node('linux') {\n  withAWS(role: 'deploy', roleAccount: '123456789012') { sh 'aws s3 ls' }\n  withCredentials([string(credentialsId: 'scan', variable: 'SCAN_TOKEN')]) { sh 'make scan' }\n}\n",
      because: 'the machine has an identity that takes a role, and a token of a scanner opens no cloud',
    },
    {
      file: '.semaphore/deploy.yml',
      text: 'version: v1.0\nblocks:\n  - name: Deploy\n    task:\n      secrets: [{ name: shared }]\n      env_vars: [{ name: AWS_SECRET_ACCESS_KEY, value: $OLD }]\n      jobs: [{ name: up, commands: ["aws sts assume-role-with-web-identity --web-identity-token $SEMAPHORE_OIDC_TOKEN --role-arn $ROLE --role-session-name x"] }]\n',
      because: 'it takes the token of the job',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nenv: { secrets-manager: { ARM_CLIENT_SECRET: "azure:secret" } }\nphases:\n  build: { commands: ["aws s3 ls", "gcloud auth activate-service-account --key-file=key.json"] }\n',
      because: 'a role of AWS opens no other cloud',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  a:\n    docker:\n      - image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/build:7\n        aws_auth: { role_arn: "arn:aws:iam::123456789012:role/pull" }\n    steps: [checkout]\n',
      because: 'the image is fetched with a role',
    },
    {
      file: '.drone.yml',
      text: 'kind: pipeline\nname: default\nsteps:\n  - name: push\n    image: docker:29\n    environment:\n      AWS_ACCESS_KEY_ID: { from_secret: id }\n      REGISTRY_TOKEN: { from_secret: token }\n    commands: [./push.sh]\n',
      because: 'no cloud takes a token of a registry',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'trigger: [main]\nsteps:\n  - task: AWSShellScript@1\n    inputs: { awsCredentials: prod, scriptType: inline, inlineScript: aws s3 ls }\n',
      because: 'a service connection',
    },
    {
      file: '.gitlab-ci.yml',
      text: `default:
  id_tokens:
    AWS_TOKEN: { aud: https://aws.example.com }
deploy:
  variables: { AWS_SECRET_ACCESS_KEY: $LEGACY }
  script: [./login "$AWS_TOKEN"]
`,
      because: 'it takes the token that every job gets',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  id_tokens: { T: { aud: x } }
  script: ['aws configure set aws_secret_access_key $AWS_SECRET_ACCESS_KEY']
`,
      because: 'the job has a token of its own',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  script: ['aws --endpoint-url https://s3.example.com configure set aws_secret_access_key $AWS_SECRET_ACCESS_KEY']
`,
      because: 'another store',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step:
        oidc: true
        script: [{ pipe: atlassian/aws-s3-deploy:1.0.0, variables: { AWS_SECRET_ACCESS_KEY: $K } }]
`,
      because: 'federated',
    },
    {
      file: 'azure-pipelines.yml',
      text: `steps:
  - script: echo $(AWS_SECRET_ACCESS_KEY)
`,
      because: 'its connections have their own rules',
    },
  ],
  invalid: [
    {
      file: '.travis.yml',
      text: 'script: make\ndeploy: { provider: s3, access_key_id: $A, secret_access_key: «$S» }\n',
    },
    {
      file: 'codefresh.yml',
      text: 'steps:\n  a:\n    image: i\n    environment:\n      - AWS_SECRET_ACCESS_KEY=«${{AWS_SECRET_ACCESS_KEY}}»\n    commands: [aws s3 ls]\n',
    },
    {
      file: '.harness/p.yaml',
      text: 'pipeline:\n  name: p\n  identifier: p\n  stages:\n    - stage:\n        identifier: ci\n        spec:\n          execution:\n            steps:\n              - step:\n                  type: Run\n                  spec:\n                    command: aws s3 ls\n                    envVariables: { AWS_SECRET_ACCESS_KEY: «<+secrets.getValue("aws")>» }\n',
    },
    {
      file: 'Jenkinsfile',
      text: "pipeline {\n  agent { label 'linux' }\n  environment {\n    AWS_ACCESS_KEY_ID = credentials('id')\n    «AWS_SECRET_ACCESS_KEY» = credentials('key')\n  }\n  stages { stage('up') { steps { sh 'terraform apply' } } }\n}\n",
      severity: 'low',
    },
    {
      file: 'vars/deploy.groovy',
      text: "def call() {\n  withCredentials([file(credentialsId: 'cloud', variable: '«GOOGLE_APPLICATION_CREDENTIALS»')]) {\n    sh 'gcloud run deploy shop'\n  }\n}\n",
      message: 'Jenkins has no token for Google Cloud',
    },
    {
      file: '.semaphore/deploy.yml',
      text: 'version: v1.0\nblocks:\n  - name: Deploy\n    task:\n      env_vars: [{ name: AWS_SECRET_ACCESS_KEY, value: «$OLD» }]\n      jobs: [{ name: up, commands: [aws s3 ls] }]\n',
      message: 'Semaphore gives each job a token',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nenv:\n  parameter-store:\n    AWS_ACCESS_KEY_ID: /shop/id\n    «AWS_SECRET_ACCESS_KEY»: /shop/key\nphases:\n  build: { commands: [aws s3 ls] }\n',
      message: 'the service role of its project',
    },
    {
      file: 'cloudbuild.yaml',
      text: 'steps:\n  - name: gcr.io/cloud-builders/gcloud\n    script: |\n      «gcloud auth activate-service-account» --key-file=key.json\n',
      message: 'a service account',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  a:\n    docker:\n      - image: 123456789012.dkr.ecr.eu-west-1.amazonaws.com/build:7\n        aws_auth: { aws_access_key_id: $ECR_ID, aws_secret_access_key: «$ECR_KEY» }\n    steps: [checkout]\n',
    },
    {
      file: '.drone.yml',
      text: 'kind: pipeline\nname: default\ntrigger: { event: [tag] }\nsteps:\n  - name: push\n    image: docker:29\n    environment:\n      AWS_ACCESS_KEY_ID: { from_secret: ecr_id }\n      AWS_SECRET_ACCESS_KEY: { from_secret: «ecr_key» }\n    commands: [./push.sh]\n',
      severity: 'low',
      message: 'the machine that runs the jobs',
    },
    {
      file: '.woodpecker/deploy.yaml',
      text: 'when: { event: push, branch: main }\nsteps:\n  - name: apply\n    image: hashicorp/terraform:1.14\n    environment:\n      ARM_CLIENT_SECRET:\n        from_secret: «arm_secret»\n    commands: [terraform apply]\n',
      severity: 'low',
    },
    {
      file: '.circleci/config.yml',
      text: `version: 2.1
orbs: { aws-ecr: circleci/aws-ecr@6.8.2 }
workflows:
  release:
    jobs:
      - aws-ecr/build_and_push_image:
          context: registry
          aws-access-key-id: PUSH_KEY_ID
          aws-secret-access-key: «PUSH_KEY»
      - aws-ecr/build_and_push_image:
          name: federated
          role-arn: arn:aws:iam::111122223333:role/ci
          aws-secret-access-key: PUSH_KEY
`,
      because: 'a job of an orb that stands in the workflow alone',
    },
    {
      file: 'azure-pipelines.yml',
      text: 'trigger: [main]\nsteps:\n  - script: aws s3 ls\n    env:\n      AWS_ACCESS_KEY_ID: $(key)\n      AWS_SECRET_ACCESS_KEY: «$(secret)»\n',
      message: 'a service connection with workload identity federation',
    },
    {
      file: '.gitlab-ci.yml',
      text: `deploy:
  script:
    - «az login» --service-principal -u $ID -p $SP_PASSWORD --tenant $TENANT
`,
      message: 'the client secret of a service principal',
    },
    {
      file: '.gitlab-ci.yml',
      text: `default:
  id_tokens:
    VAULT_TOKEN: { aud: https://vault.example.com }
deploy:
  variables: { AWS_SECRET_ACCESS_KEY: «$PROD» }
  script: [aws s3 ls]
`,
      message: 'Job `deploy` uses',
      because: 'it never takes the token that every job gets',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: `env:
  AWS_SECRET_ACCESS_KEY: «$PROD»
steps:
  - label: test
    command: make test
  - label: deploy
    command: make deploy
`,
      message: '2 jobs use',
      because: 'one key, said once',
    },
    {
      file: '.gitlab-ci.yml',
      text: `a:
  variables:
    ARM_CLIENT_SECRET: «$AZURE_SECRET»
  script: [terraform plan]
`,
      message: 'Azure',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: `pipelines:
  default:
    - step:
        script:
          - pipe: atlassian/aws-s3-deploy:1.0.0
            variables:
              AWS_SECRET_ACCESS_KEY: «$AWS_SECRET_ACCESS_KEY»
`,
      message: '`oidc: true`',
    },
    {
      file: '.circleci/config.yml',
      text: `version: 2.1
jobs:
  a:
    docker: [{ image: x }]
    steps:
      - aws-cli/setup:
          aws_secret_access_key: «AWS_SECRET_ACCESS_KEY»
`,
      message: '`role_arn`',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: `steps:
  - label: a
    command: gcloud auth activate-service-account --key-file <(echo "«$GCLOUD_SERVICE_KEY»")
`,
      message: 'Google Cloud',
    },
  ],
});
