// For people at a terminal: each finding with its line and the exact token underlined, what would repair it, and at the
// end what was found, what was checked and what was not.
import { relative, resolve } from 'node:path';
import { createColors } from 'picocolors';
import type { Severity } from '../../engine/finding.ts';
import { lineStarts } from '../../engine/text/text.ts';
import { incomplete } from '../../workspace/text-file.ts';
import type { CheckResult, Range, Said, Shown } from '../result.ts';
import { firstOf, longReport } from './first.ts';
import { columnsFor, frameOf, hanging, harmless, indented } from './frame.ts';
import { checkedInWords, countsInWords, notReadInWords } from './summary.ts';

export interface PrettyOptions {
  readonly color: boolean;
  /** Findings only. */
  readonly quiet: boolean;
  /** Columns of the terminal; undefined where the report goes elsewhere, and no line is broken. */
  readonly width?: number | undefined;
  /** What is said where there are no findings, when findings are not what was asked for. */
  readonly nothing?: string;
}

/** How a report writes: its colours, its width, and how it names places. */
interface Hand {
  readonly colors: ReturnType<typeof createColors>;
  readonly paint: Readonly<Record<Severity, (text: string) => string>>;
  readonly width: number | undefined;
  path(uri: string): string;
  place(uri: string, range: Range): string;
}

export function pretty(result: CheckResult<Said>, options: PrettyOptions): string {
  const colors = createColors(options.color);
  const path = (uri: string): string => harmless(uri.includes('://') ? uri : relative(result.cwd, resolve(result.root, uri)) || uri);
  const hand: Hand = {
    colors,
    width: options.width,
    path,
    paint: {
      critical: (text) => colors.bold(colors.red(text)),
      high: colors.red,
      medium: colors.yellow,
      low: colors.cyan,
      info: colors.dim,
    },
    place: (uri, { start }) => `${path(uri)}:${start.line + 1}:${start.column + 1}`,
  };

  const out: string[] = [];
  if (result.repaired?.diff) out.push(paintedDiff(result.repaired.diff, colors), '');
  let text: ShownText = { uri: '', masked: undefined, starts: [] };
  const long = result.findings.length > longReport;
  for (const shown of result.findings) {
    const { uri } = shown.finding.at;
    // In a long report what is mild or known takes the fewest lines: place and message, no excerpt, no repairs.
    if (long && (mild.has(shown.finding.severity) || shown.finding.standing === 'existing')) {
      out.push(...headLines(hand, shown), '');
      continue;
    }
    if (text.uri !== uri) {
      const masked = result.text(uri);
      text = { uri, masked, starts: masked === undefined ? [] : lineStarts(masked) };
    }
    out.push(...findingLines(hand, shown, text), '');
  }
  if (!options.quiet) out.push(...closingLines(hand, result, options.nothing));
  return out.length > 0 ? `${out.join('\n')}\n` : '';
}

/** What stops nobody unless `--fail-on` says so. */
const mild: ReadonlySet<Severity> = new Set(['low', 'info']);

interface ShownText {
  readonly uri: string;
  readonly masked: string | undefined;
  readonly starts: readonly number[];
}

/** Where and what. */
function headLines({ colors, paint, width, place }: Hand, { finding, range }: Shown<Said>): string[] {
  return [
    `${colors.bold(place(finding.at.uri, range))}  ${paint[finding.severity](finding.severity)}  ${colors.dim(finding.rule)}${standing(finding.standing, colors)}`,
    ...indented(harmless(finding.message), width),
  ];
}

/** Where, what, the line with its marks, what belongs to it, and what would repair it. */
function findingLines(hand: Hand, shown: Shown<Said>, text: ShownText): string[] {
  const { colors, paint, width, place } = hand;
  const { finding, range, related } = shown;
  const out = headLines(hand, shown);
  if (text.masked !== undefined) {
    const number = String(range.start.line + 1);
    const frame = frameOf(text.masked, text.starts, range, width === undefined ? undefined : columnsFor(width, number.length + 7));
    out.push(`  ${colors.dim(`${number} │`)} ${frame.code}`);
    out.push(
      `  ${colors.dim(`${' '.repeat(number.length)} │`)} ${paint[finding.severity](frame.marks)}${frame.more > 0 ? colors.dim(` and ${frame.more} more ${frame.more === 1 ? 'line' : 'lines'}`) : ''}`,
    );
  }
  for (const one of related.slice(0, 3))
    out.push(...hanging('  see ', colors.dim, `${place(one.uri, one.range)} ${harmless(one.message)}`, width));
  if (related.length > 3) out.push(colors.dim(`  and ${related.length - 3} more places`));
  if (finding.fix) out.push(...hanging('  fix  ', colors.green, `${harmless(finding.fix.title)} (--fix)`, width));
  for (const suggestion of finding.suggestions.slice(0, 2)) out.push(...hanging('  try  ', colors.cyan, harmless(suggestion.title), width));
  return out;
}

/** What was repaired, how many findings there are, where to begin, and what was checked and what was not. */
function closingLines({ colors, paint, width, path, place }: Hand, result: CheckResult<Said>, nothing?: string): string[] {
  const out: string[] = [];
  const say = (text: string, painted: (line: string) => string = (line) => line): void => {
    out.push(...hanging('', (mark) => mark, text, width).map(painted));
  };
  const { repaired } = result;
  if (repaired) {
    if (repaired.applied.length > 0) {
      const files = repaired.files.length === 1 ? path(repaired.files[0]!) : `${repaired.files.length} files`;
      say(
        `${repaired.written ? 'Repaired' : 'Would repair'} ${repaired.applied.length === 1 ? '1 finding' : `${repaired.applied.length} findings`} in ${files}.`,
        colors.green,
      );
    } else if (repaired.refused.length === 0) say('There is nothing to repair by a safe fix.');
    for (const refusal of repaired.refused)
      say(
        `Not repaired: ${path(refusal.finding.at.uri)}, ${refusal.finding.rule}, "${harmless(refusal.title)}": ${harmless(refusal.why)}.`,
        colors.yellow,
      );
  }
  const worst = result.counts.critical + result.counts.high > 0 ? colors.red : result.counts.medium > 0 ? colors.yellow : colors.green;
  say(sentence(nothing !== undefined && result.findings.length === 0 ? nothing : countsInWords(result)), (line) =>
    colors.bold(worst(line)),
  );
  if (result.findings.length > longReport) {
    say('Begin with:');
    for (const {
      shown: { finding, range },
      places,
    } of firstOf(result.findings)) {
      out.push(
        `  ${colors.bold(place(finding.at.uri, range))}  ${paint[finding.severity](finding.severity)}  ${colors.dim(finding.rule)}${places > 1 ? colors.dim(`, the first of ${places}`) : ''}`,
      );
      const title = finding.fix?.title ?? finding.suggestions[0]?.title;
      if (title) out.push(...hanging('    try  ', colors.cyan, harmless(title), width));
    }
    if (!result.onlyNew && result.findings.every(({ finding }) => finding.standing === undefined))
      say(
        'What is old need not block: posture check --diff BASE reports what a change brings, posture init records the rest as known.',
        colors.dim,
      );
  }
  const repairable = result.findings.filter(({ finding }) => finding.fix !== undefined || finding.suggestions.length > 0).length;
  if (repairable > 0 && repaired?.written !== false)
    say(`${repairable === 1 ? '1 can' : `${repairable} can`} be repaired: posture repair asks how.`);
  say(sentence(checkedInWords(result)), colors.dim);
  const lost = notReadInWords(result.notRead.filter((entry) => incomplete.has(entry.reason)));
  for (const line of notReadInWords(result.notRead.filter((entry) => !incomplete.has(entry.reason))))
    say(`Not read: ${harmless(line)}`, colors.dim);
  for (const note of result.notes) say(sentence(harmless(note)), colors.dim);
  for (const line of lost) say(`Not checked: ${harmless(line)}`, colors.red);
  for (const problem of result.problems)
    say(`Not checked: ${problem.what}${problem.uri ? ` on ${path(problem.uri)}` : ''}: ${harmless(problem.message)}`, colors.red);
  return out;
}

/** Only what changes how the finding is dealt with is said. */
function standing(state: Said['standing'], colors: ReturnType<typeof createColors>): string {
  if (state === 'pending') return colors.cyan('  asks for approval');
  return state === 'existing' ? colors.dim('  known, open') : '';
}

export function paintedDiff(diff: string, colors: ReturnType<typeof createColors>): string {
  return diff
    .trimEnd()
    .split('\n')
    .map((line) => {
      const safe = harmless(line.replace(/\r$/, ''));
      if (line.startsWith('+++') || line.startsWith('---')) return colors.bold(safe);
      if (line.startsWith('@@')) return colors.cyan(safe);
      return line.startsWith('+') ? colors.green(safe) : line.startsWith('-') ? colors.red(safe) : safe;
    })
    .join('\n');
}

/** With a capital and a full stop. What begins with a path keeps it as it is. */
function sentence(text: string): string {
  return `${/^[a-z]+[ ,]/.test(text) ? `${text[0]!.toUpperCase()}${text.slice(1)}` : text}${text.endsWith('.') ? '' : '.'}`;
}
