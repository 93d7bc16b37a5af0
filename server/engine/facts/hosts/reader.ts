// Who is root on a machine and who gets in without proof, by the files of the machine itself and by those that write them.
import type { Reader } from '../../readers.ts';
import { noFacts } from '../types.ts';
import { mayGiveSudo, mayOpenSsh } from './claims.ts';
import { readSshd } from './sshd.ts';
import { readSudoers } from './sudoers.ts';

export const hostsReader: Reader = {
  read: (documents) =>
    new Map(
      documents.map((document) => {
        const into = noFacts();
        if (mayGiveSudo(document)) readSudoers(document, into);
        if (mayOpenSsh(document)) readSshd(document, into);
        return [document.uri, into];
      }),
    ),
};
