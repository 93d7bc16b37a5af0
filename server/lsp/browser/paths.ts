// The part of `node:path` that the server uses, for paths with slashes. The web build puts it in the place of the real one.

export function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !path.startsWith('/')) parts.push(part);
  }
  return `${path.startsWith('/') ? '/' : ''}${parts.join('/')}` || '.';
}

export function join(...parts: string[]): string {
  return normalize(parts.filter((part) => part !== '').join('/'));
}

/** The last absolute path counts, and what comes after it. */
export function resolve(...parts: string[]): string {
  return join('/', ...parts.slice(Math.max(0, parts.findLastIndex(isAbsolute))));
}

export const sep = '/';
export const delimiter = ':';

export function dirname(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash) || '/';
}

export function basename(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

export function relative(from: string, to: string): string {
  return to.startsWith(`${from}/`) ? to.slice(from.length + 1) : to;
}

export function isAbsolute(path: string): boolean {
  return path.startsWith('/');
}

export function extname(path: string): string {
  const name = basename(path);
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot) : '';
}

/** Modules of the older kind take the whole module in one. */
export default { normalize, join, resolve, sep, delimiter, dirname, basename, relative, isAbsolute, extname };
