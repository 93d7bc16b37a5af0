// Helm templates to a data tree: every action `{{ … }}` is masked by as many characters, so that all places stay, and what
// remains is read as YAML. It does not evaluate: an action is a hole, and what a hole means is for the reader to say.
// Masked text never shows outside: values with holes are made by `facts/data-value.ts` from the text itself.
import type { Span } from '../text/text.ts';
import type { DataTree } from './data.ts';
import { parseYaml } from './yaml.ts';

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
  /** Spans of the actions that write something unknown, for `valueOf`. */
  readonly holes: readonly Span[];
}

/** A character that means nothing to YAML and that nobody writes. It stands for the output of an action inside a line. */
const filler = '\uE000';

/** Reads a template as the YAML that it would be with its actions taken out. Never throws. */
export function parseHelm(text: string): HelmTree {
  const actions = readActions(text);
  return { tree: parseYaml(mask(text, actions)), actions, regions: regionsOf(actions, text.length), holes: actions.filter(isHole).map((action) => action.span) };
}

/** Control that stands alone on its line writes nothing; within a line it chooses between words. */
function isHole(action: TemplateAction): boolean {
  return action.kind === 'output' || (action.kind !== 'none' && !action.alone);
}

/** Conditions around an offset, outermost first. */
export function regionsAt(helm: HelmTree, offset: number): TemplateRegion[] {
  return helm.regions.filter((region) => region.span[0] <= offset && offset < region.span[1]);
}

const controls: Readonly<Record<string, TemplateAction['kind']>> = { if: 'open', with: 'open', range: 'open', define: 'open', block: 'open', else: 'else', end: 'close', break: 'none', continue: 'none' };

function readActions(text: string): TemplateAction[] {
  const found: { span: Span; kind: TemplateAction['kind']; expression: string }[] = [];
  const lastCommentEnd = text.lastIndexOf('*/');
  for (let start = text.indexOf('{{'); start >= 0; ) {
    const end = endOfAction(text, start, lastCommentEnd);
    const expression = text.slice(start + 2, end).replace(/^-?\s+|^-(?=\/\*)/, '').replace(/-?\}\}$/, '').trim();
    const word = /^[a-z]+(?![\w.])/.exec(expression)?.[0] ?? '';
    const kind = controls[word] ?? (expression === '' || expression.startsWith('/*') || /^\$\w*(?:\s*,\s*\$\w+)?\s*:?=/.test(expression) ? 'none' : 'output');
    found.push({ span: [start, end], kind, expression });
    start = text.indexOf('{{', end);
  }
  return withAlone(text, found);
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
function withAlone(text: string, found: readonly Omit<TemplateAction, 'alone'>[]): TemplateAction[] {
  const actions: TemplateAction[] = [];
  for (let from = 0; from < found.length; ) {
    // A run: actions with only blanks between them.
    let to = from;
    while (to + 1 < found.length && onlyBlanks(text, found[to]!.span[1], found[to + 1]!.span[0])) to++;
    const alone = startsLine(text, found[from]!.span[0]) && endsLine(text, found[to]!.span[1]);
    for (let i = from; i <= to; i++) actions.push({ ...found[i]!, alone });
    from = to + 1;
  }
  return actions;
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

/** Output inside a line becomes filler, so that the words around it stay one scalar; everything else becomes blanks. */
function mask(text: string, actions: readonly TemplateAction[]): string {
  let out = '';
  let at = 0;
  for (const { span, kind, alone } of actions) {
    out += text.slice(at, span[0]);
    const inside = text.slice(span[0], span[1]);
    // Of an action over several lines only the first line can be part of a word.
    const firstLine = kind === 'output' && !alone ? /^[^\r\n]*/.exec(inside)![0].length : 0;
    out += filler.repeat(firstLine) + inside.slice(firstLine).replace(/[^\r\n]/g, ' ');
    at = span[1];
  }
  return out + text.slice(at);
}

function regionsOf(actions: readonly TemplateAction[], end: number): TemplateRegion[] {
  const regions: { span: [number, number]; keyword: TemplateRegion['keyword']; expression: string; elses: number[] }[] = [];
  const open: typeof regions = [];
  for (const action of actions) {
    if (action.kind === 'open') {
      const keyword = /^[a-z]+/.exec(action.expression)![0] as TemplateRegion['keyword'];
      const region = { span: [action.span[0], end] as [number, number], keyword, expression: action.expression.slice(keyword.length).trim(), elses: [] };
      regions.push(region);
      open.push(region);
    } else if (action.kind === 'else') {
      open.at(-1)?.elses.push(action.span[0]);
    } else if (action.kind === 'close') {
      const region = open.pop();
      if (region) region.span[1] = action.span[1];
    }
  }
  return regions;
}
