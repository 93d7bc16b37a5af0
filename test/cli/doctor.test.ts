import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, write } from './posture.ts';

/** The lines by what they are about, with the mark in front of what they say. */
function doctor(folder: string, env: NodeJS.ProcessEnv = {}): { code: number | null; lines: Record<string, string>; stdout: string } {
  const { code, stdout } = posture(folder, ['doctor'], { env });
  const lines: Record<string, string> = {};
  let last = '';
  for (const line of stdout.split('\n')) {
    const [, mark, about, says] = /^([✓·✗]) (\S+) +(.*)$/.exec(line) ?? [];
    if (about !== undefined) lines[(last = about)] = `${mark} ${says}`;
    else if (line.includes('→')) lines[last] += ` ${line.trim()}`;
  }
  return { code, lines, stdout };
}

describe('posture doctor', () => {
  it('names what is not there with the command that mends it, and is ready all the same', () => {
    const { code, lines, stdout } = doctor(repositoryOf({ 'a.txt': 'a' }));
    expect(code).toBe(0);
    expect(stdout).toContain('Ready.');
    expect(lines['hook']).toBe('· commits are not checked → posture hook install');
    expect(lines['owners']).toMatch(/^· no CODEOWNERS/);
    expect(lines['decisions']).toMatch(/^· 0 count, of main; there is no policy on it.*→ posture init/);
    expect(lines['pipeline']).toMatch(/^· no pipeline/);
  });

  it('sees a repository that has everything', () => {
    const folder = repositoryOf({
      CODEOWNERS: '* @acme/platform\n',
      '.posture/config.yaml': 'profile: strict\n',
      '.github/workflows/ci.yml': 'jobs: {x: {steps: [{run: posture check}]}}\n',
      '.posture/policy.yaml': 'v: 1\n',
    });
    posture(folder, ['hook', 'install']);
    const { code, lines } = doctor(folder);
    expect(code).toBe(0);
    for (const about of ['git', 'repository', 'configuration', 'decisions', 'owners', 'hook', 'pipeline', 'cache'])
      expect(lines[about], about).toMatch(/^✓/);
  });

  it('ends with 2 and the place where a configuration or a record cannot be read', () => {
    const folder = repositoryOf({
      '.posture/config.yaml': 'profile: loud\n',
      '.posture/decisions/aws/wildcard-action-0000000000000000.yaml': 'v: 9\n',
    });
    const { code, lines, stdout } = doctor(folder);
    expect(code).toBe(2);
    expect(lines['configuration']).toMatch(/^✗ \.posture\/config\.yaml:1:10 /);
    expect(lines['record']).toMatch(/^✗ \.posture\/decisions\/aws\/wildcard-action-0000000000000000\.yaml: /);
    expect(stdout).toMatch(/\d to mend before checks can be trusted here\./);
  });

  it('says what works without git and without a repository', () => {
    expect(doctor(folderOf()).lines['repository']).toMatch(/^· none here/);
    const folder = folderOf();
    git(folder, 'init', '--quiet', '--bare');
    expect(doctor(folder).lines['repository']).toMatch(/bare repository.*git clone/s);
    const { code, lines } = doctor(folderOf(), { PATH: folderOf() });
    expect(code).toBe(2);
    expect(lines['git']).toMatch(/^✗ not found on the path/);
  });

  it('says what a shallow clone lacks', () => {
    const shallow = join(folderOf(), 'shallow');
    const whole = repositoryOf({ 'a.txt': 'a\n' });
    write(whole, { 'b.txt': 'b\n' });
    git(whole, 'add', '.');
    git(whole, 'commit', '--quiet', '--message', 'second');
    git(whole, 'clone', '--quiet', '--depth', '1', `file://${whole}`, shallow);
    expect(doctor(shallow).lines['repository']).toMatch(/^· .*a shallow clone.*git fetch --unshallow/s);
    expect(posture(shallow, ['check', '--diff', 'main~1']).stderr).toBe(
      'posture: there is no commit main~1 here\nthis clone is shallow; fetch its history first: git fetch --unshallow\n',
    );
  });

  it('says when pre-commit is named and not installed, and when it is', () => {
    const folder = repositoryOf({ '.pre-commit-config.yaml': 'repos:\n  - repo: x\n    hooks:\n      - id: posture\n' });
    expect(doctor(folder).lines['hook']).toMatch(/pre-commit is not installed in this clone → pre-commit install/);
    write(folder, { '.git/hooks/pre-commit': '#!/bin/sh\nexec pre-commit hook-impl\n' });
    expect(doctor(folder).lines['hook']).toBe('✓ through pre-commit');
  });

  it.skipIf(process.platform !== 'linux')('has no cache where no folder can be made, and says so', () => {
    const { code, lines } = doctor(repositoryOf({ 'a.txt': 'a' }), { POSTURE_CACHE: '/proc/none/of/this' });
    expect(code).toBe(0);
    expect(lines['cache']).toMatch(/^· no folder that is yours alone/);
  });

  it('uses no cache that others can write to, and leaves the repository as it was', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    const cache = folderOf({ 'code/x': '' });
    chmodSync(join(cache, 'code'), 0o777);
    expect(doctor(folder, { POSTURE_CACHE: cache }).lines['cache']).toMatch(/^· no folder that is yours alone/);
    expect(doctor(folder, { POSTURE_CACHE: 'off' }).lines['cache']).toMatch(/^· turned off/);
    expect(git(folder, 'status', '--porcelain')).toBe('');
    expect(existsSync(join(folder, '.posture'))).toBe(false);
  });
});
