// The names by which a program hands over what it signs, encrypts and signs in with: whatever literal such a name is given is the
// key or the password, however it looks. Only what a call of a well-known library is handed by name counts, in the same text.

import type { Document } from '../document.ts';
import { mentioning } from '../mentions.ts';
import { placesOfCall } from './credential-calls.ts';
import type { Slot } from './slot.ts';

/** How much of a text the arguments of one call may take. */
const longestCall = 600;

/** How many calls of a text are looked at. */
const mostCalls = 200;

/** Without one of these a text calls none of the libraries. */
const mayCall = mentioning(
  ...['jwt', 'jsonwebtoken', 'signWith', 'hmacShaKeyFor', 'setSigningKey', 'HMAC256', 'HMAC384', 'HMAC512', 'SymmetricSecurityKey'],
);

/**
 * The calls. The key is the second argument in `jwt.sign(claims, KEY)` of Node, Python, Go, Ruby and PHP and in jose's
 * `jwtVerify(token, KEY)`; the first in `Algorithm.HMAC256(KEY)`, `Jwts.parser().setSigningKey(KEY)` and `Keys.hmacShaKeyFor(KEY)` of
 * Java, `new SymmetricSecurityKey(KEY)` of .NET and `SignedString(KEY)` of Go. `signWith` of Java takes it before or behind the algorithm.
 */
const callee =
  /(?<![\w.:>-])(?<second>(?:jwt|jsonwebtoken|JWT)(?:\.|::|->)(?:sign|verify|encode|decode)|jwtVerify)(?=\()|(?<!\w)(?:HMAC(?:256|384|512)|hmacShaKeyFor|setSigningKey|signWith|verifyWith|SymmetricSecurityKey|SignedString)(?=\()/g;

/** jose's chain ends with the key, and so does that of Dart's library. */
const chained = /\.sign(?=\()/g;

/** `k = new TextEncoder().encode(NAME)`, `byte[] bytes = Decoders.BASE64.decode(NAME)`: one name for another. */
const renamed =
  /(?<![\w.])([A-Za-z_]\w{0,60})\s{0,8}:?=\s{0,8}(?=(?:new\s{1,4})?[\w.[\]]{0,60}(?:\(\)\.)?(?:encode|decode|getBytes|GetBytes|byte|from|FromBase64String)\()/g;

/** The last word of what is called. */
const lastWord = /(?<![\w$])[A-Za-z_]\w{1,60}$/;
/** What stands before that word: the rest of what is called. Behind a word that declares, it is a function of the program's own. */
const chain = /(?:[\w$]{1,60}(?:\.|::|->)){1,3}$/;
const declares = /\b(?:def|function|func|fun|fn|sub)\s{1,4}$/;

/** What is no call: `aes.Key = raw`, `ConvertTo-SecureString $plain`. */
const others: readonly {
  readonly mentioned: (document: Document) => boolean;
  readonly pattern: RegExp;
  /** What has to stand just before it. */
  readonly ahead?: RegExp;
  readonly meaning: HandedMeaning;
}[] = [
  {
    mentioned: mentioning('.Key=', '.Key ', '.Key\t'),
    pattern: /\.Key\s{0,4}=\s{0,4}(?=[A-Za-z_])/gi,
    ahead: /(?:aes|des|rijndael|cipher|crypto|symmetric|provider)\w{0,30}$/i,
    meaning: 'key',
  },
  {
    mentioned: mentioning('ConvertTo-SecureString'),
    pattern: /\bConvertTo-SecureString\s{1,4}(?:-String\s{1,4})?(?=\$\w)/gi,
    meaning: 'password',
  },
];

type HandedMeaning = 'key' | 'password';

interface HandedName {
  /** Under a name of its own, or in something: `config.secret`. */
  readonly kind: 'variable' | 'property';
  readonly meaning: HandedMeaning;
  /** A library of tokens is given it: it is a key wherever it gets its value. */
  readonly signs: boolean;
  /** Where it is handed over, in the order of the text. */
  readonly uses: number[];
}

/** How a program holds its keys and passwords, by name, without what stands before its last dot. */
export type SigningNames = ReadonlyMap<string, HandedName>;

/**
 * Names that are handed over as a key or a password. `calls` are the offsets behind the brackets of calls that may take one, in
 * the order of the text; of each kind of call the first 200 are looked at.
 */
export function signingNames(document: Document, calls: readonly number[]): SigningNames {
  const { text } = document;
  const names = new Map<string, HandedName>();
  let seen = 0;
  const take = (from: number, place: number, meaning: HandedMeaning = 'key', signs = true): void => {
    const given = argument(text.slice(from + 1, from + longestCall), place);
    if (given !== undefined) note(given, from, meaning, signs);
  };
  const note = (expression: string, at: number, meaning: HandedMeaning, signs: boolean): void => {
    const found = nameIn(expression);
    if (!found || (found.name.length < 3 && (signs || found.isProperty)) || (found.isProperty && saysLittle.test(found.name))) return;
    const before = names.get(found.name);
    const kind = found.isProperty ? 'property' : (before?.kind ?? 'variable');
    names.set(found.name, {
      kind,
      meaning: before?.meaning ?? meaning,
      signs: signs || before?.signs === true,
      uses: [...(before?.uses ?? []), at].slice(-mostUses),
    });
  };
  for (const behind of calls) {
    if (seen > mostCalls) break;
    const from = behind - 1;
    const last = lastWord.exec(text.slice(Math.max(0, from - 64), from))?.[0];
    if (last === undefined) continue;
    const start = from - last.length;
    const places = placesOfCall(last, () => `${chain.exec(text.slice(Math.max(0, start - 100), start))?.[0] ?? ''}${last}`);
    if (places.length === 0 || declares.test(text.slice(Math.max(0, start - 16), start))) continue;
    seen++;
    for (const { at, name } of places) take(from, at, name === 'password' ? 'password' : 'key', false);
  }
  for (const { mentioned, pattern, ahead, meaning } of others) {
    if (!mentioned(document)) continue;
    for (const match of text.matchAll(pattern)) {
      if (ahead?.test(text.slice(Math.max(0, match.index - 60), match.index)) === false) continue;
      if (++seen > 2 * mostCalls) break;
      const from = match.index + match[0].length;
      note(/^\$?[\w.]{1,80}/.exec(text.slice(from, from + 80))?.[0] ?? '', from, meaning, false);
    }
  }
  seen = 0;
  if (mayCall(document)) noteSigning();
  if (names.size === 0) return names;
  for (const match of text.matchAll(renamed)) {
    if (++seen > mostCalls) break;
    if (!names.has(match[1]!)) continue;
    const from = match.index + match[0].length;
    note(text.slice(from, from + 200).split(/[;\n]/, 1)[0]!, from, names.get(match[1]!)!.meaning, names.get(match[1]!)!.signs);
  }
  return names;

  function noteSigning(): void {
    for (const match of text.matchAll(callee)) {
      if (++seen > mostCalls) break;
      const from = match.index + match[0].length;
      const isSecond =
        match.groups!.second !== undefined || /^\(\s{0,40}(?:SignatureAlgorithm|Jwts\.SIG)\b/.test(text.slice(from, from + 80));
      take(from, isSecond ? 1 : 0);
    }
    if (!/SignJWT|dart_jsonwebtoken/.test(text)) return;
    for (const match of text.matchAll(chained)) {
      if (++seen > mostCalls) break;
      take(match.index + match[0].length, 0);
    }
  }
}

/** How many places of one name are kept. */
const mostUses = 20;

/** What else programs call so: keys of maps, columns, caches. A property of such a name is any, and so is a name of one or two letters. */
const saysLittle =
  /^(?:key|keys|value|val|name|data|text|str|string|input|id|item|result|raw|bytes|buf|buffer|arg|args|param|temp|tmp|\w{1,2})$/i;
/** A name that says little is handed over soon, and in the same function. */
const soon = 600;
const startsFunction =
  /\n[ \t]{0,40}(?:(?:export|async|public|private|protected|static|final|pub|override|default)\s{1,4}){0,4}(?:def|function|func|fun|fn|sub|class)\s|\n[ \t]{0,40}(?:public|private|protected|static)\s[^\n;=]{0,200}\(|\bfunction\b|=>/;
const isIdentifier = /^_?[A-Za-z]+(?:[ _.:-][A-Za-z]+)*$/;
const saysKey = /secret|key|sign|jwt|token|pass/i;

/**
 * What a slot gives to a program: a key or a password under one of the names, with whatever stands before its last dot. What is
 * handed over as a variable is no property of something else (`{ key: 'name' }`), and an identifier under a name for anything is none.
 */
export function handedMeaning(
  { name, value, entry, at }: Slot,
  { text, signing }: { readonly text: string; readonly signing: SigningNames },
): HandedMeaning | undefined {
  const last = signing.size === 0 ? '' : name.replace(/^.*[.$]/, '');
  const handed = signing.get(last);
  if (handed === undefined) return undefined;
  if (
    saysLittle.test(last) &&
    ((isIdentifier.test(value) && !saysKey.test(value) && !isOfCipher(value, handed)) ||
      !(isConstant(text, entry[0], last) || isHandedSoon(text, at[1], last, handed)))
  )
    return undefined;
  const isAssigned =
    /=(?!>)/.test(text.slice(entry[0], Math.min(at[0], entry[0] + 400))) &&
    !/[(,]\s{0,40}$/.test(text.slice(Math.max(0, entry[0] - 44), entry[0]));
  return handed.kind === 'property' || isAssigned ? handed.meaning : undefined;
}

/** As long as a cipher takes its key, to the letter, in a name that is handed to one. */
const isOfCipher = (value: string, { meaning, signs }: HandedName): boolean =>
  meaning === 'key' && !signs && /^(?:[A-Za-z]{16}|[A-Za-z]{24}|[A-Za-z]{32})$/.test(value) && /[a-z][A-Z]/.test(value);

/** `private static final String P`, `const P`: what is never given anything else, its name in capitals. */
const isConstant = (text: string, start: number, name: string): boolean =>
  /^[A-Z][A-Z0-9_]*$/.test(name) &&
  /\b(?:final|const|readonly)\s{1,4}(?:[\w<>[\]]{1,40}\s{1,4})?$/.test(text.slice(Math.max(0, start - 60), start));

/** A parameter with its type: from there on the name is the function's. */
const parameter = /[(,]\s{0,8}[A-Za-z][\w<>[\].?]{0,40}\s{1,4}(\w{1,60})\s{0,4}(?=[,)])/g;

function isHandedSoon(text: string, from: number, name: string, { signs, uses }: HandedName): boolean {
  return (
    signs ||
    uses.some((use) => {
      if (use <= from || use - from >= soon) return false;
      const between = text.slice(from, use);
      return !startsFunction.test(between) && ![...between.matchAll(parameter)].some((one) => one[1] === name);
    })
  );
}

/** How many places of names are looked at. */
const mostPlaces = 1000;

/** Where a text may give a value to one of the names: just behind their beginnings, sorted. The names say nothing by themselves. */
export function placesOfNames(text: string, names: SigningNames): number[] {
  const places: number[] = [];
  if (names.size === 0) return places;
  for (const match of text.matchAll(/(?<!\w)[A-Za-z_]\w{0,60}(?=\s{0,8}[:=])/g)) {
    if (names.has(match[0])) places.push(match.index + 1);
    if (places.length >= mostPlaces) break;
  }
  return places;
}

/** What a key is turned into bytes with, around its name and behind it. */
const around =
  /^(?:new\s{1,4})?(?:[\w.]{1,60}(?:\(\))?\.)?(?:encode|decode|GetBytes|getBytes|from|FromBase64String|base64_decode|byte|SecretKey)\(/;
const behind =
  /\.(?:getBytes|toByteArray|encodeToByteArray|toCharArray|bytes|as_bytes)(?:\([\w.,"' -]{0,60}\))?$|\.encode\((?:["'][\w-]{1,12}["'])?\)$/;

/** The name in an expression that is one, turned into bytes or not; undefined for anything else. */
function nameIn(expression: string): { readonly name: string; readonly isProperty: boolean } | undefined {
  // Behind the name first: `KEY.getBytes()` calls nothing with the key in it.
  let rest = expression.trim().replace(/^\[\]/, '').replace(behind, '');
  for (let steps = 0; steps < 3 && around.test(rest); steps++) {
    rest = rest.replace(around, '').trim();
    // The bracket that was opened, and what stands behind the name in it: an encoding.
    rest = (rest.endsWith(')') ? rest.slice(0, -1) : rest).replace(/,\s{0,8}["'\w.-]{1,30}$/, '').trim();
  }
  rest = rest.replace(behind, '');
  const match = /^\$?((?:\w{1,60}(?:\.|::|->)\$?){0,6})([A-Za-z_]\w{0,60})$/.exec(rest);
  return match ? { name: match[2]!, isProperty: match[1] !== '' } : undefined;
}

/** An argument of the call whose arguments begin `text`; undefined where there are not so many. Texts in quotes are stepped over. */
function argument(text: string, place: number): string | undefined {
  let depth = 0;
  let start = 0;
  let left = place;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if ('"\'`'.includes(sign)) {
      at = text.indexOf(sign, at + 1);
      if (at < 0) return undefined;
    } else if ('([{'.includes(sign)) depth++;
    else if (depth > 0) depth -= ')]}'.includes(sign) ? 1 : 0;
    else if (sign === ',' && left > 0) {
      left--;
      start = at + 1;
    } else if (sign === ',' || sign === ')') return left > 0 ? undefined : text.slice(start, at);
  }
  return undefined;
}
