// Marvin32, the keyed checksum that Microsoft builds into its identifiable keys (dotnet/runtime has the algorithm). The
// seed is eight ASCII letters, and which seed fits tells what the key may do.

/** The 32-bit hash of `bytes` under a seed of eight ASCII characters, read as a big-endian 64-bit number. */
export function marvin32(bytes: Uint8Array, seed: string): number {
  let p1 = wordOf(seed, 0);
  let p0 = wordOf(seed, 4);
  const block = () => {
    p1 ^= p0;
    p0 = rotate(p0, 20);
    p0 = (p0 + p1) | 0;
    p1 = rotate(p1, 9);
    p1 ^= p0;
    p0 = rotate(p0, 27);
    p0 = (p0 + p1) | 0;
    p1 = rotate(p1, 19);
  };
  let at = 0;
  for (; at + 4 <= bytes.length; at += 4) {
    p0 = (p0 + (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24))) | 0;
    block();
  }
  let last = 0x80;
  for (let i = bytes.length - 1; i >= at; i--) last = (last << 8) | bytes[i]! | 0;
  p0 = (p0 + last) | 0;
  block();
  block();
  return (p0 ^ p1) >>> 0;
}

const wordOf = (seed: string, at: number) =>
  (seed.charCodeAt(at) << 24) | (seed.charCodeAt(at + 1) << 16) | (seed.charCodeAt(at + 2) << 8) | seed.charCodeAt(at + 3);
const rotate = (value: number, by: number) => (value << by) | (value >>> (32 - by));
