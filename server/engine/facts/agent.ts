// AI agents and the MCP servers they start, in one form for every client.
import type { Place } from '../text/text.ts';
import type { Entry, Leaf, Value } from './value.ts';
import type { Carrier } from './types.ts';

export type AgentClient =
  | 'claude-code' | 'claude-desktop' | 'vscode' | 'copilot' | 'copilot-cli' | 'cursor' | 'codex' | 'gemini' | 'windsurf' | 'zed' | 'opencode'
  | 'kiro' | 'roo' | 'kilo' | 'cline' | 'amazon-q' | 'gh-aw' | 'antigravity' | 'a2a' | 'mcpb' | 'mcp-registry' | 'duo' | 'continue' | 'unknown';

/** One MCP server as a client would start or reach it. */
export interface AgentServer {
  readonly anchor: string;
  readonly name: string;
  readonly client: AgentClient;
  readonly at: Place;
  /** The server's name token. */
  readonly head: Place;
  readonly command?: Leaf;
  readonly args: readonly Leaf[];
  readonly url?: Leaf;
  readonly env: readonly Entry[];
  readonly headers: readonly Entry[];
  /** The whole definition, for keys that one client has. */
  readonly value: Value;
}

/** One permission or mode of an agent. */
export interface AgentSetting {
  readonly anchor: string;
  /** Dotted path of the key: `permissions.defaultMode`, `sandbox_mode`. */
  readonly key: string;
  readonly keyAt: Place;
  readonly value: Value;
}

export interface Agent {
  readonly anchor: string;
  readonly client: AgentClient;
  readonly name: string;
  readonly at: Place;
  readonly head: Place;
  readonly servers: readonly AgentServer[];
  /** Every leaf setting of the file that is not a server definition. */
  readonly settings: readonly AgentSetting[];
  readonly carrier: Carrier;
  /** The whole settings file as a value. */
  readonly value: Value;
}
