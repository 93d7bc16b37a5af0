// The readers of the CI systems never throw, whatever is left of a pipeline, and keep their places inside the text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../server/engine/document.ts';
import { atlantisReader } from '../../server/engine/facts/ci/atlantis.ts';
import { azurePipelinesReader } from '../../server/engine/facts/ci/azure-pipelines.ts';
import { bitbucketReader } from '../../server/engine/facts/ci/bitbucket.ts';
import { buildkiteReader } from '../../server/engine/facts/ci/buildkite.ts';
import { cloudBuildReader } from '../../server/engine/facts/ci/cloud-build.ts';
import { codebuildReader } from '../../server/engine/facts/ci/codebuild.ts';
import { appveyorReader } from '../../server/engine/facts/ci/appveyor.ts';
import { codefreshReader } from '../../server/engine/facts/ci/codefresh.ts';
import { harnessReader } from '../../server/engine/facts/ci/harness.ts';
import { travisReader } from '../../server/engine/facts/ci/travis.ts';
import { semaphoreReader } from '../../server/engine/facts/ci/semaphore.ts';
import { circleciReader } from '../../server/engine/facts/ci/circleci.ts';
import { droneReader } from '../../server/engine/facts/ci/drone.ts';
import { gitlabReader } from '../../server/engine/facts/ci/gitlab.ts';
import { preCommitReader } from '../../server/engine/facts/ci/pre-commit.ts';
import { readGroovy } from '../../server/engine/facts/ci/groovy.ts';
import { imageBuildReader } from '../../server/engine/facts/ci/image-build.ts';
import { jenkinsReader } from '../../server/engine/facts/ci/jenkins.ts';
import { argoReader, tektonReader } from '../../server/engine/facts/ci/tekton.ts';
import type { Reader } from '../../server/engine/readers.ts';
import { expectLinear } from '../support/growth.ts';

const samples: readonly (readonly [Reader, string, string])[] = [
  [
    gitlabReader,
    '.gitlab-ci.yml',
    'default: { id_tokens: { T: { aud: x } } }\n.b: &b\n  script: [a, !reference [.x, script]]\na:\n  <<: *b\n  extends: [.b]\n  environment: { name: p }\n  variables: { K: { value: v } }\n  script: |\n    one \\\n    two\n',
  ],
  [
    azurePipelinesReader,
    'azure-pipelines.yml',
    'stages:\n  - stage: s\n    jobs:\n      - deployment: d\n        environment: e\n        strategy: { runOnce: { deploy: { steps: [{ bash: x }] } } }\n${{ if eq(a, b) }}:\n  - x\n',
  ],
  [
    circleciReader,
    '.circleci/config.yml',
    'orbs: { a: b/c@1 }\njobs: { j: { steps: [checkout, { run: { command: x } }] } }\nworkflows: { w: { jobs: [{ j: { context: [c] } }] } }\n',
  ],
  [
    bitbucketReader,
    'bitbucket-pipelines.yml',
    'pipelines:\n  default:\n    - parallel: { steps: [{ step: { script: [a, { pipe: p:1 }] } }] }\n',
  ],
  [
    atlantisReader,
    'atlantis.yaml',
    'repos: [{ id: /.*/, allowed_overrides: [workflow] }]\nprojects: [{ dir: a, apply_requirements: [] }]\n',
  ],
  [
    codebuildReader,
    'buildspec.yml',
    'version: 0.2\nenv: { secrets-manager: { A: b } }\nphases:\n  build: { commands: [x, [y]], finally: z }\n',
  ],
  [
    cloudBuildReader,
    'cloudbuild.yaml',
    'steps:\n  - { name: i, entrypoint: sh, args: [-c, x], secretEnv: [K] }\n  - { name: j, script: y }\n',
  ],
  [
    semaphoreReader,
    '.semaphore/a.yml',
    'global_job_config: { secrets: [{ name: s }] }\nblocks:\n  - task: { env_vars: [{ name: a, value: b }], jobs: [{ commands: [x] }] }\n',
  ],
  [
    codefreshReader,
    'codefresh.yml',
    'version: "1.0"\nsteps:\n  p: { type: parallel, steps: { a: { image: i, environment: [A=b], commands: [x] } } }\n  b: { arguments: { build_arguments: [K=v] } }\n',
  ],
  [
    harnessReader,
    '.harness/a.yaml',
    'pipeline:\n  stages:\n    - parallel: [{ stage: { spec: { execution: { steps: [{ stepGroup: { steps: [{ step: { spec: { command: x } } }] } }] } } } }]\n',
  ],
  [travisReader, '.travis.yml', 'env: { global: [A=b] }\nscript: [x]\ndeploy: [{ provider: p }]\njobs: { include: [{ script: y }] }\n'],
  [appveyorReader, 'appveyor.yml', 'environment: { matrix: [{ A: b }] }\ninstall: [x, { ps: y }]\n'],
  [buildkiteReader, '.buildkite/pipeline.yml', 'steps:\n  - group: g\n    steps: [{ command: a, plugins: [{ x#1: ~ }] }]\n'],
  [droneReader, '.drone.yml', 'kind: pipeline\nsteps:\n  - name: a\n    settings: { p: { from_secret: k } }\n    commands: [x]\n'],
  [
    tektonReader,
    'a.yaml',
    'apiVersion: tekton.dev/v1\nkind: PipelineRun\nspec: { pipelineSpec: { tasks: [{ taskSpec: { steps: [{ script: x }] } }] } }\n',
  ],
  [
    preCommitReader,
    '.pre-commit-config.yaml',
    'repos:\n  - repo: https://github.com/a/b\n    rev: v1\n    hooks: [{ id: x }]\n  - repo: local\n',
  ],
  [argoReader, 'a.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: { templates: [{ container: { args: [x] } }] }\n'],
  [
    imageBuildReader,
    'Dockerfile',
    'FROM a AS b\nARG NPM_TOKEN\nFROM b\nENV X="$NPM_TOKEN" \\\n  # c\n  K=1\nRUN <<E\nE\nENV API_TOKEN $X\n',
  ],
  [imageBuildReader, 'compose.yaml', 'services:\n  a: { build: { args: [NPM_TOKEN, A=b] } }\n  b: { build: { args: { NPM_TOKEN: ~ } } }\n'],
  [imageBuildReader, 'build.sh', 'docker build \\\n  --build-arg NPM_TOKEN=$X . && docker login -p $Y\n'],
  [
    jenkinsReader,
    'Jenkinsfile',
    'pipeline { agent any\n environment { K = credentials("x") }\n withCredentials([string(variable: "T")]) { sh """a ${T}\nb""" }\n /* c */ }\n',
  ],
];

const pieces = [
  '',
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '\n',
  '  ',
  '"',
  "'",
  '"""',
  "'''",
  '/*',
  '//',
  '&a ',
  '*a',
  '!x ',
  '|',
  '\\',
  '\t',
  '\0',
  '\u{1F600}',
  '<<: *b',
];

describe('readers of CI systems', () => {
  it.each(samples.map((sample) => [sample[1], sample] as const))('%s: truncated and damaged', (_name, [reader, uri, sample]) => {
    const read = (text: string) => {
      for (const workflow of reader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!.workflows) {
        for (const job of workflow.jobs)
          for (const step of job.steps) for (const line of step.lines) expect(text.slice(...line.at.span)).toBe(line.text);
      }
    };
    for (let end = 0; end <= sample.length; end += 2) read(sample.slice(0, end));
    const damage = fc.array(fc.record({ at: fc.nat(sample.length), cut: fc.nat(10), put: fc.constantFrom(...pieces) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(damage, (edits) => {
        let text = sample;
        for (const { at, cut, put } of edits) text = text.slice(0, at) + put + text.slice(at + cut);
        read(text);
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    [azurePipelinesReader, 'azure-pipelines.yml', 'jobs: [{}]\n', 1],
    [azurePipelinesReader, 'azure-pipelines.yml', 'stages: [{ jobs: [{}, { steps: [{}] }] }]\n', 2],
    [buildkiteReader, '.buildkite/pipeline.yml', 'steps: [{}]\n', 0],
    [tektonReader, 'a.yaml', 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: {}\nspec: { steps: [{}] }\n', 1],
    [argoReader, 'a.yaml', 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nspec: { templates: [{}] }\n', 0],
  ] as const)('jobs in which nothing is written yet are jobs or none', (reader, uri, text, jobs) => {
    expect(
      reader
        .read([createDocument(uri, text)], { neighbour: () => undefined })
        .get(uri)!
        .workflows.map((workflow) => workflow.jobs.length),
    ).toEqual([jobs]);
  });

  it('reads Groovy in time that grows with the text, however deep', async () => {
    for (const piece of ['{', '"', "'", '"""', '/*', 'withCredentials([string(variable: "T")]) {', 'a = credentials("x")\n']) {
      await expectLinear(piece, 6_000, (size) => {
        const text = piece.repeat(size);
        return () => readGroovy(text);
      });
    }
  });
});
