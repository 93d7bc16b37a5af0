// A GitHub app that anyone may install, with write permissions.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { reportForbidden, type ForbiddenValue } from './forbidden-values.ts';

const rows: readonly ForbiddenValue<'open'>[] = [
  {
    product: 'github-app',
    path: ['public'],
    values: ['true'],
    message: 'open',
    instead: false,
    when: (client) => client.scopes.some((scope) => /write/.test(textOf(scope.id) ?? '')),
  },
];

export const publicAppCanWrite = defineRule({
  id: 'oauth/public-app-can-write',
  meta: {
    title: 'GitHub app that anyone can install may write',
    category: 'oauth',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI3:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      open: '"{name}" can be installed by anyone and may write: its key then acts in organizations that nobody here knows. Unless that is its purpose, keep it private',
    },
    docs: {
      what: 'A GitHub app manifest is public and asks for write permissions.',
      why: "Every installation adds to what the app's one private key can do.",
      remedy: 'Set `public: false` for apps of one organization.',
      bad: [{ file: '.github/app.yml', text: 'name: Helper\npublic: «true»\ndefault_permissions:\n  contents: write\n' }],
      good: [{ file: '.github/app.yml', text: 'name: Helper\npublic: false\ndefault_permissions:\n  contents: write\n' }],
      references: ['https://docs.github.com/en/apps/creating-github-apps/registering-a-github-app/making-a-github-app-public-or-private'],
    },
  },
  on: { oauthClient: (client, context) => reportForbidden(client, context, rows) },
});
