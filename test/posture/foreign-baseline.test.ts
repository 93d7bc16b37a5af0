import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readForeignBaseline } from '../../server/posture/foreign-baseline.ts';

const samples: readonly [string, string, object][] = [
  [
    'gitleaks.json',
    JSON.stringify([
      { RuleID: 'generic-api-key', File: 'src/a.ts', StartLine: 7, Secret: 'REDACTED', Fingerprint: 'x' },
      { RuleID: 'broken' },
    ]),
    { tool: 'gitleaks', entries: [{ file: 'src/a.ts', line: 7 }], unread: 1 },
  ],
  [
    '.gitleaksignore',
    '# reviewed\nsrc/a.ts:generic-api-key:7 # test\n09e925add872cbc5efd3bc68344789d5d966c9ab:C:/b.ts:jwt:2\nbroken\n',
    {
      tool: 'gitleaks',
      entries: [
        { file: 'src/a.ts', line: 7 },
        { file: 'C:/b.ts', line: 2 },
      ],
      unread: 1,
    },
  ],
  [
    '.github/zizmor.yml',
    'rules:\n  template-injection:\n    ignore:\n      - ci.yml:100\n      - tests.yml\n      - a.yml:3:9\n      - {x: 1}\n  artipacked:\n    disable: true\n  unpinned-uses:\n    config: {policies: {"*": ref-pin}}\n',
    {
      tool: 'zizmor',
      entries: [
        { check: 'zizmor template-injection', file: '.github/workflows/ci.yml', line: 100 },
        { check: 'zizmor template-injection', file: '.github/workflows/tests.yml' },
        { check: 'zizmor template-injection', file: '.github/workflows/a.yml', line: 3 },
        { check: 'zizmor artipacked' },
      ],
      unread: 1,
    },
  ],
  [
    '.secrets.baseline',
    JSON.stringify({
      version: '1.5.0',
      plugins_used: [],
      results: {
        'src/a.ts': [
          { type: 'Secret Keyword', filename: 'src/a.ts', hashed_secret: 'x', is_verified: false, line_number: 3 },
          { type: 'x', line_number: 4, is_secret: true },
        ],
      },
    }),
    { tool: 'detect-secrets', entries: [{ file: 'src/a.ts', line: 3 }], unread: 1 },
  ],
  [
    '.checkov.baseline',
    JSON.stringify({
      failed_checks: [{ file: '/infra/main.tf', findings: [{ resource: 'aws_iam_policy.ci', check_ids: ['CKV_AWS_63', 'CKV_AWS_62'] }] }],
    }),
    {
      tool: 'checkov',
      entries: [
        { file: 'infra/main.tf', check: 'CKV_AWS_63', resource: 'aws_iam_policy.ci' },
        { file: 'infra/main.tf', check: 'CKV_AWS_62', resource: 'aws_iam_policy.ci' },
      ],
      unread: 0,
    },
  ],
  [
    '.trivyignore',
    '# why\nAVD-AWS-0057 exp:2027-01-31\n\nCVE-2026-1 # old\n',
    { tool: 'trivy', entries: [{ check: 'AVD-AWS-0057', until: '2027-01-31' }, { check: 'CVE-2026-1' }], unread: 0 },
  ],
  [
    '.trivyignore.yaml',
    'misconfigurations:\n  - id: AVD-AWS-0057\n    paths: ["infra/main.tf"]\n    expired_at: 2027-01-31\n    statement: moves to OIDC\nsecrets:\n  - id: aws-access-key-id\n',
    {
      tool: 'trivy',
      entries: [
        { check: 'AVD-AWS-0057', file: 'infra/main.tf', until: '2027-01-31', reason: 'moves to OIDC' },
        { check: 'aws-access-key-id' },
      ],
      unread: 0,
    },
  ],
  [
    'baseline.yaml',
    'ExactFindings:\n  matches:\n    - filepath: src/a.ts\n      fingerprint: "123"\n      linenum: 3\n      lastupdated: x\n',
    { tool: 'kingfisher', entries: [{ file: 'src/a.ts', line: 3 }], unread: 0 },
  ],
];

describe('baselines of other tools', () => {
  it.each(samples)('%s', (path, text, expected) => {
    expect(readForeignBaseline(path, text)).toEqual(expected);
  });

  it('are not seen in other files', () => {
    for (const text of ['{}', '[1', 'null', '', '{"results": {}}']) expect(readForeignBaseline('x.json', text)?.entries ?? []).toEqual([]);
  });

  it('are read without an exception, whatever is in them', () => {
    fc.assert(
      fc.property(fc.constantFrom(...samples), fc.nat(), fc.string({ maxLength: 5 }), fc.nat(30), ([path, text], at, put, drop) => {
        const start = at % (text.length + 1);
        readForeignBaseline(path, text.slice(0, start) + put + text.slice(start + drop));
      }),
      { numRuns: 2000 },
    );
  });
});
