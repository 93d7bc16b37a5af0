// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { basicRoleRules } from './basic-roles.ts';
import { publicMember } from './public-member.ts';

export const rules: readonly Rule[] = [...basicRoleRules, publicMember];
