import fc from 'fast-check';
import { expect, it } from 'vitest';
import { defaultPolicy, readPolicy } from '../../server/posture/policy.ts';

it('a policy gives what it says, and the defaults for the rest', () => {
  const { policy, problems } = readPolicy(
    'v: 1\napprovers: ["@sec"]\nlifetimes: {critical: 7}\nbreak-glass: [arn:aws:iam::1:role/emergency]\n',
  );
  expect(problems).toEqual([]);
  expect(policy).toEqual({
    ...defaultPolicy,
    approvers: ['@sec'],
    lifetimes: { ...defaultPolicy.lifetimes, critical: 7 },
    breakGlass: ['arn:aws:iam::1:role/emergency'],
  });
});

it('a policy with a mistake is not used, and the mistake has a place', () => {
  for (const [text, word] of [
    ['v: 2\n', 'v: 1'],
    ['v: 1\nlifetimes: {critical: -1}\n', 'whole number'],
    ['v: 1\nlifetimes: {urgent: 1}\n', '"urgent"'],
    ['v: 1\napprover: []\n', '"approver"'],
    ['v: 1\napprovers: yes\n', 'list'],
  ] as const) {
    const { policy, problems } = readPolicy(text);
    expect(policy, text).toBeUndefined();
    expect(problems[0]!.message, text).toContain(word);
  }
});

it('reading a policy never throws', () => {
  const text = 'v: 1\napprovers: ["@sec"]\nlifetimes: {critical: 7}\n';
  fc.assert(
    fc.property(fc.nat(text.length), fc.string({ maxLength: 6 }), fc.nat(20), (at, put, drop) => {
      const { policy, problems } = readPolicy(text.slice(0, at) + put + text.slice(at + drop));
      expect(policy !== undefined || problems.length > 0).toBe(true);
    }),
    { numRuns: 1000 },
  );
});
