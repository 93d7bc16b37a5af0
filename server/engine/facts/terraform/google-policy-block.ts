// `data.google_iam_policy` as the JSON it writes: bindings of a role to members, with the tokens where they stand.
import { viewOf } from './blocks.ts';
import type { Scope } from './evaluate.ts';
import { written } from './made.ts';
import type { Resource } from './module.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Entry, Mapping, Value } from '../value.ts';

export function googlePolicyValue(resource: Resource, scope: Scope): Mapping {
  const place = { uri: resource.uri, span: resource.block.span };
  const view = viewOf(resource.block.body, { uri: resource.uri, span: resource.block.head }, place, scope);
  const bindings = view.blocks('binding').map((binding): Mapping => {
    const entries: Entry[] = [];
    for (const name of ['role', 'members']) {
      const value = binding.attribute(name);
      const at = binding.placeOf(name);
      if (value && at) entries.push(entryFrom(name, at.name, value, at.all));
    }
    for (const condition of binding.blocks('condition').slice(0, 1)) {
      const parts = ['title', 'expression', 'description'].flatMap((name) => {
        const value = condition.attribute(name);
        const at = condition.placeOf(name);
        return value && at ? [entryFrom(name, at.name, value, at.all)] : [];
      });
      entries.push(entryFrom('condition', condition.head, mappingFrom(parts, condition.block), condition.block));
    }
    return mappingFrom(entries, binding.block);
  });
  const list: Value = { kind: 'list', items: bindings, complete: true, ...written(resource.uri, resource.block.span), editable: false };
  return mappingFrom([entryFrom('bindings', place, list, place)], place);
}
