// Cursor without its sandbox, by the file that widens it for everyone who opens the repository.
import { itemsOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

type Message = 'off' | 'network' | 'paths';
/** The root, a whole home, or folders in which logins lie. */
const wide =
  /^(?:\/|~|~\/|\$HOME|\$\{HOME\}|\/home|\/root|\/Users|\/home\/[^/]+|\/Users\/[^/]+)\/?$|(?:^|\/)\.(?:ssh|aws|azure|kube|gnupg|docker|config\/gcloud|config\/gh)(?:\/|$)/;

const rows: readonly ForbiddenValue<Message>[] = [
  {
    clients: ['cursor'],
    kinds: ['settings'],
    path: ['type'],
    values: ['insecure_none'],
    message: 'off',
    severity: 'critical',
    instead: 'workspace_readwrite',
  },
  {
    clients: ['cursor'],
    kinds: ['settings'],
    path: ['networkPolicy', 'default'],
    values: ['allow'],
    message: 'network',
    severity: 'medium',
    instead: 'deny',
  },
  {
    clients: ['cursor'],
    kinds: ['settings'],
    path: ['additionalReadwritePaths'],
    values: (value) => itemsOf(value).some((item) => wide.test(textOf(item) ?? '')),
    message: 'paths',
  },
];

export const cursorSandboxOff = defineRule({
  id: 'agent/cursor-sandbox-off',
  meta: {
    title: 'Cursor runs commands without its sandbox',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      off: '{key} is "{value}": Cursor runs commands with the whole disk, the network and every login of whoever opens the repository',
      network: '{key} is "{value}": commands that Cursor runs by itself reach every host, so what they read can leave',
      paths: '{key} opens the home folder, or one that holds logins, to commands that Cursor runs by itself',
    },
    docs: {
      what: 'A `sandbox.json` of Cursor switches the sandbox off, lets it reach every host, or opens a home folder to it.',
      why: 'Inside the sandbox commands run without a question. What the sandbox no longer holds back, a single bad instruction reaches: keys, other projects, the network.',
      remedy: 'Keep `workspace_readwrite` with `networkPolicy.default` at "deny", and name the hosts and folders that are needed.',
      bad: [{ file: '.cursor/sandbox.json', text: '{\n  "type": "«insecure_none»"\n}\n' }],
      good: [
        {
          file: '.cursor/sandbox.json',
          text: '{\n  "type": "workspace_readwrite",\n  "additionalReadwritePaths": ["/tmp/build"],\n  "networkPolicy": { "default": "deny", "allow": ["registry.npmjs.org"] }\n}\n',
        },
      ],
      references: ['https://cursor.com/docs/reference/sandbox'],
    },
  },
  on: {
    agent(agent, context) {
      if (/(?:^|\/)sandbox\.json$/.test(agent.at.uri)) reportForbidden(agent, context, rows);
    },
  },
});
