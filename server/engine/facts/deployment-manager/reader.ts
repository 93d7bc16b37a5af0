// Configurations of Google's Deployment Manager: bindings that resources carry, bindings as resources of their own, custom
// roles, keys of service accounts; in YAML, and in templates as far as they write it out.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { pushGoogleBinding } from '../gcp/binding.ts';
import { valueOf } from '../data-value.ts';
import { isJinja } from './claims.ts';
import { readJinja } from './jinja.ts';
import { resourcesOfPython } from './python.ts';
import { argumentsOfBody } from '../gcp/api-body.ts';
import { readProviderResource } from '../provider-programs/resource.ts';
import { noFacts, type Carrier, type Facts, type Grant, type Scope, type ScopeLevel } from '../types.ts';
import { itemsOf, leavesOf, textOf, valueAt, type Mapping } from '../value.ts';
import { onlyNamed } from '../polarity.ts';

export const deploymentManagerReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readConfiguration(document)])),
};

function readConfiguration(document: Document): Facts {
  const into = noFacts();
  const { uri } = document;
  if (document.format === 'python') {
    for (const resource of resourcesOfPython(document)) readResource(resource, uri, 'yes', into);
    return into;
  }
  const template = isJinja(document)
    ? readJinja(document)
    : { roots: document.tree(parseYaml).roots.map((root) => valueOf(root, uri)), isConditional: () => false };
  for (const root of template.roots) {
    for (const resource of itemsOf(valueAt(root, 'resources')))
      if (resource.kind === 'mapping') readResource(resource, uri, template.isConditional(resource.at.span[0]) ? 'maybe' : 'yes', into);
  }
  return into;
}

const levels: readonly (readonly [RegExp, ScopeLevel])[] = [
  [/projects?\./i, 'project'],
  [/folders?\./i, 'folder'],
  [/organizations?\./i, 'org'],
];

/** Types whose properties Terraform's readers know, as the type names them: `compute.v1.instance`, `gcp-types/compute-v1:instances`. */
const types: readonly (readonly [RegExp, string])[] = [
  [/^(?:gcp-types\/)?compute[.-]\w+[.:]instances?$/i, 'google_compute_instance'],
  [/^(?:gcp-types\/)?compute[.-]\w+[.:](?:regionI|i)nstanceTemplates?$/i, 'google_compute_instance_template'],
  [/^(?:gcp-types\/)?container[.-]\w+[.:](?:projects\.(?:zones|locations)\.)?clusters?$/i, 'google_container_cluster'],
  [/^(?:gcp-types\/)?bigquery[.-]\w+[.:]datasets?$/i, 'google_bigquery_dataset'],
];

function readResource(resource: Mapping, uri: string, enabled: Grant['enabled'], into: Facts): void {
  const type = leavesOf(valueAt(resource, 'type') ?? valueAt(resource, 'action'))[0];
  const name = leavesOf(valueAt(resource, 'name'))[0];
  const kind = textOf(type);
  if (!type || kind === undefined) return;
  const address = `${kind}/${textOf(name) ?? '?'}`;
  const carrier: Carrier = { dialect: 'deployment-manager', kind, address, block: resource.at, head: type.at };
  const anchor = `deployment-manager|${uri}|${address}`;
  const scope = (level: ScopeLevel): Scope => ({ level, id: leavesOf(valueAt(resource, 'properties', 'resource'))[0] ?? name ?? type });
  const body = valueAt(resource, 'properties');
  const made = body?.kind === 'mapping' ? types.find(([pattern]) => pattern.test(kind))?.[1] : undefined;
  if (made !== undefined) {
    const inner = valueAt(body, 'cluster');
    const args = argumentsOfBody(made, inner?.kind === 'mapping' ? inner : (body as Mapping));
    readProviderResource(
      { type: made, kind, name: textOf(name) ?? '?', args, dialect: 'deployment-manager', head: type.at, block: resource.at, enabled },
      into,
    );
  }
  // What a resource carries is a policy on the resource; an action sets the policy that it is given, or adds to it.
  const properties = valueAt(resource, 'properties');
  for (const binding of [
    ...itemsOf(valueAt(resource, 'accessControl', 'gcpIamPolicy', 'bindings')),
    ...itemsOf(valueAt(properties, 'policy', 'bindings')),
    ...itemsOf(valueAt(properties, 'gcpIamPolicyPatch', 'add')),
  ]) {
    const role = valueAt(binding, 'role');
    pushGoogleBinding(into, {
      role,
      members: valueAt(binding, 'members'),
      scope: scope(/project/i.test(kind) ? 'project' : 'resource'),
      carrier,
      anchor: `${anchor}|bindings[${textOf(role) ?? '?'}]`,
      enabled,
    });
  }
  if (/iamMemberBinding$|iamBinding$/i.test(kind)) {
    pushGoogleBinding(into, {
      role: valueAt(properties, 'role'),
      members: valueAt(properties, 'member') ?? valueAt(properties, 'members'),
      scope: scope(levels.find(([pattern]) => pattern.test(kind))?.[1] ?? 'resource'),
      carrier,
      anchor: `${anchor}|role`,
      enabled,
    });
  }
  // A bucket carries lists of who may read it and what will lie in it; one line of such a list is a resource too.
  const lists = ['acl', 'defaultObjectAcl'].map((list) => [list, itemsOf(valueAt(properties, list))] as const);
  if (/AccessControls?$/.test(kind) && properties) lists.push(['acl', [properties]]);
  for (const [list, entries] of lists) {
    for (const entry of entries) {
      pushGoogleBinding(into, {
        role: valueAt(entry, 'role'),
        members: valueAt(entry, 'entity'),
        scope: scope('resource'),
        carrier,
        anchor: `${anchor}|${list}[${textOf(valueAt(entry, 'entity')) ?? '?'}]`,
        enabled,
      });
    }
  }
  const permissions = /\.roles$/i.test(kind)
    ? leavesOf(valueAt(resource, 'properties', 'role', 'includedPermissions') ?? valueAt(resource, 'properties', 'includedPermissions'))
    : [];
  if (permissions.length > 0) {
    into.grants.push({
      anchor: `${anchor}|includedPermissions`,
      platform: 'gcp',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'custom-role',
      principals: [],
      entitlement: name,
      actions: permissions,
      scope: [scope(/organization/i.test(kind) ? 'org' : 'project')],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier,
      enabled,
    });
  }
  if (/serviceAccounts\.keys?$/i.test(kind)) {
    const owner = leavesOf(valueAt(resource, 'properties', 'parent'))[0];
    into.credentials.push({
      anchor: `${anchor}|key`,
      platform: 'gcp',
      kind: 'sa-key',
      ...(owner ? { owner: { kind: 'serviceAccount', id: owner } } : {}),
      lifetime: { kind: 'standing' },
      storedIn: 'unknown',
      at: type.at,
      carrier,
      enabled,
    });
  }
}
