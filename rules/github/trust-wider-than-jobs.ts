// A trust policy with a wildcard subject where every job that takes the role presents an exact one.
import { replaceByList, replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { patternOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { joinTrusts, type RoleUse } from './trust-join.ts';
import { list } from './unadmitted-job.ts';

export const trustWiderThanJobs = defineRule({
  id: 'github/trust-wider-than-jobs',
  meta: {
    title: 'Trust wider than the jobs that use it',
    category: 'trust',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI5:2025', 'NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`{subject}` admits every branch, tag and pull request that fits, and the {count} here that take role `{role}` present only {needed}',
      condition:
        'This condition lets in every branch, tag and pull request of {repository}, and the {count} here that come through it present only {needed}',
    },
    docs: {
      what: 'A wildcard in the subject of a trust policy where the workflows of the same repository show which subjects are needed.',
      why: 'With a wildcard, a workflow on any branch takes the role: whoever may push a branch deploys, without review and past the environment.',
      remedy: 'Name the subjects that the jobs present, best of all those of environments.',
      bad: [
        {
          file: 'infra/main.tf',
          text: `resource "aws_iam_role" "deploy" {
  name = "deploy"
  assume_role_policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Allow"
      Action    = "sts:AssumeRoleWithWebIdentity"
      Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
      Condition = {
        StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }
        StringLike   = { "token.actions.githubusercontent.com:sub" = "«repo:acme/app:*»" }
      }
    }]
  })
}
`,
          beside: {
            '.github/workflows/deploy.yml': `on: { push: { branches: [main] } }
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
      references: ['https://docs.github.com/en/actions/how-tos/secure-your-work/security-harden-deployments/oidc-in-aws'],
    },
  },
  on: {
    project(context) {
      for (const role of joinTrusts(context.project).roles) {
        if (!role.subjects || role.uses.length === 0 || !role.uses.every((use) => use.subjects.known)) continue;
        const remote = context.project.workspace.remote?.path.toLowerCase();
        const needed = [...new Set(role.uses.flatMap((use) => use.subjects.patterns))].sort();
        // Jobs that present wildcards themselves need one.
        if (needed.length === 0 || needed.some((pattern) => pattern.includes('*'))) continue;
        for (const subject of role.subjects) {
          const { leaf } = subject;
          if (subject.claims) {
            const condition = narrowed(subject.claims, role.uses, context.project);
            if (condition === undefined || subject.repository.includes('*') || (remote !== undefined && subject.repository !== remote))
              continue;
            context.report({
              at: leaf.at,
              message: 'condition',
              data: {
                count: role.uses.length === 1 ? 'one job' : `${role.uses.length} jobs`,
                repository: subject.repository,
                needed: list(needed),
              },
              anchor: `${subject.trust.anchor}|sub`,
              related: role.uses.map((use) => ({ at: use.leaf.at, message: `job \`${use.job.id}\` comes through it` })),
              suggestions:
                leaf.editable && leaf.kind === 'scalar'
                  ? [editing(`Ask for ${condition} too`, leaf.at.uri, () => [replaceText(leaf, `${String(leaf.value)} && ${condition}`)])]
                  : [],
            });
            continue;
          }
          if (
            subject.exact ||
            !/[*?]/.test(subject.rest) ||
            /[*?]/.test(subject.repository) ||
            (remote !== undefined && subject.repository !== remote)
          )
            continue;
          // A flexible credential of Entra is an expression around the pattern.
          const whole = String(leaf.kind === 'scalar' ? leaf.value : '');
          const flexible = /^\s*claims\['sub'\]/i.test(whole);
          const prefix = flexible ? (/'(repo:[^:]+:)/.exec(whole)?.[1] ?? '') : whole.slice(0, -subject.rest.length);
          const exact = needed.map((pattern) => prefix + pattern);
          context.report({
            at: leaf.at,
            message: 'default',
            data: {
              subject: prefix + subject.rest,
              count: role.uses.length === 1 ? 'one job' : `${role.uses.length} jobs`,
              role: role.name,
              needed: list(needed),
            },
            anchor: `${subject.trust.anchor}|sub`,
            related: role.uses.map((use) => ({ at: use.leaf.at, message: `job \`${use.job.id}\` takes the role` })),
            suggestions: suggestionsFor(leaf, exact, flexible),
          });
        }
      }
    },
  },
});

function suggestionsFor(leaf: Leaf, exact: readonly string[], flexible: boolean): FixMaker[] {
  if (!leaf.editable || (flexible && exact.length > 1)) return [];
  const title = `Admit only ${exact.join(', ')}`;
  if (flexible) return [editing(title, leaf.at.uri, () => [replaceText(leaf, `claims['sub'] eq '${exact[0]!}'`)])];
  return [
    editing(title, leaf.at.uri, (document) => [exact.length === 1 ? replaceText(leaf, exact[0]!) : replaceByList(leaf, exact, document)]),
  ];
}

/** What the condition of a Google provider can ask for beside the repository; undefined where it or a binding asks already. */
function narrowed(
  claims: { readonly ref?: string; readonly environment?: string },
  uses: readonly RoleUse[],
  project: Project,
): string | undefined {
  if (claims.ref !== undefined || claims.environment !== undefined || bindingNarrows(project)) return undefined;
  const environments = [...new Set(uses.map((use) => use.claims.environment))];
  if (environments.length === 1 && environments[0] !== undefined) return `assertion.environment == '${environments[0]}'`;
  const refs = [...new Set(uses.flatMap((use) => use.claims.refs))];
  return refs.length === 1 && /^ref:[^*]+$/.test(refs[0]!) && environments.every((one) => one === undefined)
    ? `assertion.ref == '${refs[0]!.slice('ref:'.length)}'`
    : undefined;
}

/** Members of a pool that are named by more than their repository. */
function bindingNarrows(project: Project): boolean {
  return project
    .all('grants')
    .some(
      (grant) =>
        grant.platform === 'gcp' &&
        grant.principals.some((principal) =>
          /\/subject\/|\/attribute\.(?:ref|environment|sub|workflow|job_workflow)/.test(patternOf(principal.id)),
        ),
    );
}
