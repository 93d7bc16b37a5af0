import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { claimsWorkflow } from '../../../../server/engine/facts/github/claims.ts';
import { githubActionsReader } from '../../../../server/engine/facts/github/reader.ts';
import { textOf } from '../../../../server/engine/facts/value.ts';
import type { Workflow } from '../../../../server/engine/facts/workflow.ts';

const read = (text: string, uri = '.github/workflows/ci.yml'): Workflow | undefined => {
  const facts = githubActionsReader.read([createDocument(uri, text)], { neighbour: () => undefined });
  return facts.get(uri)!.workflows[0];
};
const slice = (text: string, at: { span: readonly [number, number] }) => text.slice(...at.span);

describe('claims', () => {
  const claims = (uri: string, text = '') => claimsWorkflow(createDocument(uri, text));
  it('by path, or by two words', () => {
    expect(claims('.github/workflows/a.yaml')).toBe(true);
    expect(claims('tools/action.yml')).toBe(true);
    expect(claims('ci/node.yml', 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n')).toBe(true);
    expect(claims('deploy/app.yml', 'jobs: []\n')).toBe(false);
    expect(claims('.github/workflows/readme.md')).toBe(false);
  });
});

describe('workflows', () => {
  it('reads triggers in all three notations', () => {
    expect(read('on: push\njobs: {}')!.triggers.map((one) => one.name)).toEqual(['push']);
    expect(read('on: [push, pull_request]\njobs: {}')!.triggers.map((one) => one.name)).toEqual(['push', 'pull_request']);
    const text = 'on:\n  push:\n  pull_request_target:\n    types: [opened]\njobs: {}';
    expect(read(text)!.triggers.map((one) => slice(text, one.at))).toEqual(['push', 'pull_request_target']);
  });

  it('reads permissions of the workflow and of jobs', () => {
    const text =
      'on: push\npermissions: read-all\njobs:\n  a:\n    permissions:\n      contents: write # why\n      id-token: write\n    runs-on: x\n    steps: []\n  b:\n    permissions: {}\n';
    const workflow = read(text)!;
    expect(textOf(workflow.permissions!.all)).toBe('read-all');
    expect(workflow.jobs[0]!.permissions!.scopes.map((scope) => [scope.name, textOf(scope.access), slice(text, scope.access.at)])).toEqual([
      ['contents', 'write', 'write'],
      ['id-token', 'write', 'write'],
    ]);
    expect(workflow.jobs[1]!.permissions).toMatchObject({ scopes: [] });
    expect(workflow.jobs[1]!.permissions!.all).toBeUndefined();
  });

  it('reads jobs, steps, calls and what they are given', () => {
    const text = `on: push
jobs:
  build:
    needs: lint
    environment:
      name: production
    runs-on: [self-hosted, linux]
    if: github.ref == 'refs/heads/main'
    env: { A: one }
    steps:
      - uses: actions/checkout@v4
        with: { ref: "\${{ github.head_ref }}" }
      - name: Go
        id: go
        run: |
          echo "\${{ secrets.TOKEN }}"
      - run: make
      - run: make
  call:
    uses: ./.github/workflows/other.yml
    secrets: inherit
`;
    const [build, call] = read(text)!.jobs;
    expect(build).toMatchObject({ id: 'build', needs: ['lint'], anchor: 'github-actions|.github/workflows/ci.yml|jobs.build' });
    expect(textOf(build!.environment)).toBe('production');
    expect(build!.steps.map((step) => step.anchor.split('.').at(-1))).toEqual([
      'steps[actions/checkout]',
      'steps[go]',
      'steps[run]',
      'steps[run#2]',
    ]);
    expect(build!.expressions.map((one) => [one.where, slice(text, one.at)])).toEqual([['if', "github.ref == 'refs/heads/main'"]]);
    expect(build!.steps.flatMap((step) => step.expressions).map((one) => [one.where, one.key, slice(text, one.at)])).toEqual([
      ['with', 'ref', '${{ github.head_ref }}'],
      ['run', undefined, '${{ secrets.TOKEN }}'],
    ]);
    expect(textOf(call!.calls!.secrets)).toBe('inherit');
  });

  it('gives exact spans inside quoted strings with escapes', () => {
    const text = "on: push\njobs:\n  a:\n    if: '${{ github.actor == ''x'' }}'\n    name: \"caf\\u00e9 \\\"${{ inputs.who }}\\\"\"\n";
    const job = read(text)!.jobs[0]!;
    expect(job.expressions.map((one) => [slice(text, one.at), one.tree !== undefined])).toEqual([
      ["${{ github.actor == ''x'' }}", true],
      ['${{ inputs.who }}', true],
    ]);
  });

  it('follows anchors and aliases, and says when steps are no steps', () => {
    const text = 'on: push\njobs:\n  a:\n    steps: &s\n      - run: x\n      - 3\n  b:\n    steps: *s\n  c:\n    steps: no\n';
    expect(read(text)!.jobs.map((job) => job.steps.length)).toEqual([1, 1, 0]);
  });

  it('reads composite actions', () => {
    const workflow = read('name: Build\nruns:\n  using: composite\n  steps:\n    - run: echo\n      shell: bash\n', 'build/action.yml')!;
    expect(workflow).toMatchObject({ kind: 'action', name: 'Build', jobs: [] });
    expect(workflow.steps).toHaveLength(1);
  });

  it('leaves alone what has jobs and is no workflow', () => {
    expect(read('jobs:\n  a:\n    runs-on: x\n', 'other/thing.yml')).toBeUndefined();
    expect(read('just text')).toBeUndefined();
    expect(read('')).toBeUndefined();
  });
});

describe('jobs as identities', () => {
  it('have sorted scope items that name what they may use, and no line', () => {
    const text = `on:
  push:
  issues: { types: [opened, edited] }
permissions: { contents: read }
jobs:
  deploy:
    permissions: { id-token: write, packages: write }
    environment: production
    runs-on: [self-hosted, linux]
    steps:
      - uses: Acme/Tool@v1
        with: { key: "\${{ secrets.Tool_Key }}", token: "\${{ secrets.GITHUB_TOKEN }}" }
      - uses: aws-actions/configure-aws-credentials@v5
        with: { role-to-assume: "arn:aws:iam::111122223333:role/ci" }
  call:
    uses: ./.github/workflows/x.yml
    secrets: inherit
`;
    const [deploy, call] = githubActionsReader
      .read([createDocument('.github/workflows/ci.yml', text)], { neighbour: () => undefined })
      .get('.github/workflows/ci.yml')!.identities;
    expect(deploy).toMatchObject({
      id: 'github:workflow-job:.github/workflows/ci.yml#deploy',
      kind: 'workflow-job',
      platform: 'github',
      environment: 'production',
    });
    expect(deploy!.scopeItems).toEqual([
      'env:production',
      'oidc:aws=arn:aws:iam::111122223333:role/ci',
      'perm:id-token=write',
      'perm:packages=write',
      'runner:linux',
      'runner:self-hosted',
      'secret:TOOL_KEY',
      'trigger:issues[edited,opened]',
      'trigger:push',
      'uses:acme/tool',
      'uses:aws-actions/configure-aws-credentials',
    ]);
    expect(call!.scopeItems).toEqual([
      'perm:contents=read',
      'reusable:./.github/workflows/x.yml',
      'secrets:inherit',
      'trigger:issues[edited,opened]',
      'trigger:push',
    ]);
  });
});
