// What a shell gets from us: completion, run by the real shells, and the manual page, read by the real formatter.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, plainEnvironment, posture, write } from './posture.ts';

const here = folderOf({ 'bin/posture': `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`, 'infra/main.tf': '', '.zshrc': '' });

function shell(program: string, args: readonly string[], input?: string): string {
  const run = spawnSync(program, args, {
    cwd: here,
    env: { ...plainEnvironment, HOME: here, PATH: `${here}/bin:${plainEnvironment.PATH}` },
    encoding: 'utf8',
    input,
  });
  expect(run.error, `${program} is installed by .ci/run`).toBeUndefined();
  expect(run.stderr).toBe('');
  return run.stdout;
}

/** What completes the last of `words`. */
const complete: Record<string, (words: readonly string[]) => string[]> = {
  bash(words) {
    const script = `source <(posture completion bash)\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')})\nCOMP_CWORD=${words.length - 1}\n_posture\nprintf '%s\\n' "\${COMPREPLY[@]}"`;
    return shell('bash', ['--norc', '-c', script])
      .split('\n')
      .filter((line) => line !== '');
  },
  fish(words) {
    return shell('fish', ['--no-config', '-c', `posture completion fish | source\ncomplete -C '${words.join(' ')}'`])
      .split('\n')
      .map((line) => line.split('\t')[0]!)
      .filter((line) => line !== '');
  },
};

describe.each(Object.keys(complete))('completion in %s', (name) => {
  const words = complete[name]!;
  it('knows commands, options, choices, rules and files', () => {
    expect(words(['posture', 'che'])).toEqual(['check']);
    expect(words(['posture', 'check', '--prof'])).toEqual(['--profile']);
    expect(words(['posture', 'check', '--profile', '']).sort()).toEqual(['audit', 'default', 'strict']);
    expect(words(['posture', 'hook', ''])).toEqual(['install']);
    expect(words(['posture', 'explain', 'aws/wildcard-a'])).toEqual(['aws/wildcard-action']);
    expect(words(['posture', 'check', '--rule', 'secret/private'])).toContain('secret/private-key');
    expect(words(['posture', 'check', 'inf']).map((one) => one.replace(/\/$/, ''))).toEqual(['infra']);
    expect(words(['posture', 'manu'])).toEqual([]);
    expect(words(['posture', 'observe', 'kube'])).toEqual(['kubectl']);
    expect(words(['posture', 'rules', 'oau'])).toContain('oauth');
    expect(words(['posture', 'help', 'che'])).toEqual(['check']);
  });
});

it('completion in zsh loads and takes its place', () => {
  const out = shell('zsh', [
    '-f',
    '-c',
    'autoload -Uz compinit; compinit -D -u; source <(posture completion zsh); print -r -- $_comps[posture]; whence -w _posture',
  ]);
  expect(out).toBe('_posture\n_posture: function\n');
});

it('completion of a shell that is not known says which are', () => {
  const { code, stderr } = posture(here, ['completion', 'tcsh']);
  expect(code).toBe(2);
  expect(stderr).toContain('bash, zsh, fish');
});

describe('the manual page', () => {
  it('is as the commands are (npm run docs)', () => {
    expect(readFileSync('docs/posture.1', 'utf8')).toBe(posture(here, ['manual']).stdout);
  });

  it('is a page that the formatter takes without a warning', () => {
    write(here, { 'posture.1': posture(here, ['manual']).stdout });
    expect(shell('groff', ['-ww', '-man', '-Tutf8', '-P-cbou', 'posture.1'])).toMatch(/EXIT STATUS[\s\S]+ENVIRONMENT[\s\S]+FILES/);
  });
});

it('help groups every command by what a person wants', () => {
  const { stdout } = posture(here, ['--help']);
  expect(stdout).toMatch(/See and repair:\n {2}check [\s\S]*Decide as a team:\n {2}init /);
  expect(stdout.match(/^[A-Z].*:$/gm)).toEqual([
    'Options:',
    'See and repair:',
    'Decide as a team:',
    'Keep in step:',
    'Answer for it:',
    'Set up:',
  ]);
  expect(posture(here, ['check', '--help']).stdout).not.toContain('default: []');
});
