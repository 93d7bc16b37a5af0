// A role that trusts this repository and that no job in it takes.
import { removeItem } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { admits, joinTrusts } from './trust-join.ts';
import { shown } from './unadmitted-job.ts';

export const trustWithoutJob = defineRule({
  id: 'github/trust-without-job',
  meta: {
    title: 'Trust that no job uses',
    category: 'trust',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI1:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: { default: '`{role}` admits workflows of this repository, `{subject}`, and no workflow here takes it' },
    docs: {
      what: 'A trust policy for this repository whose role no workflow in it takes.',
      why: 'A forgotten trust is an open door: whoever can push a workflow to a branch that fits takes the role, and nobody looks at it any more.',
      remedy: 'Remove the role, or the subject of this repository from its trust policy.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "aws_iam_role" "old" {
  name = "old-deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "«repo:acme/app:environment:production»"
      } }
    }]
  })
}
`,
          beside: {
            '.github/workflows/deploy.yml': `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          role-session-name: deploy
`,
          },
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions:
  id-token: write # needed by aws-actions/configure-aws-credentials
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: arn:aws:iam::111122223333:role/deploy
          role-session-name: deploy
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws'],
    },
  },
  on: {
    project(context) {
      const join = joinTrusts(context.project);
      // Without a single login to the cloud the workflows are not in this tree; with a hidden one any role may be taken.
      if (join.hidden) return;
      const aws = context.project
        .all('workflows')
        .some((workflow) =>
          workflow.jobs.some((job) =>
            job.steps.some((step) => step.inputs.some((entry) => entry.key.kind === 'scalar' && entry.key.value === 'role-to-assume')),
          ),
        );
      for (const role of join.roles) {
        if (!role.together && !aws) continue;
        if (
          role.together ? role.uses.length === 0 || role.uses.some((use) => !use.subjects.known || !use.claims.known) : role.uses.length > 0
        )
          continue;
        if (!role.subjects || role.subjects.length === 0) continue;
        const remote = context.project.workspace.remote?.path.toLowerCase();
        for (const subject of role.subjects) {
          if (remote !== undefined && subject.repository !== remote) continue;
          if (role.uses.some((use) => admits(subject, use, remote))) continue;
          context.report({
            at: subject.leaf.at,
            message: 'default',
            data: { role: role.together ? subject.trust.carrier.address : role.name, subject: shown(subject) },
            anchor: `${subject.trust.anchor}|sub|unused`,
            ...(remote === undefined ? { severity: 'info' as const } : {}),
            suggestions:
              role.subjects.filter((one) => one.trust === subject.trust).length > 1
                ? [editing('Admit this subject no longer', subject.leaf.at.uri, (document) => [removeItem(subject.leaf, document)])]
                : [],
          });
        }
      }
    },
  },
});
