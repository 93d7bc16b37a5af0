// Pipelines of GitLab over several files: local includes, `extends` into them, `!reference`, and what is not fetched.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { claimsGitlab } from '../../../../server/engine/facts/ci/claims.ts';
import { gitlabReader, idTokens } from '../../../../server/engine/facts/ci/gitlab.ts';
import { textOf, type Mapping } from '../../../../server/engine/facts/value.ts';

function read(files: Readonly<Record<string, string>>, uri = '.gitlab-ci.yml') {
  const documents = new Map(Object.entries(files).map(([path, text]) => [path, createDocument(path, text)]));
  return gitlabReader.read([documents.get(uri)!], { neighbour: (path) => documents.get(path) }).get(uri)!.workflows[0]!;
}
const tokens = (workflow: ReturnType<typeof read>, id: string) =>
  idTokens(workflow.value as Mapping, workflow.jobs.find((job) => job.id === id)!.value).map((entry) => textOf(entry.key));

describe('local includes', () => {
  it('are where `extends` and `default` look', () => {
    const workflow = read({
      '.gitlab-ci.yml':
        'include:\n  - local: /ci/base.yml\n  - ci/more.yml\ndeploy:\n  extends: .cloud\n  script: [x]\ntest:\n  script: [y]\n',
      'ci/base.yml':
        'default:\n  id_tokens: { EVERY: { aud: a } }\n.cloud:\n  environment: production\n  id_tokens: { CLOUD: { aud: a } }\n',
      'ci/more.yml': 'other:\n  script: [z]\n',
    });
    expect(workflow.jobs.map((job) => job.id)).toEqual(['deploy', 'test']);
    expect(textOf(workflow.jobs[0]!.environment)).toBe('production');
    expect(tokens(workflow, 'deploy')).toEqual(['CLOUD']);
    expect(tokens(workflow, 'test')).toEqual(['EVERY']);
  });
  it('count below the own file, and jobs of one name are merged', () => {
    const workflow = read({
      '.gitlab-ci.yml': 'include: { local: a.yml }\ndeploy:\n  environment: staging\n',
      'a.yml': 'deploy:\n  environment: production\n  id_tokens: { T: { aud: a } }\n  script: [x]\n',
    });
    expect(textOf(workflow.jobs[0]!.environment)).toBe('staging');
    expect(tokens(workflow, 'deploy')).toEqual(['T']);
  });
  it('end on circles, on missing files, and on what is not fetched', () => {
    expect(read({ '.gitlab-ci.yml': 'include: a.yml\nx: { script: [x] }\n', 'a.yml': 'include: .gitlab-ci.yml\n' }).jobs).toHaveLength(1);
    expect(
      read({
        '.gitlab-ci.yml':
          'include: [missing.yml, { template: Jobs/SAST.gitlab-ci.yml }, { project: a/b, file: c.yml }, "https://example.com/x.yml", "ci/*.yml"]\nx: { extends: .far, script: [x] }\n',
      }).jobs,
    ).toHaveLength(1);
  });
  it('count from the root of the repository, wherever that is in the workspace', () => {
    const workflow = read(
      {
        'apps/one/.gitlab-ci.yml': 'include: /ci/base.yml\na: { extends: .b, script: [x] }\n',
        'apps/one/ci/base.yml': '.b: { environment: production }\n',
      },
      'apps/one/.gitlab-ci.yml',
    );
    expect(textOf(workflow.jobs[0]!.environment)).toBe('production');
  });
});

describe('!reference', () => {
  const commands = (text: string, more: Readonly<Record<string, string>> = {}) =>
    read({ '.gitlab-ci.yml': text, ...more })
      .jobs.at(-1)!
      .steps.flatMap((step) => step.lines.map((line) => line.text));
  it('stands for what it names', () => {
    expect(commands('.setup:\n  script:\n    - first\njob:\n  script:\n    - !reference [.setup, script]\n    - second\n')).toEqual([
      'first',
      'second',
    ]);
    expect(commands('.setup:\n  script: [first]\njob:\n  script: !reference [.setup, script]\n')).toEqual(['first']);
  });
  it('comes to nothing where it names nothing, or itself', () => {
    expect(commands('job:\n  script:\n    - !reference [.missing, script]\n    - second\n')).toEqual(['second']);
    expect(commands('job:\n  script:\n    - !reference [job, script]\n    - second\n')).toEqual(['second', 'second']);
    expect(commands('job:\n  script:\n    - !reference []\n    - !reference x\n    - second\n').at(-1)).toBe('second');
  });
  it('leaves scripts of other files to those files', () => {
    expect(
      commands('include: a.yml\njob:\n  script:\n    - !reference [.far, script]\n    - second\n', {
        'a.yml': '.far:\n  script: [first]\n',
      }),
    ).toEqual(['second']);
  });
});

describe('files that are included', () => {
  it('are told by their folder and their jobs', () => {
    const claimed = (uri: string, text: string) => claimsGitlab(createDocument(uri, text));
    expect(claimed('ci/deploy.yml', 'deploy:\n  stage: deploy\n  script: [x]\n')).toBe(true);
    expect(claimed('.gitlab/jobs/build.yml', 'build:\n  rules: []\n  script: [x]\n')).toBe(true);
    expect(claimed('templates/steps.yml', 'steps:\n  - script: x\n    needs: y\n')).toBe(false);
    expect(claimed('ci/values.yml', 'a: b\n')).toBe(false);
    expect(claimed('src/deploy.yml', 'deploy:\n  stage: deploy\n  script: [x]\n')).toBe(false);
  });
});
