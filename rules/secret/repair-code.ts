// A literal in source code becomes a read of the environment, in the words of the language and so that the declaration
// around it stays one: what is a constant of the compiler cannot be read when the program runs. Where the language has no
// way to write it at that place, there is no repair.
import { formatOf, type Document, type Format } from '../../server/engine/document.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import { compares } from '../../server/engine/secrets/credential-calls.ts';
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';
import { lineEndOf, type Span } from '../../server/engine/text/text.ts';
import type { Repair } from './repair-plan.ts';
import { tableOf } from '../../server/engine/table.ts';

/** How the variable `name` is read where the candidate stands; undefined for what is no source code of a language that we know. */
export function codeRepair(candidate: SecretCandidate, name: string): Repair | undefined {
  const { uri } = candidate.at;
  const { span } = candidate.token;
  const language = languageOf(uri);
  if (!language || (!language.stopsUnset && candidate.context.where === 'comparison')) return undefined;
  return {
    title: language.title(name),
    edits(document) {
      const place = placeAt(document, span);
      const withoutDefault = defaultTakenOut(place, span);
      if (withoutDefault) return withoutDefault;
      if (assignsItself(place.before) || (!language.stopsUnset && isCompared(place))) return undefined;
      const around = language.around?.(place);
      return around === 'none' ? undefined : [...(around ?? []), { uri, span, text: language.read(name, place) }];
    },
  };
}

export interface Place {
  readonly document: Document;
  readonly uri: string;
  /** Offset of the line. */
  readonly start: number;
  /** The line up to the literal. */
  readonly before: string;
  readonly after: string;
  /** The literal itself, as far as it tells what it is. */
  readonly literal: string;
}

export interface Language {
  title(name: string): string;
  read(name: string, place: Place): string;
  /**
   * A read of a variable that is not set ends the program. Elsewhere it gives nothing, and a request that gives nothing is
   * equal to that: a repaired comparison would let everyone in.
   */
  readonly stopsUnset?: true;
  /** What else has to change; `none` where nothing would do. */
  around?(place: Place): readonly TextEdit[] | 'none';
}

/** What stands around a literal. */
export function placeAt(document: Document, [from, to]: Span): Place {
  const { text, uri } = document;
  const before = text.slice(text.lastIndexOf('\n', from - 1) + 1, from);
  return {
    document,
    uri,
    start: from - before.length,
    before,
    after: text.slice(to, to + 40),
    literal: text.slice(from, Math.min(to, from + 400)),
  };
}

/** How the language of a file reads its environment; undefined for what is no source code of a language that we know. */
export function languageOf(uri: string): Language | undefined {
  const format = formatOf(uri);
  // What only declares has no values.
  if (/\.d\.[cm]?ts$/.test(uri)) return undefined;
  return uri.endsWith('.gradle')
    ? gradle
    : format === 'text'
      ? byEnding.get(/\.([A-Za-z]{1,4})$/.exec(uri)?.[1]?.toLowerCase() ?? '')
      : languages[format];
}

/** `process.env.X || 'value'`, `os.environ.get("X", "value")`: the variable is read already, and its default value goes. */
function defaultTakenOut({ before, after, start, uri }: Place, span: Span): TextEdit[] | undefined {
  // Python's `os.environ.get("X") or "value"`, Rust's `env::var("X").unwrap_or_else(|_| "value".to_string())`.
  const python = /\bos\.(?:environ\.get|getenv)\((["']\w+["'])\)\s{1,8}or\s{1,8}$/.exec(before);
  if (python) return [{ uri, span: [start + python.index, span[1]], text: `os.environ[${python[1]!}]` }];
  const rust = /(?<=\bvar\("(\w+)"\))\.unwrap_or(?:_else)?\((?:\|_\|\s?)?$/.exec(before);
  const close = rust ? /^(?:\.\w{1,20}\(\))?\)/.exec(after) : null;
  if (rust && close) return [{ uri, span: [start + rust.index, span[1] + close[0].length], text: `.expect("${rust[1]!} is set")` }];
  const either = /(?:process\.env\.\w+|__ENV\.\w+|import\.meta\.env\.\w+|ENV\[["']\w+["']\])(\s{0,8}(?:\|\||\?\?)\s{0,8})$/.exec(before);
  if (either) return [{ uri, span: [span[0] - either[1]!.length, span[1]], text: '' }];
  const call = /\b(os\.environ\.get|os\.getenv|getenv|env|ENV\.fetch)\(\s{0,8}(["']\w+["'])\s{0,8},\s{0,8}$/.exec(before);
  if (!call || after[0] !== ')') return undefined;
  const from = start + call.index;
  return call[1]!.startsWith('os.')
    ? [{ uri, span: [from, span[1] + 1], text: `os.environ[${call[2]!}]` }]
    : [{ uri, span: [from, span[1]], text: `${call[1]!}(${call[2]!}` }];
}

/** Whether a literal is an operand of a comparison, or of a call that compares. `equals` of an object is false for nothing. */
function isCompared({ before, after }: Place): boolean {
  if (/(?:[=!]=|\b(?:eq|ne)|-[ci]?(?:eq|ne))\s*$/i.test(before) || /^\s{0,20}(?:[=!]=|(?:eq|ne)\b|-[ci]?(?:eq|ne)\b)/i.test(after))
    return true;
  let closed = 0;
  for (let at = before.length - 1; at >= 0; at--) {
    if (before[at] === ')') closed++;
    else if (before[at] === '(' && closed-- === 0) {
      closed = 0;
      if (compares(/[\w.:$]{0,80}$/.exec(before.slice(Math.max(0, at - 80), at))![0])) return true;
    }
  }
  return false;
}

/** Builds are Groovy as pipelines of Jenkins are, and know no `env`. */
const gradle: Language = { title: (name) => `Read it with System.getenv("${name}")`, read: (name) => `System.getenv("${name}")` };
/** A script of k6 reads its environment by another name, and the title is made before the text is read. */
const script: Language = { title: (name) => `Read it from the environment as ${name}`, read: (name) => `process.env.${name}` };
/** A script of k6, which has no `process`. */
const isLoadTest = ({ text }: Document): boolean => /^[ \t]{0,20}import\b[^\n;]{0,200}["']k6(?:\/[\w/-]{1,60})?["']/m.test(text);
/** An attribute of JSX takes an expression in braces. TypeScript wants to be told that what stood where a string is asked for is one. */
const typedScript: Language = {
  ...script,
  read: (name, { before, document, start }) => {
    if (isLoadTest(document)) return `__ENV.${name}`;
    const read = script.read(name, { before } as Place) + (/\.[cm]?tsx?$/.test(document.uri) ? '!' : '');
    return /<[A-Za-z][\w.]*\s[^<>]*[\w-]=$/.test(document.text.slice(Math.max(0, start - 400), start) + before) ? `{${read}}` : read;
  },
};
/** `os.environ["NAME"] =`, `$env:NAME =`, `Sys.setenv(NAME =`: what gives the variable its value has nothing to read. */
const assignsItself = (before: string): boolean =>
  /(?:os\.environ\[["']\w+["']\]|os\.environ\.setdefault\(["']\w+["'],|os\.putenv\(["']\w+["'],|\$env:\w+|process\.env\.\w+|process\.env\[["']\w+["']\]|ENV\[["']\w+["']\]|\$_ENV\[["']\w+["']\]|os\.Setenv\(["']\w+["'],|Sys\.setenv\(\w+|SetEnvironmentVariable\(["']\w+["'],)\s{0,4}=?\s{0,4}$/.test(
    before,
  );

/** Annotations take constants of the compiler only. */
const notInAnnotation = ({ before }: Place): readonly TextEdit[] | 'none' => (/@\w+\([^)]*$/.test(before) ? 'none' : []);

const languages: Partial<Record<Format, Language>> = {
  typescript: typedScript,
  javascript: typedScript,
  python: {
    stopsUnset: true,
    title: (name) => `Read it from os.environ["${name}"]`,
    // Bytes stay bytes; those that are no text have no place in the environment.
    read: (name, { literal }) => `os.environ["${name}"]${/^[rR]?[bB]/.test(literal) ? '.encode()' : ''}`,
    around: ({ document, uri, literal }) => (/^[bB][^\n]*\\x/.test(literal) ? 'none' : importOs(document, uri)),
  },
  go: {
    title: (name) => `Read it with os.Getenv("${name}")`,
    read: (name) => `os.Getenv("${name}")`,
    around(place) {
      // The tag of a field is a constant of the compiler.
      if (isFieldTag(place)) return 'none';
      const declared = replaced(place, /^(\s*)const(?=\s+\w)/, 'var');
      // One of several constants in brackets.
      if (
        declared.length === 0 &&
        /^\s+\w+(?:\s+string)?\s*=\s*$/.test(place.before) &&
        /\bconst\s*\([^)]*$/.test(place.document.text.slice(Math.max(0, place.start - 4000), place.start))
      )
        return 'none';
      return [...importGoOs(place), ...declared];
    },
  },
  java: { title: (name) => `Read it with System.getenv("${name}")`, read: (name) => `System.getenv("${name}")`, around: notInAnnotation },
  kotlin: {
    title: (name) => `Read it with System.getenv("${name}")`,
    read: (name) => `System.getenv("${name}")`,
    around: (place) => (notInAnnotation(place) === 'none' ? 'none' : replaced(place, /\bconst (?=val\b)/, '')),
  },
  groovy: {
    title: (name) => `Give ${name} as a credential of Jenkins or in the environment`,
    read: (name, { document, start, before }) =>
      /\benvironment\s*\{[^{}]*$/.test(document.text.slice(Math.max(0, start - 2000), start) + before)
        ? `credentials('${name.toLowerCase().replaceAll('_', '-')}')`
        : `env.${name}`,
  },
  csharp: {
    title: (name) => `Read it with Environment.GetEnvironmentVariable("${name}")`,
    read: (name) => `System.Environment.GetEnvironmentVariable("${name}")`,
    around(place) {
      if (!/\bconst\b/.test(place.before)) return /\[\w+\([^)]*$/.test(place.before) ? 'none' : [];
      const field = replaced(place, /\bconst(?=\s+string\b)/, 'static readonly');
      return /\b(?:public|private|protected|internal)\b/.test(place.before) && field.length > 0 ? field : 'none';
    },
  },
  ruby: { title: (name) => `Read it with ENV.fetch("${name}")`, read: (name) => `ENV.fetch("${name}")`, stopsUnset: true },
  php: {
    title: (name) => `Read it with getenv('${name}')`,
    read: (name) => `getenv('${name}')`,
    // Constants, properties and defaults of parameters take no call.
    around: ({ before }) =>
      /\b(?:const|private|protected|public|static|var|readonly)\b[^;{]*$|\bfunction\b[^{]*$/.test(before) ? 'none' : [],
  },
  rust: {
    stopsUnset: true,
    title: (name) => `Read it from ${name} in the environment; a constant gets it when it is compiled`,
    read(name, { before, after, literal }) {
      const isBytes = /^b["r]/.test(literal);
      if (isRustConstant(before)) return `env!("${name}")${isBytes ? '.as_bytes()' : ''}`;
      const read = `std::env::var("${name}").expect("${name} is set")`;
      // What a variable is given has to outlive the statement: it owns the bytes.
      if (isBytes) return /=\s*$/.test(before) && after[0] !== '.' ? `&${read}.into_bytes()` : `${read}.as_bytes()`;
      return /^\.(?:to_string|to_owned|into|clone|as_ref|as_bytes|as_str)\(\)/.test(after) || /\bString::from\($/.test(before)
        ? read
        : `&${read}`;
    },
    // How many bytes a variable has is not known to the compiler.
    around: ({ before, literal }) =>
      /^b["r]/.test(literal) && /(?:\*|&\s{0,4}(?:'\w{1,40}\s{1,4})?\[u8;[^\]]{1,60}\]\s{0,4}=)\s{0,8}$/.test(before) ? 'none' : [],
  },
  swift: {
    stopsUnset: true,
    title: (name) => `Read it from the environment as ${name}`,
    read: (name) => `ProcessInfo.processInfo.environment["${name}"]!`,
  },
  powershell: { title: (name) => `Read it from $env:${name}`, read: (name) => `$env:${name}` },
};

const expression = (read: (name: string) => string): Language => ({ title: (name) => `Read it with ${read(name)}`, read });
const elixir: Language = { ...expression((name) => `System.fetch_env!("${name}")`), stopsUnset: true };

/** Languages without a format of their own, in which a read of the environment may stand wherever a literal does. */
const byEnding = tableOf<Language>({
  r: expression((name) => `Sys.getenv("${name}")`),
  jl: { ...expression((name) => `ENV["${name}"]`), stopsUnset: true },
  pl: expression((name) => `$ENV{${name}}`),
  pm: expression((name) => `$ENV{${name}}`),
  ex: elixir,
  exs: elixir,
  lua: expression((name) => `os.getenv("${name}")`),
});

/** What only the compiler can fill in: taken from the environment of the build, so that it leaves the source at least. */
const isRustConstant = (before: string): boolean => /\b(?:const|static)\s+(?:mut\s+)?\w+\s*:[^=]{0,200}=\s*$/.test(before);

/** A raw string of Go behind a word or a bracket and a blank: the type of a field. */
function isFieldTag({ literal, before }: Place): boolean {
  const type = before.trimEnd();
  return literal.startsWith('`') && type !== before && /[\w\]}]$/.test(type) && !/\b(?:return|case)$/.test(type);
}

/** An edit of what matches in the line before the literal; none where nothing does. A group in front is kept. */
function replaced({ before, start, uri }: Place, pattern: RegExp, text: string): TextEdit[] {
  const match = pattern.exec(before);
  if (!match) return [];
  const from = start + match.index + (match[1]?.length ?? 0);
  return [{ uri, span: [from, start + match.index + match[0].length], text }];
}

function importOs(document: Document, uri: string): TextEdit[] {
  if (/^[ \t]*import\s(?:[\w,. \t]*,)?[ \t]*os\b(?![ \t]+as\b)/m.test(document.text)) return [];
  // Imports of the future come first, in every file that has any.
  const first = /^(?:import[ \t]|from[ \t]+(?!__future__)[\w.]+[ \t]+import\b)/m.exec(document.text);
  const future = /^from[ \t]+__future__[ \t][^\n]*\n/m.exec(document.text);
  const at = first ? first.index : future ? future.index + future[0].length : behindHead(document.text);
  return [{ uri, span: [at, at], text: `import os${lineEndOf(document.text)}` }];
}

/** Behind the comments that a file of Python begins with, and the text that documents it. */
function behindHead(text: string): number {
  const comments = /^(?:#[^\n]*\n)*/.exec(text)![0].length;
  const open = /^\s{0,80}[rR]?("""|''')/.exec(text.slice(comments, comments + 100));
  if (!open) return comments;
  const close = text.indexOf(open[1]!, comments + open[0].length);
  const end = close < 0 ? -1 : text.indexOf('\n', close);
  return end < 0 ? comments : end + 1;
}

function importGoOs({ document, uri }: Place): TextEdit[] {
  const { text } = document;
  if (/^[ \t]*(?:import[ \t]+)?(?:\w+[ \t]+)?"os"[ \t]*\r?$/m.test(text)) return [];
  const end = lineEndOf(text);
  const block = /^import\s*\([ \t]*\r?\n/m.exec(text);
  if (block) return [{ uri, span: [block.index + block[0].length, block.index + block[0].length], text: `\t"os"${end}` }];
  const one = /^import\s+(?:\w+\s+)?"[^"\n]*"[ \t]*\r?\n/m.exec(text) ?? /^package\s+\w+[ \t]*\r?\n/m.exec(text);
  if (!one) return [];
  const at = one.index + one[0].length;
  return [{ uri, span: [at, at], text: one[0].startsWith('package') ? `${end}import "os"${end}` : `import "os"${end}` }];
}
