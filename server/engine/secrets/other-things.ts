// What a value plainly is where it is no secret: an address, a regular expression, the name of a class or of an algorithm.
// One table, so that each silence has its reason. Whether a name asks for a secret at all, and what a placeholder looks
// like, is not asked here.
import { usualness } from './randomness.ts';

interface OtherThing {
  readonly what: string;
  readonly pattern: RegExp;
  /** Only for text whose letters are as usual as this: random text can have the same signs. */
  readonly usual?: number;
}

const otherThings: readonly OtherThing[] = [
  { what: 'a list of signs', pattern: /^[\x21-\x2f:-@[-`{-~]{8,}$/ },
  { what: 'an address', pattern: /^[a-z][a-z0-9+.-]*:\/\/|^www\.|^localhost\b|^urn:[a-z]/i },
  { what: 'the scope of a signature', pattern: /\/(?:aws|goog)4_request\b/ },
  { what: 'the id of a client', pattern: /^\d{6,}-[a-z0-9]{32}\.apps\.googleusercontent\.com$/ },
  { what: 'the query of an address', pattern: /^\?[\w.-]+=/ },
  {
    what: 'parameters, each with its own value',
    pattern: /^[A-Za-z_][\w.-]{0,30}=[^&=\s]{0,100}(?:&[A-Za-z_][\w.-]{0,30}=[^&=\s]{0,100}){1,8}$/,
  },
  { what: 'a JSON Web Token without claims', pattern: /^eyJ[\w-]{10,400}\.e30\./ },
  { what: 'the head of a JSON Web Token', pattern: /^eyJ(?:hbGciOi|0eXAiOi|raWQiOi)[\w-]{0,200}\.{0,2}$|^\{\\?"(?:alg|typ)\\?"/ },
  { what: 'what a server asks for', pattern: /^(?:realm|charset|error|authorization_uri)="?\S/i },
  { what: 'a mail address', pattern: /^[\w.+-]+@[\w-]+\.[\w.]+$|^-?anonymous@?$|^-?[a-z][a-z-]{2,20}@$/ },
  { what: 'a fingerprint', pattern: /^(?:(?:MD5|SHA1|SHA256):)?[0-9a-f]{2}(?::[0-9a-f]{2}){7,31}$|^SHA256:[A-Za-z0-9+/]{43}=?$/i },
  { what: 'the version and the hash of a content', pattern: /^\d{1,6}(?:\.\d{1,6})?-[0-9a-f]{32}$|^W\/"[^"]{1,200}"$/ },
  { what: 'a bound', pattern: /^(?:[<>]=?|[=!]=|[\u2264\u2265])\s?\d[\d.,]{0,12}\s?[a-z%]{0,4}$/ },
  { what: 'the number of a bug', pattern: /^(?:bug|issue|pr|ticket|task|gh)[#-]\d{1,7}[.,;)]?$/i },
  { what: 'the name of a template', pattern: /^[A-Z]{2,16}(?:-[A-Z]{2,16})+$/, usual: 5 },
  // `brand-500`: colours come in ten or eleven steps, by whoever designs with tokens.
  { what: 'a step of a scale', pattern: /^[a-z]{2,20}(?:[-.][a-z]{2,20}){0,2}[-.](?:50|[1-9]00|950)$/ },
  { what: 'the number of a thing', pattern: /^[A-Z]{2,4}-[A-Z]{2,5}-\d{2,4}$/ },
  { what: 'a place in the home of somebody', pattern: /^~\/[\w.@+-]{1,60}(?:\/[\w.@+-]{1,60}){1,12}$/ },
  { what: 'an address in a ledger', pattern: /^0x[0-9a-fA-F]{40}$/ },
  { what: 'the name of a thing in a package', pattern: /^@[\w-]+\/[\w.-]+:\w+$|^@?[\w.-]+\/[\w./-]+@v?\d+(?:\.\d+){0,3}$/ },
  { what: 'the name of a thing in a package', pattern: /^@[a-z][\w-]*[/:][\w./:-]+$/, usual: 5 },
  {
    what: 'a regular expression',
    pattern: /^qr[/{(!|]|^\/\^|\\[(|]|^\^|^\[[^\]]+\][{(+*]|^\(\?|\(\?[:=!<]|\[\^|\{\d,\d*\}|\\[dws][+*?)]|\[[^\]\s]{0,60}(?:a-z|A-Z|0-9)/,
  },
  { what: 'a regular expression', pattern: /^\(\.[*+]\)$/ },
  { what: 'the name of a service', pattern: /^(?:org|com|net|io)(?:\.[a-z][a-z-]{1,30}){2,6}$/, usual: 5.5 },
  { what: 'a label', pattern: /^[A-Z][A-Z0-9_]{1,30}:$/ },
  { what: 'a public key of OpenPGP', pattern: /^m(?:Q[A-Za-z0-9+/]{2}B[A-P]|[A-P][A-Za-z0-9+/]E)[A-Za-z0-9+/]{60}/ },
  { what: 'the name of a header', pattern: /^x-(?:[a-z]+\d?-){1,6}(?:token|key|secret|signature|auth(?:entication|orization)?)$/i },
  {
    what: 'the type of a column',
    pattern:
      /^[A-Z][A-Z_]+\d?\(\d{1,6}(?:,\d{1,4})?\)?$|^(?:(?:text|bytes|varchar|char|binary|blob)\d{1,4}|u?int\d{1,3})\??$|^(?:binary|blob)$/,
  },
  { what: 'the tag of a field', pattern: /^[a-z]+:"[\w,.=*-]*"(?: [a-z]+:"[\w,.=*-]*")*$/ },
  { what: 'a list of settings', pattern: /^[\w-]+(?:,[\w-]+=[^,=\s]+){2,}$/ },
  { what: 'a list of ciphers', pattern: /^(?=.*(?:AES|SHA|CHACHA))[+!-]?[A-Z][\w.-]*(?::[+!-]?[A-Z][\w.-]*){2,}:?$/ },
  { what: 'the name of a type', pattern: /^#(?:[A-Z]\w{1,40}\.){1,6}[A-Z]\w*$/ },
  { what: 'a place in memory', pattern: /^[-+*\w]{0,20}\(%[a-z]\w{0,4}(?:,%?\w{1,4}){0,2}\)$/ },
  { what: 'the name that Kubernetes gave a Secret', pattern: /^[a-z][a-z0-9-]{0,60}-token-[bcdfghjklmnpqrstvwxz2456789]{5}$/ },
  { what: 'a list of ciphers', pattern: /^[+!-][A-Z][\w.-]{1,30}(?::[+!-][A-Z][\w.-]{1,30})+:?$/ },
  { what: 'a list of ciphers', pattern: /^[+!-](?:3DES|AES|ARCFOUR|CAMELLIA|CHACHA20|CTYPE|SHA|VERS)[\w.-]{0,30}:?$/ },
  { what: 'the name of a class', pattern: /^(?:android|androidx|javax?|kotlin)(?:\.[a-z]\w{0,30}){1,6}(?:\.[A-Z]\w{0,40})?$/ },
  { what: 'letters of a manual page', pattern: /\\f(?:\[[A-Z]{0,3}\]?)?$/ },
  { what: 'a record of Erlang', pattern: /^#[a-z]\w*\{/ },
  { what: 'a place in a file', pattern: /^\.{0,2}\/[\w./-]+#[\w-]*$/ },
  { what: 'the name of a variable', pattern: /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/, usual: 5.5 },
  { what: 'the name of a variable', pattern: /^(?=\D*\d[A-Z]\D*$)[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/ },
  { what: 'the name of a variable', pattern: /^[A-Z]{2,16}\d?(?:_[A-Z]{2,16}\d?){2,}$/ },
  { what: 'a function and how many arguments it takes', pattern: /^[a-z]\w{0,60}\/\d$/ },
  { what: 'an option of a command', pattern: /^--[a-z]+(?:-[a-z]+)*$/, usual: 5 },
  { what: 'a name without its value', pattern: /^[A-Za-z][A-Za-z _-]{1,40}=$/, usual: 5 },
  { what: 'a name without its value', pattern: /^[a-z]{1,8}[_-][a-z]{1,12}=$/ },
  { what: 'the name of an action', pattern: /^@{0,2}[\w-]+(?:[/:.][A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)+$/, usual: 5 },
  { what: 'a list of rules', pattern: /^[a-z_]+(?::[\w,.-]+)?(?:\|(?:[a-z_]+:)?[\w ,./-]+)+$/, usual: 5.5 },
  { what: 'the name of a class', pattern: /^\\?[A-Z]\w*(?:\\\w+)+$/ },
  {
    what: 'the name of a class',
    pattern:
      /^(?:[A-Z][a-z]{1,20}){1,8}(?:Adapter|Builder|Component|Controller|Exception|Factory|Handler|Helper|Interface|Listener|Manager|Provider|Repository|Service|Strategy|Validator)$/,
  },
  {
    what: 'a selector',
    pattern: /^[#.][A-Za-z][A-Za-z_-]*$|^[.#]?[\w-]*:(?:hover|active|focus|disabled|before|after|checked|not)\b/,
    usual: 5,
  },
  { what: 'the name of a style', pattern: /^[A-Za-z][\w-]*(?:\.[\w-]+)*[.-]\$\d$/ },
  {
    what: 'an algorithm or an encoding',
    pattern:
      /^(?:pbkdf2|bcrypt|scrypt|argon2(?:id?|d)?|md5|ed25519|sha-?\d{1,3}|hmac[-_]?\w{0,8}|aes-?\d{3}(?:-\w{3})?|[rhep]s(?:256|384|512)|base-?64(?:url)?|utf-?(?:8|16)(?:le|be)?|utf8mb[34]|latin-?1|(?:us-)?ascii|prime256v1|secp\d{3}[kr]\d|x25519|ed448|iso-8859-\d+|cp\d{3,4}|(?:mysql_native|caching_sha2|sha256|cleartext|clear)_password)$/i,
  },
];

/** What the value is, in words; undefined where it may be a secret. */
export function otherThing(text: string): string | undefined {
  return otherThings.find(({ pattern, usual }) => pattern.test(text) && (usual === undefined || usualness(text) > usual))?.what;
}
