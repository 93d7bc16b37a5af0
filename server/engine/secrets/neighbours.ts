// What only the text around a credential can prove: that a scalar belongs to the public key that stands near it, and that a
// key of Supabase was made for the project that is named near it. Speaks for a credential, never against it: what is near
// may belong to another one.
import { fromBase64, toBase64Url } from './base64.ts';
import { bytesOf, hexOf } from './checksums.ts';
import { p256Public } from './curves.ts';
import type { Recognised } from './recognise.ts';
import { sha256 } from './sha256.ts';

const reach = 3000;

/** The same value, proved where its neighbours prove it. */
export function withNeighbours(one: Recognised, text: string): Recognised {
  if (one.check !== 'none') return one;
  const around = text.slice(Math.max(0, one.at[0] - reach), one.at[1] + reach);
  if (one.format === 'vapid-key') return vapidFits(one.value, around) ? proved(one, 'it fits the public key beside it') : one;
  if (/^supabase-(?:secret|publishable)-key$/.test(one.format)) {
    const project = supabaseProject(one.value, around);
    return project === undefined ? one : proved(one, `made for the project ${project}`);
  }
  return one;
}

const proved = (one: Recognised, fact: string): Recognised => ({
  ...one,
  check: 'valid',
  confidence: 'high',
  placeholder: undefined,
  decoded: [...one.decoded, fact],
});

/** Web push: 32 bytes that give one of the uncompressed points near them. */
function vapidFits(value: string, around: string): boolean {
  const candidates = [...around.matchAll(/(?<![A-Za-z0-9_-])B[A-Za-z0-9_-]{86}(?![A-Za-z0-9_-])/g)].slice(0, 8);
  const scalar = fromBase64(value);
  if (candidates.length === 0 || scalar?.length !== 32) return false;
  const made = p256Public(scalar);
  return made !== undefined && candidates.some((match) => hexOf(fromBase64(match[0])!) === `04${hexOf(made)}`);
}

/** Supabase: the last eight characters are of a SHA-256 over the project and what stands before them. */
export function supabaseTail(project: string, head: string): string {
  return toBase64Url(sha256(bytesOf(`${project}|${head}`))).slice(0, 8);
}

function supabaseProject(value: string, around: string): string | undefined {
  const cut = value.lastIndexOf('_', value.length - 9);
  const projects = new Set(
    [...around.matchAll(/(?:https:\/\/|db\.|project[_-]?ref\W{1,6})([a-z]{20})(?![a-z])/gi)].slice(0, 8).map((match) => match[1]!),
  );
  return [...projects].find((project) => supabaseTail(project, value.slice(0, cut)) === value.slice(cut + 1));
}
