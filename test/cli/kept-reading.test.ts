// A second run over a tree opens what the first one kept, and must never be told from a run that reads everything.
import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bundle, folderOf, plainEnvironment, posture, write } from './posture.ts';

const statement = (action: string): string =>
  `resource "aws_iam_role_policy" "p" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "${action}", Resource = "*" }] })\n}\n`;

/** A tree of more files than are read at once, in which readers look beyond a file, a folder and a chart. */
const tree: Readonly<Record<string, string>> = {
  '.env': 'GITHUB_TOKEN={{token:github-pat:5}}\n',
  'infra/main.tf': 'module "p" {\n  source = "../modules/policy"\n  action = "s3:*"\n}\n',
  'modules/policy/main.tf': statement('${var.action}'),
  'modules/policy/variables.tf': 'variable "action" {\n  default = "s3:GetObject"\n}\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'chart/values.yaml': 'verbs: ["*"]\n',
  'chart/templates/role.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: {{ .Values.verbs | toJson }}\n',
  '.github/workflows/ci.yml':
    'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n',
  ...Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`src/part-${n % 10}/file-${n}.ts`, `export const n = ${n};\n`])),
};

function runner(folder: string, cache: string) {
  const run = (POSTURE_CACHE: string) =>
    posture(folder, ['check', '--format', 'json', '--quiet', '--profile', 'audit'], { env: { POSTURE_CACHE } });
  return {
    run: () => run(cache),
    /** The same as a run that keeps nothing. Gives the rules that found something. */
    same() {
      const afresh = run('off');
      expect(run(cache)).toEqual(afresh);
      return (JSON.parse(afresh.stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule);
    },
  };
}

function kept(cache: string): { name: string; bytes: Buffer; time: number }[] {
  const folder = join(cache, 'reading');
  return existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.parts'))
        .map((name) => ({ name, bytes: readFileSync(join(folder, name)), time: statSync(join(folder, name)).mtimeMs }))
    : [];
}

describe('the kept reading of a tree', () => {
  it('follows every change: of a file, of what a reader asked for elsewhere, of what is there', () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    const { run, same } = runner(folder, cache);
    run();
    const whole = same();
    expect(whole).toContain('k8s/wildcard-all');
    const step = (change: () => void): string[] => {
      change();
      const found = same();
      // And once more, now that the change itself is kept.
      expect((JSON.parse(run().stdout) as { findings: { rule: string }[] }).findings.map(({ rule }) => rule)).toEqual(found);
      return found;
    };
    const put = (path: string, text: string) => () => write(folder, { [path]: text });
    // The template is judged by values that stand in another folder.
    expect(step(put('chart/values.yaml', 'verbs: ["get"]\n'))).not.toContain('k8s/wildcard-all');
    expect(step(put('chart/values.yaml', tree['chart/values.yaml']!))).toEqual(whole);
    // The module by what its caller gives, and by a default beside it.
    expect(step(put('infra/main.tf', 'module "p" {\n  source = "../modules/policy"\n}\n'))).not.toEqual(whole);
    step(put('modules/policy/variables.tf', 'variable "action" {\n  default = "*"\n}\n'));
    step(put('modules/policy/more.tf', statement('iam:*').replace('"p"', '"q"')));
    step(() => rmSync(join(folder, 'modules/policy/more.tf')));
    // What was asked for and not there, comes.
    step(() => rmSync(join(folder, 'chart/values.yaml')));
    step(put('chart/values.yaml', tree['chart/values.yaml']!));
    step(put('src/part-1/file-1.ts', 'export const password = "{{token:password}}";\n'));
    // The same text with other bytes in front of it, and the same time of change.
    step(put('.github/workflows/ci.yml', `\ufeff${tree['.github/workflows/ci.yml']}`));
    step(() => {
      const path = join(folder, '.github/workflows/ci.yml');
      const { atime, mtime } = statSync(path);
      writeFileSync(path, tree['.github/workflows/ci.yml']!.replace('write-all', 'read-all '));
      utimesSync(path, atime, mtime);
    });
    step(() => rmSync(join(folder, 'infra'), { recursive: true }));
  });

  it('is the same whether one thread read the tree or several, and each opens what the other kept', () => {
    const folder = folderOf(tree);
    const [ours, theirs] = ['one', 'several'].map((name) => join(folderOf(), name)) as [string, string];
    const run = (cache: string, jobs: string) =>
      posture(folder, ['check', '--format', 'json', '--quiet', '--profile', 'audit', '--jobs', jobs], { env: { POSTURE_CACHE: cache } });
    // What a whole run came to would answer before anything is read.
    const forget = (cache: string): void => {
      const reading = join(cache, 'reading');
      for (const name of readdirSync(reading)) if (name.endsWith('.answer')) rmSync(join(reading, name));
    };
    expect(run(theirs, '3')).toEqual(run(ours, '1'));
    const [one, several] = [kept(ours), kept(theirs)];
    expect(several.map(({ bytes }) => bytes.length)).toEqual(one.map(({ bytes }) => bytes.length));
    for (const [cache, jobs] of [
      [ours, '3'],
      [theirs, '1'],
    ] as const) {
      forget(cache);
      expect(run(cache, jobs)).toEqual(run('off', '1'));
    }
    expect(kept(ours).map(({ bytes }) => bytes)).toEqual(one.map(({ bytes }) => bytes));
    // And after a change, in threads as in one.
    write(folder, { 'modules/policy/variables.tf': 'variable "action" {\n  default = "iam:*"\n}\n' });
    forget(ours);
    expect(run(ours, '3')).toEqual(run('off', '1'));
  });

  it('is written once a change and not once a run, and a run over a part leaves the rest', () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    const { run } = runner(folder, cache);
    run();
    const [first] = kept(cache);
    run();
    expect(kept(cache)[0]!.bytes.equals(first!.bytes)).toBe(true);
    posture(folder, ['check', 'src'], { env: { POSTURE_CACHE: cache } });
    expect(kept(cache)).toHaveLength(1);
    expect(kept(cache)[0]!.bytes.equals(first!.bytes)).toBe(true);
    write(folder, { 'src/part-0/file-0.ts': 'export const zero = 0;\n' });
    posture(folder, ['check', 'src'], { env: { POSTURE_CACHE: cache } });
    expect(kept(cache)[0]!.bytes.includes('chart/values.yaml')).toBe(true);
    expect(kept(cache)[0]!.bytes.equals(first!.bytes)).toBe(false);
  });

  it('damaged, cut or emptied, it is read anew and mended', () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    const { run, same } = runner(folder, cache);
    run();
    const { name, bytes } = kept(cache)[0]!;
    const path = join(cache, 'reading', name);
    for (const damaged of [
      Buffer.alloc(0),
      bytes.subarray(0, bytes.length >> 1),
      Buffer.from(bytes.map((byte, at) => (at % 97 === 50 ? byte ^ 0x40 : byte))),
    ]) {
      writeFileSync(path, damaged);
      for (const name of readdirSync(join(cache, 'reading'))) if (name.endsWith('.answer')) rmSync(join(cache, 'reading', name));
      same();
      expect(kept(cache)[0]!.bytes.length).toBe(bytes.length);
    }
  });

  it('shows nothing of the texts, not even of the facts', () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    runner(folder, cache).run();
    const { bytes } = kept(cache)[0]!;
    for (const word of ['aws_iam_role_policy', 'write-all', 's3:', 'GITHUB_TOKEN']) expect(bytes.includes(word), word).toBe(false);
    const token = /=(\S+)/.exec(readFileSync(join(folder, '.env'), 'utf8'))![1]!;
    expect(bytes.includes(token)).toBe(false);
  });

  it('many runs at once leave one that is whole', async () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    const { same } = runner(folder, cache);
    await Promise.all(
      Array.from(
        { length: 4 },
        () =>
          new Promise((resolve) =>
            spawn(process.execPath, [bundle, 'check', '--quiet'], {
              cwd: folder,
              env: { ...plainEnvironment, POSTURE_CACHE: cache },
              stdio: 'ignore',
            }).on('exit', resolve),
          ),
      ),
    );
    expect(kept(cache)).toHaveLength(1);
    same();
  });

  it('a folder that cannot be written changes nothing', () => {
    const folder = folderOf(tree);
    const cache = join(folderOf(), 'cache');
    mkdirSync(join(cache, 'reading'), { recursive: true, mode: 0o700 });
    chmodSync(join(cache, 'reading'), 0o500);
    runner(folder, cache).same();
    chmodSync(join(cache, 'reading'), 0o700);
  });

  it('trees that nobody reads any more are forgotten, and few files are not kept', () => {
    const cache = join(folderOf(), 'cache');
    mkdirSync(join(cache, 'reading'), { recursive: true, mode: 0o700 });
    writeFileSync(join(cache, 'reading', 'old.parts'), 'x');
    utimesSync(join(cache, 'reading', 'old.parts'), new Date(0), new Date(0));
    runner(folderOf({ '.env': tree['.env']! }), cache).run();
    expect(kept(cache).map(({ name }) => name)).toEqual(['old.parts']);
    runner(folderOf(tree), cache).run();
    expect(kept(cache).map(({ name }) => name)).not.toContain('old.parts');
  });
});
