// Every command, and the language server, in a repository that tries to run programs and to reach the network when somebody
// looks at it: through git's configuration, attributes, hooks and submodules, through the configuration of other tools, and
// through addresses in our own. No socket is opened, no program of the repository runs, no planted secret is shown.
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { makeToken, seededRandom } from '../../server/engine/secrets/generate.ts';
import { startEditor } from '../lsp/editor.ts';
import { testSeed } from '../support/seed.ts';
import { bundle, folderOf, git, plainEnvironment, posture, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';

const random = seededRandom(testSeed);
const kinds = ['github-pat', 'aws-secret-access-key', 'slack-bot-token', 'password', 'random-40', 'jwt', 'stripe-live-key'];
const planted = kinds.map((kind) => makeToken(kind, random));
const [github, aws, slack, password, generic, jwt, stripe] = planted as [string, string, string, string, string, string, string];

let folder: string;
let witness: string;
let home: string;

beforeAll(() => {
  const above = folderOf({});
  witness = join(above, 'witness');
  home = join(above, 'home');
  folder = join(above, 'repository');
  const script = `#!/bin/sh\ntouch ${witness}\n`;
  const run = `touch ${witness}; true`;
  mkdirSync(folder);
  mkdirSync(home);
  git(folder, 'init', '--quiet');
  write(folder, {
    '.github/workflows/ci.yml': `on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    env: { SLACK_TOKEN: ${slack} }\n    steps: [{ uses: acme/build@main }, { run: "echo \${{ github.event.issue.title }}" }]\n`,
    'infra/main.tf': `resource "aws_iam_user" "ci" {\n  name = "ci"\n}\nresource "aws_iam_user_policy_attachment" "ci" {\n  user = aws_iam_user.ci.name\n  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\nresource "aws_db_instance" "main" {\n  password = "${password}"\n  tags = { owner = "${generic}" }\n}\nprovider "aws" {\n  secret_key = "${aws}"\n}\n`,
    'src/a.ts': `export const token = '${github}';\nconnect({ apiKey: '${generic}', stripe: "${stripe}" });\n`,
    '.mcp.json': `{ "mcpServers": { "a": { "command": "touch", "args": ["${witness}"], "headers": { "Authorization": "Bearer ${jwt}" } } } }\n`,
    '.posture/config.yaml': `team:\n  url: "https://posture.acme.dev/team.git"\n`,
    '.gitattributes': '* filter=trap diff=trap merge=trap\n',
    '.gitmodules': `[submodule "x"]\n\tpath = x\n\turl = ext::sh -c touch% ${witness}\n\tupdate = !${run}\n`,
    'package.json': JSON.stringify({
      name: 'x',
      main: 'main.js',
      scripts: { preinstall: run, postinstall: run },
      posture: { plugins: ['./plugin.js'] },
    }),
    'plugin.js': `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')\n`,
    'node_modules/identity-posture/index.js': `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')\n`,
    'node_modules/commander/index.js': `require('node:fs').writeFileSync(${JSON.stringify(witness)}, '')\n`,
    '.pre-commit-config.yaml': `repos: [{ repo: local, hooks: [{ id: posture, name: x, language: system, entry: sh -c '${run}' }] }]\n`,
    '.npmrc': `script-shell=${join(folder, 'bin/git')}\nnode-options=--require ${join(folder, 'plugin.js')}\n`,
    '.node-version': '20\n',
    '.envrc': `${run}\n`,
    Makefile: `all:\n\t${run}\n`,
    'bin/git': script,
    'bin/aws': script,
    'bin/gh': script,
    git: script,
    'git.exe': script,
    'hooks/pre-commit': script,
    'hooks/post-index-change': script,
    'hooks/reference-transaction': script,
    'hooks/fsmonitor-watchman': script,
    'hooks/pre-push': script,
    'exports/members.json': JSON.stringify([{ login: 'a', id: 1, type: 'User', site_admin: true, note: github }]),
  });
  git(folder, 'add', '--all', '--force');
  git(folder, 'commit', '--quiet', '--message', `first ${github}`);
  write(folder, { included: trap(run), 'worktree-trap': 'x\n' });
  writeFileSync(
    join(folder, '.git/config'),
    `${trap(run)}[include]\n\tpath = ../included\n[includeIf "gitdir:**"]\n\tpath = ../included\n[extensions]\n\tworktreeConfig = true\n[remote "origin"]\n\turl = ext::sh -c touch% ${witness}\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\tpromisor = true\n\tuploadpack = ${run}\n\treceivepack = ${run}\n[branch "main"]\n\tremote = origin\n\tmerge = refs/heads/main\n[core]\n\trepositoryformatversion = 1\n`,
  );
  writeFileSync(join(folder, '.git/config.worktree'), trap(run));
  mkdirSync(join(folder, '.git/info'), { recursive: true });
  writeFileSync(join(folder, '.git/info/attributes'), '* filter=trap diff=trap\n');
  for (const hook of readdirSync(join(folder, 'hooks'))) {
    mkdirSync(join(folder, '.git/hooks'), { recursive: true });
    writeFileSync(join(folder, '.git/hooks', hook), script, { mode: 0o755 });
  }
  // A folder that is a repository only by a file that points into the tree, and a bare one that lies in it.
  write(folder, { 'elsewhere/.git': 'gitdir: ../inner.git\n', 'elsewhere/a.yml': 'on: push\npermissions: write-all\njobs: {}\n' });
  git(folder, 'init', '--quiet', '--bare', 'inner.git');
  writeFileSync(
    join(folder, 'inner.git/config'),
    `${trap(run)}[core]\n\trepositoryformatversion = 0\n\tbare = false\n\tworktree = ../elsewhere\n`,
  );
  symlinkSync(join(folder, 'bin/git'), join(folder, 'src/git'));
  rmSync(witness, { force: true });
});

function trap(run: string): string {
  const quoted = JSON.stringify(run);
  return `[core]
	fsmonitor = ${quoted}
	sshCommand = ${quoted}
	pager = ${quoted}
	editor = ${quoted}
	askPass = ${quoted}
	gitProxy = ${quoted}
	alternateRefsCommand = ${quoted}
	hooksPath = hooks
	attributesFile = .gitattributes
[pager]
	log = ${quoted}
	diff = ${quoted}
	config = ${quoted}
[diff]
	external = ${quoted}
[diff "trap"]
	command = ${quoted}
	textconv = ${quoted}
[merge "trap"]
	driver = ${quoted}
[filter "trap"]
	clean = ${quoted}
	smudge = ${quoted}
	process = ${quoted}
	required = true
[credential]
	helper = ${JSON.stringify(`!${run}`)}
[gpg]
	program = ${quoted}
[gpg "ssh"]
	program = ${quoted}
	defaultKeyCommand = ${quoted}
[log]
	showSignature = true
[commit]
	gpgSign = true
[uploadpack]
	packObjectsHook = ${quoted}
[sequence]
	editor = ${quoted}
[url "ext::sh -c true"]
	insteadOf = https://posture.acme.dev/
`;
}

/** By command; a new one has to be named here. Several where options lead elsewhere. */
const commands: Readonly<Record<string, readonly (readonly string[])[]>> = {
  check: [
    ['check'],
    ['check', '--staged'],
    ['check', '--diff', 'HEAD'],
    ['check', '--history'],
    ['check', '--format', 'sarif', '--profile', 'audit'],
    ['check', '--jobs', '2'],
    ['check', 'elsewhere'],
    ['check', '--fix-dry-run', '--profile', 'audit'],
  ],
  repair: [['repair', '--dry-run']],
  inventory: [['inventory'], ['inventory', '--format', 'json'], ['inventory', '--diff', 'HEAD'], ['inventory', '--team']],
  rules: [['rules']],
  explain: [
    ['explain', 'github/write-all-permissions'],
    ['explain', 'infra/main.tf:9'],
    ['explain', 'src/a.ts:1'],
    ['explain', 'infra/main.tf:6', '--format', 'json'],
  ],
  why: [['why', 'src/a.ts']],
  blast: [
    ['blast', 'src/a.ts:1'],
    ['blast', 'aws:user:ci'],
    ['blast', 'src/a.ts:1', '--format', 'json'],
  ],
  init: [['init', '--yes']],
  status: [['status'], ['status', '--metrics'], ['status', '--format', 'json']],
  drift: [['drift']],
  sync: [['sync'], ['sync', '--yes']],
  prune: [['prune', '--yes']],
  accept: [['accept', '--all', '--owner', '@acme/team', '--approved-by', '@a', '--reason', 'known', '--expires', inDays(60), '--yes']],
  approve: [['approve', '--all', '--owner', '@acme/team', '--approved-by', '@a', '--purpose', 'ci', '--yes']],
  review: [['review', '--list']],
  verify: [['verify'], ['verify', '--format', 'json']],
  publish: [['publish', '--output', 'out.json'], ['publish']],
  collect: [['collect', 'https://git.acme.dev/a/b.git']],
  fmt: [['fmt']],
  snapshot: [['snapshot']],
  upgrade: [['upgrade', '--yes']],
  import: [['import', 'exports/members.json']],
  observe: [
    ['observe'],
    ['observe', 'github-members', 'exports/members.json', '--place', 'github:acme'],
    ['observe', 'github-members', '--run'],
  ],
  demo: [['demo', 'shown']],
  hook: [['hook', 'install']],
  report: ['access-review', 'inventory', 'exceptions', 'rotation', 'drift'].flatMap((kind) =>
    ['html', 'csv', 'json', 'oscal'].map((format) => ['report', '--kind', kind, '--format', format]),
  ),
  certify: [['certify'], ['certify', '--write', '--yes'], ['certify', '--format', 'json']],
  routine: [['routine'], ['routine', '--format', 'json']],
  diff: [
    ['diff', '--from', '2020-01-01'],
    ['diff', '--from', '2020-01-01', '--format', 'json'],
  ],
  trend: [
    ['trend', '--from', '2020-01-01', '--points', '2'],
    ['trend', '--from', '2020-01-01', '--format', 'csv'],
  ],
  doctor: [['doctor']],
  completion: [['completion', 'bash']],
  manual: [['manual']],
  lsp: [],
};

/** Lines that no output may hold; of a long value also its end, which no preview shows. */
const forbidden = planted.flatMap((value) => [value, ...(value.length >= 32 ? [value.slice(-16)] : [])]);

function holding(text: string): string | undefined {
  const found = forbidden.find((value) => text.includes(value));
  return found === undefined ? undefined : `…${text.slice(Math.max(0, text.indexOf(found) - 100), text.indexOf(found))}<a planted secret>`;
}

it('names every command there is', () => {
  const named = readdirSync('server/cli/commands')
    .flatMap((file) =>
      [...readFileSync(`server/cli/commands/${file}`, 'utf8').matchAll(/^ {4}\.command\('([a-z-]+)'/gm)].map((match) => match[1]!),
    )
    .filter((name) => name !== 'install');
  expect(named.sort()).toEqual(Object.keys(commands).sort());
});

it('has a trap that works where git is called plainly', () => {
  try {
    git(folder, 'status');
  } catch {
    // What the trap makes of the answer does not matter.
  }
  expect(existsSync(witness)).toBe(true);
  rmSync(witness);
});

describe('nothing runs, nothing is reached, no secret is shown', () => {
  const guard = resolve('test/cli/no-sockets.mjs');
  it.each(
    Object.entries(commands)
      .flatMap(([, list]) => list)
      .map((args) => [args.join(' '), args] as const),
  )('%s', (_, args) => {
    const env = { HOME: home, TMPDIR: join(dirname(home)), POSTURE_CACHE: join(home, 'cache'), PATH: `${process.env.PATH}` };
    const { stdout, stderr, code } = posture(folder, args, { node: ['--import', guard], env, input: '' });
    expect(stderr).not.toContain('a socket was opened');
    expect(existsSync(witness), 'a program of the repository ran').toBe(false);
    expect(holding(stdout + stderr)).toBeUndefined();
    expect([0, 1, 2, 3], stderr).toContain(code);
  });

  it('and none is written: not into records, evidence, reports, caches or the home of the user', () => {
    const seen: string[] = [];
    const look = (path: string): void => {
      for (const entry of readdirSync(path, { withFileTypes: true })) {
        const full = join(path, entry.name);
        if (entry.isDirectory()) look(full);
        else if (entry.isFile() && statSync(full).size < 20_000_000) {
          seen.push(full);
          expect(holding(readFileSync(full, 'latin1')), full).toBeUndefined();
        }
      }
    };
    look(join(folder, '.posture'));
    look(home);
    expect(seen.length).toBeGreaterThan(5);
  });

  it.each([true, false])('by the language server, in a workspace that is trusted: %s', async (trusted) => {
    rmSync(witness, { force: true });
    const server = join(dirname(bundle), 'server.js');
    const uri = (name: string) => pathToFileURL(join(folder, name)).href;
    const editor = await startEditor({
      folders: [pathToFileURL(folder).href],
      initializationOptions: { trusted, settings: { problems: 'all', profile: 'audit' } } as never,
      command: [process.execPath, '--import', guard, server, '--stdio'],
    });
    for (const name of ['.github/workflows/ci.yml', 'infra/main.tf', 'src/a.ts', '.mcp.json', 'elsewhere/a.yml']) {
      await editor.open(uri(name), readFileSync(join(folder, name), 'utf8'));
      await editor.diagnostics(uri(name));
    }
    const answers: unknown[] = [];
    for (const method of [
      'posture/checkWorkspace',
      'posture/overview',
      'posture/identities',
      'posture/baseline',
      'posture/refreshBaseline',
      'posture/listFindings',
    ])
      answers.push(await editor.connection.sendRequest(method, {}).catch((error: Error) => error.message));
    expect(existsSync(witness), 'a program of the repository ran').toBe(false);
    expect(holding(JSON.stringify([answers, editor.published, editor.statuses, editor.logs]))).toBeUndefined();
    expect(editor.published.some(({ diagnostics }) => diagnostics.length > 0)).toBe(true);
    await editor.end();
  });
});

it('uses the git of the user, wherever it is started', () => {
  const { stdout } = posture(join(folder, 'bin'), ['check', '--format', 'json'], {
    env: { ...plainEnvironment, PATH: `.:${process.env.PATH}` },
  });
  expect(existsSync(witness), 'a git beside the caller ran').toBe(false);
  expect(stdout.length).toBeGreaterThan(0);
});
