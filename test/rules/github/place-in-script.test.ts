import { describe, expect, it } from 'vitest';
import { placesInScript } from '../../../rules/github/place-in-script.ts';
import { expectLinear } from '../../support/growth.ts';

describe('the place in a script', () => {
  const places: readonly (readonly [script: string, place: string])[] = [
    ['echo |', 'bare'],
    ['echo "a |"', 'quoted'],
    ['echo "a" |', 'bare'],
    ["echo 'a |'", 'literal'],
    ["echo 'a' |", 'bare'],
    ['echo "it\'s |"', 'quoted'],
    ["echo \\' |", 'bare'],
    ['echo "a \\" |"', 'quoted'],
    ['# a "comment\n|', 'bare'],
    ['# a comment |', 'literal'],
    ['echo a#b |', 'bare'],
    ['cat <<EOF\n|\nEOF\n', 'quoted'],
    ["cat <<'EOF'\n|\nEOF\n", 'literal'],
    ['cat <<EOF > |\nx\nEOF\n', 'bare'],
    ['cat <<-EOF\n  x\n  EOF\necho |', 'bare'],
    ['cat <<EOF\n"\nEOF\necho "|"', 'quoted'],
    ['x="$(cat <<EOF\n"\nEOF\n)"\necho |', 'bare'],
    ['x="$(cat <<EOF\n|\nEOF\n)"\n', 'quoted'],
    ["ssh host 'cat <<EOF\n|\nEOF\n'\n", 'literal'],
    ["ssh host 'cat <<EOF\n\nEOF\n'\necho |", 'bare'],
    ['cat <<A <<B\n"\nA\n|\nB\n', 'quoted'],
    ['cat <<<EOF\necho |\nEOF\n', 'bare'],
  ];
  it.each(places)('%j is %s', (marked, place) => {
    expect(placesInScript(marked.replace('|', ''), [marked.indexOf('|')])).toEqual([place]);
  });
  it('is told for many offsets at once', () => {
    const script = `echo a "b" 'c' # d`;
    expect(placesInScript(script, [5, 8, 12, 17])).toEqual(['bare', 'quoted', 'literal', 'literal']);
  });
  it('takes time that grows with the text', async () => {
    await expectLinear('heredocs that do not end', 250, (size) => {
      const text = 'cat <<EOF\n'.repeat(size) + 'x\n'.repeat(size * 10);
      const offsets = Array.from({ length: size }, (_, index) => index * 10);
      return () => placesInScript(text, offsets);
    });
  });
});
