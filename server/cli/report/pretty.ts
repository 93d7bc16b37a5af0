// For people at a terminal: each finding with its line and the exact token underlined, what would repair it, and at the
// end what was found, what was checked and what was not.
import { relative, resolve } from 'node:path';
import { createColors } from 'picocolors';
import type { Severity } from '../../engine/finding.ts';
import { lineStarts } from '../../engine/text/text.ts';
import { incomplete } from '../../workspace/text-file.ts';
import type { CheckResult, Shown } from '../result.ts';
import { firstOf, longReport } from './first.ts';
import { frameOf, harmless, wrapped } from './frame.ts';
import { checkedInWords, countsInWords, notReadInWords } from './summary.ts';

export interface PrettyOptions {
  readonly color: boolean;
  /** Findings only. */
  readonly quiet: boolean;
  /** Columns of the terminal; undefined where the report goes elsewhere, and no line is broken. */
  readonly width?: number | undefined;
}

export function pretty(result: CheckResult, options: PrettyOptions): string {
  const colors = createColors(options.color);
  const out: string[] = [];
  const paint: Readonly<Record<Severity, (text: string) => string>> = {
    critical: (text) => colors.bold(colors.red(text)), high: colors.red, medium: colors.yellow, low: colors.cyan, info: colors.dim,
  };
  const pathOf = (uri: string): string => harmless(uri.includes('://') ? uri : relative(result.cwd, resolve(result.root, uri)) || uri);

  if (result.repaired?.diff) out.push(paintedDiff(result.repaired.diff, colors), '');
  let text: { uri: string; masked: string | undefined; starts: readonly number[] } | undefined;
  for (const shown of result.findings) {
    const { finding, range } = shown;
    if (text?.uri !== finding.at.uri) {
      const masked = result.text(finding.at.uri);
      text = { uri: finding.at.uri, masked, starts: masked === undefined ? [] : lineStarts(masked) };
    }
    out.push(`${colors.bold(`${pathOf(finding.at.uri)}:${range.start.line + 1}:${range.start.column + 1}`)}  ${paint[finding.severity](finding.severity)}  ${colors.dim(finding.rule)}${standing(finding.standing, colors)}`);
    out.push(...indented(harmless(finding.message), options.width));
    if (text.masked !== undefined) {
      const number = String(range.start.line + 1);
      const frame = frameOf(text.masked, text.starts, range, options.width === undefined ? undefined : Math.max(narrowest, Math.min(options.width, mostColumns) - number.length - 7));
      out.push(`  ${colors.dim(`${number} │`)} ${frame.code}`);
      out.push(`  ${colors.dim(`${' '.repeat(number.length)} │`)} ${paint[finding.severity](frame.marks)}${frame.more > 0 ? colors.dim(` and ${frame.more} more ${frame.more === 1 ? 'line' : 'lines'}`) : ''}`);
    }
    for (const related of shown.related.slice(0, 3)) out.push(`  ${colors.dim(`see ${pathOf(related.uri)}:${related.range.start.line + 1}:${related.range.start.column + 1}`)} ${harmless(related.message)}`);
    if (shown.related.length > 3) out.push(colors.dim(`  and ${shown.related.length - 3} more places`));
    out.push(...repairs(shown, colors), '');
  }
  if (options.quiet) return out.length > 0 ? `${out.join('\n')}\n` : '';

  const { repaired } = result;
  if (repaired) {
    if (repaired.applied.length > 0) {
      const files = repaired.files.length === 1 ? pathOf(repaired.files[0]!) : `${repaired.files.length} files`;
      out.push(colors.green(`${repaired.written ? 'Repaired' : 'Would repair'} ${repaired.applied.length === 1 ? '1 finding' : `${repaired.applied.length} findings`} in ${files}.`));
    } else if (repaired.refused.length === 0) out.push('There is nothing to repair by a safe fix.');
    for (const refusal of repaired.refused) out.push(colors.yellow(`Not repaired: ${pathOf(refusal.finding.at.uri)}, ${refusal.finding.rule}, "${harmless(refusal.title)}": ${harmless(refusal.why)}.`));
  }
  const repairable = result.findings.filter(({ finding }) => finding.fix !== undefined || finding.suggestions.length > 0).length;
  const worst = result.counts.critical + result.counts.high > 0 ? colors.red : result.counts.medium > 0 ? colors.yellow : colors.green;
  out.push(colors.bold(worst(sentence(countsInWords(result)))));
  if (result.findings.length > longReport) {
    out.push('Begin with:');
    for (const { shown: { finding, range }, places } of firstOf(result.findings)) {
      out.push(`  ${colors.bold(`${pathOf(finding.at.uri)}:${range.start.line + 1}:${range.start.column + 1}`)}  ${paint[finding.severity](finding.severity)}  ${colors.dim(finding.rule)}${places > 1 ? colors.dim(`, the first of ${places}`) : ''}`);
      const title = finding.fix?.title ?? finding.suggestions[0]?.title;
      if (title) out.push(`    ${colors.cyan('try')}  ${harmless(title)}`);
    }
    if (result.findings.every(({ finding }) => finding.standing === undefined)) out.push(colors.dim('What is old need not block: posture check --diff BASE reports what a change brings, posture init records the rest as known.'));
  }
  if (repairable > 0 && !repaired) out.push(`${repairable === 1 ? '1 can' : `${repairable} can`} be repaired: posture repair asks how.`);
  out.push(colors.dim(sentence(checkedInWords(result))));
  const lost = notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason)));
  for (const line of notReadInWords(result.notRead.filter((entry) => !incomplete.has(entry.reason)))) out.push(colors.dim(`Not read: ${harmless(line)}`));
  for (const note of result.notes) out.push(colors.dim(sentence(harmless(note))));
  for (const line of lost) out.push(colors.red(`Not checked: ${harmless(line)}`));
  for (const problem of result.problems) out.push(colors.red(`Not checked: ${problem.what}${problem.uri ? ` on ${pathOf(problem.uri)}` : ''}: ${harmless(problem.message)}`));
  return `${out.join('\n')}\n`;
}

/** A frame is not cut smaller than this; what is narrower wraps. */
const narrowest = 20;
const mostColumns = 140;

/** A message under its heading. Lines wider than anybody reads are broken too. */
export function indented(message: string, width: number | undefined): string[] {
  return (width === undefined ? [message] : wrapped(message, Math.max(narrowest, Math.min(width, mostColumns) - 2))).map((line) => `  ${line}`);
}

/** Only what changes how the finding is dealt with is said. */
function standing(state: Shown['finding']['standing'], colors: ReturnType<typeof createColors>): string {
  if (state === 'pending') return colors.cyan('  asks for approval');
  return state === 'existing' ? colors.dim('  known, open') : '';
}

function repairs({ finding }: Shown, colors: ReturnType<typeof createColors>): string[] {
  const lines = finding.fix ? [`  ${colors.green('fix')}  ${harmless(finding.fix.title)} ${colors.dim('(--fix)')}`] : [];
  for (const suggestion of finding.suggestions.slice(0, 2)) lines.push(`  ${colors.cyan('try')}  ${harmless(suggestion.title)}`);
  return lines;
}

export function paintedDiff(diff: string, colors: ReturnType<typeof createColors>): string {
  return diff.trimEnd().split('\n').map((line) => {
    const safe = harmless(line.replace(/\r$/, ''));
    if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(safe);
    if (line.startsWith('@@')) return colors.cyan(safe);
    return line.startsWith('+') ? colors.green(safe) : line.startsWith('-') ? colors.red(safe) : safe;
  }).join('\n');
}

/** With a capital and a full stop. What begins with a path keeps it as it is. */
function sentence(text: string): string {
  return `${/^[a-z]+[ ,]/.test(text) ? `${text[0]!.toUpperCase()}${text.slice(1)}` : text}${text.endsWith('.') ? '' : '.'}`;
}
