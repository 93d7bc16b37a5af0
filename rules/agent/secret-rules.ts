// The rules of the secret scanner that report the same text. Where a rule of this area knows whose credential it is and how
// its client refers to one, that finding stands and the scanner's goes: one finding a span.
export const secretRules: readonly string[] = [
  'secret/access-key-pair',
  'secret/assigned-secret',
  'secret/json-web-token',
  'secret/malformed-token',
  'secret/private-key',
  'secret/provider-token',
  'secret/test-credential',
  'secret/throwaway-password',
  'secret/url-password',
];
