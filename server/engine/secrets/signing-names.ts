// The names that a program signs its JSON Web Tokens with: whatever literal such a name is given is the key, however it looks.
// Only what a call of a well-known library is handed by name counts, in the same text.

/** How much of a text the arguments of one call may take. */
const longestCall = 600;

/** How many calls of a text are looked at. */
const mostCalls = 200;

/** Without one of these a text calls none of the libraries. */
const mayCall = /jwt|jsonwebtoken|signWith|hmacShaKeyFor|setSigningKey|HMAC\d|SymmetricSecurityKey/i;

/**
 * The calls, each with the place of its key from 0: `jwt.sign(claims, KEY)` of Node, Python, Go, Ruby and PHP, `Algorithm.HMAC256(KEY)`,
 * `Jwts.parser().setSigningKey(KEY)` and `Keys.hmacShaKeyFor(KEY)` of Java, `new SymmetricSecurityKey(KEY)` of .NET, `SignedString(KEY)`
 * of Go, `jwtVerify(token, KEY)` of jose, `SecretKey(KEY)` of Dart.
 */
const calls: readonly (readonly [callee: RegExp, place: number])[] = [
  [/(?<!\w)(?:jwt|jsonwebtoken|JWT)(?:\.|::|->)(?:sign|verify|encode|decode)$|(?<!\w)jwtVerify$/, 1],
  [/(?<!\w)(?:HMAC(?:256|384|512)|hmacShaKeyFor|setSigningKey|verifyWith|SymmetricSecurityKey|SignedString)$/, 0],
];
const callee =
  /(?<![\w.:>-])(?:(?:jwt|jsonwebtoken|JWT)(?:\.|::|->)(?:sign|verify|encode|decode)|jwtVerify)(?=\()|(?<!\w)(?:HMAC(?:256|384|512)|hmacShaKeyFor|setSigningKey|signWith|verifyWith|SymmetricSecurityKey|SignedString)(?=\()/g;

/** jose's chain ends with the key, and so does that of Dart's library. */
const chained = /\.sign(?=\()/g;

/** `k = new TextEncoder().encode(NAME)`, `byte[] bytes = Decoders.BASE64.decode(NAME)`: one name for another. */
const renamed =
  /(?<![\w.])([A-Za-z_]\w{0,60})\s{0,8}:?=\s{0,8}(?=(?:new\s{1,4})?[\w.[\]]{0,60}(?:\(\)\.)?(?:encode|decode|getBytes|GetBytes|byte|from|FromBase64String)\()/g;

/** Names that are handed over as the key, without what stands before their last dot. */
export function signingNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!mayCall.test(text)) return names;
  let seen = 0;
  const take = (from: number, place: number): void => {
    const given = argument(text.slice(from + 1, from + longestCall), place);
    const name = given === undefined ? undefined : nameIn(given);
    if (name !== undefined) names.add(name);
  };
  for (const match of text.matchAll(callee)) {
    if (++seen > mostCalls) break;
    const from = match.index + match[0].length;
    const place =
      calls.find(([one]) => one.test(match[0]))?.[1] ??
      (/^\(\s{0,40}(?:SignatureAlgorithm|Jwts\.SIG)\b/.test(text.slice(from, from + 80)) ? 1 : 0);
    take(from, place);
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
    const name = nameIn(text.slice(from, from + 200).split(/[;\n]/, 1)[0]!);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** True for a name, with whatever stands before its last dot, that is one of the keys. */
export const isSigningName = (name: string, signing: ReadonlySet<string>): boolean =>
  signing.size > 0 && signing.has(name.replace(/^.*[.$]/, ''));

/** How many places of names are looked at. */
const mostPlaces = 1000;

/** Where a text may give a value to one of the names: just behind their beginnings, sorted. The names say nothing by themselves. */
export function placesOfNames(text: string, names: ReadonlySet<string>): number[] {
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
function nameIn(expression: string): string | undefined {
  let rest = expression.trim().replace(/^\[\]/, '');
  for (let steps = 0; steps < 3 && around.test(rest); steps++) {
    rest = rest.replace(around, '').trim();
    // The bracket that was opened, and what stands behind the name in it: an encoding.
    rest = (rest.endsWith(')') ? rest.slice(0, -1) : rest).replace(/,\s{0,8}["'\w.-]{1,30}$/, '').trim();
  }
  rest = rest.replace(behind, '');
  return /^\$?(?:\w{1,60}(?:\.|::|->)\$?){0,6}([A-Za-z_]\w{0,60})$/.exec(rest)?.[1];
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
