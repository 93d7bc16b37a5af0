// An agent in a workflow that may run every command.
import { agentStep, partOf } from '../../server/engine/facts/agents/agent-steps.ts';
import { bypassOption } from '../../server/engine/facts/agents/bypass-options.ts';
import { judgeCommand, readPermissionRule } from '../../server/engine/facts/agents/commands.ts';
import { untrustedTriggers } from '../../server/engine/facts/github/untrusted-triggers.ts';
import { parseJson } from '../../server/engine/syntax/json.ts';
import { findNode, stringOf } from '../../server/engine/syntax/data.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';

/** What only a step that starts an agent says so: other programs allow all of something else. */
const bypassInStep = /(?:^|\s|['"])(--dangerouslySkipPermissions|--allow-dangerously-skip-permissions|--allow-all)(?=$|[\s'"])/i;
/** Cursor's own word for the same: among its own arguments, not in a prompt; other tools force other things. */
const forced = /\bcursor-agent\b[^;&|]{0,2000}?\s(--force|-f)(?=$|\s)/;
const forceIn = (text: string) => forced.exec(text.replace(/"[^"]*"|'[^']*'/g, (prompt) => '"'.repeat(prompt.length)));
const toolList = /--(?:allowed-?tools)[ =]\s*(?:"([^"]*)"|'([^']*)'|(\S+))/i;
const writingTools = /^(?:Write|Edit|MultiEdit|NotebookEdit)(?:\(\*{1,2}\))?$/;

export const ciUnrestrictedTools = defineRule({
  id: 'agent/ci-unrestricted-tools',
  meta: {
    title: 'Agent in a workflow may run every command',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['sisakulint ai-action-excessive-tools', 'sisakulint ai-action-unsafe-sandbox'],
    fix: 'none',
    whyNoFix: 'Which commands the agent needs instead is in its task, not in the workflow.',
    messages: {
      bypass:
        '{flag} lets {agent} run every command with the token and secrets of this job; nobody watches a runner{strangers}. List the tools it needs',
      tool: '{tool} lets {agent} run any command with the token and secrets of this job{strangers}. List the commands it needs',
      writes: '{tool} lets {agent} change any file of the checkout, and {who} decides what it reads',
    },
    docs: {
      what: 'A workflow starts an AI agent with its permission checks off, or with a shell without limits.',
      why: 'The agent works with everything that the job holds: the token, the secrets, the cloud role. What it reads, an issue, a diff, a dependency, can tell it what to run.',
      remedy: 'List tools: `--allowedTools "Bash(gh pr view:*),Bash(gh pr comment:*)"`. Give the job `contents: read`.',
      bad: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Review the change\n          claude_args: «--dangerously-skip-permissions»\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/review.yml',
          text: 'on: pull_request\npermissions:\n  contents: read\njobs:\n  review:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: anthropics/claude-code-action@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v1\n        with:\n          prompt: Review the change\n          claude_args: --allowedTools "Bash(gh pr view:*),Read"\n',
        },
      ],
      references: [
        'https://github.com/anthropics/claude-code-action/blob/main/docs/security.md',
        'https://developers.openai.com/codex/noninteractive',
      ],
    },
  },
  on: {
    step(step, _job, workflow, context) {
      const agent = agentStep(step);
      if (!agent) return;
      const stranger = untrustedTriggers(workflow)[0];
      const strangers = stranger ? `, and ${stranger.who} starts it` : '';
      const report = (at: Place, message: 'bypass' | 'tool' | 'writes', data: Record<string, string>) =>
        context.report({
          at,
          message,
          data: { agent: agent.name, strangers, who: stranger?.who ?? '', ...data },
          anchor: `${step.anchor}|tools=${Object.values(data).join()}`,
          severity: stranger && message !== 'writes' ? 'critical' : message === 'writes' ? 'medium' : 'high',
        });
      const judge = (tool: string, at: Place) => {
        const rule = readPermissionRule(tool.trim());
        const risk = /^(?:Bash|PowerShell|run_shell_command|ShellTool|shell)$/.test(rule.tool)
          ? judgeCommand(rule.command, rule.open)?.risk
          : undefined;
        if (risk === 'everything' || risk === 'interpreter' || risk === 'privileged') report(at, 'tool', { tool: tool.trim() });
        else if (stranger && writingTools.test(tool.trim())) report(at, 'writes', { tool: tool.trim() });
      };
      for (const flag of agent.flags) {
        const skipped =
          bypassOption.exec(flag.text) ?? bypassInStep.exec(flag.text) ?? (agent.name === 'cursor-agent' ? forceIn(flag.text) : null);
        if (skipped)
          report(partOf(flag, skipped.index + skipped[0].lastIndexOf(skipped[1]!), skipped[1]!.length), 'bypass', { flag: skipped[1]! });
        const list = toolList.exec(flag.text);
        const name = flag.entry && flag.entry.key.kind === 'scalar' ? String(flag.entry.key.value) : '';
        const tools = name === 'allowed_tools' ? flag.text : (list?.[1] ?? list?.[2] ?? list?.[3]);
        if (tools !== undefined && tools.trim() !== '') {
          const from = name === 'allowed_tools' ? 0 : flag.text.indexOf(tools, list!.index);
          for (const tool of tools.matchAll(/[A-Za-z_][\w-]*(?:\([^)]*(?:\)|$))?/g))
            judge(tool[0], partOf(flag, from + tool.index, tool[0].length));
        }
        if (agent.agent === 'gemini' && agent.how === 'base' && flag.text.trimStart().startsWith('{')) {
          const [root] = parseJson(flag.text).roots;
          for (const list of [findNode(root, 'tools', 'core'), findNode(root, 'coreTools')])
            for (const item of list?.kind === 'list' ? list.items : [])
              if (stringOf(item) === 'run_shell_command')
                report(partOf(flag, item.span[0], item.span[1] - item.span[0]), 'tool', { tool: 'run_shell_command' });
        }
        if (name === 'settings' && agent.agent === 'claude' && flag.text.trimStart().startsWith('{')) {
          const [root] = parseJson(flag.text).roots;
          if (stringOf(findNode(root, 'permissions', 'defaultMode')) === 'bypassPermissions')
            report(flag.at, 'bypass', { flag: 'permissions.defaultMode "bypassPermissions"' });
          const allow = findNode(root, 'permissions', 'allow');
          if (allow?.kind === 'list') for (const item of allow.items) judge(stringOf(item) ?? '', flag.at);
        }
      }
    },
  },
});
