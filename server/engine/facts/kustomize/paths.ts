// Paths in kustomizations, relative to the file that names them.
import { folderOf } from '../../document.ts';

/** The uri that a relative path names; undefined for what lies elsewhere (urls, absolute paths, outside the workspace). */
export function resolvePath(from: string, path: string): string | undefined {
  if (path === '' || path.startsWith('/') || path.includes('://') || path.includes('?ref=') || /^[\w.-]+\.[a-z]+\/.+\/.+/.test(path))
    return undefined;
  const parts = folderOf(from) === '' ? [] : folderOf(from).split('/');
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.length === 0) return undefined;
    else parts.pop();
  }
  return parts.join('/');
}
