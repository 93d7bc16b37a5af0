// Servers and commands that inherit every variable of whoever starts the agent, secrets included.
import { removeEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const mcpInheritsWholeEnvironment = defineRule({
  id: 'agent/mcp-inherits-whole-environment',
  meta: {
    title: 'Agent hands on its whole environment',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: 'Codex hands every variable on to the commands it runs, and ignore_default_excludes lets those named like keys, secrets and tokens through as well. Use inherit = "core" and name what is needed',
    },
    docs: {
      what: 'Codex passes its whole environment to commands, with its own exclusion of secrets switched off.',
      why: 'Commands that the agent writes then read every token of the shell it was started in. The default leaves out names with KEY, SECRET and TOKEN.',
      remedy: 'Set `inherit = "core"`, list what is needed in `include_only`, and drop `ignore_default_excludes`.',
      bad: [{ file: '.codex/config.toml', text: '[shell_environment_policy]\ninherit = "«all»"\nignore_default_excludes = true\n' }],
      good: [{ file: '.codex/config.toml', text: '[shell_environment_policy]\ninherit = "core"\ninclude_only = ["PATH", "HOME"]\n' }],
      references: ['https://developers.openai.com/codex/config-reference'],
    },
  },
  on: {
    agent(agent, context) {
      const policy = agent.client === 'codex' ? valueAt(agent.value, 'shell_environment_policy') : undefined;
      const inherit = valueAt(policy, 'inherit');
      if (
        policy?.kind !== 'mapping' ||
        !inherit ||
        textOf(inherit) !== 'all' ||
        textOf(valueAt(policy, 'ignore_default_excludes')) !== 'true'
      )
        return;
      context.report({
        at: inherit.at,
        message: 'all',
        anchor: `${agent.anchor}|shell_environment_policy`,
        suggestions: [
          editing('Hand on the core variables only', inherit.at.uri, (document) => [
            replaceValue(inherit, 'core', document),
            removeEntry(policy, 'ignore_default_excludes', document),
          ]),
        ],
      });
    },
  },
});
