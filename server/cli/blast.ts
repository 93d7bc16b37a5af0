// `posture blast WHAT`: after a breach, how far it reaches. WHAT is the place or the id of a finding about a credential, or
// an identity: every place, the owner, what was approved and by whom, the vault path, and what can be reached from there.
import { liveOf } from '../posture/observed-live.ts';
import { ownPlaces, copiesOf, reachOf, type Reach } from '../posture/blast.ts';
import { findingId } from '../posture/reconcile.ts';
import type { JudgedIdentity } from '../posture/identities.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { readObserved } from '../workspace/evidence-files.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { findingsMatching } from './named-findings.ts';
import { printError, printOut } from './print.ts';
import { harmless } from './report/frame.ts';
import type { CheckResult, Shown } from './result.ts';

export interface BlastFlags {
  readonly format: 'pretty' | 'json';
  readonly asOf?: string;
}

interface Told {
  readonly what: string;
  readonly places: readonly { readonly place: string; readonly state: string }[];
  readonly approvals: readonly string[];
  readonly kept: readonly string[];
  readonly identities: readonly ToldIdentity[];
  readonly notKnown: readonly string[];
}

interface ToldIdentity {
  readonly id: string;
  readonly owner: string;
  readonly place: string;
  readonly state: string;
  readonly may: readonly string[];
  readonly signsInWith: readonly string[];
  readonly becomes: readonly {
    readonly depth: number;
    readonly id: string;
    readonly by: string;
    readonly place: string;
    readonly may: readonly string[];
  }[];
  readonly reachedFrom: readonly { readonly depth: number; readonly id: string; readonly by: string; readonly place: string }[];
}

export async function blastCommand(what: string, flags: BlastFlags): Promise<void> {
  const day = flags.asOf ?? today();
  const result = await checkTree({ today: day, everyIdentity: true, profile: 'audit' });
  const told = tell(what, result, day);
  printOut(flags.format === 'json' ? `${JSON.stringify({ version: 1, asOf: day, ...told }, undefined, 2)}\n` : inWords(told));
  for (const { what: problem, uri, message } of result.problems) printError(`posture: not checked: ${problem} ${uri}: ${message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : 0;
}

function tell(what: string, result: CheckResult, day: string): Told {
  const all = [...result.findings, ...result.suppressed];
  const place = ({ finding, range }: Shown): string => `${finding.at.uri}:${range.start.line + 1}`;
  const where = (at: Shown['finding']['at']): string => placeInWords(result, at);
  const baseline = readBaseline(result.root);
  const { observed } = readObserved(result.root, day, (baseline?.policy ?? defaultPolicy).evidenceDays);
  const live = liveOf(observed.current);
  const named = identityNamed(what, result.identities);
  const matching = named ? [] : findingsMatching(what, all, result);
  const found = matching.find(({ finding }) => finding.subject?.kind === 'secret') ?? matching[0];
  if (!named && !found)
    throw new UsageError(
      `nothing is known here as "${what}"`,
      'name an identity as posture inventory does, the id of a finding, or a place such as infra/main.tf:9',
    );

  const notKnown: string[] = [];
  const copies = found
    ? copiesOf(
        found.finding,
        all.map(({ finding }) => finding),
      )
    : [];
  const shown = all.filter(({ finding }) => copies.includes(finding));
  const secret = found?.finding.subject?.kind === 'secret' ? found.finding.subject.fact : undefined;
  if (secret && secret.digest === undefined)
    notKnown.push('Copies elsewhere: the format of this value holds too little chance for two equal ones to be one credential.');
  if (secret)
    notKnown.push(
      'Whether it was used, and by whom: ask the provider. Commits that are not in the tree any more: posture check --history.',
    );
  const holders = named ? [named] : holdersOf(found!, secret?.digest, result.identities, live);
  if (!named && holders.length === 0)
    notKnown.push('Whose it is: neither the code nor what was observed says which identity it belongs to.');
  if (observed.current.length === 0) notKnown.push('What runs: nothing recent was observed (posture observe).');

  const ids = new Set(shown.map(({ finding }) => findingId(finding)));
  const identityIds = new Set(holders.map(({ entry }) => entry.id));
  const approvals = [
    ...(baseline?.decided ?? [])
      .filter(({ decision }) => ids.has(decision.id))
      .map(
        ({ decision }) =>
          `${decision.state} on ${decision.approved?.on ?? 'no day'} by ${decision.approved?.by ?? 'nobody'} for ${decision.approved?.owner ?? 'nobody'}${decision.approved?.until ? ` until ${decision.approved.until}` : ''}: ${decision.reason}`,
      ),
    ...(baseline?.identities.decided ?? [])
      .filter(({ record }) => identityIds.has(record.identity))
      .map(
        ({ record }) =>
          `${record.identity}: ${record.state}${record.approved ? ` on ${record.approved.on} by ${record.approved.by} for ${record.approved.owner}` : ''}`,
      ),
  ];
  const kept = live
    .facts('rotation')
    .filter(({ fact }) => secret?.context.name !== undefined && fact.path.toLowerCase().endsWith(secret.context.name.toLowerCase()))
    .map(({ fact, in: from }) => `${from.header.place} ${fact.path}, version ${fact.version}`);
  return {
    what: named ? named.entry.id : found!.finding.message,
    places: shown.map((one) => ({
      place: place(one),
      state: one.finding.suppressed
        ? `accepted: ${one.finding.suppressed.reason}`
        : one.finding.standing === undefined || one.finding.standing === 'new'
          ? 'stands'
          : one.finding.standing,
    })),
    approvals,
    kept,
    notKnown,
    identities: holders.map((one) => told(reachOf(one, result.identities), result.identities, where)),
  };
}

/** The identity of this id or, where only one has it, of this name. Throws UsageError where several have it. */
function identityNamed(what: string, identities: readonly JudgedIdentity[]): JudgedIdentity | undefined {
  const wanted = what.toLowerCase();
  const byId = identities.find(({ entry }) => entry.id.toLowerCase() === wanted);
  if (byId) return byId;
  const byName = identities.filter(({ entry }) => entry.name.toLowerCase() === wanted);
  if (byName.length > 1)
    throw new UsageError(
      `${byName.length} identities are named "${what}"`,
      `name one of them: ${byName
        .slice(0, 8)
        .map(({ entry }) => entry.id)
        .join(', ')}`,
    );
  return byName[0];
}

/** Identities that a credential belongs to, by the public id that was observed, else by the block that it stands in; of a grant, who holds it. */
function holdersOf(
  { finding }: Shown,
  digest: string | undefined,
  identities: readonly JudgedIdentity[],
  live: ReturnType<typeof liveOf>,
): JudgedIdentity[] {
  const observed = new Set(
    live
      .facts('credential')
      .filter(({ fact }) => digest !== undefined && fact.digest === digest)
      .flatMap(({ fact }) => fact.identity?.toLowerCase() ?? []),
  );
  return identities.filter(
    ({ entry }) =>
      observed.has(entry.id.toLowerCase()) ||
      ownPlaces(entry).some((at) => at.uri === finding.at.uri && at.span[0] === finding.at.span[0]) ||
      (finding.subject?.kind === 'grant' &&
        entry.grants.some(({ at }) => at.uri === finding.at.uri && at.span[0] <= finding.at.span[0] && finding.at.span[1] <= at.span[1])),
  );
}

function told(
  { identity: { entry, record, state }, becomes, from }: Reach,
  identities: readonly JudgedIdentity[],
  where: (at: Shown['finding']['at']) => string,
): ToldIdentity {
  const may = (one: JudgedIdentity['entry']): string[] => [...one.grants.map(({ text, at }) => `${text} (${where(at)})`), ...one.scope];
  const byId = new Map(identities.map((one) => [one.entry.id, one.entry]));
  return {
    id: entry.id,
    owner: record?.approved?.owner ?? entry.owner ?? 'nobody',
    place: where(entry.at),
    state,
    may: may(entry),
    signsInWith: entry.credentials.map(({ text, at }) => `${text} (${where(at)})`),
    becomes: becomes.map(({ depth, to, by, at }) => ({ depth, id: to, by, place: where(at), may: byId.has(to) ? may(byId.get(to)!) : [] })),
    reachedFrom: from.map(({ depth, from: id, by, at }) => ({ depth, id, by, place: where(at) })),
  };
}

function inWords({ what, places, approvals, kept, identities, notKnown }: Told): string {
  const lines: string[] = [what];
  const list = (title: string, items: readonly string[], none?: string): void => {
    if (items.length > 0) lines.push('', title, ...items.map((item) => `  ${item}`));
    else if (none !== undefined) lines.push('', `${title} ${none}`);
  };
  list(
    'Stands at',
    places.map(({ place, state }) => `${place}  ${state}`),
  );
  list('Approved', approvals, 'never');
  list('Kept in', kept);
  for (const one of identities) {
    lines.push('', `${one.id}  ${one.place}  owner ${one.owner}, ${one.state}`);
    list('Signs in with', one.signsInWith);
    list('May', one.may, 'do nothing that the code says');
    list(
      'Can become',
      one.becomes.flatMap(({ depth, id, by, place, may }) => [
        `${'  '.repeat(depth - 1)}→ ${id}  ${by}  (${place})`,
        ...may.map((item) => `${'  '.repeat(depth)}  ${item}`),
      ]),
    );
    list(
      'Can be reached from',
      one.reachedFrom.map(({ depth, id, by, place }) => `${'  '.repeat(depth - 1)}← ${id}  ${by}  (${place})`),
    );
  }
  list('Not known', notKnown);
  return `${lines.map(harmless).join('\n')}\n`;
}
