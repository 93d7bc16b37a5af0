// Predefined roles of Google Cloud that people reach for, the narrow ones first of all, with what each is for. Completion
// offers them beside the roles that lead to more privilege; judging asks the other table. Names as Google's IAM reference
// has them (2026).

const rows: Readonly<Record<string, string>> = {
  'roles/browser': 'sees the hierarchy of projects', 'roles/viewer': 'reads nearly everything in a project',
  'roles/aiplatform.user': 'uses Vertex AI', 'roles/aiplatform.viewer': 'sees Vertex AI',
  'roles/artifactregistry.reader': 'reads packages and images', 'roles/artifactregistry.writer': 'reads and publishes packages and images', 'roles/artifactregistry.repoAdmin': 'manages packages and images',
  'roles/bigquery.dataViewer': 'reads tables', 'roles/bigquery.dataEditor': 'writes tables', 'roles/bigquery.dataOwner': 'shares datasets', 'roles/bigquery.jobUser': 'runs queries', 'roles/bigquery.user': 'runs queries and makes datasets',
  'roles/bigquery.metadataViewer': 'sees datasets without their content', 'roles/bigquery.readSessionUser': 'reads through the storage API',
  'roles/cloudbuild.builds.viewer': 'sees builds', 'roles/cloudfunctions.invoker': 'calls functions', 'roles/cloudfunctions.viewer': 'sees functions',
  'roles/cloudkms.cryptoKeyEncrypterDecrypter': 'encrypts and decrypts', 'roles/cloudkms.cryptoKeyEncrypter': 'encrypts', 'roles/cloudkms.cryptoKeyDecrypter': 'decrypts', 'roles/cloudkms.signer': 'signs',
  'roles/cloudkms.signerVerifier': 'signs and verifies', 'roles/cloudkms.publicKeyViewer': 'reads public keys', 'roles/cloudkms.viewer': 'sees keys',
  'roles/cloudsql.client': 'connects to databases', 'roles/cloudsql.instanceUser': 'signs in to databases', 'roles/cloudsql.viewer': 'sees databases', 'roles/cloudtasks.enqueuer': 'adds tasks', 'roles/cloudtrace.agent': 'writes traces',
  'roles/compute.viewer': 'sees machines and networks', 'roles/compute.networkViewer': 'sees networks', 'roles/compute.networkUser': 'uses a shared network', 'roles/compute.osLogin': 'signs in to machines',
  'roles/container.clusterViewer': 'sees clusters', 'roles/container.viewer': 'reads objects of clusters', 'roles/container.defaultNodeServiceAccount': 'what a node needs',
  'roles/datastore.user': 'reads and writes Firestore', 'roles/datastore.viewer': 'reads Firestore', 'roles/dns.reader': 'reads zones', 'roles/errorreporting.writer': 'reports errors',
  'roles/iam.roleViewer': 'sees roles', 'roles/iam.securityReviewer': 'sees who may do what', 'roles/iam.serviceAccountViewer': 'sees service accounts', 'roles/iam.workloadIdentityUser': 'lets a workload be a service account',
  'roles/iap.httpsResourceAccessor': 'opens what Identity-Aware Proxy protects', 'roles/iap.tunnelResourceAccessor': 'reaches machines through Identity-Aware Proxy',
  'roles/logging.logWriter': 'writes logs', 'roles/logging.viewer': 'reads logs', 'roles/logging.privateLogViewer': 'reads private logs', 'roles/logging.bucketWriter': 'writes into a log bucket',
  'roles/monitoring.metricWriter': 'writes metrics', 'roles/monitoring.viewer': 'reads metrics',
  'roles/pubsub.publisher': 'publishes messages', 'roles/pubsub.subscriber': 'takes messages', 'roles/pubsub.viewer': 'sees topics', 'roles/resourcemanager.folderViewer': 'sees folders', 'roles/resourcemanager.organizationViewer': 'sees the organization',
  'roles/run.invoker': 'calls services', 'roles/run.viewer': 'sees services', 'roles/secretmanager.secretAccessor': 'reads values of secrets', 'roles/secretmanager.secretVersionAdder': 'adds values to secrets', 'roles/secretmanager.viewer': 'sees secrets without their values',
  'roles/serviceusage.serviceUsageConsumer': 'uses the quota of a project', 'roles/spanner.databaseReader': 'reads a database', 'roles/spanner.databaseUser': 'reads and writes a database',
  'roles/storage.objectViewer': 'reads objects', 'roles/storage.objectCreator': 'adds objects', 'roles/storage.objectUser': 'reads and writes objects', 'roles/storage.objectAdmin': 'manages objects', 'roles/storage.admin': 'manages buckets and objects',
  'roles/storage.legacyBucketReader': 'lists a bucket', 'roles/storage.legacyObjectReader': 'reads objects, without listing', 'roles/workflows.invoker': 'starts workflows',
};

/** Id and purpose of each. */
export const commonGoogleRoles: readonly (readonly [id: string, purpose: string])[] = Object.entries(rows);
