// A table for a pull request's comment or a job's summary.
import { incomplete } from '../../workspace/text-file.ts';
import type { CheckResult, Said } from '../result.ts';
import { checkedInWords, countsInWords, notReadInWords } from './summary.ts';

/** Comments have a size limit; the rest is counted. */
const mostRows = 200;

export function markdown(result: CheckResult<Said>): string {
  const out = ['### Identity Posture', '', `**${cell(countsInWords(result))}** (${cell(checkedInWords(result))})`, ''];
  if (result.findings.length > 0) {
    out.push('| severity | where | rule | what |', '| --- | --- | --- | --- |');
    for (const { finding, range } of result.findings.slice(0, mostRows)) {
      out.push(
        `| ${finding.severity} | ${code(`${finding.at.uri}:${range.start.line + 1}`)} | ${code(finding.rule)} | ${message(finding.message)} |`,
      );
    }
    if (result.findings.length > mostRows) out.push('', `and ${result.findings.length - mostRows} more.`);
    out.push('');
  }
  const lost = [
    ...notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason))),
    ...result.problems.map((problem) => `${problem.what} on ${problem.uri}: ${problem.message}`),
  ];
  if (lost.length > 0) out.push('**Not checked:**', '', ...lost.map((line) => `- ${cell(line)}`), '');
  return `${out.join('\n').trimEnd()}\n`;
}

/** A message in a table cell. What it quotes in backticks is shown as code, in which nothing is markup either. */
function message(text: string): string {
  const parts = text.split('`');
  return parts.length % 2 === 0
    ? cell(text)
    : parts.map((part, index) => (index % 2 === 0 ? cell(part) : part.trim() === '' ? cell(`\`${part}\``) : code(part))).join('');
}

/** Text in a table cell: nothing in it is markup, a mention or a new column. */
export function cell(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_[\]<>|~#]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : `\\${char}`))
    .replace(/@(?=\w)/g, '@\u200b');
}

function code(text: string): string {
  // In a table a backslash takes the next character along, in code too: a pipe behind one would end the cell.
  if (text.includes('\\|')) return cell(text);
  const fence = '`'.repeat(Math.max(0, ...[...text.matchAll(/`+/g)].map((match) => match[0].length)) + 1);
  const pad = text.includes('`') ? ' ' : '';
  return `${fence}${pad}${text.replace(/\s/g, ' ').replaceAll('|', '\\|')}${pad}${fence}`;
}
