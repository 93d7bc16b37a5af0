// Rules of Consul and Nomad in HCL to facts: what a policy lets its holder write, wherever its text stands. Only rights over
// everything of a kind are read; what they mean is for the rules. Words as in the documentation of both (2026-11).
import type { Place, Span } from '../../text/text.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { attributeOf, type HclBody, type HclExpression, type HclFile } from '../../syntax/hcl/tree.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Carrier, Facts, Grant } from '../types.ts';

/** A text of rules: where it begins in its document, or the whole place where escapes move its parts. */
export interface AclText {
  readonly text: string;
  readonly uri: string;
  readonly offset: number;
  readonly whole?: Place;
}

export interface AclOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** Resources of Consul that are rules without a name. */
const unnamed = ['acl', 'operator', 'keyring'] as const;
const prefixes: ReadonlySet<string> = new Set(['key_prefix', 'service_prefix', 'node_prefix', 'agent_prefix']);

/** Pushes what the rules of a policy open: `acl = "write"`, `key_prefix ""` and `namespace "*"` with `policy = "write"`. */
export function readAclRules(
  { text, uri, offset, whole }: AclText,
  into: Facts,
  options: AclOptions,
  file: HclFile = parseHcl(text),
): void {
  const place = ([start, end]: Span): Place => whole ?? { uri, span: [start + offset, end + offset] };
  const push = (what: string, at: Place): void => pushRight(what, at, into, options);
  for (const name of unnamed) {
    const value = attributeOf(file.body, name)?.value;
    if (value && literal(value) === 'write') push(`${name} write`, place(inner(value)));
  }
  for (const block of file.body.items) {
    if (block.kind !== 'block' || !writes(block.body)) continue;
    const label = block.labels[0]?.text;
    if (prefixes.has(block.type) && label === '') push(`${block.type} "" write`, place(block.head));
    else if (block.type === 'namespace' && label === '*') push('namespace * write', place(block.head));
  }
}

/** Consul's own configuration: `acl { default_policy = "allow" }`, by which whoever brings no token may do everything. */
export function readAgentConfiguration({ uri, offset }: AclText, into: Facts, options: AclOptions, file: HclFile): void {
  for (const item of file.body.items) {
    const value = item.kind === 'block' && item.type === 'acl' ? attributeOf(item.body, 'default_policy')?.value : inObject(item);
    if (value && literal(value) === 'allow') {
      const [start, end] = inner(value);
      pushRight('default allow', { uri, span: [start + offset, end + offset] }, into, options);
    }
  }
}

/** The same where the block is written as an object: `acl = { default_policy = "allow" }`. */
function inObject(item: HclBody['items'][number]): HclExpression | undefined {
  if (item.kind !== 'attribute' || item.name !== 'acl' || item.value.kind !== 'object') return undefined;
  return item.value.entries.find(({ key }) => (key.kind === 'name' ? key.name === 'default_policy' : literal(key) === 'default_policy'))
    ?.value;
}

function pushRight(what: string, at: Place, into: Facts, { carrier, anchor, enabled }: AclOptions): void {
  into.grants.push({
    anchor: `${anchor}|${what}`,
    platform: 'saas',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [],
    entitlement: wordAt(what, at),
    actions: [],
    scope: [{ level: 'cluster', id: wordAt('', at) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier,
    enabled,
  });
}

function writes(body: HclBody): boolean {
  const policy = attributeOf(body, 'policy')?.value;
  return policy !== undefined && literal(policy) === 'write';
}

/** Where the text of a string stands, without its quotes. */
const inner = (expression: HclExpression): Span => (expression.kind === 'template' ? expression.inner : expression.span);

/** A string without anything that is put into it. */
function literal(expression: HclExpression): string | undefined {
  return expression.kind === 'template' && expression.parts.every((part) => part.kind === 'text')
    ? expression.parts.map((part) => (part.kind === 'text' ? part.text : '')).join('')
    : undefined;
}
