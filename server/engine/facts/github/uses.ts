// What a `uses` names: an action or workflow of a repository with its version, a path in this repository, an image.
import { textOf, type Leaf } from '../value.ts';
import type { Place } from '../../text/text.ts';

export type ActionReference =
  | {
      readonly kind: 'repository';
      /** `owner/repo` and, for actions in a folder, `owner/repo/path`, in lower case, with `.`, `..` and empty parts resolved. */
      readonly name: string;
      /** The same as it would be written plainly, where parts of the path say nothing or take another back. */
      readonly plain?: string;
      readonly owner: string;
      readonly repository: string;
      readonly path: string;
      /** What stands after `@`; undefined where nothing does. */
      readonly ref?: string;
      /** The ref's token. */
      readonly refAt?: Place;
      /** A commit cannot change; tags and branches can. `unknown`: neither the form of a version nor a name that branches have. */
      readonly pin: 'commit' | 'version' | 'branch' | 'unknown' | 'none';
    }
  | { readonly kind: 'local'; readonly path: string }
  | { readonly kind: 'image'; readonly image: string; readonly pin: 'digest' | 'tag' | 'none' };

const commit = /^[0-9a-f]{40}$|^[0-9a-f]{64}$/i;
const version = /^v?\d+(?:[._-][\w.+-]*)?$/i;
const branch =
  /^(?:main|master|trunk|dev|develop|development|head|latest|next|nightly|edge|canary|stable|release|production|gh-pages|default|refs\/heads\/.+|(?:release|releases|feature|branch)\/.+)$/i;

/** The folder that holds `.github`, with its slash; the repository's root, seen from any workspace root. */
export function rootOf(uri: string): string {
  const at = uri.lastIndexOf('.github/');
  return at < 0 ? '' : uri.slice(0, at);
}

/** What a leaf names: each of a dozen rules asks it of every step. */
const known = new WeakMap<Leaf, { readonly reference: ActionReference | undefined }>();

/** Undefined where the reference is computed or malformed. */
export function readUses(leaf: Leaf | undefined): ActionReference | undefined {
  if (leaf === undefined) return undefined;
  const before = known.get(leaf);
  if (before) return before.reference;
  const reference = referenceIn(leaf);
  known.set(leaf, { reference });
  return reference;
}

function referenceIn(leaf: Leaf): ActionReference | undefined {
  const text = textOf(leaf)?.trim();
  if (text === undefined || text.includes('${{')) return undefined;
  if (/^[.$][/\\]/.test(text)) return { kind: 'local', path: text.replaceAll('\\', '/').slice(2).replace(/\/$/, '').replace(/@.*$/, '') };
  if (text.startsWith('docker://')) return { kind: 'image', ...readImage(text.slice('docker://'.length)) };
  const at = text.indexOf('@');
  const name = at < 0 ? text : text.slice(0, at);
  const written = name.split('/');
  const parts = resolved(written);
  if (parts.length < 2 || parts.some((part) => /\s/.test(part))) return undefined;
  const [owner, repository, ...path] = parts as [string, string, ...string[]];
  const plain = parts.join('/');
  const ref = at < 0 ? undefined : text.slice(at + 1);
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length;
  const start = leaf.at.span[0];
  const refAt: Place = exact && at >= 0 ? { uri: leaf.at.uri, span: [start + at + 1, leaf.at.span[1]] } : leaf.at;
  return {
    kind: 'repository',
    name: plain.toLowerCase(),
    ...(parts.length === written.length ? {} : { plain }),
    owner: owner.toLowerCase(),
    repository: repository.toLowerCase(),
    path: path.join('/'),
    ...(ref === undefined ? {} : { ref, refAt }),
    pin: pinOf(ref),
  };
}

/** The parts of a path without those that say nothing (`.`, empty) and those that are taken back (`x/..`). */
function resolved(parts: readonly string[]): string[] {
  const kept: string[] = [];
  for (const part of parts) {
    if (part === '..') kept.pop();
    else if (part !== '' && part !== '.') kept.push(part);
  }
  return kept;
}

function pinOf(ref: string | undefined): 'commit' | 'version' | 'branch' | 'unknown' | 'none' {
  if (!ref) return 'none';
  if (commit.test(ref)) return 'commit';
  if (version.test(ref) || ref.startsWith('refs/tags/')) return 'version';
  return branch.test(ref) ? 'branch' : 'unknown';
}

/** An image with its pin; a registry's port is no tag. */
function readImage(image: string): { image: string; pin: 'digest' | 'tag' | 'none' } {
  if (/@sha256:[0-9a-f]{64}$/i.test(image)) return { image, pin: 'digest' };
  const name = image.slice(image.lastIndexOf('/') + 1);
  const colon = name.indexOf(':');
  return { image, pin: colon < 0 || name.slice(colon + 1) === 'latest' ? 'none' : 'tag' };
}

/** The name of the action that a step uses, in lower case and without its version; undefined for steps that use none. */
export function actionOf(leaf: Leaf | undefined): string | undefined {
  const reference = readUses(leaf);
  return reference?.kind === 'repository' ? reference.name : undefined;
}
