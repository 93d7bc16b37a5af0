// A report as OSCAL assessment results (NIST, version 1.0.6). Ids are made of what they name, so the same report is the same
// document. What is not evidenced is not satisfied, with that as its reason: OSCAL has no third state.
import { createHash } from 'node:crypto';
import type { ControlResult, Report, Row } from './report.ts';

export function oscalOf(report: Report): string {
  const start = `${report.asOf}T00:00:00Z`;
  const seed = `${report.repository}\0${report.commit}\0${report.asOf}\0${report.kind}`;
  const id = (...parts: readonly string[]): string => uuid([seed, ...parts].join('\0'));
  // Two rows may be about one place, as two keys on one line are: the second of them is told by its number.
  const nth = new Map<Row, number>();
  const seen = new Map<string, number>();
  for (const row of report.rows) {
    nth.set(row, seen.get(row.id) ?? 0);
    seen.set(row.id, nth.get(row)! + 1);
  }
  const observation = (row: Row): string => id('observation', row.id, ...(nth.get(row) === 0 ? [] : [String(nth.get(row))]));
  const concerning = report.rows.filter(({ cells }) => Object.values(cells).some(({ tone }) => tone === 'bad' || tone === 'unknown'));
  const party = id('party');
  const results = {
    'assessment-results': {
      uuid: id('results'),
      metadata: {
        title: report.title,
        'last-modified': start,
        version: report.commit.slice(0, 12),
        'oscal-version': '1.0.6',
        roles: [{ id: 'tool', title: 'Tool' }],
        parties: [{ uuid: party, type: 'organization', name: `${report.tool.name} ${report.tool.version}` }],
        'responsible-parties': [{ 'role-id': 'tool', 'party-uuids': [party] }],
        props: [
          { name: 'commit', value: report.commit },
          { name: 'as-of', value: report.asOf },
          { name: 'kind', value: report.kind },
        ],
      },
      'import-ap': { href: '#assessment-plan', remarks: 'There is no separate plan: what is looked at is said in the rules of the tool.' },
      results: [
        {
          uuid: id('result'),
          title: report.title,
          description: report.about,
          start,
          end: start,
          'reviewed-controls': {
            'control-selections': [
              {
                description: 'Controls that rules of the tool speak to.',
                'include-controls': report.controls.map((control) => ({ 'control-id': controlId(control) })),
              },
            ],
          },
          observations: report.rows
            .map((row) => ({
              uuid: observation(row),
              title: row.id.slice(0, 200),
              description: inWords(report, row),
              methods: ['EXAMINE'],
              collected: start,
              props: Object.entries(row.cells)
                .filter(([, { tone }]) => tone === 'unknown')
                .map(([key]) => ({ name: 'not-evidenced', value: key }))
                .slice(0, 20),
            }))
            .map(({ props, ...one }) => (props.length > 0 ? { ...one, props } : one))
            .concat(
              report.sources.map((source) => ({
                uuid: id('source', source.source, source.place),
                title: `${source.source} of ${source.place}`,
                methods: ['TEST'],
                collected: source.taken,
                description: `${source.old ? 'Too old to count: ' : ''}taken ${source.taken}, ${source.days} days before the report.`,
                'relevant-evidence': source.files.map(({ name, sha256 }) => ({ description: `${name}, SHA-256 ${sha256}` })),
              })),
            ),
          findings: report.controls.map((control) => ({
            uuid: id('finding', control.framework, control.id),
            title: `${control.framework} ${control.id}`,
            description: `${control.title}: ${stateInWords(control)}`,
            target: {
              type: 'objective-id',
              'target-id': controlId(control),
              status: {
                state: control.state === 'satisfied' ? 'satisfied' : 'not-satisfied',
                reason: control.state === 'satisfied' ? 'pass' : control.state === 'not satisfied' ? 'fail' : 'other',
                ...(control.state === 'not evidenced' ? { remarks: 'Not evidenced.' } : {}),
              },
            },
            ...(control.state === 'not satisfied' && concerning.length > 0
              ? { 'related-observations': concerning.slice(0, 1000).map((row) => ({ 'observation-uuid': observation(row) })) }
              : {}),
          })),
          ...(report.notEvidenced.length > 0 ? { remarks: report.notEvidenced.join('\n') } : {}),
        },
      ],
    },
  };
  const [result] = results['assessment-results'].results;
  // The schema wants at least one of each where the list is there at all.
  if (result!.observations.length === 0) delete (result as Partial<typeof result>)!.observations;
  if (result!.findings.length === 0) delete (result as Partial<typeof result>)!.findings;
  return `${JSON.stringify(results, undefined, 1)}\n`;
}

function inWords({ columns }: Report, { cells }: Row): string {
  return columns.flatMap(({ key, title }) => (cells[key] ? [`${title}: ${cells[key].text}`] : [])).join('. ');
}

export function stateInWords({ state, rules, findings }: ControlResult): string {
  if (state === 'not satisfied')
    return `${findings} ${findings === 1 ? 'finding' : 'findings'} of ${rules} ${rules === 1 ? 'rule' : 'rules'}`;
  return state === 'satisfied' ? `no finding of ${rules} ${rules === 1 ? 'rule' : 'rules'}` : 'not evidenced';
}

/** A token of OSCAL: begins with a letter, and holds no colon and no blank. */
function controlId({ framework, id }: ControlResult): string {
  const short = framework.startsWith('OWASP')
    ? 'owasp-'
    : framework.startsWith('PCI')
      ? 'pci-dss-'
      : framework.includes('800-207')
        ? 'sp800-207-'
        : '';
  return `${short}${id}`.toLowerCase().replaceAll(/[^a-z0-9.-]+/g, '-');
}

/** A UUID of version 5 (RFC 9562) over text, in a namespace of our own. */
function uuid(text: string): string {
  const bytes = createHash('sha1').update('identity-posture report\0').update(text).digest().subarray(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x50;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
