// `posture inventory`: who there is in this tree, and with `--diff` who came, went and changed since a commit.
import { defaultSettings } from '../engine/settings.ts';
import { positionAt } from '../engine/text/text.ts';
import { compareInventories, inventoryOf, type InventoryChange, type InventoryEntry } from '../posture/inventory.ts';
import { loadConfigurations, configErrorOf } from '../workspace/configuration-files.ts';
import { commonCommit } from '../workspace/changed-lines.ts';
import { objectSource, readTree } from '../workspace/object-source.ts';
import { repositoryAt } from '../workspace/repository.ts';
import type { FileSource } from '../workspace/source.ts';
import { incomplete } from '../workspace/text-file.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { rulesOf } from '../../rules/registry.ts';
import { planCheck } from './plan.ts';
import { giveOut, printError } from './print.ts';
import { openProgress } from './progress.ts';
import { cell } from './report/markdown.ts';
import { hanging, harmless, widthOf } from './report/frame.ts';
import { readFiles, type Run } from './run.ts';
import { createMasker, type Masker } from './mask.ts';

export interface InventoryFlags {
  readonly format: 'table' | 'json' | 'markdown';
  readonly diff?: string;
  readonly team?: boolean;
  readonly output?: string;
}

export async function inventoryCommand(paths: readonly string[], flags: InventoryFlags): Promise<void> {
  const cwd = process.cwd();
  if (flags.team) {
    const { teamInventory } = await import('./team-inventory.ts');
    const { text, refused } = teamInventory(paths[0] ?? cwd, flags);
    giveOut(text, 'the inventory', flags.output);
    for (const why of refused) printError(`posture: not read: ${why}\n`);
    if (refused.length > 0) process.exitCode = 2;
    return;
  }
  const plan = await planCheck({ kind: 'files' }, paths, cwd);
  const progress = openProgress(true, 'files');
  const now = await take(plan.source, plan.uris, plan.repository, progress.at);
  let text: string;
  if (flags.diff === undefined) {
    progress.end();
    text =
      flags.format === 'json'
        ? json(now.entries, now)
        : flags.format === 'markdown'
          ? markdown(now.entries, now)
          : table(now.entries, now, flags.output === undefined ? process.stdout.columns || undefined : undefined);
  } else {
    const repository = await repositoryAt(cwd, '--diff');
    const entries = await readTree(repository, await commonCommit(repository, flags.diff));
    const source = objectSource(repository, entries);
    try {
      const below = underAsked(plan.uris, [...entries.keys()], paths.length > 0);
      const before = await take(source, below, repository, progress.at);
      const changes = compareInventories(before.entries, now.entries);
      text =
        flags.format === 'json'
          ? changesJson(changes, now)
          : changesMarkdown(changes, flags.diff, (one) => cell(before.masker.coverText(now.cover(one), [...before.uris])));
    } finally {
      source.close();
      progress.end();
    }
  }
  giveOut(text, 'the inventory', flags.output);
  for (const entry of plan.source.notRead.values()) {
    if (!incomplete.has(entry.reason)) continue;
    printError(`posture: ${entry.uri} could not be read (${entry.detail ?? entry.reason}); the inventory is not complete\n`);
    process.exitCode = 2;
  }
}

interface Taken {
  readonly entries: readonly InventoryEntry[];
  readonly masker: Masker;
  /** Files that hold a secret, whose values are covered everywhere. */
  readonly uris: ReadonlySet<string>;
  cover(text: string): string;
  lineOf(entry: InventoryEntry): number;
}

async function take(
  source: FileSource,
  all: readonly string[],
  repository: Parameters<typeof workspaceFacts>[2],
  progress: (done: number, total: number) => void,
): Promise<Taken> {
  const read = (uri: string) => source.document(uri)?.text;
  const configurations = await loadConfigurations(all, { read, rulesOf });
  const wrong = configErrorOf(configurations.mistakes);
  if (wrong) throw wrong;
  const uris = all.filter((uri) => !configurations.ignored(uri));
  const asked = new Set(uris);
  const workspace = workspaceFacts('', read, repository);
  const run: Omit<Run, 'analysis'> = await readFiles({ source, uris, settingsFor: () => defaultSettings, workspace, progress });
  const masker = createMasker(run.secrets);
  const secretive = new Set(run.secrets.values.keys());
  return {
    entries: inventoryOf(
      [...run.engine.facts.values()].filter(({ uri }) => asked.has(uri)),
      workspace.ownersOf,
      (await run.engine.project()).catalogs.azure,
    ),
    masker,
    uris: secretive,
    cover: (text) => masker.coverText(text, secretive),
    lineOf: ({ at }) => positionAt(run.lines.get(at.uri) ?? [0], at.span[0]).line + 1,
  };
}

/** The files of the base that lie in the same folders as those that were asked for. */
function underAsked(asked: readonly string[], base: readonly string[], narrowed: boolean): readonly string[] {
  if (!narrowed) return base;
  const top =
    asked.reduce(
      (common, uri) => {
        let folder = common ?? uri.slice(0, uri.lastIndexOf('/') + 1);
        while (!uri.startsWith(folder)) folder = folder.slice(0, folder.lastIndexOf('/', folder.length - 2) + 1);
        return folder;
      },
      undefined as string | undefined,
    ) ?? '';
  return base.filter((uri) => uri.startsWith(top));
}

function json(entries: readonly InventoryEntry[], taken: Taken): string {
  return taken.cover(
    `${JSON.stringify({ version: 1, identities: entries.map((entry) => ({ ...plain(entry), file: entry.at.uri, line: taken.lineOf(entry) })) }, undefined, 2)}\n`,
  );
}

function plain(entry: InventoryEntry) {
  const { at: _, grants, trusts, credentials, ...rest } = entry;
  return {
    ...rest,
    grants: grants.map((item) => item.text),
    trusts: trusts.map((item) => item.text),
    credentials: credentials.map((item) => item.text),
  };
}

function rowsOf(entries: readonly InventoryEntry[], taken: Taken): string[][] {
  return entries.map((entry) => [
    entry.id,
    entry.owner ?? (entry.declared ? 'nobody' : 'not in this tree'),
    summed(entry.grants.map((item) => item.text).concat(entry.scope)),
    summed(entry.trusts.map((item) => item.text)),
    summed(entry.credentials.map((item) => item.text)),
    `${entry.at.uri}:${taken.lineOf(entry)}`,
  ]);
}

const columns = ['identity', 'owner', 'may', 'open to', 'signs in with', 'where'];

function summed(texts: readonly string[]): string {
  if (texts.length <= 1) return texts[0] ?? '';
  return `${texts[0]} and ${texts.length - 1} more`;
}

/** A table; in a terminal that is narrower than it, an entry below the other, where nothing has to be cut. */
function table(entries: readonly InventoryEntry[], taken: Taken, width: number | undefined): string {
  const whole = rowsOf(entries, taken).map((row) => row.map((text) => harmless(taken.cover(text))));
  const rows = [columns, ...whole.map((row) => row.map(clipped))];
  const widths = columns.map((_, column) => Math.max(...rows.map((row) => widthOf(row[column]!))));
  const isTooWide = width !== undefined && widths.reduce((sum, one) => sum + one + 2, -2) > width;
  const lines = isTooWide
    ? whole.flatMap((row) => stacked(row, width))
    : rows.map((row) =>
        row
          .map((text, column) => text + ' '.repeat(widths[column]! - widthOf(text)))
          .join('  ')
          .trimEnd(),
      );
  const unowned = entries.filter((entry) => entry.declared && entry.owner === undefined).length;
  if (entries.length === 0) return 'No identities.\n';
  return `${lines.join('\n').trimEnd()}\n\n${entries.length === 1 ? '1 identity' : `${entries.length} identities`}, ${unowned} of them declared here without an owner.\n`;
}

/** One entry in lines: who and where, then what there is to say. */
function stacked([id = '', ...rest]: readonly string[], width: number): string[] {
  const labelled = columns
    .slice(1)
    .flatMap((label, index) => (rest[index] ? hanging(`  ${label.padEnd(13)}  `, (mark) => mark, rest[index], width) : []));
  return [id, ...labelled, ''];
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

function markdown(entries: readonly InventoryEntry[], taken: Taken): string {
  const rows = rowsOf(entries, taken).map((row) => `| ${row.map((text) => cell(taken.cover(text))).join(' | ')} |`);
  return `${['### Identities', '', `| ${columns.join(' | ')} |`, `|${' --- |'.repeat(columns.length)}`, ...rows].join('\n')}\n`;
}

function changesJson(changes: readonly InventoryChange[], taken: Taken): string {
  return taken.cover(
    `${JSON.stringify({ version: 1, changes: changes.map(({ id, state, entry, added, removed }) => ({ id, state, owner: entry.owner, file: entry.at.uri, added, removed })) }, undefined, 2)}\n`,
  );
}

function changesMarkdown(changes: readonly InventoryChange[], base: string, say: (text: string) => string): string {
  if (changes.length === 0) return `### Identities\n\nNo identity is new, gone or changed since ${say(base)}.\n`;
  const counts = (['new', 'changed', 'gone'] as const)
    .map((state) => [changes.filter((one) => one.state === state).length, state] as const)
    .filter(([count]) => count > 0);
  const out = ['### Identities', '', `Since ${say(base)}: ${counts.map(([count, state]) => `${count} ${state}`).join(', ')}.`, ''];
  for (const { id, state, entry, added, removed } of changes) {
    out.push(`- **${say(id)}** is ${state} (${say(entry.at.uri)}${entry.owner === undefined ? ', no owner' : `, ${say(entry.owner)}`})`);
    for (const line of added) out.push(`  - now: ${say(line)}`);
    for (const line of removed) out.push(`  - no longer: ${say(line)}`);
  }
  return `${out.join('\n')}\n`;
}
