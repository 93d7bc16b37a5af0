// After a long day of edits over many files the server says of each open file what a server says that was just started.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, DocumentDiagnosticReport } from 'vscode-languageserver/node';
import { seeded, type Random } from '../support/random-yaml.ts';
import { edited, editOf, terraformFolder, type Texts } from '../support/terraform-folder.ts';
import { startEditor, type Editor } from './editor.ts';
import { makeFolder, type Folder } from './folder.ts';

/** Diagnostics of the open files, asked for, so that none is waited for that was never going to come. */
async function said(editor: Editor, uris: Iterable<string>): Promise<ReadonlyMap<string, readonly Diagnostic[]>> {
  const found = new Map<string, readonly Diagnostic[]>();
  for (const uri of uris) {
    const report = await editor.connection.sendRequest<DocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri } });
    if (report.kind === 'full') found.set(uri, report.items);
  }
  return found;
}

/** A person at work on a folder: what is open, what of it is saved, what lies on the disk. */
class Day {
  readonly open = new Map<string, string>();
  onDisk: Texts = terraformFolder;
  readonly #folder: Folder;
  readonly #editor: Editor;

  constructor(folder: Folder, editor: Editor) {
    this.#folder = folder;
    this.#editor = editor;
  }

  get texts(): Texts {
    return { ...this.onDisk, ...Object.fromEntries(this.open) };
  }

  async openFile(file: string): Promise<void> {
    const text = this.texts[file];
    if (text === undefined || this.open.has(file)) return;
    this.open.set(file, text);
    await this.#editor.open(this.#folder.uriOf(file), text, 'terraform');
  }

  async closeFile(file: string): Promise<void> {
    if (this.open.delete(file)) await this.#editor.close(this.#folder.uriOf(file));
  }

  async write(edit: Readonly<Record<string, string | undefined>>): Promise<void> {
    const changes: { uri: string; type: number }[] = [];
    for (const [file, text] of Object.entries(edit)) {
      const type = text === undefined ? 3 : this.onDisk[file] === undefined ? 1 : 2;
      if (text === undefined) rmSync(join(this.#folder.path, file), { force: true });
      else this.#folder.write(file, text);
      changes.push({ uri: this.#folder.uriOf(file), type });
    }
    this.onDisk = edited(this.onDisk, edit);
    await this.#editor.connection.sendNotification('workspace/didChangeWatchedFiles', { changes });
  }

  /** One step: something is typed where a file is open, and written to the disk where it is not. */
  async step(random: Random): Promise<void> {
    const files = Object.keys(this.texts);
    const file = files[Math.floor(random() * files.length)]!;
    const kind = random();
    if (kind < 0.1) return this.openFile(file);
    if (kind < 0.15) return this.closeFile(file);
    if (kind < 0.22 && this.open.has(file)) return this.write({ [file]: this.open.get(file) });
    for (const [name, text] of Object.entries(editOf(this.texts, random))) {
      if (text !== undefined && this.open.has(name)) {
        this.open.set(name, text);
        await this.#editor.change(this.#folder.uriOf(name), [{ text }]);
      } else {
        if (text === undefined) await this.closeFile(name);
        await this.write({ [name]: text });
      }
    }
  }
}

const [firstSeed, lastSeed] = (process.env.AGAIN_SEEDS ?? '1-2').split('-').map(Number) as [number, number];
const seeds = Array.from({ length: lastSeed - firstSeed + 1 }, (_, n) => firstSeed + n);

describe('a server at the end of a long day', () => {
  it.each(seeds)('says what a fresh one says, %i', { timeout: 240_000 }, async (seed) => {
    const random = seeded(seed * 104_729);
    const folder = makeFolder(terraformFolder);
    const editor = await startEditor({ folders: [folder.uri] });
    const day = new Day(folder, editor);
    for (const file of ['infra/roles.tf', 'infra/policies.tf', 'infra/main.tf', 'infra/calls.tf', 'infra/functions.tf', 'infra/cluster.tf'])
      await day.openFile(file);
    for (let round = 0; round < 14; round++) {
      const done: string[] = [];
      for (let n = 3 * random(); n > 0; n--) {
        const before = day.texts;
        await day.step(random);
        done.push(...Object.entries(day.texts).flatMap(([file, text]) => (before[file] === text ? [] : [`${file}: ${text}`])));
        done.push(...Object.keys(before).flatMap((file) => (day.texts[file] === undefined ? [`${file} is gone`] : [])));
      }
      const uris = [...day.open.keys()].map((file) => folder.uriOf(file));
      const now = await said(editor, uris);
      const other = await startEditor({ folders: [folder.uri] });
      for (const [file, text] of day.open) await other.open(folder.uriOf(file), text, 'terraform');
      const fresh = await said(other, uris);
      await other.end();
      for (const uri of uris) expect(now.get(uri), `${uri} after\n${done.join('\n')}`).toEqual(fresh.get(uri));
    }
    await editor.end();
  });
});
