import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { covers, isNoWider } from '../../server/posture/grant-items.ts';

const matches = (pattern: string, text: string) =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')}$`,
    's',
  ).test(text);
const globs = fc.array(fc.constantFrom('a', 'b', '*', '?'), { maxLength: 6 }).map((parts) => parts.join(''));
const plain = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''));

describe('covers', () => {
  it('is never wrong when it says yes', () => {
    fc.assert(
      fc.property(globs, globs, plain, (outer, inner, text) => {
        if (covers(outer, inner) && matches(inner, text)) expect(matches(outer, text)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });

  it('says yes where it matters', () => {
    expect(covers('*', 's3:get*')).toBe(true);
    expect(covers('s3:*', 's3:getobject')).toBe(true);
    expect(covers('s3:get*', 's3:*')).toBe(false);
    expect(covers('arn:aws:s3:::a/*', 'arn:aws:s3:::a/b/*')).toBe(true);
    expect(covers('s3:get?bject', 's3:get*bject')).toBe(false);
  });
});

describe('what was approved', () => {
  const approved = [
    'action s3:get*',
    'action s3:list*',
    'condition stringequals aws:sourceip = 10.0.0.1',
    'effect allow',
    'env staging',
    'principal role ci',
    'resource arn:aws:s3:::a/*',
    'until 2027-02-01',
  ];
  const change = (from: string, ...to: string[]) => [...approved.filter((item) => item !== from), ...to].sort();

  it('still holds for the same and for less', () => {
    expect(isNoWider(approved, approved)).toBe(true);
    expect(isNoWider(change('action s3:get*', 'action s3:getobject'), approved)).toBe(true);
    expect(isNoWider(change('action s3:get*'), approved)).toBe(true);
    expect(isNoWider(change('resource arn:aws:s3:::a/*', 'resource arn:aws:s3:::a/b'), approved)).toBe(true);
    expect(isNoWider(change('until 2027-02-01', 'until 2027-01-01'), approved)).toBe(true);
    expect(isNoWider([...approved, 'condition bool aws:securetransport = true'].sort(), approved)).toBe(true);
  });

  it('is void for anything wider, later, elsewhere or for someone else', () => {
    for (const wider of [
      change('action s3:get*', 'action s3:*'),
      [...approved, 'action iam:passrole'].sort(),
      change('resource arn:aws:s3:::a/*', 'resource *'),
      change('condition stringequals aws:sourceip = 10.0.0.1'),
      change('until 2027-02-01', 'until 2027-03-01'),
      change('until 2027-02-01'),
      change('env staging', 'env production'),
      change('env staging'),
      change('principal role ci', 'principal role deploy'),
      [...approved, 'principal any *'].sort(),
      [...approved.filter((item) => !item.startsWith('action ')), 'not-action iam:*'].sort(),
      change('effect allow', 'effect deny'),
    ]) {
      expect(isNoWider(wider, approved), wider.join(', ')).toBe(false);
    }
  });

  it('may exempt more, never less', () => {
    expect(isNoWider(['effect allow', 'not-action iam:*', 'not-action sts:*'], ['effect allow', 'not-action iam:*'])).toBe(true);
    expect(isNoWider(['effect allow', 'not-action iam:*'], ['effect allow', 'not-action iam:*', 'not-action sts:*'])).toBe(false);
  });
});
