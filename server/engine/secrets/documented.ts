// Values that everybody knows, because a provider prints them: keys of emulators, keys in the pages that explain an API,
// keys in a provider's own public tests. They open nothing, so they are said and never an alarm. Only digests stand here.
import { bytesOf, hexOf, lazily } from './checksums.ts';
import { sha256 } from './sha256.ts';

/** First 16 hexadecimal digits of the SHA-256 of a value, with where it is printed. Each was looked up in November 2026. */
const printed: Readonly<Record<string, string>> = {
  'the documentation of Google Cloud': 'ac9265e56c79b234',
  'the public tests of the Firebase libraries':
    '27a9a42931dff7eb 49f777db995e8260 8731261cb72d8626 37f8f09bdf12c2f2 eb540d2b6ee2a0a4 2037abcaffb2b777 dc0fcf046c61640c 4c98242dcadc8b29 ea9bb1082cf95663',
  'the types of the Firebase libraries': '6ca6473b42d9c17e',
  'the documentation of kubeadm and kubectl': '8dbbf9e18891d238 366da6cf65a08841 6a81b2429c0ba421',
  'the documentation of MinIO, for its playground': '1bbb9293c38acc5e df452eef23e8cf2c',
  'the reference of nuget.config': 'dba72c00f41f4e4c a0702bc91d699f60',
  'the documentation of Stripe': '2cafc0970149a84f b1471f544ceeea31',
  'the specifications of OAuth (RFC 5849, 6749, 6750 and 7009)':
    '4c20e6f5cc11b937 2ff8b0fb93aca981 293257ab6495ebb1 bb9b1163338b2a51 649e1f5c769e718b 6aa14267d94944e6 80f8b7c904d4a43f c20fbc2b96183894 b87dad10a32a2d81 cb87c87e4a138d9a ca7459e2b26776de 6c96130f130ab0d6 00cf4c781dc37003 b8e148545b13c78b ea9bdfd02c0c412c e9974c507d2a8021 53f5da0aaa93d64c a35b81a7d7927b70',
  'the specifications of JOSE (RFC 7515, 7517, 7518 and 8037)':
    '8b1b17a9740c068a 57afc11665beb68d 190edf59d5736c3b 0c9ccc0efa883292 6cebd764dd9840fc',
  'the specification of Basic authentication (RFC 7617)': 'cf4d418ed3de92d7',
  'the format of keys for one-time passwords (otpauth addresses)': '8be5d113c0871ce1',
  'the settings that Grafana comes with': 'f3c3964ca854e172',
  'the settings that Redis comes with': '2288ec82bc090b36',
  'the settings that Roundcube comes with': 'f7096f4025da84b0',
  'the settings that every project of Unity begins with': '88353154ca476dbf',
  'the documentation of Truffle': 'b83e96417f61cb14',
  'the documentation of the Azure storage emulator': '0011cc25eb432071',
  'the documentation of the Cosmos DB emulator': 'aa6547439583c3a2',
  'the start of every local Ethereum node (Hardhat, Anvil)':
    '60a09e4357868c1e bc1a50966c9e6486 095101cf732c298a bb4978fbe7638de8 8335c55334821eef b26ab6529d20ebeb f02322197a196ceb 64034b44c579b335 5de22089c247b9b2 4d3e46eec8244d1d 59feecfa04eb096b 0aedba9d586f34f9 b69d88ff1ad5834a 28e543d3753fc9d1 b6b9ee08c38f62da f070994a85994785 be394de37f9d6cf6 38e69fdd19aefeb4 dd0102d1cd0c6ac7 967f21586cdf1248 bc695e76adbd4ba5 0b33e0132123e78d f08cf7b46c09669b 84bc109b3d59b017 7112de5abbaaf618 85bde548053aab4b c9af1927cd58e92d f1513114f60e5e95 9ebbe88c52f86818 5330d388af894c9e 9794bae81f0d5dd2 a2e06155cb1a424f 89fdd4bd49fc0e2a 4a67d7a0d8a16d6d 97bc0c40d645cfaa b08bdfde9930d920 609101d4dd3170f5 cf1fc66f853151a4 7d2c370c3a5748fa 100546a8b020a55a',
};

const places = /*#__PURE__*/ lazily(
  () => new Map(Object.entries(printed).flatMap(([place, digests]) => digests.split(' ').map((digest) => [digest, place] as const))),
);

/** Where a value is printed for everybody; undefined for all others. */
export function printedIn(value: string): string | undefined {
  if (value.length < 10 || value.length > 100 || !/^[\x20-\x7e]+$/.test(value)) return undefined;
  return places().get(hexOf(sha256(bytesOf(value)).slice(0, 8)));
}
