// Writes the directive that suppresses a finding: in the comment form of the language, on a line of its own above the
// line that it covers. Gives nothing where a comment cannot stand there: in formats without comments, and inside a text
// that runs over several lines (a heredoc, a template literal, a block scalar that is no script).
import type { Document, Format } from '../document.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { DataNode, DataScalar } from '../syntax/data.ts';
import { keyText } from '../syntax/data.ts';
import { indentAt, lineEndOf, lineSpanAt } from '../text/text.ts';

const hash = ['# ', ''] as const;
const slashes = ['// ', ''] as const;
const angle = ['<!-- ', ' -->'] as const;

const commentForm: Readonly<Partial<Record<Format, readonly [string, string]>>> = {
  hcl: hash,
  yaml: hash,
  toml: hash,
  dotenv: hash,
  ini: hash,
  properties: hash,
  python: hash,
  ruby: hash,
  shell: hash,
  powershell: hash,
  dockerfile: hash,
  typescript: slashes,
  javascript: slashes,
  go: slashes,
  java: slashes,
  kotlin: slashes,
  csharp: slashes,
  rust: slashes,
  swift: slashes,
  php: slashes,
  groovy: slashes,
  bicep: slashes,
  sql: ['-- ', ''],
  xml: angle,
  markdown: angle,
};

/** JSON files that their own programs read with comments. */
const commentedJson =
  /(?:^|\/)(?:[^/]+\.(?:jsonc|json5|code-workspace)|tsconfig[^/]*\.json|devcontainer\.json|\.vscode\/[^/]+\.json|\.zed\/settings\.json)$/;

export interface Directive {
  readonly rule: string;
  readonly until: string;
  readonly reason: string;
}

/** The text to insert and where, in two parts around the reason so that a front can let the user type it. */
export interface DirectiveInsertion {
  readonly offset: number;
  readonly before: string;
  readonly reason: string;
  readonly after: string;
}

/** Where the directive for a finding at `offset` goes; undefined where no comment can stand. */
export function insertDirective(document: Document, offset: number, directive: Directive): DirectiveInsertion | undefined {
  const form = document.format === 'json' && commentedJson.test(document.uri) ? slashes : commentForm[document.format];
  const line = lineSpanAt(document.text, offset)[0];
  if (!form || !commentCanStandAt(document, line)) return undefined;
  const [open, close] = form;
  return {
    offset: line,
    before: `${indentAt(document.text, line)}${open}posture-ignore ${directive.rule} until=${directive.until}: `,
    reason: directive.reason,
    after: `${close}${lineEndOf(document.text)}`,
  };
}

function commentCanStandAt(document: Document, line: number): boolean {
  const { text, format } = document;
  switch (format) {
    case 'yaml':
      return !insideYamlText(document.tree(parseYaml).roots, text, line);
    case 'hcl':
    case 'shell':
    case 'ruby':
    case 'php':
      return !continued(text, line) && !insideHeredoc(text, 0, line);
    case 'typescript':
    case 'javascript':
    case 'go':
    case 'groovy':
      return !insideQuotes(text, line, format === 'groovy' ? ['"""', "'''"] : ['`']);
    case 'python':
    case 'toml':
    case 'kotlin':
    case 'java':
    case 'swift':
      return !continued(text, line) && !insideQuotes(text, line, ['"""', "'''"]);
    case 'dotenv':
    case 'properties':
    case 'dockerfile':
    case 'powershell':
      return !continued(text, line);
    default:
      return true;
  }
}

/** True when the line before goes on in this one, so that a comment between them would end it. */
function continued(text: string, line: number): boolean {
  const before = text.slice(0, line).replace(/\r?\n?$/, '');
  return before.endsWith('\\') || before.endsWith('`');
}

/** A heredoc that is open at `line`. */
function insideHeredoc(text: string, from: number, line: number): boolean {
  let ending: string | undefined;
  for (let at = from; at < line;) {
    const [start, end] = lineSpanAt(text, at);
    const content = text.slice(start, end);
    if (ending === undefined) ending = /<<[-~]?\s*["']?([A-Za-z_][A-Za-z0-9_]*)["']?/.exec(content)?.[1];
    else if (content.trim() === ending) ending = undefined;
    at = end + (text.startsWith('\r\n', end) ? 2 : 1);
  }
  return ending !== undefined;
}

/** Whether one of the long quotes is open at `line`. Strings and comments on one line are stepped over. */
function insideQuotes(text: string, line: number, longQuotes: readonly string[]): boolean {
  for (let at = 0; at < line; at++) {
    const long = longQuotes.find((quote) => text.startsWith(quote, at));
    if (long) {
      at += long.length;
      while (at < text.length && !text.startsWith(long, at)) at += text[at] === '\\' ? 2 : 1;
      if (at >= line) return true;
      at += long.length - 1;
    } else if (text[at] === '"' || text[at] === "'") {
      at = endOfShortString(text, at);
    } else if (text.startsWith('//', at) || text[at] === '#') {
      at = lineSpanAt(text, at)[1];
    } else if (text.startsWith('/*', at)) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0 || end >= line) return false;
      at = end + 1;
    }
  }
  return false;
}

function endOfShortString(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === text[start]) return at;
    else if (text[at] === '\n') return start;
  }
  return start;
}

/** Keys whose block scalars are shell scripts, in which `#` is a comment as well. */
const scripts = new Set(['run', 'script', 'before_script', 'after_script']);

function insideYamlText(roots: readonly DataNode[], text: string, line: number): boolean {
  const pending: { node: DataNode; key: string | undefined }[] = roots.map((node) => ({ node, key: undefined }));
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { node, key } = next;
    if (node.kind === 'alias' || node.span[0] >= line || node.span[1] <= line) continue;
    if (node.kind === 'scalar')
      return !(node.style === 'literal' && key !== undefined && scripts.has(key) && commentFitsScript(node, text, line));
    if (node.kind === 'list') for (const item of node.items) pending.push({ node: item, key });
    else for (const entry of node.entries) pending.push({ node: entry.value, key: keyText(entry) });
  }
  return false;
}

function commentFitsScript(script: DataScalar, text: string, line: number): boolean {
  return !continued(text, line) && !insideHeredoc(text, script.inner[0], line);
}
