// The options by which command line agents are started with their questions switched off, from their help and references,
// read in 2026-11: Claude Code, Codex, Gemini CLI, Qwen Code, Copilot CLI, Amazon Q and Kiro, Cursor, Amp, Droid, Crush,
// Kilo Code and Aider.
import type { Document } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import type { AgentClient } from '../agent.ts';
import { tableOf } from '../../table.ts';

/** What an option leaves of the questions: none, none but a sandbox stays, or none before edits. */
export type Unasked = 'everything' | 'sandboxed' | 'edits' | 'servers';

export interface AgentTool {
  readonly client: AgentClient;
  /** Words of which one has to stand behind the name, where the tool does other things too. */
  readonly verbs?: readonly string[];
  /** An option with its value behind one blank, where it takes one. */
  readonly options: ReadonlyMap<string, Unasked>;
}

const every = (...options: readonly string[]) => options.map((option): readonly [string, Unasked] => [option, 'everything']);
const gemini = every('--yolo', '-y', '--approval-mode yolo');
const chat = { verbs: ['chat'], options: new Map(every('--trust-all-tools', '-a')) };
const claude: AgentTool = {
  client: 'claude-code',
  options: new Map(every('--dangerously-skip-permissions', '--permission-mode bypassPermissions')),
};
const codex: AgentTool = {
  client: 'codex',
  options: new Map<string, Unasked>([
    ...every('--dangerously-bypass-approvals-and-sandbox', '--yolo', '--sandbox danger-full-access', '-s danger-full-access'),
    ['--full-auto', 'sandboxed'],
  ]),
};
const geminiCli: AgentTool = { client: 'gemini', options: new Map(gemini) };
const copilot: AgentTool = { client: 'copilot-cli', options: new Map(every('--allow-all-tools', '--allow-all', '--yolo')) };

/** Tools by the name of their program, or of the package that a runner fetches. */
export const agentTools: ReadonlyMap<string, AgentTool> = tableOf<AgentTool>({
  claude,
  '@anthropic-ai/claude-code': claude,
  codex,
  '@openai/codex': codex,
  gemini: geminiCli,
  '@google/gemini-cli': geminiCli,
  qwen: { client: 'qwen', options: new Map(gemini) },
  copilot,
  '@github/copilot': copilot,
  q: { client: 'amazon-q', ...chat },
  'kiro-cli': { client: 'kiro', ...chat },
  'cursor-agent': {
    client: 'cursor',
    options: new Map<string, Unasked>([...every('--force', '-f', '--yolo'), ['--approve-mcps', 'servers']]),
  },
  amp: { client: 'amp', options: new Map(every('--dangerously-allow-all')) },
  droid: { client: 'factory', verbs: ['exec'], options: new Map(every('--skip-permissions-unsafe')) },
  crush: { client: 'crush', options: new Map(every('--yolo', '-y')) },
  kilocode: { client: 'kilo', options: new Map(every('--yolo')) },
  aider: { client: 'aider', options: new Map<string, Unasked>([['--yes-always', 'edits']]) },
});

/** Options that one client alone has: what stands by itself in a list of arguments says whose it is. */
export const ownOptions: ReadonlyMap<string, AgentTool> = new Map(
  [...agentTools.values()].flatMap((tool) =>
    [...tool.options.keys()].flatMap((option) =>
      /^--(?:dangerously|skip-permissions)-[\w-]+$/.test(option) ? [[option, tool] as const] : [],
    ),
  ),
);

/** Options that other programs have for something else. */
const common = new Set(['--force', '--allow-all']);
const saidAlone = [...new Set([...agentTools.values()].flatMap((tool) => [...tool.options]))]
  .filter(([option, leaves]) => leaves === 'everything' && option.startsWith('--') && !common.has(option))
  .map(([option]) => option.replace(' ', `[ =]['"]?`));

/** An option that says in any text, whichever tool takes it, that nothing is asked; the first group. */
export const bypassOption = new RegExp(String.raw`(?<![\w-])(${[...new Set(saidAlone)].join('|')})(?![\w-])`, 'i');

const mentionsBypass = mentioning(
  ...['--dangerously-', '--yolo', '--full-auto', '--allow-all', '--trust-all-tools', '--force', '--approve-mcps'],
  ...['--skip-permissions-unsafe', '--yes-always', '--permission-mode', '--approval-mode', '--sandbox'],
  ...['gemini', 'qwen', 'crush', 'cursor-agent', 'q chat', 'kiro-cli chat', 'codex'],
);
const bypass =
  /--(?:dangerously-|yolo|full-auto|allow-all|trust-all-tools|force|approve-mcps|skip-permissions-unsafe|yes-always|permission-mode|approval-mode|sandbox)|(?:gemini|qwen|crush|cursor-agent|q chat|kiro-cli chat|codex)[^\n]{0,200}\s-[yfas]\b/;

/** Whether a text has a word that has to stand there for any of this. */
export const tellsOfBypass = (document: Document): boolean => mentionsBypass(document) && bypass.test(document.text);
