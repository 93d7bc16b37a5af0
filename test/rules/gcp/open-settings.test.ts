// Settings of Google resources that open them without naming a member: services that ask nobody who calls, keys for every
// site, presets of access lists, metadata of nodes that pods read, clusters that name no account for their nodes.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

async function found(text: string, file = 'infra/main.tf'): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text }, { profile: 'audit' });
  expect(failures).toEqual([]);
  return findings
    .filter(({ rule }) => (rule.startsWith('gcp/') || rule.startsWith('k8s/')) && rule !== 'gcp/user-binding')
    .map(({ rule, at }) => `${rule} «${text.slice(...at.span)}»`)
    .sort();
}

const resource = (type: string, body: string): string => `resource "${type}" "main" {\n${body}\n}\n`;

describe('Google resources', () => {
  it.each([
    ['google_cloud_run_v2_service', 'name = "web"\ninvoker_iam_disabled = true', ['gcp/public-member «true»']],
    ['google_cloud_run_v2_service', 'name = "web"\ninvoker_iam_disabled = false', []],
    // The network, or Identity-Aware Proxy, is asked in its place.
    ['google_cloud_run_v2_service', 'name = "web"\ninvoker_iam_disabled = true\ningress = "INGRESS_TRAFFIC_INTERNAL_ONLY"', []],
    ['google_cloud_run_v2_service', 'name = "web"\ninvoker_iam_disabled = true\niap_enabled = true', []],
    [
      'google_cloud_run_v2_service',
      'name = "web"\ninvoker_iam_disabled = true\ningress = "INGRESS_TRAFFIC_ALL"\niap_enabled = false',
      ['gcp/public-member «true»'],
    ],
    ['google_storage_bucket_object', 'bucket = "b"\nname = "logo"\npredefined_acl = "publicRead"', ['gcp/public-member «publicRead»']],
    ['google_storage_bucket_object', 'bucket = "b"\nname = "logo"\npredefined_acl = "projectPrivate"', []],
    [
      'google_apikeys_key',
      'name = "k"\nrestrictions {\n browser_key_restrictions {\n  allowed_referrers = ["*"]\n }\n}',
      ['gcp/api-key-unrestricted «*»'],
    ],
    [
      'google_apikeys_key',
      'name = "k"\nrestrictions {\n browser_key_restrictions {\n  allowed_referrers = ["https://acme.example/*"]\n }\n}',
      [],
    ],
    [
      'google_apikeys_key',
      'name = "k"\nrestrictions {\n browser_key_restrictions {\n  allowed_referrers = ["*"]\n }\n api_targets {\n  service = "maps"\n }\n}',
      [],
    ],
    [
      'google_container_node_pool',
      'cluster = "main"\nnode_config {\n service_account = "default"\n}',
      ['gcp/default-service-account «default»'],
    ],
    [
      'google_container_cluster',
      'name = "main"\ninitial_node_count = 1',
      ['gcp/default-service-account «resource "google_container_cluster" "main"»'],
    ],
    ['google_container_cluster', 'name = "main"\ninitial_node_count = 1\nremove_default_node_pool = true', []],
    ['google_container_cluster', 'name = "main"\ninitial_node_count = var.nodes', []],
    ['google_container_cluster', 'name = "main"\nenable_autopilot = true', []],
    ['google_compute_instance', 'name = "vm"\nmetadata = {\n block-project-ssh-keys = false\n}', ['gcp/ssh-keys-in-metadata «false»']],
    ['google_compute_instance', 'name = "vm"\nmetadata = {\n block-project-ssh-keys = true\n}', []],
    // OS Login takes no key of metadata.
    ['google_compute_instance', 'name = "vm"\nmetadata = {\n enable-oslogin = "TRUE"\n block-project-ssh-keys = false\n}', []],
    ['google_compute_instance', 'name = "vm"\nmetadata = {\n enable-oslogin = var.login\n block-project-ssh-keys = false\n}', []],
    [
      'kubernetes_default_service_account',
      'metadata {\n namespace = "shop"\n}',
      ['k8s/automounted-token «resource "kubernetes_default_service_account" "main"»'],
    ],
    ['kubernetes_default_service_account_v1', 'metadata {\n namespace = "shop"\n}\nautomount_service_account_token = false', []],
    [
      'kubernetes_pod',
      'metadata {\n name = "web"\n}\nspec {\n service_account_name = "default"\n container {\n  name = "c"\n  image = "i"\n }\n}',
      ['k8s/automounted-token «default»'],
    ],
    [
      'google_container_cluster',
      'name = "main"\ninitial_node_count = 1\nnode_config {\n service_account = google_service_account.nodes.email\n}',
      [],
    ],
    [
      'google_container_node_pool',
      'cluster = "main"\nnode_config {\n service_account = "n@acme.iam.gserviceaccount.com"\n metadata = {\n  disable-legacy-endpoints = "false"\n }\n workload_metadata_config {\n  mode = "GCE_METADATA"\n }\n}',
      ['k8s/node-account-for-pods «GCE_METADATA»', 'k8s/node-account-for-pods «false»'],
    ],
    [
      'google_container_node_pool',
      'cluster = "main"\nnode_config {\n service_account = "n@acme.iam.gserviceaccount.com"\n metadata = {\n  disable-legacy-endpoints = "true"\n }\n workload_metadata_config {\n  mode = "GKE_METADATA"\n }\n}',
      [],
    ],
  ])('%s %s', async (type, body, expected) => {
    expect(await found(resource(type, body))).toEqual(expected);
  });

  it('knows the account of App Engine by the resource that names it', async () => {
    const text = `data "google_app_engine_default_service_account" "main" {}
resource "google_project_iam_member" "main" {
  project = "acme-prod"
  role    = "roles/browser"
  member  = data.google_app_engine_default_service_account.main.member
}
`;
    expect(await found(text)).toEqual(['gcp/default-service-account-role «data.google_app_engine_default_service_account.main.member»']);
  });

  it('has the certificate that a module for clusters is told to issue', async () => {
    const module = (issued: string): string =>
      `module "gke" {\n  source = "terraform-google-modules/kubernetes-engine/google//modules/private-cluster"\n  name = "main"\n${issued}}\n`;
    expect(await found(module('  issue_client_certificate = true\n'))).toEqual(['gcp/cluster-client-certificate «true»']);
    expect(await found(module('  issue_client_certificate = false\n'))).toEqual([]);
    expect(await found(module('  issue_client_certificate = var.issued\n'))).toEqual([]);
    expect(await found(module(''))).toEqual([]);
  });

  it('reads the annotations of a service of Cloud Run', async () => {
    const service = (...annotations: readonly string[]): string =>
      `apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata:\n  name: web\n  annotations:\n    client: x\n${annotations.map((one) => `    run.googleapis.com/${one}\n`).join('')}spec:\n  template:\n    spec:\n      serviceAccountName: web\n      automountServiceAccountToken: false\n      containers: [{image: web}]\n`;
    const file = 'deploy/service.yaml';
    const open = ['gcp/public-member «true»'];
    expect(await found(service('invoker-iam-disabled: "true"'), file)).toEqual(open);
    expect(await found(service('invoker-iam-disabled: "true"', 'ingress: all'), file)).toEqual(open);
    expect(await found(service('invoker-iam-disabled: "true"', 'ingress: internal'), file)).toEqual([]);
    expect(await found(service('invoker-iam-disabled: "true"', 'iap-enabled: "true"'), file)).toEqual([]);
    expect(await found(service('invoker-iam-disabled: "false"'), file)).toEqual([]);
  });

  it('reads the condition that a module for GitHub is given', async () => {
    const module = (condition: string): string =>
      `module "oidc" {\n  source = "terraform-google-modules/github-actions-runners/google//modules/gh-oidc"\n  project_id = "acme-prod"\n${condition}}\n`;
    expect(await found(module('  attribute_condition = "true"\n'))).toEqual(['gcp/pool-no-condition «true»']);
    expect(await found(module('  attribute_condition = "assertion.repository_owner_id == \'123\'"\n'))).toEqual([]);
    expect(await found(module(''))).toEqual([]);
  });
});
