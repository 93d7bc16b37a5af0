import { describe, expect, it } from 'vitest';
import { posture, repositoryOf } from './posture.ts';

const source =
  'variable "actions" {}\nresource "aws_iam_policy" "a" {\n  name   = "a"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = var.actions, Resource = "*" }] })\n}\n';
const plan = JSON.stringify({
  format_version: '1.2',
  terraform_version: '1.9.8',
  planned_values: {
    root_module: {
      resources: [
        {
          address: 'aws_iam_policy.a',
          mode: 'managed',
          type: 'aws_iam_policy',
          name: 'a',
          values: { name: 'a', policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Action: ['sqs:*'], Resource: '*' }] }) },
        },
      ],
    },
  },
});

describe('a plan that git ignores', () => {
  it('is read when it is named, and its findings stand in the source', () => {
    const folder = repositoryOf({ 'infra/main.tf': source, '.gitignore': 'tfplan.json\n', 'infra/tfplan.json': plan });
    expect(posture(folder, ['check', '--quiet', '.']).code).toBe(0);
    for (const paths of [['.', 'infra/tfplan.json'], ['infra/tfplan.json']]) {
      const { stdout, code } = posture(folder, ['check', '--quiet', ...paths]);
      expect(code).toBe(1);
      expect(stdout).toMatch(/^infra\/main\.tf:2:1 {2}high {2}aws\/wildcard-action/m);
    }
  });
});
