// What decides about identities on Google Cloud where it is not Terraform that says it: Deployment Manager, Ansible, Config
// Connector, Crossplane, Pulumi (facts/gcp/api-body.ts), and the commands of gcloud, gsutil and bq (machine-commands.ts).
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

/** What is found, by rule and by the text that is underlined. */
async function found(file: string, text: string): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  return findings
    .filter(({ rule }) => rule.startsWith('gcp/') || rule.startsWith('k8s/'))
    .map(({ rule, at }) => `${rule} «${text.slice(...at.span)}»`)
    .sort();
}

describe('Deployment Manager', () => {
  it('reads machines, clusters and datasets as the API takes them', async () => {
    const text = `resources:
- name: worker
  type: compute.v1.instance
  properties:
    zone: europe-west1-b
    serviceAccounts:
    - email: default
      scopes: [cloud-platform]
    metadata:
      items:
      - {key: enable-oslogin, value: "FALSE"}
      - {key: startup, value: "true"}
- name: main
  type: gcp-types/container-v1:projects.locations.clusters
  properties:
    cluster: {name: main, legacyAbac: {enabled: true}}
- name: sales
  type: bigquery.v2.dataset
  properties:
    access:
    - {role: READER, specialGroup: allAuthenticatedUsers}
    - {role: READER, specialGroup: projectReaders}
`;
    expect(await found('dm/main.yaml', text)).toEqual([
      'gcp/default-service-account-full-scope «cloud-platform»',
      'gcp/public-member «allAuthenticatedUsers»',
      'gcp/ssh-keys-in-metadata «FALSE»',
      'k8s/cluster-without-roles «true»',
    ]);
  });

  it('says nothing of what is as it should be', async () => {
    const text = `resources:
- name: worker
  type: compute.v1.instance
  properties:
    serviceAccounts: [{email: worker@acme-prod.iam.gserviceaccount.com, scopes: [cloud-platform]}]
    metadata: {items: [{key: enable-oslogin, value: "TRUE"}]}
- name: main
  type: container.v1.cluster
  properties: {cluster: {name: main, legacyAbac: {enabled: false}, nodeConfig: {serviceAccount: nodes@acme-prod.iam.gserviceaccount.com}}}
- name: other
  type: example.v1.cluster
  properties: {cluster: {legacyAbac: {enabled: true}}}
`;
    expect(await found('dm/main.yaml', text)).toEqual([]);
  });

  it('reads who may read what will lie in a bucket, and a line of its list as a resource of its own', async () => {
    const text = `resources:
- name: pages
  type: storage.v1.bucket
  properties:
    defaultObjectAcl:
    - {entity: allAuthenticatedUsers, role: READER}
    - {entity: project-owners-1234, role: OWNER}
- name: open
  type: storage.v1.bucketAccessControl
  properties: {bucket: pages, entity: allUsers, role: READER}
- name: team
  type: storage.v1.bucketAccessControl
  properties: {bucket: pages, entity: group-web@acme.example, role: READER}
`;
    expect(await found('dm/main.yaml', text)).toEqual(['gcp/public-member «allAuthenticatedUsers»', 'gcp/public-member «allUsers»']);
  });
});

describe('Ansible', () => {
  it('reads clusters, nodes and access lists of buckets', async () => {
    const text = `- hosts: localhost
  tasks:
    - google.cloud.gcp_container_cluster:
        name: main
        legacy_abac: {enabled: yes}
        master_auth: {username: root, password: "{{ password }}"}
    - google.cloud.gcp_container_node_pool:
        name: pool
        config: {service_account: default, oauth_scopes: [storage-ro]}
    - google.cloud.gcp_storage_bucket:
        name: reports
        acl:
          - {entity: allUsers, role: READER}
          - {entity: user-ann@acme.example, role: OWNER}
`;
    expect(await found('playbooks/main.yml', text)).toEqual([
      'gcp/cluster-basic-authentication «root»',
      'gcp/default-service-account «default»',
      'gcp/public-member «allUsers»',
      'k8s/cluster-without-roles «yes»',
    ]);
  });

  it('reads nothing of what is taken away', async () => {
    const text = `- hosts: localhost
  tasks:
    - google.cloud.gcp_container_cluster:
        name: main
        state: absent
        legacy_abac: {enabled: yes}
`;
    expect(await found('playbooks/main.yml', text)).toEqual([]);
  });
});

describe('Config Connector and Crossplane', () => {
  const cluster = (apiVersion: string, kind: string, spec: string): string =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: main\nspec:\n${spec}`;

  it.each([
    ['container.cnrm.cloud.google.com/v1beta1', 'ContainerCluster', '  enableLegacyAbac: true\n'],
    ['container.gcp.upbound.io/v1beta1', 'Cluster', '  forProvider:\n    enableLegacyAbac: true\n'],
    ['container.gcp.m.upbound.io/v1beta1', 'Cluster', '  forProvider:\n    enableLegacyAbac: true\n'],
    ['container.gcp.crossplane.io/v1beta2', 'Cluster', '  forProvider:\n    legacyAbac:\n      enabled: true\n'],
  ])('%s %s', async (apiVersion, kind, spec) => {
    expect(await found('clusters/main.yaml', cluster(apiVersion, kind, spec))).toEqual(['k8s/cluster-without-roles «true»']);
    expect(await found('clusters/main.yaml', cluster(apiVersion, kind, spec.replace('true', 'false')))).toEqual([]);
  });

  it('follows references of Config Connector to what they name', async () => {
    const machine = (account: string): string =>
      cluster(
        'compute.cnrm.cloud.google.com/v1beta1',
        'ComputeInstance',
        `  serviceAccount:\n    serviceAccountRef: {${account}}\n    scopes: [cloud-platform]\n`,
      );
    expect(await found('vm/main.yaml', machine('external: 123-compute@developer.gserviceaccount.com'))).toEqual([
      'gcp/default-service-account-full-scope «cloud-platform»',
    ]);
    expect(await found('vm/main.yaml', machine('name: worker'))).toEqual([]);
  });

  it('knows that a cluster is told to take its first nodes away', async () => {
    const made = cluster('container.cnrm.cloud.google.com/v1beta1', 'ContainerCluster', '  initialNodeCount: 1\n');
    const told = made.replace('  name: main', '  name: main\n  annotations:\n    cnrm.cloud.google.com/remove-default-node-pool: "true"');
    expect(await found('clusters/main.yaml', made)).toEqual(['gcp/default-service-account «main»']);
    expect(await found('clusters/main.yaml', told)).toEqual([]);
  });

  it.each(['serviceAccountSelector: {matchLabels: {app: nodes}}', 'serviceAccountRef: {name: nodes}'])(
    'takes no account that is filled in for the default one: %s',
    async (account) => {
      const pool = (more: string): string =>
        cluster(
          'container.gcp.upbound.io/v1beta1',
          'NodePool',
          `  forProvider:\n    nodeConfig:\n    - oauthScopes: [cloud-platform]\n${more}`,
        );
      expect(await found('clusters/main.yaml', pool(`      ${account}\n`))).toEqual([]);
      expect(await found('clusters/main.yaml', pool(''))).toEqual(['gcp/default-service-account-full-scope «cloud-platform»']);
    },
  );

  it('says where a password lies, and offers nothing that cannot be written there', async () => {
    const text = cluster('sql.cnrm.cloud.google.com/v1beta1', 'SQLUser', '  password: {value: "{{ password }}"}\n');
    const { findings } = await analyzeTexts({ 'clusters/main.yaml': text });
    const [user] = findings.filter(({ rule }) => rule === 'gcp/database-password-user');
    expect(user?.message).toContain('stands in a Secret of the cluster');
    expect(user?.suggestions ?? []).toEqual([]);
  });

  it('reads access lists of buckets', async () => {
    const spec = '  bucketRef: {name: reports}\n  entity: allUsers\n  role: READER\n';
    expect(await found('vm/main.yaml', cluster('storage.cnrm.cloud.google.com/v1beta1', 'StorageBucketAccessControl', spec))).toEqual([
      'gcp/public-member «allUsers»',
    ]);
  });
});

describe('Pulumi', () => {
  it('reads lists that it names in the plural', async () => {
    const text = `import * as gcp from "@pulumi/gcp";
new gcp.storage.BucketACL("acl", { bucket: "reports", roleEntities: ["READER:allUsers"] });
new gcp.bigquery.Dataset("sales", { datasetId: "sales", accesses: [{ role: "READER", specialGroup: "allAuthenticatedUsers" }] });
`;
    expect(await found('infra/index.ts', text)).toEqual([
      'gcp/public-member «READER:allUsers»',
      'gcp/public-member «allAuthenticatedUsers»',
    ]);
  });
});

describe('commands', () => {
  it.each([
    [
      'gcloud container clusters create main --zone=a --enable-legacy-authorization',
      ['k8s/cluster-without-roles «--enable-legacy-authorization»'],
    ],
    ['gcloud container clusters update main --no-enable-legacy-authorization', []],
    ['gcloud beta container clusters create main \\\n  --enable-basic-auth', ['gcp/cluster-basic-authentication «--enable-basic-auth»']],
    ['gcloud container clusters create main --username="" ', []],
    ['gcloud container clusters create main --issue-client-certificate', ['gcp/cluster-client-certificate «--issue-client-certificate»']],
    [
      'gcloud container node-pools create a --cluster main --scopes=gke-default,cloud-platform',
      ['gcp/default-service-account-full-scope «cloud-platform»'],
    ],
    ['gcloud container node-pools create a --cluster main --scopes=cloud-platform --service-account=n@acme.iam.gserviceaccount.com', []],
    ['gcloud compute instances create vm --zone a', []],
    ['gcloud compute instances create vm --scopes=""', []],
    ['gcloud compute instances create vm --scopes "$SCOPES"', ['gcp/default-service-account «gcloud compute instances create»']],
    ['gcloud compute project-info add-metadata --metadata=enable-oslogin=FALSE,team=shop', ['gcp/ssh-keys-in-metadata «FALSE»']],
    ['gcloud compute project-info add-metadata --metadata enable-oslogin=TRUE', []],
    ['gsutil defacl set public-read gs://reports', ['gcp/public-member «public-read»']],
    ['gsutil acl set private gs://reports', []],
    ['gsutil -m acl set -r public-read-write gs://reports', ['gcp/public-member «public-read-write»']],
    ['gcloud storage objects update gs://reports/a --predefined-acl=publicRead', ['gcp/public-member «publicRead»']],
    ['gcloud run deploy web --allow-unauthenticated --region a', ['gcp/public-member «--allow-unauthenticated»']],
    [
      'bq query --nouse_legacy_sql \'GRANT `roles/bigquery.dataViewer` ON SCHEMA sales TO "specialGroup:allAuthenticatedUsers"\'',
      ['gcp/public-member «allAuthenticatedUsers»'],
    ],
    ['bq query \'GRANT `roles/bigquery.dataViewer` ON SCHEMA sales TO "group:sales@acme.example"\'', []],
    ['bq query "SELECT \'GRANT\'"', []],
  ])('%s', async (command, expected) => {
    expect(await found('scripts/make.sh', `${command}\n`)).toEqual(expected);
  });
});
