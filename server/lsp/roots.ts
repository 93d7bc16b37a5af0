// Which folder a document belongs to, and what it is called there. Rules and readers know documents by their path below
// a root (`.github/workflows/ci.yml`), so every buffer needs one: a workspace folder where there is one, else the
// repository that holds the file, else the file's own folder. Buffers without a file keep their real URI.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { URI } from 'vscode-uri';

/** A folder by URI, without a slash at its end. `loose` holds buffers that live in no folder. */
export interface Root {
  readonly uri: string;
  /** The folder on this machine's disk, where it has one. */
  readonly path?: string;
}

export const looseRoot: Root = { uri: 'loose:' };

export function rootOf(folderUri: string): Root {
  const parsed = URI.parse(folderUri.replace(/\/+$/, ''));
  return { uri: parsed.toString(), path: parsed.scheme === 'file' ? parsed.fsPath : undefined };
}

/** The innermost workspace folder that holds the document, else a root of its own. */
export function rootFor(documentUri: string, folders: readonly Root[]): Root {
  const inside = folders.filter((folder) => engineUriOf(folder, documentUri) !== undefined).sort((a, b) => b.uri.length - a.uri.length)[0];
  if (inside) return inside;
  const parsed = URI.parse(documentUri);
  return parsed.scheme === 'file' ? rootOf(URI.file(repositoryAround(parsed.fsPath)).toString()) : looseRoot;
}

/** The nearest folder above that is a repository or is configured; else the folder of the file, or that above a hidden one (`.github`). */
function repositoryAround(path: string): string {
  const own = dirname(path);
  for (let folder = own; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git')) || existsSync(join(folder, '.posture'))) return folder;
    if (dirname(folder) === folder) break;
  }
  const hidden = /[\\/]\.[^\\/]+/.exec(own);
  return hidden && hidden.index > 0 ? own.slice(0, hidden.index) : own;
}

/** The document's name below a root; undefined when it does not lie there. */
export function engineUriOf(root: Root, documentUri: string): string | undefined {
  if (root === looseRoot) return documentUri;
  const folder = URI.parse(root.uri);
  const document = URI.parse(documentUri);
  if (folder.scheme !== document.scheme || folder.authority !== document.authority) return undefined;
  const prefix = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return document.path.startsWith(prefix) ? document.path.slice(prefix.length) : undefined;
}

/** The URI that a client knows a document by. */
export function clientUriOf(root: Root, engineUri: string): string {
  if (root === looseRoot) return engineUri;
  const folder = URI.parse(root.uri);
  return folder.with({ path: `${folder.path.replace(/\/$/, '')}/${engineUri}` }).toString();
}
