// An application with OAuth access and no business owner: it is named, recorded with an owner, reopened when it gets more,
// and removed. From what `gh api /orgs/acme/installations` prints.
import { describe, expect, it } from 'vitest';
import { git, posture, repositoryOf, write } from '../cli/posture.ts';
import { commit, run } from './support.ts';

const installations = (permissions: Readonly<Record<string, string>>, ...more: object[]) =>
  JSON.stringify({
    total_count: 1 + more.length,
    installations: [
      {
        id: 12,
        account: { login: 'acme', type: 'Organization' },
        repository_selection: 'all',
        app_id: 3,
        app_slug: 'release-bot',
        target_type: 'Organization',
        permissions,
        events: ['push'],
        created_at: '2024-01-01T00:00:00Z',
        updated_at: '2024-01-01T00:00:00Z',
        suspended_at: null,
        suspended_by: null,
      },
      ...more,
    ],
  });
const first = { contents: 'write', metadata: 'read' };

interface Drift {
  readonly rule: string;
  readonly message: string;
}

function drift(folder: string): readonly Drift[] {
  return (JSON.parse(posture(folder, ['drift', '--format', 'json']).stdout) as { findings: Drift[] }).findings;
}

describe('an application of a third party', () => {
  const folder = repositoryOf({ 'README.md': 'shop\n', '.gitignore': '*.json\n' });
  git(folder, 'branch', '--move', '--force', 'main');
  const observe = (text: string): void => {
    write(folder, { 'installations.json': text });
    run(folder, 'observe', 'github-installations', 'installations.json', '--place', 'github:acme');
  };
  const app = 'github:oauth-client:release-bot';

  it('without an owner is named with what it may do and the command that settles it', () => {
    observe(installations(first));
    expect(drift(folder)).toMatchObject([
      {
        rule: 'drift/grant-unowned',
        message: expect.stringMatching(
          /^release-bot has access in GitHub acme .* and no owner: it may use contents:write, metadata:read\..*posture approve github:oauth-client:release-bot/,
        ),
      },
    ]);
    const { rows } = JSON.parse(run(folder, 'report', '--kind', 'drift', '--format', 'json')) as { rows: unknown[] };
    expect(rows).toHaveLength(1);
  });

  it('has one once somebody answers for it', () => {
    run(folder, 'approve', app, '--owner', '@acme/platform', '--approved-by', '@lead', '--purpose', 'cuts releases', '--yes');
    commit(folder, 'approve');
    expect(drift(folder)).toEqual([]);
  });

  it('has to be approved anew when its permissions grow', () => {
    observe(installations({ ...first, administration: 'write' }));
    expect(drift(folder)).toMatchObject([
      { rule: 'drift/agent-scope-grew', message: expect.stringContaining('"permission:administration:write" is new') },
    ]);
    expect(posture(folder, ['check']).code).toBe(1);
  });

  it('that the team revoked and nobody removed is said until it is gone', () => {
    const { due } = JSON.parse(posture(folder, ['review', '--list', '--format', 'json']).stdout) as { due: { id: string }[] };
    run(folder, 'review', due[0]!.id, '--revoke', '--reason', 'replaced by a workflow', '--yes');
    commit(folder, 'revoke');
    expect(drift(folder).map(({ rule }) => rule)).toEqual(['drift/not-removed']);
    observe(JSON.stringify({ total_count: 0, installations: [] }));
    expect(drift(folder).map(({ rule }) => rule)).toEqual([]);
  });
});
