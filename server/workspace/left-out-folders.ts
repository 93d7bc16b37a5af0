// Folders whose files are never the team's own: what a walk does not enter, and what is no news when it changes on disk.

/** A version control system's own. */
export const ownFolders: ReadonlySet<string> = new Set(['.git', '.hg', '.svn', '.jj']);

/** Those, and folders that hold other people's code. */
export const leftOutFolders: ReadonlySet<string> = new Set([...ownFolders, 'node_modules', '.terraform', '.terragrunt-cache']);

/** Whether a path, or the URI of a file, leads through one of them. */
export function leadsThroughLeftOut(path: string): boolean {
  return path.split('/').some((part) => leftOutFolders.has(part));
}
