// An input of VS Code that asks for a secret and shows it while it is typed.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { namesCredential } from '../../server/engine/facts/agents/credential-text.ts';
import { entryOf, itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const mcpInputNotMasked = defineRule({
  id: 'agent/mcp-input-not-masked',
  meta: {
    title: 'Input for a secret that is not masked',
    category: 'agent',
    severity: 'low',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    fix: 'safe',
    messages: { shown: 'The input "{id}" feeds {name} and has no "password": true: the secret is shown while it is typed' },
    docs: {
      what: 'An input that feeds a secret variable or header is not marked as a password.',
      why: 'The value is visible on screens that are shared or recorded. `password: true` masks it.',
      remedy: 'Add `"password": true` to the input.',
      bad: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "inputs": [{ "type": "promptString", "id": "«github-token»", "description": "GitHub token" }],\n  "servers": { "github": { "command": "/opt/mcp/github", "env": { "GITHUB_TOKEN": "${input:github-token}" } } }\n}\n',
        },
      ],
      good: [
        {
          file: '.vscode/mcp.json',
          text: '{\n  "inputs": [{ "type": "promptString", "id": "github-token", "description": "GitHub token", "password": true }],\n  "servers": { "github": { "command": "/opt/mcp/github", "env": { "GITHUB_TOKEN": "${input:github-token}" } } }\n}\n',
        },
      ],
      references: ['https://code.visualstudio.com/docs/copilot/reference/mcp-configuration'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'vscode') return;
      const inputs = itemsOf(valueAt(agent.value, 'inputs'));
      for (const input of inputs) {
        const id = valueAt(input, 'id');
        const masked = entryOf(input, 'password')?.value;
        if (input.kind !== 'mapping' || !id || textOf(valueAt(input, 'type')) !== 'promptString' || textOf(masked) === 'true') continue;
        const use = agent.servers
          .flatMap((server) => server.inputs)
          .find(
            (one) =>
              one.references.some((reference) => reference.kind === 'input' && reference.name === textOf(id)) && namesCredential(one.name),
          );
        if (!use) continue;
        context.report({
          at: id.at,
          message: 'shown',
          data: { id: textOf(id) ?? '', name: use.name },
          anchor: `${agent.anchor}|input=${textOf(id) ?? ''}`,
          fix: editing('Mask what is typed', id.at.uri, (document) => [
            masked ? replaceValue(masked, true, document) : addEntry(input, 'password', true, document),
          ]),
        });
      }
    },
  },
});
