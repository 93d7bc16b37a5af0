import { describe, expect, it } from 'vitest';
import { folderOf, posture, repositoryOf } from './posture.ts';

const policy =
  'resource "aws_iam_policy" "ci" {\n  name = "ci"\n  policy = jsonencode({\n    Statement = [\n      { Effect = "Allow", Action = ["sqs:*"], Resource = "*" },\n      { Effect = "Allow", Action = "sqs:GetQueueAttributes", Resource = "*" },\n    ]\n  })\n}\n';

describe('explain', () => {
  it('explains what stands on a line, and which rules speak there in which profile', () => {
    const folder = repositoryOf({ 'infra/main.tf': policy });
    const first = posture(folder, ['explain', 'infra/main.tf:5']);
    expect(first.stderr).toBe('');
    expect(first.code).toBe(0);
    expect(first.stdout).toContain('infra/main.tf:5  allow statement 1 of `aws_iam_policy.ci`');
    expect(first.stdout).toMatch(/\d+ change permissions: sqs:AddPermission/);
    expect(first.stdout).toMatch(/high {2}aws\/wildcard-action\n/);
    const second = posture(folder, ['explain', 'infra/main.tf:6']);
    expect(second.stdout).toContain('aws/resource-star-read  not reported: only in profile strict; this is default');
  });

  it('names what is reported about it on other lines, and says that a subject of everyone narrows nothing', () => {
    const folder = repositoryOf({
      'a/main.tf':
        'locals {\n  arn = "arn:aws:iam::aws:policy/AdministratorAccess"\n}\nresource "aws_iam_role_policy_attachment" "a" {\n  role       = "ops"\n  policy_arn = local.arn\n}\n',
      'b/trust.json':
        '{\n  "Statement": [{\n    "Effect": "Allow",\n    "Principal": { "Federated": "arn:aws:iam::111122223333:oidc-provider/app.terraform.io" },\n    "Action": "sts:AssumeRoleWithWebIdentity",\n    "Condition": { "StringLike": { "app.terraform.io:sub": "organization:*" } }\n  }]\n}\n',
    });
    const attached = posture(folder, ['explain', 'a/main.tf:6']).stdout;
    expect(attached).toMatch(/findings about this, on other lines\n {2}critical {2}aws\/managed-admin-attached {2}a\/main\.tf:2\n/);
    expect(attached).not.toContain('No rule reports');
    expect(posture(folder, ['explain', 'b/trust.json:6']).stdout).toMatch(
      /StringLike app\.terraform\.io:sub = `organization:\*`: narrows nothing/,
    );
  });

  it('gives the same as JSON', () => {
    const folder = repositoryOf({ 'infra/main.tf': policy });
    const { stdout, code } = posture(folder, ['explain', 'infra/main.tf:6', '--format', 'json']);
    expect(code).toBe(0);
    const found = JSON.parse(stdout) as {
      facts: { at: string; parts: { title: string }[] }[];
      findings: { rule: string; reported: boolean }[];
    };
    expect(found.facts.map((fact) => fact.at)).toEqual(['infra/main.tf:6']);
    expect(found.facts[0]!.parts.map((part) => part.title)).toContain('allows');
    expect(found.findings).toContainEqual(expect.objectContaining({ rule: 'aws/resource-star-read', reported: false }));
  });

  it('says what is wrong with a place that is none', () => {
    const folder = folderOf({ 'infra/main.tf': policy });
    const beyond = posture(folder, ['explain', 'infra/main.tf:99']);
    expect(beyond.code).toBe(2);
    expect(beyond.stderr).toContain('there is no line 99');
    expect(posture(folder, ['explain', 'infra/main.tf']).stderr).toContain('name a line of it: infra/main.tf:LINE');
    expect(posture(folder, ['explain', 'infra/none.tf:1']).code).toBe(2);
    expect(posture(folder, ['explain', 'infra/main.tf:9']).stdout).toContain('allow statement 1');
  });

  it('covers secrets in what it says', () => {
    const folder = folderOf({
      'infra/main.tf':
        'resource "aws_iam_user_policy" "a" {\n  user   = "{{token:github-pat}}"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = "sqs:*", Resource = "*" }] })\n}\n',
    });
    const { stdout } = posture(folder, ['explain', 'infra/main.tf:3']);
    expect(stdout).toContain('held by');
    expect(stdout).not.toMatch(/gh[ps]_[A-Za-z0-9]{20}/);
  });
});
