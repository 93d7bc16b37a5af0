// Values that everybody knows, because a provider prints them: keys of emulators, keys in the pages that explain an API,
// keys in a provider's own public tests. They open nothing, so they are said and never an alarm. Only digests stand here.
import { bytesOf, hexOf, lazily } from './checksums.ts';
import { sha256 } from './sha256.ts';

/** First 16 hexadecimal digits of the SHA-256 of a value, with where it is printed. Each was looked up in November 2026. */
const printed: Readonly<Record<string, string>> = {
  'the documentation of Google Cloud': 'ac9265e56c79b234',
  'the public tests of the Firebase libraries': '27a9a42931dff7eb 49f777db995e8260 8731261cb72d8626 37f8f09bdf12c2f2 eb540d2b6ee2a0a4 2037abcaffb2b777 dc0fcf046c61640c 4c98242dcadc8b29 ea9bb1082cf95663',
  'the reference of nuget.config': 'dba72c00f41f4e4c a0702bc91d699f60',
  'the documentation of Stripe': '2cafc0970149a84f b1471f544ceeea31',
  'the documentation of the Azure storage emulator': '0011cc25eb432071',
  'the documentation of the Cosmos DB emulator': 'aa6547439583c3a2',
  'the start of every local Ethereum node (Hardhat, Anvil)': '60a09e4357868c1e bc1a50966c9e6486 095101cf732c298a bb4978fbe7638de8',
};

const places = /*#__PURE__*/ lazily(() => new Map(Object.entries(printed).flatMap(([place, digests]) => digests.split(' ').map((digest) => [digest, place] as const))));

/** Where a value is printed for everybody; undefined for all others. */
export function printedIn(value: string): string | undefined {
  if (value.length < 10 || value.length > 100 || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  return places().get(hexOf(sha256(bytesOf(value)).slice(0, 8)));
}
