// The `permissions` of a workflow or a job: one word for all scopes, or scopes with their access.
import type { Entry, Leaf } from '../value.ts';
import type { TokenPermissions } from '../workflow.ts';

/** Permissions of the entry `permissions`. An empty mapping, or nothing after the colon, grants nothing and has no scopes. */
export function readPermissions(entry: Entry): TokenPermissions {
  const { value } = entry;
  const base = { at: value.at, key: entry.key.at, value };
  if (value.kind === 'mapping') {
    return {
      ...base,
      scopes: value.entries.flatMap((scope) => {
        const access = scope.value;
        if (scope.key.kind !== 'scalar' || !isLeaf(access)) return [];
        return [{ name: String(scope.key.value), access, at: scope.key.at }];
      }),
    };
  }
  if (isLeaf(value) && !(value.kind === 'scalar' && value.value === null)) return { ...base, all: value, scopes: [] };
  return { ...base, scopes: [] };
}

function isLeaf(value: Entry['value']): value is Leaf {
  return value.kind === 'scalar' || value.kind === 'partial' || value.kind === 'unknown';
}
