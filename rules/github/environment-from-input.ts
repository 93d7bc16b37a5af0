// An environment whose name the starter of the workflow types in: any environment, its secrets and its cloud subject.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { resultsOf, pathOf } from '../../server/engine/facts/github/expression-paths.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { leafAt } from '../../server/engine/facts/github/steps.ts';
import type { Trigger } from '../../server/engine/facts/workflow.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const environmentFromInput = defineRule({
  id: 'github/environment-from-input',
  meta: {
    title: 'Environment named by free text',
    category: 'workflow',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      input:
        'The environment of job `{job}` is whatever is typed into `{input}`: a name that does not exist yet makes one without any protection',
      branch: 'The environment of job `{job}` follows `{input}`, which the author of a branch or pull request chooses',
    },
    docs: {
      what: 'A job whose `environment` comes from an input of free text or from the name of a branch.',
      why: 'The environment decides which secrets the job gets, who has to approve, and the subject that clouds see. Free text lets the starter pick a stronger one, or a new one that nobody protects.',
      remedy: 'Give the input `type: environment`, or `type: choice` with the names that are meant.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on:
  workflow_dispatch:
    inputs:
      target:
        type: string
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: «\${{ inputs.target }}»
    steps:
      - run: ./deploy
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on:
  workflow_dispatch:
    inputs:
      target:
        type: environment
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: \${{ inputs.target }}
    steps:
      - run: ./deploy
`,
        },
      ],
      references: [
        'https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#onworkflow_dispatchinputsinput_idtype',
      ],
    },
  },
  on: {
    job(job, workflow, context) {
      const expression = job.expressions.find((one) => one.where === 'environment' && job.environment && one.leaf === job.environment);
      if (!expression) return;
      for (const node of resultsOf(expression.tree)) {
        const path = pathOf(node);
        if (path === undefined) continue;
        const branch = path === 'github.head_ref' || path === 'github.event.pull_request.head.ref';
        const name = /^(?:inputs|github\.event\.inputs)\.([^.]+)$/.exec(path)?.[1];
        const dispatch = workflow.triggers.find((trigger) => trigger.name === 'workflow_dispatch');
        const type = name === undefined || !dispatch ? undefined : typeOf(dispatch, name);
        if (!branch && type?.text !== 'string') continue;
        const { leaf } = type ?? {};
        context.report({
          at: expression.at,
          message: branch ? 'branch' : 'input',
          data: { job: job.id, input: path },
          anchor: `${job.anchor}|environment`,
          ...(branch ? { severity: 'high' as const } : {}),
          suggestions: leaf
            ? [editing('Let GitHub offer the environments that exist', leaf.at.uri, () => [replaceText(leaf, 'environment')])]
            : [],
        });
        return;
      }
    },
  },
});

function typeOf(dispatch: Trigger, name: string): { text: string; leaf?: ReturnType<typeof leafAt> } | undefined {
  const inputs = entryOf(dispatch.detail, 'inputs')?.value;
  const input = entryOf(inputs, name, true);
  if (!input) return undefined;
  const leaf = leafAt(input.value, 'type');
  return leaf ? { text: textOf(leaf) ?? '', leaf } : { text: 'string' };
}
