// Which scripts and images are looked through for settings of agents that they write.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';

const mentionsSettings = mentioning(
  ...['.claude/', '.codex/', '.gemini/', '.cursor/', '.copilot/', '.qwen/', '.kiro/', '.amp/', 'goose/', 'opencode.json'],
  ...['mcp.json', 'mcp-config.json', 'mcp_config.json', 'managed-settings.json', 'claude_desktop_config.json', '.claude.json'],
);

/** A script or an image that names a file of an agent's settings. */
export const claimsWrittenSettings = (document: Document): boolean =>
  (document.format === 'shell' || document.format === 'dockerfile') && mentionsSettings(document);
