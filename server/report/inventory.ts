// Who there is: every identity of the code with what it may do, who may become it and what it signs in with, and beside it
// whether it was seen running.
import { observations } from './observed-facts.ts';
import { cell, cells, notEvidenced, type Body, type ReportInput } from './report.ts';

export function inventoryReport(input: ReportInput): Body {
  const { of, live } = observations(input);
  const rows = input.identities.map(({ entry }) => {
    const seen = of(entry.id);
    return {
      id: entry.id,
      cells: {
        identity: { text: entry.name },
        kind: { text: `${entry.kind.replaceAll('-', ' ')}, ${entry.platform}` },
        declared: { text: entry.declared ? 'in the code' : 'named only' },
        environment: cell(entry.environment),
        owner: entry.owner === undefined ? { text: 'nobody', tone: 'bad' as const } : { text: entry.owner },
        ownerFrom: cell(entry.ownerFrom ?? 'nowhere'),
        grants: cells([...entry.grants.map(({ text }) => text), ...entry.scope]),
        trusts: cells(entry.trusts.map(({ text }) => text)),
        credentials: cells(entry.credentials.map(({ text }) => text)),
        live: seen.seen ? { text: 'seen', tone: 'good' as const } : notEvidenced,
        used: seen.seen || seen.lastUsed !== undefined ? cell(seen.lastUsed) : notEvidenced,
        place: { text: input.where(entry.at) },
      },
    };
  });
  const kinds = new Map<string, number>();
  for (const { entry } of input.identities) kinds.set(entry.kind, (kinds.get(entry.kind) ?? 0) + 1);
  const known = new Set(input.identities.map(({ entry }) => entry.id.toLowerCase()));
  const liveOnly = [...live.byKey.values()].filter(
    ({ key, identities }) => !known.has(key) && identities.some(({ fact }) => !fact.vendorMade),
  ).length;
  const seen = rows.filter(({ id }) => of(id).seen).length;
  return {
    title: 'Inventory of identities',
    about:
      'Every identity that the code declares or names: people, service accounts, roles, pipeline jobs, agents and applications, with what each may do.',
    figures: [
      { label: 'identities', value: rows.length },
      ...[...kinds]
        .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .slice(0, 6)
        .map(([kind, value]) => ({ label: kind.replaceAll('-', ' '), value })),
      { label: 'without owner', value: input.identities.filter(({ entry }) => entry.owner === undefined).length, tone: 'bad' },
      // Nothing observed is not nothing there.
      ...(input.observed.current.length > 0 ? [{ label: 'live and not in the code', value: liveOnly, tone: 'bad' as const }] : []),
    ],
    columns: [
      { key: 'identity', title: 'Identity' },
      { key: 'kind', title: 'Kind' },
      { key: 'declared', title: 'Declared' },
      { key: 'environment', title: 'Environment' },
      { key: 'owner', title: 'Owner' },
      { key: 'ownerFrom', title: 'Owner from' },
      { key: 'grants', title: 'May do' },
      { key: 'trusts', title: 'May become it' },
      { key: 'credentials', title: 'Signs in with' },
      { key: 'live', title: 'Live' },
      { key: 'used', title: 'Last used' },
      { key: 'place', title: 'In the code' },
    ],
    rows,
    notEvidenced:
      seen < rows.length
        ? [`${rows.length - seen} of ${rows.length} identities were not observed: nothing here says whether they live.`]
        : [],
    pictured: input.identities.filter(({ entry }) => entry.declared && entry.grants.length + entry.trusts.length > 0),
  };
}
