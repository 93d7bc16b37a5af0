// Which rule areas a set of facts can need, so that a hook over three workflow files loads no AWS rule.
import type { DocumentFacts } from './project.ts';
import { areaOf, areas, type AreaName } from './rule.ts';
import type { Platform } from './facts/types.ts';
import { patternOf } from './facts/value.ts';
import type { Workflow, WorkflowStep } from './facts/workflow.ts';

const areaOfPlatform: Readonly<Record<Platform, AreaName>> = {
  aws: 'aws',
  gcp: 'gcp',
  azure: 'azure',
  entra: 'azure',
  k8s: 'k8s',
  vault: 'vault',
  sql: 'sql',
  snowflake: 'sql',
  databricks: 'sql',
  github: 'saas',
  gitlab: 'saas',
  okta: 'saas',
  auth0: 'saas',
  keycloak: 'saas',
  teleport: 'saas',
  saas: 'saas',
  agent: 'agent',
  alibaba: 'cloud',
  oracle: 'cloud',
  ibm: 'cloud',
  tencent: 'cloud',
  huawei: 'cloud',
  scaleway: 'cloud',
  yandex: 'cloud',
};

const isArea = (name: string): boolean => (areas as readonly string[]).includes(name);

const known = new WeakMap<DocumentFacts, ReadonlySet<AreaName>>();

export function neededAreas(documents: Iterable<DocumentFacts>): Set<AreaName> {
  const needed = new Set<AreaName>();
  for (const document of documents) {
    let own = known.get(document);
    if (!own) known.set(document, (own = areasOf(document)));
    for (const area of own) needed.add(area);
  }
  return needed;
}

function areasOf({ facts, secrets, suppressions }: DocumentFacts): Set<AreaName> {
  const needed = new Set<AreaName>();
  if (secrets.length > 0) needed.add('secret');
  if (suppressions.some((one) => !one.peers)) needed.add('drift');
  // The rules that a directive names, so that one that does not exist, or finds nothing, is seen.
  for (const suppression of suppressions) for (const { id } of suppression.rules) if (isArea(areaOf(id))) needed.add(areaOf(id));
  for (const list of [facts.grants, facts.trusts, facts.credentials, facts.identities])
    for (const fact of list) needed.add(areaOfPlatform[fact.platform]);
  if (facts.identities.length > 0) needed.add('identity');
  for (const workflow of facts.workflows) {
    needed.add(workflow.system === 'github' ? 'github' : 'ci');
    if (!needed.has('agent') && startsAgent(workflow)) needed.add('agent');
  }
  if (facts.agents.length > 0) needed.add('agent');
  if (facts.oauthClients.length > 0) needed.add('oauth');
  return needed;
}

/** Words of every action and command that starts an AI agent; the rules look closer. */
const agentWords =
  /claude|codex|gemini|copilot|opencode|cursor-agent|aider|qwen|auggie|(?<![\w-])(?:amp|(?:goose|crush)\s+run|droid\s+exec|(?:q|kiro-cli)\s+chat)\s|ai-inference/;

function startsAgent(workflow: Workflow): boolean {
  return (
    [workflow.steps, ...workflow.jobs.map((job) => job.steps)].some((steps) =>
      steps.some((step) => agentWords.test(patternOfStep(step))),
    ) || /copilot-setup-steps/.test(workflow.anchor)
  );
}

function patternOfStep({ uses, run }: WorkflowStep): string {
  const leaf = uses ?? run;
  return leaf ? patternOf(leaf) : '';
}
