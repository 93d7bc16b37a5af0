// Hooks, status lines and helpers whose command fetches what it runs: at every event, for everyone who opens the project.
import { readLaunches } from '../../server/engine/facts/agents/launcher.ts';
import type { Agent, Launch } from '../../server/engine/facts/agent.ts';
import { textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';
import { hookClients, hookCommands, hooksOf } from './hooks.ts';

/** Commands of Claude Code's settings that it runs by itself, beside hooks. */
const helpers = [
  ['statusLine', 'command'],
  ['fileSuggestion', 'command'],
  ['apiKeyHelper'],
  ['awsAuthRefresh'],
  ['awsCredentialExport'],
  ['otelHeadersHelper'],
] as const;

function commandsOf(agent: Agent): Leaf[] {
  const own = agent.client === 'claude-code' ? helpers.flatMap((keys) => valueAt(agent.value, ...keys) ?? []) : [];
  return [...hooksOf(agent.value).flatMap(hookCommands), ...own].filter((value) => value.kind === 'scalar');
}

/**
 * Whether this fetches the newest at every run. Without a version npx and bunx take what the project has installed, which
 * its lock file holds; a tag, `dlx` and the runners of Python ask the registry.
 */
const isFetched = ({ runner, program, pin, target }: Launch): boolean =>
  pin === 'moving' && (runner === 'python' || (runner === 'npm' && (target?.version !== undefined || /^(?:pnpm|yarn)$/.test(program))));

export const hookRunsFetchedCode = defineRule({
  id: 'agent/hook-runs-fetched-code',
  meta: {
    title: 'Hook of an agent runs code that it fetches',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which version was reviewed is not in the file, and a guessed one would look reviewed.',
    messages: {
      package:
        'This command of {client} runs the newest {package} each time, unasked and with the logins of everyone who opens this project. Write an exact version',
      source:
        'This command of {client} runs {source} at whatever it is at that moment, unasked and with the logins of everyone who opens this project. Keep the script in the repository',
    },
    docs: {
      what: 'A hook, status line or helper in the settings of an agent downloads the code that it runs, without a fixed version.',
      why: 'The client runs these commands by itself, at every event, outside of what it asks about. Whoever can publish the package or change the address runs code on the machine of everyone who has this file.',
      remedy:
        'Write the exact version that was reviewed, install the program as a dependency with a lock file, or keep the script in the repository.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "statusLine": { "type": "command", "command": "«npx -y acme-statusline@latest»" }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "statusLine": { "type": "command", "command": "npx -y acme-statusline@1.4.2" }\n}\n',
        },
      ],
      references: [
        'https://code.claude.com/docs/en/hooks',
        'https://docs.npmjs.com/cli/commands/npx',
        'https://docs.astral.sh/uv/guides/tools/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (!hookClients.has(agent.client)) return;
      for (const command of commandsOf(agent)) {
        const launches = readLaunches(command);
        const source = launches.find((launch) => launch.pin === 'source');
        const moving = launches.find(isFetched);
        const found = source ?? moving;
        if (!found?.target) continue;
        const { name, version } = found.target;
        context.report({
          at: command.at,
          message: source ? 'source' : 'package',
          data: { client: clientTitle(agent.client), source: name, package: version ? `${name} (${version})` : name },
          anchor: `${agent.anchor}|runs=${(textOf(command) ?? '').slice(0, 80)}`,
          ...(source ? { severity: 'high' } : {}),
        });
      }
    },
  },
});
