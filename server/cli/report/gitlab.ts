// GitLab's code quality report (the JSON of Code Climate issues), which merge requests show.
import type { Severity } from '../../engine/finding.ts';
import type { CheckResult, Said } from '../result.ts';

const grades: Readonly<Record<Severity, 'blocker' | 'critical' | 'major' | 'minor' | 'info'>> = {
  critical: 'blocker',
  high: 'critical',
  medium: 'major',
  low: 'minor',
  info: 'info',
};

export function gitlab(result: CheckResult<Said>): string {
  return `${JSON.stringify(
    result.findings.map(({ finding, range, fingerprint }) => ({
      description: finding.message,
      check_name: finding.rule,
      fingerprint,
      severity: grades[finding.severity],
      location: { path: finding.at.uri, lines: { begin: range.start.line + 1, end: range.end.line + 1 } },
    })),
    undefined,
    2,
  )}\n`;
}
