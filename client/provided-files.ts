// Texts for a server that cannot read files: in the web build, the neighbours of an open document, and all files when the
// whole workspace is to be checked. The server knows them under names of a disk of its own.
import { FileType, ProgressLocation, RelativePattern, Uri, window, workspace, type TextDocument } from 'vscode';
import type { ProvideFilesMethod, ProvideFilesParams } from '../server/lsp/protocol.ts';
import type { Reach, Server } from './server.ts';

const provideFiles: ProvideFilesMethod = 'posture/files';
/** Each file may be a request to a host that counts them. */
const mostFiles = 3000;
const mostBeside = 60;
const largest = 512 * 1024;
const portion = 50;
const readable = /(?:^|\/)(?:[^/]*\.(?:tf|tofu|tfvars|hcl|ya?ml|jsonc?|json5|toml|bicep|tpl|ts|tsx|js|jsx|mjs|cjs|py|go|java|kt|cs|rb|php|rs|swift|sh|bash|ps1|sql|groovy|env|ini|properties|xml|md|tofu)|Dockerfile[^/]*|Jenkinsfile|CODEOWNERS|\.env[^/]*|\.gitignore|\.npmrc)$/;

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
    return Uri.from({ scheme: match[1]!, authority: match[2] === '-' ? '' : decodeURIComponent(match[2]!), path: match[3] ?? '/' }).toString();
  },
};

const provided = new Set<string>();

async function give(server: Server, uris: readonly Uri[], step?: (done: number) => void, stopped: () => boolean = () => false): Promise<void> {
  for (let at = 0; at < uris.length && !stopped(); at += portion) {
    const files = await Promise.all(uris.slice(at, at + portion).map(textOf));
    const params: ProvideFilesParams = { files: files.filter((file) => file !== undefined), gone: [] };
    await server.ask(provideFiles, params);
    step?.(Math.min(uris.length, at + portion));
  }
}

async function textOf(uri: Uri): Promise<{ uri: string; text: string } | undefined> {
  try {
    if ((await workspace.fs.stat(uri)).size > largest) return undefined;
    return { uri: names.toServer(uri.toString()), text: new TextDecoder().decode(await workspace.fs.readFile(uri)) };
  } catch {
    return undefined; // gone in the meantime, or not ours to read: the same as not there
  }
}

/** The other files of a document's folder, once. */
export async function provideBeside(server: Server, { uri }: TextDocument): Promise<void> {
  const folder = Uri.joinPath(uri, '..');
  if (!workspace.getWorkspaceFolder(uri) || provided.has(folder.toString())) return;
  provided.add(folder.toString());
  const entries = await workspace.fs.readDirectory(folder);
  const beside = entries.filter(([name, type]) => type === FileType.File && readable.test(name)).slice(0, mostBeside);
  await give(server, beside.map(([name]) => Uri.joinPath(folder, name)));
}

/** Every file that the server can read, with progress; at most so many. */
export async function provideAll(server: Server): Promise<void> {
  await window.withProgress({ location: ProgressLocation.Notification, title: 'Reading the workspace', cancellable: true }, async (progress, token) => {
    const found = (await Promise.all((workspace.workspaceFolders ?? []).map((folder) => workspace.findFiles(new RelativePattern(folder, '**/*'), '**/{node_modules,.git,.terraform}/**', 4 * mostFiles, token)))).flat();
    const wanted = found.filter(({ path }) => readable.test(path));
    const uris = wanted.slice(0, mostFiles);
    let last = 0;
    await give(server, uris, (done) => {
      progress.report({ message: `${done} of ${uris.length} files`, increment: (100 * (done - last)) / Math.max(1, uris.length) });
      last = done;
    }, () => token.isCancellationRequested);
    if (wanted.length > mostFiles) void window.showWarningMessage(`The first ${mostFiles} of ${wanted.length} files are checked. On a desktop, all are.`);
  });
}
