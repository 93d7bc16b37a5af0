// The assigned secret: what the name of a slot and the shape of its value say together. A provider's row whose name stands
// near comes before the generic judgement.
import { mayHaveScheme, schemeOf } from './auth-schemes.ts';
import { asciiOf, fromBase64 } from './base64.ts';
import { declaredMeaning } from './declared-places.ts';
import { defaultOf } from './defaults.ts';
import { isGuessedWord, isNameOfAccount, isTried } from './guessed.ts';
import { describes, isTelling, meaningOf, wordsOf, type Meaning } from './names.ts';
import { onlyBegins, recogniseBroken } from './broken.ts';
import { nearFormat } from './near-formats.ts';
import { recogniseText, type Recognised } from './recognise.ts';
import { seedPhraseCheck } from './seed-phrase.ts';
import type { DataSlot } from './slots-data.ts';
import { looksRandom, patterned } from './randomness.ts';
import { isPlaceholder } from './placeholders.ts';
import { isReference } from './references.ts';
import { isEncrypted, judge } from './values.ts';
import type { Span } from '../text/text.ts';
import { isDeployedAsWritten, isProven, isWordGiven, isWordOfConnection } from './proven.ts';
import { handedMeaning } from './signing-names.ts';
import { isService } from './services.ts';
import { isOfService, kept, type SlotContext } from './slot-context.ts';
import { unproven } from './written.ts';

/** What a slot holds; undefined where it holds nothing secret. */
export function recogniseSlot(slot: DataSlot, context: SlotContext): Recognised | undefined {
  if (slot.parts) {
    const joined = recogniseText(slot.value).find((one) => one.kind !== 'encrypted');
    if (joined) return { ...joined, at: slot.at, strength: joined.strength + 1 };
  }
  const fallback = defaultOf(slot);
  if (fallback) {
    const found = recogniseSlot(fallback, context);
    // What only this machine is to start with: the real one is expected from outside.
    if (found?.format === 'generic' && isNameOfAccount(found.value)) return undefined;
    return (
      found && {
        ...found,
        fallback: true,
        confidence: found.format === 'generic' && found.confidence === 'high' ? 'medium' : found.confidence,
      }
    );
  }
  // A tag of CloudFormation, Home Assistant, GitLab or Ansible makes a reference of the value, or says that it is encrypted.
  if (slot.interpolated || (slot.tag !== undefined && slot.tag !== '!' && !slot.tag.startsWith('!!'))) return undefined;
  if (slot.kubernetesSecret) return kubernetesSecret(slot, context);
  if (
    slot.value.length > 2048 ||
    !(
      isTelling(slot.name) ||
      (slot.path.length > slot.name.length && isInGroup(slot.path)) ||
      declaredMeaning(slot) ||
      handedMeaning(slot, context) !== undefined ||
      holdsPair.test(slot.name) ||
      mayHaveScheme(slot.value)
    )
  )
    return undefined;
  const trimmed = slot.value.trim();
  const quoted = isQuoted(trimmed) ? 1 : 0;
  const leading = slot.value.length - slot.value.trimStart().length + quoted;
  const header = schemeOf(slot.value.slice(leading));
  const skipped = leading + (header?.length ?? 0);
  const value = trimmed.slice(quoted + (header?.length ?? 0), trimmed.length - quoted);
  const at: Span = slot.exact ? [slot.at[0] + skipped, slot.at[0] + skipped + value.length] : slot.at;
  if (header && /^basic/i.test(header)) return basic(value, at);
  const handed = handedMeaning(slot, context);
  const meaning: Meaning | undefined = header
    ? /^(?:\{noop\}|pass:)$/i.test(header)
      ? 'password'
      : 'token'
    : (kept(
        context.meanings,
        `${slot.path}\0${slot.name}`,
        () => declaredMeaning(slot) ?? meaningOf(slot.name) ?? keyUnderParent(slot, context.text),
      ) ??
      handed ??
      (isKeyOfService(slot, context) ? 'key' : undefined));
  if (meaning === 'password' && isRegistryLogin(slot, context.uri) && value !== '' && !isReference(value))
    return generic(value, at, meaning, 'medium', slot.where);
  const near = nearFormat(slot, value, at, context, meaning);
  if (near) return near;
  const broken = mentionsSecret(slot.name) ? recogniseBroken(value, at) : undefined;
  if (broken) return broken;
  if (holdsPair.test(slot.name)) return pairOf(value, at, slot.where);
  if (/^(?:CURLOPT_(?:PROXY)?USERPWD|user_and_password)$/.test(slot.name)) return secondOfPair(value, at, slot);
  if (!meaning || (describes(slot.name) && !declaredMeaning(slot))) return undefined;
  // A buildspec names what the store holds.
  if (/^env\.(?:secrets-manager|parameter-store)\.[^.]+$/.test(slot.path)) return undefined;
  if (/encrypted(?!SavedObjects)|sealed/i.test(slot.path) && !/(?:un|de)?encrypted_?password$/i.test(slot.name)) return undefined;
  if (meaning === 'credential') {
    const decoded = /^[A-Za-z0-9+/]{8,}={0,2}$/.test(value) ? asciiOf(fromBase64(value)) : undefined;
    if (decoded && /^[^:\s]{1,100}:\S{3,200}$/.test(decoded)) return basic(value, at);
    // `auth = "admin:value"`; what comes from a route or a rule has no digit and no sign behind the colon, and is no word to try.
    if (
      /(?:^|[_.-])(?:basic_?)?auth$/i.test(slot.name) &&
      (/^[\w.@-]{2,60}:(?=[^\s:/]*[^A-Za-z\s:/])[^\s:/]{6,100}$/.test(value) ||
        isTried(/^[\w.@-]{2,60}:(\w{4,20})$/.exec(value)?.[1] ?? ''))
    )
      return judge(value.slice(value.indexOf(':') + 1), 'password', slot.name, slot.quoted).secret
        ? secondOfPair(value, at, slot)
        : undefined;
  }
  if (/^(?:mnemonic|phrase|seed)$/i.test(wordsOf(slot.name).at(-1) ?? '')) {
    const phrase = seedPhrase(value, at, slot);
    if (phrase) return phrase;
    // One word is an instruction of a processor: `<mnemonic>cmpxchg8b</mnemonic>`.
    if (/mnemonic$/i.test(slot.name) && /^\w{2,20}$/.test(value)) return undefined;
  }
  if ((onlyBegins(value) && patterned(value)) || isPublicPoint(value)) return undefined;
  // `P = "123456"`, which signs in: what it is handed over as says more than its name.
  const name = handed !== undefined && meaningOf(slot.name) === undefined ? meaning : slot.name;
  const verdict = judge(value, meaning, name, slot.quoted);
  if (
    !verdict.secret &&
    !isDeployedAsWritten(slot, value, meaning) &&
    !isProven(slot, value, context) &&
    !(meaning === 'password' && (isWordGiven(slot, value, context) || isWordOfConnection(slot, value, context)))
  )
    return undefined;
  const found = generic(value, at, meaning, verdict.secret ? verdict.confidence : 'low', slot.where);
  // Of a text that is itself a document, the value in it is the finding, where it has one.
  return value.startsWith('{') ? { ...found, strength: 1.5 } : found;
}

/** A name with a word of secrets in it, wherever: `AWS_ACCESS_KEY_ID`, `key`. Enough only for a value that says itself what it is. */
function mentionsSecret(name: string): boolean {
  return wordsOf(name).some((word) => word === 'key' || meaningOf(word) !== undefined);
}

/** A point of P-256, as browsers are given it to push to (`vapidKey`): the public half of a pair, in 65 bytes after a 4. */
function isPublicPoint(value: string): boolean {
  const bytes = /^B[\w+/-]{86}=?$/.test(value) ? fromBase64(value) : undefined;
  return bytes?.length === 65 && bytes[0] === 4;
}

/** A value that is a literal itself: `'"x"'` of a build script that writes code. */
const isQuoted = (value: string): boolean => value.length > 2 && /^["']/.test(value) && value.endsWith(value[0]!);

/** Bundler's own way to name the host of a gem server in a variable, and Yarn's for a registry: the value is `user:password`. */
const holdsPair = /^npmAuthIdent$|^BUNDLE_(?:[A-Z0-9]+_{1,3}){1,8}(?:COM|ORG|NET|IO|DEV|CO|APP|INTERNAL)$/;

function pairOf(value: string, at: Span, where: Recognised['where']): Recognised | undefined {
  const pair = /^[\w.@-]{2,80}:([\w.~!*+-]{6,200})$/.exec(value);
  if (!pair || isReference(value) || isPlaceholder(value) || isPlaceholder(pair[1]!) || isReference(pair[1]!)) return undefined;
  return { ...generic(value, at, 'credential', 'medium', where), title: 'user and password of a registry' };
}

/** The password of `user:password`, at its own place where the literal has no escapes. */
function secondOfPair(value: string, at: Span, slot: DataSlot): Recognised | undefined {
  const password = /^[\w.@-]{2,80}:([^\s:/{}<>$]{4,200})$/.exec(value)?.[1];
  if (password === undefined || isReference(value) || isPlaceholder(value) || isPlaceholder(password)) return undefined;
  return {
    ...generic(password, slot.exact ? [at[1] - password.length, at[1]] : at, 'credential', 'medium', slot.where),
    title: 'password',
  };
}

/** `Jwt: { Key: … }` and `encryption.key`: what stands above says which key it is. */
function keyUnderParent(slot: DataSlot, text: string): Meaning | undefined {
  const isKey = /^key$/i.test(slot.name);
  const parent = (isKey ? bracketAround(text, slot.entry[0]) : undefined) ?? slot.path.split('.').at(-2) ?? '';
  // `TOKENS = { prod: … }`: what a group of secrets holds, whatever it is called by itself.
  if (groups.test(parent) && !describes(slot.name) && meaningOf(parent) !== undefined)
    return /(?:^|\.)acl\.tokens\.[^.]+$/.test(slot.path) ? 'token' : 'credential';
  // `Key: Project` of a tag is the name of the entry and not what it holds.
  if (!isKey || slot.value === parent) return undefined;
  const owner = parent.replace(/(?:Settings|Options|Config(?:uration)?|Section)$/, '');
  return /^\[/.test(parent) || meaningOf(`${owner}_key`) !== 'key' ? undefined : 'key';
}

/** How far before an entry the bracket that it stands in is looked for. */
const bracketReach = 300;

/** What the bracket around `at` is given to, where code and pages have no tree: `'crypt' => ['key' => …`, `"Jwt": {` above `"Key"`. */
function bracketAround(text: string, at: number): string | undefined {
  const from = Math.max(0, at - bracketReach);
  let closed = 0;
  for (let i = at - 1; i >= from; i--) {
    if (')]}'.includes(text[i]!)) closed++;
    else if ('([{'.includes(text[i]!) && closed-- === 0)
      return /(?<!\w)["']?(\w{2,40})["']?\s{0,8}(?:=>|[:=])\s{0,8}(?:array\s{0,4})?$/.exec(text.slice(Math.max(0, i - 80), i))?.[1];
  }
  return undefined;
}

/**
 * `key` alone where the line or the section says of which service it is, and the service alone in a group of keys
 * (`credentials: { shodan: … }`): with a value that somebody drew and that is no id (`price_…`).
 */
function isKeyOfService(slot: DataSlot, context: SlotContext): boolean {
  return (
    slot.value.length >= 16 &&
    !/^[a-z]{2,12}[_-]/.test(slot.value) &&
    looksRandom(slot.value) &&
    (/^key$/i.test(slot.name) ? isOfService(slot, context) : isInGroup(slot.path) && isService(slot.name) && !isAccount.test(slot.value))
  );
}

/** Ids that look drawn: UUIDs, and accounts of Twilio. */
const isAccount = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$|^AC[\da-f]{32}$/i;

const groups = /(?:tokens|keys|secrets|passwords)$/i;
/** Whether what stands above a name in its path says that it holds secrets: `tokens.prod`. */
function isInGroup(path: string): boolean {
  const dot = path.lastIndexOf('.');
  if (dot <= 0 || dot === path.length - 1 || path.endsWith(']')) return false;
  const parent = path.slice(path.lastIndexOf('.', dot - 1) + 1, dot);
  return groups.test(parent) || /^(?:credentials|creds|apis?)$/i.test(parent);
}

/** The login of a container registry in a workflow: any literal there is the password. */
function isRegistryLogin(slot: DataSlot, uri: string): boolean {
  return /(?:^|\/)\.github\/workflows\//.test(uri) && /\.credentials\.password$/.test(slot.path);
}

/** The words of a wallet: all of the list, with the checksum in the last one; no phrase that repeats a word as every tutorial does. */
function seedPhrase(value: string, at: Span, slot: DataSlot): Recognised | undefined {
  const check = seedPhraseCheck(value);
  const words = value.trim().split(/\s+/);
  if (check === undefined || new Set(words).size < words.length - 2) return undefined;
  const found = generic(value, at, 'secret', check === 'valid' ? 'high' : 'low', slot.where);
  return {
    ...found,
    format: 'seed-phrase',
    title: `seed phrase of a wallet, ${words.length} words`,
    check,
    decoded: [],
    bits: check === 'valid' ? 128 : 0,
    risk: 'key-material',
    strength: 6,
  };
}

const titles: Readonly<Record<Meaning, string>> = {
  password: 'password',
  secret: 'secret',
  token: 'token',
  key: 'key',
  'weak-key': 'key',
  credential: 'credential',
};

function generic(value: string, at: Span, meaning: Meaning, confidence: Recognised['confidence'], where: Recognised['where']): Recognised {
  return { ...unproven(titles[meaning], value, at, confidence, 'write', where), strength: 2 };
}

function basic(value: string, at: Span): Recognised | undefined {
  if (isReference(value) || isPlaceholder(value)) return undefined;
  const decoded = asciiOf(fromBase64(value));
  const colon = decoded?.indexOf(':') ?? -1;
  if (decoded === undefined || colon < 0) return undefined;
  const password = decoded.slice(colon + 1);
  if (password.length < 3 || isReference(password) || isPlaceholder(password)) return undefined;
  return {
    ...generic(
      value,
      at,
      'credential',
      password === decoded.slice(0, colon) || isGuessedWord(password) || /^(?:test|admin)$/i.test(password) || patterned(password)
        ? 'low'
        : 'high',
      'header',
    ),
    title: 'user and password in base64',
    strength: 3,
  };
}

/** An entry of a Kubernetes Secret: secret by declaration, in base64 under `data`. */
function kubernetesSecret(slot: DataSlot, context: SlotContext): Recognised | undefined {
  if (isReference(slot.value) || slot.value.length < 4) return undefined;
  const bytes = slot.kubernetesSecret === 'data' ? fromBase64(slot.value.replace(/\s/g, '')) : undefined;
  const plain = slot.kubernetesSecret === 'data' ? asciiOf(bytes) : slot.value;
  if (plain === undefined) return undefined;
  const known = recogniseText(plain).find((one) => one.kind === 'secret' && !one.placeholder);
  if (known) return { ...known, at: slot.at, strength: known.strength, prefix: '' };
  const text = plain.trim();
  const near = nearFormat(slot, text, slot.at, context, meaningOf(slot.name));
  if (near) return { ...near, strength: 3 };
  if (/^\.docker(?:cfg|configjson)$/.test(slot.name) && /"(?:auth|password)"\s*:\s*"[^"]{4,}"/.test(text))
    return {
      ...generic(slot.value, slot.at, 'credential', 'medium', slot.where),
      title: 'registry login of a Kubernetes Secret, in base64',
      strength: 3,
    };
  if (text.length < 3 || isReference(text) || isEncrypted(text) || isPlaceholder(text)) return undefined;
  if (/user|name|host|port|database|email|url|region|\.(?:crt|pem|cert|conf|ya?ml|json|xml)$/i.test(slot.name) && !meaningOf(slot.name))
    return undefined;
  const meaning = meaningOf(slot.name);
  const verdict = judge(text, meaning ?? 'secret', slot.name, true);
  if (!verdict.secret && !(meaning && text.length >= 4 && !/\s/.test(text) && slot.kubernetesSecret === 'data')) return undefined;
  return {
    ...generic(slot.value, slot.at, meaning ?? 'secret', verdict.secret ? verdict.confidence : 'low', slot.where),
    title: `${titles[meaning ?? 'secret']} of a Kubernetes Secret${slot.kubernetesSecret === 'data' ? ', in base64' : ''}`,
    strength: 3,
  };
}
