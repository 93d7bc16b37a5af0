// Addresses and files that VS Code's agents fetch and change by themselves.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const anyUrl = /^(?:\*|https?:\/\/\*?\/?\*{0,2}|\*:\/\/\*\/?\*{0,2})$/;
const plainUrl = /^http:\/\/(?!localhost|127\.0\.0\.1|\[::1\])/;
const anyFile =
  /^(?:\*|\*\*|\*\*\/\*|\*\*\/\.(?:vscode|github)(?:\/.*)?|.*\.github\/workflows\/.*|.*\.vscode\/.*|\*\*\/\.env.*|.*\/?mcp\.json|\*\*\/\.git\/.*)$/;
const isOn = (value: Parameters<typeof valueAt>[0]) =>
  textOf(value) === 'true' || textOf(valueAt(value, 'approveRequest')) === 'true' || textOf(valueAt(value, 'approveResponse')) === 'true';

export const vscodeUrlAutoApproveAny = defineRule({
  id: 'agent/vscode-url-auto-approve-any',
  meta: {
    title: 'VS Code fetches any address, or changes guarded files, without asking',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      url: '{key} approves "{item}": agents in VS Code fetch any address unasked, and whatever it answers goes into the conversation',
      plain: '{key} approves "{item}", an address without encryption: anyone on the way writes into the conversation',
      file: '{key} approves "{item}": agents in VS Code change files unasked that decide what runs, or that hold secrets',
    },
    docs: {
      what: 'Approval patterns of VS Code cover every address, or files that configure what runs.',
      why: 'Fetched text is the way in for instructions that nobody meant to give. Settings, workflows and `mcp.json` are the way on: an agent that may write them can give itself more than it was given.',
      remedy: 'Name the hosts and folders that are needed, and remove the rest.',
      bad: [
        {
          file: '.vscode/settings.json',
          text: '{\n  "chat.tools.urls.autoApprove": { "«https://*»": true },\n  "chat.tools.edits.autoApprove": { "«**/*»": true }\n}\n',
        },
      ],
      good: [
        {
          file: '.vscode/settings.json',
          text: '{\n  "chat.tools.urls.autoApprove": { "https://docs.acme.dev/*": true },\n  "chat.tools.edits.autoApprove": { "src/**": true, "**/.vscode/*": false }\n}\n',
        },
      ],
      references: ['https://code.visualstudio.com/docs/copilot/reference/copilot-settings'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'vscode') return;
      for (const key of ['chat.tools.urls.autoApprove', 'chat.tools.edits.autoApprove']) {
        const mapping = valueAt(agent.value, key);
        if (mapping?.kind !== 'mapping') continue;
        for (const entry of mapping.entries) {
          const item = textOf(entry.key) ?? '';
          if (!isOn(entry.value)) continue;
          const message = key.includes('.edits.')
            ? anyFile.test(item)
              ? 'file'
              : undefined
            : anyUrl.test(item)
              ? 'url'
              : plainUrl.test(item)
                ? 'plain'
                : undefined;
          if (message)
            context.report({
              at: entry.key.at,
              message,
              data: { key, item },
              anchor: `${agent.anchor}|${key}=${item}`,
              suggestions: [editing(`Remove ${item}`, entry.key.at.uri, (document) => [removeEntry(mapping, item, document)])],
            });
        }
      }
    },
  },
});
