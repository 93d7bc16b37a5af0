// What Atlantis lets a pull request decide about the run that it starts: its commands, and whether anybody has to approve.
import { removeItem, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Value } from '../../server/engine/facts/value.ts';
import type { Workflow } from '../../server/engine/facts/workflow.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';

type Message = 'commands' | 'requirements' | 'nobody';

export const pullRequestDecides = defineRule({
  id: 'ci/pull-request-decides',
  meta: {
    title: 'A pull request decides what Atlantis runs',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      commands:
        '`allow_custom_workflows` takes commands from the `atlantis.yaml` of the pull request itself: whoever may open one in {repos} runs them on the server of Atlantis, with its logins to the clouds and to git. Define workflows on the server, and let repositories choose by `allowed_workflows`',
      requirements:
        '`{key}` may be overridden: the `atlantis.yaml` of a pull request in {repos} can ask for nothing, and then nobody has to approve what it applies',
      nobody:
        '`{key}` asks for no approval: whoever may comment applies pull requests{where} before anybody has looked at them, with the logins of the server. Ask for `approved`',
    },
    docs: {
      what: '`allow_custom_workflows: true`, a requirement among `allowed_overrides`, or requirements without an approval, in the configuration of Atlantis.',
      why: 'Atlantis reads `atlantis.yaml` from the pull request, and its server holds what Terraform needs: often the administration of an account. A workflow in that file is a script that runs there at the first plan, before anybody has looked; an override takes away the approval that the server asks for.',
      remedy:
        'Keep workflows and requirements on the server. Let repositories choose among named workflows, and ask for `approved` and `mergeable` before an apply.',
      bad: [
        {
          file: 'atlantis/repos.yaml',
          text: 'repos:\n  - id: /.*/\n    apply_requirements: [approved]\n    allowed_overrides: [workflow, «apply_requirements»]\n    allow_custom_workflows: «true»\n',
        },
      ],
      good: [
        {
          file: 'atlantis/repos.yaml',
          text: 'repos:\n  - id: /.*/\n    apply_requirements: [approved, mergeable]\n    allowed_overrides: [workflow]\n    allowed_workflows: [default, staging]\n    allow_custom_workflows: false\n',
        },
      ],
      references: ['https://www.runatlantis.io/docs/security', 'https://www.runatlantis.io/docs/server-side-repo-config'],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.system !== 'atlantis') return;
      for (const repo of itemsOf(entryOf(workflow.value, 'repos')?.value)) checkRepository(repo, workflow, context);
      for (const project of itemsOf(entryOf(workflow.value, 'projects')?.value)) {
        const dir = textOf(entryOf(project, 'dir')?.value) ?? textOf(entryOf(project, 'name')?.value) ?? '';
        checkRequirements(project, ` of \`${dir}\``, `${workflow.anchor}|projects.${dir}`, context);
      }
    },
  },
});

function checkRepository(repo: Value, workflow: Workflow, context: RuleContext<Message>): void {
  const id = textOf(entryOf(repo, 'id')?.value) ?? '';
  const repos = /^\/\^?(?:\.\*)?\$?\/$/.test(id) ? 'any repository that Atlantis serves' : `\`${id}\``;
  const anchor = `${workflow.anchor}|repos.${id}`;
  const custom = entryOf(repo, 'allow_custom_workflows')?.value;
  if (custom?.kind === 'scalar' && textOf(custom) === 'true')
    context.report({
      at: custom.at,
      message: 'commands',
      data: { repos },
      anchor: `${anchor}|allow_custom_workflows`,
      suggestions: [
        editing('Let the server define workflows', custom.at.uri, () => [{ uri: custom.at.uri, span: custom.at.span, text: 'false' }]),
      ],
    });
  const overrides = entryOf(repo, 'allowed_overrides')?.value;
  for (const item of leavesOf(overrides)) {
    const key = textOf(item);
    if (key === undefined || !/^(?:plan|apply|import)_requirements$/.test(key)) continue;
    context.report({
      at: item.at,
      message: 'requirements',
      data: { key, repos },
      anchor: `${anchor}|allowed_overrides.${key}`,
      severity: key === 'apply_requirements' ? 'high' : 'medium',
      suggestions: [
        editing(`Do not let it override ${key}`, item.at.uri, (document) => [
          leavesOf(overrides).length === 1 ? replaceValue(overrides!, [], document) : removeItem(item, document),
        ]),
      ],
    });
  }
  checkRequirements(repo, ` in ${repos}`, anchor, context);
}

/** Requirements that are written down and ask nobody. Those that are left out may be those of the server's flags. */
function checkRequirements(holder: Value, where: string, anchor: string, context: RuleContext<Message>): void {
  const key = 'apply_requirements';
  const list = entryOf(holder, key)?.value;
  if (list?.kind !== 'list' || !list.complete) return;
  // Whether a pull request can be merged may ask for an approval, by the rules of its branch.
  if (leavesOf(list).some((leaf) => !/^undiverged$/.test(textOf(leaf) ?? ''))) return;
  const only = list.items.length === 1 ? list.items[0] : undefined;
  context.report({
    at: only?.at ?? list.at,
    message: 'nobody',
    data: { key, where },
    anchor: `${anchor}|${key}`,
    severity: 'medium',
  });
}
