// What a name says about the value that is given to it. Names are split into words, never searched for substrings:
// `monkey`, `keyboard` and `max_tokens` mean nothing here. The head of a name is its last word that means something.

import { tableOf } from '../table.ts';
import { joinsService, namesService, wordsOfService } from './services.ts';

export type Meaning = 'password' | 'secret' | 'token' | 'key' | 'weak-key' | 'credential';

const splitters = /[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+/g;

/** `DB_passWord2` as `db`, `pass`, `word`, `2`, letters without their accents; without a limit on odd names other than their length. */
export function wordsOf(name: string): string[] {
  const short = name.length > 200 ? name.slice(-200) : name;
  return (/[^\x00-\x7f]/.test(short) ? withoutAccents(short) : short).match(splitters)?.map((word) => word.toLowerCase()) ?? [];
}

/** `contrase\u00f1a`, `has\u0142o`: identifiers write them so, or with the bare letters. */
const withoutAccents = (name: string): string => name.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('\u0142', 'l');

/** Words that may follow the head and change nothing: `password_default`, `tokenValue2`. */
const trailing = new Set(
  (
    'github gitlab bitbucket slack aws azure gcp jira docker dockerhub npm pypi db bd mysql postgres postgresql mongo redis smtp wifi wlan router admin root telegram discord value val string str text txt plain plaintext cleartext clear raw b base data default def prod production prd dev development test testing staging stage stg live sandbox ' +
    'old new current cur prev previous next backup bak primary secondary main master global env var variable secure here content contents input literal const constant one two a b c v web api mobile app x com param parameter confirmation'
  ).split(' '),
);

const heads = tableOf<Meaning>({
  password: 'password',
  passwd: 'password',
  passphrase: 'password',
  pwd: 'password',
  psw: 'password',
  pass: 'password',
  passcode: 'password',
  passwort: 'password',
  contrasena: 'password',
  contrasenya: 'password',
  senha: 'password',
  motdepasse: 'password',
  wachtwoord: 'password',
  losenord: 'password',
  passord: 'password',
  salasana: 'password',
  haslo: 'password',
  heslo: 'password',
  geslo: 'password',
  lozinka: 'password',
  jelszo: 'password',
  sifre: 'password',
  parola: 'password',
  clave: 'password',
  pw: 'password',
  pswd: 'password',
  kennwort: 'password',
  passw: 'password',
  mdp: 'password',
  rootpw: 'password',
  bindpw: 'password',
  authtok: 'password',
  requirepass: 'password',
  masterauth: 'password',
  userpass: 'password',
  secret: 'secret',
  secrets: 'secret',
  passwords: 'secret',
  tokens: 'token',
  secrete: 'secret',
  mnemonic: 'secret',
  phrase: 'secret',
  pepper: 'secret',
  jwtsecret: 'secret',
  psk: 'secret',
  token: 'token',
  tok: 'token',
  apitoken: 'token',
  authtoken: 'token',
  accesstoken: 'token',
  bearer: 'token',
  jwt: 'token',
  pat: 'token',
  totp: 'token',
  apikey: 'key',
  accesskey: 'key',
  secretkey: 'key',
  privatekey: 'key',
  authkey: 'key',
  encryptionkey: 'key',
  signingkey: 'key',
  masterkey: 'key',
  accountkey: 'key',
  sharedaccesskey: 'key',
  sshkey: 'key',
  subscriptionkey: 'key',
  storagekey: 'key',
  writekey: 'key',
  licensekey: 'key',
  integrationkey: 'key',
  ingestkey: 'key',
  credential: 'credential',
  credentials: 'credential',
  creds: 'credential',
  cred: 'credential',
  auth: 'credential',
  authorization: 'credential',
  authentication: 'credential',
});

/** What stands before `key` and makes it a secret one. */
const keyKinds = new Set(
  (
    'api access secret private fernet encryption encrypt crypt decryption decrypt signing sign signature master auth authentication authorization account shared service hmac jwt aes des rsa ssh session cookie license admin ' +
    'root app application client consumer deploy webhook functions server crypto cipher storage subscription security registration integration ingest ingestion token login user write read secure password passphrase credential credentials creds sas gpg pgp cmk cdn oauth bot rest project team partner merchant ' +
    'gemini algolia mapbox'
  ).split(' '),
);

/** Before `key`, these say that it is no secret; before `token`, that it counts or parses. */
const notKeys = new Set(
  (
    'recv content asset chunk commit tree public pub primary foreign partition sort row hash range cache index composite unique natural surrogate candidate lookup search map dictionary translation i18n locale lang object bucket s3 idempotency dedup dedupe dictionary ' +
    'column field property attribute registry routing group order query config setting hot short shortcut keyboard arrow escape enter tab shift ctrl control alt function meta any press down up publishable site recaptcha sitekey storage answer label topology socket'
  ).split(' '),
);
const storesOfClouds = new Set('azure az blob account cosmos s3 gcs object minio r2'.split(' '));
const notTokens = new Set(
  (
    'spl erc20 erc721 bep20 trc20 nft authenticity verification antiforgery requestverification next page pagination continuation cancel cancellation stop start end eos bos pad unk mask sep cls special max min num count total csrf xsrf correlation idempotency dkim update lock change fencing sync resume lex syntax parser design color theme prompt completion input output ' +
    'device estimated used remaining per keyword string operator identifier punctuation comment field bytes public publishable tokenizer version revision'
  ).split(' '),
);
/** As the first word of a password's name: what a form says, or a switch. */
const notFirst = new Set(
  'is has equals expect use enable enabled disable disabled require required requires show hide toggle forgot forget forgotten reset change confirm repeat retype invalid wrong missing expired validate check verify generate get set no non not fake mock dummy placeholder looks mask masks redact redacts detect detects contains scrub bad common weak banned blocked blacklisted disallowed forbidden breached compromised pwned'.split(
    ' ',
  ),
);
/** Anywhere before the head: the name of an error, of a kind of secret, or of what is shown in place of one. */
const notBefore = new Set(
  'invalid missing expired incorrect malformed unsupported category hashed salted crypted redacted masked blank'.split(' '),
);

const joinedPassword =
  /^(?!nopasswd$|nopassword$|bypass$|compass$|surpass$|trespass$|overpass$|underpass$|encompass$).*(?:password|passwd|passphrase|passwort)$|^(?:db|pg|my|ldap|smtp|sql|mail|ftp|user|root|admin|ssh|redis|mysql|mongo|sa|key|trust|store|keystore|truststore|control)pass$/;
const joinedKey =
  /.(?:apikey|secretkey|accesskey|privatekey|authkey|encryptionkey|signingkey|accountkey|masterkey)$|^.{0,24}(?:iamkey|apikey)$/;
const joinedSecret = /^(?!nonsecret)(?:.{1,24})secret$/;
const joinedToken =
  /^(?:access|auth|api|bot|user|refresh|id|session|bearer|client|oauth|identity|github|gitlab|slack|npm|app|admin|service|web|page|personal|security|push|deploy|jwt|sas|my)token$/;

/** What every name that says anything holds; the others, nearly all, need no splitting and no memory. */
const anySyllable =
  /pass|pw|psw|secre|token|tok|key|cred|auth|login|phrase|pepper|bearer|mnemonic|jwt|psk|pat|pk|totp|private|salt|senha|mdp|kennwort|contrase|wachtwoord|senord|salasana|has(?:l|\u0142)o|[gh]eslo|lozinka|jelsz|ifre|parola|clave|api$/i;

/** What a pure function gave for a name, kept: names repeat, in a file and across files. Held at 20,000 short names. */
function remembered<T>(ask: (name: string) => T, otherwise: T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    if (!anySyllable.test(name)) return otherwise;
    if (name.length > 100) return ask(name);
    const before = known.get(name);
    if (before !== undefined || known.has(name)) return before as T;
    const now = ask(name);
    if (known.size >= 20_000) known.clear();
    known.set(name, now);
    return now;
  };
}

/** The meaning of a name; undefined where it means nothing secret. */
export const meaningOf = /*#__PURE__*/ remembered<Meaning | undefined>(meaningOfWords, undefined);

/**
 * A name of which some word means a secret, or ends as such words do: the first question about every name, because nearly
 * all others are answered by it. What it denies has no meaning and no role in any format.
 */
export const isTelling = /*#__PURE__*/ remembered(
  (name) => meaningOf(name) !== undefined || wordsOf(name).some((word) => telling.test(word) || meaningOf(word) !== undefined),
  false,
);

const telling =
  /(?:key|token|secret|auth|login|credentials?|creds?|pass|password|passwd|passphrase|pwd?|psw|psk|jwt|pk|pat|private|salt|bearer)$/;

function meaningOfWords(name: string): Meaning | undefined {
  // `AWS::ApiGateway::ApiKey` is a type, and what stands behind it says something about that.
  if (typeName.test(name) || namesVariable.has(name)) return undefined;
  const words = wordsOf(name);
  let last = words.length - 1;
  if (endsInApiOfService(words)) return 'key';
  if (last < 0) return undefined;
  for (let count = behindHead(words, last); last > 0 && count > 0; count = behindHead(words, last)) last -= count;
  const head = words[last]!;
  const before = last > 0 ? words[last - 1]! : '';
  for (let i = 0; i < last; i++) if (notBefore.has(words[i]!) || (words[i] === 'search' && words[i + 1] === 'only')) return undefined;
  if (head === 'key' || head === 'keys') return last === 0 && namesService(words, words.length) ? 'weak-key' : keyMeaning(words, last);
  if (head === 'login' && last > 0) return 'weak-key';
  const meaning = meaningOfHead(head) ?? (head.length > 6 && head.endsWith('s') ? meaningOfHead(head.slice(0, -1)) : undefined);
  if (!meaning) return split(words, last);
  // Functionals of physics and pixel widths carry numbers, passwords one digit.
  if (head === 'pw' && /^\d\d/.test(words[last + 1] ?? '')) return undefined;
  if (
    meaning === 'password' &&
    (head === 'pass' || head === 'pw') &&
    /^(?:by|com|sur|first|second|multi|single|render|low|high|band|all|pass)$/.test(before)
  )
    return undefined;
  // A pattern, but for the tokens that are called so.
  if (head === 'pat' && !/^(?:github|gh|gitlab|azure|devops|ado|vsts|ext|databricks|airtable|personal)$/.test(before)) return undefined;
  if (meaning === 'token' && (notTokens.has(before) || notTokens.has(words[0]!))) return undefined;
  if (notFirst.has(words[0]!) && last > 0 && words.length > 1) return undefined;
  // MySQL's column for what it made of a password.
  if (head === 'authentication' && words[last + 1] === 'string') return undefined;
  if (meaning === 'credential' && (head === 'auth' || head === 'authentication' || head === 'cred') && name.length > 24) return undefined;
  return meaning;
}

/** How many words that end at `last` say nothing of the value: `default`, `2`, and whose it is, as in `API_KEY_SHODAN`. Never the first. */
function behindHead(words: readonly string[], last: number): number {
  if (trailing.has(words[last]!) || /^\d/.test(words[last]!)) return 1;
  const owner = wordsOfService(words, last + 1);
  return owner > last ? 0 : owner;
}

/** Parameters of Jenkins' steps that bind credentials: the variable that one is put into. */
const namesVariable = new Set(['passwordVariable', 'passphraseVariable', 'secretKeyVariable', 'accessKeyVariable', 'tokenVariable']);

const typeName = /^[A-Z]\w*::[A-Z]\w*::[A-Z]+[a-z]\w*$/;

/** `FINNHUB_API`, `X-JFrog-Art-Api`, `newsapi`: what is given to the API of a service is its key, or an address, which says so itself. */
const endsInApiOfService = (words: readonly string[]): boolean =>
  words.at(-1)?.endsWith('api') === true &&
  !words.some((word) => word === 'public' || word === 'publishable') &&
  (namesService(words, words.length) || (words.at(-1) === 'api' && namesService(words, words.length - 1)));

/** What `key` at `last` means after the words before it. */
function keyMeaning(words: readonly string[], last: number): Meaning | undefined {
  const [before, further] = [words[last - 1] ?? '', words[last - 2]];
  // What a browser keeps has a `STORAGE_KEY`, too, and that is a name.
  if (before === 'storage' && further !== undefined && storesOfClouds.has(further)) return 'key';
  // The option of libraries that verify with either.
  if (before === 'or' && further === 'secret') return 'key';
  if (namesService(words, last)) return words.some((word) => word === 'public' || word === 'publishable') ? undefined : 'key';
  if (before === '' || notKeys.has(before)) return undefined;
  if (keyKinds.has(before))
    return further !== undefined && (further === 'public' || further === 'publishable' || further === 'anon') ? undefined : 'key';
  return 'weak-key';
}

const meaningOfHead = (word: string): Meaning | undefined => heads.get(word) ?? joined(word);

function joined(word: string): Meaning | undefined {
  if (word.length < 6) return undefined;
  if (joinedPassword.test(word)) return 'password';
  if (joinedKey.test(word) || joinsService(word, 'key')) return 'key';
  if (joinedSecret.test(word)) return 'secret';
  return joinedToken.test(word) || joinsService(word, 'token') ? 'token' : undefined;
}

/** `pass word` and `pass phrase` where the case split what is one word; `mot_de_passe`. */
function split(words: readonly string[], last: number): Meaning | undefined {
  const two = `${words[last - 1] ?? ''}${words[last]!}`;
  return two === 'password' || two === 'passphrase' || two === 'passwd' || `${words[last - 2]}${two}` === 'motdepasse'
    ? 'password'
    : undefined;
}

/** Names of which the value is a hash, an id or a place, whatever else they say. */
const describing = new Set(
  'hash sha md digest checksum etag commit revision rev fingerprint thumbprint integrity sum version id ids uuid guid name names file path dir url uri endpoint host type length len size ttl age expiry expires expiration policy arn ref alias label title description desc hint prompt message error format regex pattern placeholder field column count limit index salt iv nonce vault store manager provider algorithm alg method mode prefix suffix selector template kind source rotation location reset required enabled strength validator'.split(
    ' ',
  ),
);

/** True when the last word says that the value only describes a secret, or the first one does: `PREFIX_API_KEY`. */
export function describes(name: string): boolean {
  const words = wordsOf(name);
  const last = words[words.length - 1];
  return last !== undefined && (describing.has(last) || words[0] === 'checksum' || words[0] === 'prefix');
}

/** The same as an environment variable: `db.password` gives `DB_PASSWORD`. Never empty, never begins with a digit. */
export function environmentName(name: string): string {
  const words = wordsOf(name.replace(/^--?/, ''));
  const joinedWords = words.join('_').toUpperCase() || 'SECRET';
  // `PWD` is where a shell is, in every environment; what is left of a pair is its password.
  if (joinedWords === 'PWD' || joinedWords === 'USER_AND_PASSWORD') return 'PASSWORD';
  return /^\d/.test(joinedWords) ? `SECRET_${joinedWords}` : joinedWords;
}
