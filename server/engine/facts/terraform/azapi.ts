// Providers of Terraform that write resources as the services' own APIs have them: `azapi_*` by type and body, `msgraph_*` by
// the path of Microsoft Graph. Both are read as Bicep and ARM are; what is not in the body is in the arguments.
import { readAzureResource } from '../azure/resources.ts';
import { readGraph } from '../azure/graph.ts';
import { entryOf, textOf, type Entry, type Mapping, type Value } from '../value.ts';
import { firstLeaf, type Reading, type ResourceReader } from './resource.ts';
import { tableOf } from '../../table.ts';

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

/** Graph's collections by the last part of a path: `applications/{id}/federatedIdentityCredentials`. */
const collections = tableOf<string>({
  applications: 'Microsoft.Graph/applications',
  federatedidentitycredentials: 'Microsoft.Graph/applications/federatedIdentityCredentials',
  oauth2permissiongrants: 'Microsoft.Graph/oauth2PermissionGrants',
  approleassignedto: 'Microsoft.Graph/appRoleAssignedTo',
  approleassignments: 'Microsoft.Graph/appRoleAssignedTo',
});

const msgraph: ResourceReader = (reading) => {
  const { view, instance, facts } = reading;
  const path = (textOf(view.attribute('url')) ?? patternText(view.attribute('url'))).replace(/(?<!\/)\/+$/, '');
  const body = bodyOf(reading, false);
  if (!body || instance.enabled === 'no') return;
  const { uri } = instance.resource;
  if (/roleManagement\/directory\/roleAssignments$/i.test(path)) return readDirectoryRole(reading, body);
  const type = collections.get(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  if (type === undefined) return;
  const carrier = { ...reading.carrier('body'), kind: type };
  if (!readGraph({ type: type.toLowerCase(), body, carrier, anchor: reading.anchor(), uri }, facts)) {
    readAzureResource(
      {
        type,
        address: instance.address,
        body,
        level: 'everything',
        dialect: 'terraform',
        uri,
        head: view.head,
        block: view.block,
        enabled: instance.enabled,
      },
      facts,
    );
  }
};

function patternText(value: Value | undefined): string {
  return value?.kind === 'partial' ? value.pattern : '';
}

/** A role of the directory for somebody, over the whole tenant unless it says another scope. */
function readDirectoryRole(reading: Reading, body: Mapping): void {
  const role = firstLeaf(entryOf(body, 'roleDefinitionId')?.value);
  const id = firstLeaf(entryOf(body, 'principalId')?.value);
  const scope = firstLeaf(entryOf(body, 'directoryScopeId')?.value);
  if (!role) return;
  reading.facts.grants.push({
    anchor: reading.anchor('body'),
    platform: 'entra',
    effect: 'allow',
    polarity: { actions: 'only', resources: 'only', principals: 'only' },
    role: 'binding',
    principals: id ? [{ kind: 'unknown', id }] : [],
    entitlement: role,
    actions: [],
    scope: [{ level: scope && textOf(scope) !== '/' ? 'resource' : 'everything', id: scope ?? role }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('body'),
    enabled: reading.instance.enabled,
  });
}

export const apiReaders: Readonly<Record<string, ResourceReader>> = {
  azapi_resource: azapi(false),
  azapi_update_resource: azapi(true),
  msgraph_resource: msgraph,
  msgraph_update_resource: msgraph,
};
