// The pipelines between the braces of a template, as a tree: `.Values.a.b | default "x" | quote`. It knows the grammar of
// Go templates and nothing of what functions do.

export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean }
  /** Fields of the dot (`.`), of a variable (`$`, `$x`) or of another expression. */
  | { readonly kind: 'path'; readonly of: string | Expression; readonly path: readonly string[] }
  | { readonly kind: 'call'; readonly name: string; readonly args: readonly Expression[] };

const deepest = 30;
const token =
  /\s*(?:("(?:[^"\\\n]|\\.)*")|`([^`]*)`|('(?:[^'\\\n]|\\.)*')|(-?\d[\w.]*)|(\$\w*)|((?:\.[A-Za-z_][\w-]*)+)|(\.)|([A-Za-z_]\w*)|([()|]))/y;

interface Token {
  readonly kind: 'text' | 'number' | 'variable' | 'fields' | 'dot' | 'word' | 'mark';
  readonly text: string;
  /** Whether nothing stands between it and the token before: `$x.a` is one path, `$x .a` are two. */
  readonly tight: boolean;
}

/** Undefined for anything that is no pipeline: control words, declarations, text that is being typed. */
export function parseExpression(text: string): Expression | undefined {
  const tokens = tokensOf(text);
  if (!tokens || tokens.length === 0) return undefined;
  let at = 0;
  const mark = (text: string): boolean => tokens[at]?.kind === 'mark' && tokens[at]!.text === text;

  const pipeline = (depth: number): Expression | undefined => {
    let value: Expression | undefined;
    for (;;) {
      const words: Expression[] = [];
      const called = tokens[at]?.kind === 'word' && !['true', 'false', 'nil'].includes(tokens[at]!.text) ? tokens[at++]!.text : undefined;
      while (at < tokens.length && !mark('|') && !mark(')')) {
        const operand = operandAt(depth);
        if (!operand) return undefined;
        words.push(operand);
      }
      const method = called ?? methodOf(words);
      if (method !== undefined)
        value = { kind: 'call', name: method, args: [...(called === undefined ? words.slice(1) : words), ...(value ? [value] : [])] };
      else if (value || words.length !== 1) return undefined;
      else value = words[0]!;
      if (!mark('|')) return value;
      at++;
    }
  };

  const operandAt = (depth: number): Expression | undefined => {
    const one = tokens[at++]!;
    switch (one.kind) {
      case 'text':
        return { kind: 'literal', value: one.text };
      case 'number':
        return { kind: 'literal', value: Number(one.text) };
      case 'dot':
        return { kind: 'path', of: '.', path: [] };
      case 'fields':
        return { kind: 'path', of: '.', path: fieldsIn(one.text) };
      case 'variable':
        return withFields({ kind: 'path', of: one.text, path: [] });
      case 'word':
        return one.text === 'nil'
          ? undefined
          : ['true', 'false'].includes(one.text)
            ? { kind: 'literal', value: one.text === 'true' }
            : { kind: 'call', name: one.text, args: [] };
      case 'mark': {
        if (one.text !== '(' || depth >= deepest) return undefined;
        const inner = pipeline(depth + 1);
        if (!inner || !mark(')')) return undefined;
        at++;
        return tokens[at]?.kind === 'fields' && tokens[at]!.tight ? withFields({ kind: 'path', of: inner, path: [] }) : inner;
      }
    }
  };

  const withFields = (base: Extract<Expression, { kind: 'path' }>): Expression => {
    const next = tokens[at];
    if (next?.kind !== 'fields' || !next.tight) return base;
    at++;
    return { ...base, path: fieldsIn(next.text) };
  };

  const value = pipeline(0);
  return at === tokens.length ? value : undefined;
}

/** A method that is handed arguments: `.Files.Get "a.yaml"`, `.Capabilities.APIVersions.Has "v1"`. */
function methodOf([first, ...args]: readonly Expression[]): string | undefined {
  return first?.kind === 'path' && args.length > 0 && first.path.length > 1 ? first.path.slice(-2).join('.') : undefined;
}

function fieldsIn(text: string): string[] {
  return text.slice(1).split('.');
}

function tokensOf(text: string): Token[] | undefined {
  const found: Token[] = [];
  token.lastIndex = 0;
  let at = 0;
  while (at < text.length) {
    token.lastIndex = at;
    const match = token.exec(text);
    if (!match) return text.slice(at).trim() === '' ? found : undefined;
    const tight = match[0].length === match[0].trimStart().length;
    const [, double, raw, char, number, variable, fields, dot, word, mark] = match;
    if (double !== undefined) found.push({ kind: 'text', text: unescaped(double), tight });
    else if (raw !== undefined) found.push({ kind: 'text', text: raw, tight });
    else if (number !== undefined) found.push({ kind: 'number', text: number, tight });
    else if (variable !== undefined) found.push({ kind: 'variable', text: variable, tight });
    else if (fields !== undefined) found.push({ kind: 'fields', text: fields, tight });
    else if (dot !== undefined) found.push({ kind: 'dot', text: dot, tight });
    else if (word !== undefined) found.push({ kind: 'word', text: word, tight });
    else if (mark !== undefined) found.push({ kind: 'mark', text: mark, tight });
    else if (char !== undefined) return undefined;
    at = token.lastIndex;
  }
  return found;
}

function unescaped(quoted: string): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}
