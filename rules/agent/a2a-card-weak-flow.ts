// Ways to authenticate to an agent that give the credential away.
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';

export const a2aCardWeakFlow = defineRule({
  id: 'agent/a2a-card-weak-flow',
  meta: {
    title: 'Agent card with a weak way to authenticate',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Another scheme needs another server.',
    messages: {
      flow: 'The scheme "{scheme}" uses the {flow} flow, which OAuth 2.1 no longer has: it hands tokens or passwords to places that should not see them',
      query: 'The scheme "{scheme}" takes the key in the address, where every proxy logs it. Take it in a header',
      basic: 'The scheme "{scheme}" is HTTP basic: the same password with every call. Use a bearer token that ends',
    },
    docs: {
      what: 'A security scheme of an agent card uses the implicit or password flow, a key in the query, or HTTP basic.',
      why: "Agents call each other without a person watching. A scheme that leaves the credential in logs, in a browser or in the other party's hands leaves it there for good.",
      remedy: 'Use the client credentials or authorization code flow, mutual TLS, or a bearer token in a header.',
      bad: [
        {
          file: 'agent-card.json',
          text: '{\n  "name": "orders",\n  "url": "https://agents.acme.dev/orders",\n  "securitySchemes": { "login": { "type": "oauth2", "flows": { "«password»": { "tokenUrl": "https://id.acme.dev/token", "scopes": {} } } } },\n  "security": [{ "login": [] }]\n}\n',
        },
      ],
      good: [
        {
          file: 'agent-card.json',
          text: '{\n  "name": "orders",\n  "url": "https://agents.acme.dev/orders",\n  "securitySchemes": { "login": { "type": "oauth2", "flows": { "clientCredentials": { "tokenUrl": "https://id.acme.dev/token", "scopes": {} } } } },\n  "security": [{ "login": [] }]\n}\n',
        },
      ],
      references: ['https://a2a-protocol.org/latest/specification/', 'https://datatracker.ietf.org/doc/html/rfc9700'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'a2a') return;
      for (const { entry, keys } of entriesAt(agent.value, ['securitySchemes', '*'])) {
        const scheme = keys[1]!;
        const anchor = `${agent.anchor}|scheme=${scheme}`;
        const flows = [valueAt(entry.value, 'flows'), valueAt(entry.value, 'oauth2SecurityScheme', 'flows')];
        for (const flow of flows.flatMap((one) => (one?.kind === 'mapping' ? one.entries : []))) {
          const name = textOf(flow.key) ?? '';
          if (name === 'implicit' || name === 'password')
            context.report({ at: flow.key.at, message: 'flow', data: { scheme, flow: name }, anchor: `${anchor}|${name}` });
        }
        const location = valueAt(entry.value, 'apiKeySecurityScheme', 'location') ?? valueAt(entry.value, 'in');
        if (location && textOf(location) === 'query')
          context.report({ at: location.at, message: 'query', data: { scheme }, anchor: `${anchor}|query` });
        const http = valueAt(entry.value, 'httpAuthSecurityScheme', 'scheme') ?? valueAt(entry.value, 'scheme');
        if (http && /^basic$/i.test(textOf(http) ?? ''))
          context.report({ at: http.at, message: 'basic', data: { scheme }, anchor: `${anchor}|basic` });
      }
    },
  },
});
