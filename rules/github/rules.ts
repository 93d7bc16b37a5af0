// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { allSecrets } from './all-secrets.ts';
import { anonymousOidcSession } from './anonymous-oidc-session.ts';
import { archivedAction } from './archived-action.ts';
import { botActorCheck } from './bot-actor-check.ts';
import { cacheOpenToStrangers } from './cache-open-to-strangers.ts';
import { cachePoisoning } from './cache-poisoning.ts';
import { checkoutTokenInArtifact } from './checkout-token-in-artifact.ts';
import { cloudKeyInArtifact } from './cloud-key-in-artifact.ts';
import { credentialFileInArtifact } from './credential-file-in-artifact.ts';
import { debugLogging } from './debug-logging.ts';
import { dependabotExternalCode } from './dependabot-external-code.ts';
import { dependabotLiteralCredential } from './dependabot-literal-credential.ts';
import { deployWithoutEnvironment } from './deploy-without-environment.ts';
import { disguisedReference } from './disguised-reference.ts';
import { environmentFileInjection } from './environment-file-injection.ts';
import { environmentFromInput } from './environment-from-input.ts';
import { hardcodedRegistryPassword } from './hardcoded-registry-password.ts';
import { idTokenWithUntrustedCode } from './id-token-with-untrusted-code.ts';
import { inheritedTokenOnUntrustedTrigger } from './inherited-token-on-untrusted-trigger.ts';
import { inputInScript } from './input-in-script.ts';
import { insecureCommands } from './insecure-commands.ts';
import { longLivedCloudKeys } from './long-lived-cloud-keys.ts';
import { lookAlikeAction } from './look-alike-action.ts';
import { missingPermissions } from './missing-permissions.ts';
import { onlyGithub } from './only-github.ts';
import { openEnvironment } from './open-environment.ts';
import { persistedCheckoutToken } from './persisted-checkout-token.ts';
import { personalToken } from './personal-token.ts';
import { publishToken } from './publish-token.ts';
import { remoteScriptWithIdentity } from './remote-script-with-identity.ts';
import { roleSharedAcrossEnvironments } from './role-shared-across-environments.ts';
import { secretInBuildArgument } from './secret-in-build-argument.ts';
import { secretInCommandLine } from './secret-in-command-line.ts';
import { secretInWideEnvironment } from './secret-in-wide-environment.ts';
import { secretOutsideEnvironment } from './secret-outside-environment.ts';
import { secretsInherit } from './secrets-inherit.ts';
import { selfApproval } from './self-approval.ts';
import { selfHostedRunner } from './self-hosted-runner.ts';
import { staticVaultToken } from './static-vault-token.ts';
import { structuredSecret } from './structured-secret.ts';
import { surplusPermissions } from './surplus-permissions.ts';
import { templateInjection } from './template-injection.ts';
import { trustWiderThanJobs } from './trust-wider-than-jobs.ts';
import { trustWithoutJob } from './trust-without-job.ts';
import { unadmittedJob } from './unadmitted-job.ts';
import { undocumentedWrite } from './undocumented-write.ts';
import { unpinnedActionWithIdentity } from './unpinned-action-with-identity.ts';
import { unpinnedAction } from './unpinned-action.ts';
import { unpinnedWorkflowWithSecrets } from './unpinned-workflow-with-secrets.ts';
import { unquotedText } from './unquoted-text.ts';
import { unscopedAppToken } from './unscoped-app-token.ts';
import { unsoundCondition } from './unsound-condition.ts';
import { untrustedArtifact } from './untrusted-artifact.ts';
import { untrustedCheckout } from './untrusted-checkout.ts';
import { untrustedTriggerWithIdentity } from './untrusted-trigger-with-identity.ts';
import { unusedIdToken } from './unused-id-token.ts';
import { vulnerableAction } from './vulnerable-action.ts';
import { workflowLevelWrite } from './workflow-level-write.ts';
import { writeAllPermissions } from './write-all-permissions.ts';

const all: readonly Rule[] = [
  allSecrets,
  anonymousOidcSession,
  archivedAction,
  botActorCheck,
  cacheOpenToStrangers,
  cachePoisoning,
  checkoutTokenInArtifact,
  cloudKeyInArtifact,
  credentialFileInArtifact,
  debugLogging,
  dependabotExternalCode,
  dependabotLiteralCredential,
  deployWithoutEnvironment,
  disguisedReference,
  environmentFileInjection,
  environmentFromInput,
  hardcodedRegistryPassword,
  idTokenWithUntrustedCode,
  inheritedTokenOnUntrustedTrigger,
  inputInScript,
  insecureCommands,
  longLivedCloudKeys,
  lookAlikeAction,
  missingPermissions,
  openEnvironment,
  persistedCheckoutToken,
  personalToken,
  publishToken,
  remoteScriptWithIdentity,
  roleSharedAcrossEnvironments,
  secretInBuildArgument,
  secretInCommandLine,
  secretInWideEnvironment,
  secretOutsideEnvironment,
  secretsInherit,
  selfApproval,
  selfHostedRunner,
  staticVaultToken,
  structuredSecret,
  surplusPermissions,
  templateInjection,
  trustWiderThanJobs,
  trustWithoutJob,
  unadmittedJob,
  undocumentedWrite,
  unpinnedActionWithIdentity,
  unpinnedAction,
  unpinnedWorkflowWithSecrets,
  unquotedText,
  unscopedAppToken,
  unsoundCondition,
  untrustedArtifact,
  untrustedCheckout,
  untrustedTriggerWithIdentity,
  unusedIdToken,
  vulnerableAction,
  workflowLevelWrite,
  writeAllPermissions,
];

export const rules: readonly Rule[] = all.map(onlyGithub);
