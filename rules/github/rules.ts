// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { longLivedCloudKeys } from './long-lived-cloud-keys.ts';
import { missingPermissions } from './missing-permissions.ts';
import { secretsInherit } from './secrets-inherit.ts';
import { writeAllPermissions } from './write-all-permissions.ts';

export const rules: readonly Rule[] = [longLivedCloudKeys, missingPermissions, secretsInherit, writeAllPermissions];
