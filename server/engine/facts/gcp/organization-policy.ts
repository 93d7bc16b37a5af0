// Organization policies that keep identities in bounds, and where they are switched off: keys of service accounts, roles that
// default accounts get by themselves, who may be a member, public data. Facts from Google's list of constraints (2026-11).
import type { Place } from '../../text/text.ts';
import type { Carrier, Facts, Grant, ScopeLevel } from '../types.ts';
import { itemsOf, leavesOf, patternOf, textOf, valueAt, type Leaf, type Mapping } from '../value.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

/** What a constraint keeps from happening, in words that follow "anybody may". */
export const guardedConstraints = tableOf<string>({
  'iam.disableServiceAccountKeyCreation': 'make keys of service accounts, which do not end',
  'iam.managed.disableServiceAccountKeyCreation': 'make keys of service accounts, which do not end',
  'iam.disableServiceAccountKeyUpload': 'upload keys for service accounts',
  'iam.managed.disableServiceAccountKeyUpload': 'upload keys for service accounts',
  'iam.automaticIamGrantsForDefaultServiceAccounts': 'get the editor role by running as a default service account',
  'iam.managed.preventPrivilegedBasicRolesForDefaultServiceAccounts': 'give basic roles to default service accounts',
  'iam.allowedPolicyMemberDomains': 'give roles to accounts outside the organization',
  'iam.managed.allowedPolicyMembers': 'give roles to accounts outside the organization',
  'compute.requireOsLogin': 'log in to machines with SSH keys out of metadata, which do not end',
  'compute.managed.requireOsLogin': 'log in to machines with SSH keys out of metadata, which do not end',
  'storage.publicAccessPrevention': 'open buckets to everyone',
  'storage.uniformBucketLevelAccess': 'give access to single objects past the policy of the bucket',
});

export interface OrganizationPolicy {
  /** As written: `constraints/iam.disable…`, `projects/p/policies/iam.disable…`. */
  readonly constraint: Leaf | undefined;
  /** What switches it off: `enforced = false`, `allow { all = true }`. */
  readonly off: Leaf;
  readonly level: ScopeLevel;
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly head: Place;
  readonly enabled: Grant['enabled'];
}

/** Pushes a fact for a guarding constraint that is switched off. Others give nothing. */
export function pushPolicyOff(policy: OrganizationPolicy, into: Facts): void {
  // The organization is a variable more often than not: `organizations/${var.org}/policies/iam.disable…`.
  const text = policy.constraint ? patternOf(policy.constraint) : '';
  const name = text.slice(text.lastIndexOf('/') + 1);
  if (!guardedConstraints.has(name)) return;
  const { off } = policy;
  into.grants.push({
    anchor: `${policy.anchor}|${name}`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'resource',
    principals: [{ kind: 'authenticated', id: off }],
    actions: [
      {
        kind: 'scalar',
        known: 'resolved',
        value: `policy-off:${name}`,
        at: off.at,
        token: off.token,
        via: off.via,
        encoding: off.encoding,
        editable: off.editable,
      },
    ],
    scope: [{ level: policy.level, id: off }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: policy.carrier,
    enabled: policy.enabled,
  });
}

/** Whether a file may be a policy for `gcloud org-policies set-policy`, of either generation. */
export const mayBePolicyFile = (text: string): boolean =>
  /(?:^|[{,]\s{0,20})["']?(?:name|constraint)["']?[ \t]{0,8}:[ \t]{0,8}["']?(?:[\w/.-]{1,120}\/policies|constraints)\/(?:iam|storage|compute)\./m.test(
    text,
  );

/** Reads such a file: rules of a spec, or one policy for a constraint. A rule with a condition switches off for some only. */
export function readPolicyFile(policy: Mapping, uri: string, into: Facts): void {
  const constraint = leavesOf(valueAt(policy, 'constraint') ?? valueAt(policy, 'name'))[0];
  if (!constraint) return;
  const offs = [...itemsOf(valueAt(policy, 'spec', 'rules')).filter((rule) => !valueAt(rule, 'condition')), policy].flatMap((rule) => [
    ...offIn(valueAt(rule, 'enforce') ?? valueAt(rule, 'booleanPolicy', 'enforced'), /^false$/i),
    ...offIn(valueAt(rule, 'allowAll') ?? valueAt(rule, 'listPolicy', 'allValues'), /^(?:true|allow)$/i),
  ]);
  const level = ({ organizations: 'org', folders: 'folder' } as const)[patternOf(constraint).split('/')[0] as 'folders'] ?? 'project';
  for (const off of offs)
    pushPolicyOff(
      {
        constraint,
        off,
        level,
        carrier: { dialect: 'iam-json', kind: 'policy', address: 'policy', block: policy.at, head: constraint.at },
        anchor: `iam-json|${uri}`,
        head: constraint.at,
        enabled: 'yes',
      },
      into,
    );
}

function offIn(value: ReturnType<typeof valueAt>, wanted: RegExp): readonly Leaf[] {
  return leavesOf(value).filter((leaf) => wanted.test(textOf(leaf) ?? ''));
}
