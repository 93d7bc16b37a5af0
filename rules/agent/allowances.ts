// Everything that an agent's settings let it do without asking, in one form for every client's spelling: which tool, which
// command or path, where the item stands and how it is taken out again.
import type { Document } from '../../server/engine/document.ts';
import { removeEntry } from '../../server/engine/edit/printer.ts';
import type { Agent } from '../../server/engine/facts/agent.ts';
import { readPermissionRule } from '../../server/engine/facts/agents/commands.ts';
import { entryOf, itemsOf, textOf, valueAt, type List, type Mapping, type Value } from '../../server/engine/facts/value.ts';
import type { TextEdit } from '../../server/engine/fix.ts';
import type { Place } from '../../server/engine/text/text.ts';
import { withoutItem } from './edits.ts';
import { permissionSections, standingAllowances } from './opencode-permissions.ts';
import { tableOf } from '../../server/engine/table.ts';

export interface Allowance {
  readonly tool: 'shell' | 'read' | 'write' | 'other';
  /** The item as written. */
  readonly text: string;
  readonly at: Place;
  /** Dotted key of the list or mapping that holds it. */
  readonly key: string;
  /** The text in brackets, a path for files; undefined where the whole tool is allowed. */
  readonly specifier?: string;
  readonly command: string;
  readonly open: boolean;
  /** True for a pattern that is a regular expression. */
  readonly regex?: true;
  remove(document: Document): TextEdit | undefined;
}

const toolKinds = tableOf<Allowance['tool']>({
  Bash: 'shell',
  developer__shell: 'shell',
  PowerShell: 'shell',
  Shell: 'shell',
  shell: 'shell',
  run_shell_command: 'shell',
  ShellTool: 'shell',
  execute_bash: 'shell',
  bash: 'shell',
  Terminal: 'shell',
  execute: 'shell',
  runInTerminal: 'shell',
  'launch-process': 'shell',
  terminal: 'shell',
  Read: 'read',
  NotebookRead: 'read',
  Write: 'write',
  Edit: 'write',
  MultiEdit: 'write',
  NotebookEdit: 'write',
  write: 'write',
  fs_write: 'write',
  write_file: 'write',
  replace: 'write',
  edit: 'write',
});

/** Ten rules ask about the same allowances, of which a file may have tens of thousands. */
const known = new WeakMap<Agent, readonly Allowance[]>();

/** Allowances in the order of the text. */
export function allowancesOf(agent: Agent): readonly Allowance[] {
  const before = known.get(agent);
  if (before) return before;
  const allowances = readAllowances(agent);
  known.set(agent, allowances);
  return allowances;
}

function readAllowances(agent: Agent): readonly Allowance[] {
  const { value } = agent;
  switch (agent.client) {
    case 'claude-code':
      if (agent.carrier.kind === 'settings') return rulesIn(value, 'permissions', 'allow');
      return agent.carrier.kind === 'command' ? [...rulesIn(value, 'allowed-tools'), ...lineOf(value, 'allowed-tools')] : [];
    case 'cursor':
      return [...rulesIn(value, 'permissions', 'allow').map(withArguments), ...commandsIn(value, 'terminalAllowlist')];
    case 'gemini':
      return agent.carrier.kind === 'settings' ? [...rulesIn(value, 'tools', 'allowed'), ...rulesIn(value, 'allowedTools')] : [];
    case 'opencode':
      return permissionSections(value).flatMap(({ key, value: section }) => [
        ...patternsIn(section, key, 'bash', 'shell'),
        ...patternsIn(section, key, 'edit', 'write'),
        ...patternsIn(section, key, 'read', 'read'),
      ]);
    case 'vscode':
      return [...autoApprovals(value), ...editorLists.flatMap((key) => commandsIn(value, key))];
    case 'amazon-q':
    case 'kiro':
      return [
        ['toolsSettings', 'execute_bash', 'allowedCommands'],
        ['toolsSettings', 'shell', 'allowedCommands'],
      ].flatMap((keys) => commandsIn(value, ...keys).map((one) => ({ ...one, open: /\*/.test(one.text), regex: true as const })));
    case 'factory':
      return commandsIn(value, 'commandAllowlist');
    case 'crush':
      return rulesIn(value, 'permissions', 'allowed_tools');
    case 'qwen':
      return [...rulesIn(value, 'tools', 'allowed'), ...rulesIn(value, 'permissions', 'allow')];
    case 'continue':
      return agent.carrier.kind === 'settings' ? rulesIn(value, 'allow').map(everyTool) : [];
    case 'goose':
      return rulesIn(value, 'user', 'always_allow');
    case 'codex':
      return prefixRules(value);
    case 'junie':
      return allowedPrefixes(value, 'rules', 'executables', 'rules');
    case 'amp':
      return orderedRules(value, 'amp.permissions', (rule) => ({
        name: entryOf(rule, 'tool')?.value,
        allowed: textOf(valueAt(rule, 'action')) === 'allow',
        narrowed: entryOf(rule, 'matches') !== undefined && textOf(valueAt(rule, 'matches', 'cmd')) !== '*',
      }));
    case 'augment':
      return orderedRules(value, 'toolPermissions', (rule) => ({
        name: entryOf(rule, 'toolName')?.value,
        allowed: textOf(valueAt(rule, 'permission', 'type')) === 'allow',
        narrowed: entryOf(rule, 'shellInputRegex') !== undefined,
      }));
    case 'gh-aw':
      return commandsIn(value, 'tools', 'bash').map((one) => ({ ...one, ...commandOf(one.text) }));
    default:
      return [];
  }
}

/** Where extensions of VS Code and its forks keep commands that run alone. */
const editorLists = [
  'roo-cline.allowedCommands',
  'kilo-code.allowedCommands',
  'windsurf.cascadeCommandsAllowList',
  'kiroAgent.trustedCommands',
];

/** A star is every tool, the shell among them. */
const everyTool = (one: Allowance): Allowance => (/^\*+$/.test(one.text) ? { ...one, tool: 'shell', command: '', open: true } : one);

/** Junie's list of commands, each with what becomes of it. */
function allowedPrefixes(value: Value, ...keys: string[]): Allowance[] {
  const list = valueAt(value, ...keys);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((rule) => {
    const prefix = entryOf(rule, 'prefix')?.value;
    return prefix && textOf(prefix) !== '' && textOf(valueAt(rule, 'action')) === 'allow'
      ? commandItem(prefix, keys.join('.'), (document) => withoutItem(list, rule, document))
      : [];
  });
}

/** A command that is matched by its beginning. */
function commandItem(at: Value, key: string, remove: Allowance['remove']): Allowance[] {
  const text = textOf(at);
  return text === undefined ? [] : [{ tool: 'shell', text, at: at.at, key, specifier: text, command: text, open: true, remove }];
}

/** Codex' rules: words of which each may be a list of alternatives. One that says nothing of the decision allows. */
function prefixRules(value: Value): Allowance[] {
  return itemsOf(valueAt(value, 'prefix_rules')).flatMap((rule): Allowance[] => {
    const words = itemsOf(valueAt(rule, 'pattern')).map((word) => (word.kind === 'list' ? word.items : [word]));
    const decision = entryOf(rule, 'decision')?.value;
    if (words.length === 0 || (decision && textOf(decision) !== 'allow')) return [];
    const rest = words.slice(1).map((alternatives) => textOf(alternatives[0]));
    if (rest.includes(undefined)) return [];
    return words[0]!.flatMap((first) =>
      commandItem(first, 'prefix_rules', (document) => withoutCall(rule.at, document)).map((one) => ({
        ...one,
        command: [one.command, ...rest].join(' '),
      })),
    );
  });
}

/** A call of Starlark with its line, where it stands alone. Other alternatives of a rule go with it, and are asked about again. */
function withoutCall({ uri, span: [from, to] }: Place, { text }: Document): TextEdit {
  const alone = /(?:^|\n)[ \t]*$/.test(text.slice(Math.max(0, from - 200), from));
  const end = /^[ \t]*(?:\r?\n)?/.exec(text.slice(to, to + 200))![0].length;
  return { uri, span: [from, alone ? to + end : to], text: '' };
}

function itemsAt(value: Value, keys: readonly string[]): { list: List; item: Value; text: string }[] {
  const list = valueAt(value, ...keys);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const text = textOf(item);
    return text === undefined ? [] : [{ list, item, text }];
  });
}

function rulesIn(value: Value, ...keys: string[]): Allowance[] {
  return itemsAt(value, keys).map(({ list, item, text }) => ({
    ...readRule(text),
    at: item.at,
    key: keys.join('.'),
    remove: (document: Document) => withoutItem(list, item, document),
  }));
}

/** Cursor's `Shell(git)` names the first word of a command, whatever stands behind it. */
const withArguments = (one: Allowance): Allowance =>
  one.tool === 'shell' && /^[\w./-]+$/.test(one.specifier ?? '') ? { ...one, open: true } : one;

function readRule(text: string): Pick<Allowance, 'tool' | 'text' | 'specifier' | 'command' | 'open'> {
  const rule = readPermissionRule(text);
  return {
    tool: toolKinds.get(rule.tool) ?? 'other',
    text,
    ...(rule.specifier === undefined ? {} : { specifier: rule.specifier }),
    command: rule.command,
    open: rule.open,
  };
}

/** `allowed-tools: Bash(git status:*), Read` as one string. Items inside a string are not taken out one by one. */
function lineOf(value: Value, key: string): Allowance[] {
  const leaf = valueAt(value, key);
  const text = textOf(leaf);
  if (leaf?.kind !== 'scalar' || text === undefined) return [];
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length;
  return [...text.matchAll(/[A-Za-z_][\w-]*(?:\([^)]*(?:\)|$))?/g)].map((match) => ({
    ...readRule(match[0]),
    at: exact
      ? { uri: leaf.at.uri, span: [leaf.at.span[0] + match.index, leaf.at.span[0] + match.index + match[0].length] as const }
      : leaf.at,
    key,
    remove: () => (exact ? withoutWord(leaf.at, text, match.index, match[0].length) : undefined),
  }));
}

function withoutWord(at: Place, text: string, index: number, length: number): TextEdit | undefined {
  const before = /(?<![,\s])[,\s]*$/.exec(text.slice(0, index))![0].length;
  const after = /^[,\s]*/.exec(text.slice(index + length))![0].length;
  if (index - before === 0 && index + length + after === text.length) return undefined;
  const [start, end] = index - before === 0 ? [index, index + length + after] : [index - before, index + length];
  return { uri: at.uri, span: [at.span[0] + start, at.span[0] + end], text: '' };
}

const commandOf = (text: string) => {
  const { command, open } = readPermissionRule(`Bash(${text})`);
  return { command, open };
};

/** Lists of commands that are matched by their beginning. */
function commandsIn(value: Value, ...keys: string[]): Allowance[] {
  return itemsAt(value, keys).map(({ list, item, text }) => ({
    tool: 'shell' as const,
    text,
    at: item.at,
    key: keys.join('.'),
    specifier: text,
    command: text.replace(/(?:[:\s]\*+|(?<![*:\s])\*+)$/, ''),
    open: true,
    remove: (document: Document) => withoutItem(list, item, document),
  }));
}

/**
 * Amp's and Auggie's lists of rules, of which the first that fits decides: a rule for a whole tool, or for every tool, with
 * nothing that narrows it. What follows a rule for the same tool is never reached: a star behind one that asks for the
 * shell is for the other tools.
 */
function orderedRules(
  value: Value,
  key: string,
  read: (rule: Value) => { readonly name: Value | undefined; readonly allowed: boolean; readonly narrowed: boolean },
): Allowance[] {
  const list = valueAt(value, key);
  if (list?.kind !== 'list') return [];
  const decided = new Set<string>();
  return list.items.flatMap((item): Allowance[] => {
    const { name, allowed, narrowed } = read(item);
    const tool = textOf(name);
    if (!name || tool === undefined || narrowed || decided.has(tool) || decided.has('*')) return [];
    decided.add(tool);
    if (!allowed) return [];
    return [
      {
        tool: tool === '*' && ![...decided].some((one) => toolKinds.get(one) === 'shell') ? 'shell' : (toolKinds.get(tool) ?? 'other'),
        text: tool,
        at: name.at,
        key,
        command: '',
        open: true,
        remove: (document: Document) => withoutItem(list, item, document),
      },
    ];
  });
}

/** opencode: `{ "*": "ask", "git *": "allow" }`; the last match counts, and in the other order nothing is allowed. */
function patternsIn(value: Value, section: string, name: string, tool: Allowance['tool']): Allowance[] {
  const mapping = valueAt(value, name);
  if (mapping?.kind !== 'mapping') return [];
  return standingAllowances(mapping).flatMap((entry) => {
    const text = textOf(entry.key);
    return text === undefined
      ? []
      : [
          {
            tool,
            text,
            at: entry.key.at,
            key: `${section}.${name}`,
            specifier: text,
            ...commandOf(text),
            remove: (document: Document) => removeEntry(mapping, text, document),
          },
        ];
  });
}

function autoApprovals(value: Value): Allowance[] {
  const mapping = valueAt(value, 'chat.tools.terminal.autoApprove');
  if (mapping?.kind !== 'mapping') return [];
  return mapping.entries.flatMap((entry) => {
    const text = textOf(entry.key);
    const approved = textOf(entry.value) === 'true' || textOf(valueAt(entry.value, 'approve')) === 'true';
    if (text === undefined || !approved) return [];
    const regex = /^\/(.*)\/[a-z]*$/s.exec(text);
    // A regular expression is judged by the words it begins with; one that begins with anything else matches anything.
    const command = regex
      ? regex[1]!
          .replace(/^\^/, '')
          .replace(/\\b.*$|\(\?:?.*$|\$$/s, '')
          .replace(/\\(.)/g, '$1')
      : text;
    return [
      {
        tool: 'shell' as const,
        text,
        at: entry.key.at,
        key: 'chat.tools.terminal.autoApprove',
        specifier: text,
        command,
        open: true,
        ...(regex ? { regex: true as const } : {}),
        remove: (document: Document) => removeEntry(mapping, text, document),
      },
    ];
  });
}

/** The mapping that holds Claude Code's lists, for moving an item from one to another. */
export function permissionsOf(agent: Agent): Mapping | undefined {
  const permissions = entryOf(agent.value, 'permissions')?.value;
  return permissions?.kind === 'mapping' ? permissions : undefined;
}
