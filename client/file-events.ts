// Files that changed on disk are told together, a moment after the first of them. The library that speaks to the server waits
// until none has changed for a while, which a log that grows all the time never lets happen, and keeps every event until then.
import type { FileEvent } from 'vscode-languageclient';

/** How long events are gathered, in milliseconds. */
const gather = 250;

export interface FileEvents {
  add(event: FileEvent): void;
  dispose(): void;
}

/** Of each file the last event is told. */
export function createFileEvents(tell: (changes: FileEvent[]) => void): FileEvents {
  const changes = new Map<string, FileEvent>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    add(event) {
      changes.set(event.uri, event);
      timer ??= setTimeout(() => {
        timer = undefined;
        const gathered = [...changes.values()];
        changes.clear();
        tell(gathered);
      }, gather);
    },
    dispose: () => clearTimeout(timer),
  };
}
