// Which programs are looked through for agents that act on their own and MCP servers that answer everyone: those that name a
// framework of their language. The reader looks for what they do.
import type { Document, Format } from '../../document.ts';

const script =
  /["'](?:@?anthropic|@?openai|@?langchain|@mastra\/|@ai-sdk\/|ai["']|agents["'/]|llamaindex|@modelcontextprotocol\/|@github\/copilot-sdk)|[mM]cp|claude-(?:agent|code)-sdk/;
const jvm = /\borg\.springframework\.ai\b|\bdev\.langchain4j\b|\bio\.quarkiverse\.|\bsemantickernel\b|modelcontextprotocol/;

const frameworks: ReadonlyMap<Format, RegExp> = new Map([
  [
    'python',
    /\b(?:from|import)[ \t]{1,4}(?:[\w.]{0,40}(?:mcp|MCP)|langchain|llama_index|semantic_kernel|anthropic|autogen|ag2\b|crewai|smolagents|strands|claude_|google\.adk|google\.genai|azure\.ai|agent_framework|openai|agents\b|pydantic_ai)|BYPASS_TOOL_CONSENT/,
  ],
  ['javascript', script],
  ['typescript', script],
  ['go', /[mM]cp|langchaingo|firebase\/genkit|anthropic|openai/],
  ['java', jvm],
  ['kotlin', jvm],
  ['csharp', /\bModelContextProtocol\b|\bMicrosoft\.(?:SemanticKernel|Extensions\.AI)\b/],
  ['rust', /mcp|\brig(?:_core)?::/],
]);

/** A program that names a framework of agents, or of MCP servers. */
export const claimsAgentProgram = ({ format, text }: Document): boolean => frameworks.get(format)?.test(text) === true;
