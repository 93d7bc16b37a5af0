// The job that sets up the machine of Copilot's cloud agent: what it holds, the agent can find afterwards.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { cloudLogin } from '../../server/engine/facts/github/cloud-login.ts';
import { isSelfHosted } from '../../server/engine/facts/github/job-reach.ts';
import { effectivePermissions } from '../../server/engine/facts/github/token.ts';
import { commandsOf, type ScriptLine } from '../../server/engine/facts/script-lines.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const leaves =
  /(?:>>?\s*|\btee\s+(?:-a\s+)?)"?(\$\{?GITHUB_ENV\}?|(?:~|\$\{?HOME\}?|\/root|\/home\/runner)\/\.(?:npmrc|netrc|pypirc|git-credentials|docker\/config\.json|aws\/credentials|ssh\/[\w-]+))|\b(npm config set|pnpm config set|git config --global|pip config set|docker login|gh auth login|aws configure set)\b/;
const secret = /\$\{\{[^}]{0,400}\bsecrets\.(?!GITHUB_TOKEN\b)\w+/i;

/** A line that puts a secret where later commands find it: in the environment of later steps, or in a file of logins. */
function leftSecret(step: WorkflowStep): { readonly line: ScriptLine; readonly where: string } | undefined {
  const names = step.env.filter((entry) => secret.test(textOf(entry.value) ?? '')).map((entry) => textOf(entry.key) ?? '');
  for (const line of commandsOf(step.lines)) {
    const where = leaves.exec(line.text);
    if (where && (secret.test(line.text) || [...line.text.matchAll(/\$\{?(\w+)/g)].some((one) => names.includes(one[1]!))))
      return { line, where: where[1] ?? where[2]! };
  }
  return undefined;
}

export const copilotSetupExposesSecrets = defineRule({
  id: 'agent/copilot-setup-exposes-secrets',
  meta: {
    title: "Set-up of Copilot's agent holds an identity",
    category: 'agent',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI8:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      write: "The set-up of Copilot's agent gets {scope}: write; it needs contents: read to fetch the code",
      login: "This step logs in to a cloud on the machine that Copilot's agent then works on, and leaves it logged in",
      production: 'The set-up of Copilot\'s agent runs in the environment "{environment}", whose secrets and cloud roles it then holds',
      kept: "This step leaves a secret on the machine that Copilot's agent then works on, in {where}: the agent, and what it is told to run, can read it. Install with it in this step only, and leave nothing behind",
      machine:
        "Copilot's agent works on a machine of your own: what earlier jobs left there, and the network it stands in, are in its reach",
    },
    docs: {
      what: 'The `copilot-setup-steps` job has write permissions, logs in to a cloud, uses a production environment or a self-hosted machine.',
      why: 'The agent starts on the machine that these steps leave behind: their files, their logins, their caches. It works on text that others write.',
      remedy: 'Give the job `permissions: { contents: read }`, install dependencies only, and use a hosted runner.',
      bad: [
        {
          file: '.github/workflows/copilot-setup-steps.yml',
          text: 'on: workflow_dispatch\njobs:\n  copilot-setup-steps:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: «write»\n    steps:\n      - run: npm ci --ignore-scripts\n',
        },
      ],
      good: [
        {
          file: '.github/workflows/copilot-setup-steps.yml',
          text: 'on: workflow_dispatch\njobs:\n  copilot-setup-steps:\n    runs-on: ubuntu-latest\n    permissions:\n      contents: read\n    steps:\n      - run: npm ci --ignore-scripts\n',
        },
      ],
      references: ['https://docs.github.com/en/copilot/how-tos/use-copilot-agents/coding-agent/customize-the-agent-environment'],
    },
  },
  on: {
    job(job, workflow, context) {
      if (job.id !== 'copilot-setup-steps') return;
      const permissions = effectivePermissions(job, workflow);
      for (const scope of permissions.written?.scopes ?? []) {
        const { access } = scope;
        if (textOf(access) !== 'write') continue;
        // Who may ask for a token of OIDC gets one: there is nothing to read.
        const instead = scope.name === 'id-token' ? 'none' : 'read';
        context.report({
          at: access.at,
          message: 'write',
          data: { scope: scope.name },
          anchor: `${job.anchor}|permissions.${scope.name}`,
          suggestions: [editing(`Set ${scope.name} to ${instead}`, access.at.uri, (document) => [replaceValue(access, instead, document)])],
        });
      }
      const environment = textOf(job.environment);
      if (job.environment && environment && /prod|live|release|deploy/i.test(environment))
        context.report({ at: job.environment.at, message: 'production', data: { environment }, anchor: `${job.anchor}|environment` });
      if (isSelfHosted(job) && job.runner)
        context.report({ at: job.runner.at, message: 'machine', anchor: `${job.anchor}|runner`, severity: 'low' });
      for (const step of job.steps) {
        const found = leftSecret(step);
        if (found) context.report({ at: found.line.at, message: 'kept', data: { where: found.where }, anchor: `${step.anchor}|kept` });
      }
      for (const step of job.steps)
        if (cloudLogin(step)) context.report({ at: step.head, message: 'login', anchor: `${step.anchor}|login` });
    },
  },
});
