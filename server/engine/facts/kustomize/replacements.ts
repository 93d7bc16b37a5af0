// Replacements of kustomizations: a field of one object is put into fields of others. Each becomes the patches that it comes to
// once the objects are known. What is put into a part of a field (`delimiter`) is not followed.
import type { Document } from '../../document.ts';
import type { ReadContext } from '../../readers.ts';
import { nameOf } from '../kubernetes/objects.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { itemsOf, textOf, valueAt, type Mapping, type Value } from '../value.ts';
import { applies, documentsIn, targetOf, type Patch } from './patches.ts';

const mostReplacements = 100;

/** The patches that the replacements of a kustomization come to for these objects and for what its generators make. */
export function replacementPatches(root: Value, document: Document, context: ReadContext, objects: readonly Mapping[]): Patch[] {
  const all = itemsOf(valueAt(root, 'replacements'))
    .slice(0, mostReplacements)
    .flatMap((item) => {
      const path = valueAt(item, 'path');
      return path ? documentsIn(path, document, context).flatMap(itemsOf) : [item];
    });
  if (all.length === 0) return [];
  const sources = [...objects, ...generatedMaps(root)];
  return all.flatMap((one) => {
    const value = sourceOf(valueAt(one, 'source'), sources);
    return value ? itemsOf(valueAt(one, 'targets')).flatMap((target) => patchesFor(target, value)) : [];
  });
}

/** The field that a replacement takes; undefined where more than one object, or none, is meant. */
function sourceOf(source: Value | undefined, objects: readonly Mapping[]): Value | undefined {
  if (!source || valueAt(source, 'options')) return undefined;
  const wanted: Patch = { target: targetOf(source) };
  const [only, ...more] = objects.filter((object) => {
    const name = nameOf(object);
    return name !== undefined && applies(wanted, object, name);
  });
  return only && more.length === 0 ? fieldOf(only, partsOf(textOf(valueAt(source, 'fieldPath')) ?? 'metadata.name')) : undefined;
}

function fieldOf(object: Value, path: readonly string[]): Value | undefined {
  let current: Value | undefined = object;
  for (const part of path) current = current?.kind === 'list' ? current.items[Number(part)] : valueAt(current, part);
  return current;
}

function patchesFor(target: Value, value: Value): Patch[] {
  if (valueAt(target, 'options', 'delimiter') || valueAt(target, 'reject')) return [];
  const operations = itemsOf(valueAt(target, 'fieldPaths')).flatMap((field) => {
    const path = partsOf(textOf(field) ?? '');
    return path.length > 0 && !path.includes('*') ? [{ op: 'replace', path, value }] : [];
  });
  return operations.length > 0 ? [{ target: targetOf(valueAt(target, 'select')), operations }] : [];
}

/** `spec.containers.[name=app].image`. A dot behind a backslash, or within brackets, belongs to its part. */
function partsOf(path: string): string[] {
  return path.match(/(?:\[[^[\]]*\]|\\.|[^.\\])+/g)?.map((part) => part.replaceAll('\\.', '.')) ?? [];
}

/** ConfigMaps that the literals of generators make. */
function generatedMaps(root: Value): Mapping[] {
  return itemsOf(valueAt(root, 'configMapGenerator')).flatMap((generator) => {
    const name = valueAt(generator, 'name');
    if (!name) return [];
    const data = itemsOf(valueAt(generator, 'literals')).flatMap((literal) => {
      const whole = textOf(literal) ?? '';
      const equals = whole.indexOf('=');
      if (equals < 1) return [];
      const {
        uri,
        span: [start, end],
      } = literal.at;
      // Behind the mark, where the text stands as it is.
      const at = end - start === whole.length ? { uri, span: [start + equals + 1, end] as const } : literal.at;
      return [entryFrom(whole.slice(0, equals), literal.at, wordAt(whole.slice(equals + 1), at), literal.at)];
    });
    const { at } = generator;
    return [
      mappingFrom(
        [
          entryFrom('apiVersion', at, wordAt('v1', at), at),
          entryFrom('kind', at, wordAt('ConfigMap', at), at),
          entryFrom('metadata', at, mappingFrom([entryFrom('name', name.at, name, name.at)], at), at),
          entryFrom('data', at, mappingFrom(data, at), at),
        ],
        at,
      ),
    ];
  });
}
