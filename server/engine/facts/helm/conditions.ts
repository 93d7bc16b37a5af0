// Whether a template writes what stands under a condition, with the values that are known: `{{ if .Values.rbac.create }}`
// with `create: false`. A value that no file gives decides nothing: whoever installs the chart may give it.
import type { ReadContext } from '../../readers.ts';
import { regionsAt, type HelmTree, type TemplateRegion } from '../../syntax/helm.ts';
import { countBefore, type Span } from '../../text/text.ts';
import { textOf, valueAt, type Value } from '../value.ts';
import { contextOf, isValue, type Scope } from './evaluate.ts';
import type { Expression } from './expression.ts';
import { chartAround, chartDependenciesOf, chartRootOf, chartValuesOf, type Installation } from './values.ts';

/** A value that a condition asks for. */
export interface Switch {
  /** Its path, as the template writes it: `rbac.create`. */
  readonly name: string;
  readonly value: Value;
}

/** What a condition comes to, and the values that this rests on. */
export interface Decision {
  readonly on: boolean;
  readonly by: readonly Switch[];
}

/** What a condition comes to; undefined where that is not known. */
export function decisionOf(expression: Expression, scope: Scope): Decision | undefined {
  if (expression.kind === 'literal') return { on: Boolean(expression.value), by: [] };
  if (expression.kind === 'path') return decidedBy(expression, expression.path, scope);
  const { name, args } = expression;
  switch (name) {
    case 'not':
    case 'empty':
      return args.length === 1 ? inverted(decisionOf(args[0]!, scope)) : undefined;
    case 'and':
      return allOf(args.map((one) => decisionOf(one, scope)));
    case 'default': {
      // What is off gives way to the fallback, which may be off, too.
      const own = args.length === 2 ? decisionOf(args[1]!, scope) : undefined;
      return own?.on === false ? anyOf([own, decisionOf(args[0]!, scope)]) : own;
    }
    case 'or':
    case 'coalesce':
      return anyOf(args.map((one) => decisionOf(one, scope)));
    case 'eq':
      return isEqual(args, scope);
    case 'ne':
      return inverted(isEqual(args, scope));
    case 'index':
    case 'get': {
      const keys = args.slice(1).map((key) => (key.kind === 'literal' ? String(key.value) : '?'));
      return decidedBy(expression, [...(args[0]?.kind === 'path' ? args[0].path : []), ...keys], scope);
    }
    default:
      return undefined;
  }
}

/** The same, the other way round. */
export function inverted(decision: Decision | undefined): Decision | undefined {
  return decision && { on: !decision.on, by: decision.by };
}

/** On where all are, off where one is; a decision that is not known leaves open only what no other settles. */
export function allOf(decisions: readonly (Decision | undefined)[]): Decision | undefined {
  const off = decisions.find((one) => one?.on === false);
  if (off) return off;
  return decisions.every((one) => one !== undefined) ? { on: true, by: decisions.flatMap((one) => one.by) } : undefined;
}

/** Off where all are, on where one is. */
function anyOf(decisions: readonly (Decision | undefined)[]): Decision | undefined {
  return inverted(allOf(decisions.map(inverted)));
}

function decidedBy(expression: Expression, path: readonly string[], scope: Scope): Decision | undefined {
  const value = contextOf(expression, scope);
  const on = isValue(value) ? isTrue(value) : undefined;
  return on === undefined ? undefined : { on, by: [{ name: nameOf(path), value: value as Value }] };
}

/** What Go's templates take for true: not `false`, nothing, zero, or what is empty. */
function isTrue(value: Value): boolean | undefined {
  if (value.kind === 'scalar') return value.value !== null && value.value !== false && value.value !== '' && value.value !== 0;
  if (value.kind === 'list') return value.items.length > 0 || (value.complete ? false : undefined);
  if (value.kind === 'mapping') return value.entries.length > 0 || (value.complete ? false : undefined);
  return undefined;
}

/** Whether the first of some values is one of the others. */
function isEqual(args: readonly Expression[], scope: Scope): Decision | undefined {
  const values = args.map((one) => contextOf(one, scope));
  const texts = values.map((one) => (isValue(one) ? textOf(one) : undefined));
  if (texts.length < 2 || texts.includes(undefined)) return undefined;
  return { on: texts.slice(1).includes(texts[0]), by: args.flatMap((one) => switchesIn(one, scope)) };
}

/** The values that an expression asks for. */
function switchesIn(expression: Expression, scope: Scope): readonly Switch[] {
  if (expression.kind === 'call') return expression.args.flatMap((one) => switchesIn(one, scope));
  const value = expression.kind === 'path' ? contextOf(expression, scope) : undefined;
  return expression.kind === 'path' && isValue(value) ? [{ name: nameOf(expression.path), value }] : [];
}

function nameOf(path: readonly string[]): string {
  return (path[0] === 'Values' ? path.slice(1) : path).join('.');
}

/** Branches of one condition that are told apart. */
const mostBranches = 20;

/** The conditions of a template, as far as they are known. */
export interface Conditions {
  /** What those around an offset come to: all that is known of them. */
  at(offset: number): readonly Decision[];
  /**
   * What those that begin in a span leave unwritten of it, themselves included, in the order of the text: the other words of
   * `{{ if … }}ClusterRole{{ else }}Role{{ end }}`. Undefined where one of them is not known, is a loop, or ends elsewhere.
   */
  leftOut(span: Span): readonly { readonly span: Span }[] | undefined;
}

/** `decide` is asked once for each condition of `at`, and each time for `leftOut`, with the place that it stands at. */
export function conditionsOf(helm: HelmTree, decide: (expression: string, at: number) => Decision | undefined): Conditions {
  const { actions, regions, around } = helm;
  const actionAt = (start: number) => actions[countBefore(actions, start)]!;
  const known = new Map<number, readonly (Decision | undefined)[]>();
  // A branch is written where no branch before it is, and its own condition holds.
  const branchesOf = ({ span, expression, elses }: TemplateRegion): readonly (Decision | undefined)[] => {
    const found: (Decision | undefined)[] = [];
    let none: Decision | undefined = { on: true, by: [] };
    for (const start of [span[0], ...elses].slice(0, mostBranches)) {
      const condition = start === span[0] ? expression : /^else\s+(?:if|with)\s+(\S[^]*)$/.exec(actionAt(start).expression)?.[1];
      const own: Decision | undefined = condition === undefined ? { on: true, by: [] } : decide(condition, span[0]);
      found.push(allOf([none, own]));
      none = allOf([none, inverted(own)]);
    }
    return found;
  };
  return {
    at: (offset) =>
      regionsAt(helm, offset).flatMap((region): readonly Decision[] => {
        if (region.keyword === 'define' || region.keyword === 'block') return [];
        const { span, elses } = region;
        if (!known.has(span[0])) known.set(span[0], branchesOf(region));
        const decision = known.get(span[0])![elses.filter((start) => start <= offset).length];
        return decision ? [decision] : [];
      }),
    leftOut([from, to]) {
      const found: { readonly span: Span }[] = [];
      // The branches of a region that are written; none of one that stands in a branch that is not.
      const written = new Map<number, readonly boolean[]>();
      for (let index = countBefore(regions, from); index < regions.length && regions[index]!.span[0] < to; index++) {
        const { keyword, span, elses } = regions[index]!;
        const outer = written.get(around[index]!);
        if (outer && !outer[regions[around[index]!]!.elses.filter((start) => start <= span[0]).length]) {
          written.set(index, []);
          continue;
        }
        const end = actions[countBefore(actions, span[1]) - 1]!;
        const isWhole = keyword === 'if' && span[1] <= to && end.kind === 'close' && end.span[1] === span[1];
        const branches = isWhole ? branchesOf(regions[index]!) : [];
        if (branches.length <= elses.length || branches.includes(undefined)) return undefined;
        const ons = branches.map((one) => one!.on);
        written.set(index, ons);
        const starts = [span[0], ...elses, end.span[0]];
        for (const [branch, on] of ons.entries())
          found.push({ span: [starts[branch]!, on ? actionAt(starts[branch]!).span[1] : starts[branch + 1]!] });
        found.push({ span: end.span });
      }
      return found.sort((a, b) => a.span[0] - b.span[0]);
    },
  };
}

const deepestChart = 4;

/** What decides in the charts around that of a template whether it is taken in at all: `condition: worker.enabled` of a dependency. */
export function takenIn(template: string, context: ReadContext, installed?: Installation): readonly Decision[] {
  const found: Decision[] = [];
  const root = chartRootOf(template);
  let around = root === undefined ? undefined : chartAround(root);
  for (let depth = 0; around && depth < deepestChart; depth++, around = chartAround(around.root)) {
    const { root: outer, name } = around;
    const [only, ...more] = chartDependenciesOf(outer, context).filter((one) => textOf(valueAt(one, 'name')) === name);
    const paths = more.length === 0 ? (textOf(valueAt(only, 'condition'))?.split(',') ?? []) : [];
    const values = paths.length > 0 ? chartValuesOf(outer, context, installed) : undefined;
    for (const path of paths) {
      const value = values?.(path.trim().split('.'));
      const on = value && isTrue(value);
      if (on === undefined) continue;
      found.push({ on, by: [{ name: path.trim(), value: value! }] });
      break;
    }
  }
  return found;
}
