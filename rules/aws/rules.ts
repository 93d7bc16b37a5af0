// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { adminStatement } from './admin-statement.ts';
import { notActionAllow, notResourceAllow } from './everything-but.ts';
import { managedPolicyRules } from './managed-policies.ts';
import { oidcGithubNoSub, oidcGithubStringEqualsWildcard, oidcGithubSubWildcard } from './oidc-github.ts';
import { passroleAnyService, passroleStar } from './passrole.ts';
import { resourceStarPermissionsManagement, resourceStarSensitiveRead, resourceStarWrite } from './resource-star.ts';
import { trustAnyone } from './trust-anyone.ts';
import { wildcardAction } from './wildcard-action.ts';

export const rules: readonly Rule[] = [
  adminStatement,
  wildcardAction,
  notActionAllow,
  notResourceAllow,
  resourceStarWrite,
  resourceStarPermissionsManagement,
  resourceStarSensitiveRead,
  passroleStar,
  passroleAnyService,
  ...managedPolicyRules,
  trustAnyone,
  oidcGithubNoSub,
  oidcGithubSubWildcard,
  oidcGithubStringEqualsWildcard,
];
