// The policy of a tailnet in a file of its own, as `gitops-pusher` and Tailscale's action apply it.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Facts } from '../types.ts';
import { readTailnetPolicy } from './policy.ts';

export const tailnetReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readFile(document)])),
};

function readFile(document: Document): Facts {
  const into = noFacts();
  const { uri, text } = document;
  const root = document.tree(parseJson).roots[0];
  const whole = { uri, span: [0, text.length] as const };
  if (root)
    readTailnetPolicy(valueOf(root, uri), into, {
      carrier: { dialect: 'source', kind: 'tailscale_acl', address: 'policy', block: whole, head: whole },
      anchor: `source|${uri}|policy`,
      enabled: 'yes',
    });
  return into;
}
