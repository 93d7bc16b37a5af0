// An agentic workflow whose agent may write. The compiled `.lock.yml` says the same and is not reported a second time.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, placeOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

const harmless = new Set(['id-token', 'copilot-requests']);

export const ghawAgentCanWrite = defineRule({
  id: 'agent/ghaw-agent-can-write',
  meta: {
    title: 'Agentic workflow whose agent may write',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      write:
        'The agent of this workflow gets {scope}: write. What it reads in issues and pull requests then decides what is written; let it read and declare the writes under safe-outputs',
      all: 'The agent of this workflow gets {scope}: every write there is, on the word of whatever it reads',
      lax: "strict: false takes away the checks that keep this workflow's agent from writing and from the open network",
      network: 'The agent of this workflow may reach every address: what it reads can be sent anywhere',
      bash: 'The agent of this workflow may run every command',
      app: 'The app token of this workflow covers every repository of its installation. Name them under repositories',
    },
    docs: {
      what: 'The front matter of an agentic workflow gives the agent write permissions, any command or the whole network.',
      why: 'These workflows are started by issues, comments and pull requests, and the agent reads what strangers write there. The design is that it only proposes, and that `safe-outputs` writes after a check.',
      remedy:
        'Give `permissions: read`, declare what may be written in `safe-outputs`, name hosts under `network.allowed` and commands under `tools.bash`.',
      bad: [
        {
          file: '.github/workflows/triage.md',
          text: '---\non: issues\npermissions:\n  contents: read\n  issues: «write»\n---\nSort the issue.\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/triage.md',
          text: '---\non: issues\npermissions:\n  contents: read\n  issues: read\nsafe-outputs:\n  add-labels:\n    max: 3\n---\nSort the issue.\n',
        },
      ],
      references: ['https://github.github.com/gh-aw/reference/permissions/', 'https://github.github.com/gh-aw/reference/safe-outputs/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'gh-aw') return;
      const { value, anchor } = agent;
      const permissions = valueAt(value, 'permissions');
      if (permissions && /^(?:write-all|write)$/.test(textOf(permissions) ?? '')) {
        context.report({
          at: placeOf(permissions),
          message: 'all',
          data: { scope: textOf(permissions)! },
          anchor: `${anchor}|permissions`,
          suggestions: [editing('Let it read', permissions.at.uri, (document) => [replaceValue(permissions, 'read-all', document)])],
        });
      }
      for (const { entry, keys } of entriesAt(value, ['permissions', '*'])) {
        if (textOf(entry.value) !== 'write' || harmless.has(keys[1]!)) continue;
        context.report({
          at: placeOf(entry.value),
          message: 'write',
          data: { scope: keys[1]! },
          anchor: `${anchor}|permissions.${keys[1]!}`,
          suggestions: [
            editing(`Set ${keys[1]!} to read`, entry.value.at.uri, (document) => [replaceValue(entry.value, 'read', document)]),
          ],
        });
      }
      const strict = valueAt(value, 'strict');
      if (strict && textOf(strict) === 'false')
        context.report({
          at: strict.at,
          message: 'lax',
          anchor: `${anchor}|strict`,
          severity: 'medium',
          suggestions: [editing('Set strict to true', strict.at.uri, (document) => [replaceValue(strict, true, document)])],
        });
      for (const item of itemsOf(valueAt(value, 'network', 'allowed')))
        if (textOf(item) === '*') context.report({ at: item.at, message: 'network', anchor: `${anchor}|network` });
      const bash = valueAt(value, 'tools', 'bash');
      if (bash && textOf(bash) === 'true') context.report({ at: bash.at, message: 'bash', anchor: `${anchor}|tools.bash` });
      const app = entriesAt(value, ['github-app'])[0];
      if (app?.entry.value.kind === 'mapping' && valueAt(app.entry.value, 'repositories') === undefined)
        context.report({ at: app.entry.key.at, message: 'app', anchor: `${anchor}|github-app`, severity: 'medium' });
    },
  },
});
