// Roles and bindings that a program makes by calls in a chain: builders of Fabric8 (`new ClusterRoleBuilder().addNewRule()…`)
// and classes of the official client (`new V1ClusterRole().addRulesItem(…)`) in Java, Kotlin and Groovy, and functions of
// k8s-libsonnet (`clusterRole.new('x') + clusterRole.withRules([…])`). No parser of the language: calls and their brackets.
import type { Document } from '../../document.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { bracketsOf, codeOf, partsOfBracket } from '../source-policies/code-text.ts';
import { readLiteral } from '../source-policies/literal.ts';
import type { Place } from '../../text/text.ts';
import type { Facts } from '../types.ts';
import type { Mapping, Value } from '../value.ts';

/** A program: its text, the same with strings and comments blank, and where each bracket of that ends. */
interface Program {
  readonly uri: string;
  readonly text: string;
  readonly code: string;
  readonly ends: Int32Array;
  /** So many more calls are read: text that only looks like chains is not read over and over. */
  left: number;
}

const mostCalls = 20_000;
const deepest = 12;

/** The beginning of a chain, to the bracket of its first call, with what it makes. */
const java = /(?<![\w.])(?:new (?:V1)?|V1(?=\w{1,40}\()|(?=\w{1,40}Builder\())((?:Cluster)?Role(?:Binding)?)(?:Builder)?\(/g;
const jsonnet = /(?<![\w.])(?:[a-z]\w{0,30}\.){0,5}((?:cluster)?[rR]ole(?:Binding)?)\.new\(/g;
/** What a chain within an argument makes is known by where it is given. */
const inner =
  /^(?:new (?:[\w.]{1,120}\.)?[A-Z]\w{0,60}\(|(?:V1[A-Z]\w{0,60}|RbacV1Subject|[A-Z]\w{0,60}Builder)\(|(?:[a-z]\w{0,30}\.){1,6}with[A-Z]\w{0,40}\()/;
const gathered =
  /^(?:(?:[\w.]{1,60}\.)?(?:List|Set|ImmutableList|ImmutableSet)\.of|(?:[\w.]{1,60}\.)?Arrays\.asList|Collections\.singleton(?:List)?|listOf|mutableListOf|arrayListOf|arrayOf|new String\[\]\s?)(?=[({])/;
/** The next call of a chain: behind a dot, or behind a plus and the name of its library. */
const step =
  /\s{0,200}(?:\?|!!)?\.\s{0,40}(\w{1,80})\s{0,4}(?=\()|\s{0,200}\+\s{0,200}(?:[a-z]\w{0,30}\.){0,5}?(?:(roleRef|metadata)\.)?(with[A-Z]\w{0,40})(?=\()/y;

const lists: ReadonlySet<string> = new Set(['rules', 'subjects', 'apiGroups', 'resources', 'verbs', 'resourceNames', 'nonResourceURLs']);
/** Fields in the order of a call that takes all of them. */
const inOrder: ReadonlyMap<string, readonly string[]> = new Map([
  ['roleRef', ['apiGroup', 'kind', 'name']],
  ['subjects', ['apiGroup', 'kind', 'name', 'namespace']],
]);

/** Pushes what a program makes by chains of calls. */
export function readKubernetesBuilders({ text, uri, format }: Document, into: Facts): void {
  const isJsonnet = /\.(?:jsonnet|libsonnet)$/.test(uri);
  const code = codeOf(text, isJsonnet ? 'javascript' : format);
  const program: Program = { uri, text, code, ends: bracketsOf(code), left: mostCalls };
  for (const match of code.matchAll(isJsonnet ? jsonnet : java)) {
    const open = match.index + match[0].length - 1;
    const head: Place = { uri, span: [match.index, open] };
    const object = chainAt(program, open, 0);
    if (!object || object.entries.length === 0) continue;
    const kind = match[1]![0]!.toUpperCase() + match[1]!.slice(1);
    const named = isJsonnet ? argumentsIn(program, open, 0) : [];
    const own = [
      entryFrom('apiVersion', head, wordAt('rbac.authorization.k8s.io/v1', head)),
      entryFrom('kind', head, wordAt(kind, head)),
      ...(named[0] ? [entryFrom('metadata', head, mappingFrom([entryFrom('name', named[0].at, named[0])], head))] : []),
    ];
    const whole: Place = { uri, span: [match.index, object.at.span[1]] };
    readKubernetesObject(mappingFrom([...own, ...object.entries], whole), into, { uri, dialect: 'source', enabled: 'yes' });
  }
}

/** An object that calls fill: those between `withNewMetadata()` and `endMetadata()` fill a part of it. */
interface Frame {
  readonly field: string;
  readonly from: number;
  readonly fields: Map<string, { key: Place; value: Value }>;
}

/** What the calls from behind a bracket on say; undefined where nothing is left to read. */
function chainAt(program: Program, open: number, depth: number): Mapping | undefined {
  const { code, ends, uri } = program;
  let end = ends[open]!;
  if (end === 0 || depth > deepest) return undefined;
  const frames: Frame[] = [{ field: '', from: open, fields: new Map() }];
  /** Parts that functions of a library fill one by one: `roleRef.withName`. */
  const parts = new Map<string, Frame>();
  for (;;) {
    step.lastIndex = end;
    const call = step.exec(code);
    if (!call || --program.left <= 0) break;
    const bracket = end + call[0].length;
    if (!ends[bracket]) break;
    const name = call[1] ?? call[3]!;
    const key: Place = { uri, span: [bracket - name.length, bracket] };
    end = ends[bracket]!;
    if (/^(?:end[A-Z]\w*|and)$/.test(name)) {
      if (frames.length > 1) close(frames, end, uri);
      continue;
    }
    const field = fieldOf(name);
    if (field === undefined) continue;
    const given = argumentsIn(program, bracket, depth + 1);
    const top = call[2] === undefined ? frames.at(-1)! : (parts.get(call[2]) ?? { field: call[2], from: key.span[0], fields: new Map() });
    if (call[2] !== undefined) parts.set(call[2], top);
    if (/^(?:withNew|addNew|editOrNew|editNew)/.test(name) && given.length === 0) frames.push({ field, from: bracket, fields: new Map() });
    else if (/New/.test(name) && inOrder.has(field)) {
      const entries = inOrder.get(field)!.flatMap((one, index) => (given[index] ? [entryFrom(one, given[index].at, given[index])] : []));
      put(top, field, key, [mappingFrom(entries, { uri, span: [bracket, end] })]);
    } else put(top, field, key, given);
  }
  while (frames.length > 1) close(frames, end, uri);
  for (const one of parts.values()) put(frames[0]!, one.field, { uri, span: [one.from, one.from + 1] }, [objectOf(one, end, uri)]);
  return objectOf(frames[0]!, end, uri);
}

/** `withVerbs`, `addToVerbs`, `addVerbsItem`, `verbs`, `setVerbs`, `withVerbsMixin`: the field of a manifest. Undefined for `build`. */
function fieldOf(name: string): string | undefined {
  const bare = name
    .replace(/^(?:withNew|addNew|editOrNew|editNew|addAllTo|addTo|with|add|set)(?=[A-Z])/, '')
    .replace(/(?:Item|Mixin)$/, '');
  if (/^(?:build|create|done|toString|new)$/.test(bare)) return undefined;
  const field = bare[0]!.toLowerCase() + bare.slice(1);
  if (/^nonResource/i.test(field)) return 'nonResourceURLs';
  return field === 'rule' || field === 'subject' ? `${field}s` : field;
}

/** What is given between brackets: literals, chains, and the members of lists that are made in place. */
function argumentsIn(program: Program, open: number, depth: number): Value[] {
  if (depth > deepest) return [];
  return partsOfBracket(program.code, open).parts.flatMap(([from, to]) => valuesIn(program, from, to, depth));
}

function valuesIn(program: Program, start: number, to: number, depth: number): Value[] {
  const { text, code, uri } = program;
  const from = start + /^\s*/.exec(code.slice(start, to))![0].length;
  if (from >= to || --program.left <= 0) return [];
  const stretch = code.slice(from, Math.min(to, from + 400));
  if (stretch[0] === '[') return argumentsIn(program, from, depth + 1);
  const list = gathered.exec(stretch);
  if (list) return argumentsIn(program, from + list[0].length, depth + 1);
  const made = inner.exec(stretch);
  if (made) {
    const open = from + made[0].length - 1;
    // A function of a library says a field with its first call already.
    const chain = /^(?:new |[A-Z])/.test(made[0]) ? chainAt(program, open, depth + 1) : libraryChain(program, from, open, depth + 1);
    return chain ? [chain] : [];
  }
  const value = readLiteral(text.slice(0, to), from, uri, false);
  return value ? [value] : [];
}

/** `policyRule.withVerbs(['get']) + …`: the first call fills a field, too. */
function libraryChain(program: Program, from: number, open: number, depth: number): Mapping | undefined {
  const name = /(\w{1,80})\($/.exec(program.code.slice(from, open + 1))![1]!;
  const rest = chainAt(program, open, depth);
  const field = fieldOf(name);
  if (!rest || field === undefined) return rest;
  const frame: Frame = { field: '', from, fields: new Map() };
  put(frame, field, { uri: program.uri, span: [open - name.length, open] }, argumentsIn(program, open, depth + 1));
  const first = objectOf(frame, rest.at.span[1], program.uri);
  return mappingFrom([...first.entries, ...rest.entries], first.at);
}

function put({ fields }: Frame, field: string, key: Place, given: readonly Value[]): void {
  if (given.length === 0) return;
  const before = fields.get(field)?.value;
  const items = [...(before?.kind === 'list' ? before.items : []), ...given];
  fields.set(field, { key, value: lists.has(field) ? listFrom(items, given[0]!.at) : given.at(-1)! });
}

function close(frames: Frame[], end: number, uri: string): void {
  const frame = frames.pop()!;
  put(frames.at(-1)!, frame.field, { uri, span: [frame.from, frame.from + 1] }, [objectOf(frame, end, uri)]);
}

function objectOf({ fields, from }: Frame, end: number, uri: string): Mapping {
  return mappingFrom(
    [...fields].map(([name, { key, value }]) => entryFrom(name, key, value)),
    { uri, span: [from, end] },
  );
}
