// What runs on Google Cloud in Terraform: the account that a machine, a function, a service or a build runs as, and the
// ways into machines and clusters that need no account of Google (SSH keys, certificates, passwords, legacy roles).
import { pushGoogleBinding } from '../gcp/binding.ts';
import { wordAt } from '../made-values.ts';
import { entryOf, leavesOf, textOf, type Leaf } from '../value.ts';
import type { BlockView } from './blocks.ts';
import { firstLeaf, pushCredential, type Reading, type ResourceReader } from './resource.ts';
import { onlyNamed } from '../polarity.ts';

/** What a machine may do as its service account: access scopes limit it, the default account is shared by all. */
function machineAccount(view: BlockView, account: string, scopes: string): ResourceReader {
  return (reading) => {
    const email = firstLeaf(view.attribute(account));
    reading.facts.grants.push({
      anchor: reading.anchor(account),
      platform: 'gcp',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'session',
      principals: [{ kind: 'serviceAccount', id: email ?? wordAt('default', view.head) }],
      actions: leavesOf(view.attribute(scopes)),
      scope: [{ level: 'project', id: wordAt('', view.head) }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { ...reading.carrier(), head: view.head, block: view.block, attribute: view.placeOf(account)?.all },
      enabled: reading.instance.enabled,
    });
  };
}

const isNo = (value: Leaf | undefined): boolean => /^(?:false|no|n|0)$/i.test(textOf(value) ?? '');

/** Keys that let somebody into machines, and the switch back to them from OS Login. */
function machineKey(reading: Reading, key: string, value: Leaf | undefined): void {
  const off = key === 'enable-oslogin' && isNo(value);
  const lets = key === 'block-project-ssh-keys' && isNo(value);
  if (!value || !(off || lets || ((key === 'ssh-keys' || key === 'sshKeys') && textOf(value) !== ''))) return;
  pushCredential(reading, {
    platform: 'gcp',
    kind: 'ssh-key',
    at: value.at,
    anchor: reading.anchor(`metadata[${key}]`),
    carrier: reading.carrier('metadata'),
    rotation: wordAt(off ? 'os-login-off' : lets ? 'project-keys' : 'keys', value.at),
  });
}

const machineKeys: ResourceReader = (reading) => {
  const metadata = reading.view.attribute('metadata');
  if (metadata?.kind !== 'mapping') return;
  const login = entryOf(metadata, 'enable-oslogin');
  for (const { key, value } of metadata.entries) {
    // Where OS Login is on, or may be, no key of metadata lets anybody in.
    if (textOf(key) === 'block-project-ssh-keys' && login && !isNo(leavesOf(login.value)[0])) continue;
    machineKey(reading, textOf(key) ?? '', leavesOf(value)[0]);
  }
};

const machine: ResourceReader = (reading) => {
  machineKeys(reading);
  // Machines that GKE made itself carry this prefix; their account is a setting of the node pool.
  if (/^gke-/.test(textOf(reading.view.attribute('name')) ?? '')) return;
  for (const block of reading.view.blocks('service_account').slice(0, 1)) machineAccount(block, 'email', 'scopes')(reading);
};

/** What runs as the default account where none is named: the account is an attribute of the block at the end of `path`. */
const runs =
  (account: string, ...path: readonly string[]): ResourceReader =>
  (reading) => {
    let view: BlockView | undefined = reading.view;
    for (const name of path) view = view?.blocks(name)[0];
    if (view) machineAccount({ ...view, head: reading.view.head, block: reading.view.block }, account, 'oauth_scopes')(reading);
  };

const nodes: ResourceReader = (reading) => {
  const { view } = reading;
  if (textOf(view.attribute('remove_default_node_pool')) === 'true' || textOf(view.attribute('enable_autopilot')) === 'true') return;
  for (const block of view.blocks('node_config').slice(0, 1)) {
    machineAccount(block, 'service_account', 'oauth_scopes')(reading);
    nodeCredentials(block, reading);
  }
};

/** Settings that let pods fetch the token of their node's account from its metadata server. */
function nodeCredentials(config: BlockView, reading: Reading): void {
  const open = (leaf: Leaf | undefined, path: string): void => {
    if (!leaf) return;
    reading.facts.grants.push({
      anchor: reading.anchor(path),
      platform: 'k8s',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'entitlement',
      principals: [],
      entitlement: wordAt('nodes/open-metadata', leaf.at),
      actions: [leaf],
      scope: [{ level: 'cluster', id: leaf }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: reading.carrier('node_config'),
      enabled: reading.instance.enabled,
    });
  };
  for (const block of config.blocks('workload_metadata_config')) {
    const mode = firstLeaf(block.attribute('mode') ?? block.attribute('node_metadata'));
    if (/^(?:GCE_METADATA|MODE_UNSPECIFIED|EXPOSE|UNSPECIFIED)$/.test(textOf(mode) ?? '')) open(mode, 'workload_metadata_config');
  }
  const metadata = config.attribute('metadata');
  const legacy = metadata?.kind === 'mapping' ? firstLeaf(entryOf(metadata, 'disable-legacy-endpoints')?.value) : undefined;
  if (/^false$/i.test(textOf(legacy) ?? '')) open(legacy, 'metadata[disable-legacy-endpoints]');
}

/** Blocks and attributes that say of what a cluster's first nodes are, or that it has none of its own. */
const saysNodes = ['node_config', 'node_pool', 'enable_autopilot', 'remove_default_node_pool', 'cluster_autoscaling'];

const cluster: ResourceReader = (reading) => {
  nodes(reading);
  // Told how many nodes to begin with and nothing else, a cluster makes them as the default account.
  const { view } = reading;
  if (
    Number(textOf(view.attribute('initial_node_count'))) > 0 &&
    saysNodes.every((name) => !view.placeOf(name) && view.blocks(name).length === 0)
  )
    machineAccount(view, 'service_account', 'oauth_scopes')(reading);
  const legacy = firstLeaf(reading.view.attribute('enable_legacy_abac'));
  if (legacy && textOf(legacy) === 'true') {
    reading.facts.grants.push({
      anchor: reading.anchor('enable_legacy_abac'),
      platform: 'k8s',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'resource',
      principals: [{ kind: 'authenticated', id: legacy }],
      actions: [wordAt('cluster-without-roles', legacy.at)],
      scope: [{ level: 'cluster', id: legacy }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: reading.carrier('enable_legacy_abac'),
      enabled: reading.instance.enabled,
    });
  }
  for (const auth of reading.view.blocks('master_auth')) {
    const login = firstLeaf(auth.attribute('username'));
    // Both empty is how the provider was told to turn it off.
    if (login && textOf(login) !== '' && auth.placeOf('password') && textOf(auth.attribute('password')) !== '')
      pushCredential(reading, { platform: 'gcp', kind: 'login-password', at: login.at, anchor: reading.anchor('master_auth/username') });
    for (const config of auth.blocks('client_certificate_config')) {
      const issued = firstLeaf(config.attribute('issue_client_certificate'));
      if (issued && textOf(issued) === 'true')
        pushCredential(reading, {
          platform: 'gcp',
          kind: 'certificate',
          at: issued.at,
          anchor: reading.anchor('master_auth'),
          carrier: { ...reading.carrier(), attribute: config.placeOf('issue_client_certificate')!.all },
        });
    }
  }
};

/** A service of Cloud Run that is told not to ask who calls: everybody may, unless the network or Identity-Aware Proxy is asked. */
const service =
  (read: ResourceReader): ResourceReader =>
  (reading) => {
    read(reading);
    const off = firstLeaf(reading.view.attribute('invoker_iam_disabled'));
    if (!off || textOf(off) !== 'true') return;
    const [ingress, proxy] = [firstLeaf(reading.view.attribute('ingress')), firstLeaf(reading.view.attribute('iap_enabled'))];
    if ((ingress && textOf(ingress) !== 'INGRESS_TRAFFIC_ALL') || (proxy && textOf(proxy) !== 'false')) return;
    pushGoogleBinding(reading.facts, {
      role: wordAt('roles/run.invoker', off.at),
      members: wordAt('allUsers', off.at),
      scope: { level: 'resource', id: firstLeaf(reading.view.attribute('name')) ?? wordAt('', reading.view.head) },
      carrier: reading.carrier('invoker_iam_disabled'),
      anchor: reading.anchor('invoker_iam_disabled'),
      enabled: reading.instance.enabled,
    });
  };

export const googleMachineReaders: Readonly<Record<string, ResourceReader>> = {
  google_compute_project_metadata: machineKeys,
  google_compute_project_metadata_item: (reading) => {
    const key = textOf(reading.view.attribute('key')) ?? '';
    machineKey(reading, key, firstLeaf(reading.view.attribute('value')));
  },
  google_compute_instance: machine,
  google_compute_instance_template: machine,
  google_compute_region_instance_template: machine,
  google_compute_instance_from_template: machine,
  google_cloudfunctions_function: runs('service_account_email'),
  google_cloudfunctions2_function: runs('service_account_email', 'service_config'),
  google_cloud_run_service: runs('service_account_name', 'template', 'spec'),
  google_cloud_run_v2_service: service(runs('service_account', 'template')),
  google_cloud_run_v2_job: runs('service_account', 'template', 'template'),
  google_cloudbuild_trigger: runs('service_account'),
  google_notebooks_instance: runs('service_account'),
  google_workbench_instance: runs('email', 'gce_setup', 'service_accounts'),
  google_dataproc_cluster: runs('service_account', 'cluster_config', 'gce_cluster_config'),
  google_container_node_pool: nodes,
  google_container_cluster: cluster,
};
