// Resources of Teleport in YAML: one a document of a file.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { entryOf, leavesOf, textOf, valueAt } from '../value.ts';
import { readTeleport, teleportKind } from './resource.ts';

export const teleportReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readResources(document)])),
};

function readResources(document: Document): Facts {
  const into = noFacts();
  for (const root of document.tree(parseYaml).roots) {
    const value = valueOf(root, document.uri);
    const kind = value.kind === 'mapping' ? teleportKind(value) : undefined;
    if (value.kind !== 'mapping' || !kind) continue;
    const metadata = valueAt(value, 'metadata');
    const name = leavesOf(valueAt(metadata, 'name'))[0];
    const address = `${kind}/${textOf(name) ?? '?'}`;
    readTeleport(
      {
        kind,
        metadata,
        spec: valueAt(value, 'spec'),
        anchor: `teleport|${document.uri}|${address}`,
        enabled: 'yes',
        carrier: { dialect: 'teleport', kind, address, block: value.at, head: entryOf(value, 'kind')!.at },
      },
      into,
    );
  }
  return into;
}
