// What is declared in a pipeline goes, because the system gives it by itself; what a script reads becomes a variable in the
// quotes that are open there; what the system would not fill is left alone.
import { expect, it } from 'vitest';
import { repaired } from './repaired.ts';

const circle = '.circleci/config.yml';
const azure = 'azure-pipelines.yml';
const gitlab = '.gitlab-ci.yml';
const buildkite = '.buildkite/pipeline.yml';
const travis = '.travis.yml';
const codebuild = 'buildspec.yml';
const semaphore = '.semaphore/semaphore.yml';

it.each([
  // A map of CircleCI's loses the entry, and goes with its last one.
  [
    circle,
    'jobs:\n  build:\n    environment:\n      MODE: ci\n      API_TOKEN: {{token:random-40}}\n    steps: []\n',
    'jobs:\n  build:\n    environment:\n      MODE: ci\n    steps: []\n',
  ],
  [
    circle,
    'jobs:\n  build:\n    environment:\n      API_TOKEN: {{token:random-40}} # old\n    steps: []\n',
    'jobs:\n  build:\n    steps: []\n',
  ],
  [
    circle,
    'jobs:\n  build:\n    environment:\n      - MODE: ci\n      - API_TOKEN: {{token:random-40}}\n',
    'jobs:\n  build:\n    environment:\n      - MODE: ci\n',
  ],
  [
    circle,
    'jobs:\n  build:\n    environment: {MODE: ci, API_TOKEN: "{{token:random-40}}"}\n',
    'jobs:\n  build:\n    environment: {MODE: ci}\n',
  ],
  [
    codebuild,
    'version: 0.2\nenv:\n  variables:\n    STAGE: prod\n    API_TOKEN: {{token:random-40}}\nphases: {}\n',
    'version: 0.2\nenv:\n  variables:\n    STAGE: prod\nphases: {}\n',
  ],
  [
    codebuild,
    'version: 0.2\nphases:\n  build:\n    commands:\n      - docker login -u a -p {{token:random-40}}\n',
    'version: 0.2\nphases:\n  build:\n    commands:\n      - docker login -u a -p "${PASSWORD}"\n',
  ],
  [
    semaphore,
    'version: v1.0\nglobal_job_config:\n  env_vars:\n    - name: MODE\n      value: ci\n    - name: API_TOKEN\n      value: {{token:random-40}}\n',
    'version: v1.0\nglobal_job_config:\n  env_vars:\n    - name: MODE\n      value: ci\n',
  ],
  // A database beside the job has nothing but what is written here.
  [
    circle,
    'jobs:\n  build:\n    docker:\n      - image: cimg/node:20.1\n      - image: postgres:16\n        environment:\n          POSTGRES_PASSWORD: {{token:password}}\n',
    undefined,
  ],
  // Somebody else uses the map.
  [
    circle,
    'jobs:\n  build:\n    environment: &shared\n      API_TOKEN: {{token:random-40}}\n    steps: []\n  test:\n    environment: *shared\n    steps: []\n',
    undefined,
  ],
  [
    circle,
    'jobs:\n  build:\n    docker:\n      - image: a.io/b\n        auth:\n          username: bot\n          password: {{token:password}}\n',
    'jobs:\n  build:\n    docker:\n      - image: a.io/b\n        auth:\n          username: bot\n          password: $PASSWORD\n',
  ],
  [
    circle,
    'jobs:\n  build:\n    steps:\n      - run: |\n          curl -H "Authorization: Bearer {{token:random-40}}" https://a.io\n',
    'jobs:\n  build:\n    steps:\n      - run: |\n          curl -H "Authorization: Bearer ${API_TOKEN}" https://a.io\n',
  ],
  [
    circle,
    "jobs:\n  build:\n    steps:\n      - run:\n          command: >-\n            curl -H 'Authorization: Bearer {{token:random-40}}' https://a.io\n",
    'jobs:\n  build:\n    steps:\n      - run:\n          command: >-\n            curl -H \'Authorization: Bearer \'"${API_TOKEN}" https://a.io\n',
  ],
  // The quotes of the shell stand in those of YAML.
  [
    circle,
    'jobs:\n  build:\n    steps:\n      - run: "curl -H \'Authorization: Bearer {{token:random-40}}\' https://a.io"\n',
    'jobs:\n  build:\n    steps:\n      - run: "curl -H \'Authorization: Bearer \'\\"${API_TOKEN}\\" https://a.io"\n',
  ],
  [
    azure,
    'variables:\n  mode: ci\n  apiToken: {{token:random-40}}\nsteps:\n  - bash: ./deploy $(apiToken)\n',
    'variables:\n  mode: ci\nsteps:\n  - bash: ./deploy $(apiToken)\n',
  ],
  [
    azure,
    'variables:\n  - group: shared\n  - name: apiToken\n    value: {{token:random-40}}\nsteps: []\n',
    'variables:\n  - group: shared\nsteps: []\n',
  ],
  [azure, 'variables:\n  - name: apiToken\n    value: {{token:random-40}}\nsteps: []\n', 'steps: []\n'],
  // A secret variable is in no environment, and not there when templates are expanded.
  [azure, 'variables:\n  API_TOKEN: {{token:random-40}}\nsteps:\n  - bash: ./deploy "$API_TOKEN"\n', undefined],
  [azure, 'variables:\n  api.token: {{token:random-40}}\nsteps:\n  - pwsh: ./deploy $env:API_TOKEN\n', undefined],
  [
    azure,
    'variables:\n  apiToken: {{token:random-40}}\nsteps:\n  - template: a.yml\n    parameters:\n      token: ${{ variables.apiToken }}\n',
    undefined,
  ],
  [
    azure,
    'steps:\n  - bash: ./deploy\n    env:\n      API_TOKEN: {{token:random-40}}\n',
    'steps:\n  - bash: ./deploy\n    env:\n      API_TOKEN: $(API_TOKEN)\n',
  ],
  [
    azure,
    'steps:\n  - bash: |\n      curl -H "Authorization: Bearer {{token:random-40}}" https://a.io\n',
    'steps:\n  - bash: |\n      curl -H "Authorization: Bearer $(API_TOKEN)" https://a.io\n',
  ],
  // A parameter is fixed before the run has secrets.
  [azure, 'parameters:\n  - name: apiToken\n    type: string\n    default: {{token:random-40}}\nsteps: []\n', undefined],
  [buildkite, 'env:\n  API_TOKEN: {{token:random-40}}\nsteps:\n  - command: ./deploy\n', 'steps:\n  - command: ./deploy\n'],
  [
    buildkite,
    'steps:\n  - command: ./deploy\n    env:\n      MODE: ci\n      API_TOKEN: {{token:random-40}}\n',
    'steps:\n  - command: ./deploy\n    env:\n      MODE: ci\n',
  ],
  // What is not escaped is filled in when the pipeline is uploaded.
  [
    buildkite,
    'steps:\n  - command: |\n      curl -H "Authorization: Bearer {{token:random-40}}" https://a.io\n',
    'steps:\n  - command: |\n      curl -H "Authorization: Bearer $${API_TOKEN}" https://a.io\n',
  ],
  [
    buildkite,
    'steps:\n  - command: ./deploy\n    plugins:\n      - docker-login#v3.0.0:\n          username: bot\n          password: {{token:password}}\n',
    undefined,
  ],
  [
    travis,
    'env:\n  global:\n    - MODE=ci\n    - API_TOKEN={{token:random-40}}\nscript: make\n',
    'env:\n  global:\n    - MODE=ci\nscript: make\n',
  ],
  [travis, 'env:\n  global:\n    - MODE=ci API_TOKEN="{{token:random-40}}"\n', 'env:\n  global:\n    - MODE=ci\n'],
  [travis, 'env:\n  global:\n    - "API_TOKEN={{token:random-40}} MODE=ci"\n', 'env:\n  global:\n    - "MODE=ci"\n'],
  [travis, 'env:\n  global:\n    API_TOKEN: {{token:random-40}}\n    MODE: ci\n', 'env:\n  global:\n    MODE: ci\n'],
  [travis, 'env: API_TOKEN={{token:random-40}}\nscript: make\n', 'script: make\n'],
  [travis, 'env:\n  - API_TOKEN={{token:random-40}}\nscript: make\n', 'script: make\n'],
  // Without its item there would be one job less.
  [travis, 'env:\n  - API_TOKEN={{token:random-40}}\n  - MODE=ci\n', undefined],
  [travis, 'env:\n  - API_TOKEN={{token:random-40}} MODE=a\n  - MODE=ci\n', 'env:\n  - MODE=a\n  - MODE=ci\n'],
  [travis, 'script:\n  - ./deploy --token {{token:random-40}}\n', 'script:\n  - ./deploy --token "${TOKEN}"\n'],
  [travis, 'deploy:\n  provider: pages\n  token: {{token:random-40}}\n', 'deploy:\n  provider: pages\n  token: $TOKEN\n'],
  [travis, 'notifications:\n  slack: acme:{{token:random-40}}\n  password: {{token:password}}\n', undefined],
  [gitlab, 'variables:\n  MODE: ci\n  API_TOKEN: {{token:random-40}}\n', 'variables:\n  MODE: ci\n'],
  [
    gitlab,
    'variables:\n  API_TOKEN:\n    description: for the registry\n    value: {{token:random-40}}\n',
    'variables:\n  API_TOKEN:\n    description: for the registry\n',
  ],
  [
    gitlab,
    "job:\n  script:\n    - |\n      curl -H 'Authorization: Bearer {{token:random-40}}' https://a.io\n",
    'job:\n  script:\n    - |\n      curl -H \'Authorization: Bearer \'"${API_TOKEN}" https://a.io\n',
  ],
  [
    gitlab,
    'job:\n  script:\n    - docker login -u bot -p {{token:password}} a.io\n',
    'job:\n  script:\n    - docker login -u bot -p "${PASSWORD}" a.io\n',
  ],
  // The password of an address, under the name of the address without its last word.
  [
    gitlab,
    'job:\n  script:\n    - psql "postgres://app:{{token:password}}@db.acme.io/app"\n',
    'job:\n  script:\n    - psql "postgres://app:${URL_PASSWORD}@db.acme.io/app"\n',
  ],
  [
    'bitbucket-pipelines.yml',
    'definitions:\n  services:\n    db:\n      variables:\n        POSTGRES_PASSWORD: {{token:password}}\n',
    'definitions:\n  services:\n    db:\n      variables:\n        POSTGRES_PASSWORD: $POSTGRES_PASSWORD\n',
  ],
  [
    '.drone.yml',
    'steps:\n  - name: a\n    environment:\n      API_TOKEN: {{token:random-40}}\n',
    'steps:\n  - name: a\n    environment:\n      API_TOKEN:\n        from_secret: api_token\n',
  ],
] as const)('%s: %j', async (file, source, expected) => {
  expect((await repaired(file, source))?.text).toBe(expected);
});

it('says who has to give the variable instead', async () => {
  expect((await repaired(circle, 'jobs:\n  a:\n    environment:\n      MODE: x\n      API_TOKEN: {{token:random-40}}\n'))?.title).toBe(
    'Take it out; define API_TOKEN in a context or as a variable of the project',
  );
  expect((await repaired(azure, 'variables:\n  mode: x\n  apiToken: {{token:random-40}}\n'))?.title).toBe(
    'Take it out; make apiToken a secret variable of the pipeline or of a variable group',
  );
});
