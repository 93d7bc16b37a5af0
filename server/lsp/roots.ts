// Which folder a document belongs to, and what it is called there. Rules and readers know documents by their path below
// a root (`.github/workflows/ci.yml`), so every buffer needs one: the repository that holds the file, as for `posture
// check`, else the workspace folder, else the file's own folder. Buffers without a file keep their real URI.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { URI } from 'vscode-uri';

/** A folder by URI, without a slash at its end. `loose` holds buffers that live in no folder. */
export interface Root {
  readonly uri: string;
  /** The folder on this machine's disk, where it has one. */
  readonly path?: string;
}

const looseRoot: Root = { uri: 'loose:' };

/** Cells of a notebook that lies on the disk: its path, and behind `#` which cell. */
const cellScheme = 'vscode-notebook-cell';

function rootOf(folderUri: string): Root {
  const parsed = URI.parse(folderUri.replace(/(?<!\/)\/+$/, ''));
  return { uri: parsed.toString(), path: parsed.scheme === 'file' ? parsed.fsPath : undefined };
}

/** The file of the notebook that a cell is a part of, as the client calls both; undefined for what is no cell. */
export function notebookOf(uri: string): string | undefined {
  return uri.startsWith(`${cellScheme}:`) ? uri.replace(cellScheme, 'file').replace(/#.*$/, '') : undefined;
}

/** Folders as a client names them; what is no address of a folder is left out. */
export function rootsOf(uris: readonly string[]): Root[] {
  return uris.flatMap((uri) => {
    const parsed = parse(uri);
    return parsed && parsed.path !== '' && parsed.path !== '/' ? [rootOf(uri)] : [];
  });
}

function parse(uri: string): URI | undefined {
  try {
    return uri === '' ? undefined : URI.parse(uri);
  } catch {
    return undefined; // a client may send anything
  }
}

/**
 * An address as this server writes it, for comparing. Clients differ in which characters they put in percent: VS Code sends
 * `%40acme` and `%28auth%29`, Neovim `@acme` and `(auth)`.
 */
export function asWrittenHere(uri: string): string {
  return parse(uri)?.toString() ?? uri;
}

/** Whether there is such a file or folder now. What lies on no disk of this machine is not known to be gone. */
export function isThere(uri: string): boolean {
  const parsed = parse(uri);
  return parsed?.scheme !== 'file' || existsSync(parsed.fsPath);
}

/** The root of a document, given the workspace folders. Looks at the disk for `.git`, and runs nothing. */
export function rootFor(documentUri: string, folders: readonly Root[]): Root {
  const parsed = parse(documentUri);
  if (!parsed) return looseRoot;
  const own = parsed.scheme === 'file' || parsed.scheme === cellScheme ? dirname(parsed.with({ scheme: 'file' }).fsPath) : undefined;
  const repository = own === undefined ? undefined : nearestWith('.git', own);
  if (repository !== undefined) return rootOf(URI.file(repository).toString());
  const inside = folders.filter((folder) => engineUriOf(folder, documentUri) !== undefined).sort((a, b) => b.uri.length - a.uri.length)[0];
  if (inside) return inside;
  return own === undefined ? looseRoot : rootOf(URI.file(nearestWith('.posture', own) ?? folderAroundHidden(own)).toString());
}

/** What has to be read for these workspace folders: the root of each, once. Several folders of one repository share it. */
export function rootsAround(folders: readonly Root[]): Root[] {
  return [...new Map(folders.map((folder) => rootFor(`${folder.uri}/any`, folders)).map((root) => [root.uri, root])).values()];
}

function nearestWith(name: string, start: string): string | undefined {
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The folder itself, or the one above a hidden one: a workflow that is opened alone is still `.github/workflows/ci.yml`. */
function folderAroundHidden(folder: string): string {
  const hidden = /[\\/]\.[^\\/]+/.exec(folder);
  return hidden && hidden.index > 0 ? folder.slice(0, hidden.index) : folder;
}

/** The document's name below a root; undefined when it does not lie there. */
export function engineUriOf(root: Root, documentUri: string): string | undefined {
  if (root === looseRoot) return documentUri;
  const folder = URI.parse(root.uri);
  const document = parse(documentUri);
  if (!document) return undefined;
  const isCell = document.scheme === cellScheme;
  if ((folder.scheme !== document.scheme && !(isCell && folder.scheme === 'file')) || folder.authority !== document.authority)
    return undefined;
  const prefix = folder.path.endsWith('/') ? folder.path : `${folder.path}/`;
  return document.path.startsWith(prefix)
    ? `${document.path.slice(prefix.length)}${isCell && document.fragment ? `#${document.fragment}` : ''}`
    : undefined;
}

/** The URI that a client knows a document by. */
export function clientUriOf(root: Root, engineUri: string): string {
  if (root === looseRoot) return engineUri;
  const folder = URI.parse(root.uri);
  return folder.with({ path: `${folder.path.replace(/\/$/, '')}/${engineUri}` }).toString();
}
