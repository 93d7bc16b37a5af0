// What a decision is bound to, for every dialect: however a file is moved about, reformatted, reordered and commented, the
// same thing keeps its decision; a copy, another value, a wider grant and another place do not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../server/engine/decision.ts';
import type { Finding } from '../../server/engine/finding.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { defaultPolicy } from '../../server/posture/policy.ts';
import { bindOf, findingId, reconcile } from '../../server/posture/reconcile.ts';
import { sealed } from '../../server/posture/seal.ts';
import { analyzeTexts } from '../support/analyze-text.ts';

/** How a text is written, none of which is what it says. */
interface Style {
  /** Comments and empty lines above. */
  readonly above: number;
  readonly indent: number;
  /** The order of what stands side by side. */
  readonly reversed: boolean;
  /** A comment within. */
  readonly comment: boolean;
  /** One line or many, quotes or none: whatever the notation leaves open. */
  readonly compact: boolean;
  /** Something else that stands before it and has nothing to do with it. */
  readonly neighbour: boolean;
}

const plain: Style = { above: 0, indent: 2, reversed: false, comment: false, compact: false, neighbour: false };
const styles: fc.Arbitrary<Style> = fc.record({
  above: fc.nat(5),
  indent: fc.constantFrom(2, 4, 8),
  reversed: fc.boolean(),
  comment: fc.boolean(),
  compact: fc.boolean(),
  neighbour: fc.boolean(),
});

interface Subject {
  readonly name: string;
  readonly file: string;
  /** Another path of the same kind, for moves and copies. */
  readonly elsewhere: string;
  /** The text with this value in the place that counts. */
  readonly text: (style: Style, value: string) => string;
  readonly approved: string;
  /** Less than that, or the same in other words; still approved. */
  readonly narrower?: string;
  /** More than that, or another secret. */
  readonly changed: string;
  /** Only rules of this area are looked at: what the example is about. */
  readonly area: string;
  /** The decision is bound to the place alone: nothing is known that could be compared, or may be kept. */
  readonly placeOnly?: boolean;
}

const lines = (style: Style, mark: string): string =>
  Array.from({ length: style.above }, (_, n) => (n % 2 === 0 ? '\n' : `${mark} moved ${n}\n`)).join('');
const pad = (style: Style, depth: number): string => ' '.repeat(style.indent * depth);
const ordered = (style: Style, parts: readonly string[], between: string): string =>
  (style.reversed ? [...parts].reverse() : parts).join(between);

const subjects: readonly Subject[] = [
  {
    name: 'Terraform, a policy in jsonencode',
    file: 'infra/main.tf',
    elsewhere: 'modules/ci/main.tf',
    area: 'aws',
    approved: '["s3:*"]',
    narrower: '"s3:*"',
    changed: '["s3:*", "iam:*"]',
    text(style, value) {
      const p = (depth: number) => pad(style, depth);
      const statement = `{${ordered(style, ['Sid = "Builds"', 'Effect = "Allow"', `Action = ${value}`, 'Resource = "*"'], style.compact ? ', ' : `\n${p(3)}`)}}`;
      const policy = `resource "aws_iam_role_policy" "ci" {\n${style.comment ? `${p(1)}# what it needs\n` : ''}${ordered(style, [`${p(1)}role = "ci"`, `${p(1)}policy = jsonencode({\n${p(2)}Version = "2012-10-17"\n${p(2)}Statement = [${style.neighbour ? '{ Sid = "Other", Effect = "Deny", Action = "iam:*", Resource = "*" }, ' : ''}${statement}]\n${p(1)}})`], '\n')}\n}\n`;
      const other = 'resource "aws_s3_bucket" "logs" {\n  bucket = "logs"\n}\n';
      return lines(style, '#') + (style.neighbour ? ordered(style, [other, policy], '\n') : policy);
    },
  },
  {
    name: 'Terraform, a member of a project that is only known by name',
    file: 'gcp/main.tf',
    elsewhere: 'gcp2/main.tf',
    area: 'gcp',
    approved: 'var.project_id',
    changed: 'var.other_project',
    text(style, value) {
      const p = pad(style, 1);
      const member = `resource "google_project_iam_member" "ci" {\n${p}${ordered(style, [`project = ${style.compact ? `"\${${value}}"` : value}`, 'role = "roles/owner"', 'member = "serviceAccount:${google_service_account.ci.email}"'], `\n${style.comment ? `${p}# next\n` : ''}${p}`)}\n}\n`;
      const variables = 'variable "project_id" {}\nvariable "other_project" {}\n';
      return lines(style, '#') + ordered(style, [variables, member], '\n');
    },
  },
  {
    name: 'CloudFormation in YAML',
    file: 'stack/template.yaml',
    elsewhere: 'stack/other.yaml',
    area: 'aws',
    approved: "['s3:*']",
    narrower: "'s3:*'",
    changed: "['s3:*', 'iam:*']",
    text(style, value) {
      const p = (depth: number) => pad(style, depth);
      const statement = ordered(style, ['Sid: Builds', 'Effect: Allow', `Action: ${value}`, "Resource: '*'"], `\n${p(6)}  `);
      const policy = `${p(1)}Ci:\n${p(2)}Type: AWS::IAM::Policy\n${p(2)}Properties:\n${p(3)}PolicyName: ci\n${p(3)}Roles: [ci]\n${p(3)}PolicyDocument:\n${p(4)}Version: ${style.compact ? "'2012-10-17'" : '"2012-10-17"'}\n${style.comment ? `${p(4)}# what it needs\n` : ''}${p(4)}Statement:\n${p(6)}- ${statement}\n`;
      const other = `${p(1)}Logs:\n${p(2)}Type: AWS::SNS::Topic\n`;
      return `${lines(style, '#')}AWSTemplateFormatVersion: '2010-09-09'\nResources:\n${style.neighbour ? ordered(style, [other, policy], '') : policy}`;
    },
  },
  {
    name: 'Kubernetes RBAC',
    file: 'deploy/rbac.yaml',
    elsewhere: 'deploy/more.yaml',
    area: 'k8s',
    approved: '["deployments"]',
    changed: '["deployments", "secrets"]',
    text(style, value) {
      const p = (depth: number) => pad(style, depth);
      const role = `${ordered(style, ['apiVersion: rbac.authorization.k8s.io/v1', 'kind: ClusterRole', `metadata:\n${p(1)}name: reader`, `rules:\n${p(1)}- ${ordered(style, ['apiGroups: ["", "apps"]', `resources: ${value}`, 'verbs: ["*"]'], `\n${p(1)}  `)}`], '\n')}\n${style.comment ? '# end\n' : ''}`;
      const other = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n';
      return lines(style, '#') + (style.neighbour ? ordered(style, [other, role], '---\n') : role);
    },
  },
  {
    name: 'a GitHub workflow',
    file: '.github/workflows/ci.yml',
    elsewhere: '.github/workflows/other.yml',
    area: 'github',
    approved: 'write-all',
    changed: 'write-all',
    placeOnly: true,
    text(style, value) {
      const p = (depth: number) => pad(style, depth);
      const job = (name: string) =>
        `${p(1)}${name}:\n${p(2)}runs-on: ${style.compact ? 'ubuntu-latest' : '"ubuntu-latest"'}\n${p(2)}steps:\n${p(3)}- run: make\n`;
      return (
        lines(style, '#') +
        ordered(
          style,
          [
            'on: push\n',
            `permissions: ${value}${style.comment ? ' # all of it' : ''}\n`,
            `jobs:\n${style.neighbour ? ordered(style, [job('lint'), job('build')], '') : job('build')}`,
          ],
          '',
        )
      );
    },
  },
  {
    name: 'settings of an agent',
    file: '.claude/settings.json',
    elsewhere: 'packages/a/.claude/settings.json',
    area: 'agent',
    approved: '"bypassPermissions"',
    changed: '"bypassPermissions"',
    placeOnly: true,
    text(style, value) {
      const p = (depth: number) => (style.compact ? '' : `\n${pad(style, depth)}`);
      const permissions = `{${ordered(style, [`${p(2)}"defaultMode": ${value}`, ...(style.neighbour ? [`${p(2)}"deny": ["Bash(rm:*)"]`] : [])], ',')}${p(1)}}`;
      return `{${ordered(style, [`${p(1)}"permissions": ${permissions}`, `${p(1)}"includeCoAuthoredBy": false`], ',')}${p(0)}}${'\n'.repeat(1 + style.above)}`;
    },
  },
  {
    name: 'a token in .env',
    file: '.env',
    elsewhere: 'deploy/.env',
    area: 'secret',
    approved: '{{token:github-pat}}',
    changed: '{{token:github-pat:2}}',
    text: (style, value) =>
      lines(style, '#') +
      ordered(
        style,
        [`GITHUB_TOKEN=${style.compact ? value : `"${value}"`}`, 'PORT=8080', ...(style.neighbour ? ['HOST=localhost'] : [])],
        `\n${style.comment ? '# next\n' : ''}`,
      ) +
      '\n',
  },
  {
    name: 'a token in TypeScript',
    file: 'src/client.ts',
    elsewhere: 'src/other.ts',
    area: 'secret',
    approved: '{{token:github-pat}}',
    changed: '{{token:github-pat:2}}',
    text(style, value) {
      const p = pad(style, 1);
      const one = `export function client() {\n${style.comment ? `${p}// signs in\n` : ''}${p}const token = ${style.compact ? `'${value}'` : `"${value}"`};\n${p}return fetch('https://api.github.com', { headers: { authorization: token } });\n}\n`;
      const other = `export function other() {\n${p}return 1;\n}\n`;
      return lines(style, '//') + (style.neighbour ? ordered(style, [other, one], '\n') : one);
    },
  },
  {
    name: 'a password in .env',
    file: 'app/.env',
    elsewhere: 'other/.env',
    area: 'secret',
    approved: 'Zx9-kp4Lm2vQ',
    changed: 'Zx9-kp4Lm2vQ',
    placeOnly: true,
    text: (style, value) =>
      lines(style, '#') + ordered(style, [`DB_PASSWORD=${style.compact ? value : `"${value}"`}`, 'DB_HOST=localhost'], '\n') + '\n',
  },
  {
    name: 'SQL',
    file: 'db/migrations/001.sql',
    elsewhere: 'db/migrations/002.sql',
    area: 'sql',
    approved: "ALL PRIVILEGES ON *.* TO 'app'@'%'",
    changed: "ALL PRIVILEGES ON *.* TO 'app'@'%', 'other'@'%'",
    text(style, value) {
      const grant = `GRANT ${style.compact ? value : value.replace(' ON', '\n  ON')};\n`;
      return (
        lines(style, '--') +
        (style.neighbour ? ordered(style, ['CREATE TABLE a (id INT);\n', grant], style.comment ? '-- next\n' : '') : grant)
      );
    },
  },
  {
    name: 'Bicep',
    file: 'infra/main.bicep',
    elsewhere: 'infra/other.bicep',
    area: 'azure',
    approved: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635',
    changed: '18d7d88d-d35e-4fb5-a5c3-7773c20a72d9',
    text(style, value) {
      const p = (depth: number) => pad(style, depth);
      const assignment = `resource owner 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n${style.comment ? `${p(1)}// who may do what\n` : ''}${p(1)}name: guid(subscription().id)\n${p(1)}properties: {\n${p(2)}${ordered(style, [`roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${value}')`, "principalId: '11111111-2222-3333-4444-555555555555'", "principalType: 'ServicePrincipal'"], `\n${p(2)}`)}\n${p(1)}}\n}\n`;
      const other = "param location string = 'westeurope'\n";
      return `${lines(style, '//')}targetScope = 'subscription'\n${style.neighbour ? ordered(style, [other, assignment], '\n') : assignment}`;
    },
  },
];

async function findingsOf(subject: Subject, texts: Readonly<Record<string, string>>): Promise<Finding[]> {
  const filled = Object.fromEntries(Object.entries(texts).map(([uri, text]) => [uri, fillTokens(text)]));
  return (await analyzeTexts(filled)).findings.filter(
    (finding) =>
      finding.rule.startsWith(`${subject.area}/`) &&
      (subject.placeOnly ? bindOf(finding) !== 'unresolvable' : typeof bindOf(finding) === 'object'),
  );
}

function accept(finding: Finding): Decision {
  const bind = bindOf(finding);
  return sealed(
    {
      v: 1,
      id: findingId(finding),
      rule: finding.rule,
      anchor: finding.anchor,
      kind: 'accepted-risk',
      state: 'accepted',
      reason: 'why',
      ...(typeof bind === 'object' ? bind : {}),
    },
    { owner: '@a', by: '@b', on: '2026-11-21', until: '2026-12-10' },
  );
}

const run = (findings: readonly Finding[], decisions: readonly Decision[]) =>
  reconcile({
    findings,
    decided: decisions.map((decision) => ({ decision, at: { uri: '.posture/x.yaml', span: [0, 0] } })),
    proposed: [],
    today: '2026-11-21',
    policy: defaultPolicy,
  });

describe.each(subjects.map((subject) => [subject.name, subject] as const))('%s', (_, subject) => {
  const { file, elsewhere } = subject;
  const said = async (texts: Readonly<Record<string, string>>) => findingsOf(subject, texts);
  const approved = () => said({ [file]: subject.text(plain, subject.approved) });

  it('keeps its decisions however it is written', async () => {
    const before = await approved();
    expect(before.length).toBeGreaterThan(0);
    const decisions = before.map(accept);
    await fc.assert(
      fc.asyncProperty(styles, async (style) => {
        const text = subject.text(style, subject.approved);
        const result = run(await said({ [file]: text }), decisions);
        expect(result.judged.map((one) => `${one.finding.rule} ${one.state}`).sort(), text).toEqual(
          before.map((one) => `${one.rule} accepted`).sort(),
        );
        expect(
          result.drift.filter((one) => one.kind !== 'approval-expiring'),
          text,
        ).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes a copy for new, whatever order the two stand in', async () => {
    const before = await approved();
    const text = subject.text(plain, subject.approved);
    for (const texts of [
      { [file]: text, [elsewhere]: text },
      { [elsewhere]: text, [file]: text },
    ]) {
      const result = run(await said(texts), before.map(accept));
      expect(result.judged.filter((one) => one.state === 'accepted').map((one) => one.finding.at.uri)).toEqual(before.map(() => file));
      expect(result.judged.filter((one) => one.finding.at.uri === elsewhere).map((one) => one.state)).toEqual(before.map(() => 'new'));
    }
  });

  it(subject.placeOnly ? 'is new at another place, since only the place was approved' : 'follows a move to another file', async () => {
    const before = await approved();
    const result = run(await said({ [elsewhere]: subject.text(plain, subject.approved) }), before.map(accept));
    expect(new Set(result.judged.map((one) => one.state))).toEqual(new Set([subject.placeOnly ? 'new' : 'moved']));
    expect(result.drift.filter((one) => one.kind === 'stale')).toHaveLength(subject.placeOnly ? before.length : 0);
  });

  if (!subject.placeOnly) {
    it('is not covered when it is another one or more than that', async () => {
      const decisions = (await approved()).map(accept);
      await fc.assert(
        fc.asyncProperty(styles, async (style) => {
          const after = await said({ [file]: subject.text(style, subject.changed) });
          const result = run(after, decisions);
          expect(after.length).toBeGreaterThan(0);
          expect(
            result.judged.filter((one) => one.state === 'accepted' || one.state === 'moved').map((one) => one.finding.rule),
            subject.text(style, subject.changed),
          ).toEqual([]);
        }),
        { numRuns: 15 },
      );
    });
  }

  if (subject.narrower !== undefined) {
    it('is still covered in other words', async () => {
      const decisions = (await approved()).map(accept);
      const result = run(await said({ [file]: subject.text(plain, subject.narrower!) }), decisions);
      expect(new Set(result.judged.map((one) => one.state))).toEqual(new Set(['accepted']));
    });
  }
});
