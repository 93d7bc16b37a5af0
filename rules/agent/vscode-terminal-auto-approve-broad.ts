// Terminal commands that VS Code approves by itself: shells, interpreters, credential and network tools, and patterns
// that match everything.
import { judgeCommand } from '../../server/engine/facts/agents/commands.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { entryOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'everything' | 'broad' | 'rules';
/** Programs that VS Code refuses to approve by itself, because they delete or reach out. */
const shippedDenials =
  /^(?:rm|rmdir|del|remove-item|ri|rd|erase|dd|kill|ps|top|stop-process|spps|taskkill|curl|wget|invoke-restmethod|invoke-webrequest|irm|iwr|chmod|chown|set-itemproperty|set-acl|jq|xargs|eval|invoke-expression|iex)$/i;
const rows: readonly ForbiddenValue<Message>[] = [
  {
    clients: ['vscode'],
    path: ['chat.tools.terminal.ignoreDefaultAutoApproveRules'],
    values: ['true'],
    message: 'rules',
    severity: 'info',
    instead: 'remove',
  },
];

export const vscodeTerminalAutoApproveBroad = defineRule({
  id: 'agent/vscode-terminal-auto-approve-broad',
  meta: {
    title: 'VS Code approves terminal commands too widely',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      everything: '{key} "{item}" matches every command: agents in VS Code run anything in the terminal without asking',
      broad: '{key} approves "{item}": agents in VS Code run {because} with anything behind it without asking',
      rules: '{key} drops the rules that VS Code ships, those that refuse dangerous commands included',
    },
    docs: {
      what: 'An entry of `chat.tools.terminal.autoApprove` covers a shell, an interpreter, a credential or network tool, or every command.',
      why: 'The key matches what a command begins with. With `python` or `gh` approved, whatever stands behind it runs too: code, or a call with the login of the person at the editor.',
      remedy: 'Approve whole commands (`npm test`, `/^git (status|diff)$/`), and set broad ones to `false`.',
      bad: [
        {
          file: '.vscode/settings.json',
          text: '{\n  "chat.tools.terminal.autoApprove": {\n    "npm test": true,\n    "«python»": true,\n    "«/.*/»": true\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.vscode/settings.json',
          text: '{\n  "chat.tools.terminal.autoApprove": {\n    "npm test": true,\n    "/^git (status|diff)\\\\b/": true,\n    "python": false\n  }\n}\n',
        },
      ],
      references: ['https://code.visualstudio.com/docs/copilot/reference/copilot-settings'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'vscode') return;
      for (const allowance of allowancesOf(agent)) {
        if (allowance.key !== 'chat.tools.terminal.autoApprove') continue;
        const text = allowance.command.trim();
        const judged = judgeCommand(text, true);
        const denied = shippedDenials.test(text);
        // VS Code's own list keeps `find -exec` and its like from what is approved.
        if (!denied && (!judged || judged.risk === 'inline-code' || judged.risk === 'indirect')) continue;
        const mapping = valueAt(agent.value, allowance.key);
        const entry = entryOf(mapping, allowance.text);
        context.report({
          at: allowance.at,
          message: judged?.risk === 'everything' ? 'everything' : 'broad',
          data: { key: allowance.key, item: allowance.text, because: judged?.because ?? text },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          ...(judged?.risk === 'destructive' || (judged?.risk === 'credential' && judged.because === text) || (denied && !judged)
            ? { severity: 'medium' }
            : {}),
          suggestions: [
            entry
              ? editing(`Set ${allowance.text} to false`, allowance.at.uri, (document) => [replaceValue(entry.value, false, document)])
              : editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)]),
          ],
        });
      }
      reportForbidden(agent, context, rows);
    },
  },
});
