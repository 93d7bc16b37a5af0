// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { noOwner } from './no-owner.ts';
import { sharedByWorkloads } from './shared-by-workloads.ts';

export const rules: readonly Rule[] = [noOwner, sharedByWorkloads];
