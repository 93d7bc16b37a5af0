// Variables whose text a line of a script hands to a second shell or an interpreter, which takes it for code: `eval "… $X"`,
// `sh -c "… $X"`, `ssh host "… $X"`, `echo "… $X" | sh`, `python -c "… $X"`, `iex $env:X`. Within double quotes the first
// shell puts the text in; within single ones, or behind a backslash, the second reads the variable itself, as data. One line
// at a time; no shell parser.
import type { ScriptLine } from './script-lines.ts';
import type { Place } from '../text/text.ts';

export interface EvaluatedVariable {
  /** `eval`, `sh -c`, `sh`, `ssh`, `python -c` and their like. */
  readonly command: string;
  /** As written: `$TITLE`, `${TITLE}`. */
  readonly variable: string;
  readonly name: string;
  readonly at: Place;
}

const forms: readonly (readonly [command: string, before: string, behind?: string])[] = [
  ['eval', String.raw`\beval\s(?!\s*')[^\n;&|]{0,500}?`],
  ['sh -c', String.raw`(?<![\w.-])(?:ba|z|da|k)?sh\s+-[a-z]{0,4}c\s+"(?:[^"\\]|\\.){0,500}?`],
  ['sh', String.raw`(?<![\w.-])(?:ba|z|da|k)?sh\s{0,9}<<<\s{0,9}(?!')[^\n;&|]{0,200}?`],
  [
    'sh',
    String.raw`\b(?:echo|printf)\s(?!\s*')[^\n;&|]{0,200}?`,
    // Not where the shell is given a script to run, or a command by -c: it then reads the text as that one's input.
    String.raw`(?=[^\n;&|]{0,200}\|\s{0,9}(?:sudo\s{1,9})?(?:ba|z|da|k)?sh\b(?!(?:\s{1,9}-[a-rt-z]{1,5}){0,3}\s{1,9}(?!\d?[<>]|pipefail\b)[\w.~/$"']))`,
  ],
  ['ssh', String.raw`(?<![\w./-])ssh\s[^\n"';|&]{1,200}"(?:[^"\\]|\\.){0,500}?`],
  ...(
    [
      ['python -c', 'python[23]?', 'c'],
      ['node -e', 'node', '(?:e|p|-eval|-print)'],
      ['perl -e', 'perl', '[a-z]{0,3}e'],
      ['ruby -e', 'ruby', 'e'],
      ['php -r', 'php', 'r'],
    ] as const
  ).map(
    ([command, program, option]) =>
      [command, String.raw`(?<![\w./-])${program}\s(?:\s{0,9}-\w{1,9}\s){0,3}\s{0,9}-${option}\s{1,9}"(?:[^"\\]|\\.){0,500}?`] as const,
  ),
  // The variable of PowerShell: `iex` is a shell of Elixir too.
  [
    'Invoke-Expression',
    String.raw`\b(?:[Ii]nvoke-[Ee]xpression|[Ii][Ee][Xx])\s(?!\s*')(?=[^\n;|]{0,300}\$\{?env:)[^\n;|]{0,300}?(?<!\x60)`,
  ],
];

/**
 * Programs in a language of their own, which may run commands: `sed "s/TITLE/$X/"` (the flag `e` of GNU's), `awk "… $X"`. Looked for
 * where strangers write the text; a branch of a colleague is put into files this way every day.
 */
const programs: typeof forms = [
  [
    'sed',
    String.raw`(?<![\w./-])g?sed\s(?:[^\n"';|&]{0,80}\s)?(?:"(?=[0-9]{0,5}[sy/])(?:[^"\\]|\\.){0,300}?|'(?=[0-9]{0,5}[sy/])[^'\n]{0,300}'"?)`,
  ],
  [
    'awk',
    String.raw`(?<![\w./-])[gm]?awk\s(?:[^\n"';|&]{0,80}\s)?(?<!-v\s{1,3})(?:"(?=(?:[^"\\]|\\.){0,300}[{}/])(?:[^"\\]|\\.){0,300}?|'[^'\n]{0,300}'"?)`,
  ],
];

/** True for a line that one of the forms may stand in: a cheap look before the search. */
export function mayEvaluate(line: string): boolean {
  return /\beval\s|sh\s+-[a-z]{0,4}c\s|\bssh\s|\|\s*(?:sudo\s+)?\w{0,2}sh\b|sh\s*<<<|\b(?:python[23]?|node|perl|ruby|php)\s+-|\b(?:invoke-expression|iex|g?sed|[gm]?awk)\s/i.test(
    line,
  );
}

/** Makes a search for variables of these names, a pattern without groups: the first of each form in a line. `ofStrangers` says who writes their text. */
export function evaluatedVariables(names: string, ofStrangers = false): (line: ScriptLine) => EvaluatedVariable[] {
  const patterns = (ofStrangers ? [...forms, ...programs] : forms).map(
    ([command, before, behind = '']) =>
      [command, new RegExp(String.raw`${before}(?<!\\)(\$(?:\{(?:env:)?(?:${names})\}|(?:env:)?(?:${names})\b))${behind}`)] as const,
  );
  return (line) =>
    patterns.flatMap(([command, pattern]) => {
      const match = pattern.exec(line.text);
      if (!match) return [];
      const variable = match[1]!;
      const start = line.at.span[0] + match.index + match[0].length - variable.length;
      return [
        {
          command,
          variable,
          name: variable.replace(/[${}]|env:/g, ''),
          at: { uri: line.at.uri, span: [start, start + variable.length] as const },
        },
      ];
    });
}
