// CloudFormation's functions, as far as a template alone says what they come to: parameters by their default, `Sub` and
// `Join` with holes, both arms of `If`, all that a map may give. What only a deployment knows is unknown. Values that
// are written once keep their token; values put together from several are placed at the whole and are not for edits.
import type { DataNode } from '../../syntax/data.ts';
import type { Place } from '../../text/text.ts';
import { blockOffsets } from '../block-text.ts';
import { parseEmbeddedJson } from '../embedded-json.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import {
  entryOf,
  patternOf,
  textOf,
  valueAt,
  type Entry,
  type Leaf,
  type Mapping,
  type Scalar,
  type Value,
  type Written,
} from '../value.ts';
import { tableOf } from '../../table.ts';

export interface TemplateScope {
  readonly root: Value;
  readonly uri: string;
  /** Text of the document, for blocks that hold JSON. Without it they are placed as a whole. */
  readonly text?: string;
  /** Values of parameters, for a template that another one calls. */
  readonly given?: ReadonlyMap<string, Value>;
}

const shortForms = tableOf<string>({ '!Ref': 'Ref', '!Condition': 'Condition' });

/** A short form (`!Sub`) as the long one, so that YAML and JSON are one. For `valueOf`. */
export function shortForm(uri: string): (node: DataNode, convert: (node: DataNode) => Value) => Value | undefined {
  return (node, convert) => {
    const name = shortForms.get(node.tag!) ?? (/^![A-Z]\w*$/.test(node.tag!) ? `Fn::${node.tag!.slice(1)}` : undefined);
    if (name === undefined) return undefined;
    const at: Place = { uri, span: [node.tagSpan?.[0] ?? node.span[0], node.span[1]] };
    const keyAt: Place = { uri, span: node.tagSpan ?? node.span };
    return mappingFrom([entryFrom(name, keyAt, convert({ ...node, tag: undefined }), at)], at);
  };
}

const deepest = 60;

/**
 * What a value comes to. Undefined for `AWS::NoValue`, which removes the property or item that it stands for. Reads
 * through mappings and lists; functions inside are evaluated.
 */
export function evaluate(value: Value, scope: TemplateScope, depth = 0): Value | undefined {
  if (depth > deepest) return unknown(value, 'nested too deeply');
  switch (value.kind) {
    case 'list': {
      const items = value.items.map((item) => evaluate(item, scope, depth + 1));
      return { ...value, items: items.filter((item) => item !== undefined) };
    }
    case 'mapping': {
      const [only] = value.entries;
      const name = value.entries.length === 1 && only ? textOf(only.key) : undefined;
      if (name !== undefined && (name === 'Ref' || name === 'Condition' || name.startsWith('Fn::')))
        return call(name, only!.value, value, scope, depth);
      const entries: Entry[] = [];
      for (const entry of value.entries) {
        const made = evaluate(entry.value, scope, depth + 1);
        if (made) entries.push({ ...entry, value: made });
      }
      return { ...value, entries };
    }
    case 'choice':
      return { ...value, options: value.options.flatMap((option) => evaluate(option, scope, depth + 1) ?? []) };
    default:
      return value;
  }
}

function call(name: string, argument: Value, whole: Mapping, scope: TemplateScope, depth: number): Value | undefined {
  switch (name) {
    case 'Ref':
      return refer(textOf(argument), argument, whole, scope);
    case 'Fn::Sub':
      return substitute(argument, whole, scope, depth);
    case 'Fn::Join':
      return join(argument, whole, scope, depth);
    case 'Fn::If': {
      if (argument.kind !== 'list') return unknown(whole, 'an If without its arms');
      const arms = argument.items.slice(1, 3).map((arm) => evaluate(arm, scope, depth + 1));
      const options = arms.filter((arm) => arm !== undefined);
      return options.length === 0 ? undefined : { kind: 'choice', options, ...madeAt(whole) };
    }
    case 'Fn::FindInMap':
      return findInMap(argument, whole, scope, depth);
    case 'Fn::Select':
      return select(argument, whole, scope, depth);
    case 'Fn::Split':
      return split(argument, whole, scope, depth);
    case 'Fn::Base64':
    case 'Fn::ToJsonString':
      return evaluate(argument, scope, depth + 1);
    default:
      return unknown(whole, `${name} is known only when the stack is made`, referenceOf(name, argument));
  }
}

/** Same in every account, so that ARNs of managed policies can be read. */
const pseudo = tableOf<string>({ 'AWS::Partition': 'aws', 'AWS::URLSuffix': 'amazonaws.com' });

function refer(name: string | undefined, argument: Value, whole: Value, scope: TemplateScope): Value | undefined {
  if (name === 'AWS::NoValue') return undefined;
  if (name === undefined) return unknown(whole, 'a reference to something unknown');
  const fixed = pseudo.get(name);
  if (fixed !== undefined) return { kind: 'scalar', known: 'resolved', value: fixed, ...madeAt(whole) };
  const parameter = valueAt(scope.root, 'Parameters', name);
  const given = parameter && scope.given?.get(name);
  const preset = given ?? valueAt(parameter, 'Default');
  // What a caller gives is said in the calling template, where it may be edited.
  if (given && preset?.kind !== 'scalar') return given;
  if (preset?.kind !== 'scalar')
    return unknown(whole, parameter ? `parameter ${name} has no default` : `${name} is known only when the stack is made`, name);
  const type = textOf(valueAt(parameter, 'Type')) ?? '';
  const leaf: Scalar = given
    ? { ...preset, known: 'resolved' }
    : { ...preset, known: 'resolved', via: [argument.at, ...preset.via], editable: false };
  return /^(?:CommaDelimitedList|List<)/.test(type) ? { kind: 'list', items: partsOf(leaf, ','), complete: true, ...madeAt(whole) } : leaf;
}

/** The parts of a text between separators, without blanks around them; each at its place where the text is written as it is. */
function partsOf(leaf: Scalar, separator: string): Scalar[] {
  const text = String(leaf.value);
  const start = leaf.at.span[1] - leaf.at.span[0] === text.length ? leaf.at.span[0] : undefined;
  let offset = 0;
  return text.split(separator).map((part) => {
    const value = part.trim();
    const from = offset + (part.length - part.trimStart().length);
    offset += part.length + separator.length;
    const at: Place = start === undefined ? leaf.at : { uri: leaf.at.uri, span: [start + from, start + from + value.length] };
    return { ...leaf, known: 'resolved', value, at, token: start === undefined ? leaf.token : at, editable: false };
  });
}

function substitute(argument: Value, whole: Value, scope: TemplateScope, depth: number): Value {
  const template = argument.kind === 'list' ? argument.items[0] : argument;
  const variables = argument.kind === 'list' ? argument.items[1] : undefined;
  if (template?.kind !== 'scalar' || typeof template.value !== 'string') return unknown(whole, 'a Sub without its text');
  let changed = false;
  const pattern = template.value.replace(/\$\{(!?)([^{}]*)\}/g, (_, literal: string, inner: string) => {
    changed = true;
    if (literal) return `\${${inner}}`;
    const name = inner.trim();
    const own = entryOf(variables, name);
    const value = own ? evaluate(own.value, scope, depth + 1) : name.includes('.') ? undefined : refer(name, template, whole, scope);
    // A parameter that is empty until somebody fills it in says nothing of what the text will be.
    const known = value && isLeaf(value) && value.kind !== 'unknown' ? patternOf(value) : '\0';
    return known === '' && !own ? '\0' : known;
  });
  if (!changed) return template;
  // The token as a whole is where it is written; only its parts come from elsewhere.
  const { at, token, via, encoding, editable }: Written = template;
  const written = { at, token, via, encoding, editable };
  return pattern.includes('\0') ? leafOfPattern(pattern, written) : { kind: 'scalar', known: 'resolved', value: pattern, ...written };
}

function join(argument: Value, whole: Value, scope: TemplateScope, depth: number): Value {
  const separator = argument.kind === 'list' ? textOf(argument.items[0]) : undefined;
  const list = argument.kind === 'list' && argument.items[1] ? evaluate(argument.items[1], scope, depth + 1) : undefined;
  if (separator === undefined || list?.kind !== 'list') return unknown(whole, 'a Join of something unknown');
  const pattern = list.items.map((item) => (isLeaf(item) ? patternOf(item) : '\0')).join(separator);
  const only = list.items.length === 1 && isLeaf(list.items[0]!) ? list.items[0] : undefined;
  return only ?? leafOfPattern(pattern, madeAt(whole));
}

function findInMap(argument: Value, whole: Value, scope: TemplateScope, depth: number): Value {
  if (argument.kind !== 'list' || argument.items.length < 3) return unknown(whole, 'a FindInMap without its keys');
  const keys = argument.items.slice(0, 3).map((item) => evaluate(item, scope, depth + 1));
  const map = textOf(keys[0]);
  if (map === undefined) return unknown(whole, 'a map that is not known');
  let found: Value[] = [valueAt(scope.root, 'Mappings', map)].filter((one) => one !== undefined);
  for (const key of keys.slice(1)) {
    const text = textOf(key);
    found = found.flatMap((one) =>
      one.kind !== 'mapping'
        ? []
        : text !== undefined
          ? [entryOf(one, text)?.value].filter((next) => next !== undefined)
          : one.entries.map((entry) => entry.value),
    );
  }
  const options = found.slice(0, 20).map((one): Value => ({ ...one, via: [whole.at, ...one.via] }));
  if (options.length === 1) return options[0]!;
  return options.length === 0 ? unknown(whole, `nothing under ${map}`) : { kind: 'choice', options, ...madeAt(whole) };
}

function select(argument: Value, whole: Value, scope: TemplateScope, depth: number): Value {
  if (argument.kind !== 'list') return unknown(whole, 'a Select without its list');
  const index = Number(textOf(argument.items[0]) ?? Number.NaN);
  const list = argument.items[1] && evaluate(argument.items[1], scope, depth + 1);
  const item = list?.kind === 'list' && list.complete ? list.items[index] : undefined;
  return item ?? unknown(whole, 'a Select of something unknown');
}

function split(argument: Value, whole: Value, scope: TemplateScope, depth: number): Value {
  const separator = argument.kind === 'list' ? textOf(argument.items[0]) : undefined;
  const text = argument.kind === 'list' && argument.items[1] ? evaluate(argument.items[1], scope, depth + 1) : undefined;
  if (!separator || text?.kind !== 'scalar') return unknown(whole, 'a Split of something unknown');
  return { kind: 'list', items: partsOf(text, separator), complete: true, ...madeAt(whole) };
}

/** A policy document as it stands, or as JSON in a string; `written` is the text of the document around it. */
export function documentOf(value: Value | undefined, written?: string): Value | undefined {
  if (value?.kind !== 'scalar' && value?.kind !== 'partial') return value;
  const text = patternOf(value);
  const block =
    value.kind === 'scalar' && value.encoding === 'yaml-block' && written !== undefined
      ? blockOffsets(text, value.at.span, written)
      : undefined;
  if (block !== undefined) return parseEmbeddedJson(text, value.at, block, 'json-in-heredoc', { via: value.via, editable: value.editable });
  // Holes move offsets, so that only text without any has exact places inside.
  const exact = value.kind === 'scalar' && value.at.span[1] - value.at.span[0] === text.length ? value.at.span[0] : undefined;
  return parseEmbeddedJson(text, value.at, exact, 'json-in-string', { via: value.via, editable: value.editable && exact !== undefined });
}

/** The logical id that a value refers to: `Ref`, `GetAtt` and `Sub` of one resource, before evaluation. */
export function referredTo(value: Value | undefined): string | undefined {
  const [only] = value?.kind === 'mapping' ? value.entries : [];
  if (!only || value?.kind !== 'mapping' || value.entries.length !== 1) return undefined;
  switch (textOf(only.key)) {
    case 'Ref':
      return textOf(only.value);
    case 'Fn::GetAtt':
      return only.value.kind === 'list' ? textOf(only.value.items[0]) : textOf(only.value)?.split('.')[0];
    case 'Fn::Sub':
      return /^\$\{([A-Za-z0-9]+)(?:\.\w+)?\}$/.exec(textOf(only.value) ?? '')?.[1];
    default:
      return undefined;
  }
}

export function isLeaf(value: Value): value is Leaf {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}

function leafOfPattern(pattern: string, written: Written): Leaf {
  if (!pattern.includes('\0')) return { kind: 'scalar', known: 'resolved', value: pattern, ...written };
  return pattern.replaceAll('\0', '') === ''
    ? { kind: 'unknown', why: 'known only when the stack is made', ...written }
    : { kind: 'partial', pattern, ...written };
}

function madeAt(whole: Value): Written {
  return { at: whole.at, token: whole.token, via: [], encoding: 'none', editable: false };
}

function unknown(whole: Value, why: string, reference?: string): Leaf {
  return { kind: 'unknown', why, ...(reference === undefined ? {} : { reference }), ...madeAt(whole) };
}

/** `Logs.Arn` of `Fn::GetAtt`, `Fn::ImportValue shared-bucket`. */
function referenceOf(name: string, argument: Value): string | undefined {
  const parts = argument.kind === 'list' ? argument.items.map(textOf) : [textOf(argument)];
  if (parts.length === 0 || parts.some((part) => part === undefined)) return undefined;
  return name === 'Fn::GetAtt' ? parts.join('.') : `${name} ${parts.join(' ')}`;
}
