// Files whose name says that all of their content is a credential, in a notation of their own: `.pgpass`, `.netrc`, Rails'
// master key. Programs whose notation is one line each stand in a table of their own.
import type { Document } from '../document.ts';
import { solanaKey } from './key-documents.ts';
import { isProgramFile, recogniseProgramFile } from './program-files.ts';
import type { Recognised } from './recognise.ts';
import { written } from './written.ts';

const pgpass = /(?:^|\/)\.?pgpass(?:\.conf)?$/;
const netrc = /(?:^|\/)[._]netrc$/;
const masterKey = /(?:^|\/)(?:master|[\w-]+)\.key$/;

export function isProviderFile(uri: string, text: string): boolean {
  return (
    (/\.json$/.test(uri) && text.length < 2000 && /^\s*\[\s*\d/.test(text)) ||
    pgpass.test(uri) ||
    netrc.test(uri) ||
    (masterKey.test(uri) && /(?:^|\/)config\//.test(uri)) ||
    isProgramFile(uri)
  );
}

export function recogniseProviderFile({ uri, text }: Document): Recognised[] {
  if (!isProviderFile(uri, text)) return [];
  if (isProgramFile(uri)) return recogniseProgramFile(uri, text);
  if (uri.endsWith('.json')) return [solanaKey(text)].filter((one) => one !== undefined);
  if (netrc.test(uri)) return netrcPasswords(text);
  if (!pgpass.test(uri)) {
    const key = /^\s*([0-9a-f]{32}|[0-9a-f]{64}|[0-9a-f]{128})\s*$/.exec(text.slice(0, 400));
    const made =
      key &&
      written('Rails master key', text, [text.indexOf(key[1]!), text.indexOf(key[1]!) + key[1]!.length], 'provider-file', 'key-material');
    return made ? [made] : [];
  }
  const found: Recognised[] = [];
  let start = 0;
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    if (end < 0) end = text.length;
    const line = text.slice(start, Math.min(end, start + 1000)).replace(/\r$/, '');
    // host:port:database:user:password, with colons escaped.
    const match = line.startsWith('#') ? null : /^(?:(?:\\.|[^:\\]){0,200}:){4}/.exec(line);
    const password = match ? line.slice(match[0].length) : '';
    const one = match ? written('database password', text, [start + match[0].length, start + line.length], 'provider-file') : undefined;
    if (one && password !== '') found.push(one);
    start = end + 1;
  }
  return found;
}

/** `machine`, `login` and `password` in any order and on any line, as ftp and curl read them. */
function netrcPasswords(text: string): Recognised[] {
  const found: Recognised[] = [];
  for (const match of text.slice(0, 200_000).matchAll(/(?<=^|\s)password\s{1,80}([^\s#]{3,400})/g)) {
    const value = match[1]!;
    // A guest of FTP gives a mail address.
    if (/\blogin\s{1,80}anonymous\s{1,80}$/.test(text.slice(Math.max(0, match.index - 200), match.index))) continue;
    const start = match.index + match[0].length - value.length;
    const one = written('password of a machine', text, [start, start + value.length], 'provider-file');
    if (one) found.push(one);
  }
  return found;
}
