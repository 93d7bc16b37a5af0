// Scripts that take others in: `source lib.sh`, `. "$(dirname "$0")/env.sh"`. The text of the other script is put behind the line
// that takes it in, all readers of commands read the whole, and every place goes back to the file that it is from. Each file is
// read by itself too: of the whole only what one of the others decides counts. A path that begins with what a shell works out is
// looked for beside the script, then from the root. Nothing is known of a path with a variable further on.
import { createDocument, type Document } from '../../document.ts';
import type { ReadContext, Reader } from '../../readers.ts';
import type { Place, Span } from '../../text/text.ts';
import { keepDecided } from '../handed-facts.ts';
import { resolvePath } from '../kustomize/paths.ts';
import { noFacts, type Facts } from '../types.ts';

const taking = /^[ \t]*(?:\[[^\n]{1,120}?\][ \t]*&&[ \t]*)?(?:source|\.)[ \t]+([^\n]{1,300})[^\n]*\n?/gm;
/** What a shell works out before the path: the folder of the script, or one that a variable holds. */
const workedOut = /^(?:\$\((?:[^()]|\([^()]{0,80}\)){0,160}\)|\$\{[^{}]{1,80}\}|\$\w{1,60})\//;
const plainPath = /^(?!\/)[\w./@+-]{1,200}(?=$|[\s;&|#])/;

const mostFiles = 8;
const mostText = 300_000;

/** A part of the whole: where it begins there, and which part of which file it is. */
interface Part {
  readonly start: number;
  readonly uri: string;
  readonly span: Span;
}

interface Whole {
  readonly document: Document;
  readonly parts: readonly Part[];
}

/** The script with the others in it, under its own name; undefined where none of them is in the workspace. */
export function withTakenIn(script: Document, { neighbour }: ReadContext): Whole | undefined {
  const parts: Part[] = [];
  const texts: string[] = [];
  const seen = new Set([script.uri]);
  let length = 0;
  const add = ({ uri, text }: Document, start: number, end: number): void => {
    if (end <= start) return;
    parts.push({ start: length, uri, span: [start, end] });
    texts.push(text.slice(start, end));
    length += end - start;
  };
  const put = (document: Document): void => {
    let done = 0;
    for (const match of document.text.matchAll(taking)) {
      const other = find(match[1]!, document.uri);
      if (!other || seen.size > mostFiles || length + other.text.length > mostText) continue;
      seen.add(other.uri);
      const end = match.index + match[0].length;
      add(document, done, end);
      done = end;
      put(other);
      // A line of its own, whatever the other one ends with.
      texts.push('\n');
      length++;
    }
    add(document, done, document.text.length);
  };
  const find = (written: string, from: string): Document | undefined => {
    const path = plainPath.exec(written.replace(/["']/g, '').replace(workedOut, ''))?.[0];
    // Beside the script, then from the root.
    for (const base of path === undefined ? [] : [from, '']) {
      const uri = resolvePath(base, path!);
      if (uri !== undefined && seen.has(uri)) return undefined;
      const other = uri === undefined ? undefined : neighbour(uri);
      if (other) return other;
    }
    return undefined;
  };
  put(script);
  return seen.size > 1 ? { document: createDocument(script.uri, texts.join(''), script.format), parts } : undefined;
}

/** Facts of a script with the others in it, by the readers of single scripts. */
export function readTakenIn(script: Document, context: ReadContext, readers: readonly Reader[]): Facts {
  const facts = noFacts();
  const whole = withTakenIn(script, context);
  for (const reader of whole ? readers : []) {
    const read = reader.read([whole!.document], context).get(script.uri);
    const { grants, trusts } = placedAnew(read ?? noFacts(), script.uri, whole!.parts);
    keepDecided({ ...noFacts(), grants: grants.filter(isOfBoth), trusts: trusts.filter(isOfBoth) }, (uri) => uri === script.uri, facts);
  }
  return facts;

  function isOfBoth(fact: object): boolean {
    const uris = new Set<string>();
    collectUris(fact, uris);
    return uris.has(script.uri) && uris.size > 1;
  }
}

function isPlace(value: object): value is Place {
  return 'uri' in value && 'span' in value;
}

function collectUris(value: unknown, into: Set<string>): void {
  if (value === null || typeof value !== 'object') return;
  if (isPlace(value)) into.add(value.uri);
  else for (const part of Object.values(value)) collectUris(part, into);
}

/** Plain data with each place of the whole as the place that it has in its file, and anchors that say that it was read so. */
function placedAnew<T>(value: T, uri: string, parts: readonly Part[]): T {
  const change = (one: unknown): unknown => {
    if (one === null || typeof one !== 'object') return one;
    if (Array.isArray(one)) return one.map(change);
    if (isPlace(one)) return one.uri === uri ? placeIn(one.span, parts) : one;
    return Object.fromEntries(
      Object.entries(one).map(([key, part]) => [
        key,
        key === 'anchor' && typeof part === 'string' ? part.replace(`|${uri}|`, `|${uri}|taken in|`) : change(part),
      ]),
    );
  };
  return change(value) as T;
}

function placeIn([start, end]: Span, parts: readonly Part[]): Place {
  const part = parts.findLast((one) => one.start <= start) ?? parts[0]!;
  const [from, to] = part.span;
  const at = Math.min(to, from + start - part.start);
  return { uri: part.uri, span: [at, Math.min(to, Math.max(at, from + end - part.start))] };
}
