// Tools of a server that run without a prompt. Codex's `auto` is its default behaviour and is not reported; lists that
// name only reading tools are what these lists are for.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, placeOf, textOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import type { Agent, AgentServer } from '../../server/engine/facts/agent.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';
import { withoutItem } from './edits.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

type Message = 'every' | 'writes' | 'trusted' | 'commands';
/** Verbs that change something, where they stand as a word of a tool's name. */
const writing =
  /(?:^|[_.\-/])(?:create|write|update|delete|remove|push|merge|execute|exec|run|send|post|put|patch|insert|drop|deploy|edit|move|rename|upload|publish|transfer|approve|invite|grant|apply|install|kill|shell|command|query_write|add|set)(?:$|[_.\-/])|^(?:bash|shell|terminal|(?:use|call)_aws)$/i;
const words = (tool: string) => tool.replace(/([a-z])([A-Z])/g, '$1_$2');

export const mcpToolsAutoApproved = defineRule({
  id: 'agent/mcp-tools-auto-approved',
  meta: {
    title: 'Tools of an MCP server that run without asking',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      every: '{key} lets {client} use every tool of {server} without asking, also those that the server adds later',
      writes: '{key} lets {client} use "{tool}" of {server} without asking, a tool that changes something',
      commands:
        '{key} lists {tool}: {client} runs commands, with the logins of whoever starts it, without asking. Allow single ones in toolsSettings',
      trusted: '{key} makes {client} trust {server}: no call of its tools is asked about, also of those that it adds later',
    },
    docs: {
      what: 'A client is told to run tools of an MCP server without a prompt: all of them, or one that writes.',
      why: "Tools act with the server's credential. What an agent reads can make it call them; the prompt is where a person notices. A server can add tools at any time, and a wildcard approves them unseen.",
      remedy: 'Name the reading tools that may run by themselves, and let the rest ask.',
      bad: [
        {
          file: '.kiro/settings/mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "command": "/opt/mcp/tracker", "autoApprove": ["«*»"] }\n  }\n}\n',
        },
        {
          file: '.gemini/settings.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "command": "/opt/mcp/tracker", "trust": «true» }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.kiro/settings/mcp.json',
          text: '{\n  "mcpServers": {\n    "tracker": { "command": "/opt/mcp/tracker", "autoApprove": ["list_issues", "get_issue"] }\n  }\n}\n',
        },
      ],
      references: [
        'https://kiro.dev/docs/mcp/configuration/',
        'https://geminicli.com/docs/tools/mcp-server',
        'https://developers.openai.com/codex/mcp',
      ],
    },
  },
  on: {
    server(server, agent, context) {
      if (server.disabled) return;
      for (const key of ['autoApprove', 'alwaysAllow', 'approvedTools']) lists(server, agent, key, context);
      const trust = valueAt(server.value, 'trust');
      if ((server.client === 'gemini' || server.client === 'qwen') && textOf(trust) === 'true')
        report(context, server, agent, trust!, 'trust', 'trusted', '', false);
      if (server.client !== 'codex') return;
      const mode = valueAt(server.value, 'default_tools_approval_mode');
      if (textOf(mode) === 'approve') report(context, server, agent, mode!, 'default_tools_approval_mode', 'trusted', '', 'prompt');
      for (const { entry, keys } of entriesAt(server.value, ['tools', '*', 'approval_mode'])) {
        const tool = keys[1] ?? '';
        if (textOf(entry.value) === 'approve' && writing.test(words(tool)))
          report(context, server, agent, entry.value, keys.join('.'), 'writes', tool, 'prompt');
      }
    },
    agent(agent, context) {
      claudeAllowances(agent, context);
      if (agent.carrier.kind !== 'definition' || (agent.client !== 'kiro' && agent.client !== 'amazon-q')) return;
      const list = valueAt(agent.value, 'allowedTools');
      for (const item of itemsOf(list)) {
        const text = textOf(item) ?? '';
        const server = /^@([^/]+)(?:\/\*)?$/.exec(text)?.[1];
        const own = /^(?:execute_bash|execute_cmd|shell|use_aws|aws)$/.test(text);
        if (text !== '*' && text !== '@*' && !server && !own) continue;
        context.report({
          at: placeOf(item),
          message: own ? 'commands' : 'every',
          data: { key: 'allowedTools', client: clientTitle(agent.client), server: server ? `"${server}"` : 'every server', tool: text },
          anchor: `${agent.anchor}|allowedTools=${text}`,
          suggestions:
            list?.kind === 'list' ? [editing(`Remove ${text}`, item.at.uri, (document) => [withoutItem(list, item, document)])] : [],
        });
      }
    },
  },
});

/** Claude Code takes the name of a server, with or without a star behind it, for every tool of it. */
function claudeAllowances(agent: Agent, context: RuleContext<Message>): void {
  if (agent.client !== 'claude-code') return;
  for (const allowance of allowancesOf(agent)) {
    const server = /^mcp__((?:(?!__)[\w.*-])+)(?:__\*)?$/.exec(allowance.text)?.[1];
    if (server === undefined) continue;
    context.report({
      at: allowance.at,
      message: 'every',
      data: { key: allowance.text, client: clientTitle(agent.client), server: server === '*' ? 'every server' : `"${server}"`, tool: '' },
      anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
      // What a named server can do is not known here; many only read.
      severity: server === '*' ? 'high' : 'low',
      suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
    });
  }
}

function lists(server: AgentServer, agent: Agent, key: string, context: RuleContext<Message>): void {
  const value = valueAt(server.value, key);
  if (textOf(value) === 'true') return report(context, server, agent, value!, key, 'every', '', []);
  for (const item of itemsOf(value)) {
    const tool = textOf(item);
    if (tool === undefined || (tool !== '*' && !writing.test(words(tool)))) continue;
    context.report({
      at: placeOf(item),
      message: tool === '*' ? 'every' : 'writes',
      data: { key, client: clientTitle(server.client), server: `"${server.name}"`, tool },
      anchor: `${server.anchor}|${key}=${tool}`,
      severity: tool === '*' ? 'high' : 'medium',
      suggestions:
        value?.kind === 'list' ? [editing(`Remove ${tool}`, item.at.uri, (document) => [withoutItem(value, item, document)])] : [],
    });
  }
}

function report(
  context: RuleContext<Message>,
  server: AgentServer,
  agent: Agent,
  value: Value,
  key: string,
  message: Message,
  tool: string,
  instead: false | string | readonly string[],
): void {
  context.report({
    at: placeOf(value),
    message,
    data: { key, client: clientTitle(agent.client), server: `"${server.name}"`, tool },
    anchor: `${server.anchor}|${key}`,
    ...(message === 'writes' ? { severity: 'medium' as const } : {}),
    suggestions: [
      editing(`Set ${key} to ${JSON.stringify(instead)}`, value.at.uri, (document) => [replaceValue(value, instead, document)]),
    ],
  });
}
