// Reads GitHub Actions: workflows, workflow templates, composite actions and Dependabot's settings, as workflow facts. It does not follow what
// a workflow calls (rules look callees up among the facts), and it does not judge.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import type { Place } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, textOf, type Mapping } from '../value.ts';
import type { Expression, Workflow } from '../workflow.ts';
import { isDependabotPath, isNeedsPath, isTemplatePath, isWorkflowPath } from './claims.ts';
import { expressionsIn } from './expressions-in.ts';
import { githubJobIdentity } from './job-identity.ts';
import { jobReach } from './job-reach.ts';
import { readJobs } from './jobs.ts';
import { readPermissions } from './permissions.ts';
import { readSteps } from './steps.ts';
import { readTriggers } from './triggers.ts';
import { withinLimits } from '../workflow-limits.ts';

export const githubActionsReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function readDocument(document: Document): Facts {
  const facts = noFacts();
  const tree = document.tree(parseYaml);
  for (const problem of tree.problems)
    facts.problems.push({ kind: 'syntax', message: problem.message, at: { uri: document.uri, span: problem.span } });
  const node = tree.roots[0];
  const root = node && valueOf(node, document.uri);
  if (root?.kind !== 'mapping') return facts;
  if (isDependabotPath(document.uri) || isNeedsPath(document.uri)) {
    facts.workflows.push(readUpdates(document, root));
    return facts;
  }
  const runs = entryOf(root, 'runs');
  const isAction = runs !== undefined && !entryOf(root, 'jobs');
  // `on` is a key of workflows alone; without it a file outside the workflow folder may be anything that has jobs.
  if (!isAction && (!entryOf(root, 'jobs') || !(entryOf(root, 'on') || isWorkflowPath(document.uri)))) return facts;
  const read = withinLimits(isAction ? readAction(document, root) : readWorkflow(document, root), document);
  const workflow: Workflow = { ...read, jobs: read.jobs.map((job) => ({ ...job, reach: jobReach(job, read) })) };
  facts.workflows.push(workflow);
  for (const job of workflow.jobs) facts.identities.push(githubJobIdentity(job, workflow));
  return facts;
}

function readWorkflow(document: Document, root: Mapping): Workflow {
  const anchor = `github-actions|${document.uri}`;
  const on = entryOf(root, 'on');
  const name = entryOf(root, 'name')?.value;
  const permissions = entryOf(root, 'permissions');
  const env = entryOf(root, 'env')?.value;
  const head = on?.key.at ?? root.entries[0]!.key.at;
  const expressions: Expression[] = [];
  for (const key of ['env', 'run-name', 'concurrency', 'defaults'])
    expressionsIn(entryOf(root, key)?.value, document.text, key, undefined, expressions);
  return {
    anchor,
    system: 'github',
    kind: isTemplatePath(document.uri) ? 'template' : 'workflow',
    ...(textOf(name) === undefined ? {} : { name: textOf(name)! }),
    at: root.at,
    head,
    triggers: on ? readTriggers(on) : [],
    ...(permissions ? { permissions: readPermissions(permissions, document.text) } : {}),
    env: env?.kind === 'mapping' ? env.entries : [],
    jobs: readJobs(entryOf(root, 'jobs')!.value, document.text, anchor),
    steps: [],
    expressions,
    carrier: { dialect: 'github-actions', kind: 'workflow', address: textOf(name) ?? document.uri, block: root.at, head },
    value: root,
  };
}

function readAction(document: Document, root: Mapping): Workflow {
  const anchor = `github-actions|${document.uri}`;
  const name = entryOf(root, 'name')?.value;
  const runs = entryOf(root, 'runs')!;
  const head: Place = runs.key.at;
  const expressions: Expression[] = [];
  expressionsIn(entryOf(root, 'outputs')?.value, document.text, 'outputs', undefined, expressions);
  return {
    anchor,
    system: 'github',
    kind: 'action',
    ...(textOf(name) === undefined ? {} : { name: textOf(name)! }),
    at: root.at,
    head,
    triggers: [],
    env: [],
    jobs: [],
    steps: readSteps(entryOf(runs.value, 'steps')?.value, document.text, anchor),
    expressions,
    carrier: { dialect: 'github-actions', kind: 'action', address: textOf(name) ?? document.uri, block: root.at, head },
    value: root,
  };
}

/** Configurations without jobs: Dependabot's, whose registries rules look at, and what an action's author says that it needs. */
function readUpdates(document: Document, root: Mapping): Workflow {
  const head = root.entries[0]?.key.at ?? root.at;
  return {
    anchor: `github-actions|${document.uri}`,
    system: 'github',
    kind: isNeedsPath(document.uri) ? 'needs' : 'updates',
    at: root.at,
    head,
    triggers: [],
    env: [],
    jobs: [],
    steps: [],
    expressions: [],
    carrier: {
      dialect: 'github-actions',
      kind: isNeedsPath(document.uri) ? 'action-security' : 'dependabot',
      address: document.uri,
      block: root.at,
      head,
    },
    value: root,
  };
}
