// Environments that Terraform declares in this tree, beside the jobs of this repository that deploy to them: one that stops
// nobody, and one that only the workflow names. Environments made by hand are not in the files, and nothing is said of them.
import { addBlock } from '../../server/engine/edit/hcl-blocks.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import type { Grant } from '../../server/engine/facts/types.ts';
import { placeOf, textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Project } from '../../server/engine/project.ts';

const declared = (lines: string) => `resource "github_repository_environment" "production" {\n  repository  = "app"\n${lines}}\n`;
const workflow = (environment: string) => `on: { push: { branches: [main] } }
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: ${environment}
    steps:
      - run: ./deploy.sh
        env:
          KEY: \${{ secrets.DEPLOY_KEY }}
`;

export const openEnvironment = defineRule({
  id: 'github/open-environment',
  meta: {
    title: 'Environment that stops nobody',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      open: 'Environment `{name}` has no reviewers and takes every branch: whoever may push one can write a job that has what `{job}` has there, {reach}',
      undeclared:
        'Terraform declares {declared} for this repository and not `{name}`: GitHub makes it at the first run, without reviewers and for every branch, and job `{job}` has {reach} there',
    },
    docs: {
      what: 'An environment of GitHub, declared in Terraform without reviewers and without a limit on branches, or not declared beside others that are, that a job with secrets or a cloud role deploys to.',
      why: 'An environment guards its secrets, and the cloud roles that ask for it in the subject, only as far as its own rules go. Without any, a branch that somebody just pushed deploys as well as the reviewed one. A name that nobody declared, or misspelled, comes into being without rules.',
      remedy:
        'Name reviewers, or let only protected branches deploy with `deployment_branch_policy`. Declare every environment that a workflow names.',
      bad: [
        {
          file: 'infra/main.tf',
          text: declared('  environment = "«production»"\n'),
          beside: { '.github/workflows/deploy.yml': workflow('production') },
        },
      ],
      good: [
        {
          file: 'infra/main.tf',
          text: declared(
            '  environment = "production"\n\n  deployment_branch_policy {\n    protected_branches     = true\n    custom_branch_policies = false\n  }\n',
          ),
        },
      ],
      references: [
        'https://docs.github.com/en/actions/reference/workflows-and-actions/deployments-and-environments',
        'https://registry.terraform.io/providers/integrations/github/latest/docs/resources/repository_environment',
      ],
    },
  },
  on: {
    project(context) {
      const own = environmentsHere(context.project);
      if (own.length === 0) return;
      // Without a remote the repository may be another one.
      const mild = context.project.workspace.remote ? {} : { severity: 'info' as const };
      const names = own.map((grant) => textOf(grant.entitlement)?.toLowerCase());
      const jobs = jobsByEnvironment(context.project);
      for (const [index, grant] of own.entries()) {
        const name = textOf(grant.entitlement);
        const first = name === undefined ? undefined : jobs.get(names[index]!)?.[0];
        // Two resources may declare one environment, each for its own case.
        if (!first || name === undefined || own.some((one, other) => names[other] === names[index] && one.conditions.length > 0)) continue;
        const { block } = grant.carrier;
        context.report({
          at: placeOf(grant.entitlement!),
          message: 'open',
          data: { name, job: first.job.id, reach: first.reach, declared: '' },
          anchor: grant.anchor,
          ...mild,
          related: [{ at: first.job.head, message: 'the job' }],
          suggestions: [
            editing('Let only protected branches deploy to it', block.uri, (document) => [
              addBlock(
                block,
                ['deployment_branch_policy {', '  protected_branches     = true', '  custom_branch_policies = false', '}'],
                document,
              ),
            ]),
          ],
        });
      }
      // A name that is computed may be any.
      if (names.includes(undefined)) return;
      const list = own.map((grant) => `\`${textOf(grant.entitlement)!}\``);
      for (const [name, uses] of jobs) {
        if (names.includes(name)) continue;
        const { job, reach } = uses[0]!;
        context.report({
          at: placeOf(job.environment!),
          message: 'undeclared',
          data: { name: textOf(job.environment)!, job: job.id, reach, declared: list.slice(0, 3).join(', ') },
          anchor: `${job.anchor}|environment`,
          ...mild,
          related: [{ at: own[0]!.carrier.head, message: 'an environment that is declared' }],
        });
      }
    },
  },
});

/** The environments that the tree declares for this repository; where it is not known which this is, for the only one that has any. */
function environmentsHere(project: Project): Grant[] {
  const all = project.all('grants').filter((grant) => grant.carrier.kind === 'github_repository_environment' && grant.enabled !== 'no');
  const repositoryOf = (grant: Grant): string | undefined => textOf(grant.scope[0]?.id)?.toLowerCase().replace(/^.*\//, '');
  const { remote } = project.workspace;
  if (all.length === 0 || (remote && !/github/.test(remote.host))) return [];
  const here = remote ? remote.path.slice(remote.path.lastIndexOf('/') + 1).toLowerCase() : repositoryOf(all[0]!);
  if (here === undefined || (!remote && all.some((grant) => repositoryOf(grant) !== here))) return [];
  return all.filter((grant) => repositoryOf(grant) === here);
}

/** Jobs that hold something, by the environment that they name, in lower case as GitHub compares them. */
function jobsByEnvironment(project: Project): Map<string, { readonly job: WorkflowJob; readonly reach: string }[]> {
  const found = new Map<string, { job: WorkflowJob; reach: string }[]>();
  for (const workflow of project.all('workflows')) {
    if (workflow.system !== 'github') continue;
    for (const job of workflow.jobs) {
      const name = textOf(job.environment)?.toLowerCase();
      const reach = jobReach(job, workflow);
      if (name === undefined || name.includes('${{') || (reach.logins.length === 0 && reach.secrets.length === 0)) continue;
      (found.get(name) ?? found.set(name, []).get(name)!).push({ job, reach: describeReach(reach) });
    }
  }
  return found;
}
