// Examples for the rules about identities: settings of an agent and a role in Terraform, each beside the record that
// approves it. `{{id}}` and `{{seal}}` are filled when an example is executed.
import type { Example } from '../../server/engine/rule.ts';

interface RecordFields {
  readonly identity: string;
  readonly kind: string;
  readonly name: string;
  readonly place: string;
  readonly scope: readonly string[];
  readonly review?: string;
  readonly seal?: string;
  readonly state?: string;
}

const recordPath = '.posture/identities/record.yaml';

function record({
  identity,
  kind,
  name,
  place,
  scope,
  review = '2027-02-01',
  seal = '{{seal}}',
  state = 'approved',
}: RecordFields): string {
  const approved =
    state === 'approved'
      ? [`approved: {owner: "@acme/payments", by: "@sec-lead", on: 2026-10-01, review: ${review}, seal: "${seal}"}`]
      : [];
  return `${['v: 1', 'id: {{id}}', `identity: "${identity}"`, `kind: ${kind}`, `name: "${name}"`, `place: "${place}"`, `state: ${state}`, `scope:\n${scope.map((item) => `  - ${JSON.stringify(item)}`).join('\n')}`, ...approved, 'purpose: "Builds and deploys payments"'].join('\n\n')}\n`;
}

/** A policy that asks for an approval of every agent. */
export const approvalAsked = { '.posture/policy.yaml': 'v: 1\napprove: [agent]\n' };

interface SettingsFields {
  readonly name?: string;
  readonly review?: string;
  /** Whether there is a record at all. */
  readonly record?: boolean;
  readonly beside?: Readonly<Record<string, string>>;
}

/** An agent that was approved with `make`, with the commands that it may run now. */
export function agentSettings(
  allow: string,
  { name = 'permissions', review, record: hasRecord = true, beside = {} }: SettingsFields = {},
): Example {
  const place = '.claude/settings.json';
  const approved = record({
    identity: `agent:claude-code:${place}#settings.json`,
    kind: 'agent',
    name: 'settings.json',
    place,
    scope: ['cmd:claude-code:Bash(make:*)'],
    ...(review ? { review } : {}),
  });
  return {
    file: place,
    text: `{\n  "${name}": {\n    "allow": [${allow}]\n  }\n}\n`,
    beside: { ...beside, ...(hasRecord ? { [recordPath]: approved } : {}) },
  };
}

interface RoleFields {
  readonly action?: string;
  readonly seal?: string;
  readonly state?: string;
}

/** A role that its record gives to payments and that may read one bucket, with the owner's tag that it has. */
export function ownedRole(owner: string, name: string, { action = '"s3:GetObject"', seal, state }: RoleFields = {}): Example {
  const head = name.startsWith('«') ? '«resource "aws_iam_role" "deploy"»' : 'resource "aws_iam_role" "deploy"';
  const trust = '{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }';
  const text = `${head} {
  name               = "deploy"
  tags               = { owner = "${owner}" }
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [${trust}] })
}

resource "aws_iam_role_policy" "builds" {
  role = aws_iam_role.deploy.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Sid = "Builds", Effect = "Allow", Action = ${action}, Resource = "arn:aws:s3:::builds/*" }]
  })
}
`;
  const scope = [
    'grant:action s3:getobject; effect allow; resource arn:aws:s3:::builds/*',
    'trust:action sts:assumerole; effect allow; principal service ec2.amazonaws.com',
  ];
  return {
    file: 'infra/main.tf',
    text,
    beside: {
      [recordPath]: record({
        identity: 'aws:role:deploy',
        kind: 'role',
        name: 'deploy',
        place: 'infra/main.tf',
        scope,
        ...(seal ? { seal } : {}),
        ...(state ? { state } : {}),
      }),
    },
  };
}

/** The record alone, of a role that is gone. */
export function goneRole(): Example {
  return {
    file: recordPath,
    text: record({ identity: '«aws:role:deploy»', kind: 'role', name: 'deploy', place: 'infra/main.tf', scope: ['env:production'] }),
  };
}
