import { describe, expect, it } from 'vitest';
import { placeInScript } from '../../../rules/github/place-in-script.ts';

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
  it('takes time that grows with the text', () => {
    const start = performance.now();
    placeInScript('cat <<EOF\n'.repeat(2_000) + 'x\n'.repeat(20_000));
    expect(performance.now() - start).toBeLessThan(1500);
  });
});
