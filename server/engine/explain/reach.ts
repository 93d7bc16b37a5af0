// What a grant lets its holder do, the dangerous first: AWS patterns expanded by access level, a managed policy or cloud
// role by what its table says, a Kubernetes rule or binding by the powers that follow from it.
import type { AccessLevel, AwsAction, AwsCatalog } from '../catalog/aws.ts';
import type { RoleFacts } from '../catalog/roles.ts';
import { isEverything, powers, grantsOf } from '../facts/kubernetes/powers.ts';
import { holdingOf } from '../facts/kubernetes/held-powers.ts';
import { indexKubernetes, type KubernetesIndex } from '../facts/kubernetes/joined.ts';
import type { Grant } from '../facts/types.ts';
import { patternOf } from '../facts/value.ts';
import type { Project } from '../project.ts';
import { listed, shown, type ExplainedLine } from './explanation.ts';

/** From what can change who may do what, down to what only looks. */
const levelsByDanger: readonly AccessLevel[] = ['Permissions management', 'Write', 'Tagging', 'Read', 'List'];

const levelWords: Readonly<Record<AccessLevel, string>> = {
  'Permissions management': 'change permissions',
  Write: 'write',
  Tagging: 'tag',
  Read: 'read',
  List: 'list',
};
const namesShown: Readonly<Record<AccessLevel, number>> = { 'Permissions management': 12, Write: 8, Tagging: 3, Read: 4, List: 3 };

/** Actions by the most dangerous of their levels; only levels that are there, the dangerous first. */
function byLevel(actions: Iterable<AwsAction>): readonly { readonly level: AccessLevel; readonly actions: readonly string[] }[] {
  const found = new Map<AccessLevel, Set<string>>();
  for (const action of actions) {
    const level = levelsByDanger.find((one) => action.levels.includes(one)) ?? 'Read';
    (found.get(level) ?? found.set(level, new Set()).get(level)!).add(action.name);
  }
  return levelsByDanger.flatMap((level) =>
    found.has(level)
      ? [{ level, actions: [...found.get(level)!].sort((a, b) => weight(b, level) - weight(a, level) || (a < b ? -1 : 1)) }]
      : [],
  );
}

/** Of permissions, those that give say more than those that take away; of other writes, those after which something is gone. */
function weight(name: string, level: AccessLevel): number {
  const first = level === 'Permissions management' ? /:(?:Put|Attach|Pass|Add|Set|Update|Grant|Modify)/ : /:(?:Delete|Terminate|Put)/;
  return first.test(name) ? 2 : /:Create/.test(name) ? 1 : 0;
}

/** What a grant lets its holder do, in lines. */
export function reachOf(grant: Grant, project: Project): ExplainedLine[] {
  switch (grant.platform) {
    case 'aws':
      return awsReach(grant, project.catalogs.aws);
    case 'gcp':
      return grant.entitlement ? roleReach(grant, project.catalogs.gcp?.find(patternOf(grant.entitlement))) : plainReach(grant);
    case 'azure':
      return grant.entitlement
        ? roleReach(grant, project.catalogs.azure?.find(patternOf(grant.entitlement).split('/').at(-1)!))
        : plainReach(grant);
    case 'k8s':
      return kubernetesReach(grant, kubernetesIndexOf(project));
    default:
      return plainReach(grant);
  }
}

export function kubernetesIndexOf(project: Project): KubernetesIndex {
  return project.memo(kubernetesIndexOf, () => indexKubernetes(project.all('grants')));
}

function awsReach(grant: Grant, catalog: AwsCatalog | undefined): ExplainedLine[] {
  if (!catalog) return plainReach(grant);
  if (grant.entitlement) {
    const policy = catalog.managedPolicy(patternOf(grant.entitlement));
    if (!policy)
      return [{ text: `the policy ${shown(grant.entitlement)}, which is none of AWS's own: what it allows is said where it is written` }];
    const counts = levelsByDanger
      .filter((level) => policy.counts[level] > 0)
      .map((level) => `${policy.counts[level]} ${levelWords[level]}`);
    const lines: ExplainedLine[] = [{ text: `\`${policy.name}\` of AWS: ${counts.join(', ')}` }];
    if (policy.holds !== '*' && policy.holds.length > 0)
      lines.push({ text: `on every resource, of what leads further: ${listed(policy.holds, 12)}` });
    return lines;
  }
  const patterns = grant.actions.filter((leaf) => leaf.kind !== 'unknown');
  const named = new Map<string, AwsAction>();
  const nothing: string[] = [];
  for (const leaf of patterns) {
    const expanded = catalog.expand(patternOf(leaf));
    if (expanded.length === 0 && leaf.kind === 'scalar') nothing.push(shown(leaf));
    for (const action of expanded) named.set(action.name, action);
  }
  if (grant.polarity.actions === 'except')
    return [{ text: `everything but ${listed(patterns.map(shown), 8)}, and every action that AWS adds later` }];
  const lines: ExplainedLine[] = byLevel(named.values()).map(({ level, actions }) => ({
    text: `${actions.length} ${levelWords[level]}: ${listed(actions, namesShown[level])}`,
  }));
  if (patterns.length > 0 && named.size > 0)
    lines.unshift({
      text: `${patterns.length} ${patterns.length === 1 ? 'pattern' : 'patterns'}, ${named.size} ${named.size === 1 ? 'action' : 'actions'}`,
    });
  if (nothing.length > 0)
    lines.push({ text: `${listed(nothing, 5)} ${nothing.length === 1 ? 'is' : 'are'} in no list of AWS: misspelt, or newer than ours` });
  return lines;
}

const classWords: Readonly<Record<RoleFacts['class'], string>> = {
  admin: 'administers: it assigns roles or controls everything',
  escalation: 'leads to administrator',
  'data-admin': 'hands out keys or secrets',
  write: 'writes',
  read: 'reads',
  limited: 'is limited to its own matter',
};

function roleReach(grant: Grant, role: RoleFacts | undefined): ExplainedLine[] {
  if (!role) return [{ text: `the role ${shown(grant.entitlement!)}, which is in no list of powerful roles` }];
  const lines: ExplainedLine[] = [
    { text: `\`${role.name}\` ${classWords[role.class]}${role.permissions !== undefined ? `; ${role.permissions} permissions` : ''}` },
  ];
  if (role.flags.length > 0)
    lines.push({
      text: `what counts: ${listed(
        role.flags.map((flag) => flag.replaceAll('-', ' ')),
        10,
      )}`,
    });
  if (role.conditioned) lines.push({ text: 'the role itself limits which roles it may assign' });
  return lines;
}

function kubernetesReach(grant: Grant, index: KubernetesIndex): ExplainedLine[] {
  if (grant.role === 'binding') {
    const holding = holdingOf(grant, index);
    const where = holding.inCluster ? 'in every namespace' : 'in this namespace';
    const role = index.roleOf(grant);
    const lines: ExplainedLine[] = holding.powers.map(({ power, rule }) => ({
      text: power ? `${power.words}, ${where}` : `everything, ${where}`,
      ...(rule ? { at: rule.statement?.at ?? rule.carrier.head } : {}),
    }));
    if (lines.length > 0) return lines;
    return [
      {
        text: role
          ? `${role.rules.length} ${role.rules.length === 1 ? 'rule' : 'rules'}, none of which leads further`
          : `the role ${grant.entitlement ? shown(grant.entitlement) : ''}, which is not in the tree`,
        ...(role ? { at: role.rules[0]?.carrier.head } : {}),
      },
    ];
  }
  if (isEverything(grant)) return [{ text: 'every verb on every resource of every group' }];
  const lines: ExplainedLine[] = Object.values(powers)
    .filter((power) => grantsOf(grant, power, true).length > 0)
    .map((power) => ({ text: power.words }));
  const { rule } = grant;
  if (rule)
    lines.push({
      text: `${listed(rule.verbs.map(shown), 8)} on ${listed((rule.resources.length > 0 ? rule.resources : rule.urls).map(shown), 8)}${rule.names.length > 0 ? ` named ${listed(rule.names.map(shown), 4)}` : ''}`,
    });
  return lines;
}

function plainReach(grant: Grant): ExplainedLine[] {
  if (grant.entitlement) return [{ text: `the role ${shown(grant.entitlement)}` }];
  const words = listed(grant.actions.map(shown), 20);
  return words === '' ? [] : [{ text: grant.polarity.actions === 'except' ? `everything but ${words}` : words }];
}
