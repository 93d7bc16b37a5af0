// An agent that may fetch any address, or whose sandbox lets every host through, without asking.
import { withoutItem } from './edits.ts';
import { allowancesOf } from './allowances.ts';
import { clientTitle } from './clients.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** The clients' tools that fetch an address, without a domain that narrows them. */
const anyAddress = /^(?:WebFetch(?:\((?:domain:)?\*{0,2}\))?|web_fetch(?:\(\*?\))?|fetch)$/;

/** Ends of names under which everybody registers theirs; networks of one's own have others. */
const publicSuffix = /^\*\.(?:com|net|org|io|dev|app|ai|co|info|xyz|me|sh|cloud)$/i;

export const fetchesAnyAddress = defineRule({
  id: 'agent/fetches-any-address',
  meta: {
    title: 'Agent may reach any address without asking',
    category: 'agent',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'suggestion',
    messages: {
      tool: '{item} lets {client} fetch any address without asking: pages write into the conversation, and an address can carry away what the agent has read. Name the domains that are needed',
      suffix:
        '{item} lets every host with that end through the sandbox, and anyone can have one: what commands there read, tokens included, can be sent to it. Name the hosts that are needed',
      sandbox:
        '{item} lets every host through the sandbox, whose commands run without asking: what they read, tokens included, can be sent anywhere. Name the hosts that are needed',
    },
    docs: {
      what: 'An allow list holds the tool that fetches addresses without a domain, or a sandbox lets every host through.',
      why: 'A page that the agent reads can tell it what to do, and the next address that it fetches can carry a secret out. A list of domains stops both ends.',
      remedy: 'Allow `WebFetch(domain:docs.acme.dev)`, and name the hosts of the sandbox.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": { "allow": ["«WebFetch»"] },\n  "sandbox": { "enabled": true, "network": { "allowedDomains": ["«*»"] } }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": { "allow": ["WebFetch(domain:docs.acme.dev)"] },\n  "sandbox": { "enabled": true, "network": { "allowedDomains": ["registry.npmjs.org"] } }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/permissions', 'https://code.claude.com/docs/en/sandboxing'],
    },
  },
  on: {
    agent(agent, context) {
      for (const allowance of allowancesOf(agent)) {
        if (allowance.tool === 'shell' || !anyAddress.test(allowance.text.replace(/\s/g, ''))) continue;
        context.report({
          at: allowance.at,
          message: 'tool',
          data: { item: allowance.text, client: clientTitle(agent.client) },
          anchor: `${agent.anchor}|${allowance.key}=${allowance.text}`,
          suggestions: [editing(`Remove ${allowance.text}`, allowance.at.uri, (document) => [allowance.remove(document)])],
        });
      }
      const hosts = agent.client === 'claude-code' ? valueAt(agent.value, 'sandbox', 'network', 'allowedDomains') : undefined;
      if (hosts?.kind !== 'list') return;
      for (const item of hosts.items) {
        const text = textOf(item) ?? '';
        const every = text === '*' || text === '*.*';
        if (!every && !publicSuffix.test(text)) continue;
        context.report({
          at: item.at,
          message: every ? 'sandbox' : 'suffix',
          severity: text === '*' ? 'medium' : 'low',
          data: { item: `"${text}"` },
          anchor: `${agent.anchor}|sandbox.network.allowedDomains=${text}`,
          suggestions: [editing(`Remove ${text}`, item.at.uri, (document) => [withoutItem(hosts, item, document)])],
        });
      }
    },
  },
});
