// Agents that a script, an image, a unit or a list of tasks starts with their questions switched off. No shell and no tree of
// the format: a tool's name counts where a command begins on its line, behind words that run what stands behind them; its
// options are the words behind it, up to what ends the command. A text in quotes with blanks in it is what the agent is told.
import type { Reader } from '../../readers.ts';
import type { Document, Format } from '../../document.ts';
import type { Place, Span } from '../../text/text.ts';
import type { AgentSetting } from '../agent.ts';
import { dataIn } from '../heredocs.ts';
import { literalAt } from '../made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import { agentTools, ownOptions, type AgentTool, type Unasked } from './bypass-options.ts';
import { isContainerFile, isProgram } from './started-claims.ts';
import { startedInProgram } from './started-programs.ts';
import { beginsCommand, optionsIn, quotesIn, regionAt, toolNames, type Started } from './started-words.ts';

/** The key of a setting: what the option leaves of the questions, and whether it holds in a container of its own. */
export type StartedSetting = `${Unasked}${'' | '-in-container'}`;

/** More than a file starts. */
const most = 100;
/** Lines that are longer are read so far, and so many names on one. */
const longest = 4_000;
const mostOnLine = 30;

/** A tool's name as a word of its own, behind a folder or not, with the version that a runner fetches. */
const tool = new RegExp(String.raw`(?<![\w.$-]|\w@)(${toolNames})(?:@[\w.-]{1,40})?(?=["'\s,])`, 'g');

export const startedAgentReader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readDocument(document)])),
};

function readDocument(document: Document): Facts {
  const { text, uri } = document;
  const facts = noFacts();
  const anchor = `agent|${uri}|started`;
  const inContainer = isContainerFile(document);
  const settings = new Map<AgentTool['client'], AgentSetting[]>();
  let count = 0;
  const found = isProgram(document.format) ? startedInProgram(text, document.format) : startedIn(text, document.format);
  for (const { tool, from, to, leaves } of found) {
    if (count++ >= most) break;
    const at: Place = { uri, span: [from, to] };
    const option = text.slice(from, to);
    const key: StartedSetting = inContainer ? `${leaves}-in-container` : leaves;
    const list = settings.get(tool.client) ?? [];
    settings.set(tool.client, [...list, { anchor: `${anchor}|${tool.client}|${option}`, key, keyAt: at, value: literalAt(option, at) }]);
  }
  const whole: Place = { uri, span: [0, text.length] };
  for (const [client, list] of settings) {
    const head = list[0]!.keyAt;
    facts.agents.push({
      anchor: `${anchor}|${client}`,
      client,
      name: uri.slice(uri.lastIndexOf('/') + 1),
      at: whole,
      head,
      servers: [],
      settings: list,
      carrier: { dialect: 'agent', kind: 'start', address: client, block: whole, head },
      personal: false,
      value: { kind: 'mapping', entries: [], complete: false, at: whole, token: whole, via: [], encoding: 'none', editable: false },
    });
  }
  return facts;
}

function* startedIn(text: string, format: Format): Generator<Started> {
  const isShell = format === 'shell';
  const data = isShell ? dataIn(text) : format === 'powershell' ? hereStringsIn(text) : [];
  let passed = 0;
  let printed = 0;
  for (const [start, end] of linesIn(text)) {
    while (passed < data.length && data[passed]![1] <= start) passed++;
    if ((passed < data.length && data[passed]![0] <= start) || start < printed) continue;
    const whole = withoutComment(text.slice(start, Math.min(end, start + longest)));
    const begun = isShell ? textBegunIn(whole) : 0;
    if (begun > 0) printed = closedAt(text, start + begun);
    const code = printed > start + begun ? whole.slice(0, begun) : whole;
    const alone = /^[\s[]*(?:-\s+)?["']?(--[a-z][\w-]*)["']?[\s,\]]*$/.exec(code);
    const own = alone && ownOptions.get(alone[1]!);
    if (own) {
      const from = start + alone[0].indexOf(alone[1]!);
      yield { tool: own, leaves: own.options.get(alone[1]!)!, from, to: from + alone[1]!.length };
      continue;
    }
    let looked = 0;
    for (const match of code.matchAll(tool)) {
      if (looked++ >= mostOnLine) break;
      const found = agentTools.get(match[1]!)!;
      const behind = match.index + match[0].length;
      if (!beginsCommand(code, match.index) || (isShell && isCompared(code, match.index))) continue;
      for (const one of optionsIn(found, regionAt(code, match.index, behind))) yield { ...one, from: start + one.from, to: start + one.to };
    }
  }
}

/** The lines of a text; one that ends in a backslash goes on behind it. */
function* linesIn(text: string): Generator<Span> {
  for (let start = 0; start < text.length;) {
    let end = start;
    do {
      const found = text.indexOf('\n', end);
      if (found < 0) end = text.length;
      else end = found + 1;
    } while (end < text.length && /\\\r?\n$/.test(text.slice(Math.max(start, end - 3), end)));
    yield [start, end];
    start = end;
  }
}

/** Texts of PowerShell that go over lines, and its comments of that kind. One without an end goes to the end of the file, as it does there. */
function hereStringsIn(text: string): Span[] {
  const found: Span[] = [];
  const open = /@(["'])[ \t]*\r?\n|<#/g;
  for (let match = open.exec(text); match; match = open.exec(text)) {
    const close = text.indexOf(match[1] ? `\n${match[1]}@` : '#>', match.index + match[0].length - 1);
    const end = close < 0 ? text.length : close + 2;
    found.push([match.index, end]);
    open.lastIndex = end;
  }
  return found;
}

/** The offset of a quote that this line opens, and does not close, for a text that is printed or kept; 0 where it opens none. */
function textBegunIn(code: string): number {
  const begun = /^\s*(?:echo|printf|(?:(?:local|readonly|export|declare)\s+)?[A-Za-z_]\w*=)[^"'`;&|]{0,80}(?=["'])/.exec(code);
  const at = begun ? begun[0].length : 0;
  return at > 0 && quotesIn(code.slice(at)).every(([start]) => start > 0) ? at : 0;
}

/** The offset behind the quote that closes the one at an offset; the offset of that one where nothing closes it. Texts that are longer are none. */
function closedAt(text: string, at: number): number {
  const limit = Math.min(text.length, at + longest);
  for (let i = at + 1; i < limit; i++) {
    if (text[i] === '\\' && text[at] === '"') i++;
    else if (text[i] === text[at]) return i + 1;
  }
  return at;
}

/** Whether a name stands in a text that `[` or `[[` compares. */
const isCompared = (code: string, at: number): boolean => /(?<![\w"'])\[\[?[ \t]+["']?$/.test(code.slice(Math.max(0, at - 20), at));

/** A line with blanks for comments: behind `#` or `//` where a line begins, and behind `# ` outside of quotes. */
function withoutComment(line: string): string {
  const quotes = quotesIn(line);
  return line.replace(/^[ \t]*(?:#|\/\/)[^\n]*|(?<=\s)#\s[^\n]*/gm, (comment, at: number) =>
    quotes.some(([start, end]) => start < at && at < end) ? comment : ' '.repeat(comment.length),
  );
}
