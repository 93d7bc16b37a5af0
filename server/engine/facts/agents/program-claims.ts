// Which programs are looked through for agents that act on their own and MCP servers that answer everyone: those that name a
// framework of their language. The reader looks for what they do.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';

const script =
  /["'](?:@?anthropic|@?openai|@?langchain|@mastra\/|@ai-sdk\/|ai["']|agents["'/]|llamaindex|@modelcontextprotocol\/|@github\/copilot-sdk|deepagents)|[mM]cp|claude-(?:agent|code)-sdk/;
const jvm = /\borg\.springframework\.ai\b|\bdev\.langchain4j\b|\bio\.quarkiverse\.|\bsemantickernel\b|modelcontextprotocol/;

/** What crews, teams of AutoGen Studio and requests to a model say of their agents in files. */
const components =
  /\bcode_execution_mode\b|LocalCommandLineCodeExecutor|"require_approval"|"execution_service\.kernel_mode"|AUTOGEN_USE_DOCKER|BYPASS_TOOL_CONSENT/;
const variables = /AUTOGEN_USE_DOCKER|BYPASS_TOOL_CONSENT|EXECUTE_LOCAL_COMMANDS|"require_approval"/;

const frameworks: ReadonlyMap<Format, RegExp> = new Map([
  [
    'python',
    /\b(?:from|import)[ \t]{1,4}(?:[\w.]{0,40}(?:mcp|MCP)|langchain|llama_index|semantic_kernel|anthropic|autogen|ag2\b|crewai|smolagents|strands|claude_|google\.adk|google\.genai|azure\.ai|agent_framework|openai|agents\b|pydantic_ai|agno|phi\.|haystack|camel\.|agentscope|interpreter\b|deepagents|copilot|codex)|BYPASS_TOOL_CONSENT|AUTOGEN_USE_DOCKER/,
  ],
  ['javascript', script],
  ['typescript', script],
  ['go', /[mM]cp|langchaingo|copilot-sdk|firebase\/genkit|anthropic|openai/],
  ['java', jvm],
  ['kotlin', jvm],
  ['csharp', /\bModelContextProtocol\b|\b(?:Microsoft\.(?:SemanticKernel|Extensions\.AI|Agents\.AI)|GitHub\.Copilot)\b/],
  ['rust', /mcp|\brig(?:_core)?::/],
  ['json', components],
  ['yaml', components],
  ['toml', components],
  ['dotenv', variables],
  ['dockerfile', variables],
  ['shell', variables],
]);

/** Of each framework a word; how its language imports it is asked where one is met. */
const mentionsFramework = mentioning(
  ...['mcp', 'modelcontextprotocol', 'anthropic', 'openai', 'langchain', 'llamaindex', 'llama_index', 'semantickernel', 'semantic_kernel'],
  ...['@mastra/', '@ai-sdk/', '"ai"', "'ai'", 'agents', 'copilot-sdk', 'claude-', 'claude_'],
  ...['autogen', 'ag2', 'crewai', 'smolagents', 'strands', 'google.adk', 'google.genai', 'azure.ai', 'agent_framework', 'pydantic_ai'],
  ...['agno', 'phi.tools', 'haystack', 'camel.', 'agentscope', 'interpreter', 'deepagents', 'copilot', 'autogen_use_docker'],
  ...[
    'code_execution_mode',
    'localcommandlinecodeexecutor',
    'require_approval',
    'execution_service.',
    'bypass_tool_consent',
    'execute_local_commands',
  ],
  ...[
    'bypass_tool_consent',
    'springframework.ai',
    'io.quarkiverse.',
    'microsoft.extensions.ai',
    'microsoft.agents.ai',
    'firebase/genkit',
    'rig::',
    'rig_core::',
  ],
);

/** A program that names a framework of agents, or of MCP servers. */
export const claimsAgentProgram = (document: Document): boolean =>
  mentionsFramework(document) && frameworks.get(document.format)?.test(document.text) === true;
