// Splitting a statement in each notation: what it keeps, what the copy says, and when it is not offered.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts, today } from '../../support/analyze-text.ts';

/** The text after the split that a rule suggests; undefined where none is. What comes out must be read again without loss. */
async function split(uri: string, text: string): Promise<string | undefined> {
  const { findings, documents } = await analyzeTexts({ [uri]: text });
  for (const finding of findings) {
    for (const maker of finding.suggestions) {
      if (!maker.title.startsWith('Split the statement')) continue;
      const made = maker.make({ document: (one) => documents.get(one), today });
      if (!made) return undefined;
      const after = applyEdits(text, made.edits);
      const again = await analyzeTexts({ [uri]: after });
      expect(again.failures).toEqual([]);
      expect(again.findings.some((one) => one.rule === finding.rule && /statement of (?:its|their) own/.test(one.message))).toBe(false);
      return after;
    }
  }
  return undefined;
}

describe('a statement with actions of both kinds becomes two', () => {
  it('in JSON, with its Sid and condition', async () => {
    expect(
      await split(
        'iam/a.json',
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Work",
      "Effect": "Allow",
      "Action": ["sqs:SendMessage", "xray:PutTraceSegments"],
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } }
    }
  ]
}
`,
      ),
    ).toBe(`{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Work",
      "Effect": "Allow",
      "Action": ["sqs:SendMessage"],
      "Resource": "arn:aws:sqs:*:*:QUEUE_NAME",
      "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } }
    },
    {
      "Sid": "WorkStar",
      "Effect": "Allow",
      "Action": ["xray:PutTraceSegments"],
      "Resource": "*",
      "Condition": { "StringEquals": { "aws:RequestedRegion": "eu-central-1" } }
    }
  ]
}
`);
  });

  it('in jsonencode and in a heredoc', async () => {
    expect(
      await split(
        'infra/main.tf',
        `resource "aws_iam_policy" "a" {
  policy = jsonencode({
    Statement = [
      {
        Effect   = "Allow" # needed by the job
        Action   = ["sqs:SendMessage", "ecr:GetAuthorizationToken"]
        Resource = "*"
      },
    ]
  })
}
`,
      ),
    ).toBe(`resource "aws_iam_policy" "a" {
  policy = jsonencode({
    Statement = [
      {
        Effect   = "Allow" # needed by the job
        Action   = ["sqs:SendMessage"]
        Resource = "arn:aws:sqs:*:*:QUEUE_NAME"
      },
      {
        Effect   = "Allow" # needed by the job
        Action   = ["ecr:GetAuthorizationToken"]
        Resource = "*"
      },
    ]
  })
}
`);
    expect(
      await split(
        'infra/main.tf',
        `resource "aws_iam_policy" "a" {
  policy = <<-EOF
    {
      "Statement": [
        { "Effect": "Allow", "Action": ["sqs:SendMessage", "ecr:GetAuthorizationToken"], "Resource": "*" }
      ]
    }
  EOF
}
`,
      ),
    ).toContain(`        { "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:QUEUE_NAME" },
        { "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*" }
`);
  });

  it('in statement blocks', async () => {
    expect(
      await split(
        'infra/main.tf',
        `data "aws_iam_policy_document" "a" {
  statement {
    sid       = "Work"
    actions   = ["sqs:SendMessage", "ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
}
`,
      ),
    ).toBe(`data "aws_iam_policy_document" "a" {
  statement {
    sid       = "Work"
    actions   = ["sqs:SendMessage"]
    resources = ["arn:aws:sqs:*:*:QUEUE_NAME"]
  }

  statement {
    sid       = "WorkStar"
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }
}
`);
  });

  it('in YAML', async () => {
    expect(
      await split(
        'stack/template.yaml',
        `Resources:
  Role:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action:
              - sqs:SendMessage
              - ecr:GetAuthorizationToken
            Resource: '*'
      Description: work
`,
      ),
    ).toBe(`Resources:
  Role:
    Type: AWS::IAM::ManagedPolicy
    Properties:
      PolicyDocument:
        Version: '2012-10-17'
        Statement:
          - Effect: Allow
            Action:
              - sqs:SendMessage
            Resource: 'arn:aws:sqs:*:*:QUEUE_NAME'
          - Effect: Allow
            Action:
              - ecr:GetAuthorizationToken
            Resource: '*'
      Description: work
`);
  });

  it('in programs', async () => {
    const stack = (body: string) =>
      `import { Stack, aws_iam as iam } from 'aws-cdk-lib';\nexport class S extends Stack {\n  constructor(scope: any, id: string) {\n    super(scope, id);\n    const role = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });\n${body}  }\n}\n`;
    expect(
      await split(
        'lib/stack.ts',
        stack(
          `    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage', 'ecr:GetAuthorizationToken'], resources: ['*'] }));\n`,
        ),
      ),
    ).toBe(
      stack(
        `    role.addToPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:*:*:QUEUE_NAME'] }));\n    role.addToPolicy(new iam.PolicyStatement({ actions: ['ecr:GetAuthorizationToken'], resources: ['*'] }));\n`,
      ),
    );
    expect(
      await split(
        'lib/stack.ts',
        stack(`    role.attachInlinePolicy(new iam.Policy(this, 'P', {
      statements: [
        new iam.PolicyStatement({
          actions: ['sqs:SendMessage', 'ecr:GetAuthorizationToken'],
          resources: ['*'],
        }),
      ],
    }));\n`),
      ),
    ).toContain(`        new iam.PolicyStatement({
          actions: ['sqs:SendMessage'],
          resources: ['arn:aws:sqs:*:*:QUEUE_NAME'],
        }),
        new iam.PolicyStatement({
          actions: ['ecr:GetAuthorizationToken'],
          resources: ['*'],
        }),
      ],`);
  });

  it('and one that stands alone becomes a list of two', async () => {
    const policy = (statement: string) => `{\n  "Statement": ${statement}\n}\n`;
    expect(
      await split(
        'iam/a.json',
        policy('{ "Effect": "Allow", "Action": ["sqs:SendMessage", "ecr:GetAuthorizationToken"], "Resource": "*" }'),
      ),
    ).toBe(
      policy(
        '[{ "Effect": "Allow", "Action": ["sqs:SendMessage"], "Resource": "arn:aws:sqs:*:*:QUEUE_NAME" }, { "Effect": "Allow", "Action": ["ecr:GetAuthorizationToken"], "Resource": "*" }]',
      ),
    );
    const hcl = (statement: string) =>
      `resource "aws_iam_policy" "a" {\n  policy = jsonencode({\n    Version   = "2012-10-17"\n    Statement = ${statement}\n  })\n}\n`;
    const one = (actions: string, resource: string) =>
      `{\n      Sid      = "${actions.includes('ecr') && !actions.includes('sqs') ? 'WorkStar' : 'Work'}"\n      Effect   = "Allow"\n      Action   = [${actions}]\n      Resource = "${resource}"\n    }`;
    expect(await split('infra/main.tf', hcl(one('"sqs:SendMessage", "ecr:GetAuthorizationToken"', '*')))).toBe(
      hcl(`[${one('"sqs:SendMessage"', 'arn:aws:sqs:*:*:QUEUE_NAME')},\n    ${one('"ecr:GetAuthorizationToken"', '*')}]`),
    );
    const yaml = (body: string) =>
      `Resources:\n  P:\n    Type: AWS::IAM::ManagedPolicy\n    Properties:\n      PolicyDocument:\n        Statement:\n${body}        Version: '2012-10-17'\n`;
    expect(
      await split(
        'stack/template.yaml',
        yaml(
          "          Effect: Allow # both\n          Action:\n            - sqs:SendMessage\n            - ecr:GetAuthorizationToken\n          Resource: '*'\n",
        ),
      ),
    ).toBe(
      yaml(
        "          - Effect: Allow # both\n            Action:\n              - sqs:SendMessage\n            Resource: 'arn:aws:sqs:*:*:QUEUE_NAME'\n          - Effect: Allow # both\n            Action:\n              - ecr:GetAuthorizationToken\n            Resource: '*'\n",
      ),
    );
  });

  it('not where something would be lost', async () => {
    const policy = (statement: string) => `{\n  "Statement": ${statement}\n}\n`;
    // A list with comments cannot be written anew.
    expect(
      await split(
        'infra/main.tf',
        'resource "aws_iam_policy" "a" {\n  policy = jsonencode({ Statement = [{\n    Effect = "Allow"\n    Action = [\n      "sqs:SendMessage", # jobs\n      "ecr:GetAuthorizationToken",\n    ]\n    Resource = "*"\n  }] })\n}\n',
      ),
    ).toBeUndefined();
    expect(
      await split('iam/a.json', policy('[{ "Effect": "Allow", "Action": ["sqs:SendMessage", "${more}"], "Resource": "*" }]')),
    ).toBeUndefined();
  });
});
