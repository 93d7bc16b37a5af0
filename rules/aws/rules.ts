// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { actionPrefixWildcard } from './action-prefix-wildcard.ts';
import { adminStatement } from './admin-statement.ts';
import { cdkBootstrapAdmin } from './cdk-bootstrap-admin.ts';
import { eksCreatorAdmin } from './cluster-creator.ts';
import { cognitoGuestWrite } from './cognito-guest.ts';
import { resourcePolicyConfusedDeputy, trustServiceConfusedDeputy } from './confused-deputy.ts';
import { notActionAllow, notResourceAllow } from './everything-but.ts';
import { credentialRules, iamUser, policyAttachmentExclusive, userDirectPolicy } from './long-lived.ts';
import { managedPolicyRules } from './managed-policies.ts';
import { oidcGithubNoSub, oidcGithubStringEqualsWildcard, oidcGithubSubWildcard } from './oidc-github.ts';
import { oidcNoAudience, oidcNoSubject, oidcSubjectRules, samlTrustNoAudience } from './oidc-other.ts';
import { databaseWithoutIam, passwordsKept, userPoolWithoutSecondFactor } from './passwords.ts';
import { passroleAnyService, passroleStar } from './passrole.ts';
import { escalationRules } from './privilege-escalation.ts';
import { resourcePolicyCrossAccountWrite, resourcePolicyPublic, resourcePolicyStarAction } from './resource-policies.ts';
import { resourceStarPermissionsManagement, resourceStarRead, resourceStarSensitiveRead, resourceStarWrite } from './resource-star.ts';
import { assumeRoleStar, credentialsExposure, sensitiveServiceRules } from './sensitive-services.ts';
import { cognitoUnauthenticated, eksAccessAdmin, eksAuthMasters, longSession, secretRotation } from './settings.ts';
import { lakeFormationAll, publicAccessGuardOff, shareBeyondOrganization } from './shares.ts';
import { notPrincipalAllow, trustCrossAccountNoExternalId, trustPrincipalWildcardArn } from './trust-accounts.ts';
import { trustAnyone } from './trust-anyone.ts';
import { boundaryMissing, conditionIpOnly, conditionWeak, expiryInPast } from './weak-conditions.ts';
import { wildcardAction } from './wildcard-action.ts';
import { workloadAdminRole } from './workload-admin-role.ts';

export const rules: readonly Rule[] = [
  adminStatement,
  wildcardAction,
  actionPrefixWildcard,
  notActionAllow,
  notResourceAllow,
  ...sensitiveServiceRules,
  resourceStarWrite,
  resourceStarPermissionsManagement,
  resourceStarSensitiveRead,
  resourceStarRead,
  credentialsExposure,
  assumeRoleStar,
  passroleStar,
  passroleAnyService,
  ...escalationRules,
  ...managedPolicyRules,
  workloadAdminRole,
  cdkBootstrapAdmin,
  boundaryMissing,
  trustAnyone,
  trustCrossAccountNoExternalId,
  trustPrincipalWildcardArn,
  notPrincipalAllow,
  trustServiceConfusedDeputy,
  oidcGithubNoSub,
  oidcGithubSubWildcard,
  oidcGithubStringEqualsWildcard,
  ...oidcSubjectRules,
  oidcNoAudience,
  oidcNoSubject,
  samlTrustNoAudience,
  resourcePolicyPublic,
  resourcePolicyStarAction,
  resourcePolicyCrossAccountWrite,
  resourcePolicyConfusedDeputy,
  conditionWeak,
  conditionIpOnly,
  expiryInPast,
  lakeFormationAll,
  shareBeyondOrganization,
  publicAccessGuardOff,
  cognitoUnauthenticated,
  cognitoGuestWrite,
  eksAccessAdmin,
  eksCreatorAdmin,
  eksAuthMasters,
  secretRotation,
  passwordsKept,
  userPoolWithoutSecondFactor,
  databaseWithoutIam,
  longSession,
  ...credentialRules,
  iamUser,
  userDirectPolicy,
  policyAttachmentExclusive,
];
