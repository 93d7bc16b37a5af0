// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { sqlCredentialRules } from './credentials.ts';
import { sqlRules } from './grants.ts';
import { rowPolicyRules } from './row-policies.ts';

export const rules: readonly Rule[] = [...sqlRules, ...sqlCredentialRules, ...rowPolicyRules];
