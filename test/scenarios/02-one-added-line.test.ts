// One added line widens an approved deploy role. The finding marks that token; workflow, subject, role, PassRole and admin
// are one path; the repair takes the line out and nothing else; and every way around the team's decisions fails.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { CodeAction } from 'vscode-languageserver/node';
import { bundle, git, posture, repositoryOf, write } from '../cli/posture.ts';
import { startEditor } from '../lsp/editor.ts';
import { inDays } from '../support/days.ts';
import { check, commit, marked, pick, run, type ReportedFinding } from './support.ts';

const infra = `resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://token.actions.githubusercontent.com"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "deploy" {
  name = "deploy"
  tags = { owner = "@acme/payments" }
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Principal = { Federated = aws_iam_openid_connect_provider.github.arn }
      Action    = "sts:AssumeRoleWithWebIdentity"
      Condition = {
        StringEquals = {
          "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
          "token.actions.githubusercontent.com:sub" = "repo:acme/shop:environment:production"
        }
      }
    }]
  })
}

resource "aws_iam_role_policy" "deploy" {
  name = "deploy"
  role = aws_iam_role.deploy.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid      = "Ship"
        Effect   = "Allow"
        Action   = ["lambda:CreateFunction", "lambda:InvokeFunction", "lambda:UpdateFunctionCode"]
        Resource = "arn:aws:lambda:eu-west-1:123456789012:function:shop-*"
      },
      {
        Sid    = "Pass"
        Effect = "Allow"
        Action = "iam:PassRole"
        Resource = [
          "arn:aws:iam::123456789012:role/shop-runtime",
        ]
      },
    ]
  })
}

resource "aws_iam_role" "ops" {
  name               = "ops"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Principal = { Service = "lambda.amazonaws.com" }, Action = "sts:AssumeRole" }] })
}

resource "aws_iam_role_policy_attachment" "ops" {
  role       = aws_iam_role.ops.name
  policy_arn = "arn:aws:iam::aws:policy/AdministratorAccess"
}
`;
const named = '          "arn:aws:iam::123456789012:role/shop-runtime",\n';
const added = '          "arn:aws:iam::123456789012:role/*",\n';
const widened = infra.replace(named, named + added);
const star = 'arn:aws:iam::123456789012:role/*';

const workflow = `on:
  push:
    branches: [main]
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      id-token: write
    steps:
      - uses: aws-actions/configure-aws-credentials@e3dd6a429d7300a6a4c196c26e071d42e0343502
        with:
          role-to-assume: arn:aws:iam::123456789012:role/deploy
          aws-region: eu-west-1
      - run: make deploy
`;
const job = 'github:workflow-job:.github/workflows/deploy.yml#deploy';

/** A repository whose main branch holds the role with its approvals, and a branch that adds the line. */
function shop(): string {
  const folder = repositoryOf({ 'infra/deploy.tf': infra, '.github/workflows/deploy.yml': workflow });
  git(folder, 'branch', '--move', '--force', 'main');
  run(folder, 'init', '--owner', '@acme/platform', '--yes');
  write(folder, {
    '.posture/policy.yaml': `${readFileSync(join(folder, '.posture/policy.yaml'), 'utf8').replace('approvers: []', 'approvers: ["@sec-lead"]')}`,
  });
  run(folder, 'approve', '--all', '--owner', '@acme/payments', '--approved-by', '@sec-lead', '--purpose', 'deploys the shop', '--yes');
  commit(folder, 'approve');
  git(folder, 'checkout', '--quiet', '-b', 'feature');
  write(folder, { 'infra/deploy.tf': widened });
  return folder;
}

const about = (found: readonly ReportedFinding[], rule: string): ReportedFinding => found.find((one) => one.rule === rule)!;

describe('one added line', () => {
  const folder = shop();

  it('was fine before it was there', () => {
    write(folder, { 'infra/deploy.tf': infra });
    // The administrator that stood there before is known and open, and stops nobody.
    expect(check(folder)).toMatchObject({ code: 0, rules: ['aws/managed-admin-attached'] });
    write(folder, { 'infra/deploy.tf': widened });
  });

  it('is marked at its token, with what was approved, and stops the check', () => {
    const { code, findings } = check(folder);
    expect(code).toBe(1);
    for (const rule of ['aws/passrole-star', 'drift/scope-grew']) expect(marked(folder, about(findings, rule)), rule).toBe(star);
    expect(about(findings, 'drift/scope-grew').message).toMatch(
      /^The role deploy may do more than @sec-lead approved for @acme\/payments on 20\d\d-\d\d-\d\d: "resource arn:aws:iam::123456789012:role\/\*" was not part of it/,
    );
    expect(about(findings, 'aws/privesc-passrole-compute')).toMatchObject({
      severity: 'critical',
      message: expect.stringContaining('that leads to administrator'),
    });
    expect(findings.map(({ file }) => file)).not.toContain('.github/workflows/deploy.yml');
  });

  it('opens one path: workflow, subject, role, PassRole, administrator', () => {
    const explained = run(folder, 'explain', 'infra/deploy.tf:43');
    for (const step of [
      'workflow job `.github/workflows/deploy.yml#deploy` takes it',
      'sub `repo:acme/shop:environment:production`',
      'role `aws_iam_role.deploy`',
      '`iam:PassRole` by `iam:PassRole`',
      'leads to administrator',
    ])
      expect(explained).toContain(step);
    const path = (
      JSON.parse(run(folder, 'blast', job, '--format', 'json')) as {
        identities: [{ becomes: { depth: number; id: string; by: string; place: string; may: string[] }[] }];
      }
    ).identities[0].becomes;
    expect(path).toMatchObject([
      { depth: 1, id: 'aws:role:deploy', by: 'oidc:aws=arn:aws:iam::123456789012:role/deploy' },
      {
        depth: 2,
        id: 'aws:role:ops',
        by: expect.stringContaining('iam:PassRole'),
        place: 'infra/deploy.tf:43',
        may: [expect.stringContaining('AdministratorAccess')],
      },
    ]);
    write(folder, { 'infra/deploy.tf': infra });
    const before = (JSON.parse(run(folder, 'blast', job, '--format', 'json')) as { identities: [{ becomes: { id: string }[] }] })
      .identities[0].becomes;
    expect(
      before.map(({ id }) => id),
      'without the line the path ends at the role',
    ).toEqual(['aws:role:deploy']);
    write(folder, { 'infra/deploy.tf': widened });
  });

  it('is taken out by the first repair, and nothing else changes', () => {
    pick(folder, about(check(folder).findings, 'aws/passrole-star'), /^Take "arn:aws:iam::123456789012:role\/\*" out/);
    expect(readFileSync(join(folder, 'infra/deploy.tf'), 'utf8')).toBe(infra);
    expect(git(folder, 'status', '--short')).toBe('');
    expect(check(folder).code).toBe(0);
    write(folder, { 'infra/deploy.tf': widened });
  });

  it('is the same in the editor: two keystrokes at the marked token', async () => {
    const editor = await startEditor({
      folders: [pathToFileURL(folder).href],
      command: [process.execPath, join(bundle, '../server.js'), '--stdio'],
    });
    try {
      const uri = pathToFileURL(join(folder, 'infra/deploy.tf')).href;
      await editor.open(uri, infra, 'terraform');
      expect((await editor.diagnostics(uri)).map(({ code }) => code)).not.toContain('aws/passrole-star');
      await editor.type(uri, named, named + added);
      const diagnostics = await editor.diagnostics(uri);
      const found = diagnostics.find(({ code }) => code === 'aws/passrole-star')!;
      expect(editor.text(uri).split('\n')[found.range.start.line]!.slice(found.range.start.character, found.range.end.character)).toBe(
        star,
      );
      const [repair] = await editor.actions(uri, found.range);
      await editor.apply((await editor.connection.sendRequest<CodeAction>('codeAction/resolve', repair)).edit!);
      expect(editor.text(uri)).toBe(infra);
    } finally {
      await editor.end();
    }
  });
});

describe('nobody gets around the decision', () => {
  /** What only asks to be loosened ends with 3: nothing is excused until the target branch says so. */
  const bypasses: readonly (readonly [string, (folder: string) => void, asks?: 3])[] = [
    [
      'approving it in the same change',
      (folder) =>
        void posture(folder, [
          'approve',
          'deploy',
          '--owner',
          '@acme/payments',
          '--approved-by',
          '@sec-lead',
          '--purpose',
          'deploys',
          '--yes',
        ]),
    ],
    [
      'accepting the finding in the same change',
      (folder) =>
        void posture(folder, [
          'accept',
          'aws/passrole-star',
          'aws/privesc-passrole-compute',
          '--owner',
          '@acme/payments',
          '--approved-by',
          '@sec-lead',
          '--reason',
          'needed',
          '--expires',
          inDays(20),
          '--yes',
        ]),
    ],
    [
      'a comment beside the line',
      (folder) =>
        write(folder, {
          'infra/deploy.tf': widened.replace(
            added,
            `          # posture-ignore aws/passrole-star until=${inDays(30)} owner=@acme/payments: needed\n${added}`,
          ),
        }),
    ],
    [
      'switching the rules off in the change',
      (folder) =>
        write(folder, {
          '.posture/config.yaml':
            'profile: default\nrules:\n  aws/passrole-star: { off: noisy }\n  aws/privesc-passrole-compute: { off: noisy }\n  drift/scope-grew: { off: noisy }\n',
        }),
      3,
    ],
    [
      'ignoring the folder in the change',
      (folder) => write(folder, { '.posture/config.yaml': 'profile: default\nignore:\n  - path: infra/**\n    reason: legacy\n' }),
      3,
    ],
    ['a policy of its own', (folder) => write(folder, { '.posture/policy.yaml': 'v: 1\napprovers: ["@me"]\n' })],
    [
      'editing the record by hand',
      (folder) => {
        const [record] = git(folder, 'ls-files', '.posture/identities/role/deploy-*').trim().split('\n');
        write(folder, {
          [record!]: readFileSync(join(folder, record!), 'utf8').replace(
            'resource arn:aws:iam::123456789012:role/shop-runtime',
            'resource *',
          ),
        });
      },
    ],
    ['deleting the records', (folder) => void git(folder, 'rm', '-rq', '.posture/identities', '.posture/decisions')],
    ['deleting all of .posture', (folder) => void git(folder, 'rm', '-rq', '.posture')],
    ['spelling the pattern otherwise', (folder) => write(folder, { 'infra/deploy.tf': widened.replace(star, 'arn:aws:iam::*:role/?*') })],
    [
      'a variable in place of the pattern',
      (folder) =>
        write(folder, { 'infra/deploy.tf': `variable "roles" {\n  default = "${star}"\n}\n${widened.replace(`"${star}"`, 'var.roles')}` }),
    ],
    [
      'moving the policy into a document of its own',
      (folder) =>
        write(folder, {
          'infra/deploy.tf': infra,
          'infra/more.tf': `resource "aws_iam_role_policy" "more" {\n  role   = aws_iam_role.deploy.id\n  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "iam:PassRole", Resource = "*" }] })\n}\n`,
        }),
    ],
    ['committing it, so that it is no longer a change', (folder) => commit(folder, 'widen')],
  ];

  it.each(bypasses.map(([how, bypass, asks]) => ({ how, bypass, code: asks ?? 1 })))('by $how', ({ bypass, code }) => {
    const folder = shop();
    bypass(folder);
    expect(check(folder).code).toBe(code);
    commit(folder, 'around');
    expect(check(folder).code, 'and not when it is committed either').toBe(code);
  });

  it('but with the approval on the target branch it passes, and is counted', () => {
    const folder = shop();
    run(folder, 'approve', 'deploy', '--owner', '@acme/payments', '--approved-by', '@sec-lead', '--purpose', 'deploys the shop', '--yes');
    expect(
      posture(folder, [
        'accept',
        'aws/passrole-star',
        'aws/privesc-passrole-compute',
        '--owner',
        '@acme/payments',
        '--approved-by',
        '@sec-lead',
        '--reason',
        'until PAY-812',
        '--expires',
        inDays(20),
        '--yes',
      ]).code,
    ).toBe(0);
    commit(folder, 'approved by a review');
    expect(check(folder).code).toBe(3);
    git(folder, 'checkout', '--quiet', 'main');
    git(folder, 'merge', '--quiet', 'feature');
    expect(check(folder).code).toBe(0);
    expect(posture(folder, ['status']).stdout).toMatch(/^accepted +2$/m);
  });
});
