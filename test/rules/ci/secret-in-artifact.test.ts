import { secretInArtifact } from '../../../rules/ci/secret-in-artifact.ts';
import { at, ruleTester } from '../../support/rule-tester.ts';

const gitlab = at('.gitlab-ci.yml');
const bitbucket = at('bitbucket-pipelines.yml');

ruleTester(secretInArtifact, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - bash: |\n      echo "$APP_SECRET" > $(Agent.TempDirectory)/login.txt\n      echo "$API_TOKEN" > token.txt\n      echo "$APP_ID" > $(Build.ArtifactStagingDirectory)/id.txt\n  - publish: $(Build.ArtifactStagingDirectory)\n    artifact: out\n',
      because: 'other folders than the one that is kept, and no secret in that',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nenv:\n  parameter-store: { REGION: /shop/region }\n  exported-variables: [VERSION, REGION, AWS_SESSION_TOKEN, TOKEN_URL]\nphases:\n  build:\n    commands:\n      - echo $DB_PASSWORD > db.env\n      - make\nartifacts:\n  base-directory: dist\n  files: ["**/*"]\n',
      because: 'no secret among the variables, and the artifact is another folder',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        script: [make]\n        artifacts: [infra/**, "!**/*.tfstate", "!terraform.tfstate"]\n',
      because: 'what is left out by its pattern',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script: [make]\n  artifacts:\n    exclude: ["live/*.tfstate"]\n    paths: [live/, "live/*.tfstate"]\n',
      because: 'what is kept is left out again',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script: [make]\n  artifacts:\n    paths: [.aws/, deploy/.docker, .kube/, .aws/config, plan.tfplan]\n',
      because: 'folders of this name hold task definitions, images and manifests in many projects',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script: [terraform plan -out plan.bin]\n  artifacts:\n    paths: [plan.bin, terraform.tfstate.md, docs/kubeconfig.md, aws/, ssh/]\n',
      because: 'names that only resemble those of such files',
    },
    {
      because: 'another file is kept',
      ...gitlab`
      a:
        script:
          - echo "TOKEN=$DEPLOY_TOKEN" > .netrc
        artifacts: { paths: [dist/] }
    `,
    },
    {
      because: 'nothing is kept',
      ...gitlab`
      a:
        script: ['echo "TOKEN=$DEPLOY_TOKEN" > .env']
    `,
    },
    {
      because: 'single quotes leave the name',
      ...gitlab`
      a:
        script:
          - echo 'export TOKEN=$DEPLOY_TOKEN' > env.sh
        artifacts: { paths: [env.sh] }
    `,
    },
    {
      because: 'names that say which, not what; and a token that ends with the job',
      ...gitlab`
      a:
        script:
          - echo "$AWS_ACCESS_KEY_ID $TOKEN_URL $CI_JOB_TOKEN $VERSION" >> out.env
        artifacts: { paths: ['*.env'] }
    `,
    },
    {
      because: 'a path that is computed',
      ...gitlab`
      a:
        script: [echo $TOKEN > $CI_JOB_NAME/x]
        artifacts: { paths: [$CI_JOB_NAME/] }
    `,
    },
    {
      because: 'Bitbucket, a step without artifacts',
      ...bitbucket`
      pipelines:
        default:
          - step:
              script: [echo $DEPLOY_TOKEN > t]
    `,
    },
  ],
  invalid: [
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - bash: |\n      echo "key=«$APP_SECRET»" >> $(Build.ArtifactStagingDirectory)/app/login.txt\n      echo "«${API_TOKEN}»" > out.txt\n  - task: PublishBuildArtifacts@1\n    inputs:\n      PathtoPublish: $(Build.ArtifactStagingDirectory)\n      ArtifactName: drop\n  - publish: out.txt\n    artifact: out\n',
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: printf "«$$DEPLOY_TOKEN»" > logs/run.txt\n    artifact_paths: ["logs/*.txt"]\n'.replace('«$$', '$«$'),
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nenv:\n  secrets-manager: { DB_PW: "prod/db:pw" }\n  exported-variables: [VERSION, «DB_PW», «DEPLOY_TOKEN»]\nphases:\n  build: { commands: [make] }\n',
      severity: 'medium',
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nphases:\n  build:\n    commands:\n      - echo «$DB_PASSWORD» > ${CODEBUILD_SRC_DIR}/db.env\nartifacts:\n  files: ["**/*"]\n',
    },
    {
      file: '.circleci/config.yml',
      text: 'version: 2.1\njobs:\n  a:\n    docker: [{ image: cimg/base:2026.01 }]\n    steps:\n      - run: echo «$API_TOKEN» > out.txt\n      - store_artifacts: { path: out.txt }\n',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        script:\n          - echo «$DEPLOY_KEY_PASSWORD» > $(pwd)/pw\n        artifacts: [pw]\n',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script: [terraform apply]\n  artifacts:\n    paths: ["«**/*.tfstate»", "!x", "«terraform.tfstate.backup»"]\n',
      severity: 'medium',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'plan:\n  script: [terraform plan]\n  artifacts:\n    paths:\n      - «live/terraform.tfstate»\n      - plan.txt\n',
      severity: 'medium',
      message: 'Terraform writes every value',
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        script: [make]\n        artifacts: [dist/**, «.kube/config»]\n',
      message: 'kubectl keeps',
    },
    {
      ...gitlab`
      .base:
        artifacts:
          paths: [out/]
      a:
        extends: .base
        script:
          - make
          - printf 'token=%s\n' "«${'$'}{DEPLOY_TOKEN}»" > ./out/settings
          - «printenv» > out/all.txt
    `,
      severity: 'high',
      message: ['`DEPLOY_TOKEN` is written into `./out/settings`', 'writes every variable'],
    },
    {
      because: 'the folder with everything',
      ...gitlab`
      a:
        script:
          - echo "password = «$DB_PASSWORD»" >> conf/app.ini
        artifacts:
          paths: ["**/*.ini"]
    `,
    },
    {
      because: 'an anchor of Bitbucket',
      ...bitbucket`
      definitions:
        steps:
          - step: &env
              name: Env
              script:
                - echo AWS_ACCESS_KEY_ID=$PROD_AWS_ACCESS_KEY_ID >> set_env.sh
                - echo AWS_SECRET_ACCESS_KEY=«${'$'}{PROD_AWS_SECRET_ACCESS_KEY}» >> set_env.sh
              artifacts:
                - set_env.sh
      pipelines:
        default:
          - step: *env
    `,
      message: 'whoever may read the pipeline downloads it',
    },
  ],
});
