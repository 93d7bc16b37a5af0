// Users of ClickHouse in its own files (`users.xml`): who gives rights to others, and which users are held back, from where or to
// what, so that what else stands there opens nothing.
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Facts } from '../types.ts';
import type { SettingsFile } from './settings-files.ts';

/** How far before and behind its password a user of ClickHouse goes at most, in characters; the file that comes with it has long comments. */
const mostBefore = 2_000;
const mostBehind = 4_000;

interface User {
  readonly name: string;
  /** Everything within it. */
  readonly text: string;
}

/** The user that something in it belongs to, by where that stands: from the last line that opens an element further out, to the next that closes one. */
function userAround(text: string, offset: number): User {
  const before = text.slice(Math.max(0, offset - mostBefore), offset);
  const rest = text.slice(offset, offset + mostBehind);
  const column = before.length - (before.lastIndexOf('\n') + 1);
  const isFurtherOut = (line: RegExpExecArray): boolean => line[1]!.length < column;
  const start = [...before.matchAll(/\n([ \t]{0,200})<([\w.-]{1,80})>/g)].findLast(isFurtherOut);
  const end = [...rest.matchAll(/\n([ \t]{0,200})<\/[\w.-]{1,80}>/g)].find(isFurtherOut)?.index;
  return { name: start?.[2] ?? '?', text: before.slice(start?.index ?? before.length) + rest.slice(0, end) };
}

/** Which users of ClickHouse come from the machine itself alone, or have a profile that only reads: by where a part of them stands. */
export function heldBackIn(text: string): (offset: number) => boolean {
  const reading = readOnlyProfiles(text);
  return (offset) => {
    const user = userAround(text, offset).text;
    const addresses = [...user.matchAll(/<ip>([^<]{0,80})<\/ip>/g)].map((one) => one[1]!.trim());
    if (addresses.length > 0 && addresses.every((one) => /^(?:::1|127\.)/.test(one))) return true;
    return reading.has(/<profile>\s{0,20}([\w.-]{1,80})\s{0,20}<\/profile>/.exec(user)?.[1] ?? 'default');
  };
}

/** Whether a file may hold such users. */
export const isClickhouseUsers = ({ name, text }: SettingsFile): boolean =>
  /(?:^|\/)users(?:\.d\/[\w.-]{1,100}|[\w.-]{0,60})\.xml$/i.test(name) && /<(?:clickhouse|yandex)\b/.test(text) && text.includes('<users>');

/** Pushes that a user makes users and gives rights: `<access_management>1`, which the user that comes with a server has switched off. */
export function readClickhouseManagers(file: SettingsFile, uri: string, into: Facts): void {
  const text = withoutComments(file.text);
  const isHeldBack = heldBackIn(text);
  for (const match of text.matchAll(/<(access_management)>\s{0,20}(?:1|true)\s{0,20}</g)) {
    if (isHeldBack(match.index)) continue;
    const start = file.start + match.index + 1;
    const at = { uri, span: [start, start + match[1]!.length] as const };
    const { name } = userAround(text, match.index);
    into.grants.push({
      anchor: `sql|${uri}|user ${name}|access_management`,
      platform: 'sql',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'identity',
      principals: [{ kind: 'user', id: wordAt(name, at) }],
      actions: [wordAt('ACCESS MANAGEMENT', at)],
      scope: [{ level: 'everything', id: wordAt('*.*', at) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { dialect: 'sql', kind: 'user', address: name, block: at, head: at },
      enabled: file.isOwn ? 'yes' : 'maybe',
    });
  }
}

/** Names of the elements of `<profiles>` that hold `<readonly>1`. */
function readOnlyProfiles(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  const start = text.indexOf('<profiles>');
  if (start < 0) return found;
  let depth = 0;
  let profile = '';
  for (const tag of text.slice(start).matchAll(/<(\/?)([\w.-]{1,80})>\s{0,20}([12]?)/g)) {
    if (tag[1] === '/') depth--;
    else if (++depth === 2) profile = tag[2]!;
    if (tag[1] === '' && tag[2] === 'readonly' && tag[3] !== '') found.add(profile);
    if (depth === 0) break;
  }
  return found;
}

/** The text of an XML file with its comments blanked, so that places stay what they are. */
export function withoutComments(text: string): string {
  let kept = '';
  let from = 0;
  for (let open = text.indexOf('<!--'); open >= 0; open = text.indexOf('<!--', from)) {
    const close = text.indexOf('-->', open + 4);
    const end = close < 0 ? text.length : close + 3;
    kept += text.slice(from, open) + ' '.repeat(end - open);
    from = end;
  }
  return kept + text.slice(from);
}
