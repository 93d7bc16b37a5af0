// The text of an attribute that holds another language, with where it begins: a heredoc, a string, a template of a program.
import type { Place } from '../../text/text.ts';
import type { Reading } from './resource.ts';

export interface WrittenText {
  readonly text: string;
  readonly uri: string;
  /** Where the text begins in its document. */
  readonly offset: number;
  /** Where escapes move the parts of the text: the place of all of it. */
  readonly whole?: Place;
}

/** The text of an attribute as it is written; undefined for what is no text, or is not known. */
export function writtenText({ view, instance }: Reading, attribute: string): WrittenText | undefined {
  const value = view.attribute(attribute);
  if (value?.kind !== 'scalar' && value?.kind !== 'partial') return undefined;
  const {
    uri,
    span: [start, end],
  } = value.at;
  if (value.encoding === 'hcl-heredoc') {
    const source = instance.scope.module.documents.get(uri)?.text.slice(start, end);
    return source === undefined ? undefined : { text: source, uri, offset: start };
  }
  if (value.kind !== 'scalar' || typeof value.value !== 'string') return undefined;
  // A text whose length is that of its token stands there as it is: a template of TypeScript, a string without escapes.
  return end - start === value.value.length
    ? { text: value.value, uri, offset: start }
    : { text: value.value, uri, offset: 0, whole: value.at };
}
