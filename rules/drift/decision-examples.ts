// Examples for the rules about decisions: a workflow, a policy and a token, each beside the record that accepts it.
// `{{id}}`, `{{seal}}`, `{{digest:…}}` and tokens are filled when an example is executed.
import type { Example } from '../../server/engine/rule.ts';

interface RecordFields {
  readonly rule: string;
  readonly anchor: string;
  readonly kind?: string;
  readonly state?: string;
  readonly bound?: string;
  readonly until?: string;
  readonly seal?: string;
}

const recordPath = '.posture/decisions/record.yaml';

function record({
  rule,
  anchor,
  kind = 'accepted-risk',
  state = 'accepted',
  bound,
  until = '2026-12-20',
  seal = '{{seal}}',
}: RecordFields): string {
  const approved =
    state === 'accepted' ? [`approved: {owner: "@acme/payments", by: "@sec-lead", on: 2026-10-01, until: ${until}, seal: "${seal}"}`] : [];
  return `${['v: 1', 'id: {{id}}', `rule: ${rule}`, `anchor: "${anchor}"`, `kind: ${kind}`, `state: ${state}`, ...(bound ? [bound] : []), ...approved, 'reason: "Replaced by OIDC in PAY-812"'].join('\n\n')}\n`;
}

const releaseRecord = { rule: 'github/write-all-permissions', anchor: 'github-actions|.github/workflows/release.yml|permissions' };

/** A release workflow with a wide token, and the record about it. */
export function release(permissions: string, fields: Partial<RecordFields>): Example {
  return {
    file: '.github/workflows/release.yml',
    text: `on: push\npermissions: ${permissions}\njobs:\n  release:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make release\n`,
    beside: { [recordPath]: record({ ...releaseRecord, ...fields }) },
  };
}

/** The record alone, about a workflow that is gone. */
export function gone(): Example {
  return { file: recordPath, text: record({ ...releaseRecord, rule: `«${releaseRecord.rule}»` }) };
}

/** A policy that was approved with `s3:*` on one bucket, with the actions it has now. */
export function builds(actions: string): Example {
  return {
    file: 'policies/builds.json',
    text: `{\n  "Version": "2012-10-17",\n  "Statement": [{"Sid": "Builds", "Effect": "Allow", "Action": [${actions}], "Resource": "arn:aws:s3:::builds/*"}]\n}\n`,
    beside: {
      [recordPath]: record({
        rule: 'aws/wildcard-action',
        anchor: 'iam-json|policies/builds.json|Statement[Sid=Builds]|Action[s3:*]',
        bound: 'grant: ["action s3:*", "effect allow", "resource arn:aws:s3:::builds/*"]',
      }),
    },
  };
}

/** The same in Terraform, with the resource as it is written now. */
export function buildsModule(resource: string): Example {
  return {
    file: 'infra/main.tf',
    text: `variable "bucket_arn" {}\n\nresource "aws_iam_policy" "builds" {\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = [{ Sid = "Builds", Effect = "Allow", Action = "${resource.startsWith('var') ? '«s3:*»' : 's3:*'}", Resource = ${resource} }]\n  })\n}\n`,
    beside: {
      [recordPath]: record({
        rule: 'aws/wildcard-action',
        anchor: 'terraform|infra/main.tf|aws_iam_policy.builds|policy|Statement[Sid=Builds]|Action[s3:*]',
        bound: 'grant: ["action s3:*", "effect allow", "resource arn:aws:s3:::builds/*"]',
      }),
    },
  };
}

/** A token in a test, beside the record that accepts one as test data. */
export function testToken(token: string): Example {
  return {
    file: 'src/client.test.ts',
    text: `export const token = '${token}';\n`,
    beside: {
      [recordPath]: record({
        rule: 'secret/provider-token',
        anchor: 'secret|src/client.test.ts|github-pat|token',
        kind: 'test-data',
        bound: 'secret: "{{digest:github-pat}}"',
      }),
    },
  };
}
