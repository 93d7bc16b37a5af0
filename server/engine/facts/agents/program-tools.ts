// Tools that a program gives to a model, or serves over MCP, and that hand an argument of the model's to a shell or an
// interpreter. A look at the names of parameters and where they go, one step of names and one function of the same file far.
// What checks the argument before, or runs it elsewhere, is left out.
import type { Document, Format } from '../../document.ts';
import type { Span } from '../../text/text.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';
import { csharp, go, jvm, rust } from './compiled-tools.ts';
import { python, script, type Language, type Routine, type Source } from './tool-languages.ts';

interface Program extends Source {
  /** The calls that run something, as this program names them. */
  readonly runs: RegExp;
}

/** Words of code that looks at what it was given before it runs it, asks for leave, or runs it somewhere else. */
const guarded =
  /allow|permit|whitelist|valid|safe|block|den(?:y|ied)|forbid|danger|confirm|approv|sanitiz|quote|escape|sandbox|docker|container|isolat|restrict|\binput\(|\bnot in (?!arg|param)|\.(?:full)?match\(|\.test\(|\.(?:has|includes)\(|assert|enforce|policy|\bnot \w{1,60}\.(?:startswith|is[a-z]{4,10})\(|!\w{1,60}\.startsWith\(/i;

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

/** The calls that run what a model gives to a tool: `subprocess.run` of `subprocess.run(command, shell=True)`. */
export function toolsThatRunAnything({ text, format }: Document): Span[] {
  const language = languages.get(format);
  if (!language || text.length > longest || !/tool|kernel_?function/i.test(text)) return [];
  const runs = language.runs(text);
  if (text.search(runs) < 0) return [];
  const code = codeOf(text, format);
  const source: Program = { text, code, ends: bracketsOf(code), runs };
  const found = new Map<number, Span>();
  let helpers: ReadonlyMap<string, Span> | undefined;
  // A tool within another is a part of it: no stretch of the text is looked through twice.
  let looked = 0;
  for (const routine of language.toolsOf(source).sort((a, b) => a.body[0] - b.body[0])) {
    if (routine.body[0] < looked) continue;
    looked = routine.body[1];
    if (guarded.test(code.slice(...routine.body)) || noBuiltins.test(text.slice(...routine.body))) continue;
    const names = namesOf(source, language, routine);
    if (names.length === 0) continue;
    const own = runsOf(source, language, routine, names);
    helpers ??= helpersOf(source, language);
    for (const span of own.length > 0 ? own : handedOn(source, routine.body, names, helpers)) found.set(span[0], span);
  }
  return [...found.values()];
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

/** The calls in a body that run one of the names, alone or as a part of a line that is put together. */
function runsOf(source: Program, language: Language, routine: Routine, names: readonly string[]): Span[] {
  const expressions = anyOf(names);
  const [from, to] = routine.body;
  return [...source.code.slice(from, to).matchAll(source.runs)].slice(0, most).flatMap((match): Span[] => {
    const token = (match[1] ?? match[2])!;
    const start = from + match.index + match[0].indexOf(token);
    const run = { token, start, head: from + match.index + match[0].length - 1 };
    return language.runsAny(source, run, expressions, routine) ? [[start, start + token.length]] : [];
  });
}

/** Functions of the program that run what they are given first, with the place where they do. */
function helpersOf(source: Program, language: Language): ReadonlyMap<string, Span> {
  const helpers = new Map<string, Span>();
  for (const match of [...source.code.matchAll(language.helper)].slice(0, 2 * most)) {
    const routine = language.helperAt(source, match.index + match[0].length - 1);
    if (!routine || routine.given.length === 0 || routine.body[1] - routine.body[0] > longestHelper) continue;
    if (guarded.test(source.code.slice(...routine.body))) continue;
    const first = runsOf(source, language, routine, namesOf(source, language, routine))[0];
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
