// Agents that a program starts with their questions switched off: a list that names the tool first, as a process is started
// with, or a line of a shell in a call that runs it. What a condition adds to a list is left out.
import type { Format } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { bracketAround, bracketsOf, codeOf } from '../source-policies/code-text.ts';
import { agentTools } from './bypass-options.ts';
import { beginsCommand, optionsIn, toolNames, withoutPrompts, type Started } from './started-words.ts';

/** The name of a tool as a text of its own, or at the beginning of a command in one. */
const named = new RegExp(String.raw`(?:(["'${'`'}])|(?:&&|;) )(${toolNames})(?:@[\w.-]{1,40})?(?:\1(?=[\s,)\]])|(?= ))`, 'g');
/** The name of a call that starts processes, up to its bracket. */
const runner =
  /(?<![\w$])(?:subprocess\.\w{1,20}|(?:asyncio\.)?create_subprocess_(?:exec|shell)|os\.(?:system|popen|(?:exec|spawn)\w{1,3})|pexpect\.spawn|(?:\w{1,20}\.)?(?:exec|execSync|execFile|execFileSync|spawn|spawnSync|execa|execaCommand|execAsync)|exec\.Command(?:Context)?|Popen|check_output|run)$/;
/** What decides whether an element of a list is there. */
const condition = /\?|&&|\|\||\bif\b/;
const quote = /["'`]/;

/** More names than a program has, and a longer command than one starts. */
const most = 100;
const longest = 2_000;

/** The places where a program starts a tool with an option that leaves questions out. */
export function* startedInProgram(text: string, format: Format): Generator<Started> {
  const code = codeOf(text, format);
  const ends = bracketsOf(code);
  for (const match of [...text.matchAll(named)].slice(0, most)) {
    const behind = match.index + match[0].length;
    const bracket = bracketAround(code, match.index);
    if (bracket === undefined || !ends[bracket] || isComment(text, match.index)) continue;
    const isWord = match[1] !== undefined && match[0].endsWith(match[1]);
    const end = isWord
      ? endOfWords(text, code, bracket, match.index, ends)
      : endOfLine(text, code, bracket, match.index + match[0].indexOf(match[2]!));
    if (end === undefined) continue;
    const words = withoutPrompts(text.slice(behind, Math.min(end, behind + longest)));
    for (const one of optionsIn(agentTools.get(match[2]!)!, { text: words, from: behind }))
      if (!isWord || !condition.test(code.slice(behind, one.from))) yield one;
  }
}

/** Where the words of a command end that a tool's name is one of: with their list, or the call that they are given to. */
function endOfWords(text: string, code: string, bracket: number, at: number, ends: Int32Array): number | undefined {
  const isList = code[bracket] === '[' || /\[\]string$/.test(code.slice(Math.max(0, bracket - 10), bracket));
  if (!isList && !isCall(code, bracket)) return undefined;
  const ahead = text.slice(bracket + 1, at).replace(/^\s*ctx,/, '');
  return beginsCommand(ahead, ahead.length) ? ends[bracket] : undefined;
}

/** Where the text ends that a command stands in, in a call that runs it or in a list that is handed to one. */
function endOfLine(text: string, code: string, bracket: number, at: number): number | undefined {
  const outer = code[bracket] === '[' ? bracketAround(code, bracket) : bracket;
  if (outer === undefined || !isCall(code, outer)) return undefined;
  const ahead = text.slice(outer + 1, at).replace(/(?:^|[\s,([])(?:[rR]?[fF]|[fF][rR])(?=["']$)/, '');
  if (!beginsCommand(ahead, ahead.length)) return undefined;
  let from = at;
  while (from > Math.max(0, at - longest) && !quote.test(code[from]!)) from--;
  const end = quote.test(code[from]!) ? text.indexOf(code[from]!, at + 1) : -1;
  return end < 0 ? undefined : end;
}

const isCall = (code: string, bracket: number): boolean =>
  code[bracket] === '(' && runner.test(code.slice(Math.max(0, bracket - 60), bracket));
