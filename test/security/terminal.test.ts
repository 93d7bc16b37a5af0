// Names, keys, values, commit messages, branches and people of a hostile repository are full of sequences that steer a
// terminal, turn the reading direction, or speak to GitHub Actions, a spreadsheet, a browser. Whatever is printed holds none.
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { folderOf, git, posture, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

/** Clears the screen, sets the title, writes the clipboard, moves up, turns the direction, in the old form and the 8-bit one. */
const steering = '\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x1b[1A\u009b31m\u202Eesrever\u2066\x08\x7f';
/** The same without what a name of git may not hold. */
const inNames = '\x1b[31m\u202E\u009b2Jname';
// eslint-disable-next-line no-control-regex
const steers = /[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

let folder: string;

beforeAll(() => {
  folder = folderOf({});
  git(folder, 'init', '--quiet');
  const q = JSON.stringify(steering);
  write(folder, {
    [`.github/workflows/${inNames}.yml`]: `name: ${q}\non: { pull_request_target: }\npermissions: write-all\njobs:\n  ${JSON.stringify(inNames)}:\n    runs-on: ${q}\n    env: { ${q}: "\${{ secrets.A }}" }\n    steps:\n      - uses: acme/${inNames}@main\n      - name: ${q}\n        run: |\n          echo "\${{ github.event.issue.title }}" ${steering}\n          ::set-output name=x::y\n`,
    [`infra/${inNames}/main.tf`]: `resource "aws_iam_user" "a" {\n  name = "${steering}"\n}\nresource "aws_iam_policy" "b" {\n  name = "=cmd|'/c calc'!A1"\n  policy = jsonencode({ Statement = [{ Sid = "${steering}", Effect = "Allow", Action = ["${steering}:*", "*"], Resource = "*" }] })\n  tags = { owner = "${steering}" }\n}\nresource "aws_iam_user_policy_attachment" "c" {\n  user = aws_iam_user.a.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\n`,
    [`k8s/${inNames}.yaml`]: `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: ${q}, namespace: ${q} }\nroleRef: { kind: ClusterRole, name: cluster-admin }\nsubjects: [{ kind: ServiceAccount, name: ${q}, namespace: ${q} }, { kind: Group, name: "=HYPERLINK(\\"http://x\\")" }]\n`,
    '.mcp.json': `{ "mcpServers": { ${q}: { "command": "npx", "args": ["-y", ${q}, "acme-mcp@latest"], "env": { ${q}: "x" } }, "<img src=x onerror=alert(1)>": { "url": "http://a.acme.dev/${'`'}|x" } } }\n`,
    [`src/${inNames}.ts`]: `const token = '{{token:github-pat}}'; // ${steering}\nconst ${'password'} = "{{token:password}}${steering}";\n`,
    CODEOWNERS: `* @acme/${inNames} ${steering}@example.com\n`,
    '.posture/decisions/a.yaml': `v: 1\nid: ${q}\nrule: ${q}\n`,
    [`.posture/decisions/${inNames}.yaml`]: `{${steering}`,
    [`broken/${inNames}.json`]: `{ "Statement": [{ "Effect": "Allow", "Action": "*", "Resource": "*" },\n${steering}`,
  });
  git(folder, 'add', '--all', '--force');
  git(
    folder,
    '-c',
    `user.name=${inNames}`,
    '-c',
    'user.email=a@example.com',
    'commit',
    '--quiet',
    '--message',
    `${steering}\n\n${steering}`,
  );
  git(folder, 'checkout', '--quiet', '-b', 'side-\u202Ebranch');
  mkdirSync(join(folder, 'exports'));
  writeFileSync(join(folder, 'exports/members.json'), JSON.stringify([{ login: steering, id: 1, type: 'User', site_admin: true }]));
});

const commands: readonly (readonly string[])[] = [
  ['check'],
  ['check', '--staged'],
  ['check', '--diff', 'HEAD'],
  ['check', '--history'],
  ['check', '--fix-dry-run'],
  ['check', '--format', 'github'],
  ['check', '--format', 'junit'],
  ['check', '--format', 'markdown'],
  ['check', `no/${inNames}.yml`],
  ['check', '--rule', `no/${inNames}`],
  ['check', '--diff', inNames],
  ['check', '--config', inNames],
  ['check', '--target', inNames],
  ['repair', '--dry-run'],
  ['inventory'],
  ['inventory', '--format', 'markdown'],
  ['explain', `infra/${inNames}/main.tf:6`],
  ['explain', inNames],
  ['explain', `k8s/${inNames}.yaml:4`],
  ['why', `.github/workflows/${inNames}.yml`],
  ['why', inNames],
  ['blast', inNames],
  ['blast', 'aws:user:a'],
  ['init', '--owner', inNames],
  ['status'],
  ['status', '--metrics'],
  ['drift'],
  ['prune', '--dry-run'],
  ['accept', '--all', '--dry-run', '--owner', '@acme/team', '--reason', 'x', '--expires', inDays(60)],
  ['approve', '--all', '--dry-run', '--owner', '@acme/team', '--purpose', 'x'],
  ['review', '--list'],
  ['verify'],
  ['fmt', '--check'],
  ['snapshot'],
  ['upgrade', '--dry-run'],
  ['import', 'exports/members.json'],
  ['import', inNames],
  ['observe', 'github-members', 'exports/members.json', '--place', 'github:acme'],
  ['observe', inNames],
  ['observe', 'kubectl', `exports/${inNames}`],
  ['doctor'],
  ['certify'],
  ['routine'],
  ['trend', '--points', '2'],
  ['diff'],
  ['report', 'inventory'],
  ['publish', '--output', 'out.json'],
  ['sync'],
  ['hook', 'install'],
];

describe('nothing that is printed steers a terminal', () => {
  it.each(commands.map((command) => [command.join(' ').replace(/[^ -~]/g, '?'), command] as const))('%s', (_, command) => {
    const { stdout, stderr } = posture(folder, command);
    for (const text of [stdout, stderr]) {
      const at = text.search(steers);
      expect(at < 0 ? '' : JSON.stringify(text.slice(Math.max(0, at - 80), at + 20)), command.join(' ')).toBe('');
    }
    expect((stdout + stderr).length).toBeGreaterThan(0);
  });
});

it('finds enough in this repository to print', () => {
  const { findings } = JSON.parse(posture(folder, ['check', '--profile', 'audit', '--format', 'json']).stdout) as {
    findings: { file: string }[];
  };
  expect(new Set(findings.map((finding) => finding.file)).size).toBeGreaterThan(4);
});

it('has one door: no command writes to a terminal by itself', () => {
  const own = new Set(['print.ts', 'progress.ts']);
  const writing = readdirSync('server/cli', { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      name.endsWith('.ts') &&
      !own.has(name) &&
      /process\.std(?:out|err)\.write|console\./.test(readFileSync(join('server/cli', name), 'utf8')),
  );
  expect(writing).toEqual([]);
});

describe('what is printed for programs', () => {
  it('speaks to GitHub Actions in annotations alone', () => {
    const { stdout } = posture(folder, ['check', '--format', 'github']);
    for (const line of stdout.split('\n').filter((one) => one !== ''))
      expect(line).toMatch(/^::(?:error|warning|notice) (?:(?:file|line|endLine|col|endColumn|title)=[^,:\r\n]*,?)*::/);
  });

  it('holds no command of GitHub Actions in the log that people read', () => {
    for (const command of [['check'], ['inventory'], ['status']]) expect(posture(folder, command).stdout).not.toMatch(/^\s*::[a-z-]+/m);
  });

  it('runs in no spreadsheet and in no browser', () => {
    for (const kind of ['inventory', 'exceptions', 'access-review']) {
      const csv = posture(folder, ['report', kind, '--format', 'csv']).stdout;
      for (const cell of csv.split(/\r\n|,/)) expect(cell).not.toMatch(/^"?[=+\t]|^"?-(?!$)\D|^"?@(?![\w./-]+"?$)/);
      const html = posture(folder, ['report', kind, '--format', 'html']).stdout;
      expect(html).not.toContain('<img src=x');
      expect(html.match(/<script/g)?.length ?? 0).toBeLessThan(2);
      // eslint-disable-next-line no-control-regex
      expect(html).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f]/);
    }
  });

  it('is no markup in a comment of a pull request', () => {
    const { stdout } = posture(folder, ['check', '--format', 'markdown']);
    for (const line of stdout.split('\n')) {
      const outside = line.replace(/(`+)(?:(?!\1)[\s\S])*?\1/g, '');
      expect(outside).not.toMatch(/<[a-z!/]|!\[|(?<!\\)\]\(|@\w/i);
    }
  });

  it('is JSON and XML that a reader takes', () => {
    for (const format of ['json', 'sarif', 'gitlab'])
      expect(() => JSON.parse(posture(folder, ['check', '--format', format]).stdout), format).not.toThrow();
    // eslint-disable-next-line no-control-regex
    expect(posture(folder, ['check', '--format', 'junit']).stdout).not.toMatch(/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/);
    expect(readFileSync(join(folder, 'CODEOWNERS'), 'utf8')).toContain('\x1b');
  });
});
