// Patterns of AWS policies: `*` for any text, `?` for one character, in any case. Written by hand because regular
// expressions made from a stranger's pattern can be made to run for ever.

/** True when `text` matches `pattern`. Case is folded on both sides. At most (length of pattern × length of text) steps. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesFolded(pattern.toLowerCase(), text.toLowerCase());
}

/** The same for text and pattern that are lower case already. */
export function matchesFolded(pattern: string, text: string): boolean {
  let p = 0;
  let t = 0;
  let star = -1;
  let mark = 0;
  while (t < text.length) {
    const code = pattern.charCodeAt(p);
    if (code === 42) {
      star = p++;
      mark = t;
    } else if (p < pattern.length && (code === 63 || code === text.charCodeAt(t))) {
      p++;
      t++;
    } else if (star >= 0) {
      p = star + 1;
      t = ++mark;
    } else {
      return false;
    }
  }
  while (pattern.charCodeAt(p) === 42) p++;
  return p === pattern.length;
}

export function hasWildcard(pattern: string): boolean {
  return pattern.includes('*') || pattern.includes('?');
}
