// Substitutions of a shell that take a part out of a text as it is written: `$(echo "$BODY" | awk '{print $2}')`. Whoever writes the
// text writes the part. What is held against a pattern of its own, digits or a list of words, is no such part.

/** True for a substitution whose whole pipe prints variables and picks parts of them, with an empty text or a constant in their stead. */
export function picksWords(value: string): boolean {
  const inside = /^"?\$\(([^\n]{1,500})\)"?$/.exec(value.trim())?.[1];
  if (inside === undefined) return false;
  const [printed, ...filters] = pipeOf(inside);
  const here = printed?.lastIndexOf('<<<') ?? -1;
  // `awk '{print $2}' <<< "$BODY"` is `echo "$BODY" | awk '{print $2}'`.
  if (printed !== undefined && here > 0) return isNamed(printed.slice(here + 3)) && [printed.slice(0, here), ...filters].every(picks);
  return printed !== undefined && filters.length > 0 && /^(?:echo|printf)\s/.test(printed) && printed.includes('$') && filters.every(picks);
}

const isNamed = (text: string): boolean => /^\s*"?\$\{?\w+\}?"?\s*$/.test(text);

/** The commands of a pipe; what stands behind `||` is said where the pipe finds nothing, and any other operator makes it none. */
export function pipeOf(text: string): string[] {
  const parts: string[] = [];
  let quote = '';
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at] ?? '';
    if (quote !== '') {
      if (char === '\\' && quote === '"') at++;
      else if (char === quote) quote = '';
    } else if (char === '\\') at++;
    else if (char === "'" || char === '"') quote = char;
    else if (char === ';' || char === '&' || char === '`') return [];
    else if (char === '|' || char === '') {
      parts.push(text.slice(from, at).trim());
      if (text[at + 1] === '|') return /^(?:true|:|echo(?:\s{1,8}(?:""|''))?)$/.test(text.slice(at + 2).trim()) ? parts : [];
      from = at + 1;
    }
  }
  return quote === '' ? parts : [];
}

/** Filters that leave the text of what they take as it is. */
const filters: readonly RegExp[] = [
  /^awk\s{1,8}(?:-F\s{0,8}\S{1,20}\s{1,8})?(['"])\s{0,8}\{\s{0,8}print\s{1,8}\\?\$(?:\d|NF)\s{0,8};?\s{0,8}\}\s{0,8}\1$/,
  /^(?:cut|head|tail)\s[^|]{1,80}$/,
  /^xargs$/,
  /^tr\s+(?:-d\s+(?:'(?:\\[rnt]|[ "])+'|"(?:\\[rnt]|[ '])+")|'?\[:(?:upper|lower):\]'?\s+'?\[:(?:upper|lower):\]'?)$/,
  // A pattern that ends in anything but blanks.
  /^grep\s+(?:-\w{1,6}\s+){1,4}(?<=\s-\w{0,5}o\w{0,5}\s{1,9}(?:-\w{1,6}\s{1,9}){0,3})(['"])[^'"\n]{0,200}(?:\\S|(?<!\[\^)\.|\[\^(?:\\s|\s|,)\])[+*]\??(?:\(\?=[^'"()]{0,40}\))?\1$/,
  // Lines with a word in them, whole.
  /^grep\s+(?:-[iE]{1,2}\s+)?(['"])\^?[\w :#*@/-]{1,80}\1$/,
  // A field of an object, as it stands there.
  /^jq\s+(?:-\w{1,3}\s+|--raw-output\s+){0,2}(['"]?)\.[\w.]{1,80}(?:\s*\/\/\s*(?:empty|""))?\1$/,
  // What stands before it is taken away.
  /^sed\s+(?:-[nErs]{1,4}\s+){0,3}(['"])s([/|#])(?:(?!\[\^|\2)[^'"\n]){1,200}\2\2[gpI]{0,3}\1$/,
];

/** True for a filter that leaves the text of what it takes as it is. */
export function picks(command: string): boolean {
  return filters.some((one) => one.test(command.trim()));
}
