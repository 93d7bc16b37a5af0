// Users and groups that are root on a machine without being asked who they are: `deploy ALL=(ALL) NOPASSWD: ALL`, in files of
// sudo, and wherever scripts, tasks of Ansible and what a machine runs when it starts write such a line; and users of
// cloud-init that have the rule as `sudo:`, and tasks of Ansible's own module. Images of containers are none of it: root of
// a container is no root of a machine.
import type { Document } from '../../document.ts';
import type { Span } from '../../text/text.ts';
import { blockAt } from '../file-blocks.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Facts } from '../types.ts';
import type { Leaf } from '../value.ts';

/** The kind of the carrier, by which the rule knows these facts. */
export const sudoRule = 'rule of sudo';

const line =
  /(?<![\w%.{$-])(%?(?:[A-Za-z_][\w.-]{0,60}|\{\{[^{}\n]{1,60}\}\}|\$\{?\w{1,60}\}?|%s))[ \t]{1,20}ALL[ \t]{0,10}=[ \t]{0,10}(?:\((?:ALL|root)(?:[ \t]{0,4}:[ \t]{0,4}\w{1,40})?\)[ \t]{0,10})?(NOPASSWD:[ \t]{0,10}ALL)(?!\w)/g;

/** The rule of a user of cloud-init, as a text or as the first of a list: without a name, which stands beside it. */
const ofUser =
  /(^[ \t]{0,80}(?:-[ \t]{1,10})?|[{,][ \t]{0,4})["']?sudo["']?[ \t]{0,4}:[ \t]{0,4}(?:\[[ \t]{0,4}|\r?\n[ \t]{0,80}-[ \t]{1,10})?["']?ALL[ \t]{0,4}=[ \t]{0,4}(?:\((?:ALL|root)(?:[ \t]{0,4}:[ \t]{0,4}\w{1,40})?\)[ \t]{0,4})?(NOPASSWD:[ \t]{0,4}ALL)(?!\w)/gm;

/** Pushes each account that is root without being asked. */
export function readSudoers({ text, uri }: Document, into: Facts): void {
  const push = (name: string, nameAt: Span, rights: Span, start: number): void =>
    pushRoot({ uri, name, who: wordAt(name, { uri, span: nameAt }), rights: wordAt('NOPASSWD: ALL', { uri, span: rights }), start }, into);
  const found = text.includes('sudoers') || /sudoers/i.test(uri) ? [...text.matchAll(line)] : [];
  found.forEach((match, index) => {
    const start = text.lastIndexOf('\n', match.index) + 1;
    const before = text.slice(Math.max(start, match.index - 400), match.index);
    const next = found[index + 1];
    // What stands twice in a line is looked for, and put in its place: `sed 's/^# …/…/'`.
    const isReplaced = next !== undefined && !text.slice(match.index, next.index).includes('\n');
    if (/^\s*(?:#|\/\/)/.test(before) || isReplaced) return;
    const end = match.index + match[0].length;
    push(match[1]!, [match.index, match.index + match[1]!.length], [end - match[2]!.length, end], match.index);
  });
  if (text.includes('sudoers:')) readTasks(text, push);
  for (const match of text.includes('sudo:') || text.includes('"sudo"') ? text.matchAll(ofUser) : []) {
    const end = match.index + match[0].length;
    const name = nameBeside(text, match.index, match[1]!);
    if (name) push(text.slice(...name), name, [end - match[2]!.length, end], match.index + match[1]!.length);
  }
}

/** The module of Ansible that writes such a file, whose users are asked for nothing unless `nopassword` says otherwise. */
const module = /^([ \t]{0,80}(?:-[ \t]{1,10})?)(?:community\.general\.)?sudoers[ \t]{0,4}:[ \t]{0,10}\r?\n/gm;

function readTasks(text: string, push: (name: string, nameAt: Span, rights: Span, start: number) => void): void {
  for (const match of text.matchAll(module)) {
    const start = match.index + match[0].length;
    const [from, to] = blockAt(text, start, match[1]!.length);
    const body = text.slice(from, to);
    const who = /^[ \t]{1,80}(user|group)[ \t]{0,4}:[ \t]{0,4}["']?([^\s"'#]{1,80})/m.exec(body);
    const every = /^[ \t]{1,80}commands[ \t]{0,4}:[ \t]{0,4}(?:\[[ \t]{0,4}|\r?\n[ \t]{0,80}-[ \t]{1,10})?["']?(ALL)\b/m.exec(body);
    const limited =
      /^[ \t]{1,80}(?:nopassword[ \t]{0,4}:[ \t]{0,4}["']?(?:false|no)\b|state[ \t]{0,4}:[ \t]{0,4}["']?absent\b|runas[ \t]{0,4}:[ \t]{0,4}["']?(?!(?:root|ALL)\b))/im;
    if (!who || !every || limited.test(body)) continue;
    const nameStart = from + who.index + who[0].length - who[2]!.length;
    const end = from + every.index + every[0].length;
    push(`${who[1] === 'group' ? '%' : ''}${who[2]!}`, [nameStart, nameStart + who[2]!.length], [end - 'ALL'.length, end], match.index);
  }
}

interface Root {
  readonly uri: string;
  readonly name: string;
  readonly who: Leaf;
  readonly rights: Leaf;
  /** Where the rule begins. */
  readonly start: number;
}

function pushRoot({ uri, name, who, rights, start }: Root, into: Facts): void {
  const block = { uri, span: [start, rights.at.span[1]] as const };
  into.grants.push({
    anchor: `sudoers|${uri}|${name}`,
    platform: 'saas',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'identity',
    principals: [{ kind: name.startsWith('%') ? 'group' : 'user', id: who }],
    actions: [rights],
    scope: [{ level: 'everything', id: rights }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'source', kind: sudoRule, address: name, block, head: block },
    enabled: /(?:^|\/)sudoers/.test(uri) ? 'yes' : 'maybe',
  });
}

const named = /(?:^|[{,])[ \t]{0,80}(?:-[ \t]{1,10})?(?:\{[ \t]{0,4})?["']?name["']?[ \t]{0,4}:[ \t]{0,4}["']?([^\s"',}#]{1,80})/;
/** How many lines a user of cloud-init has at most on either side of its rule. */
const mostLines = 60;

/** Where the name of a user of cloud-init stands: in the item of the list that has the rule, before or behind it. */
function nameBeside(text: string, at: number, prefix: string): Span | undefined {
  const inBraces = /[{,]/.test(prefix);
  const start = text.lastIndexOf('\n', at - 1) + 1;
  const lineAt = (from: number): [string, number] => {
    const end = text.indexOf('\n', from);
    return [text.slice(from, Math.min(end < 0 ? text.length : end, from + 400)), end < 0 ? text.length : end + 1];
  };
  const nameIn = (from: number): Span | undefined => {
    const match = named.exec(lineAt(from)[0]);
    const end = match && from + match.index + match[0].length;
    return match ? [end! - match[1]!.length, end!] : undefined;
  };
  if (inBraces) return nameIn(start);
  const column = prefix.length;
  const contentOf = (written: string): number => /^[ \t]*(?:-[ \t]+)?/.exec(written)![0].length;
  const begins = (written: string): boolean => contentOf(written) === column && /^[ \t]*-/.test(written);
  // Up to the line that begins the item.
  let from = start;
  for (let n = 0; n < mostLines && !begins(lineAt(from)[0]); n++) {
    if (from === 0) return undefined;
    from = text.lastIndexOf('\n', from - 2) + 1;
    const [written] = lineAt(from);
    if (written.trim() !== '' && contentOf(written) < column) return undefined;
  }
  for (let n = 0; n < 2 * mostLines; n++) {
    const [written, next] = lineAt(from);
    if (from > start && written.trim() !== '' && (contentOf(written) < column || begins(written))) return undefined;
    const name = contentOf(written) === column ? nameIn(from) : undefined;
    if (name) return name;
    if (next >= text.length) return undefined;
    from = next;
  }
  return undefined;
}
