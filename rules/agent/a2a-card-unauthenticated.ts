// An agent that says itself that anyone may call it.
import { itemsOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { templated } from './cards.ts';

export const a2aCardUnauthenticated = defineRule({
  id: 'agent/a2a-card-unauthenticated',
  meta: {
    title: 'Agent card without authentication',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which scheme the agent checks is decided by its server, not by its card.',
    messages: {
      none: 'The card of "{name}" requires no authentication: {missing}. Callers are told that anyone may use it',
      anonymous: 'The card of "{name}" lists an empty requirement, which means that callers may come without any credential',
    },
    docs: {
      what: 'An A2A agent card declares no security requirement, or an empty one.',
      why: 'Other agents read the card and call without a credential. Everything the agent may do is then open to whoever reaches its address.',
      remedy: 'Declare `securitySchemes` and require one (`securityRequirements` in version 1, `security` before).',
      bad: [
        {
          file: 'public/.well-known/agent-card.json',
          text: '{\n  "«name»": "orders",\n  "url": "https://agents.acme.dev/orders",\n  "skills": []\n}\n',
        },
      ],
      good: [
        {
          file: 'public/.well-known/agent-card.json',
          text: '{\n  "name": "orders",\n  "url": "https://agents.acme.dev/orders",\n  "securitySchemes": { "oidc": { "type": "openIdConnect", "openIdConnectUrl": "https://id.acme.dev/.well-known/openid-configuration" } },\n  "security": [{ "oidc": [] }],\n  "skills": []\n}\n',
        },
      ],
      references: ['https://a2a-protocol.org/latest/specification/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'a2a' || templated(agent)) return;
      const schemes = valueAt(agent.value, 'securitySchemes');
      const requirements = valueAt(agent.value, 'securityRequirements') ?? valueAt(agent.value, 'security');
      const items = itemsOf(requirements);
      const missing =
        schemes === undefined && requirements === undefined
          ? 'no securitySchemes and no requirement'
          : requirements === undefined || items.length === 0
            ? 'schemes, but none is required'
            : undefined;
      if (missing)
        context.report({ at: agent.head, message: 'none', data: { name: agent.name, missing }, anchor: `${agent.anchor}|security` });
      for (const item of items) {
        const inner = valueAt(item, 'schemes') ?? item;
        if (inner.kind === 'mapping' && inner.entries.length === 0)
          context.report({ at: item.at, message: 'anonymous', data: { name: agent.name }, anchor: `${agent.anchor}|security|{}` });
      }
    },
  },
});
