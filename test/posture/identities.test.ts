// Records of identities: their text, their seal, and what an approval covers.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { IdentityRecord } from '../../server/engine/identity-record.ts';
import { reconcileIdentities, type IdentitiesInput } from '../../server/posture/identities.ts';
import {
  identityPath,
  identityRecordId,
  isIdentitySealed,
  longestIdentity,
  printIdentity,
  readIdentity,
  sealedIdentity,
} from '../../server/posture/identity-file.ts';
import { isApprovedItem, isLostDenial } from '../../server/posture/identity-scope.ts';
import type { InventoryEntry } from '../../server/posture/inventory.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';

const at = { uri: 'infra/main.tf', span: [0, 1] as const };
const role = (name: string, grants: readonly string[], more: Partial<InventoryEntry> = {}): InventoryEntry => ({
  id: `aws:role:${name}`,
  platform: 'aws',
  kind: 'role',
  name,
  declared: true,
  at,
  grants: grants.map((item, index) => ({ text: item, item: `grant:${item}`, at: { uri: at.uri, span: [10 * index, 10 * index + 5] } })),
  trusts: [],
  credentials: [],
  scope: [],
  ...more,
});
const approve = (
  entry: InventoryEntry,
  scope: readonly string[],
  more: Partial<IdentityRecord> = {},
  review = '2027-02-01',
): IdentityRecord =>
  sealedIdentity(
    {
      v: 1,
      id: identityRecordId(entry.id),
      identity: entry.id,
      kind: entry.kind,
      name: entry.name,
      place: entry.at.uri,
      state: 'approved',
      scope: [...scope].sort(),
      purpose: 'deploys',
      ...more,
    },
    { owner: '@acme/a', by: '@lead', on: '2026-11-01', review },
  );
const run = (entries: readonly InventoryEntry[], records: readonly IdentityRecord[], more: Partial<IdentitiesInput> = {}) =>
  reconcileIdentities({
    entries,
    decided: records.map((record) => ({ record, at: { uri: identityPath(record), span: [0, 0] } })),
    proposed: [],
    policy: defaultPolicy,
    today: '2026-11-21',
    placeOf: (entry) => entry.at,
    ...more,
  });
const kinds = (result: ReturnType<typeof run>) => result.drift.map((one) => one.kind);

const words = fc
  .string({ maxLength: 12, unit: fc.constantFrom('a', 'Z', '9', ' ', ':', ';', '\\', '"', "'", '#', '|', 'é', '{', '-', '*') })
  .map((text) => `x${text}`);
const records: fc.Arbitrary<IdentityRecord> = fc
  .record({
    name: words,
    state: fc.constantFrom('open' as const, 'approved' as const, 'revoked' as const),
    scope: fc.uniqueArray(words, { maxLength: 5 }),
    credentials: fc.option(fc.uniqueArray(words, { maxLength: 3 }), { nil: undefined }),
    purpose: words,
  })
  .map(({ name, state, scope, credentials, purpose }) => {
    const identity = `aws:role:${name}`;
    const open = {
      v: 1 as const,
      id: identityRecordId(identity),
      identity,
      kind: 'role',
      name,
      place: 'a.tf',
      state,
      scope: scope.sort(),
      ...(credentials ? { credentials: credentials.sort() } : {}),
      purpose,
    };
    return state === 'approved' ? sealedIdentity(open, { owner: '@a', by: '@b', on: '2026-11-01', review: '2027-01-01' }) : open;
  });

describe('a record of an identity', () => {
  const entry = role('ci', ['action s3:get*; effect allow; resource *']);
  const record = approve(entry, ['grant:action s3:get*; effect allow; resource *']);
  const text = printIdentity(record);

  it('has one canonical form, with one item a line', () => {
    expect(text).toMatchInlineSnapshot(`
      "v: 1

      id: ${record.id}

      identity: "aws:role:ci"

      kind: role

      name: "ci"

      place: "infra/main.tf"

      state: approved

      scope:
        - "grant:action s3:get*; effect allow; resource *"

      approved: {owner: "@acme/a", by: "@lead", on: 2026-11-01, review: 2027-02-01, seal: "${record.approved!.seal}"}

      purpose: "deploys"
      "
    `);
    expect(identityPath(record)).toBe(`.posture/identities/role/ci-${record.id}.yaml`);
    expect(identityPath({ ...record, name: '../../.github/workflows/ci.yml#a b' })).toMatch(
      /^\.posture\/identities\/role\/[A-Za-z0-9][A-Za-z0-9._-]*\.yaml$/,
    );
  });

  it('is read back as it was written, and printed the same again', () => {
    fc.assert(
      fc.property(records, (one) => {
        const printed = printIdentity(one);
        const read = readIdentity(printed, identityPath(one));
        expect(read.problems).toEqual([]);
        expect(read.record).toEqual(one);
        expect(printIdentity(read.record!)).toBe(printed);
      }),
      { numRuns: 500 },
    );
  });

  it('is refused with the place of what is wrong', () => {
    const problems = (changed: string, path?: string) => readIdentity(changed, path).problems.map((problem) => problem.message);
    expect(problems(text.replace('v: 1', 'v: 2'))[0]).toContain('newer posture');
    expect(problems(text.replace('identity: "aws:role:ci"', 'identity: "aws:role:other"'))[0]).toContain('does not belong');
    expect(problems(text.replace('state: approved', 'state: fine'))[0]).toContain('none of open, revoked, approved');
    expect(problems(text.replace(/approved: \{.*\n/, '\n'))[0]).toContain('needs an approved line');
    expect(problems(text.replace('kind: role', 'kind: ../..'))[0]).toContain('no kind of identity');
    expect(problems(text.replace('scope:', 'scope: &a'))[0]).toContain('anchors');
    expect(problems(text.replace('  - "grant', '  - "zz"\n  - "grant'))[0]).toContain('sorted');
    expect(problems(text, '.posture/identities/role/other.yaml')[0]).toContain('has to be named');
    expect(problems('x'.repeat(longestIdentity + 1))[0]).toContain('refused');
    expect(
      readIdentity(text.replace('state: approved', '<<<<<<< a\nstate: approved\n=======\nstate: open\n>>>>>>> b')).problems,
    ).toMatchObject([{ conflict: true }]);
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.nat(text.length), fc.string({ maxLength: 6 }), fc.nat(20), (start, put, drop) => {
        const read = readIdentity(text.slice(0, start) + put + text.slice(start + drop));
        expect(read.record !== undefined || read.problems.length > 0).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  it('loses its seal when anything that was approved changes', () => {
    expect(isIdentitySealed(record)).toBe(true);
    expect(isIdentitySealed({ ...record, scope: [...record.scope, 'z'] })).toBe(false);
    expect(isIdentitySealed({ ...record, credentials: ['access-key x, standing'] })).toBe(false);
    expect(isIdentitySealed({ ...record, approved: { ...record.approved!, review: '2029-01-01' } })).toBe(false);
    expect(isIdentitySealed({ ...record, approved: { ...record.approved!, owner: '@else' } })).toBe(false);
    expect(isIdentitySealed({ ...record, purpose: 'better words' })).toBe(true);
  });
});

describe('what an approval covers', () => {
  it.each([
    [
      'grant:action s3:getobject; effect allow; resource arn:aws:s3:::a/b',
      'grant:action s3:get*; effect allow; resource arn:aws:s3:::a/*',
      true,
    ],
    ['grant:action s3:*; effect allow; resource *', 'grant:action s3:get*; effect allow; resource *', false],
    ['grant:action s3:*; effect deny; resource *', 'grant:action s3:get*; effect allow; resource *', true],
    ['trust:effect allow; principal service ec2.amazonaws.com', 'grant:effect allow; principal service ec2.amazonaws.com', false],
    ['perm:contents=read', 'perm:contents=write', true],
    ['perm:contents=write', 'perm:contents=read', false],
    ['trigger:push[a]', 'trigger:push', true],
    ['trigger:pull_request_target', 'trigger:pull_request', false],
    ['tool:Bash', 'tool:*', true],
    ['cmd:claude-code:Bash(npm run build)', 'cmd:claude-code:Bash(npm run *)', true],
    ['cmd:claude-code:Bash(npm publish)', 'cmd:claude-code:Bash(npm run *)', false],
    ['mcp:x=npm:a@2.0.0', 'mcp:x=npm:a@1.0.0', false],
    ['redirect:https://evil.example/cb', 'redirect:https://*.example/cb', false],
    ['mode:permissions.defaultMode=plan', 'mode:permissions.defaultMode=bypassPermissions', true],
    ['mode:permissions.defaultMode=bypassPermissions', 'mode:permissions.defaultMode=plan', false],
    ['secret-expiry:dated', 'secret-expiry:none', true],
    ['secret-expiry:none', 'secret-expiry:dated', false],
  ])('%s under %s: %s', (item, approved, expected) => {
    expect(isApprovedItem(item, [approved])).toBe(expected);
  });

  it('does not cover what is allowed because a denial was taken off', () => {
    const denial = 'grant:action iam:*; effect deny; resource *';
    expect(isLostDenial(denial, ['grant:action *; effect allow; resource *'])).toBe(true);
    expect(isLostDenial(denial, ['grant:action *; effect deny; resource *'])).toBe(false);
    const wide = role('ci', ['action *; effect allow; resource *']);
    expect(run([wide], [approve(wide, ['grant:action *; effect allow; resource *', denial])]).drift).toMatchObject([
      { kind: 'identity-scope-grew', grew: [`no longer: ${denial}`] },
    ]);
  });
});

describe('an identity beside its record', () => {
  const read = 'action s3:get*; effect allow; resource *';
  const entry = role('ci', [read]);
  const record = approve(entry, [`grant:${read}`]);

  it('is approved as far as the record reaches, and what goes beyond is said at its place', () => {
    expect(run([entry], [record])).toMatchObject({ judged: [{ state: 'approved', reviewIn: 72 }], drift: [] });
    const grown = run(
      [role('ci', [read, 'action iam:passrole; effect allow; resource *', 'action sts:*; effect allow; resource *'])],
      [record],
    );
    expect(grown.judged).toMatchObject([{ state: 'grew' }]);
    expect(grown.drift.map((one) => one.at.span[0])).toEqual([10, 20]);
  });

  it('grew when it got a credential or moved to another environment', () => {
    expect(run([{ ...entry, environment: 'production' }], [record]).drift).toMatchObject([{ grew: ['env:production'] }]);
    expect(run([{ ...entry, credentials: [{ text: 'access-key k, standing', at }] }], [record]).drift).toMatchObject([
      { grew: ['credential:access-key k, standing'] },
    ]);
    expect(
      run(
        [{ ...entry, credentials: [{ text: 'access-key k, standing', at }] }],
        [approve(entry, [`grant:${read}`], { credentials: ['access-key k, standing'] })],
      ).drift,
    ).toEqual([]);
  });

  it('follows a rename of its file, but only with exactly what it had', () => {
    const job = (file: string, scope: readonly string[]): InventoryEntry => ({
      ...role('x', []),
      id: `github:workflow-job:${file}#build`,
      kind: 'workflow-job',
      name: `${file}#build`,
      at: { uri: file, span: [0, 1] },
      scope,
    });
    const before = job('.github/workflows/a.yml', ['perm:contents=read']);
    const old = approve(before, ['perm:contents=read']);
    expect(run([job('.github/workflows/b.yml', ['perm:contents=read'])], [old])).toMatchObject({
      judged: [{ state: 'approved' }],
      drift: [],
    });
    expect(kinds(run([job('.github/workflows/b.yml', ['perm:contents=write'])], [old]))).toEqual(['identity-gone']);
    expect(run([before, job('.github/workflows/b.yml', ['perm:contents=read'])], [old]).judged.map((one) => one.state)).toEqual([
      'approved',
      'unapproved',
    ]);
  });

  it('asks for approval where only the working tree has it, and says nothing else then', () => {
    const proposed = [{ record, at }];
    expect(run([entry], [], { proposed })).toMatchObject({ judged: [{ state: 'pending' }], drift: [], pending: [] });
    const wider = role('ci', [read, 'action iam:passrole; effect allow; resource *']);
    const again = approve(wider, [`grant:${read}`, 'grant:action iam:passrole; effect allow; resource *']);
    expect(run([wider], [record], { proposed: [{ record: again, at }] })).toMatchObject({
      judged: [{ state: 'pending' }],
      drift: [],
      pending: [{ kind: 'identity-scope-grew' }],
    });
    const forged = { ...again, approved: record.approved! };
    expect(run([wider], [record], { proposed: [{ record: forged, at }] })).toMatchObject({ judged: [{ state: 'grew' }], pending: [] });
  });

  it('is void beyond what the policy allows', () => {
    expect(run([entry], [record], { policy: { ...defaultPolicy, approvers: ['@ciso'] } }).drift).toMatchObject([
      { kind: 'identity-void', why: expect.stringContaining('none of the approvers') },
    ]);
    expect(run([entry], [record], { today: '2026-10-01' }).drift).toMatchObject([
      { kind: 'identity-void', why: expect.stringContaining('yet to come') },
    ]);
    expect(run([entry], [approve(entry, [`grant:${read}`], {}, '2028-01-01')]).drift).toMatchObject([
      { kind: 'identity-void', why: expect.stringContaining('the policy allows 180') },
    ]);
  });

  it('is asked for when the policy names its kind, and only then', () => {
    expect(kinds(run([entry], []))).toEqual([]);
    expect(kinds(run([entry], [], { policy: { ...defaultPolicy, approve: ['agent'] } }))).toEqual([]);
    for (const approveKinds of [['role'], ['*']])
      expect(kinds(run([entry], [], { policy: { ...defaultPolicy, approve: approveKinds } }))).toEqual(['unapproved-identity']);
  });

  it('that is gone is said once its file was looked at', () => {
    expect(kinds(run([], [record]))).toEqual(['identity-gone']);
    expect(kinds(run([], [record], { concerns: () => false }))).toEqual([]);
  });
});
