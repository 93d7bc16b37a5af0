// Settings by which a service asks nobody who they are, in the files of its own: MongoDB, Redis, Kafka, Elasticsearch,
// OpenSearch, MySQL, ClickHouse and Jenkins. What a default leaves open is not said here, only what somebody wrote down.
import type { Document } from '../../document.ts';
import type { Facts } from '../types.ts';
import { wordAt } from '../made-values.ts';
import { pushSignInOff } from './access.ts';

interface Setting {
  readonly service: string;
  readonly file: RegExp;
  /** Its last group is the word that opens the service. */
  readonly line: RegExp;
  /** What has to stand in the same file for the line to mean it: all of these. */
  readonly where?: readonly RegExp[];
  /** What makes up for it in the same file. */
  readonly unless?: RegExp;
  /** Of a text: what makes up for one line of several, by where it stands. */
  readonly exceptIn?: (text: string) => (offset: number) => boolean;
}

/** Settings of Flask-AppBuilder, which both are made with. */
const appBuilder = /(?:^|\/)(?:superset_config(?:_\w{1,40})?|webserver_config)\.py$/;
const jenkinsAsCode = /(?:jenkins|casc)[^\n]{0,200}\.ya?ml$/i;

/** How far before and behind its password a user of ClickHouse goes at most, in characters; the file that comes with it has long comments. */
const mostBefore = 2_000;
const mostBehind = 4_000;

/** Which users of ClickHouse come from the machine itself alone, or have a profile that only reads: by where their passwords stand. */
function heldBackIn(text: string): (offset: number) => boolean {
  const reading = readOnlyProfiles(text);
  return (offset) => {
    const before = text.slice(Math.max(0, offset - mostBefore), offset);
    const rest = text.slice(offset, offset + mostBehind);
    // The user: from the last line that opens an element further out, to the next that closes one.
    const column = before.length - (before.lastIndexOf('\n') + 1);
    const isFurtherOut = (line: RegExpExecArray): boolean => line[1]!.length < column;
    const start = [...before.matchAll(/\n([ \t]{0,200})<[\w.-]{1,80}>/g)].findLast(isFurtherOut)?.index ?? before.length;
    const end = [...rest.matchAll(/\n([ \t]{0,200})<\/[\w.-]{1,80}>/g)].find(isFurtherOut)?.index;
    const user = before.slice(start) + rest.slice(0, end);
    const addresses = [...user.matchAll(/<ip>([^<]{0,80})<\/ip>/g)].map((one) => one[1]!.trim());
    if (addresses.length > 0 && addresses.every((one) => /^(?:::1|127\.)/.test(one))) return true;
    return reading.has(/<profile>\s{0,20}([\w.-]{1,80})\s{0,20}<\/profile>/.exec(user)?.[1] ?? 'default');
  };
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

const settings: readonly Setting[] = [
  {
    service: 'MongoDB',
    file: /(?:^|\/)mongo[ds]?[\w.-]{0,60}\.(?:conf|cfg|ya?ml)$/i,
    line: /^[ \t]{0,40}authorization[ \t]{0,10}:[ \t]{0,10}["']?(disabled)\b/gm,
  },
  {
    // Protected mode lets in the machine itself alone as long as nobody has a password.
    service: 'Redis',
    file: /(?:^|[/_-])(?:redis|valkey)[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}protected-mode[ \t]{1,40}(no)\b/gm,
    unless: /^[ \t]{0,40}(?:(?:requirepass|aclfile|user)[ \t]+\S|bind[ \t]+(?:-?(?:127\.0\.0\.1|::1|localhost)[ \t]*)+\r?$)/m,
  },
  { service: 'Kafka', file: /\.properties$/i, line: /^[ \t]{0,40}allow\.everyone\.if\.no\.acl\.found[ \t]{0,10}=[ \t]{0,10}(true)\b/gm },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.enabled[ \t]{0,10}:[ \t]{0,10}["']?(false)\b/gm,
  },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}xpack\.security\.authc\.anonymous\.roles[ \t]{0,10}:[ \t]{0,10}\[?[ \t]{0,10}["']?(superuser)\b/gm,
  },
  {
    service: 'Elasticsearch',
    file: /(?:^|\/)elasticsearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}(?:xpack\.security\.authc\.)?anonymous[ \t]{0,10}:[ \t]{0,10}\r?\n(?:[ \t]{1,40}(?:username|authz_exception)[^\n]{0,200}\n){0,2}[ \t]{1,40}roles[ \t]{0,10}:[ \t]{0,10}\[?[ \t]{0,10}["']?(superuser)\b/gm,
  },
  // Superset and Airflow: the role of who has not signed in, and of who makes themselves a user.
  {
    service: 'Superset or Airflow',
    file: appBuilder,
    line: /^(?:AUTH_ROLE_PUBLIC|PUBLIC_ROLE_LIKE)[ \t]{0,10}=[ \t]{0,10}["'](Admin)["']/gm,
  },
  {
    service: 'Superset or Airflow',
    file: appBuilder,
    line: /^AUTH_USER_REGISTRATION_ROLE[ \t]{0,10}=[ \t]{0,10}["'](Admin)["']/gm,
    where: [/^AUTH_USER_REGISTRATION[ \t]{0,10}=[ \t]{0,10}True\b/m],
    // Of another way to sign in only those that it knows become users.
    unless: /^AUTH_TYPE[ \t]{0,10}=(?![ \t]{0,10}(?:AUTH_DB|1)\b)/m,
  },
  {
    service: 'PostgREST',
    file: /(?:^|\/)postgrest[\w.-]{0,60}\.conf$/i,
    line: /^[ \t]{0,40}db-anon-role[ \t]{0,10}=[ \t]{0,10}["']?(postgres|service_role)\b/gm,
  },
  {
    service: 'Kafka',
    file: /\.properties$/i,
    line: /^[ \t]{0,40}super\.users[ \t]{0,10}=(?:[^\r\n;]{0,200};){0,20}[ \t]{0,10}(User:ANONYMOUS)\b/gm,
  },
  {
    service: 'MySQL',
    file: /(?:^|\/)(?:my|mysqld?|mariadb|server|\d\d-[\w-]{1,40})\.cnf$/i,
    line: /^[ \t]{0,40}(skip[-_]grant[-_]tables)[ \t]{0,10}(?:=[ \t]{0,10}(?:1|on|true)[ \t]{0,10})?\r?$/gim,
  },
  {
    service: 'OpenSearch',
    file: /(?:^|\/)opensearch[\w.-]{0,60}\.ya?ml$/i,
    line: /^[ \t]{0,40}plugins\.security\.disabled[ \t]{0,10}:[ \t]{0,10}["']?(true)\b/gm,
  },
  {
    // The user of the file that comes with the server: without a password, and with no profile that only reads.
    service: 'ClickHouse',
    file: /(?:^|\/)users(?:\.d\/[\w.-]{1,100}|[\w.-]{0,60})\.xml$/i,
    line: /(<password>[ \t]{0,20}<\/password>|<password[ \t]{0,20}\/>|<no_password[ \t]{0,20}\/?>)/g,
    where: [/<(?:clickhouse|yandex)>/, /<users>/],
    exceptIn: heldBackIn,
  },
  {
    // Since version 2 only a listener that is written lets others than the machine itself in.
    service: 'Mosquitto',
    file: /(?:^|[/_-])mosquitto[\w./-]{0,100}\.conf$/i,
    line: /^[ \t]{0,40}allow_anonymous[ \t]{1,40}(true)\b/gm,
    where: [/^[ \t]{0,40}(?:listener|port)[ \t]+[1-9]/m],
    // Listeners can have settings of their own, and a plugin its own rules: which of them these are for is not followed.
    unless:
      /^[ \t]{0,40}(?:listener[ \t]+\d+[ \t]+(?:127\.|::1|localhost)|bind_address[ \t]+(?:127\.|::1|localhost)|bind_interface[ \t]+lo\b|require_certificate[ \t]+true|(?:acl_file|(?:global_|auth_)?plugin)[ \t]+\S)/m,
  },
  // Jenkins as code: who may do everything, and who may make themselves a user that does.
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}authorizationStrategy[ \t]{0,10}:[ \t]{0,10}["']?(unsecured)\b/gm,
    where: [/^jenkins[ \t]{0,10}:/m],
  },
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}-[ \t]{1,10}["']?(?:(?:USER|GROUP):)?(Overall\/Administer:(?:anonymous|authenticated))(?=["']|[ \t]{0,40}(?:#|\r|$))/gm,
    where: [/^jenkins[ \t]{0,10}:/m],
  },
  {
    service: 'Jenkins',
    file: jenkinsAsCode,
    line: /^[ \t]{1,40}(allowsSignup[ \t]{0,10}:[ \t]{0,10}true)\b/gm,
    where: [/^[ \t]{1,40}(?:authorizationStrategy[ \t]{0,10}:[ \t]{0,10})?["']?loggedInUsersCanDoAnything\b/m],
  },
];

const settingsOf = (uri: string): readonly Setting[] => settings.filter(({ file }) => file.test(uri));

const hasAll = (text: string, signs: readonly RegExp[] = []): boolean => signs.every((sign) => sign.test(text));

/** Whether a file is one of a service that may say so. */
export function hasSignInSettings({ uri, text }: Document): boolean {
  return settingsOf(uri).some(({ line, where }) => text.search(line) >= 0 && hasAll(text, where));
}

/** The text of an XML file with its comments blanked, so that places stay what they are. */
function withoutComments(text: string): string {
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

/** Pushes what a file of settings opens. */
export function readSignInSettings(written: string, uri: string, into: Facts): void {
  const text = uri.endsWith('.xml') ? withoutComments(written) : written;
  for (const { service, line, where, unless, exceptIn } of settingsOf(uri)) {
    if (unless?.test(text) || !hasAll(text, where)) continue;
    const except = exceptIn?.(text);
    for (const match of text.matchAll(line)) {
      if (except?.(match.index)) continue;
      const start = match.index + match[0].lastIndexOf(match[1]!);
      const at = { uri, span: [start, start + match[1]!.length] as const };
      const block = { uri, span: [match.index + match[0].search(/\S/), at.span[1]] as const };
      pushSignInOff({ uri, kind: 'setting', name: service, role: wordAt(match[1]!, at), block, head: block }, into);
    }
  }
}
