// Where the place proves the value: what a call takes as a credential and nothing else, what a program signs with, what a
// manifest or a template hands over as it is written. A word that anybody could guess is the key there. What a value looks
// like by itself is judged in values.ts.
import { pathClassOf } from '../path-class.ts';
import { isGuessedWord } from './guessed.ts';
import type { Meaning } from './names.ts';
import { otherThing } from './other-things.ts';
import { isFilled } from './randomness.ts';
import { handedMeaning } from './signing-names.ts';
import type { SlotContext } from './slot-context.ts';
import type { DataSlot } from './slots-data.ts';
import { isProse } from './prose.ts';
import { isPlaceholder, saysReplace } from './placeholders.ts';
import { isReference } from './references.ts';
import { isWordOfItsOwn, isWordOfPrograms } from './values.ts';

/** What frameworks sign sessions and tokens with. */
const signsForPrograms =
  /(?:^|\.)(?:(?:session|expressSession|expressjwt|expressJwt|cookieSession|register|require|NextAuth|Cookie)\.secret|(?:cookieSession|koa|app)\.keys|secretOrKey|session_?[sS]ecret|(?:JWT)?Config\.SigningKey|(?:JWT_)?SECRET_KEY|secret_key_base|app\.secret_key|(?:AUTH|SECURE_AUTH|LOGGED_IN|NONCE)_(?:KEY|SALT))$/;

/**
 * Whoever has the secret of Hasura may read and change all that is behind it, whoever has the key of LiteLLM's proxy makes keys
 * with it; `sk-1234` is what its pages show, and what many run with.
 */
const opensServer = /(?:^|\.)(?:general_settings\.master_key|LITELLM_MASTER_KEY|HASURA_GRAPHQL_(?:ADMIN|ACCESS)_(?:SECRET|KEY))$/;

/** Whoever has the cookie of an Erlang node runs code on it. */
const joinsNodes = /erlang[_-]?cookie$/i;

/** What names the key of JSON Web Tokens: `JWT_SECRET`, `jwt.secret`, `app.jwtSecret`, `jwt.token.secret-key`. */
const signsTokens =
  /(?:^|[._-])(?:access|refresh)_?token_?secret$|(?:^|[._-])(?:jwt|jws)[._-]?(?:(?:access|refresh|auth|token|app|constants?|config|options|settings)[._-]?)?secret(?:[._-]?key)?$/i;

/** What a sample file says of the key that is to be put there. */
const asksForOne = /(?:^|[^a-z])(?:changer?|generated?|any|here|put|set|use|random|env)(?:$|[^a-z])/i;
const standsForNone = /^(?:wrong|invalid|bad|other|test)(?:[-_ ]|$)|^(?:(?:password|passwd|pass|token|key|value)[-_ ]?){1,3}$/i;
const namesItself = /^(?:(?:wrong|invalid|bad|other|password|passwd|pass|secret|token|key|value)[-_ ]?){1,3}$/i;
const sameLetters = (value: string, name: string): boolean =>
  value.toLowerCase().replace(/[^a-z0-9]/g, '') === name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** `DriverManager.getConnection(url, "root", "password")`: a program that runs is given what is written, be it the word for it. */
const isWordOfCall = ({ proven, where }: DataSlot, value: string, uri: string): boolean =>
  proven === true && where !== 'comment' && isOfProgram.test(uri) && pathClassOf(uri) === undefined && isWord.test(value);

/** The word for what would stand there. */
const isWord = /^(?:password|passwd|pass|secret)$/;
const isOfProgram = /\.(?:[cm]?[jt]sx?|py|rb|php|go|java|kt|kts|scala|groovy|cs|fs|vb|swift|dart|rs|ex|exs|pl|pm|lua)$/;

/** A call or a setting that takes a credential at this place and nothing else; placeholders, algorithms and encodings are left out. */
export function isProven(slot: DataSlot, value: string, context: SlotContext): boolean {
  const { uri } = context;
  const signs = signsTokens.test(slot.path) || handedMeaning(slot, context) !== undefined;
  if (
    !slot.quoted ||
    !(slot.proven || signs || signsForPrograms.test(slot.path) || opensServer.test(slot.path) || joinsNodes.test(slot.name))
  )
    return false;
  const isPage = /\.(?:mdx?|markdown|rst|adoc|txt)$|(?:^|\/)(?:PKG-INFO|METADATA)$/i.test(uri);
  // Where the value is looked up: `jwt.secret`, or the name over again.
  if (signs && (/^[a-z]+(?:[.:][a-z_-]+)+$/i.test(value) || asksForOne.test(value) || sameLetters(value, slot.name))) return false;
  // A list of words and what they mean: `jwtsecret: 'secret'`.
  if (signs && /^[a-z]+$/.test(slot.name) && slot.name.endsWith(value)) return false;
  return (
    /^[\w !#$%&()*+,./:;=?@[\]^|~-]{4,100}$/.test(value) &&
    // A letter over and over signs as well as any other key; `xxxx` stands for one, and in a page that explains so does `secret`.
    // `my_secret_key` signs as it stands; `MyPassword` shows where one goes.
    !saysReplace(isPage || slot.name === 'password' ? value : value.replace(/^(?:this[-_ ]is[-_ ])?(?:my|the)?[-_ ]?/i, '')) &&
    !(isPlaceholder(value) && (isFilled(value) || isPage)) &&
    !isReference(value) &&
    // Why somebody was turned away, in place of a password.
    !(slot.name === 'password' && / \S+ /.test(value) && isProse(value)) &&
    otherThing(value) === undefined &&
    !/\.(?:pem|key|pub|crt|cer|der|p8|json)$/.test(value) &&
    !/^(?:root|test|user|guest|[A-Z]{2}\d{3}|sha-?\d*|md5|hex|base64|utf-?8|ascii|latin1|binary|aws4_request)$/i.test(value) &&
    (isWordOfCall(slot, value, uri) || !((signs || signsForPrograms.test(slot.path)) && !isPage ? standsForNone : namesItself).test(value))
  );
}

/** The name alone, or at the end of a path. */
const isPassword = /(?:^|\.)(?:password|passwd|pwd)$/i;
/** What pages and requests are made of: short elements, types of fields and attributes of the HTML standard, methods of HTTP. */
const ofPages = new Set(
  (
    'abbr area aside audio base body code data embed form head html input label link main map mark menu meta meter slot span style table tbody tfoot thead time title track video ' +
    'color date email file hidden image month phone radio range reset tel text week ' +
    'class content lang role src trace patch post'
  ).split(' '),
);

/** Whether what stands at `at` is no argument, or one beside who signs in or where: `icon(password="lock")` draws one. */
const mayBeLogin = (text: string, at: number): boolean => {
  const before = /\(([^()]{0,200})$/.exec(text.slice(Math.max(0, at - 200), at))?.[1];
  return before === undefined || /(?<![A-Za-z])(?:u|usr|user|uid|login|host|server|db|database|dsn|email|account|self)/i.test(before);
};

/**
 * `password = "tiger"`, `login(password="blue")`: in a program what is given to a password with a sign of assignment is one, and be
 * it a short word, the one that stands for any, or the name of an account in capitals. A word that this program calls something
 * else by, or any program does, is none.
 */
export function isWordGiven({ name, quoted, where, at, token, entry }: DataSlot, value: string, { text, ownNames }: SlotContext): boolean {
  return (
    quoted &&
    where !== 'comment' &&
    token[0] !== at[0] &&
    isPassword.test(name) &&
    ((/^[a-z]{4,5}$/.test(value) &&
      !isWordOfPrograms(value) &&
      !ofPages.has(value) &&
      !isPlaceholder(value) &&
      !ownNames().has(value) &&
      mayBeLogin(text, entry[0])) ||
      /^(?:secret|Admin|Root|Administrator)$/.test(value)) &&
    /=(?![>=])\s{0,4}(?:["'][^"'\n]{0,60}["'],\s{0,4}){0,2}$/.test(text.slice(Math.max(entry[0], token[0] - 80), token[0]))
  );
}

/** Where to connect, as a setting beside another: `host: 'db'`, `"server" => $server`, `Addr: addr`. */
const saysWhere =
  /(?:^|[\s,({])["']?(?:host(?:name)?|server|addr(?:ess)?|port|database|dbname|db|dialect|driver)["']?\s?(?:=>|[:=])\s?(?!["'](?:host|server|port|database)["'])[^\s,]/i;

/** How far around a password the setting that says where to connect stands. */
const beside = 240;

/** `connect({ host: 'db', user: 'root', password: 'password' })`: the word for it among the settings of a connection, in a program. */
export function isWordOfConnection(
  { name, quoted, where, at, token, entry }: DataSlot,
  value: string,
  { uri, text }: SlotContext,
): boolean {
  if (!quoted || where === 'comment' || token[0] === at[0] || !isPassword.test(name) || !isWord.test(value)) return false;
  if (!isOfProgram.test(uri) || pathClassOf(uri) !== undefined) return false;
  const ahead = text.slice(Math.max(0, entry[0] - beside), entry[0]);
  const behind = text.slice(token[1], token[1] + beside);
  return saysWhere.test(/(?<![^([{;])[^([{;]*$/.exec(ahead)![0]) || saysWhere.test(/^[^)\]};]*/.exec(behind)![0]);
}

/** A word or a few with signs between, as people type who need a password now: `shop_pw`, `wordpress`. */
const isNameLike = /^[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+){0,4}$/;
/** What a switch is set to, or where the value is kept. */
const saysHow =
  /^(?:required?|optional|enabled?|disabled?|none|null|true|false|yes|no|on|off|prompt|file|env|secret|auto|basic|plain|never|always|vault|default)$|^(?:from|see|set|managed|stored|kept|via|use|generated?)(?:[-_]|$)|[-_](?:secret|credentials|ref|key|file)$/i;

/** What Ansible signs in to its machines with, in inventories and in what writes one. */
const ofInventory = /^ansible_(?:ssh_|become_|sudo_|su_|winrm_)?pass(?:word)?$/;

/** What a manifest gives to a container, an inventory to Ansible, a template to a resource, or a hidden parameter falls back to, is what that gets: a word that anybody could guess is the password there. */
export function isDeployedAsWritten(slot: DataSlot, value: string, meaning: Meaning): boolean {
  if (slot.hidden) return isWordOfItsOwn(value, slot.name);
  if (ofInventory.test(slot.name))
    return /^[\w.!@#%+-]{4,60}$/.test(value) && !standsForNone.test(value) && !isPlaceholder(value) && !isReference(value);
  if (slot.workload)
    return (
      (meaning === 'password' && isGuessedWord(value) && !isPlaceholder(value) && !isReference(value)) ||
      ((meaning === 'password' || meaning === 'secret') && isWordOfItsOwn(value, slot.name)) ||
      (meaning === 'password' && isNameLike.test(value) && !saysHow.test(value) && !isPlaceholder(value) && !isReference(value))
    );
  if (!/^resource\.|^Resources\..{1,100}\.Properties\./.test(slot.path) || !slot.quoted) return false;
  if (meaning === 'key' || meaning === 'token') return isWordOfItsOwn(value, slot.name);
  return meaning === 'password' && /^[A-Za-z][\w.-]{3,60}$/.test(value) && !isPlaceholder(value) && !isReference(value);
}
