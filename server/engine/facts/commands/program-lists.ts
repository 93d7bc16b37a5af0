// Commands that a program gives word by word to what starts them: `subprocess.run(["gcloud", "projects", …])` in Python,
// `execFile('kubectl', ['create', …])` in Node, `exec.Command("az", "role", …)` in Go. They are put into the text as a shell
// would have them, as long as it was, so that whoever reads commands finds each word at its place; everything else becomes
// blanks, since texts of a program that only look like commands are help and messages for the most part.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import { isComment } from '../../text/comment.ts';

const programs = 'aws|gcloud|gsutil|bq|kubectl|oc|helm|az|vault|bao';
const mentionsProgram = mentioning(...programs.split('|').flatMap((program) => [...'"\'`'].map((quote) => quote + program + quote)));
const list = String.raw`\[\s{0,80}`;
const called = String.raw`\b(?:execFile|spawn|execa)(?:Sync)?\s{0,4}\(\s{0,80}`;
const openings: ReadonlyMap<Format, RegExp> = new Map([
  ['python', new RegExp(String.raw`${list}(["'])(?:${programs})\1\s{0,80},`, 'g')],
  ['javascript', new RegExp(String.raw`${called}(["'\x60])(?:${programs})\1\s{0,80},`, 'g')],
  ['typescript', new RegExp(String.raw`${called}(["'\x60])(?:${programs})\1\s{0,80},`, 'g')],
  ['go', new RegExp(String.raw`\bexec\.Command\s{0,4}\(\s{0,80}(")(?:${programs})\1\s{0,80},`, 'g')],
]);
/** A command longer than this is cut off. */
const longest = 4000;
const mostCommands = 200;

/** Whether a program may start one of the programs that hand out permissions. */
export function startsProgram(document: Document): boolean {
  const opening = openings.get(document.format);
  return opening !== undefined && mentionsProgram(document) && document.text.search(opening) >= 0;
}

/** The text of a program with such commands on lines of their own and nothing else; the text itself where it is no program. */
export function withProgramLists(document: Document): string {
  const { text, format } = document;
  const opening = openings.get(format);
  if (!opening) return text;
  const parts: string[] = [];
  let at = 0;
  let count = 0;
  for (const match of text.matchAll(opening)) {
    if (match.index < at || isComment(text, match.index) || ++count > mostCommands) continue;
    const open = match.index + match[0].search(/[[(]/);
    parts.push(blanked(text.slice(at, open)), '\n');
    const command = commandAt(text, open + 1);
    parts.push(command, '\n');
    at = open + 2 + command.length;
  }
  parts.push(blanked(text.slice(at)));
  return parts.join('').slice(0, text.length);
}

const token =
  /[fFrRbBuU]{0,2}("(?:[^"\\\n]|\\.){0,600}"|'(?:[^'\\\n]|\\.){0,600}'|`(?:[^`\\]|\\.){0,600}`)|[^\s,()[\]{}"'`]+|[,()[\]{}]|\s+/gy;

/**
 * The words from behind an opening bracket to the one that closes it, parted by blanks. What is computed is a variable of the
 * shell, whose value nobody knows, behind the text that it begins with. A list of its own is taken apart.
 */
function commandAt(text: string, from: number): string {
  const limit = Math.min(text.length, from + longest);
  let made = '';
  let depth = 1;
  /** Brackets that belong to a word, such as those of a call. */
  let within = 0;
  let begun: 'nothing' | 'text' | 'more' = 'nothing';
  token.lastIndex = from;
  for (let match = token.exec(text); match && token.lastIndex <= limit; match = token.exec(text)) {
    const [whole, quoted] = match;
    if (/^[)\]}]$/.test(whole)) {
      if (--depth === 0) break;
      if (within > 0) within--;
      else begun = 'nothing';
      made += ' ';
    } else if (/^[([{]$/.test(whole)) {
      depth++;
      if (whole !== '[' || begun !== 'nothing') within++;
      made += ' ';
    } else if (whole === ',' && within === 0) {
      begun = 'nothing';
      made += ' ';
    } else if (/^\s/.test(whole) || within > 0) {
      made += ' '.repeat(whole.length);
    } else if (begun === 'nothing') {
      begun = quoted === undefined ? 'more' : 'text';
      made += quoted === undefined ? variableOf(whole.length) : ' '.repeat(whole.length - quoted.length) + shellWord(quoted);
    } else {
      made += ' '.repeat(whole.length);
      const end = made.trimEnd();
      // What is put behind a text is a part of its word.
      if (begun === 'text') made = end + variableOf(made.length - end.length);
      begun = 'more';
    }
  }
  return made;
}

/** A variable of the shell that is as long; a word where that is one character. */
const variableOf = (length: number): string => (length > 1 ? `$${'_'.repeat(length - 1)}` : '_');

/** A text of a program as a shell has it: what is put into it when it runs is a variable. */
function shellWord(quoted: string): string {
  const inner = quoted.slice(1, -1).replace(/\$?\{[^{}]{0,200}\}/g, ({ length }) => variableOf(length));
  return /[\s;|&()#<>"'`\\]/.test(inner) ? quoted : ` ${inner} `;
}

function blanked(text: string): string {
  return text.replace(/[^\r\n]/g, ' ');
}
