import { describe, expect, it } from 'vitest';
import { placeInScript } from '../../../rules/github/place-in-script.ts';
import { expectLinear } from '../../support/growth.ts';

describe('the place in a script', () => {
  const places: readonly (readonly [string, string])[] = [
    ['echo ', 'bare'],
    ['echo "a ', 'quoted'],
    ['echo "a" ', 'bare'],
    ["echo 'a ", 'literal'],
    ["echo 'a' ", 'bare'],
    ['echo "it\'s ', 'quoted'],
    ["echo \\' ", 'bare'],
    ['echo "a \\" ', 'quoted'],
    ['# a "comment\n', 'bare'],
    ['# a comment ', 'literal'],
    ['echo a#b ', 'bare'],
    ['cat <<EOF\n', 'quoted'],
    ["cat <<'EOF'\n", 'literal'],
    ['cat <<-EOF\n  x\n  EOF\necho ', 'bare'],
    ['cat <<EOF\n"\nEOF\necho "', 'quoted'],
  ];
  it.each(places)('%j is %s', (before, place) => {
    expect(placeInScript(before)).toBe(place);
  });
  it('takes time that grows with the text', async () => {
    await expectLinear('heredocs that do not end', 250, (size) => {
      const text = 'cat <<EOF\n'.repeat(size) + 'x\n'.repeat(size * 10);
      return () => placeInScript(text);
    });
  });
});
