// What is written down for the clouds: exactly the subjects that the job presents.
import { describe, expect, it } from 'vitest';
import { createProject, unknownWorkspace } from '../../../server/engine/project.ts';
import { createDocument } from '../../../server/engine/document.ts';
import { githubActionsReader } from '../../../server/engine/facts/github/reader.ts';
import { subjectsFor, trustFile } from '../../../rules/github/trust-to-paste.ts';

const project = createProject(
  new Map(),
  {},
  { ...unknownWorkspace('2026-11-22'), remote: { host: 'github.com', path: 'acme/app' }, defaultBranch: 'main' },
);
function read(text: string) {
  const uri = '.github/workflows/a.yml';
  const workflow = githubActionsReader.read([createDocument(uri, text)], { neighbour: () => undefined }).get(uri)!.workflows[0]!;
  return { workflow, job: workflow.jobs[0]! };
}

describe('the trust to paste', () => {
  it('names the environment of the job', () => {
    const { job, workflow } = read('on: push\njobs:\n  a:\n    environment: production\n    steps: [{ run: x }]\n');
    expect(subjectsFor(job, workflow, project)).toEqual(['repo:acme/app:environment:production']);
    const aws = JSON.parse(trustFile('aws', job, workflow, project).appendLines[0]!);
    expect(aws.Statement[0].Condition).toEqual({
      StringEquals: {
        'token.actions.githubusercontent.com:aud': 'sts.amazonaws.com',
        'token.actions.githubusercontent.com:sub': 'repo:acme/app:environment:production',
      },
    });
    expect(JSON.parse(trustFile('azure', job, workflow, project).appendLines[0]!)).toMatchObject({
      subject: 'repo:acme/app:environment:production',
      audiences: ['api://AzureADTokenExchange'],
    });
    expect(trustFile('gcp', job, workflow, project).appendLines.at(-1)).toContain('/subject/repo:acme/app:environment:production"');
  });
  it('asks for a pattern only where the job needs one, and only of clouds that take one', () => {
    const { job, workflow } = read('on: { push: { tags: ["v*"] } }\njobs:\n  a:\n    steps: [{ run: x }]\n');
    const aws = JSON.parse(trustFile('aws', job, workflow, project).appendLines[0]!);
    expect(aws.Statement[0].Condition.StringLike).toEqual({ 'token.actions.githubusercontent.com:sub': 'repo:acme/app:ref:refs/tags/v*' });
    expect(trustFile('azure', job, workflow, project).appendLines).toEqual([]);
  });
  it('falls back to the default branch where a caller decides', () => {
    const { job, workflow } = read('on: workflow_call\njobs:\n  a:\n    steps: [{ run: x }]\n');
    expect(subjectsFor(job, workflow, project)).toEqual(['repo:acme/app:ref:refs/heads/main']);
  });
});
