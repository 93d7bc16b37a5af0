// Names of the clients as their makers write them, for messages.
import type { AgentClient } from '../../server/engine/facts/agent.ts';

const titles: Partial<Readonly<Record<AgentClient, string>>> = {
  'claude-code': 'Claude Code',
  'claude-desktop': 'Claude Desktop',
  vscode: 'VS Code',
  copilot: 'Copilot',
  'copilot-cli': 'Copilot CLI',
  cursor: 'Cursor',
  codex: 'Codex',
  gemini: 'Gemini CLI',
  windsurf: 'Windsurf',
  zed: 'Zed',
  opencode: 'opencode',
  kiro: 'Kiro',
  roo: 'Roo Code',
  kilo: 'Kilo Code',
  cline: 'Cline',
  'amazon-q': 'Amazon Q',
  'gh-aw': 'the agentic workflow',
  antigravity: 'Antigravity',
  a2a: 'the agent',
  mcpb: 'the bundle',
  'mcp-registry': 'the registry entry',
  duo: 'GitLab Duo',
  continue: 'Continue',
  amp: 'Amp',
  factory: 'Droid',
  crush: 'Crush',
  augment: 'Auggie',
  qwen: 'Qwen Code',
  goose: 'Goose',
  aider: 'Aider',
  rovodev: 'Rovo Dev',
  junie: 'Junie',
  devcontainer: 'the development container',
  docker: 'the gateway',
};

export function clientTitle(client: AgentClient): string {
  return titles[client] ?? 'the client';
}
