// `posture explain FILE:LINE`: what the grants, trusts and credentials on a line come to, over the whole tree: actions by
// access level, who holds them, paths to administrator, and why something there was not reported.
import { relative, resolve } from 'node:path';
import type { Colors } from 'picocolors/types';
import { isOn } from '../engine/finding-of.ts';
import type { Explained } from '../engine/explain/explain.ts';
import { explainAt } from '../engine/explain/explain.ts';
import type { Finding } from '../engine/finding.ts';
import type { Place, Span } from '../engine/text/text.ts';
import { lineStarts } from '../engine/text/text.ts';
import { configErrorOf, loadConfigurations } from '../workspace/configuration-files.ts';
import { UsageError } from '../workspace/errors.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { allRules, rulesOf } from '../../rules/registry.ts';
import { rangeOf } from './locate.ts';
import { createMasker } from './mask.ts';
import { planCheck } from './plan.ts';
import { printOut } from './print.ts';
import { openProgress } from './progress.ts';
import { harmless, indented } from './report/frame.ts';
import { runEngine } from './run.ts';
import { isWithin } from './targets.ts';
import { today } from './today.ts';

export interface ExplainFlags {
  readonly format: 'text' | 'json';
  readonly color: boolean;
}

/** File, line and column of `infra/main.tf:12` or `infra/main.tf:12:5`; undefined for what is no place. */
export function placeIn(text: string): { readonly file: string; readonly line: number; readonly column?: number } | undefined {
  const match = /^(.+?):(\d+)(?::(\d+))?$/.exec(text);
  return match ? { file: match[1]!, line: Number(match[2]), ...(match[3] === undefined ? {} : { column: Number(match[3]) }) } : undefined;
}

/** Why a finding on the line is not among those that `check` reports; undefined where it is. */
interface Said {
  readonly finding: Finding;
  /** Set where it stands on another line, at the words that the facts of this line come from. */
  readonly elsewhere?: true;
  readonly quiet?: string;
}

export async function explainPlace(place: NonNullable<ReturnType<typeof placeIn>>, flags: ExplainFlags): Promise<void> {
  const cwd = process.cwd();
  const asked = await planCheck({ kind: 'files' }, [place.file], cwd);
  if (asked.uris.length !== 1) throw new UsageError(`${place.file} is a folder; name a file and a line: FILE:LINE`);
  // Who else holds a role is known only over the tree; a file elsewhere is explained with its own folder.
  const inside = isWithin(cwd, resolve(cwd, place.file));
  const plan = await planCheck({ kind: 'files' }, [inside ? '.' : resolve(cwd, place.file, '..')], cwd);
  const uri = relative(plan.root, resolve(asked.root, asked.uris[0]!)).replaceAll('\\', '/');
  const uris = plan.uris.includes(uri) ? plan.uris : [...plan.uris, uri];
  const read = (path: string) => plan.source.document(path)?.text;
  const text = read(uri);
  if (text === undefined) throw new UsageError(`${place.file} cannot be read as text`);
  const starts = lineStarts(text);
  const start = starts[place.line - 1];
  if (start === undefined || place.line < 1)
    throw new UsageError(`${place.file} has ${starts.length} ${starts.length === 1 ? 'line' : 'lines'}; there is no line ${place.line}`);
  const lineEnd = (starts[place.line] ?? text.length + 1) - 1;
  const blank = text.slice(start, lineEnd).search(/\S/);
  const span: Span =
    place.column === undefined
      ? [start + Math.max(0, blank), Math.max(start, start + text.slice(start, lineEnd).trimEnd().length)]
      : [Math.min(start + place.column - 1, lineEnd), Math.min(start + place.column - 1, lineEnd)];

  const [own, everything] = await Promise.all([
    loadConfigurations(uris, { read, rulesOf }),
    loadConfigurations(uris, { read, rulesOf, overrides: { profile: 'audit' } }),
  ]);
  const wrong = configErrorOf(own.mistakes);
  if (wrong) throw wrong;
  const progress = openProgress(flags.format === 'text', 'files');
  const day = today();
  const run = await runEngine({
    source: plan.source,
    uris: uris.filter((one) => one === uri || !own.ignored(one)),
    settingsFor: everything.settingsFor,
    workspace: workspaceFacts(day, read, plan.repository),
    progress: progress.at,
  });
  progress.end();
  const project = await run.engine.project();
  const explained = explainAt(project, uri, span);
  const settings = own.settingsFor(uri);
  const rules = new Map((await allRules()).map((rule) => [rule.id, rule]));
  const onLine = (at: Place): boolean => at.uri === uri && at.span[0] <= Math.max(span[1], lineEnd) && start <= at.span[1];
  const isAbout = (at: Place): boolean =>
    explained.explanations.some((one) => one.at.uri === at.uri && one.at.span[0] <= at.span[0] && at.span[1] <= one.at.span[1]);
  const found = [...run.analysis.findings, ...run.analysis.suppressed];
  const said = [
    ...found.filter((finding) => onLine(finding.at)),
    ...found.filter((finding) => !onLine(finding.at) && isAbout(finding.at)),
  ].map((finding): Said => (onLine(finding.at) ? stateOf(finding) : { ...stateOf(finding), elsewhere: true }));
  function stateOf(finding: Finding): Said {
    const rule = rules.get(finding.rule);
    const off = settings.off[finding.rule];
    if (finding.suppressed) return { finding, quiet: `suppressed: ${finding.suppressed.reason}` };
    if (off !== undefined) return { finding, quiet: `switched off: ${off}` };
    return rule && !isOn(rule, settings)
      ? { finding, quiet: `only in profile ${rule.meta.profile ?? 'audit'}; this is ${settings.profile}` }
      : { finding };
  }
  const masker = createMasker(run.secrets);
  const where = (at: Place): string => {
    const { start: position } = rangeOf(at, { lines: run.lines, document: plan.source.document });
    return `${at.uri.includes('://') ? at.uri : relative(cwd, resolve(plan.root, at.uri)) || at.uri}:${position.line + 1}`;
  };
  const cover = (words: string): string => masker.coverText(words, uris);
  if (flags.format === 'json') return void printOut(json(explained, said, where, cover));
  const { isColorSupported, createColors } = (await import('picocolors')).default;
  printOut(
    textOf(
      `${place.file}:${place.line}`,
      explained,
      said,
      where,
      cover,
      createColors(flags.color && isColorSupported),
      process.stdout.columns || undefined,
    ),
  );
}

function textOf(
  asked: string,
  { explanations, more }: Explained,
  said: readonly Said[],
  where: (at: Place) => string,
  cover: (text: string) => string,
  colors: Colors,
  width: number | undefined,
): string {
  const out: string[] = [];
  const clean = (text: string): string => harmless(cover(text));
  for (const { subject, at, parts } of explanations) {
    const own = where(at);
    out.push(`${colors.bold(own)}  ${clean(subject)}`);
    for (const part of parts) {
      out.push(`  ${colors.bold(part.title)}`);
      for (const { text, at: from } of part.lines) {
        const place = from && where(from) !== own ? where(from) : undefined;
        const lines = indented(`${clean(text)}${place ? `  ${place}` : ''}`, width, 4);
        out.push(...(place ? [...lines.slice(0, -1), lines.at(-1)!.replace(place, () => colors.dim(place))] : lines));
      }
    }
    out.push('');
  }
  if (more > 0) out.push(`and ${more} more on this line; name a column to choose: ${asked}:COLUMN`, '');
  if (explanations.length === 0)
    out.push(
      `${asked} is part of no grant, trust, credential or identity that is read here.`,
      `To see how the file is read: posture why ${asked.replace(/:\d+$/, '')}`,
      '',
    );
  for (const [title, some] of [
    ['findings on this line', said.filter((one) => !one.elsewhere)],
    ['findings about this, on other lines', said.filter((one) => one.elsewhere)],
  ] as const) {
    if (some.length === 0) continue;
    out.push(colors.bold(title));
    for (const { finding, quiet, elsewhere } of some)
      out.push(
        `  ${finding.severity}  ${finding.rule}${elsewhere ? colors.dim(`  ${where(finding.at)}`) : ''}${quiet ? colors.dim(`  not reported: ${clean(quiet)}`) : ''}`,
        ...indented(clean(finding.message), width, 4),
      );
  }
  if (said.length === 0 && explanations.length > 0) out.push(colors.dim('No rule reports anything about this, in any profile.'));
  return `${out.join('\n').trimEnd()}\n`;
}

function json(
  { explanations, more }: Explained,
  said: readonly Said[],
  where: (at: Place) => string,
  cover: (text: string) => string,
): string {
  const facts = explanations.map(({ subject, at, parts }) => ({
    subject: cover(subject),
    at: where(at),
    parts: parts.map((part) => ({
      title: part.title,
      lines: part.lines.map((line) => ({ text: cover(line.text), ...(line.at ? { at: where(line.at) } : {}) })),
    })),
  }));
  const findings = said.map(({ finding, quiet, elsewhere }) => ({
    rule: finding.rule,
    ...(elsewhere ? { at: where(finding.at) } : {}),
    severity: finding.severity,
    message: cover(finding.message),
    reported: quiet === undefined,
    ...(quiet === undefined ? {} : { notReported: cover(quiet) }),
  }));
  return `${JSON.stringify({ version: 1, facts, more, findings }, null, 2)}\n`;
}
