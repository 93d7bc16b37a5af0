// An agent made by a program that runs commands or code, or uses tools, with nobody asked and nothing around it.
import type { ProgramSetting } from '../../server/engine/facts/agents/program-rows.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import type { Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';

type Message = 'shell' | 'host' | 'requests' | 'query' | 'statement' | 'administrator' | 'file' | 'tools' | 'bypass';
const messages: Readonly<
  Record<Exclude<ProgramSetting, 'open-server' | 'open-port'>, { readonly message: Message; readonly severity: Severity }>
> = {
  'runs-shell': { message: 'shell', severity: 'medium' },
  'runs-on-host': { message: 'host', severity: 'medium' },
  'unlimited-requests': { message: 'requests', severity: 'medium' },
  'any-query': { message: 'query', severity: 'medium' },
  'any-statement': { message: 'statement', severity: 'low' },
  'administrator-statement': { message: 'administrator', severity: 'medium' },
  'any-file': { message: 'file', severity: 'medium' },
  'tools-unasked': { message: 'tools', severity: 'medium' },
  'no-permissions': { message: 'bypass', severity: 'high' },
};

export const programActsUnasked = defineRule({
  id: 'agent/program-acts-unasked',
  meta: {
    title: 'Agent in a program that acts without asking',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05', 'PR.PS-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which tools the agent needs, and who can be asked, is known to its author alone.',
    messages: {
      shell:
        '`{token}` lets the model run any command or code as the account of this program, with its keys and its files. Give it tools for its task, or ask a person before each run',
      host: "`{token}` runs what the model writes on this machine, as the account of this program: every variable and key file in reach is the model's. Run it in a container",
      requests:
        '`{token}` lets the model send any request with the credentials of this tool. Limit the addresses and methods that it may use',
      query:
        '`{token}` lets the model run any query that it writes with the login of this database, also one that changes or deletes. Give the chain a login that may only read',
      statement:
        '`{token}` lets the model run any statement that it writes, with all that the login of this database may do. Give it a login that may only read, or tools for its task',
      administrator:
        '`{token}` lets the model run any statement that it writes, as the administrator of this database. Give it a login of its own that may only read',
      file: '`{token}` lets the model work on every file that the account of this program reaches, its keys among them. Give it the folder of its task as `root_dir`',
      tools:
        '`{token}` lets the model use every tool of this MCP server unasked, with the identity that the server holds. Name the tools that may run alone, and ask for the rest',
      bypass:
        '`{token}` switches every permission check of the agent off for whoever runs this program. Name the tools that may run alone, or run it in a container without credentials',
    },
    docs: {
      what: 'A program that gives an agent a shell, a tool that runs what it is given or hands it to a database, every file, an interpreter without a container, any web request, or MCP tools and permissions without approval.',
      why: 'What an agent reads decides what it does next: a page, a ticket or a file can hold instructions. It acts with the identity of the program, whose environment holds keys of models, databases and clouds.',
      remedy:
        'Give the agent narrow tools, run code in a container or a sandbox without credentials, and keep a person in the loop where it changes something.',
      bad: [
        { file: 'agent.py', text: 'from langchain_community.tools import ShellTool\n\ntools = [«ShellTool»()]\n' },
        {
          file: 'run.py',
          text: 'from autogen import UserProxyAgent\n\nuser = UserProxyAgent("user", human_input_mode="NEVER", code_execution_config={"use_docker": «False»})\n',
        },
      ],
      good: [
        {
          file: 'run.py',
          text: 'from autogen import UserProxyAgent\n\nuser = UserProxyAgent("user", human_input_mode="ALWAYS", code_execution_config={"use_docker": True})\n',
        },
      ],
      references: [
        'https://docs.langchain.com/oss/python/security-policy',
        'https://microsoft.github.io/autogen/stable/user-guide/core-user-guide/components/command-line-code-executors.html',
        'https://openai.github.io/openai-agents-python/mcp/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'program') return;
      for (const { key, value, anchor } of agent.settings) {
        if (key === 'open-server' || key === 'open-port') continue;
        const { message, severity } = messages[key as keyof typeof messages];
        context.report({ at: value.at, message, severity, data: { token: textOf(value) ?? '' }, anchor });
      }
    },
  },
});
