// What a repair of a secret is, and what several of them are made of: the line or the entry that goes, the name that the
// environment gets. What is written instead is for the notation of the place to say.
import { removeEntry, removeItem } from '../../server/engine/edit/printer.ts';
import type { Located } from '../../server/engine/edit/locate.ts';
import type { Document } from '../../server/engine/document.ts';
import { valueOf } from '../../server/engine/facts/data-value.ts';
import type { FileChange, FixContext, TextEdit } from '../../server/engine/fix.ts';
import { keyText } from '../../server/engine/syntax/data.ts';
import type { Span } from '../../server/engine/text/text.ts';

export interface Repair {
  readonly title: string;
  /** The edits; undefined where the text as it stands does not allow them. */
  edits(document: Document, context: FixContext): readonly TextEdit[] | undefined;
  readonly create?: readonly FileChange[];
}

/** The name, without a value, in the file that shows which names there are. */
export const namedInExample = (name: string): readonly FileChange[] => [{ uri: '.env.example', appendLines: [`${name}=`] }];

/** The removal of the lines of a span, of which nothing else stands on them. */
export function wholeLine({ text, uri }: Document, span: Span): TextEdit {
  let [start, end] = span;
  while (start > 0 && ' \t'.includes(text[start - 1]!)) start--;
  while (end < text.length && ' \t\r'.includes(text[end]!)) end++;
  if (text[end] === '\n') end++;
  return { uri, span: [start, end], text: '' };
}

/**
 * The removal of a scalar with the key or the dash that it is given to, and of what would be left empty by that, up to the
 * entry named `outermost`. Undefined where others refer to what would go, or where it stands under no such entry.
 */
export function entryTakenOut(document: Document, chain: readonly Located[], outermost: string): TextEdit | undefined {
  const top = chain.findLastIndex(({ entry }) => entry !== undefined && keyText(entry) === outermost);
  let at = chain.length - 1;
  if (top < 0) return undefined;
  for (; at > top && sizeOf(chain[at]!) === 1; at--) if (chain[at]!.node.anchor !== undefined) return undefined;
  const { node, parent, entry } = chain[at]!;
  if (node.anchor !== undefined || !parent || sizeOf(chain[at]!) === 1) return undefined;
  if (!entry) return removeItem(valueOf(node, document.uri), document);
  const value = valueOf(parent, document.uri);
  const key = keyText(entry);
  return value.kind === 'mapping' && key !== undefined ? removeEntry(value, key, document) : undefined;
}

const sizeOf = ({ parent }: Located): number =>
  parent === undefined ? 0 : parent.kind === 'map' ? parent.entries.length : parent.items.length;
