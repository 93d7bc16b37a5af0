// Public keys from private ones, on the two curves that credentials use: Ed25519 (RFC 8032) and P-256 (SEC 2). Only to
// tell a key pair that belongs together from numbers that do not: in plain arithmetic, slow and not constant in time.
import { sha512 } from './sha512.ts';

const mod = (value: bigint, p: bigint): bigint => ((value % p) + p) % p;

function power(base: bigint, exponent: bigint, p: bigint): bigint {
  let result = 1n;
  let factor = mod(base, p);
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * factor) % p;
    factor = (factor * factor) % p;
  }
  return result;
}

const bigEndian = (bytes: Uint8Array): bigint => bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);

function toBytes(value: bigint, length: number): Uint8Array {
  const out = new Uint8Array(length);
  for (let i = length - 1, rest = value; i >= 0; i--, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}

type Point = readonly [x: bigint, y: bigint, z: bigint, t: bigint];

const p25519 = 2n ** 255n - 19n;
const d25519 = 37095705934669439343138083508754565189542113879843219016388785533085940283555n;
const baseY = 46316835694926478169428394003475163141307993866256225615783033603165251855960n;
const baseX = 15112221349535400772501151409588531511454012693041857206046113283949847762202n;

/** Twisted Edwards addition in extended coordinates; it doubles too. */
function addEdwards(a: Point, b: Point): Point {
  const p = p25519;
  const A = mod((a[1] - a[0]) * (b[1] - b[0]), p);
  const B = mod((a[1] + a[0]) * (b[1] + b[0]), p);
  const C = mod(2n * a[3] * b[3] * d25519, p);
  const D = mod(2n * a[2] * b[2], p);
  const [E, F, G, H] = [B - A, D - C, D + C, B + A];
  return [mod(E * F, p), mod(G * H, p), mod(F * G, p), mod(E * H, p)];
}

/** The 32 bytes of the public key of a seed of 32 bytes. */
export function ed25519Public(seed: Uint8Array): Uint8Array {
  const hash = sha512(seed).slice(0, 32);
  hash[0]! &= 248;
  hash[31]! &= 127;
  hash[31]! |= 64;
  let point: Point = [0n, 1n, 1n, 0n];
  let base: Point = [baseX, baseY, 1n, mod(baseX * baseY, p25519)];
  for (let rest = bigEndian(hash.reverse()); rest > 0n; rest >>= 1n) {
    if (rest & 1n) point = addEdwards(point, base);
    base = addEdwards(base, base);
  }
  const inverse = power(point[2], p25519 - 2n, p25519);
  const out = toBytes(mod(point[1] * inverse, p25519), 32).reverse();
  if (mod(point[0] * inverse, p25519) & 1n) out[31]! |= 128;
  return out;
}

const p256 = 0xffffffff00000001000000000000000000000000ffffffffffffffffffffffffn;
const n256 = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const g256 = [
  0x6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296n,
  0x4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5n,
] as const;

type Jacobian = readonly [x: bigint, y: bigint, z: bigint];

function doubleWeierstrass([x, y, z]: Jacobian): Jacobian {
  const p = p256;
  const yy = mod(y * y, p);
  const s = mod(4n * x * yy, p);
  const zz = mod(z * z, p);
  const m = mod(3n * (x - zz) * (x + zz), p);
  const x2 = mod(m * m - 2n * s, p);
  return [x2, mod(m * (s - x2) - 8n * yy * yy, p), mod(2n * y * z, p)];
}

function addWeierstrass(a: Jacobian, b: Jacobian): Jacobian {
  if (a[2] === 0n) return b;
  if (b[2] === 0n) return a;
  const p = p256;
  const [az, bz] = [mod(a[2] * a[2], p), mod(b[2] * b[2], p)];
  const [u1, u2] = [mod(a[0] * bz, p), mod(b[0] * az, p)];
  const [s1, s2] = [mod(a[1] * bz * b[2], p), mod(b[1] * az * a[2], p)];
  if (u1 === u2) return s1 === s2 ? doubleWeierstrass(a) : [1n, 1n, 0n];
  const [h, r] = [mod(u2 - u1, p), mod(s2 - s1, p)];
  const h2 = mod(h * h, p);
  const h3 = mod(h2 * h, p);
  const v = mod(u1 * h2, p);
  const x = mod(r * r - h3 - 2n * v, p);
  return [x, mod(r * (v - x) - s1 * h3, p), mod(a[2] * b[2] * h, p)];
}

/** The 64 bytes x and y of the public key of a scalar of 32 bytes; undefined for one that is no key. */
export function p256Public(scalar: Uint8Array): Uint8Array | undefined {
  const k = bigEndian(scalar);
  if (k === 0n || k >= n256) return undefined;
  let point: Jacobian = [1n, 1n, 0n];
  let base: Jacobian = [g256[0], g256[1], 1n];
  for (let rest = k; rest > 0n; rest >>= 1n) {
    if (rest & 1n) point = addWeierstrass(point, base);
    base = doubleWeierstrass(base);
  }
  const inverse = power(point[2], p256 - 2n, p256);
  const square = mod(inverse * inverse, p256);
  const out = new Uint8Array(64);
  out.set(toBytes(mod(point[0] * square, p256), 32));
  out.set(toBytes(mod(point[1] * square * inverse, p256), 32), 32);
  return out;
}
