// Instructions that send an agent to a person's credentials.
import type { Instruction } from '../../server/engine/facts/agents/instructions.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const instructionsReachCredential = defineRule({
  id: 'agent/instructions-reach-credential',
  meta: {
    title: 'Instructions that send an agent to credentials',
    category: 'agent',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI10:2025', 'NHI2:2025', 'PR.AA-05'],
    peers: ['agentshield'],
    fix: 'none',
    whyNoFix: 'Which identity of its own the agent should have is not in the file.',
    messages: {
      file: 'This line sends the agent to `{path}`: {what} of the person who runs it. It then acts as that person, and what it reads may end up in a transcript. Give it an identity of its own with fewer rights',
      variable:
        'This line has the agent print `{path}`: the output goes to the model, into the transcript and often into logs. Let the program that needs it read the variable',
      environment:
        'This line has the agent print its whole environment (`{path}`): every token in it goes to the model, into the transcript and often into logs. Ask for the names that are needed',
    },
    docs: {
      what: 'A file of instructions for agents that tells them to read a file of credentials, or to print a variable that holds a secret.',
      why: "An agent does what its instructions say, for everybody who works in the repository. With a person's keys it is that person, with all of their access; and text that an agent reads leaves the machine.",
      remedy:
        'Name a profile, context or token that was made for the agent and may do what it needs. Check that a variable is set (`test -n "$TOKEN"`) instead of printing it.',
      bad: [{ file: 'CLAUDE.md', text: '# Deploying\n\nRead «~/.aws/credentials» for the access key, then run `make deploy`.\n' }],
      good: [{ file: 'CLAUDE.md', text: '# Deploying\n\nRun `AWS_PROFILE=agent-deploy make deploy`. Never read ~/.aws/credentials.\n' }],
      references: [
        'https://code.claude.com/docs/en/memory',
        'https://owasp.org/www-project-non-human-identities-top-10/2025/10-human-use-of-nhi/',
      ],
    },
  },
  on: {
    agent(agent, context) {
      if (agent.carrier.kind !== 'instructions') return;
      for (const { key, keyAt, anchor, value } of agent.settings) {
        const instruction = key as Instruction;
        if (instruction === 'secret-variable')
          context.report({ at: keyAt, message: 'variable', data: { path: textOf(value) ?? '' }, anchor });
        if (instruction === 'environment')
          context.report({ at: keyAt, message: 'environment', data: { path: textOf(value) ?? '' }, anchor });
        if (instruction === 'credential-file')
          context.report({ at: keyAt, message: 'file', data: { path: textOf(value) ?? '', what: contentOf(textOf(value) ?? '') }, anchor });
      }
    },
  },
});

const contents: readonly (readonly [path: RegExp, what: string])[] = [
  [/\.ssh\b/, 'private keys of SSH'],
  [/\.aws\b/, 'keys of AWS'],
  [/\.kube\b/, 'logins of Kubernetes'],
  [/gcloud/, 'logins of Google Cloud'],
  [/\.azure\b/, 'logins of Azure'],
  [/docker/, 'logins of container registries'],
  [/hosts\.yml|git-credentials/, 'tokens of git'],
  [/npmrc|pypirc/, 'tokens of a package registry'],
];

const contentOf = (path: string): string => contents.find(([pattern]) => pattern.test(path))?.[1] ?? 'credentials';
