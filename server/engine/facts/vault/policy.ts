// Vault policies to grants, from HCL, from JSON and from what Terraform makes: one grant a path. Capabilities are the
// actions, the path is the scope. What a path means is for the rules.
import type { Place, Span } from '../../text/text.ts';
import { parseHcl } from '../../syntax/hcl/parse.ts';
import { attributeOf, type HclExpression, type HclFile } from '../../syntax/hcl/tree.ts';
import type { Carrier, Facts, Grant, Scope } from '../types.ts';
import { entryOf, leavesOf, patternOf, shownOf, type Leaf, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

export interface VaultPolicyOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
  /** Where escapes move the parts of the text: the place of all of them. */
  readonly whole?: Place;
}

/** What the old `policy = "write"` of a path stands for. */
const legacy = tableOf<readonly string[]>({
  deny: ['deny'],
  read: ['read', 'list'],
  write: ['create', 'read', 'update', 'delete', 'list'],
  sudo: ['create', 'read', 'update', 'delete', 'list', 'sudo'],
});

/** The tree of a policy. Vault reads the first HCL, in which the brace of a path may stand on the next line. */
export function parsePolicy(text: string): HclFile {
  return parseHcl(
    text.replace(
      /(\bpath[ \t]{1,20}"[^"\n]{0,300}")([ \t]{0,40}\r?\n[ \t\r\n]{0,100})(?=\{)/g,
      (_, head: string, gap: string) => head + ' '.repeat(gap.length),
    ),
  );
}

/** Reads the `path` blocks of a text in HCL. `offset` is where the text begins in its document; templates in it are holes. */
export function readVaultHcl(
  text: string,
  uri: string,
  offset: number,
  into: Facts,
  options: VaultPolicyOptions,
  file: HclFile = parsePolicy(text),
): void {
  const place = (span: Span): Place => options.whole ?? { uri, span: [span[0] + offset, span[1] + offset] };
  const written = (span: Span, token: Span) => ({
    at: place(span),
    token: place(token),
    via: [],
    encoding: 'hcl' as const,
    editable: offset === 0 && !options.whole,
  });
  const word = (value: string, span: Span, token: Span): Leaf => {
    const pattern = value.replace(/[$%]\{[^{}]*\}/g, '\0');
    return pattern.includes('\0')
      ? { kind: 'partial', pattern, ...written(span, token) }
      : { kind: 'scalar', known: 'literal', value, ...written(span, token) };
  };
  const textIn = (expression: HclExpression): Leaf | undefined =>
    expression.kind === 'template' && expression.parts.every((part) => part.kind === 'text')
      ? word(expression.parts.map((part) => (part.kind === 'text' ? part.text : '')).join(''), expression.inner, expression.span)
      : undefined;
  for (const block of file.body.items) {
    const label = block.kind === 'block' && block.type === 'path' ? block.labels[0] : undefined;
    if (block.kind !== 'block' || !label) continue;
    const capabilities = attributeOf(block.body, 'capabilities')?.value;
    const old = attributeOf(block.body, 'policy')?.value;
    const oldText = old && textIn(old);
    const actions =
      capabilities?.kind === 'tuple'
        ? capabilities.items.flatMap((item) => textIn(item) ?? [])
        : oldText
          ? (legacy.get(patternOf(oldText)) ?? []).map((one): Leaf => ({ ...oldText, kind: 'scalar', known: 'resolved', value: one }))
          : [];
    pushPath(word(label.text, label.span, label.span), actions, { head: place(block.head), whole: place(block.span) }, into, options);
  }
}

/** Reads a policy in JSON shape: `{"path": {"secret/*": {"capabilities": ["read"]}}}`. */
export function readVaultJson(policy: Value, into: Facts, options: VaultPolicyOptions): void {
  const paths = entryOf(policy, 'path')?.value;
  for (const mapping of paths?.kind === 'list' ? paths.items : [paths]) {
    if (mapping?.kind !== 'mapping') continue;
    for (const { key, value, at } of mapping.entries) {
      for (const rule of value.kind === 'list' ? value.items : [value])
        pushPath(key, leavesOf(entryOf(rule, 'capabilities')?.value), { head: key.at, whole: at }, into, options);
    }
  }
}

function pushPath(
  path: Leaf,
  actions: readonly Leaf[],
  at: { readonly head: Place; readonly whole: Place },
  into: Facts,
  options: VaultPolicyOptions,
): void {
  const scope: Scope = {
    level: path.kind === 'unknown' ? 'unknown' : /^(?:\+\/)*\*$/.test(patternOf(path)) ? 'everything' : 'resource',
    id: path,
  };
  const index = into.grants.length;
  const denied = actions.some((action) => patternOf(action) === 'deny');
  into.grants.push({
    anchor: `${options.anchor}|path[${patternOf(path).replaceAll('\0', '?')}]`,
    platform: 'vault',
    effect: denied ? 'deny' : 'allow',
    polarity: onlyNamed,
    role: 'identity',
    principals: [],
    actions,
    scope: [scope],
    conditions: [],
    lifetime: { kind: 'standing' },
    statement: { at: at.whole, index, sid: shownOf(path), keys: {} },
    carrier: { ...options.carrier, head: at.head },
    enabled: options.enabled,
  });
}
