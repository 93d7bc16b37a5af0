// Which documents go to the server: the languages that wake the extension, wherever a text can be typed. One list, in
// package.json, decides both.
import type { DocumentFilter } from 'vscode';

// `vscode-remote` and `vscode-test-web` are what a folder elsewhere is called in a browser's own extension host.
const schemes = ['file', 'untitled', 'vscode-vfs', 'vscode-notebook-cell', 'vscode-remote', 'vscode-test-web'] as const;
const wakingOn = 'onLanguage:';

export function selectorOf(manifest: { readonly activationEvents: readonly string[] }): DocumentFilter[] {
  const languages = manifest.activationEvents.filter((event) => event.startsWith(wakingOn)).map((event) => event.slice(wakingOn.length));
  return schemes.flatMap((scheme) => languages.map((language) => ({ scheme, language })));
}
