// Azure resources of Terraform whose own settings decide who gets in, given to the table that all dialects share.
import { readAzureSettings, type AzureSettings } from '../azure/settings.ts';
import type { WrittenIdentity } from '../azure/workloads.ts';
import type { BlockView } from './blocks.ts';
import type { Reading } from './resource.ts';

/** Attributes of a block and of the blocks in it, by a path. */
function asking(view: BlockView): Pick<AzureSettings, 'get' | 'all'> {
  return {
    get([name, ...rest]) {
      if (name === undefined) return undefined;
      if (rest.length === 0) return view.attribute(name);
      return view
        .blocks(name)
        .map((block) => asking(block).get(rest))
        .find((value) => value !== undefined);
    },
    all: ([name]) => (name === undefined ? [] : view.blocks(name).map(asking)),
  };
}

/** What the `identity` block of a resource says; one whose members are not known may come to any. */
function identityOf({ view }: Reading): WrittenIdentity {
  const [block, ...further] = view.blocks('identity');
  if (!block) return view.names().includes('identity') ? 'unknown' : 'none';
  return block.conditional || further.length > 0 ? 'unknown' : (block.attribute('type') ?? 'unknown');
}

export function azureSettings(reading: Reading): void {
  const { view, instance } = reading;
  readAzureSettings(
    {
      type: instance.resource.type,
      ...asking(view),
      name: () => view.attribute('name'),
      // What a program spreads into its arguments is not seen.
      identity: () => (reading.carrier().dialect === 'terraform' ? identityOf(reading) : 'unknown'),
      head: view.head,
      carrier: reading.carrier(),
      anchor: reading.anchor(),
      enabled: instance.enabled,
    },
    reading.facts,
  );
}
