// Which identity beyond the job token a step takes: a role in a cloud, a registry's publisher, a vault. From the inputs
// of the actions that log in; facts of their readmes and metadata, as known in 2026-11.
import { entryOf, textOf, type Leaf } from '../value.ts';
import type { WorkflowStep } from '../workflow.ts';
import { startedPrograms } from './programs.ts';
import { leafAt } from './steps.ts';

export interface CloudLogin {
  readonly cloud: 'aws' | 'azure' | 'gcp' | 'vault';
  /** The role, client, provider or vault role; the token an edit or a join looks at. */
  readonly identity?: Leaf;
  /** The account that a provider leads to. */
  readonly account?: Leaf;
  /** `federated`: by the job's own OIDC token. `static`: by a stored key. */
  readonly by: 'federated' | 'static';
  readonly step: WorkflowStep;
}

/** Undefined for steps that log in to no cloud. */
export function cloudLogin(step: WorkflowStep): CloudLogin | undefined {
  // Looked at for these few actions alone: every step of a tree is asked.
  const input = (name: string) => leafAt(entryOf(step.value, 'with')?.value, name);
  switch (step.action) {
    case 'aws-actions/configure-aws-credentials': {
      const role = input('role-to-assume');
      const key = input('aws-access-key-id');
      if (!role && !key) return undefined;
      return { cloud: 'aws', ...(role ? { identity: role } : {}), by: key ? 'static' : 'federated', step };
    }
    case 'azure/login': {
      const client = input('client-id');
      if (client) return { cloud: 'azure', identity: client, by: 'federated', step };
      return input('creds') ? { cloud: 'azure', by: 'static', step } : undefined;
    }
    case 'google-github-actions/auth': {
      const provider = input('workload_identity_provider');
      const account = input('service_account');
      if (provider) return { cloud: 'gcp', identity: provider, ...(account ? { account } : {}), by: 'federated', step };
      return input('credentials_json') ? { cloud: 'gcp', by: 'static', step } : undefined;
    }
    case 'hashicorp/vault-action': {
      const role = input('role');
      const method = textOf(input('method'));
      return { cloud: 'vault', ...(role ? { identity: role } : {}), by: method === 'jwt' ? 'federated' : 'static', step };
    }
    default:
      return undefined;
  }
}

/** Actions that ask for the job's OIDC token themselves, beside the logins above. As their readmes say, as known in 2026-11. */
const oidcActions = new Set([
  'actions/attest',
  'actions/attest-build-provenance',
  'actions/attest-sbom',
  'actions/deploy-pages',
  'sigstore/cosign-installer',
  'sigstore/gh-action-sigstore-python',
  'slsa-framework/slsa-github-generator',
  'pypa/gh-action-pypi-publish',
  'rust-lang/crates-io-auth-action',
  'rubygems/release-gem',
  'rubygems/configure-rubygems-credentials',
  'nuget/login',
  'js-devtools/npm-publish',
  'pulumi/auth-actions',
  'jfrog/setup-jfrog-cli',
  'octopusdeploy/login',
  'depot/setup-action',
  'depot/build-push-action',
  'chainguard-dev/setup-chainctl',
  'chainguard-dev/octo-sts',
  'octo-sts/action',
  'anthropics/claude-code-action',
  'aliyun/configure-aliyun-credentials-action',
  'aws-actions/amazon-ecr-login',
  'codecov/codecov-action',
  'docker/build-push-action',
  'docker/login-action',
  'ossf/scorecard-action',
  'goreleaser/goreleaser-action',
  'changesets/action',
  'semantic-release/semantic-release',
  'cycjimmy/semantic-release-action',
  'google-github-actions/run-gemini-cli',
  'tailscale/github-action',
  'cloudsmith-io/cloudsmith-cli-action',
  'azure/trusted-signing-action',
  'azure/artifact-signing-action',
  'signpath/github-action-submit-signing-request',
  'coverallsapp/github-action',
  'hashicorp/setup-terraform',
  'denoland/setup-deno',
  'lycheeverse/lychee-action',
]);

/** True where the step takes, or by its commands may take, the job's OIDC token. */
export function takesOidcToken(step: WorkflowStep): boolean {
  const login = cloudLogin(step);
  if (login) return login.by === 'federated';
  const action = step.action;
  if (action !== undefined && [...oidcActions].some((known) => action === known || action.startsWith(`${known}/`))) return true;
  return usesOidcByCommand(textOf(step.run) ?? '') || step.inputs.some((entry) => usesOidcByCommand(textOf(entry.value) ?? ''));
}

const oidcCommands =
  /ACTIONS_ID_TOKEN_REQUEST|getIDToken|\b(?:npm|pnpm|yarn|lerna|bun|deno|twine|uv|poetry|flit|pdm|hatch|cargo|gem|dotnet|dart|semantic-release|release-it|changeset)\b[^\n]*\b(?:publish|release|upload|push)\b|\bcosign\b|\bsigstore\b|\bvault\b|\bslsa\b|\bgh\s+attestation\b|\bjf\b|oidc|id.token/i;

/** What an expression names, a job called `publish-to-npm`, is no command. */
function usesOidcByCommand(script: string): boolean {
  return oidcCommands.test(script.replace(/\$\{\{[^}]{0,400}\}\}/g, ' '));
}

/** Tools that ask for the token by themselves, as their settings or a plugin say: providers of Terraform, keyless signing, releases. */
const asksBySettings =
  /\b(?:terraform|tofu|terragrunt|terramate|pulumi|packer|goreleaser|semantic-release|octosts|chainctl|jsr|syft)\b|\baz\s+login\b|\baws\s+sts\b|\bgcloud\s+auth\b/;
/** Tasks of a project that publish, deploy or sign, by their names. */
const handsOut =
  /\b(?:npx|bunx|npm|pnpm|yarn|bun|make|just|task|rake|mage|mvnw?|gradlew?|sbt|nx|turbo|tox|nox|hatch|poe|invoke)\b[^\n]{0,200}(?:publish|release|deploy|sign|attest|upload|push|promote|provenance)/i;
const interpreters = new Set([
  'bash',
  'sh',
  'zsh',
  'dash',
  'pwsh',
  'powershell',
  'python',
  'python3',
  'node',
  'deno',
  'bun',
  'ruby',
  'perl',
  'php',
  'tsx',
  'ts-node',
  'source',
  '.',
]);

const taskRunners = new Set(['make', 'just', 'task', 'rake', 'mage', 'invoke']);
/** Tasks that are not there to hand anything out, as projects name them. */
const plainTask = /^(?:test|unit|lint|check|vet|fmt|format|build|compile|docs?)/;

/** True where a command may ask for the job's OIDC token without a word of it showing that: scripts of the repository, and tools with settings of their own. */
export function mayTakeOidcUnseen(step: WorkflowStep): boolean {
  const script = textOf(step.run);
  if (script === undefined) return false;
  return (
    asksBySettings.test(script) ||
    handsOut.test(script) ||
    startedPrograms(script).some(
      ({ name, verb }) =>
        /^\.{0,2}\/|^\$|\.(?:sh|py|js|mjs|ts|rb|ps1)$/.test(name) ||
        (interpreters.has(name) && /[/$]|\.\w+$/.test(verb)) ||
        (taskRunners.has(name) && !plainTask.test(verb)),
    )
  );
}
