// For people at a terminal.
import type { CheckResult } from '../result.ts';

export function pretty(result: CheckResult): string {
  const lines = result.findings.map(({ finding, range }) => `${finding.at.uri}:${range.start.line + 1}:${range.start.column + 1}  ${finding.severity}  ${finding.rule}  ${finding.message}`);
  lines.push(`${result.findings.length} findings in ${result.filesChecked} files`);
  for (const problem of result.problems) lines.push(`problem: ${problem.what} ${problem.uri}: ${problem.message}`);
  return `${lines.join('\n')}\n`;
}
