// The long-lived keys of clouds that take a workflow's own identity instead, as data: by the input of an action and by
// the name of a variable. Facts from the readmes and metadata of the actions and the clouds' documentation, as known in 2026-11.

export interface KeyInput {
  /** Actions by name, in lower case, without version. */
  readonly actions: readonly string[];
  /** The input that holds the key. */
  readonly input: string;
  readonly cloud: 'AWS' | 'Google Cloud' | 'Azure';
  /** What the key is. */
  readonly key: string;
  /** What to write instead. */
  readonly instead: string;
  /** Inputs that show that the key is a temporary one. */
  readonly unless?: readonly string[];
  /** Only where this input has such a text. */
  readonly only?: readonly [input: string, pattern: RegExp];
  /** Inputs to put in its place: the first takes the key's own line. */
  readonly replacement?: Readonly<Record<string, string>>;
  /** Inputs that go with the key and leave with it. */
  readonly beside?: readonly string[];
}

export const keyInputs: readonly KeyInput[] = [
  {
    actions: ['aws-actions/configure-aws-credentials'],
    input: 'aws-secret-access-key',
    cloud: 'AWS',
    key: 'the key of an IAM user',
    instead: '`role-to-assume` with `id-token: write`',
    unless: ['aws-session-token'],
    replacement: { 'role-to-assume': 'arn:aws:iam::<ACCOUNT_ID>:role/<ROLE>' },
    beside: ['aws-access-key-id'],
  },
  {
    actions: ['google-github-actions/auth'],
    input: 'credentials_json',
    cloud: 'Google Cloud',
    key: 'the key file of a service account',
    instead: '`workload_identity_provider` and `service_account` with `id-token: write`',
    replacement: {
      workload_identity_provider: 'projects/<PROJECT_NUMBER>/locations/global/workloadIdentityPools/<POOL>/providers/<PROVIDER>',
      service_account: '<SERVICE_ACCOUNT>@<PROJECT_ID>.iam.gserviceaccount.com',
    },
  },
  {
    actions: ['google-github-actions/setup-gcloud', 'googlecloudplatform/github-actions/setup-gcloud'],
    input: 'service_account_key',
    cloud: 'Google Cloud',
    key: 'the key of a service account',
    instead: 'a `google-github-actions/auth` step with `workload_identity_provider`',
  },
  {
    actions: [
      'google-github-actions/deploy-cloudrun',
      'google-github-actions/get-gke-credentials',
      'google-github-actions/upload-cloud-storage',
      'google-github-actions/deploy-appengine',
      'google-github-actions/get-secretmanager-secrets',
      'google-github-actions/deploy-cloud-functions',
    ],
    input: 'credentials',
    cloud: 'Google Cloud',
    key: 'the key of a service account',
    instead: 'a `google-github-actions/auth` step with `workload_identity_provider`',
  },
  {
    actions: ['docker/login-action'],
    input: 'password',
    cloud: 'Google Cloud',
    key: 'the key of a service account',
    instead: 'the `access_token` output of a `google-github-actions/auth` step with `workload_identity_provider`',
    only: ['username', /^_json_key/],
  },
  {
    // Without a user and a password the action takes the identity that a login before it left, as its readme says.
    actions: ['docker/login-action'],
    input: 'password',
    cloud: 'AWS',
    key: 'the key of an IAM user',
    instead: 'an `aws-actions/configure-aws-credentials` step with `role-to-assume`, and no user and password here',
    only: ['registry', /\.dkr\.ecr(?:-fips)?\.[\w-]+\.amazonaws\.com(?:\.cn)?\b|^public\.ecr\.aws\b/],
    beside: ['username'],
  },
  {
    actions: ['azure/login'],
    input: 'creds',
    cloud: 'Azure',
    key: 'the client secret of a service principal',
    instead: '`client-id`, `tenant-id` and `subscription-id` with `id-token: write`',
    replacement: {
      'client-id': '${{ vars.AZURE_CLIENT_ID }}',
      'tenant-id': '${{ vars.AZURE_TENANT_ID }}',
      'subscription-id': '${{ vars.AZURE_SUBSCRIPTION_ID }}',
    },
  },
  {
    actions: ['azure/webapps-deploy', 'azure/functions-action', 'azure/webapps-container-deploy', 'azure/container-apps-deploy-action'],
    input: 'publish-profile',
    cloud: 'Azure',
    key: 'a publish profile',
    instead: 'an `azure/login` step with `client-id`, `tenant-id` and `subscription-id`',
  },
  {
    actions: ['azure/docker-login', 'azure/aks-set-context', 'azure/k8s-set-context'],
    input: 'password',
    cloud: 'Azure',
    key: 'a registry password',
    instead: 'an `azure/login` step with `client-id` and `az acr login`',
  },
  {
    actions: ['azure/aks-set-context', 'azure/arm-deploy', 'azure/container-apps-deploy-action', 'azure/cli'],
    input: 'creds',
    cloud: 'Azure',
    key: 'the client secret of a service principal',
    instead: 'an `azure/login` step with `client-id`, `tenant-id` and `subscription-id`',
  },
];

export interface KeyVariable {
  readonly name: RegExp;
  readonly cloud: KeyInput['cloud'];
  readonly key: string;
  readonly instead: string;
}

/** Environment variables that the clouds' own tools read keys from. */
export const keyVariables: readonly KeyVariable[] = [
  {
    name: /^(?:TF_VAR_)?AWS_SECRET_(?:ACCESS_)?KEY$/i,
    cloud: 'AWS',
    key: 'the key of an IAM user',
    instead: 'an `aws-actions/configure-aws-credentials` step with `role-to-assume`',
  },
  {
    name: /^(?:GOOGLE_CREDENTIALS|GOOGLE_APPLICATION_CREDENTIALS(?:_JSON)?|GCLOUD_SERVICE_KEY|GCP_SA_KEY|GCP_SERVICE_ACCOUNT_KEY|GCP_CREDENTIALS|GOOGLE_SERVICE_ACCOUNT_KEY|CLOUDSDK_AUTH_CREDENTIAL_FILE_OVERRIDE)$/i,
    cloud: 'Google Cloud',
    key: 'the key of a service account',
    instead: 'a `google-github-actions/auth` step with `workload_identity_provider`',
  },
  {
    name: /^(?:ARM|AZURE)_CLIENT_SECRET$/i,
    cloud: 'Azure',
    key: 'the client secret of a service principal',
    instead: '`ARM_USE_OIDC: true` or an `azure/login` step with `client-id`, with `id-token: write`',
  },
  {
    name: /^AZURE_CREDENTIALS$/i,
    cloud: 'Azure',
    key: 'the client secret of a service principal',
    instead: 'an `azure/login` step with `client-id`, `tenant-id` and `subscription-id`',
  },
];

/** Stores that speak the protocol of S3 and take no identity of a workflow, and stand-ins for tests. */
export const notAws =
  /\b(?:r2|cloudflare|minio|backblaze|b2|wasabi|digitalocean|spaces|linode|scaleway|hetzner|ovh|localstack|moto|ceph|tigris|storj|vultr|dreamhost|oss|cos)\b/i;
