// A job that takes a cloud identity and changes what runs there, with no environment before it.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { deployCommand, namesPreview } from '../../server/engine/facts/deploy-commands.ts';
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { entryOf, textOf, type Entry } from '../../server/engine/facts/value.ts';
import type { Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { keyVariables, notAws } from './cloud-keys.ts';
import { secretBehind } from './secret-references.ts';

export const deployWithoutEnvironment = defineRule({
  id: 'github/deploy-without-environment',
  meta: {
    title: 'Deployment that no environment guards',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        'Job `{job}` runs `{command}` with the {cloud} identity it takes, and names no environment: nobody has to approve, and the cloud sees a branch where it could ask for an environment',
      kubeconfig:
        'Job `{job}` runs `{command}` with a kubeconfig from the secrets, and names no environment: nobody has to approve, and every branch can read that secret',
    },
    docs: {
      what: 'A job that logs in to a cloud or a cluster and deploys, without `environment`.',
      why: 'An environment is where reviewers, branch rules and its own secrets hang. Without one, every push that reaches this job deploys, and the trust policy in the cloud can name no more than a branch.',
      remedy:
        'Name an environment with protection rules in the job, and let the trust policy ask for it: with the environment the subject becomes `repo:…:environment:NAME`.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions:
  id-token: write
jobs:
  deploy:
    runs-on: ubuntu-latest
    steps:
      - uses: aws-actions/configure-aws-credentials@v5
        with:
          role-to-assume: \${{ vars.ROLE }}
          role-session-name: deploy
      - run: «terraform apply» -auto-approve
`,
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
          role-to-assume: \${{ vars.ROLE }}
          role-session-name: deploy
      - run: terraform apply -auto-approve
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/concepts/workflows-and-actions/deployment-environments',
        'https://docs.github.com/en/actions/reference/security/oidc#filtering-for-a-specific-environment',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      if (job.environment || entryOf(job.value, 'environment')) return;
      const { value } = job;
      if (value.kind !== 'mapping') return;
      const logins = [...loginsOf(job), ...keysOf(job, workflow), ...kubeconfigsOf(job, workflow)];
      const login = logins.find((one) => deploymentOf(job, one) !== undefined);
      const deploys = login && deploymentOf(job, login);
      if (!login || !deploys) return;
      const stored = login.cloud === 'Kubernetes';
      if (stored && job.steps.some((step) => namesPreview(step.lines))) return;
      context.report({
        at: deploys.at,
        message: stored ? 'kubeconfig' : 'default',
        data: { job: job.id, command: deploys.command, cloud: login.cloud },
        anchor: `${job.anchor}|environment`,
        related: [{ at: login.at, message: 'the login' }],
        suggestions: [
          editing(
            `Name the environment production; ${stored ? 'move the secret there' : 'the trust policy has to name it too'}`,
            job.at.uri,
            (document) => [addEntry(value, 'environment', 'production', document, 'steps')],
          ),
        ],
      });
    },
  },
});

interface Login {
  readonly cloud: string;
  readonly at: Place;
  /** The first and the last step that have the identity, by index. */
  readonly from: number;
  readonly to: number;
}

/** Logins by an action, which all later steps have. */
function loginsOf(job: WorkflowJob): Login[] {
  return job.steps.flatMap((step) => {
    const login = cloudLogin(step);
    return login
      ? [
          {
            cloud: { aws: 'AWS', azure: 'Azure', gcp: 'Google Cloud', vault: 'Vault' }[login.cloud],
            at: step.head,
            from: step.index,
            to: Infinity,
          },
        ]
      : [];
  });
}

/** Stored keys in the environment of the workflow, the job or a step in it, which the tools take by themselves. */
function keysOf(job: WorkflowJob, workflow: Workflow): Login[] {
  const owners = [
    { owner: workflow, from: 0, to: Infinity },
    { owner: job, from: 0, to: Infinity },
    ...job.steps.map((step) => ({ owner: step, from: step.index, to: step.index })),
  ];
  return owners.flatMap(({ owner, from, to }) =>
    owner.env.flatMap((entry) => {
      const known = keyVariables.find(({ name }) => name.test(textOf(entry.key) ?? ''));
      const secret = known && secretBehind(owner.expressions, 'env', textOf(entry.key)!);
      return known && secret && !(known.cloud === 'AWS' && notAws.test(secret.name.replaceAll('_', ' ')))
        ? [{ cloud: known.cloud, at: entry.value.at, from, to }]
        : [];
    }),
  );
}

/** Clusters for trying out, by the name of the secret. */
const tryOut = /(?:^|_)(?:DEV(?:EL|ELOPMENT)?|TESTS?|TESTING|E2E|P?REVIEW|EPHEMERAL|SANDBOX|PLAYGROUND)(?:_|$)/i;

/**
 * Kubeconfigs from the secrets, in the environment or for the action that sets the context for the steps behind it; none of
 * clusters for trying out.
 */
function kubeconfigsOf(job: WorkflowJob, workflow: Workflow): Login[] {
  const stored = ({ expressions }: Pick<WorkflowJob, 'expressions'>, where: string, key: string): boolean => {
    const secret = secretBehind(expressions, where, key);
    return secret !== undefined && !tryOut.test(secret.name);
  };
  const inEnvironment = (owner: Pick<WorkflowJob, 'env' | 'expressions'>): Entry | undefined =>
    owner.env.find(
      (entry) => /^KUBE_?CONFIG(?:_DATA|_B64|_BASE64|_CONTENT)?$/.test(textOf(entry.key) ?? '') && stored(owner, 'env', textOf(entry.key)!),
    );
  const owners = [workflow, job].flatMap((owner) => inEnvironment(owner)?.value.at ?? []);
  return [
    ...owners.map((at) => ({ cloud: 'Kubernetes', at, from: 0, to: Infinity })),
    ...job.steps.flatMap((step) => {
      const own = inEnvironment(step);
      const set = step.action === 'azure/k8s-set-context' && stored(step, 'with', 'kubeconfig');
      return [
        ...(own ? [{ cloud: 'Kubernetes', at: own.value.at, from: step.index, to: step.index }] : []),
        ...(set ? [{ cloud: 'Kubernetes', at: step.head, from: step.index, to: Infinity }] : []),
      ];
    }),
  ];
}

const deployActions = new Set([
  'aws-actions/amazon-ecs-deploy-task-definition',
  'aws-actions/aws-cloudformation-github-deploy',
  'azure/webapps-deploy',
  'azure/functions-action',
  'azure/k8s-deploy',
  'azure/arm-deploy',
  'azure/container-apps-deploy-action',
  'google-github-actions/deploy-cloudrun',
  'google-github-actions/deploy-appengine',
  'google-github-actions/deploy-cloud-functions',
  'google-github-actions/deploy-gke',
]);

/** What talks to a cluster with a kubeconfig. */
const ofClusters = /^(?:kubectl|helm|helmfile)\b|^azure\/k8s-deploy$/;

function deploymentOf(job: WorkflowJob, { cloud, from, to }: Login): { command: string; at: Place } | undefined {
  for (const step of job.steps) {
    if (step.index < from || step.index > to) continue;
    const action = step.action;
    const found = action !== undefined && deployActions.has(action) ? { command: action, at: step.uses!.at } : deployCommand(step.lines);
    if (found && (cloud !== 'Kubernetes' || ofClusters.test(found.command))) return found;
  }
  return undefined;
}
