// A plugin of Buildkite, Drone or Woodpecker, a pipe of Bitbucket or an image of Cloud Build by a name that can be moved, in a
// step that holds secrets.
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import type { CiSystem, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const movablePluginWithSecret = defineRule({
  id: 'ci/movable-plugin-with-secret',
  meta: {
    title: 'Movable plugin in a step with secrets',
    category: 'workflow',
    severity: 'medium',
    confidence: 'medium',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which commit the name stands for today is not in the repository.',
    messages: { default: '`{plugin}` names {version} and runs in a step that holds {identity}; name {better}' },
    docs: {
      what: 'A Buildkite plugin without a version or at a branch, a Bitbucket pipe, a plugin image of Drone and Woodpecker or an image of Cloud Build of others than Google, without a version or at `latest`, that is given secrets or runs beside a cloud login.',
      why: 'A plugin runs hooks around the command, and a pipe or plugin image is handed the secret itself. Whoever may push to its repository or registry has what the step has.',
      remedy: 'Write `org/plugin#v1.2.3` or the commit id, and images by a full version or their digest.',
      bad: [
        {
          file: '.buildkite/pipeline.yml',
          text: 'steps:\n  - label: deploy\n    command: ./deploy\n    secrets: [DEPLOY_KEY]\n    plugins:\n      - «acme/notify»: ~\n',
        },
      ],
      good: [
        {
          file: '.buildkite/pipeline.yml',
          text: 'steps:\n  - label: deploy\n    command: ./deploy\n    secrets: [DEPLOY_KEY]\n    plugins:\n      - acme/notify#v1.2.0: ~\n',
        },
      ],
      references: ['https://buildkite.com/docs/pipelines/integrations/plugins/using#pinning-plugin-versions'],
    },
  },
  on: {
    job(job, workflow, context) {
      const identity = identityOf(job, workflow.system);
      if (identity === undefined) return;
      for (const step of job.steps) {
        const plugin = textOf(step.uses);
        const version =
          plugin === undefined || plugin.startsWith('.') || plugin.includes('$') || ofGoogle.test(plugin)
            ? undefined
            : movable(plugin, workflow.system);
        // Outside of Buildkite, each step or pipe is handed its own secrets.
        if (plugin === undefined || version === undefined || !step.uses || (workflow.system !== 'buildkite' && !takesSecret(step)))
          continue;
        context.report({
          at: step.uses.at,
          message: 'default',
          data: {
            plugin: plugin.replace(/#.*$|:latest$/, ''),
            version,
            identity,
            better: workflow.system === 'buildkite' ? 'a tag or better a commit' : 'a full version or better a digest',
          },
          anchor: `${step.anchor}|pin`,
        });
      }
    },
  },
});

/** What a job holds, in words; undefined where nothing is seen. */
function identityOf(job: WorkflowJob, system: CiSystem): string | undefined {
  if (system === 'buildkite')
    return entryOf(job.value, 'secrets')
      ? 'secrets'
      : job.steps.some((step) => /assume-role|vault|secrets|aws-|gcp-|oidc/.test(textOf(step.uses) ?? ''))
        ? 'a login'
        : undefined;
  return handed.has(system) && job.steps.some(takesSecret) ? 'secrets' : undefined;
}

/** Systems in which each step is handed its own secrets. */
const handed: ReadonlySet<CiSystem> = new Set(['bitbucket', 'drone', 'woodpecker', 'cloud-build']);
/** Images of Cloud Build that its own maker moves. */
const ofGoogle = /^(?:gcr\.io\/(?:cloud-builders|google\.com\/cloudsdktool)|[\w-]+-docker\.pkg\.dev\/google\.com\/cloudsdktool)\//;

/** A secret among what a plugin, pipe or image is given: `secretEnv`, `from_secret`, or a variable whose name says that it is one. */
function takesSecret(step: WorkflowStep): boolean {
  if (entryOf(step.value, 'secretEnv')) return true;
  return step.inputs.some(
    (entry) =>
      entryOf(entry.value, 'from_secret') !== undefined ||
      /\$\{?\w*(?:TOKEN|SECRET|PASSW(?:OR)?D|KEY|CREDENTIALS)\b/i.test(textOf(entry.value) ?? ''),
  );
}

/** In words, what lets a plugin or an image become another; undefined for a version, a commit or a digest. */
function movable(plugin: string, system: CiSystem): string | undefined {
  if (system === 'buildkite') {
    const version = plugin.split('#')[1];
    return version === undefined ? 'no version' : /^(?:main|master|HEAD)$/.test(version) ? `the branch \`${version}\`` : undefined;
  }
  const name = plugin.slice(plugin.lastIndexOf('/') + 1);
  if (plugin.includes('@sha256:')) return undefined;
  return !name.includes(':') ? 'no version' : name.endsWith(':latest') ? 'the tag `latest`' : undefined;
}
