// A server that can change things, offered with every tool it has, where the client could be told which.
import type { AgentClient, AgentServer } from '../../server/engine/facts/agent.ts';
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';

/** The key with which each client limits the tools of a server. */
const limits: Partial<Readonly<Record<AgentClient, readonly string[]>>> = {
  codex: ['enabled_tools'],
  gemini: ['includeTools'],
  'copilot-cli': ['tools'],
  copilot: ['tools'],
  'gh-aw': ['allowed'],
};
const writeCapable =
  /github|gitlab|slack|jira|atlassian|stripe|postgres|mysql|mongodb|aws|azure|gcp|kubernetes|k8s|filesystem|shell|desktop-commander|terraform|notion|linear|salesforce|supabase/i;
const readOnly = /read[_-]?only|toolsets/i;

/** Supabase's own server, as a package and at its address: every project of the account, and writing, until it is told otherwise. */
const supabase = /^@supabase\/mcp-server-supabase(?:@|$)|^https:\/\/mcp\.supabase\.com\/mcp\b/;
/** Its groups of tools are a limit as well. */
const isLimited = /project[_-]ref|features/;

/** Whether everything is known that a server is told: a part that is put in elsewhere may name the project. */
const isWhole = (server: AgentServer): boolean =>
  !/[$%{]/.test(textOf(server.url) ?? '') && (server.launch?.rest ?? []).every((leaf) => textOf(leaf) !== undefined);

export const mcpAllToolsExposed = defineRule({
  id: 'agent/mcp-all-tools-exposed',
  meta: {
    title: 'Every tool of a writing MCP server is offered',
    category: 'agent',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which tools are needed is for the people who work with the agent to say.',
    messages: {
      unlimited: '{client} offers every tool of "{server}", which can change things. Name those that are needed in {key}',
      account:
        'MCP server "{server}" reaches every project of the Supabase account, and may change and delete there: what an agent reads decides what it does. Name one project in {project}, and add {reading}',
      star: '{client} is told to offer every tool of "{server}", which can change things. Name those that are needed',
    },
    docs: {
      what: "A server that can write has no list of allowed tools, in a client that has one; or it is Supabase's, which reaches every project until it is told which.",
      why: 'Whatever is offered can be called. A list holds the agent to its task, and keeps tools out that the server adds later.',
      remedy:
        "List the tools: `enabled_tools` in Codex, `includeTools` in Gemini CLI, `tools` in Copilot, `allowed` in agentic workflows. Start Supabase's server with `--project-ref` and `--read-only`.",
      bad: [{ file: '.codex/config.toml', text: '[mcp_servers.«github»]\ncommand = "/opt/mcp/github"\n' }],
      good: [
        {
          file: '.codex/config.toml',
          text: '[mcp_servers.github]\ncommand = "/opt/mcp/github"\nenabled_tools = ["get_issue", "list_issues"]\n',
        },
      ],
      references: [
        'https://developers.openai.com/codex/mcp',
        'https://geminicli.com/docs/tools/mcp-server',
        'https://supabase.com/docs/guides/getting-started/mcp',
      ],
    },
  },
  on: {
    server(server, _agent, context) {
      const keys = limits[server.client];
      const url = textOf(server.url) ?? '';
      const all = `${server.name} ${server.launch?.target?.name ?? ''} ${url}`;
      const told = `${url} ${server.args.map((leaf) => textOf(leaf) ?? '').join(' ')} ${server.env.map((entry) => textOf(entry.key) ?? '').join(' ')}`;
      if (server.disabled || readOnly.test(told)) return;
      // What the server is told comes before what the client passes on: a list of tools has none for one project.
      if ([server.launch?.target?.name ?? '', url].some((one) => supabase.test(one)) && !isLimited.test(told) && isWhole(server)) {
        const [project, reading] = url === '' ? ['`--project-ref`', '`--read-only`'] : ['`?project_ref=`', '`&read_only=true`'];
        return context.report({
          at: server.head,
          message: 'account',
          data: { server: server.name, project, reading },
          anchor: `${server.anchor}|account`,
        });
      }
      if (!keys || !writeCapable.test(all)) return;
      const key = keys[0]!;
      const limit = valueAt(server.value, key);
      const data = { client: clientTitle(server.client), server: server.name, key };
      if (limit === undefined) return context.report({ at: server.head, message: 'unlimited', data, anchor: `${server.anchor}|${key}` });
      for (const item of itemsOf(limit))
        if (textOf(item) === '*') context.report({ at: item.at, message: 'star', data, anchor: `${server.anchor}|${key}` });
    },
  },
});
