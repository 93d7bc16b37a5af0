// Helm templates to a data tree: every action `{{ … }}` is masked by as many characters, so that all places stay, and what
// remains is read as YAML. It does not evaluate: an action is a hole, and what a hole means is for the reader to say.
// Masked text never shows in values: those with holes are made by `facts/data-value.ts` from the text itself.
import { countBefore, type Span } from '../text/text.ts';
import type { DataTree } from './data.ts';
import { parseYaml } from './yaml.ts';
import { tableOf } from '../table.ts';

export interface TemplateAction {
  readonly span: Span;
  /** `output` writes text; `open`, `else` and `close` are control; `none` writes nothing (comments, assignments). */
  readonly kind: 'output' | 'open' | 'else' | 'close' | 'none';
  /** What stands between the braces, without trim marks: `if .Values.rbac.create`. */
  readonly expression: string;
  /** True when the action and others like it are all there is on its lines: it writes whole lines or nothing. */
  readonly alone: boolean;
}

/** From an opening action to its `end`. */
export interface TemplateRegion {
  readonly span: Span;
  readonly keyword: 'if' | 'with' | 'range' | 'define' | 'block';
  readonly expression: string;
  /** Begins of its `else` branches. */
  readonly elses: readonly number[];
}

export interface HelmTree {
  readonly tree: DataTree;
  readonly actions: readonly TemplateAction[];
  /** In the order in which they begin; inner ones follow the ones around them. */
  readonly regions: readonly TemplateRegion[];
  /** For each region, which one it stands in directly; -1 for one that stands in none. */
  readonly around: readonly number[];
  /** Spans of the actions that write something unknown, for `valueOf`. */
  readonly holes: readonly Span[];
  /** The text that the tree was read from: as long as the template, with blanks or filler for its actions. */
  readonly masked: string;
}

/** Stands for the output of an action inside a line: a letter is part of a word wherever it is, and keeps the text one byte a character. */
const filler = 'x'.repeat(256);
const blanks = ' '.repeat(256);

/** A line of control of Jinja (`{% for … %}`) or of Terraform's templates (`%{ if … ~}`). */
const controlLine = /^[ \t]*(?:\{%|%\{)[^\r\n]*/gm;

/** Whether a text is to be read as a template. */
export const isTemplate = (text: string): boolean => text.includes('{{') || /^[ \t]*(?:\{%|%\{)/m.test(text);

/**
 * Reads a template as the YAML that it would be with its actions taken out, and lines of control of other languages. Never
 * throws.
 */
export function parseHelm(text: string): HelmTree {
  const actions = readActions(text);
  const { regions, around } = regionsOf(actions, text.length);
  const masked = mask(text, actions, edgesOf(regions)).replace(controlLine, (line) =>
    line.trimEnd().endsWith('}') ? ' '.repeat(line.length) : line,
  );
  return {
    masked,
    tree: parseYaml(masked),
    actions,
    regions,
    around,
    holes: actions.filter(isHole).map((action) => action.span),
  };
}

/** Control that stands alone on its line writes nothing; within a line it chooses between words. */
function isHole(action: TemplateAction): boolean {
  return action.kind === 'output' || (action.kind !== 'none' && !action.alone);
}

/** Conditions around an offset, outermost first. */
export function regionsAt({ regions, around }: HelmTree, offset: number): TemplateRegion[] {
  const found: TemplateRegion[] = [];
  for (let index = countBefore(regions, offset + 1) - 1; index >= 0; index = around[index]!) {
    if (offset < regions[index]!.span[1]) found.push(regions[index]!);
  }
  return found.reverse();
}

const controls = tableOf<TemplateAction['kind']>({
  if: 'open',
  with: 'open',
  range: 'open',
  define: 'open',
  block: 'open',
  else: 'else',
  end: 'close',
  break: 'none',
  continue: 'none',
});

function readActions(text: string): TemplateAction[] {
  const found: { -readonly [K in keyof TemplateAction]: TemplateAction[K] }[] = [];
  const lastCommentEnd = text.lastIndexOf('*/');
  for (let start = text.indexOf('{{'); start >= 0;) {
    const end = endOfAction(text, start, lastCommentEnd);
    const expression = expressionOf(text, start, end);
    found.push({ span: [start, end], kind: kindOf(expression), expression, alone: false });
    start = text.indexOf('{{', end);
  }
  markAlone(text, found);
  return found;
}

function expressionOf(text: string, start: number, end: number): string {
  let [from, to] = [start + 2, end];
  if (text.charCodeAt(from) === 45 && (isSpace(text.charCodeAt(from + 1)) || text.charCodeAt(from + 1) === 47)) from++;
  if (text.charCodeAt(to - 1) === 125 && text.charCodeAt(to - 2) === 125) to -= 2;
  if (text.charCodeAt(to - 1) === 45) to--;
  return text.slice(from, Math.max(from, to)).trim();
}

function isSpace(code: number): boolean {
  return code === 32 || code === 9 || code === 10 || code === 13;
}

function kindOf(expression: string): TemplateAction['kind'] {
  const first = expression.charCodeAt(0);
  if (first === 36) return /^\$\w*(?:\s*,\s*\$\w+)?\s*:?=/.test(expression) ? 'none' : 'output';
  if (expression === '' || expression.startsWith('/*')) return 'none';
  if (first < 97 || first > 122) return 'output';
  let end = 1;
  while (expression.charCodeAt(end) >= 97 && expression.charCodeAt(end) <= 122) end++;
  const next = expression.charCodeAt(end);
  return end < expression.length && !isSpace(next) && next !== 40 && next !== 34
    ? 'output'
    : (controls.get(expression.slice(0, end)) ?? 'output');
}

/** Past the closing braces; strings and comments inside may hold braces. An action that is never closed ends with its line. */
function endOfAction(text: string, start: number, lastCommentEnd: number): number {
  let lineEnd = -1;
  for (let at = start + 2; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 125 && text.charCodeAt(at + 1) === 125) return at + 2;
    if (char === 10 && lineEnd < 0) lineEnd = at;
    if (char === 123 && text.charCodeAt(at + 1) === 123) break;
    if (char === 47 && text.charCodeAt(at + 1) === 42) {
      if (lastCommentEnd < at + 2) break;
      at = text.indexOf('*/', at + 2) + 1;
    } else if (char === 34 || char === 96 || char === 39) {
      const close = endOfString(text, at, char);
      if (close < 0) {
        if (char === 96) break;
        continue;
      }
      at = close;
    }
  }
  if (lineEnd >= 0) return lineEnd;
  const next = text.indexOf('\n', start);
  return next < 0 ? text.length : next;
}

function endOfString(text: string, start: number, quote: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === quote) return at;
    if (quote !== 96 && char === 10) return -1;
    if (quote !== 96 && char === 92) at++;
  }
  return -1;
}

/** Whether nothing but actions and blanks shares a line with an action, worked out for each run of actions at once. */
function markAlone(text: string, found: readonly { readonly span: Span; alone: boolean }[]): void {
  for (let from = 0; from < found.length;) {
    // A run: actions with only blanks between them.
    let to = from;
    while (to + 1 < found.length && onlyBlanks(text, found[to]!.span[1], found[to + 1]!.span[0])) to++;
    if (startsLine(text, found[from]!.span[0]) && endsLine(text, found[to]!.span[1]))
      for (let i = from; i <= to; i++) found[i]!.alone = true;
    from = to + 1;
  }
}

function onlyBlanks(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text.charCodeAt(at) !== 32 && text.charCodeAt(at) !== 9) return false;
  return true;
}

function startsLine(text: string, at: number): boolean {
  for (at--; at >= 0; at--) {
    const char = text.charCodeAt(at);
    if (char === 10 || char === 13) return true;
    if (char !== 32 && char !== 9) return false;
  }
  return true;
}

function endsLine(text: string, at: number): boolean {
  for (; at < text.length; at++) {
    const char = text.charCodeAt(at);
    if (char === 10 || char === 13) return true;
    if (char !== 32 && char !== 9) return false;
  }
  return true;
}

/** Where named templates begin, and where they end. */
function edgesOf(regions: readonly TemplateRegion[]): { readonly starts: ReadonlySet<number>; readonly ends: ReadonlySet<number> } {
  const defined = regions.filter((one) => one.keyword === 'define');
  return { starts: new Set(defined.map((one) => one.span[0])), ends: new Set(defined.map((one) => one.span[1])) };
}

/**
 * Output inside a line becomes filler, so that the words around it stay one scalar; everything else becomes blanks, but for
 * the edges of named templates, which part documents: each is written somewhere else.
 */
function mask(text: string, actions: readonly TemplateAction[], edges: ReturnType<typeof edgesOf>): string {
  const parts: string[] = [];
  let at = 0;
  for (const { span, kind, alone } of actions) {
    parts.push(text.slice(at, span[0]));
    at = span[1];
    // Of an action over several lines only the first line can be part of a word.
    let lineEnd = span[0];
    while (lineEnd < span[1] && text.charCodeAt(lineEnd) !== 10 && text.charCodeAt(lineEnd) !== 13) lineEnd++;
    const length = lineEnd - span[0];
    const parted = alone && length > 3 && (edges.starts.has(span[0]) || edges.ends.has(span[1])) && beginsAtMargin(text, span[0]);
    parts.push(parted ? `---${sized(blanks, length - 3)}` : sized(kind === 'output' && !alone ? filler : blanks, length));
    if (lineEnd < span[1]) parts.push(text.slice(lineEnd, span[1]).replace(/[^\r\n]/g, ' '));
  }
  parts.push(text.slice(at));
  return parts.join('');
}

function beginsAtMargin(text: string, at: number): boolean {
  return at === 0 || text.charCodeAt(at - 1) === 10 || text.charCodeAt(at - 1) === 13;
}

function sized(from: string, length: number): string {
  return length <= from.length ? from.slice(0, length) : from[0]!.repeat(length);
}

function regionsOf(actions: readonly TemplateAction[], end: number): Pick<HelmTree, 'regions' | 'around'> {
  const regions: { span: [number, number]; keyword: TemplateRegion['keyword']; expression: string; elses: number[] }[] = [];
  const around: number[] = [];
  const open: number[] = [];
  for (const action of actions) {
    if (action.kind === 'open') {
      const keyword = /^[a-z]+/.exec(action.expression)![0] as TemplateRegion['keyword'];
      around.push(open.at(-1) ?? -1);
      open.push(regions.length);
      regions.push({ span: [action.span[0], end], keyword, expression: action.expression.slice(keyword.length).trim(), elses: [] });
    } else if (action.kind === 'else') {
      regions[open.at(-1) ?? -1]?.elses.push(action.span[0]);
    } else if (action.kind === 'close') {
      const region = regions[open.pop() ?? -1];
      if (region) region.span[1] = action.span[1];
    }
  }
  return { regions, around };
}
