// Programs of Pulumi in YAML: `resources` by name, each with a type (`gcp:projects:IAMMember`) and properties. Expressions
// (`${…}`) are holes.
import type { Document } from '../../document.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { mappingFrom } from '../terraform/made-values.ts';
import { readPulumiAzure } from '../typescript/pulumi-azure.ts';
import type { Carrier, Facts } from '../types.ts';
import { patternOf, textOf, valueAt, type Leaf, type Mapping, type Value } from '../value.ts';
import { readProviderResource } from './resource.ts';
import { typeOfPulumi } from './types.ts';

export function readPulumiYaml(document: Document, into: Facts): void {
  const { uri } = document;
  for (const root of document.format === 'json' ? document.tree(parseJson).roots : document.tree(parseYaml).roots) {
    const resources = valueAt(valueOf(root, uri), 'resources');
    if (resources?.kind !== 'mapping') continue;
    for (const { key, value } of resources.entries) {
      const type = valueAt(value, 'type');
      const [provider, module, name] = (textOf(type) ?? '').split(':');
      const properties = valueAt(value, 'properties');
      if (type?.kind !== 'scalar' || name === undefined || properties?.kind !== 'mapping') continue;
      const args = withHoles(properties);
      const [kind, title, head] = [`${module!.replace(/\/.*/, '')}.${name}`, textOf(key) ?? '?', type.at];
      const known = typeOfPulumi(provider!, module!, name);
      if (known !== undefined) readProviderResource({ type: known, kind, name: title, args, dialect: 'pulumi', head, block: value.at }, into);
      else if (provider === 'azure-native') {
        const carrier: Carrier = { dialect: 'pulumi', kind, address: `${kind}.${title}`, block: value.at, head };
        readPulumiAzure({ type: kind, args, carrier, anchor: `pulumi|${uri}|${carrier.address}`, uri, head }, provider, into);
      }
    }
  }
}

/** Text with expressions as text with holes. */
function withHoles(value: Mapping): Mapping {
  const convert = (one: Value, depth: number): Value => {
    if (depth > 12) return one;
    if (one.kind === 'list') return { ...one, items: one.items.map((item) => convert(item, depth + 1)) };
    if (one.kind === 'mapping') return { ...mappingFrom(one.entries.map((entry) => ({ ...entry, value: convert(entry.value, depth + 1) })), one.at), complete: one.complete };
    return one.kind === 'scalar' && typeof one.value === 'string' && one.value.includes('${') ? holed(one) : one;
  };
  return convert(value, 0) as Mapping;
}

function holed(leaf: Leaf): Leaf {
  const pattern = patternOf(leaf).replace(/\$\{[^}]{0,300}\}/g, '\0');
  const { at, token, via, encoding } = leaf;
  return /^\0+$/.test(pattern) ? { kind: 'unknown', why: 'an expression of Pulumi', at, token, via, encoding, editable: false } : { kind: 'partial', pattern, at, token, via, encoding, editable: false };
}
