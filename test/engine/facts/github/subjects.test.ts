import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../../server/engine/document.ts';
import { githubActionsReader } from '../../../../server/engine/facts/github/reader.ts';
import { patternsMeet, subjectsOf } from '../../../../server/engine/facts/github/subjects.ts';
import { readUses } from '../../../../server/engine/facts/github/uses.ts';
import type { Leaf } from '../../../../server/engine/facts/value.ts';

const subjects = (on: string, job = '') => {
  const workflow = githubActionsReader
    .read([createDocument('.github/workflows/ci.yml', `on: ${on}\njobs:\n  a:\n    runs-on: x\n${job}`)], { neighbour: () => undefined })
    .get('.github/workflows/ci.yml')!.workflows[0]!;
  return subjectsOf(workflow.jobs[0]!, workflow, 'main');
};

describe('subjects of a job', () => {
  it('name the environment in place of the ref', () => {
    expect(subjects('push', '    environment: production\n')).toEqual({ patterns: ['environment:production'], known: true });
    expect(subjects('push', '    environment: ${{ inputs.e }}\n')).toEqual({ patterns: [], known: false });
  });
  it('follow the triggers', () => {
    expect(subjects('{ push: { branches: [main, "release/**"] } }').patterns).toEqual(['ref:refs/heads/main', 'ref:refs/heads/release/*']);
    expect(subjects('[pull_request, schedule]').patterns).toEqual(['pull_request', 'ref:refs/heads/main']);
    expect(subjects('{ push: { tags: ["v*"] } }').patterns).toEqual(['ref:refs/tags/v*']);
    expect(subjects('workflow_call').known).toBe(false);
  });
});

describe('patterns', () => {
  it('meet where one text fits both', () => {
    for (const [a, b] of [
      ['a*', '*b'],
      ['*', ''],
      ['ref:refs/heads/*', 'ref:refs/heads/main'],
      ['a?c', 'abc'],
      ['*x*', 'axb'],
      ['**', '*'],
    ] as const) {
      expect(patternsMeet(a, b), `${a} ${b}`).toBe(true);
      expect(patternsMeet(b, a), `${b} ${a}`).toBe(true);
    }
    for (const [a, b] of [
      ['a*', 'b*'],
      ['environment:production', 'ref:*'],
      ['a?', 'a'],
      ['', 'a'],
    ] as const) {
      expect(patternsMeet(a, b), `${a} ${b}`).toBe(false);
      expect(patternsMeet(b, a), `${b} ${a}`).toBe(false);
    }
  });
});

describe('uses', () => {
  const leaf = (value: string): Leaf => {
    const at = { uri: 'x', span: [10, 10 + value.length] as const };
    return { kind: 'scalar', known: 'literal', value, at, token: at, via: [], encoding: 'yaml-plain', editable: true };
  };
  it('tells commits, versions, branches and none apart', () => {
    const pin = (text: string) => {
      const found = readUses(leaf(text));
      return found?.kind === 'local' ? 'local' : found?.pin;
    };
    expect(
      [
        'a/b@v1',
        'a/b@1.2.3',
        `a/b@${'0'.repeat(40)}`,
        'a/b@main',
        'a/b@release/v1',
        'a/b@something',
        'a/b',
        './x',
        '$/x',
        'docker://a:1',
        'docker://a',
        'docker://localhost:5000/a',
        `docker://a@sha256:${'0'.repeat(64)}`,
      ].map(pin),
    ).toEqual(['version', 'version', 'commit', 'branch', 'branch', 'unknown', 'none', 'local', 'local', 'tag', 'none', 'none', 'digest']);
  });
  it('gives the token of the ref, and nothing for computed names', () => {
    expect(readUses(leaf('Owner/Repo/path@v1'))).toMatchObject({
      name: 'owner/repo/path',
      owner: 'owner',
      repository: 'repo',
      path: 'path',
      ref: 'v1',
      refAt: { span: [26, 28] },
    });
    expect(readUses(leaf('${{ x }}'))).toBeUndefined();
    expect(readUses(leaf('no-slash@v1'))).toBeUndefined();
  });
});
