// What makes a line worth reading, and a file worth a lexer or a tree: telling words in names that can have a value, and
// words of commands and calls that take a credential without a name. Most words that the prefilter finds are neither:
// `keywords`, `author`, `Object.keys`, a parser's `token.kind`. Whether there is a secret is not asked here.
import { callWords } from './credential-call-table.ts';
import { isWord } from './formats/shape.ts';
import { isTelling, meaningOf } from './names.ts';
import type { Hits, Literal } from './prefilter.ts';
import type { Span } from '../text/text.ts';

/** Words of names that may mean a secret: what is around them is asked whether it does. */
const nameWords = [
  'pass',
  'pwd',
  'secret',
  'token',
  'key',
  'api',
  'cred',
  'auth',
  'bearer',
  'psk',
  'mnemonic',
  'phrase',
  'pepper',
  'totp',
  '_pat',
  'jwt',
  'senha',
  'mdp',
  'psw',
  'pw',
  'contrase',
  'kennwort',
  'wachtwoord',
  'senord',
  'salasana',
  'haslo',
  'heslo',
  'geslo',
  'lozinka',
  'jelszo',
  'sifre',
  'parola',
  'clave',
  'sensitive',
];
/** Words of commands, calls and statements that take one without saying so in a name. */
const useWords = [
  'bundle_',
  'openssl ',
  'ldap',
  'smbclient',
  'smbget',
  'rpcclient',
  'plink',
  'pscp',
  'psftp',
  'net use',
  'hmac',
  'getconnection',
  'pdo(',
  'cipheriv',
  'aes.new',
  '.connect(',
  'cookieparser',
  'cookie-parser',
  'oauthhandler(',
  'forhttpheader',
  'base64encode(',
  'isakmp key',
  'option key',
  'wallet(',
  'wallet.add(',
  'addfromuri(',
  'wifi.begin(',
  'ftpclient(',
  'dialer(',
  'sshclient(',
  'new account("',
  'snowsql',
  'erlang_cookie',
  'hash_salt',
  'security_salt',
  'security.salt',
  'appendchar(',
  'sp_addlogin',
  'softap(',
  "client('",
  'client("',
  'shodan(',
  'finnhub(',
  'deepgram(',
  'newsapi(',
  'real_connect(',
  'mqtt.client(',
  'authenticate(',
  'basicauth.',
  'sp_addlinkedsrvlogin',
  'fromdrivermanager',
  'hikaritransactor(',
  'bind_s(',
  'key.fromutf8(',
  'securestring',
  'signedstring',
  'tochararray',
  '.basic(',
  'insert into',
  'ignore into',
  'replace into',
  'algoliasearch',
  'twilio',
  'login',
  'identified by',
  'identified with',
  'secure_string',
  'noecho',
  '@secure(',
  '@sys.secure(',
  'cookiestore(',
  'newstore(',
  'newfilesystemstore(',
  'securecookie.new(',
  'csrf.protect(',
  'newcipher(',
  'tripledescipher(',
  'chacha20poly1305.new',
  'constanttimecompare(',
  'compare_digest(',
  'hash_equals(',
  'timingsafeequal(',
  'secure_compare(',
  'fixedtimeequals(',
  'epgsql:connect(',
  'influxdb2.newclient',
  "database('",
  'curl',
  'mysql',
  'redis-cli',
  'rclone config ',
  'accounts: [',
  'accounts:[',
  'zip -p',
  '7z a',
  '7z x',
  'rar a',
  'ipmitool',
  'sqlcmd',
  'mosquitto_',
  'mongo',
  'ncftp',
  'snmp',
  'lftp',
  'sqlplus',
  'freerdp',
  'rabbitmqctl',
  'sqlldr',
  'expdp',
  'impdp',
  'userid=',
  'rman target',
  '>connect(',
  'ssh-keygen',
  'unlock-keychain',
  'security import',
  'signtool',
  'cqlsh',
  'rdesktop',
  'racadm',
  'put-parameter',
  'mc alias set',
  'vaults/secrets',
  'api key ',
  'mc config host',
  'cookiesession(',
  'cookie-session',
  'from_secret(',
  'boto3.session(',
  'cryptojs.',
  '.auth(',
  'kv put',
  'sudo -s',
  'vncpasswd',
  'wpa_passphrase',
  'nuget push',
  'setapikey',
  'npmauthtoken ',
  'mssql-cli',
  'bcp ',
  'tsql ',
  'osql ',
  'schtasks',
  'psexec',
  'winexe',
  'conan ',
  'net user',
  'az sql',
  'az mysql',
  'az postgres',
  'createasync(',
  'ably.',
  'bcrypt',
  'hashpw',
  'fernet(',
  'unsafeplaintext',
  'btoa(',
  'b64encode(',
  'base64_encode(',
  'encodetostring(',
  'tobase64string(',
  'encode64(',
  'unrar ',
  'https -a',
  'http -a',
  'https --auth',
  'codecov',
  'cypress run',
  'http-basic.',
  'github-oauth.',
  'pypi-token.',
  'influx ',
  'sendemail ',
];

/** Ids of hits: those below `wordId` are of formats, those from `afterWords` on of what else is looked for. */
export const wordId = 1_000_000;
export const afterWords = 2_000_000;
const useId = wordId + nameWords.length;
/** A Terraform variable that says so of itself. */
const sensitiveId = wordId + nameWords.indexOf('sensitive');
const isSetTrue = /^[ \t]{0,30}=[ \t]{0,8}"?true/;

export const wordLiterals: readonly Literal[] = /*#__PURE__*/ [...new Set([...nameWords, ...useWords, ...callWords])].map(
  (text, index) => ({
    text,
    id: wordId + index,
  }),
);

/** Offsets of what is worth reading around, sorted. `isBeginning` tells of a hit that is no word whether what follows is worth a look in any case. */
export function pointersOf(text: string, { ids, offsets }: Hits, isBeginning: (id: number) => boolean): number[] {
  const pointers: number[] = [];
  let behind = 0;
  for (let i = 0; i < ids.length; i++) {
    const id = ids[i]!;
    const end = offsets[i]!;
    if (id < wordId || id >= afterWords) {
      if (isBeginning(id)) pointers.push(end);
    } else if (id >= useId) pointers.push(end);
    else if (end > behind) {
      // One name may hold several of the words.
      const [from, to] = nameAround(text, end);
      behind = to;
      if (
        id === sensitiveId
          ? isSetTrue.test(text.slice(end, end + 40))
          : canHaveValue(text, from, to) && (saysSecret(text.slice(from, to)) || isKeyOfValue(text, to))
      )
        pointers.push(end);
    }
  }
  return pointers;
}

/** Offsets behind the opening brackets of calls that may take a credential, sorted. */
export function callsIn(text: string, { ids, offsets }: Hits): number[] {
  const calls = new Set<number>();
  ids.forEach((id, i) => {
    if (id >= useId && id < afterWords && text.charCodeAt(offsets[i]! - 1) === 40) calls.add(offsets[i]!);
  });
  return [...calls];
}

function nameAround(text: string, end: number): Span {
  let from = end - 1;
  while (from > 0 && end - from < 80 && isNamePart(text.charCodeAt(from - 1))) from--;
  let to = end;
  while (to < text.length && to - end < 80 && isNamePart(text.charCodeAt(to))) to++;
  return [from, to];
}

const isNamePart = (code: number): boolean => isWord(code) || code === 45 || code === 46 || code === 36 || code > 127;

/**
 * Of a name with dots the last part counts: `rbac.authorization.k8s.io` says nothing; before `password.equals` it is the one
 * that is asked. Libraries of tokens take keys in their calls.
 */
function saysSecret(whole: string): boolean {
  const name = whole.replace(asked, '');
  const dot = name.lastIndexOf('.');
  const last = dot < 0 ? name : name.slice(dot + 1);
  return (
    (!/^keys?$/i.test(last) && isTelling(last)) ||
    (dot >= 0 && (/^(?:jwt|jsonwebtoken|jose)|^fs\.azure\.account\.key\./i.test(name) || meaningOf(name) !== undefined))
  );
}

const asked =
  /\.(?:[eE]quals(?:IgnoreCase)?|contentEquals|compare(?:To)?|assign|as_str|trim|to_s|toString|ToString)$|(?:Text)?(?:Field|Input|Controller|Box|Edit)\.(?:text|value)$/i;

/** The end of a selector, and a call that types into the field that it finds: `['password"]').type(`, `input[name=password]', '`. */
const isTypedInto = /^["'`\])]{1,5}(?:,\s?["'`]|(?:\.clear\(\))?\.(?:type|fill|sendKeys|send_keys|setValue|pressSequentially|typeText)\()/;

/** Whether anything may be given to the name at `from` to `to`, by what stands behind it. In doubt it may. */
function canHaveValue(text: string, from: number, to: number): boolean {
  return hasValueBehind(text, from, to) || (text.charCodeAt(to) !== 32 && isTypedInto.test(text.slice(to, to + 48)));
}

function hasValueBehind(text: string, from: number, to: number): boolean {
  switch (text.charCodeAt(to)) {
    // A statement, a call or a reference ends here, and a comparison may.
    case 41: // )
    case 59: // ;
      return isCompared(text, from);
    case 125: // }
      // A variable of Robot Framework, with its value in the next cell.
      return (
        isField.test(text.slice(to, to + 12)) ||
        (text.startsWith('${', from - 2) &&
          (from === 2 || text[from - 3] === '\n') &&
          /^\}(?:\s?=)?(?: {2}|\t)/.test(text.slice(to, to + 5)))
      );
    case 44: // ,
      return (
        isUpper(text.charCodeAt(from)) ||
        '{:'.includes(text[from - 1] ?? ' ') ||
        /^,\s?(?:_|err|ok)\s?:?=/.test(text.slice(to, to + 12)) ||
        isComparing.test(text.slice(Math.max(0, from - 48), from))
      );
    case 93: // ]
      return isJoined(text, to + 1) || isCompared(text, from);
    case 34: // "
    case 39: // '
    case 96: {
      // `
      const next = text.charCodeAt(to + 1);
      return next === 41 || next === 93
        ? isJoined(text, to + 2) || isCompared(text, from) || isComparing.test(text.slice(Math.max(0, from - 48), from))
        : next !== 59;
    }
    default:
      return true;
  }
}

/** `"value".equals(user.password)`, `'value' === $_POST['password']`: what stands before the name, or the text in a bracket, at `from`. */
const isCompared = (text: string, from: number): boolean => {
  const before = text.slice(Math.max(0, from - 80), from);
  return comparison.test(before) || branching.test(before);
};
const comparison = /["'](?:\.[eE]quals(?:IgnoreCase)?\(|\s?[=!]==?\s?)[\w.$?]{0,40}(?:->|[([]["':])?$/;
/** `switch (user.password) {`, `case params[:password]`: what is asked for in branches. */
const branching = /\b(?:switch|when|match|case)\s{0,2}\(?[\w.$]{0,40}(?:->|[([]["':])?$/;
/** `strcmp(user->password, "value")`, `strcpy(password, "value")`. */
const isComparing = /(?:cmp|cpy|[eE]quals|EqualFold|\.Equal)\w?\([\w.$]{0,24}(?:->|\[["'])?$/;

/** `$settings{name} = "value"`, `$settings{name} eq "value"`, `$ENV{NAME} // "value"`. */
const isField = /^\}\s{0,8}(?:=[^=~]|eq\s|ne\s|\|\||\/\/)/;

const isUpper = (code: number): boolean => code >= 65 && code <= 90;

/** An operator follows that gives a value, or another one where there is none: `=`, `:`, `?`, `|`, `or`. */
function isJoined(text: string, from: number): boolean {
  let at = from;
  // `Optional.ofNullable(System.getenv("NAME"))`.
  if (text[at] === ')') at++;
  while (at - from < 8 && text.charCodeAt(at) <= 32) at++;
  return (
    '=:?|o,"'.includes(text[at] ?? ' ') ||
    (text[at] === '!' && text[at + 1] === '=') ||
    (text[at] === '.' && isOtherwise.test(text.slice(at + 1, at + 16)))
  );
}

/** `env::var("API_TOKEN").unwrap_or("value")`, `sys.env.get("API_TOKEN").getOrElse("value")`, `form.get("password").equals("value")`, `getElementById("password").value == "value"`. */
const isOtherwise = /^(?:unwrap_or|getOrElse|orElse|or_else|or\(|[eE]quals|contentEquals|val(?:ue|\(\))\s?[=!]=)/;

/** `key`, alone, with a value behind it that is long enough: what stands above may say which key it is. */
function isKeyOfValue(text: string, to: number): boolean {
  keyOfValue.lastIndex = to - 3;
  spelledKey.lastIndex = to;
  return keyOfValue.test(text) || (/^key$/i.test(text.slice(to - 3, to)) && spelledKey.test(text));
}

/** The bytes of a key that is called so and no more: `key[16] = {0x13,`, `key := []byte{0x13,`, `key = new byte[] { 0x13,`. */
const spelledKey =
  /(?:\[[^\]\n]{0,20}\])?(?:\s{0,4}:\s{0,4}[&\w[\]; ]{1,24})?\s{0,8}:?=\s{0,8}(?:new\s{1,4}|&)?[\w.]{0,30}\s{0,4}(?:\[[^\]\n]{0,20}\](?:byte|uint8)?)?\s{0,4}[({[]{1,2}\s{0,8}(?:\(byte\)\s?)?(?:0x|-?\d{1,3},|'.',)/y;

const keyOfValue = /(?<![A-Za-z0-9])key["'\]]{0,2}\s{0,8}(?:=>|:=|[:=])\s{0,8}["'`]?[^\s"'`(,;)]{16}/iy;
