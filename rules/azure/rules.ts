// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { wideRoleRules } from './wide-roles.ts';

export const rules: readonly Rule[] = [...wideRoleRules];
