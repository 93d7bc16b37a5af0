// How old credentials are, against what the policy asks. The code says that a credential is there; only an observation says
// how old it is.
import type { Credential } from '../engine/facts/types.ts';
import { daysBetween } from '../posture/days.ts';
import { observations } from './observed-facts.ts';
import { cell, notEvidenced, type Body, type Cell, type ReportInput, type Row } from './report.ts';

/** Without an end of their own: these have to be rotated. */
const rotating: ReadonlySet<Credential['kind']> = new Set(['access-key', 'sa-key', 'token', 'service-specific', 'ssh-key', 'app-password']);

export function rotationReport(input: ReportInput): Body {
  const { live } = observations(input);
  const rows: Row[] = [];
  const owners = new Map(input.identities.map(({ entry, record }) => [entry.id.toLowerCase(), record?.approved?.owner ?? entry.owner]));
  const observedOf = new Set<string>();
  const state = (days: number | undefined, active: boolean | undefined): Cell => {
    if (active === false) return { text: 'not active' };
    if (days === undefined) return notEvidenced;
    return days > input.policy.keyDays
      ? { text: `overdue by ${days - input.policy.keyDays} days`, tone: 'bad' }
      : { text: 'within policy', tone: 'good' };
  };
  for (const { fact, in: from } of live.facts('credential')) {
    if (!rotating.has(fact.kind) && fact.until === undefined) continue;
    const identity = fact.identity ?? '';
    observedOf.add(identity.toLowerCase());
    const days = fact.created === undefined ? undefined : daysBetween(fact.created.slice(0, 10), input.asOf);
    const ends = fact.until === undefined ? undefined : daysBetween(input.asOf, fact.until.slice(0, 10));
    rows.push({
      id: `${identity}|${fact.kind}|${fact.name}`,
      cells: {
        identity: { text: identity === '' ? 'nobody who is named' : identity.split(':').slice(2).join(':') },
        owner:
          owners.get(identity.toLowerCase()) === undefined
            ? { text: 'nobody', tone: 'bad' }
            : { text: owners.get(identity.toLowerCase())! },
        credential: { text: fact.name },
        kind: { text: fact.kind.replaceAll('-', ' ') },
        created: cell(fact.created?.slice(0, 10)),
        age: days === undefined ? notEvidenced : { text: `${days} days` },
        used: cell(fact.lastUsed?.slice(0, 10) ?? (fact.neverUsed ? 'never' : undefined)),
        until: { text: fact.until?.slice(0, 10) ?? 'no end', ...(ends !== undefined && ends < 0 ? { tone: 'bad' as const } : {}) },
        state:
          ends !== undefined && rotating.has(fact.kind) === false
            ? ends < 0
              ? { text: 'ended', tone: 'bad' }
              : {
                  text: `ends in ${ends} days`,
                  ...(ends > input.policy.certificateDays ? { tone: 'good' as const } : { tone: 'bad' as const }),
                }
            : state(days, fact.active),
        from: { text: `${from.header.source} of ${from.header.taken.slice(0, 10)}` },
      },
    });
  }
  for (const { fact, in: from } of live.facts('rotation')) {
    const days = fact.created === undefined ? undefined : daysBetween(fact.created.slice(0, 10), input.asOf);
    rows.push({
      id: `vault|${from.header.place}|${fact.path}`,
      cells: {
        identity: { text: fact.path },
        owner: fact.owner === undefined ? { text: 'nobody', tone: 'bad' } : { text: fact.owner },
        credential: { text: `version ${fact.version}` },
        kind: { text: 'kept secret' },
        created: cell(fact.created?.slice(0, 10)),
        age: days === undefined ? notEvidenced : { text: `${days} days` },
        used: notEvidenced,
        until: { text: 'no end' },
        state: state(days, undefined),
        from: { text: `${from.header.source} of ${from.header.taken.slice(0, 10)}` },
      },
    });
  }
  let unseen = 0;
  for (const { entry, record } of input.identities) {
    if (observedOf.has(entry.id.toLowerCase())) continue;
    for (const credential of entry.credentials) {
      unseen++;
      rows.push({
        id: `${entry.id}|${credential.text}`,
        cells: {
          identity: { text: entry.name },
          owner:
            (record?.approved?.owner ?? entry.owner) === undefined
              ? { text: 'nobody', tone: 'bad' }
              : { text: (record?.approved?.owner ?? entry.owner)! },
          credential: { text: credential.text },
          kind: { text: credential.text.split(' ')[0]!.replaceAll('-', ' ') },
          created: notEvidenced,
          age: notEvidenced,
          used: notEvidenced,
          until: { text: credential.text.split(', ').at(-1)! },
          state: notEvidenced,
          from: { text: input.where(credential.at) },
        },
      });
    }
  }
  rows.sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const count = (tone: Cell['tone']): number => rows.filter(({ cells }) => cells['state']!.tone === tone).length;
  return {
    title: 'Rotation of credentials',
    about: `Credentials by age, against the ${input.policy.keyDays} days that the policy allows.`,
    figures: [
      { label: 'credentials', value: rows.length },
      { label: 'within policy', value: count('good'), tone: 'good' },
      { label: 'overdue or ended', value: count('bad'), tone: 'bad' },
      { label: 'not evidenced', value: count('unknown'), tone: 'unknown' },
    ],
    columns: [
      { key: 'identity', title: 'Identity' },
      { key: 'owner', title: 'Owner' },
      { key: 'credential', title: 'Credential' },
      { key: 'kind', title: 'Kind' },
      { key: 'created', title: 'Created' },
      { key: 'age', title: 'Age' },
      { key: 'used', title: 'Last used' },
      { key: 'until', title: 'Ends' },
      { key: 'state', title: 'Rotation' },
      { key: 'from', title: 'From' },
    ],
    rows,
    notEvidenced: unseen > 0 ? [`${unseen} credentials are in the code and were not observed: their age is not known here.`] : [],
  };
}
