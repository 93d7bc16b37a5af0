// Whether a value that stands under a secret's name can be the secret itself: not a reference to one, not a placeholder,
// not prose, a path or an identifier. Every "no" has a reason, so that silence can be explained.
import { asciiOf, fromBase64 } from './base64.ts';
import { isGuessed, isGuessedWord, isNameOfAccount } from './guessed.ts';
import { describes, meaningOf, wordsOf, type Meaning } from './names.ts';
import { saysNameAgain } from './names-again.ts';
import { otherThing } from './other-things.ts';
import { isPlaceholder } from './placeholders.ts';
import { isReference } from './references.ts';
import { isProse, isSpelledText, isSpokenPhrase } from './prose.ts';
import { entropy, looksRandom, patterned, usualness } from './randomness.ts';

export type Verdict =
  { readonly secret: true; readonly confidence: 'high' | 'medium' | 'low' } | { readonly secret: false; readonly why: string };

const no = (why: string): Verdict => ({ secret: false, why });
const yes = (confidence: 'high' | 'medium' | 'low'): Verdict => ({ secret: true, confidence });

/** A value that someone encrypted or hashed before it was written down. */
export function isEncrypted(value: string): boolean {
  // A line of htpasswd: who it is stands before the hash.
  return /^(?:[\w.@-]{1,60}:(?=\$))?(?:ENC(?:RYPTED)?\[|ENC\(|\{cipher\}|\$ANSIBLE_VAULT;|vault:v\d|AQICAH|-----BEGIN (?:PGP MESSAGE|AGE ENCRYPTED|PKCS7)|age-encryption|encrypted:|\$2[abxy]?\$|\$argon2|\$scrypt|\$pbkdf2|\$[1567PHSy]\$|\$(?:apr1|sha1|md5)\$|\{(?:S?SHA|S?MD5|CRYPT|BLF-CRYPT|PBKDF2|ARGON2|BCRYPT|SCRYPT|SASL)[\w.-]{0,12}\}|\{noop\}\$|pbkdf2[_:]|scrypt:|bcrypt\$|SCRAM-SHA|kms:|gpg:|sealed:|!encrypted|\{[A-Za-z0-9+/]{12,}={0,2}\}$|\*[0-9A-F]{40}$|\{"value":"[^"]{20,200}","salt":"|sha(?:1|256|384|512)[:-][0-9a-z+/=]{20})/i.test(
    value.trim(),
  );
}

const trivial = new Set(
  'password passwords passwd passphrase palavrapasse pass secret secrets token tokens key keys apikey string text true false yes no on off admin root test user guest default value null none undefined hidden required optional disabled enabled disable enable auto basic bearer oauth jwt plain md5 unknown passwordhash trust peer postgres mysql mongo redis username name empty prompt env keyring file function object number boolean array always never random seconds minutes hours days weeks'.split(
    ' ',
  ),
);

/** Names that say nothing else: `pass` also counts tests, and `pw` is a width. */
const namesPassword = /passw(?:or)?d|passphrase|pwd/i;
/** The word alone, or at the end of a path: a count or a year has another one with it. */
const namesNothingElse = /(?:^|\.)(?:password|passwd|pwd)$/i;
/** What people call a secret that they made up on the spot. No identifier, path or label says it. */
const saysSecret = /(?:super|top|very|ultra)[-_ .]?(?:duper[-_ .]?)?(?:long[-_ .]?)?secret/i;

const path =
  /^\/(?:[\w.-]+\/)*[\w.-]+:[a-z][A-Za-z]+$|^@?[\w./-]+\.[a-z]\w{0,7}@[0-9a-f]{7,40}$|^[\w.-]+(?:\/[a-z_][\w.-]*)+$|^(?:\.{0,2}\/|~\/|[A-Za-z]:[\\/]|\\\\)[\w.@\-/\\ $]*$|^[\w.-]+(?:\/[\w.-]+)+\.\w{1,8}$|^[\w.-]+(?:\\[\w.-]+)+\.[a-z]\w{1,9}$|\.(?:pem|key|crt|cer|p12|pfx|jks|json|ya?ml|txt|env|properties|conf|toml|xml|py|js|ts|go|java|rb|php|html?|pub|zip|tgz|tar|gz|jar|war|whl|csv|png|jpe?g|svg|gif|pdf|exe|dll)(?:\?[\w=.&-]{1,60})?$/;
const notText =
  /^(?:-?\d{1,6}(?:\.\d+)?|0x[\da-f]{1,8}|true|false|null|none|nil|\d{4}-\d{2}-\d{2}\S*|[\d.]+(?:ms|s|m|h|d|kb|mb|gb|px|em|%)|v?\d+(?:\.\d+)+\S{0,12}|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?)$/i;

/** `apiKeyEnvVar`, `TOKEN_ENV_NAME`, `passwordEnvironmentVariable`: a name of the variable that the secret is in. */
const namesVariable = /env(?:ironment)?[-_]?(?:var(?:iable)?)?[-_]?(?:name|key)?$/i;

/**
 * Judges a value under a name of a meaning. `quoted` says that the value stands in quotes or is a scalar of a data file;
 * a bare word of a source text has to look random to count.
 */
export function judge(value: string, meaning: Meaning, name: string, quoted: boolean): Verdict {
  const text = value.trim();
  if (text.length < 4 || text.length > 1024) return no('length');
  if (isReference(text)) return no('a reference');
  if (isEncrypted(text)) return no('encrypted or hashed');
  if (/\x1b\[[\d;]*m/.test(text)) return no('coloured text for a terminal');
  if (
    meaning === 'password' &&
    quoted &&
    (/^\d{6,20}$/.test(text) ? namesPassword : namesNothingElse).test(name) &&
    /^\d{4,20}$/.test(text)
  )
    return yes('low');
  if (meaning === 'password' && quoted && isNameOfAccount(text) && (namesPassword.test(name) || /pass$/i.test(name))) return yes('low');
  // Android's tools make a store of keys for trying out, and everybody's has this one.
  if (meaning === 'password' && text === 'android' && /(?:store|key)_?pass(?:word)?$/i.test(name))
    return no('the password of the debug keystore');
  if (notText.test(text)) return no('a number, date, version or switch');
  // Git and images name the key by the end of its fingerprint or by all of it; 32 digits under such a name sign tokens.
  if (
    (/(?:^|\.)signing-?key$|(?:gpg|pgp)[-_.]?(?:signing[-_.]?)?keys?$/i.test(name) &&
      /^(?:0x)?(?:[0-9A-F]{8}|[0-9A-F]{16}|[0-9A-F]{40})!?$/i.test(text)) ||
    (/(?:private_?|secret-)keys?$/i.test(name) && /^(?:[0-9A-F]{16}|[0-9A-F]{40})$/.test(text))
  )
    return no('the number of an OpenPGP key');
  if (
    path.test(text) &&
    !(meaning === 'password' && /[!@#$%]/.test(text)) &&
    !(/^[A-Za-z0-9+/]{32,}={0,2}$/.test(text) && usualness(text) < 5 && /\d/.test(text))
  )
    return no('a path');
  const other = otherThing(text);
  if (other) return no(other);
  // Google writes the passwords that it makes for programs as four times four letters.
  if (meaning === 'password' && quoted && /^[a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4}$/.test(text) && looksRandom(text.replaceAll(' ', '')))
    return yes('high');
  // `f(`, `argv[i+1`, `["x"`: a bare value ends where its bracket closes.
  if (!quoted && /^[@&(]{0,3}[A-Za-z_][\w.:-]*\(|^[&*]?[A-Za-z_][\w.]*\[[\w+\-* ]*\]?$|^[[({]+["'\])]/.test(text))
    return no('an expression');
  if (isSpelledText(text)) return no('text, spelled in bytes');
  // `os.urandom(16)`, written down as a literal with escapes; one such sign alone is a test's.
  if (
    quoted &&
    meaning !== 'password' &&
    value.length >= 8 &&
    isSure(meaning) &&
    ((value.match(controls)?.length ?? 0) > 1 || isDrawnBytes(value))
  )
    return yes('high');
  if (isSpokenPhrase(text, name, quoted)) return yes('low');
  if (isProse(text)) return no('prose');
  const plainName = name.toLowerCase().replace(/[^a-z0-9]/g, '');
  const plainText = text.toLowerCase().replace(/\\[0-7]{3}|[^a-z0-9]/g, '');
  if (
    plainText === plainName ||
    (plainText.length >= 6 && plainName.includes(plainText)) ||
    trivial.has(plainText) ||
    trivial.has(wordInside(text)) ||
    saysNameAgain(text, name, meaning) ||
    /^(?:clear|plain)(?:text)?(?:password|secret|token|key|value)\d{0,2}$/.test(plainText)
  )
    return no('the name of a thing, not a value');
  if (namesVariable.test(name) && /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(text)) return no('the name of a variable');
  if (quoted && saysSecret.test(text) && isSure(meaning) && !/\byour|change|replace|example|[<>{}]/i.test(text) && !/\s.*\s.*\s/.test(text))
    return yes(/\d/.test(text) ? 'medium' : 'low');
  if (isPlaceholder(text)) return no('a placeholder');
  const verdict =
    meaning === 'password' ? judgePassword(text, plainName, plainText, quoted) : judgeToken(text, meaning, plainName, plainText, quoted);
  return verdict.secret && verdict.confidence !== 'high' && meansOtherThings.test(plainName)
    ? no('a name that also means a key of a map, a slogan or a word')
    : verdict;
}

/** Spanish, Polish, Czech, Slovenian, Italian; and the entry at the top of a document or a tree of settings. */
const meansOtherThings = /(?:clave|hasl?o|heslo|geslo|parola|rootkey)$/;

/** The one word that base64 hides, in small letters; empty where it hides anything else. Secrets of Kubernetes are written so. */
function wordInside(text: string): string {
  const bytes = /^[A-Za-z0-9+/]{6,40}={0,2}$/.test(text) ? fromBase64(text) : undefined;
  return (
    asciiOf(bytes?.at(-1) === 10 ? bytes.subarray(0, -1) : bytes)
      ?.toLowerCase()
      .replace(/[^a-z0-9]/g, '') ?? ''
  );
}

/** One plain word, neither the name of the thing nor one of those that stand for any value: `secretsquirrels`. */
export function isWordOfItsOwn(value: string, name: string): boolean {
  const plain = value.toLowerCase().replace(/[^a-z0-9]/g, '');
  return (
    /^[A-Za-z][A-Za-z0-9]{5,40}$/.test(value) &&
    !trivial.has(plain) &&
    !isPlaceholder(value) &&
    !name
      .toLowerCase()
      .replace(/[^a-z0-9]/g, '')
      .includes(plain)
  );
}

/** Signs that are no text. */
const controls = /[\x00-\x08\x0e-\x1f\x7f-\x9f]/g;

/** Bytes among signs and digits without a word in them: `_5#y2L"F4Q8z\n\xec]/`, as Flask's pages show a key. */
const isDrawnBytes = (value: string): boolean =>
  value.length >= 12 &&
  /[\x00-\x08\x0e-\x1f\x7f-\xff]/.test(value) &&
  /\d/.test(value) &&
  /[!-/:-@[-`{-~]/.test(value) &&
  !/[A-Za-z]{4}/.test(value);

const isSure = (meaning: Meaning): boolean => meaning !== 'weak-key' && meaning !== 'credential';

/** How a password is kept or asked for, with the number of the method: `Bcrypt-10`, `WPA2-Personal`, `Base64-encoded`. */
const methodOfPasswords =
  /(?:^|-)(?:s?sha\d*|md\d|b?crypt|scrypt|argon2\w{0,2}|pbkdf2|scram|base\d\d|wpa\d?|aes\d*|hmac|oauth\d?|\dfa|fido\d?|rfc|utf|v\d+)(?:-|$)/i;

function judgePassword(text: string, plainName: string, plainText: string, quoted: boolean): Verdict {
  if (isIdentifierPath(text) && !(quoted && isPairOfWords(text))) return no('an expression');
  const letters = /^[A-Za-z]+$/.test(text);
  if (!quoted)
    return looksRandom(text) ||
      (text.length >= 8 && /\d/.test(text) && /[a-z]/i.test(text) && /[^A-Za-z0-9._-]/.test(text)) ||
      (/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z0-9]{2,}(?:-[A-Za-z0-9]+)+$/.test(text) && !methodOfPasswords.test(text))
      ? yes('medium')
      : no('a bare word');
  if (letters && /^[A-Z][a-z]+$/.test(text)) return no('a label');
  if (letters && plainName.length <= 4 && plainText.startsWith(plainName) && text.length < 8) return no('the name of a thing, not a value');
  if (letters && plainName.includes(plainText)) return no('the name of a thing, not a value');
  if (/^\p{L}+[:.!?]$/u.test(text)) return no('a label');
  if (/\s/.test(text) && !/\d/.test(text)) return no('prose');
  if (letters && /^[a-z]+[A-Z]/.test(text) && wordsOf(text).length >= 2 && usualness(text) > 6.2)
    return text.length >= 14 && /(?:pass|passwd|password|pwd|secret)/i.test(text) && !/[pP]assword$/.test(text)
      ? yes('low')
      : no('an identifier');
  if (/^[a-z]+(?:[A-Z][a-z]+)*(?:_[a-z]+(?:[A-Z][a-z]+)*)+$/.test(text) && /[A-Z]/.test(text)) return no('an identifier');
  if (/^[a-z]+(?:[-_.:][a-z]+)+$/.test(text)) return isPassphrase(text) ? yes('low') : no('an identifier');
  // Words and a number behind them: the password of the third of many, or what a heading says.
  if (/^[A-Z]?[a-z]+(?:[-_.][A-Z]?[a-z]+)+(?:[-_.]\d{0,8})?$/.test(text)) return yes('low');
  if (/\d$/.test(plainName) && plainText.replace(/\d$/, '') === plainName.replace(/\d$/, '')) return no('the name of a thing, not a value');
  if (/\d$/.test(plainName) && /[_-]/.test(text) && /^[a-z]+(?:[-_][a-z]+)*\d?$/.test(text)) return no('an identifier');
  if (letters && text.length < 6) return no('a short word');
  if (text.length >= 24 && patterned(text) === 'repeated') return no('a pattern');
  if (looksRandom(text) || (text.length >= 8 && [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9]/].filter((kind) => kind.test(text)).length >= 3))
    return yes(isGuessed(text) ? 'medium' : 'high');
  return letters || isGuessedWord(text) ? yes('low') : yes('medium');
}

/**
 * Two words with a dot between, of which none says what code, forms and translations hold: `Otter.Quarry7`. Without
 * a digit behind them they are what a program calls something.
 */
function isPairOfWords(text: string): boolean {
  return (
    /^(?:[A-Z][a-z]+\.[A-Z]|[a-z]+\.[a-z])[a-z]+\d{1,4}$/.test(text) &&
    wordsOf(text).every((word) => /^\d/.test(word) || (meaningOf(word) === undefined && !describes(word) && !ofPrograms.has(word)))
  );
}

const ofPrograms = new Set(
  'app application auth account button class common config context controller data dialog errors event exception form forms global handler input item label login main model module object option options page param params parameter property request resource resources response result screen service session setting settings sign state string strings system test type user users util utils validation view web window'.split(
    ' ',
  ),
);

/** What programs in general call their parts, their settings and what is not set. In small letters. */
export const isWordOfPrograms = (word: string): boolean => ofPrograms.has(word) || trivial.has(word) || describes(word);

/** Words in a row, four or more, of which none names what is signed in to: `correct-horse-battery-staple`. */
function isPassphrase(text: string): boolean {
  const words = wordsOf(text);
  return (
    words.length >= 4 && words.every((word) => word.length >= 3 && word !== 'key' && meaningOf(word) === undefined && !describes(word))
  );
}

const algorithm =
  /^(?:AES|3?DES|RSA|ECDSA|HMAC|SHA|CHACHA20|ED)[-_]?\d{2,5}(?:[-_/]?(?:GCM|CBC|CTR|ECB|CCM|HMAC|OAEP|(?:SHA|PKCS)\d{1,4})){0,4}$/i;

function judgeToken(text: string, meaning: Meaning, plainName: string, plainText: string, quoted: boolean): Verdict {
  if (text.length < 8)
    return meaning === 'secret' && quoted && text.length >= 6 && /^[A-Za-z]+\d[A-Za-z\d]*$/.test(text) && usualness(text) < 6.5
      ? yes('low')
      : no('too short for a token');
  if (/\s/.test(text)) return no('prose');
  if (isIdentifierPath(text) && usualness(text) > 5) return no('an expression');
  if (/[<>"\\]/.test(text) && text.length < 20 && (/[<>\\]/.test(text) || !looksRandom(text))) return no('markup');
  const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i.test(text);
  if (uuid) return meaning === 'weak-key' || meaning === 'credential' ? no('a UUID under a name that may be an id') : yes('medium');
  const inside = text.length >= 12 && /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? asciiOf(fromBase64(text)) : undefined;
  // No random bytes are all letters and signs: what was written down counts.
  if (inside !== undefined && !/^[\w.@-]{2,80}:\S/.test(inside)) return judge(inside, meaning, plainName, quoted);
  const pattern = patterned(text);
  if (/^[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)+$/.test(text) && usualness(text) > 5) return no('the name of a variable');
  // A run along the alphabet is what people type who need a key now: it opens the door all the same.
  if (pattern === 'repeated') return no('a pattern');
  // All of it is what a page writes where a real one would stand.
  if (pattern === 'patterned' && /abcdefghijklmnop/i.test(text)) return no('the alphabet');
  if (pattern === 'patterned')
    return quoted && isSure(meaning) && text.length >= 12 && /\d/.test(text) && /[A-Za-z]/.test(text) && /^[\w+/=.-]+$/.test(text)
      ? yes('low')
      : no('a pattern');
  if (algorithm.test(text)) return no('the name of an algorithm');
  const random = looksRandom(text);
  if (/^\d+$/.test(text))
    return quoted && text.length >= 14 && meaning !== 'weak-key' && meaning !== 'credential' && entropy(text) >= 2.3
      ? yes('low')
      : no('a number');
  if (!quoted && text.length < 16 && !(random && text.length >= 12 && /[A-Z]/.test(text) && /[a-z]/.test(text) && /\d/.test(text)))
    return no('a bare word');
  if (meaning === 'weak-key')
    return random &&
      text.length >= 24 &&
      /\d/.test(text) &&
      /[A-Za-z]/.test(text) &&
      !/^[\w.-]+:[\w./-]+$/.test(text) &&
      !/[\\<>|{}]/.test(text)
      ? yes('low')
      : no('a name that says too little');
  if (meaning === 'credential') return random && text.length >= 16 && /\d/.test(text) ? yes('medium') : no('a name that says too little');
  if (random) return yes(text.length >= 16 ? 'high' : 'medium');
  if (!quoted) return no('a bare word');
  // As long as a cipher takes it, to the letter: `OtterQuarryQuays`.
  if (
    /(?:aes|des|cipher|crypt(?:ion)?)key$/.test(plainName) &&
    /^(?:[A-Za-z0-9]{16}|[A-Za-z0-9]{24}|[A-Za-z0-9]{32})$/.test(text) &&
    !/^[a-z]+(?:[A-Z][a-z]+)+$/.test(text)
  )
    return yes('low');
  if (meaning === 'secret' || meaning === 'key' || meaning === 'token') {
    // Written by a person, but with digits or signs that identifiers do not have.
    const kinds = [/[a-z]/, /[A-Z]/, /\d/, /[^A-Za-z0-9_.\-/:]/].filter((kind) => kind.test(text)).length;
    if (kinds >= 3 && /[\d@!$%^&*+=]/.test(text) && entropy(text) >= 2.5 && !/^[A-Z]?[a-z]+(?:[A-Z][a-z]+)*\d{0,2}$/.test(text))
      return yes('medium');
    // Digits all over it: `d4f9a1c2b3e4f5`.
    if (
      text.length >= 12 &&
      (text.match(/\d/g)?.length ?? 0) >= 3 &&
      /[A-Za-z]/.test(text) &&
      entropy(text) >= 2.8 &&
      usualness(text) < 4.5
    )
      return yes('low');
    const signs = new Set(text.replace(/[\w\s.\-/:,]/g, '')).size;
    if (signs >= 5 && text.length >= 16 && !/^[\^/<]/.test(text)) return yes('medium');
    if (
      /\d{2,}/.test(text) &&
      entropy(text) >= 2.8 &&
      /[a-z]/i.test(text) &&
      usualness(text) < 6.8 &&
      !plainName.includes(plainText.replace(/(?<!\d)\d+$/, ''))
    )
      return yes('low');
  }
  return no('not random');
}

/** `user.password`, `config["x"]`, `getPassword()`: code, not text. */
function isIdentifierPath(text: string): boolean {
  return (
    /^[A-Za-z]\w*:[A-Z][A-Za-z]*$|^[A-Za-z_$][\w$]*(?:(?:\.|->|::|\?\.)[A-Za-z_$][\w$]*)+(?:\(\S*\)?)?$|^[A-Za-z_$][\w$]*\((?:\S*\))?;?$|^[A-Za-z_$][\w$.]*\[['"\w]+\]$/.test(
      text,
    ) && !(/\d/.test(text) && looksRandom(text))
  );
}
