// SQL to tokens, one reading for PostgreSQL, MySQL, SQL Server, Oracle and Snowflake as far as grants need it: words,
// strings, quoted names, marks. Comments are stepped over, strings never read as code. Total and linear.

export interface SqlToken {
  readonly kind: 'word' | 'string' | 'name' | 'mark' | 'number';
  /** In upper case for words; without quotes for strings and names. */
  readonly text: string;
  /** As it is written, without quotes: what a person is shown. */
  readonly raw: string;
  readonly start: number;
  readonly end: number;
}

const isWordStart = (code: number): boolean =>
  (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code === 95 || code > 127 || code === 64 || code === 35;
const isWordPart = (code: number): boolean => isWordStart(code) || (code >= 48 && code <= 57) || code === 36;

export function sqlTokens(text: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  const push = (kind: SqlToken['kind'], start: number, end: number, raw: string): void => {
    tokens.push({ kind, text: kind === 'word' ? raw.toUpperCase() : raw, raw, start, end });
  };
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    const next = text.charCodeAt(at + 1);
    if (code <= 32) at++;
    else if ((code === 45 && next === 45) || (code === 35 && (at === 0 || text[at - 1] === '\n') && next !== 123)) at = lineEnd(text, at);
    else if (code === 47 && next === 42) {
      const close = text.indexOf('*/', at + 2);
      // MySQL runs what stands in `/*! … */`; it is read like the rest.
      if (text.charCodeAt(at + 2) === 33) at += 3;
      else at = close < 0 ? text.length : close + 2;
    } else if (code === 39) {
      const end = quoteEnd(text, at, "'");
      push('string', at, end, text.slice(at + 1, Math.max(at + 1, end - 1)));
      at = end;
    } else if (code === 34 || code === 96) {
      const end = quoteEnd(text, at, text[at]!);
      push('name', at, end, text.slice(at + 1, Math.max(at + 1, end - 1)));
      at = end;
    } else if (code === 91 && isWordStart(next)) {
      const close = text.slice(at, at + 130).indexOf(']');
      const end = close < 0 ? at + 1 : at + close + 1;
      push(end === at + 1 ? 'mark' : 'name', at, end, end === at + 1 ? '[' : text.slice(at + 1, end - 1));
      at = end;
    } else if (code === 36 && dollarTag(text, at) !== undefined) {
      // The body of a function or a DO block is code: its grants are grants.
      at += dollarTag(text, at)!.length;
    } else if (code >= 48 && code <= 57) {
      let end = at + 1;
      while (end < text.length && /[0-9.]/.test(text[end]!)) end++;
      push('number', at, end, text.slice(at, end));
      at = end;
    } else if (isWordStart(code)) {
      let end = at + 1;
      while (end < text.length && isWordPart(text.charCodeAt(end))) end++;
      // Roles that Redshift ships: `sys:superuser`.
      if (text[end] === ':' && /^sys$/i.test(text.slice(at, end)) && isWordStart(text.charCodeAt(end + 1)))
        for (end++; end < text.length && isWordPart(text.charCodeAt(end));) end++;
      push('word', at, end, text.slice(at, end));
      at = end;
    } else {
      push('mark', at, at + 1, text[at]!);
      at++;
    }
  }
  return tokens;
}

function lineEnd(text: string, from: number): number {
  const at = text.indexOf('\n', from);
  return at < 0 ? text.length : at + 1;
}

/** Where a quoted part ends; a doubled quote or a backslash before it does not end it. */
function quoteEnd(text: string, start: number, quote: string): number {
  let at = start + 1;
  while (at < text.length) {
    if (text[at] === '\\' && quote === "'") at += 2;
    else if (text[at] === quote) {
      if (text[at + 1] !== quote) return at + 1;
      at += 2;
    } else at++;
  }
  return text.length;
}

function dollarTag(text: string, at: number): string | undefined {
  return /^\$[A-Za-z_]{0,30}\$/.exec(text.slice(at, at + 34))?.[0];
}
