// Files that stand in blocks of YAML under their names: `init.sql: |` in a map of settings. Found in the text, so that a template
// with holes is read too. Their lines keep the indentation of the block.
import type { Span } from '../text/text.ts';

export interface FileBlock {
  /** As the key says it: `server.properties`. */
  readonly name: string;
  readonly body: Span;
}

/** The blocks under keys that are names of files, in their order. */
export function* fileBlocksIn(text: string): Generator<FileBlock> {
  for (const match of text.matchAll(
    /^([ \t]{0,80})["']?([\w./-]{1,200}\.[A-Za-z]\w{0,15})["']?[ \t]*:[ \t]*[|>][-+\d]{0,3}[ \t]*(?:#[^\n]{0,200})?\r?\n/gm,
  ))
    yield { name: match[2]!, body: blockAt(text, match.index + match[0].length, match[1]!.length) };
}

/** From `start` to the first line that is indented no deeper than the key of the block. */
export function blockAt(text: string, start: number, indent: number): [number, number] {
  let end = start;
  while (end < text.length) {
    const next = text.indexOf('\n', end);
    const line = text.slice(end, next < 0 ? text.length : next);
    if (line.trim() !== '' && /^[ \t]*/.exec(line)![0].length <= indent) break;
    end = next < 0 ? text.length : next + 1;
  }
  return [start, end];
}
