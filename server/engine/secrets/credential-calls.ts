// Calls of well-known libraries that take a credential without saying so in the name of a parameter: which argument it
// is, and what to call it. One line a call. The value is judged as that of any other name is.

import { isCallWord, rowsOf, type CredentialCall } from './credential-call-table.ts';
import { isTried } from './guessed.ts';
import { wordsOf } from './names.ts';
import { looksRandom } from './randomness.ts';
import { namesService } from './services.ts';

const constantTime = /(?:^|\.)(?:ConstantTimeCompare|compare_digest|hash_equals|timingSafeEqual|secure_compare|FixedTimeEquals)$/;

/** What only a pattern can tell. Calls with a name of their own stand in credential-call-table.ts. */
const patterns: readonly (CredentialCall & { readonly callee: RegExp })[] = [
  { callee: /(?:smtp|imap|pop3?|ftp|mail|mailer|server)\w{0,40}\.login$/i, at: 1, name: 'password', user: /^(?!anonymous$|ftp$)/i },
  { callee: /(?:^|\.)[lL]ogin$/, at: 1, name: 'password', first: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/ },
  {
    callee: /\bBasic\w{0,24}Interceptor$|UsernamePassword\w{0,30}(?:Token|Credentials?)$|[uU]serManager\.Create(?:Async)?$/,
    at: 1,
    name: 'password',
  },
  // Comparisons that take the same time whatever they are given are made for secrets, and for the user beside the password.
  { callee: constantTime, at: 0, name: 'compared_secret', ambiguous: true },
  { callee: constantTime, at: 1, name: 'compared_secret', ambiguous: true },
  { callee: /^sign$|(?:jwt|jsonwebtoken|jose)\w{0,40}\.(?:sign|verify|encode|decode)$/i, at: 1, name: 'jwt_secret', keyword: 'key' },
  {
    callee: /(?:^|\.)(?:twilio|Twilio|Client|Twilio\w{0,12}Client|Client\.new|[iI]nit)$/,
    at: 1,
    name: 'twilio_auth_token',
    first: /^AC[0-9a-f]{32}$/,
  },
  { callee: /(?:jedis|redis)\w{0,20}\.auth$|(?:^|\.)(?:red|rds)\.auth$/i, at: 0, name: 'password' },
  { callee: /^Do$|\w\.Do$/, at: 1, name: 'password', first: /^AUTH$/ },
  {
    callee: /(?:signIn|createUser|login|signUp)With(?:EmailAnd)?Password$/,
    at: 1,
    name: 'password',
    first: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  },
  {
    callee:
      /(?:^|\.)(?:btoa|b64encode|base64_encode|base64Encode|encodeToString|ToBase64String|(?:strict_|urlsafe_)?encode64|Base64\.encode|Buffer\.from)$/,
    at: 0,
    name: 'user_and_password',
    // `User:1234567` is the id of a thing, `sha256:…` a digest.
    first:
      /^(?!(?:sha\d{1,3}|md5|urn):)[\w.@-]{2,60}:(?=\S*\d)(?=\S*[A-Za-z])[^\s:/]{4,100}$|^(?:root|admin|administrator):[A-Za-z]{5,40}$/i,
  },
  { callee: /\b[Bb][Cc]rypt\w{0,20}\.(?:hash(?:Sync|pw)?|HashPassword)$|^bcrypt$/, at: 0, name: 'password' },
  // Git's libraries set the number of an OpenPGP key with a call of the same name.
  { callee: /(?:^|\.)setSigningKey$/, at: 0, name: 'jwt_secret', first: /^(?!(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})!?$)/i },
  { callee: /^boto3\.(?:session\.)?Session$|^session\.Session$/, at: 1, name: 'aws_secret_access_key', user: /^A[A-Z0-9]{7,30}$/ },
  { callee: /\bCryptoJS\.Hmac\w{2,12}$/, at: 1, name: 'hmac_key' },
  // SuperAgent and its kin, in a chain of calls: who signs in is a literal, too.
  { callee: /^auth$/, at: 1, name: 'password', user: /^[\w.@-]{2,60}$/, ambiguous: true },
  { callee: /(?:^|\.)(?:ssh|sshClient|ssh_client|client|paramiko)\.connect$/i, at: 3, name: 'password' },
  // A directory: `Connection(server, 'CORP\\svc', 'x')`, `simple_bind_s('cn=svc,dc=corp', 'x')`.
  { callee: /(?:^|\.)Connection$/, at: 2, name: 'password', user: /^[A-Za-z][\w.-]{0,40}\\|^(?:cn|uid|ou)=/i },
  { callee: /(?:^|\.)connect$/, at: 2, name: 'password', first: /^(?:tcp|mysqlx?|unix):\/\// },
  { callee: /(?:^|\.)connect$/, at: 3, name: 'password', first: /^jdbc:/ },
  { callee: /(?:mqtt|pubsub)\w{0,20}\.connect$/i, at: 2, name: 'password' },
  // Arduino's PubSubClient: who it is, who signs in, the password. Where something else connects, a port stands before the user.
  { callee: /(?:^|\.)client\.connect$/i, at: 2, name: 'password', user: /^[\w.@-]{1,60}$/ },
  { callee: /(?:^|\.)Github$/, at: 0, name: 'github_token', first: /^[0-9a-f]{40}$/ },
  // Binance gives a key and a secret of the same length.
  { callee: /(?:^|\.)(?:Client|Spot)$/, at: 1, name: 'api_secret', first: /^[A-Za-z0-9]{64}$/, ambiguous: true },
  { callee: /(?:[cC]onn(?:ection)?|[dD]b|[dD]atabase)\d{0,2}\.Open$/, at: 1, name: 'password', user: /^[\w.-]{1,40}$/ },
  { callee: /(?:^|\.)sp_addlinkedsrvlogin$/, at: 4, name: 'password' },
  // Wallets: the value itself says that it is a key or a phrase, because other things are called so, too.
  {
    callee: /(?:^|\.)(?:Wallet|wallet\.add|fromPrivateKey|privateKeyToAccount)$/,
    at: 0,
    name: 'wallet_private_key',
    first: /^(?:0x)?[0-9a-f]{64}$/i,
  },
  {
    callee: /(?:fromPhrase|[fF]romMnemonic|mnemonicTo(?:Seed|Account|Entropy|MiniSecret|LegacySeed)(?:Sync)?|addFromUri)$/,
    at: 0,
    name: 'mnemonic',
    first: /^(?:[a-z]{3,8} ){11,23}[a-z]{3,8}$/,
  },
];

/** An argument that is a literal, what stands around it where that is one, and whether it is turned into characters or bytes. */
interface Around {
  readonly value: string;
  readonly first: string | undefined;
  readonly previous: string | undefined;
  readonly next: string | undefined;
  readonly chars: boolean;
}

/** A word, or a port. */
const saysLittle = /^(?:[A-Za-z]*|\d{1,5})$/;

const fits = (pattern: RegExp | undefined, literal: string | undefined): boolean =>
  pattern === undefined || (literal !== undefined && pattern.test(literal));

/** The name that argument number `at` of a call deserves, and whether a credential is all that it can be; undefined where the call is none of these. */
export function credentialArgument(
  callee: string,
  at: number,
  { value, first, previous, next, chars }: Around,
): { readonly name: string; readonly proven: boolean } | undefined {
  const call = callsOf(callee).find(
    (one) =>
      one.at === at &&
      (!one.chars || chars) &&
      fits(one.first, first) &&
      fits(one.user, previous) &&
      fits(one.next, next) &&
      !(one.ambiguous && one.user && saysLittle.test(value) && !isTried(value)),
  );
  if (call) return { name: call.name, proven: !call.ambiguous };
  const service = at === 0 && first !== undefined && isDrawn(first) ? clientOf(callee) : undefined;
  return service === undefined ? undefined : { name: `${service}_api_key`, proven: false };
}

/** Whose client a call makes, which is given its key: `finnhub.Client("value")`, `new Deepgram("value")`. */
function clientOf(callee: string): string | undefined {
  const short = shortOf(callee);
  if (!/(?:^|\.)(?:[A-Z]\w*|client|create_?[cC]lient|set_?[kK]ey)$/.test(short)) return undefined;
  const words = wordsOf(short);
  while (words.length > 1 && /^(?:client|create|new|api|sdk|set|key)$/.test(words.at(-1)!)) words.pop();
  return namesService(words, words.length) ? [...new Set(words)].join('_') : undefined;
}

/** No id of an object or account (`price_…`, `AC…` of Twilio), no UUID of an app, no word. */
const isDrawn = (value: string): boolean =>
  value.length >= 16 && looksRandom(value) && !/^[a-z]{2,12}[_-]|^[\da-f]{8}-(?:[\da-f]{4}-){3}|^AC[\da-f]{32}$/i.test(value);

/** Where a call takes a credential and nothing else, whatever stands around it. `whole` is what is called, asked where its last word may be one. */
export const placesOfCall = (last: string, whole: () => string): readonly CredentialCall[] =>
  isCallWord(last) ? rowsOf(shortOf(whole())).filter(({ user, next, chars, ambiguous }) => !user && !next && !chars && !ambiguous) : [];

/** The name that a named argument of a call deserves, where its own name says nothing: `wandb.login(key="value")`. */
export const keywordArgument = (callee: string, keyword: string): string | undefined =>
  callsOf(callee).find((one) => one.keyword === keyword)?.name;

/** Calls that compare two texts, or copy one over another, of which one may be the name of what is asked for. */
export const compares = (callee: string): boolean =>
  constantTime.test(callee) ||
  /(?:^|\.)_?(?:strn?cpy|strlcpy|str(?:n|case|ncase|i|ni)?cmp|(?:str|strn)?icmp|wcs(?:n|case|i)?cmp|memcmp|g_strcmp0|lstrcmpi?[AW]?|(?:Objects|StringUtils|[sS]tring)\.[eE]quals(?:IgnoreCase)?|strings\.EqualFold|bytes\.Equal)$/.test(
    shortOf(callee),
  );

/** True for a call of which some argument is a credential: the others need no reading. */
export const takesCredential = (callee: string): boolean => callsOf(callee).length > 0 || clientOf(callee) !== undefined;

/** Calls that give a value to a constant: `put(Context.SECURITY_CREDENTIALS, "value")`, `curl_easy_setopt(curl, CURLOPT_USERPWD, "value")`. */
export const givesToConstant = (callee: string): boolean =>
  /^(?:put|set\w*|add\w*|append|define|header|curl_setopt|curl_easy_setopt)$/.test(callee);

/** What is called repeats, in a file and across files; hardly any of it is in the table. Held at 5,000 names. */
const known = new Map<string, readonly CredentialCall[]>();

function callsOf(callee: string): readonly CredentialCall[] {
  const before = known.get(callee);
  if (before !== undefined) return before;
  const short = shortOf(callee);
  const found = [...rowsOf(short), ...patterns.filter((one) => one.callee.test(short))];
  if (known.size >= 5000) known.clear();
  if (callee.length <= 100) known.set(callee, found);
  return found;
}

/** The last two words of what is called, with dots. */
const shortOf = (callee: string): string =>
  callee
    .replaceAll('::', '.')
    .replaceAll('->', '.')
    .replaceAll('\\', '.')
    .replaceAll(':', '.')
    .replace(/^.*\.(?=[^.]+\.[^.]+$)/, '');

/** True for a call that is known to take its credential behind other arguments: its first one is none. */
export function takesCredentialLater(callee: string): boolean {
  return callsOf(callee).some((one) => one.at > 0 && !one.chars && !one.first && !one.user);
}

/** Functions that only change the form of a text: what they are given to counts. */
export function isWrapper(callee: string): boolean {
  return /(?:^|\.|::)(?:Data|Array|from|from_str|from_static|GetBytes|getBytes|String|string|str|byte|bytes|Buffer|encode|encodeToByteArray|toByteArray|SecretString|SecretStr|SecureString|Field|Secret|useState|useRef|ref|signal|unsafePlainText|plainText|new_unchecked|into|to_vec|base64encode|sensitive|trimspace|chomp|Some|Ok|trim|strip|unsafe|utf8ToBytes|stringToBytes|md5|MD5|[Ss][Hh][Aa](?:1|2|256|512)|crypt|b64decode|urlsafe_b64decode|atob|base64_decode|decode64|DecodeString|FromBase64String|fromhex|fromHex|from_hex|hex|decodeHex|parseHex|a2b_hex|unhexlify|hex2bin|bs58\.decode|base58\.decode)$/.test(
    callee,
  );
}
