// Tools that a program gives to a model, or serves over MCP, and that hand an argument of the model's to a shell or an
// interpreter. A look at the names of parameters and where they go, one step of names and one function of the same file far;
// no parser of the language. What checks the argument before, or runs it elsewhere, is left out.
import type { Document } from '../../document.ts';
import type { Span } from '../../text/text.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';

/** A piece of a program: its text, the same with strings and comments blank, and where each bracket of that ends. */
interface Source {
  readonly text: string;
  readonly code: string;
  readonly ends: Int32Array;
}

/** A function, and the expressions by which it names what its caller gave it. */
interface Routine {
  readonly body: Span;
  readonly given: readonly string[];
}

interface Language {
  /** A tool of a framework begins here. */
  readonly tool: RegExp;
  routineAt(source: Source, at: number): Routine | undefined;
  /** A function of the program's own, its name in the first group, from its first to its opening bracket. */
  readonly helper: RegExp;
  helperAt(source: Source, bracket: number): Routine | undefined;
  /** A call that runs its first argument, to its bracket; the call is the first group. */
  readonly runs: RegExp;
  /** Such a call that needs a shell among its arguments for it. */
  readonly needsShell: RegExp;
  readonly shell: RegExp;
  /** A name that is given what another expression says. */
  alias(expression: string): RegExp;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
/** Never what the model says: the object, and what frameworks hand in. */
const handedIn = /^(?:self|cls|ctx|context|config|runtime|state|extra|_\w*)$/;

const python: Language = {
  // FastMCP and the MCP SDK, LangChain, CrewAI, smolagents, Strands, OpenAI's Agents SDK, Pydantic AI, Semantic Kernel.
  tool: /^[ \t]{0,40}@(?:[\w.]{1,60}\.)?(?:tool|tool_plain|function_tool|kernel_function|call_tool)\b/gm,
  routineAt(source, at) {
    const def = /\n([ \t]{0,40})(?:async )?def \w{1,80}\(/;
    const match = def.exec(source.code.slice(at, at + 2_000));
    return match ? pythonRoutine(source, at + match.index + match[0].length - 1, match[1]!.length) : undefined;
  },
  helper: /^[ \t]{0,40}(?:async )?def (\w{1,80})\(/gm,
  helperAt: (source, bracket) =>
    pythonRoutine(source, bracket, /^[ \t]*/.exec(source.text.slice(source.text.lastIndexOf('\n', bracket) + 1, bracket))![0].length),
  runs: /(?<![.\w])(subprocess\.(?:run|Popen|call|check_output|check_call|getoutput|getstatusoutput)|os\.(?:system|popen)|(?:asyncio\.)?create_subprocess_shell|exec|eval)\(/g,
  needsShell: /^subprocess\.(?!get)/,
  shell: /\bshell\s?=\s?True\b/,
  alias: (expression) =>
    new RegExp(String.raw`(?:\bfor (\w{1,60}) in|(?<![.\w])(\w{1,60})\s?=)\s?${expression}(?:\.strip\(\))?\s{0,20}(?:[:\n#]|$)`, 'g'),
};

/** A function from the bracket of its parameters to the line that is indented no deeper. */
function pythonRoutine({ text, code, ends }: Source, bracket: number, indent: number): Routine | undefined {
  const end = ends[bracket]!;
  if (end === 0) return undefined;
  const names = code.slice(bracket + 1, end - 1).split(',');
  const given = names.flatMap((one) => /^\s*\*{0,2}([A-Za-z_]\w{0,60})/.exec(one)?.[1] ?? []).filter((name) => !handedIn.test(name));
  const start = code.indexOf('\n', end);
  if (start < 0) return undefined;
  const lines = new RegExp(String.raw`\n[ \t]{0,${indent}}(?=[^\s])`, 'g');
  lines.lastIndex = start + 1;
  const body: Span = [start, lines.exec(code)?.index ?? text.length];
  // A server of the SDK's lower level gets a mapping of arguments.
  const inner = given.includes('arguments') ? keysOf('arguments', text.slice(...body)) : [];
  return { body, given: [...given, ...inner] };
}

const keysOf = (mapping: string, text: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`\b${mapping}(?:\[["']\w{1,60}["']\]|\.get\(\s?["']\w{1,60}["'](?:,\s?["']{2})?\s?\))`, 'g'))]
    .slice(0, 50)
    .map((match) => match[0]);

const script: Language = {
  tool: /\.(?:tool|registerTool|addTool)\(|\bsetRequestHandler\(\s{0,20}CallToolRequestSchema\b/g,
  routineAt({ text, code, ends }, at) {
    const bracket = code.indexOf('(', at);
    const end = ends[bracket] ?? 0;
    if (end === 0) return undefined;
    const inner = text.slice(bracket, end);
    const given = [
      ...[...inner.matchAll(/\(\s{0,20}\{([^{}()]{1,400})\}[^()]{0,200}\)\s{0,5}(?:: [^=]{1,80})?=>/g)].flatMap((match) =>
        namesIn(match[1]!),
      ),
      ...[...inner.matchAll(/\b(?:const|let) \{([^{}()]{1,400})\}\s?=\s?(?:\w{1,20}\.params\.arguments|args|input|params)\b/g)].flatMap(
        (match) => namesIn(match[1]!),
      ),
      ...[...inner.matchAll(/\b(?:(?:request|req)\.params\.arguments|args|input|params)\??\.(?:command|cmd|script|code)\b/g)].map(
        ([one]) => one,
      ),
    ];
    return { body: [bracket, end], given };
  },
  helper: /\b(?:async )?function (\w{1,80})\(|\bconst (\w{1,80}) = (?:async )?\((?=[^()]{0,300}\)[^=\n]{0,80}=>)/g,
  helperAt({ code, ends }, bracket) {
    const end = ends[bracket]!;
    const open = end === 0 ? -1 : code.indexOf('{', end);
    if (open < 0 || ends[open] === 0) return undefined;
    return { body: [open, ends[open]!], given: parametersIn(code.slice(bracket + 1, end - 1)) };
  },
  runs: /(?<![.\w])((?:child_process\.|cp\.)?(?:exec|execSync|spawn|spawnSync)|exec(?:Async|Promise|P|aCommand|aCommandSync)|promisify\(exec\)|eval)\(/g,
  needsShell: /spawn/,
  shell: /\bshell:\s?true\b/,
  alias: (expression) =>
    new RegExp(
      String.raw`(?:\b(?:const|let) (\w{1,60})(?:: string)?\s?=)\s?${expression}(?: as string)?(?:\.trim\(\))?\s?(?:;|\n|$)()`,
      'g',
    ),
};

/** What the names of a pattern are bound to: `command`, and `line` of `command: line`. */
const namesIn = (pattern: string): string[] =>
  pattern.split(',').flatMap((one) => /^\s*(?:\w{1,60}\s?:\s?)?([A-Za-z_$][\w$]{0,60})/.exec(one)?.[1] ?? []);

/** The names of a list of parameters, without their types. */
const parametersIn = (list: string): string[] => list.split(',').flatMap((one) => /^\s*([A-Za-z_$][\w$]{0,60})/.exec(one)?.[1] ?? []);

/** Words of code that looks at what it was given before it runs it, asks for leave, or runs it somewhere else. */
const guarded =
  /allow|permit|whitelist|valid|safe|block|den(?:y|ied)|forbid|danger|confirm|approv|sanitiz|quote|sandbox|docker|container|isolat|restrict|\binput\(|__builtins__/i;

/** More than a program has. */
const most = 100;
/** A longer text is a bundle. */
const longest = 200_000;

/** The calls that run what a model gives to a tool: `subprocess.run` of `subprocess.run(command, shell=True)`. */
export function toolsThatRunAnything({ text, format }: Document): Span[] {
  if (text.length > longest || !/\btool\b|[cC]all_?[tT]ool|function_tool|kernel_function|(?:register|add)Tool/.test(text)) return [];
  const language = format === 'python' ? python : script;
  if (text.search(language.runs) < 0) return [];
  const code = codeOf(text, format);
  const source: Source = { text, code, ends: bracketsOf(code) };
  const found = new Map<number, Span>();
  let helpers: ReadonlyMap<string, Span> | undefined;
  for (const match of [...code.matchAll(language.tool)].slice(0, most)) {
    const routine = language.routineAt(source, match.index);
    if (!routine || guarded.test(code.slice(...routine.body))) continue;
    const own = runsOf(source, language, routine);
    helpers ??= helpersOf(source, language);
    for (const span of own.length > 0 ? own : handedOn(source, language, routine, helpers)) found.set(span[0], span);
  }
  return [...found.values()];
}

/** What a routine calls its caller's arguments: by their own names, and by those that it gives them. */
function namesOf({ text }: Source, language: Language, { body, given }: Routine): string[] {
  const names = new Set(given);
  const inner = text.slice(...body);
  for (const name of given.slice(0, most))
    for (const match of inner.matchAll(language.alias(escaped(name)))) names.add((match[1] || match[2])!);
  return [...names];
}

/** The calls in a routine that run one of its arguments, alone or as a part of a line that is put together. */
function runsOf(source: Source, language: Language, routine: Routine): Span[] {
  const { text, code, ends } = source;
  const names = namesOf(source, language, routine).map(escaped);
  if (names.length === 0) return [];
  const name = `(?:${names.join('|')})`;
  const alone = new RegExp(String.raw`^\s{0,80}(?:${name}\s{0,80}(?:[,)]|$)|shlex\.split\(\s?${name}\s?\))`);
  const inText = new RegExp(String.raw`^\s{0,80}(?:[fF](["'])[^"'\n]{0,200}?\{${name}\}|${'`'}[^${'`'}\n]{0,200}?\$\{${name}\})`);
  const behindShell = new RegExp(String.raw`^\s{0,80}\[?\s{0,80}["'](?:/bin/)?(?:ba|z|da)?sh["'],\s?\[?\s?["']-l?c["'],\s?${name}\s?\]`);
  return [...code.slice(...routine.body).matchAll(language.runs)].slice(0, most).flatMap((match): Span[] => {
    const start = routine.body[0] + match.index;
    const bracket = start + match[0].length - 1;
    const end = ends[bracket] || bracket + 1;
    const call = match[1]!;
    const args = text.slice(bracket + 1, end - 1);
    const isShell = !language.needsShell.test(call) || language.shell.test(code.slice(bracket, end));
    const isCode = /^(?:exec|eval)$/.test(call) && language === python;
    const runs =
      (alone.test(`${args})`) && (isShell || /^\s*shlex/.test(args))) ||
      (isShell && !isCode && inText.test(args)) ||
      behindShell.test(args);
    return runs ? [[start, start + call.length]] : [];
  });
}

/** Functions of the program that run what they are given first, with the place where they do. */
function helpersOf(source: Source, language: Language): ReadonlyMap<string, Span> {
  const helpers = new Map<string, Span>();
  for (const match of [...source.code.matchAll(language.helper)].slice(0, most)) {
    const routine = language.helperAt(source, match.index + match[0].length - 1);
    if (!routine || routine.given.length === 0 || guarded.test(source.code.slice(...routine.body))) continue;
    const first = runsOf(source, language, { ...routine, given: routine.given.slice(0, 1) })[0];
    if (first) helpers.set((match[1] ?? match[2])!, first);
  }
  return helpers;
}

/** The places where functions of the program run what a tool hands on to them. */
function handedOn(source: Source, language: Language, routine: Routine, helpers: ReadonlyMap<string, Span>): Span[] {
  const names = namesOf(source, language, routine).map(escaped);
  if (helpers.size === 0 || names.length === 0) return [];
  const call = new RegExp(String.raw`(?<![.\w])(${[...helpers.keys()].join('|')})\(\s{0,40}(?:${names.join('|')})\s{0,40}[,)]`, 'g');
  return [...source.text.slice(...routine.body).matchAll(call)].map((match) => helpers.get(match[1]!)!);
}
