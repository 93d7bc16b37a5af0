// opencode without prompts. In its pattern maps the last match counts: `"*": "allow"` with narrower rules after it is a
// default that those rules take back in part. For commands that is a finding of its own, which is milder.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, valueAt, type Entry, type Value } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { permissionSections } from './opencode-permissions.ts';

const open = (value: Value | undefined): Value | undefined => {
  if (textOf(value) === 'allow') return value;
  if (value?.kind !== 'mapping') return undefined;
  const at = value.entries.findIndex((entry) => textOf(entry.key) === '*' && textOf(entry.value) === 'allow');
  return at >= 0 && !value.entries.slice(at + 1).some((entry: Entry) => textOf(entry.value) !== 'allow')
    ? value.entries[at]!.value
    : undefined;
};

/** The star of a map in which later patterns ask or refuse, and no star takes it back: all but what they name. */
const openBut = (value: Value | undefined): { readonly at: Value; readonly but: string } | undefined => {
  if (value?.kind !== 'mapping' || open(value)) return undefined;
  const at = value.entries.findLastIndex((entry) => textOf(entry.key) === '*');
  const star = value.entries[at];
  if (textOf(star?.value) !== 'allow') return undefined;
  const but = value.entries.slice(at + 1).filter((entry: Entry) => textOf(entry.value) !== 'allow');
  return {
    at: star!.value,
    but: but
      .map((entry) => textOf(entry.key) ?? '…')
      .slice(0, 3)
      .join(', '),
  };
};

export const opencodeAllowAll = defineRule({
  id: 'agent/opencode-allow-all',
  meta: {
    title: 'opencode runs without asking',
    category: 'agent',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      all: '{key} is "allow": opencode uses every tool without asking',
      bash: '{key} is "allow" for every command: opencode runs anything without asking',
      but: '{key} is "allow" for every command but {but}: what does the same under another name runs without asking. Ask for the rest, and allow single commands',
      outside: '{key} is "allow": opencode reads and changes files outside the project without asking',
    },
    docs: {
      what: "opencode's permissions allow every tool, every command, or folders outside the project.",
      why: 'What the agent reads decides what it does next; with "allow" nobody is asked in between.',
      remedy: 'Use "ask", and allow single commands by pattern. The last pattern that matches counts.',
      bad: [{ file: 'opencode.json', text: '{\n  "permission": { "edit": "ask", "bash": "«allow»" }\n}\n' }],
      good: [{ file: 'opencode.json', text: '{\n  "permission": { "edit": "ask", "bash": { "*": "ask", "git status": "allow" } }\n}\n' }],
      references: ['https://opencode.ai/docs/permissions/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'opencode') return;
      for (const { key, value } of permissionSections(agent.value)) {
        const report = (found: Value | undefined, message: 'all' | 'bash' | 'outside', at: string) => {
          if (found)
            context.report({
              at: found.at,
              message,
              data: { key: at },
              anchor: `${agent.anchor}|${at}`,
              suggestions: [editing(`Set ${at} to "ask"`, found.at.uri, (document) => [replaceValue(found, 'ask', document)])],
            });
        };
        if (textOf(value) === 'allow') {
          report(value, 'all', key);
          continue;
        }
        const bash = valueAt(value, 'bash');
        report(open(value), 'all', `${key}.*`);
        report(open(bash), 'bash', `${key}.bash`);
        const most = openBut(bash);
        if (most)
          context.report({
            at: most.at.at,
            message: 'but',
            severity: 'medium',
            data: { key: `${key}.bash`, but: most.but },
            anchor: `${agent.anchor}|${key}.bash`,
            suggestions: [editing('Set "*" to "ask"', most.at.at.uri, (document) => [replaceValue(most.at, 'ask', document)])],
          });
        report(open(valueAt(value, 'external_directory')), 'outside', `${key}.external_directory`);
      }
    },
  },
});
