// Answers about identities: the lenses of a document, the list, the picture of one, and the record that approves it as it
// stands. An approval is about everything that an identity may do, so all documents that say something about it are read
// before one is made.
import type { CodeLens } from 'vscode-languageserver/node';
import { approvalOf, scopeChange } from '../posture/approve.ts';
import { identityPath, printIdentity, readIdentity } from '../posture/identity-file.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { defaultPolicy, type Policy } from '../posture/policy.ts';
import { policyIn } from '../workspace/baseline.ts';
import type { CheckResult } from './checks.ts';
import { dayAfter, isDay } from '../posture/days.ts';
import { nextStep, ownersFor, recordEdit } from './decision-form.ts';
import { entryOf, knownIdentities, lensesIn, pictureOf, type KnownIdentities } from './identities.ts';
import type { DecideResult } from './protocol/decisions.ts';
import type { ApprovalForm, ApproveParams, IdentityEntry, IdentityPicture, IdentityRef } from './protocol/identities.ts';
import type { ClientCommand } from './protocol/start.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { Workplace } from './workplace.ts';

export interface IdentityRequestsOptions {
  workplaces(): Iterable<Workplace>;
  trusted(): boolean;
  today(): string;
}

interface Found {
  readonly judged: JudgedIdentity;
  readonly known: KnownIdentities;
}

export function createIdentityRequests({ workplaces, trusted, today }: IdentityRequestsOptions) {
  const lasting = new WeakMap<CheckResult, { readonly edition: number; readonly known: Promise<KnownIdentities> }>();

  /** The same as long as neither texts nor records have changed. */
  async function knownIn(workplace: Workplace): Promise<KnownIdentities> {
    const result = await workplace.checks.settled();
    const last = lasting.get(result);
    if (last && last.edition === workplace.decisions.edition) return last.known;
    const known = knownIdentities(workplace, today());
    lasting.set(result, { edition: workplace.decisions.edition, known });
    return known;
  }

  async function find({ root, id }: IdentityRef, files: readonly string[]): Promise<Found | undefined> {
    for (const workplace of workplaces()) {
      if (workplace.root.uri !== root) continue;
      const missing = files.map((uri) => workplace.nameOf(uri)).filter((uri) => !workplace.open.has(uri));
      if (missing.length > 0) {
        await workplace.checks.readMore(missing);
        workplace.checks.again();
      }
      const known = await knownIn(workplace);
      const judged = known.judged.find(({ entry }) => entry.id === id);
      if (judged) return { judged, known };
    }
    return undefined;
  }

  function policyOf({ root }: Workplace): Policy | { readonly why: string } {
    if (!trusted()) return { why: 'this workspace is not trusted, so its policy and its records are not read' };
    if (root.path === undefined) return { why: 'it lies in no folder that could hold a record' };
    const { policy, refused } = policyIn(root.path);
    return refused[0]
      ? { why: `${refused[0].uri} cannot be used: ${refused[0].problems.map(({ message }) => message).join('; ')}` }
      : policy;
  }

  return {
    async lenses(workplace: Workplace, engineUri: string, commands: ReadonlySet<ClientCommand>): Promise<CodeLens[]> {
      return lensesIn(engineUri, await knownIn(workplace), commands);
    },

    async list(): Promise<IdentityEntry[]> {
      const entries: IdentityEntry[] = [];
      for (const workplace of workplaces()) {
        const known = await knownIn(workplace);
        entries.push(...known.judged.map((judged) => entryOf(judged, known)));
      }
      return entries;
    },

    /** `files` are documents that say something about it and may not have been read yet. */
    async picture(ref: IdentityRef, files: readonly string[]): Promise<IdentityPicture | null> {
      const found = await find(ref, files);
      return found ? pictureOf(found.judged, found.known) : null;
    },

    async form(ref: IdentityRef, files: readonly string[]): Promise<ApprovalForm | null> {
      const found = await find(ref, files);
      if (!found) return null;
      const { judged, known } = found;
      const { workplace } = known;
      const given = policyOf(workplace);
      const policy = 'why' in given ? defaultPolicy : given;
      const latest = dayAfter(today(), policy.reviewDays);
      const owners = [
        ...new Set([
          ...(judged.record?.approved ? [judged.record.approved.owner] : []),
          ...(judged.entry.owner ? [judged.entry.owner] : []),
          ...ownersFor(judged.entry.at.uri, workplace, policy),
        ]),
      ];
      const tried = approvalOf(
        judged.entry,
        { owner: owners[0] ?? '@owner', by: policy.approvers[0] ?? '@owner', on: today(), review: latest, purpose: 'tried' },
        policy,
      );
      const change =
        'why' in tried ? { added: [], removed: [] } : scopeChange(judged.record?.state === 'approved' ? judged.record : undefined, tried);
      const cannot = 'why' in given ? given.why : 'why' in tried ? tried.why : undefined;
      return {
        identity: entryOf(judged, known),
        ...(cannot === undefined ? {} : { cannot }),
        scope: 'why' in tried ? [] : [...tried.scope, ...(tried.credentials ?? []).map((item) => `credential:${item}`)],
        ...change,
        ...(judged.record ? { purpose: judged.record.purpose } : {}),
        owners,
        approvers: policy.approvers,
        review: latest,
        latest,
        record: 'why' in tried ? '' : identityPath(tried),
      };
    },

    async approve({ owner, by, review, purpose, ...ref }: ApproveParams, files: readonly string[]): Promise<DecideResult> {
      const found = await find(ref, files);
      if (!found) throw new Refusal(refusedAs.invalidParams, 'that identity is not there any more');
      const { workplace } = found.known;
      const policy = policyOf(workplace);
      if ('why' in policy) return { refused: policy.why };
      const missing = [
        ['an owner', owner],
        ['who approves', by],
        ['what it is for', purpose],
      ]
        .filter(([, value]) => !String(value ?? '').trim())
        .map(([name]) => name);
      if (missing.length > 0) return { refused: `${missing.join(' and ')} is missing` };
      if (!isDay(review)) return { refused: `${String(review).slice(0, 20)} is no day of the form 2027-01-31` };
      const record = approvalOf(
        found.judged.entry,
        { owner: owner.trim(), by: by.trim(), on: today(), review, purpose: purpose.trim() },
        policy,
      );
      if ('why' in record) return { refused: record.why };
      const path = identityPath(record);
      const text = printIdentity(record);
      const problem = readIdentity(text, path).problems[0];
      if (problem) return { refused: problem.message };
      return {
        edit: recordEdit(path, text, workplace.targets),
        record: workplace.targets.clientUri(path),
        next: `${record.name} is approved in this working tree, with ${record.scope.length} item${record.scope.length === 1 ? '' : 's'}. ${nextStep(workplace, policy)}`,
      };
    },
  };
}
