// JUnit XML: one suite a file with findings, one case a finding. What could not be checked is an error, not a failure.
import { incomplete } from '../../workspace/text-file.ts';
import type { CheckResult, Said, Shown } from '../result.ts';
import { notReadInWords } from './summary.ts';
import { tableOf } from '../../engine/table.ts';

export function junit(result: CheckResult<Said>): string {
  const byFile = new Map<string, Shown<Said>[]>();
  for (const shown of result.findings)
    (byFile.get(shown.finding.at.uri) ?? byFile.set(shown.finding.at.uri, []).get(shown.finding.at.uri)!).push(shown);
  const errors = [
    ...notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason))),
    ...result.problems.map((problem) => `${problem.what} on ${problem.uri}: ${problem.message}`),
  ];
  const out = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="posture" tests="${result.findings.length + errors.length}" failures="${result.findings.length}" errors="${errors.length}">`,
  ];
  for (const [file, list] of byFile) {
    out.push(`  <testsuite name="${xml(file)}" tests="${list.length}" failures="${list.length}" errors="0">`);
    for (const { finding, range } of list) {
      const place = `${file}:${range.start.line + 1}:${range.start.column + 1}`;
      out.push(
        `    <testcase name="${xml(finding.rule)}" classname="${xml(place)}">`,
        `      <failure type="${finding.severity}" message="${xml(finding.message)}">${xml(`${place} ${finding.message}`)}</failure>`,
        '    </testcase>',
      );
    }
    out.push('  </testsuite>');
  }
  if (errors.length > 0) {
    out.push(`  <testsuite name="not checked" tests="${errors.length}" failures="0" errors="${errors.length}">`);
    for (const error of errors)
      out.push(`    <testcase name="not checked" classname="posture">`, `      <error message="${xml(error)}"/>`, '    </testcase>');
    out.push('  </testsuite>');
  }
  out.push('</testsuites>');
  return `${out.join('\n')}\n`;
}

const entities = tableOf<string>({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\r': '&#13;', '\t': '&#9;' });

/** Characters that XML 1.0 does not allow at all become a replacement character. */
function xml(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text
    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[&<>"\n\r\t]/g, (char) => entities.get(char)!);
}
