// The panel that shows one identity. Its page runs one script of ours under a strict policy; what it can ask for is to
// open one of the places that the picture names, by number.
import { commands, Uri, ViewColumn, window, type ExtensionContext, type WebviewPanel } from 'vscode';
import type { IdentitiesMethod, IdentityEntry, IdentityMethod, IdentityPicture, IdentityRef } from '../server/lsp/protocol/identities.ts';
import type { Location } from '../server/lsp/protocol/place.ts';
import { identitySummary, platformAndKind } from './identity-groups.ts';
import { escape, pictureOf, type Picture } from '../server/posture/identity-picture.ts';
import { openCommand, uriIn } from './places.ts';
import type { Server } from './server.ts';

const identity: IdentityMethod = 'posture/identity';
const identities: IdentitiesMethod = 'posture/identities';

export interface IdentityPanel {
  /** Shows an identity; without one, the user chooses. */
  show(ref?: IdentityRef): Promise<void>;
  /** What the server knows has changed. */
  refresh(): void;
  /** The identity whose panel is in front. */
  shown(): IdentityRef | undefined;
}

export function createIdentityPanel(context: ExtensionContext, server: Server, failed: (error: unknown) => void): IdentityPanel {
  let panel: WebviewPanel | undefined;
  let shown: IdentityRef | undefined;
  let places: readonly Location[] = [];
  let lastPage = '';

  async function fill(ref: IdentityRef): Promise<boolean> {
    const found = await server.ask<IdentityPicture | null>(identity, { root: ref.root, id: ref.id });
    if (!found || !panel || shown !== ref) return found !== null;
    const picture = pictureOf(
      found,
      identitySummary(found),
      (place) => `${uriIn(server, place.uri).path.replace(`${uriIn(server, ref.root).path}/`, '')}, line ${place.range.start.line + 1}`,
    );
    places = picture.places;
    panel.title = found.name;
    const body = bodyOf(found, picture);
    // The same page again would take the focus away.
    if (body !== lastPage) panel.webview.html = pageOf(context.extensionUri, panel, body);
    lastPage = body;
    return true;
  }

  function make(): WebviewPanel {
    const made = window.createWebviewPanel(
      'posture.identity',
      'Identity',
      { viewColumn: ViewColumn.Active },
      { enableScripts: true, localResourceRoots: [Uri.joinPath(context.extensionUri, 'client', 'media')] },
    );
    const icon = (theme: string): Uri => Uri.joinPath(context.extensionUri, 'client', 'media', `posture-${theme}.svg`);
    made.iconPath = { light: icon('light'), dark: icon('dark') };
    made.onDidDispose(() => {
      panel = undefined;
      shown = undefined;
    });
    made.webview.onDidReceiveMessage((message: unknown) => {
      const place = places[Number((message as { open?: unknown } | undefined)?.open)];
      if (!place) return;
      const { command, arguments: given } = openCommand(server, place);
      void commands.executeCommand(command, ...given!);
    });
    context.subscriptions.push(made);
    return made;
  }

  return {
    async show(given) {
      const ref = given ?? (await pickIdentity(server, 'Show an Identity'));
      if (!ref) return;
      lastPage = '';
      shown = ref;
      panel ??= make();
      panel.reveal();
      if (!(await fill(ref))) {
        panel.dispose();
        void window.showInformationMessage('That identity is not there any more.');
      }
    },
    shown: () => (panel?.active ? shown : undefined),
    refresh() {
      if (panel?.visible && shown) fill(shown).catch(failed);
    },
  };
}

export async function pickIdentity(server: Server, title: string): Promise<IdentityRef | undefined> {
  const entries = await server.ask<IdentityEntry[]>(identities, {});
  if (entries.length === 0)
    return void window.showInformationMessage('No identity is known yet. Open a file that declares one, or check the workspace.');
  const items = entries.map((entry) => ({ label: entry.name, description: platformAndKind(entry), detail: identitySummary(entry), entry }));
  return (
    await window.showQuickPick(items, {
      title,
      placeHolder: 'A role, account, job, agent or client',
      matchOnDescription: true,
      matchOnDetail: true,
    })
  )?.entry;
}

function bodyOf(found: IdentityPicture, { svg, words }: Picture<Location>): string {
  const about = [
    platformAndKind(found),
    identitySummary(found),
    found.environment ?? '',
    found.declared ? '' : 'named here, declared elsewhere',
  ]
    .filter((part) => part !== '')
    .join(' · ');
  const marker =
    '<svg width="0" height="0" aria-hidden="true"><defs><marker id="arrow" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs></svg>';
  const lists = words
    .map(({ heading, lines }) => `<h2>${escape(heading)}</h2><ul>${lines.map((line) => `<li>${escape(line)}</li>`).join('')}</ul>`)
    .join('');
  return `<h1>${escape(found.name)}</h1><p class="summary">${escape(about)}</p><div class="picture">${marker}${svg}</div>${lists ? `<details><summary>The same in words</summary>${lists}</details>` : ''}`;
}

function pageOf(extension: Uri, { webview }: WebviewPanel, body: string): string {
  const file = (name: string): string => String(webview.asWebviewUri(Uri.joinPath(extension, 'client', 'media', name)));
  const nonce = Array.from(globalThis.crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'">
<link rel="stylesheet" nonce="${nonce}" href="${file('identity.css')}"></head>
<body>${body}<script nonce="${nonce}" src="${file('identity.js')}"></script></body></html>`;
}
