// Key material that proves itself: every row but the last carries a checksum of its own, so no name is asked for.
// Definitions: BIP-173 (bech32), BIP-32 and the wallet import format (base58check), SEP-23 (Stellar), NATS nkeys.
import type { ProviderFormats } from './format.ts';

export const keys: readonly ProviderFormats[] = [
  {
    provider: 'age',
    formats: [{ id: 'age-secret-key', title: 'secret key', shape: 'AGE-SECRET-KEY-1{BECH32:58}', check: 'bech32', risk: 'key-material' }],
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
];
