// What the actions of a template write, as its chart ships it: the dot and the variables of the blocks around an action,
// named templates of the chart and of those around it, and whole lines that are to be put where they belong.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import type { DataNode } from '../../syntax/data.ts';
import { parseHelm, regionsAt, type HelmTree, type TemplateAction, type TemplateRegion } from '../../syntax/helm.ts';
import { countBefore, isWithinAny, type Place, type Span } from '../../text/text.ts';
import { valueOf, type WrittenLines } from '../data-value.ts';
import { itemsOf, textOf, type Value } from '../value.ts';
import { listFrom, wordAt } from '../made-values.ts';
import { moved, withPlaces } from '../value-places.ts';
import { conditionsOf, decisionOf, type Conditions } from './conditions.ts';
import { contextOf, evaluate, isValue, rootContext, type Context, type Scope } from './evaluate.ts';
import { parseExpression, type Expression } from './expression.ts';
import { namedTemplates, type NamedTemplate } from './named-templates.ts';
import { chartFileOf, chartRootOf, chartValuesOf, type ChartValues, type Installation } from './values.ts';

/** For `valueOf`: what a hole comes to, and what whole lines add. */
export interface TemplateFiller {
  fill(hole: Span): Value | undefined;
  readonly lines: readonly WrittenLines[];
  /** Actions that write a whole document of the stream, such as an `include`, with what it is; nothing else stands in it. */
  documents(): readonly { readonly span: Span; value(): Value | undefined }[];
  /** Makes what stands at `inside` once for each round of the loops around it that are not around `around`, too: each has its own item in the place of the dot. */
  each<T>(inside: Span, around: Span | undefined, make: () => T): T[];
  readonly decisions: Conditions['at'];
  readonly leftOut: Conditions['leftOut'];
}

/** A template with what is known where it is read. */
interface Reading {
  readonly text: string;
  readonly uri: string;
  readonly helm: HelmTree;
  readonly chart: Chart;
  /** The dot that it starts with. */
  readonly dot: Context | undefined;
  readonly depth: number;
  /** Which item a loop over several mappings is at, by where it begins. */
  readonly rounds: Map<number, Round>;
  /** The rounds of loops that stand in no other, by where they begin. */
  readonly loops: Map<number, readonly Round[]>;
}

interface Round {
  readonly key: Value | undefined;
  readonly item: Value;
}

interface Chart {
  readonly values: ChartValues;
  named(name: string): NamedTemplate | undefined;
  file(path: string): Value | undefined;
  /** What named templates write that were given everything, by their name: a template asks for its labels again and again. */
  readonly made: Map<string, Value | undefined>;
  readonly parsed: Map<string, Expression | undefined>;
  /** Files whose values stay where they are written: what somebody installs a chart with is to be changed there. */
  readonly keeps: ReadonlySet<string>;
  /** How many actions and named templates may still be worked out for one document. */
  left: number;
}

const deepest = 6;
const mostSteps = 5000;
/** Rounds of one loop that are looked at. */
const mostRounds = 20;
/** Loops in each other that are followed. */
const deepestLoops = 3;

/** The filler of a template of a chart, as it is installed or else as it is shipped; undefined where there is no chart around the document. */
export function templateFiller(
  document: Document,
  helm: HelmTree,
  context: ReadContext,
  installed?: Installation,
): TemplateFiller | undefined {
  const root = chartRootOf(document.uri);
  if (root === undefined || !/\.Values|\binclude\b|\btemplate\b|\.Files\b/.test(document.text)) return undefined;
  const values = chartValuesOf(root, context, installed) ?? (() => undefined);
  let named: ReadonlyMap<string, NamedTemplate> | undefined;
  const chart: Chart = {
    values,
    left: mostSteps,
    made: new Map(),
    parsed: new Map(),
    named: (name) => (named ??= namedTemplates(document, root, context)).get(name),
    file: (path) => chartFileOf(root, path, context),
    keeps: new Set(installed?.values.map((one) => one.at.uri)),
  };
  const reading = { text: document.text, uri: document.uri, helm, chart, dot: rootContext, depth: 0, rounds: new Map(), loops: new Map() };
  return fillerOf(reading);
}

function fillerOf(reading: Reading): TemplateFiller {
  const { text, uri, helm, chart } = reading;
  const conditions = conditionsOf(helm, (expression, at) => {
    const parsed = chart.left-- > 0 ? parsedOnce(expression.replace(/^\$[^=]*:=/, ''), chart) : undefined;
    return parsed && decisionOf(parsed, scopeAt(reading, at, { uri, span: [at, at] }));
  });
  const byStart = new Map(helm.actions.map((action) => [action.span[0], action]));
  const known = new Map<number, Value | undefined>();
  const valueOfAction = (action: TemplateAction): Value | undefined => {
    const start = action.span[0];
    if (!known.has(start)) known.set(start, undefined).set(start, outputOf(action, reading, { uri, span: action.span }));
    return known.get(start);
  };
  const hasLoops = helm.regions.some((region) => region.keyword === 'range');
  const each = <T>(inside: Span, around: Span | undefined, make: () => T): T[] => {
    const loop = hasLoops && loopAround(reading, inside, around);
    if (!loop) return [make()];
    const made: T[] = [];
    for (const round of loop.rounds) {
      if (reading.chart.left-- <= 0) break;
      reading.rounds.set(loop.start, round);
      known.clear();
      made.push(...each(inside, around, make));
    }
    reading.rounds.delete(loop.start);
    known.clear();
    return made;
  };
  return {
    each,
    decisions: conditions.at,
    leftOut: conditions.leftOut,
    fill(hole) {
      const action = byStart.get(hole[0]);
      return action?.kind === 'output' ? valueOfAction(action) : undefined;
    },
    lines: helm.actions
      .filter((action) => action.kind === 'output' && action.alone)
      .map((action) => ({ at: action.span[0], column: columnOf(action, text), value: () => valueOfAction(action) })),
    documents() {
      const outputs = helm.actions.filter((action) => action.kind === 'output' && action.alone && columnOf(action, text) === 0);
      const empty = outputs.length > 0 ? emptyDocuments(helm.masked) : [];
      return outputs
        .filter(({ span }) => {
          const around = empty[countBefore(empty, span[0] + 1) - 1]?.span;
          // What a named template takes in is written where it is taken in itself.
          return around !== undefined && span[1] <= around[1] && !regionsAt(helm, span[0]).some((one) => one.keyword === 'define');
        })
        .map((action) => ({ span: action.span, value: () => valueOfAction(action) }));
    },
  };
}

/** The documents of a stream in which nothing but actions and comments stands. */
function emptyDocuments(masked: string): { readonly span: Span }[] {
  const ends = [...masked.matchAll(/^---[^\n]*$/gm)].map(({ index, 0: mark }): Span => [index, index + mark.length]);
  return [...ends, [masked.length, masked.length] as const].flatMap(([end], index) => {
    const from = index === 0 ? 0 : ends[index - 1]![1];
    return masked
      .slice(from, end)
      .replace(/^[ \t]*#[^\n]*$/gm, '')
      .trim() === ''
      ? [{ span: [from, end] as const }]
      : [];
  });
}

function outputOf(action: TemplateAction, reading: Reading, place: Place): Value | undefined {
  if (reading.chart.left-- <= 0) return undefined;
  const expression = parsedOnce(action.expression, reading.chart);
  const value = expression && evaluate(expression, scopeAt(reading, action.span[0], place));
  return value && placed(value, place, reading.chart.keeps);
}

/** Templates say the same over and over. */
function parsedOnce(text: string, { parsed }: Chart): Expression | undefined {
  if (!parsed.has(text)) parsed.set(text, parseExpression(text));
  return parsed.get(text);
}

/** How far what an action writes is indented. */
function columnOf(action: TemplateAction, text: string): number {
  const own = action.span[0] - (text.lastIndexOf('\n', action.span[0] - 1) + 1);
  const [, line, count] = /\b(n?)indent\s+(\d+)\s*$/.exec(action.expression) ?? [];
  return count === undefined ? own : Number(count) + (line === 'n' ? 0 : own);
}

/** What the dot and variables are at an offset of a template. */
function scopeAt(reading: Reading, offset: number, place: Place): Scope {
  const { helm, chart, depth } = reading;
  let steps = 0;
  const scope = (at: number): Scope => ({
    values: chart.values,
    place,
    dot: () => {
      const around = regionsAt(helm, at)
        .filter((one) => one.span[0] < at && !one.elses.some((start) => start <= at))
        .findLast((one) => one.keyword === 'with' || one.keyword === 'range' || one.keyword === 'define');
      if (!around) return reading.dot;
      if (around.keyword === 'define' || ++steps > 50) return undefined;
      const value = declared(around.expression, around.span[0]);
      return around.keyword === 'range' ? (reading.rounds.get(around.span[0])?.item ?? eachOf(value)) : value;
    },
    variable: (name) => {
      if (++steps > 50) return undefined;
      const around = regionsAt(helm, at)
        .filter((one) => one.span[0] < at && one.keyword !== 'define')
        .findLast((one) => declaredNames(one.expression).includes(name));
      const sets = assignmentsIn(helm).get(name) ?? [];
      const set = sets[countBefore(sets, at) - 1];
      if (set && set.span[0] > (around?.span[0] ?? -1)) return declared(set.expression, set.span[0]);
      if (!around) return undefined;
      const names = /^([^:]*):=/
        .exec(around.expression)![1]!
        .split(',')
        .map((one) => one.trim());
      const value = declared(around.expression, around.span[0]);
      if (around.keyword !== 'range') return value;
      const round = reading.rounds.get(around.span[0]);
      if (names.at(-1) === name) return round?.item ?? eachOf(value);
      return round
        ? round.key
        : isValue(value) && value.kind === 'mapping' && value.entries.length === 1
          ? value.entries[0]!.key
          : undefined;
    },
    file: (path) => (chart.left-- > 0 ? chart.file(path) : undefined),
    include: (name, dot) => {
      // A widespread helper that gives back the value it is handed, with the templates in it evaluated.
      const handed =
        dot?.kind === 'dict' && /tpl\w{0,20}\.?(?:render|values?)$/i.test(name)
          ? (dot.entries.get('value') ?? dot.entries.get('Values'))
          : undefined;
      if (isValue(handed) && textOf(handed)?.includes('{{') !== true) return handed;
      // Further down less is left of how deep templates may include each other.
      const lasting = depth === 0 && dot?.kind === 'root';
      if (lasting && chart.made.has(name)) return chart.made.get(name);
      const found = depth < deepest && chart.left-- > 0 ? chart.named(name) : undefined;
      const value = found && written(found, dot, reading);
      if (lasting) chart.made.set(name, value);
      return value;
    },
  });
  const declared = (expression: string, at: number): Context | undefined => {
    const parsed = parsedOnce(expression.replace(/^\$[^=]*=/, ''), chart);
    return parsed && contextOf(parsed, scope(at));
  };
  return scope(offset);
}

/** The actions that set a variable, by its name and in the order of the text. */
function assignmentsIn(helm: HelmTree): ReadonlyMap<string, readonly TemplateAction[]> {
  const known = assignments.get(helm);
  if (known) return known;
  const found = new Map<string, TemplateAction[]>();
  for (const action of helm.actions) {
    if (action.kind !== 'none') continue;
    for (const name of new Set(declaredNames(action.expression))) {
      const sets = found.get(name);
      if (sets) sets.push(action);
      else found.set(name, [action]);
    }
  }
  assignments.set(helm, found);
  return found;
}

/** Each variable is asked for many times, and the actions of a template do not change. */
const assignments = new WeakMap<HelmTree, ReadonlyMap<string, readonly TemplateAction[]>>();

function declaredNames(expression: string): string[] {
  const [, names] = /^(\$[^=]*?):?=/.exec(expression) ?? [];
  return names?.split(',').map((one) => one.trim()) ?? [];
}

/** The dot of a loop: the only item, or one of several where they are plain words. Of several mappings no one is meant. */
function eachOf(value: Context | undefined): Context | undefined {
  if (!isValue(value)) return undefined;
  const items = value.kind === 'mapping' ? value.entries.map((entry) => entry.value) : itemsOf(value);
  if (items.length < 2) return items[0];
  return items.every((item) => item.kind === 'scalar') ? { ...value, kind: 'choice', options: items } : undefined;
}

/** The outermost loop over several mappings that is around a place and has no round yet. */
function loopAround(
  reading: Reading,
  inside: Span,
  around: Span | undefined,
): { readonly start: number; readonly rounds: readonly Round[] } | undefined {
  if (reading.rounds.size >= deepestLoops) return undefined;
  for (const region of regionsAt(reading.helm, inside[0])) {
    const { keyword, span } = region;
    if (
      keyword !== 'range' ||
      reading.rounds.has(span[0]) ||
      span[1] < inside[1] ||
      (around && span[0] <= around[0] && around[1] <= span[1])
    )
      continue;
    const rounds = roundsIn(region, reading);
    if (rounds.length > 1) return { start: span[0], rounds };
  }
  return undefined;
}

/** The rounds of a loop over mappings; none for any other. What a loop is over may depend on the round of the one around it. */
function roundsIn({ span, expression }: TemplateRegion, reading: Reading): readonly Round[] {
  const { chart, loops, rounds } = reading;
  const known = rounds.size === 0 ? loops.get(span[0]) : undefined;
  if (known) return known;
  const parsed = chart.left-- > 0 ? parsedOnce(expression.replace(/^\$[^=]*=/, ''), chart) : undefined;
  const value = parsed && contextOf(parsed, scopeAt(reading, span[0], { uri: reading.uri, span }));
  const all = isValue(value) ? roundsOf(value) : [];
  const found = all.every(({ item }) => item.kind === 'mapping') ? all.slice(0, mostRounds) : [];
  if (rounds.size === 0) loops.set(span[0], found);
  return found;
}

function roundsOf(value: Value): Round[] {
  return value.kind === 'mapping'
    ? value.entries.map(({ key, value: item }) => ({ key, item }))
    : itemsOf(value).map((item) => ({ key: undefined, item }));
}

/** What a named template writes: the block in it, or the one value. */
function written({ document, body }: NamedTemplate, dot: Context | undefined, from: Reading): Value | undefined {
  const text = document.text.slice(body[0], body[1]);
  const helm = document.memo(`template ${body[0]}`, () => parseHelm(text));
  const reading: Reading = {
    text,
    uri: document.uri,
    helm,
    chart: from.chart,
    dot,
    depth: from.depth + 1,
    rounds: new Map(),
    loops: new Map(),
  };
  const filler = fillerOf(reading);
  const words = wordsOf(reading, filler, body);
  if (words) return words;
  const { roots } = helm.tree;
  const made = (root: DataNode): Value =>
    moved(valueOf(root, document.uri, { text, holes: helm.holes, masked: helm.masked, ...filler }), body[0]);
  // Words between conditions are a choice that is not followed.
  const isChoice = (): boolean => helm.actions.some(({ kind }) => kind !== 'output' && kind !== 'none');
  if (roots.length === 1) return roots[0]!.kind === 'scalar' && isChoice() ? undefined : made(roots[0]!);
  const objects = roots.filter((root) => root.kind === 'map' && filler.decisions(root.span[0]).every((one) => one.on));
  return objects.length > 0 ? listFrom(objects.map(made), { uri: document.uri, span: body }) : undefined;
}

/** What a template writes that is one action, or one word, besides what its conditions leave out. */
function wordsOf({ text, helm, ...reading }: Reading, { leftOut }: TemplateFiller, body: Span): Value | undefined {
  const out = leftOut([0, text.length]);
  const outputs = out && helm.actions.filter(({ kind, span }) => kind === 'output' && !isWithinAny(out, span[0]));
  if (!outputs || outputs.length > 1) return undefined;
  const rest = outside(
    text,
    [...helm.actions, ...out].sort((a, b) => a.span[0] - b.span[0]),
  ).trim();
  const place = { uri: reading.uri, span: body };
  if (outputs.length === 1) return rest === '' ? outputOf(outputs[0]!, { ...reading, text, helm }, place) : undefined;
  return /^[\w.:-]+$/.test(rest) ? wordAt(rest, place) : undefined;
}

function outside(text: string, actions: readonly { readonly span: Span }[]): string {
  let at = 0;
  let rest = '';
  for (const { span } of actions) {
    rest += text.slice(at, Math.max(at, span[0]));
    at = Math.max(at, span[1]);
  }
  return rest + text.slice(at);
}

/** The value as if it were written at the action, where a reader of the template looks, with nothing in it for edits. What stands in a file of `keeps` stays there. */
function placed(value: Value, place: Place, keeps: ReadonlySet<string>): Value {
  return withPlaces(value, (one) =>
    keeps.has(one.at.uri)
      ? { at: one.at, token: one.token, via: [...one.via, place], encoding: one.encoding, editable: one.editable }
      : { at: place, token: place, via: [one.at, ...one.via], encoding: 'none', editable: false },
  );
}
