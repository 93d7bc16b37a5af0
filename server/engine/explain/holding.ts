// Who holds a grant, who else holds the same, who may become the holders, and which ways to administrator this grant is a
// part of. Joined over the whole tree by the same ids that the facts carry.
import { escalationSets, type EscalationSet } from '../catalog/aws-escalation.ts';
import { escalationsOf, holdersIn, type Holder } from '../facts/aws/holdings.ts';
import { roleKey, roleKeysOf } from '../facts/aws/role-powers.ts';
import { folderOf } from '../document.ts';
import type { Grant, Identity, Trust } from '../facts/types.ts';
import { patternOf, placeOf, textOf } from '../facts/value.ts';
import type { Project } from '../project.ts';
import { listed, principalInWords, shown, type ExplainedLine } from './explanation.ts';
import { kubernetesIndexOf } from './reach.ts';

const mostLines = 8;

/** Who this grant is given to, and who may become them. */
export function holdersInWords(grant: Grant, project: Project): ExplainedLine[] {
  const lines: ExplainedLine[] = grant.principals.map((principal) => ({
    text: principalInWords(principal),
    ...(principal.id.at.uri !== grant.carrier.block.uri || !within(principal.id.at.span, grant.carrier.block.span)
      ? { at: principal.id.at }
      : {}),
  }));
  if (grant.platform === 'aws') {
    for (const trust of trustsOf(grant, project).slice(0, mostLines)) {
      const who = listed(trust.principals.map(principalInWords), 4);
      if (who !== '')
        lines.push({
          text: `who may become it: ${who}${
            trust.conditions.length > 0
              ? `, if ${listed(
                  trust.conditions.map((one) => `${one.operator} ${one.key.replaceAll('\0', '…')} ${listed(one.values.map(shown), 3)}`),
                  4,
                )}`
              : ''
          }`,
          at: trust.statement?.at ?? trust.carrier.head,
        });
    }
    for (const machine of machinesWith(grant, project).slice(0, mostLines))
      lines.push({
        text: `${textOf(machine.traits['words']) ?? 'workload'} \`${machine.name}\` runs as it`,
        at: machine.traits['role']!.at,
      });
    for (const job of jobsWith(grant, project).slice(0, mostLines))
      lines.push({ text: `${job.kind.replaceAll('-', ' ')} \`${job.name}\` takes it`, at: job.at });
  }
  if (grant.platform === 'k8s' && grant.role === 'custom-role') {
    for (const binding of kubernetesIndexOf(project).bindingsOf(grant))
      lines.push({ text: `bound to ${listed(binding.principals.map(principalInWords), 6)}`, at: binding.carrier.head });
  }
  if (lines.length === 0 && grant.role !== 'custom-role') lines.push({ text: 'nobody in this tree: whoever attaches it' });
  if (lines.length === 0) lines.push({ text: 'nobody in this tree: no binding names the role' });
  return lines.slice(0, mostLines * 2);
}

/** Others who were given the same role or managed policy, or the same document, anywhere in the tree. */
export function othersWith(grant: Grant, project: Project): ExplainedLine[] {
  const own = new Set(grant.principals.map(principalInWords));
  const same = project
    .all('grants')
    .filter((other) => other !== grant && other.platform === grant.platform && other.enabled !== 'no' && isSame(grant, other));
  const lines: ExplainedLine[] = [];
  for (const other of same) {
    for (const principal of other.principals) {
      const words = principalInWords(principal);
      if (own.has(words) && other.carrier.block.uri === grant.carrier.block.uri) continue;
      lines.push({ text: words, at: other.entitlement ? placeOf(other.entitlement) : other.carrier.head });
    }
  }
  return lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), { text: `and ${lines.length - mostLines} more` }];
}

function isSame(grant: Grant, other: Grant): boolean {
  if (grant.entitlement && other.entitlement) return grant.entitlement.kind !== 'unknown' && roleName(grant) === roleName(other);
  const [here, there] = [grant.statement?.at, other.statement?.at];
  return (
    here !== undefined &&
    there !== undefined &&
    here.uri === there.uri &&
    here.span[0] === there.span[0] &&
    other.carrier.address !== grant.carrier.address
  );
}

/** The name without what differs by partition and case. */
function roleName(grant: Grant): string {
  return patternOf(grant.entitlement!)
    .toLowerCase()
    .replace(/^(?:arn:[^:]*|\0):iam::/, '');
}

/** Trusts by which somebody becomes a holder of this grant. */
function trustsOf(grant: Grant, project: Project): Trust[] {
  const names = new Set(grant.principals.flatMap((principal) => (principal.kind === 'role' ? (textOf(principal.id) ?? []) : [])));
  if (names.size === 0) return [];
  return project
    .all('trusts')
    .filter(
      (trust) =>
        trust.platform === 'aws' &&
        trust.effect === 'allow' &&
        trust.enabled !== 'no' &&
        folderOf(trust.carrier.block.uri) === folderOf(grant.carrier.block.uri) &&
        names.has(textOf(trust.assumes) ?? trust.carrier.address),
    );
}

/** Functions, instances, tasks and the like that run as a role that holds this grant. */
function machinesWith(grant: Grant, project: Project): Identity[] {
  return project.all('identities').filter(({ platform, kind, traits, carrier }) => {
    const role = platform === 'aws' && kind === 'machine' ? traits['role'] : undefined;
    if (!role) return false;
    const keys = roleKeysOf(role, carrier.dialect, carrier.block.uri, project);
    return grant.principals.some(
      (principal) =>
        principal.kind === 'role' && keys.includes(roleKey(grant.carrier.dialect, grant.carrier.block.uri, patternOf(principal.id))),
    );
  });
}

/** Jobs that sign in as a role that holds this grant, by the role's name. */
function jobsWith(grant: Grant, project: Project): Identity[] {
  const known = project.all('identities');
  const names = new Set(
    grant.principals.flatMap((principal) => {
      if (principal.kind !== 'role') return [];
      const id = textOf(principal.id);
      const declared = known.find(
        (one) => one.platform === 'aws' && one.carrier.address === id && folderOf(one.at.uri) === folderOf(grant.carrier.block.uri),
      );
      return declared?.name ?? id ?? [];
    }),
  );
  return names.size === 0
    ? []
    : known.filter(({ scopeItems }) =>
        scopeItems.some((item) => item.startsWith('oidc:aws=') && names.has(item.slice(item.lastIndexOf('/') + 1))),
      );
}

/** Ways to administrator that this grant is a part of: each with its steps and where they are given. */
export function escalationInWords(grant: Grant, project: Project): ExplainedLine[] {
  if (grant.platform !== 'aws') return [];
  const lines: ExplainedLine[] = [];
  for (const holder of holdersIn(project)) {
    const sets = (['identity', 'pass-role', 'existing'] as const).flatMap((kind) => escalationsOf(holder, kind));
    const through = sets.filter((set) => partsOf(set, holder).some((part) => part.grant === grant || part.grant.anchor === grant.anchor));
    if (through.length === 0) continue;
    const who = holder.name ? `\`${holder.name}\`` : 'whoever holds this';
    for (const set of through.slice(0, 4)) {
      lines.push({ text: `${who} can ${set.how}` });
      for (const part of partsOf(set, holder))
        lines.push({ text: `  \`${nameOf(set, part.action)}\` by ${shown(part.by)}`, at: placeOf(part.by) });
    }
    if (through.length > 4) lines.push({ text: `${who} has ${through.length - 4} more ways` });
  }
  return lines;
}

/** Said in place of ways to administrator where a holder needs none: another policy of its makes it one. */
export function administratorAnyway(grant: Grant, project: Project): ExplainedLine | undefined {
  const catalog = project.catalogs.aws;
  if (!catalog || grant.platform !== 'aws' || grant.role !== 'identity' || grant.effect !== 'allow') return undefined;
  const names = new Set(
    grant.principals.flatMap((principal) =>
      principal.id.kind === 'unknown' && principal.id.reference === undefined ? [] : [patternOf(principal.id)],
    ),
  );
  for (const other of project.all('grants')) {
    if (other === grant || !other.entitlement || other.effect !== 'allow' || other.enabled === 'no' || other.role === 'boundary') continue;
    if (
      folderOf(other.carrier.block.uri) !== folderOf(grant.carrier.block.uri) ||
      catalog.managedPolicy(patternOf(other.entitlement))?.holds !== '*'
    )
      continue;
    const holder = other.principals.find((principal) => names.has(patternOf(principal.id)));
    if (holder)
      return {
        text: `${principalInWords(holder)} is an administrator already, by ${shown(other.entitlement)}`,
        at: placeOf(other.entitlement),
      };
  }
  return undefined;
}

/** How many ways to administrator are looked for, said where none is found. */
export const waysKnown = escalationSets.length;

function partsOf(set: EscalationSet, holder: Holder) {
  return set.actions.map((action) => holder.held.get(action.toLowerCase())!);
}

function nameOf(set: EscalationSet, action: string): string {
  return set.actions.find((one) => one.toLowerCase() === action.toLowerCase()) ?? action;
}

function within([start, end]: readonly [number, number], [from, to]: readonly [number, number]): boolean {
  return from <= start && end <= to;
}
