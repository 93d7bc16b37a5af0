// Resources of Google Cloud whose arguments are written as its API takes them: Deployment Manager, modules of Ansible, the
// first provider of Crossplane. Terraform's provider has other names for a few settings; what decides about identities is
// put under those, so that one reader reads all. Names of the APIs compute v1, container v1 and bigquery v2.
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { inSnakeCase } from '../provider-programs/resource.ts';
import { tableOf } from '../../table.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../value.ts';

/** What stands in a body under another name or deeper than in Terraform, as entries of Terraform's. */
const settings = tableOf<(body: Mapping) => readonly Entry[]>({
  google_container_cluster: (body) => [
    ...flag('enable_legacy_abac', valueAt(body, 'legacy_abac', 'enabled')),
    ...flag('enable_autopilot', valueAt(body, 'autopilot', 'enabled')),
  ],
  google_container_node_pool: (body) => moved(body, 'config', 'node_config'),
  google_compute_instance: machine,
  google_compute_instance_template: (body) => {
    const inner = valueAt(body, 'properties');
    return machine(inner?.kind === 'mapping' ? inner : body);
  },
});

/** The arguments of Terraform's `type` for a body of the API, in snake case, beside all that the body has of its own. */
export function argumentsOfBody(type: string, body: Mapping): Mapping {
  const given = inSnakeCase(body);
  const own = settings.get(type)?.(given) ?? [];
  const names = new Set(own.map(({ key }) => textOf(key)));
  return { ...mappingFrom([...given.entries.filter(({ key }) => !names.has(textOf(key))), ...own], body.at), complete: body.complete };
}

function machine(body: Mapping): readonly Entry[] {
  const metadata = entryOf(body, 'metadata');
  const items = metadata && itemsOf(valueAt(metadata.value, 'items'));
  const pairs = (items ?? []).flatMap((item): Entry[] => {
    const [key, value] = [leavesOf(valueAt(item, 'key'))[0], valueAt(item, 'value')];
    return key && value ? [entryFrom(textOf(key) ?? '', key.at, value, item.at)] : [];
  });
  return [
    ...moved(body, 'service_accounts', 'service_account'),
    ...(metadata && pairs.length > 0 ? [entryFrom('metadata', metadata.key.at, mappingFrom(pairs, metadata.value.at), metadata.at)] : []),
  ];
}

function moved(body: Mapping, from: string, to: string): Entry[] {
  const found = entryOf(body, from);
  return found ? [{ ...found, key: wordAt(to, found.key.at) }] : [];
}

/** YAML of older tools writes `yes` for true. */
function flag(name: string, value: Value | undefined): Entry[] {
  const leaf: Leaf | undefined = leavesOf(value)[0];
  if (!leaf) return [];
  const isTrue = leaf.kind === 'scalar' && /^(?:true|yes|on)$/i.test(String(leaf.value));
  return [entryFrom(name, leaf.at, isTrue ? { ...leaf, value: true } : leaf)];
}
