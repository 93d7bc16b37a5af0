// An answer of the server that the editor shows: asked for at a pace that can be read, kept, and told of only when it is
// another one. A tree that is drawn again while a row of it is being opened closes that row: the editor gives up what it
// was loading. An answer that did not come leaves the one before, and the reason: not known is never nothing there.
import { EventEmitter, type Event } from 'vscode';
import type { Server } from './server.ts';

export interface Asked<Answer> {
  /** There is another answer, or another reason why there is none. */
  readonly onDidChange: Event<void>;
  /** The answer that came last; undefined before the first. */
  current(): Answer | undefined;
  /** Why what is shown is missing or may be out of date, in a sentence. */
  trouble(): string | undefined;
  /** Asks now, where a server runs: nothing is started to be looked at. */
  ask(): Promise<void>;
  /** Asks after a pause in milliseconds; sooner where that was wanted before. */
  askAfter(pause: number): void;
  dispose(): void;
}

export function createAsked<Answer>(
  server: Pick<Server, 'ask' | 'isRunning'>,
  method: string,
  failed: (error: unknown) => void,
): Asked<Answer> {
  const changed = new EventEmitter<void>();
  let answer: Answer | undefined;
  let trouble: string | undefined;
  let last = '';
  let asking = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function ask(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    const own = ++asking;
    let said: Answer | undefined;
    let why: string | undefined;
    try {
      if (server.isRunning()) said = await server.ask<Answer>(method, {});
      else if (answer === undefined) return;
      else why = 'The server does not run.';
    } catch (error) {
      failed(error);
      why = `The server did not answer: ${error instanceof Error ? error.message : String(error)}`;
    }
    // An answer that was overtaken is older than what is shown.
    if (own !== asking) return;
    const now = why === undefined ? JSON.stringify(said) : last;
    if (now === last && why === trouble) return;
    if (why === undefined) answer = said;
    last = now;
    trouble = why;
    changed.fire();
  }

  return {
    onDidChange: changed.event,
    current: () => answer,
    trouble: () => trouble && (answer === undefined ? trouble : `${trouble.replace(/\.?$/, '.')} What is shown was known before.`),
    ask,
    askAfter(pause) {
      timer ??= setTimeout(() => void ask(), pause);
    },
    dispose() {
      asking++;
      clearTimeout(timer);
      changed.dispose();
    },
  };
}
