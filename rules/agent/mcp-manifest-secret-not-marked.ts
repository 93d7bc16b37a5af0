// A manifest that asks its user for a secret and does not say that it is one.
import { addEntry, removeEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { judgeLiteral, namesCredential } from '../../server/engine/facts/agents/credential-text.ts';
import { entryOf, itemsOf, textOf, valueAt, type Mapping } from '../../server/engine/facts/value.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import { secretRules } from './secret-rules.ts';

interface Field {
  readonly name: string;
  readonly at: Place;
  readonly value: Mapping;
  readonly flag: 'sensitive' | 'isSecret';
  /** Names of variables that the field feeds. */
  readonly feeds: readonly string[];
}

function fieldsOf(agent: Agent): Field[] {
  if (agent.client === 'mcp-registry') {
    const packages = itemsOf(valueAt(agent.value, 'packages'));
    const remotes = itemsOf(valueAt(agent.value, 'remotes'));
    return [
      ...packages.flatMap((one) => itemsOf(valueAt(one, 'environmentVariables'))),
      ...remotes.flatMap((one) => itemsOf(valueAt(one, 'headers'))),
    ].flatMap((one) => {
      const name = valueAt(one, 'name');
      return one.kind === 'mapping' && name
        ? [{ name: textOf(name) ?? '', at: name.at, value: one, flag: 'isSecret' as const, feeds: [] }]
        : [];
    });
  }
  const key = agent.client === 'mcpb' ? 'user_config' : 'userConfig';
  return entriesAt(agent.value, [key, '*']).flatMap(({ entry, keys }) => {
    const name = keys[1] ?? '';
    const feeds = agent.servers
      .flatMap((server) => server.inputs)
      .filter((input) => input.references.some((one) => one.kind === 'user-config' && one.name === name))
      .map((input) => input.name);
    return entry.value.kind === 'mapping' ? [{ name, at: entry.key.at, value: entry.value, flag: 'sensitive' as const, feeds }] : [];
  });
}

export const mcpManifestSecretNotMarked = defineRule({
  id: 'agent/mcp-manifest-secret-not-marked',
  meta: {
    title: 'Secret of a manifest that is not marked as one',
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'safe',
    messages: {
      unmarked: '{name} is asked for as plain text: without "{flag}": true clients store and show it like any other setting',
      literal:
        '{name} has a live credential as its default, and everyone who installs this gets it. Remove the default, and replace the credential',
    },
    docs: {
      what: 'A field of a bundle, plugin or registry entry takes a secret and is not marked as secret.',
      why: "The mark is what makes a client keep the value in the system's key store and mask it. Without it the secret lies in a settings file as plain text.",
      remedy: 'Add `"sensitive": true` (bundles, plugins) or `"isSecret": true` (registry), and give no default.',
      bad: [
        {
          file: 'manifest.json',
          text: '{\n  "manifest_version": "0.3",\n  "name": "tracker",\n  "server": { "type": "node", "mcp_config": { "command": "node", "env": { "TRACKER_TOKEN": "${user_config.token}" } } },\n  "user_config": { "«token»": { "type": "string", "title": "Token" } }\n}\n',
        },
      ],
      good: [
        {
          file: 'manifest.json',
          text: '{\n  "manifest_version": "0.3",\n  "name": "tracker",\n  "server": { "type": "node", "mcp_config": { "command": "node", "env": { "TRACKER_TOKEN": "${user_config.token}" } } },\n  "user_config": { "token": { "type": "string", "title": "Token", "sensitive": true } }\n}\n',
        },
      ],
      references: [
        'https://github.com/modelcontextprotocol/mcpb/blob/main/MANIFEST.md',
        'https://github.com/modelcontextprotocol/registry',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'manifest') return;
      for (const field of fieldsOf(agent)) {
        if (!namesCredential(field.name) && !field.feeds.some(namesCredential)) continue;
        const anchor = `${agent.anchor}|field=${field.name}`;
        const fallback = entryOf(field.value, 'default')?.value;
        const given = textOf(fallback);
        if (fallback && given && judgeLiteral(field.name, given).verdict !== 'no') {
          context.report({
            at: fallback.at,
            message: 'literal',
            data: { name: field.name },
            anchor: `${anchor}|default`,
            severity: 'high',
            suggestions: [editing('Remove the default', field.at.uri, (document) => [removeEntry(field.value, 'default', document)])],
          });
        }
        const marked = entryOf(field.value, field.flag)?.value;
        if (textOf(marked) === 'true') continue;
        context.report({
          at: field.at,
          message: 'unmarked',
          data: { name: field.name, flag: field.flag },
          anchor,
          fix: editing(`Mark ${field.name} as secret`, field.at.uri, (document) => [
            marked ? replaceValue(marked, true, document) : addEntry(field.value, field.flag, true, document),
          ]),
        });
      }
    },
  },
});
