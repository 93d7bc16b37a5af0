// Rules of this area look at workflows of GitHub; other systems share the facts and have an area of their own.
import type { Rule } from '../../server/engine/rule.ts';

/** The rule with its handlers called for GitHub's workflows, actions and update configurations only. */
export function onlyGithub(rule: Rule): Rule {
  const { workflow, job, step } = rule.on;
  return {
    ...rule,
    on: {
      ...rule.on,
      ...(workflow ? { workflow: (fact, context) => (fact.system === 'github' ? workflow(fact, context) : undefined) } : {}),
      ...(job ? { job: (fact, owner, context) => (owner.system === 'github' ? job(fact, owner, context) : undefined) } : {}),
      ...(step ? { step: (fact, owner, root, context) => (root.system === 'github' ? step(fact, owner, root, context) : undefined) } : {}),
    },
  };
}
