// What frameworks of agents call the tools and settings by which an agent runs commands or code, reaches every file or acts
// without being asked, and the addresses at which a server of MCP answers everyone. Rows, in the order in which they are reported.

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

export interface ProgramRow {
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
/** A login that may only read, or a person who is asked. */
const readsAlone = /\bHuman(?:Approval|InTheLoop)|read[_\s-]?only|mode=ro\b/gi;
/** Deep Agents and LangChain's graphs stop before a tool that is named. */
const interrupted = /\bHuman(?:Approval|InTheLoop)\w{0,30}\(|\binterrupt_(?:on|before)\s?=/g;
const everywhere = String.raw`(?:0\.0\.0\.0|\[?::\]?)`;

// From the references of the frameworks, read in 2026-11: LangChain's community and experimental tools, AutoGen's and AG2's
// code execution, CrewAI's agents, smolagents, the shell and MCP tools of OpenAI's Agents SDK, the SDK of Claude Code,
// Microsoft's Agent Framework, Google's ADK, Strands' tools, which ask until they are told not to, Azure's agents; LlamaIndex,
// Agno, CAMEL, AgentScope, Open Interpreter, Mastra, Deep Agents, the SDKs of Codex and Copilot; the servers of the MCP SDKs.
export const programRows: readonly ProgramRow[] = [
  {
    framework: /langchain/,
    pattern:
      /(?<!class\s)\b(ShellTool|BashProcess|PythonREPLTool|PythonAstREPLTool|PythonREPL|PALChain|LLMBashChain)(?:\.from_\w{1,30})?\s?\(/g,
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
    handler: readsAlone,
  },
  {
    framework: /langchain/,
    pattern: /(?<!class\s)\b(create_sql_agent)\((?=[^()]{0,300}\bdb\s?=)/g,
    key: 'any-statement',
    handler: readsAlone,
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
  {
    // Of LangChain in JavaScript.
    framework: /langchain/,
    pattern: /\bnew (SqlToolkit|SqlDatabaseChain)\(/g,
    key: 'any-statement',
    handler: readsAlone,
  },
  { framework: /langchain/, pattern: /(?<!class\s)\b(HostExecutionPolicy)\s?\(/g, key: 'runs-on-host', handler: interrupted },
  { framework: /\bdeepagents\b/, pattern: /(?<!class\s)\b(LocalShellBackend)\s?\(/g, key: 'runs-on-host', handler: interrupted },
  {
    // Paths stay below the folder where they are virtual.
    framework: /\bdeepagents\b/,
    pattern: /\bFilesystemBackend\((?![^()]{0,300}\bvirtual_mode\s?=\s?True)[^()]{0,200}?\broot_dir\s?=\s?(["'](?:\/|~)["'])/g,
    key: 'any-file',
    handler: interrupted,
  },
  {
    framework: /\bllama_index\b/,
    pattern: /(?<!class\s)\b(CodeInterpreterToolSpec)\s?\(/g,
    key: 'runs-shell',
    handler: approval,
  },
  {
    framework: /\bllama_index\b/,
    pattern: /(?<!class\s)\b(PandasQueryEngine|PolarsQueryEngine)\s?\(/g,
    key: 'runs-on-host',
  },
  {
    framework: /\bllama_index\b/,
    pattern: /(?<!class\s)\b(NLSQLTableQueryEngine|SQLTableRetrieverQueryEngine|NLSQLRetriever|DatabaseToolSpec)\s?\(/g,
    key: 'any-statement',
    handler: readsAlone,
  },
  {
    framework: /\b(?:agno|phi)\.tools\b/,
    pattern: /(?<!class\s)\b(ShellTools|PythonTools)\s?\(/g,
    key: 'runs-shell',
    asks: /\brequires_confirmation_tools\s?=\s?\[\s{0,40}["']|\b(?:include|exclude)_tools\s?=/,
    handler: approval,
  },
  {
    framework: /\b(?:agno|phi)\.tools\b/,
    pattern: /(?<!class\s)\b(SQLTools|PostgresTools)\s?\(/g,
    key: 'any-statement',
    asks: /\brequires_confirmation_tools\s?=\s?\[\s{0,40}["']|\b(?:include|exclude)_tools\s?=|\brun_(?:sql_)?query\s?=\s?False\b/,
    handler: readsAlone,
  },
  { framework: /\bcamel\./, pattern: /\bTerminalToolkit\([^()]{0,300}?\bsafe_mode\s?=\s?(False)\b/g, key: 'runs-shell' },
  {
    framework: /\bcamel\./,
    pattern: /\bCodeExecutionToolkit\((?![^()]{0,300}\brequire_confirm\s?=\s?True)[^()]{0,300}?\bsandbox\s?=\s?["'](subprocess)["']/g,
    key: 'runs-on-host',
  },
  { framework: /\bcamel\./, pattern: /\bunsafe_mode\s?=\s?(True)\b/g, key: 'runs-on-host' },
  {
    framework: /\bagentscope\b/,
    pattern: /\bregister_tool_function\(\s{0,40}(execute_python_code|execute_shell_command)\b/g,
    key: 'runs-shell',
  },
  { framework: /\bfrom interpreter import\b/, pattern: /\binterpreter\.auto_run\s?=\s?(True)\b/g, key: 'runs-shell' },
  {
    framework: /@mastra\//,
    pattern: /\bnew (LocalSandbox)\(/g,
    key: 'runs-on-host',
    asks: /\bisolation:\s?(?!["']none)/,
    handler: /\brequireApproval\b/g,
  },
  { framework: /\bautogen|\bag2\b/, pattern: /\buse_docker["']?\s?[:=]\s?(False)\b/g, key: 'runs-on-host' },
  {
    framework: /AUTOGEN_USE_DOCKER/,
    pattern: /\bAUTOGEN_USE_DOCKER["']?\]?(?:\s?[=:,]\s?|\s)["']?(false|0|no|off)\b/gi,
    key: 'runs-on-host',
  },
  { framework: /\bautogen/, pattern: /(?<!class\s)\b(LocalCommandLineCodeExecutor)\s?\(/g, key: 'runs-on-host' },
  {
    // The name of a component in a team of AutoGen Studio.
    framework: /"provider":/,
    pattern: /"provider":\s?"((?:[\w.]{1,80}\.)?LocalCommandLineCodeExecutor)"/g,
    key: 'runs-on-host',
  },
  { framework: /"execution_service\./, pattern: /"execution_service\.kernel_mode":\s?"(local)"/g, key: 'runs-on-host' },
  { framework: /EXECUTE_LOCAL_COMMANDS/, pattern: /^[ \t]{0,20}EXECUTE_LOCAL_COMMANDS\s?=\s?["']?(true)\b/gim, key: 'runs-shell' },
  { framework: /\bcode_execution_mode\b/, pattern: /\bcode_execution_mode["']?\s?[=:]\s?["']?(unsafe)\b/g, key: 'runs-on-host' },
  {
    // Reads alone until it is told otherwise.
    framework: /\bcrewai/,
    pattern: /\bNL2SQLTool\([^()]{0,300}?\ballow_dml\s?=\s?(True)\b/g,
    key: 'any-statement',
  },
  { framework: /\bcrewai/, pattern: /\bunsafe_mode\s?=\s?(True)\b/g, key: 'runs-on-host' },
  {
    framework: /\bsmolagents\b/,
    // Its own interpreter keeps to the modules that are named; these start programs.
    pattern:
      /(?:\b(?:additional_)?authorized_imports\s?=|\bLocalPythonExecutor\(\s{0,40}(?:additional_authorized_imports\s?=)?)\s?(?:\[[^\]]{0,300}?)?["'](\*|os|subprocess|shutil|pty)["']/g,
    key: 'runs-on-host',
    handler: /\bexecutor_type\s?=\s?(?!["']local)/g,
  },
  {
    framework: /\b(?:openai|agents)\b|"server_label"/,
    pattern: /["']?\brequire_?[aA]pproval["']?\s?[:=]\s?["'](never)["']/g,
    key: 'tools-unasked',
  },
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
  {
    framework: /\bagent_framework\b/,
    pattern: /\b(?:Hosted|MCP)\w{0,30}Tool\([^()]{0,300}?\bapproval_mode\s?=\s?["'](never_require)["']/g,
    key: 'tools-unasked',
  },
  {
    framework: /\bMicrosoft\.(?:Extensions|Agents)\.AI\b/,
    pattern: /\bHostedMcpServerToolApprovalMode\.(NeverRequire)\b(?!Specific)/g,
    key: 'tools-unasked',
  },
  {
    framework: /\bcodex/,
    pattern: /\bsandbox_?[mM]ode["']?\s?[:=]\s?["'](danger-full-access)["']/g,
    key: 'no-permissions',
  },
  {
    framework: /copilot/i,
    pattern: /\bon_?[pP]ermission_?[rR]equest["']?\s?[:=]\s?(?:\w{1,30}\.){0,2}(approve_?[aA]ll|ApproveAll)\b/gi,
    key: 'no-permissions',
  },
  {
    framework: /\bgoogle\.adk\b/,
    pattern: /\bwrite_mode\s?=\s?(?:\w{1,40}\.)?WriteMode\.(ALLOWED)\b/g,
    key: 'any-statement',
  },
  { framework: /\bgoogle\.adk\b/, pattern: /(?<!class\s)\b(UnsafeLocalCodeExecutor)\s?\(/g, key: 'runs-on-host' },
  { framework: /BYPASS_TOOL_CONSENT/, pattern: /\bBYPASS_TOOL_CONSENT["']?\]?(?:\s?[=:,]\s?|\s)["']?(true)\b/gi, key: 'tools-unasked' },
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
