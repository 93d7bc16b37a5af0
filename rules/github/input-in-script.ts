// Text of a caller or a member pasted into a script: no stranger's by itself, and code all the same.
import { describeReach, jobReach } from '../../server/engine/facts/github/job-reach.ts';
import { untrustedInputs } from '../../server/engine/facts/github/untrusted-input.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { throughEnvironment } from './env-indirection.ts';
import { passedText } from './passed-inputs.ts';
import { expressionsInCode } from './script-inputs.ts';
import { nameFor } from './template-injection.ts';

export const inputInScript = defineRule({
  id: 'github/input-in-script',
  meta: {
    title: 'Input pasted into a script',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['zizmor template-injection', 'sisakulint code-injection-medium'],
    fix: 'suggestion',
    messages: {
      caller:
        '`{input}` is whatever the caller passes, and becomes part of this script before it runs; a caller that passes a title or a branch name lets strangers write code here{reach}',
      member: '`{input}` becomes part of this script before it runs; whoever may push or start the workflow can write code here{reach}',
    },
    docs: {
      what: 'An input of an action, of a called or a hand-started workflow, or the name of a branch or tag, inside `${{ }}` in a script.',
      why: 'The text becomes code. Callers of an action pass titles and branch names without knowing that it runs them, and someone who may start a workflow by hand gets its secrets and cloud roles, which is more than the right to start it.',
      remedy: 'Hand the text over as an environment variable and quote the variable.',
      bad: [
        {
          file: 'tag/action.yml',
          text: `name: Tag
inputs:
  name:
    required: true
runs:
  using: composite
  steps:
    - shell: bash
      run: git tag "${'«${{ inputs.name }}»'}"
`,
        },
      ],
      good: [
        {
          file: 'tag/action.yml',
          text: `name: Tag
inputs:
  name:
    required: true
runs:
  using: composite
  steps:
    - shell: bash
      run: git tag "$NAME"
      env:
        NAME: \${{ inputs.name }}
`,
        },
      ],
      references: ['https://docs.github.com/en/actions/concepts/security/script-injections'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      for (const expression of expressionsInCode(step)) {
        const inputs = untrustedInputs(expression.tree, workflow, { step, job });
        const input = inputs.find((one) => one.author === 'caller') ?? inputs.find((one) => one.author === 'member');
        if (!input || inputs.some((one) => one.author === 'stranger')) continue;
        // A stranger's text that a caller is seen to pass is for `template-injection`.
        if (input.path.startsWith('inputs.') && passedText(input.path.slice('inputs.'.length), workflow, context.project)) continue;
        const reach = job ? describeReach(jobReach(job, workflow)) : '';
        context.report({
          at: expression.at,
          message: input.author === 'caller' ? 'caller' : 'member',
          data: { input: input.path, reach: reach === '' ? '' : `, with ${reach}` },
          anchor: `${step.anchor}|${expression.where}|${input.path}`,
          // Whoever may start a workflow gains by code in it what the job holds and they do not; who calls it is not known.
          severity: workflow.kind === 'action' || (input.author === 'member' && reach !== '') ? 'low' : 'info',
          suggestions: throughEnvironment(expression, step, job, workflow, nameFor(input.path)),
        });
      }
    },
  },
});
