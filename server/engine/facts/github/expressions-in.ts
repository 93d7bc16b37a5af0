// Collects the expressions of every string under a value, with the key that each stands under.
import type { Expression } from '../workflow.ts';
import type { Entry, Leaf, Value } from '../value.ts';
import { findExpressions, parseCondition } from './expression.ts';
import { writtenText } from './written-text.ts';

/** Expressions in all leaves under a value, keys of mappings included. `where` and `key` name the place. */
export function expressionsIn(value: Value | undefined, source: string, where: string, key: string | undefined, into: Expression[]): void {
  if (!value) return;
  switch (value.kind) {
    case 'scalar':
    case 'partial':
    case 'unknown':
      readLeaf(value, source, where, key, into);
      return;
    case 'list':
      for (const item of value.items) expressionsIn(item, source, where, key, into);
      return;
    case 'mapping':
      for (const entry of value.entries) {
        const name = key ?? nameOf(entry);
        readLeaf(entry.key, source, where, name, into);
        expressionsIn(entry.value, source, where, name, into);
      }
      return;
    case 'choice':
      for (const option of value.options) expressionsIn(option, source, where, key, into);
  }
}

function nameOf(entry: Entry): string | undefined {
  return entry.key.kind === 'scalar' ? String(entry.key.value) : undefined;
}

function readLeaf(leaf: Leaf, source: string, where: string, key: string | undefined, into: Expression[]): void {
  if (leaf.kind !== 'scalar' || typeof leaf.value !== 'string') return;
  const implicit = where === 'if' && !leaf.value.includes('${{');
  if (!implicit && !leaf.value.includes('${{')) return;
  const written = writtenText(leaf, source);
  if (!written) return;
  const named = key === undefined ? {} : { key };
  if (implicit) {
    const tree = parseCondition(written);
    into.push({ at: leaf.at, where, ...named, leaf, ...(tree ? { tree } : {}) });
    return;
  }
  for (const found of findExpressions(written)) {
    into.push({ at: { uri: leaf.at.uri, span: found.at }, where, ...named, leaf, ...(found.tree ? { tree: found.tree } : {}) });
  }
}
