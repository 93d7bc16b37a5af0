// AWS resources of Terraform whose own settings let somebody in, given to the table that all dialects share.
import { readAwsSettings, terraformKinds } from '../aws/settings.ts';
import type { Value } from '../value.ts';
import { isGuarded } from './aws-apis.ts';
import type { BlockView } from './blocks.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { Reading, ResourceReader } from './resource.ts';
import { yamlDocumentsIn } from './yaml-text.ts';

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

/** The document of an API: written in HCL, or a text of JSON or YAML. */
function documentOf({ view, instance }: Reading): Value | undefined {
  const body = view.attribute('body');
  return body && body.kind !== 'mapping' ? yamlDocumentsIn(body, instance.scope)[0] : body;
}

export const awsSettingsReaders: Readonly<Record<string, ResourceReader>> = Object.fromEntries(
  Object.entries(terraformKinds).map(([type, kind]): [string, ResourceReader] => [
    type,
    (reading) => {
      const { view } = reading;
      readAwsSettings(
        {
          kind,
          get: (name) => (name === 'body' ? documentOf(reading) : view.attribute(name)),
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
