// Quoted strings and heredocs: text, `${…}` and `%{…}` as parts with their spans. Text is decoded here and nowhere else.
import { lastEnd, peek, problemAt, startOf, tokenText, type Cursor } from './cursor.ts';
import { token } from './lexer.ts';
import type { HclExpression, HclTemplate, HclTemplateDirective, HclTemplatePart, HclTemplateText } from './tree.ts';
import { tableOf } from '../../table.ts';

/** Reads the template that begins at the cursor. `parse` reads an expression inside `${…}`. */
export function readTemplate(c: Cursor, parse: (c: Cursor) => HclExpression): HclTemplate {
  const form = c.tokens.kinds[c.at] === token.heredocOpen ? 'heredoc' : 'quoted';
  const start = startOf(c);
  const stripped = form === 'heredoc' && c.text.charCodeAt(start + 2) === 45;
  c.at++;
  const innerStart = lastEnd(c);
  const parts = readParts(c, form, parse);
  const innerEnd = startOf(c);
  c.at++;
  return {
    kind: 'template',
    form,
    parts: stripped ? withoutIndent(parts, c.text, innerStart) : parts,
    inner: [innerStart, innerEnd],
    span: [start, lastEnd(c)],
  };
}

/** Parts up to the closing token, which is left for the caller. */
export function readParts(c: Cursor, form: 'quoted' | 'heredoc', parse: (c: Cursor) => HclExpression): HclTemplatePart[] {
  const parts: HclTemplatePart[] = [];
  const outer = c.skipsNewlines;
  for (;;) {
    const kind = c.tokens.kinds[c.at]!;
    const start = startOf(c);
    if (kind === token.text) {
      const raw = tokenText(c);
      const text = form === 'quoted' ? decodeQuoted(raw) : decodeHeredoc(raw);
      parts.push({ kind: 'text', text, span: [start, c.tokens.ends[c.at]!], exact: text === raw });
      c.at++;
    } else if (kind === token.interpolation) {
      c.at++;
      c.skipsNewlines = true;
      const value = parse(c);
      skipToClose(c);
      c.skipsNewlines = outer;
      parts.push({ kind: 'value', value, span: [start, lastEnd(c)] });
    } else if (kind === token.directive) {
      c.at++;
      c.skipsNewlines = true;
      const word = peek(c) === token.name ? tokenText(c) : '';
      c.skipsNewlines = outer;
      skipToClose(c, true);
      parts.push({ kind: 'directive', word: directiveWord(word), span: [start, lastEnd(c)] });
    } else break;
  }
  return parts;
}

function directiveWord(word: string): HclTemplateDirective['word'] {
  return word === 'if' || word === 'else' || word === 'endif' || word === 'for' || word === 'endfor' ? word : 'unknown';
}

/** To the `}` of this interpolation, over whatever an expression left behind. */
function skipToClose(c: Cursor, expected = false): void {
  let open = 0;
  let said = expected;
  for (;;) {
    const kind = c.tokens.kinds[c.at]!;
    if (kind === token.end) return;
    if (kind === token.templateClose) {
      if (open === 0) {
        c.at++;
        return;
      }
      open--;
    } else if (kind === token.interpolation || kind === token.directive) open++;
    if (!said && kind !== token.newline) {
      problemAt(c, 'expected "}" of the interpolation');
      said = true;
    }
    c.at++;
  }
}

const simpleEscapes = tableOf<string>({ n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' });

/** Escapes of a quoted string. Unknown ones stay as they are. */
export function decodeQuoted(raw: string): string {
  if (!raw.includes('\\') && !raw.includes('{')) return raw;
  return raw.replace(
    /\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})|\\([nrt"\\])|([$%])\4\{/g,
    (whole, short: string, long: string, simple: string, sign: string) => {
      if (simple) return simpleEscapes.get(simple)!;
      if (sign) return `${sign}{`;
      const code = parseInt(short ?? long, 16);
      return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    },
  );
}

function decodeHeredoc(raw: string): string {
  return raw.includes('{') ? raw.replace(/([$%])\1\{/g, '$1{') : raw;
}

/** `<<-`: the smallest indentation of all lines is taken off each. Spans stay; text that changed is no longer exact. */
function withoutIndent(parts: readonly HclTemplatePart[], source: string, from: number): HclTemplatePart[] {
  let least = Infinity;
  const atLineStart = (offset: number): boolean => offset === from || source.charCodeAt(offset - 1) === 10;
  for (const part of parts) {
    if (part.kind !== 'text') {
      if (atLineStart(part.span[0])) least = 0;
      continue;
    }
    const lines = part.text.split('\n');
    lines.forEach((line, index) => {
      if (index === 0 && !atLineStart(part.span[0])) return;
      const indent = line.length - line.trimStart().length;
      if (indent < line.length || (index === lines.length - 1 && part !== parts.at(-1))) least = Math.min(least, indent);
    });
  }
  if (least === 0 || least === Infinity) return [...parts];
  return parts.map((part): HclTemplatePart => {
    if (part.kind !== 'text') return part;
    const lines = part.text.split('\n');
    const text = lines
      .map((line, index) =>
        index === 0 && !atLineStart(part.span[0]) ? line : line.slice(Math.min(least, line.length - line.trimStart().length)),
      )
      .join('\n');
    return { ...part, text, exact: part.exact && text === part.text } satisfies HclTemplateText;
  });
}
