// Entry in a browser (vscode.dev, github.dev): the server is a worker, and has no disk and no git. Files are handed to it;
// everything that git would tell stays unknown.
import { Uri, type ExtensionContext } from 'vscode';
import { CloseAction, ErrorAction, LanguageClient } from 'vscode-languageclient/browser';
import { activateIn } from './activation.ts';
import { names, provideAll, provideBeside } from './provided-files.ts';

/** The browser's worker, which the types of Node do not have. */
declare const Worker: new (address: string) => ConstructorParameters<typeof LanguageClient>[2] & object;

export function activate(context: ExtensionContext): void {
  activateIn(context, {
    readsFiles: false,
    provide: { beside: provideBeside, all: provideAll },
    reach: async () => ({
      closeAction: CloseAction, errorAction: ErrorAction, names,
      connect(options) {
        const worker = new Worker(Uri.joinPath(context.extensionUri, 'out', 'server-web.js').toString(true));
        return new LanguageClient('posture', 'Identity Posture', worker, { ...options, uriConverters: { code2Protocol: (uri) => names.toServer(uri.toString()), protocol2Code: (uri) => Uri.parse(names.toEditor(uri)) } });
      },
    }),
  });
}
