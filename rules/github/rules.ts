// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { allSecrets } from './all-secrets.ts';
import { botActorCheck } from './bot-actor-check.ts';
import { checkoutTokenInArtifact } from './checkout-token-in-artifact.ts';
import { debugLogging } from './debug-logging.ts';
import { environmentFileInjection } from './environment-file-injection.ts';
import { environmentFromInput } from './environment-from-input.ts';
import { hardcodedRegistryPassword } from './hardcoded-registry-password.ts';
import { idTokenWithUntrustedCode } from './id-token-with-untrusted-code.ts';
import { inheritedTokenOnUntrustedTrigger } from './inherited-token-on-untrusted-trigger.ts';
import { inputInScript } from './input-in-script.ts';
import { insecureCommands } from './insecure-commands.ts';
import { longLivedCloudKeys } from './long-lived-cloud-keys.ts';
import { missingPermissions } from './missing-permissions.ts';
import { persistedCheckoutToken } from './persisted-checkout-token.ts';
import { personalToken } from './personal-token.ts';
import { publishToken } from './publish-token.ts';
import { secretInCommandLine } from './secret-in-command-line.ts';
import { secretInWideEnvironment } from './secret-in-wide-environment.ts';
import { secretOutsideEnvironment } from './secret-outside-environment.ts';
import { secretsInherit } from './secrets-inherit.ts';
import { structuredSecret } from './structured-secret.ts';
import { surplusPermissions } from './surplus-permissions.ts';
import { templateInjection } from './template-injection.ts';
import { undocumentedWrite } from './undocumented-write.ts';
import { unscopedAppToken } from './unscoped-app-token.ts';
import { untrustedCheckout } from './untrusted-checkout.ts';
import { untrustedTriggerWithIdentity } from './untrusted-trigger-with-identity.ts';
import { unusedIdToken } from './unused-id-token.ts';
import { workflowLevelWrite } from './workflow-level-write.ts';
import { writeAllPermissions } from './write-all-permissions.ts';

export const rules: readonly Rule[] = [
  allSecrets,
  botActorCheck,
  checkoutTokenInArtifact,
  debugLogging,
  environmentFileInjection,
  environmentFromInput,
  hardcodedRegistryPassword,
  idTokenWithUntrustedCode,
  inheritedTokenOnUntrustedTrigger,
  inputInScript,
  insecureCommands,
  longLivedCloudKeys,
  missingPermissions,
  persistedCheckoutToken,
  personalToken,
  publishToken,
  secretInCommandLine,
  secretInWideEnvironment,
  secretOutsideEnvironment,
  secretsInherit,
  structuredSecret,
  surplusPermissions,
  templateInjection,
  undocumentedWrite,
  unscopedAppToken,
  untrustedCheckout,
  untrustedTriggerWithIdentity,
  unusedIdToken,
  workflowLevelWrite,
  writeAllPermissions,
];
