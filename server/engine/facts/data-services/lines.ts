// Files of lines: users of Redis with what they may run on which keys, and the rules by which PostgreSQL lets hosts in.
import type { Place } from '../../text/text.ts';
import type { Facts, Grant } from '../types.ts';
import type { Leaf } from '../value.ts';
import { pushNoPassword, pushServiceRole } from './access.ts';
import type { SettingsFile } from './settings-files.ts';

export interface Word {
  readonly text: string;
  readonly start: number;
  /** Of a word that stands for another one that is written. */
  readonly length?: number;
}

/** The words of each line that is no comment, with the line's place. */
function* linesOf({ text, start }: SettingsFile): Generator<{ readonly words: readonly Word[]; readonly span: readonly [number, number] }> {
  for (const line of text.matchAll(/[^\r\n]{1,4000}/g)) {
    const begin = start + line.index;
    const said = line[0].search(/\S/);
    if (said < 0 || line[0][said] === '#') continue;
    const words = [...line[0].matchAll(/\S+/g)].map((word): Word => ({ text: word[0], start: begin + word.index }));
    const comment = words.findIndex((word) => word.text.startsWith('#') && !/^#[0-9a-f]{64}$/i.test(word.text));
    yield { words: comment < 0 ? words : words.slice(0, comment), span: [begin, begin + line[0].length] };
  }
}

function leafOf(uri: string, { text, start, length = text.length }: Word, value = text): Leaf {
  const at = { uri, span: [start, start + length] as const };
  return {
    kind: 'scalar',
    known: value === text ? 'literal' : 'resolved',
    value,
    at,
    token: at,
    via: [],
    encoding: 'none',
    editable: false,
  };
}

/** `user app on >… ~* +@all`: every command on every key, and users without a password. Rules of a line count from left to right. */
export function readRedisUsers(file: SettingsFile, uri: string, into: Facts): void {
  for (const { words, span } of linesOf(file)) {
    const [first, name] = words;
    if (first?.text.toLowerCase() === 'user' && name) readRedisRules(words, { uri, span }, into, file.isOwn ? 'yes' : 'maybe');
  }
}

/** The rules of one user, behind a first word and the name. */
export function readRedisRules(words: readonly Word[], { uri, span }: Place, into: Facts, enabled?: Grant['enabled']): void {
  const [first, name] = words;
  if (!first || !name) return;
  const rules = words.slice(2);
  const last = (test: RegExp): number => rules.findLastIndex((rule) => test.test(rule.text));
  const reset = last(/^reset$/i);
  if (last(/^on$/i) <= Math.max(last(/^off$/i), reset)) return;
  const given = {
    uri,
    kind: 'user',
    name: name.text,
    who: leafOf(uri, name),
    block: { uri, span },
    head: { uri, span: [first.start, name.start + name.text.length] as const },
    ...(enabled ? { enabled } : {}),
  };
  const every = last(/^(?:\+@all|allcommands)$/i);
  // What is taken back behind it, by name or by category, makes it less than everything.
  const less = rules.slice(every + 1).some((rule) => /^-|^nocommands$|^reset$/i.test(rule.text));
  const keys = last(/^(?:~\*|%RW~\*|allkeys)$/i) > Math.max(last(/^resetkeys$/i), reset);
  if (every >= 0 && !less && keys) pushServiceRole({ ...given, role: leafOf(uri, rules[every]!, '+@all') }, into);
  const open = last(/^nopass$/i);
  if (open > Math.max(last(/^resetpass$/i), last(/^>/), last(/^#/), reset))
    pushNoPassword({ ...given, role: leafOf(uri, rules[open]!) }, into);
}

export const loopback = /^(?:127\.|::1|localhost$|samehost$|0:0:0:0:0:0:0:1)/i;

/** `host all all 10.0.0.0/8 trust`: whoever reaches the server from there is who they say. The machine itself is left out. */
export function readHostAccess(file: SettingsFile, uri: string, into: Facts): void {
  for (const { words: written, span } of linesOf(file)) {
    const words = unlisted(written);
    const [kind, database, user, address] = words;
    if (!kind || !/^host(?:no|gss|nogss)?(?:ssl|enc)?$/i.test(kind.text) || !user || !address || loopback.test(address.text)) continue;
    // An address may have its mask in a word of its own.
    const method = words[/^\d{1,3}(?:\.\d{1,3}){3}$/.test(words[4]?.text ?? '') ? 5 : 4];
    if (method?.text.toLowerCase() !== 'trust') continue;
    pushNoPassword(
      {
        uri,
        kind: 'host',
        name: `${database!.text} ${user.text} ${address.text}`,
        who: leafOf(uri, user),
        role: leafOf(uri, method),
        block: { uri, span },
        head: { uri, span },
        enabled: file.isOwn ? 'yes' : 'maybe',
      },
      into,
    );
  }
}

/** A line as an item of a list in YAML, without the mark and the quotes around it. */
function unlisted(words: readonly Word[]): readonly Word[] {
  const items = words[0]?.text === '-' ? words.slice(1) : words;
  const [first] = items;
  const quote = first && /^["']/.exec(first.text)?.[0];
  if (!quote) return items;
  return items.map(({ text, start }, index) => {
    const inner = text.slice(index === 0 ? 1 : 0);
    return { text: inner.endsWith(quote) ? inner.slice(0, -1) : inner, start: start + (index === 0 ? 1 : 0) };
  });
}
