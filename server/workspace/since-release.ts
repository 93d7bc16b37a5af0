// What agents and jobs got since the last release, and which identities went with the code that declared them: the newest
// tag that leads here is read beside the tree, and only the files that differ. Both fronts ask so, where the whole tree was read.
import type { DocumentFacts } from '../engine/project.ts';
import { inventoryOf } from '../posture/inventory.ts';
import { placeOfScopeItem } from '../posture/scope-places.ts';
import { grownSince, type SinceRelease } from '../posture/since-release.ts';
import { entriesOf, gitSync } from './git.ts';
import { objectSource, readTree } from './object-source.ts';
import type { FileSource } from './source.ts';

/** More files than this differ only after a release that nobody would compare with. */
const mostFiles = 3000;

/** Facts of these files of a source, each with its module. */
export type ReadFacts = (source: FileSource, uris: readonly string[]) => Promise<ReadonlyMap<string, DocumentFacts>>;

/**
 * Undefined where no tag leads here, or too much changed since. `facts` are those of the whole tree; `exports` are files of
 * it that are no code.
 */
export async function sinceRelease(
  root: string,
  facts: ReadonlyMap<string, DocumentFacts>,
  exports: ReadonlySet<string>,
  read: ReadFacts,
): Promise<SinceRelease | undefined> {
  const listed = gitSync({
    cwd: root,
    command: [
      'for-each-ref',
      '--merged',
      'HEAD',
      '--sort=-version:refname',
      '--sort=-creatordate',
      '--count=1',
      '--format=%(objectname)%00%(*objectname)%00%(creatordate:short)%00%(refname:strip=2)',
      'refs/tags',
    ],
  });
  const [own, peeled, day, tag] = listed.ok ? listed.stdout.toString('utf8').replace(/\n$/, '').split('\0') : [];
  if (!own || !day || !tag) return undefined;
  const commit = peeled || own;
  const differing = gitSync({
    cwd: root,
    command: ['diff', '--name-only', '-z', '--no-renames', '--no-ext-diff', '--no-textconv', '--ignore-submodules=all'],
    revisions: [commit],
  });
  if (!differing.ok) return undefined;
  const entries = await readTree({ root, inHook: false }, commit).catch(() => undefined);
  const uris = entries ? entriesOf(differing.stdout).filter((uri) => entries.has(uri)) : [];
  if (!entries || uris.length === 0 || uris.length > mostFiles) return uris.length === 0 ? { grown: [], formerly: new Set() } : undefined;
  const source = objectSource({ root, inHook: false }, entries);
  try {
    const was = await read(source, uris);
    const changed = new Set(uris);
    const noOwners = () => [];
    const before = inventoryOf(
      [...was.values()].filter(({ uri }) => changed.has(uri)),
      noOwners,
    );
    const now = inventoryOf(
      [...facts.values()].filter(({ uri }) => !exports.has(uri)),
      noOwners,
    );
    const standing = new Set(now.map(({ id }) => id.toLowerCase()));
    return {
      grown: grownSince({ tag, day }, before, now, (entry, item) => placeOfScopeItem(facts.get(entry.at.uri)?.facts, entry, item)),
      formerly: new Set(before.filter(({ declared, id }) => declared && !standing.has(id.toLowerCase())).map(({ id }) => id.toLowerCase())),
    };
  } finally {
    source.close();
  }
}
