// The team posture baseline as it stands for one working tree: what was decided at the tip of the target branch, what the
// working tree proposes, and the policy that says which decisions count.
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPolicy, policyPath, readPolicy, type Policy } from '../posture/policy.ts';
import type { Recorded } from '../posture/reconcile.ts';
import { longestRecord } from '../posture/record.ts';
import type { RecordedIdentity } from '../posture/identities.ts';
import { decisionsAt, decisionsIn } from './decision-files.ts';
import { gitSync } from './git.ts';
import { insideOf } from './inside.ts';
import { identitiesAt, identitiesIn } from './identity-files.ts';
import type { RefusedRecord } from './record-files.ts';
import { isTarget, targetBranch } from './target-branch.ts';

export interface Baseline {
  /** Decisions that count. */
  readonly decided: readonly Recorded[];
  /** Decisions of the working tree. */
  readonly proposed: readonly Recorded[];
  /** Records of identities that count, and those of the working tree. */
  readonly identities: { readonly decided: readonly RecordedIdentity[]; readonly proposed: readonly RecordedIdentity[] };
  readonly policy: Policy;
  /** `origin/main@ab12cd3`; undefined before the first commit. */
  readonly source?: string;
  /** Records and policies that could not be read, and so count for nothing. */
  readonly refused: readonly RefusedRecord[];
  /** Why the target branch could not be asked. Nothing is accepted then, and the run is not complete. */
  readonly unavailable?: string;
}

/** `undefined` where neither the target branch nor the working tree has any record, nor the target a policy: most repositories. */
export function readBaseline(root: string, wanted?: string): Baseline | undefined {
  const here = decisionsIn(root);
  const identitiesHere = identitiesIn(root);
  const refusedHere = [...here.refused, ...identitiesHere.refused];
  const held = (counts: readonly { readonly records: readonly unknown[] }[]): boolean => counts.some(({ records }) => records.length > 0);
  const target = targetBranch(root, wanted);
  if (!isTarget(target)) {
    if (!held([here, identitiesHere]) && refusedHere.length === 0) return undefined;
    return {
      decided: [],
      proposed: here.records,
      identities: { decided: [], proposed: identitiesHere.records },
      policy: defaultPolicy,
      refused: refusedHere,
      ...(target.nothingYet ? {} : { unavailable: target.why }),
    };
  }
  const there = decisionsAt(root, target.commit);
  const identitiesThere = identitiesAt(root, target.commit);
  const { policy, refused } = policyAt(root, target.commit);
  const refusedThere = [...there.refused, ...identitiesThere.refused, ...refused];
  if (!held([here, identitiesHere, there, identitiesThere]) && refusedHere.length + refusedThere.length === 0 && policy === defaultPolicy)
    return undefined;
  return {
    decided: there.records,
    proposed: here.records,
    identities: { decided: identitiesThere.records, proposed: identitiesHere.records },
    policy,
    source: `${target.name}@${target.commit.slice(0, 7)}`,
    refused: [...new Map([...refusedHere, ...refusedThere].map((one) => [one.uri, one])).values()],
  };
}

/** The baseline as a commit holds it, for what is told of a day in the past: nothing else proposes, nothing else counts. */
export function readBaselineAt(root: string, commit: string): Baseline {
  const { records, refused } = decisionsAt(root, commit);
  const identities = identitiesAt(root, commit);
  const { policy, refused: policyRefused } = policyAt(root, commit);
  return {
    decided: records,
    proposed: [],
    identities: { decided: identities.records, proposed: [] },
    policy,
    source: commit.slice(0, 7),
    refused: [...refused, ...identities.refused, ...policyRefused],
  };
}

/** The policy at the tip of the target branch; the built-in one where there is none, or where it cannot be read. */
function policyAt(root: string, commit: string): { policy: Policy; refused: RefusedRecord[] } {
  const shown = gitSync({ cwd: root, command: ['cat-file', 'blob', `${commit}:${policyPath}`] });
  if (!shown.ok) return { policy: defaultPolicy, refused: [] };
  return judged(shown.stdout.toString('utf8'));
}

/** The policy of the working tree: what `accept` tells a person about before it is merged. */
export function policyIn(root: string): { policy: Policy; refused: RefusedRecord[] } {
  const path = join(root, policyPath);
  try {
    if (!lstatSync(path).isFile() || !insideOf(root)(path))
      return {
        policy: defaultPolicy,
        refused: [{ uri: policyPath, problems: [{ message: 'the policy has to be a plain file', span: [0, 0] }] }],
      };
    return judged(readFileSync(path, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { policy: defaultPolicy, refused: [] };
    return { policy: defaultPolicy, refused: [{ uri: policyPath, problems: [{ message: (error as Error).message, span: [0, 0] }] }] };
  }
}

function judged(text: string): { policy: Policy; refused: RefusedRecord[] } {
  if (text.length > longestRecord)
    return {
      policy: defaultPolicy,
      refused: [{ uri: policyPath, problems: [{ message: `a policy of ${text.length} characters is refused`, span: [0, 0] }] }],
    };
  const { policy, problems } = readPolicy(text);
  return { policy: policy ?? defaultPolicy, refused: policy ? [] : [{ uri: policyPath, problems }] };
}
