// Notations of one program each that may stand in any text: the list of `chpasswd` in the data of a cloud machine, the rules
// of Redis, the users of a Kafka broker, Oracle's `user/password@host`. Each has a literal of its own that the prefilter
// looks for, and a look that is bounded.
import { lineSpanAt } from '../text/text.ts';
import { looksRandom } from './randomness.ts';
import type { Recognised } from './recognise.ts';
import { written } from './written.ts';

interface OwnNotation {
  readonly literal: string;
  /** What stands around the literal that ends at `end`. */
  read(text: string, end: number): Recognised[];
}

export const ownNotations: readonly OwnNotation[] = [
  { literal: 'chpasswd:', read: chpasswdList },
  { literal: '.pgpass', read: pgpassLines },
  { literal: ' on >', read: redisRule },
  { literal: 'assword:', read: answeredPrompt },
  { literal: 'PlainLoginModule', read: brokerUsers },
  {
    literal: 'appid',
    read: openWeatherKey,
  },
  { literal: 'infura.io/v3/', read: (text, end) => keyOfAddress(text, end, 'Infura project key', /[0-9a-f]{32}(?![0-9A-Za-z])/y) },
  { literal: '.alchemy.com/v2/', read: (text, end) => keyOfAddress(text, end, 'Alchemy API key', /[A-Za-z0-9_-]{32}(?![\w-])/y) },
  { literal: 'jdbc:oracle:', read: oracleAddress },
  { literal: 'oracle.connect(', read: oracleAddress },
  { literal: 'oracledb.connect(', read: oracleAddress },
  { literal: '@//', read: easyConnect },
  { literal: 'PWD%3D', read: encodedPassword },
  { literal: '/hooks/', read: hookAddress },
  {
    literal: '/t/',
    read: (text, end) => keyOfAddress(text, end, 'Anaconda token', /[a-z]{2}-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?=\/)/y),
  },
];

const head = /[ \t]{0,8}\r?\n(?:[ \t]{1,40}(?!list)[\w-]{1,40}:[^\n]{0,80}\n){0,4}[ \t]{1,40}list:[ \t]{0,8}(?:[|>][-+]?)?[ \t]{0,8}\r?\n/y;
const pair = /[ \t]{1,60}(?:-[ \t]{1,8})?["']?[a-z_][\w.-]{0,40}:([^\s"']{1,200})["']?[ \t]{0,8}(?:\r?\n|$)/y;

/** `user:password` on each line of the list; `R` and `RANDOM` have one made. */
function chpasswdList(text: string, end: number): Recognised[] {
  const found: Recognised[] = [];
  head.lastIndex = end;
  if (!head.test(text)) return found;
  for (let at = head.lastIndex, lines = 0; lines < 50; lines++) {
    pair.lastIndex = at;
    const match = pair.exec(text);
    if (!match) break;
    const start = at + match[0].indexOf(':') + 1;
    const one = /^R(?:ANDOM)?$/.test(match[1]!)
      ? undefined
      : written('password of a machine', text, [start, start + match[1]!.length], 'assignment');
    if (one) found.push(one);
    at = pair.lastIndex;
  }
  return found;
}

/** Lines that a script writes into a `.pgpass`: on the line that names it, or in the heredoc behind it. */
function pgpassLines(text: string, end: number): Recognised[] {
  const [from] = lineSpanAt(text, end);
  const found: Recognised[] = [];
  for (const match of text
    .slice(from, Math.min(text.length, end + 600))
    .matchAll(/(?<=^|["'\s])[\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,60}:[\w*.-]{1,60}:([^\s"':]{3,100})(?=["']|\s|$)/g)) {
    const start = from + match.index + match[0].length - match[1]!.length;
    const one = written('database password', text, [start, start + match[1]!.length], 'provider-file');
    if (one) found.push(one);
  }
  return found;
}

/** `user alice on >password ~keys +commands`: each word behind a `>` is a password, one behind a `#` its hash. */
function redisRule(text: string, end: number): Recognised[] {
  const [from, to] = lineSpanAt(text, end);
  const before = text.slice(Math.max(from, end - 200), end);
  if (!/(?:^|[\s"'])(?:user|setuser)[ \t]{1,8}[\w.@-]{1,80}[ \t][^<>]{0,80}>$/i.test(before)) return [];
  const found: Recognised[] = [];
  for (const match of text.slice(end - 1, Math.min(to, end + 400)).matchAll(/(?<=^|\s)>([^\s"'<>]{3,200})/g)) {
    const start = end - 1 + match.index + 1;
    const one = written('password of a Redis user', text, [start, start + match[1]!.length], 'assignment');
    if (one) found.push(one);
  }
  return found;
}

/** `user_alice="password"` in what a Kafka broker's login module is given, up to the semicolon. */
function brokerUsers(text: string, end: number): Recognised[] {
  const found: Recognised[] = [];
  const options = text.slice(end, end + 1500).split(';', 1)[0]!;
  for (const match of options.matchAll(/(?<=\s)user_[\w.-]{1,60}\s{0,4}=\s{0,4}\\?"([^"\\]{3,200})/g)) {
    const start = end + match.index + match[0].length - match[1]!.length;
    const one = written('password of a user of a broker', text, [start, start + match[1]!.length], 'assignment');
    if (one) found.push(one);
  }
  return found;
}

const answer =
  /[*?$ ]{0,4}["'\]})]{1,3}[\s;,{)]{1,40}(?:[\w.]{1,40}\.)?(?:exp_)?send(?:line)?[ (]{1,2}(?:-- )?["']([^"'\\$\s]{3,100})(?=["'\\])/y;

/** What `expect` and its kin send where a password is asked for: `expect "password:"; send "value\\r"`. */
function answeredPrompt(text: string, end: number): Recognised[] {
  answer.lastIndex = end;
  const match = answer.exec(text);
  if (!match) return [];
  const start = answer.lastIndex - match[1]!.length;
  const one = written('password that a prompt is answered with', text, [start, answer.lastIndex], 'argument');
  return one ? [one] : [];
}

/** `jdbc:oracle:thin:user/password@host`, and the same as the first argument of a call. */
function oracleAddress(text: string, end: number): Recognised[] {
  const match = /^(?:(?:thin|oci8?|kprb):|\s{0,8}["'])[\w$#.[\]-]{1,60}\/("[^"\n]{3,60}"|[^\s"'@/;,()]{3,60})@(?=[\w/([])/.exec(
    text.slice(end, end + 200),
  );
  if (!match) return [];
  const start = end + match[0].length - 1 - match[1]!.length;
  const one = written('database password', text, [start, start + match[1]!.length], 'connection-string');
  return one ? [one] : [];
}

/** Oracle's `user/password@//host:port/service`, whose two strokes no address has. */
function easyConnect(text: string, end: number): Recognised[] {
  if (!/^[\w.-]{1,100}(?::\d{2,5})?\/[\w.-]/.test(text.slice(end, end + 110))) return [];
  const sign = end - '@//'.length;
  const match = /(?:^|[\s"'`=(])[\w$#]{1,60}\/([^\s"'`@/;,()]{3,60})$/.exec(text.slice(Math.max(0, sign - 130), sign));
  if (!match) return [];
  const one = written('database password', text, [sign - match[1]!.length, sign], 'connection-string');
  return one ? [one] : [];
}

/** `PWD=…;` of a connection string that stands in an address, percent by percent. */
function encodedPassword(text: string, end: number): Recognised[] {
  const value = /^(?:[\w.~!*-]|%(?!3B|7B)[0-9A-F]{2}){3,120}/i.exec(text.slice(end, end + 400))?.[0];
  const one = value === undefined ? undefined : written('database password', text, [end, end + value.length], 'connection-string');
  return one ? [one] : [];
}

/** The hooks of Mattermost and Rocket.Chat, on hosts of their own: whoever knows the address writes into the channel. */
function hookAddress(text: string, end: number): Recognised[] {
  const before = text.slice(Math.max(0, end - 200), end);
  if (!/https?:\/\/[\w.-]{1,100}(?::\d{2,5})?(?:\/[\w-]{1,40}){0,2}\/hooks\/$/.test(before)) return [];
  return keyOfAddress(text, end, 'incoming webhook of a chat', /(?:[a-z0-9]{26}|[A-Za-z0-9]{17}\/[A-Za-z0-9]{40,70})(?![\w/.-])/y);
}

const givenId = /["']?\s{0,4}[=:]\s{0,4}["'`]?(?=[0-9a-f]{32}(?![0-9A-Za-z]))/y;

/** `appid=` in an address, in a part of one, or among the parameters of a call, where the host is named near it. */
function openWeatherKey(text: string, end: number): Recognised[] {
  givenId.lastIndex = end;
  const lead = givenId.exec(text)?.[0].length;
  if (lead === undefined) return [];
  const before = text.slice(Math.max(0, end - 600), end);
  // An address of its own says whose it is; a part of one and a name have their host near them.
  const host = /:\/\/([\w.-]{1,100})[^\s"'`<>]{0,300}$/.exec(before)?.[1] ?? before + text.slice(end, end + 600);
  if (!host.includes('openweathermap.org')) return [];
  return keyOfAddress(text, end + lead, 'OpenWeather API key', /[0-9a-f]{32}/y);
}

/** The key in an address of a service, of which the host says what it is: `mainnet.infura.io/v3/key`. */
function keyOfAddress(text: string, end: number, title: string, key: RegExp): Recognised[] {
  key.lastIndex = end;
  const value = key.exec(text)?.[0];
  if (value === undefined || !looksRandom(value)) return [];
  const one = written(title, text, [end, end + value.length], 'url', 'read');
  return one ? [one] : [];
}
