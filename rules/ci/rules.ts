// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { accessTokenForEveryStep } from './access-token-for-every-step.ts';
import { anyAgentWithCredentials } from './any-agent-with-credentials.ts';
import { clusterWideAccount } from './cluster-wide-account.ts';
import { debugTrace } from './debug-trace.ts';
import { defaultServiceAccount } from './default-service-account.ts';
import { deployWithoutEnvironment } from './deploy-without-environment.ts';
import { evaluatedVariable } from './evaluated-variable.ts';
import { hookSource } from './hook-source.ts';
import { idTokenForEveryJob } from './id-token-for-every-job.ts';
import { inputInScript } from './input-in-script.ts';
import { interpolatedCredential } from './interpolated-credential.ts';
import { legacyJobJwt } from './legacy-job-jwt.ts';
import { movableOrbWithContext } from './movable-orb-with-context.ts';
import { movablePluginWithSecret } from './movable-plugin-with-secret.ts';
import { openEventListener } from './open-event-listener.ts';
import { persistedCheckoutToken } from './persisted-checkout-token.ts';
import { personalTokenInsteadOfJobToken } from './personal-token.ts';
import { plainSecretVariable } from './plain-secret-variable.ts';
import { principalInEnvironment } from './principal-in-environment.ts';
import { pullRequestDecides } from './pull-request-decides.ts';
import { secretInArtifact } from './secret-in-artifact.ts';
import { secretInCommandLine } from './secret-in-command-line.ts';
import { secretInParameter } from './secret-in-parameter.ts';
import { secretInPullRequestStep } from './secret-in-pull-request-step.ts';
import { sharedIdTokenAudience } from './shared-id-token-audience.ts';
import { staticCloudKey } from './static-cloud-key.ts';
import { templateInjection } from './template-injection.ts';
import { trustWiderThanJobs } from './trust-wider-than-jobs.ts';
import { trustWithoutJob } from './trust-without-job.ts';
import { unadmittedJob } from './unadmitted-job.ts';
import { unpinnedIncludeWithIdentity } from './unpinned-include-with-identity.ts';
import { unusedStepOidc } from './unused-step-oidc.ts';
import { wideContext } from './wide-context.ts';
import { secretInBuildArgument } from './secret-in-build-argument.ts';
import { everyVaultSecret } from './every-vault-secret.ts';
import { privilegedStep } from './privileged-step.ts';

export const rules: readonly Rule[] = [
  accessTokenForEveryStep,
  anyAgentWithCredentials,
  clusterWideAccount,
  debugTrace,
  defaultServiceAccount,
  deployWithoutEnvironment,
  evaluatedVariable,
  hookSource,
  idTokenForEveryJob,
  inputInScript,
  interpolatedCredential,
  legacyJobJwt,
  movableOrbWithContext,
  movablePluginWithSecret,
  openEventListener,
  persistedCheckoutToken,
  personalTokenInsteadOfJobToken,
  plainSecretVariable,
  principalInEnvironment,
  pullRequestDecides,
  secretInArtifact,
  secretInCommandLine,
  secretInParameter,
  secretInPullRequestStep,
  sharedIdTokenAudience,
  staticCloudKey,
  templateInjection,
  trustWiderThanJobs,
  trustWithoutJob,
  unadmittedJob,
  unpinnedIncludeWithIdentity,
  unusedStepOidc,
  wideContext,
  secretInBuildArgument,
  everyVaultSecret,
  privilegedStep,
];
