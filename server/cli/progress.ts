// A bar on a terminal's standard error, where reading takes long enough that a person would wonder.

export interface Progress {
  at(done: number, total: number): void;
  /** Takes the bar away. */
  end(): void;
}

/** Nothing is shown before this many milliseconds. */
const patience = 300;
const width = 24;

/** `what` is what is counted: files, commits. */
export function openProgress(wanted: boolean, what: string, stream: NodeJS.WriteStream = process.stderr): Progress {
  if (!wanted || !stream.isTTY) return { at: () => undefined, end: () => undefined };
  const started = performance.now();
  let drawn = 0;
  return {
    at(done, total) {
      const now = performance.now();
      if (now - started < patience || now - drawn < 50) return;
      drawn = now;
      const full = total > 0 ? Math.round((done / total) * width) : width;
      stream.write(`\r\u001b[2K${'█'.repeat(full)}${'░'.repeat(width - full)} ${done} of ${total} ${what}`);
    },
    end() {
      if (drawn > 0) stream.write('\r\u001b[2K');
    },
  };
}
