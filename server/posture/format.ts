// The one form of a record: fixed order of fields, an empty line between them, sorted lists, one line for the approval.
// What a person wrote is never lost: a record with a comment, or with anything else that the form has no place for, is left.
import type { DataNode } from '../engine/syntax/data.ts';
import { parseYaml } from '../engine/syntax/yaml.ts';
import { identitiesFolder, printIdentity, readIdentity } from './identity-file.ts';
import { printDecision, readDecision } from './record.ts';
import type { RecordProblem } from './strict-yaml.ts';

/** The text as it should be, or what stands in the way. `path` is relative to the root and says which kind of record it is. */
export function formatRecord(text: string, path: string): { readonly text: string } | { readonly problems: readonly RecordProblem[] } {
  const formatted = path.includes(`${identitiesFolder}/`) ? identity(text, path) : decision(text, path);
  if ('problems' in formatted) return formatted;
  const comment = commentIn(text);
  return comment === undefined
    ? formatted
    : {
        problems: [
          {
            message: 'there is a comment here, and a record has no place for one: say it in the reason or purpose',
            span: [comment, comment + 1],
          },
        ],
      };
}

/** Whether a file says exactly this. Its line ends are for git to choose, which writes CRLF into the working trees of Windows. */
export function isWrittenAs(file: string, text: string): boolean {
  return file.replaceAll('\r\n', '\n') === text;
}

function decision(text: string, path: string) {
  const { decision: read, problems } = readDecision(text, path, true);
  return read ? { text: printDecision(read) } : { problems };
}

function identity(text: string, path: string) {
  const { record, problems } = readIdentity(text, path, true);
  return record ? { text: printIdentity(record) } : { problems };
}

/** Where a comment begins: at a `#` that no value holds. */
function commentIn(text: string): number | undefined {
  const held: (readonly [number, number])[] = [];
  const pending: DataNode[] = [...parseYaml(text).roots];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.kind === 'map') for (const { key, value } of node.entries) pending.push(key, value);
    else if (node.kind === 'list') pending.push(...node.items);
    else held.push(node.span);
  }
  for (let at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
    if (!held.some(([start, end]) => start <= at && at < end)) return at;
  }
  return undefined;
}
