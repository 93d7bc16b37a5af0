// Where in a shell script an offset stands, as far as quoting goes: bare, inside double quotes, or where variables are
// not expanded. Reads quotes, backslashes, comments and heredocs; it is no shell parser.

/** `bare`: outside quotes. `quoted`: inside double quotes or an expanding heredoc. `literal`: where a variable stays text. */
export type PlaceInScript = 'bare' | 'quoted' | 'literal';

/** The place right after `before`, which is the script from its start. Linear. */
export function placeInScript(before: string): PlaceInScript {
  let place: PlaceInScript = 'bare';
  let i = 0;
  while (i < before.length) {
    const char = before[i]!;
    if (place === 'bare' && char === '#' && (i === 0 || /\s/.test(before[i - 1]!))) {
      const end = before.indexOf('\n', i);
      if (end < 0) return 'literal';
      i = end;
      continue;
    }
    const heredoc = place === 'bare' && char === '<' ? heredocAt(before, i) : undefined;
    if (heredoc) {
      if (heredoc.end === undefined) return heredoc.expands ? 'quoted' : 'literal';
      i = heredoc.end;
      continue;
    }
    if (char === '\\' && place !== 'literal') i++;
    else if (char === "'" && place === 'bare') place = 'literal';
    else if (char === "'" && place === 'literal') place = 'bare';
    else if (char === '"' && place === 'bare') place = 'quoted';
    else if (char === '"' && place === 'quoted') place = 'bare';
    i++;
  }
  return place;
}

const opening = /<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/y;

/** A heredoc that opens at an offset, and the offset behind its last line; no end where the text stops inside it. */
function heredocAt(text: string, at: number): { expands: boolean; end?: number } | undefined {
  opening.lastIndex = at;
  const match = opening.exec(text);
  if (!match) return undefined;
  const body = text.indexOf('\n', at);
  // The rest of the opening line is still shell.
  if (body < 0) return undefined;
  const word = match[2]!;
  for (let line = body + 1; line <= text.length;) {
    const next = text.indexOf('\n', line);
    const end = next < 0 ? text.length : next;
    if (next >= 0 && text.slice(line, end).trim() === word) return { expands: match[1] === '', end };
    if (next < 0) break;
    line = next + 1;
  }
  return { expands: match[1] === '' };
}
