// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { credentialRules } from './credentials.ts';
import { authRoleRules } from './logins.ts';
import { pathRules } from './policies.ts';

export const rules: readonly Rule[] = [...pathRules, ...authRoleRules, ...credentialRules];
