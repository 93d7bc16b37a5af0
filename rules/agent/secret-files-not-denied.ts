// An agent that may read everything and is denied nothing: `.env` and key files are read with the rest.
import { addEntry, addItem, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { allowancesOf, permissionsOf } from './allowances.ts';

const denied = ['Read(./.env)', 'Read(./.env.*)', 'Read(./secrets/**)', 'Read(~/.ssh/**)', 'Read(~/.aws/**)'];
const broad = /^(?:Read|Read\((?:\*{1,2}|\.?\/\*\*)\)|Bash|Bash\((?::?\*)\)|Bash\(cat(?::|\s)\*\))$/;

export const secretFilesNotDenied = defineRule({
  id: 'agent/secret-files-not-denied',
  meta: {
    title: 'Agent may read everything, files of secrets included',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI2:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      noDeny:
        '{item} lets Claude Code read every file, and nothing is denied: .env files, keys and credentials go to the model with the rest. Deny them',
      notCovered: '{item} lets Claude Code read every file, and the {count} denied items name no file of secrets',
    },
    docs: {
      what: 'The allow list covers all files and the deny list no files of secrets.',
      why: 'What an agent reads goes to its model provider and into transcripts. A search over the project opens `.env` like any other file unless it is denied.',
      remedy: 'Deny `Read(./.env)`, `Read(./.env.*)`, `Read(./secrets/**)` and the credential folders of the home.',
      bad: [{ file: '.claude/settings.json', text: '{\n  "permissions": {\n    "allow": ["«Read(*)»"]\n  }\n}\n' }],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "permissions": {\n    "allow": ["Read(*)"],\n    "deny": ["Read(./.env)", "Read(./.env.*)", "Read(~/.ssh/**)"]\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/settings'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code' || agent.carrier.kind !== 'settings') return;
      const permissions = permissionsOf(agent);
      const item = allowancesOf(agent).find((one) => broad.test(one.text));
      if (!permissions || !item) return;
      const deny = entryOf(permissions, 'deny')?.value;
      const items = itemsOf(deny).map((one) => textOf(one) ?? '');
      if (items.some((one) => /\.env|secret|credential|\.pem|\.key|\.ssh|\.aws/.test(one))) return;
      context.report({
        at: item.at,
        message: deny ? 'notCovered' : 'noDeny',
        data: { item: item.text, count: items.length },
        anchor: `${agent.anchor}|permissions.deny`,
        severity: deny ? 'info' : 'low',
        suggestions: [
          editing('Deny the usual files of secrets', item.at.uri, (document) => {
            if (deny === undefined) return [addEntry(permissions, 'deny', denied, document)];
            if (deny.kind !== 'list') return [];
            return deny.items.length === 0 ? [replaceValue(deny, denied, document)] : denied.map((one) => addItem(deny, one, document));
          }),
        ],
      });
    },
  },
});
