import { at, dotenv, python, ruleTester, terraform, typescript, workflow } from '../../support/rule-tester.ts';
import { providerToken } from '../../../rules/secret/provider-token.ts';

ruleTester(providerToken, {
  valid: [
    typescript`
      export const token = process.env.GITHUB_TOKEN;
    `,
    {
      ...at('docs/notes.md')`
      Tokens begin with \`ghp_\` and have forty characters.
    `,
      because: 'a prefix alone is no token',
    },
    {
      ...at('src/word.ts')`
      export const task_sk_live_handler_for_all_the_things_we_do = 1;
    `,
      because: 'a prefix inside of a longer word',
    },
  ],
  invalid: [
    {
      ...typescript`
        const field = { label: 'Token', placeholder: 'e.g. «{{token:vault-root-token}}»' };
      `,
      message: 'the words in front of it announce an example',
      severity: 'low',
    },
    {
      ...typescript`
        // Wrong, e.g. «{{token:github-pat}}» has been left here.
      `,
      message: 'its checksum or structure fits',
    },
    {
      ...typescript`
        const client = connect({ token: '«{{token:github-pat}}»' });
      `,
      message: 'its checksum or structure fits',
      severity: 'critical',
      suggestions: ['const client = connect({ token: process.env.TOKEN! });\n'],
    },
    {
      ...python`
        import sys

        SLACK_TOKEN = "«{{token:slack-bot-token}}»"
      `,
      suggestions: ['import os\nimport sys\n\nSLACK_TOKEN = os.environ["SLACK_TOKEN"]\n'],
    },
    {
      ...terraform`
        provider "github" {
          token = "«{{token:github-fine-grained-pat}}»"
        }
      `,
      message: 'GitHub user number',
      suggestions: ['provider "github" {\n  token = var.token\n}\n\nvariable "token" {\n  type      = string\n  sensitive = true\n}\n'],
    },
    {
      ...workflow`
        on: push
        jobs:
          publish:
            runs-on: ubuntu-latest
            steps:
              - run: npm publish
                env:
                  NODE_AUTH_TOKEN: «{{token:npm-token}}»
      `,
      message: 'trusted publishing',
      suggestions: [
        'on: push\njobs:\n  publish:\n    runs-on: ubuntu-latest\n    steps:\n      - run: npm publish\n        env:\n          NODE_AUTH_TOKEN: ${{ secrets.NODE_AUTH_TOKEN }}\n',
      ],
    },
    {
      file: 'app/settings.py',
      text: `STRIPE_KEY = "«sk_${'live'}_51H8xabcdEFGHijklMNOPqrst»"\n`,
      severity: 'low',
      message: 'too regular to be sure',
      because: 'letters in their order are what people type for an example',
    },
    {
      ...dotenv`
        STRIPE_KEY=«{{token:stripe-live-key}}»
      `,
      suggestions: ['STRIPE_KEY=\n'],
    },
    {
      ...at('src/a.ts')`
        export const one = '«{{token:gitlab-pat}}»';
      `,
      beside: { 'src/b.ts': "export const two = '{{token:gitlab-pat}}';\n" },
      message: 'also in 1 other file',
      because: 'the same credential in two files is one story',
    },
    {
      ...at('a.txt')`
      x «{{token:azure-service-bus-key}}» y
    `,
      message: 'permission: Send',
      because: 'the seed of the checksum says what the key may do',
    },
  ],
});
