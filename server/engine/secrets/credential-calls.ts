// Calls of well-known libraries that take a credential without saying so in the name of a parameter: which argument it
// is, and what to call it. One line a call. The value is judged as that of any other name is.

import { wordsOf } from './names.ts';
import { looksRandom } from './randomness.ts';
import { namesService } from './services.ts';

interface CredentialCall {
  /** The last word of what is called, or two with a dot between. */
  readonly callee: RegExp;
  /** Place of the credential among the arguments, from 0. */
  readonly at: number;
  readonly name: string;
  /** What the first argument must look like. */
  readonly first?: RegExp;
  /** What the argument just before must look like: the user. */
  readonly user?: RegExp;
  /** What the argument is called where it is given by a name that says nothing by itself: `key=`. */
  readonly keyword?: string;
  /** Only where the literal is turned into characters or bytes on the spot, as APIs of keys and stores want it. */
  readonly chars?: boolean;
  /** Other things are called so, too: the value has to look like what its name says. */
  readonly ambiguous?: boolean;
}

const constantTime = /(?:^|\.)(?:ConstantTimeCompare|compare_digest|hash_equals|timingSafeEqual|secure_compare|FixedTimeEquals)$/;

const calls: readonly CredentialCall[] = [
  { callee: /\b(?:DriverManager\.getConnection|DBI\.connect(?:_cached)?|env\.connect)$/, at: 2, name: 'password' },
  { callee: /^(?:PDO|mysqli|mysqli_connect|mysqli_real_connect|mysql_connect|oci_connect)$/, at: 2, name: 'password' },
  {
    callee:
      /(?:^|\.)(?:NetworkCredential|SetBasicAuth|setBasicAuth|setAuth|withBasicAuth|withDigestAuth|HTTPBasicAuth|HttpBasicAuth|HTTPDigestAuth|basic_auth|UsernamePasswordCredentials|PasswordAuthentication|BasicAuthentication|BasicAuthCredentials|Basic\w{0,24}Interceptor|PasswordCredentials|UserPassword|PlainCredentials)$/,
    at: 1,
    name: 'password',
  },
  { callee: /\bCredentials\.basic$/, at: 1, name: 'password' },
  { callee: /(?:smtp|imap|pop3?|ftp|mail|mailer|server)\w{0,40}\.login$/i, at: 1, name: 'password' },
  { callee: /(?:^|\.)[lL]ogin$/, at: 1, name: 'password', first: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/ },
  { callee: /(?:^|\.)keyring\.set_password$/, at: 2, name: 'password' },
  { callee: /(?:^|\.)createHmac$/, at: 1, name: 'hmac_key' },
  { callee: /(?:^|\.)HMAC(?:256|384|512)$/, at: 0, name: 'hmac_key' },
  { callee: /\bhmac\.new$/, at: 0, name: 'hmac_key', keyword: 'key' },
  { callee: /\bhmac\.New$/, at: 1, name: 'hmac_key' },
  // Go's sessions, tokens against forged requests, and ciphers.
  { callee: /(?:^|\.)NewCookieStore$|^(?:cookie|memstore)\.NewStore$|^securecookie\.New$/, at: 0, name: 'session_secret' },
  { callee: /(?:^|\.)(?:NewCookieStore|NewFilesystemStore)$|^securecookie\.New$/, at: 1, name: 'session_secret' },
  { callee: /^csrf\.Protect$/, at: 0, name: 'csrf_secret' },
  { callee: /^(?:aes|des)\.New(?:TripleDES)?Cipher$|^chacha20poly1305\.NewX?$/, at: 0, name: 'cipher_key' },
  { callee: /^jwtauth\.New$/, at: 1, name: 'jwt_secret' },
  // Comparisons that take the same time whatever they are given are made for secrets, and for the user beside the password.
  { callee: constantTime, at: 0, name: 'compared_secret', ambiguous: true },
  { callee: constantTime, at: 1, name: 'compared_secret', ambiguous: true },
  { callee: /(?:^|\.)createCipheriv$/, at: 1, name: 'cipher_key' },
  { callee: /^sign$|(?:jwt|jsonwebtoken|jose)\w{0,40}\.(?:sign|verify|encode|decode)$/i, at: 1, name: 'jwt_secret', keyword: 'key' },
  { callee: /(?:^|\.)(?:ClientSecretCredential|ConfidentialClientApplication)$/, at: 2, name: 'client_secret' },
  { callee: /(?:^|\.)(?:Basic|Session)AWSCredentials$|\bAwsBasicCredentials\.create$/, at: 1, name: 'aws_secret_access_key' },
  {
    callee: /(?:^|\.)(?:twilio|Twilio|Client|TwilioRestClient|Client\.new|init)$/,
    at: 1,
    name: 'twilio_auth_token',
    first: /^AC[0-9a-f]{32}$/,
  },
  { callee: /(?:^|\.)NewStatic(?:Credentials(?:Provider)?|V[24])$|(?:^|\.)Credentials\.new$/, at: 1, name: 'secret_access_key' },
  {
    callee:
      /(?:^|\.)PlainAuth$|^(?:ldap_bind|ftp_login|ssh2_auth_password|imap_open|odbc_connect|pg_pconnect)$|(?:^|\.)ConnectionPool\.singleton$/,
    at: 2,
    name: 'password',
  },
  { callee: /^openssl_(?:en|de)crypt$|^hash_hmac$/, at: 2, name: 'cipher_key' },
  { callee: /(?:jedis|redis)\w{0,20}\.auth$|(?:^|\.)(?:red|rds)\.auth$/i, at: 0, name: 'password' },
  {
    callee: /(?:signIn|createUser|login|signUp)With(?:EmailAnd)?Password$/,
    at: 1,
    name: 'password',
    first: /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/,
  },
  { callee: /(?:signIn|createUser)WithEmailAndPassword$/, at: 2, name: 'password' },
  { callee: /(?:^|\.)OAuth(?:1UserHandler|Handler|1Session|1)$/, at: 1, name: 'client_secret' },
  { callee: /(?:^|\.)algoliasearch$/, at: 1, name: 'algolia_api_key' },
  {
    callee:
      /(?:^|\.)(?:btoa|b64encode|base64_encode|base64Encode|encodeToString|(?:strict_|urlsafe_)?encode64|Base64\.encode|Buffer\.from)$/,
    at: 0,
    name: 'user_and_password',
    // `User:1234567` is the id of a thing, `sha256:…` a digest.
    first: /^(?!(?:sha\d{1,3}|md5|urn):)[\w.@-]{2,60}:(?=\S*\d)(?=\S*[A-Za-z])[^\s:/]{4,100}$/i,
  },
  { callee: /\bAbly\.(?:Realtime|Rest)(?:\.Promise)?$/, at: 0, name: 'ably_api_key' },
  { callee: /(?:^|\.)(?:StorageSharedKeyCredential|AzureNamedKeyCredential|StorageCredentials)$/, at: 1, name: 'account_key' },
  { callee: /\bSecretValue\.(?:unsafePlainText|plainText)$/, at: 0, name: 'secret_value' },
  {
    callee:
      /(?:^|\.)(?:generate_password_hash|make_password|password_hash|hashpw)$|\b[Bb][Cc]rypt\w{0,20}\.(?:hash(?:Sync|pw)?|HashPassword)$/,
    at: 0,
    name: 'password',
  },
  { callee: /(?:^|\.)HashPassword$|[uU]serManager\.CreateAsync$/, at: 1, name: 'password' },
  { callee: /(?:^|\.)(?:omniauth|provider)$/, at: 2, name: 'client_secret' },
  { callee: /(?:^|\.)(?:load|store|init|getKey|loadKeyMaterial|loadTrustMaterial)$/, at: 1, name: 'password', chars: true },
  { callee: /(?:^|\.)(?:PBEKeySpec|PasswordProtection)$/, at: 0, name: 'password', chars: true },
  { callee: /(?:^|\.)SecretKeySpec$/, at: 0, name: 'cipher_key', chars: true },
  { callee: /(?:^|\.)(?:SymmetricSecurityKey|SignedString|Fernet)$/, at: 0, name: 'signing_key', keyword: 'key' },
  { callee: /(?:^|\.)(?:AES|DES|DES3|Blowfish|ARC4|ChaCha20)\.new$/, at: 0, name: 'cipher_key', keyword: 'key' },
  { callee: /^influxdb2\.NewClient(?:WithOptions)?$/, at: 1, name: 'influxdb_token' },
  { callee: /\bMongoCredential\.create(?:ScramSha(?:1|256)|Plain)?Credential$/, at: 2, name: 'password', chars: true },
  { callee: /^wandb\.login$/, at: 1, name: 'wandb_api_key', keyword: 'key' },
  { callee: /^epgsql\.connect$/, at: 2, name: 'password' },
  // MATLAB.
  { callee: /^database$/, at: 2, name: 'password', ambiguous: true },
  { callee: /(?:^|\.)signWith$/, at: 1, name: 'jwt_secret' },
  // Git's libraries set the number of an OpenPGP key with a call of the same name.
  { callee: /(?:^|\.)setSigningKey$/, at: 0, name: 'jwt_secret', first: /^(?!(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})!?$)/i },
  { callee: /(?:^|\.)(?:hmacShaKeyFor|SecretKey)$/, at: 0, name: 'jwt_secret' },
  { callee: /(?:^|\.)jwtVerify$/, at: 1, name: 'jwt_secret' },
  { callee: /(?:^|\.)(?:cookieParser|cookieSession)$/, at: 0, name: 'cookie_secret' },
  { callee: /(?:^|\.)(?:En|De)codingKey\.from_secret$/, at: 0, name: 'jwt_secret' },
  { callee: /^boto3\.(?:session\.)?Session$|^session\.Session$/, at: 1, name: 'aws_secret_access_key', user: /^A[A-Z0-9]{7,30}$/ },
  { callee: /(?:^|\.)(?:AES|DES|TripleDES|Rabbit|RC4)\.(?:en|de)crypt$|\bCryptoJS\.Hmac\w{2,12}$/, at: 1, name: 'cipher_key' },
  // SuperAgent and its kin, in a chain of calls: who signs in is a literal, too.
  { callee: /^auth$/, at: 1, name: 'password', user: /^[\w.@-]{2,60}$/, ambiguous: true },
  { callee: /(?:^|\.)JWK\.asKey$/, at: 0, name: 'signing_key' },
  { callee: /(?:^|\.)JWT\.(?:encode|decode)$/, at: 1, name: 'jwt_secret' },
  {
    callee:
      /(?:^|\.)UsernamePassword\w*(?:Token|Credentials?)$|(?:^|\.)auth\.basic$|(?:^|\.)Credentials\.fromPassword$|(?:^|\.)cx_Oracle\.connect$/,
    at: 1,
    name: 'password',
  },
  { callee: /^Sequelize$|^(?:ftplib\.)?FTP(?:_TLS)?$|(?:^|\.)(?:pymysql|MySQLdb|psycopg2|pymssql)\.connect$/, at: 2, name: 'password' },
  { callee: /(?:^|\.)(?:ssh|sshClient|ssh_client|client|paramiko)\.connect$/i, at: 3, name: 'password' },
  // A directory: `Connection(server, 'CORP\\svc', 'x')`, `simple_bind_s('cn=svc,dc=corp', 'x')`.
  { callee: /(?:^|\.)Connection$/, at: 2, name: 'password', user: /^[A-Za-z][\w.-]{0,40}\\|^(?:cn|uid|ou)=/i },
  { callee: /(?:^|\.)(?:simple_)?bind_s$/, at: 1, name: 'password' },
  { callee: /(?:^|\.)connect$/, at: 2, name: 'password', first: /^(?:tcp|mysqlx?|unix):\/\// },
  {
    callee: /(?:^|\.)(?:mysql_real_connect|fromDriverManager|newHikariTransactor|S(?:ftp|sh|cp)Client)$|^Credentials$/,
    at: 3,
    name: 'password',
  },
  { callee: /(?:^|\.)(?:libssh2_userauth_password|ssh_userauth_password)$/, at: 2, name: 'password' },
  {
    callee: /(?:^|\.)(?:userauth_password|authorization_basic|WiFi\.(?:begin|softAP))$|^authenticate$|\bdb\.auth$/,
    at: 1,
    name: 'password',
  },
  { callee: /^SSL_CTX_set_default_passwd_cb_userdata$/, at: 1, name: 'password' },
  { callee: /\bua\.credentials$|\bmqtt\.Client$/, at: 3, name: 'password' },
  { callee: /(?:mqtt|pubsub)\w{0,20}\.connect$/i, at: 2, name: 'password' },
  // Arduino's PubSubClient: who it is, who signs in, the password. Where something else connects, a port stands before the user.
  { callee: /(?:^|\.)client\.connect$/i, at: 2, name: 'password', user: /^[\w.@-]{1,60}$/ },
  { callee: /(?:^|\.)gomail\.New(?:Plain)?Dialer$/, at: 3, name: 'password' },
  { callee: /\bHMAC\.(?:hex|base64)?digest$/, at: 1, name: 'hmac_key' },
  { callee: /(?:^|\.)new_from_slice$|\bngx\.hmac_sha1$/, at: 0, name: 'hmac_key' },
  { callee: /\bKey\.fromUtf8$/, at: 0, name: 'cipher_key' },
  { callee: /(?:^|\.)set_access_token$/, at: 1, name: 'access_token_secret' },
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

/** What stands around an argument, where it is a literal, and whether the argument is turned into characters or bytes. */
interface Around {
  readonly first: string | undefined;
  readonly previous: string | undefined;
  readonly chars: boolean;
}

const fits = (pattern: RegExp | undefined, literal: string | undefined): boolean =>
  pattern === undefined || (literal !== undefined && pattern.test(literal));

/** The name that argument number `at` of a call deserves, and whether a credential is all that it can be; undefined where the call is none of these. */
export function credentialArgument(
  callee: string,
  at: number,
  { first, previous, chars }: Around,
): { readonly name: string; readonly proven: boolean } | undefined {
  const call = callsOf(callee).find((one) => one.at === at && (!one.chars || chars) && fits(one.first, first) && fits(one.user, previous));
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

/** The name that a named argument of a call deserves, where its own name says nothing: `wandb.login(key="value")`. */
export const keywordArgument = (callee: string, keyword: string): string | undefined =>
  callsOf(callee).find((one) => one.keyword === keyword)?.name;

/** Calls that compare two texts, of which one may be the name of what is asked for. */
export const compares = (callee: string): boolean =>
  constantTime.test(callee) ||
  /(?:^|\.)_?(?:str(?:n|case|ncase|i|ni)?cmp|(?:str|strn)?icmp|wcs(?:n|case|i)?cmp|memcmp|g_strcmp0|lstrcmpi?[AW]?|(?:Objects|StringUtils|[sS]tring)\.[eE]quals(?:IgnoreCase)?|strings\.EqualFold|bytes\.Equal)$/.test(
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
  const found = calls.filter((one) => one.callee.test(short));
  if (known.size >= 5000) known.clear();
  if (callee.length <= 100) known.set(callee, found);
  return found;
}

/** The last two words of what is called, with dots. */
const shortOf = (callee: string): string =>
  callee
    .replaceAll('::', '.')
    .replaceAll('->', '.')
    .replaceAll(':', '.')
    .replace(/^.*\.(?=[^.]+\.[^.]+$)/, '');

/** True for a call that is known to take its credential behind other arguments: its first one is none. */
export function takesCredentialLater(callee: string): boolean {
  return callsOf(callee).some((one) => one.at > 0 && !one.chars && !one.first && !one.user);
}

/** Functions that only change the form of a text: what they are given to counts. */
export function isWrapper(callee: string): boolean {
  return /(?:^|\.|::)(?:from|from_str|GetBytes|getBytes|String|string|str|byte|bytes|Buffer|encode|encodeToByteArray|toByteArray|SecretString|SecretStr|SecureString|Field|Secret|unsafePlainText|plainText|new_unchecked|into|to_vec|base64encode|sensitive|trimspace|chomp|Some|Ok|trim|strip|unsafe|utf8ToBytes|stringToBytes|md5|MD5|[Ss][Hh][Aa](?:1|2|256|512)|crypt|b64decode|urlsafe_b64decode|atob|base64_decode|decode64|DecodeString|FromBase64String|fromhex|unhexlify|hex2bin|bs58\.decode|base58\.decode)$/.test(
    callee,
  );
}
