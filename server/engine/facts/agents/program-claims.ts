// Which programs are looked through for agents that act on their own and MCP servers that answer everyone: by language,
// and the framework that they name.
import type { Document, Format } from '../../document.ts';

const languages: ReadonlySet<Format> = new Set(['python', 'javascript', 'typescript', 'go', 'java', 'kotlin', 'csharp', 'rust']);
const frameworks =
  /\b(?:langchain|llama_index|semantic_kernel|anthropic|autogen|crewai|smolagents|strands|claude[_-](?:agent|code)[_-]sdk|google\.adk|azure\.ai|agent_framework|(?:ag2|openai|agents|mcp|fastmcp|modelcontextprotocol|pydantic_ai)\b|mcp_)|@anthropic-ai\/|@mastra\/|["']ai["']|\bModelContextProtocol\b|\bMicrosoft\.(?:SemanticKernel|Extensions\.AI)\b|\borg\.springframework\.ai\b|\bdev\.langchain4j\b|\bio\.quarkiverse\.(?:mcp|langchain4j)\b|\bcom\.microsoft\.semantickernel\b|\brmcp\b|\blangchaingo\b|\bfirebase\/genkit\b|\brig(?:_core)?::/;
const telling =
  /[sS]hellTool|BashProcess|PythonREPLTool|PythonAstREPLTool|load_tools|allow_dangerous_|use_docker|LocalCommandLineCodeExecutor|code_execution_mode|unsafe_mode|require_?[aA]pproval|bypassPermissions|allowDangerouslySkipPermissions|additional_authorized_imports|allowed_?[tT]ools|UnsafeLocalCodeExecutor|never_require|BYPASS_TOOL_CONSENT|set_approval_mode|\bsubprocess\b|\b(?:exec|eval)\(|\bos\.(?:system|popen)\(|create_subprocess_shell|child_process|\bexeca\b|\bexec\.Command|\bProcessBuilder\b|\bgetRuntime\(\)|\bProcessStartInfo\b|\bProcess\.Start\(|\bCSharpScript\b|\bAddScript\(|\bCommand::new\(|0\.0\.0\.0|\[?::\]?["':]|\.(?:Start|ListenAndServe)\(|\bMapMcp\(|["'](?:npx|bunx|pnpx|uvx|pipx|docker|podman)["']/;

/** A program with a word of a setting that lets an agent act alone, and the name of a framework. */
export function claimsAgentProgram({ format, text }: Document): boolean {
  return languages.has(format) && frameworks.test(text) && telling.test(text);
}
