// A secret that a script of GitLab, Bitbucket, CircleCI, CodeBuild, Azure Pipelines or Buildkite writes into a file which the
// job keeps as an artifact: by plain `echo`, `printf` and `env` into a file that is named as it is, or in a file whose name
// says which program writes secrets there; and a secret that a build of CodeBuild hands out as a variable.
import { namesCredential } from '../../server/engine/facts/build-arguments.ts';
import { inherit } from '../../server/engine/facts/ci/gitlab.ts';
import { credentialsKeptIn } from '../../server/engine/facts/credential-files.ts';
import { commandsOf } from '../../server/engine/facts/script-lines.ts';
import { keepsFile, writtenSecret } from '../../server/engine/facts/written-secrets.ts';
import { entryOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../../server/engine/facts/value.ts';
import type { CiSystem, Workflow, WorkflowJob } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

export const secretInArtifact = defineRule({
  id: 'ci/secret-in-artifact',
  meta: {
    title: 'Secret written into an artifact',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: ['sisakulint secrets-in-artifacts'],
    fix: 'none',
    whyNoFix: 'Which of the later jobs need the value, and under which name, is known only to their author.',
    messages: {
      file: '`{file}` is where {holder}, and job `{job}` keeps it as an artifact: whoever may read the pipeline downloads it. Keep it in a store of its own, and leave it out here',
      one: '`{name}` is written into `{file}`, and job `{job}` keeps that file as an artifact: whoever may read the pipeline downloads it. Let the jobs that need it read the variable themselves',
      all: '`{name}` writes every variable of the job into `{file}`, and job `{job}` keeps that file as an artifact: whoever may read the pipeline downloads them. Name those that are needed',
      exported:
        'The build hands `{name}` out as a variable: its value stands in what CodeBuild tells about the build, and the stages behind it get it as plain text. Let the stage that needs it read it from the vault itself',
    },
    docs: {
      what: 'A script writes a variable that holds a secret, or all variables, into a file that is an artifact of the job, also as a `dotenv` report; and an artifact that is a file which a program keeps credentials in: the state of Terraform, a kubeconfig, keys of SSH, the logins of the AWS CLI, Docker, npm, git and their like; and a secret among the `exported-variables` of a buildspec.',
      why: 'Artifacts are kept for days or months and can be downloaded by everybody who may see the pipeline, in public projects by anyone. Masking is for logs and does nothing here.',
      remedy: 'Variables are there in every job: let the job that needs the secret read it itself, or fetch it from the vault there.',
      bad: [
        {
          file: '.gitlab-ci.yml',
          text: 'prepare:\n  script:\n    - echo "DEPLOY_TOKEN=«$DEPLOY_TOKEN»" >> build.env\n  artifacts:\n    reports:\n      dotenv: build.env\n',
        },
      ],
      good: [
        {
          file: '.gitlab-ci.yml',
          text: 'prepare:\n  script:\n    - echo "VERSION=$CI_COMMIT_TAG" >> build.env\n  artifacts:\n    reports:\n      dotenv: build.env\n',
        },
      ],
      references: [
        'https://docs.gitlab.com/ci/jobs/job_artifacts/',
        'https://support.atlassian.com/bitbucket-cloud/docs/use-artifacts-in-steps/',
        'https://circleci.com/docs/artifacts/',
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/artifacts/pipeline-artifacts',
        'https://buildkite.com/docs/pipelines/configure/artifacts',
        'https://docs.aws.amazon.com/codebuild/latest/APIReference/API_ExportedEnvironmentVariable.html',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system === 'codebuild') reportExported(job, workflow, context);
      const kept = artifactsOf(job, workflow);
      if (kept.length === 0) return;
      for (const leaf of kept) {
        const file = textOf(leaf)!;
        const holder = credentialsKeptIn(file);
        if (holder !== undefined)
          context.report({
            at: leaf.at,
            message: 'file',
            data: { file, holder, job: job.id },
            anchor: `${job.anchor}|artifact.${file}`,
            severity: 'medium',
          });
      }
      for (const { text, at } of job.steps.flatMap((step) => commandsOf(step.lines))) {
        const write = writtenSecret(inFolder(text));
        const artifact = write && kept.find((leaf) => keepsFile(inFolder(textOf(leaf)!), write.file));
        if (!write || !artifact) continue;
        context.report({
          at: { uri: at.uri, span: [at.span[0] + write.from, at.span[0] + write.from + write.what.length] },
          message: write.all ? 'all' : 'one',
          data: { name: write.all ? write.what : write.what.replace(/\W/g, ''), file: write.file, job: job.id },
          anchor: `${job.anchor}|artifact.${write.file}.${write.what}`,
          related: [{ at: artifact.at, message: 'what the job keeps' }],
        });
      }
    },
  },
});

/** Variables that a buildspec exports and takes from Secrets Manager, or whose names say credential. CodeBuild exports none of its own. */
function reportExported(job: WorkflowJob, { value }: Workflow, context: RuleContext<'exported'>): void {
  const vault = valueAt(value, 'env', 'secrets-manager');
  for (const leaf of leavesOf(valueAt(value, 'env', 'exported-variables'))) {
    const name = textOf(leaf) ?? '';
    if (/^(?:AWS|CODEBUILD)_/.test(name) || !(namesCredential(name) || entryOf(vault, name))) continue;
    context.report({ at: leaf.at, message: 'exported', data: { name }, anchor: `${job.anchor}|exported.${name}`, severity: 'medium' });
  }
}

/** Paths of the job's artifacts that are written out. */
function artifactsOf(job: WorkflowJob, workflow: Workflow): Leaf[] {
  const { value } = workflow;
  const found = keeps[workflow.system]?.(job, workflow) ?? [];
  const artifacts = workflow.system === 'gitlab' ? gitlabArtifacts(job, value) : undefined;
  const left = new Set(leavesOf(valueAt(artifacts, 'exclude')).map(textOf));
  // What begins with `!` is left out of the artifact.
  return found
    .flatMap((one) => leavesOf(one))
    .filter((leaf) => /^[^$!][^$]*$/.test(inFolder(textOf(leaf) ?? '')) && !left.has(textOf(leaf)));
}

/** A folder that Azure Pipelines names by a variable, as a folder of that name: no character more or less. */
function inFolder(text: string): string {
  return text.replace(/\$\((Build\.\w{1,40}|System\.DefaultWorkingDirectory|Pipeline\.Workspace)\)/gi, '__$1_');
}

const gitlabArtifacts = (job: WorkflowJob, root: Value): Value | undefined =>
  root.kind === 'mapping' ? (inherit(root, job.value, 'artifacts') ?? valueAt(root, 'default', 'artifacts')) : undefined;

const pathsOf = (artifacts: Value | undefined): (Value | undefined)[] =>
  artifacts?.kind === 'list' ? [artifacts] : [valueAt(artifacts, 'paths'), valueAt(artifacts, 'reports', 'dotenv')];

/** The files of a set of artifacts, which a folder of its own makes other ones than those in the folder of the build. */
const filesOf = (artifacts: Value | undefined): (Value | undefined)[] =>
  [undefined, '.'].includes(textOf(valueAt(artifacts, 'base-directory'))?.trim()) ? [valueAt(artifacts, 'files')] : [];

/** Tasks of Azure Pipelines that keep files, with the inputs that name them, from the tasks' reference. */
const publishes: ReadonlyMap<string, readonly string[]> = new Map([
  ['publishbuildartifacts', ['pathtopublish']],
  ['publishpipelineartifact', ['targetpath', 'path']],
]);

/** What a job keeps, by system. */
const keeps: Partial<Record<CiSystem, (job: WorkflowJob, workflow: Workflow) => (Value | undefined)[]>> = {
  gitlab: (job, { value }) => pathsOf(gitlabArtifacts(job, value)),
  bitbucket: (job) => pathsOf(entryOf(job.value, 'artifacts')?.value),
  circleci: (job) =>
    job.steps
      .filter((step) => textOf(step.uses) === 'store_artifacts')
      .flatMap((step) => step.inputs.filter((entry) => textOf(entry.key) === 'path').map((entry) => entry.value)),
  'azure-pipelines': (job) =>
    job.steps.flatMap((step) => {
      const input = publishes.get(textOf(step.uses)?.toLowerCase().split('@')[0] ?? '');
      const published = input && step.inputs.find((entry) => input.includes(textOf(entry.key)?.toLowerCase() ?? ''));
      return published ? [published.value] : [entryOf(step.value, 'publish')?.value];
    }),
  buildkite: (job) => [entryOf(job.value, 'artifact_paths')?.value],
  codebuild(_job, { value }) {
    const artifacts = entryOf(value, 'artifacts')?.value;
    const more = entryOf(artifacts, 'secondary-artifacts')?.value;
    return [...filesOf(artifacts), ...(more?.kind === 'mapping' ? more.entries.flatMap((entry) => filesOf(entry.value)) : [])];
  },
};
