// The priority of a thread that nobody waits for.
import { constants, getPriority, setPriority } from 'node:os';

/**
 * Lets everything else go before the calling thread, typing above all: on a machine with few cores what reads a workspace in the
 * background competes with it. Only on Linux, where a priority is the thread's that sets it (setpriority(2), as far as it
 * differs from POSIX); elsewhere it would be the whole process's.
 */
export function stepAside(): void {
  if (process.platform !== 'linux') return;
  try {
    const { PRIORITY_BELOW_NORMAL: modest } = constants.priority;
    if (getPriority() < modest) setPriority(modest);
  } catch {
    // A sandbox may forbid it. The work is the same, only less polite.
  }
}
