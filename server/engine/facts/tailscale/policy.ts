// The policy of a tailnet to facts: rules that let everybody reach everything, log in as root, or take a tag. Names as in
// Tailscale's reference of the policy file (2026-11).
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Carrier, Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Value } from '../value.ts';

export interface TailnetOptions {
  readonly carrier: Carrier;
  readonly anchor: string;
  readonly enabled: Grant['enabled'];
}

/** Everybody in the tailnet. */
const everybody = /^(?:\*|autogroup:members?|autogroup:danger-all)$/;

const find = (value: Value | undefined, is: RegExp): Leaf | undefined => leavesOf(value).find((leaf) => is.test(textOf(leaf) ?? ''));
/** Whether a rule says more of whom, how or what it lets through: by the state of the device, a route, or pings alone. */
const narrowed = (rule: Value): boolean =>
  entryOf(rule, 'srcPosture') !== undefined ||
  entryOf(rule, 'via') !== undefined ||
  /^(?:icmp|ipv6-icmp|1|58)$/.test(textOf(part(rule, 'proto')) ?? '');
const part = (rule: Value, key: string): Value | undefined => entryOf(rule, key)?.value;

/** Pushes what a policy opens; other documents give nothing. */
export function readTailnetPolicy(policy: Value, into: Facts, options: TailnetOptions): void {
  const push = (what: string, who: Leaf, at: Place, index: number): void => pushRight(what, who, at, index, into, options);
  // A posture that holds for every rule without one of its own narrows them all.
  const postures = itemsOf(part(policy, 'defaultSrcPosture')).length > 0;
  const reach = (who: Leaf, at: Place, index: number): void => (postures ? undefined : push('*:*', who, at, index));
  itemsOf(part(policy, 'acls')).forEach((rule, index) => {
    const who = find(part(rule, 'src') ?? part(rule, 'users'), everybody);
    const where = find(part(rule, 'dst') ?? part(rule, 'ports'), /^\*:\*$/);
    if (textOf(part(rule, 'action')) === 'accept' && who && where && !narrowed(rule)) reach(who, where.at, index);
  });
  itemsOf(part(policy, 'grants')).forEach((rule, index) => {
    const who = find(part(rule, 'src'), everybody);
    const where = find(part(rule, 'dst'), /^\*$/);
    if (who && where && find(part(rule, 'ip'), /^\*(?::\*)?$/) && !narrowed(rule)) reach(who, where.at, index);
  });
  itemsOf(part(policy, 'ssh')).forEach((rule, index) => {
    const who = find(part(rule, 'src'), everybody);
    const root = find(part(rule, 'users'), /^root$/);
    // Everybody may be root on a machine of their own.
    const others = leavesOf(part(rule, 'dst')).some((leaf) => textOf(leaf) !== 'autogroup:self');
    if (textOf(part(rule, 'action')) === 'accept' && who && root && others) push('ssh root', who, root.at, index);
  });
  const owners = part(policy, 'tagOwners');
  (owners?.kind === 'mapping' ? owners.entries : []).forEach(({ key, value }, index) => {
    const who = find(value, everybody);
    if (who && textOf(key) !== undefined) push(`own ${textOf(key)!}`, who, who.at, index);
  });
}

function pushRight(what: string, who: Leaf, at: Place, index: number, into: Facts, { carrier, anchor, enabled }: TailnetOptions): void {
  into.grants.push({
    anchor: `${anchor}|${what}[${index}]`,
    platform: 'saas',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [{ kind: 'any', id: who }],
    entitlement: wordAt(what, at),
    actions: [],
    scope: [{ level: 'org', id: wordAt('', at) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier,
    enabled,
  });
}
