// Kubernetes objects in Terraform: typed resources as the objects that the provider makes of them, manifests as they are
// written. What an object means is read by facts/kubernetes/rbac.ts.
import { readGivenValues } from '../helm/given-values.ts';
import { isChart, readInstalledChart } from '../helm/installed.ts';
import { pathOf, valuesAtPaths, type ValueAtPath } from '../helm/paths.ts';
import { readKubernetesObject } from '../kubernetes/rbac.ts';
import { itemsOf, textOf, valueAt, type Entry, type Mapping, type Value } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { editableMapping, entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import { resolvePath } from './files.ts';
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
  rules: 'rules',
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

/** The account that every namespace has, which the provider takes over: it names no name. */
const defaultAccount: ResourceReader = (reading) => {
  const { head, block } = reading.view;
  const word = (key: string, text: string): Entry => entryFrom(key, head, wordAt(text, head), head);
  const { entries } = objectOf(reading.view);
  const metadata = entries.find((entry) => textOf(entry.key) === 'metadata')?.value;
  const named = mappingFrom([word('name', 'default'), ...(metadata?.kind === 'mapping' ? metadata.entries : [])], block);
  const others = entries.filter((entry) => textOf(entry.key) !== 'metadata');
  const whole = [word('apiVersion', 'v1'), word('kind', 'ServiceAccount'), entryFrom('metadata', head, named, block), ...others];
  read(reading, mappingFrom(whole, block), reading.anchor());
};

/** What rancher/rancher2 calls an object of management.cattle.io, which has its name beside all else. */
const rancher =
  (kind: string): ResourceReader =>
  (reading) => {
    const { head, block } = reading.view;
    const { entries } = objectOf(reading.view);
    const word = (key: string, text: string): Entry => entryFrom(key, head, wordAt(text, head), head);
    const named = entries.filter((entry) => textOf(entry.key) === 'name');
    const metadata = entryFrom('metadata', head, mappingFrom(named, block), block);
    read(
      reading,
      mappingFrom([word('apiVersion', 'management.cattle.io/v3'), word('kind', kind), metadata, ...entries], block),
      reading.anchor(),
    );
  };

function read(reading: Reading, object: Value, anchor: string): void {
  asResource(reading, () =>
    readKubernetesObject(object, reading.facts, { uri: reading.view.uri, dialect: 'terraform', anchor, enabled: reading.instance.enabled }),
  );
}

/** Does what reads objects. The carrier of all that it finds is the Terraform resource: that is what a person looks for and what an edit replaces. Its kind stays that of the object, which is what rules ask for. */
function asResource(reading: Reading, readObjects: () => void): void {
  const from = {
    grants: reading.facts.grants.length,
    credentials: reading.facts.credentials.length,
    identities: reading.facts.identities.length,
  };
  readObjects();
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

/** What a release gives its chart: values as YAML, and single ones by `set`, as blocks or, since version 3 of the provider, as a list. A chart of the tree is worked out with them. */
function release(reading: Reading): void {
  const { view, instance, facts } = reading;
  const { evaluation, module } = instance.scope;
  const path = textOf(view.attribute('chart'));
  const chart = path !== undefined && /^\.{0,2}\//.test(path) ? resolvePath(module.folder, path) : undefined;
  const isHere = chart !== undefined && isChart(chart, evaluation);
  const given = {
    uri: view.uri,
    dialect: 'terraform',
    anchor: reading.anchor('values'),
    enabled: instance.enabled,
    besideChart: isHere,
  } as const;
  const values = itemsOf(view.attribute('values')).flatMap((item) =>
    item.kind === 'mapping' ? [item] : yamlDocumentsIn(item, instance.scope),
  );
  for (const one of values) readGivenValues(one, facts, given);
  const set: ValueAtPath[] = [];
  const give = (name: Value | undefined, value: Value | undefined): void => {
    const path = textOf(name);
    if (path === undefined || !value) return;
    set.push({ path: pathOf(path), value });
  };
  for (const key of ['set', 'set_sensitive']) {
    for (const block of view.blocks(key)) give(block.attribute('name'), block.attribute('value'));
    for (const item of itemsOf(view.attribute(key))) give(valueAt(item, 'name'), valueAt(item, 'value'));
  }
  const settings = set.length > 0 ? [valuesAtPaths(set, view.block)] : [];
  for (const one of settings) readGivenValues(one, facts, given);
  if (!isHere) return;
  const installed = { chart, values: [...values, ...settings] };
  asResource(reading, () => readInstalledChart(installed, evaluation, facts, given));
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
  kubernetes_default_service_account: defaultAccount,
  kubernetes_default_service_account_v1: defaultAccount,
  kubernetes_manifest: manifest('manifest'),
  kubectl_manifest: manifest('yaml_body'),
  k8s_manifest: manifest('content'),
  helm_release: release,
  rancher2_global_role: rancher('GlobalRole'),
  rancher2_role_template: rancher('RoleTemplate'),
  rancher2_global_role_binding: rancher('GlobalRoleBinding'),
  rancher2_cluster_role_template_binding: rancher('ClusterRoleTemplateBinding'),
};
