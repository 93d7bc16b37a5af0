// Whether a path still lies in its folder once the links on the way are followed. A name without `..` says nothing about
// that: a folder of a hostile repository may be a link to anywhere.
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/** Asks about paths below `root`; what a folder comes to is asked once. The last part of a path is not followed: that is for `lstat`. */
export function insideOf(root: string): (path: string) => boolean {
  const known = new Map<string, boolean>();
  let real: string | undefined;
  const isInside = (folder: string): boolean => {
    let inside = known.get(folder);
    if (inside === undefined) {
      // A folder that is no link lies where the one above it lies: cheaper to ask than for the whole way.
      if (folder.length > root.length && isFolder(folder)) inside = isInside(dirname(folder));
      else {
        real ??= realOf(root);
        const end = realOf(folder);
        inside = end === real || end.startsWith(real.endsWith(sep) ? real : real + sep);
      }
      known.set(folder, inside);
    }
    return inside;
  };
  return (path) => isInside(dirname(path));
}

/** False for a link to one. */
function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}

/** Where a folder really lies; of one that is not there yet, where it would be made. */
function realOf(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    const above = dirname(folder);
    return above === folder ? folder : realOf(above) + folder.slice(above.endsWith(sep) ? above.length - 1 : above.length);
  }
}
