// The shell itself is the judge: a script with a word in it and the same script with a variable in its place print the same.
import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { variableInShell } from '../../../server/engine/edit/shell-variable.ts';
import { seededRandom } from '../../../server/engine/secrets/generate.ts';

const word = 'S3cr-et';

function withVariable(script: string): string | undefined {
  const at = script.indexOf(word);
  const made = variableInShell(script, [0, script.length], [at, at + word.length], { reference: '${WORD}' });
  return made && script.slice(0, made.span[0]) + made.text + script.slice(made.span[1]);
}

const run = (script: string) =>
  spawnSync('bash', ['--noprofile', '--norc', '-c', script], { encoding: 'utf8', env: { PATH: process.env['PATH'], WORD: word } });

it.each([
  [`echo a${word}b`, 'echo a"${WORD}"b'],
  [`echo "a ${word} b"`, 'echo "a ${WORD} b"'],
  [`echo 'a ${word} b'`, `echo 'a '"\${WORD}"' b'`],
  [`echo 'it'"'"'s ${word}'`, `echo 'it'"'"'s '"\${WORD}"`],
  [`echo "it's ${word}"`, 'echo "it\'s ${WORD}"'],
  [`echo "\\"${word}\\""`, 'echo "\\"${WORD}\\""'],
  [`echo "$(printf '%s' '${word}')"`, `echo "$(printf '%s' ''"\${WORD}")"`],
  [`echo "$(echo "x" ${word})" 'y'`, 'echo "$(echo "x" "${WORD}")" \'y\''],
  [`echo \`echo "${word}"\``, 'echo `echo "${WORD}"`'],
  [`echo it\\'s ${word} '#'`, `echo it\\'s "\${WORD}" '#'`],
  [`x=a#b; echo $x ${word}`, 'x=a#b; echo $x "${WORD}"'],
  [`# it's\necho ${word}`, '# it\'s\necho "${WORD}"'],
  [`cat <<EOF\nit's ${word}\nEOF\necho b`, "cat <<EOF\nit's ${WORD}\nEOF\necho b"],
  [`cat <<'EOF'\nit's\nEOF\necho ${word}`, "cat <<'EOF'\nit's\nEOF\necho \"${WORD}\""],
  [`cat <<A <<-B\nit's\nA\n\t"${word}"\n\tB\necho b`, 'cat <<A <<-B\nit\'s\nA\n\t"${WORD}"\n\tB\necho b'],
  [`cat <<< "it's ${word}"`, 'cat <<< "it\'s ${WORD}"'],
  [`case a in a) echo "x" ${word};; esac`, 'case a in a) echo "x" "${WORD}";; esac'],
])('%s', (script, expected) => {
  expect(withVariable(script)).toBe(expected);
  const { stdout } = run(script);
  expect(stdout).toContain(word);
  expect(run(expected).stdout).toBe(stdout);
});

it.each([
  [`cat <<'EOF'\n${word}\nEOF`, 'nothing is filled in'],
  [`cat <<"EOF"\n${word}\nEOF`, 'nothing is filled in'],
  [`# ${word}`, 'a comment'],
  [`echo $'a\\n${word}'`, 'a string with escapes of its own'],
  [`echo 'a ${word}`, 'the quote does not close'],
  [`echo a\\${word}`, 'the first character is escaped'],
])('%j has no variable: %s', (script) => {
  expect(withVariable(script)).toBeUndefined();
});

it('agrees with the shell on whatever quotes stand in front', () => {
  const pieces = [
    '"',
    "'",
    '\\',
    ' ',
    'a',
    '$(echo ',
    ')',
    '\n',
    '#',
    '<<EOF\n',
    'EOF\n',
    '`',
    ' b ',
    "\\'",
    '\\"',
    '; echo ',
    '$x',
    '${x}',
    "$'",
    "it's ",
  ];
  const random = seededRandom(20261122);
  let compared = 0;
  for (let round = 0; round < 400; round++) {
    const some = (count: number) =>
      Array.from({ length: Math.floor(random() * count) }, () => pieces[Math.floor(random() * pieces.length)]!).join('');
    const script = `echo ${some(8)}${word}${some(4)}`;
    const made = withVariable(script);
    if (made === undefined) continue;
    const before = run(script);
    // What the shell itself refuses is no script.
    if (before.status !== 0 || before.stderr !== '' || !before.stdout.includes(word)) continue;
    const after = run(made);
    compared++;
    expect([made, after.stdout, after.stderr], script).toEqual([made, before.stdout, '']);
  }
  expect(compared).toBeGreaterThan(40);
});
