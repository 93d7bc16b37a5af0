// Policies of Vault that stand in strings of programs: what `sys.create_or_update_policy` of hvac, `PutPolicy` of the Go client
// and their like are given. Programs of Pulumi are read with their resources.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { noFacts, type Facts } from '../types.ts';
import type { Reader } from '../../readers.ts';
import { readVaultHcl } from './policy.ts';

/** One path with its block, as it is written: where quotes are escaped nothing is found. */
const path = /\bpath[ \t]{1,8}"[^"\\\n]{1,200}"[ \t]{0,8}\{[^{}]{0,600}\}/g;

export const embeddedPolicyReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readProgram(document)])),
};

function readProgram({ text, uri }: Document): Facts {
  const into = noFacts();
  let index = 0;
  for (const match of text.matchAll(path)) {
    if (isComment(text, match.index)) continue;
    const whole = { uri, span: [match.index, match.index + match[0].length] as const };
    const address = `policy[${index++}]`;
    readVaultHcl(match[0], uri, match.index, into, {
      carrier: { dialect: 'source', kind: 'policy', address, block: whole, head: whole },
      anchor: `source|${uri}|${address}`,
      enabled: 'maybe',
    });
  }
  return into;
}
