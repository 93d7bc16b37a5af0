// The one form of a record, and the schemas that editors check records against: what the reader takes they take.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { formatRecord } from '../../server/posture/format.ts';
import { identityPath, identityRecordId, printIdentity, readIdentity, sealedIdentity } from '../../server/posture/identity-file.ts';
import { policyKeys, readPolicy } from '../../server/posture/policy.ts';
import { printDecision, readDecision } from '../../server/posture/record.ts';
import { decisionPath } from '../../server/posture/seal.ts';
import { decisionArbitrary } from './decisions.ts';

const schemaOf = (name: string) => new Ajv().compile(JSON.parse(readFileSync(`server/schemas/${name}.schema.json`, 'utf8')) as object);
const identity = sealedIdentity(
  {
    v: 1,
    id: identityRecordId('aws:role:ci'),
    identity: 'aws:role:ci',
    kind: 'role',
    name: 'ci',
    place: 'a.tf',
    state: 'approved',
    scope: ['env:prod', 'grant:action *; effect allow'],
    credentials: ['access-key k, standing'],
    purpose: 'say "why" # here',
  },
  { owner: '@a', by: '@b', on: '2026-11-01', review: '2027-01-01' },
);

/** The same record written in another way: fields in another order, lists in blocks, other quotes, other spaces. */
function rewritten(text: string, order: readonly number[], flow: boolean): string {
  const document = parseDocument(text);
  const value = document.toJS() as Record<string, unknown>;
  const keys = Object.keys(value);
  keys.sort((a, b) => order[keys.indexOf(a) % order.length]! - order[keys.indexOf(b) % order.length]!);
  const list = (items: readonly string[]) =>
    flow
      ? ` [${[...items]
          .reverse()
          .map((item) => JSON.stringify(item))
          .join(',   ')}]`
      : `\n${[...items]
          .reverse()
          .map((item) => `    - '${item.replaceAll("'", "''")}'`)
          .join('\n')}`;
  return keys
    .map((key) => {
      const one = value[key];
      if (Array.isArray(one)) return `${key}:${one.length === 0 ? ' []' : list(one as string[])}`;
      if (typeof one === 'object')
        return `${key}:\n${Object.entries(one as object)
          .map(([name, inner]) => `  ${name}: ${JSON.stringify(inner)}`)
          .join('\n')}`;
      return `${key}:   ${JSON.stringify(one)}`;
    })
    .join('\n');
}

describe('the formatter', () => {
  it('gives the one form to a decision, however it was written, and the seal still fits', () => {
    fc.assert(
      fc.property(decisionArbitrary, fc.array(fc.nat(9), { minLength: 10, maxLength: 10 }), fc.boolean(), (one, order, flow) => {
        const canonical = printDecision(one);
        expect(formatRecord(rewritten(canonical, order, flow), decisionPath(one))).toEqual({ text: canonical });
        expect(formatRecord(canonical, decisionPath(one))).toEqual({ text: canonical });
      }),
      { numRuns: 500 },
    );
  });

  it('gives it to an identity too', () => {
    const canonical = printIdentity(identity);
    for (const flow of [true, false])
      expect(formatRecord(rewritten(canonical, [3, 1, 2, 9, 0, 4], flow), identityPath(identity))).toEqual({ text: canonical });
  });

  it('leaves a record with a comment, and one that cannot be read', () => {
    const canonical = printIdentity(identity);
    expect(formatRecord(`# ours\n${canonical}`, identityPath(identity))).toMatchObject({
      problems: [{ message: expect.stringContaining('comment') }],
    });
    expect(formatRecord(canonical.replace('state: approved', 'state: approved # yes'), identityPath(identity))).toMatchObject({
      problems: [{ message: expect.stringContaining('comment') }],
    });
    expect(formatRecord(canonical.replace('v: 1', 'v: 9'), identityPath(identity))).toHaveProperty('problems');
    expect(formatRecord('<<<<<<< a\n', identityPath(identity))).toMatchObject({ problems: [{ conflict: true }] });
  });
});

describe('the schemas', () => {
  it('take every decision that the reader takes', () => {
    const schema = schemaOf('decision');
    fc.assert(
      fc.property(decisionArbitrary, (one) => {
        expect(schema(parse(printDecision(one))), JSON.stringify(schema.errors)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('take an identity and a policy, with every key that there is', () => {
    const schema = schemaOf('identity');
    expect(schema(parse(printIdentity(identity))), JSON.stringify(schema.errors)).toBe(true);
    const policy = schemaOf('policy');
    const text =
      'v: 1\napprovers: ["@a"]\nsigners: {"@a": ["ssh-ed25519 AAAA", "openpgp:0123456789012345678901234567890123456789"]}\nfallback-owner: "@o"\nlifetimes: {critical: 7}\nwarn-days: 7\nopen-until: {high: 2027-01-31}\napprove: [agent]\nreview-days: 90\ntargets: [release/*]\nproduction: [prod]\nbreak-glass: [x]\ngrant-days: 30\nevidence-days: 3\nunused-days: 90\nkey-days: 90\ncertificate-days: 30\n';
    expect(readPolicy(text).problems).toEqual([]);
    expect(policy(parse(text)), JSON.stringify(policy.errors)).toBe(true);
    expect(Object.keys(parse(text) as object).sort()).toEqual([...policyKeys].sort());
    expect(
      Object.keys((JSON.parse(readFileSync('server/schemas/policy.schema.json', 'utf8')) as { properties: object }).properties).sort(),
    ).toEqual([...policyKeys].sort());
  });

  it('refuse what the reader refuses, where it can be seen without computing', () => {
    const decision = printDecision(
      fc.sample(
        decisionArbitrary.filter((one) => one.state === 'accepted'),
        1,
      )[0]!,
    );
    for (const [from, to] of [
      [/v: 1/, 'v: 2'],
      [/state: accepted/, 'state: fine'],
      [/kind: .*/, 'kind: other'],
      [/rule: .*/, 'rule: no rule'],
      [/\n\napproved: .*/, ''],
      [/reason: .*/, 'reason: ""'],
      [/v: 1/, 'v: 1\n\nextra: 1'],
      [/"g1:/, '"x1:'],
      [/on: [\d-]+/, 'on: yesterday'],
    ] as const) {
      const text = decision.replace(from, to);
      expect(readDecision(text).decision, text).toBeUndefined();
      expect(schemaOf('decision')(parse(text)), text).toBe(false);
    }
    const text = printIdentity(identity);
    for (const [from, to] of [
      [/kind: role/, 'kind: ROLE!'],
      [/scope:\n(?: .*\n)+/, ''],
      [/state: approved/, 'state: accepted'],
      [/, review: [\d-]+/, ''],
    ] as const) {
      expect(readIdentity(text.replace(from, to)).record, String(from)).toBeUndefined();
      expect(schemaOf('identity')(parse(text.replace(from, to))), String(from)).toBe(false);
    }
    for (const one of [
      'v: 1\napprovers: "@a"\n',
      'v: 1\nsigners: {"a": []}\n',
      'v: 1\nsigners: {"@a": ["no key"]}\n',
      'v: 1\nopen-until: {high: soon}\n',
      'v: 1\nlifetimes: {high: 0}\n',
      'approvers: []\n',
    ]) {
      expect(readPolicy(one).policy, one).toBeUndefined();
      expect(schemaOf('policy')(parse(one)), one).toBe(false);
    }
  });

  it('are shipped, and named for the files that they are about', () => {
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      contributes: { yamlValidation: { fileMatch: string; url: string }[] };
    };
    for (const { url } of contributes.yamlValidation) expect(() => JSON.parse(readFileSync(url, 'utf8')) as unknown, url).not.toThrow();
    expect(contributes.yamlValidation.map((one) => one.fileMatch)).toEqual([
      '**/.posture/config.yaml',
      '**/.posture/policy.yaml',
      '**/.posture/decisions/**/*.yaml',
      '**/.posture/identities/**/*.yaml',
    ]);
    expect(readFileSync('.vscodeignore', 'utf8')).toContain('!server/schemas/**');
  });
});
