// The input that a thread is working on, in memory that the main thread sees whatever becomes of the thread.

const mostBytes = 200_000;
export const presentSize = 8 + mostBytes;

export interface Present {
  write(target: string, file: string, text: string): void;
  /** Counts what was written. */
  number(): number;
  read(): { readonly target: string; readonly file: string; readonly text: string };
}

export function openPresent(memory: SharedArrayBuffer): Present {
  const head = new Int32Array(memory, 0, 2);
  const body = new Uint8Array(memory, 8);
  // A view of shared memory is no Buffer for TextDecoder; a copy is.
  return {
    write(target, file, text) {
      const bytes = Buffer.from(JSON.stringify([target, file, text]));
      body.set(bytes.subarray(0, mostBytes));
      Atomics.store(head, 1, Math.min(bytes.length, mostBytes));
      Atomics.add(head, 0, 1);
    },
    number: () => Atomics.load(head, 0),
    read() {
      const [target, file, text] = JSON.parse(Buffer.from(body.slice(0, Atomics.load(head, 1))).toString()) as [string, string, string];
      return { target, file, text };
    },
  };
}
