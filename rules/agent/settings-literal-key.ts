// A literal key in the environment that agent settings hand to every session, or in a provider's options.
import { removeEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { judgeLiteral } from '../../server/engine/facts/agents/credential-text.ts';
import { readReferences, referenceTo } from '../../server/engine/facts/agents/reference-forms.ts';
import { textOf, type Entry, type Mapping } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { clientTitle } from './clients.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import { secretRules } from './secret-rules.ts';

const places: readonly { readonly client: Agent['client']; readonly path: readonly string[] }[] = [
  { client: 'claude-code', path: ['env', '*'] },
  { client: 'opencode', path: ['provider', '*', 'options', 'apiKey'] },
  { client: 'codex', path: ['shell_environment_policy', 'set', '*'] },
  { client: 'codex', path: ['model_providers', '*', 'experimental_bearer_token'] },
  { client: 'codex', path: ['model_providers', '*', 'http_headers', '*'] },
  { client: 'gemini', path: ['security', 'auth', 'apiKey'] },
];
const header = /(?:^|\n)[^\S\n]*(?:Authorization|x-api-key)\s*:\s*(?:Bearer\s+)?([^\s]+)/i;

export const settingsLiteralKey = defineRule({
  id: 'agent/settings-literal-key',
  meta: {
    title: "Literal key in an agent's settings",
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    subsumes: secretRules,
    fix: 'suggestion',
    messages: {
      literal:
        '{key} holds a live key ({length} characters) that {client} uses in every session: everyone who has this file has the key. Set it in the environment, and replace it',
      header: '{key} holds an authorization header ({length} characters) as plain text. Set it in the environment, and replace the key',
    },
    docs: {
      what: 'The settings of an agent hold an API key or token as plain text.',
      why: "The key pays for and acts in the name of its owner. In a settings file of a repository it is everyone's, and the history keeps it after it is removed.",
      remedy:
        'Let the agent read the variable from the process environment (Claude Code does without being told; opencode: `{env:NAME}`), then revoke the key.',
      bad: [{ file: '.claude/settings.json', text: '{\n  "env": {\n    "ANTHROPIC_API_KEY": "«{{token:anthropic-key}}»"\n  }\n}\n' }],
      good: [{ file: '.claude/settings.json', text: '{\n  "env": {\n    "ANTHROPIC_MODEL": "opus"\n  }\n}\n' }],
      references: ['https://code.claude.com/docs/en/settings', 'https://opencode.ai/docs/config/'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'settings') return;
      for (const { client, path } of places) {
        if (client !== agent.client) continue;
        for (const { mapping, entry, keys } of entriesAt(agent.value, path)) report(agent, mapping, entry, keys);
      }

      function report(agent: Agent, mapping: Mapping, entry: Entry, keys: readonly string[]): void {
        const text = textOf(entry.value);
        const name = keys.at(-1)!;
        if (entry.value.kind !== 'scalar' || text === undefined || readReferences(text).length > 0) return;
        const credential = /HEADERS$/.test(name) ? header.exec(text)?.[1] : text.replace(/^Bearer\s+/, '');
        const judged = credential
          ? judgeLiteral(/HEADERS$/.test(name) ? 'authorization' : name === 'apiKey' ? 'api_key' : name, credential)
          : undefined;
        if (!credential || !judged || judged.verdict === 'no') return;
        const start = text.indexOf(credential);
        const { at } = entry.value;
        const exact = at.span[1] - at.span[0] === text.length;
        const reference = referenceTo(
          agent.client,
          'env',
          name === 'apiKey' ? `${(keys[1] ?? 'provider').toUpperCase().replace(/[^A-Z0-9]+/g, '_')}_API_KEY` : name,
        );
        const instead =
          agent.client === 'opencode' && reference && exact
            ? editing(`Take it from the environment: ${reference}`, at.uri, () => [{ uri: at.uri, span: at.span, text: reference }])
            : editing(`Remove ${name}: it is read from the environment`, at.uri, (document) => [removeEntry(mapping, name, document)]);
        context.report({
          at: exact ? { uri: at.uri, span: [at.span[0] + start, at.span[0] + start + credential.length] } : at,
          message: /HEADERS$/.test(name) ? 'header' : 'literal',
          data: { key: keys.join('.'), length: credential.length, client: clientTitle(agent.client) },
          anchor: `${agent.anchor}|${keys.join('.')}`,
          severity: judged.sandbox ? 'medium' : agent.personal ? 'high' : 'critical',
          suggestions: [instead],
        });
      }
    },
  },
});
