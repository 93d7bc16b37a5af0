// Access for a task: an end in the code and in the cluster, the countdown, what is said when the end has passed and the
// grant stands, and when the issue that it was for is closed. From a manifest, `kubectl` and `gh api …/issues`.
import { describe, expect, it } from 'vitest';
import { git, posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { check, commit, marked, run } from './support.ts';

const rbac = `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: fix
  namespace: shop
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: view
subjects:
  - kind: ServiceAccount
    name: fixer
    namespace: shop
`;
const cluster = (expires: string) =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'List',
    items: [
      {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'fixer', namespace: 'shop', creationTimestamp: '2024-05-01T00:00:00Z', uid: 'a' },
      },
      {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'fix', namespace: 'shop', annotations: { 'posture.dev/expires': `${expires}T12:00:00Z` }, uid: 'b' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
        subjects: [{ kind: 'ServiceAccount', name: 'fixer', namespace: 'shop' }],
      },
    ],
  });

describe('a grant with an end in the cluster', () => {
  const folder = repositoryOf({ 'deploy/rbac.yaml': rbac, '.gitignore': '*.json\n' });

  it('is quiet before it and said at the role when it stands after it', () => {
    write(folder, { 'live.json': cluster(inDays(3)) });
    run(folder, 'observe', 'kubectl', 'live.json', '--place', 'k8s:prod');
    expect(check(folder).rules).not.toContain('drift/jit-grant-stands');
    expect(check(folder, '--as-of', inDays(5)).rules, 'what was seen before the end says nothing of after it').not.toContain(
      'drift/jit-grant-stands',
    );
    write(folder, { 'live.json': cluster(inDays(-2)) });
    run(folder, 'observe', 'kubectl', 'live.json', '--place', 'k8s:prod');
    const late = check(folder).findings.find(({ rule }) => rule === 'drift/jit-grant-stands')!;
    expect(late).toMatchObject({ severity: 'high', message: expect.stringContaining(`until ${inDays(-2)}`) });
    expect(marked(folder, late)).toBe('view');
    const { remove } = JSON.parse(run(folder, 'routine', '--format', 'json')) as { remove: { what: string }[] };
    expect(remove.map(({ what }) => what)).toEqual([expect.stringContaining('has become standing')]);
  });
});

describe('a grant with an end in the code', () => {
  const until = (day: string) => `resource "google_project_iam_member" "incident" {
  project = "acme-prod"
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = "serviceAccount:fixer@acme-prod.iam.gserviceaccount.com"

  condition {
    title      = "incident"
    expression = "request.time < timestamp(\\"${day}T00:00:00Z\\")"
  }
}
`;

  it('needs no approval while it lasts, and is to be removed afterwards', () => {
    const folder = repositoryOf({ 'infra/incident.tf': until(inDays(2)) });
    expect(check(folder)).toMatchObject({ code: 0, findings: [] });
    expect(check(folder, '--as-of', inDays(3)).rules).toEqual(['gcp/condition-expired']);
    expect(check(folder, '--as-of', inDays(3), '--fail-on', 'low').code).toBe(1);
  });

  it('whose end lies further away than the policy allows is standing', () => {
    const statement = (day: string) => `resource "aws_iam_role_policy" "incident" {
  role   = "fixer"
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "*", Resource = "*", Condition = { DateLessThan = { "aws:CurrentTime" = "${day}T00:00:00Z" } } }] })
}
`;
    expect(check(repositoryOf({ 'infra/incident.tf': statement(inDays(2)) })).rules).not.toContain('aws/admin-statement');
    expect(check(repositoryOf({ 'infra/incident.tf': statement(inDays(400)) })).rules).toContain('aws/admin-statement');
  });
});

describe('a grant that was accepted for a task', () => {
  it('is said when the task is closed, long before the approval ends', () => {
    const folder = repositoryOf({ 'deploy/rbac.yaml': rbac.replace('name: view', 'name: cluster-admin'), '.gitignore': '*.json\n' });
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
      'migration, acme/shop#812',
      '--expires',
      inDays(25),
      '--yes',
    );
    commit(folder, 'accept');
    const observe = (state: string): void => {
      write(folder, {
        'issues.json': JSON.stringify([
          {
            number: 812,
            state,
            closed_at: state === 'closed' ? `${inDays(-1)}T00:00:00Z` : null,
            html_url: 'https://github.com/acme/shop/issues/812',
            title: 'migrate',
          },
        ]),
      });
      run(folder, 'observe', 'github-issues', 'issues.json');
    };
    observe('open');
    expect(check(folder).rules).not.toContain('drift/task-closed-grant-stays');
    observe('closed');
    const { code, findings } = check(folder);
    expect(code).toBe(1);
    expect(findings.find(({ rule }) => rule === 'drift/task-closed-grant-stays')?.message).toMatch(
      /accepted for acme\/shop#812, which was closed on/,
    );
    expect(posture(folder, ['check', '--as-of', inDays(26)]).stdout).toContain('drift/approval-expired');
  });
});
