// A stored cloud key in a pipeline of a system whose jobs have an identity of their own. GitHub has its own rule.
import { jobUses } from '../../server/engine/facts/ci/circleci.ts';
import { idTokens, inherit } from '../../server/engine/facts/ci/gitlab.ts';
import { keyLogin } from '../../server/engine/facts/key-logins.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Entry, type Leaf, type Mapping } from '../../server/engine/facts/value.ts';
import type { CiSystem, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

export const staticCloudKey = defineRule({
  id: 'ci/static-cloud-key',
  meta: {
    title: 'Stored cloud key in a pipeline',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI7:2025', 'NHI4:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The role and its trust have to be made in the cloud first; what to write then is in the documentation of the rule.',
    messages: {
      default: '{who} `{name}`, {key} that never expires; {system} gives each job a token that {cloud} takes instead: {instead}',
      own: '{who} `{name}`, {key} that never expires; {system} runs each build as {instead}, whom {cloud} needs no key of: grant it what the key may do',
      runner:
        '{who} `{name}`, {key} that never expires; {system} has no token for {cloud} to take instead, so let the machine that runs the jobs have a role, for branches that are reviewed, and take the key out',
    },
    docs: {
      what: 'The key of an AWS user, a Google service account or an Azure service principal in GitLab, CircleCI, Bitbucket, Buildkite, Semaphore or Azure Pipelines; the key of an AWS user in CodeBuild and of a service account in Cloud Build; lower in Drone, Woodpecker and Jenkins, whose jobs have no identity of their own.',
      why: 'The key works from anywhere, for anyone who once read it, until someone changes it by hand. These systems issue a token for each job that clouds accept, which lives for minutes and names project and branch.',
      remedy:
        'Let the cloud trust the system: GitLab `id_tokens`, CircleCI `role_arn` of `aws-cli/setup`, Bitbucket `oidc: true`, Buildkite `aws-assume-role-with-web-identity`, Azure Pipelines a service connection with workload identity federation; Semaphore `$SEMAPHORE_OIDC_TOKEN`; CodeBuild the role of the project, Cloud Build `serviceAccount`; Drone, Woodpecker and Jenkins a role of the machine. Then delete the key in the cloud.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: `deploy:
  stage: deploy
  environment: production
  script:
    - aws configure set aws_secret_access_key «$AWS_SECRET_ACCESS_KEY»
    - aws s3 ls
`,
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: `deploy:
  stage: deploy
  environment: production
  id_tokens:
    AWS_TOKEN:
      aud: https://sts.amazonaws.com
  script:
    - aws sts assume-role-with-web-identity --role-arn "$ROLE" --role-session-name "$CI_JOB_ID" --web-identity-token "$AWS_TOKEN"
`,
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/cloud_services/',
        'https://circleci.com/docs/openid-connect-tokens/',
        'https://support.atlassian.com/bitbucket-cloud/docs/integrate-pipelines-with-resource-servers-using-oidc/',
        'https://buildkite.com/docs/pipelines/security/oidc',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      const own = ofBuild[workflow.system];
      if (!(workflow.system in instead) && !(workflow.system in ofRunner) && !own) return;
      const found = new Map<string, { readonly key: UsedKey; readonly jobs: Pick<WorkflowJob, 'id' | 'anchor'>[] }>();
      for (const [job, key] of [...workflow.jobs.map((job) => [job, keyOf(job, workflow)] as const), ...orbJobs(workflow)]) {
        if (!key || (own && own[2] !== key.cloud)) continue;
        // A variable of the whole pipeline, or of a job that others extend, is one key however many jobs have it.
        const place = `${key.at.uri}:${key.at.span.join()}`;
        const known = found.get(place);
        if (known) known.jobs.push(job);
        else found.set(place, { key, jobs: [job] });
      }
      for (const { key, jobs } of found.values()) report(key, jobs, workflow, context);
    },
  },
});

const instead: Partial<Record<CiSystem, readonly [system: string, instead: string]>> = {
  gitlab: ['GitLab', '`id_tokens` with the audience of the cloud'],
  circleci: ['CircleCI', '`role_arn` of `aws-cli/setup`, or `$CIRCLE_OIDC_TOKEN_V2`'],
  bitbucket: ['Bitbucket', '`oidc: true` and `$BITBUCKET_STEP_OIDC_TOKEN`'],
  'azure-pipelines': ['Azure Pipelines', 'a service connection with workload identity federation'],
  buildkite: ['Buildkite', 'the plugin `aws-assume-role-with-web-identity`, or `buildkite-agent oidc request-token`'],
  semaphore: ['Semaphore', '`$SEMAPHORE_OIDC_TOKEN`'],
  codefresh: ['Codefresh', 'a step `obtain-oidc-id-token` and its `$ID_TOKEN`'],
  harness: ['Harness', 'a connector of the cloud that signs in by OIDC'],
};

/** Systems of a cloud, whose builds run as an identity of that cloud. */
const ofBuild: Partial<Record<CiSystem, readonly [system: string, identity: string, cloud: string]>> = {
  codebuild: ['CodeBuild', 'the service role of its project', 'AWS'],
  'cloud-build': ['Cloud Build', 'a service account', 'Google Cloud'],
};

/** Systems whose jobs are given no token: what runs them may have a role. */
const ofRunner: Partial<Record<CiSystem, string>> = {
  drone: 'Drone',
  woodpecker: 'Woodpecker',
  jenkins: 'Jenkins',
  travis: 'Travis CI',
  appveyor: 'AppVeyor',
};

const keys: readonly (readonly [name: RegExp, cloud: string, key: string])[] = [
  [/^AWS_SECRET_ACCESS_KEY$|^aws[_-]secret[_-]access[_-]key$|^secret_access_key$/, 'AWS', 'the key of an IAM user'],
  [
    /^(?:GOOGLE_CREDENTIALS|GOOGLE_APPLICATION_CREDENTIALS|GCLOUD_SERVICE_KEY|GCP_SA_KEY|GCP_SERVICE_ACCOUNT_KEY|GOOGLE_SERVICE_ACCOUNT_KEY|KEY_FILE)$/,
    'Google Cloud',
    'the key of a service account',
  ],
  [/^(?:ARM|AZURE)_CLIENT_SECRET$/, 'Azure', 'the client secret of a service principal'],
];

/** Variables of the scripts themselves: `$NAME`, `${NAME}`. */
const inScript =
  /\$\{?(AWS_SECRET_ACCESS_KEY|GOOGLE_CREDENTIALS|GCLOUD_SERVICE_KEY|GCP_SA_KEY|GCP_SERVICE_ACCOUNT_KEY|GOOGLE_SERVICE_ACCOUNT_KEY|ARM_CLIENT_SECRET|AZURE_CLIENT_SECRET)\b\}?/;

interface UsedKey {
  /** The variable, or the command that takes the key. */
  readonly name: string;
  readonly at: Place;
  readonly cloud: string;
  /** What the key is. */
  readonly key: string;
}

function keyOf(job: WorkflowJob, workflow: Workflow): UsedKey | undefined {
  if (federated(job, workflow)) return undefined;
  const text = job.steps.map((step) => textOf(step.run) ?? '').join('\n');
  if (/--endpoint-url|localstack|minio|localhost/i.test(text)) return undefined;
  return (
    inEntries(job.env) ??
    job.steps.flatMap((step) => inEntries(step.env) ?? inEntries(step.inputs) ?? [])[0] ??
    inEntries(imageLogins(job)) ??
    inLines(job) ??
    byCommand(job) ??
    (job.steps.length > 0 ? inEntries(workflow.env) : undefined) ??
    (workflow.system === 'codebuild' ? fetchedKey(workflow) : undefined)
  );
}

function report(
  { name, at, cloud, key }: UsedKey,
  jobs: readonly Pick<WorkflowJob, 'id' | 'anchor'>[],
  workflow: Workflow,
  context: RuleContext<'default' | 'own' | 'runner'>,
): void {
  // A job of GitLab whose name begins with a dot never runs itself.
  const running = jobs.filter((job) => !job.id.startsWith('.'));
  const first = (running[0] ?? jobs[0])!;
  const ofJob = instead[workflow.system];
  const who = running.length > 1 ? `${running.length} jobs use` : `Job \`${first.id}\` uses`;
  const said = { at, anchor: `${first.anchor}|${name}` };
  const own = ofBuild[workflow.system];
  if (own) context.report({ ...said, message: 'own', data: { who, name, key, cloud, system: own[0], instead: own[1] } });
  else if (ofJob) context.report({ ...said, message: 'default', data: { who, name, key, cloud, system: ofJob[0], instead: ofJob[1] } });
  else context.report({ ...said, message: 'runner', data: { who, name, key, cloud, system: ofRunner[workflow.system]! }, severity: 'low' });
}

/** Jobs of orbs in the workflows of CircleCI, which are given keys as parameters. */
function orbJobs({ system, value, anchor }: Workflow): (readonly [Pick<WorkflowJob, 'id' | 'anchor'>, UsedKey | undefined])[] {
  if (system !== 'circleci' || value.kind !== 'mapping') return [];
  return jobUses(value).flatMap((use) => {
    if (!use.job.includes('/') || use.value?.kind !== 'mapping') return [];
    const { entries } = use.value;
    const trusted = entries.some((entry) => /oidc|role[_-]arn/i.test(textOf(entry.key) ?? ''));
    return [[{ id: use.job, anchor: `${anchor}|workflows.${use.workflow}.${use.job}` }, trusted ? undefined : inEntries(entries)] as const];
  });
}

/** Jobs that have asked for a token of their own use keys for something else, if at all. */
function federated(job: WorkflowJob, workflow: Workflow): boolean {
  return (
    (workflow.system === 'gitlab' && workflow.value.kind === 'mapping' && asksToken(job, workflow.value)) ||
    textOf(entryOf(job.value, 'oidc')?.value) === 'true' ||
    job.steps.some((step) =>
      /oidc|assume-role-with-web-identity|role_arn/i.test(
        `${textOf(step.uses) ?? ''} ${step.inputs.map((entry) => textOf(entry.key)).join(' ')} ${textOf(step.run) ?? ''}`,
      ),
    )
  );
}

/** A key that a buildspec fetches from Secrets Manager or the parameter store. */
function fetchedKey({ value }: Workflow): UsedKey | undefined {
  const stores = ['secrets-manager', 'parameter-store'].map((store) => valueAt(value, 'env', store));
  for (const { key } of stores.flatMap((store) => (store?.kind === 'mapping' ? store.entries : []))) {
    const known = keyNamed(textOf(key) ?? '');
    if (known) return { ...known, at: key.at };
  }
  return undefined;
}

/** What CircleCI signs in to ECR with for the images of a job. */
function imageLogins(job: WorkflowJob): Entry[] {
  return itemsOf(entryOf(job.value, 'docker')?.value).flatMap((image) => {
    const login = entryOf(image, 'aws_auth')?.value;
    return login?.kind === 'mapping' ? login.entries : [];
  });
}

/** A token of its own, or one that all jobs get and this one names. */
function asksToken(job: WorkflowJob, root: Mapping): boolean {
  if (inherit(root, job.value, 'id_tokens')) return true;
  return idTokens(root, job.value).some((entry) =>
    job.steps.some((step) => step.lines.some((line) => line.text.includes(textOf(entry.key) ?? '\0'))),
  );
}

/** A key handed over by reference; a literal is for the secret rules. */
function inEntries(entries: readonly Entry[]): UsedKey | undefined {
  for (const entry of entries) {
    const name = textOf(entry.key);
    // `from_secret: name` in Drone and Woodpecker.
    const stored = entryOf(entry.value, 'from_secret')?.value;
    const leaf: Leaf | undefined = leavesOf(stored ?? entry.value)[0];
    const text = textOf(leaf);
    const known = name === undefined ? undefined : keyNamed(name);
    if (known && leaf && text !== undefined && (stored || /[$]|^<\+/.test(text) || /^[A-Z][A-Z0-9_]*$/.test(text)))
      return { ...known, at: leaf.at };
  }
  return undefined;
}

function inLines(job: WorkflowJob): UsedKey | undefined {
  for (const step of job.steps) {
    for (const line of step.lines) {
      const match = inScript.exec(line.text);
      const known = match && keyNamed(match[1]!);
      if (match && known) return { ...known, at: placeOfMatch(line, match) };
    }
  }
  return undefined;
}

function keyNamed(name: string): Omit<UsedKey, 'at'> | undefined {
  const known = keys.find(([pattern]) => pattern.test(name));
  return known && { name, cloud: known[1], key: known[2] };
}

/** A login by a command, whatever its variables are called. */
function byCommand(job: WorkflowJob): UsedKey | undefined {
  const login = keyLogin(job.steps.flatMap((step) => step.lines));
  return login && { name: login.command, at: login.at, cloud: login.cloud, key: login.key };
}
