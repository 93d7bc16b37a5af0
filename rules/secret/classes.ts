// Which rule a candidate belongs to. Every candidate belongs to exactly one, so that no line has two findings.
import type { SecretCandidate } from '../../server/engine/secrets/types.ts';

export type SecretClass =
  | 'provider-token'
  | 'private-key'
  | 'json-web-token'
  | 'access-key-pair'
  | 'url-password'
  | 'assigned-secret'
  | 'throwaway-password'
  | 'test-credential'
  | 'publishable-key'
  | 'malformed-token'
  | 'unmasked-parameter'
  | 'none';

export function classOf(candidate: SecretCandidate): SecretClass {
  if (candidate.kind === 'encrypted') return 'none';
  if (candidate.printedIn !== undefined) return 'malformed-token';
  if (candidate.kind === 'publishable') return 'publishable-key';
  if (candidate.format === 'unmasked-parameter' || candidate.format === 'plain-parameter') return 'unmasked-parameter';
  if (candidate.format === 'generic') return candidate.thrownAway ? 'throwaway-password' : 'assigned-secret';
  if (candidate.format === 'url-password') return 'url-password';
  if (candidate.placeholder || candidate.misshapen || (candidate.check === 'invalid' && candidate.format !== 'private-key'))
    return 'malformed-token';
  if (candidate.kind === 'test') return 'test-credential';
  if (
    candidate.format === 'private-key' ||
    /^(?:jwk-private-key|tink-keyset|putty-private-key|rsa-key-value|solana-key|seed-phrase)$/.test(candidate.format)
  )
    return 'private-key';
  if (candidate.format === 'jwt') return 'json-web-token';
  if (
    candidate.format === 'aws-access-key-id' ||
    candidate.format === 'aws-temporary-key-id' ||
    candidate.format === 'aws-secret-access-key'
  )
    return 'access-key-pair';
  return 'provider-token';
}

export const isProviderToken = (candidate: SecretCandidate): boolean => classOf(candidate) === 'provider-token';
