// Kubernetes objects in Terraform: typed resources as the objects that the provider makes of them, manifests as they are
// written. What an object means is read by facts/kubernetes/rbac.ts.
import { readGivenValues, readNamedValue, readParameter } from '../helm/given-values.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { itemsOf, type Entry, type Mapping, type Value } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { editableMapping, entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Reading, ResourceReader } from './resource.ts';
import { yamlDocumentsIn } from './yaml-text.ts';
import { tableOf } from '../../table.ts';

const rbacGroup = 'rbac.authorization.k8s.io/v1';

/** `api_groups` as Kubernetes writes it. */
function camelCase(name: string): string {
  return name === 'non_resource_urls' ? 'nonResourceURLs' : name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/** Blocks that stand for a list, by their name in the provider. */
const lists = tableOf<string>({
  rule: 'rules',
  subject: 'subjects',
  container: 'containers',
  init_container: 'initContainers',
  volume: 'volumes',
  sources: 'sources',
});

/** A block as the object it writes, with the tokens where they stand. */
function objectOf(view: BlockView, depth = 0): Mapping {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (const name of view.names()) {
    if (seen.has(name) || depth > 12) continue;
    seen.add(name);
    const at = view.placeOf(name);
    const value = at ? view.attribute(name) : undefined;
    if (at && value) {
      entries.push(entryFrom(camelCase(name), at.name, value, at.all));
      continue;
    }
    const blocks = view.blocks(name);
    const first = blocks[0];
    if (!first) continue;
    const objects = blocks.map((block) => objectOf(block, depth + 1));
    const list: Value = {
      kind: 'list',
      items: objects,
      complete: true,
      at: first.block,
      token: first.block,
      via: [],
      encoding: 'none',
      editable: false,
    };
    entries.push(entryFrom(lists.get(name) ?? camelCase(name), first.head, lists.get(name) ? list : objects[0]!, first.block));
  }
  return depth === 0 ? mappingFrom(entries, view.block) : editableMapping(entries, view.block);
}

const typed =
  (apiVersion: string, kind: string): ResourceReader =>
  (reading) => {
    const { view } = reading;
    const object = objectOf(view);
    const whole = mappingFrom(
      [
        entryFrom('apiVersion', view.head, wordAt(apiVersion, view.head), view.head),
        entryFrom('kind', view.head, wordAt(kind, view.head), view.head),
        ...object.entries,
      ],
      view.block,
    );
    read(reading, whole, reading.anchor());
  };

function read(reading: Reading, object: Value, anchor: string): void {
  const from = {
    grants: reading.facts.grants.length,
    credentials: reading.facts.credentials.length,
    identities: reading.facts.identities.length,
  };
  readKubernetesObject(object, reading.facts, { uri: reading.view.uri, dialect: 'terraform', anchor, enabled: reading.instance.enabled });
  // The carrier is the Terraform resource: that is what a person looks for and what an edit replaces. Its kind stays that
  // of the object, which is what rules ask for.
  const { grants, credentials, identities } = reading.facts;
  const own = reading.carrier();
  for (let i = from.grants; i < grants.length; i++) grants[i] = { ...grants[i]!, carrier: { ...own, kind: grants[i]!.carrier.kind } };
  for (let i = from.credentials; i < credentials.length; i++)
    credentials[i] = { ...credentials[i]!, carrier: { ...own, kind: credentials[i]!.carrier.kind } };
  for (let i = from.identities; i < identities.length; i++)
    identities[i] = { ...identities[i]!, carrier: { ...own, kind: identities[i]!.carrier.kind } };
}

const manifest =
  (attribute: string): ResourceReader =>
  (reading) => {
    const value = reading.view.attribute(attribute);
    if (!value) return;
    const objects = value.kind === 'mapping' || value.kind === 'list' ? [value] : yamlDocumentsIn(value, reading.instance.scope);
    objects.forEach((object, index) => read(reading, object, reading.anchor(objects.length > 1 ? `${attribute}[${index}]` : attribute)));
  };

/** What a release gives its chart: values as YAML, and single ones by `set`, as blocks or, since version 3 of the provider, as a list. */
function release(reading: Reading): void {
  const { view, instance, facts } = reading;
  const given = { uri: view.uri, dialect: 'terraform', anchor: reading.anchor('values'), enabled: instance.enabled } as const;
  for (const item of itemsOf(view.attribute('values'))) {
    for (const values of item.kind === 'mapping' ? [item] : yamlDocumentsIn(item, instance.scope)) readGivenValues(values, facts, given);
  }
  for (const key of ['set', 'set_sensitive']) {
    for (const block of view.blocks(key)) readNamedValue(block.attribute('name'), block.attribute('value'), facts, given);
    for (const item of itemsOf(view.attribute(key))) if (item.kind === 'mapping') readParameter(item, facts, given);
  }
}

const types: Readonly<Record<string, readonly [apiVersion: string, kind: string]>> = {
  role: [rbacGroup, 'Role'],
  cluster_role: [rbacGroup, 'ClusterRole'],
  role_binding: [rbacGroup, 'RoleBinding'],
  cluster_role_binding: [rbacGroup, 'ClusterRoleBinding'],
  service_account: ['v1', 'ServiceAccount'],
  config_map: ['v1', 'ConfigMap'],
  namespace: ['v1', 'Namespace'],
  token_request: ['authentication.k8s.io/v1', 'TokenRequest'],
  secret: ['v1', 'Secret'],
  pod: ['v1', 'Pod'],
  deployment: ['apps/v1', 'Deployment'],
  daemonset: ['apps/v1', 'DaemonSet'],
  daemon_set: ['apps/v1', 'DaemonSet'],
  stateful_set: ['apps/v1', 'StatefulSet'],
  job: ['batch/v1', 'Job'],
  cron_job: ['batch/v1', 'CronJob'],
  replication_controller: ['v1', 'ReplicationController'],
};

export const kubernetesReaders: Readonly<Record<string, ResourceReader>> = {
  ...Object.fromEntries(
    Object.entries(types).flatMap(([name, [apiVersion, kind]]) => [
      [`kubernetes_${name}`, typed(apiVersion, kind)],
      [`kubernetes_${name}_v1`, typed(apiVersion, kind)],
    ]),
  ),
  kubernetes_manifest: manifest('manifest'),
  kubectl_manifest: manifest('yaml_body'),
  k8s_manifest: manifest('content'),
  helm_release: release,
};
