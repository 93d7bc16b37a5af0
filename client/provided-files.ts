// Texts for a server that cannot read files: in the web build, the neighbours of an open document, and all files when the
// whole workspace is to be checked. The server knows them under names of a disk of its own.
import { FileSystemError, FileType, ProgressLocation, RelativePattern, Uri, window, workspace, type TextDocument } from 'vscode';
import type { ProvideFilesMethod, ProvideFilesParams } from '../server/lsp/protocol/files.ts';
import { counted } from './places.ts';
import type { Reach, Server } from './server.ts';

const provideFiles: ProvideFilesMethod = 'posture/files';
/** Each file may be a request to a host that counts them. */
const mostFiles = 3000;
const mostBeside = 60;
const largest = 512 * 1024;
const portion = 50;
const readable =
  /(?:^|\/)(?:[^/]*\.(?:tf|tofu|tfvars|hcl|ya?ml|jsonc?|json5|toml|bicep|tpl|ts|tsx|js|jsx|mjs|cjs|py|go|java|kt|cs|rb|php|rs|swift|sh|bash|ps1|sql|groovy|env|ini|properties|xml|md|tofu)|Dockerfile[^/]*|Jenkinsfile|CODEOWNERS|\.env[^/]*|\.gitignore|\.npmrc)$/;

/** `vscode-vfs://github/acme/shop/main.tf` is `file:///vscode-vfs/github/acme/shop/main.tf` at the server. */
export const names: NonNullable<Reach['names']> = {
  toServer(uri) {
    const { scheme, authority, path } = Uri.parse(uri);
    if (['file', 'untitled', 'vscode-notebook-cell'].includes(scheme)) return uri;
    return Uri.from({ scheme: 'file', path: `/${scheme}/${encodeURIComponent(authority) || '-'}${path}` }).toString();
  },
  toEditor(uri) {
    const { scheme, path } = Uri.parse(uri);
    const match = /^\/([a-z][a-z0-9+.-]*)\/([^/]+)(\/.*)?$/.exec(path);
    if (scheme !== 'file' || !match) return uri;
    return Uri.from({
      scheme: match[1]!,
      authority: match[2] === '-' ? '' : decodeURIComponent(match[2]!),
      path: match[3] ?? '/',
    }).toString();
  },
};

const provided = new Set<string>();

/** Gives files to the server. What could not be given comes back in sentences: a file that was not read is not clean. */
async function give(
  server: Server,
  uris: readonly Uri[],
  step?: (done: number) => void,
  stopped: () => boolean = () => false,
): Promise<readonly string[]> {
  const leftOut: string[] = [];
  for (let at = 0; at < uris.length && !stopped(); at += portion) {
    const read = await Promise.all(uris.slice(at, at + portion).map(textOf));
    const params: ProvideFilesParams = { files: read.filter((one) => typeof one === 'object'), gone: [] };
    await server.ask(provideFiles, params);
    leftOut.push(...read.filter((one) => typeof one === 'string'));
    step?.(Math.min(uris.length, at + portion));
  }
  return leftOut;
}

/** The text of a file, or why it is not checked; undefined where it is gone in the meantime. */
async function textOf(uri: Uri): Promise<ProvideFilesParams['files'][number] | string | undefined> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > largest) return `${workspace.asRelativePath(uri)} is not checked: it is larger than ${largest / 1024} KB`;
    return { uri: names.toServer(uri.toString()), text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return undefined;
    return `${workspace.asRelativePath(uri)} is not checked: it cannot be read (${error instanceof Error ? error.message : String(error)})`;
  }
}

/** The other files of a document's folder, once. `say` is told of each that could not be given. */
export async function provideBeside(server: Server, { uri }: TextDocument, say: (words: string) => void): Promise<void> {
  const folder = Uri.joinPath(uri, '..');
  if (!workspace.getWorkspaceFolder(uri) || provided.has(folder.toString())) return;
  provided.add(folder.toString());
  const entries = await workspace.fs.readDirectory(folder);
  const readableHere = entries.filter(([name, type]) => type === FileType.File && readable.test(name));
  const beside = readableHere.slice(0, mostBeside);
  if (readableHere.length > beside.length)
    say(`Only the first ${mostBeside} of ${readableHere.length} files beside ${workspace.asRelativePath(uri)} are read with it.`);
  (
    await give(
      server,
      beside.map(([name]) => Uri.joinPath(folder, name)),
    )
  ).forEach(say);
}

/** Every file that the server can read, with progress; at most so many. `say` is told of each that could not be given, and the user of how many. False when the user ended it: half of a workspace is not checked as if it were all. */
export async function provideAll(server: Server, say: (words: string) => void): Promise<boolean> {
  return window.withProgress(
    { location: ProgressLocation.Notification, title: 'Reading the workspace', cancellable: true },
    async (progress, token) => {
      const found = (
        await Promise.all(
          (workspace.workspaceFolders ?? []).map((folder) =>
            workspace.findFiles(new RelativePattern(folder, '**/*'), '**/{node_modules,.git,.terraform}/**', 4 * mostFiles, token),
          ),
        )
      ).flat();
      const wanted = found.filter(({ path }) => readable.test(path));
      const uris = wanted.slice(0, mostFiles);
      let last = 0;
      const leftOut = await give(
        server,
        uris,
        (done) => {
          progress.report({ message: `${done} of ${uris.length} files`, increment: (100 * (done - last)) / Math.max(1, uris.length) });
          last = done;
        },
        () => token.isCancellationRequested,
      );
      leftOut.forEach(say);
      if (leftOut.length > 0)
        void window.showWarningMessage(
          `${counted(leftOut.length, 'file is', 'files are')} not checked; the output says which and why. ${leftOut[0]!}`,
        );
      if (wanted.length > mostFiles)
        void window.showWarningMessage(`The first ${mostFiles} of ${wanted.length} files are checked. On a desktop, all are.`);
      return !token.isCancellationRequested;
    },
  );
}
