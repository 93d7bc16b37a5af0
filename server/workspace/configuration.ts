// What `.posture/config.yaml` says, and what several of them come to for one file. Pure: text in, configuration and
// mistakes out; reading the files is for configuration-files.ts. The same keys stand in schemas/configuration.schema.json.
import { isAlias, isMap, isScalar, isSeq, parseDocument, visit, type Node, type Pair } from 'yaml';
import ignore, { type Ignore } from 'ignore';
import { currentEdition } from '../engine/edition.ts';
import { severities, type Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';
import { defaultSettings, type Settings } from '../engine/settings.ts';
import { conflictMarker, markersLeft, splitBom, type Span } from '../engine/text/text.ts';
import { looksRandom } from '../engine/secrets/randomness.ts';

const profiles = ['default', 'strict', 'audit'] as const satisfies readonly Profile[];

export type RuleSetting = { readonly severity: Severity } | { readonly off: string } | { readonly on: true };

export interface IgnoredPath {
  /** A pattern as in `.gitignore`, relative to the folder that holds `.posture`. */
  readonly path: string;
  readonly reason: string;
}

export interface Configuration {
  /** True where nothing above is inherited. */
  readonly root: boolean;
  readonly profile?: Profile;
  /** The pinned edition of the rules. */
  readonly edition?: number;
  readonly rules: Readonly<Record<string, RuleSetting>>;
  /** Where each rule is named, so that one that does not exist can be pointed at. */
  readonly rulePlaces: Readonly<Record<string, Span>>;
  readonly ignore: readonly IgnoredPath[];
}

export interface Mistake {
  readonly span: Span;
  readonly message: string;
}

/** One configuration and the folder that it governs. */
export interface Layer {
  /** Uri of the configuration file, for messages. */
  readonly file: string;
  /** The folder that holds `.posture`, without a slash at its end; empty at the root. */
  readonly folder: string;
  readonly configuration: Configuration;
}

const empty: Configuration = { root: false, rules: {}, rulePlaces: {}, ignore: [] };

/**
 * Keys that belong to other parts of the program, which read them from the same file. Their values are not looked at here.
 */
const keysOfOthers = new Set(['version', 'team']);

/** Reads a configuration. Every mistake is returned with its span; what is right around it is kept. Never throws. */
export function parseConfiguration(rawText: string): { configuration: Configuration; mistakes: Mistake[] } {
  const { text } = splitBom(rawText);
  const mistakes: Mistake[] = [];
  // The parser's places may lie past the end of a text that breaks off.
  const held = (start: number, end: number): Span => [Math.min(start, text.length), Math.min(Math.max(start, end), text.length)];
  const at = (node: unknown): Span => {
    const range = (node as Node | undefined)?.range;
    return range ? held(range[0], range[1]) : held(0, 1);
  };
  const mistake = (node: unknown, message: string): undefined => {
    mistakes.push({ span: at(node), message });
    return undefined;
  };

  const marker = conflictMarker(text);
  if (marker) return { configuration: empty, mistakes: [{ span: marker, message: markersLeft }] };
  let document;
  try {
    document = parseDocument(text, { uniqueKeys: true, merge: false, prettyErrors: false });
  } catch (error) {
    return { configuration: empty, mistakes: [{ span: [0, 0], message: `this is not YAML: ${withoutContent((error as Error).message)}` }] };
  }
  for (const problem of document.errors)
    mistakes.push({ span: held(problem.pos[0], problem.pos[1]), message: withoutContent(problem.message) });
  if (mistakes.length > 0) return { configuration: empty, mistakes };
  let refused = false;
  visit(document, {
    Node(_, node) {
      if (isAlias(node) || ('anchor' in node && node.anchor)) {
        refused = true;
        mistake(node, 'anchors and aliases are not allowed here: write the value out');
        return visit.BREAK;
      }
      return undefined;
    },
  });
  const top = document.contents;
  if (refused || top === null || (isScalar(top) && top.value === null)) return { configuration: empty, mistakes };
  if (!isMap(top)) {
    mistake(top, 'a configuration is a mapping: profile, rules, ignore');
    return { configuration: empty, mistakes };
  }

  let root = false;
  let profile: Profile | undefined;
  let edition: number | undefined;
  const rules: Record<string, RuleSetting> = {};
  const rulePlaces: Record<string, Span> = {};
  const ignored: IgnoredPath[] = [];

  for (const { key, value } of top.items as Pair<Node, Node | null>[]) {
    const name = isScalar(key) ? String(key.value) : '';
    if (name === 'root') root = booleanOf(value) ?? (mistake(value ?? key, '"root" is true or false'), false);
    else if (name === 'profile') profile = choiceOf(value, profiles) ?? mistake(value ?? key, `"profile" is one of ${profiles.join(', ')}`);
    else if (name === 'edition')
      edition =
        editionOf(value) ??
        mistake(value ?? key, `"edition" is a whole number from 1 to ${currentEdition}; a newer posture may know later ones`);
    else if (name === 'rules') readRules(key, value);
    else if (name === 'ignore') readIgnored(key, value);
    else if (!keysOfOthers.has(name))
      mistake(key, `there is no key ${shown(name, 'of that name')} here; there are root, profile, edition, rules, ignore, team`);
  }
  return { configuration: { root, profile, ...(edition === undefined ? {} : { edition }), rules, rulePlaces, ignore: ignored }, mistakes };

  function readRules(key: Node, value: Node | null): void {
    if (!isMap(value))
      return void mistake(value ?? key, '"rules" is a mapping from rule ids to what they shall be: high, on, or {off: reason}');
    for (const { key: ruleKey, value: setting } of value.items as Pair<Node, Node | null>[]) {
      const id = isScalar(ruleKey) ? String(ruleKey.value) : '';
      if (!/^[a-z0-9]+\/[a-z0-9-]+$/.test(id)) {
        mistake(ruleKey, `${shown(id, 'this')} is not a rule id; one looks like aws/wildcard-action`);
        continue;
      }
      const read = ruleSetting(ruleKey, setting);
      if (!read) continue;
      rules[id] = read;
      rulePlaces[id] = at(ruleKey);
    }
  }

  function ruleSetting(key: Node, value: Node | null): RuleSetting | undefined {
    const severity = choiceOf(value, severities);
    if (severity) return { severity };
    if (isScalar(value) && (value.value === 'on' || value.value === true)) return { on: true };
    if (isScalar(value) && (value.value === 'off' || value.value === false))
      return mistake(value, 'a rule is turned off with a reason: {off: why it does not apply here}');
    if (isMap(value)) {
      const { items } = value as { items: Pair<Node, Node | null>[] };
      const only = items.length === 1 ? items[0] : undefined;
      const name = only && isScalar(only.key) ? only.key.value : undefined;
      if (only && name === 'off') {
        const reason = textOf(only.value);
        return reason ? { off: reason } : mistake(only.value ?? only.key, '"off" needs a reason: {off: why it does not apply here}');
      }
      if (only && name === 'severity') {
        const named = choiceOf(only.value, severities);
        return named ? { severity: named } : mistake(only.value ?? only.key, `a severity is one of ${severities.join(', ')}`);
      }
    }
    return mistake(value ?? key, `a rule is set to a severity (${severities.join(', ')}), to on, or to {off: reason}`);
  }

  function readIgnored(key: Node, value: Node | null): void {
    if (!isSeq(value)) return void mistake(value ?? key, '"ignore" is a list of {path: pattern, reason: why}');
    for (const item of value.items as (Node | null)[]) {
      if (!isMap(item)) {
        mistake(item ?? value, 'an ignored path is {path: pattern, reason: why}');
        continue;
      }
      const path = textOf(item.get('path', true) as Node | undefined);
      const reason = textOf(item.get('reason', true) as Node | undefined);
      for (const { key: entryKey } of item.items as Pair<Node, Node | null>[]) {
        const name = isScalar(entryKey) ? String(entryKey.value) : '';
        if (name !== 'path' && name !== 'reason')
          mistake(entryKey, `there is no key ${shown(name, 'of that name')} here; there are path and reason`);
      }
      if (!path) mistake(item, 'an ignored path needs "path", a pattern as in .gitignore');
      else if (path.startsWith('!')) mistake(item.get('path', true), 'a pattern here cannot take back another one');
      else if (!reason) mistake(item, `${shown(path, 'an ignored path')} needs a reason`);
      else ignored.push({ path, reason });
    }
  }
}

/** A word of the file, where it can be nothing but a word: a file that was named by mistake may hold anything. */
function shown(word: string, otherwise: string): string {
  return /^[a-z]{1,14}(?:[/_.*-]{1,2}[a-z]{0,14}){0,5}$|^[A-Za-z]{1,14}$/.test(word) && !looksRandom(word) ? `"${word}"` : otherwise;
}

/** What the parser says, without the text that some of its messages quote at their end. */
function withoutContent(message: string): string {
  return message
    .split('\n')[0]!
    .replace(/:\s.*$/, '')
    .replace(/"[^"]*"/g, 'a word');
}

function textOf(node: Node | null | undefined): string | undefined {
  return isScalar(node) && typeof node.value === 'string' && node.value.trim() !== '' ? node.value.trim() : undefined;
}

function booleanOf(node: Node | null): boolean | undefined {
  return isScalar(node) && typeof node.value === 'boolean' ? node.value : undefined;
}

function editionOf(node: Node | null): number | undefined {
  const value = isScalar(node) ? node.value : undefined;
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= currentEdition ? value : undefined;
}

function choiceOf<T extends string>(node: Node | null, choices: readonly T[]): T | undefined {
  return isScalar(node) ? choices.find((choice) => choice === node.value) : undefined;
}

/** What the front decides over every configuration: `--profile`, `--rule`, an editor's setting. */
export interface Overrides {
  readonly profile?: Profile;
  readonly edition?: number;
  readonly only?: readonly string[];
}

/** Settings for a file under these layers, the outermost first. The nearest that says something about a thing decides it. */
export function settingsOf(layers: readonly Layer[], overrides: Overrides = {}): Settings {
  let profile = defaultSettings.profile;
  let edition: number | undefined;
  const bySetting = new Map<string, RuleSetting>();
  for (const { configuration } of fromRoot(layers)) {
    profile = configuration.profile ?? profile;
    edition = configuration.edition ?? edition;
    for (const [id, setting] of Object.entries(configuration.rules)) bySetting.set(id, setting);
  }
  const severityOf: Record<string, Severity> = {};
  const off: Record<string, string> = {};
  const on: string[] = [];
  for (const [id, setting] of bySetting) {
    if ('off' in setting) off[id] = setting.off;
    else on.push(id);
    if ('severity' in setting) severityOf[id] = setting.severity;
  }
  const pinned = overrides.edition ?? edition;
  return {
    profile: overrides.profile ?? profile,
    ...(pinned === undefined ? {} : { edition: pinned }),
    severities: severityOf,
    off,
    on,
    ...(overrides.only ? { only: overrides.only } : {}),
  };
}

/** The layers from the last one that says `root: true`. */
export function fromRoot(layers: readonly Layer[]): readonly Layer[] {
  for (let i = layers.length - 1; i >= 0; i--) if (layers[i]!.configuration.root) return layers.slice(i);
  return layers;
}

/** Looks whether a path is ignored, and by what. Patterns are compiled once a layer. */
export function createIgnoreTest(): (layers: readonly Layer[], uri: string) => (IgnoredPath & { readonly file: string }) | undefined {
  const compiled = new WeakMap<IgnoredPath, Ignore>();
  const rulesFor = (entry: IgnoredPath): Ignore => {
    let rules = compiled.get(entry);
    if (!rules) compiled.set(entry, (rules = ignore({ allowRelativePaths: true }).add(entry.path)));
    return rules;
  };
  return (layers, uri) => {
    for (const { folder, file, configuration } of fromRoot(layers)) {
      const path = folder === '' ? uri : uri.startsWith(`${folder}/`) ? uri.slice(folder.length + 1) : undefined;
      if (path === undefined || path === '') continue;
      const entry = configuration.ignore.find((one) => rulesFor(one).ignores(path));
      if (entry) return { ...entry, file };
    }
    return undefined;
  };
}
