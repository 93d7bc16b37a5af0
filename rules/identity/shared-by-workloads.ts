// One cloud identity for several environments, or one secret for agents and pipelines: whoever breaks into the weaker one
// has the stronger, and no log tells them apart.
import type { Identity } from '../../server/engine/facts/types.ts';
import { defineRule } from '../../server/engine/rule.ts';

const production = /prod|live/i;

export const sharedByWorkloads = defineRule({
  id: 'identity/shared-by-workloads',
  meta: {
    title: 'One identity for different workloads',
    category: 'ownership',
    severity: 'high',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI9:2025', 'NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The second identity has to be made first.',
    messages: {
      environments:
        '{identity} is used by jobs of {environments}: whoever can run one of them has what the other has. Give each environment its own',
      kinds:
        'The secret {identity} is used by the agent "{agent}" and by the job {job}: what the agent reads can end up acting as the pipeline. Give each its own',
    },
    docs: {
      what: 'The same cloud role is used for different environments, or the same secret by an agent and by a pipeline.',
      why: "Environments are kept apart so that a mistake in the test one stays there. A shared identity joins them again. An agent with a pipeline's secret turns text into deployments.",
      remedy: 'Make one identity for each environment and each kind of workload, with the rights that it needs.',
      bad: [
        {
          file: '.github/workflows/deploy.yml',
          text: 'on: push\npermissions:\n  contents: read\n  id-token: write\njobs:\n  «test»:\n    runs-on: ubuntu-latest\n    environment: test\n    steps:\n      - uses: aws-actions/configure-aws-credentials@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v4\n        with: { role-to-assume: "arn:aws:iam::123456789012:role/deploy", aws-region: eu-west-1, role-session-name: test }\n      - run: aws s3 ls\n  live:\n    runs-on: ubuntu-latest\n    environment: production\n    steps:\n      - uses: aws-actions/configure-aws-credentials@8f1d9e3c5b7a2046e8d1f3c5b7a9e0d2c4f6a8b0 # v4\n        with: { role-to-assume: "arn:aws:iam::123456789012:role/deploy", aws-region: eu-west-1, role-session-name: live }\n      - run: aws s3 ls\n',
        },
      ],
      good: [
        {
          file: '.mcp.json',
          text: '{\n  "mcpServers": {\n    "search": { "command": "/opt/mcp/search", "env": { "SEARCH_API_KEY": "${SEARCH_API_KEY}" } }\n  }\n}\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    project(context) {
      const identities = context.project.all('identities');
      const jobs = identities.filter((one) => one.kind === 'workflow-job');
      for (const [item, users] of byItem(jobs, /^(?:oidc|key):[^?$\0]+$/)) {
        const environments = [...new Set(users.map((user) => user.environment).filter((one) => one !== undefined))];
        if (
          environments.length < 2 ||
          !environments.some((one) => production.test(one)) ||
          environments.every((one) => production.test(one))
        )
          continue;
        const [first, ...others] = users;
        context.report({
          at: first!.at,
          message: 'environments',
          data: { identity: item.slice(item.indexOf(':') + 1), environments: environments.map((one) => `"${one}"`).join(' and ') },
          anchor: `identity|${item}|environments`,
          related: others.map((user) => ({ at: user.at, message: `used here for "${user.environment ?? 'no environment'}"` })),
        });
      }
      const secrets = byItem(jobs, /^secret:(?!GITHUB_TOKEN$)/);
      for (const agent of identities) {
        if (agent.kind !== 'agent') continue;
        for (const item of agent.scopeItems) {
          const job = item.startsWith('secret:') ? secrets.get(item)?.find((one) => one.at.uri !== agent.at.uri) : undefined;
          if (job)
            context.report({
              at: agent.at,
              message: 'kinds',
              data: { identity: item.slice('secret:'.length), agent: agent.name, job: job.name },
              anchor: `${agent.id}|${item}|shared`,
              severity: 'medium',
              related: [{ at: job.at, message: 'the job that uses it' }],
            });
        }
      }
    },
  },
});

function byItem(identities: readonly Identity[], pattern: RegExp): Map<string, Identity[]> {
  const found = new Map<string, Identity[]>();
  for (const identity of identities) {
    for (const item of identity.scopeItems) {
      if (!pattern.test(item)) continue;
      const users = found.get(item);
      if (users) users.push(identity);
      else found.set(item, [identity]);
    }
  }
  return found;
}
