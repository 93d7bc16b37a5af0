// Agents that a program makes, and MCP servers that it serves: the tools and settings by which agents run commands or code
// and act without being asked, and addresses at which a server answers everyone. A table (program-rows) says what frameworks call
// these; no parser of the language. What a variable decides is left out.
import type { Reader } from '../../readers.ts';
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place, Span } from '../../text/text.ts';
import type { Agent, AgentSetting } from '../agent.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';
import { literalAt } from '../made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import { logsInAsAdministrator } from './program-queries.ts';
import { programRows, type ProgramSetting } from './program-rows.ts';
import { programServers } from './program-servers.ts';
import { toolsThatRunAnything } from './program-tools.ts';

export const agentProgramReader: Reader = {
  read(documents) {
    return new Map(documents.map((document) => [document.uri, readDocument(document)]));
  },
};

/** More than a program has. */
const most = 100;

/** Arguments that are longer are not looked at. */
const longest = 1000;

/** The code between the brackets of a call whose name and bracket end at an offset. */
function argumentsAt(text: string, end: number): string {
  const code = codeOf(text.slice(end - 1, end + longest), 'python');
  return code.slice(0, bracketsOf(code)[0] || code.length);
}

/** The name of the last call of a class that begins shortly before an offset: `GraphCypherQAChain` of `GraphCypherQAChain.from_llm(`. */
function callAround(text: string, at: number): string {
  const ahead = text.slice(Math.max(0, at - longest), at);
  return [...ahead.matchAll(/\b([A-Z]\w{0,60}(?:Chain|Toolkit|Tool|Agent))(?:\.\w{1,40})?\(/g)].at(-1)?.[1] ?? '';
}

/** What a value is given to: `use_docker` of `{"use_docker": `, else the first word. */
const nameBefore = (ahead: string): string =>
  ([...ahead.matchAll(/(\w{1,80})["']?\]?\s?[=:]/g)].at(-1) ?? /(\w+)/.exec(ahead))?.[1] ?? ahead;

/** True where a pattern fits outside of comments: one that says that a login is missing is none. */
function standsInCode(pattern: RegExp, text: string): boolean {
  let tried = 0;
  for (const match of text.matchAll(pattern)) if (!isComment(text, match.index) || ++tried > most) return true;
  return false;
}

function readDocument(document: Document): Facts {
  const { text, uri } = document;
  const facts = noFacts();
  const anchor = `agent|${uri}|program`;
  const settings: AgentSetting[] = [];
  const isAdministrator = logsInAsAdministrator(text);
  const push = (said: ProgramSetting, span: Span, keySpan: Span): void => {
    const token = text.slice(...span);
    const key = said === 'any-statement' && isAdministrator ? 'administrator-statement' : said;
    // A word that is any setting's is said with the name of this one.
    const name =
      keySpan[0] < span[0] && /^(?:true|false|never|never_require|unsafe|os|shutil|subprocess|pty|\W)$/i.test(token)
        ? nameBefore(text.slice(keySpan[0], span[0]))
        : undefined;
    settings.push({
      anchor: `${anchor}|${key}=${token}`,
      key,
      keyAt: { uri, span: keySpan },
      value: literalAt(name === undefined ? token : `${name}=${token}`, { uri, span }),
    });
  };
  for (const { framework, needs, pattern, key, asks, handler, within } of programRows) {
    if (!framework.test(text) || needs?.test(text) === false || (handler && standsInCode(handler, text))) continue;
    for (const match of text.matchAll(pattern)) {
      if (settings.length >= most) break;
      if (isComment(text, match.index) || asks?.test(argumentsAt(text, match.index + match[0].length))) continue;
      const token = match[1]!;
      const from = match.index + match[0].lastIndexOf(token);
      push(
        within?.call.test(callAround(text, match.index)) ? within.key : key,
        [from, from + token.length],
        [match.index, match.index + match[0].length],
      );
    }
  }
  for (const { span, deed } of toolsThatRunAnything(document)) push(deed === 'run' ? 'runs-shell' : 'any-statement', span, span);
  const servers = programServers(document, anchor);
  const head = settings[0]?.value.at ?? servers[0]?.head;
  if (!head) return facts;
  const whole: Place = { uri, span: [0, text.length] };
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const agent: Agent = {
    anchor,
    client: 'program',
    name,
    at: whole,
    head,
    servers,
    settings,
    carrier: { dialect: 'agent', kind: 'program', address: name, block: whole, head },
    personal: false,
    value: { kind: 'mapping', entries: [], complete: false, at: whole, token: whole, via: [], encoding: 'none', editable: false },
  };
  facts.agents.push(agent);
  return facts;
}
