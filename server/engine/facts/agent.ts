// AI agents and the MCP servers they start, in one form for every client.
import type { Place } from '../text/text.ts';
import type { Entry, Leaf, Value } from './value.ts';
import type { Carrier } from './types.ts';

export type AgentClient =
  | 'claude-code'
  | 'claude-desktop'
  | 'vscode'
  | 'copilot'
  | 'copilot-cli'
  | 'cursor'
  | 'codex'
  | 'gemini'
  | 'windsurf'
  | 'zed'
  | 'opencode'
  | 'kiro'
  | 'roo'
  | 'kilo'
  | 'cline'
  | 'amazon-q'
  | 'gh-aw'
  | 'antigravity'
  | 'a2a'
  | 'mcpb'
  | 'mcp-registry'
  | 'duo'
  | 'continue'
  | 'amp'
  | 'factory'
  | 'crush'
  | 'augment'
  | 'qwen'
  | 'goose'
  | 'aider'
  | 'rovodev'
  | 'junie'
  | 'devcontainer'
  | 'agentcore'
  | 'langgraph'
  | 'docker'
  | 'program'
  | 'unknown';

/** What kind of agent file a fact was read from; the `carrier.kind` of an `Agent`. */
export type AgentFile =
  /** A file that lists MCP servers and little else. */
  | 'mcp'
  /** Permissions, modes, hooks, environment. */
  | 'settings'
  /** An agent, mode or sub-agent defined in front matter. */
  | 'definition'
  /** Text that tells agents how to work in a repository; its settings are the sentences about identities. */
  | 'instructions'
  /** A command, prompt or skill in front matter. */
  | 'command'
  /** A manifest that others install: plugin, bundle, registry entry, marketplace. */
  | 'manifest'
  /** An agentic workflow in Markdown. */
  | 'workflow'
  /** How an agent presents itself to other agents. */
  | 'card'
  /** A development container or a hosted agent's deployment. */
  | 'environment'
  /** Source of a program that makes agents. */
  | 'program'
  /** A script, image, unit or list of tasks that starts an agent; its settings are the options that switch questions off. */
  | 'start';

/** A reference inside a text that the client, the shell or the runner fills in: `${GITHUB_TOKEN}`, `${input:key}`, `{env:X}`. */
export interface ReferenceUse {
  /** The name that is referred to, without its notation. */
  readonly name: string;
  readonly kind: 'variable' | 'input' | 'user-config' | 'secret';
  /** Offsets in the text that holds it. */
  readonly start: number;
  readonly end: number;
  /** The text after `:-`, used when the variable is not set. */
  readonly fallback?: { readonly text: string; readonly start: number; readonly end: number };
}

/** A value that a server is given: an environment variable, a header, a flag, a part of its address. */
export interface ServerInput {
  readonly place: 'env' | 'header' | 'argument' | 'url';
  /** Variable, header, flag or query parameter; empty for a bare argument. */
  readonly name: string;
  /** The whole string that holds the value. */
  readonly leaf: Leaf;
  /** The value without flag, scheme (`Bearer `) and the rest of the string. Exact where the string has no escapes, else the whole string. */
  readonly at: Place;
  readonly text: string;
  /** True when `at` is the whole string, so that an edit may replace it. */
  readonly whole: boolean;
  readonly references: readonly ReferenceUse[];
  /** `credential`: a literal secret stands here. `default`: it stands behind `:-`. `reference`: it comes from elsewhere under a secret's name. */
  readonly holds: 'credential' | 'default' | 'reference' | 'plain';
  /** For `default`: the place of the secret behind `:-`. */
  readonly fallbackAt?: Place;
}

/** What a command really starts, after wrappers (`cmd /c`, `env K=V`, `op run --`) are taken off. */
export interface Launch {
  readonly runner: 'npm' | 'python' | 'deno' | 'dotnet' | 'container' | 'shell' | 'program';
  /** The program as written: `npx`, `uvx`, `docker`. */
  readonly program: string;
  /** Package or image as written, with its version; or the script that is fetched. */
  readonly target?: { readonly leaf: Leaf; readonly name: string; readonly version?: string };
  /** How the target is held: an exact version or digest, a moving one, a source revision, or nothing to hold (a local file). */
  readonly pin: 'exact' | 'moving' | 'source' | 'source-exact' | 'none';
  /** Options of the container runtime, before the image. */
  readonly runtimeArgs: readonly Leaf[];
  /** What the server itself is given. */
  readonly rest: readonly Leaf[];
}

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
  readonly inputs: readonly ServerInput[];
  readonly launch?: Launch;
  /** True when the client is told not to start it. */
  readonly disabled: boolean;
  /** The whole definition, for keys that one client has. */
  readonly value: Value;
}

/** One permission or mode of an agent. Items of a list are settings of their own under the list's key. */
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
  /** `kind` is an `AgentFile`. */
  readonly carrier: Carrier;
  /** True for a file of one person's home that is not meant to be shared. */
  readonly personal: boolean;
  /** The whole settings file as a value. */
  readonly value: Value;
}
