import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, findingsIn, folderOf, plainEnvironment, posture } from './posture.ts';

const policy = (name: string) =>
  `resource "aws_iam_role_policy" "${name}" {\n  role   = "r"\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] # keep me\n  })\n}\n`;
const binding =
  'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: ci\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: ServiceAccount\n    name: ci\n    namespace: build\n';
const files = { 'infra/main.tf': policy('a'), 'deploy/rbac.yaml': binding };
const textIn = (folder: string, path: string): string => readFileSync(join(folder, path), 'utf8');

describe('posture repair', () => {
  it('lists what there is to choose, and changes nothing', () => {
    const folder = folderOf(files);
    const { stdout, code } = posture(folder, ['repair', 'infra/main.tf:5'], { input: '' });
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^infra\/main\.tf:5:\d+ {2}high {2}aws\/wildcard-action\n.*\n {2}1 {2}Replace "sqs:\*" by only what reads.*\n {2}2 {2}Replace/,
    );
    expect(stdout).toContain('--choose N applies one of them');
    expect(textIn(folder, 'infra/main.tf')).toBe(files['infra/main.tf']);
  });

  it('applies the one that was chosen, and nothing else changes', () => {
    const folder = folderOf(files);
    const dry = posture(folder, ['repair', 'infra/main.tf:5', '--choose', '1', '--dry-run']);
    expect(dry.stdout).toMatch(/^-.*"sqs:\*".*\n\+.*"sqs:Get/m);
    expect(textIn(folder, 'infra/main.tf')).toBe(files['infra/main.tf']);
    const done = posture(folder, ['repair', 'infra/main.tf:5', '--choose', '1']);
    expect(done.code).toBe(0);
    expect(done.stdout).toContain('Repaired 1 finding in infra/main.tf.');
    const [before, after] = [files['infra/main.tf'].split('\n'), textIn(folder, 'infra/main.tf').split('\n')];
    expect(after.filter((line, index) => line !== before[index])).toHaveLength(1);
    expect(after[4]).toContain('# keep me');
    expect(textIn(folder, 'deploy/rbac.yaml')).toBe(binding);
    expect(
      findingsIn(posture(folder, ['check', '--format', 'json', 'infra'])).filter((one) => one.endsWith('aws/wildcard-action')),
    ).toEqual([]);
  });

  it('takes files, rules and several at once', () => {
    const folder = folderOf({ ...files, 'infra/more.tf': policy('b') });
    expect(posture(folder, ['repair', 'aws/wildcard-action', 'deploy/rbac.yaml', '--choose', '1']).stdout).toMatch(
      /Repaired 3 findings in deploy\/rbac\.yaml, infra\/main\.tf, infra\/more\.tf\./,
    );
    expect(textIn(folder, 'deploy/rbac.yaml')).toContain('kind: RoleBinding');
  });

  it('says when there is no such finding, no such fix, or nothing to repair', () => {
    const folder = folderOf(files);
    expect(posture(folder, ['repair', 'infra/main.tf:1'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no finding at infra/main.tf:1'),
    });
    expect(posture(folder, ['repair', 'infra/main.tf:5', '--choose', '9'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no 9'),
    });
    expect(posture(folder, ['repair', '--choose', '1'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('--choose needs to know of what'),
    });
    expect(posture(folder, ['repair', '.', '--choose', '1', '--dry-run'])).toMatchObject({ stdout: expect.stringContaining('--- a/') });
    expect(posture(folderOf({ 'a.txt': 'a' }), ['repair'])).toMatchObject({ code: 0, stdout: 'There is nothing to repair.\n' });
  });

  it('asks at a terminal: which, and whether to write', async () => {
    const folder = folderOf(files);
    // `script` (util-linux) gives the command a terminal of its own; each answer is typed when it is asked for.
    const typed = (answers: readonly string[]) =>
      new Promise<string>((resolve) => {
        const child = spawn('script', ['-qec', `"${process.execPath}" "${bundle}" repair --no-color`, '/dev/null'], {
          cwd: folder,
          env: plainEnvironment,
        });
        const left = [...answers];
        let output = '';
        let asked = 0;
        child.stdout.on('data', (chunk: Buffer) => {
          output += chunk.toString();
          const questions = output.match(/\[[sn]\] /g)?.length ?? 0;
          for (; asked < questions; asked++) child.stdin.write(`${left.shift() ?? 'q'}\n`);
        });
        child.on('close', () => resolve(output));
      });
    expect(await typed(['s', 'q'])).toContain('Which? 1-');
    expect(await typed(['1', 'q', 'n'])).toContain('Write this change?');
    expect(textIn(folder, 'deploy/rbac.yaml')).toBe(binding);
    expect(await typed(['1', 'q', 'y'])).toContain('Repaired 1 finding in deploy/rbac.yaml.');
    expect(textIn(folder, 'deploy/rbac.yaml')).toContain('kind: RoleBinding');
    expect(textIn(folder, 'infra/main.tf')).toBe(files['infra/main.tf']);
  });
});
