// Flows of GitLab Duo whose sandbox lets them reach everything. A custom image takes the sandbox away altogether, and is
// how many projects install their tools: that alone is not reported.
import { editing } from '../../server/engine/edit/suggest.ts';
import { itemsOf, textOf, valueAt } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { withoutItem } from './edits.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'sockets'>[] = [
  {
    clients: ['duo'],
    kinds: ['settings'],
    path: ['network_policy', 'allow_all_unix_sockets'],
    values: ['true'],
    message: 'sockets',
    instead: false,
  },
];

export const duoOpenNetwork = defineRule({
  id: 'agent/duo-open-network',
  meta: {
    title: 'Flows of GitLab Duo reach every host',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      every: "{item} lets flows reach every host that it covers: what a flow reads, the job's token included, can be sent there",
      sockets: '{key} is true: flows reach every socket of their machine, the one of the container runtime included',
    },
    docs: {
      what: "The network policy of GitLab Duo's flows allows every domain, every domain of a top-level name, or every socket.",
      why: 'Flows work on issues and code that others write, with a token of the project. The policy is what keeps that token and the code from leaving.',
      remedy: 'Set `include_recommended_allowed: true` and name the other domains.',
      bad: [
        {
          file: '.gitlab/duo/agent-config.yml',
          text: 'network_policy:\n  include_recommended_allowed: true\n  allowed_domains:\n    - api.osv.dev\n    - "«*»"\n',
        },
      ],
      good: [
        {
          file: '.gitlab/duo/agent-config.yml',
          text: 'setup_script: npm ci\nnetwork_policy:\n  include_recommended_allowed: true\n  allowed_domains:\n    - api.osv.dev\n    - "*.acme.dev"\n',
        },
      ],
      references: [
        'https://docs.gitlab.com/user/duo_agent_platform/flows/agent_config_yml/',
        'https://docs.gitlab.com/user/duo_agent_platform/environment_sandbox/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'duo') return;
      reportForbidden(agent, context, rows);
      const list = valueAt(agent.value, 'network_policy', 'allowed_domains');
      if (list?.kind !== 'list') return;
      for (const item of itemsOf(list)) {
        const text = textOf(item) ?? '';
        if (/^\*(?:\.[a-z]+|\.\*)?$/i.test(text))
          context.report({
            at: item.at,
            message: 'every',
            data: { item: text },
            anchor: `${agent.anchor}|allowed_domains=${text}`,
            suggestions: [editing(`Remove ${text}`, item.at.uri, (document) => [withoutItem(list, item, document)])],
          });
      }
    },
  },
});
