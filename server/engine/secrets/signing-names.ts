// The names that a program signs its JSON Web Tokens with: whatever literal such a name is given is the key, however it looks.
// Only what a call of a well-known library is handed by name counts, in the same text.

/** How much of a text the arguments of one call may take. */
const longestCall = 600;

/** How many calls of a text are looked at. */
const mostCalls = 200;

/** Names that stand second in `jwt.sign(…)`, `jwt.encode(…)` and what reads them, without what stands before their last dot. */
export function signingNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  if (!text.includes('jwt.') && !text.includes('JWT.') && !text.includes('jsonwebtoken.')) return names;
  let calls = 0;
  for (const match of text.matchAll(/\b(?:jwt|jsonwebtoken|JWT)\.(?:sign|verify|encode|decode)\(/g)) {
    if (++calls > mostCalls) break;
    const name = secondArgument(text.slice(match.index + match[0].length, match.index + longestCall));
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** The second argument of the call whose arguments begin `text`, where it is a name and nothing else. Texts in quotes are stepped over. */
function secondArgument(text: string): string | undefined {
  let depth = 0;
  let start = -1;
  for (let at = 0; at < text.length; at++) {
    const sign = text[at]!;
    if ('"\'`'.includes(sign)) {
      at = text.indexOf(sign, at + 1);
      if (at < 0) return undefined;
    } else if ('([{'.includes(sign)) depth++;
    else if (depth > 0) depth -= ')]}'.includes(sign) ? 1 : 0;
    else if (sign === ',' && start < 0) start = at + 1;
    else if (sign === ',' || sign === ')')
      return start < 0 ? undefined : /^\s{0,80}(?:\w{1,60}\.){0,6}([A-Za-z_]\w{0,60})\s{0,80}$/.exec(text.slice(start, at))?.[1];
  }
  return undefined;
}
