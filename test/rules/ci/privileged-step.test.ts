import { privilegedStep } from '../../../rules/ci/privileged-step.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const drone = (step: string) => `kind: pipeline\ntype: docker\nname: default\nsteps:\n  - name: image\n    image: docker:27\n${step}`;
const jenkins = (agent: string) =>
  `pipeline {\n  agent {\n    docker {\n      image 'node:22'\n      ${agent}\n    }\n  }\n  stages { stage('x') { steps { sh 'make' } } }\n}\n`;

ruleTester(privilegedStep, {
  valid: [
    { file: '.drone.yml', text: drone('    privileged: false\n    commands: [make]\n') },
    {
      file: '.drone.yml',
      text: drone('    commands: ["echo privileged: true", "ls /var/run/docker.sock"]\n'),
      because: 'a command may speak of it; whether it may use it is for the runner',
    },
    { file: 'Jenkinsfile', text: jenkins("args '-v /cache:/cache'") },
    {
      file: '.github/workflows/a.yml',
      text: 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    container:\n      image: node:22\n      options: --privileged\n    steps: [{ run: make }]\n',
      because: "GitHub's machine ends with the job, and nobody else's jobs run on it",
    },
    {
      file: 'ci/pod.yaml',
      text: 'apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n    - { name: a, image: a, securityContext: { privileged: true } }\n',
      because: 'a pod is no step of a pipeline',
    },
  ],
  invalid: [
    {
      file: '.drone.yml',
      text: drone('    privileged: «true»\n    commands: [docker build .]\n'),
      suggestions: [drone('    commands: [docker build .]\n')],
    },
    {
      file: '.drone.yml',
      text: drone('    commands: [docker build .]\nvolumes:\n  - name: sock\n    host:\n      path: «/var/run/docker.sock»\n'),
    },
    {
      file: '.woodpecker/build.yaml',
      text: 'steps:\n  image:\n    image: docker:27\n    privileged: «true»\n    volumes:\n      - «/var/run/docker.sock:/var/run/docker.sock»\n    commands: [docker build .]\n',
      suggestions: [
        'steps:\n  image:\n    image: docker:27\n    volumes:\n      - /var/run/docker.sock:/var/run/docker.sock\n    commands: [docker build .]\n',
      ],
    },
    {
      file: '.buildkite/pipeline.yml',
      text: 'steps:\n  - label: image\n    command: make\n    plugins:\n      - docker#v5.12.0:\n          image: node:22\n          privileged: «true»\n          volumes: ["«/var/run/docker.sock:/var/run/docker.sock»"]\n',
      suggestions: [
        'steps:\n  - label: image\n    command: make\n    plugins:\n      - docker#v5.12.0:\n          image: node:22\n          volumes: ["/var/run/docker.sock:/var/run/docker.sock"]\n',
      ],
    },
    {
      file: 'codefresh.yml',
      text: "version: '1.0'\nsteps:\n  tests:\n    type: composition\n    composition:\n      version: '2'\n      services:\n        app:\n          image: acme/app\n          privileged: «true»\n    composition_candidates:\n      main: { image: alpine, command: make }\n",
      suggestions: [
        "version: '1.0'\nsteps:\n  tests:\n    type: composition\n    composition:\n      version: '2'\n      services:\n        app:\n          image: acme/app\n    composition_candidates:\n      main: { image: alpine, command: make }\n",
      ],
    },
    {
      file: 'tekton/task.yaml',
      text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: build }\nspec:\n  steps:\n    - name: run\n      image: alpine\n      securityContext:\n        privileged: «true»\n        runAsUser: 0\n      script: make\n',
      suggestions: [
        'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: build }\nspec:\n  steps:\n    - name: run\n      image: alpine\n      securityContext:\n        runAsUser: 0\n      script: make\n',
      ],
    },
    { file: 'Jenkinsfile', text: jenkins("args '«--privileged -v /cache:/cache»'") },
    {
      file: 'Jenkinsfile',
      text: jenkins("args '«-v /var/run/docker.sock:/var/run/docker.sock»'"),
      message: '`/var/run/docker.sock` hands',
    },
    { file: 'Jenkinsfile', text: "node('linux') {\n  docker.image('node:22').inside('«--privileged»') { sh 'make' }\n}\n" },
  ],
});
