// Who answers for an identity, and who shares one.
import { noOwner } from '../../../rules/identity/no-owner.ts';
import { sharedByWorkloads } from '../../../rules/identity/shared-by-workloads.ts';
import { at, mcpJson, ruleTester, terraform, workflow } from '../../support/rule-tester.ts';

const agent = at('.github/agents/planner.agent.md');

const login = (role: string) =>
  `{ uses: aws-actions/configure-aws-credentials@v4, with: { role-to-assume: 'arn:aws:iam::123456789012:role/${role}', aws-region: eu-west-1 } }`;

ruleTester(noOwner, {
  valid: [
    agent`
      ---
      name: planner
      metadata: { owner: "@acme/platform" }
      ---
    `,
    {
      because: 'CODEOWNERS knows',
      ...mcpJson`{ "mcpServers": { "a": { "command": "x" } } }`,
      workspace: { ownersOf: () => ['@acme/platform'] },
    },
    {
      because: 'the catalogue beside it knows',
      ...at('apps/web/.mcp.json')`{ "mcpServers": { "a": { "command": "x" } } }`,
      beside: {
        'apps/web/catalog-info.yaml':
          'apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: { name: web }\nspec: { owner: team-web }\n',
      },
    },
    {
      because: 'a job that only tests needs none',
      ...workflow`
      on: push
      permissions: {}
      jobs: { test: { runs-on: ubuntu-latest, steps: [{ run: make test }] } }
    `,
    },
    terraform`
      resource "aws_iam_role" "ci" {
        name               = "ci"
        assume_role_policy = "{}"
        tags               = { owner = "platform" }
      }
    `,
  ],
  invalid: [
    {
      ...agent`
      ---
      «name»: planner
      tools: [read]
      ---
    `,
      severity: 'low',
      message: 'metadata.owner',
      suggestions: ["---\nname: planner\ntools: [read]\nmetadata:\n  owner: '@your-org/your-team'\n---\n"],
    },
    {
      because: 'a file for owners is there, and a second one would be read in its place',
      ...mcpJson`{ "«mcpServers»": { "a": { "command": "x" } } }`,
      beside: { 'docs/CODEOWNERS': '/src @acme/web' },
      suggestedBeside: { 'docs/CODEOWNERS': '/src @acme/web\n/.mcp.json @your-org/your-team\n' },
    },
    {
      because: 'there is none yet',
      ...mcpJson`{ "«mcpServers»": { "a": { "command": "x" } } }`,
      suggestedBeside: { '.github/CODEOWNERS': '/.mcp.json @your-org/your-team\n' },
    },
    {
      because: 'the catalogue has the field and leaves it empty',
      ...mcpJson`{ "«mcpServers»": { "a": { "command": "x" } } }`,
      beside: { 'catalog-info.yaml': 'kind: Component\nmetadata: { name: web }\nspec: { owner: "" }\n' },
    },
    {
      because: 'once a workflow, not once a job',
      ...workflow`
      on: push
      permissions: { id-token: write }
      jobs:
        test: { runs-on: ubuntu-latest, steps: [{ run: make test }] }
        «live»: { runs-on: ubuntu-latest, steps: [${login('live')}] }
        docs: { runs-on: ubuntu-latest, steps: [${login('docs')}] }
    `,
      severity: 'low',
    },
    {
      because: 'the catalogue of another folder',
      ...at('apps/web/.mcp.json')`{ "«mcpServers»": { "a": { "command": "x" } } }`,
      beside: { 'apps/api/catalog-info.yaml': 'kind: Component\nmetadata: { name: api }\nspec: { owner: team-api }\n' },
    },
    {
      ...terraform`
      «resource "aws_iam_role" "ci"» {
        name               = "ci"
        assume_role_policy = "{}"
      }
    `,
      severity: 'medium',
      message: 'tag `owner`',
    },
  ],
});

const jobs = (first: string, second: string, environment = 'production') =>
  workflow`${`on: push\npermissions: { id-token: write }\njobs:\n  test: { runs-on: ubuntu-latest, environment: test, steps: [${login(first)}] }\n  live: { runs-on: ubuntu-latest, environment: ${environment}, steps: [${login(second)}] }\n`}`;

ruleTester(sharedByWorkloads, {
  valid: [jobs('test', 'live'), { because: 'neither is production', ...jobs('ci', 'ci', 'staging') }],
  invalid: [
    { ...workflow`${jobs('ci', 'ci').text.replace('  test:', '  «test»:')}`, severity: 'high', message: '"test" and "production"' },
    {
      ...mcpJson`{ "«mcpServers»": { "a": { "command": "x", "env": { "API_TOKEN": "${'$'}{DEPLOY_TOKEN}" } } } }`,
      beside: {
        '.github/workflows/deploy.yml':
          'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: ./deploy\n        env: { T: "${{ secrets.DEPLOY_TOKEN }}" }\n',
      },
      severity: 'medium',
    },
  ],
});
