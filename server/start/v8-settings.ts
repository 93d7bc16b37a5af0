// What V8 is told before it compiles anything of ours. Told later, it would still do so; but what it made under other settings
// it does not take from a cache, and every start would compile everything anew. The same goes for Node's own modules, which
// come compiled: those that every run needs are brought in before V8 is told anything. A thread that begins later brings them in
// anew, and compiles each: which is why a server, whose threads are what one waits for, is told nothing.
import 'node:child_process';
import { getHeapStatistics, setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Whether this Node knows the settings: V8 says aloud what it does not know. Others run as they are. */
const major = Number(process.versions.node.split('.')[0]);
const isKnown = major >= 20 && major <= 26;

/**
 * V8 watches which expressions make objects that live long, and then has them make all of theirs in the old generation,
 * which is collected seldom. Trees and values are made by the same few expressions, whether they are dropped with their
 * document or kept as facts: once the first documents of a folder were kept for a while, everything that follows lands
 * among the old, and the heap of a run over thousands of manifests grows to twice what it needs. Without that guess it
 * takes no more time. Holds for all threads.
 */
function expectShortLived(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * For a process that ends in seconds. Left alone, V8 spends a third of the processor time of a run over a tree on optimizing
 * functions, the large ones several times. It pays to do so later, and with less of other functions in each.
 */
export function expectShortRun(): void {
  if (!isKnown) return;
  expectShortLived();
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  // Of the thousand patterns of readers and rules most run a few times, over a few words. V8 would make machine code of each
  // at its second run; over a long text it does so at once in any case.
  setFlagsFromString('--regexp-tier-up-ticks=50');
  setFlagsFromString('--no-regexp-peephole-optimization');
  if (major === 20) setFlagsFromString('--interrupt-budget=540000');
}

/**
 * For a thread that works in the background. Gives what has its garbage collected as soon as the heap has grown by `step`
 * bytes since the last time; call it as often as you like. V8 waits until a heap of this size has grown by two thirds, and
 * in a thread that lives for seconds what it waits for is the most that the process ever takes.
 */
export function createCollector(step: number): () => void {
  if (!isKnown) return () => undefined;
  const used = (): number => getHeapStatistics().used_heap_size;
  let collect: (() => void) | undefined;
  let before = used();
  return () => {
    if (used() - before < step) return;
    collect ??= collectorOfV8();
    collect?.();
    before = used();
  };
}

/**
 * V8 shows its collector to contexts that are made while it is told to. It is told no longer than that: it holds for all threads,
 * and what was compiled is kept with the settings of that moment, so that no start would take it. For the same reason there is
 * none where another thread has just got its own.
 */
function collectorOfV8(): (() => void) | undefined {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('globalThis.gc') as (() => void) | undefined;
  setFlagsFromString('--no-expose-gc');
  return collect;
}
