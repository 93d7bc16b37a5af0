// Every disagreement between code, decision and observation, at its line.
import { cell, type Body, type ReportInput } from './report.ts';

export function driftReport(input: ReportInput): Body {
  const drift = input.findings.filter(({ finding }) => finding.category === 'drift');
  const titles = new Map(input.rules.map(({ id, meta }) => [id, meta.title]));
  const rows = drift.map(({ finding, place }) => ({
    id: `${finding.rule}|${finding.anchor}`,
    cells: {
      what: { text: titles.get(finding.rule) ?? finding.rule },
      rule: { text: finding.rule },
      severity: {
        text: finding.severity,
        ...(finding.severity === 'critical' || finding.severity === 'high' ? { tone: 'bad' as const } : {}),
      },
      place: { text: place },
      message: { text: finding.message },
      state: cell(finding.standing === 'pending' ? 'asks for approval' : 'stands'),
      anchor: { text: finding.anchor },
    },
  }));
  const byRule = new Map<string, number>();
  for (const { finding } of drift) byRule.set(finding.rule, (byRule.get(finding.rule) ?? 0) + 1);
  return {
    title: 'Drift',
    about: 'Where code, what the team decided and what was seen running disagree.',
    figures: [
      { label: 'disagreements', value: drift.length, ...(drift.length > 0 ? { tone: 'bad' as const } : { tone: 'good' as const }) },
      ...[...byRule]
        .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
        .slice(0, 5)
        .map(([rule, value]) => ({ label: rule.replace('drift/', '').replaceAll('-', ' '), value })),
    ],
    columns: [
      { key: 'severity', title: 'Severity' },
      { key: 'what', title: 'What' },
      { key: 'place', title: 'Place' },
      { key: 'message', title: 'In detail' },
      { key: 'state', title: 'State' },
      { key: 'rule', title: 'Rule' },
      { key: 'anchor', title: 'Anchor' },
    ],
    rows,
    notEvidenced:
      input.observed.current.length === 0
        ? ['Nothing was observed that is recent enough: only code and decisions were compared, and what runs is not known here.']
        : [],
  };
}
