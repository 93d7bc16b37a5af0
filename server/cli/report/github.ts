// Workflow commands, which GitHub Actions shows as annotations on the lines of a pull request.
import type { Severity } from '../../engine/finding.ts';
import { incomplete } from '../../workspace/text-file.ts';
import type { CheckResult, Said } from '../result.ts';
import { notReadInWords } from './summary.ts';

const commands: Readonly<Record<Severity, 'error' | 'warning' | 'notice'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'notice',
  info: 'notice',
};

export function github(result: CheckResult<Said>): string {
  const lines = result.findings.map(({ finding, range }) => {
    const { start, end } = range;
    const properties = [`file=${property(finding.at.uri)}`, `line=${start.line + 1}`, `endLine=${end.line + 1}`];
    // Columns are understood only where start and end stand on one line.
    if (start.line === end.line) properties.push(`col=${start.column + 1}`, `endColumn=${end.column + 1}`);
    properties.push(`title=${property(finding.rule)}`);
    return `::${commands[finding.severity]} ${properties.join(',')}::${data(finding.message)}`;
  });
  for (const line of notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason))))
    lines.push(`::error ::${data(`Not checked: ${line}`)}`);
  for (const problem of result.problems)
    lines.push(`::error file=${property(problem.uri)}::${data(`Not checked: ${problem.what}: ${problem.message}`)}`);
  return lines.map((line) => `${line}\n`).join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
