// Runs the built CLI as a user would: the bundle as a process of its own, in a temporary folder.
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll } from 'vitest';
import { fillTokens } from '../../server/engine/secrets/generate.ts';

/** `npm test` builds first; POSTURE_CLI names another build. */
export const bundle = resolve(process.env.POSTURE_CLI ?? 'out/cli.js');

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly input?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** Options for node itself. */
  readonly node?: readonly string[];
}

/** An environment without the settings of this machine's user. The day on which the tests play stays: see test/run.mjs. */
export const plainEnvironment: NodeJS.ProcessEnv = {
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => name === 'LD_PRELOAD' || name.startsWith('FAKETIME'))),
  PATH: process.env.PATH,
  HOME: '/nonexistent',
  POSTURE_CACHE: resolve('node_modules/.cache/posture'),
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'A',
  GIT_AUTHOR_EMAIL: 'a@example.com',
  GIT_COMMITTER_NAME: 'A',
  GIT_COMMITTER_EMAIL: 'a@example.com',
};

export function posture(cwd: string, args: readonly string[], options: RunOptions = {}): Outcome {
  const result = spawnSync(process.execPath, [...(options.node ?? []), bundle, ...args], {
    cwd,
    input: options.input,
    env: { ...plainEnvironment, ...options.env },
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  });
  return { code: result.status, stdout: result.stdout, stderr: result.stderr };
}

/** The same with what changes from run to run replaced, for snapshots. */
export function shown(outcome: Outcome, folder: string): string {
  const text = (part: string) =>
    part
      .replaceAll(folder, '<folder>')
      .replace(/\bin \d+ ms\b|\bin \d+\.\d s\b/g, 'in <time>')
      .replace(/\b[0-9a-f]{12}\b(?=\))/g, '<commit>');
  return `exit ${outcome.code}\n--- stdout\n${text(outcome.stdout)}--- stderr\n${text(outcome.stderr)}`;
}

const made: string[] = [];
afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A temporary folder with these files; tokens are filled in. It goes when the tests of the file are done. */
export function folderOf(files: Readonly<Record<string, string | Buffer>> = {}): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'posture-test-')));
  made.push(folder);
  write(folder, files);
  return folder;
}

export function write(folder: string, files: Readonly<Record<string, string | Buffer>>): void {
  for (const [path, content] of Object.entries(files)) {
    const full = join(folder, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, typeof content === 'string' ? fillTokens(content) : content);
    settle(full);
    if (typeof content === 'string' && content.startsWith('#!')) chmodSync(full, 0o755);
  }
}

/** The disk has a clock of its own: on a day that is played, what was written just now is of that day. */
function settle(path: string): void {
  utimesSync(path, new Date(), new Date());
}

/** Plain git, for setting repositories up. Throws when it fails. */
export function git(cwd: string, ...args: string[]): string {
  return gitUnder(plainEnvironment, cwd, args);
}

function gitUnder(env: NodeJS.ProcessEnv, cwd: string, args: readonly string[]): string {
  const result = spawnSync('git', ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args], {
    cwd,
    env,
    encoding: 'utf8',
  });
  if (result.status !== 0) throw new Error(`git ${args.join(' ')}: ${result.stderr}`);
  // What is older than the index and of the same size and second, git takes for unchanged.
  const index = join(cwd, '.git/index');
  if (existsSync(index)) settle(index);
  return result.stdout;
}

/** Commits everything as of a day (`2026-11-22`, noon in UTC), and gives the commit: the clock of whoever commits is what a history knows of time. */
export function commitOn(folder: string, day: string, message = day): string {
  git(folder, 'add', '--all');
  const noon = `${day}T12:00:00Z`;
  gitUnder({ ...plainEnvironment, GIT_AUTHOR_DATE: noon, GIT_COMMITTER_DATE: noon }, folder, ['commit', '-qm', message, '--allow-empty']);
  return git(folder, 'rev-parse', 'HEAD').trim();
}

/** A repository with these files committed. */
export function repositoryOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = folderOf(files);
  git(folder, 'init', '--quiet');
  git(folder, 'add', '--all');
  git(folder, 'commit', '--quiet', '--message', 'first', '--allow-empty');
  return folder;
}

/** Findings of a JSON report, as `file:line rule`. */
export function findingsIn(outcome: Outcome): string[] {
  const report = JSON.parse(outcome.stdout) as { findings: { file: string; rule: string; range: { start: { line: number } } }[] };
  return report.findings.map((finding) => `${finding.file}:${finding.range.start.line} ${finding.rule}`);
}
