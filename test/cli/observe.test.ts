// `posture observe` as a person types it, with the exports of test/observe, and what `drift` and `check` make of them.
// Vendors' tools are stand-ins on PATH, named as such; git is real.
import { spawnSync } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, readFileSync, readdirSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { authorizationDetails, credentialReport } from '../observe/samples.ts';
import { findingsIn, folderOf, git, plainEnvironment, posture, repositoryOf, write } from './posture.ts';
import { inDays, movedToToday } from '../support/days.ts';

const asOf = ['--as-of', inDays(0)];
const yesterday = inDays(-1);
const taken = ['--taken-at', `${yesterday}T10:00:00Z`];
const code = `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }] })
}

resource "aws_iam_user" "alice" {
  name = "alice"
}

resource "aws_iam_access_key" "alice" {
  user = aws_iam_user.alice.name
}
`;
const details = movedToToday(JSON.stringify(authorizationDetails));
const records = (folder: string, source = 'aws-authorization-details') =>
  readdirSync(join(folder, '.posture/evidence', source), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.jsonl'))
    .sort();

function account(): string {
  return repositoryOf({ 'infra/main.tf': code });
}

describe('an export of an account', () => {
  it('is kept, out of git, and drift stands at the line', () => {
    const folder = account();
    write(folder, { 'auth.json': details, 'report.csv': movedToToday(credentialReport) });
    const kept = posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...taken]);
    expect(kept.stderr).toBe('');
    expect(kept.code).toBe(0);
    expect(kept.stdout).toMatch(/^aws-authorization-details of aws:123456789012: 4 identities, 4 grants, 2 last uses, 1 policy$/m);
    expect(kept.stdout).toContain(`\ntaken ${yesterday} 10:00 UTC, as you say\n`);
    expect(posture(folder, ['observe', 'aws-credential-report', 'report.csv', ...taken]).code).toBe(0);
    expect(
      git(folder, 'status', '--short', '--untracked-files=all')
        .trim()
        .split('\n')
        .map((line) => line.slice(3))
        .sort(),
    ).toEqual(['auth.json', 'report.csv']);

    const drift = posture(folder, ['drift', '--format', 'json', ...asOf]);
    const found = findingsIn(drift);
    expect(found).toEqual(
      expect.arrayContaining([
        'infra/main.tf:1 drift/shadow',
        'infra/main.tf:1 drift/unused',
        'infra/main.tf:10 drift/rotation-overdue',
        'infra/main.tf:10 drift/two-active-keys',
      ]),
    );
    // Role and user run; the export that lies in the tree is no code that declares more.
    expect(found.filter((one) => one.endsWith('drift/not-live'))).toEqual([]);
    expect(found.filter((one) => one.startsWith('auth.json'))).toEqual([]);
    const check = posture(folder, ['check', '.', '--format', 'json', ...asOf]);
    expect(findingsIn(check)).toEqual(expect.arrayContaining(['infra/main.tf:1 drift/shadow']));
    expect(check.code).toBe(1);
    expect(posture(folder, ['observe']).stdout).toMatch(
      new RegExp(`aws-authorization-details/aws-123456789012 +taken ${yesterday} 10:00 UTC`),
    );
  });

  it('says the same of the same thing from one export to the next, and nobody accepts it away', () => {
    const folder = account();
    const ghost = JSON.parse(details) as { RoleDetailList: { RoleName: string; Arn: string; AttachedManagedPolicies: object[] }[] };
    const role = ghost.RoleDetailList[0]!;
    ghost.RoleDetailList.push({
      ...role,
      RoleName: 'ghost',
      Arn: role.Arn.replace(/[^/]+$/, 'ghost'),
      AttachedManagedPolicies: [{ PolicyName: 'AdministratorAccess', PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess' }],
    });
    const anchors = [yesterday, inDays(0)].map((day) => {
      write(folder, { 'auth.json': JSON.stringify(ghost) });
      expect(posture(folder, ['observe', 'aws-authorization-details', 'auth.json', '--taken-at', `${day}T00:00:00Z`]).stderr).toBe('');
      const { findings } = JSON.parse(posture(folder, ['drift', '--format', 'json']).stdout) as {
        findings: { anchor: string; message: string }[];
      };
      return findings.filter(({ message }) => message.includes('ghost')).map(({ anchor }) => anchor);
    });
    expect(anchors[0]).toHaveLength(1);
    expect(anchors[1]).toEqual(anchors[0]);
    const accepted = posture(folder, [
      'accept',
      'drift/shadow',
      '--owner',
      '@acme/a',
      '--approved-by',
      '@lead',
      '--reason',
      'known',
      '--expires',
      inDays(9),
      '--yes',
    ]);
    expect(accepted).toMatchObject({ code: 1, stdout: expect.stringContaining('a disagreement is settled, not accepted') });
    expect(existsSync(join(folder, '.posture/decisions'))).toBe(false);
  });

  it('is put beside the code only where the whole tree is looked at, and says so', () => {
    const folder = account();
    write(folder, { 'auth.json': details });
    posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...taken]);
    const part = posture(folder, ['check', 'infra/main.tf', ...asOf]);
    expect(part.stdout).not.toContain('drift/shadow');
    expect(part.stdout).toContain('only where the whole tree is checked');
  });

  it('that is too old is unknown, and that is all that is said of it', () => {
    const folder = account();
    write(folder, { 'auth.json': details });
    posture(folder, ['observe', 'aws-authorization-details', 'auth.json', '--taken-at', `${inDays(-21)}T00:00:00Z`]);
    const found = findingsIn(posture(folder, ['drift', '--format', 'json', ...asOf]));
    expect(found.map((one) => one.split(' ')[1])).toEqual(['drift/evidence-too-old']);
  });

  it('read twice is one observation', () => {
    const folder = account();
    write(folder, { 'auth.json': details, 'other.json': `${details}\n` });
    for (const file of ['auth.json', 'auth.json', 'other.json'])
      expect(posture(folder, ['observe', 'aws-authorization-details', file, ...taken]).code).toBe(0);
    expect(records(folder)).toHaveLength(2);
  });

  it('tells who is gone from who was never there', () => {
    const folder = account();
    write(folder, {
      'auth.json': details,
      'later.json': movedToToday(JSON.stringify({ ...authorizationDetails, RoleDetailList: authorizationDetails.RoleDetailList.slice(1) })),
    });
    posture(folder, ['observe', 'aws-authorization-details', 'auth.json', '--taken-at', `${inDays(-2)}T00:00:00Z`]);
    posture(folder, ['observe', 'aws-authorization-details', 'later.json', ...taken]);
    expect(findingsIn(posture(folder, ['drift', '--format', 'json', ...asOf]))).toEqual(
      expect.arrayContaining(['infra/main.tf:1 drift/zombie', 'infra/main.tf:6 drift/not-live']),
    );
  });
});

describe('a bad export', () => {
  const bad: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    [
      'is cut off',
      details.slice(0, 900),
      taken,
      /auth\.json ends in the middle .*cut off.*Nothing was kept; evidence from before still stands/s,
    ],
    [
      'is another account',
      details,
      [...taken, '--place', 'aws:999999999999'],
      /is about aws:123456789012, and aws:999999999999 was asked for/,
    ],
    ['is from the future', details, ['--taken-at', '2099-01-01T00:00:00Z'], /taken at 2099-01-01T00:00:00Z, which is later than it is now/],
    ['has no day', details, ['--taken-at', 'yesterday'], /is no moment of the form/],
    ['is something else', '{"message": "ExpiredToken"}', taken, /no output of get-account-authorization-details/],
  ];
  it.each(bad)('%s: a sentence, and the old one stays', (_name, text, flags, sentence) => {
    const folder = account();
    write(folder, { 'good.json': details, 'auth.json': text });
    posture(folder, ['observe', 'aws-authorization-details', 'good.json', ...taken]);
    const before = records(folder);
    const refused = posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...flags]);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(sentence);
    expect(records(folder)).toEqual(before);
    expect(readdirSync(join(folder, '.posture/evidence')).filter((name) => name.startsWith('.') && name !== '.gitignore')).toEqual([]);
  });

  it('whose file has a time in the future is refused too', () => {
    const folder = account();
    write(folder, { 'auth.json': details });
    utimesSync(join(folder, 'auth.json'), new Date(), new Date('2099-01-01'));
    expect(posture(folder, ['observe', 'aws-authorization-details', 'auth.json']).stderr).toMatch(/later than it is now/);
  });

  it('has a name that nobody knows, or no file', () => {
    const folder = account();
    expect(posture(folder, ['observe', 'aws-everything', 'x.json']).stderr).toMatch(
      /there is no source aws-everything\nknown are aws-authorization-details/,
    );
    expect(posture(folder, ['observe', 'kubectl']).stderr).toMatch(/get them with\n {2}kubectl get serviceaccounts/);
    expect(posture(folder, ['observe', 'kubectl', 'missing.json']).stderr).toMatch(/missing\.json cannot be read \(it does not exist\)/);
    write(folder, { 'list.json': 'kind: List' });
    expect(posture(folder, ['observe', 'kubectl', 'list.json']).stderr).toContain('is no JSON');
    expect(readdirSync(folder)).not.toContain('.posture');
  });
});

describe('evidence that was tampered with', () => {
  it('counts for nothing, and the run is not complete', () => {
    const folder = account();
    write(folder, { 'auth.json': details });
    posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...taken]);
    const [record] = records(folder);
    const path = join(folder, '.posture/evidence/aws-authorization-details', record!);
    writeFileSync(path, readFileSync(path, 'utf8').replace('"reach":"admin"', '"reach":"admin" '));
    const drift = posture(folder, ['drift', ...asOf]);
    expect(drift.code).toBe(2);
    expect(drift.stdout + drift.stderr).toMatch(/it was changed after it was written/);
    appendFileSync(path, '{}\n');
    expect(posture(folder, ['drift', ...asOf]).code).toBe(2);
  });

  it('is not written through a link', () => {
    const folder = account();
    const outside = folderOf();
    write(folder, { 'auth.json': details });
    mkdirSync(join(folder, '.posture'));
    symlinkSync(outside, join(folder, '.posture/evidence'));
    expect(posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...taken]).stderr).toMatch(
      /has to be a folder, not a link; nothing was written/,
    );
    expect(readdirSync(outside)).toEqual([]);
  });
});

describe('--run', () => {
  const tools = (text: string) => {
    const folder = folderOf({
      aws: `#!/bin/sh\n# Stands in for the aws command.\necho "$@" >> "$STAND_IN_LOG"\n${text}\n`,
      kubectl: `#!/bin/sh\n# Stands in for kubectl.\necho "$@" >> "$STAND_IN_LOG"\ncat "$STAND_IN_OUTPUT"\n`,
    });
    return {
      folder,
      log: join(folder, 'log'),
      env: { PATH: `${folder}:${plainEnvironment.PATH}`, STAND_IN_LOG: join(folder, 'log'), STAND_IN_OUTPUT: join(folder, 'output') },
    };
  };

  it('shows the command, asks, and runs it with the own sign-in', () => {
    const folder = account();
    const { env, log, folder: bin } = tools('cat "$STAND_IN_OUTPUT"');
    write(bin, { output: details });
    const asked = posture(folder, ['observe', 'aws-authorization-details', '--run'], { env });
    expect(asked.code).toBe(2);
    expect(asked.stderr).toMatch(/^aws iam get-account-authorization-details --filter User Role Group LocalManagedPolicy --output json$/m);
    expect(asked.stderr).toMatch(/no terminal to ask at; give --yes/);
    expect(existsSync(log)).toBe(false);
    const run = posture(folder, ['observe', 'aws-authorization-details', '--run', '--yes'], { env });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/UTC, just now$/m);
    expect(readFileSync(log, 'utf8').trim()).toBe(
      'iam get-account-authorization-details --filter User Role Group LocalManagedPolicy --output json',
    );
  });

  it('keeps nothing when the tool fails, or prints something else', () => {
    const folder = account();
    const { env, folder: bin } = tools('echo "Unable to locate credentials" >&2; exit 253');
    const failed = posture(folder, ['observe', 'aws-authorization-details', '--run', '--yes'], { env });
    expect(failed.stderr).toMatch(/Unable to locate credentials[\s\S]*ended with 253; nothing was kept/);
    write(bin, { output: '{"items": ' });
    expect(posture(folder, ['observe', 'kubectl', '--run', '--yes'], { env }).stderr).toMatch(/cut off/);
    expect(existsSync(join(folder, '.posture/evidence/kubectl'))).toBe(false);
  });

  it('hands nothing to a tool that could be more than a name', () => {
    const folder = account();
    const { env, log } = tools('true');
    for (const place of ['gcp:--impersonate-service-account=x', 'gcp:$(touch x)', 'gcp:a;b', 'gcp:a b', 'gcp:../x']) {
      expect(
        posture(folder, ['observe', 'gcloud-iam-policy', '--run', '--yes', '--place', place], { env: { ...env } }).stderr,
        place,
      ).toMatch(/holds characters that are not handed to a tool/);
    }
    expect(posture(folder, ['observe', 'gcloud-iam-policy', '--run', '--yes'], { env }).stderr).toMatch(/--run needs --place gcp:PROJECT/);
    expect(existsSync(log)).toBe(false);
  });

  it('runs no program of the working tree', () => {
    const folder = account();
    write(folder, { 'bin/aws': '#!/bin/sh\ntouch owned\n' });
    const { stderr } = posture(folder, ['observe', 'aws-authorization-details', '--run', '--yes'], {
      env: { PATH: `${join(folder, 'bin')}:.:/usr/bin:/bin` },
    });
    expect(stderr).toMatch(/is on PATH only as .*inside of the working tree: that is not run|aws is not on PATH/);
    expect(existsSync(join(folder, 'owned'))).toBe(false);
  });
});

it('a token in a name never reaches the record', () => {
  const folder = account();
  write(folder, { 'members.json': '[{"login": "{{token:github-pat}}"}]', token: '{{token:github-pat}}' });
  expect(posture(folder, ['observe', 'github-members', 'members.json', '--place', 'github:acme', ...taken]).code).toBe(0);
  const [record] = records(folder, 'github-members');
  expect(readFileSync(join(folder, '.posture/evidence/github-members', record!), 'utf8')).not.toContain(
    readFileSync(join(folder, 'token'), 'utf8').trim(),
  );
});

describe('sync --evidence, after a deployment', () => {
  const wide = `resource "aws_iam_role_policy" "ship" {
  name   = "ship"
  role   = "deploy"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Sid = "Ship", Effect = "Allow", Action = "s3:*", Resource = "arn:aws:s3:::builds/*" }] })
}
`;
  const deployed = (...actions: string[]) =>
    JSON.stringify({
      UserDetailList: [],
      GroupDetailList: [],
      Policies: [],
      RoleDetailList: [
        {
          ...authorizationDetails.RoleDetailList[0],
          RoleLastUsed: { LastUsedDate: new Date().toISOString() },
          Tags: [],
          AttachedManagedPolicies: [],
          RolePolicyList: [
            {
              PolicyName: 'ship',
              PolicyDocument: { Statement: [{ Effect: 'Allow', Action: actions, Resource: 'arn:aws:s3:::builds/*' }] },
            },
          ],
        },
      ],
    });

  function approved(): string {
    const folder = repositoryOf({ 'infra/main.tf': wide });
    const until = inDays(20);
    const accepted = posture(folder, [
      'accept',
      '--all',
      '--owner',
      '@acme/pay',
      '--approved-by',
      '@lead',
      '--reason',
      'moves to OIDC',
      '--expires',
      until,
      '--yes',
    ]);
    expect(accepted.stderr).toBe('');
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'approve');
    return folder;
  }

  it('leaves approvals alone that still cover what runs', () => {
    const folder = approved();
    const file = join(folderOf({ 'deployed.json': deployed('s3:*') }), 'deployed.json');
    const run = posture(folder, ['sync', '--evidence', file, '--yes']);
    expect(run.stderr).toBe('');
    expect(run.stdout).toMatch(/Every approval still covers what stands and runs/);
    expect(git(folder, 'status', '--short')).toBe('');
  });

  it('voids those that it overtook, in the working tree, for a pull request', () => {
    const folder = approved();
    const file = join(folderOf({ 'deployed.json': deployed('s3:*', 'iam:PassRole') }), 'deployed.json');
    expect(posture(folder, ['sync', '--evidence', file]).stderr).toMatch(/no terminal to ask at; give --yes/);
    expect(git(folder, 'status', '--short')).toBe('');
    const run = posture(folder, ['sync', '--evidence', file, '--yes']);
    expect(run.stdout).toMatch(/^overtaken: aws\/\S+ \(\w{16}\): deploy got iam:passrole on arn:aws:s3:::builds\/\* by ship$/m);
    expect(run.stdout).toMatch(/1 approval voided in the working tree/);
    const [changed] = git(folder, 'diff', '--name-only').trim().split('\n');
    const record = readFileSync(join(folder, changed!), 'utf8');
    expect(record).toMatch(/^state: open$/m);
    expect(record).not.toContain('approved:');
    expect(record).toContain('moves to OIDC');
    // What was opened is a proposal; the approval on the target branch is gone once it is merged.
    git(folder, 'commit', '--quiet', '--all', '--message', 'void');
    expect(posture(folder, ['check', '.', '--format', 'json']).stdout).toMatch(/"standing": "existing"/);
  });

  it('proposes the void to the team, and never writes its branch', () => {
    const folder = approved();
    const team = folderOf();
    git(team, 'init', '--quiet', '--bare');
    write(folder, { '.posture/config.yaml': `team: {url: ${team}, branch: main}\n` });
    git(folder, 'add', '--all');
    git(folder, 'commit', '--quiet', '--message', 'team');
    const env = { POSTURE_LOCAL_TEAM: 'allowed', HOME: folderOf() };
    const branches = () =>
      git(team, 'branch', '--format=%(refname:short)')
        .trim()
        .split('\n')
        .filter((one) => one !== '');
    expect(posture(folder, ['sync', '--yes', '--as', 'alice'], { env }).code).toBe(0);
    const [first] = branches();
    git(team, 'branch', '--force', 'main', first!);
    const main = git(team, 'rev-parse', 'main');
    const file = join(folderOf({ 'deployed.json': deployed('s3:*', 'iam:PassRole') }), 'deployed.json');
    const run = posture(folder, ['sync', '--evidence', file, '--yes', '--as', 'alice'], { env });
    expect(run.stdout).toMatch(/1 approval voided[\s\S]*proposed as posture-proposals\/alice-/);
    const proposal = branches().find((one) => one !== first && one !== 'main')!;
    expect(git(team, 'grep', '--no-color', '-h', '^state', proposal)).toBe('state: open\n');
    expect(git(team, 'rev-parse', 'main')).toBe(main);
  });

  it('says which export it is given, or asks', () => {
    const folder = approved();
    write(folder, { 'x.json': '{"hello": 1}' });
    expect(posture(folder, ['sync', '--evidence', 'x.json', '--yes']).stderr).toMatch(
      /no export that is recognised\nsay which one it is: --evidence SOURCE=FILE/,
    );
    expect(posture(folder, ['sync', '--evidence', 'kubectl=x.json', '--yes']).stderr).toMatch(/is no list of objects/);
  });
});

describe('since the last release', () => {
  it('an agent that can do more is said at the new item, until it is recorded', () => {
    const folder = repositoryOf({
      '.claude/settings.json': '{\n  "permissions": {\n    "allow": ["Bash(make:*)"]\n  }\n}\n',
      '.posture/policy.yaml': 'v: 1\napprove: [role]\n',
    });
    git(folder, 'tag', '-a', 'v1.2.0', '-m', 'release');
    write(folder, { '.claude/settings.json': '{\n  "permissions": {\n    "allow": ["Bash(make:*)", "Bash(kubectl delete:*)"]\n  }\n}\n' });
    const drift = posture(folder, ['drift']);
    expect(drift.stdout).toMatch(
      /\.claude\/settings\.json:3:32 +low +drift\/scope-grew-since-release\n +The agent settings\.json can do more than at v1\.2\.0 of \d{4}-\d{2}-\d{2}: "cmd:claude-code:Bash\(kubectl delete:\*\)"/,
    );
    git(folder, 'commit', '--quiet', '--all', '--message', 'more');
    git(folder, 'tag', '-a', 'v1.3.0', '-m', 'release', '--force');
    git(folder, 'tag', '-d', 'v1.2.0');
    expect(posture(folder, ['drift']).stdout).not.toContain('scope-grew-since-release');
  });

  it('an identity that went with its code and still runs is an application that was retired', () => {
    const folder = account();
    git(folder, 'tag', 'v1');
    write(folder, { 'infra/main.tf': code.slice(code.indexOf('resource "aws_iam_user"')), 'auth.json': details });
    posture(folder, ['observe', 'aws-authorization-details', 'auth.json', ...taken]);
    const drift = posture(folder, ['drift', ...asOf]);
    expect(drift.stdout).toMatch(
      /\.posture\/evidence\/aws-authorization-details\/\S+ +medium +drift\/application-retired\n +The role deploy still runs .*The code that declared it was removed/,
    );
  });
});

const hasKubectl = spawnSync('kubectl', ['version', '--client'], { stdio: 'ignore' }).status === 0;

describe.skipIf(!hasKubectl)('the real kubectl', () => {
  const kubectl = (input: string | undefined, ...args: string[]) => {
    const result = spawnSync('kubectl', args, { input, encoding: 'utf8', env: { ...plainEnvironment, KUBECONFIG: '/dev/null' } });
    if (result.status !== 0) throw new Error(result.stderr);
    return JSON.parse(result.stdout) as object;
  };

  it('prints bindings that are read, with the end that an annotation gives', () => {
    const folder = repositoryOf({ 'rbac.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: deployer\n  namespace: shop\n' });
    const admin = kubectl(
      undefined,
      'create',
      'clusterrolebinding',
      'ops',
      '--clusterrole=cluster-admin',
      '--serviceaccount=shop:deployer',
      '--dry-run=client',
      '-o',
      'json',
    );
    const binding = kubectl(
      undefined,
      'create',
      'rolebinding',
      'fix',
      '--clusterrole=edit',
      '--serviceaccount=shop:deployer',
      '--namespace=shop',
      '--dry-run=client',
      '-o',
      'json',
    );
    const ended = kubectl(
      JSON.stringify(binding),
      'annotate',
      '--local',
      '-f',
      '-',
      `posture.dev/expires=${inDays(-12)}T12:00:00Z`,
      '-o',
      'json',
    );
    const account = kubectl(undefined, 'create', 'serviceaccount', 'deployer', '--namespace=shop', '--dry-run=client', '-o', 'json');
    write(folder, { 'cluster.json': JSON.stringify({ apiVersion: 'v1', kind: 'List', items: [admin, ended, account] }) });
    const kept = posture(folder, ['observe', 'kubectl', 'cluster.json', '--place', 'k8s:prod', ...taken]);
    expect(kept.stdout).toMatch(/^kubectl of k8s:prod: .*2 grants/m);
    expect(findingsIn(posture(folder, ['drift', '--format', 'json', ...asOf]))).toEqual(
      expect.arrayContaining(['rbac.yaml:4 drift/shadow', 'rbac.yaml:4 drift/jit-grant-stands']),
    );
  });

  it('without a cluster leaves everything as it was', () => {
    const folder = account();
    const run = posture(folder, ['observe', 'kubectl', '--run', '--yes', '--place', 'k8s:prod'], { env: { KUBECONFIG: '/dev/null' } });
    expect(run.code).toBe(2);
    expect(run.stderr).toMatch(/^kubectl get serviceaccounts,roles[\s\S]*ended with 1; nothing was kept/);
    expect(existsSync(join(folder, '.posture/evidence/kubectl'))).toBe(false);
  });
});
