// Key material that proves itself: by a checksum of its own, or by how its file must begin, so no name is asked for.
// Definitions: BIP-173 (bech32), BIP-32 and the wallet import format (base58check), SEP-23 (Stellar), NATS nkeys.
import type { ProviderFormats } from './format.ts';

export const keys: readonly ProviderFormats[] = [
  {
    provider: 'age',
    formats: [
      {
        id: 'age-secret-key',
        title: 'secret key',
        // The second against computers that do not exist yet.
        shape: ['AGE-SECRET-KEY-1{BECH32:58}', 'AGE-SECRET-KEY-PQ-1{BECH32:58}'],
        check: 'bech32',
        risk: 'key-material',
      },
    ],
  },
  {
    provider: 'Nostr',
    formats: [{ id: 'nostr-secret-key', title: 'secret key', shape: 'nsec1{bech32:58}', check: 'bech32', risk: 'key-material' }],
  },
  {
    provider: 'Bitcoin',
    formats: [
      { id: 'bitcoin-extended-key', title: 'extended private key', shape: 'xprv{b58:107-108}', check: 'base58check', risk: 'key-material' },
      {
        id: 'bitcoin-extended-key-other',
        title: 'extended private key',
        shape: ['tprv{b58:107-108}', 'yprv{b58:107-108}', 'zprv{b58:107-108}'],
        check: 'base58check',
        risk: 'key-material',
      },
    ],
  },
  // What neither program has encrypted: its file says so in the bytes behind `Ed`, and its length is fixed.
  {
    provider: 'minisign',
    formats: [{ id: 'minisign-key', title: 'secret key without a password', shape: 'RWQAAEIy{b64:203}=', risk: 'key-material' }],
  },
  {
    provider: 'signify',
    formats: [{ id: 'signify-key', title: 'secret key without a password', shape: 'RWRCSwAAAAA{b64:128}=', risk: 'key-material' }],
  },
];
