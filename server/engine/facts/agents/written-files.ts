// Settings of agents that a script or an image writes: a text behind `<<EOF`, or what `echo` is given in single quotes, that goes
// to a file by whose name agents know their settings. Read as the file would be, at the places of the script.
import { createDocument, formatOf, type Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import type { Span } from '../../text/text.ts';
import { heredocsIn } from '../heredocs.ts';
import { noFacts, type Facts } from '../types.ts';
import { agentFileKindOf } from './file-kinds.ts';
import { readAgentFile } from './reader.ts';

/** `echo '{…}' > ~/.claude/settings.json`, and the same with `printf`. */
const printed =
  /\b(?:echo|printf)[ \t]{1,10}(?:-\w{1,3}[ \t]{1,10})?'([^'\\]{2,8000})'[ \t]{0,10}>{1,2}[ \t]{0,10}["']?([^\s"'<>|;&]{1,300})/g;
/** What stands before a file's own path: a home, a root, a folder of a variable. */
const before = /^(?:~|\$\{?\w{1,60}\}?|\$\([^()]{1,80}\))(?=\/)/;

export const writtenSettingsReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

function readDocument(document: Document): Facts {
  const { text, uri } = document;
  const facts = noFacts();
  const written = [
    ...heredocsIn(text).flatMap(({ body, path }) => (path === undefined ? [] : [{ body, path }])),
    ...[...text.matchAll(printed)].map((match) => {
      const from = match.index + match[0].indexOf("'") + 1;
      return { body: [from, from + match[1]!.length] as Span, path: match[2]! };
    }),
  ];
  for (const { body, path } of written) {
    const name = path.replace(before, '');
    const kind = agentFileKindOf(name);
    const own = text.slice(...body);
    if (!kind || kind.syntax === 'front-matter' || (kind.words && !kind.words.some((word) => own.includes(word)))) continue;
    // The same text at the same place, and nothing around it.
    const alone = text.slice(0, body[0]).replace(/[^\n\r]/g, ' ') + own;
    const read = readAgentFile(createDocument(uri, alone, formatOf(name)), kind);
    facts.agents.push(...read.agents);
    facts.identities.push(...read.identities);
  }
  return facts;
}
