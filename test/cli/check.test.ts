import { chmodSync, chownSync, existsSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findingsIn, folderOf, git, posture, repositoryOf, shown, write } from './posture.ts';

const wide = `on: push
permissions: write-all
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - run: make
`;
const narrow = wide.replace('write-all', 'read-all').replace('permissions: read-all', 'permissions: {}');
const workflowPath = '.github/workflows/ci.yml';
const rule = 'github/write-all-permissions';

describe('posture check', () => {
  it('shows a finding with its token underlined, its repair and a summary', () => {
    const folder = folderOf({ [workflowPath]: wide });
    expect(shown(posture(folder, ['check']), folder)).toMatchSnapshot();
  });

  it('shows the line of a default that is judged where a neighbour uses it, though its own file declares nothing', () => {
    const folder = folderOf({
      'variables.tf': 'variable "actions" {\n  default = ["s3:*"]\n}\n',
      'main.tf':
        'resource "aws_iam_role_policy" "p" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n',
    });
    const { stdout } = posture(folder, ['check', '--no-color']);
    expect(stdout).toContain('variables.tf:2:15  high  aws/wildcard-action');
    expect(stdout).toContain('  2 │   default = ["s3:*"]\n    │               ^^^^\n');
  });

  it('says that all is well and ends with 0', () => {
    const folder = folderOf({ [workflowPath]: narrow });
    expect(shown(posture(folder, ['check']), folder)).toMatchSnapshot();
  });

  it('honours --fail-on, --min-severity and --rule', () => {
    const folder = folderOf({ [workflowPath]: wide });
    expect(posture(folder, ['check', '--fail-on', 'critical']).code).toBe(0);
    expect(posture(folder, ['check', '--fail-on', 'never']).code).toBe(0);
    expect(findingsIn(posture(folder, ['check', '--format', 'json', '--min-severity', 'critical']))).toEqual([]);
    expect(findingsIn(posture(folder, ['check', '--format', 'json', '--rule', 'drift']))).toEqual([]);
    expect(findingsIn(posture(folder, ['check', '--format', 'json', '--rule', rule]))).toEqual([`${workflowPath}:2 ${rule}`]);
  });

  it('prints findings only with --quiet, and nothing when there are none', () => {
    const folder = folderOf({ [workflowPath]: narrow });
    expect(posture(folder, ['check', '--quiet'])).toEqual({ code: 0, stdout: '', stderr: '' });
    write(folder, { [workflowPath]: wide });
    const quiet = posture(folder, ['check', '--quiet']);
    expect(quiet.stdout).toContain(rule);
    expect(quiet.stdout).not.toContain('checked in');
  });

  it('writes the report to a file and a line to the terminal', () => {
    const folder = folderOf({ [workflowPath]: wide });
    const outcome = posture(folder, ['check', '--format', 'json', '--output', 'report.json']);
    expect(outcome).toMatchObject({ code: 1, stdout: '' });
    expect(outcome.stderr).toMatch(/^posture: 1 finding: 1 high; 1 file checked in/);
    expect(JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8')).findings).toHaveLength(1);
  });

  it.each([
    ['a repository', repositoryOf],
    ['a folder without one', folderOf],
  ] as const)('takes patterns in %s: not every shell spells them out', (_, make) => {
    const folder = make({
      [workflowPath]: wide,
      'service/.github/workflows/ci.yml': wide,
      'service/.github/workflows/ci.yaml': wide,
      '.gitignore': 'left-out\n',
      'left-out/.github/workflows/ci.yml': wide,
      'odd[1].yml': 'a: 1\n',
    });
    const files = (...args: string[]) =>
      findingsIn(posture(folder, ['check', '--format', 'json', ...args])).map((one) => one.replace(/:.*/, ''));
    expect(files('**/*.yml')).toEqual([workflowPath, 'service/.github/workflows/ci.yml']);
    expect(files('service/**/ci.{yml,yaml}')).toEqual(['service/.github/workflows/ci.yaml', 'service/.github/workflows/ci.yml']);
    expect(files('.github', 'service/**/*.yaml')).toEqual([workflowPath, 'service/.github/workflows/ci.yaml']);
    expect(posture(folder, ['check', 'odd[1].yml'])).toMatchObject({ code: 0, stdout: expect.stringContaining('1 file checked') });
  });

  it('colours on request and never with --no-color', () => {
    const folder = folderOf({ [workflowPath]: wide });
    expect(posture(folder, ['check'], { env: { FORCE_COLOR: '1' } }).stdout).toContain('\u001b[');
    expect(posture(folder, ['check', '--no-color'], { env: { FORCE_COLOR: '1' } }).stdout).not.toContain('\u001b[');
  });
});

describe('which files', () => {
  it('honours .gitignore outside a repository, nested ones and exceptions included', () => {
    const folder = folderOf({
      '.gitignore': 'out/\n*.gen.yml\n!keep.gen.yml\n',
      'out/.github/workflows/a.yml': wide,
      'a/.gitignore': '/.github\n',
      'a/.github/workflows/b.yml': wide,
      'b/.github/workflows/c.gen.yml': wide,
      'b/.github/workflows/keep.gen.yml': wide,
      'node_modules/x/.github/workflows/d.yml': wide,
    });
    expect(findingsIn(posture(folder, ['check', '--format', 'json', '--fail-on', 'never']))).toEqual([
      `b/.github/workflows/keep.gen.yml:2 ${rule}`,
    ]);
  });

  it('takes tracked and untracked files in a repository, and leaves ignored ones', () => {
    const folder = repositoryOf({ [workflowPath]: wide, '.gitignore': 'ignored.yml\n' });
    write(folder, { '.github/workflows/new.yml': wide, '.github/workflows/ignored.yml': wide });
    expect(findingsIn(posture(folder, ['check', '--format', 'json']))).toEqual([
      `${workflowPath}:2 ${rule}`,
      `.github/workflows/new.yml:2 ${rule}`,
    ]);
  });

  it('takes a file that is named, whatever .gitignore says', () => {
    const folder = repositoryOf({ '.gitignore': '*.yml\n' });
    write(folder, { [workflowPath]: wide });
    expect(findingsIn(posture(folder, ['check', '--format', 'json', workflowPath]))).toEqual([`${workflowPath}:2 ${rule}`]);
  });

  it('reports paths from the root of the repository, and shows them from where the user stands', () => {
    const folder = repositoryOf({ [workflowPath]: wide, 'docs/readme.md': 'x' });
    const below = join(folder, 'docs');
    expect(findingsIn(posture(below, ['check', '--format', 'json', '..']))).toEqual([`${workflowPath}:2 ${rule}`]);
    expect(posture(below, ['check', '..']).stdout).toContain(`../${workflowPath}:2:14`);
    expect(posture(below, ['check', '--format', 'json']).code).toBe(0);
  });

  it('reads files whose names are not UTF-8, and writes none of them', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { [workflowPath]: wide });
    const odd = (text: string) => Buffer.concat([Buffer.from(join(folder, '.github/workflows/')), Buffer.from(text, 'latin1')]);
    try {
      writeFileSync(odd('\xe9t\xe9.yml'), wide);
    } catch {
      // A file system that takes no such name has no such file.
      return;
    }
    expect(findingsIn(posture(folder, ['check', '--format', 'json']))).toEqual([
      `${workflowPath}:2 ${rule}`,
      `.github/workflows/\ufffdt\ufffd.yml:2 ${rule}`,
    ]);
    const repaired = posture(folder, ['repair', rule, '--choose', '1', '--yes']);
    expect(repaired.stdout + repaired.stderr).toContain('is not UTF-8, and is not written to');
    expect(readdirSync(join(folder, '.github/workflows'))).toHaveLength(2);
    // Two that are shown alike cannot be told apart: neither is called clean.
    writeFileSync(odd('\xe8t\xe9.yml'), wide);
    const outcome = posture(folder, ['check']);
    expect(outcome.stdout).toMatch(/Not checked: 1 .*its path is not UTF-8/);
    expect(outcome.code).toBe(2);
  });

  it('does not enter a repository inside a repository, and says so', () => {
    const folder = repositoryOf({ 'a.txt': 'a' });
    write(folder, { [`inner/${workflowPath}`]: wide });
    git(join(folder, 'inner'), 'init', '--quiet');
    git(join(folder, 'inner'), 'add', '.');
    git(join(folder, 'inner'), 'commit', '--quiet', '-m', 'x');
    const outcome = posture(folder, ['check']);
    expect(outcome.stdout).toContain('1 repository of its own, not entered: inner');
    expect(outcome.code).toBe(0);
  });
});

describe('bad input', () => {
  it('takes a folder of PATH that is closed to it for one without git', () => {
    const folder = repositoryOf({ [workflowPath]: wide });
    const closed = folderOf();
    // Nobody can look into a link to itself, whoever runs this test.
    symlinkSync('loop', join(closed, 'loop'));
    const outcome = posture(folder, ['check', '--format', 'json'], { env: { PATH: `${join(closed, 'loop')}:${process.env['PATH']}` } });
    expect(findingsIn(outcome)).toEqual([`${workflowPath}:2 ${rule}`]);
  });

  const fine = { [workflowPath]: wide };

  it.each([
    ['a pattern below a folder that is not there', ['check', 'no/**/*.tf'], 'no does not exist'],
    ['a pattern that fits nothing', ['check', '**/*.nothing'], 'no file fits **/*.nothing'],
    ['a missing path', ['check', 'no/such/file.tf'], 'no/such/file.tf does not exist'],
    ['a dash, which elsewhere is standard input', ['check', '-'], '--stdin --stdin-filename'],
    ['an unknown option', ['check', '--no-such-option'], "unknown option '--no-such-option'"],
    ['an unknown command', ['chekc'], "unknown command 'chekc'"],
    ['an unknown format', ['check', '--format', 'yaml'], 'Allowed choices are pretty, json'],
    ['an unknown severity', ['check', '--fail-on', 'bad'], 'Allowed choices are critical, high'],
    ['an unknown rule', ['check', '--rule', 'aws/no-such-rule'], 'there is no rule aws/no-such-rule'],
    ['a configuration that is not there', ['check', '--config', 'nope.yaml'], 'nope.yaml cannot be read'],
    ['two ways at once', ['check', '--staged', '--diff', 'main'], '--staged and --diff do not go together'],
    ['standard input without a name', ['check', '--stdin'], '--stdin needs --stdin-filename'],
    [
      'a report that cannot be written',
      ['check', '--output', 'no/such/folder/report.txt'],
      'cannot be written to no/such/folder/report.txt',
    ],
    ['an odd number of jobs', ['check', '--jobs', 'many'], 'whole number'],
    ['a rule to explain that is not there', ['explain', 'github/write-all'], 'did you mean github/write-all-permissions'],
  ])('%s is a sentence and exit 2', (_, args, sentence) => {
    const outcome = posture(folderOf(fine), args);
    expect(outcome.stderr).toContain(sentence);
    expect(outcome.stderr).not.toMatch(/\n\s+at /);
    expect(outcome.code).toBe(2);
  });

  it('is not complete where a configuration is there and cannot be read', () => {
    const linked = folderOf({ ...fine, 'shared.yaml': 'profile: audit\n', '.posture/policy.yaml': 'v: 1\n' });
    symlinkSync('../shared.yaml', join(linked, '.posture/config.yaml'));
    const binary = folderOf({ ...fine, '.posture/config.yaml': Buffer.from('profile: audit\0') });
    for (const [folder, reason] of [
      [linked, 'symbolic link'],
      [binary, 'binary'],
    ] as const)
      for (const paths of [[], [workflowPath]]) {
        const { code, stdout } = posture(folder, ['check', ...paths]);
        expect(stdout).toContain(
          `Not checked: configuration on .posture/config.yaml: nothing that it says counts, because it is not read (${reason})`,
        );
        expect(code).toBe(2);
      }
    expect(posture(linked, ['check', '--config', 'shared.yaml']).code).toBe(1);
  });

  it.skipIf(process.getuid?.() === 0)('checks the rest when a file cannot be read, and ends with 2', () => {
    // Root may read everything, so there this cannot be shown.
    const folder = folderOf({ ...fine, 'secret.yml': 'a: 1\n' });
    chmodSync(join(folder, 'secret.yml'), 0);
    const outcome = posture(folder, ['check']);
    expect(outcome.stdout).toContain(rule);
    expect(outcome.stdout).toContain('Not checked: 1 could not be read: secret.yml (EACCES)');
    expect(outcome.code).toBe(2);
  });

  it('says that decisions cannot be read where their folder is a link that leads in a circle', () => {
    const folder = repositoryOf({ [workflowPath]: wide });
    symlinkSync('.posture', join(folder, '.posture'));
    const { code, stdout, stderr } = posture(folder, ['check']);
    expect([code, stderr]).toEqual([2, '']);
    expect(stdout).toContain(rule);
    expect(stdout).toContain('Not checked: record on .posture/decisions: ELOOP');
  });

  it('says binary, huge and linked files, and checks the rest', () => {
    const folder = folderOf({ ...fine, 'logo.png': Buffer.from([0x89, 0x50, 0, 1, 2]), 'dump.sql': Buffer.alloc(6 * 1024 * 1024, 'a') });
    symlinkSync('/etc/passwd', join(folder, 'link.yml'));
    symlinkSync('.', join(folder, 'loop'));
    const outcome = posture(folder, ['check']);
    expect(outcome.stdout).toContain('Not read: 1 binary: logo.png');
    expect(outcome.stdout).toContain('Not read: 1 over the size cap of 5 MB: dump.sql (6.0 MB)');
    expect(outcome.stdout).toContain('Not read: 2 symbolic link, not followed: link.yml, loop');
    expect(outcome.code).toBe(1);
  });

  it('reads UTF-16 with its mark, and what is not UTF-8 as far as it can', () => {
    const folder = folderOf({
      '.github/workflows/a.yml': Buffer.from(`\ufeff${wide}`, 'utf16le'),
      '.github/workflows/b.yml': Buffer.from(`\ufeff${wide}`, 'utf16le').swap16(),
      '.github/workflows/c.yml': Buffer.concat([Buffer.from(wide), Buffer.from([0x23, 0x20, 0xe9, 0x0a])]),
    });
    const outcome = posture(folder, ['check', '--format', 'json']);
    expect(findingsIn(outcome)).toEqual(['a', 'b', 'c'].map((name) => `.github/workflows/${name}.yml:2 ${rule}`));
    expect(outcome.stdout).toContain('.github/workflows/c.yml is not valid UTF-8');
  });

  it('tells a tracked file that is gone from one that could not be checked', () => {
    const folder = repositoryOf({ ...fine, 'gone.yml': 'a: 1\n' });
    rmSync(join(folder, 'gone.yml'));
    const outcome = posture(folder, ['check']);
    expect(outcome.stdout).toContain('Not read: 1 gone before it was read: gone.yml');
    expect(outcome.code).toBe(1);
  });

  it('names files that could be read only in part, where, and why; what was read is judged', () => {
    const folder = folderOf({
      '.github/workflows/ci.yml': 'on: push\npermissions: write-all\njobs:\n  a:\n\truns-on: x\n',
      'main.tf': 'resource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [\n',
      'whole.tf': 'locals {\n  a = 1\n}\n',
    });
    const { stdout } = posture(folder, ['check', '--no-color']);
    expect(stdout).toContain('github/write-all');
    expect(stdout).toMatch(
      /2 files could be read only in part, and what is missing there was not judged: \.github\/workflows\/ci\.yml:5 \(a tab in the indentation\); main\.tf:\d \(/,
    );
    expect(posture(folder, ['check', '--no-color', 'whole.tf']).stdout).not.toContain('in part');
  });

  it('reads a YAML bomb and deep nesting without falling over', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghij'.split('').map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghij'[i]}`).join(', ')}]`),
    ].join('\n');
    const folder = folderOf({
      ...fine,
      '.github/workflows/bomb.yml': `on: push\njobs: {}\n${bomb}\n`,
      'deep.json': '['.repeat(100_000),
      'deploy/deep.yaml': `apiVersion: v1\nkind: Role\nrules: ${'['.repeat(20_000)}`,
      'deep.tf': `a = ${'['.repeat(50_000)}`,
    });
    const outcome = posture(folder, ['check', '--format', 'json']);
    expect(findingsIn(outcome)).toContain(`${workflowPath}:2 ${rule}`);
    expect(outcome.stderr).not.toMatch(/Maximum call stack|heap/);
    // What is nested too deeply was not read, and what was not read is not clean.
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toContain('part of it is nested deeper than');
  });

  it('makes names and messages from files harmless for a terminal', () => {
    const folder = folderOf({ '.github/workflows/\u001b[31mred.yml': wide });
    expect(posture(folder, ['check', '--no-color']).stdout).not.toContain('\u001b');
  });

  it('needs a repository for --staged and --diff, and says so', () => {
    const folder = folderOf(fine);
    for (const args of [['--staged'], ['--diff', 'main']]) {
      const outcome = posture(folder, ['check', ...args]);
      expect(outcome.stderr).toContain('needs a git repository');
      expect(outcome.code).toBe(2);
    }
  });

  it('runs in an empty folder and over an empty file', () => {
    expect(posture(folderOf(), ['check']).code).toBe(0);
    expect(posture(folderOf({ 'empty.tf': '' }), ['check']).code).toBe(0);
  });
});

describe('standard input', () => {
  it('is judged under the name it is given, with its neighbours from disk', () => {
    const folder = folderOf({ [workflowPath]: narrow });
    const outcome = posture(folder, ['check', '--stdin', '--stdin-filename', workflowPath, '--format', 'json'], { input: wide });
    expect(findingsIn(outcome)).toEqual([`${workflowPath}:2 ${rule}`]);
    expect(outcome.code).toBe(1);
    expect(readFileSync(join(folder, workflowPath), 'utf8')).toBe(narrow);
  });
});

describe('configuration', () => {
  it.each([
    ['a tab', 'profile:\tstrict\n\trules: {}\n'],
    ['an unknown key', 'profil: strict\n'],
    ['an unknown profile', 'profile: loud\n'],
    ['a rule without reason', `rules:\n  ${rule}: off\n`],
    ['a rule that does not exist', 'rules:\n  github/no-such: high\n'],
    ['an alias', 'a: &x 1\nprofile: *x\n'],
    ['an ignored path without reason', 'ignore:\n  - path: vendor\n'],
  ])('%s is an error with its place and exit 2', (_, text) => {
    const outcome = posture(folderOf({ [workflowPath]: wide, '.posture/config.yaml': text }), ['check']);
    expect(outcome.stderr).toMatch(/^posture: \.posture\/config\.yaml:\d+:\d+: /);
    expect(outcome.stderr).toMatchSnapshot();
    expect(outcome.code).toBe(2);
    expect(outcome.stdout).toBe('');
  });

  it('is inherited from above and decided by the nearest', () => {
    const folder = folderOf({
      [`a/${workflowPath}`]: wide,
      [`b/${workflowPath}`]: wide,
      [`c/${workflowPath}`]: wide,
      [`d/${workflowPath}`]: wide,
      '.posture/config.yaml': `rules:\n  ${rule}: critical\nignore:\n  - {path: "d/**", reason: generated}\n`,
      'b/.posture/config.yaml': `rules:\n  ${rule}: {off: reviewed by hand}\n`,
      'c/.posture/config.yaml': 'root: true\n',
    });
    const outcome = posture(folder, ['check', '--format', 'json']);
    const report = JSON.parse(outcome.stdout) as {
      findings: { file: string; severity: string; rule: string }[];
      summary: { notRead: { uri: string; detail: string }[] };
    };
    expect(report.findings.filter((one) => one.rule === rule).map((one) => `${one.file} ${one.severity}`)).toEqual([
      `a/${workflowPath} critical`,
      `c/${workflowPath} high`,
    ]);
    expect(report.summary.notRead).toEqual([{ uri: `d/${workflowPath}`, reason: 'ignored by configuration', detail: 'generated' }]);
  });

  it('gives way to --config and --profile', () => {
    const folder = folderOf({ [workflowPath]: wide, '.posture/config.yaml': 'profile: audit\n', 'other.yaml': `rules:\n  ${rule}: low\n` });
    const outcome = JSON.parse(posture(folder, ['check', '--format', 'json', '--config', 'other.yaml']).stdout) as {
      profile: string;
      findings: { severity: string }[];
    };
    expect(outcome.profile).toBe('default');
    expect(outcome.findings[0]!.severity).toBe('low');
    expect(JSON.parse(posture(folder, ['check', '--format', 'json', '--profile', 'strict']).stdout).profile).toBe('strict');
  });
});

describe('suppressions', () => {
  it('cover a finding, are counted, and are reported when they are over', () => {
    const covered = wide.replace('permissions', `# posture-ignore ${rule} until=2999-01-01 owner=@team: reviewed\npermissions`);
    const folder = folderOf({ [workflowPath]: covered });
    expect(shown(posture(folder, ['check']), folder)).toMatchSnapshot();
    write(folder, { [workflowPath]: covered.replace('2999', '2020') });
    expect(findingsIn(posture(folder, ['check', '--format', 'json']))).toEqual([
      `${workflowPath}:2 drift/suppression-expired`,
      `${workflowPath}:3 ${rule}`,
    ]);
    const sarif = JSON.parse(posture(folderOf({ [workflowPath]: covered }), ['check', '--format', 'sarif']).stdout);
    expect(sarif.runs[0].results[0].suppressions).toEqual([{ kind: 'inSource', status: 'accepted', justification: 'reviewed' }]);
  });
});

describe('the other commands', () => {
  it('rules, explain and why answer', () => {
    const folder = folderOf({ [workflowPath]: wide, '.posture/config.yaml': 'profile: strict\n' });
    expect(posture(folder, ['rules']).stdout).toContain(rule);
    expect((JSON.parse(posture(folder, ['rules', '--format', 'json']).stdout) as { id: string }[]).map((one) => one.id)).toContain(rule);
    expect(posture(folder, ['explain', rule]).stdout).toContain('## Why');
    const why = posture(folder, ['why', workflowPath]);
    expect(why.stdout).toMatch(/read as +github-actions/);
    expect(why.stdout).toMatch(/configuration +\.posture\/config\.yaml/);
    expect(why.stdout).toMatch(/profile +strict/);
    expect(why.stdout).toContain(`2:14 high ${rule}`);
  });

  it('demo makes a folder, checks it, and refuses one that is in use', () => {
    const folder = folderOf();
    const outcome = posture(folder, ['demo', 'here']);
    expect(outcome.code).toBe(0);
    expect(outcome.stdout).toContain(rule);
    expect(existsSync(join(folder, 'here/.mcp.json'))).toBe(true);
    mkdirSync(join(folder, 'full'));
    writeFileSync(join(folder, 'full/a'), '');
    expect(posture(folder, ['demo', 'full'])).toMatchObject({ code: 2, stderr: expect.stringContaining('is not empty') });
  });
});

describe('a folder in no repository', () => {
  it.each([
    ['init', '--yes'],
    ['sync'],
    ['collect'],
    ['publish'],
    ['publish', '--output', 'x'],
    ['snapshot'],
    ['fmt'],
    ['status', '--metrics'],
    ['report'],
    ['hook', 'install'],
    ['trend', '--from', '2026-01-01'],
    ['check', '--staged'],
    ['check', '--diff', 'main'],
    ['check', '--history'],
  ])('%s %s says so, and what makes one', (...command) => {
    const folder = folderOf();
    expect(posture(folder, command)).toEqual({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(new RegExp(`^posture: .* needs a git repository, and ${folder} is in none\ngit init makes one\n$`)),
    });
  });
});

describe('a bare repository', () => {
  it('is not said to be clean', () => {
    const folder = folderOf();
    git(folder, 'init', '--quiet', '--bare');
    for (const args of [['check'], ['check', '.'], ['status'], ['check', '--staged']])
      expect(posture(folder, args)).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('bare repository, which holds history and no files'),
      });
  });
});

describe('a repository that git will not read', () => {
  // As in a container of a pipeline: root, and a folder that was mounted. Only root may give a folder away.
  it.runIf(process.getuid?.() === 0)(
    'is checked, and that its decisions are not known is said; where there are any, the run is not complete',
    () => {
      const folder = repositoryOf({ 'a.txt': 'a\n' });
      chownSync(folder, 65534, 65534);
      chownSync(join(folder, '.git'), 65534, 65534);
      expect(posture(folder, ['check'])).toMatchObject({
        code: 0,
        stdout: expect.stringContaining('git config --global --add safe.directory'),
      });
      write(folder, { '.posture/policy.yaml': 'v: 1\n' });
      expect(posture(folder, ['check'])).toMatchObject({
        code: 2,
        stdout: expect.stringContaining('Not checked: decisions: git does not read this repository'),
      });
      expect(posture(folder, ['check', '--staged'])).toMatchObject({ code: 2, stderr: expect.stringContaining('safe.directory') });
    },
  );
});
