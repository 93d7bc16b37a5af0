import { defineRule } from '../../server/engine/rule.ts';
import { isProviderToken } from './classes.ts';
import { reportSecret, severityOf } from './report.ts';

/** One rule for every row of the format table: the provider, the remedy and the severity come from the row. */
export const providerToken = defineRule({
  id: 'secret/provider-token',
  meta: {
    title: 'Token of a provider in the text',
    category: 'secret',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: ['gitleaks:github-pat', 'gitleaks:stripe-access-token', 'CKV_SECRET_6'],
    fix: 'suggestion',
    messages: { token: '{what} is written here{name}{facts}{copies}. {remedy}' },
    docs: {
      what: 'A credential whose format belongs to a known provider is written into a file.',
      why: 'Whoever can read the repository, its history, a fork, a build log or a backup can act as this identity, from anywhere, until someone revokes it. Tokens in public repositories are used within minutes.',
      remedy:
        'Revoke or rotate the token at the provider first: removing it from the file leaves it in the history. Then read it from the environment or a secret store, or use the short-lived alternative that the message names.',
      bad: [
        { file: 'src/client.ts', text: "export const client = connect({ token: '«{{token:github-pat}}»' });\n" },
        { file: 'config/app.yaml', text: 'slack:\n  bot_token: «{{token:slack-bot-token}}»\n' },
      ],
      good: [
        { file: 'src/client.ts', text: 'export const client = connect({ token: process.env.GITHUB_TOKEN });\n' },
        { file: 'config/app.yaml', text: 'slack:\n  bot_token: ${SLACK_BOT_TOKEN}\n' },
      ],
      references: [
        'https://docs.github.com/en/code-security/secret-scanning/introduction/about-secret-scanning',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/2-secret-leakage/',
      ],
    },
  },
  on: {
    secret(candidate, context) {
      if (isProviderToken(candidate)) reportSecret(candidate, context, 'token', severityOf(candidate, context.project.workspace.today));
    },
  },
});
