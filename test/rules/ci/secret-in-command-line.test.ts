import { secretInCommandLine } from '../../../rules/ci/secret-in-command-line.ts';
import { ruleTester } from '../../support/rule-tester.ts';

ruleTester(secretInCommandLine, {
  valid: [
    {
      file: 'azure-pipelines.yml',
      text: 'steps:\n  - bash: docker login -u shop -p $(HUB_PASSWORD)\n',
      because: 'Azure Pipelines pastes it, which has a rule of its own',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'push:\n  script:\n    - echo "$HUB_PASSWORD" | docker login -u shop --password-stdin\n    - docker login -u gitlab-ci-token -p $CI_JOB_TOKEN $CI_REGISTRY\n    - docker login -u $CI_REGISTRY_USER -p "$CI_REGISTRY_PASSWORD" $CI_REGISTRY\n',
      because: 'what is piped in stands in no list, and the passwords of the job end with it',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'test:\n  script:\n    - docker login -u admin -p $REGISTRY_PASSWORD localhost:5000\n    - mysql -h db -u root -p$MYSQL_ROOT_PASSWORD -e "create database shop"\n    - docker login -u AWS -p $(aws ecr get-login-password) 123456789012.dkr.ecr.eu-west-1.amazonaws.com\n    - docker run -p $PORT:80 web && ./login -p $X\n',
      because: 'a registry of the job itself, its database, a password that ends by itself, and a port',
    },
    {
      file: 'Jenkinsfile',
      text: "node('linux') {\n  withCredentials([string(credentialsId: 'hub', variable: 'HUB')]) {\n    sh \"docker login -u shop -p ${HUB}\"\n  }\n}\n",
      because: 'Groovy pastes it, which is worse and has a rule of its own',
    },
  ],
  invalid: [
    {
      file: '.gitlab-ci.yml',
      text: 'push:\n  script:\n    - sudo docker login -u shop -p «$HUB_PASSWORD»\n    - DOCKER_CONFIG=x docker login -u shop -p «$HUB_PASSWORD» quay.io\n',
      suggestions: [],
    },
    {
      file: '.gitlab-ci.yml',
      text: 'push:\n  script:\n    - set -e; if docker login -u shop -p «$HUB_PASSWORD»; then docker push web; fi\n',
      suggestions: [
        'push:\n  script:\n    - set -e; if echo "${HUB_PASSWORD}" | docker login -u shop --password-stdin; then docker push web; fi\n',
      ],
    },
    {
      file: 'Makefile',
      text: 'login:\n\tdocker login -u shop -p «$(HUB_PASSWORD)»\n\t@echo $(HUB_PASSWORD) | docker login -u shop --password-stdin\n',
      suggestions: [],
    },
    {
      file: 'scripts/push.sh',
      text: '#!/bin/sh\n# docker login -u shop -p $HUB_PASSWORD\ncat <<EOF\ndocker login -u shop -p $HUB_PASSWORD\nEOF\ndocker login -u shop -p "«$HUB_PASSWORD»" quay.io\n',
    },
    {
      file: '.gitlab-ci.yml',
      text: 'push:\n  script:\n    - docker login -u shop -p «$HUB_PASSWORD»\n',
      suggestions: ['push:\n  script:\n    - echo "${HUB_PASSWORD}" | docker login -u shop --password-stdin\n'],
    },
    {
      file: 'bitbucket-pipelines.yml',
      text: 'pipelines:\n  default:\n    - step:\n        script:\n          - |\n            set -e\n            podman login \\\n              --username shop \\\n              --password="«${HUB_PASSWORD}»" \\\n              quay.io && podman push web\n',
      suggestions: [
        'pipelines:\n  default:\n    - step:\n        script:\n          - |\n            set -e\n            echo "${HUB_PASSWORD}" | podman login \\\n              --username shop \\\n              --password-stdin \\\n              quay.io && podman push web\n',
      ],
    },
    {
      file: 'Jenkinsfile',
      text: "node('linux') {\n  withCredentials([string(credentialsId: 'hub', variable: 'HUB')]) {\n    sh 'docker login -u shop -p «$HUB»'\n    bat 'docker login -u shop -p «%HUB%»'\n  }\n}\n",
    },
    {
      file: 'buildspec.yml',
      text: 'version: 0.2\nphases:\n  build:\n    commands:\n      - sshpass -p "«$DEPLOY_PASSWORD»" scp out.zip web@example.com:/srv\n      - twine upload -u shop -p «$PYPI_PASSWORD» dist/*\n      - cf login -a api.example.com -u shop -p «$CF_PASS»\n',
      message: ['sshpass -e', 'TWINE_PASSWORD', 'cf auth'],
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - command: "docker login -u shop -p «$$HUB_PASSWORD»"\n',
    },
  ],
});
