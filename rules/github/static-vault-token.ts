// A stored token or secret id for Vault, which takes the job's own identity.
import { inputNamed, inputText, secretBehind } from './secret-references.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { entryOf } from '../../server/engine/facts/value.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { addEntry, removeEntry, replaceText } from '../../server/engine/edit/printer.ts';
import { grantIdToken } from './token-edits.ts';

export const staticVaultToken = defineRule({
  id: 'github/static-vault-token',
  meta: {
    title: 'Stored Vault token in a workflow',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      default:
        '`{input}` logs in to Vault with the stored secret `{secret}`; with `method: jwt` Vault takes the identity of this job instead',
    },
    docs: {
      what: '`hashicorp/vault-action` with a stored token or AppRole secret.',
      why: 'The stored secret opens Vault from anywhere, and with it all that its policies give. Vault accepts the token that GitHub issues to one job and can look at repository, branch and environment.',
      remedy: 'Set up the JWT method for `token.actions.githubusercontent.com` in Vault, and use `method: jwt` with a role.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    steps:
      - uses: hashicorp/vault-action@4c06c5ccf5c0761b6029f56cfb1dcf5565918a3b # v3.4.0
        with:
          url: https://vault.example.com
          token: «\${{ secrets.VAULT_TOKEN }}»
`,
        },
      ],
      good: [
        {
          file: '.github/workflows/deploy.yml',
          text: `on: push
permissions: {}
jobs:
  deploy:
    runs-on: ubuntu-latest
    environment: production
    permissions:
      id-token: write # needed by hashicorp/vault-action
    steps:
      - uses: hashicorp/vault-action@4c06c5ccf5c0761b6029f56cfb1dcf5565918a3b # v3.4.0
        with:
          url: https://vault.example.com
          method: jwt
          role: deploy
`,
        },
      ],
      references: ['https://github.com/hashicorp/vault-action#jwt-with-github-oidc-tokens'],
    },
  },
  on: {
    step(step, job, workflow, context) {
      if (step.action !== 'hashicorp/vault-action' || /^(?:jwt|kubernetes)$/.test(inputText(step.inputs, 'method') ?? '')) return;
      for (const name of ['token', 'secretId', 'githubToken', 'password']) {
        const entry = inputNamed(step.inputs, name);
        const found = entry && secretBehind(step.expressions, 'with', String(entry.key.kind === 'scalar' ? entry.key.value : ''));
        if (!entry || !found) continue;
        const inputs = entryOf(step.value, 'with')?.value;
        const method = inputNamed(step.inputs, 'method');
        context.report({
          at: found.expression.at,
          message: 'default',
          data: { input: name, secret: found.name },
          anchor: `${step.anchor}|with.${name}`,
          suggestions:
            job && inputs?.kind === 'mapping' && entry.value.kind === 'scalar'
              ? [
                  editing("Log in with the job's own identity", step.at.uri, (document) => [
                    replaceText(entry.key, 'role'),
                    entry.value.kind === 'scalar' ? replaceText(entry.value, '<ROLE>') : undefined,
                    method?.value.kind === 'scalar' ? replaceText(method.value, 'jwt') : addEntry(inputs, 'method', 'jwt', document),
                    ...(entryOf(inputs, 'roleId') ? [removeEntry(inputs, 'roleId', document)] : []),
                    ...grantIdToken(job, workflow, document, context.project),
                  ]),
                ]
              : [],
        });
        return;
      }
    },
  },
});
