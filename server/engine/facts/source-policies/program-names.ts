// What names stand for in a program of Python, Go, Java, Kotlin or C#: a constant that is written once, the variable of a
// loop over what is written, the parameters of a function by its calls in the same text. There is no tree of these languages
// here. A name that is assigned again, made by a call or handed in from elsewhere is not known, and whatever a program
// decides while it runs is not followed: a loop runs for each member, a function for each call.
import type { Document, Format } from '../../document.ts';
import type { List, Value } from '../value.ts';
import { bracketAround, bracketsOf, codeOf, endOfIndent, partsOfBracket } from './code-text.ts';
import { readLiteral } from './literal.ts';
import type { Names } from './literal-text.ts';

export interface ProgramNames {
  /** What names mean where an offset stands, for each run of the code there; one that knows the constants where it runs once. */
  runsAt(offset: number): readonly Names[];
  /** The arguments in the bracket at an offset. */
  argumentsAt(open: number): readonly Argument[];
  /** Whether an offset stands in the code, and not in a string or a comment. */
  isCode(offset: number): boolean;
}

export interface Argument {
  /** Set where it is given by its name. */
  readonly name?: string;
  /** Where its value begins. */
  readonly from: number;
}

type Bindings = ReadonlyMap<string, Value>;

/** A loop or a function: its code, and what it binds in each of its runs. */
interface Region {
  readonly start: number;
  readonly end: number;
  /** A function knows nothing of the loops that it is written in. */
  readonly isFunction: boolean;
  bindings(outer: Names, depth: number): readonly Bindings[];
}

/** More runs of one place are not told apart: those that follow are left out. */
const mostRuns = 32;
const deepestCall = 3;

/** The code of a program, and behind which offset each bracket is closed. */
interface Code {
  readonly text: string;
  readonly uri: string;
  readonly format: Format;
  readonly code: string;
  readonly ends: Int32Array;
}

/** The names of a program. Nothing is read before it is asked for. */
export function namesOf({ text, uri, format }: Document): ProgramNames {
  let made: Code | undefined;
  let regions: readonly Region[] | undefined;
  const constants = new Map<string, Value | undefined>();
  // A text that is made of names is not read over and over.
  let left = 8 * text.length + 200_000;
  const source = (): Code => {
    if (made) return made;
    const code = codeOf(text, format);
    return (made = { text, uri, format, code, ends: bracketsOf(code) });
  };

  const constant: Names = (name) => {
    if (constants.has(name)) return constants.get(name);
    constants.set(name, undefined);
    left -= text.length >> 4;
    if (left > 0) constants.set(name, constantOf(name, source(), constant));
    return constants.get(name);
  };

  const runsOf = (offset: number, depth: number): readonly Names[] => {
    if (depth > deepestCall || left <= 0) return [constant];
    regions ??= regionsOf(source(), runsOf);
    left -= regions.length;
    let runs: readonly (readonly [Bindings, Names])[] = [[new Map(), constant]];
    for (const region of regions.filter(({ start, end }) => start <= offset && offset < end)) {
      left -= text.length >> 4;
      const outer: typeof runs = region.isFunction ? [[new Map(), constant]] : runs;
      runs = outer
        .flatMap(([bound, names]) =>
          region.bindings(names, depth).map((own) => {
            const all = new Map([...bound, ...own]);
            return [all, (name: string) => (all.has(name) ? all.get(name) : constant(name))] as const;
          }),
        )
        .slice(0, mostRuns);
    }
    return runs.map(([, names]) => names);
  };
  return {
    runsAt: (offset) => runsOf(offset, 0),
    argumentsAt: (open) => argumentsOf(source().code, open),
    isCode: (offset) => source().code[offset] === text[offset],
  };
}

/** Runs of the code that say the same are one. */
export function eachOnce<Read extends Value>(values: readonly (Read | undefined)[]): readonly (Read | undefined)[] {
  if (values.length < 2) return values;
  const seen = new Set<string>();
  return values.filter((value) => {
    const key = JSON.stringify(value) ?? '';
    return !seen.has(key) && seen.add(key) !== undefined;
  });
}

const unknown = (why: string, uri: string, from: number, to: number): Value => {
  const at = { uri, span: [from, to] as const };
  return { kind: 'unknown', why, at, token: at, via: [], encoding: 'none', editable: false };
};

/** A value that several places use, or that no list may take the place of. */
function shared(value: Value): Value {
  switch (value.kind) {
    case 'list':
      return { ...value, items: value.items.map(shared), editable: false };
    case 'mapping':
      return { ...value, entries: value.entries.map((entry) => ({ ...entry, value: shared(entry.value) })), editable: false };
    default:
      return { ...value, editable: false };
  }
}

/** How each language says that a name gets a value: the name stands in the middle. */
const assigned: Readonly<Partial<Record<Format, readonly [before: string, after: string]>>> = {
  python: ['^[ \\t]*(?:self\\.|cls\\.)?', '[ \\t]*(?::[^=\\n]{1,80})?[-+|]?=(?!=)[ \\t]*'],
  go: ['(?<![\\w.])(?:(?:var|const)[ \\t]+)?', '(?:[ \\t]+[\\w\\[\\]*.]{1,60})?[ \\t]*[-+:]?=(?!=)[ \\t]*'],
  java: ['(?<![\\w.])(?:[\\w<>\\[\\], .?]{1,80}[\\w>\\]?][ \\t]+|this\\.)?', '[ \\t]*[-+]?=(?!=)\\s{0,80}'],
  csharp: [
    '(?<![\\w.])(?:[\\w<>\\[\\], .?]{1,80}[\\w>\\]?][ \\t]+|this\\.)?',
    '[ \\t]*(?:\\{[^{}\\n]{0,40}\\}[ \\t]*)?(?:[-+]?=(?![=>])|=>)\\s{0,80}',
  ],
  kotlin: ['(?<![\\w.])(?:(?:val|var)[ \\t]+)?', '[ \\t]*(?::[^=\\n]{1,80})?[-+]?=(?!=)\\s{0,80}'],
};

/** The value of a name that is given one and never another. */
function constantOf(name: string, { text, code, uri, format }: Code, names: Names): Value | undefined {
  const form = assigned[format];
  if (!form || !/^[A-Za-z_]\w{0,60}$/.test(name)) return undefined;
  const pattern = new RegExp(`${form[0]}\\b${name}\\b${form[1]}`, 'gm');
  const all = [...code.matchAll(pattern)].filter((match) => !isArgument(match, code, format));
  if (all.length !== 1) return undefined;
  const [match] = all as [RegExpExecArray];
  if (/[-+|]=/.test(match[0]) || isDefault(match.index, code, format)) return undefined;
  const value = readLiteral(text, match.index + match[0].length, uri, false, names);
  if (!value || value.kind === 'unknown' || isChanged(name, value, code)) return undefined;
  const uses = [...code.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length - 1;
  return uses === 1 ? value : shared(value);
}

/** Whether the code puts something else into an object or a list later. A list that only grows still holds what it held. */
function isChanged(name: string, { kind }: Value, code: string): boolean {
  const calls = 'remove|clear|pop|Remove|Clear|replaceAll' + (kind === 'mapping' ? '|update|set|put|add|merge|compute|Add|TryAdd' : '');
  const part = '\\[[^\\]\\n]{1,200}\\][ \\t]{0,4}';
  return new RegExp(`\\b${name}(?:(?:${part}){0,4}\\.(?:${calls})\\w*\\s*\\(|(?:${part}){1,4}=(?!=))|\\bdel[ \\t]+${name}\\[`).test(code);
}

/** The default of a parameter, the argument that a call names: not what a name stands for elsewhere. */
function isDefault(at: number, code: string, format: Format): boolean {
  if (format !== 'java' && format !== 'csharp' && format !== 'kotlin') return false;
  const around = bracketAround(code, at);
  return around !== undefined && code[around] === '(';
}

/** A keyword of a call in Python, which may stand alone in its line, and a property that an object of C# is made with. */
function isArgument(match: RegExpExecArray, code: string, format: Format): boolean {
  if (format === 'python') return bracketAround(code, match.index) !== undefined;
  return format === 'csharp' && /(?:,|(?:Props|Args)\s{0,40}\{)\s{0,80}$/.test(code.slice(Math.max(0, match.index - 160), match.index));
}

type RunsAt = (offset: number, depth: number) => readonly Names[];

/** Loops and functions, the outer ones first. */
function regionsOf(source: Code, runsAt: RunsAt): readonly Region[] {
  return [...loopsOf(source), ...functionsOf(source, runsAt)].sort((a, b) => a.start - b.start || b.end - a.end);
}

const loops: Readonly<Partial<Record<Format, RegExp>>> = {
  python: /\bfor[ \t]{1,20}\(?[ \t]{0,4}(\w[\w, \t]{0,79}?)\)?[ \t]{1,20}in[ \t]+(?:(?:enumerate|sorted|list|set|tuple)[ \t]*\([ \t]*)?/g,
  go: /\bfor[ \t]+(\w{1,40}[ \t]*,[ \t]*\w{1,40})[ \t]*:=[ \t]*range[ \t]+/g,
  java: /\bfor\s*\(\s*(?:final\s+)?[\w<>[\].]{1,60}\s+(\w{1,60})\s*:\s*/g,
  csharp: /\bforeach\s*\(\s*[\w<>[\].?]{1,60}\s+(\w{1,60})\s+in\s+/g,
  kotlin: /\bfor\s*\(\s*(\w{1,60})\s+in\s+/g,
};

function loopsOf(source: Code): Region[] {
  const { text, code, uri, format } = source;
  const pattern = loops[format];
  if (!pattern) return [];
  return [...code.matchAll(pattern)].map((match): Region => {
    const from = match.index + match[0].length;
    const isCounted = /\benumerate\b/.test(match[0]) || format === 'go';
    const names = match[1]!.split(',').map((name) => name.trim());
    const [start, end] = bodyOfLoop(source, match.index, from);
    return {
      start,
      end,
      isFunction: false,
      bindings: (outer) => boundByLoop(readLiteral(text, from, uri, false, outer), names, isCounted, uri, match.index, from),
    };
  });
}

/** The code that a loop repeats; of a comprehension all of its bracket. */
function bodyOfLoop({ code, ends, format }: Code, at: number, from: number): readonly [number, number] {
  if (format === 'python') {
    const around = bracketAround(code, at);
    return around === undefined ? [from, endOfIndent(code, at)] : [around, ends[around] || code.length];
  }
  let open = format === 'go' ? bodyOfRange(code, ends, from) : ends[code.indexOf('(', at)] || code.length;
  while (/\s/.test(code[open] ?? 'x')) open++;
  if (code[open] === '{') return [open, ends[open] || code.length];
  const end = code.indexOf(';', open);
  return [open, end < 0 ? code.length : end];
}

/** The brace behind what a loop of Go goes over: `[]string{"a"} {`. The first one is that of the list where a type stands before it. */
function bodyOfRange(code: string, ends: Int32Array, from: number): number {
  let open = code.indexOf('{', from);
  if (open >= 0 && /[\]\w}]$/.test(code.slice(from, open))) open = code.indexOf('{', ends[open] || code.length);
  return open < 0 ? code.length : open;
}

function boundByLoop(
  collection: Value | undefined,
  names: readonly string[],
  isCounted: boolean,
  uri: string,
  from: number,
  to: number,
): readonly Bindings[] {
  const members =
    collection?.kind === 'list'
      ? collection.items.map((item) => [item])
      : collection?.kind === 'mapping'
        ? collection.entries.map((entry): Value[] => [entry.key, entry.value])
        : [];
  const nothing = unknown('a member of what is not written here', uri, from, to);
  if (members.length === 0) return [new Map(names.map((name) => [name, nothing]))];
  return members.slice(0, mostRuns).map((member) => {
    // `for i, x in enumerate(…)`, `for _, x := range …`: the last is the member, or the value of an entry.
    if (names.length === 1) return new Map([[names[0]!, shared(member[0]!)]]);
    const [only] = member;
    const values = member.length > 1 ? member : !isCounted && only?.kind === 'list' ? only.items : [nothing, only!];
    return new Map(names.map((name, index) => [name, values[index] ? shared(values[index]!) : nothing]));
  });
}

/** How each language declares a function: its name is the group that is set. */
const declared: Readonly<Partial<Record<Format, RegExp>>> = {
  python: /^[ \t]*(?:async[ \t]+)?def[ \t]+(\w{1,60})[ \t]*(?=\()/gm,
  go: /\bfunc[ \t]+(?:\([^()\n]{0,80}\)[ \t]*)?(\w{1,60})[ \t]*(?=\()|\b(\w{1,60})[ \t]*:=[ \t]*func[ \t]*(?=\()/g,
  java: /(?<![\w.])(?!(?:new|return|else|throw|await)\b)[\w<>[\],.?]{1,80}\s+(?!(?:if|for|while|switch|catch|synchronized|using|foreach|lock)\b)(\w{1,60})\s*(?=\([^()]{0,400}\)\s*(?:throws[\w\s,.]{1,80})?\{)/g,
  csharp:
    /(?<![\w.])(?!(?:new|return|else|throw|await)\b)[\w<>[\],.?]{1,80}\s+(?!(?:if|for|while|switch|catch|using|foreach|lock)\b)(\w{1,60})\s*(?=\([^()]{0,400}\)\s*(?:\{|=>))/g,
  kotlin: /\bfun\s+(?:\w{1,60}\.)?(\w{1,60})\s*(?=\()/g,
};

interface Parameter {
  readonly name: string;
  readonly isRest: boolean;
}

function functionsOf(source: Code, runsAt: RunsAt): Region[] {
  const { code, format } = source;
  const pattern = declared[format];
  if (!pattern) return [];
  return [...code.matchAll(pattern)].flatMap((match): Region[] => {
    const name = (match[1] ?? match[2])!;
    const nameAt = match.index + match[0].lastIndexOf(name);
    const { parts, end: head } = partsOfBracket(code, match.index + match[0].length);
    const parameters = parts.flatMap(([from, to]) => parameterOf(code.slice(from, to), format));
    if (parameters.length === 0) return [];
    const bound: (readonly Bindings[])[] = [];
    return [
      {
        start: head,
        end: endOfFunction(source, match.index, head),
        isFunction: true,
        bindings: (_, depth) => (bound[depth] ??= boundByCalls(callsOf(name, nameAt, source), parameters, source, runsAt, depth)),
      },
    ];
  });
}

function parameterOf(written: string, format: Format): Parameter[] {
  const isRest = format === 'python' ? /^\s*\*(?!\*)/.test(written) : /\.\.\.|\bparams\s|\bvararg\s/.test(written);
  const plain = written.replace(/=[\s\S]*$/, '').trim();
  const name =
    format === 'python' || format === 'kotlin'
      ? /(?<!\w)(\w+)\s*(?::|$)/.exec(plain.replace(/^(?:\*{1,2}|vararg\s+)/, ''))?.[1]
      : format === 'go'
        ? /^\w+/.exec(plain)?.[0]
        : /(?<!\w)(\w+)$/.exec(plain)?.[1];
  return name === undefined || name === 'self' || name === 'cls' ? [] : [{ name, isRest }];
}

/** As far as the body of a function is looked for behind its parameters, and the end of one that is an expression. */
const longestHead = 1000;
const longestExpression = 20_000;

function endOfFunction({ code, ends, format }: Code, at: number, head: number): number {
  if (format === 'python') return endOfIndent(code, at, head);
  const open = /(?<!interface|struct)(\{)|=>|=(?!=)(?<=\)[^{;]{0,80}=)/;
  // The bracket that closes the parameters is looked back at.
  const from = Math.max(0, head - 1);
  const found = open.exec(code.slice(from, from + longestHead));
  if (!found) return head;
  const body = from + found.index;
  if (found[1] !== undefined) return ends[body] || code.length;
  const end = (format === 'kotlin' ? /\n(?=[ \t]*(?:fun|val|var|\}|@|$))/ : /;/).exec(code.slice(body, body + longestExpression));
  return end ? body + end.index : Math.min(code.length, at + 4000);
}

/** The brackets of the calls of a function: by its bare name, or of the own object or class. */
function callsOf(name: string, declaredAt: number, { code, format }: Code): number[] {
  const called = new RegExp(`(?<![\\w.])(?:(?:self|this|cls|base|super|[A-Z]\\w{0,60})\\.)?${name}[ \\t]*\\(`, 'g');
  return [...code.matchAll(called)]
    .filter((match) => {
      const at = match.index + match[0].lastIndexOf(name);
      return at !== declaredAt && !(format !== 'go' && /\bnew\s+$/.test(code.slice(Math.max(0, match.index - 8), match.index)));
    })
    .map((match) => match.index + match[0].length - 1)
    .slice(0, mostRuns);
}

function argumentsOf(code: string, open: number): Argument[] {
  return partsOfBracket(code, open).parts.map(([from, to]) => {
    const keyword = /^\s*(\w{1,60})\s*(?:=(?![=>])|:(?!:))\s*/.exec(code.slice(from, to));
    return keyword ? { name: keyword[1]!, from: from + keyword[0].length } : { from: from + /^\s*/.exec(code.slice(from, to))![0].length };
  });
}

/** What each call gives to the parameters. What it leaves out has a default that is not read. */
function boundByCalls(
  calls: readonly number[],
  parameters: readonly Parameter[],
  { text, code, uri }: Code,
  runsAt: RunsAt,
  depth: number,
): readonly Bindings[] {
  const nothing = new Map(parameters.map(({ name }) => [name, unknown(`the parameter ${name}`, uri, 0, 0)]));
  if (calls.length === 0) return [nothing];
  return calls
    .flatMap((open) => {
      const given = argumentsOf(code, open);
      return runsAt(open, depth + 1).map((names) => {
        const bound = new Map<string, Value>(nothing);
        let next = 0;
        for (const { name: keyword, from } of given) {
          const value = readLiteral(text, from, uri, false, names);
          const parameter = keyword === undefined ? parameters[next] : parameters.find(({ name }) => name === keyword);
          if (!parameter || !value) {
            next++;
            continue;
          }
          const own = shared(value);
          if (!parameter.isRest) {
            bound.set(parameter.name, own);
            next++;
            continue;
          }
          const rest = bound.get(parameter.name);
          const items = rest?.kind === 'list' ? [...rest.items, own] : [own];
          bound.set(parameter.name, {
            kind: 'list',
            items,
            complete: true,
            at: own.at,
            token: own.at,
            via: [],
            encoding: 'none',
            editable: false,
          } satisfies List);
        }
        return bound;
      });
    })
    .slice(0, mostRuns);
}
