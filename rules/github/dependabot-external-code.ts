// Dependabot runs code of packages while it holds credentials of private registries.
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { entryOf, itemsOf, leavesOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const dependabotExternalCode = defineRule({
  id: 'github/dependabot-external-code',
  meta: {
    title: 'Updates run code of packages next to registry credentials',
    category: 'workflow',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.PS-06'],
    peers: ['zizmor dependabot-execution'],
    fix: 'suggestion',
    messages: {
      registries: '`insecure-external-code-execution` lets updated packages run code while the credentials of {registries} are in reach',
      plain: '`insecure-external-code-execution` lets updated packages run code in the updater',
    },
    docs: {
      what: "`insecure-external-code-execution: allow` in Dependabot's configuration.",
      why: 'The update of a package runs code of that package. A bad version then reads the credentials of every registry that the update may use.',
      remedy: 'Set it to `deny`, or give the update no registry with credentials.',
      bad: [
        {
          file: '.github/dependabot.yml',
          text: 'version: 2\nregistries:\n  internal:\n    type: python-index\n    url: https://pypi.example.com\n    token: ${{secrets.TOKEN}}\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    registries: [internal]\n    insecure-external-code-execution: «allow»\n',
        },
      ],
      good: [
        {
          file: '.github/dependabot.yml',
          text: 'version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    insecure-external-code-execution: deny\n',
        },
      ],
      references: [
        'https://docs.github.com/en/code-security/dependabot/working-with-dependabot/dependabot-options-reference#insecure-external-code-execution--',
      ],
    },
  },
  on: {
    workflow(workflow, context) {
      if (workflow.kind !== 'updates') return;
      itemsOf(entryOf(workflow.value, 'updates')?.value).forEach((update, index) => {
        const value = entryOf(update, 'insecure-external-code-execution')?.value;
        if (value?.kind !== 'scalar' || textOf(value) !== 'allow') return;
        const names = leavesOf(entryOf(update, 'registries')?.value).flatMap((leaf) => textOf(leaf) ?? []);
        context.report({
          at: value.at,
          message: names.length > 0 ? 'registries' : 'plain',
          data: { registries: names.map((name) => (name === '*' ? 'every registry' : `\`${name}\``)).join(', ') },
          anchor: `${workflow.anchor}|updates[${textOf(entryOf(update, 'package-ecosystem')?.value) ?? index}]`,
          ...(names.length > 0 ? {} : { severity: 'low' as const }),
          suggestions: [editing('Do not run code of packages', value.at.uri, () => [replaceText(value, 'deny')])],
        });
      });
    },
  },
});
