// An agent that is called without encryption.
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { addressesOf, loopbackAddress } from './cards.ts';

export const a2aCardPlaintext = defineRule({
  id: 'agent/a2a-card-plaintext',
  meta: {
    title: 'Agent card with an address without encryption',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.DS-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      plain:
        'The agent "{name}" is called at {url}: credentials and tasks are readable on the way, and anyone there can answer in its place. Use https',
    },
    docs: {
      what: 'The address in an A2A agent card begins with http://.',
      why: 'Callers send their credential and the task to that address, and act on the answer. Without encryption anyone on the way can read and change both.',
      remedy: 'Serve the agent over https and say so in the card.',
      bad: [
        {
          file: 'agent-card.json',
          text: '{\n  "name": "orders",\n  "url": "«http://agents.acme.dev/orders»",\n  "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },\n  "security": [{ "key": [] }]\n}\n',
        },
      ],
      good: [
        {
          file: 'agent-card.json',
          text: '{\n  "name": "orders",\n  "url": "https://agents.acme.dev/orders",\n  "securitySchemes": { "key": { "type": "http", "scheme": "bearer" } },\n  "security": [{ "key": [] }]\n}\n',
        },
      ],
      references: ['https://a2a-protocol.org/latest/specification/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'a2a') return;
      for (const leaf of addressesOf(agent)) {
        const url = textOf(leaf) ?? '';
        if (!/^http:\/\//i.test(url) || loopbackAddress.test(url) || /\$\{|\{\{/.test(url)) continue;
        context.report({
          at: leaf.at,
          message: 'plain',
          data: { name: agent.name, url },
          anchor: `${agent.anchor}|url=${url}`,
          suggestions: [
            editing('Use https', leaf.at.uri, () => [{ uri: leaf.at.uri, span: [leaf.at.span[0], leaf.at.span[0] + 4], text: 'https' }]),
          ],
        });
      }
    },
  },
});
