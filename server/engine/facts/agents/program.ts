// Agents that a program makes, and MCP servers that it serves: the tools and settings by which agents run commands or code
// and act without being asked, and addresses at which a server answers everyone. A table of what frameworks call these; no
// parser of the language. What a variable decides is left out.
import type { Reader } from '../../readers.ts';
import type { Document } from '../../document.ts';
import { isComment } from '../../text/comment.ts';
import type { Place, Span } from '../../text/text.ts';
import type { Agent, AgentSetting } from '../agent.ts';
import { bracketsOf, codeOf } from '../source-policies/code-text.ts';
import { literalAt } from '../made-values.ts';
import { noFacts, type Facts } from '../types.ts';
import { logsInAsAdministrator } from './program-queries.ts';
import { programServers } from './program-servers.ts';
import { toolsThatRunAnything } from './program-tools.ts';

/** What a setting of a program's agent comes to; the `key` of its setting. */
export type ProgramSetting =
  | 'runs-shell'
  | 'runs-on-host'
  | 'unlimited-requests'
  | 'any-query'
  | 'any-statement'
  | 'administrator-statement'
  | 'any-file'
  | 'tools-unasked'
  | 'no-permissions'
  | 'open-server'
  | 'open-port';

interface Row {
  /** A word of the framework that has to stand in the text. */
  readonly framework: RegExp;
  /** The first group is the token that decides. */
  readonly pattern: RegExp;
  readonly key: ProgramSetting;
  /** What among the arguments of the call takes it back: a person is asked. */
  readonly asks?: RegExp;
  /** What anywhere in the code may take it back: who is handed it is not followed. */
  readonly handler?: RegExp;
  /** What else has to stand in the text. */
  readonly needs?: RegExp;
  /** What it comes to instead where the call that it stands in is of this name. */
  readonly within?: { readonly call: RegExp; readonly key: ProgramSetting };
}

const approval = /\bHuman(?:Approval|InTheLoop)/g;
/** A login, or something that may be one. */
const login = /auth(?!ors?\b)|middleware|token_?verif|api_?-?key|jwt|bearer|Depends\(|client_?cert/gi;
const everywhere = String.raw`(?:0\.0\.0\.0|\[?::\]?)`;

// From the references of the frameworks, read in 2026-11: LangChain's community and experimental tools, AutoGen's and AG2's
// code execution, CrewAI's agents, smolagents, the shell and MCP tools of OpenAI's Agents SDK, the SDK of Claude Code,
// Microsoft's Agent Framework, Google's ADK, Strands' tools, which ask until they are told not to, Azure's agents; the servers of the MCP SDKs.
const rows: readonly Row[] = [
  {
    framework: /langchain/,
    pattern: /(?<!class\s)\b(ShellTool|BashProcess|PythonREPLTool|PythonAstREPLTool)\s?\(/g,
    key: 'runs-shell',
    asks: /\bask_human_input\s?=\s?True\b/,
    handler: approval,
  },
  {
    framework: /langchain/,
    pattern: /\bload_tools\(\s{0,40}\[[^\]]{0,300}?["'](terminal|python_repl)["']/g,
    key: 'runs-shell',
    handler: approval,
  },
  { framework: /langchain/, pattern: /\ballow_dangerous_code\s?=\s?(True)\b/g, key: 'runs-on-host' },
  {
    framework: /langchain/,
    pattern: /\ballow_dangerous_requests\s?=\s?(True)\b/g,
    key: 'unlimited-requests',
    // The chains over graphs ask for the same word before they run what the model writes.
    within: { call: /QAChain$/, key: 'any-query' },
  },
  {
    framework: /langchain/,
    pattern: /(?<!class\s)\b(SQLDatabaseToolkit|SQLDatabaseChain|QuerySQLData[bB]aseTool)(?:\.from_llm)?\s?\(/g,
    key: 'any-statement',
    handler: /\bHuman(?:Approval|InTheLoop)|read[_\s-]?only|mode=ro\b/gi,
  },
  {
    framework: /langchain/,
    pattern: /(?<!class\s)\b(create_sql_agent)\((?=[^()]{0,300}\bdb\s?=)/g,
    key: 'any-statement',
    handler: /\bHuman(?:Approval|InTheLoop)|read[_\s-]?only|mode=ro\b/gi,
  },
  {
    framework: /langchain/,
    pattern: /(?<!class\s)\b(FileManagementToolkit|(?:Read|Write|Copy|Move|Delete)FileTool)\(\s?\)/g,
    key: 'any-file',
    handler: approval,
  },
  {
    framework: /langchain/,
    pattern:
      /\b(?:FileManagementToolkit|(?:Read|Write|Copy|Move|Delete)FileTool)\(\s{0,40}root_dir\s?=\s?(["'](?:\/|~|[A-Z]:(?:\\{1,2}|\/))["'])/g,
    key: 'any-file',
    handler: approval,
  },
  { framework: /\bautogen|\bag2\b/, pattern: /\buse_docker["']?\s?[:=]\s?(False)\b/g, key: 'runs-on-host' },
  { framework: /\bautogen/, pattern: /(?<!class\s)\b(LocalCommandLineCodeExecutor)\s?\(/g, key: 'runs-on-host' },
  { framework: /\bcrewai/, pattern: /\bcode_execution_mode\s?=\s?["'](unsafe)["']/g, key: 'runs-on-host' },
  { framework: /\bcrewai/, pattern: /\bunsafe_mode\s?=\s?(True)\b/g, key: 'runs-on-host' },
  {
    framework: /\bsmolagents\b/,
    // Its own interpreter keeps to the modules that are named; these start programs.
    pattern: /\badditional_authorized_imports\s?=\s?\[[^\]]{0,300}?["'](\*|os|subprocess|shutil|pty)["']/g,
    key: 'runs-on-host',
    handler: /\bexecutor_type\s?=\s?(?!["']local)/g,
  },
  { framework: /\b(?:openai|agents)\b/, pattern: /["']?\brequire_?[aA]pproval["']?\s?[:=]\s?["'](never)["']/g, key: 'tools-unasked' },
  {
    framework: /claude[_-](?:agent|code)|@anthropic-ai\/claude/,
    pattern: /\bpermission_?[mM]ode["']?\s?[:=]\s?["'](bypassPermissions)["']/g,
    key: 'no-permissions',
  },
  {
    // Asked before each tool, and never refuses one.
    framework: /claude[_-](?:agent|code)[_-]sdk|@anthropic-ai\/claude/,
    needs: /\bcan_use_tool\s?=/,
    pattern: /\breturn (PermissionResultAllow)\(/g,
    key: 'no-permissions',
    handler: /\bPermissionResultDeny\s?\(|\binput\(|\bawait\b[^\n]{0,80}(?:approv|confirm|permission)/g,
  },
  {
    framework: /@anthropic-ai\/claude/,
    pattern:
      /\bcanUseTool(?::|\s?=)\s?async\s?\([^()]{0,200}\)\s?=>\s?(?:\(\{|\{[^{}]{0,300}?\breturn \{)\s{0,40}(behavior:\s?["']allow["'])/g,
    key: 'no-permissions',
    handler: /\bbehavior:\s?["']deny["']/g,
  },
  {
    framework: /claude[_-](?:agent|code)[_-]sdk|@anthropic-ai\/claude/,
    pattern: /\ballowed_?[tT]ools["']?\s?[:=]\s?\[[^\]]{0,500}?["'](Bash)(?:\(\*\))?["']/g,
    key: 'runs-shell',
    // Without permissions, which is said, the list says nothing more; a sandbox limits what a command reaches, and a hook may refuse it.
    handler: /\bbypassPermissions\b|\bsandbox\b|\bPreToolUse\b/g,
  },
  {
    framework: /\bfrom\s+agents\s+import\b|@openai\/agents/,
    pattern: /(?<!class\s)\b(ShellTool|LocalShellTool|shellTool)\s?\(/g,
    key: 'runs-shell',
    asks: /\bneeds_?[aA]pproval["']?\s?[:=]\s?(?!False\b|false\b)/,
  },
  {
    // Asks before each command until it is told not to.
    framework: /\bagent_framework(?:_tools)?\b/,
    pattern: /\bLocalShellTool\([^()]{0,300}?\bapproval_mode\s?=\s?["'](never_require)["']/g,
    key: 'runs-shell',
  },
  { framework: /\bgoogle\.adk\b/, pattern: /(?<!class\s)\b(UnsafeLocalCodeExecutor)\s?\(/g, key: 'runs-on-host' },
  { framework: /\bstrands/, pattern: /\bBYPASS_TOOL_CONSENT["']\]?\s?[=:,]\s?["'](true)["']/gi, key: 'tools-unasked' },
  { framework: /\bazure\.ai\b/, pattern: /\bset_approval_mode\(\s?["'](never)["']/g, key: 'tools-unasked' },
  {
    // A program that only imports FastMCP's `Client` serves something else.
    framework: /\b(?:from|import)\s+mcp\.server\b|\bFastMCP\b/,
    needs: /["'](?:sse|streamable-http|http)["']|\b(?:sse|streamable_http|http)_app\b|StreamableHTTPSessionManager|SseServerTransport/,
    pattern: new RegExp(String.raw`\bhost\s?=\s?["'](${everywhere})["']`, 'g'),
    key: 'open-server',
    handler: login,
  },
  {
    framework: /@modelcontextprotocol\/|["']fastmcp["']/,
    needs: /StreamableHTTPServerTransport|SSEServerTransport|\bhttpStream\b/,
    pattern: new RegExp(String.raw`(?:\.listen\([^()]{0,80}?|\bhost(?:name)?:\s?)["'](${everywhere})["']`, 'g'),
    key: 'open-server',
    handler: login,
  },
  {
    // Node listens at every address where it is told none.
    framework: /@modelcontextprotocol\//,
    needs: /StreamableHTTPServerTransport|SSEServerTransport/,
    pattern:
      /(?<![\w.])(?:this\.)?\w{1,40}\.listen\(\s?([A-Za-z_][\w.]{0,60}|\d{2,5})\s?(?:\)|,\s?(?:\(\)|function\b|async\b|\(\w{1,20}\)))/g,
    key: 'open-port',
    handler: login,
  },
  {
    framework: /"github\.com\/(?:mark3labs\/mcp-go|modelcontextprotocol\/go-sdk)\//,
    needs: /\bNew(?:StreamableHTTP|SSE)(?:Server|Handler)\b/,
    pattern: new RegExp(String.raw`(?:\.(?:Start|ListenAndServe)\(\s?|\bAddr:\s{1,10})"(${everywhere}?:\d{1,5})"`, 'g'),
    key: 'open-server',
    handler: login,
  },
  {
    framework: /\bModelContextProtocol\b/,
    needs: /\bMapMcp\(/,
    pattern: /["'](http:\/\/(?:0\.0\.0\.0|\[::\]|\*|\+)(?::\d{1,5})?)\/?["']/g,
    key: 'open-server',
    handler: login,
  },
];

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
        ? /\w+/.exec(text.slice(...keySpan))![0]
        : undefined;
    settings.push({
      anchor: `${anchor}|${key}=${token}`,
      key,
      keyAt: { uri, span: keySpan },
      value: literalAt(name === undefined ? token : `${name}=${token}`, { uri, span }),
    });
  };
  for (const { framework, needs, pattern, key, asks, handler, within } of rows) {
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
