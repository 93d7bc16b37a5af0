// Users and groups that are root on a machine without being asked who they are: `deploy ALL=(ALL) NOPASSWD: ALL`, in files of
// sudo, and wherever scripts, tasks of Ansible and what a machine runs when it starts write such a line. Images of containers
// are none of it: root of a container is no root of a machine.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import { noFacts, type Facts } from '../types.ts';

/** The kind of the carrier, by which the rule knows these facts. */
export const sudoRule = 'rule of sudo';

const line =
  /(?<![\w%.{$-])(%?(?:[A-Za-z_][\w.-]{0,60}|\{\{[^{}\n]{1,60}\}\}|\$\{?\w{1,60}\}?))[ \t]{1,20}ALL[ \t]{0,10}=[ \t]{0,10}(?:\((?:ALL|root)(?:[ \t]{0,4}:[ \t]{0,4}\w{1,40})?\)[ \t]{0,10})?(NOPASSWD:[ \t]{0,10}ALL)(?!\w)/g;

export const sudoersReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readDocument(document)])),
};

function readDocument({ text, uri }: Document): Facts {
  const into = noFacts();
  const found = [...text.matchAll(line)];
  found.forEach((match, index) => {
    const start = text.lastIndexOf('\n', match.index) + 1;
    const before = text.slice(Math.max(start, match.index - 400), match.index);
    const next = found[index + 1];
    // What stands twice in a line is looked for, and put in its place: `sed 's/^# …/…/'`.
    const isReplaced = next !== undefined && !text.slice(match.index, next.index).includes('\n');
    if (/^\s*(?:#|\/\/)/.test(before) || isReplaced) return;
    const who = wordAt(match[1]!, { uri, span: [match.index, match.index + match[1]!.length] });
    const end = match.index + match[0].length;
    const rights = wordAt('NOPASSWD: ALL', { uri, span: [end - match[2]!.length, end] });
    const block = { uri, span: [match.index, end] as const };
    into.grants.push({
      anchor: `sudoers|${uri}|${match[1]!}`,
      platform: 'saas',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'identity',
      principals: [{ kind: match[1]!.startsWith('%') ? 'group' : 'user', id: who }],
      actions: [rights],
      scope: [{ level: 'everything', id: rights }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { dialect: 'source', kind: sudoRule, address: match[1]!, block, head: block },
      enabled: /(?:^|\/)sudoers/.test(uri) ? 'yes' : 'maybe',
    });
  });
  return into;
}
