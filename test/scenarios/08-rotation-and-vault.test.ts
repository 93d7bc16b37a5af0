// Rotation beside the vault's own record: code that names a version that was replaced, and a token that was rotated while the
// old one still stands somewhere. From what `vault kv metadata get -format=json` and GitHub's secret alerts print.
import { describe, expect, it } from 'vitest';
import { posture, repositoryOf, write } from '../cli/posture.ts';
import { inDays } from '../support/days.ts';
import { check, marked, run } from './support.ts';

const secret = (version: number) => `apiVersion: external-secrets.io/v1
kind: ExternalSecret
metadata:
  name: deploy
  namespace: shop
spec:
  secretStoreRef:
    name: vault
    kind: ClusterSecretStore
  data:
    - secretKey: token
      remoteRef:
        key: secret/ci/deploy
        version: "${version}"
`;
const metadata = (current: number, gone: readonly number[] = []) =>
  JSON.stringify({
    request_id: 'x',
    lease_id: '',
    lease_duration: 0,
    renewable: false,
    warnings: null,
    data: {
      cas_required: false,
      created_time: `${inDays(-300)}T00:00:00.1Z`,
      current_version: current,
      custom_metadata: { owner: '@acme/payments' },
      delete_version_after: '0s',
      max_versions: 0,
      oldest_version: 1,
      updated_time: `${inDays(-3)}T00:00:00Z`,
      versions: Object.fromEntries(
        Array.from({ length: current }, (_, n) => [
          n + 1,
          {
            created_time: `${inDays(-3 - (current - n - 1) * 30)}T00:00:00Z`,
            deletion_time: gone.includes(n + 1) ? `${inDays(-1)}T00:00:00Z` : '',
            destroyed: false,
          },
        ]),
      ),
    },
  });

describe('a secret that was rotated in the vault', () => {
  const folder = repositoryOf({ 'deploy/secret.yaml': secret(7), '.gitignore': '*.json\n' });
  const observe = (text: string): void => {
    write(folder, { 'metadata.json': text });
    run(folder, 'observe', 'vault-metadata', 'metadata.json', '--about', 'secret/ci/deploy');
  };

  it('is said at the version that the code goes on with', () => {
    observe(metadata(9));
    const [found, ...more] = check(folder).findings;
    expect(more).toEqual([]);
    expect(found).toMatchObject({
      rule: 'drift/record-behind-vault',
      severity: 'medium',
      message: expect.stringContaining(`The code reads version 7 of secret/ci/deploy; since ${inDays(-3)} version 9 is the current one`),
    });
    expect(marked(folder, found!)).toBe('7');
    expect((JSON.parse(run(folder, 'routine', '--format', 'json')) as { rotate: unknown[] }).rotate).toHaveLength(1);
  });

  it('is graver when the old version is gone, and settled when the code takes the new one', () => {
    observe(metadata(9, [7]));
    expect(check(folder).findings).toMatchObject([{ severity: 'high', message: expect.stringContaining('which was deleted') }]);
    write(folder, { 'deploy/secret.yaml': secret(9) });
    expect(check(folder).findings).toEqual([]);
  });
});

describe('a token that was replaced', () => {
  it('and revoked still stands in a second place: the record says valid, the evidence says not', () => {
    const folder = repositoryOf({
      'scripts/release.sh': 'export GH_TOKEN={{token:github-pat:1}}\n',
      'docs/setup.env': 'GH_TOKEN={{token:github-pat:1}}\n',
      '.gitignore': '*.json\n',
    });
    expect(check(folder).rules).toEqual(['secret/provider-token', 'secret/provider-token']);
    const alert = (state: object) => ({
      number: 7,
      created_at: `${inDays(-20)}T00:00:00Z`,
      html_url: 'https://github.com/acme/shop/security/secret-scanning/7',
      secret_type: 'github_personal_access_token',
      secret_type_display_name: 'GitHub Personal Access Token',
      secret: '{{token:github-pat:1}}',
      ...state,
    });
    const observe = (state: object): void => {
      write(folder, { 'alerts.json': JSON.stringify([alert(state)]) });
      run(folder, 'observe', 'github-secret-alerts', 'alerts.json');
    };
    observe({ state: 'open', resolution: null, resolved_at: null, validity: 'active' });
    expect(
      check(folder)
        .findings.filter(({ rule }) => rule === 'drift/still-present-after-report')
        .map(({ message }) => message),
    ).toEqual([expect.stringContaining('20 days'), expect.stringContaining('20 days')]);
    observe({ state: 'resolved', resolution: 'revoked', resolved_at: `${inDays(-2)}T00:00:00Z`, validity: 'inactive' });
    expect(check(folder).rules.filter((rule) => rule === 'drift/rotated-but-old-still-here')).toHaveLength(2);
    const { stdout, stderr } = posture(folder, ['drift']);
    const { findings } = JSON.parse(posture(folder, ['check', '--format', 'json']).stdout) as { findings: { file: string }[] };
    expect(new Set(findings.map(({ file }) => file))).toEqual(new Set(['scripts/release.sh', 'docs/setup.env']));
    for (const said of [stdout, stderr]) expect(said).not.toMatch(/ghp_[A-Za-z0-9]{20}/);
  });
});
