// Scripts with those that they take in, read by the readers of commands and of policies in scripts.
import type { Reader } from '../../readers.ts';
import { reader as policies } from '../source-policies/reader.ts';
import { reader as commands } from './reader.ts';
import { readTakenIn } from './sourced.ts';

export const reader: Reader = {
  read: (documents, context) =>
    new Map(documents.map((document) => [document.uri, readTakenIn(document, context, [policies, commands])] as const)),
};
