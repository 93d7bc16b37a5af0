// The `permissions` of a workflow or a job: one word for all scopes, or scopes with their access.
import type { Entry, Leaf } from '../value.ts';
import { lineSpanAt } from '../../text/text.ts';
import type { TokenPermissions } from '../workflow.ts';

/** Permissions of the entry `permissions`. An empty mapping, or nothing after the colon, grants nothing and has no scopes. */
export function readPermissions(entry: Entry, source: string): TokenPermissions {
  const { value } = entry;
  const base = { at: value.at, key: entry.key.at, value };
  if (value.kind === 'mapping') {
    return {
      ...base,
      scopes: value.entries.flatMap((scope) => {
        const access = scope.value;
        if (scope.key.kind !== 'scalar' || !isLeaf(access)) return [];
        return [
          {
            name: String(scope.key.value),
            access,
            at: scope.key.at,
            commented: isCommented(source, scope.key.at.span[0], access.at.span[1]),
          },
        ];
      }),
    };
  }
  if (isLeaf(value) && !(value.kind === 'scalar' && value.value === null)) return { ...base, all: value, scopes: [] };
  return { ...base, scopes: [] };
}

function isLeaf(value: Entry['value']): value is Leaf {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}

/** A comment behind the value, or alone on the line above the key. */
function isCommented(source: string, start: number, end: number): boolean {
  const line = lineSpanAt(source, end);
  if (source.slice(end, line[1]).includes('#')) return true;
  const [from] = lineSpanAt(source, start);
  if (from === 0) return false;
  const above = lineSpanAt(source, from - 1);
  return source.slice(above[0], above[1]).trimStart().startsWith('#');
}
