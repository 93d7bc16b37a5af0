// When decisions are exchanged with the team, and what is said about it: on start, at an interval, after a record was
// saved and on command; with progress where the user asked for it. The server does it. Only in a trusted workspace, and
// only with an address that the user agreed to on this machine.
import {
  FileSystemError,
  ProgressLocation,
  Uri,
  window,
  workspace,
  WorkspaceEdit,
  Range,
  type CancellationToken,
  type Disposable,
  type LogOutputChannel,
  type QuickPickItem,
} from 'vscode';
import type { SyncConflict, SyncMethod, SyncOutcome, SyncParams } from '../server/lsp/protocol/sync.ts';
import type { Comparisons } from './comparison.ts';
import { counted, plain, uriIn } from './places.ts';
import type { Server } from './server.ts';
import { createSchedule } from './sync-schedule.ts';

const syncMethod: SyncMethod = 'posture/sync';
/** After the server has begun to answer; the first look at the workspace goes before it. */
const afterStart = 15_000;
/** Saves are gathered for this long. */
const afterSave = 5000;

export interface TeamSync extends Disposable {
  /** The server answers: the first exchange is due soon. */
  begin(): void;
  /** Exchanges now, and says how it went. */
  now(): Promise<void>;
  /** Lets the user keep one side of what differs. */
  resolve(): Promise<void>;
}

export interface TeamSyncNeeds {
  readonly server: Server;
  readonly comparisons: Comparisons;
  readonly output: LogOutputChannel;
  /** A sentence for the status bar. */
  onWords(words: string | undefined): void;
  /** Records in the working tree changed. */
  onChanged(): void;
}

export function createTeamSync({ server, comparisons, output, onWords, onChanged }: TeamSyncNeeds): TeamSync {
  const minutes = (): number => workspace.getConfiguration('posture').get('sync.everyMinutes', 30);
  const schedule = createSchedule(minutes);
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running: Promise<boolean> | undefined;
  /** What nobody has looked at yet, by the record's address, with the text that stood there, where it could be read: the next exchange finds it merged and no longer tells. */
  const conflicts = new Map<string, { readonly conflict: SyncConflict; readonly text: string | undefined }>();
  /** Addresses that the user was asked about in this session: once is enough. */
  const asked = new Set<string>();
  let disposed = false;

  function plan(pause: number | undefined): void {
    clearTimeout(timer);
    if (pause === undefined || disposed || !workspace.isTrusted || minutes() <= 0) return;
    timer = setTimeout(() => void exchange(false), pause);
  }

  /** True when it worked, or when there is nothing to do. One at a time. */
  function exchange(wanted: boolean, confirmed?: string, token?: CancellationToken): Promise<boolean> {
    running ??= once(wanted, confirmed, token).finally(() => {
      running = undefined;
    });
    return running;
  }

  async function once(wanted: boolean, confirmed: string | undefined, token: CancellationToken | undefined): Promise<boolean> {
    let outcomes: readonly SyncOutcome[];
    try {
      const params: SyncParams = confirmed === undefined ? {} : { confirmed };
      outcomes = await server.ask<SyncOutcome[]>(syncMethod, params, token);
    } catch (error) {
      if (token?.isCancellationRequested) return ended();
      return failed(error instanceof Error ? error.message : String(error), wanted);
    }
    const news = outcomes.flatMap((outcome) => (outcome.state === 'done' ? outcome.conflicts : []));
    for (const conflict of news) conflicts.set(conflict.uri, { conflict, text: await textAt(uriIn(server, conflict.uri)) });
    if (outcomes.length === 0) {
      onWords(undefined);
      if (wanted)
        void window.showInformationMessage(
          'No team is configured. Write team: {url: https://…, branch: main} into .posture/config.yaml on the target branch.',
        );
      plan(schedule.after(true));
      return true;
    }
    for (const outcome of outcomes)
      if (outcome.state === 'failed') return token?.isCancellationRequested ? ended() : failed(outcome.why, wanted);
    const open = outcomes.find((outcome) => outcome.state === 'asks');
    if (open) void agree(open.address, wanted);
    else tell(outcomes, news.length > 0, wanted);
    plan(schedule.after(true));
    return true;
  }

  /** The user ended it: nothing went wrong, and it is due again as always. */
  function ended(): false {
    onWords('ended before it was exchanged');
    plan(schedule.after(true));
    return false;
  }

  function failed(why: string, wanted: boolean): false {
    const pause = schedule.after(false);
    const words = `not exchanged: ${plain(why)}`;
    onWords(pause === undefined ? words : `${words}; tried again in ${Math.round(pause / 60_000)} min`);
    output.warn(`Decisions were ${words}`);
    if (wanted) void window.showWarningMessage(`Decisions were ${words}`);
    plan(pause);
    return false;
  }

  /** An address comes from a file that anyone can change: it gets nothing before a person has agreed. */
  async function agree(address: string, wanted: boolean): Promise<void> {
    onWords(`waits for your yes to ${address}`);
    if (asked.has(address) && !wanted) return;
    asked.add(address);
    const choice = await window.showInformationMessage(
      `Exchange decisions with ${address}? Nothing was sent yet; this machine remembers the answer.`,
      'Exchange',
      'Not Now',
    );
    if (choice === 'Exchange') {
      await running;
      await exchange(wanted, address);
    }
  }

  function tell(outcomes: readonly SyncOutcome[], hasNews: boolean, wanted: boolean): void {
    const done = outcomes.filter((outcome) => outcome.state === 'done');
    const changed = done.flatMap((one) => one.changed);
    const parts = done.map((one) =>
      [one.tip ? `merged @${one.tip}` : 'the team has no records yet', ...(one.proposed ? [`proposed as ${one.proposed}`] : [])].join(', '),
    );
    onWords(
      `${parts.join('; ')}, ${new Date().toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })}${conflicts.size > 0 ? ` · ${counted(conflicts.size, 'record')} to look at` : ''}`,
    );
    for (const { path, message } of done.flatMap((one) => one.refused)) output.warn(`Not merged: ${path}: ${message}`);
    if (changed.length > 0) onChanged();
    if (hasNews || (wanted && conflicts.size > 0)) {
      void window
        .showWarningMessage(
          `${counted(conflicts.size, 'decision')} differ${conflicts.size === 1 ? 's' : ''} from what the team has. The safer value stands.`,
          'Compare',
        )
        .then((choice) => choice && teamSync.resolve());
    } else if (wanted) {
      void window.showInformationMessage(
        `Decisions are exchanged: ${counted(changed.length, 'record')} changed here; ${parts.join('; ')}.`,
      );
    }
  }

  const saved = workspace.onDidSaveTextDocument(({ uri }) => {
    if (/\/\.posture\/(?:decisions|identities|policy|config)/.test(uri.path)) plan(afterSave);
  });
  const teamSync: TeamSync = {
    begin: () => plan(afterStart),
    async now() {
      if (!workspace.isTrusted) return void window.showWarningMessage('Decisions are exchanged only in a workspace that you trust.');
      await running;
      await window.withProgress(
        { location: ProgressLocation.Notification, title: 'Exchanging decisions with the team', cancellable: true },
        (_progress, token) => exchange(true, undefined, token),
      );
    },
    async resolve() {
      // A record that was changed since then was looked at; of one that cannot be read, nobody knows.
      for (const [uri, { text }] of conflicts) {
        const now = await textAt(uriIn(server, uri));
        if (now !== undefined && text !== undefined && now !== text) conflicts.delete(uri);
      }
      if (conflicts.size === 0) return void window.showInformationMessage('No decision differs from what the team has.');
      const conflict = await pickConflict([...conflicts.values()].map((one) => one.conflict));
      if (!conflict) return;
      await comparisons.showTexts(
        `${conflict.path}: mine ↔ the team's`,
        conflict.path.slice(conflict.path.lastIndexOf('/') + 1),
        { label: 'mine', text: conflict.mine },
        { label: 'team', text: conflict.theirs },
      );
      const choice = await window.showInformationMessage(
        `${conflict.path}: ${words[conflict.field]}. Which one stands?`,
        'Keep Mine',
        "Keep the Team's",
      );
      if (!choice) return;
      if (!(await keep(uriIn(server, conflict.uri), choice === 'Keep Mine' ? conflict.mine : conflict.theirs)))
        return void window.showErrorMessage(`${conflict.path} was not written: the editor refused the edit.`);
      conflicts.delete(conflict.uri);
      onWords(conflicts.size > 0 ? `${counted(conflicts.size, 'record')} to look at` : 'nothing differs any more');
      onChanged();
      if (conflicts.size > 0) await teamSync.resolve();
    },
    dispose() {
      disposed = true;
      clearTimeout(timer);
      saved.dispose();
    },
  };
  return teamSync;
}

const words = {
  owner: 'its owner differs',
  reason: 'its reason differs',
  purpose: 'its purpose differs',
  deleted: 'it was removed on one side and changed on the other',
} as const;

async function pickConflict(conflicts: readonly SyncConflict[]): Promise<SyncConflict | undefined> {
  if (conflicts.length === 1) return conflicts[0];
  const items: (QuickPickItem & { conflict: SyncConflict })[] = conflicts.map((conflict) => ({
    label: conflict.path,
    description: words[conflict.field],
    conflict,
  }));
  return (
    await window.showQuickPick(items, {
      title: 'Decisions That Differ',
      placeHolder: "Each is shown as a diff, to keep mine or the team's",
    })
  )?.conflict;
}

/** The text of a record on disk: empty where there is none, undefined where it cannot be read. */
async function textAt(uri: Uri): Promise<string | undefined> {
  try {
    return new TextDecoder().decode(await workspace.fs.readFile(uri));
  } catch (error) {
    return error instanceof FileSystemError && error.code === 'FileNotFound' ? '' : undefined;
  }
}

/** The record as chosen, saved; with no text, it goes. */
async function keep(uri: Uri, text: string): Promise<boolean> {
  const edit = new WorkspaceEdit();
  if (text === '') {
    edit.deleteFile(uri, { ignoreIfNotExists: true });
    return workspace.applyEdit(edit);
  }
  edit.createFile(uri, { ignoreIfExists: true });
  if (!(await workspace.applyEdit(edit))) return false;
  const document = await workspace.openTextDocument(uri);
  const whole = new WorkspaceEdit();
  whole.replace(uri, new Range(0, 0, document.lineCount, 0), text);
  return (await workspace.applyEdit(whole)) && document.save();
}
