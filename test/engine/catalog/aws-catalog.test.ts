// The AWS catalogue: patterns, levels, resource types, managed policies, and the sets that lead to administrator.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { createAwsCatalog } from '../../../server/engine/catalog/aws-catalog.ts';
import { escalationSets } from '../../../server/engine/catalog/aws-escalation.ts';
import { foldActions, readOnly } from '../../../server/engine/catalog/aws-fold.ts';
import { matchesPattern } from '../../../server/engine/catalog/aws-pattern.ts';
import { expectLinear } from '../../support/growth.ts';

const catalog = createAwsCatalog();
const names = (pattern: string) => catalog.expand(pattern).map((action) => action.name);

describe('actions', () => {
  it('are found in any case, with their levels', () => {
    expect(catalog.find('S3:putbucketpolicy')).toMatchObject({ name: 's3:PutBucketPolicy', wildcardOnly: false });
    expect(catalog.find('s3:PutBucketPolicy')!.levels).toEqual(['Write', 'Permissions management']);
    expect(catalog.find('s3:ListAllMyBuckets')).toMatchObject({ wildcardOnly: true, levels: ['List'] });
    expect(catalog.find('s3:Nothing')).toBeUndefined();
    expect(catalog.find('constructor:x')).toBeUndefined();
  });

  it('are expanded from patterns', () => {
    expect(names('s3:GetObject')).toEqual(['s3:GetObject']);
    expect(names('iam:*Role').every((name) => name.endsWith('Role'))).toBe(true);
    expect(names('iam:?assRole')).toEqual(['iam:PassRole']);
    expect(names('S3:*').length).toBeGreaterThan(150);
    expect(names('*').length).toBe(names('*:*').length);
    expect(names('*:PassRole')).toEqual(['iam:PassRole']);
    expect(names('nothing:*')).toEqual([]);
  });

  it('know the resources that they take', () => {
    expect(catalog.resourceTemplates('sqs:SendMessage')).toEqual(['arn:${Partition}:sqs:${Region}:${Account}:${QueueName}']);
    expect(catalog.resourceTemplates('s3:ListAllMyBuckets')).toEqual([]);
  });
});

describe('folding', () => {
  it.each(['s3:*', 'iam:*', 'ec2:*', 'kms:*', 'lambda:*'])('%s covers exactly what it was given', (pattern) => {
    const wanted = readOnly(catalog.expand(pattern));
    const folded = foldActions(wanted, catalog);
    expect(folded.length).toBeLessThan(wanted.length);
    expect(new Set(folded.flatMap(names))).toEqual(new Set(wanted.map((action) => action.name)));
  });
});

describe('managed policies', () => {
  it('are known by ARN of any partition and by name', () => {
    for (const name of [
      'arn:aws:iam::aws:policy/AdministratorAccess',
      'arn:aws-cn:iam::aws:policy/AdministratorAccess',
      'arn:\0:iam::aws:policy/AdministratorAccess',
      'AdministratorAccess',
    ])
      expect(catalog.managedPolicy(name)?.class).toBe('admin');
    expect(catalog.managedPolicy('arn:aws:iam::111122223333:policy/AdministratorAccess')).toBeUndefined();
    expect(catalog.managedPolicy('service-role/AmazonElasticMapReduceRole')?.holds).toContain('iam:PassRole');
    expect(catalog.managedPolicy('toString')).toBeUndefined();
  });

  it('are classed by what they allow', () => {
    expect(
      ['IAMFullAccess', 'PowerUserAccess', 'AmazonS3FullAccess', 'ReadOnlyAccess', 'AmazonSSMManagedInstanceCore'].map(
        (name) => catalog.managedPolicy(name)!.class,
      ),
    ).toEqual(['escalation', 'power', 'full-access', 'other', 'other']);
    expect(catalog.managedPolicy('ReadOnlyAccess')!.counts['Permissions management']).toBeLessThan(10);
  });
});

it('every action of every escalation set is one that AWS has, and no two sets are the same', () => {
  expect(escalationSets.flatMap((set) => set.actions).filter((action) => catalog.find(action)?.name !== action)).toEqual([]);
  expect(new Set(escalationSets.map((set) => [...set.actions].sort().join())).size).toBe(escalationSets.length);
  expect(new Set(escalationSets.map((set) => set.id)).size).toBe(escalationSets.length);
});

describe('patterns', () => {
  it('match as a regular expression would', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?', ':'), maxLength: 8 });
    fc.assert(
      fc.property(part, fc.string({ unit: fc.constantFrom('a', 'b', ':'), maxLength: 10 }), (pattern, text) => {
        const expression = new RegExp(`^${pattern.replace(/\*+/g, '.*').replaceAll('?', '.')}$`);
        expect(matchesPattern(pattern, text)).toBe(expression.test(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('take no longer on patterns made to take long', async () => {
    // A backtracking expression takes two to the power of the stars; with the text it grows in proportion.
    await expectLinear('a pattern of stars', 4_000, (size) => {
      const text = 'a'.repeat(size) + 'b';
      return () => expect(matchesPattern('*a'.repeat(500), text)).toBe(false);
    });
  });
});
