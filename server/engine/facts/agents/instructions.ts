// Files that tell agents how to work here: `CLAUDE.md`, `AGENTS.md`, rules of editors. Prose is not understood; sought are a
// few sentences about identities that say so in plain words, line by line: a file of credentials to be read, a secret
// variable to be printed, prompts to be switched off, more rights to be taken. What a line forbids, or stands under a
// heading that does, is none.
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
export type Instruction = 'credential-file' | 'secret-variable' | 'environment' | 'bypass-option' | 'without-asking' | 'more-rights';

/** One agent with an instruction a setting, read from an offset of the text; no facts where a file holds none. */
export function readInstructions(document: Document, client: AgentClient, from = 0): Facts {
  const facts = noFacts();
  const { uri, text } = document;
  const anchor = `agent|${uri}|instructions`;
  const settings: AgentSetting[] = [];
  let heading = false;
  let list = false;
  // What is to be looked for stands below such a line in the words of an order.
  let soughtBelow = false;
  let soughtInList = false;
  for (let start = from; start < text.length;) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next;
    const line = text.slice(start, Math.min(end, start + longest));
    // A heading is about all below it, a line that opens a list about the items of that.
    if (/^#{1,6}\s/.test(line)) [heading, list, soughtBelow, soughtInList] = [isNegative(line), false, looksFor.test(line), false];
    else if (/:[\s*]*$/.test(line)) [list, soughtInList] = [isNegative(line), looksFor.test(line)];
    else if (/^\w/.test(line) && !/^\d{1,3}[.)]\s/.test(line)) [list, soughtInList] = [false, false];
    if (!heading && !list) {
      for (const found of instructionsIn(line, soughtBelow || soughtInList)) {
        const at: Place = { uri, span: [start + found.from, start + found.to] };
        const words = line.slice(found.from, found.to);
        settings.push({ anchor: `${anchor}|${found.key}=${words}`, key: found.key, keyAt: at, value: literalAt(words, at) });
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
/** A variable with a secret that a command prints: its first group. What is piped or written elsewhere is none. */
export const printedSecret =
  /(?:^|[\s\x60|;&(])(?:echo|printf|print|printenv|cat <<<)\s+(?:"%s(?:\\n)?"\s+)?["']?(\$\{?[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD|PASSWD|PAT|CREDENTIALS?)\}?|(?<=printenv\s)[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD))(?![\w:+-])(?!["']?\s*(?:\||>))/;
/** A variable with a secret that is to be shown, in words. */
const shown =
  /\b(?:print|show|output|display|log|reveal|paste|report|dump|include|echo)\s+(?:me\s+)?(?:the\s+)?(?:values?|contents?)\s+of\s+[\x60"']?(\$\{?[A-Z][A-Z0-9_]{0,60}(?:TOKEN|SECRET|KEY|PASSWORD|PASSWD|PAT|CREDENTIALS?)\}?)(?![\w:+-])/i;
/** The whole environment, printed; `env` is also a key, a block and a function, which are used and called. */
const environment =
  /\b(?:(?:use|call)\s+(?:the\s+)?(?:command\s+)?(?!\x60env\x60)|(?:run|execute|start with)\s+(?:the\s+)?(?:command\s+)?)\x60((?:printenv|env|export -p)(?:\s*\|\s*(?:sort|less|cat|tee\b[^\x60]{0,60}))?)\x60/i;
const unasked =
  /\b(?:never|don['’]?t|do not|no need to)\s+(?:ever\s+|(?:need|have) to\s+)?(?:ask|prompt|wait)\s+(?:me\s+|the user\s+|us\s+)?(?:for\s+)?(?:permission|confirmation|approval)\b|\b(?:skip|bypass|disable|turn off)\s+(?:all\s+|any\s+|the\s+)?(?:permission|confirmation|approval)\s+(?:prompts?|checks?|requests?)\b|\bauto-?approve\s+(?:everything|terminal|shell|(?:all|any|every)\s+(?:\w{1,20}\s+)?(?:tools?|commands?|actions?|edits?|operations?|calls?|permissions?|prompts?))\b/i;
/** What stands before such a sentence where it says the contrary: prompts are not to be skipped. */
const keepsAsking =
  /\b(?:never|not|cannot|(?:do|wo|ca|must|should)n?['’]?t)\s+(?:ever\s+)?(?:skip|bypass|disable|turn off|auto-?approve)\b/i;

/** An order to act, and that nobody is asked. With an article the word for an act is none: "no commit without approval". */
const acts =
  /(?<!\b(?:an?|any|each|every|no|the)\s)\b(?:run|execute|use|proceed|deploy|delete|push|apply|install|commit|edit|merge|work|call|act|continue)\b[^.!?;]{0,80}?\bwithout\s+(?:asking|prompting|(?:any\s+|user\s+|further\s+|my\s+|explicit\s+)?(?:confirmation|approval|permission))\b/i;

const oneOf = (...sentences: readonly string[]): RegExp => new RegExp(sentences.join('|'), 'i');
/** Orders to take more rights than were given: those of root, those that lists and sandboxes withhold, all for others. */
const moreRights = oneOf(
  String.raw`\b(?:run|execute|prefix|start)\s+(?:all|any|every|each)\b[^.!?;]{0,40}\b(?:as\s+(?:root|(?:the\s+)?(?:root\s+user|administrator))\b(?!\s+(?:of|dir|directory|folder|path|module|package))|(?:with|using|through)\s+\x60?sudo)\b`,
  String.raw`\buse\s+\x60?sudo\x60?\s+(?:for|with|on|before)\s+(?:all|any|every|each)\b`,
  String.raw`\b(?:escalate|elevate)\s+(?:to\s+root|(?:your\s+|its\s+|the\s+)?(?:privileges?|permissions?|rights))\b`,
  String.raw`\x60sudo\s+(?:su|-i|-s|bash|sh)\b[^\x60]{0,40}\x60`,
  String.raw`\b(?:ignore|bypass|circumvent|evade|disregard|(?:work|get)\s+around)\s+(?:all\s+|any\s+|the\s+|its\s+|your\s+|these\s+){0,2}(?:deny\s?-?lists?|denied\s+tools|allow\s?-?lists?|permission\s+(?:rules|system|settings|restrictions|lists?)|sandbox(?:ing)?(?:\s+restrictions)?|tool\s+restrictions|guard\s?rails|(?:security|safety)\s+(?:rules|restrictions|polic(?:y|ies)|checks|hooks|controls|guidelines))\b`,
  String.raw`\b(?:disable|turn\s+off|switch\s+off|deactivate)\s+(?:all\s+|any\s+|the\s+|every\s+)?(?:authentication|authorization|security\s+(?:checks?|features?|controls?|hooks?|scans?|warnings?|measures)|(?:tls|ssl|certificate)\s+(?:verification|validation|checks?)|secret\s+scan(?:s|ning)|sandbox(?:ing)?(?!\s+(?:mode|account|environment|keys?|payments?)\b))\b`,
  String.raw`\b(?:spawn|create|launch|start|run)\s+(?:any\s+|new\s+|more\s+|additional\s+|as\s+many\s+)?(?:sub-?)?agents?\s+with\s+(?:full|all|unrestricted|unlimited|elevated|admin(?:istrator)?)\s+(?:permissions?|access|privileges?|tools?|rights)\b`,
  String.raw`\b(?:give|grant)\s+(?:all\s+|every\s+|any\s+|the\s+|your\s+|each\s+)?(?:sub-?)?agents?\s+(?:full|all|unrestricted|unlimited|every)\s+(?:\w{1,20}\s+)?(?:permissions?|access|privileges?|tools?|rights)\b`,
  String.raw`\bdelegate\s+(?:\w{1,20}\s+){0,4}to\s+any\s+(?:other\s+|available\s+)?(?:sub-?)?agents?\b`,
  String.raw`\b(?:merge|push|deploy|release)\b[^.!?;]{0,60}\bwithout\s+(?:(?:any|a|an?other|code|human|peer|waiting\s+for(?:\s+an?)?)\s+){0,3}reviews?\b`,
  String.raw`\b(?:skip|bypass)\s+(?:all\s+|any\s+|the\s+)?(?:code|pull[- ]request|PR|human|peer)\s+reviews?\b(?!\s+(?:if|for|when|where|unless|of)\b)`,
  String.raw`\bapprove\s+(?:and\s+merge\s+)?your\s+own\s+(?:pull\s+requests?|PRs?|changes|merge\s+requests?)\b`,
  String.raw`\b(?:add|append|write|install|echo)\b[^.!?;]{0,80}(?:~|\$HOME)\/\.ssh\/authorized_keys\b`,
);

/** What an option or a mode does is explained behind its name: `- \`--yes\`: run without asking`. */
const explains =
  /^\s*(?:[-*+|]\s+)?\*{0,2}(?:\x60[^\x60]{1,80}\x60|-{1,2}[a-z][\w-]{0,40})(?:[ ,/|*]{1,4}(?:\x60[^\x60]{1,80}\x60|-{1,2}\w[\w-]{0,40}|<\w{1,40}>)){0,4}\*{0,2}\s*[:|—–(=-]/;

/** What nobody is to be asked about, where it is named; and words for what is more than one small thing. */
const about = /^\s+(?:to|for|before|when|once)\s+([^.;!?]{1,200})/;
const matters =
  /\b(?:commands?|shell|terminal|tools?|run(?:ning)?|execut\w+|delet\w+|remov\w+|push\w*|deploy\w*|merg\w+|install\w*|publish\w*|edit\w*|chang\w+|any\w*|all|every\w*|each|things?|actions?|operations?)\b/i;

const check = String.raw`(?:(?:the|all|your|any|our|unit|integration|local|full)\s+){0,3}(?:tests?(?:\s+(?:suites?|commands?))?|lint(?:ers?|ing)?|type[- ]?check(?:s|ers?|ing)?|formatt(?:ers?|ing)|\x60(?:npm|pnpm|yarn|bun|make|just|cargo|go|dotnet|mvn|\./gradlew|uv|poetry)\s+(?:run\s+)?(?:test|lint|fmt|format|check|typecheck|vet|clippy|pytest|ruff)\b[^\x60;&|$]{0,60}\x60|\x60(?:pytest|ruff|eslint|vitest|jest|tsc|mypy|rspec)\b[^\x60;&|$]{0,60}\x60)`;
/** Tests, linters and the like, and nothing beside them: what every client lets run first. */
const checksAlone = new RegExp(
  String.raw`^\s*(?:run(?:ning)?|execut(?:e|ing))\s+${check}(?:(?:,\s?|,?\s+(?:and|or)\s+)${check}){0,4}\s*$`,
  'i',
);

/** Whether only one small thing is not asked about, "do not ask for permission for minor cleanups", or what only checks the code. */
function isSmall(behind: string): boolean {
  const object = about.exec(behind)?.[1];
  return object !== undefined && (!matters.test(object) || checksAlone.test(object));
}

/** The verb of an order that names a command behind it. */
const opensShell = /\b(?:run|use|open|start|execute|enter|get|become|switch)\b[^.!?;,\x60]{0,60}$/i;

/** What stands before such an order where it is none; that something is denied or blocked is often the reason for one. */
const withholds = /\b(?:never|not|cannot|avoid|no|without|forbid(?:den)?|prohibit(?:ed)?|refuse|rather than|instead of)\b|n['’]?t\b/i;

/** Words that make of what follows something to find, to ask for or to tell of. */
const looksFor =
  /\b(?:look(?:ing|s)?\s+(?:for|at)|watch|check(?:s|list|ing)?|flag(?:s|ged)?|detect\w*|identif\w+|finds?|findings?|report|review\w*|audit\w*|scan|search|inspect|warn|alert|prevent|reject|ask|request|approval|attack\w*|vulnerab\w+|threats?|risks?|malicious|weakness\w*|anti-?patterns?|examples?|attempts?|whether|could|might|that|which|who)\b/i;
/** Words that may stand before the verb of an order. */
const leading = new Set(
  'please always then also just simply first now instead immediately you we the claude assistant agent agents and or can may must should shall will are is be have need free allowed able sure to feel remember make'.split(
    ' ',
  ),
);
const condition = /^[^\w]*(?:if|when|whenever|where|for|on|once|in|before|after|until|unless|to)\b/i;

/** Whether a verb is an order where this stands before it: at the beginning of its sentence, or behind what a sentence begins an order with. */
function isOrder(before: string): boolean {
  const sentence = before.split(/[.!?;|)](?:\s|$)/).at(-1)!;
  if (/\bthen\s*$/i.test(sentence) && !looksFor.test(sentence)) return true;
  const comma = sentence.lastIndexOf(',');
  if (comma >= 0 && !condition.test(sentence)) return false;
  const rest = sentence.slice(comma + 1);
  if (looksFor.test(rest)) return false;
  const words = rest.slice(rest.lastIndexOf(':') + 1).match(/[\w’']+/g) ?? [];
  return words.every((word) => leading.has(word.toLowerCase())) || /^(?:and|then)$/i.test(words.at(-1)!);
}

/** Whether what stands before "without asking" says the contrary; without is itself one of the words that forbid. */
const isForbidden = (before: string): boolean => isNegative(before) || /\bno\b/i.test(before);

/** The instructions of a line; where things are sought, only those that no reviewer would be told to look for. */
function* instructionsIn(
  line: string,
  sought: boolean,
): Generator<{ readonly key: Instruction; readonly from: number; readonly to: number }> {
  const explained = explains.test(line);
  const quiet = explained ? null : unasked.exec(line);
  if (quiet && !keepsAsking.test(line) && !isSmall(line.slice(quiet.index + quiet[0].length)))
    yield { key: 'without-asking', from: quiet.index, to: quiet.index + quiet[0].length };
  const freely = quiet || explained ? null : acts.exec(line);
  if (
    freely &&
    !checksAlone.test(freely[0].slice(0, freely[0].toLowerCase().lastIndexOf('without'))) &&
    !isForbidden(line.slice(0, freely.index + freely[0].toLowerCase().lastIndexOf('without'))) &&
    isOrder(line.slice(0, freely.index))
  )
    yield { key: 'without-asking', from: freely.index, to: freely.index + freely[0].length };
  const wider = sought ? null : moreRights.exec(line);
  const ahead = line.slice(0, wider?.index ?? 0);
  if (wider && !withholds.test(ahead) && isOrder(wider[0].startsWith('`') ? ahead.replace(opensShell, '') : ahead))
    yield { key: 'more-rights', from: wider.index, to: wider.index + wider[0].length };
  if (isNegative(line.replace(bypassOption, ''))) return;
  const bypass = bypassOption.exec(line);
  if (bypass) yield { key: 'bypass-option', from: bypass.index, to: bypass.index + bypass[0].length };
  for (const file of line.matchAll(credentialFile)) {
    if (handled.test(line.slice(Math.max(0, file.index - 80), file.index)))
      yield { key: 'credential-file', from: file.index, to: file.index + file[0].length };
  }
  const whole = sought ? null : environment.exec(line);
  if (whole && isOrder(line.slice(0, whole.index))) {
    const from = whole.index + whole[0].indexOf('`') + 1;
    yield { key: 'environment', from, to: from + whole[1]!.length };
  }
  const inWords = sought ? null : shown.exec(line);
  const variable = printedSecret.exec(line) ?? (inWords && isOrder(line.slice(0, inWords.index)) ? inWords : null);
  if (variable) {
    const from = variable.index + variable[0].indexOf(variable[1]!);
    yield { key: 'secret-variable', from, to: from + variable[1]!.length };
  }
}
