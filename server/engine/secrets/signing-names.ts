// The names that a program signs its JSON Web Tokens with: whatever literal such a name is given is the key, however it looks.
// Only what a call of a well-known library is handed by name counts, in the same text.

import type { Slot } from './slot.ts';

/** How much of a text the arguments of one call may take. */
const longestCall = 600;

/** How many calls of a text are looked at. */
const mostCalls = 200;

/** Without one of these a text calls none of the libraries. */
const mayCall = /jwt|jsonwebtoken|signWith|hmacShaKeyFor|setSigningKey|HMAC\d|SymmetricSecurityKey/i;

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

/** How a program holds its key: under a name of its own, or in something (`config.secret`). By name, without what stands before its last dot. */
export type SigningNames = ReadonlyMap<string, 'variable' | 'property'>;

/** Names that are handed over as the key. */
export function signingNames(text: string): SigningNames {
  const names = new Map<string, 'variable' | 'property'>();
  if (!mayCall.test(text)) return names;
  let seen = 0;
  const take = (from: number, place: number): void => {
    const given = argument(text.slice(from + 1, from + longestCall), place);
    if (given !== undefined) note(given);
  };
  const note = (expression: string): void => {
    const found = nameIn(expression);
    if (!found || found.name.length < 3 || (found.isProperty && saysLittle.test(found.name))) return;
    if (names.get(found.name) !== 'property') names.set(found.name, found.isProperty ? 'property' : 'variable');
  };
  for (const match of text.matchAll(callee)) {
    if (++seen > mostCalls) break;
    const from = match.index + match[0].length;
    const isSecond =
      match.groups!.second !== undefined || /^\(\s{0,40}(?:SignatureAlgorithm|Jwts\.SIG)\b/.test(text.slice(from, from + 80));
    take(from, isSecond ? 1 : 0);
  }
  if (/SignJWT|dart_jsonwebtoken/.test(text))
    for (const match of text.matchAll(chained)) {
      if (++seen > mostCalls) break;
      take(match.index + match[0].length, 0);
    }
  if (names.size === 0) return names;
  for (const match of text.matchAll(renamed)) {
    if (++seen > mostCalls) break;
    if (!names.has(match[1]!)) continue;
    const from = match.index + match[0].length;
    note(text.slice(from, from + 200).split(/[;\n]/, 1)[0]!);
  }
  return names;
}

/** What else programs call so: keys of maps, columns, caches. A property of such a name is any, and so is a name of one or two letters. */
const saysLittle = /^(?:key|keys|value|val|name|data|text|str|string|input|id|item|result)$/i;
const isIdentifier = /^_?[A-Za-z]+(?:[ _.:-][A-Za-z]+)*$/;
const saysKey = /secret|key|sign|jwt|token|pass/i;

/**
 * True for a slot that gives a program its key: one of the names, with whatever stands before its last dot. A key that is handed
 * over as a variable is no property of something else (`{ key: 'name' }`), and an identifier under a name for anything is none.
 */
export function givesKey(
  { name, value, entry, at }: Slot,
  { text, signing }: { readonly text: string; readonly signing: SigningNames },
): boolean {
  const kind = signing.size === 0 ? undefined : signing.get(name.replace(/^.*[.$]/, ''));
  if (kind === undefined || (saysLittle.test(name.replace(/^.*[.$]/, '')) && isIdentifier.test(value) && !saysKey.test(value)))
    return false;
  return (
    kind === 'property' ||
    (/=(?!>)/.test(text.slice(entry[0], Math.min(at[0], entry[0] + 400))) &&
      !/[(,]\s{0,40}$/.test(text.slice(Math.max(0, entry[0] - 44), entry[0])))
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
const behind = /\.(?:getBytes|toByteArray|encodeToByteArray|bytes|as_bytes|encode)(?:\([\w.,"' -]{0,60}\))?$/;

/** The name in an expression that is one, turned into bytes or not; undefined for anything else. */
function nameIn(expression: string): { readonly name: string; readonly isProperty: boolean } | undefined {
  let rest = expression.trim().replace(/^\[\]/, '');
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
