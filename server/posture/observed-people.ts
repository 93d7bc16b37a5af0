// Who answers for what: owners who are not there any more, third-party access that nobody owns, and access that was given
// for a piece of work that is done.
import { textOf } from '../engine/facts/value.ts';
import { dayOf, type Comparison, type NamedOwner } from './comparison.ts';

export function peopleDrift(comparison: Comparison): void {
  ownersDeparted(comparison);
  grantsUnowned(comparison);
  tasksClosed(comparison);
}

function ownersDeparted({ observed, live, note, owners, decided, identities, documents }: Comparison): void {
  const lists = observed.current.filter(({ header }) => header.complete.includes('member'));
  const known = new Set(live.facts('member').map(({ fact }) => fact.handle.toLowerCase()));
  const people = lists.find(({ facts }) => facts.some((fact) => fact.fact === 'member' && fact.kind === 'person'));
  const teams = new Map(
    lists
      .filter(({ header }) => header.source === 'github-teams')
      .map((one) => [one.header.place.slice(one.header.place.indexOf(':') + 1).toLowerCase(), one]),
  );
  const named: NamedOwner[] = [
    ...owners,
    ...decided.flatMap(({ decision, at }) =>
      decision.approved && decision.state === 'accepted' ? [{ handle: decision.approved.owner, at }] : [],
    ),
    ...identities.flatMap(({ record, at }) =>
      record.approved && record.state === 'approved' ? [{ handle: record.approved.owner, at }] : [],
    ),
    ...documents.flatMap(({ facts }) =>
      facts.identities.flatMap(({ owner }) => {
        const handle = textOf(owner);
        return handle !== undefined && owner ? [{ handle, at: owner.at }] : [];
      }),
    ),
  ];
  for (const { handle, at } of named) {
    const team = /^@([A-Za-z0-9-]+)\/[A-Za-z0-9_-]+$/.exec(handle);
    const person = /^@[A-Za-z0-9-]+$/.test(handle);
    const list = team ? teams.get(team[1]!.toLowerCase()) : person ? people : undefined;
    if (!list || known.has(handle.toLowerCase())) continue;
    note('owner-departed', list, `${handle}|${at.uri}|${at.span[0]}`, { at, message: team ? 'team' : 'person', data: { handle } });
  }
}

function grantsUnowned({ live, note, identities, documents }: Comparison): void {
  // Of what was revoked nobody has to be the owner: it has to go, and that is said.
  const owned = new Set(
    identities
      .filter(({ record }) => record.approved !== undefined || record.state === 'revoked')
      .map(({ record }) => record.identity.toLowerCase()),
  );
  const inCode = new Map(
    documents.flatMap(({ facts }) =>
      facts.oauthClients.flatMap((client) => (client.owner ? [[client.name.toLowerCase(), client] as const] : [])),
    ),
  );
  for (const lived of live.byKey.values()) {
    const [seen] = lived.identities;
    if (!seen || seen.fact.kind !== 'oauth-client' || seen.fact.vendorMade || seen.fact.owner !== undefined) continue;
    if (owned.has(lived.key) || inCode.has(seen.fact.name.toLowerCase())) continue;
    const scopes = [...new Set(lived.grants.flatMap(({ fact }) => fact.items.map((item) => item.replace(/^(?:scope|permission) /, ''))))]
      .filter((item) => !/^(?:effect|resource|user) /.test(item))
      .sort();
    const shownScopes =
      scopes.length === 0
        ? 'what it may do is not known'
        : `it may use ${scopes.slice(0, 3).join(', ')}${scopes.length > 3 ? ` and ${scopes.length - 3} more` : ''}`;
    note('grant-unowned', seen.in, lived.key, {
      at: seen.in.placeOf(seen.fact),
      data: { name: seen.fact.name, scopes: shownScopes, id: seen.fact.id },
    });
  }
}

function tasksClosed({ live, note, decided, identities, standing }: Comparison): void {
  const tasks = live.facts('task').filter(({ fact }) => fact.state === 'closed');
  if (tasks.length === 0) return;
  const repositories = new Set(tasks.map(({ fact }) => fact.reference.slice(0, fact.reference.indexOf('#'))));
  const find = (text: string) => tasks.find(({ fact }) => mentions(text, fact.reference, repositories.size === 1));
  for (const { decision, at } of decided) {
    // A decision about something that is gone keeps nothing alive.
    const place = standing?.get(decision.id);
    const task = decision.state === 'accepted' && place ? find(decision.reason) : undefined;
    if (task)
      note('task-closed-grant-stays', task.in, decision.id, {
        at: place!,
        message: 'decision',
        data: {
          rule: decision.rule,
          task: task.fact.reference,
          closed: dayOf(task.fact.closed),
          until: decision.approved?.until ?? 'no end',
        },
        related: [{ at, message: 'the decision' }],
      });
  }
  for (const { record, at } of identities) {
    const task = record.state === 'approved' ? find(record.purpose) : undefined;
    if (task)
      note('task-closed-grant-stays', task.in, record.id, {
        at,
        message: 'record',
        data: { name: record.name, task: task.fact.reference, closed: dayOf(task.fact.closed) },
      });
  }
}

/** `acme/shop#812`, its address, and, where only one repository was asked, `#812`. */
function mentions(text: string, reference: string, alone: boolean): boolean {
  const [repository, number] = [reference.slice(0, reference.indexOf('#')), reference.slice(reference.indexOf('#') + 1)];
  const words = text.split(/[\s,;()]+/).map((word) => word.replace(/(?<![.:])[.:]+$/, ''));
  return words.some(
    (word) =>
      word === reference ||
      (alone && word === `#${number}`) ||
      word.endsWith(`/${repository}/issues/${number}`) ||
      word.endsWith(`/${repository}/pull/${number}`),
  );
}
