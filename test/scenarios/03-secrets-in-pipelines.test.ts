// Long-term tokens in CI/CD variables: how old they are, who can read them, and the way to have none. From a workflow and
// what `gh api /orgs/acme/actions/secrets` prints, which lists names and never values.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { check, marked, pick, run } from './support.ts';

const workflow = `on:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@08c6903cd8c0fde910a37f88322edcfb5dd907a8
      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502
        with:
          aws-region: eu-west-1
          aws-access-key-id: \${{ secrets.AWS_ACCESS_KEY_ID }}
          aws-secret-access-key: \${{ secrets.AWS_SECRET_ACCESS_KEY }}
      - run: make deploy
`;
const secrets = (updated: string, visibility: string) =>
  JSON.stringify({
    total_count: 1,
    secrets: [{ name: 'AWS_SECRET_ACCESS_KEY', created_at: `${inDays(-700)}T09:00:00Z`, updated_at: `${updated}T09:00:00Z`, visibility }],
  });

describe('a long-lived key of a pipeline', () => {
  const folder = repositoryOf({
    '.github/workflows/deploy.yml': workflow,
    '.github/CODEOWNERS': '/.github/ @acme/platform\n',
    '.gitignore': '*.json\n',
  });

  it('is found from the workflow alone, and how old it is from the list of secrets', () => {
    expect(check(folder).rules).toEqual(['github/long-lived-cloud-keys']);
    write(folder, { 'secrets.json': secrets(inDays(-400), 'all') });
    expect(run(folder, 'observe', 'github-secrets', 'secrets.json', '--place', 'github:acme')).toContain(
      'github-secrets of github:acme: 1 variable',
    );
    const { findings, code } = check(folder);
    expect(code).toBe(1);
    expect(findings.map(({ rule }) => rule).sort()).toEqual([
      'drift/rotation-overdue',
      'drift/secret-for-every-repository',
      'github/long-lived-cloud-keys',
    ]);
    for (const finding of findings) expect(marked(folder, finding), finding.rule).toBe('${{ secrets.AWS_SECRET_ACCESS_KEY }}');
    expect(findings.map(({ message }) => message).join('\n')).toMatch(/400 days ago[\s\S]*every repository can read it/);
  });

  it('is on the list of the day, with whose it is', () => {
    const { rotate } = JSON.parse(run(folder, 'routine', '--format', 'json')) as {
      rotate: { what: string; owner: string; command: string }[];
    };
    expect(rotate).toMatchObject([
      { what: expect.stringContaining('400 days ago'), owner: '@acme/platform' },
      { what: expect.stringContaining('secret of the whole organization') },
    ]);
    expect(posture(folder, rotate[0]!.command.split(' ').slice(1)).code).toBe(0);
  });

  it('is not old any more when it was changed and given to one repository', () => {
    write(folder, { 'secrets.json': secrets(inDays(-1), 'selected') });
    run(folder, 'observe', 'github-secrets', 'secrets.json', '--place', 'github:acme');
    expect(check(folder).rules).toEqual(['github/long-lived-cloud-keys']);
  });

  it("becomes the job's own identity by the first repair", () => {
    const [found] = check(folder).findings;
    pick(folder, found!, "Use the job's own identity: role-to-assume with id-token: write");
    const text = readFileSync(join(folder, '.github/workflows/deploy.yml'), 'utf8');
    expect(text).toContain('role-to-assume: arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>');
    expect(text).toContain('id-token: write');
    expect(text).not.toContain('secrets.');
    expect(check(folder).rules).not.toContain('github/long-lived-cloud-keys');
  });
});
