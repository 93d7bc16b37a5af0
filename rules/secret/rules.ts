// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { accessKeyPair } from './access-key-pair.ts';
import { assignedSecret } from './assigned-secret.ts';
import { jsonWebToken } from './json-web-token.ts';
import { malformedToken } from './malformed-token.ts';
import { privateKey } from './private-key.ts';
import { providerToken } from './provider-token.ts';
import { publishableKey } from './publishable-key.ts';
import { testCredential } from './test-credential.ts';
import { throwawayPassword } from './throwaway-password.ts';
import { unmaskedParameter } from './unmasked-parameter.ts';
import { urlPassword } from './url-password.ts';

export const rules: readonly Rule[] = [
  accessKeyPair,
  assignedSecret,
  jsonWebToken,
  malformedToken,
  privateKey,
  providerToken,
  publishableKey,
  testCredential,
  throwawayPassword,
  unmaskedParameter,
  urlPassword,
];
