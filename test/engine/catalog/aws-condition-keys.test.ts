// The few keys that are described, held against the table of all services' keys.
import { describe, expect, it } from 'vitest';
import { conditionKeys } from '../../../server/engine/catalog/aws-condition-keys.ts';
import { conditionKeysOf } from '../../../server/engine/catalog/aws-service-condition-keys.ts';
import { oidcProviderOf } from '../../../server/engine/facts/aws/oidc-subjects.ts';

describe('condition keys', () => {
  const services = ['iam', 'sts', 'kms', 's3', 'ssm', 'lambda', 'ec2', 'secretsmanager'];

  it('of services exist, with their type', () => {
    for (const { key, type, many } of conditionKeys.filter(({ key }) => services.includes(key.slice(0, key.indexOf(':'))))) {
      const service = key.slice(0, key.indexOf(':'));
      const found = conditionKeysOf(service).find(
        (one) => one.key.toLowerCase() === key.toLowerCase() || (/[/:]$/.test(key) && one.key.toLowerCase().startsWith(key.toLowerCase())),
      );
      expect(found, key).toBeDefined();
      expect([found!.type, found!.many ?? false], key).toEqual([type, many ?? false]);
    }
  });

  it('are read with their service and their number of values', () => {
    expect(conditionKeysOf('iam')).toContainEqual({ key: 'iam:PassedToService', type: 'String' });
    expect(conditionKeysOf('account')).toContainEqual({ key: 'account:AccountResourceOrgPaths', type: 'String', many: true });
    expect(conditionKeysOf('toString')).toEqual([]);
  });

  it('of pipelines that narrow as a subject does are keys that AWS takes', () => {
    const known = new Set(conditionKeysOf('sts').map(({ key }) => key.toLowerCase()));
    for (const claim of oidcProviderOf('token.actions.githubusercontent.com')!.claims)
      expect(known, claim).toContain(`token.actions.githubusercontent.com:${claim}`);
    for (const claim of oidcProviderOf('agent.buildkite.com')!.claims) expect(known, claim).toContain(`agent.buildkite.com:${claim}`);
    for (const claim of oidcProviderOf('gitlab.com')!.claims) expect(known, claim).toContain(`gitlab.com:${claim}`);
  });
});
