// Users of ClickHouse in its own files (`users.xml`, `users.d/*.yaml`): who gives rights to others, what `<grants>` give, and which
// users are held back, from where or to what, so that what else stands there opens nothing.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import { readSqlText } from '../sql/statements.ts';
import type { Facts, Grant } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Value } from '../value.ts';
import { pushNoPassword } from './access.ts';
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

/** Pushes what users of a file of XML are given beyond what everybody has. */
export function readClickhouseUsers(file: SettingsFile, uri: string, into: Facts): void {
  const text = withoutComments(file.text);
  const isHeldBack = heldBackIn(text);
  const enabled = file.isOwn ? 'yes' : 'maybe';
  const placeAt = (start: number, length: number): Place => ({ uri, span: [file.start + start, file.start + start + length] });
  for (const match of text.matchAll(/<(access_management)>\s{0,20}(?:1|true)\s{0,20}</g)) {
    if (isHeldBack(match.index)) continue;
    pushManager(userAround(text, match.index).name, placeAt(match.index + 1, match[1]!.length), enabled, into);
  }
  for (const match of text.includes('<grants>') ? text.matchAll(/<query>(\s{0,20}GRANT\s[^<]{1,500})<\/query>/gi) : []) {
    // `<app><grants><query>`: the user is around the list.
    const list = text.lastIndexOf('<grants>', match.index);
    if (isHeldBack(list)) continue;
    const start = match.index + '<query>'.length;
    readGrants(userAround(text, list).name, match[1]!, placeAt(start, match[1]!.length), enabled, into);
  }
}

/** Whether a document is such a file as YAML. */
export const isClickhouseTree = ({ format, uri, text }: Document): boolean =>
  format === 'yaml' &&
  /(?:^|\/)users(?:\.d\/[\w.-]{1,100})?\.ya?ml$/i.test(uri) &&
  /^users:/m.test(text) &&
  /\b(?:access_management|grants|password|no_password|networks)\b/.test(text);

/** The same of a file of YAML, and users of it without a password. */
export function readClickhouseTree(root: Value, uri: string, into: Facts): void {
  const users = entryOf(root, 'users')?.value;
  const profiles = entryOf(root, 'profiles')?.value;
  const is = (value: Value | undefined, yes: RegExp): boolean => yes.test(textOf(value) ?? '');
  for (const { key, value } of users?.kind === 'mapping' ? users.entries : []) {
    const name = textOf(key);
    // Names of users are no names of files, and a file of something else has users as well.
    const knows = ['access_management', 'grants', 'networks', 'profile', 'quota', 'password', 'no_password'].filter((one) =>
      entryOf(value, one),
    );
    if (name === undefined || knows.length === 0) continue;
    const addresses = leavesOf(entryOf(entryOf(value, 'networks')?.value, 'ip')?.value);
    if (addresses.length > 0 && addresses.every((one) => is(one, /^(?:::1|127\.)/))) continue;
    const profile = entryOf(profiles, textOf(entryOf(value, 'profile')?.value) ?? 'default')?.value;
    if (is(entryOf(profile, 'readonly')?.value, /^[12]$/)) continue;
    const manages = entryOf(value, 'access_management');
    if (manages && is(manages.value, /^(?:1|true)$/)) pushManager(name, manages.key.at, 'yes', into);
    for (const item of itemsOf(entryOf(value, 'grants')?.value)) {
      const [query] = leavesOf(entryOf(item, 'query')?.value);
      const statement = textOf(query);
      if (query && statement !== undefined) readGrants(name, statement, query.at, 'yes', into);
    }
    const password = entryOf(value, 'password');
    const none = entryOf(value, 'no_password') ?? (password && textOf(password.value) === '' ? password : undefined);
    if (none && knows.length > 1)
      pushNoPassword(
        {
          uri,
          kind: 'user',
          name,
          who: wordAt(name, key.at),
          role: wordAt(none === password ? 'an empty password' : 'no_password', none.key.at),
          block: value.at,
          head: key.at,
        },
        into,
      );
  }
}

/** A user that makes users and gives rights: `access_management`, which the user that comes with a server has switched off. */
function pushManager(name: string, at: Place, enabled: Grant['enabled'], into: Facts): void {
  into.grants.push({
    anchor: `sql|${at.uri}|user ${name}|access_management`,
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
    enabled,
  });
}

/** `GRANT SELECT ON shop.*`: to the user that it stands in. */
function readGrants(name: string, statement: string, at: Place, enabled: Grant['enabled'], into: Facts): void {
  const isExact = at.span[1] - at.span[0] === statement.length;
  readSqlText(statement, { uri: at.uri, start: isExact ? at.span[0] : undefined, at }, into, {
    carrier: { dialect: 'sql', kind: 'user', address: name, block: at, head: at },
    anchor: `sql|${at.uri}|user ${name}`,
    enabled,
    holder: { kind: 'user', id: wordAt(name, at) },
  });
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
