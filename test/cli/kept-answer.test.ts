// A check that is asked again gives what it came to before, and must never be told from one that looks at everything anew.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inDays } from '../support/days.ts';
import { folderOf, git, posture, repositoryOf, write, type Outcome } from './posture.ts';

const tree: Readonly<Record<string, string>> = {
  'deploy/.env': 'GITHUB_TOKEN={{token:github-pat:5}}\n',
  // Whether a job of this repository takes this role, and whether that is what the role is for, depends on where it is hosted.
  'infra/trust.tf':
    'resource "aws_iam_role" "old" {\n  name = "old-deploy"\n  assume_role_policy = jsonencode({\n    Version = "2012-10-17"\n    Statement = [{\n      Effect    = "Allow"\n      Action    = "sts:AssumeRoleWithWebIdentity"\n      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }\n      Condition = { StringEquals = {\n        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"\n        "token.actions.githubusercontent.com:sub" = "repo:acme/app:environment:production"\n      } }\n    }]\n  })\n}\n',
  '.github/workflows/deploy.yml':
    'on: push\npermissions:\n  id-token: write\njobs:\n  deploy:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - uses: aws-actions/configure-aws-credentials@v5\n        with:\n          role-to-assume: arn:aws:iam::111122223333:role/deploy\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'chart/values.yaml': 'verbs: ["*"]\n',
  'chart/templates/role.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: {{ .Values.verbs | toJson }}\n',
  '.github/workflows/ci.yml':
    'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n',
  // Judged where a neighbour uses it, in a file that declares nothing.
  'infra/variables.tf': 'variable "actions" {\n  default = ["s3:*"]\n}\n',
  'infra/policy.tf':
    'resource "aws_iam_role_policy" "p" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n',
  'many/one.json': '{ "a": 1 }\n',
  'many/two.json': '{ "b": 2 }\n',
  ...Object.fromEntries(Array.from({ length: 120 }, (_, n) => [`src/part-${n % 10}/file-${n}.ts`, `export const n = ${n};\n`])),
};

const usual = ['check', '--quiet', '--profile', 'audit', '--format', 'json'];

interface Again {
  readonly outcome: Outcome;
  /** The answer of an earlier run was used: its file is the same and was touched. Who judges writes another, or none. */
  readonly taken: boolean;
}

function runner(folder: string, args: readonly string[] = usual) {
  const cache = join(folderOf(), 'cache');
  const reading = join(cache, 'reading');
  const run = (more: readonly string[], where: string): Outcome => {
    const { code, stdout, stderr } = posture(folder, [...args, ...more], { env: { POSTURE_CACHE: where } });
    const withoutTime = (text: string): string => text.replace(/checked in [\d.]+ m?s/, 'checked');
    return { code, stdout: withoutTime(stdout), stderr: withoutTime(stderr) };
  };
  const answers = (): string[] =>
    existsSync(reading)
      ? readdirSync(reading)
          .filter((name) => name.endsWith('.answer'))
          .map((name) => join(reading, name))
      : [];
  const again = (more: readonly string[] = []): Again => {
    const longAgo = new Date(Date.now() - 3_600_000);
    const before = new Map(answers().map((path) => [path, (utimesSync(path, longAgo, longAgo), statSync(path).ino)]));
    const outcome = run(more, cache);
    return { outcome, taken: [...before].some(([path, ino]) => statSync(path).ino === ino && statSync(path).mtime > longAgo) };
  };
  return {
    again,
    /** The files in which answers are kept. */
    answers,
    /** Runs twice with what is kept: the first judges and the second does not, and both say what a run without a cache says. */
    judgedOnce(more: readonly string[] = []): Outcome {
      const afresh = run(more, 'off');
      expect(again(more)).toEqual({ outcome: afresh, taken: false });
      expect(again(more)).toEqual({ outcome: afresh, taken: true });
      return afresh;
    },
    /** Runs twice, and both times everything is judged. */
    judgedTwice(more: readonly string[] = []): Outcome {
      const afresh = run(more, 'off');
      for (let n = 0; n < 2; n++) expect(again(more)).toEqual({ outcome: afresh, taken: false });
      return afresh;
    },
  };
}

describe('a check that is asked again', () => {
  it.each(['pretty', 'sarif', 'github', 'gitlab', 'junit', 'markdown'])('gives the same report as %s', (format) => {
    expect(runner(folderOf(tree), ['check', '--format', format]).judgedOnce().code).toBe(1);
  });

  it('sees every change, whatever size and time say', () => {
    const folder = folderOf(tree);
    const { judgedOnce } = runner(folder);
    const at = (path: string): string => join(folder, path);
    const whole = judgedOnce();
    expect(whole.stdout).toContain('k8s/wildcard-all');
    const step = (change: () => void): Outcome => {
      change();
      return judgedOnce();
    };
    const silently = (path: string, from: string, to: string): void => {
      const { atime, mtime, size } = statSync(at(path));
      writeFileSync(at(path), readFileSync(at(path), 'utf8').replace(from, to));
      utimesSync(at(path), atime, mtime);
      expect(statSync(at(path)).size).toBe(size);
    };
    expect(step(() => silently('chart/values.yaml', '"*"', '"w"')).stdout).not.toContain('k8s/wildcard-all');
    expect(step(() => silently('chart/values.yaml', '"w"', '"*"'))).toEqual(whole);
    step(() => {
      renameSync(at('many/one.json'), at('many/three.json'));
      renameSync(at('many/two.json'), at('many/one.json'));
      renameSync(at('many/three.json'), at('many/two.json'));
    });
    step(() => renameSync(at('many/two.json'), at('many/again.json')));
    step(() => write(folder, { 'many/below/new.yaml': 'kind: Role\n' }));
    step(() => {
      rmSync(at('many/one.json'));
      symlinkSync('../chart/values.yaml', at('many/one.json'));
    });
    step(() => {
      rmSync(at('many/one.json'));
      writeFileSync(at('many/one.json'), Buffer.from([0, 1, 2]));
    });
    step(() => writeFileSync(at('many/one.json'), ' '.repeat(6 * 1024 * 1024)));
    step(() => writeFileSync(at('many/one.json'), Buffer.from('{ "a": "\xe9" }\n', 'latin1')));
    step(() => {
      rmSync(at('chart/values.yaml'));
      mkdirSync(at('chart/values.yaml'));
    });
    step(() => writeFileSync(at('.gitignore'), 'deploy\n'));
    // Owners are read from a file that declares nothing.
    step(() => write(folder, { CODEOWNERS: '* @acme/team\n' }));
  });

  it('sees every change of the settings: of the root, of a folder, of what is ignored', () => {
    const folder = folderOf(tree);
    const { judgedOnce } = runner(folder, ['check', '--quiet', '--format', 'json']);
    const step = (files: Readonly<Record<string, string>>): string => {
      write(folder, files);
      return judgedOnce().stdout;
    };
    expect(step({})).toContain('k8s/wildcard-all');
    step({ '.posture/config.yaml': 'profile: audit\n' });
    expect(step({ 'chart/.posture/config.yaml': 'rules:\n  k8s/wildcard-all: { off: it is a test }\n' })).not.toContain('k8s/wildcard-all');
    expect(step({ 'chart/.posture/config.yaml': 'profile: audit\n' })).toContain('k8s/wildcard-all');
    expect(step({ '.posture/config.yaml': 'ignore:\n  - path: deploy/\n    reason: made\n' })).toContain('ignored by configuration');
    // What was odd about a file is no news once it is ignored; and one that others look into is read and not checked.
    writeFileSync(join(folder, 'many/one.json'), ' '.repeat(6 * 1024 * 1024));
    writeFileSync(join(folder, 'many/two.json'), Buffer.from('{ "a": "\xe9" }\n', 'latin1'));
    const odd = step({});
    expect([odd.includes('too large'), odd.includes('not valid UTF-8')]).toEqual([true, true]);
    const quiet = step({
      '.posture/config.yaml': 'ignore:\n  - path: many/\n    reason: made\n  - path: chart/values.yaml\n    reason: made\n',
    });
    expect([quiet.includes('too large'), quiet.includes('not valid UTF-8')]).toEqual([false, false]);
    rmSync(join(folder, 'chart/.posture'), { recursive: true });
    judgedOnce();
  });

  it('a file that may no longer be read leaves the run incomplete', () => {
    const folder = folderOf(tree);
    const { judgedOnce, again } = runner(folder);
    judgedOnce();
    chmodSync(join(folder, 'chart/values.yaml'), 0);
    // Whoever is root may read everything, and then nothing changed.
    if (process.getuid?.() === 0) expect(again().taken).toBe(true);
    else expect(judgedOnce().code).toBe(2);
  });

  it('each request has an answer of its own, and another day is another', () => {
    const folder = folderOf(tree);
    const { again, judgedOnce, answers } = runner(folder);
    for (const more of [[], ['--min-severity', 'high'], ['--rule', 'secret'], ['src', 'chart']]) judgedOnce(more);
    expect(answers()).toHaveLength(4);
    expect(again().taken).toBe(true);
    judgedOnce(['--as-of', '2031-01-01']);
    judgedOnce(['--as-of', '2031-01-02']);
    expect(again(['--as-of', '2031-01-01']).taken).toBe(false);
    // The days of one request have one file.
    expect(answers()).toHaveLength(4);
    const outside = join(folderOf({ 'c.yaml': 'profile: audit\n' }), 'c.yaml');
    expect(judgedOnce(['--config', outside]).stdout).toContain('k8s/wildcard-all');
    writeFileSync(outside, 'rules:\n  k8s/wildcard-all: { off: it is a test }\n');
    expect(judgedOnce(['--config', outside]).stdout).not.toContain('k8s/wildcard-all');
  });

  it('what is repaired is no answer', () => {
    const { judgedTwice, judgedOnce, answers } = runner(folderOf(tree));
    judgedTwice(['--fix-dry-run']);
    expect(answers()).toEqual([]);
    judgedOnce();
  });

  it('what several threads read is an answer like any other', () => {
    const { judgedOnce, again, answers } = runner(folderOf(tree));
    judgedOnce(['--jobs', '3']);
    expect(again().taken).toBe(true);
    expect(answers()).toHaveLength(1);
  });

  it('in a repository, follows what git says: what is ignored, where it is hosted, where its branches stand', () => {
    const folder = repositoryOf(tree);
    const { judgedOnce } = runner(folder);
    const step = (change: () => void): Outcome => {
      change();
      return judgedOnce();
    };
    judgedOnce();
    const own = step(() => git(folder, 'remote', 'add', 'origin', 'https://github.com/acme/app.git'));
    const foreign = step(() => git(folder, 'remote', 'set-url', 'origin', 'https://github.com/other/app.git'));
    expect(foreign).not.toEqual(own);
    step(() => write(folder, { 'local/one.yaml': 'kind: Role\n' }));
    step(() => writeFileSync(join(folder, '.git/info/exclude'), 'local\n'));
    // What is committed there may be a decision.
    step(() => git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD'));
    step(() => {
      git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'second');
      git(folder, 'update-ref', 'refs/remotes/origin/main', 'HEAD');
    });
  });

  it('where somebody decides, everything is judged each time, and a decision ends on its day', () => {
    const folder = repositoryOf(tree);
    const { judgedOnce, judgedTwice } = runner(folder);
    const commit = (): void => {
      git(folder, 'add', '--all');
      git(folder, 'commit', '--quiet', '--message', 'decided');
    };
    judgedOnce();
    const decision = ['--owner', '@acme/team', '--approved-by', '@alice', '--reason', 'it is a test', '--expires', inDays(20), '--yes'];
    const accepted = posture(folder, ['accept', 'k8s/wildcard-all', ...decision]);
    expect(accepted.code, accepted.stderr).toBe(0);
    judgedTwice();
    commit();
    const covered = judgedTwice();
    // Gone from the working tree, and still on the target branch.
    rmSync(join(folder, '.posture'), { recursive: true });
    judgedTwice();
    git(folder, 'checkout', '--quiet', '--', '.posture');
    expect(judgedTwice(['--as-of', inDays(30)]).stdout).not.toEqual(covered.stdout);
    git(folder, 'rm', '-r', '--quiet', '.posture');
    commit();
    judgedOnce();
  });

  it('damaged, cut, emptied, or of another tree, it is judged anew and mended', () => {
    const folder = folderOf(tree);
    const { judgedOnce, answers } = runner(folder);
    judgedOnce();
    const path = answers()[0]!;
    const bytes = readFileSync(path);
    const other = runner(folderOf({ ...tree, 'chart/values.yaml': 'verbs: ["get"]\n' }));
    other.judgedOnce();
    for (const damaged of [
      Buffer.alloc(0),
      bytes.subarray(0, bytes.length >> 1),
      Buffer.concat([bytes, Buffer.of(0)]),
      Buffer.from(bytes.map((byte, at) => (at === bytes.length - 9 ? byte ^ 1 : byte))),
      Buffer.from(bytes.toString('latin1').replace('"documents"', '"document$"'), 'latin1'),
      readFileSync(other.answers()[0]!),
    ]) {
      writeFileSync(path, damaged);
      judgedOnce();
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it('shows nothing of the texts, nor of what was found', () => {
    const folder = folderOf(tree);
    const { judgedOnce, answers } = runner(folder);
    expect(judgedOnce().stdout).toContain('k8s/wildcard-all');
    const bytes = readFileSync(answers()[0]!);
    const token = /=(\S+)/.exec(readFileSync(join(folder, 'deploy/.env'), 'utf8'))![1]!;
    for (const word of [token, 'wildcard-all', 'write-all', 'acme/app']) expect(bytes.includes(word), word).toBe(false);
  });
});
