// What is known of programs that agents are allowed to run: which of them hand on to another program, which options stand
// before their verb, and which commands show or use a credential. Facts from the programs' own manuals; no judgement.
import { tableOf } from '../../table.ts';

/** Programs whose argument is a program, a script or a line of one. */
export const shells = new Set([
  ...['bash', 'sh', 'zsh', 'dash', 'ksh', 'fish', 'pwsh', 'powershell', 'cmd', 'eval', 'exec', 'source', 'xargs', 'parallel'],
  ...['osascript', 'nohup', 'setsid', 'watch', 'script', 'iex', 'invoke-expression', 'start-process'],
]);

export const interpreters = new Set([
  ...['python', 'node', 'nodejs', 'deno', 'bun', 'perl', 'ruby', 'php', 'lua', 'rscript', 'groovy', 'tsx', 'ts-node'],
  ...['npx', 'bunx', 'pnpx', 'uvx', 'uv', 'pipx', 'awk', 'gawk'],
]);

/** How a program hands on to the one behind it. */
export interface HandsOn {
  /** Words of its own before that one, options aside. */
  readonly own?: number;
  /** Options whose value is a word of its own. */
  readonly values?: readonly string[];
  /** True where it starts whatever is named; false for what a client takes off itself before it looks at a rule. */
  readonly starts: boolean;
  /** True where packages are fetched by the name, which may carry a version. */
  readonly fetches?: true;
}

const fetching = {
  starts: true,
  fetches: true,
  values: ['-p', '--package', '--from', '--spec', '--with', '--python', '--registry'],
} as const;
const project = {
  starts: true,
  values: [
    '-p',
    '--project',
    '--directory',
    '--with',
    '--python',
    '--env-file',
    '--extra',
    '--group',
    '-C',
    '-n',
    '--name',
    '--filter',
    '-F',
  ],
} as const;

/** By the words that a program and its verb are called by. */
export const handsOn: ReadonlyMap<string, HandsOn> = tableOf<HandsOn>({
  timeout: { own: 1, starts: false, values: ['-s', '--signal', '-k', '--kill-after'] },
  time: { starts: false },
  nice: { starts: false },
  ionice: { starts: false },
  stdbuf: { starts: false },
  caffeinate: { starts: false },
  xargs: { starts: true, values: ['-I', '-n', '-P', '-d', '-a', '-L', '-s', '-E'] },
  npx: fetching,
  bunx: fetching,
  pnpx: fetching,
  uvx: fetching,
  'bun x': fetching,
  'npm exec': fetching,
  'npm x': fetching,
  'pnpm dlx': fetching,
  'yarn dlx': fetching,
  'pipx run': fetching,
  'uv tool run': fetching,
  'uv run': project,
  'pnpm exec': project,
  'yarn exec': project,
  'poetry run': project,
  'pipenv run': project,
  'pdm run': project,
  'hatch run': project,
  'rye run': project,
  'pixi run': project,
  'conda run': project,
  'bundle exec': project,
  'mise exec': project,
  'direnv exec': { own: 1, starts: true },
});

/** Verbs that run the file or the package behind them, whatever it is. */
export const runVerbs = new Set(['bun run', 'deno run', 'go run']);

/** Options of a program that may stand before its verb and take a value; `anywhere` where they may stand behind it too. */
export const globalOptions: ReadonlyMap<string, { readonly values: ReadonlySet<string>; readonly anywhere: boolean }> = tableOf({
  git: { values: new Set(['-C', '-c', '--git-dir', '--work-tree', '--namespace', '--config-env']), anywhere: false },
  docker: {
    values: new Set(['-c', '--context', '-H', '--host', '-l', '--log-level', '--config', '--tlscacert', '--tlscert', '--tlskey']),
    anywhere: false,
  },
  kubectl: {
    values: new Set([
      ...['-n', '--namespace', '--context', '--cluster', '--user', '--kubeconfig', '-s', '--server', '--as', '--as-group', '--as-uid'],
      ...['--token', '--request-timeout', '--cache-dir', '--certificate-authority', '--client-certificate', '--client-key', '-v'],
    ]),
    anywhere: true,
  },
  helm: { values: new Set(['-n', '--namespace', '--kube-context', '--kubeconfig', '--kube-apiserver', '--kube-token']), anywhere: true },
  aws: {
    values: new Set([
      ...['--profile', '--region', '--output', '--query', '--endpoint-url', '--color', '--ca-bundle', '--cli-read-timeout'],
      '--cli-connect-timeout',
    ]),
    anywhere: true,
  },
  gcloud: {
    values: new Set([
      '--project',
      '--account',
      '--configuration',
      '--format',
      '--verbosity',
      '--impersonate-service-account',
      '--billing-project',
    ]),
    anywhere: true,
  },
  az: { values: new Set(['--subscription', '-o', '--output', '--query']), anywhere: true },
  terraform: { values: new Set(), anywhere: false },
  tofu: { values: new Set(), anywhere: false },
});

/**
 * How a command is about a credential: `shows` it or makes one; `acts` with it on what others use; `grave` where what it does
 * with it is hard to take back; `may-show` where a file or an output can hold one.
 */
export type CredentialUse = 'shows' | 'grave' | 'acts' | 'may-show';

export interface CredentialCommand {
  readonly words: readonly string[];
  readonly use: CredentialUse;
  /** Only where nothing that narrows it stands behind: `aws iam` by itself, and not `aws iam list-roles`. */
  readonly open: boolean;
}

const rows = (use: CredentialUse, open: boolean, ...lines: readonly string[]): CredentialCommand[] =>
  lines.map((line) => ({ words: line.split(' '), use, open }));

/** The first row that fits counts. */
export const credentialCommands: readonly CredentialCommand[] = [
  ...rows(
    'shows',
    false,
    ...['gh auth token', 'gh auth refresh', 'gh auth status --show-token', 'gh auth status -t', 'glab auth status --show-token'],
    ...['aws sts assume-role', 'aws sts assume-role-with-web-identity', 'aws sts assume-role-with-saml', 'aws sts get-session-token'],
    ...['aws sts get-federation-token', 'aws configure get', 'aws configure export-credentials', 'aws secretsmanager get-secret-value'],
    ...['aws secretsmanager batch-get-secret-value', 'aws ssm get-parameter', 'aws ssm get-parameters', 'aws ssm get-parameters-by-path'],
    ...['aws iam create-access-key', 'aws ecr get-login-password', 'aws eks get-token', 'aws rds generate-db-auth-token'],
    ...['aws codeartifact get-authorization-token', 'aws kms decrypt'],
    ...[
      'gcloud auth print-access-token',
      'gcloud auth print-identity-token',
      'gcloud auth application-default',
      'gcloud secrets versions access',
    ],
    ...['gcloud iam service-accounts keys create', 'az account get-access-token', 'az keyvault secret show', 'az keyvault secret download'],
    ...['az ad sp create-for-rbac', 'az ad sp credential reset', 'az ad app credential reset', 'az storage account keys list'],
    ...['kubectl get secret', 'kubectl get secrets', 'kubectl create token', 'kubectl config view --raw'],
    ...['op read', 'op item get', 'vault read', 'vault kv get', 'vault token', 'vault login', 'printenv', 'env', 'set', 'export -p'],
    ...[
      'security find-generic-password',
      'security find-internet-password',
      'sops decrypt',
      'sops -d',
      'secret-tool lookup',
      'keyring get',
    ],
    ...['heroku auth:token', 'fly auth token', 'flyctl auth token', 'supabase projects api-keys', 'pass show', 'bw get', 'doppler secrets'],
    ...['npm token create', 'git credential', 'infisical secrets', 'infisical export'],
  ),
  ...rows(
    'may-show',
    false,
    ...['heroku config', 'railway variables', 'netlify env:get', 'netlify env:list', 'vercel env pull', 'terraform output -json'],
    'tofu output -json',
  ),
  ...rows(
    'grave',
    false,
    ...[
      'terraform apply',
      'terraform destroy',
      'tofu apply',
      'tofu destroy',
      'pulumi up',
      'pulumi destroy',
      'kubectl delete',
      'cdk destroy',
    ],
    ...['gh repo delete', 'gh secret set', 'gh secret delete', 'yarn npm publish', 'twine upload', 'cargo publish', 'gem push'],
    ...['aws iam attach-role-policy', 'aws iam attach-user-policy', 'aws iam put-role-policy', 'aws iam put-user-policy'],
    ...['aws iam create-policy-version', 'aws iam update-assume-role-policy', 'gcloud projects add-iam-policy-binding'],
    ...['az role assignment create', 'helm uninstall'],
  ),
  ...rows(
    'acts',
    false,
    ...['npm publish', 'pnpm publish', 'docker login', 'docker push', 'cdk deploy', 'sam deploy', 'serverless deploy', 'sls deploy'],
    ...['helm upgrade', 'helm install', 'kubectl apply', 'kubectl exec', 'kubectl create', 'kubectl patch', 'kubectl edit', 'kubectl cp'],
    ...['gh workflow run', 'gh pr merge', 'gh release create', 'gh release delete', 'vercel deploy', 'vercel --prod', 'netlify deploy'],
    ...[
      'fly deploy',
      'flyctl deploy',
      'fly secrets set',
      'flyctl secrets set',
      'fly ssh',
      'flyctl ssh',
      'wrangler deploy',
      'wrangler secret put',
    ],
    ...[
      'supabase db push',
      'supabase functions deploy',
      'supabase secrets set',
      'firebase deploy',
      'railway up',
      'railway deploy',
      'railway redeploy',
      'railway down',
      'railway run',
      'railway ssh',
      'railway connect',
      'heroku run',
    ],
    ...[
      'gcloud run deploy',
      'gcloud app deploy',
      'gcloud functions deploy',
      'gcloud builds submit',
      'gcloud compute ssh',
      'aws ssm start-session',
    ],
    ...['aws ssm send-command', 'aws lambda update-function-code', 'aws cloudformation deploy', 'az acr login', 'az aks get-credentials'],
  ),
  ...rows(
    'shows',
    true,
    ...['aws sts', 'aws configure', 'aws secretsmanager', 'aws iam', 'gcloud secrets', 'gcloud iam', 'gcloud auth', 'az keyvault', 'az ad'],
    ...['az role', 'az account', 'op item', 'op', 'vault kv', 'vault', 'doppler', 'npm token', 'gh secret', 'gh auth'],
  ),
  ...rows(
    'may-show',
    true,
    ...['terraform output', 'tofu output', 'kubectl config view', 'gh auth status', 'glab auth status', 'vercel env', 'kubectl get', 'cat'],
  ),
  ...rows('grave', true, ...['terraform', 'tofu', 'pulumi']),
  ...rows(
    'acts',
    true,
    ...[
      'gh api',
      'gh repo',
      'gh pr',
      'gh release',
      'gh workflow',
      'gh',
      'glab',
      'aws',
      'gcloud',
      'az',
      'kubectl',
      'helm',
      'oc',
      'git push',
      'npm',
    ],
    ...[
      'vercel',
      'netlify',
      'fly',
      'flyctl',
      'wrangler',
      'supabase',
      'firebase',
      'railway',
      'heroku',
      'cdk',
      'sam',
      'serverless',
      'sls',
      'stripe',
    ],
  ),
];

/** Programs whose groups of commands are each as wide as the program: `aws s3` with anything behind it. */
export const groupedPrograms = new Set(['aws', 'gcloud', 'az']);

/** Programs, with a verb where they have one, that start whatever an argument, a job or a setting names. */
export const indirect: ReadonlyMap<string, string> = tableOf<string>({
  find: 'find -exec',
  'git config': 'git config, which sets aliases, hooks and credential helpers',
  crontab: 'crontab, whose jobs go on without it',
  at: 'at, whose jobs go on without it',
  systemctl: 'systemctl, whose units go on without it',
  launchctl: 'launchctl, whose jobs go on without it',
  psql: 'psql, whose \\! starts a shell',
  mysql: 'mysql, whose \\! starts a shell',
  sqlite3: 'sqlite3, whose .shell starts one',
  vim: 'vim, whose :! starts a shell',
  vi: 'vi, whose :! starts a shell',
});
