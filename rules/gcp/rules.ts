// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { basicRoleRules } from './basic-roles.ts';
import { customRoleEscalation } from './custom-role-escalation.ts';
import { customRoleTooBig } from './custom-role-too-big.ts';
import { defaultServiceAccount, defaultServiceAccountFullScope } from './default-service-account.ts';
import { firebaseRules } from './firebase.ts';
import { guardOff } from './guard-off.ts';
import { keyRules } from './keys.ts';
import { poolConditionByName, poolNoCondition } from './pool-condition.ts';
import { publicMember } from './public-member.ts';
import { memberRules } from './member-rules.ts';
import { roleRules } from './role-rules.ts';
import { conditionExpired, entitlementTooLong, entitlementWithoutApproval, standingAdmin } from './time-limits.ts';

export const rules: readonly Rule[] = [
  ...basicRoleRules,
  publicMember,
  ...roleRules,
  ...memberRules,
  customRoleEscalation,
  customRoleTooBig,
  ...keyRules,
  defaultServiceAccountFullScope,
  defaultServiceAccount,
  poolNoCondition,
  poolConditionByName,
  conditionExpired,
  standingAdmin,
  entitlementTooLong,
  entitlementWithoutApproval,
  guardOff,
  ...firebaseRules,
];
