// A job that takes a role whose trust policy, in this tree, admits none of the subjects that the job can present.
import { replaceByList, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { admits, joinTrusts, type AdmittedSubject, type RoleUse } from './trust-join.ts';

export const unadmittedJob = defineRule({
  id: 'github/unadmitted-job',
  meta: {
    title: 'Job that its role does not admit',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'Job `{job}` presents {subjects}, and role `{role}` admits only {admitted}: the login fails, or the trust gets widened in a hurry',
      together:
        'Job `{job}` presents {subjects}, and the trusts in this tree, {role}, admit only {admitted}: the login fails, unless a trust elsewhere admits it',
    },
    docs: {
      what: 'A role taken in a workflow whose trust policy in the same repository asks for another subject.',
      why: 'The login can never work. What usually follows is a wildcard in the trust policy that lets every branch in. The common cause is an environment: with one, the subject no longer names the branch.',
      remedy: 'Write the subject that the job presents into the trust policy, or give the job the environment that the policy asks for.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: { push: { branches: [main] } }
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: «arn:aws:iam::111122223333:role/deploy»
          role-session-name: deploy
`,
          beside: {
            'infra/main.tf': `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = { StringEquals = {
        "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com"
        "token.actions.githubusercontent.com:sub" = "repo:acme/app:ref:refs/heads/main"
      } }
    }]
  })
}
`,
          },
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: { push: { branches: [main] } }
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
      references: ['https://docs.github.com/en/actions/reference/security/oidc#example-subject-claims'],
    },
  },
  on: {
    project(context) {
      for (const role of joinTrusts(context.project).roles) {
        if (!role.subjects || role.subjects.length === 0 || role.uses.length === 0) continue;
        const remote = context.project.workspace.remote?.path.toLowerCase();
        for (const use of role.uses) {
          if (!use.subjects.known) continue;
          if (role.subjects.some((subject) => admits(subject, use, remote))) continue;
          // A trust of another tree may admit it where the job does not say which one it means.
          const mild = role.together ? { severity: 'low' as const, confidence: 'low' as const } : {};
          context.report({
            at: use.leaf.at,
            message: role.together ? 'together' : 'default',
            ...mild,
            data: { job: use.job.id, role: role.name, subjects: list(use.subjects.patterns), admitted: list(role.subjects.map(shown)) },
            anchor: `${use.anchor}|trust`,
            related: role.subjects.map((subject) => ({ at: subject.leaf.at, message: 'what the role admits' })),
            suggestions: admitting(role.subjects.at(-1)!, use),
          });
        }
      }
    },
  },
});

/** The suggestion to let the job in by the exact subjects that it presents; none where it needs a pattern. */
function admitting(subject: AdmittedSubject, use: RoleUse): FixMaker[] {
  const { leaf } = subject;
  const { patterns } = use.subjects;
  if (
    subject.claims ||
    !leaf.editable ||
    leaf.kind !== 'scalar' ||
    subject.repository.includes('*') ||
    patterns.some((pattern) => pattern.includes('*'))
  )
    return [];
  const whole = String(leaf.value);
  if (/^claims\[/i.test(whole)) return [];
  const wanted = patterns.map((pattern) => whole.slice(0, -subject.rest.length) + pattern);
  // A federated credential of Azure has one subject; the policies of AWS take a list.
  const title = `Let ${wanted.join(', ')} in ${subject.trust.platform === 'aws' ? 'as well' : 'instead'}`;
  if (subject.trust.platform !== 'aws')
    return wanted.length === 1 ? [editing(title, leaf.at.uri, () => [replaceText(leaf, wanted[0]!)])] : [];
  return [editing(title, leaf.at.uri, (document) => [replaceByList(leaf, [whole, ...wanted], document)])];
}

/** What a trust admits, as it compares it: a subject, or the claims of its condition. */
export function shown({ repository, rest, claims }: AdmittedSubject): string {
  if (!claims) return `repo:${repository}:${rest}`;
  return (
    [
      repository === '*' ? '' : `repository ${repository}`,
      claims.ref === undefined ? '' : `ref ${claims.ref}`,
      claims.environment === undefined ? '' : `environment ${claims.environment}`,
    ]
      .filter((part) => part !== '')
      .join(', ') || 'the whole owner'
  );
}

export function list(texts: readonly string[]): string {
  return texts.map((text) => `\`${text}\``).join(', ');
}
