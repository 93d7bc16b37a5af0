// An identity that nobody answers for.
import { addEntry } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { FactIndex } from '../../server/engine/fact-index.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import type { Identity } from '../../server/engine/facts/types.ts';
import type { DocumentFacts, Project } from '../../server/engine/project.ts';
import { defineRule } from '../../server/engine/rule.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { lineInCodeowners } from './codeowners-line.ts';
import { hasOwner, whereToWrite } from './owner.ts';

const kinds: Partial<Readonly<Record<Identity['kind'], string>>> = {
  role: 'role',
  user: 'user',
  'service-account': 'service account',
  'managed-identity': 'managed identity',
  application: 'application',
  agent: 'agent',
  'oauth-client': 'OAuth client',
  machine: 'machine identity',
  'workflow-job': 'job',
};
/** What makes a job worth an owner of its own: a cloud login or a way to publish. */
const powerful = /^(?:oidc|key|publish):/;

export const noOwner = defineRule({
  id: 'identity/no-owner',
  meta: {
    title: 'Identity without an owner',
    category: 'ownership',
    severity: 'medium',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI1:2025', 'GV.RR-02'],
    peers: [],
    fix: 'suggestion',
    messages: {
      missing:
        'The {kind} "{name}" has no owner: nobody is asked when it leaks, and nobody removes it when it is no longer needed. To name one, {where}',
    },
    docs: {
      what: 'A role, account, agent, application or deploying job has no owner in its own file, in CODEOWNERS or in the service catalogue.',
      why: 'Identities outlive the people who made them. Without an owner nobody rotates the credential, approves a wider scope, or deletes the thing.',
      remedy: 'Name a team where the format has a field for it (a tag, `owners`, `metadata.owner`), or give the file a line in CODEOWNERS.',
      bad: [{ file: '.github/agents/planner.agent.md', text: '---\n«name»: planner\ntools: [read, search]\n---\nPlan the work.\n' }],
      good: [
        {
          file: '.github/agents/planner.agent.md',
          text: '---\nname: planner\ntools: [read, search]\nmetadata:\n  owner: "@acme/platform"\n---\nPlan the work.\n',
        },
      ],
      references: [
        'https://owasp.org/www-project-non-human-identities-top-10/2025/',
        'https://docs.github.com/en/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners',
      ],
    },
  },
  on: {
    identity(identity, context) {
      const kind = kinds[identity.kind];
      if (!kind || identity.carrier.kind === 'backstage' || hasOwner(identity, context.project)) return;
      // What it runs as on AWS has an owner of its own; a role that a function makes for itself has the function's.
      if (identity.platform === 'aws' && (identity.kind === 'machine' || identity.traits['madeFor'])) return;
      // Settings and commands belong to whoever uses them; definitions, servers and what is given to others have an owner.
      if (identity.kind === 'agent' && (identity.carrier.kind === 'settings' || identity.carrier.kind === 'command')) return;
      // Jobs of one workflow have one owner, by its file: the first that needs one speaks for all.
      if (identity.kind === 'workflow-job' && context.project.lookup(powerfulJobs, identity.at.uri)[0]?.id !== identity.id) return;
      const where = whereToWrite(identity);
      context.report({
        at: identity.at,
        message: 'missing',
        data: { kind, name: identity.name, where },
        anchor: `${identity.id}|owner`,
        ...(identity.kind === 'agent' || identity.kind === 'workflow-job' ? { severity: 'low' as const } : {}),
        suggestions: [...ownerInFrontMatter(identity, context.project), ...(/CODEOWNERS/.test(where) ? [lineInCodeowners(identity)] : [])],
      });
    },
  },
});

const powerfulJobs: FactIndex<Identity> = {
  name: 'identity-powerful-jobs',
  *entriesOf({ uri, facts }: DocumentFacts) {
    for (const one of facts.identities)
      if (one.kind === 'workflow-job' && one.scopeItems.some((item) => powerful.test(item))) yield [uri, one, one.id] as const;
  },
};

/** Agents by the file that defines them. */
const agentsOfFile: FactIndex<Agent> = {
  name: 'identity-agents',
  *entriesOf({ uri, facts }: DocumentFacts) {
    for (const agent of facts.agents) yield [uri, agent, agent.anchor] as const;
  },
};

/** Copilot and agentic workflows keep free values under `metadata`; for other formats the place is said and not written. */
function ownerInFrontMatter(identity: Identity, project: Project): FixMaker[] {
  if (identity.kind !== 'agent') return [];
  const agent = project.lookup(agentsOfFile, identity.at.uri).find((one) => one.name === identity.name);
  if (!agent || (agent.client !== 'copilot' && agent.client !== 'gh-aw') || agent.value.kind !== 'mapping') return [];
  const { value } = agent;
  return [
    editing('Name an owner: fill in the team', identity.at.uri, (document) => [
      addEntry(value, 'metadata', { owner: '@your-org/your-team' }, document),
    ]),
  ];
}
