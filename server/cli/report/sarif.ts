// SARIF 2.1.0, as code scanning reads it. No snippets: a report must not carry what a secret finding is about.
import type { Severity } from '../../engine/finding.ts';
import type { Rule } from '../../engine/rule.ts';
import type { CheckResult, Range, Said, Shown, ShownFix } from '../result.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note' | 'none'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'none',
};

/** Scores by which GitHub sorts security results. */
const scores: Readonly<Record<Severity, string>> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', info: '0.0' };

export function sarif(result: CheckResult<Said>): string {
  const ids = [...new Set([...result.findings, ...result.suppressed].map((shown) => shown.finding.rule))].sort();
  const indexOf = new Map(ids.map((id, index) => [id, index]));
  const one = (shown: Shown<Said>) => resultOf(shown, indexOf.get(shown.finding.rule)!);
  return `${JSON.stringify(
    {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'Identity Posture',
              semanticVersion: result.version,
              rules: ids.map((id) => ruleOf(id, result.rules.get(id))),
            },
          },
          columnKind: 'utf16CodeUnits',
          invocations: [
            {
              executionSuccessful: result.problems.length === 0,
              toolExecutionNotifications: [
                ...result.problems.map((problem) => ({
                  level: 'error',
                  message: { text: `${problem.what}: ${problem.message}` },
                  ...(problem.uri ? { locations: [{ physicalLocation: artifact(problem.uri) }] } : {}),
                })),
                ...result.notRead.map((entry) => ({
                  level: entry.reason === 'unreadable' ? 'error' : 'note',
                  message: { text: `not read: ${entry.reason}${entry.detail ? ` (${entry.detail})` : ''}` },
                  locations: [{ physicalLocation: artifact(entry.uri) }],
                })),
              ],
            },
          ],
          properties: { profile: result.profile, filesChecked: result.filesChecked },
          results: [...result.findings, ...result.suppressed].map(one),
        },
      ],
    },
    undefined,
    1,
  )}\n`;
}

function ruleOf(id: string, rule: Rule | undefined) {
  if (!rule) return { id };
  const { meta } = rule;
  return {
    id,
    name: id,
    shortDescription: { text: meta.title },
    fullDescription: { text: meta.docs.what },
    help: {
      text: `${meta.docs.why}\n\n${meta.docs.remedy}`,
      markdown: `**Why.** ${meta.docs.why}\n\n**What to do.** ${meta.docs.remedy}${meta.docs.references.map((reference) => `\n- ${reference}`).join('')}`,
    },
    ...(meta.docs.references[0] ? { helpUri: meta.docs.references[0] } : {}),
    defaultConfiguration: { level: levels[meta.severity] },
    properties: {
      category: meta.category,
      precision: meta.confidence === 'high' ? 'very-high' : meta.confidence === 'medium' ? 'high' : 'medium',
      'security-severity': scores[meta.severity],
      tags: ['security', meta.category, ...meta.frameworks],
    },
  };
}

function resultOf(shown: Shown<Said>, ruleIndex: number) {
  const { finding } = shown;
  // Two ways to one change are one fix here: the schema wants each once.
  const fixes = [
    ...new Map(
      shown.fixes
        .filter((fix) => fix.edits.length > 0)
        .map(fixOf)
        .map((fix) => [JSON.stringify(fix), fix]),
    ).values(),
  ];
  return {
    ruleId: finding.rule,
    ruleIndex,
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [{ physicalLocation: { ...artifact(finding.at.uri), region: region(shown.range) } }],
    ...(shown.related.length > 0
      ? {
          relatedLocations: shown.related.map((related, id) => ({
            id,
            message: { text: related.message },
            physicalLocation: { ...artifact(related.uri), region: region(related.range) },
          })),
        }
      : {}),
    partialFingerprints: { 'posture/v1': shown.fingerprint },
    ...(fixes.length > 0 ? { fixes } : {}),
    ...suppressionsOf(finding),
    properties: {
      category: finding.category,
      severity: finding.severity,
      confidence: finding.confidence,
      anchor: finding.anchor,
      ...(shown.history ? { history: shown.history } : {}),
      ...(finding.adjusted ? { adjusted: finding.adjusted } : {}),
    },
  };
}

/** A comment in the source, a decision of the team, or one that is still under review. */
function suppressionsOf(finding: Said) {
  if (finding.standing === 'pending') return { suppressions: [{ kind: 'external', status: 'underReview' }] };
  if (!finding.suppressed) return {};
  const kind = finding.standing === undefined ? 'inSource' : 'external';
  return { suppressions: [{ kind, status: 'accepted', justification: finding.suppressed.reason }] };
}

function fixOf({ title, edits }: ShownFix) {
  const byUri = new Map<string, object[]>();
  for (const { uri, range, text } of edits) {
    const list = byUri.get(uri) ?? byUri.set(uri, []).get(uri)!;
    list.push({ deletedRegion: region(range), insertedContent: { text } });
  }
  return { description: { text: title }, artifactChanges: [...byUri].map(([uri, replacements]) => ({ ...artifact(uri), replacements })) };
}

function artifact(uri: string) {
  return { artifactLocation: { uri: encodeUri(uri), uriBaseId: '%SRCROOT%' } };
}

/** A relative path as a URI: each segment percent-encoded, slashes kept. Half a character, which no URI can say, becomes a mark. */
function encodeUri(uri: string): string {
  return uri
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .split('/')
    .map(encodeURIComponent)
    .join('/');
}

function region({ start, end }: Range) {
  return { startLine: start.line + 1, startColumn: start.column + 1, endLine: end.line + 1, endColumn: end.column + 1 };
}
