// Providers of Terraform that write resources as the services' own APIs have them: `azapi_*` by type and body, `msgraph_*` by
// the path of Microsoft Graph. Both are read as Bicep and ARM are; what is not in the body is in the arguments.
import { readAzureResource } from '../azure/resources.ts';
import { graphTypeOf } from '../azure/graph.ts';
import { entryOf, patternOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { firstLeaf, type Reading, type ResourceReader } from './resource.ts';

/** The body with arguments that belong to it; of an update only what is written is known. */
function bodyOf(reading: Reading, updates: boolean): Mapping | undefined {
  const { view } = reading;
  const body = view.attribute('body');
  if (body?.kind !== 'mapping') return undefined;
  const given = ['name', 'tags'].flatMap((name): Entry[] => {
    const value = view.attribute(name);
    const at = view.placeOf(name)?.all;
    return value && at && !entryOf(body, name)
      ? [{ key: { kind: 'scalar', known: 'literal', value: name, at, token: at, via: [], encoding: 'none', editable: false }, value, at }]
      : [];
  });
  const open = (entry: Entry): Entry =>
    updates && textOf(entry.key) === 'properties' && entry.value.kind === 'mapping'
      ? { ...entry, value: { ...entry.value, complete: false } }
      : entry;
  return { ...body, entries: [...given, ...body.entries.map(open)], complete: body.complete && !updates };
}

const azapi =
  (updates: boolean): ResourceReader =>
  (reading) => {
    const { view, instance } = reading;
    const type = textOf(view.attribute('type'))?.split('@')[0];
    const body = bodyOf(reading, updates);
    if (!type || !body) return;
    const scope: Value | undefined = firstLeaf(view.attribute('parent_id'));
    readAzureResource(
      {
        type,
        address: instance.address,
        body,
        level: 'unknown',
        ...(scope ? { scope } : {}),
        dialect: 'terraform',
        uri: instance.resource.uri,
        head: view.head,
        block: view.block,
        enabled: instance.enabled,
      },
      reading.facts,
    );
  };

const msgraph: ResourceReader = (reading) => {
  const { view, instance, facts } = reading;
  const url = firstLeaf(view.attribute('url'));
  const body = bodyOf(reading, false);
  const type = url && graphTypeOf(patternOf(url));
  if (!body || type === undefined) return;
  readAzureResource(
    {
      type,
      address: instance.address,
      body,
      level: 'everything',
      dialect: 'terraform',
      uri: instance.resource.uri,
      head: view.head,
      block: view.block,
      enabled: instance.enabled,
    },
    facts,
  );
};

export const apiReaders: Readonly<Record<string, ResourceReader>> = {
  azapi_resource: azapi(false),
  azapi_update_resource: azapi(true),
  msgraph_resource: msgraph,
  msgraph_update_resource: msgraph,
};
