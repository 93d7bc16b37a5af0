// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { acrAnonymousPull } from './acr-anonymous-pull.ts';
import { activationPolicyWeak } from './activation-policy-weak.ts';
import { consentForEveryone } from './consent-for-everyone.ts';
import { customRoleRules } from './custom-roles.ts';
import { applicationCertificateLong, applicationPassword, directoryRoleAdmin, federatedSubjectWide, providerSecret } from './entra.ts';
import { deploymentScriptOwner } from './deployment-script.ts';
import { groupAssignableOwners, guestPrivileged } from './guests-and-groups.ts';
import { keyInSetting } from './key-in-setting.ts';
import { keyInOutput } from './key-in-output.ts';
import { localAuthRules } from './local-auth.ts';
import { longSignature } from './long-signature.ts';
import { openingRules } from './openings.ts';
import { noManagedIdentity } from './no-managed-identity.ts';
import { passwordLoginRules } from './password-logins.ts';
import { pimNoExpiry } from './pim-no-expiry.ts';
import { policyIdentityOwner } from './policy-identity-owner.ts';
import { privilegedRules } from './privileged-roles.ts';
import { registryTokenNoEnd, webhookLong } from './registry-token-no-end.ts';
import { serviceOpeningRules } from './service-openings.ts';
import { tenantPolicyWeak } from './tenant-policy-weak.ts';
import { vaultItemNoEnd } from './vault-item-no-end.ts';
import { wideRoleRules } from './wide-roles.ts';

export const rules: readonly Rule[] = [
  ...wideRoleRules,
  ...privilegedRules,
  pimNoExpiry,
  activationPolicyWeak,
  tenantPolicyWeak,
  ...customRoleRules,
  directoryRoleAdmin,
  guestPrivileged,
  groupAssignableOwners,
  deploymentScriptOwner,
  policyIdentityOwner,
  applicationPassword,
  applicationCertificateLong,
  federatedSubjectWide,
  providerSecret,
  ...localAuthRules,
  noManagedIdentity,
  acrAnonymousPull,
  ...openingRules,
  ...serviceOpeningRules,
  ...passwordLoginRules,
  longSignature,
  vaultItemNoEnd,
  registryTokenNoEnd,
  webhookLong,
  keyInOutput,
  keyInSetting,
  consentForEveryone,
];
