// What each reader of a CI system makes of a small pipeline: jobs, commands with their places, variables, environments.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { azurePipelinesReader } from '../../../../server/engine/facts/ci/azure-pipelines.ts';
import { bitbucketReader } from '../../../../server/engine/facts/ci/bitbucket.ts';
import { buildkiteReader } from '../../../../server/engine/facts/ci/buildkite.ts';
import { cloudBuildReader } from '../../../../server/engine/facts/ci/cloud-build.ts';
import { codebuildReader } from '../../../../server/engine/facts/ci/codebuild.ts';
import { appveyorReader } from '../../../../server/engine/facts/ci/appveyor.ts';
import { codefreshReader } from '../../../../server/engine/facts/ci/codefresh.ts';
import { harnessReader } from '../../../../server/engine/facts/ci/harness.ts';
import { travisReader } from '../../../../server/engine/facts/ci/travis.ts';
import { semaphoreReader } from '../../../../server/engine/facts/ci/semaphore.ts';
import { circleciReader, jobUses } from '../../../../server/engine/facts/ci/circleci.ts';
import * as claims from '../../../../server/engine/facts/ci/claims.ts';
import { droneReader, woodpeckerReader } from '../../../../server/engine/facts/ci/drone.ts';
import { gitlabReader } from '../../../../server/engine/facts/ci/gitlab.ts';
import { jenkinsReader } from '../../../../server/engine/facts/ci/jenkins.ts';
import { argoReader, tektonReader } from '../../../../server/engine/facts/ci/tekton.ts';
import { textOf, type Leaf, type Mapping } from '../../../../server/engine/facts/value.ts';
import type { WorkflowJob } from '../../../../server/engine/facts/workflow.ts';
import type { Reader } from '../../../../server/engine/readers.ts';
import { expectLinear } from '../../../support/growth.ts';

const facts = (reader: Reader, uri: string, text: string) =>
  reader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!;
const workflow = (reader: Reader, uri: string, text: string) => facts(reader, uri, text).workflows[0]!;
const shape = (text: string, jobs: readonly WorkflowJob[]) =>
  jobs.map((job) => ({
    id: job.id,
    head: text.slice(...job.head.span),
    environment: textOf(job.environment),
    commands: job.steps.flatMap((step) => step.lines.map((line) => text.slice(...line.at.span))),
    uses: job.steps.flatMap((step) => textOf(step.uses) ?? []),
    env: job.env.map((entry) => textOf(entry.key)),
  }));

describe('claims', () => {
  it('go by the name', () => {
    const all = Object.values(claims) as ((document: ReturnType<typeof createDocument>) => boolean)[];
    const claimed = (uri: string, text = '') => all.filter((one) => one(createDocument(uri, text))).length;
    for (const uri of [
      '.gitlab-ci.yml',
      'ci/build.gitlab-ci.yml',
      '.gitlab/ci/test.yml',
      'azure-pipelines.yml',
      'azure-pipelines-release.yaml',
      '.azure-pipelines/build.yml',
      '.circleci/config.yml',
      'bitbucket-pipelines.yml',
      '.buildkite/pipeline.yml',
      '.drone.yml',
      '.woodpecker.yml',
      '.woodpecker/build.yaml',
      'buildspec.yml',
      'deploy/buildspec-prod.yaml',
      'cloudbuild.yaml',
      'ci/cloudbuild.release.yml',
      '.semaphore/semaphore.yml',
      'atlantis.yaml',
    ])
      expect(claimed(uri), uri).toBe(1);
    expect(claimed('Jenkinsfile', 'pipeline { }')).toBe(1);
    expect(claimed('ci/Jenkinsfile.release', 'node { }')).toBe(1);
    expect(claimed('Jenkinsfile-nightly', 'node { }')).toBe(1);
    expect(claimed('Jenkinsfile.md', 'node { }')).toBe(0);
    expect(claimed('ci/a.yaml', 'apiVersion: tekton.dev/v1\nkind: Task\n')).toBe(1);
    expect(claimed('ci/a.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: CronWorkflow\n')).toBe(1);
    for (const uri of ['docker-compose.yml', 'src/pipelines.yml', 'values.yaml', 'drone.yml']) expect(claimed(uri, 'jobs: x'), uri).toBe(0);
    expect(claimed('build.groovy', 'println 1')).toBe(0);
    expect(claimed('ci/release.yml', 'trigger: none\nextends:\n  template: v1/base.yml@shared\n  parameters: {}\n')).toBe(1);
    expect(claimed('.eslintrc.yml', 'extends:\n  - eslint:recommended\nrules: {}\n')).toBe(0);
    expect(claimed('compose.yml', 'services:\n  a:\n    extends:\n      file: base.yml\n')).toBe(0);
  });
});

describe('build services', () => {
  it('reads the phases of a buildspec as one job', () => {
    const text = `version: 0.2
env:
  variables: { STAGE: prod }
  secrets-manager: { DB: "prod/db:password" }
  parameter-store: { GH: /ci/github }
phases:
  install: { commands: [npm ci] }
  build:
    commands:
      - |
        make a
        make b
    finally: [./clean]
`;
    const { jobs } = workflow(codebuildReader, 'buildspec.yml', text);
    expect(shape(text, jobs)).toEqual([
      {
        id: 'build',
        head: 'version',
        environment: undefined,
        commands: ['npm ci', 'make a', 'make b', './clean'],
        uses: [],
        env: ['STAGE'],
      },
    ]);
    expect(jobs[0]!.given?.map(({ item }) => item)).toEqual(['secret:prod/db:password', 'secret:/ci/github']);
    expect(facts(codebuildReader, 'buildspec.yml', 'artifacts: { files: [a] }\n').workflows).toEqual([]);
  });
  it('reads scripts of Cloud Build where a shell runs them', () => {
    const text = `steps:
  - name: gcr.io/cloud-builders/npm
    args: [ci]
  - name: acme/helm:3
    id: deploy
    entrypoint: bash
    args: ['-ec', 'helm upgrade x .']
    secretEnv: [KUBE]
  - name: ubuntu
    script: |
      make
  - name: ubuntu
    args: [/bin/sh, -c, ./run]
  - name: python
    args: ['-c', 'print(1)']
serviceAccount: projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com
`;
    const { jobs } = workflow(cloudBuildReader, 'cloudbuild.yaml', text);
    expect(jobs[0]!.steps.flatMap((step) => step.lines.map((line) => line.text))).toEqual(['helm upgrade x .', 'make', './run']);
    expect(jobs[0]!.given?.map(({ item }) => item)).toEqual([
      'secret:KUBE',
      'serviceaccount:projects/p/serviceAccounts/ci@p.iam.gserviceaccount.com',
    ]);
  });
  it('reads the jobs of Semaphore with what is around them', () => {
    const text = `version: v1.0
global_job_config:
  secrets: [{ name: all }]
  prologue: { commands: [checkout] }
blocks:
  - name: test
    task:
      secrets: [{ name: own }]
      env_vars: [{ name: A, value: b }]
      prologue: { commands: [cache restore] }
      epilogue: { always: { commands: [cache store] }, on_fail: { commands: [./tell] } }
      jobs:
        - name: unit
          commands: [npm test]
after_pipeline:
  task: { jobs: [{ commands: [./report] }] }
`;
    const { jobs } = workflow(semaphoreReader, '.semaphore/semaphore.yml', text);
    expect(shape(text, jobs)).toEqual([
      {
        id: 'test/unit',
        head: 'unit',
        environment: undefined,
        commands: ['checkout', 'cache restore', 'npm test', 'cache store', './tell'],
        uses: [],
        env: ['A'],
      },
      { id: 'after_pipeline/0', head: 'commands', environment: undefined, commands: ['checkout', './report'], uses: [], env: [] },
    ]);
    expect(jobs.map(({ given }) => given?.map(({ item }) => item))).toEqual([['secret:all', 'secret:own'], ['secret:all']]);
  });
  it('reads the steps of Codefresh, those side by side among them', () => {
    const text = `version: '1.0'
steps:
  build: { type: build, image_name: a, build_arguments: [A=b] }
  checks:
    type: parallel
    steps:
      unit:
        image: node:20
        environment: [X=1, 'Y=two words']
        commands: [npm test]
      lint: { type: freestyle, arguments: { image: alpine, commands: [make lint] } }
`;
    const { jobs } = workflow(codefreshReader, 'codefresh.yml', text);
    expect(shape(text, jobs)).toEqual([
      {
        id: 'build',
        head: 'version',
        environment: undefined,
        commands: ['npm test', 'make lint'],
        uses: ['build', 'node:20', 'alpine'],
        env: [],
      },
    ]);
    expect(
      jobs[0]!.steps.flatMap(({ env }) => env.map(({ key, value }) => [text.slice(...key.at.span), text.slice(...value.at.span)])),
    ).toEqual([
      ['X', '1'],
      ['Y', 'two'],
    ]);
  });
  it('reads the stages of Harness with groups and what runs side by side', () => {
    const text = `pipeline:
  name: p
  identifier: p
  stages:
    - stage:
        identifier: ci
        spec:
          execution:
            steps:
              - step: { type: Run, identifier: a, spec: { image: alpine, command: make, envVariables: { K: v } } }
              - parallel:
                  - step: { type: Run, identifier: b, spec: { command: make b } }
              - stepGroup:
                  steps: [{ step: { type: ShellScript, identifier: c, spec: { source: { spec: { script: make c } } } } }]
    - parallel:
        - stage:
            name: cd
            spec:
              environment: { environmentRef: prod }
              execution: { steps: [{ step: { type: Run, spec: { command: ./deploy } } }] }
`;
    const { jobs } = workflow(harnessReader, '.harness/p.yaml', text);
    expect(shape(text, jobs)).toEqual([
      { id: 'ci', head: 'identifier', environment: undefined, commands: ['make', 'make b', 'make c'], uses: ['alpine'], env: [] },
      { id: 'cd', head: 'cd', environment: 'prod', commands: ['./deploy'], uses: [], env: [] },
    ]);
  });
  it('reads the phases of Travis CI, jobs of their own and what is deployed to', () => {
    const text = `env: { global: [A=b C=d, { secure: x }] }
script: make
deploy: { provider: s3, secret_access_key: $K }
jobs:
  include: [{ stage: docs, script: [make docs] }, { os: osx }]
`;
    const found = workflow(travisReader, '.travis.yml', text);
    expect(shape(text, found.jobs)).toEqual([
      { id: 'build', head: 'env', environment: undefined, commands: ['make'], uses: ['s3'], env: ['A', 'C'] },
      { id: 'docs-1', head: 'docs', environment: undefined, commands: ['make docs'], uses: [], env: [] },
    ]);
  });
  it('reads the commands of AppVeyor by their shell', () => {
    const text = `environment: { A: b, K: { secure: x }, matrix: [{ B: c }] }
install: [nuget restore, { ps: Get-Item }]
build: off
test_script: [{ sh: make test }]
`;
    const { jobs } = workflow(appveyorReader, 'appveyor.yml', text);
    expect(shape(text, jobs)).toEqual([
      {
        id: 'build',
        head: 'environment',
        environment: undefined,
        commands: ['nuget restore', 'Get-Item', 'make test'],
        uses: [],
        env: ['A', 'B'],
      },
    ]);
  });
});

describe('GitLab CI', () => {
  const text = `default:
  before_script: [setup]
variables:
  A: one
  B: { value: two, description: x }
include: [{ local: x.yml }]
.base:
  environment: { name: production }
  script:
    - make
    - [nested, list]
deploy:
  extends: .base
  variables: { C: three }
test:
  script: |
    # a comment
    first \\
      --long
    second
`;
  it('reads jobs with what they extend, scripts and variables', () => {
    const read = workflow(gitlabReader, '.gitlab-ci.yml', text);
    expect(read.env.map((entry) => [textOf(entry.key), textOf(entry.value)])).toEqual([
      ['A', 'one'],
      ['B', 'two'],
    ]);
    expect(shape(text, read.jobs)).toEqual([
      { id: '.base', head: '.base', environment: 'production', commands: ['setup', 'make', 'nested', 'list'], uses: [], env: [] },
      { id: 'deploy', head: 'deploy', environment: 'production', commands: ['setup', 'make', 'nested', 'list'], uses: [], env: ['C'] },
      { id: 'test', head: 'test', environment: undefined, commands: ['setup', 'first \\\n      --long', 'second'], uses: [], env: [] },
    ]);
  });
  it('ends on bases that extend each other', () => {
    expect(workflow(gitlabReader, '.gitlab-ci.yml', 'a: { extends: b }\nb: { extends: a }\n').jobs).toHaveLength(2);
  });

  it('gathers variables over what a job extends, the later and the own first, and takes defaults unless told not to', () => {
    const more = `default: { before_script: [setup], tags: [shared] }
.one: { variables: { A: 1, B: 1 } }
.two: { extends: .one, variables: { B: 2, C: 2 } }
deploy: { extends: [.one, .two], variables: { C: 3 }, script: [x] }
bare: { inherit: { default: false }, script: [x] }
some: { inherit: { default: [tags] }, script: [x] }
`;
    const jobs = new Map(workflow(gitlabReader, '.gitlab-ci.yml', more).jobs.map((job) => [job.id, job]));
    expect(
      jobs
        .get('deploy')!
        .env.map((entry) => `${textOf(entry.key)}=${textOf(entry.value)}`)
        .sort(),
    ).toEqual(['A=1', 'B=2', 'C=3']);
    const commands = (id: string) => jobs.get(id)!.steps.flatMap((step) => step.lines.map((line) => line.text));
    expect([commands('deploy'), commands('bare'), commands('some')]).toEqual([['setup', 'x'], ['x'], ['x']]);
    expect([jobs.get('bare')!.runner, jobs.get('some')!.runner !== undefined]).toEqual([undefined, true]);
  });
});

describe('the others', () => {
  it('Azure Pipelines: stages, deployments, inline scripts', () => {
    const text =
      'trigger: [main]\nvariables:\n  - name: A\n    value: b\nstages:\n  - stage: s\n    jobs:\n      - deployment: d\n        environment: prod\n        strategy: { runOnce: { deploy: { steps: [{ bash: one }] } } }\n      - job: j\n        steps:\n          - checkout: self\n          - task: AzureCLI@2\n            inputs: { inlineScript: two }\n';
    const read = workflow(azurePipelinesReader, 'azure-pipelines.yml', text);
    expect(read.triggers.map((one) => one.name)).toEqual(['trigger']);
    expect(read.env.map((entry) => textOf(entry.key))).toEqual(['A']);
    expect(shape(text, read.jobs)).toMatchObject([
      { id: 'd', environment: 'prod', commands: ['one'] },
      { id: 'j', commands: ['two'], uses: ['self', 'AzureCLI@2'] },
    ]);
  });
  it('CircleCI: runs, orb steps, contexts of workflows', () => {
    const text =
      'jobs:\n  a:\n    environment: { X: y }\n    steps:\n      - checkout\n      - run: one\n      - run: { name: n, command: two }\n      - when: { condition: x, steps: [{ run: three }] }\n      - aws-cli/setup: { role_arn: r }\nworkflows:\n  w:\n    jobs:\n      - a: { context: [c], filters: { branches: { only: main } } }\n      - b\n';
    const read = workflow(circleciReader, '.circleci/config.yml', text);
    expect(shape(text, read.jobs)).toMatchObject([
      { id: 'a', commands: ['one', 'two', 'three'], uses: ['checkout', 'aws-cli/setup'], env: ['X'] },
    ]);
    expect(jobUses(read.value as Mapping).map((use) => [use.job, use.contexts.map(textOf), use.filtered])).toEqual([
      ['a', ['c'], true],
      ['b', [], false],
    ]);
  });
  it('Bitbucket: steps of all pipelines, an anchored step once', () => {
    const text =
      'definitions:\n  steps:\n    - step: &s { name: Shared, script: [one] }\npipelines:\n  default:\n    - step: *s\n  branches:\n    main:\n      - step: *s\n      - parallel:\n          - step: { name: P, deployment: production, script: [{ pipe: a/b:1, variables: { K: v } }] }\n';
    expect(shape(text, workflow(bitbucketReader, 'bitbucket-pipelines.yml', text).jobs)).toMatchObject([
      { id: 'default/Shared', commands: ['one'] },
      { id: 'branches.main/P', environment: 'production', uses: ['a/b:1'] },
    ]);
  });
  it('Buildkite: groups, commands, plugins in every notation', () => {
    const text =
      'env: { A: b }\nsteps:\n  - wait\n  - group: g\n    steps:\n      - label: l\n        commands: [one, two]\n        plugins: [x/y#v1, { z/w: { k: v } }]\n  - command: three\n    plugins: { q/r: ~ }\n';
    expect(shape(text, workflow(buildkiteReader, '.buildkite/pipeline.yml', text).jobs)).toMatchObject([
      { id: 'l', commands: ['one', 'two'], uses: ['x/y#v1', 'z/w'] },
      { commands: ['three'], uses: ['q/r'] },
    ]);
  });
  it('Buildkite: a file that is a list of steps; a key that makes no step', () => {
    const text = '- label: l\n  command: one\n- wait\n- group: g\n  steps:\n    - command: two\n- script: three\n';
    expect(shape(text, workflow(buildkiteReader, '.buildkite/pipeline.yml', text).jobs)).toMatchObject([
      { id: 'l', commands: ['one'] },
      { commands: ['two'] },
    ]);
  });
  it('Jenkins: a program that walks through nodes is no pipeline', () => {
    for (const text of ['def text(node) { node.text() }\n', 'def node = xml.node(0)\n', 'visit(node)\nif (x) { y }\n'])
      expect(facts(jenkinsReader, 'src/Tree.groovy', text).identities, text).toEqual([]);
    for (const text of ['node {\n sh "a"\n}', 'node(label("a")) {\n}', 'pipeline{ }', "node('x')\n{\n}"])
      expect(facts(jenkinsReader, 'Jenkinsfile', text).identities.length, text).toBe(1);
  });

  it('Woodpecker: secrets that older versions list are given to their step', () => {
    const text = 'steps:\n  - name: a\n    image: x\n    secrets: [one, { source: two, target: TWO }]\n    commands: [make]\n';
    expect(workflow(woodpeckerReader, '.woodpecker.yml', text).jobs[0]!.given?.map(({ item }) => item)).toEqual([
      'secret:one',
      'secret:two',
    ]);
  });

  it('Drone and Woodpecker: each step is a job', () => {
    const drone =
      'kind: secret\nname: s\n---\nkind: pipeline\nname: p\ntrigger: { event: [push] }\nsteps:\n  - name: a\n    image: x\n    environment: { K: { from_secret: s } }\n    commands: [one]\n';
    const read = workflow(droneReader, '.drone.yml', drone);
    expect(read).toMatchObject({ name: 'p', system: 'drone' });
    expect(shape(drone, read.jobs)).toMatchObject([{ id: 'a', commands: ['one'], uses: ['x'], env: ['K'] }]);
    const woodpecker = 'steps:\n  b: { image: y, commands: [two] }\n';
    expect(shape(woodpecker, workflow(woodpeckerReader, '.woodpecker.yml', woodpecker).jobs)).toMatchObject([
      { id: 'b', commands: ['two'] },
    ]);
  });
  it('Tekton and Argo: tasks and templates', () => {
    const task =
      'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: t }\nspec:\n  steps:\n    - { name: s, image: x, script: "one" }\n';
    expect(shape(task, workflow(tektonReader, 'a.yaml', task).jobs)).toMatchObject([{ id: 'Task', commands: ['one'], uses: ['x'] }]);
    const argo =
      'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { generateName: w- }\nspec:\n  templates:\n    - { name: m, script: { image: y, source: two } }\n';
    expect(shape(argo, workflow(argoReader, 'a.yaml', argo).jobs)).toMatchObject([{ id: 'm', commands: ['two'] }]);
    expect(facts(tektonReader, 'a.yaml', argo).workflows).toEqual([]);
  });
  it('Jenkins: commands, quotes and the credentials in reach', () => {
    const text = `pipeline {
  agent any // withCredentials is a word here
  environment { KEY = credentials('k') }
  stages { stage('s') { steps {
    withCredentials([usernamePassword(credentialsId: 'c', usernameVariable: 'U', passwordVariable: 'P')]) {
      sh "one $P"
      sh(label: 'x', script: '''two
        three''')
    }
    echo "no command"
  } } }
}
`;
    const read = workflow(jenkinsReader, 'Jenkinsfile', text);
    const [job] = read.jobs;
    expect(
      job!.steps.map((step) => [
        step.lines.map((line) => line.text),
        step.inputs.map((entry) => textOf(entry.key)).sort(),
        textOf(step.value),
      ]),
    ).toEqual([
      [['one $P'], ['KEY', 'P'], '"'],
      [['two', 'three'], ['KEY', 'P'], "'''"],
    ]);
    expect(textOf(job!.runner)).toBe('any');
    expect(workflow(jenkinsReader, 'Jenkinsfile', 'println 1')).toBeUndefined();
  });
  it('every job is an identity with sorted scope items and no line numbers', () => {
    const read = facts(gitlabReader, '.gitlab-ci.yml', 'deploy:\n  environment: production\n  tags: [own]\n  script: [x]\n');
    expect(read.identities).toMatchObject([
      {
        id: 'gitlab:workflow-job:.gitlab-ci.yml#deploy',
        kind: 'workflow-job',
        environment: 'production',
        scopeItems: ['env:production', 'runner:own'],
      },
    ]);
  });
  it('takes no hidden job of GitLab for an identity: it never runs', () => {
    expect(
      facts(gitlabReader, '.gitlab-ci.yml', '.base: { id_tokens: { V: { aud: a } }, script: [x] }\na: { extends: .base }\n').identities.map(
        (one) => one.name,
      ),
    ).toEqual(['.gitlab-ci.yml#a']);
  });
  it('says what each system gives a job', () => {
    const given = (reader: Reader, uri: string, text: string) =>
      facts(reader, uri, text)
        .identities.flatMap((one) => one.scopeItems ?? [])
        .filter((item) => !/^(?:trigger|uses|runner|env):/.test(item));
    expect(
      given(
        gitlabReader,
        '.gitlab-ci.yml',
        '.base: { id_tokens: { V: { aud: [b, a] } } }\na: { extends: .base, secrets: { DB: { vault: x } }, script: [x] }\n',
      ),
    ).toEqual(['oidc:V=a,b', 'secret:DB']);
    expect(
      given(
        circleciReader,
        '.circleci/config.yml',
        'jobs: { a: { steps: [checkout] } }\nworkflows: { w: { jobs: [{ a: { context: [prod, org] } }] } }\n',
      ),
    ).toEqual(['context:org', 'context:prod']);
    expect(
      given(
        circleciReader,
        '.circleci/config.yml',
        'jobs: { a: { steps: [{ aws-cli/setup: { role_arn: "arn:aws:iam::111122223333:role/ci" } }] } }\n',
      ),
    ).toEqual(['oidc:aws=arn:aws:iam::111122223333:role/ci']);
    expect(given(bitbucketReader, 'bitbucket-pipelines.yml', 'pipelines: { default: [{ step: { oidc: true, script: [x] } }] }\n')).toEqual([
      'oidc:bitbucket',
    ]);
    expect(
      given(
        azurePipelinesReader,
        'azure-pipelines.yml',
        'variables: [{ group: g }]\nstages: [{ stage: s, variables: [{ group: h }], jobs: [{ job: j, steps: [{ task: AzureCLI@2, inputs: { azureSubscription: prod } }] }] }]\n',
      ),
    ).toEqual(['connection:prod', 'group:g', 'group:h']);
    expect(
      given(buildkiteReader, '.buildkite/pipeline.yml', 'steps: [{ command: x, secrets: [A] }, { command: y, secrets: { E: B } }]\n'),
    ).toEqual(['secret:A', 'secret:B']);
    expect(
      given(
        droneReader,
        '.drone.yml',
        'kind: pipeline\nsteps: [{ name: a, image: i, settings: { password: { from_secret: p } }, environment: { T: { from_secret: t } } }]\n',
      ),
    ).toEqual(['secret:p', 'secret:t']);
    expect(given(jenkinsReader, 'Jenkinsfile', "pipeline { environment { K = credentials('k') } }")).toEqual(['secret:K']);
    expect(
      given(
        tektonReader,
        'a.yaml',
        'apiVersion: tekton.dev/v1\nkind: PipelineRun\nmetadata: { name: r }\nspec: { taskRunTemplate: { serviceAccountName: s }, pipelineSpec: { tasks: [{ name: t, taskSpec: { steps: [{ image: i, env: [{ name: E, valueFrom: { secretKeyRef: { name: q, key: k } } }] }] } }] } }\n',
      ),
    ).toEqual(['secret:q', 'serviceaccount:s']);
  });
  it('reads credentials of a Jenkinsfile in time that grows with the text, one block each or one block for all', async () => {
    const each = (n: number): string => `withCredentials([string(variable: "T${n}")]) { sh "echo $T${n}" }\n`;
    const lines = (size: number, line: (n: number) => string): string => Array.from({ length: size }, (_, n) => line(n)).join('');
    for (const blocks of [
      (size: number) => lines(size, each),
      (size: number) => `withCredentials([${lines(size, (n) => `string(variable: "T${n}"), `)}]) {\n${'sh "a"\n'.repeat(size)}}\n`,
    ]) {
      await expectLinear('credentials', 500, (size) => {
        const text = `pipeline {\n${blocks(size)}}\n`;
        return () => facts(jenkinsReader, 'Jenkinsfile', text);
      });
    }
    const [a, b, c] = workflow(
      jenkinsReader,
      'Jenkinsfile',
      `pipeline {\n sh "0"\n withCredentials([string(variable: "A")]) {\n  sh "1"\n  withCredentials([string(variable: "B")]) { sh "2" }\n  sh "3"\n }\n sh "4"\n}\n`,
    )
      .jobs[0]!.steps.slice(1, 4)
      .map(({ inputs }) => inputs.map(({ key }) => textOf(key as Leaf)).sort());
    expect([a, b, c]).toEqual([['A'], ['A', 'B'], ['A']]);
  });
  it('follows a lattice of jobs that extend one another, each job once', async () => {
    // Ten ways from each row to the next: all ways together would be ten to the power of the rows. More rows than a job
    // inherits from, so that each has as many ancestors as the next.
    await expectLinear('rows of jobs', 25, (size) => {
      const rows = Array.from({ length: size }, (_, row) =>
        Array.from(
          { length: 10 },
          (_, column) =>
            `.j${row}x${column}: { extends: [${Array.from({ length: 10 }, (_, next) => `.j${row + 1}x${next}`).join(', ')}], script: [x] }\n`,
        ).join(''),
      ).join('');
      return () => facts(gitlabReader, '.gitlab-ci.yml', rows);
    });
  });
});
