// What somebody who starts a pipeline by hand or by a trigger types in, pasted into a script before a shell sees it, in the
// systems that paste. GitHub has its own rule.
import { editing } from '../../server/engine/edit/suggest.ts';
import { placeOfMatch } from '../../server/engine/facts/script-lines.ts';
import { entryOf, itemsOf, textOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import type { CiSystem, Workflow, WorkflowJob, WorkflowStep } from '../../server/engine/facts/workflow.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { takesAnyText } from './argo-parameters.ts';
import { inJenkinsShell, pastedByGroovy, throughVariable } from './through-variable.ts';

export const inputInScript = defineRule({
  id: 'ci/input-in-script',
  meta: {
    title: 'Parameter pasted into a script',
    category: 'workflow',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['poutine injection'],
    fix: 'suggestion',
    messages: {
      default:
        '{system} puts the parameter `{name}` into this script before the shell sees it; whoever may start a run, or sends the event that does, can write code here with what this job holds. Hand it over as a variable of the environment',
    },
    docs: {
      what: 'A parameter of any text, in the notation by which Azure Pipelines, CircleCI, GitLab, Jenkins, Tekton or Argo Workflows put text into a script.',
      why: 'The text becomes part of the script. The right to start a run with a version number is then the right to run commands with the credentials of the run; and triggers fill parameters with branch names and titles.',
      remedy:
        'Declare the parameter as a choice or a number where it is one. Else put it into the environment of the step and quote the variable.',
      bad: [
        {
          file: 'tasks/checkout.yaml',
          text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: checkout }\nspec:\n  params: [{ name: revision, type: string }]\n  steps:\n    - name: checkout\n      image: alpine/git\n      script: |\n        git checkout «$(params.revision)»\n',
        },
      ],
      good: [
        {
          file: 'tasks/checkout.yaml',
          text: 'apiVersion: tekton.dev/v1\nkind: Task\nmetadata: { name: checkout }\nspec:\n  params: [{ name: revision, type: string }]\n  steps:\n    - name: checkout\n      image: alpine/git\n      env: [{ name: REVISION, value: $(params.revision) }]\n      script: |\n        git checkout "$REVISION"\n',
        },
      ],
      references: [
        'https://learn.microsoft.com/en-us/azure/devops/pipelines/security/inputs',
        'https://docs.gitlab.com/ci/inputs/',
        'https://tekton.dev/docs/pipelines/tasks/#substituting-in-script-blocks',
        'https://argo-workflows.readthedocs.io/en/latest/variables/',
        'https://www.jenkins.io/doc/book/pipeline/jenkinsfile/#string-interpolation',
      ],
    },
  },
  on: {
    step(step, job, workflow, context) {
      const known = notations[workflow.system];
      if (!known || !step.run || known.skips?.(step)) return;
      for (const line of step.lines) {
        for (const match of line.text.matchAll(known.pattern)) {
          const name = match[1]!;
          if (!known.free(name, workflow, match[0], job)) continue;
          const parameter = known.parameter?.(name, workflow) ?? name;
          context.report({
            at: placeOfMatch(line, match),
            message: 'default',
            data: { system: known.system, name: parameter },
            anchor: `${step.anchor}|${name}`,
            suggestions: known.instead(placeOfMatch(line, match), parameter, line.text.slice(0, match.index), step, match[0]),
          });
        }
      }
    },
  },
});

interface Notation {
  readonly system: string;
  readonly pattern: RegExp;
  /** True where the parameter takes any text: declared here, and neither as one of a list nor as a number or a flag. */
  free(name: string, workflow: Workflow, token: string, job: WorkflowJob | undefined): boolean;
  /** The parameter that a variable of this name holds. */
  parameter?(name: string, workflow: Workflow): string | undefined;
  /** Ways to hand the text over as a variable; `before` is what stands before it on its line, `token` the whole as written. */
  instead(at: Place, name: string, before: string, step: WorkflowStep, token: string): FixMaker[];
  /** Steps in which nothing is pasted. */
  skips?(step: WorkflowStep): boolean;
}

const named = (list: Value | undefined, name: string): Value | undefined =>
  itemsOf(list).find((one) => textOf(entryOf(one, 'name')?.value) === name);
const typeOf = (value: Value | undefined): string => textOf(entryOf(value, 'type')?.value) ?? 'string';

const notations: Partial<Record<CiSystem, Notation>> = {
  'azure-pipelines': {
    system: 'Azure Pipelines',
    pattern: /\$\{\{\s*parameters\.([\w-]+)\s*\}\}/g,
    free(name, { value }) {
      const declared = named(entryOf(value, 'parameters')?.value, name);
      return declared !== undefined && typeOf(declared) === 'string' && entryOf(declared, 'values') === undefined;
    },
    instead: (at, name, before, step, token) =>
      entryOf(step.value, 'bash') ? throughVariable(at, name, before, step, (variable) => ({ [variable]: token })) : [],
  },
  circleci: {
    system: 'CircleCI',
    pattern: /<<\s*pipeline\.parameters\.([\w-]+)\s*>>/g,
    free: (name, { value }) =>
      typeOf(entryOf(entryOf(value, 'parameters')?.value, name)?.value) === 'string' &&
      entryOf(entryOf(value, 'parameters')?.value, name) !== undefined,
    instead: () => [],
  },
  gitlab: {
    system: 'GitLab',
    pattern: /\$\[\[\s*inputs\.([\w-]+)[^\]\n]{0,200}\]\]/g,
    free(name, { value }) {
      const declared = entryOf(valueAt(value, 'spec', 'inputs'), name)?.value;
      return (
        declared !== undefined && typeOf(declared) === 'string' && !['options', 'regex', 'rules'].some((key) => entryOf(declared, key))
      );
    },
    instead: () => [],
  },
  jenkins: {
    system: 'Groovy',
    // Jenkins gives each parameter as a variable of Groovy as well.
    pattern: /(?:(?<!\\)\$\{(?:params\.|env\.)?|^(?:params|env)\.)(\w+)(?:\}|$)/g,
    free(name, { value }, token) {
      const declared = entryOf(entryOf(value, 'parameters')?.value, name)?.value;
      return declared !== undefined && (/^(?:\$\{)?params\./.test(token) || textOf(declared) !== '');
    },
    parameter: (name, { value }) => textOf(entryOf(entryOf(value, 'parameters')?.value, name)?.value) || undefined,
    // Jenkins sets a variable of the same name for the shell.
    instead(at, name, _before, step, token) {
      // What stands outside of quotes cannot be left to the shell in its place.
      const text = token.startsWith('$') ? inJenkinsShell(name, step) : undefined;
      return text === undefined ? [] : [editing(`Leave it to the shell: ${text}`, at.uri, () => [{ uri: at.uri, span: at.span, text }])];
    },
    skips: (step) => !pastedByGroovy(step),
  },
  tekton: {
    system: 'Tekton',
    pattern: /\$\((?:tt\.)?params\.([\w-]+)\)/g,
    free: (name, workflow) =>
      tektonParameters(workflow.value).some(
        (one) =>
          textOf(entryOf(one, 'name')?.value) === name &&
          typeOf(one) === 'string' &&
          entryOf(one, 'enum') === undefined &&
          entryOf(one, 'value') === undefined,
      ),
    instead: (at, name, before, step, token) =>
      entryOf(step.value, 'script') ? throughVariable(at, name, before, step, (variable) => [{ name: variable, value: token }]) : [],
    skips: inArguments,
  },
  argo: {
    system: 'Argo Workflows',
    pattern: /\{\{\s*(?:inputs|workflow)\.parameters\.([\w-]+)\s*\}\}/g,
    free: (name, workflow, token, job) => takesAnyText(token, name, workflow, job),
    instead: (at, name, before, step, token) =>
      entryOf(step.value, 'source') ? throughVariable(at, name, before, step, (variable) => [{ name: variable, value: token }]) : [],
    skips: inArguments,
  },
};

/** What a task, a pipeline, their runs and a template of a trigger declare; a run that writes a value has fixed it. */
function tektonParameters(root: Value): Value[] {
  const of = entryOf(root, 'spec')?.value;
  const inner = [of, entryOf(of, 'taskSpec')?.value, entryOf(of, 'pipelineSpec')?.value];
  const tasks = inner.flatMap((one) => itemsOf(entryOf(one, 'tasks')?.value)).map((task) => entryOf(task, 'taskSpec')?.value);
  return [...inner, ...tasks].flatMap((one) => itemsOf(entryOf(one, 'params')?.value));
}

/** A container whose arguments no shell reads. */
function inArguments({ value }: WorkflowStep): boolean {
  if (entryOf(value, 'script') ?? entryOf(value, 'source')) return false;
  return ![...itemsOf(entryOf(value, 'command')?.value), ...itemsOf(entryOf(value, 'args')?.value)].some((one) =>
    /^-[a-z]*c$/.test(textOf(one) ?? ''),
  );
}
