// Plugins and marketplaces that come from a branch: what is installed changes under everyone who has it.
import { itemsOf, textOf, valueAt, type Value } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entriesAt } from '../../server/engine/facts/value-paths.ts';
import type { Place } from '../../server/engine/text/text.ts';

const fixed = /^(?:[0-9a-f]{40}|v?\d+\.\d[\w.+-]*|[\w.-]+@v?\d+\.\d+\.\d+)$/i;

export const pluginSourceUnpinned = defineRule({
  id: 'agent/plugin-source-unpinned',
  meta: {
    title: 'Plugin of an agent from a moving source',
    category: 'agent',
    severity: 'medium',
    severityInDefault: 'low',
    confidence: 'high',
    frameworks: ['NHI3:2025', 'ID.RA-09'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The revision that was reviewed is not in the file.',
    messages: {
      branch:
        '{what} comes from {source} at {ref}: whoever can push there changes commands, hooks and servers of everyone who has it. Name a commit in "sha", or a tag',
      url: '{what} is loaded from {source}, which can answer something else tomorrow. Use a repository with a fixed revision',
      pattern: '{what} allows marketplaces of any host that matches "{source}"',
    },
    docs: {
      what: 'A marketplace or plugin source of Claude Code has no fixed revision.',
      why: "Plugins bring hooks, commands and MCP servers that run with the rights of each user. From a branch, an update needs nobody's review here.",
      remedy: 'Add `"ref"` with a tag or `"sha"` with the commit that was reviewed.',
      bad: [
        {
          file: '.claude/settings.json',
          text: '{\n  "extraKnownMarketplaces": {\n    "team": { "source": { "source": "github", "repo": "«acme/plugins»" } }\n  }\n}\n',
        },
      ],
      good: [
        {
          file: '.claude/settings.json',
          text: '{\n  "extraKnownMarketplaces": {\n    "team": { "source": { "source": "github", "repo": "acme/plugins", "ref": "v1.4.0" } }\n  }\n}\n',
        },
      ],
      references: ['https://code.claude.com/docs/en/plugin-marketplaces', 'https://www.schemastore.org/claude-code-marketplace.json'],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.client !== 'claude-code') return;
      const judge = (source: Value | undefined, what: string) => {
        const kind = textOf(valueAt(source, 'source'));
        const where = valueAt(source, 'repo') ?? valueAt(source, 'url') ?? valueAt(source, 'hostPattern');
        const ref = textOf(valueAt(source, 'ref'));
        const text = textOf(where);
        if (!where || text === undefined || !kind) return;
        const report = (message: 'branch' | 'url' | 'pattern', at: Place) =>
          context.report({
            at,
            message,
            data: { what, source: text, ref: ref ?? 'the default branch' },
            anchor: `${agent.anchor}|source=${what}`,
          });
        if (kind === 'hostPattern') return /\*/.test(text) ? report('pattern', where.at) : undefined;
        if (valueAt(source, 'sha') !== undefined || (ref !== undefined && fixed.test(ref))) return;
        if (kind === 'github' || kind === 'git' || kind === 'git-subdir' || (kind === 'url' && agent.carrier.kind === 'manifest'))
          report('branch', where.at);
        else if (kind === 'url') report('url', where.at);
      };
      for (const { entry, keys } of entriesAt(agent.value, ['extraKnownMarketplaces', '*']))
        judge(valueAt(entry.value, 'source'), `The marketplace "${keys[1]!}"`);
      if (agent.carrier.kind === 'manifest')
        for (const plugin of itemsOf(valueAt(agent.value, 'plugins')))
          judge(valueAt(plugin, 'source'), `The plugin "${textOf(valueAt(plugin, 'name')) ?? ''}"`);
    },
  },
});
