import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, git, plainEnvironment, posture, repositoryOf } from './posture.ts';

describe('posture check --jobs', () => {
  it('gives the same, byte for byte, with one thread and with several', () => {
    const files: Record<string, string | Buffer> = {
      '.gitignore': 'ignored.tf\n',
      'logo.png': Buffer.from([0, 1]),
      'latin.txt': Buffer.from([0x61, 0xe9]),
    };
    for (let n = 0; n < 40; n++) {
      files[`modules/m${n}/main.tf`] =
        `resource "aws_iam_role_policy" "p" {\n  role   = aws_iam_role.r.id\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*" }] })\n}\n`;
      files[`modules/m${n}/role.tf`] = `resource "aws_iam_role" "r" {\n  name               = "r${n}"\n  assume_role_policy = "{}"\n}\n`;
      files[`modules/m${n}/ignored.tf`] = 'resource "x" "y" {';
      files[`src/s${n % 7}/t${n}.env`] = `TOKEN={{token:github-pat:${(n % 3) + 1}}}\n`;
    }
    const folder = repositoryOf(files);
    const run = (...more: string[]) => posture(folder, ['check', '--format', 'json', '--profile', 'audit', ...more]);
    const one = run();
    expect(JSON.parse(one.stdout).findings.length).toBeGreaterThan(80);
    for (const jobs of ['2', '5']) expect(run('--jobs', jobs).stdout).toBe(one.stdout);
    expect(one.stdout).not.toContain('ignored.tf');
    git(folder, 'status');
  });
});

describe('a thread that reads', () => {
  it('and ends before its time fails the run: what is not read is not clean', () => {
    const ends = join(
      folderOf({
        'ends.cjs': `const { isMainThread, parentPort, threadId } = require('node:worker_threads');
if (!isMainThread && threadId === 1)
  parentPort.on('message', () => { throw new Error('it ends'); });
`,
      }),
      'ends.cjs',
    );
    const folder = folderOf(Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`src/part-${n}/file.env`, `NAME=part${n}\n`])));
    const run = () => posture(folder, ['check', '--jobs', '3'], { env: { NODE_OPTIONS: `--require ${ends}`, POSTURE_CACHE: 'off' } });
    for (let n = 0; n < 4; n++) {
      const { code, stdout, stderr } = run();
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('something went wrong in posture itself');
    }
  });
});

describe('a thread that has no memory left', () => {
  // V8 of Node 24 mostly ends the whole process at a thread's limit, with words of its own (`Reached heap limit`).
  it.skipIf(Number(process.versions.node.split('.')[0]) >= 24)('is said with what helps', () => {
    const fills = join(
      folderOf({
        'fills.cjs': `const threads = require('node:worker_threads');
if (threads.isMainThread) threads.Worker = class extends threads.Worker { constructor(file, options) { super(file, { ...options, resourceLimits: { maxOldGenerationSizeMb: 48 } }); } };
else threads.parentPort.on('message', () => { const held = []; for (;;) held.push(new Array(1000).fill({})); });
require('node:module').syncBuiltinESMExports();
`,
      }),
      'fills.cjs',
    );
    const { code, stdout, stderr } = posture(folderOf({ 'a.env': 'A=b\n' }), ['check', '--jobs', '2'], {
      env: { NODE_OPTIONS: `--require ${fills}`, POSTURE_CACHE: 'off' },
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^posture: a thread that reads ran out of memory\n--jobs 1 reads in one/);
  });
});

describe('posture lsp', () => {
  it('is the language server, and ends with its input', async () => {
    const child = spawn(process.execPath, [bundle, 'lsp', '--stdio'], { cwd: folderOf(), env: plainEnvironment });
    const message = JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: { processId: null, rootUri: null, capabilities: {} },
    });
    child.stdin.write(`Content-Length: ${Buffer.byteLength(message)}\r\n\r\n${message}`);
    let output = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()).includes('"capabilities"') && resolve());
      child.on('close', () => reject(new Error(`it ended: ${output}`)));
    });
    expect(output).toContain('"id":1');
    child.removeAllListeners('close');
    const ended = new Promise((resolve) => child.on('close', resolve));
    child.kill('SIGTERM');
    await ended;
  });
});
