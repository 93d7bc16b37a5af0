import { describe, expect, it } from 'vitest';
import { folderOf, git, posture, repositoryOf, write } from './posture.ts';

const files = {
  '.github/CODEOWNERS': '* @acme/all\n/infra/ @acme/infra\n',
  'infra/main.tf': `resource "aws_iam_role" "deploy" {
  name = "deploy"
  tags = { Owner = "team-a" }
  assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Service = "ec2.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy_attachment" "admin" {
  role       = aws_iam_role.deploy.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}

resource "aws_iam_user" "ci" {
  name = "ci"
}

resource "aws_iam_access_key" "ci" {
  user = aws_iam_user.ci.name
}
`,
  'deploy/account.yaml': 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: ci\n  namespace: build\n',
  'deploy/binding.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata:\n  name: ci\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: ClusterRole\n  name: cluster-admin\nsubjects:\n  - kind: ServiceAccount\n    name: ci\n    namespace: build\n  - kind: User\n    name: ana@example.com\n',
  '.mcp.json': '{ "mcpServers": { "gh": { "command": "/opt/gh", "env": { "GITHUB_TOKEN": "{{token:github-pat}}" } } } }\n',
};

interface Entry {
  id: string;
  owner?: string;
  ownerFrom?: string;
  declared: boolean;
  grants: string[];
  trusts: string[];
  credentials: string[];
  file: string;
  line: number;
}

const listed = (folder: string, ...args: string[]): Entry[] =>
  JSON.parse(posture(folder, ['inventory', '--format', 'json', ...args]).stdout).identities;

describe('posture inventory', () => {
  it('joins identities with their grants, trusts, credentials and owners, over files and dialects', () => {
    const byId = new Map(listed(repositoryOf(files)).map((entry) => [entry.id, entry]));
    expect(byId.get('aws:role:deploy')).toMatchObject({
      owner: 'team-a',
      ownerFrom: 'tag',
      declared: true,
      file: 'infra/main.tf',
      line: 1,
      grants: ['allow arn:aws:iam::aws:policy/AdministratorAccess, standing'],
      trusts: ['service ec2.amazonaws.com'],
    });
    expect(byId.get('aws:user:ci')).toMatchObject({
      owner: '@acme/infra',
      ownerFrom: 'CODEOWNERS',
      credentials: ['access-key aws_iam_access_key.ci, standing'],
    });
    expect(byId.get('k8s:service-account:build/ci')).toMatchObject({
      declared: true,
      owner: '@acme/all',
      file: 'deploy/account.yaml',
      grants: [expect.stringContaining('ClusterRole/cluster-admin')],
    });
    expect(byId.get('k8s:user:ana@example.com')).toMatchObject({
      declared: false,
      grants: [expect.stringContaining('ClusterRole/cluster-admin')],
    });
  });

  it('prints a table and Markdown, and no secret in any form', () => {
    const folder = folderOf(files);
    for (const format of ['table', 'markdown', 'json']) {
      const outcome = posture(folder, ['inventory', '--format', format]);
      expect(outcome.code).toBe(0);
      expect(outcome.stdout).toContain('aws:role:deploy');
      expect(outcome.stdout).not.toMatch(/ghp_[A-Za-z0-9]{10}/);
    }
    expect(posture(folder, ['inventory']).stdout).toMatch(/\d+ identities, \d+ of them declared here without an owner/);
    expect(listed(folder, 'deploy').map((entry) => entry.id)).toEqual(['k8s:service-account:build/ci', 'k8s:user:ana@example.com']);
  });

  it('says with --diff who is new, gone and changed, and nothing about what only moved', () => {
    const folder = repositoryOf(files);
    expect(posture(folder, ['inventory', '--diff', 'main']).stdout).toContain('No identity is new, gone or changed since main');
    git(folder, 'checkout', '--quiet', '-b', 'change');
    write(folder, {
      'infra/main.tf': `# moved\n${files['infra/main.tf'].replace('AdministratorAccess', 'ReadOnlyAccess')}\nresource "aws_iam_role" "extra" {\n  name = "extra"\n  assume_role_policy = "{}"\n}\n`,
      'deploy/binding.yaml': files['deploy/binding.yaml'].replace('  - kind: User\n    name: ana@example.com\n', ''),
    });
    const { stdout } = posture(folder, ['inventory', '--diff', 'main', '--format', 'markdown']);
    expect(stdout).toContain('Since main: 1 new, 1 changed, 1 gone.');
    expect(stdout).toContain(
      '- **aws:role:deploy** is changed (infra/main.tf, team-a)\n  - now: may allow arn:aws:iam::aws:policy/ReadOnlyAccess, standing\n  - no longer: may allow arn:aws:iam::aws:policy/AdministratorAccess, standing\n',
    );
    expect(stdout).toContain('- **aws:role:extra** is new');
    expect(stdout).toContain('- **k8s:user:ana@​example.com** is gone');
    expect(
      JSON.parse(posture(folder, ['inventory', '--diff', 'main', '--format', 'json']).stdout).changes.map(
        (one: { id: string; state: string }) => `${one.id} ${one.state}`,
      ),
    ).toEqual(['aws:role:deploy changed', 'aws:role:extra new', 'k8s:user:ana@example.com gone']);
    expect(posture(folder, ['inventory', '--diff', 'nowhere'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('there is no commit nowhere here'),
    });
  });
});
