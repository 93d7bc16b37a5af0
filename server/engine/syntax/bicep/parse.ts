// Bicep text to declarations. Every declaration begins at the left margin with its keyword, so that a lost bracket costs
// one of them and not the rest.
import { lineEnd, problem, skip, wordAt, type BicepCursor } from './cursor.ts';
import { bodyOf, loopHead, parseExpression, parseString, skipBrackets } from './expression.ts';
import type { BicepDeclaration, BicepFile } from './tree.ts';
import type { HclExpression } from '../hcl/tree.ts';

const keywords = /^(?:@|(?:targetScope|param|var|resource|module|output|type|func|import|metadata|using|provider|extension|assert)\b)/;
const headLine = /^(?:(?:param|var|resource|module|output|type|func)[ \t]+[A-Za-z_]\w*|import[ \t]+[{*]|targetScope[ \t]*=)/gm;

/** The declarations of any text. Never throws. Linear in the length of the text. */
export function parseBicep(text: string): BicepFile {
  const first = parseOnce(text, text.length, 0);
  if (first.problems.length === 0) return first;
  // Something does not match: read from head to head, so that it costs the declaration it stands in.
  const heads = [...text.matchAll(headLine)].map((match) => match.index);
  const declarations: BicepDeclaration[] = [];
  const problems: BicepFile['problems'][number][] = [];
  heads.forEach((head, index) => {
    const part = parseOnce(text, heads[index + 1] ?? text.length, head);
    for (const declaration of part.declarations) declarations.push(declaration);
    problems.push(...part.problems.slice(0, 5));
  });
  return { declarations, problems: problems.length > 0 ? problems.slice(0, 100) : first.problems };
}

function parseOnce(text: string, end: number, start: number): BicepFile {
  const c: BicepCursor = {
    text,
    end,
    at: start,
    depth: 0,
    problems: [],
    nested: (inner) => declaration(inner),
    children: [],
    decorators: [],
  };
  const declarations: BicepDeclaration[] = [];
  for (;;) {
    skip(c, true);
    if (c.at >= c.end) break;
    const before = c.at;
    if (keywords.test(text.slice(c.at, c.at + 16))) {
      const made = declaration(c);
      if (made) declarations.push(made);
    } else {
      problem(c, 'expected a declaration', c.at, lineEnd(c));
      c.at = lineEnd(c);
    }
    if (c.at === before) c.at++;
  }
  return { declarations, problems: c.problems };
}

function declaration(c: BicepCursor): BicepDeclaration | undefined {
  const start = c.at;
  const { text } = c;
  if (text[c.at] === '@') {
    c.at++;
    const decorator = /^[\w.]*/.exec(text.slice(c.at, c.at + 80))![0];
    parseExpression(c);
    c.decorators.push(decorator);
    return undefined;
  }
  const decorators = c.decorators;
  c.decorators = [];
  const keyword = wordAt(c)!;
  c.at += keyword.length;
  skip(c, false);
  if (keyword === 'targetScope') {
    if (text[c.at] === '=') c.at++;
    const value = parseExpression(c);
    return {
      kind: 'targetScope',
      name: keyword,
      nameSpan: [start, start + keyword.length],
      existing: false,
      decorators,
      value,
      children: [],
      head: [start, start + keyword.length],
      span: [start, c.at],
    };
  }
  if (keyword === 'using') {
    const path = text[c.at] === "'" ? parseString(c) : undefined;
    return path?.kind === 'template'
      ? {
          kind: 'using',
          name: keyword,
          nameSpan: [start, start + keyword.length],
          type: text.slice(...path.inner),
          typeSpan: path.inner,
          existing: false,
          decorators,
          children: [],
          head: [start, c.at],
          span: [start, c.at],
        }
      : undefined;
  }
  if (keyword === 'import') return importAt(c, start, decorators);
  if (keyword === 'func') return functionAt(c, start, decorators);
  if (keyword !== 'param' && keyword !== 'var' && keyword !== 'resource' && keyword !== 'module' && keyword !== 'output') {
    // Types and extensions: nothing here is a grant. Over their brackets, so that they end where they end.
    skipType(c, '');
    return undefined;
  }
  const name = wordAt(c);
  if (name === undefined) {
    problem(c, 'expected a name', start, lineEnd(c));
    c.at = lineEnd(c);
    return undefined;
  }
  const nameStart = c.at;
  c.at += name.length;
  const nameSpan = [nameStart, c.at] as const;
  skip(c, false);
  let type: HclExpression | undefined;
  let existing = false;
  if ((keyword === 'resource' || keyword === 'module') && text[c.at] === "'") {
    type = parseString(c);
    skip(c, false);
    existing = wordAt(c) === 'existing';
    if (existing) c.at += 8;
  } else {
    // The type of a parameter or an output: up to `=` or the end of the line, over what it nests.
    skipType(c, '=');
  }
  const typeText = type?.kind === 'template' ? text.slice(...type.inner) : undefined;
  const head = [start, type ? type.span[1] : nameSpan[1]] as const;
  skip(c, false);
  const outer = c.children;
  c.children = [];
  let value: HclExpression | undefined;
  let condition: HclExpression | undefined;
  let loop: BicepDeclaration['loop'];
  if (text[c.at] === '=' && c.at < c.end) {
    c.at++;
    skip(c, true);
    const open = c.at;
    if ((keyword === 'resource' || keyword === 'module') && text[c.at] === '[') {
      c.at++;
      skip(c, true);
      if (wordAt(c) === 'for') {
        loop = loopHead(c);
        ({ value, condition } = bodyOf(c));
        skip(c, true);
        if (text[c.at] === ']' && c.at < c.end) c.at++;
        else problem(c, 'expected "]"');
      } else c.at = open;
    }
    if (!loop) ({ value, condition } = bodyOf(c));
  }
  const children = c.children;
  c.children = outer;
  return {
    kind: keyword,
    name,
    nameSpan,
    type: typeText,
    typeSpan: type?.kind === 'template' ? type.inner : undefined,
    existing,
    decorators,
    value,
    condition,
    loop,
    children,
    head,
    span: [start, Math.max(head[1], c.at)],
  };
}

/** Over a type, what it nests included, to one of `ends`, a comment or the end of the line. */
function skipType(c: BicepCursor, ends: string): void {
  while (c.at < c.end && c.text[c.at] !== '\n' && !ends.includes(c.text[c.at]!)) {
    if ("{[('".includes(c.text[c.at]!)) skipBrackets(c);
    else if (c.text.startsWith('//', c.at)) break;
    else c.at++;
  }
}

/** `func name(a string, b int) string => …`; nothing where it has no name or no body. */
function functionAt(c: BicepCursor, start: number, decorators: readonly string[]): BicepDeclaration | undefined {
  const name = wordAt(c);
  const nameSpan = [c.at, c.at + (name?.length ?? 0)] as const;
  c.at = nameSpan[1];
  skip(c, false);
  const parameters: string[] = [];
  if (c.text[c.at] === '(' && c.at < c.end) {
    c.at++;
    for (;;) {
      skip(c, true);
      const parameter = c.at < c.end ? wordAt(c) : undefined;
      if (parameter === undefined) break;
      parameters.push(parameter);
      c.at += parameter.length;
      skipType(c, ',)');
      if (c.text[c.at] !== ',' || c.at >= c.end) break;
      c.at++;
    }
    if (c.text[c.at] === ')' && c.at < c.end) c.at++;
    else problem(c, 'expected ")"');
  }
  skipType(c, '=');
  if (name === undefined || !c.text.startsWith('=>', c.at)) {
    problem(c, name === undefined ? 'expected a name' : 'expected "=>"');
    c.at = lineEnd(c);
    return undefined;
  }
  c.at += 2;
  const value = parseExpression(c, true);
  return {
    kind: 'func',
    name,
    nameSpan,
    parameters,
    existing: false,
    decorators,
    value,
    children: [],
    head: [start, nameSpan[1]],
    span: [start, Math.max(c.at, nameSpan[1])],
  };
}

/** `import { a, b as c } from 'x'` and `import * as x from 'x'`; nothing for the import of an extension. */
function importAt(c: BicepCursor, start: number, decorators: readonly string[]): BicepDeclaration | undefined {
  const members: { name: string; as: string }[] = [];
  let name = 'import';
  const all = c.text[c.at] === '*';
  if (all) {
    c.at++;
    name = asName(c) ?? name;
  } else if (c.text[c.at] === '{' && c.at < c.end) {
    c.at++;
    for (;;) {
      skip(c, true);
      if (c.text[c.at] === ',' && c.at < c.end) {
        c.at++;
        continue;
      }
      const member = c.at < c.end ? wordAt(c) : undefined;
      if (member === undefined) break;
      c.at += member.length;
      members.push({ name: member, as: asName(c) ?? member });
    }
    if (c.text[c.at] === '}' && c.at < c.end) c.at++;
    else problem(c, 'expected "}"');
  }
  const bound = all || members.length > 0;
  skip(c, bound);
  if (!bound || wordAt(c) !== 'from') {
    if (bound) problem(c, 'expected "from"');
    skipType(c, '');
    return undefined;
  }
  c.at += 4;
  skip(c, true);
  const path = c.text[c.at] === "'" && c.at < c.end ? parseString(c) : undefined;
  if (!path) {
    problem(c, 'expected a path');
    return undefined;
  }
  return {
    kind: 'import',
    name,
    nameSpan: [start, start + 6],
    ...(all ? {} : { members }),
    type: c.text.slice(...path.inner),
    typeSpan: path.inner,
    existing: false,
    decorators,
    children: [],
    head: [start, c.at],
    span: [start, c.at],
  };
}

/** The word after `as`, where it stands there. */
function asName(c: BicepCursor): string | undefined {
  skip(c, true);
  if (c.at >= c.end || wordAt(c) !== 'as') return undefined;
  c.at += 2;
  skip(c, true);
  const name = wordAt(c);
  c.at += name?.length ?? 0;
  return name;
}

/** The inside of an ARM expression (`[concat('a', parameters('b'))]` without its brackets) at a place of a text. */
export function parseArmExpression(text: string, start: number, end: number): HclExpression {
  const c: BicepCursor = { text, end, at: start, depth: 0, problems: [], children: [], decorators: [] };
  return parseExpression(c, true);
}
