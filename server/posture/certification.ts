// The certification of a quarter: which identities were approved within it as they stand. It is no record of its own, since
// a list that is signed off and kept is what goes stale; it is read from the approvals, and a later change of what was
// approved takes it back by itself. Pure.
import type { IdentityRecord } from '../engine/identity-record.ts';
import type { Observed } from '../engine/observation.ts';
import { dayAfter } from './days.ts';
import { identityRecordId } from './identity-file.ts';
import { credentialsOf, scopeOf, type JudgedIdentity } from './identities.ts';

export interface Quarter {
  readonly name: string;
  readonly from: string;
  /** Its last day. */
  readonly to: string;
}

/** `2026Q4`; the quarter of the day where none is named. */
export function quarterOf(text: string | undefined, day: string): Quarter | undefined {
  const match =
    text === undefined ? [day, day.slice(0, 4), String(Math.ceil(Number(day.slice(5, 7)) / 3))] : /^(\d{4})-?Q([1-4])$/i.exec(text);
  if (!match) return undefined;
  const [year, number] = [match[1]!, Number(match[2])];
  const month = (n: number): string => `${n > 12 ? Number(year) + 1 : year}-${String(n > 12 ? 1 : n).padStart(2, '0')}-01`;
  return { name: `${year}Q${number}`, from: month(number * 3 - 2), to: dayAfter(month(number * 3 + 1), -1) };
}

export interface Certified {
  readonly judged: JudgedIdentity;
  readonly state: 'certified' | 'to review';
  /** In words: `approved on 2026-10-12 by @lead`. */
  readonly why: string;
  readonly owner?: string;
  readonly command: string;
}

export interface CertificationInput {
  readonly identities: readonly JudgedIdentity[];
  readonly quarter: Quarter;
  readonly observed: Observed;
  /** Kinds of identities that are in the campaign; empty for all that hold something. */
  readonly kinds: readonly string[];
}

/** Every identity of the campaign, those to review first, by id. */
export function certificationOf({ identities, quarter, observed, kinds }: CertificationInput): Certified[] {
  // What was observed and is too old says nothing about what is certified now.
  const stale = new Set(observed.old.map(({ header }) => header.place.slice(0, header.place.indexOf(':'))));
  return identities
    .filter(({ entry, record }) =>
      kinds.length > 0
        ? kinds.includes(entry.kind)
        : record !== undefined || entry.grants.length + entry.scope.length + entry.credentials.length > 0,
    )
    .map((judged): Certified => {
      const { entry, record } = judged;
      const owner = record?.approved?.owner ?? entry.owner;
      const review = `posture review ${record?.id ?? ''} --keep --approved-by @you`;
      const approve = `posture approve '${entry.id}' --approved-by @you`;
      const about = (why: string, command: string): Certified => ({
        judged,
        state: 'to review',
        why,
        ...(owner === undefined ? {} : { owner }),
        command,
      });
      switch (judged.state) {
        case 'unapproved':
          return about('never approved', approve);
        case 'pending':
          return about('its approval is in this change and not yet on the target branch', 'git push, and have it merged');
        case 'grew':
          return about(
            `changed since it was approved: ${judged.beyond
              .map(({ item }) => item)
              .slice(0, 3)
              .join(', ')}${judged.beyond.length > 3 ? ` and ${judged.beyond.length - 3} more` : ''}`,
            approve,
          );
        case 'void':
          return about('its approval does not count', approve);
        case 'revoked':
          return about('it was revoked and is still in the code', `posture explain ${entry.at.uri}`);
        case 'approved':
          break;
      }
      const { by, on } = record!.approved!;
      if (on < quarter.from) return about(`approved on ${on}, before the quarter began`, review);
      if (on > quarter.to) return about(`approved on ${on}, after the quarter ended`, approve);
      if (stale.has(entry.platform))
        return about(`what was observed of ${entry.platform} is too old to certify against`, 'posture observe');
      return { judged, state: 'certified', why: `approved on ${on} by ${by}`, ...(owner === undefined ? {} : { owner }), command: '' };
    })
    .sort((a, b) => Number(a.state === 'certified') - Number(b.state === 'certified') || (a.judged.entry.id < b.judged.entry.id ? -1 : 1));
}

/** A record that approves nothing and asks to be reviewed: what stands, for a pull request to show. */
export function openRecordOf({ entry }: JudgedIdentity, { name }: Quarter): IdentityRecord {
  const clean = (text: string): string => text.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
  const credentials = credentialsOf(entry);
  return {
    v: 1,
    id: identityRecordId(clean(entry.id)),
    identity: clean(entry.id),
    kind: entry.kind,
    name: clean(entry.name),
    place: entry.at.uri,
    state: 'open',
    scope: scopeOf(entry).map(({ item }) => item),
    ...(credentials.length > 0 ? { credentials } : {}),
    purpose: `To be reviewed in ${name}`,
  };
}
