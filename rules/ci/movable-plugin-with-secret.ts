// A Buildkite plugin by a name that can be moved, in a step that holds secrets.
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
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
    messages: { default: '`{plugin}` names {version} and runs in a step that holds {identity}; name a tag or better a commit' },
    docs: {
      what: 'A Buildkite plugin without a version, or at a branch, in a step with secrets or a cloud login.',
      why: 'A plugin runs hooks on the agent around the command. Whoever may push to its repository has what the step has.',
      remedy: 'Write `org/plugin#v1.2.3`, or the commit id.',
      bad: [{ file: '.buildkite/pipeline.yml', text: 'steps:\n  - label: deploy\n    command: ./deploy\n    secrets: [DEPLOY_KEY]\n    plugins:\n      - «acme/notify»: ~\n' }],
      good: [{ file: '.buildkite/pipeline.yml', text: 'steps:\n  - label: deploy\n    command: ./deploy\n    secrets: [DEPLOY_KEY]\n    plugins:\n      - acme/notify#v1.2.0: ~\n' }],
      references: ['https://buildkite.com/docs/pipelines/integrations/plugins/using#pinning-plugin-versions'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (workflow.system !== 'buildkite') return;
      const secrets = entryOf(job.value, 'secrets') ? 'secrets' : job.steps.some((step) => /assume-role|vault|secrets|aws-|gcp-|oidc/.test(textOf(step.uses) ?? '')) ? 'a login' : undefined;
      if (secrets === undefined) return;
      for (const step of job.steps) {
        const plugin = textOf(step.uses);
        const version = plugin?.split('#')[1];
        if (plugin === undefined || !step.uses || plugin.startsWith('.') || plugin.includes('$') || (version !== undefined && !/^(?:main|master|HEAD)$/.test(version))) continue;
        context.report({ at: step.uses.at, message: 'default', data: { plugin: plugin.split('#')[0]!, version: version === undefined ? 'no version' : `the branch \`${version}\``, identity: secrets }, anchor: `${step.anchor}|pin` });
      }
    },
  },
});
