// Where programs give tools to a model, or serve them over MCP, by language and framework: which functions are tools, how they
// name what the model gave them, and which calls run their argument. Python and JavaScript here; compiled-tools has the
// languages with types. Tables and a look at words; no parser of a language.
import type { Span } from '../../text/text.ts';
import { bracketAround, endOfIndent } from '../source-policies/code-text.ts';

/** A program: its text, the same with strings and comments blank, and where each bracket of that ends. */
export interface Source {
  readonly text: string;
  readonly code: string;
  readonly ends: Int32Array;
}

/** A function, and the expressions by which it names what its caller gave it. */
export interface Routine {
  readonly body: Span;
  readonly given: readonly string[];
  /** Those of them that are a program and its arguments together, as names, and run without a shell. */
  readonly lines?: readonly string[];
}

export interface Language {
  toolsOf(source: Source): Routine[];
  /** A function of the program's own, its name in one of the groups, to its opening bracket. */
  readonly helper: RegExp;
  /** What such a function does with its first parameter. */
  helperAt(source: Source, bracket: number): Routine | undefined;
  /** Where a program may run something, each to its bracket or equals sign; the token is the first group. */
  runs(text: string): RegExp;
  /** Whether one of these runs what one of some expressions says, alone or as a part of a line that is put together. */
  runsAny(source: Source, run: Run, expressions: string, routine: Routine): boolean;
  /** How a name, in one of the groups, is given what one of some expressions says. */
  alias(expressions: string): RegExp;
}

/** A place where a program runs something. */
export interface Run {
  readonly token: string;
  readonly start: number;
  /** The last sign of what was looked for. */
  readonly head: number;
}

/** Arguments that are longer are no command. */
const longestArguments = 2_000;

/** What stands between the brackets of a call. */
export function argumentsOf({ text, ends }: Source, { head }: Run): string {
  return text.slice(head + 1, Math.min(ends[head] || head + 1, head + longestArguments) - 1);
}

/** How a language without types runs things. */
interface Calls {
  /** A call that needs a shell to run a line, and how one is asked for among its arguments. */
  readonly needsShell: RegExp;
  readonly shell: RegExp;
  /** A call that runs code, in which no command is put together. */
  readonly runsCode: RegExp;
  /** The beginning of arguments that put one of some expressions into a text. */
  inText(expressions: string): RegExp;
  /** The beginning of arguments that name a program and all that it is given, which run without a shell as well. */
  words(expressions: string): RegExp;
}

const runsAnyOf =
  ({ needsShell, shell, runsCode, inText, words }: Calls): Language['runsAny'] =>
  (source, run, expressions, { lines = [] }) => {
    const args = argumentsOf(source, run);
    const isShell = !needsShell.test(run.token) || shell.test(source.code.slice(run.head, run.head + args.length + 2));
    if (isShell && new RegExp(String.raw`^\s{0,80}(?:${expressions})(?: as string)?\s{0,80}(?:[,)]|$)`).test(args)) return true;
    if (isShell && !runsCode.test(run.token) && inText(expressions).test(args)) return true;
    return (
      words(expressions).test(args) ||
      (lines.length > 0 && new RegExp(String.raw`^\s{0,80}(?:${lines.join('|')})\s{0,80}(?:,|$)`).test(args)) ||
      new RegExp(String.raw`^\s{0,80}\[?\s{0,80}["'](?:/bin/)?(?:ba|z|da)?sh["'],\s?\[?\s?["']-l?c["'],\s?(?:${expressions})\s?\]`).test(
        args,
      )
    );
  };

/** A tool has no more parameters, and a program no more tools. */
export const mostNames = 30;
export const most = 100;
/** Never what the model says: the object, and what frameworks hand in. */
const handedIn = /^(?:self|cls|ctx|context|config|runtime|state|extra|run_manager|callbacks|_\w*)$/;

/** The names of a list of parameters, without their types and defaults. */
const parametersIn = (list: string): string[] =>
  list.split(',', mostNames).flatMap((one) => /^\s*\*{0,2}([A-Za-z_$][\w$]{0,60})/.exec(one)?.[1] ?? []);

// --- Python

/** FastMCP and the MCP SDK, LangChain, CrewAI, Strands, the SDKs of OpenAI and Anthropic, Pydantic AI, Semantic Kernel, AutoGen. */
const decorator =
  /^[ \t]{0,40}@(?:[\w.]{1,60}\.)?(?:tool|tool_plain|function_tool|kernel_function|call_tool|beta_tool|beta_async_tool|register_for_llm)\b/gm;
/** A tool of LangChain, CrewAI or smolagents as a class. */
const toolClass = /^[ \t]{0,40}class \w{1,80}\([^()\n]{0,80}\b(?:BaseTool|Tool)\):/gm;
/** A function that is made a tool by its name: `Tool(name="sh", func=run)`, `FunctionTool(run)`, `Agent(tools=[run])`. */
const madeTool = /\b(?:(?:Structured|Function)?Tool(?:\.from_\w{1,20})?\(|tools\s?=\s?\[)(?=([^()[\]]{1,400}))/g;
/** What in the words of a decorator asks a person before the tool runs. */
const asked =
  /\b(?:needs_approval|requires_approval|requires_confirmation|require_confirmation)\s?=\s?(?!False\b)|\bapproval_mode\s?=\s?["']always/;
/** The tools of a request to a model are named; a program calls its own functions by these names. */
const namedTool = /["']name["']\s?:\s?["']([a-z_]\w{2,60})["']/g;
/** Where a program that talks to a model itself reads what the model gives to a tool. */
const readArguments =
  /(?<![\w.])(\w{1,40})\s?=\s?json\.loads\(\s?[\w.[\]]{1,80}\.(?:function\.arguments|arguments)\s?\)|(?<![\w.])(\w{1,40}\.input)\[/g;
const definition = /(?<=\n|^)[ \t]{0,40}(?:async )?def (\w{1,80})\(/g;

function toolsOfPython(source: Source): Routine[] {
  const { code } = source;
  const brackets = new Set<number>();
  for (const { index } of [...code.matchAll(decorator)].slice(0, most)) {
    const def = /\n[ \t]{0,40}(?:async )?def \w{1,80}\(/.exec(code.slice(index, index + 2_000));
    if (def && !asked.test(source.text.slice(index, index + def.index))) brackets.add(index + def.index + def[0].length - 1);
  }
  for (const { index } of [...code.matchAll(toolClass)].slice(0, most)) {
    const methods = code.slice(index, Math.min(endOfIndent(code, index), index + 5_000));
    for (const def of methods.matchAll(/\n[ \t]{1,40}(?:async )?def (?:_run|_arun|forward)\(/g))
      brackets.add(index + def.index + def[0].length - 1);
  }
  const named = new Set([
    ...[...code.matchAll(madeTool)].slice(0, most).flatMap(([, list]) => namesGiven(list!)),
    ...(/\btools\b/.test(code) ? [...source.text.matchAll(namedTool)].slice(0, most).map((match) => match[1]!) : []),
  ]);
  if (named.size > 0) for (const def of code.matchAll(definition)) if (named.has(def[1]!)) brackets.add(def.index + def[0].length - 1);
  return [...[...brackets].slice(0, most).flatMap((bracket) => pythonRoutine(source, bracket) ?? []), ...loopsOfPython(source)];
}

/** What a program does with what a model gives to a tool, where it reads that itself: from that line to the end of the block. */
function loopsOfPython({ text, code }: Source): Routine[] {
  return [...code.matchAll(readArguments)].slice(0, most).map((match) => {
    const start = code.lastIndexOf('\n', match.index) + 1;
    const indent = /^[ \t]*/.exec(code.slice(start, match.index))![0].length;
    const less = indent === 0 ? -1 : code.slice(match.index).search(new RegExp(String.raw`\n[ \t]{0,${indent - 1}}[^\s)\]}]`));
    const body: Span = [start, less < 0 ? code.length : match.index + less];
    return { body, given: keysOf((match[1] ?? match[2])!.replace('.', String.raw`\.`), text.slice(...body)) };
  });
}

/** The functions among arguments: those that stand alone, and those of `func=`, `fn=`, `function=` and `coroutine=`. */
const namesGiven = (list: string): string[] =>
  list.split(',').flatMap((one) => /^\s*(?:(?:func|fn|function|coroutine)\s?=\s?)?([a-z_]\w{0,79})\s*$/.exec(one)?.[1] ?? []);

/** A function from the bracket of its parameters to the line that is indented no deeper. */
function pythonRoutine({ text, code, ends }: Source, bracket: number): Routine | undefined {
  const end = ends[bracket]!;
  if (end === 0) return undefined;
  const body: Span = [end, endOfIndent(code, bracket, end)];
  const list = code.slice(bracket + 1, end - 1);
  const given = parametersIn(list).filter((name) => !handedIn.test(name));
  const lines = [...list.matchAll(/\b(\w{1,60}): (?:list|List|Sequence)\[/g)].map((match) => match[1]!);
  // A server of the SDK's lower level gets a mapping of arguments.
  return { body, given: given.includes('arguments') ? [...given, ...keysOf('arguments', text.slice(...body))] : given, lines };
}

/** How a mapping's keys are read: `arguments["command"]`, `arguments.get("command", "")`. */
const keysOf = (mapping: string, text: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`\b${mapping}(?:\[["']\w{1,60}["']\]|\.get\(\s?["']\w{1,60}["'](?:,\s?["']{2})?\s?\))`, 'g'))]
    .slice(0, mostNames)
    .map((match) => match[0]);

export const python: Language = {
  toolsOf: toolsOfPython,
  helper: /^[ \t]{0,40}(?:async )?def (\w{1,80})\(/gm,
  helperAt(source, bracket) {
    const routine = pythonRoutine(source, bracket);
    const [first] = routine?.given ?? [];
    return routine && first ? { ...routine, given: [first, ...keysOf(first, source.text.slice(...routine.body))] } : undefined;
  },
  runs(text) {
    const module = /^import subprocess as (\w{1,40})/m.exec(text)?.[1] ?? 'subprocess';
    const bare =
      (/^from subprocess import ([^\n]{1,200})/m.exec(text)?.[1] ?? '').match(
        /\b(?:run|Popen|call|check_output|check_call|getoutput)\b/g,
      ) ?? [];
    return new RegExp(
      String.raw`(?<![.\w])((?:subprocess|${module})\.(?:run|Popen|call|check_output|check_call|getoutput|getstatusoutput)|os\.(?:system|popen)|(?:asyncio\.)?create_subprocess_shell|${['exec', 'eval', ...bare].join('|')})\(`,
      'g',
    );
  },
  alias: (expressions) =>
    new RegExp(String.raw`(?:\bfor (\w{1,60}) in|(?<![.\w])(\w{1,60})\s?=)\s?(?:${expressions})(?:\.strip\(\))?\s{0,20}(?:[:\n#]|$)`, 'g'),
  runsAny: runsAnyOf({
    needsShell: /(?:^|\.)(?:run|Popen|call|check_output|check_call)$/,
    shell: /\bshell\s?=\s?True\b/,
    runsCode: /^(?:exec|eval)$/,
    inText: (expressions) => new RegExp(String.raw`^\s{0,80}[fF](["'])[^"'\n]{0,200}?\{(?:${expressions})\}`),
    words: (expressions) =>
      new RegExp(
        String.raw`^\s{0,80}(?:shlex\.split\(\s?(?:${expressions})\s?\)|(?:${expressions})\.split\(\)|\[\s{0,80}(?:${expressions})(?:,\s{0,80}\*(?:${expressions})\s{0,80}\]|\] \+ (?:list\()?(?:${expressions})\b))`,
      ),
  }),
};

// --- JavaScript and TypeScript

/** The MCP SDK and FastMCP; the AI SDK, LangChain, the SDKs of OpenAI and Claude, Mastra. */
const scriptTool =
  /\.(?:tool|registerTool|addTool)\(|\bsetRequestHandler\(\s{0,20}CallToolRequestSchema\b|(?<![.\w])(?:tool|createTool)\(|\bnew Dynamic(?:Structured)?Tool\(|\bexecute: (?:async )?\((?=\s{0,20}\{)/g;
const holders = String.raw`(?:(?:request|req)\.params\.arguments|args|input|params|context|inputData)`;
/** Members of what holds all arguments that are commands by their name. */
const commandMembers = (holder: string): RegExp =>
  new RegExp(String.raw`\b${holder}[?!]?\.(?:command|cmd|script|code|sql|query|statement)\b`, 'g');
/** `const { command, cwd } = args`. */
const takenApart = (holder: string): RegExp => new RegExp(String.raw`\b(?:const|let) \{([^{}()]{1,400})\}\s?=\s?${holder}\b`, 'g');
const ofHolders = { members: commandMembers(holders), apart: takenApart(holders) };
/** `({ command, cwd = process.cwd() }) =>` and `({ command }: { command: string }): Promise<Result> =>`. */
const arrowPattern = /\(\s{0,20}\{([^{}]{1,400})\}[^()]{0,200}\)\s{0,5}(?:: [^=]{1,80})?=>/g;
/** `async execute({ command }) {`. */
const methodPattern = /\b(?:execute|func|handler)\(\s{0,20}\{([^{}]{1,400})\}[^()]{0,200}\)[^{}()]{0,80}\{/g;
/** The one text that a tool of LangChain is given. */
const arrowText = /\b(?:func|execute|handler): (?:async )?\((\w{1,60})(?:: string)?\) =>/g;

function scriptRoutine({ text, code, ends }: Source, at: number): Routine | undefined {
  const bracket = code.indexOf('(', at);
  const closed = ends[bracket] ?? 0;
  if (closed === 0) return undefined;
  // Where the tool is an object, the function alone is looked at.
  const arrow = /^[^{}()]{0,80}=>[^{}()]{0,100}[{(]/.exec(code.slice(closed, closed + 200));
  const end = (arrow && code.startsWith('execute:', at) && ends[closed + arrow[0].length - 1]) || closed;
  const inner = text.slice(bracket, end);
  const patterns = [arrowPattern, methodPattern, ofHolders.apart].flatMap((one) => [...inner.matchAll(one)].slice(0, mostNames));
  return {
    body: [bracket, end],
    given: [
      ...patterns.flatMap((match) => boundIn(match[1]!)),
      ...[...inner.matchAll(arrowText)].map((match) => match[1]!),
      ...[...inner.matchAll(ofHolders.members)].map(([one]) => one),
      ...(/\b(?:request|req)\.params\.arguments\b/.exec(inner) ?? []),
    ],
  };
}

/** What the names of a pattern are bound to: `command`, and `line` of `command: line`. */
const boundIn = (pattern: string): string[] =>
  pattern.split(',').flatMap((one) => /^\s*(?:\w{1,60}\s?:\s?)?([A-Za-z_$][\w$]{0,60})/.exec(one)?.[1] ?? []);

const runsProgram =
  /(?<![.\w])((?:child_process\.|cp\.)?(?:exec|execSync|spawn|spawnSync|execFile|execFileSync)|exec(?:Async|Promise|P|aCommand|aCommandSync|FileAsync)|promisify\(exec(?:File)?\)|execa|eval)\(/g;

/** Where a program that talks to a model itself reads what the model gives to a tool. */
const parsedArguments =
  /\b(?:const|let) (\w{1,40})(?:: [\w<>, ]{1,60})?\s?=\s?JSON\.parse\(\s?[\w.$[\]?!]{1,80}\.arguments(?: as string)?\s?\)/g;

/** What a program does with that, to the end of the block. */
function loopsOfScript({ text, code, ends }: Source): Routine[] {
  return [...code.matchAll(parsedArguments)].slice(0, most).map((match) => {
    const open = bracketAround(code, match.index);
    const body: Span = [match.index, (open !== undefined && ends[open]) || code.length];
    return { body, given: [...text.slice(...body).matchAll(commandMembers(match[1]!))].map(([one]) => one) };
  });
}

export const script: Language = {
  toolsOf: (source) => [
    ...[...source.code.matchAll(scriptTool)].slice(0, most).flatMap(({ index }) => scriptRoutine(source, index) ?? []),
    ...loopsOfScript(source),
  ],
  helper:
    /\b(?:async )?function (\w{1,80})\(|\bconst (\w{1,80}) = (?:async )?\((?=[^()]{0,300}\)[^=\n]{0,80}=>)|^[ \t]{1,20}(?:(?:private|public|protected|static|async) ){1,3}(\w{1,80})\(/gm,
  helperAt({ text, code, ends }, bracket) {
    const end = ends[bracket]!;
    const open = end === 0 ? -1 : code.indexOf('{', bodyAfter(code, end));
    if (open < 0 || ends[open] === 0) return undefined;
    const body: Span = [open, ends[open]!];
    const list = code.slice(bracket + 1, end - 1);
    const [first] = parametersIn(list);
    if (!first) return { body, given: boundIn(/^\s*\{([^{}]{1,400})\}/.exec(list)?.[1] ?? '') };
    const inner = text.slice(...body);
    return {
      body,
      given: [
        first,
        ...[...inner.matchAll(takenApart(first.replaceAll('$', String.raw`\$`)))].flatMap((match) => boundIn(match[1]!)),
        ...[...inner.matchAll(commandMembers(first.replaceAll('$', String.raw`\$`)))].map(([one]) => one),
      ],
    };
  },
  runs(text) {
    // A function of a sandbox may be called `exec`, too.
    if (!/\bchild_process\b|["']execa["']/.test(text)) return /(?<![.\w])(eval)\(/g;
    const promised = /\b(?:const|let) (\w{1,40})\s?=\s?(?:util\.)?promisify\(\s?(?:(?:child_process|cp)\.)?exec\s?\)/.exec(text)?.[1];
    return promised ? new RegExp(`${runsProgram.source}|(?<![.\\w])(${promised})\\(`, 'g') : runsProgram;
  },
  alias: (expressions) =>
    new RegExp(
      String.raw`\b(?:const|let) (\w{1,60})(?:: string)?\s?=\s?(?:String\()?(?:${expressions})(?: as [^;\n]{1,200}?)?\)?(?:\.trim\(\))?\s?(?:;|\n|$)`,
      'g',
    ),
  runsAny: runsAnyOf({
    needsShell: /spawn|File|^execa$/,
    shell: /\bshell:\s?true\b/,
    runsCode: /^eval$/,
    inText: (expressions) => new RegExp(String.raw`^\s{0,80}${'`'}[^${'`'}\n]{0,200}?\$\{(?:${expressions})\}`),
    words: (expressions) => new RegExp(String.raw`^\s{0,80}(?:${expressions})\s?,\s{0,80}(?:${expressions})\s{0,80}(?:,|$)`),
  }),
};

/** Behind the type that a function says it returns: its braces are none of a body. */
function bodyAfter(code: string, end: number): number {
  const type = /^\s?:\s?Promise<\s?\{[^{}]{0,300}\}\s?>/.exec(code.slice(end, end + 400));
  return end + (type?.[0].length ?? 0);
}
