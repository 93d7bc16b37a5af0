// Where in a shell script offsets stand, as far as quoting goes: bare, inside double quotes, or where variables are not
// expanded. Reads quotes, backslashes, comments and heredocs; it is no shell parser.
import { heredocsIn } from '../../server/engine/facts/heredocs.ts';

/** `bare`: outside quotes. `quoted`: inside double quotes or an expanding heredoc. `literal`: where a variable stays text. */
export type PlaceInScript = 'bare' | 'quoted' | 'literal';

/** The place of each offset, which stand in their order. One walk over the script. */
export function placesInScript(script: string, offsets: readonly number[]): PlaceInScript[] {
  const places: PlaceInScript[] = [];
  const heredocs = heredocsIn(script);
  let passed = 0;
  let place: PlaceInScript = 'bare';
  const settle = (upTo: number, at: PlaceInScript): void => {
    while (places.length < offsets.length && offsets[places.length]! <= upTo) places.push(at);
  };
  for (let i = 0; i < script.length && places.length < offsets.length;) {
    const char = script[i]!;
    const heredoc = heredocs[passed];
    if (heredoc && heredoc.body[0] <= i) {
      passed++;
      settle(heredoc.body[0] - 1, place);
      settle(heredoc.body[1] - 1, heredoc.literal || place === 'literal' ? 'literal' : 'quoted');
      const end = script.indexOf('\n', heredoc.body[1]);
      i = end < 0 ? script.length : end;
      continue;
    }
    settle(i, place);
    if (place === 'bare' && char === '#' && (i === 0 || /\s/.test(script[i - 1]!))) {
      const end = script.indexOf('\n', i);
      i = end < 0 ? script.length : end;
      settle(i, 'literal');
    } else if (char === '\\' && place !== 'literal') {
      i += 2;
    } else {
      if (char === "'" && place !== 'quoted') place = place === 'bare' ? 'literal' : 'bare';
      else if (char === '"' && place !== 'literal') place = place === 'bare' ? 'quoted' : 'bare';
      i++;
    }
  }
  settle(Infinity, place);
  return places;
}
