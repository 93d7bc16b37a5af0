// AWS resources of Terraform whose own settings let somebody in, given to the table that all dialects share.
import { readAwsSettings, terraformKinds } from '../aws/settings.ts';
import type { Value } from '../value.ts';
import { isGuarded } from './aws-apis.ts';
import type { BlockView } from './blocks.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { ResourceReader } from './resource.ts';

/** A block as a mapping of its attributes and nested blocks; several blocks of one name become a list. */
function blockValue(view: BlockView, blocks: readonly string[]): Value {
  const entries = view.names().flatMap((name) => {
    const value = view.attribute(name);
    const place = view.placeOf(name);
    return value && place ? [entryFrom(name, place.name, value, place.all)] : [];
  });
  for (const name of blocks) {
    const items = view.blocks(name).map((block) => blockValue(block, blocks));
    if (items.length > 0)
      entries.push(
        entryFrom(name, view.head, { ...mappingFrom([], view.block), kind: 'list', items, complete: true } as Value, view.block),
      );
  }
  return mappingFrom(entries, view.block);
}

const nested = ['grant', 'grantee'];

export const awsSettingsReaders: Readonly<Record<string, ResourceReader>> = Object.fromEntries(
  Object.entries(terraformKinds).map(([type, kind]): [string, ResourceReader] => [
    type,
    (reading) => {
      const { view } = reading;
      readAwsSettings(
        {
          kind,
          get: (name) => view.attribute(name),
          all: (name) => view.blocks(name).map((block) => blockValue(block, nested)),
          head: view.head,
          carrier: reading.carrier(),
          anchor: (path) => reading.anchor(path),
          enabled: reading.instance.enabled,
          isGuarded: () => isGuarded(reading),
        },
        reading.facts,
      );
    },
  ]),
);
