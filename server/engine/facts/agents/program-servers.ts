// MCP servers that a program starts, or lets a client start: a launcher as `command` with its list of arguments, in any
// language and framework that writes the two beside each other. What is put together from variables is left out, and so are
// variables of the environment, whose literals the scanner of secrets finds.
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import { entryFrom, mappingFrom } from '../made-values.ts';
import type { AgentServer } from '../agent.ts';
import { readLiteral } from '../source-policies/literal.ts';
import { textOf } from '../value.ts';
import { readServer } from './servers.ts';

/** `command="npx", args=[`, `Command = "npx", Arguments = [`, `MCPServerStdio("npx", [`: to the bracket of the list. */
const launch =
  /(?:\b[cC]ommand["']?\s?[:=]\s?|\bMCPServerStdio\(\s{0,40})(["'](?:npx|bunx|pnpx|uvx|pipx|docker|podman)["'])\s{0,10},\s{0,80}(?:["']?\b[aA]rg(?:s|uments)["']?\s?[:=]\s?)?(?=\[)/g;

/** More than a program starts. */
const most = 50;
/** A list of arguments is no longer. */
const longest = 4_000;

export function programServers({ text, uri }: Document, anchor: string): AgentServer[] {
  const found: AgentServer[] = [];
  for (const match of text.matchAll(launch)) {
    if (found.length >= most) break;
    if (isComment(text, match.index)) continue;
    const from = match.index + match[0].indexOf(match[1]!);
    const start = match.index + match[0].length;
    const command = readLiteral(text.slice(0, from + match[1]!.length), from, uri, false);
    const args = readLiteral(text.slice(0, start + longest), start, uri, false);
    if (!command || args?.kind !== 'list') continue;
    const at = { uri, span: [from, args.at.span[1]] as const };
    const value = mappingFrom([entryFrom('command', command.at, command), entryFrom('args', args.at, args)], at, false);
    const unnamed = readServer('', value, command.at, at, 'program', anchor);
    const name = unnamed.launch?.target?.name ?? textOf(command) ?? 'server';
    found.push({ ...unnamed, name, anchor: `${anchor}|server=${name}` });
  }
  return found;
}
