// Commands that an agent may run without asking and that amount to any command at all, or to another machine.
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { judgeCommand, type CommandRisk } from '../../server/engine/facts/agents/commands.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { lowered, type Severity } from '../../server/engine/finding.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';

type Reported = Exclude<CommandRisk, 'credential' | 'destructive'>;
const severities: Readonly<Record<Reported, Severity>> = {
  everything: 'high',
  interpreter: 'high',
  privileged: 'high',
  remote: 'medium',
  network: 'medium',
  container: 'medium',
  inside: 'medium',
  'inline-code': 'low',
  indirect: 'low',
};
export const shellWildcard = defineRule({
  id: 'agent/shell-wildcard',
  meta: {
    title: 'Agent may run any command without asking',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      everything:
        '{item} lets {client} run every command without asking, with the files, tokens and network of whoever starts it. List the few commands that are needed',
      interpreter: '{item} lets {client} run {because} without asking, and through it any code. Name the script that is to run',
      privileged: '{item} lets {client} run commands through {because} without asking, as another user with more rights',
      remote: '{item} lets {client} use {because} without asking: it acts on other machines with the keys of whoever starts it',
      network: '{item} lets {client} send anything to any address with {because} without asking. Name the address that is needed',
      container: '{item} lets {client} start {because} without asking: a container that mounts the host reads every file on it',
      indirect: '{item} lets {client} start any program without asking, through {because}. Name the arguments that are needed',
      inside:
        '{item} lets {client} run any command inside running containers with {because} without asking, with the secrets that they were given. Name the command',
      'inline-code':
        '{item} allows code that is written into the rule ({because}), which nobody reviews as code. Put it into a script and allow that',
    },
    docs: {
      what: 'An allow list of an agent holds a shell, an interpreter, `sudo`, a remote shell or a pattern for every command.',
      why: 'What stands in the allow list runs without a prompt, also when a web page, an issue or a dependency tells the agent to. A shell or an interpreter is every command; `sudo` and `ssh` leave the machine or the user behind.',
      remedy:
        'Allow exact commands: `Bash(npm run test)`, `Bash(python scripts/build.py)`, `Bash(curl https://api.acme.dev/health)`. Everything else asks.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Bash(npm run test)", "«Bash(*)»", "«Bash(python3:*)»"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Bash(npm run test)", "Bash(python3 scripts/build.py)", "Bash(git status)"],\n    "deny": ["Read(./.env)"]\n  }\n}\n',
        },
      ],
      references: [
        'https://code.claude.com/docs/en/permissions',
        'https://geminicli.com/docs/tools/shell',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      const sandboxed = textOf(valueAt(agent.value, 'sandbox', 'enabled')) === 'true';
      for (const allowance of allowancesOf(agent)) {
        // VS Code's own list has its own rule.
        if (allowance.tool !== 'shell' || allowance.key === 'chat.tools.terminal.autoApprove') continue;
        const judged = judgeCommand(allowance.command, allowance.open);
        if (!judged || judged.risk === 'credential' || judged.risk === 'destructive') continue;
        // Claude Code asks for `find` with -exec or -delete, whatever a rule allows.
        if (agent.client === 'claude-code' && judged.because === 'find -exec') continue;
        // In opencode's maps the order decides what a star is worth; `opencode-allow-all` knows it.
        if (agent.client === 'opencode' && judged.risk === 'everything') continue;
        const severity = severities[judged.risk];
        context.report({
          at: allowance.at,
          message: judged.risk,
          data: { item: allowance.text, client: clientTitle(agent.client), because: judged.because },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          severity: sandboxed && severity === 'high' ? lowered(severity) : severity,
          suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
        });
      }
    },
  },
});
