// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { administrator } from './administrators.ts';
import { accessKey, loginWithoutFactor, passwordsKept } from './keys.ts';
import { oracleAnybody, oracleEverything, oracleIdentity } from './oracle.ts';
import { publicBucket } from './public-buckets.ts';
import { anybodyAssumes, everyAction, serviceWildcard } from './policy-statements.ts';

export const rules: readonly Rule[] = [
  everyAction,
  serviceWildcard,
  anybodyAssumes,
  administrator,
  oracleEverything,
  oracleIdentity,
  oracleAnybody,
  accessKey,
  loginWithoutFactor,
  passwordsKept,
  publicBucket,
];
