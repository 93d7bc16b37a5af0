// Entry in a browser (vscode.dev, github.dev): the server is a worker, and has no disk and no git. Files are handed to it;
// everything that git would tell stays unknown.
import { Uri, workspace, type ExtensionContext } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient } from 'vscode-languageclient/browser';
import { activateIn } from './activation.ts';
import { names, provideAll, provideBeside } from './provided-files.ts';

/** The browser's own, which the types of Node do not have as they are there. */
type BrowserWorker = Extract<ConstructorParameters<typeof LanguageClient>[2], { postMessage: unknown }>;
declare const Worker: new (address: string) => BrowserWorker;

export function activate(context: ExtensionContext): void {
  activateIn(context, {
    readsFiles: false,
    provide: { beside: provideBeside, all: provideAll },
    async reach() {
      const address = await addressOf(Uri.joinPath(context.extensionUri, 'out', 'server-web.js'));
      return {
        closeAction: CloseAction,
        errorAction: ErrorAction,
        names,
        connect: (options) =>
          new LanguageClient('posture', 'Identity Posture', new Worker(address), {
            ...options,
            uriConverters: {
              code2Protocol: (uri) => names.toServer(uri.toString()),
              protocol2Code: (uri) => Uri.parse(names.toEditor(uri)),
            },
          }),
      };
    },
  });
}

/** No worker is made from a file of an extension that lies on another machine: its text is fetched first. */
async function addressOf(script: Uri): Promise<string> {
  if (script.scheme !== 'vscode-remote') return script.toString(true);
  return URL.createObjectURL(new Blob([Uint8Array.from(await workspace.fs.readFile(script))], { type: 'text/javascript' }));
}
