// One setting of V8 for processes that read whole trees. V8 watches which expressions make objects that live long, and then
// has them make all of theirs in the old generation, which is collected seldom. Trees and values are made by the same few
// expressions, whether they are dropped with their document or kept as facts: once the first documents of a folder were
// kept for a while, everything that follows lands among the old, and the heap of a run over thousands of manifests grows
// to twice what it needs. Without that guess it takes no more time.
import { setFlagsFromString } from 'node:v8';

/** Lets what is new begin among the new from here on, in all threads. Once is enough. */
export function expectShortLived(): void {
  setFlagsFromString('--no-allocation-site-pretenuring');
}
