// What is printed for others to read: every report of a check and every evidence report, over whatever was found in any
// text, below any path and beside any failure. What comes out is read back by the rules of its format.
import type { Document } from '../../../server/engine/document.ts';
import type { Engine } from '../../../server/engine/engine.ts';
import { severities, type Severity } from '../../../server/engine/finding.ts';
import type { Analysis } from '../../../server/engine/settle.ts';
import { parseXml } from '../../../server/engine/syntax/xml.ts';
import { lineStarts, positionAt } from '../../../server/engine/text/text.ts';
import { locate } from '../../../server/cli/locate.ts';
import { createMasker } from '../../../server/cli/mask.ts';
import type { CheckResult } from '../../../server/cli/result.ts';
import { github } from '../../../server/cli/report/github.ts';
import { gitlab } from '../../../server/cli/report/gitlab.ts';
import { json } from '../../../server/cli/report/json.ts';
import { junit } from '../../../server/cli/report/junit.ts';
import { markdown } from '../../../server/cli/report/markdown.ts';
import { pretty } from '../../../server/cli/report/pretty.ts';
import { sarif } from '../../../server/cli/report/sarif.ts';
import { inventoryOf } from '../../../server/posture/inventory.ts';
import { reconcileIdentities } from '../../../server/posture/identities.ts';
import { defaultPolicy } from '../../../server/posture/policy.ts';
import { reportOf } from '../../../server/report/build.ts';
import { csvOf } from '../../../server/report/csv.ts';
import { htmlOf } from '../../../server/report/html.ts';
import { jsonOf } from '../../../server/report/json.ts';
import { oscalOf } from '../../../server/report/oscal.ts';
import { reportKinds } from '../../../server/report/report.ts';
import { rulesOf } from '../../../rules/registry.ts';
import { must } from './laws.ts';
import { fitsSchema } from './schemas.ts';

export interface Judged {
  readonly engine: Engine;
  readonly documents: ReadonlyMap<string, Document>;
  readonly analysis: Analysis;
}

/** `odd` is text that stands where the words of a failure or a name of a file may stand. */
export async function reportsCanBeRead({ engine, documents, analysis }: Judged, odd: string, today: string): Promise<void> {
  const result = await resultOf(documents, analysis, odd, today);
  const { findings } = result;
  must(JSON.parse(json(result)).findings.length === findings.length, 'the JSON report lacks findings');
  must(JSON.parse(gitlab(result)).length === findings.length, 'the report for GitLab lacks findings');
  const log = JSON.parse(sarif(result));
  sarifHolds(log, findings.length);
  fitsSchema('sarif', log);
  must(parseXml(junit(result)).problems.length === 0, 'the JUnit report is no XML');
  // eslint-disable-next-line no-control-regex
  must(!/[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/.test(junit(result)), 'the JUnit report holds what XML cannot');
  const commands = github(result).split('\n').slice(0, -1);
  must(
    commands.length >= findings.length && commands.every((line) => /^::(?:error|warning|notice) [^\r]*::[^\r]*$/.test(line)),
    'a line that is no workflow command',
  );
  const rows = markdown(result)
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.replace(/\\[\s\S]/g, '').split('|').length);
  must(
    rows.every((cells) => cells === 6),
    `a row of the Markdown table has ${rows.find((cells) => cells !== 6)! - 2} cells`,
  );
  // eslint-disable-next-line no-control-regex
  must(!/[\0-\x09\x0b-\x1f\x7f-\x9f]/.test(pretty(result, { color: false, quiet: false, width: 80 })), 'a report that steers the terminal');
  evidenceHolds(engine, result, odd, today);
}

async function resultOf(documents: ReadonlyMap<string, Document>, analysis: Analysis, odd: string, today: string): Promise<CheckResult> {
  const lines = new Map([...documents].map(([uri, document]) => [uri, lineStarts(document.text)]));
  const masker = createMasker({ spans: new Map(), values: new Map() });
  const findings = locate(analysis.findings, { lines, document: (uri) => documents.get(uri), today, masker, withFixes: true });
  const rules = await rulesOf(new Set(analysis.findings.map(({ rule }) => rule.split('/')[0] as never)));
  return {
    version: '0.0.0',
    root: '/srv/app',
    cwd: '/srv/app',
    findings,
    suppressed: findings.slice(0, 2),
    identities: [],
    overtaken: new Map(),
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    counts: Object.fromEntries(
      severities.map((severity) => [severity, findings.filter(({ finding }) => finding.severity === severity).length]),
    ) as Record<Severity, number>,
    areas: new Set(),
    filesChecked: 1,
    notRead: [{ uri: odd, reason: 'unreadable', detail: odd }],
    notes: [odd.replace(/[^ -~]/g, ' ')],
    problems: [{ what: 'reader yaml', uri: odd, message: odd }],
    beforeCommit: false,
    onlyNew: false,
    profile: 'audit',
    milliseconds: 1,
    text: (uri) => documents.get(uri)?.text,
    lineOf: ({ uri, span }) => positionAt(lines.get(uri) ?? [0], span[0]).line + 1,
  };
}

function sarifHolds(
  {
    runs: [run],
  }: {
    runs: {
      results: {
        locations: {
          physicalLocation: {
            artifactLocation: { uri: string };
            region: { startLine: number; startColumn: number; endLine?: number; endColumn?: number };
          };
        }[];
      }[];
    }[];
  },
  findings: number,
): void {
  must(run!.results.length >= findings, 'the SARIF report lacks findings');
  for (const { locations } of run!.results) {
    for (const {
      physicalLocation: {
        artifactLocation: { uri },
        region,
      },
    } of locations) {
      // eslint-disable-next-line no-control-regex
      must(!/[\0-\x20\x7f"<>\\^`{|}]/.test(uri), `no URI: ${JSON.stringify(uri)}`);
      decodeURIComponent(uri);
      must(
        region.startLine >= 1 &&
          region.startColumn >= 1 &&
          (region.endLine ?? region.startLine) >= region.startLine &&
          ((region.endLine ?? region.startLine) > region.startLine || (region.endColumn ?? region.startColumn) >= region.startColumn),
        'a region turned round',
      );
    }
  }
}

function evidenceHolds(engine: Engine, { findings, rules }: CheckResult, odd: string, today: string): void {
  const entries = inventoryOf(engine.facts.values(), () => ['@acme/team']);
  const { judged } = reconcileIdentities({ entries, decided: [], proposed: [], policy: defaultPolicy, today, placeOf: ({ at }) => at });
  const placed = findings.map(({ finding }) => ({ finding, place: `${finding.at.uri}:1:1` }));
  for (const kind of reportKinds) {
    const report = reportOf(kind, {
      repository: odd,
      commit: 'abcdef0',
      asOf: today,
      tool: { name: 'posture', version: '0.0.0' },
      identities: judged,
      decided: [],
      findings: placed,
      accepted: placed.slice(0, 2),
      observed: { current: [], old: [], before: [] },
      policy: defaultPolicy,
      proofs: new Map(),
      rules: [...rules.values()],
      where: ({ uri }) => `${uri}:1`,
      lost: [odd],
    });
    const table = readCsv(csvOf(report));
    must(
      table.length === report.rows.length + 1 && table.every((row) => row.length === table[0]!.length),
      `the CSV of ${kind} has rows of different lengths`,
    );
    must(JSON.parse(jsonOf(report)).rows.length === report.rows.length, `the JSON of ${kind} lacks rows`);
    oscalHolds(JSON.parse(oscalOf(report)), report.rows.length);
    const html = htmlOf(report, ({ uri }) => uri);
    // eslint-disable-next-line no-control-regex
    must(
      /<\/html>\s*$/.test(html) && !/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(html),
      `the page of ${kind} is not whole, or holds what no page may`,
    );
  }
}

interface Oscal {
  readonly 'assessment-results': {
    readonly results: readonly {
      readonly observations?: readonly { readonly uuid: string }[];
      readonly findings?: readonly {
        readonly uuid: string;
        readonly 'related-observations'?: readonly { readonly 'observation-uuid': string }[];
      }[];
    }[];
  };
}

/** What the schema cannot say: every row is observed, no id stands for two things, and what a finding names is there. */
function oscalHolds(document: Oscal, rows: number): void {
  fitsSchema('oscal', document);
  const [{ observations = [], findings = [] } = {}] = document['assessment-results'].results;
  must(observations.length >= rows, 'the OSCAL document lacks observations');
  const ids = new Set(observations.map(({ uuid }) => uuid));
  must(
    ids.size === observations.length && new Set(findings.map(({ uuid }) => uuid)).size === findings.length,
    'an id of OSCAL that two things have',
  );
  for (const { 'related-observations': related = [] } of findings)
    must(
      related.every((one) => ids.has(one['observation-uuid'])),
      'a finding of OSCAL that names what is not there',
    );
}

/** RFC 4180. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (field.lastIndex < text.length) {
    const match = field.exec(text);
    must(match !== null, 'no CSV');
    row.push(match[1]?.replaceAll('""', '"') ?? match[2]!);
    if (match[3] === ',') continue;
    rows.push(row);
    row = [];
  }
  return rows;
}
