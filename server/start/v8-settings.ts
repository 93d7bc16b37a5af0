// What V8 is told before it compiles anything of ours. Told later, it would still do so; but what it made under other settings
// it does not take from a cache, and every start would compile everything anew.
import { setFlagsFromString } from 'node:v8';

/** Whether this Node knows the settings: V8 says aloud what it does not know. Others run as they are. */
const major = Number(process.versions.node.split('.')[0]);
const isKnown = major >= 20 && major <= 24;

/**
 * V8 watches which expressions make objects that live long, and then has them make all of theirs in the old generation,
 * which is collected seldom. Trees and values are made by the same few expressions, whether they are dropped with their
 * document or kept as facts: once the first documents of a folder were kept for a while, everything that follows lands
 * among the old, and the heap of a run over thousands of manifests grows to twice what it needs. Without that guess it
 * takes no more time. Holds for all threads.
 */
export function expectShortLived(): void {
  if (isKnown) setFlagsFromString('--no-allocation-site-pretenuring');
}

/**
 * For a process that ends in seconds. Left alone, V8 spends a third of the processor time of a run over a tree on optimizing
 * functions, the large ones several times. It pays to do so later, and with less of other functions in each.
 */
export function expectShortRun(): void {
  expectShortLived();
  if (!isKnown) return;
  setFlagsFromString('--max-inlined-bytecode-size-cumulative=300');
  if (major === 20) setFlagsFromString('--interrupt-budget=270000');
}
