// YAML text to a data tree: all documents of a stream. Written by hand, because a keystroke has to be answered within
// milliseconds (the general library needs ten for a thousand lines), because the tree must stand on text that is being
// typed, and because every place in it must be exact. Never throws. It reads structure and words; tags are kept and not
// understood, merge keys are entries like others. What it does not do: judge whether a file is good YAML, keep comments,
// write YAML.
import type { DataNode, DataTree } from './data.ts';
import { readBlockNode } from './yaml/block.ts';
import { atDocumentMarker, atEnd, createCursor, isBreak, problem, skipRestOfLine, skipTrivia } from './yaml/cursor.ts';

/**
 * All documents of a YAML stream, empty ones left out. What is broken is noted in `problems` and everything else is
 * read: a bad line costs that line, an open quote its line, an open bracket its entry.
 */
export function parseYaml(text: string): DataTree {
  const c = createCursor(text);
  const roots: DataNode[] = [];
  while (c.at < text.length) {
    skipTrivia(c);
    if (c.at >= text.length) break;
    if (text.charCodeAt(c.at) === 37 && c.at === c.lineStart) {
      skipRestOfLine(c);
      continue;
    }
    if (atDocumentMarker(c)) {
      c.anchors.clear();
      const ends = text.charCodeAt(c.at) === 46;
      c.at += 3;
      if (ends) {
        skipRestOfLine(c);
        continue;
      }
    }
    const before = c.at;
    const root = readBlockNode(c, -1, 0, true);
    if (root.span[0] < root.span[1] || root.tag !== undefined) roots.push(root);
    c.depth = 0;
    skipTrivia(c);
    if (!atEnd(c)) problem(c, 'text after the end of a document', [c.at, c.at + 1]);
    // Every round moves on, whatever stands there.
    if (c.at === before && !atDocumentMarker(c)) c.at++;
    else if (c.at === before && isBreak(text.charCodeAt(c.at))) c.at++;
  }
  return { roots, problems: c.problems };
}
