// Docker's MCP gateway with its guards switched off.
import { itemsOf, textOf, valueAt, type Leaf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

const flags: readonly (readonly [RegExp, string])[] = [
  [/^--allow-unauthenticated(?:=true)?$/, 'anyone who reaches its port uses every tool'],
  [/^--block-secrets=false$/, 'secrets in calls and answers pass through'],
  [/^--verify-signatures=false$/, 'images run whose signature was not checked'],
  [/^--enable-all-servers(?:=true)?$/, 'every server of the catalogue is offered, also those added later'],
];

export const mcpGatewayOpen = defineRule({
  id: 'agent/mcp-gateway-open',
  meta: {
    title: 'MCP gateway with its guards off',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Clients of the gateway may rely on the flag; they have to be told first.',
    messages: { open: 'The MCP gateway runs with {flag}: {effect}' },
    docs: {
      what: "Docker's MCP gateway is started without authentication, without its secret filter or without signature checks.",
      why: 'The gateway holds the credentials of all servers behind it. Each of these flags opens one of the doors in front of them.',
      remedy: 'Remove the flag: blocking secrets is the default.',
      bad: [
        {
          file: 'compose.yaml',
          text: 'services:\n  gateway:\n    image: docker/mcp-gateway\n    command:\n      - --servers=tracker\n      - «--block-secrets=false»\n',
        },
      ],
      good: [
        {
          file: 'compose.yaml',
          text: 'services:\n  gateway:\n    image: docker/mcp-gateway\n    command:\n      - --servers=tracker\n      - --verify-signatures\n',
        },
      ],
      references: ['https://docs.docker.com/ai/mcp-catalog-and-toolkit/mcp-gateway/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'docker') return;
      for (const { entry, keys } of entriesAt(agent.value, ['services', '*'])) {
        if (!/(?:^|\/)mcp-gateway(?:[:@]|$)/.test(textOf(valueAt(entry.value, 'image')) ?? '')) continue;
        for (const leaf of itemsOf(valueAt(entry.value, 'command')).filter((one): one is Leaf => one.kind === 'scalar')) {
          for (const word of (textOf(leaf) ?? '').split(/\s+/)) {
            const row = flags.find(([pattern]) => pattern.test(word));
            if (row)
              context.report({
                at: leaf.at,
                message: 'open',
                data: { flag: word, effect: row[1] },
                anchor: `${agent.anchor}|${keys.join('.')}|${word}`,
              });
          }
        }
      }
    },
  },
});
