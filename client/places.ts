// From places as the server tells them to places in this editor: ranges, addresses, and what opens a file there.
import { Range, Uri, type Command } from 'vscode';
import type { Location, Range as ServerRange } from '../server/lsp/protocol/place.ts';
import type { Server } from './server.ts';

export function rangeIn({ start, end }: ServerRange): Range {
  return new Range(start.line, start.character, end.line, end.character);
}

export function uriIn(server: Server, uri: string): Uri {
  return Uri.parse(server.toEditor(uri));
}

/** Opens a place as a preview, so that walking a list does not leave a tab for each row. */
export function openCommand(server: Server, { uri, range }: Location): Command {
  return { command: 'vscode.open', title: 'Open', arguments: [uriIn(server, uri), { selection: rangeIn(range), preview: true }] };
}

/** Trees and labels show text as it is: the marks of Markdown go. */
export function plain(text: string): string {
  return text.replaceAll('`', '');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}
