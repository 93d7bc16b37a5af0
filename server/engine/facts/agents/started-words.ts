// How a command that starts an agent is told from other text, by words alone: what may stand before the tool's name, which of
// the words behind it are its options, and which are what it is told.
import type { Span } from '../../text/text.ts';
import { agentTools, type AgentTool, type Unasked } from './bypass-options.ts';

/** So far before a tool's name the words that run it stand. */
const before = 400;

/** Words that run what stands behind them, and what else stands between them and a command. */
const leads = new Set(
  'sudo doas exec nohup time command env nice ionice stdbuf xargs setsid if then else elif while until do ! npx bunx dlx npm pnpm yarn bun uvx pipx cross-env RUN CMD ENTRYPOINT bash sh zsh dash alias eval caffeinate chronic timeout gosu su-exec su runuser -c set'.split(
    ' ',
  ),
);
/** Words behind which anything may stand before the command: another machine, container or terminal, or what fills in secrets. */
const carriers =
  /^(?:docker|podman|nerdctl|kubectl|ssh|tmux|screen|doppler|op|mise|direnv|infisical|su|gosu|su-exec|runuser|sudo|timeout)$/;
const between = /^(?:-{1,2}[\w.=/:-]*|[@+!&-]+|[A-Za-z_][\w.-]*[:=].*|:|=|:=|\d+[smh]?|[\d*/,-]{1,40}|\S*\/)$/;
/** A key, in quotes or not. */
const key = /(?<![\w.-])(["']?)([\w.:-]{1,80}?)\1\s{0,4}[:=](?=[\s"'])/g;
/** Keys whose text is for people. */
const prose = /^(?:desc(?:ription)?|title|name|comment|summary|notes?|label|messages?|prompts?|about|help|usage|keywords|image)$/i;

/** The names of the tools, as alternatives of a pattern. */
export const toolNames = [...agentTools.keys()].map((name) => name.replace(/[/-]/g, '\\$&')).join('|');

/** A tool that is started with an option that leaves questions out, and where that stands. */
export interface Started {
  readonly tool: AgentTool;
  readonly leaves: Unasked;
  readonly from: number;
  readonly to: number;
}

/** The texts in quotes of a line, each with its quotes. One that nothing closes is none, like an apostrophe. Linear. */
export function quotesIn(code: string): Span[] {
  const found: Span[] = [];
  const unclosed = new Set<string>();
  for (let i = 0; i < code.length; i++) {
    const quote = code[i]!;
    if (quote === '\\') i++;
    if ((quote !== '"' && quote !== "'") || unclosed.has(quote)) continue;
    let end = i + 1;
    while (end < code.length && code[end] !== quote) end += quote === '"' && code[end] === '\\' ? 2 : 1;
    if (end >= code.length) unclosed.add(quote);
    else {
      found.push([i, end + 1]);
      i = end;
    }
  }
  return found;
}

/** A text with blanks for what is in quotes with blanks in it: that is what the tool is told. */
export function withoutPrompts(code: string): string {
  let result = '';
  for (const [start, end] of quotesIn(code))
    if (/\s/.test(code.slice(start, end))) result += code.slice(result.length, start) + ' '.repeat(end - start);
  return result + code.slice(result.length);
}

/** The offset behind the last separator before an offset. */
function headOf(code: string, at: number): number {
  const ahead = code.slice(Math.max(0, at - before), at);
  const separator = /[;&|(`][^;&|(`]*$/.exec(ahead);
  return at - (separator ? separator[0].length - 1 : ahead.length);
}

/** Whether only words that run what follows, keys and folders stand before a name. */
export function beginsCommand(code: string, at: number): boolean {
  const whole = code.slice(headOf(code, at), at);
  // The last key says what the text is; those before it are entries of their own.
  const last = [...whole.matchAll(key)].at(-1);
  if (last && prose.test(last[2]!)) return false;
  const ahead = last ? whole.slice(last.index + last[0].length) : whole;
  let carried = false;
  for (const word of ahead.split(/[\s"'[\]{},\\]+/)) {
    if (word === '' || carried) continue;
    if (carriers.test(word)) carried = true;
    else if (!leads.has(word) && !between.test(word)) return false;
  }
  return !carried || !/(?<![\w-])(?:echo|printf|grep|which|rm|cp|install|pull|build|logs|stop|kill|tag|push)(?![\w-])/.test(ahead);
}

/** What stands behind a name up to the end of its command: the quote that it stands in, the list, or a separator. Prompts are blanks in it. */
export function regionAt(code: string, at: number, from: number): { readonly text: string; readonly from: number } {
  const ahead = code.slice(headOf(code, at), at);
  const item = /^["']/.test(code.slice(from));
  const within = item ? undefined : openQuote(ahead);
  let rest = code.slice(from);
  if (within === '"') rest = /^(?:[^"\\]|\\[^])*/.exec(rest)![0].replace(/\\"/g, ' "');
  else if (within === "'") rest = /^[^']*/.exec(rest)![0];
  else if (item) rest = rest.slice(1);
  return { text: withoutPrompts(rest).split(item ? /[\]}]/ : /[;|&`)]/, 1)[0]!, from: item ? from + 1 : from };
}

/** The quote that is open at the end of a text. */
function openQuote(text: string): string | undefined {
  let open: string | undefined;
  for (let i = 0; i < text.length; i++) {
    const one = text[i]!;
    if (one === '\\') i++;
    else if (one === open) open = undefined;
    else if (open === undefined && (one === '"' || one === "'")) open = one;
  }
  return open;
}

/** The options of a tool among the words behind its name, each with what it leaves of the questions. */
export function* optionsIn(tool: AgentTool, region: { readonly text: string; readonly from: number }): Generator<Started> {
  const words = [...region.text.matchAll(/[^\s"',=[\]]+/g)];
  if (tool.verbs && !words.some((word) => tool.verbs!.includes(word[0]))) return;
  for (const [index, word] of words.entries()) {
    if (word[0] === '--') return;
    const next = words[index + 1];
    const one = tool.options.get(word[0]);
    const two = next && tool.options.get(`${word[0]} ${next[0]}`);
    const leaves = one ?? two;
    if (!leaves) continue;
    const from = region.from + word.index;
    yield { tool, leaves, from, to: one ? from + word[0].length : region.from + next!.index + next![0].length };
  }
}
