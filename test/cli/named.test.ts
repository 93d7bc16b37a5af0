// What people type is what commands printed: places from the folder they are in, names of identities, areas, files.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, type Outcome } from './posture.ts';
import { inDays } from '../support/days.ts';

const files = {
  'infra/main.tf':
    'resource "aws_iam_role" "ci" {\n  name               = "shop-ci"\n  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })\n}\nresource "aws_iam_role_policy_attachment" "ci" {\n  role       = aws_iam_role.ci.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n',
};
const repository = (): string => repositoryOf(files);
const below = (folder: string, args: readonly string[]): Outcome => posture(join(folder, 'infra'), [...args]);

describe('a place', () => {
  it.each(['main.tf:7', 'main.tf:7:17', 'infra/main.tf:7', 'aws/managed-admin-attached', 'main.tf', '.', 'infra', 'infra/'])(
    '%s names the finding from a folder below the root',
    (what) => {
      const folder = repository();
      expect(below(folder, ['repair', what]).stdout).toContain('main.tf:7:17  critical  aws/managed-admin-attached');
      expect(
        below(folder, ['accept', what, '--owner', '@a', '--approved-by', '@b', '--reason', 'r', '--expires', inDays(5), '--dry-run'])
          .stdout,
      ).toContain('would accept: infra/main.tf:7 aws/managed-admin-attached');
    },
  );

  it('that is a folder names what is below it, and a dot the folder one is in', () => {
    const folder = repository();
    mkdirSync(join(folder, 'infra-old'));
    expect(posture(join(folder, 'infra-old'), ['repair', '.']).stderr).toContain('there is no finding at .');
    expect(posture(folder, ['repair', 'infra-old']).stderr).toContain('there is no finding at infra-old');
    expect(posture(folder, ['repair', '.']).stdout).toContain('aws/managed-admin-attached');
  });

  it('of a grant leads to who holds it', () => {
    expect(below(repository(), ['blast', 'main.tf:7']).stdout).toMatch(/aws:role:shop-ci {2}infra\/main\.tf:1 {2}owner nobody/);
  });

  it('that names nothing is told from a file that is not there', () => {
    const folder = repository();
    expect(posture(folder, ['repair', 'infra/main.tf:1']).stderr).toContain(
      'there is no finding at infra/main.tf:1\n`posture check` lists',
    );
    expect(posture(folder, ['repair', 'infra/gone.tf:1']).stderr).toContain('infra/gone.tf does not exist');
    expect(posture(folder, ['repair', 'infra/main.tf:7:2']).stderr).toContain('there is no finding at infra/main.tf:7:2');
    expect(posture(folder, ['repair', 'aws/no-such']).stderr).toContain('there is no finding aws/no-such');
  });
});

describe('an identity', () => {
  it('is named as the inventory names it, or by the name that only it has', () => {
    const folder = repository();
    for (const what of ['aws:role:shop-ci', 'shop-ci', 'SHOP-CI'])
      expect(posture(folder, ['blast', what]).stdout).toMatch(/^aws:role:shop-ci\n/);
    expect(posture(folder, ['blast', 'shop']).stderr).toContain('nothing is known here as "shop"');
    const twice = folderOf({
      'a.yaml': ['a', 'b']
        .map((namespace) => `apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: run\n  namespace: ${namespace}\n`)
        .join('---\n'),
    });
    mkdirSync(join(twice, 'x'));
    git(twice, 'init', '--quiet');
    expect(posture(twice, ['blast', 'run']).stderr).toMatch(
      /2 identities are named "run"\nname one of them: k8s:service-account:a\/run, k8s:service-account:b\/run/,
    );
  });

  it('of Google is one, however it is written', () => {
    const folder = folderOf({
      'main.tf':
        'resource "google_project_iam_member" "ci" {\n  project = "p"\n  role    = "roles/viewer"\n  member  = "serviceAccount:ci@p.iam.gserviceaccount.com"\n}\nresource "google_service_account_key" "ci" {\n  service_account_id = "ci@p.iam.gserviceaccount.com"\n}\n',
    });
    const { identities } = JSON.parse(posture(folder, ['inventory', '--format', 'json']).stdout) as {
      identities: { id: string; grants: string[]; credentials: string[] }[];
    };
    expect(identities.map(({ id, grants, credentials }) => [id, grants.length, credentials.length])).toEqual([
      ['gcp:service-account:ci@p.iam.gserviceaccount.com', 1, 1],
    ]);
  });
});

describe('rules and words', () => {
  it('lists an area, a rule, and says what areas there are', () => {
    const folder = folderOf();
    const vault = posture(folder, ['rules', 'vault'])
      .stdout.split('\n')
      .filter((line) => line.startsWith('  '));
    expect(vault.length).toBeGreaterThan(3);
    expect(vault.every((line) => line.startsWith('  vault/'))).toBe(true);
    expect(posture(folder, ['rules', 'aws/passrole-star']).stdout).toContain('1 rule\n');
    expect(posture(folder, ['rules', 'clouds'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no rule and no area clouds\nareas are secret, aws'),
    });
  });

  it('explains what an area and a file are not', () => {
    const folder = folderOf(files);
    expect(posture(folder, ['explain', 'aws']).stderr).toContain(
      'aws is an area with many rules; name one\n`posture rules aws` lists them',
    );
    expect(posture(folder, ['explain', 'infra/main.tf']).stderr).toContain(
      'infra/main.tf is a file; name a line of it: infra/main.tf:LINE',
    );
  });

  it.each([
    ['scan', 'posture check'],
    ['lint', 'posture check'],
    ['fix', 'posture repair, or posture check --fix for what is safe'],
    ['infra', 'posture check infra'],
  ])('knows what %s is called here', (word, here) => {
    expect(posture(folderOf(files), [word])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: `posture: unknown command '${word}'\nhere it is ${here}\n`,
    });
  });

  it('helps with a command that is misspelt, whichever way it is asked', () => {
    const folder = folderOf();
    for (const args of [['chek'], ['help', 'chek']])
      expect(posture(folder, args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringMatching(/unknown command 'chek'\n\(Did you mean check\?\)/),
      });
    expect(posture(folder, ['harden']).stderr).toBe("posture: unknown command 'harden'\nposture --help lists the commands\n");
    expect(posture(folder, ['help', 'check'])).toMatchObject({ code: 0, stdout: expect.stringContaining('Usage: posture check') });
  });
});
