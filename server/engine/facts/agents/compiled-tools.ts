// Tools of programs in Go, Java, Kotlin, C# and Rust: which functions a model calls, how they name what it gave them, and
// which processes they start with that. What is given to a shell as its line, and what names the program itself, is any
// command; what is one argument of a program that the code names is not.
import type { Span } from '../../text/text.ts';
import { partsOfBracket } from '../source-policies/code-text.ts';
import { most, mostNames, type Language, type Routine, type Run, type Source } from './tool-languages.ts';

const shell = String.raw`(?:[\w:./\\]{0,60}[/\\])?(?:(?:ba|z|da|fi)?sh|cmd|powershell|pwsh)(?:\.exe)?`;
const option = String.raw`(?:-l?i?c|/[cCkK]|-(?:Encoded)?Command)`;
const isShell = new RegExp(String.raw`^\s{0,80}"${shell}"\s{0,80}$`);
const isOption = new RegExp(String.raw`^\s{0,80}"${option}"\s{0,80}$`);
const anyShell = new RegExp(`"${shell}"`);
/** A literal that begins with a shell and its option, or with the option alone. */
const isShellLine = new RegExp(String.raw`^\s{0,80}\$?@?"(?:${shell}\s{1,4})?${option}(?=[\s"\\])`);
/** What a name may be followed by and stay the same text. */
const same = String.raw`(?:\.(?:trim|strip|Trim|clone|to_string|as_str|toString)\(\))?`;

/** More of a statement than one has that starts a process. */
const longestStatement = 1_000;
/** So far behind its parameters a function's body begins. */
const beforeBody = 200;

/** Whether a stretch of a program says what one of some expressions says, in its code or put into a text. */
function says({ text, code }: Source, [from, to]: Span, expressions: string): boolean {
  const stretch = text.slice(from, to);
  for (const match of stretch.matchAll(new RegExp(String.raw`(?<![\w.])(?:${expressions})(?!\w)`, 'g')))
    if (code[from + match.index] === match[0][0]) return true;
  return new RegExp(String.raw`[$]?\{(?:${expressions})(?:\}|:)|\$(?:${expressions})(?!\w)`).test(stretch);
}

/** Whether a program and its arguments, by the places of each, are what one of some expressions says. */
function runsList(source: Source, parts: readonly (readonly [number, number])[], expressions: string, body: Span): boolean {
  const [program, first] = parts.map(([from, to]) => source.text.slice(from, to));
  if (program === undefined) return false;
  if (new RegExp(String.raw`^\s{0,80}[&*]?(?:${expressions})${same}\s{0,80}$`).test(program)) return true;
  const listed = /^\s{0,80}[&*]?(\w{1,60})(?:\[0\]|\.first\(\))\s{0,80}$/.exec(program)?.[1];
  if (listed !== undefined)
    return new RegExp(String.raw`\b${listed}\b[^=\n]{0,40}=\s?[^;\n]{0,40}(?<![\w.])(?:${expressions})(?!\w)`).test(
      source.text.slice(...body),
    );
  if (first === undefined || !isOption.test(first) || (program.includes('"') && !isShell.test(program))) return false;
  return parts.length > 2 && says(source, [parts[2]![0], parts.at(-1)![1]], expressions);
}

/** The body of a function whose parameters end at an offset: in braces, or an expression. */
function bodyBehind({ code, ends }: Source, end: number): Span | undefined {
  // Go's results may be several, and of types with braces.
  const results = /^\s{0,4}\((?=[^)])/.exec(code.slice(end, end + 8));
  const from = (results && ends[end + results[0].length - 1]) || end;
  const head = /^[^{};=]{0,200}(\{|=>?)/.exec(code.slice(from, from + beforeBody + 2));
  if (!head) return undefined;
  const at = from + head[0].length - 1;
  if (head[1] === '{') return ends[at] ? [at, ends[at]!] : undefined;
  const stop = code.indexOf(';', at);
  return [at, Math.min(stop < 0 ? code.length : stop, at + longestStatement)];
}

/** The members of a name that a text reads. */
const membersOf = (name: string, text: string, member: string): string[] =>
  [...text.matchAll(new RegExp(String.raw`(?<![\w.])${name}\.${member}`, 'g'))].slice(0, mostNames).map(([one]) => one);

// --- Go

/** A handler of mcp-go or of the SDK, a tool of Genkit or of LangChain, by its parameters. */
const handler =
  /\bfunc(?: ?\([^()\n]{1,80}\))?(?: \w{1,80})?\((?=[^()]{0,300}\b\w{1,60} \*?mcp\.CallTool(?:Request|Params)|[^()]{0,100}\bai\.ToolContext\b)|\bfunc \([^()\n]{1,80}\) Call\((?=\w{1,20} context\.Context, \w{1,60} string\))/g;

function handlerOfGo(source: Source, bracket: number): Routine[] {
  const end = source.ends[bracket]!;
  const body = end === 0 ? undefined : bodyBehind(source, end);
  if (!body) return [];
  const inner = source.text.slice(...body);
  const given = [...source.code.slice(bracket + 1, end - 1).matchAll(/(\w{1,60}) +([^,]{1,120})/g)].flatMap(([, name, type]): string[] => {
    if (/\bContext\b|Session\b/.test(type!)) return [];
    if (/CallToolParams/.test(type!)) return membersOf(name!, inner, String.raw`Arguments\.\w{1,60}`);
    return type!.includes('CallToolRequest') ? requested(name!, inner) : [name!, ...membersOf(name!, inner, String.raw`[A-Z]\w{0,60}`)];
  });
  return [{ body, given }];
}

/** How a handler of Go reads the arguments of a request: one by one, as a mapping, or as a struct. */
function requested(request: string, text: string): string[] {
  const all = String.raw`${request}\.(?:GetArguments\(\)|Params\.Arguments)`;
  const one = String.raw`${request}\.(?:Require|Get)String\("\w{1,60}"(?:,\s?"[^"\n]{0,80}")?\)|${all}\["\w{1,60}"\]|mcp\.ParseString\(${request}, "\w{1,60}", ""\)`;
  const holders = [
    ...text.matchAll(new RegExp(String.raw`\b(\w{1,60})(?:, \w{1,20})?\s?:=\s?${all}(?:\.\(map\[string\](?:any|interface\{\})\))?\s`, 'g')),
  ];
  const structs = [
    ...text.matchAll(
      new RegExp(
        String.raw`\b${request}\.BindArguments\(&(\w{1,60})\)|\bjson\.Unmarshal\([^()&]{0,80}${request}\b[^()&]{0,80}, &(\w{1,60})\)`,
        'g',
      ),
    ),
  ];
  return [
    ...[...text.matchAll(new RegExp(String.raw`(?<![\w.])(?:${one})`, 'g'))].map(([found]) => found),
    ...holders.flatMap((match) =>
      [...text.matchAll(new RegExp(String.raw`(?<![\w.])${match[1]}\["\w{1,60}"\]`, 'g'))].map(([found]) => found),
    ),
    ...structs.flatMap((match) => membersOf((match[1] ?? match[2])!, text, String.raw`[A-Z]\w{0,60}`)),
  ];
}

export const go: Language = {
  toolsOf: (source) =>
    [...source.code.matchAll(handler)].slice(0, most).flatMap((match) => handlerOfGo(source, match.index + match[0].length - 1)),
  helper: /^func(?: \([^()\n]{1,80}\))? (\w{1,80})\(/gm,
  helperAt(source, bracket) {
    const end = source.ends[bracket]!;
    const body = end === 0 ? undefined : bodyBehind(source, end);
    const first = /^\s*(?:\w{1,20} context\.Context,\s?)?(\w{1,60})\b/.exec(source.code.slice(bracket + 1, end - 1))?.[1];
    return body && first ? { body, given: [first] } : undefined;
  },
  runs: () => /(?<![.\w])(exec\.Command(?:Context)?)\(/g,
  runsAny(source, { token, head }, expressions, { body }) {
    const { parts } = partsOfBracket(source.code, head);
    return runsList(source, token.endsWith('Context') ? parts.slice(1) : parts, expressions, body);
  },
  alias: (expressions) =>
    new RegExp(
      String.raw`\b(\w{1,60})(?:, ?\w{1,20})?\s?:?=\s?(?:strings\.TrimSpace\()?(?:${expressions})(?:\.\(string\))?\)?\s{0,4}(?:\n|;|$)`,
      'g',
    ),
};

// --- Java, Kotlin and C#

/** A parameter: its type before or behind its name, without what is annotated. */
function givenIn(source: Source, bracket: number, inner: string): { readonly given: string[]; readonly lines: string[] } {
  const given: string[] = [];
  const lines: string[] = [];
  for (const [from, to] of partsOfBracket(source.code, bracket).parts.slice(0, mostNames)) {
    const part = source.code
      .slice(from, to)
      .slice(-longestStatement)
      .replace(/@[\w.]{1,60}(?:\([^()]{0,500}\))?|^\s*\[[^\]]{0,500}\]/g, '')
      .replace(/=[^=]*$/, '');
    const found = /(\w{1,60})\s?:\s?([\w.<>?]{1,80})\s*$/.exec(part) ?? /([\w.<>[\]?]{1,80})\s{1,8}(\w{1,60})\s*$/.exec(part);
    if (!found) continue;
    const [type, name] = part.includes(':') ? [found[2]!, found[1]!] : [found[1]!, found[2]!];
    if (/^string\??$/i.test(type)) given.push(name);
    else if (/string/i.test(type)) lines.push(name);
    else if (/^[A-Z]/.test(type))
      given.push(...membersOf(name, inner, String.raw`(?:get)?(?:[cC]ommand|[cC]md|[sS]cript|[cC]ode|[sS]ql|[qQ]uery)\b(?:\(\))?`));
  }
  return { given: [...given, ...lines], lines };
}

function methodAt(source: Source, bracket: number): Routine | undefined {
  const end = source.ends[bracket]!;
  const body = end === 0 ? undefined : bodyBehind(source, end);
  return body && { body, ...givenIn(source, bracket, source.text.slice(...body)) };
}

/** The first method behind an annotation, or an attribute, of a tool. */
const methodBehind = (source: Source, at: number): Routine | undefined => {
  const method = /[\w>\]?] (\w{1,80})\((?=[^;{}]{0,1500}\)[^;(){}]{0,120}(?:\{|=>?))/.exec(source.code.slice(at, at + 2_000));
  return method ? methodAt(source, at + method.index + method[0].length - 1) : undefined;
};

/** Spring AI, LangChain4j, Quarkus and the MCP annotations; Semantic Kernel. */
const annotation = /^[ \t]{0,40}@(?:Tool|McpTool|DefineKernelFunction)\b/gm;
/** The SDK of MCP and Semantic Kernel. */
const attribute = /^[ \t]{0,40}\[(?:[\w(), ]{1,80}, ?)?(?:McpServerTool|KernelFunction)\b/gm;
/** A method that Microsoft.Extensions.AI makes a tool of. */
const madeFunction = /\bAIFunctionFactory\.Create\(\s?(?:\w{1,60}\.)?(\w{1,80})\b/g;

const method =
  /^[ \t]{0,40}(?:(?:public|private|internal|protected|static|async|final|override|virtual|synchronized|suspend) ){0,4}(?:fun|[\w<>[\]?.]{1,80}) (\w{1,80})\(/gm;

const helperAt: Language['helperAt'] = (source, bracket) => {
  const routine = methodAt(source, bracket);
  return routine && { ...routine, given: routine.given.slice(0, 1) };
};

const aliasOf = (expressions: string): RegExp =>
  new RegExp(
    String.raw`\b(\w{1,60})\s?=\s?(?:(?:${expressions})${same}\s{0,4}(?:;|\n|$)|[^;=]{0,200}?"${option}",\s?(?:${expressions})\b)`,
    'g',
  );

/** What makes a list of its arguments. */
const listed = /^\s{0,80}(?:(?:List\.of|Arrays\.asList|listOf|arrayOf|mutableListOf)\(|new (?:String|string)?\[\]\s?\{)/;

export const jvm: Language = {
  toolsOf: (source) => [...source.code.matchAll(annotation)].slice(0, most).flatMap(({ index }) => methodBehind(source, index) ?? []),
  helper: method,
  helperAt,
  runs: () =>
    /(?<![.\w])(new ProcessBuilder|ProcessBuilder|Runtime\.getRuntime\(\)\.exec|(?:runtime|rt)\.exec|(?:\w{0,40}[bB]uilder|pb)\.command|RuntimeUtil\.exec(?:ForStr|ForLines)?|CommandLine\.parse)\(/g,
  runsAny(source, run, expressions, { body, lines = [] }) {
    const all = partsOfBracket(source.code, run.head).parts;
    // Hutool's runtime takes the environment and the folder first, or the words of a command one by one.
    const parts = run.token.startsWith('RuntimeUtil') && all.length === 3 ? all.slice(2) : all;
    const [from, to] = parts[0] ?? [run.head, run.head];
    const first = source.text.slice(from, to);
    const list = listed.exec(first);
    if (list) return runsList(source, partsOfBracket(source.code, from + list[0].length - 1).parts, expressions, body);
    return (
      runsList(source, parts, expressions, body) ||
      (isShellLine.test(first) && says(source, [from, to], expressions)) ||
      new RegExp(String.raw`^\s{0,80}\*?(?:${[...lines, expressions].join('|')})(?:\.trim\(\))?\.(?:split|toTypedArray)\(`).test(first)
    );
  },
  alias: aliasOf,
};

export const csharp: Language = {
  toolsOf(source) {
    const routines = [...source.code.matchAll(attribute)].slice(0, most).flatMap(({ index }) => methodBehind(source, index) ?? []);
    const made = new Set([...source.code.matchAll(madeFunction)].slice(0, most).map((match) => match[1]!));
    if (made.size === 0) return routines;
    const methods = [...source.code.matchAll(method)].filter((match) => made.has(match[1]!));
    return [...routines, ...methods.flatMap((match) => methodAt(source, match.index + match[0].length - 1) ?? [])];
  },
  helper: method,
  helperAt,
  runs: () =>
    /(?<![.\w])((?:\w{1,30}\.)?Process\.Start|new ProcessStartInfo|CSharpScript\.(?:EvaluateAsync|RunAsync|Create)(?:<\w{1,40}>)?|(?:\w{1,60}\.){1,3}(?:AddScript|ArgumentList\.Add))\(|\b(FileName|Arguments)\s?=(?!=)/g,
  runsAny: startsProcess,
  alias: aliasOf,
};

/** Processes of .NET are told their program and its arguments in one call, or in two settings. */
function startsProcess(source: Source, { token, head }: Run, expressions: string, { body }: Routine): boolean {
  const hasShell = anyShell.test(source.text.slice(...body));
  if (/^(?:FileName|Arguments)$/.test(token)) {
    const stop = /[;,}\n]/.exec(source.code.slice(head, head + longestStatement));
    const value: Span = [head + 1, head + (stop?.index ?? 0)];
    const isAlone = new RegExp(String.raw`^\s{0,20}(?:${expressions})${same}\s*$`).test(source.text.slice(...value));
    if (token === 'FileName') return isAlone;
    const isLine = isShellLine.test(source.text.slice(...value)) && !/\bFileName\s?=\s?"/.test(source.text.slice(...body));
    return (hasShell || isLine) && says(source, value, expressions);
  }
  const { parts } = partsOfBracket(source.code, head);
  const [first, second] = parts;
  if (!first) return false;
  if (/AddScript$|^CSharpScript/.test(token)) return says(source, first, expressions);
  if (token.endsWith('.Add')) return hasShell && says(source, first, expressions);
  const program = source.text.slice(...first);
  if (new RegExp(String.raw`^\s{0,80}(?:${expressions})${same}\s{0,80}$`).test(program)) return true;
  const isLine = isShell.test(program) || (!program.includes('"') && isShellLine.test(source.text.slice(...(second ?? first))));
  return second !== undefined && isLine && says(source, second, expressions);
}

// --- Rust

/** The SDK of MCP, and Rig's tools. */
const toolOfRust = /^[ \t]{0,40}#\[(?:rmcp::)?tool\b|^[ \t]{0,40}async fn call\((?=[^()]{0,80}\bSelf::Args\b)/gm;

function routineOfRust(source: Source, at: number): Routine[] {
  const fn = /\bfn \w{1,80}(?:<[^<>()]{0,200}>)?\(/.exec(source.code.slice(at, at + 2_000));
  const bracket = fn ? at + fn.index + fn[0].length - 1 : -1;
  const end = source.ends[bracket] ?? 0;
  const open = end === 0 ? -1 : source.code.indexOf('{', end);
  if (open < 0 || source.ends[open] === 0) return [];
  const body: Span = [open, source.ends[open]!];
  const list = source.code.slice(bracket + 1, end - 1);
  const taken = [...list.matchAll(/\{([^{}]{1,400})\}/g)].flatMap((match) => match[1]!.match(/\b[a-z_]\w{0,60}(?=\s*(?:,|$))/g) ?? []);
  const holders = [...list.matchAll(/\(\s?([a-z_]\w{0,60})\s?\)|\b([a-z_]\w{0,60}): (?!String\b|&)/g)].map(
    (match) => (match[1] ?? match[2])!,
  );
  const texts = [...list.matchAll(/\b([a-z_]\w{0,60}): (?:String|&str)\b/g)].map((match) => match[1]!);
  const inner = source.text.slice(...body);
  return [{ body, given: [...taken, ...texts, ...holders.flatMap((name) => membersOf(name, inner, String.raw`[a-z]\w{0,60}\b(?!\()`))] }];
}

export const rust: Language = {
  toolsOf: (source) => [...source.code.matchAll(toolOfRust)].slice(0, most).flatMap(({ index }) => routineOfRust(source, index)),
  helper: /\bfn (\w{1,80})\(/g,
  helperAt(source, bracket) {
    const end = source.ends[bracket]!;
    const open = end === 0 ? -1 : source.code.indexOf('{', end);
    const first = /^\s*(?:&(?:mut )?self,\s{0,80})?(\w{1,60}):/.exec(source.code.slice(bracket + 1, end - 1))?.[1];
    return open >= 0 && source.ends[open]! > 0 && first ? { body: [open, source.ends[open]!], given: [first] } : undefined;
  },
  runs: () => /(?<![\w:])((?:\w{1,40}::){0,3}Command::new)\(/g,
  runsAny(source, { head }, expressions, { body }) {
    const end = source.ends[head]!;
    const { parts } = partsOfBracket(source.code, head);
    if (end === 0 || parts.length === 0) return false;
    if (runsList(source, parts, expressions, body)) return true;
    const program = source.text.slice(...parts[0]!);
    if (program.includes('"') && !isShell.test(program)) return false;
    const stop = source.code.indexOf(';', end);
    const chain: Span = [end, Math.min(stop < 0 ? source.code.length : stop, end + longestStatement)];
    const told = new RegExp(`"${option}"`).exec(source.text.slice(...chain));
    return told !== null && says(source, [chain[0] + told.index + told[0].length, chain[1]], expressions);
  },
  alias: (expressions) =>
    new RegExp(
      String.raw`\blet (?:mut )?(\w{1,60})(?:: &?\w{1,20})? = &?(?:${expressions})(?:\.(?:clone|to_string|as_str|trim|to_owned)\(\)){0,3};`,
      'g',
    ),
};
