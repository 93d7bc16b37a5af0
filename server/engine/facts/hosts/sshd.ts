// What sshd lets in: accounts without a password (`PermitEmptyPasswords yes`), and root by its password (`PermitRootLogin yes`
// where passwords are not switched off), in its own files and in what scripts and tasks of Ansible write into them. Of two lines
// sshd takes the first, and what stands below `Match` counts for some alone. Images of containers are none of it.
import type { Document } from '../../document.ts';
import { wordAt } from '../made-values.ts';
import { onlyNamed } from '../polarity.ts';
import type { Facts } from '../types.ts';
import { isSshConfig } from './claims.ts';

/** The kind of the carrier, by which the rule knows these facts. */
export const sshSetting = 'setting of sshd';

const setting =
  /(?<![\w#-])(PermitEmptyPasswords|PermitRootLogin)([ \t]{1,20})(yes|no|without-password|prohibit-password|forced-commands-only)\b/g;
/** Passwords open nothing, whoever has one. */
const withoutPasswords = /(?<![\w#]|#[ \t])PasswordAuthentication[ \t]{1,20}no\b/;
/** From here on a file speaks of some alone. */
const forSome = /^[ \t]{0,40}match[ \t]{1,20}(?!all\b)/im;
/** What puts a line into a file: a redirection, `tee`, `sed`, and the parameters of tasks. */
const writes = />|\btee\b|\bsed\b|(?:^|[\s{,])["']?(?:line|replace|content|block|insertafter)["']?[ \t]{0,4}[:=]/;

/** Pushes what a file of sshd opens, or one that writes it. */
export function readSshd({ text, uri }: Document, into: Facts): void {
  const isOwn = isSshConfig(uri);
  const needsKey = withoutPasswords.test(text);
  const some = isOwn ? text.search(forSome) : -1;
  const seen = new Set<string>();
  const found = [...text.matchAll(setting)];
  found.forEach((match, index) => {
    const [, key, , value] = match;
    const start = text.lastIndexOf('\n', match.index) + 1;
    const before = text.slice(Math.max(start, match.index - 400), match.index);
    const next = found[index + 1];
    // What stands twice in a line is looked for, and put in its place: `sed 's/…/…/'`.
    const isReplaced = next !== undefined && next[1] === key && !text.slice(match.index, next.index).includes('\n');
    if (/^\s*(?:#|\/\/|;)/.test(before) || isReplaced) return;
    const end = match.index + match[0].length;
    if (isOwn) {
      if (seen.has(key!) || (some >= 0 && some < match.index) || before.trim() !== '') return;
      seen.add(key!);
    } else if (before.trim() !== '' && !isWritten(text, start, match.index, end)) return;
    if (value !== 'yes' || (key === 'PermitRootLogin' && needsKey)) return;
    const at = { uri, span: [match.index, end] as const };
    const said = wordAt(`${key} yes`, at);
    into.grants.push({
      anchor: `sshd|${uri}|${key}`,
      platform: 'saas',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'trust',
      principals: [{ kind: 'any', id: wordAt('whoever reaches the machine', at) }],
      actions: [said],
      scope: [{ level: 'everything', id: said }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: { dialect: 'source', kind: sshSetting, address: key!, block: at, head: at },
      enabled: isOwn ? 'yes' : 'maybe',
    });
  });
}

/** Whether a line that holds a setting puts it into a file. What `grep` looks for and what `sed` deletes is not put there. */
function isWritten(text: string, start: number, from: number, end: number): boolean {
  const before = text.slice(start, from);
  const lineEnd = text.indexOf('\n', end);
  const behind = text.slice(end, Math.min(lineEnd < 0 ? text.length : lineEnd, end + 400));
  if (/^\$?\/d\b/.test(behind) || /\bgrep\b[^|&;]{0,200}$/.test(before)) return false;
  return writes.test(before) || writes.test(behind);
}
