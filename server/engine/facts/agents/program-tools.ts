// Tools that a program gives to a model, or serves over MCP, and that hand an argument of the model's to a shell, an
// interpreter or a database. A look at the names of parameters and where they go, one step of names and one function of the
// same file far. What checks the argument before, or runs it elsewhere, is left out.
import type { Document, Format } from '../../document.ts';
import type { Span } from '../../text/text.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';
import { csharp, go, jvm, rust } from './compiled-tools.ts';
import { isStatement, statementNames, statementsOf } from './program-queries.ts';
import { argumentsOf, python, script, type Language, type Routine, type Run, type Source } from './tool-languages.ts';

/** What a tool does with what the model says: it runs it as a command or as code, or hands it to a database as a statement. */
export type ToolDeed = 'run' | 'query';

/** The calls of a program that do one of these, as it names them, and whether one does so with one of some names. */
interface Sink {
  readonly deed: ToolDeed;
  readonly calls: RegExp;
  takes(source: Source, run: Run, names: readonly string[], routine: Routine): boolean;
}

/** Words of code that looks at what it was given before it runs it, asks for leave, or runs it somewhere else. */
const guarded =
  /allow|permit|whitelist|valid|safe|block(?!s?\b)|den(?:y|ied)|forbid|danger|confirm|approv|sanitiz|quote|escape|sandbox|docker|container|isolat|restrict|\binput\(|\bnot in (?!arg|param)|\.(?:full)?match\(|\.test\(|\.(?:has|includes)\(|assert|enforce|policy|\bnot \w{1,60}\.(?:startswith|is[a-z]{4,10})\(|!\w{1,60}\.startsWith\(/i;

/** An expression that sees no names is a sum. */
const noBuiltins = /["']__builtins__["']\s?:/;

/** More calls, names and functions than a program has that is looked at. */
const most = 100;
const mostNames = 50;
/** A longer text is a bundle. */
const longest = 200_000;
/** A longer function does more than run what it is given. */
const longestHelper = 20_000;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const anyOf = (names: readonly string[]): string => names.map(escaped).join('|');

const languages: ReadonlyMap<Format, Language> = new Map([
  ['python', python],
  ['javascript', script],
  ['typescript', script],
  ['go', go],
  ['java', jvm],
  ['kotlin', jvm],
  ['csharp', csharp],
  ['rust', rust],
]);

/** The calls that run what a model gives to a tool, or hand it to a database: `subprocess.run` of `subprocess.run(command, shell=True)`. */
export function toolsThatRunAnything({ text, format }: Document): { readonly span: Span; readonly deed: ToolDeed }[] {
  const language = languages.get(format);
  if (!language || text.length > longest || !/tool|kernel_?function/i.test(text)) return [];
  const sinks = sinksOf(format, text, language);
  if (sinks.length === 0) return [];
  const code = codeOf(text, format);
  const source: Source = { text, code, ends: bracketsOf(code) };
  const helpers = sinks.map(() => undefined as ReadonlyMap<string, Span> | undefined);
  const found = new Map<number, { readonly span: Span; readonly deed: ToolDeed }>();
  // A tool within another is a part of it: no stretch of the text is looked through twice.
  let looked = 0;
  for (const routine of language.toolsOf(source).sort((a, b) => a.body[0] - b.body[0])) {
    if (routine.body[0] < looked) continue;
    looked = routine.body[1];
    if (guarded.test(code.slice(...routine.body)) || noBuiltins.test(text.slice(...routine.body))) continue;
    const names = namesOf(source, language, routine);
    if (names.length === 0) continue;
    for (const [index, sink] of sinks.entries()) {
      const own = takenBy(sink, source, routine, names);
      helpers[index] ??= helpersOf(source, language, sink);
      for (const span of own.length > 0 ? own : handedOn(source, routine.body, names, helpers[index]))
        found.set(span[0], { span, deed: sink.deed });
    }
  }
  return [...found.values()];
}

function sinksOf(format: Format, text: string, language: Language): Sink[] {
  const sinks: Sink[] = [];
  const runs = language.runs(text);
  if (text.search(runs) >= 0)
    sinks.push({
      deed: 'run',
      calls: runs,
      takes: (source, run, names, routine) => language.runsAny(source, run, anyOf(names), routine),
    });
  const statements = statementsOf(format, text);
  if (statements)
    sinks.push({
      deed: 'query',
      calls: statements,
      takes(source, run, names) {
        const own = statementNames(text, names);
        return own.length > 0 && isStatement(argumentsOf(source, run), anyOf(own));
      },
    });
  return sinks;
}

/** What a routine calls its caller's arguments: by their own names, and by those that it gives them. */
function namesOf({ text }: Source, language: Language, { body, given }: Routine): readonly string[] {
  const names = new Set(given.slice(0, mostNames));
  if (names.size > 0)
    for (const match of text.slice(...body).matchAll(language.alias(anyOf([...names])))) {
      if (names.size >= 2 * mostNames) break;
      names.add((match[1] ?? match[2])!);
    }
  return [...names];
}

/** The calls in a body that take one of the names, alone or as a part of a line that is put together. */
function takenBy({ calls, takes }: Sink, source: Source, routine: Routine, names: readonly string[]): Span[] {
  const [from, to] = routine.body;
  return [...source.code.slice(from, to).matchAll(calls)].slice(0, most).flatMap((match): Span[] => {
    const token = (match[1] ?? match[2] ?? match[3])!;
    const start = from + match.index + match[0].indexOf(token);
    const run = { token, start, head: from + match.index + match[0].length - 1 };
    return takes(source, run, names, routine) ? [[start, start + token.length]] : [];
  });
}

/** Functions of the program that do so with what they are given first, with the place where they do. */
function helpersOf(source: Source, language: Language, sink: Sink): ReadonlyMap<string, Span> {
  const helpers = new Map<string, Span>();
  for (const match of [...source.code.matchAll(language.helper)].slice(0, 2 * most)) {
    const routine = language.helperAt(source, match.index + match[0].length - 1);
    if (!routine || routine.given.length === 0 || routine.body[1] - routine.body[0] > longestHelper) continue;
    if (guarded.test(source.code.slice(...routine.body))) continue;
    const first = takenBy(sink, source, routine, namesOf(source, language, routine))[0];
    if (first) helpers.set((match[1] ?? match[2] ?? match[3])!, first);
  }
  return helpers;
}

/** The places where functions of the program run what a tool hands on to them. */
function handedOn({ text }: Source, body: Span, names: readonly string[], helpers: ReadonlyMap<string, Span>): Span[] {
  if (helpers.size === 0) return [];
  const call = new RegExp(
    String.raw`(?<![.\w])(?:(?:[sS]elf|this|[a-z]{1,2}|srv|server|\w{0,20}[tT]ools?)(?:\.|::))?(${anyOf([...helpers.keys()])})\(\s{0,40}(?:ctx,\s?)?&?(?:${anyOf(names)})\s{0,40}[,)]`,
    'g',
  );
  return [...text.slice(...body).matchAll(call)].map((match) => helpers.get(match[1]!)!);
}
