// CODEOWNERS: who owns a path. The last matching line counts, as on the hosts that read it. Pure.
import ignore, { type Ignore } from 'ignore';

/** Where hosts look for the file, in their order. */
export const codeownersPaths = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS'];

/** A question after the owners of a path, from the text of the file. Lines that cannot be read own nothing. */
export function readCodeowners(text: string): (uri: string) => readonly string[] {
  const lines: { pattern: string; rules?: Ignore; owners: readonly string[] }[] = [];
  let sectionOwners: readonly string[] = [];
  for (const raw of text.split(/\r\n|\r|\n/)) {
    const line = raw.replace(/(^|\s)#.*$/, '').trim();
    if (line === '') continue;
    // A section of GitLab: `[Name] @default-owners`, `^[Optional][2] @owners`.
    const section = /^\^?\[[^\]]*\](?:\[\d+\])?\s*(.*)$/.exec(line);
    if (section) {
      sectionOwners = ownersIn(section[1]!);
      continue;
    }
    const [pattern, ...rest] = line.match(/(?:\\.|[^\s\\])+/g) ?? [];
    if (!pattern || pattern.startsWith('!')) continue;
    const owners = ownersIn(rest.join(' '));
    lines.push({ pattern, owners: owners.length > 0 ? owners : sectionOwners });
  }
  return (uri) => {
    for (let i = lines.length - 1; i >= 0; i--) {
      const line = lines[i]!;
      line.rules ??= ignore({ allowRelativePaths: true }).add(line.pattern);
      if (line.rules.ignores(uri)) return line.owners;
    }
    return [];
  };
}

/** Everybody whom the file names, whoever owns most first. */
export function ownersNamedIn(text: string): string[] {
  const counts = new Map<string, number>();
  for (const line of text.split(/\r\n|\r|\n/))
    for (const owner of ownersIn(line.replace(/(^|\s)#.*$/, '').replace(/^\s*\S+/, ''))) counts.set(owner, (counts.get(owner) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([owner]) => owner);
}

function ownersIn(text: string): readonly string[] {
  return text.split(/\s+/).filter((word) => /^@|^[^@\s]+@[^@\s]+$/.test(word));
}

/** Every handle and team, each where it is first named. */
export function namedOwnersIn(text: string): { readonly handle: string; readonly span: readonly [number, number] }[] {
  const found = new Map<string, readonly [number, number]>();
  let at = 0;
  for (const line of text.split('\n')) {
    const comment = /(?:^|\s)#/.exec(line)?.index ?? line.length;
    for (const match of line.slice(0, comment).matchAll(/(?<=\s)@[^\s]+/g)) {
      const start = at + match.index;
      if (!found.has(match[0])) found.set(match[0], [start, start + match[0].length]);
    }
    at += line.length + 1;
  }
  return [...found].map(([handle, span]) => ({ handle, span }));
}
