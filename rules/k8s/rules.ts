// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { adminBinding } from './admin-binding.ts';
import { clusterAdminBinding } from './cluster-admin-binding.ts';
import { legacyTokenSecret } from './legacy-token-secret.ts';
import { openSubjectRules } from './open-subjects.ts';
import { permissionRules } from './permissions.ts';
import { wildcardAll, wildcardApiGroups, wildcardResources, wildcardVerbs } from './wildcards.ts';

export const rules: readonly Rule[] = [clusterAdminBinding, adminBinding, wildcardAll, wildcardVerbs, wildcardResources, wildcardApiGroups, ...permissionRules, ...openSubjectRules, legacyTokenSecret];
