// What has to hold for any text. A law that is broken throws; everything else that throws is a broken law too.
import { PostureError } from '../../../server/workspace/errors.ts';
import { createDocument, type Document } from '../../../server/engine/document.ts';
import type { Finding } from '../../../server/engine/finding.ts';
import { applyEdits, type FixMaker, type TextEdit } from '../../../server/engine/fix.ts';
import type { Value } from '../../../server/engine/facts/value.ts';
import type { DataNode, DataTree } from '../../../server/engine/syntax/data.ts';
import { syntaxProblemsOf } from '../../../server/engine/syntax-problems.ts';

class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw';
}

export function must(holds: boolean, law: string): asserts holds {
  if (!holds) throw new BrokenLaw(law);
}

/** Runs what may refuse its input with a sentence; any other error is a mistake of ours. */
export function refusedInWords(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof PostureError)) throw error;
  }
}

/** Every `span` anywhere in plain data lies in its text; `lengthOf` gives the length of a text by its uri. */
export function spansInside(data: unknown, lengthOf: (uri: string | undefined) => number | undefined): void {
  const pending: { value: unknown; uri: string | undefined }[] = [{ value: data, uri: undefined }];
  const seen = new Set<unknown>();
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value } = next;
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const { uri, span } = value as { uri?: unknown; span?: unknown };
    const here = typeof uri === 'string' ? uri : next.uri;
    if (Array.isArray(span) && span.length === 2 && typeof span[0] === 'number') {
      const length = lengthOf(here);
      must(Number.isInteger(span[0]) && 0 <= span[0] && span[0] <= span[1], `a span turned round: ${span.join('..')}`);
      must(length === undefined || span[1] <= length, `a span past the end of ${here ?? 'the text'}: ${span.join('..')} of ${length}`);
    }
    for (const inner of Object.values(value)) pending.push({ value: inner, uri: here });
  }
}

/** Facts cross workers and caches: nothing in them is a function, least of all one that every object inherits. */
export function arePlain(facts: unknown): void {
  const pending: unknown[] = [facts];
  const seen = new Set<unknown>();
  while (pending.length > 0) {
    const value = pending.pop();
    must(typeof value !== 'function', 'a fact that holds a function');
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    pending.push(...Object.values(value));
  }
}

/** Places of a data tree fit each other and the text. `masked` is said of a tree that was read with its templates covered. */
export function treeFits(tree: DataTree, text: string, masked = false): void {
  const pending: DataNode[] = [...tree.roots];
  const seen = new Set<DataNode>();
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node)) continue;
    seen.add(node);
    const [start, end] = node.span;
    must(0 <= start && start <= end && end <= text.length, `a node outside the text: ${start}..${end}`);
    if (node.kind === 'scalar') {
      must(
        start <= node.inner[0] && node.inner[0] <= node.inner[1] && node.inner[1] <= end,
        `content outside its token: ${node.inner.join('..')} in ${start}..${end}`,
      );
      must(masked || !node.exact || node.value === text.slice(...node.inner), 'exact, and is not');
    }
    if (node.kind === 'list') pending.push(...node.items);
    if (node.kind === 'map') {
      for (const entry of node.entries) {
        must(entry.span[0] <= entry.span[1], 'an entry that ends before it begins');
        pending.push(entry.key, entry.value);
      }
    }
  }
  for (const { span } of tree.problems)
    must(0 <= span[0] && span[0] <= span[1] && span[1] <= text.length + 1, `a problem outside the text: ${span.join('..')}`);
}

/** Values of a tree, the deepest last, at most a thousand. */
export function valuesIn(root: Value): Value[] {
  const found: Value[] = [root];
  for (let at = 0; at < found.length && found.length < 1000; at++) {
    const value = found[at]!;
    if (value.kind === 'list') found.push(...value.items);
    if (value.kind === 'mapping') for (const entry of value.entries) found.push(entry.value);
    if (value.kind === 'choice') found.push(...value.options);
  }
  return found;
}

/** Edits lie in their texts and do not overlap; gives the text that they make of `document`. */
export function editedBy(edits: readonly TextEdit[], document: Document): string {
  for (const edit of edits)
    must(
      0 <= edit.span[0] && edit.span[0] <= edit.span[1] && (edit.uri !== document.uri || edit.span[1] <= document.text.length),
      `an edit outside the text: ${edit.span.join('..')}`,
    );
  return applyEdits(
    document.text,
    edits.filter((edit) => edit.uri === document.uri),
  );
}

/** What a fix makes of a text is as readable as the text was. */
export async function fixIsSound(
  maker: FixMaker,
  finding: Finding,
  documents: ReadonlyMap<string, Document>,
  today: string,
): Promise<void> {
  const fix = maker.make({ document: (uri) => documents.get(uri), today });
  if (!fix) return;
  for (const uri of new Set(fix.edits.map((edit) => edit.uri))) {
    const document = documents.get(uri);
    must(document !== undefined, `"${maker.title}" of ${finding.rule} edits ${uri}, which is not there`);
    const text = editedBy(fix.edits, document);
    const before = await syntaxProblemsOf(document);
    // A text that was broken already may be read another way after any edit.
    if (before === 0)
      must(
        (await syntaxProblemsOf(createDocument(uri, text, document.format))) === 0,
        `"${maker.title}" of ${finding.rule} leaves a text that does not parse`,
      );
  }
}
