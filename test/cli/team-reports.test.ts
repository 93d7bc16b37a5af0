// Many repositories: each publishes on its own branch with its own remote, the team collects, and the inventory is over all.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { printReport, readReport, type RepositoryReport } from '../../server/posture/repository-report.ts';
import { collectTeam } from '../../server/posture/team-inventory.ts';
import { folderOf, git, posture, write } from './posture.ts';

const env = { POSTURE_LOCAL_TEAM: 'allowed' };
const binding = (role: string) => `resource "google_project_iam_member" "deploy" {
  project = "acme-prod"
  role    = "${role}"
  member  = "serviceAccount:deploy@acme-prod.iam.gserviceaccount.com"
}
`;

/** A repository with a bare remote of that name, checked out. */
function published(name: string, files: Readonly<Record<string, string>>): { remote: string; clone: string } {
  const folder = folderOf();
  const remote = join(folder, `${name}.git`);
  mkdirSync(remote);
  git(remote, 'init', '-q', '--bare', '-b', 'main');
  const clone = join(folder, name);
  mkdirSync(clone);
  git(clone, 'init', '-q', '-b', 'main');
  git(clone, 'remote', 'add', 'origin', remote);
  write(clone, files);
  git(clone, 'add', '-A');
  git(clone, 'commit', '-qm', 'first');
  git(clone, 'push', '-q', 'origin', 'main');
  git(clone, 'remote', 'set-head', 'origin', 'main');
  return { remote, clone };
}

function team(...remotes: readonly string[]): string {
  const folder = folderOf({ '.posture/repositories': `# ours\n${remotes.join('\n')}\n` });
  git(folder, 'init', '-q', '-b', 'main');
  return folder;
}

describe('reports of many repositories', () => {
  it('are published on a branch of their own, once, and touch no other branch', () => {
    const { remote, clone } = published('payments', { 'infra/main.tf': binding('roles/owner'), CODEOWNERS: '* @acme/payments\n' });
    const before = git(remote, 'rev-parse', 'main');
    const first = posture(clone, ['publish'], { env });
    expect(first).toMatchObject({
      code: 0,
      stderr: '',
      stdout: expect.stringMatching(/^published 1 identities of local\/payments on posture-observed\n$/),
    });
    expect(posture(clone, ['publish'], { env }).stdout).toContain('holds this report already');
    expect(git(remote, 'rev-parse', 'main')).toBe(before);
    expect(git(remote, 'ls-tree', '--name-only', 'posture-observed').trim()).toBe('posture-report.json');
    const report = readReport(git(remote, 'show', 'posture-observed:posture-report.json'), 'local/payments');
    expect(report).toMatchObject({
      repository: 'local/payments',
      findings: { critical: expect.any(Number) },
      identities: [{ kind: 'service-account', admin: true, declared: false }],
    });
    write(clone, { 'infra/main.tf': binding('roles/viewer') });
    git(clone, 'commit', '-qam', 'narrower');
    expect(posture(clone, ['publish'], { env }).stdout).toContain('published');
    expect(git(remote, 'rev-list', '--count', 'posture-observed').trim()).toBe('2');
  });

  it('are collected by one writer, and say who is used where, who owns it and who stands with everything', () => {
    const repositories = ['payments', 'search', 'idle'].map((name, index) =>
      published(name, {
        ...(index < 2 ? { 'infra/main.tf': binding(index === 0 ? 'roles/owner' : 'roles/editor') } : {}),
        'src/a.ts': 'export {};\n',
        CODEOWNERS: `* @acme/${name}\n`,
      }),
    );
    for (const { clone } of repositories.slice(0, 2)) posture(clone, ['publish'], { env });
    const root = team(...repositories.map(({ remote }) => remote));
    const collected = posture(root, ['collect'], { env });
    expect(collected).toMatchObject({
      code: 2,
      stdout: '3 repositories, 2 with a new report, 1 that gave none.\n',
      stderr: expect.stringContaining('idle.git: it has published none'),
    });
    const inventory = posture(root, ['inventory', '--team', '--format', 'json']);
    expect(inventory).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(inventory.stdout)).toMatchObject({
      repositories: 2,
      shared: [{ kind: 'service-account', repositoryCount: 2, repositories: ['local/payments', 'local/search'], admin: true }],
      admins: [{ repositoryCount: 2 }],
    });
    expect(posture(root, ['inventory', '--team']).stdout).toContain(
      '2 repositories report 1 identities: 1 are used by several, 1 stand with everything',
    );
    expect(posture(root, ['inventory', '--team', '--format', 'markdown']).stdout).toContain('#### Used by several repositories');
    expect(posture(root, ['collect', repositories[0]!.remote], { env })).toMatchObject({
      code: 0,
      stdout: '1 repositories, 0 with a new report, 0 that gave none.\n',
    });
  });

  it('that speak for another repository, are broken or cannot be reached are said, and what was known stays', () => {
    const { remote, clone } = published('payments', { 'infra/main.tf': binding('roles/owner') });
    posture(clone, ['publish'], { env });
    const root = team(remote);
    posture(root, ['collect'], { env });
    const kept = readFileSync(join(root, 'reports/local/payments.json'), 'utf8');
    git(clone, 'fetch', '-q', 'origin', 'posture-observed');
    git(clone, 'checkout', '-q', 'FETCH_HEAD');
    for (const [text, why] of [
      [kept.replace('local/payments', 'local/search'), 'it speaks for local/search'],
      ['{', 'it is no JSON'],
      [kept.replace('"v": 1', '"v": 2'), 'a newer posture'],
    ] as const) {
      writeFileSync(join(clone, 'posture-report.json'), text);
      git(clone, 'commit', '-qam', 'x');
      git(clone, 'push', '-q', 'origin', 'HEAD:posture-observed');
      expect(posture(root, ['collect'], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining(why) });
      expect(readFileSync(join(root, 'reports/local/payments.json'), 'utf8')).toBe(kept);
    }
    rmSync(remote, { recursive: true });
    expect(posture(root, ['collect'], { env })).toMatchObject({ code: 2, stderr: expect.stringContaining('cannot be asked') });
    expect(readFileSync(join(root, 'reports/local/payments.json'), 'utf8')).toBe(kept);
    writeFileSync(join(root, 'reports/local/other.json'), kept);
    expect(posture(root, ['inventory', '--team'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('reports/local/other.json: it speaks for local/payments'),
    });
  });

  it('say what they need', () => {
    const folder = folderOf();
    git(folder, 'init', '-q', '-b', 'main');
    expect(posture(folder, ['collect'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no repository is named') });
    expect(posture(folder, ['collect', '--', '-x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no address of a repository'),
    });
    expect(posture(folder, ['collect', '/tmp/x'])).toMatchObject({ code: 2, stderr: expect.stringContaining('only https and ssh') });
    expect(posture(folder, ['inventory', '--team'])).toMatchObject({ code: 2, stderr: expect.stringContaining('no folder reports') });
  });
});

describe('a report', () => {
  const report: RepositoryReport = {
    v: 1,
    repository: 'h/a/b',
    commit: 'c',
    day: '2026-11-21',
    findings: { critical: 1, high: 0, medium: 0, low: 0, info: 0 },
    accepted: 0,
    open: 0,
    drift: 2,
    identities: [
      {
        id: 'aws:role:ci',
        kind: 'role',
        name: 'ci',
        owner: '@a',
        declared: true,
        state: 'grew',
        place: 'a.tf',
        grants: 1,
        admin: true,
        drift: 2,
      },
    ],
  };

  it('is read back as it was written, and refused when a part of it is not what it should be', () => {
    expect(readReport(printReport(report))).toEqual(report);
    for (const wrong of [
      { ...report, day: 'soon' },
      { ...report, drift: -1 },
      { ...report, findings: {} },
      { ...report, identities: [{ ...report.identities[0]!, name: 'a\u001b[31m' }] },
      { ...report, identities: [{}] },
      { ...report, identities: {} },
      [],
    ]) {
      expect(readReport(JSON.stringify(wrong)), JSON.stringify(wrong)).toHaveProperty('why');
    }
  });

  it('of another repository with an owner of its own is a conflict; jobs of two repositories are not the same', () => {
    const collector = collectTeam('2026-11-30', 7);
    const job = { ...report.identities[0]!, id: 'github:workflow-job:ci.yml#a', kind: 'workflow-job', admin: false };
    collector.add({ ...report, identities: [...report.identities, job] });
    collector.add({
      ...report,
      repository: 'h/a/c',
      day: '2026-11-29',
      identities: [{ ...report.identities[0]!, owner: '@b' }, report.identities[0]!, job],
    });
    expect(collector.finish()).toMatchObject({
      repositories: 2,
      identities: 3,
      tooOld: [{ repository: 'h/a/b', day: '2026-11-21' }],
      shared: [{ id: 'aws:role:ci', repositoryCount: 2, owners: ['@a', '@b'] }],
      conflicts: [{ id: 'aws:role:ci' }],
    });
  });
});
