// Every reader there is, with the look that decides whether it is loaded. Looks are cheap: the format and a word or two.
import type { ReaderEntry } from '../readers.ts';

export const readerEntries: readonly ReaderEntry[] = [];
