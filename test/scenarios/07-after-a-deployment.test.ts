// After every deployment owners and bindings are put beside the approvals, so that no stale approval survives a redeploy.
// From manifests, CODEOWNERS and what `kubectl get … -A -o json` prints in the deploy job.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { git, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { check, commit, run } from './support.ts';

const binding = (role: string, owner = '@acme/shop') => `apiVersion: v1
kind: ServiceAccount
metadata:
  name: deployer
  namespace: shop
  annotations:
    owner: "${owner}"
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: deployer
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${role}
subjects:
  - kind: ServiceAccount
    name: deployer
    namespace: shop
`;
const cluster = (...roles: string[]) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: {
          name: 'deployer',
          namespace: 'shop',
          creationTimestamp: '2024-05-01T00:00:00Z',
          uid: 'a',
          annotations: { owner: '@acme/shop' },
        },
      },
      ...roles.map((role, n) => ({
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'ClusterRoleBinding',
        metadata: { name: n === 0 ? 'deployer' : `hotfix-${n}`, uid: `b${n}` },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
        subjects: [{ kind: 'ServiceAccount', name: 'deployer', namespace: 'shop' }],
      })),
    ],
  });

function deployed(): string {
  const folder = repositoryOf({ 'deploy/rbac.yaml': binding('cluster-admin'), '.gitignore': 'live.json\n' });
  git(folder, 'branch', '--move', '--force', 'main');
  run(
    folder,
    'accept',
    '--all',
    '--owner',
    '@acme/shop',
    '--approved-by',
    '@lead',
    '--reason',
    'until the operator is split',
    '--expires',
    inDays(20),
    '--yes',
  );
  run(folder, 'approve', '--all', '--owner', '@acme/shop', '--approved-by', '@lead', '--purpose', 'deploys the shop', '--yes');
  commit(folder, 'approve');
  return folder;
}

describe('a deployment', () => {
  it('that runs what was approved leaves the approvals alone', () => {
    const folder = deployed();
    write(folder, { 'live.json': cluster('cluster-admin') });
    expect(run(folder, 'sync', '--evidence', 'kubectl=live.json', '--place', 'k8s:prod', '--yes')).toContain(
      'Every approval still covers what stands and runs',
    );
    expect(git(folder, 'status', '--short')).toBe('');
  });

  it('with a binding that was made by hand voids the approval, for a pull request', () => {
    const folder = deployed();
    write(folder, { 'live.json': cluster('cluster-admin', 'edit') });
    expect(run(folder, 'sync', '--evidence', 'kubectl=live.json', '--place', 'k8s:prod', '--yes')).toMatch(
      /^overtaken: .*ClusterRole\/edit/m,
    );
    const changed = git(folder, 'diff', '--name-only').trim().split('\n');
    expect(changed.length).toBeGreaterThan(0);
    for (const record of changed) expect(readFileSync(join(folder, record), 'utf8')).toMatch(/^state: open$/m);
    expect(check(folder).rules).toContain('drift/shadow');
  });

  it('whose code changed the role finds the old approval void at once', () => {
    const folder = deployed();
    write(folder, {
      'deploy/rbac.yaml': binding('cluster-admin').replace(
        '    name: deployer\n    namespace: shop\n',
        '    name: deployer\n    namespace: shop\n  - kind: ServiceAccount\n    name: default\n    namespace: shop\n',
      ),
    });
    const { code, rules } = check(folder);
    expect(code).toBe(1);
    expect(rules).toContain('drift/scope-grew');
  });

  it('under another owner than the one on record says so', () => {
    const folder = deployed();
    write(folder, { 'deploy/rbac.yaml': binding('cluster-admin', '@acme/other') });
    const { findings } = check(folder);
    expect(findings.find(({ rule }) => rule === 'drift/owner-conflict')?.message).toMatch(
      /@acme\/shop.*@acme\/other|@acme\/other.*@acme\/shop/,
    );
    expect(posture(folder, ['drift']).code).toBe(1);
  });
});
