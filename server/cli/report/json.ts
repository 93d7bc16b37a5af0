// JSON for programs: every finding with its place, and everything that was not checked.
import { severities } from '../../engine/finding.ts';
import { findingId } from '../../posture/reconcile.ts';
import type { CheckResult, Range, Said, Shown } from '../result.ts';

export function json(result: CheckResult<Said>): string {
  return `${JSON.stringify(
    {
      version: 1,
      tool: { name: 'posture', version: result.version },
      profile: result.profile,
      findings: result.findings.map(one),
      suppressed: result.suppressed.map(one),
      ...(result.repaired
        ? {
            repaired: {
              written: result.repaired.written,
              files: result.repaired.files,
              applied: result.repaired.applied.map(({ title, finding }) => ({ title, rule: finding.rule, file: finding.at.uri })),
              refused: result.repaired.refused.map(({ title, finding, why }) => ({ title, rule: finding.rule, file: finding.at.uri, why })),
              ...(result.repaired.diff === undefined ? {} : { diff: result.repaired.diff }),
            },
          }
        : {}),
      summary: {
        filesChecked: result.filesChecked,
        counts: Object.fromEntries(severities.map((severity) => [severity, result.counts[severity]])),
        notRead: result.notRead,
        notes: result.notes,
        problems: result.problems,
      },
    },
    undefined,
    2,
  )}\n`;
}

function one(shown: Shown<Said>) {
  const { finding } = shown;
  return {
    id: findingId(finding),
    rule: finding.rule,
    category: finding.category,
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    file: finding.at.uri,
    range: place(shown.range),
    span: finding.at.span,
    anchor: finding.anchor,
    fingerprint: shown.fingerprint,
    related: shown.related.map((related) => ({ file: related.uri, range: place(related.range), message: related.message })),
    fixes: shown.fixes.map((fix) => ({
      title: fix.title,
      safe: fix.safe,
      edits: fix.edits.map((edit) => ({ file: edit.uri, range: place(edit.range), span: edit.span, text: edit.text })),
      create: fix.create ?? [],
    })),
    ...(finding.standing ? { standing: finding.standing } : {}),
    ...(shown.history ? { history: shown.history } : {}),
    ...(finding.adjusted ? { adjusted: finding.adjusted } : {}),
    ...(finding.suppressed
      ? { suppressed: { reason: finding.suppressed.reason, until: finding.suppressed.until, owner: finding.suppressed.owner } }
      : {}),
  };
}

const place = ({ start, end }: Range) => ({
  start: { line: start.line + 1, column: start.column + 1 },
  end: { line: end.line + 1, column: end.column + 1 },
});
