// Whether a path still lies in its folder once the links on the way are followed. A name without `..` says nothing about
// that: a folder of a hostile repository may be a link to anywhere.
import { realpathSync } from 'node:fs';
import { dirname, sep } from 'node:path';

/** Asks about paths below `root`; what a folder comes to is asked once. The last part of a path is not followed: that is for `lstat`. */
export function insideOf(root: string): (path: string) => boolean {
  const known = new Map<string, boolean>();
  let real: string | undefined;
  return (path) => {
    const folder = dirname(path);
    let inside = known.get(folder);
    if (inside === undefined) {
      real ??= realOf(root);
      const end = realOf(folder);
      inside = end === real || end.startsWith(real.endsWith(sep) ? real : real + sep);
      known.set(folder, inside);
    }
    return inside;
  };
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
