// Reads an AWS policy document, given as a value in whatever dialect it was written, into grants or trusts: one a
// statement. Limits (boundaries, organization policies, session and endpoint policies) keep their role and are never
// mistaken for grants. It does not look for documents (the dialects' readers do) and it does not judge (rules do).
import type { Place } from '../../text/text.ts';
import type { Carrier, Condition, Facts, Grant, Lifetime, Platform, Principal, Scope, Statement, Trust } from '../types.ts';
import { entryOf, itemsOf, leavesOf, patternOf, textOf, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';
import { limitsOf, parseOperator } from './condition-limits.ts';
import { readPrincipals } from './principals.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

export interface AttachOptions {
  readonly carrier: Carrier;
  /** The anchor of the document; statements add `|Statement[Sid=…]`. */
  readonly anchor: string;
  /**
   * Who holds the policy, or whose the resource is. Give one identity the same `id` text everywhere in its module (its
   * address, or its name where only that is known): what one principal holds is united by it.
   */
  readonly principals: readonly Principal[];
  readonly enabled: Grant['enabled'];
  /** Another cloud whose policies have the form of AWS. */
  readonly platform?: Platform;
  /** Other than plain attachment: a boundary. */
  readonly role?: Grant['role'];
}

export interface PolicyOptions extends AttachOptions {
  readonly role: Grant['role'];
  /** For `trust`: the role that is assumed. */
  readonly assumes?: Leaf;
}

/**
 * Pushes the statements of a document: trusts when `role` is `trust`, grants otherwise. Principals written in a statement
 * replace `options.principals`. What is unknown (an effect, a whole statement) gives nothing; a condition that is not
 * known stands as one that limits.
 */
export function readPolicyDocument(document: Value, into: Facts, options: PolicyOptions): void {
  if (document.kind === 'choice') {
    for (const option of document.options) readPolicyDocument(option, into, { ...options, enabled: maybe(options.enabled) });
    return;
  }
  if (document.kind === 'list') {
    for (const item of document.items) readPolicyDocument(item, into, options);
    return;
  }
  if (document.kind !== 'mapping') return noteUnknown(document, into, options.anchor);
  const statement = entryOf(document, 'Statement', true);
  // A bare statement, as some modules and SDK calls take it.
  const body = statement ? statement.value : entryOf(document, 'Effect', true) ? document : undefined;
  if (!body) return;
  const seen = new Set<string>();
  let index = 0;
  noteUnknown(body, into, options.anchor);
  const own = { ...options, platform: options.platform ?? platformOf(document) };
  for (const { value, conditional } of statementsOf(body, false)) {
    readStatement(value, index++, seen, into, conditional ? { ...own, enabled: maybe(options.enabled) } : own);
  }
}

/** Versions of policies in the form of AWS that other clouds have: the same words mean other things there (`ecs:*`). */
const versions = tableOf<Platform>({ 1: 'alibaba', '2.0': 'tencent', '1.1': 'huawei', '5.0': 'huawei' });

function platformOf(document: Mapping): Platform {
  const version = textOf(entryOf(document, 'Version', true)?.value);
  return versions.get(version ?? '') ?? 'aws';
}

/** Says that a policy, or a statement of one, is written here and not known. It is not gone. */
export function noteUnknown(value: Value, into: Facts, anchor: string): void {
  const unknown = itemsOf(value).find((item) => item.kind === 'unknown') ?? (value.kind === 'list' && !value.complete ? value : undefined);
  if (unknown)
    into.problems.push({
      kind: 'unresolved',
      message:
        unknown.kind === 'unknown'
          ? `the policy is not known here: ${unknown.why}`
          : 'the policy may have further statements that are not known here',
      at: unknown.via[0] ?? unknown.at,
      anchor,
    });
}

/** Pushes a grant for a managed policy attached by ARN or name. An ARN that is not known is kept: it may be linked later. */
export function attachManagedPolicy(policy: Leaf, into: Facts, options: AttachOptions): void {
  into.grants.push({
    anchor: `${options.anchor}|policy[${patternOf(policy).replaceAll('\0', '?')}]`,
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: options.role ?? 'entitlement',
    principals: options.principals,
    entitlement: policy,
    actions: [],
    scope: [],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: options.carrier,
    enabled: options.enabled,
  });
}

function* statementsOf(value: Value, conditional: boolean): Generator<{ value: Mapping; conditional: boolean }> {
  switch (value.kind) {
    case 'mapping':
      yield { value, conditional };
      break;
    case 'list':
      for (const item of value.items) yield* statementsOf(item, conditional);
      break;
    case 'choice':
      for (const option of value.options) yield* statementsOf(option, true);
      break;
  }
}

const elements = ['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'] as const;
type Element = (typeof elements)[number];
const elementOf: ReadonlyMap<string, Element> = new Map(elements.map((element) => [element.toLowerCase(), element]));

function readStatement(value: Mapping, index: number, seen: Set<string>, into: Facts, options: PolicyOptions): void {
  const entries = new Map<Element, Entry>();
  for (const entry of value.entries) {
    const element = elementOf.get(textOf(entry.key)?.toLowerCase() ?? '');
    if (element) entries.set(element, entry);
  }
  const effects = new Set(
    leavesOf(entries.get('Effect')?.value)
      .map((leaf) => textOf(leaf)?.toLowerCase())
      .filter((text) => text === 'allow' || text === 'deny'),
  );
  if (effects.size === 0 || isStackPolicy(entries)) return;
  const sid = textOf(entries.get('Sid')?.value) || undefined;
  const path = sid !== undefined && !seen.has(sid) ? `Statement[Sid=${sid}]` : `Statement[${index}]`;
  if (sid !== undefined) seen.add(sid);
  const keys: Record<string, Place> = {};
  for (const [element, entry] of entries) keys[element] = entry.key.at;
  const statement: Statement = { at: value.at, index, sid, value, keys };
  const written = readPrincipals(entries.get('Principal')?.value ?? entries.get('NotPrincipal')?.value);
  const conditions = readConditions(entries.get('Condition'), value);
  for (const effect of effects) {
    const grant: Omit<Grant, 'role'> = {
      anchor: `${options.anchor}|${path}${effects.size > 1 ? `[${effect}]` : ''}`,
      platform: options.platform ?? 'aws',
      effect,
      polarity: {
        actions: entries.has('NotAction') ? 'except' : 'only',
        resources: entries.has('NotResource') ? 'except' : 'only',
        principals: entries.has('NotPrincipal') ? 'except' : 'only',
      },
      principals:
        written ?? (options.role === 'trust' || options.role === 'resource' || options.role === 'key-policy' ? [] : options.principals),
      actions: actionsIn(entries, options.carrier.kind),
      scope: leavesOf(entries.get('Resource')?.value ?? entries.get('NotResource')?.value).map(scopeOf),
      conditions,
      lifetime: lifetimeOf(conditions),
      carrier: options.carrier,
      enabled: effects.size > 1 ? maybe(options.enabled) : options.enabled,
      statement,
    };
    if (options.role === 'trust') into.trusts.push({ ...grant, role: 'trust', assumes: options.assumes } satisfies Trust);
    else into.grants.push({ ...grant, role: options.role });
  }
}

/** Policies of devices: in them `*` is every action of IoT, and not of AWS. */
const ofDevices = /^(?:aws_iot_policy|awscc_iot_policy|AWS::IoT::Policy|iot\.Policy)$/;

function actionsIn(entries: ReadonlyMap<Element, Entry>, kind: string): Leaf[] {
  const actions = leavesOf(entries.get('Action')?.value ?? entries.get('NotAction')?.value);
  return ofDevices.test(kind)
    ? actions.map((action) =>
        /^\*+$/.test(patternOf(action)) ? ({ ...action, kind: 'scalar', known: 'resolved', value: 'iot:*' } as Leaf) : action,
      )
    : actions;
}

/**
 * Whether a statement is one of a stack policy of CloudFormation: what an update may replace, for which `Principal` must be
 * `*` and the actions are words of its own (`Update:Replace`). It gives nobody anything.
 */
function isStackPolicy(entries: ReadonlyMap<Element, Entry>): boolean {
  const actions = leavesOf(entries.get('Action')?.value ?? entries.get('NotAction')?.value);
  return actions.length > 0 && actions.every((action) => /^update:(?:modify|replace|delete|\*)$/i.test(patternOf(action)));
}

function scopeOf(id: Leaf): Scope {
  const text = patternOf(id);
  if (id.kind === 'unknown') return { level: 'unknown', id };
  return { level: /^\*+$/.test(text) ? 'everything' : 'resource', id };
}

function readConditions(entry: Entry | undefined, statement: Mapping): Condition[] {
  const conditions: Condition[] = [];
  if (!statement.complete) conditions.push(unknownCondition(statement.at));
  if (entry) collectConditions(entry.value, entry.value.at, conditions);
  return conditions;
}

/** `Condition: { operator: { key: values } }`; every arm of a choice, any part of which may be unknown. */
function collectConditions(value: Value, at: Place, into: Condition[]): void {
  if (value.kind === 'choice') {
    // Either arm may hold: together they limit no more than is known of one of them.
    into.push(unknownCondition(at));
    return;
  }
  if (value.kind === 'list') {
    for (const item of value.items) collectConditions(item, item.at, into);
    return;
  }
  if (value.kind !== 'mapping') {
    if (value.kind !== 'scalar') into.push(unknownCondition(at));
    return;
  }
  if (!value.complete) into.push(unknownCondition(at));
  for (const operatorEntry of value.entries) {
    const operator = textOf(operatorEntry.key);
    const pairs = operatorEntry.value;
    if (operator === undefined || pairs.kind === 'choice' || pairs.kind === 'unknown' || pairs.kind === 'partial') {
      into.push(unknownCondition(operatorEntry.at));
      continue;
    }
    for (const mapping of pairs.kind === 'list' ? pairs.items : [pairs]) {
      if (mapping.kind !== 'mapping') continue;
      if (!mapping.complete) into.push(unknownCondition(operatorEntry.at));
      for (const pair of mapping.entries) into.push(readCondition(operator, pair));
    }
  }
}

function readCondition(operator: string, pair: Entry): Condition {
  const key = patternOf(pair.key);
  const values = leavesOf(pair.value);
  return { operator, key, values, limits: limitsOf(operator, key, values), at: pair.at };
}

/** Stands for conditions that cannot be read: something may limit here. */
function unknownCondition(at: Place): Condition {
  return { operator: 'unknown', key: 'unknown', values: [], limits: 'other', at };
}

/** `DateLessThan aws:CurrentTime` ends a grant. Of several ends, the first known one is given: all must hold. */
function lifetimeOf(conditions: readonly Condition[]): Lifetime {
  for (const condition of conditions) {
    const key = condition.key.toLowerCase();
    if (key !== 'aws:currenttime' && key !== 'aws:epochtime') continue;
    const { base } = parseOperator(condition.operator);
    if (!/^(?:date|numeric)lessthan(?:equals)?$/.test(base)) continue;
    const until = condition.values[0];
    return until && textOf(until) !== undefined ? { kind: 'until', until, at: condition.at } : { kind: 'unknown', until, at: condition.at };
  }
  return { kind: 'standing' };
}

function maybe(enabled: Grant['enabled']): Grant['enabled'] {
  return enabled === 'no' ? 'no' : 'maybe';
}
