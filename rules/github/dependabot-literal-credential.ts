// A credential for a registry written out in Dependabot's configuration.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const dependabotLiteralCredential = defineRule({
  id: 'github/dependabot-literal-credential',
  meta: {
    title: 'Registry credential written in dependabot.yml',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.DS-01'],
    peers: [],
    subsumes: ['secret/assigned-secret', 'secret/malformed-token', 'secret/provider-token'],
    fix: 'suggestion',
    messages: {
      default:
        'The `{key}` of registry `{registry}` is written out ({length} characters): everyone who can read the repository has it; store it as a Dependabot secret and change it',
    },
    docs: {
      what: 'A literal `token`, `password` or `key` under `registries` of Dependabot.',
      why: 'The registry is private, and this opens it to everyone who can read the repository or its history, often with the right to publish.',
      remedy: 'Change the credential, store the new one among the Dependabot secrets, and name it.',
      bad: [
        {
          file: '.github/dependabot.yml',
          text: 'version: 2\nregistries:\n  internal:\n    type: npm-registry\n    url: https://npm.example.com\n    token: «correct-horse-battery»\nupdates: []\n',
        },
      ],
      good: [
        {
          file: '.github/dependabot.yml',
          text: 'version: 2\nregistries:\n  internal:\n    type: npm-registry\n    url: https://npm.example.com\n    token: ${{secrets.INTERNAL_NPM_TOKEN}}\nupdates: []\n',
        },
      ],
      references: [
        'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/configuring-access-to-private-registries-for-dependabot',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      const registries = workflow.kind === 'updates' ? entryOf(workflow.value, 'registries')?.value : undefined;
      if (registries?.kind !== 'mapping') return;
      for (const registry of registries.entries) {
        for (const key of ['token', 'password', 'key']) {
          const value = entryOf(registry.value, key)?.value;
          const text = textOf(value);
          if (value?.kind !== 'scalar' || text === undefined || text === '' || text.includes('${{')) continue;
          const name = `${textOf(registry.key) ?? 'REGISTRY'}_${key}`.toUpperCase().replace(/[^A-Z0-9]+/g, '_');
          context.report({
            at: value.at,
            message: 'default',
            data: { key, registry: textOf(registry.key) ?? '?', length: text.length },
            anchor: `${workflow.anchor}|registries.${textOf(registry.key)}.${key}`,
            suggestions: [editing(`Take it from the secret ${name}`, value.at.uri, () => [replaceText(value, `\${{secrets.${name}}}`)])],
          });
        }
      }
    },
  },
});
