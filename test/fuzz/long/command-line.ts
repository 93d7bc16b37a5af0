// Command lines made of our own commands and options and of what nobody would type, run as a user runs them. Whatever is
// asked, the answer is an exit code that the manual names, and words; a stack of ours is a mistake of ours.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { must } from './laws.ts';
import type { Random } from './mutate.ts';

const bundle = resolve(process.env['POSTURE_CLI'] ?? 'out/cli.js');

interface Usage {
  readonly command: string;
  readonly options: readonly string[];
}

const pick = <T>(random: Random, from: readonly T[]): T => from[Math.floor(random() * from.length)]!;

/** What a value may be that is none. */
const hostile = [
  '',
  ' ',
  '-',
  '--',
  '---',
  '-1',
  '0',
  '1e9',
  '999999999999',
  'NaN',
  '..',
  '../../etc',
  '/',
  '/dev/null',
  '/nonexistent/x',
  '.',
  '~',
  '*',
  '**/*',
  'a\nb',
  'é',
  '\u{1F600}',
  '\u202e',
  '\x1b[2J',
  '\x07',
  '%s%n',
  '$(touch x)',
  '`x`',
  '; x',
  '-e',
  '--upload-pack=x',
  '--output=x',
  'HEAD',
  'HEAD~9999',
  'main..',
  '..main',
  '@{-1}',
  ':/x',
  'refs/heads/main',
  '2026-02-30',
  '9999-99-99',
  'yesterday',
  '__proto__',
  'constructor',
  'a'.repeat(5000),
  'aws/wildcard-action',
  'aws',
  'infra/main.tf',
  'infra/main.tf:1',
  'infra/main.tf:99999',
  'infra/main.tf:0:0',
  'c:\\x',
  'file:///x',
  'http://x/',
  'json',
  'never',
  '@acme/team',
];

const files: Readonly<Record<string, string>> = {
  'infra/main.tf':
    'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n',
  '.github/workflows/ci.yml': 'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps: [{ run: make }]\n',
};

/** Commands that wait for an editor, or ask somebody else. */
const left = new Set(['lsp']);

let usages: readonly Usage[] | undefined;

/** Every command with its options, as the manual page lists them. */
function ownUsages(): readonly Usage[] {
  if (usages) return usages;
  const { stdout, status, stderr } = spawnSync(process.execPath, [bundle, 'manual'], { encoding: 'utf8' });
  must(status === 0, `the command line is fuzzed as it is built, and ${bundle} does not run: ${stderr}`);
  usages = stdout
    .replaceAll('\\-', '-')
    .split(/^\.SS posture /m)
    .slice(1)
    .map((page) => ({ command: /^[\w-]+/.exec(page)![0], options: [...page.matchAll(/^\\fB(--[\w-]+)/gm)].map(([, option]) => option!) }))
    .filter(({ command }) => !left.has(command));
  must(usages.length > 20 && usages.some(({ options }) => options.length > 10), 'the manual lists no commands');
  return usages;
}

/** `text` is taken apart for values that are in no list. */
export function commandLineOf(random: Random, text: string): string[] {
  const { command, options } = pick(random, ownUsages());
  const value = (): string => {
    if (random() < 0.8) return pick(random, hostile);
    const from = Math.floor(random() * text.length);
    // No program can be given the character nought.
    return text.slice(from, from + 1 + Math.floor(random() * 30)).replaceAll('\0', '');
  };
  const made = [random() < 0.95 ? command : value()];
  for (let n = Math.floor(random() * 5); n > 0; n--) {
    const option =
      random() < 0.9 && options.length > 0
        ? pick(random, options)
        : pick(random, pick(random, ownUsages()).options.concat('--help', '--version', '--nothing'));
    made.push(...(random() < 0.2 ? [value()] : random() < 0.3 ? [option] : random() < 0.5 ? [`${option}=${value()}`] : [option, value()]));
  }
  return made;
}

export function commandLineIsAnswered(args: readonly string[], input: string): void {
  const folder = mkdtempSync(join(tmpdir(), 'posture-arguments-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'r', path)), { recursive: true });
      writeFileSync(join(folder, 'r', path), text);
    }
    const env = {
      PATH: process.env['PATH'],
      HOME: join(folder, 'home'),
      POSTURE_CACHE: join(folder, 'cache'),
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@example.com',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@example.com',
    };
    const git = (...words: string[]) => spawnSync('git', words, { cwd: join(folder, 'r'), env });
    git('init', '--quiet', '--initial-branch=main');
    git('add', '.');
    git('commit', '--quiet', '--message', 'x');
    const { status, stdout, stderr, signal } = spawnSync(process.execPath, [bundle, ...args], {
      cwd: join(folder, 'r'),
      env,
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    const asked = JSON.stringify(args.map((one) => one.slice(0, 80)));
    must(signal === null && [0, 1, 2, 3].includes(status!), `${asked} ended with ${status ?? signal}`);
    must(
      !/something went wrong in posture itself|^\s+at .*[:(]\d+:\d+\)?$/m.test(stderr),
      `${asked} shows a stack: ${stderr.slice(0, 1000)}`,
    );
    must(status !== 2 || stderr.trim() !== '' || stdout.trim() !== '', `${asked} is refused without a word`);
    // eslint-disable-next-line no-control-regex
    must(
      !/[\0-\x08\x0b-\x1f]/.test(stderr.replaceAll('\r\n', '\n')),
      `${asked} steers the terminal: ${JSON.stringify(stderr.slice(0, 400))}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
