// The names that a program signs its JSON Web Tokens with: whatever literal such a name is given is the key, however it looks.
// Only what a call of a well-known library is handed by name counts, in the same text.

/** How much of a text the arguments of one call may take. */
const longestCall = 600;

/** How many calls of a text are looked at. */
const mostCalls = 200;

/** Names that stand second in `jwt.sign(…)`, `jwt.encode(…)` and what reads them, without what stands before their last dot. */
export function signingNames(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  let calls = 0;
  for (const match of text.matchAll(/\b(?:jwt|jsonwebtoken|JWT)\.(?:sign|verify|encode|decode)\(/g)) {
    if (++calls > mostCalls) break;
    const name = secondArgument(text, match.index + match[0].length);
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** The second argument, where it is a name and nothing else. Texts in quotes are stepped over. */
function secondArgument(text: string, from: number): string | undefined {
  let depth = 0;
  let start = -1;
  for (let at = from; at < Math.min(text.length, from + longestCall); at++) {
    const sign = text[at]!;
    if ('"\'`'.includes(sign)) {
      const close = text.indexOf(sign, at + 1);
      if (close < 0) return undefined;
      at = close;
    } else if ('([{'.includes(sign)) depth++;
    else if (depth > 0) depth -= ')]}'.includes(sign) ? 1 : 0;
    else if (sign === ',' && start < 0) start = at + 1;
    else if (sign === ',' || sign === ')')
      return start < 0 ? undefined : /^\s*(?:\w+\.)*([A-Za-z_]\w{0,60})\s*$/.exec(text.slice(start, at))?.[1];
  }
  return undefined;
}
