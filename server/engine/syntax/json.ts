// JSON text to a data tree: JSON, JSON with comments and trailing commas, and the parts of JSON5 that settings files use
// (single quotes, bare keys). Written by hand because it must keep exact places on broken text, hold its own stack
// instead of the machine's (a million brackets are a hostile file, not a crash), and stay linear. Never throws.
// It does not judge what is legal JSON beyond noting a problem where something is missing.
import type { Span } from '../text/text.ts';
import type { DataEntry, DataNode, DataProblem, DataScalar, DataTree } from './data.ts';
import { nestedDeeper } from './limits.ts';
import { tableOf } from '../table.ts';

/** Deeper brackets are read past and not kept. */
const deepest = 1000;
const mostProblems = 50;

interface Open {
  readonly close: 93 | 125;
  readonly start: number;
  readonly entries: DataEntry[];
  readonly items: DataNode[];
  /** A key whose value has not come yet. */
  key: DataScalar | undefined;
  colon: boolean;
  /** Whether a comma may come before the next item. */
  separated: boolean;
}

/** One root for a text that holds anything; several where values follow one another (JSON lines). */
export function parseJson(text: string): DataTree {
  const roots: DataNode[] = [];
  const problems: DataProblem[] = [];
  const stack: Open[] = [];
  let top: Open | undefined;
  let skipped = 0;
  let at = 0;

  const problem = (message: string, span: Span): void => {
    if (problems.length < mostProblems) problems.push({ message, span });
  };
  const endKey = (open: Open, end: number): void => {
    if (!open.key) return;
    const key = open.key;
    problem('a key without a value', key.span);
    const value: DataScalar = { kind: 'scalar', value: null, span: [end, end], inner: [end, end], style: 'json-word', exact: false };
    open.entries.push({ key, value, span: [key.span[0], end] });
    open.key = undefined;
    open.colon = false;
  };
  const put = (node: DataNode): void => {
    if (!top) {
      const last = roots.at(-1);
      // Lists and mappings may follow one another in a stream; words would run together.
      if (last?.span[1] === node.span[0] && (last.kind === 'scalar' || node.kind === 'scalar'))
        problem('nothing stands between two values', [node.span[0], node.span[0]]);
      roots.push(node);
      return;
    }
    if (!top.separated) problem('a comma is missing', [node.span[0], node.span[0]]);
    if (top.close === 93) {
      top.items.push(node);
      top.separated = false;
    } else if (top.key && top.colon) {
      top.entries.push({ key: top.key, value: node, span: [top.key.span[0], node.span[1]] });
      top.key = undefined;
      top.colon = false;
      top.separated = false;
    } else if (node.kind === 'scalar') {
      endKey(top, top.key?.span[1] ?? 0);
      top.key = node;
    } else {
      problem('a key is missing', [node.span[0], node.span[0]]);
    }
  };
  const close = (end: number): void => {
    const open = stack.pop()!;
    endKey(open, open.key?.span[1] ?? end);
    top = stack.at(-1);
    const span: Span = [open.start, end];
    put(
      open.close === 93
        ? { kind: 'list', notation: 'json', items: open.items, flow: true, span }
        : { kind: 'map', notation: 'json', entries: open.entries, flow: true, span },
    );
  };

  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === 32 || code === 10 || code === 13 || code === 9 || code === 0xa0 || code === 0xfeff) {
      at++;
    } else if (code === 34 || code === 39) {
      const scalar = readString(text, at, code);
      if (!scalar.closed) problem('a string is not closed', scalar.node.span);
      put(scalar.node);
      at = scalar.node.span[1];
    } else if (code === 123 || code === 91) {
      if (stack.length >= deepest) {
        if (skipped === 0) problem(nestedDeeper(deepest), [at, at + 1]);
        skipped++;
      } else {
        top = { close: code === 91 ? 93 : 125, start: at, entries: [], items: [], key: undefined, colon: false, separated: true };
        stack.push(top);
      }
      at++;
    } else if (code === 125 || code === 93) {
      if (skipped > 0) {
        skipped--;
      } else if (!stack.some((open) => open.close === code)) {
        problem('a bracket that was not opened', [at, at + 1]);
      } else {
        // A bracket of the other kind closes what was left open inside.
        while (top && top.close !== code) {
          problem('a bracket is not closed', [top.start, top.start + 1]);
          close(at);
        }
        close(at + 1);
      }
      at++;
    } else if (code === 44) {
      if (top) {
        endKey(top, top.key?.span[1] ?? at);
        top.separated = true;
      }
      at++;
    } else if (code === 58) {
      if (top?.key) top.colon = true;
      else problem('a colon without a key', [at, at + 1]);
      at++;
    } else if (code === 47 && text.charCodeAt(at + 1) === 47) {
      at = lineEnd(text, at);
    } else if (code === 47 && text.charCodeAt(at + 1) === 42) {
      const end = text.indexOf('*/', at + 2);
      if (end < 0) problem('a comment is not closed', [at, at + 2]);
      at = end < 0 ? text.length : end + 2;
    } else {
      const start = at;
      while (at < text.length && isWordPart(text.charCodeAt(at))) at++;
      if (at === start) at++;
      const node = wordOf(text.slice(start, at), [start, at]);
      if (typeof node.value === 'string' && !(top?.close === 125 && !top.key)) problem('a word that is no value', node.span);
      put(node);
    }
  }
  if (top) problem('a bracket is not closed', [top.start, top.start + 1]);
  while (stack.length > 0) close(text.length);
  return { roots, problems };
}

function readString(text: string, start: number, quote: number): { node: DataScalar; closed: boolean } {
  let at = start + 1;
  let escaped = false;
  let closed = false;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === quote) {
      closed = true;
      break;
    }
    if (code === 10 || code === 13) break;
    if (code === 92) {
      escaped = true;
      at++;
    }
  }
  at = Math.min(at, text.length);
  const inner: Span = [start + 1, Math.max(start + 1, at)];
  const raw = text.slice(inner[0], inner[1]);
  const value = escaped ? unescape(raw) : raw;
  return {
    node: { kind: 'scalar', value, span: [start, closed ? at + 1 : inner[1]], inner, style: 'json-string', exact: !escaped },
    closed,
  };
}

const escapes = tableOf<string>({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t', v: '\v', 0: '\0', '\n': '', '\r': '' });

function unescape(raw: string): string {
  return raw.replace(/\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([\s\S]))/g, (_, four?: string, two?: string, one?: string) =>
    four || two ? String.fromCharCode(parseInt((four ?? two)!, 16)) : (escapes.get(one!) ?? one!),
  );
}

function wordOf(word: string, span: Span): DataScalar {
  const value =
    word === 'true'
      ? true
      : word === 'false'
        ? false
        : word === 'null'
          ? null
          : /^[-+]?(?:\d|\.\d)/.test(word) && Number.isFinite(Number(word))
            ? Number(word)
            : word;
  return { kind: 'scalar', value, span, inner: span, style: 'json-word', exact: typeof value === 'string' };
}

/** Letters, digits, `$ _ - + .` and everything beyond ASCII. */
function isWordPart(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 48 && code <= 57) ||
    code === 36 ||
    code === 95 ||
    code === 45 ||
    code === 43 ||
    code === 46 ||
    (code > 127 && code !== 0xa0 && code !== 0xfeff)
  );
}

function lineEnd(text: string, at: number): number {
  for (; at < text.length; at++) if (text.charCodeAt(at) === 10 || text.charCodeAt(at) === 13) break;
  return at;
}
