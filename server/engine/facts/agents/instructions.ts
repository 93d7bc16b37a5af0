// Files that tell agents how to work here: `CLAUDE.md`, `AGENTS.md`, rules of editors. Prose is not understood; sought are a
// few sentences about identities that say so in plain words, line by line: a file of credentials to be read, a secret
// variable to be printed, prompts to be switched off. What a line forbids, or stands under a heading that does, is none.
import type { Document } from '../../document.ts';
import type { Place } from '../../text/text.ts';
import type { Agent, AgentClient, AgentSetting } from '../agent.ts';
import { literalAt } from '../made-values.ts';
import { bypassOption } from './bypass-options.ts';
import { noFacts, type Facts } from '../types.ts';

const clients: readonly (readonly [path: RegExp, client: AgentClient])[] = [
  [/(?:^|\/)CLAUDE(?:\.local)?\.md$/, 'claude-code'],
  [/(?:^|\/)GEMINI\.md$/, 'gemini'],
  [/(?:^|\/)\.github\/(?:copilot-instructions\.md|instructions\/[^/]+\.instructions\.md)$/, 'copilot'],
  [/(?:^|\/)(?:\.cursorrules|\.cursor\/rules\/(?:[^/]+\/){0,5}[^/]+\.mdc?)$/, 'cursor'],
  [/(?:^|\/)(?:\.windsurfrules|\.windsurf\/rules\/[^/]+\.md)$/, 'windsurf'],
  [/(?:^|\/)\.clinerules(?:$|\/[^/]+\.md$)/, 'cline'],
  [/(?:^|\/)(?:\.roorules|\.roo\/rules\/[^/]+\.md)$/, 'roo'],
  [/(?:^|\/)AGENTS(?:\.override)?\.md$/, 'unknown'],
];

/** The client that reads a file of instructions; `unknown` for a name that many read, undefined for another file. */
export function instructionClient(uri: string): AgentClient | undefined {
  return clients.find(([path]) => path.test(uri))?.[1];
}

/** What an instruction is about; the `key` of its setting. */
export type Instruction = 'credential-file' | 'secret-variable' | 'bypass-option' | 'without-asking';

/** One agent with an instruction a setting; no facts where a file holds none. */
export function readInstructions(document: Document, client: AgentClient): Facts {
  const facts = noFacts();
  const { uri, text } = document;
  const anchor = `agent|${uri}|instructions`;
  const settings: AgentSetting[] = [];
  let heading = false;
  let list = false;
  for (let start = 0; start < text.length;) {
    const found = text.indexOf('\n', start);
    const end = found < 0 ? text.length : found;
    const line = text.slice(start, Math.min(end, start + longest));
    // A heading is about all below it, a line that opens a list about the items of that.
    if (/^#{1,6}\s/.test(line)) [heading, list] = [isNegative(line), false];
    else if (/:[\s*]*$/.test(line)) list = isNegative(line);
    else if (/^\w/.test(line) && !/^\d{1,3}[.)]\s/.test(line)) list = false;
    if (!heading && !list) {
      for (const { key, from, to } of instructionsIn(line)) {
        const at: Place = { uri, span: [start + from, start + to] };
        const value = literalAt(line.slice(from, to), at);
        settings.push({ anchor: `${anchor}|${key}=${line.slice(from, to)}`, key, keyAt: at, value });
      }
    }
    start = end + 1;
  }
  if (settings.length === 0) return facts;
  const whole: Place = { uri, span: [0, text.length] };
  const head = settings[0]!.keyAt;
  const name = uri.slice(uri.lastIndexOf('/') + 1);
  const agent: Agent = {
    anchor,
    client,
    name,
    at: whole,
    head,
    servers: [],
    settings,
    carrier: { dialect: 'agent', kind: 'instructions', address: name, block: whole, head },
    personal: false,
    value: { kind: 'mapping', entries: [], complete: true, at: whole, token: whole, via: [], encoding: 'none', editable: false },
  };
  facts.agents.push(agent);
  return facts;
}

const longest = 2000;
const isNegative = (line: string): boolean =>
  /\b(?:never|don['’]?t|do not|must not|mustn['’]t|should not|shouldn['’]t|cannot|can['’]t|avoid|without|forbid(?:den)?|den(?:y|ied)|prohibit(?:ed)?|refuse|exclude[sd]?|ignore[sd]?|instead of|rather than|no longer|block(?:ed|s)?|protect(?:ed|s)?|sensitive|dangerous|off[- ]limits|redact)\b/i.test(
    line,
  );

const home = String.raw`(?:~|\$HOME|\$\{HOME\}|%USERPROFILE%|\/root|\/(?:home|Users)\/[\w.-]{1,60})[\\/]`;
const files = String.raw`\.ssh[\\/](?:id_\w{1,30}|[\w-]{1,60}\.pem)(?![\w-]|\.pub)|\.aws[\\/]credentials\b|\.kube[\\/]config\b|\.netrc\b|\.pypirc\b|\.npmrc\b|\.git-credentials\b|\.vault-token\b|\.docker[\\/]config\.json\b|\.config[\\/]gh[\\/]hosts\.yml\b|\.config[\\/]gcloud[\\/][\w./-]{1,80}|\.azure[\\/][\w./-]{1,80}`;
const handled =
  /\b(?:use|using|read|cat|copy|open|load|source|send|upload|print|include|export|get|take|fetch|scp|parse|share|attach|with|from|in)\b/i;
const credentialFile = new RegExp(String.raw`${home}(?:${files})`, 'g');
const printed =
  /(?:^|[\s\x60|;&(])(?:echo|printf|print|printenv|cat <<<)\s+(?:"%s(?:\\n)?"\s+)?["']?(\$\{?[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD|PASSWD|PAT|CREDENTIALS?)\}?|(?<=printenv\s)[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD))(?![\w:+-])(?!["']?\s*(?:\||>))/;
const unasked =
  /\b(?:never|don['’]?t|do not|no need to)\s+(?:ever\s+|(?:need|have) to\s+)?(?:ask|prompt|wait)\s+(?:me\s+|the user\s+|us\s+)?(?:for\s+)?(?:permission|confirmation|approval)\b|\b(?:skip|bypass|disable|turn off)\s+(?:all\s+|any\s+|the\s+)?(?:permission|confirmation|approval)\s+(?:prompts?|checks?|requests?)\b|\bauto-?approve\s+(?:everything|terminal|shell|(?:all|any|every)\s+(?:\w{1,20}\s+)?(?:tools?|commands?|actions?|edits?|operations?|calls?|permissions?|prompts?))\b/i;
/** What stands before such a sentence where it says the contrary: prompts are not to be skipped. */
const keepsAsking =
  /\b(?:never|not|cannot|(?:do|wo|ca|must|should)n?['’]?t)\s+(?:ever\s+)?(?:skip|bypass|disable|turn off|auto-?approve)\b/i;

/** An order to act, and that nobody is asked. With an article the word for an act is none: "no commit without approval". */
const acts =
  /(?<!\b(?:an?|any|each|every|no|the)\s)\b(?:run|execute|use|proceed|deploy|delete|push|apply|install|commit|edit|merge)\b[^.!?;]{0,80}?\bwithout\s+(?:asking|prompting|(?:any\s+|user\s+|further\s+|my\s+|explicit\s+)?(?:confirmation|approval|permission))\b/i;

/** Whether what stands before "without asking" says the contrary; without is itself one of the words that forbid. */
const isForbidden = (before: string): boolean => isNegative(before) || /\bno\b/i.test(before);

function* instructionsIn(line: string): Generator<{ readonly key: Instruction; readonly from: number; readonly to: number }> {
  const quiet = unasked.exec(line);
  if (quiet && !keepsAsking.test(line)) yield { key: 'without-asking', from: quiet.index, to: quiet.index + quiet[0].length };
  const freely = quiet ? null : acts.exec(line);
  if (freely && !isForbidden(line.slice(0, freely.index + freely[0].toLowerCase().lastIndexOf('without'))))
    yield { key: 'without-asking', from: freely.index, to: freely.index + freely[0].length };
  if (isNegative(line.replace(bypassOption, ''))) return;
  const bypass = bypassOption.exec(line);
  if (bypass) yield { key: 'bypass-option', from: bypass.index, to: bypass.index + bypass[0].length };
  for (const file of line.matchAll(credentialFile)) {
    if (handled.test(line.slice(Math.max(0, file.index - 80), file.index)))
      yield { key: 'credential-file', from: file.index, to: file.index + file[0].length };
  }
  const variable = printed.exec(line);
  if (variable) {
    const from = variable.index + variable[0].indexOf(variable[1]!);
    yield { key: 'secret-variable', from, to: from + variable[1]!.length };
  }
}
