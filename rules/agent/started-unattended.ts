// A script, an image, a unit or a list of tasks that starts an agent with its questions switched off.
import type { Unasked } from '../../server/engine/facts/agents/bypass-options.ts';
import type { StartedSetting } from '../../server/engine/facts/agents/started.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';

type Message = 'everything' | 'contained' | 'sandboxed' | 'edits' | 'servers';

export const startedUnattended = defineRule({
  id: 'agent/started-unattended',
  meta: {
    title: 'Agent started with its questions switched off',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which commands the agent needs instead is in its task, not on this line.',
    messages: {
      everything:
        '`{option}` starts {client} with every command and every edit allowed, as whoever runs this: what a page, an issue or a dependency tells it is done with their logins. List the tools that it needs',
      contained:
        '`{option}` starts {client} with every command allowed in this container: every credential that the container is given, and every host that it reaches, is at the disposal of what the agent reads. Hand it no lasting credential, or list the tools that it needs',
      sandboxed:
        '`{option}` starts {client} without questions: its sandbox holds commands to the workspace, and nobody sees what is written there',
      edits: '`{option}` answers every question of {client} with yes: it changes files and commits without anybody having seen it',
      servers:
        '`{option}` approves every MCP server that the files of this project name: whoever adds one runs a program as whoever runs this',
    },
    docs: {
      what: 'A script, Makefile, image, unit, package script or task starts a coding agent with the option that answers all its questions with yes.',
      why: 'The question is what stands between text that the agent reads and a command with the identity of whoever started it. In a script nobody reads the line again, and it runs wherever the script does.',
      remedy:
        'List the tools that the task needs (`--allowedTools`, `--allow-tool`), or plan only. Where nobody can be asked, use a container without credentials and with few hosts in reach.',
      bad: [
        { file: 'scripts/nightly.sh', text: '#!/bin/sh\nclaude -p "fix the tests" «--dangerously-skip-permissions»\n' },
        { file: 'package.json', text: '{\n  "scripts": {\n    "agent": "codex exec «--yolo» \'update the changelog\'"\n  }\n}\n' },
      ],
      good: [{ file: 'scripts/nightly.sh', text: '#!/bin/sh\nclaude -p "fix the tests" --allowedTools "Read,Edit,Bash(npm test)"\n' }],
      references: [
        'https://code.claude.com/docs/en/permission-modes',
        'https://developers.openai.com/codex/noninteractive',
        'https://cursor.com/docs/cli/reference/parameters',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'start') return;
      for (const { key, value, anchor } of agent.settings) {
        const [leaves, inContainer] = read(key as StartedSetting);
        const message: Message = leaves === 'everything' && inContainer ? 'contained' : leaves;
        context.report({
          at: value.at,
          message,
          data: { option: textOf(value) ?? '', client: clientTitle(agent.client) },
          anchor,
          ...(message === 'everything' || message === 'servers' ? {} : { severity: 'low' as const }),
        });
      }
    },
  },
});

function read(key: StartedSetting): readonly [leaves: Unasked, inContainer: boolean] {
  const suffix = '-in-container';
  return key.endsWith(suffix) ? [key.slice(0, -suffix.length) as Unasked, true] : [key as Unasked, false];
}
