// Which steps of a workflow start an AI agent, and with which flags. Names of actions and flags are those of the actions'
// own metadata and of the command line tools' help.
import { textOf, type Entry } from '../value.ts';
import { commandsOf } from '../script-lines.ts';
import type { WorkflowStep } from '../workflow.ts';
import type { Place } from '../../text/text.ts';
import { tableOf } from '../../table.ts';

export interface AgentStep {
  readonly agent: 'claude' | 'codex' | 'gemini' | 'copilot' | 'other';
  /** `action` checks who started the run, `base` and `command` do not. */
  readonly how: 'action' | 'base' | 'command';
  /** As people call it: `claude-code-action`, `codex`. */
  readonly name: string;
  /** Texts that hold its flags: an input of the action, or the line that starts the tool. */
  readonly flags: readonly { readonly text: string; readonly at: Place; readonly entry?: Entry }[];
}

const actions = tableOf<readonly [AgentStep['agent'], AgentStep['how'], readonly string[]]>({
  'anthropics/claude-code-action': ['claude', 'action', ['claude_args', 'allowed_tools', 'settings']],
  'anthropics/claude-code-base-action': ['claude', 'base', ['claude_args', 'allowed_tools', 'settings']],
  'openai/codex-action': ['codex', 'action', ['codex-args']],
  'google-github-actions/run-gemini-cli': ['gemini', 'base', ['settings']],
  'google-gemini/gemini-cli-action': ['gemini', 'base', ['settings_json']],
});

/** A tool where a command begins: at the start of a line, behind `;`, `&&`, `|` or `$(`, behind variables and a few wrappers. */
const tool =
  /(?:^|[;&|(]\s*)(?:[A-Za-z_]\w*=\S*\s+)*(?:(?:sudo|timeout\s+\S+|xargs|time)\s+)?(?:npx\s+(?:-y\s+|--yes\s+)?(?:@anthropic-ai\/claude-code|@openai\/codex|@google\/gemini-cli|@github\/copilot)(?:@[\w.-]+)?|claude|codex|gemini|copilot|qwen|auggie|(?:opencode|goose|crush)\s+run|droid\s+exec|(?:q|kiro-cli)\s+chat|cursor-agent|aider|amp)(?=\s)/;
const agentOfTool: readonly (readonly [RegExp, AgentStep['agent']])[] = [
  [/claude/, 'claude'],
  [/codex/, 'codex'],
  [/gemini/, 'gemini'],
  [/copilot/, 'copilot'],
];
/** Words after a tool's name that start it on a task. */
const verbs: ReadonlySet<string> = new Set(['run', 'exec', 'chat']);
/** Words after a tool's name that only manage it. */
const management = /^\s*(?:--version|-v|--help|-h|mcp|config|update|install|login|auth|plugin|doctor|completion|features|extensions)\b/;

/** The agent that a step starts; undefined for every other step. */
export function agentStep(step: WorkflowStep): AgentStep | undefined {
  const action = step.action;
  const known = action === undefined ? undefined : actions.get(action);
  // Without tools the model only answers; with GitHub's server it acts with a token.
  if (action === 'actions/ai-inference')
    return textOf(inputOf(step, 'enable-github-mcp')?.value) === 'true'
      ? { agent: 'other', how: 'base', name: 'ai-inference', flags: [] }
      : undefined;
  if (known) {
    const [agent, how, inputs] = known;
    const flags = step.inputs.flatMap((entry) => {
      const text = textOf(entry.value);
      return text !== undefined && inputs.includes(textOf(entry.key) ?? '') ? [{ text, at: entry.value.at, entry }] : [];
    });
    return { agent, how, name: action!.slice(action!.indexOf('/') + 1), flags };
  }
  if (step.run === undefined) return undefined;
  for (const line of commandsOf(step.lines)) {
    const found = tool.exec(line.text);
    if (!found || management.test(line.text.slice(found.index + found[0].length))) continue;
    const words = found[0].trim().split(/\s+/);
    const name = words.findLast((word) => !verbs.has(word))!;
    return {
      agent: agentOfTool.find(([pattern]) => pattern.test(name))?.[1] ?? 'other',
      how: 'command',
      name,
      flags: [{ text: line.text, at: line.at }],
    };
  }
  return undefined;
}

/** An input of a step by name. */
export function inputOf(step: WorkflowStep, name: string): Entry | undefined {
  return step.inputs.find((entry) => textOf(entry.key) === name);
}

/**
 * The place of a part of a flag text. In a literal block every line lies further right by the same indentation, which
 * its length gives away; where blank lines or folding hide it, the whole text is the place.
 */
export function partOf(flag: { readonly text: string; readonly at: Place }, index: number, length: number): Place {
  const [start, end] = flag.at.span;
  const text = flag.text.replace(/(?<!\n)\n+$/, '');
  const hidden = end - start - text.length;
  const at = (offset: number, shift: number): Place => ({
    uri: flag.at.uri,
    span: [start + offset + shift, start + offset + shift + length],
  });
  if (hidden === 0) return at(index, 0);
  const breaks = text.split('\n').length - 1;
  const oneLine = !text.slice(index, index + length).includes('\n');
  if (breaks === 0 || !oneLine || hidden < 0 || hidden % breaks !== 0 || text.includes('\n\n') || index + length > text.length)
    return flag.at;
  return at(index, (text.slice(0, index).split('\n').length - 1) * (hidden / breaks));
}
