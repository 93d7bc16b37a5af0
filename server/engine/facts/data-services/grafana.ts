// Grafana that gives a role to whoever comes: to visitors who do not sign in, to people who sign up by themselves. In its own
// file (`grafana.ini`), in the environment of a container (`GF_…`), in the values of its chart. Which role is too much is for
// the rule.
import type { Document, Format } from '../../document.ts';
import { wordAt } from '../made-values.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import type { Facts } from '../types.ts';
import { onlyNamed } from '../polarity.ts';

/** The type of the carrier, by which the rule knows these facts. */
export const grafanaRole = 'grafana role';

/** Formats in which settings are lines: `GF_X=y`, `-e GF_X=y`, `ENV GF_X y`, sections of an ini file. */
const inLines: ReadonlySet<Format> = new Set(['ini', 'dotenv', 'dockerfile', 'shell', 'powershell', 'hcl', 'properties', 'text']);
const word = /\bauth\.anonymous\b|GF_AUTH_ANONYMOUS_ORG_ROLE|GF_USERS_AUTO_ASSIGN_ORG_ROLE|\bauto_assign_org_role\b/;

export function hasGrafanaSettings({ format, text }: Document): boolean {
  return (inLines.has(format) || format === 'yaml' || format === 'json') && word.test(text);
}

export const grafanaInLines = ({ format }: Document): boolean => inLines.has(format);

/** Settings by the section and key of the ini file, in lower case: `auth.anonymous.org_role`. The last one counts. */
type Settings = Map<string, Leaf>;

const variables = tableOf<string>({
  GF_AUTH_ANONYMOUS_ENABLED: 'auth.anonymous.enabled',
  GF_AUTH_ANONYMOUS_ORG_ROLE: 'auth.anonymous.org_role',
  GF_USERS_AUTO_ASSIGN_ORG_ROLE: 'users.auto_assign_org_role',
  GF_USERS_ALLOW_SIGN_UP: 'users.allow_sign_up',
});

/** Settings that stand line by line. `offset` is where the text begins in its document. */
export function readGrafanaLines(text: string, uri: string, offset: number, into: Facts): void {
  const settings: Settings = new Map();
  let section = '';
  for (const line of text.matchAll(/[^\r\n]{1,2000}/g)) {
    const header = /^\s*\[([\w.]{1,60})\]/.exec(line[0]);
    if (header) section = header[1]!.toLowerCase();
    const put = (key: string, value: string, at: number): void => {
      const start = offset + line.index + at;
      settings.set(key, wordAt(value, { uri, span: [start, start + value.length] }));
    };
    const own = /^\s*(enabled|org_role|auto_assign_org_role|allow_sign_up)\s{0,10}=\s{0,10}(\w{1,40})/d.exec(line[0]);
    if (own && section !== '') put(`${section}.${own[1]!}`, own[2]!, own.indices![2]![0]);
    if (/^\s*[#;]/.test(line[0])) continue;
    for (const given of line[0].matchAll(/\b(GF_[A-Z_]{1,60})(?:["']?\s{0,10}[:=]|[ \t])\s{0,10}["']?(\w{1,40})/dg)) {
      const key = variables.get(given[1]!);
      if (key !== undefined) put(key, given[2]!, given.indices![2]![0]);
    }
  }
  say(settings, into);
}

/** Settings in a tree of YAML or JSON: sections of a chart's values, the environment of a container, a file within a text. */
export function readGrafanaTree(value: Value, text: string, into: Facts): void {
  const { kind } = value;
  if (kind === 'scalar' || kind === 'partial') {
    const { at, encoding } = value;
    // A file that stands in a block of YAML: its lines are where they stand.
    if (encoding === 'yaml-block' && /\[(?:auth\.anonymous|users)\]/.test(kind === 'partial' ? value.pattern : String(value.value)))
      readGrafanaLines(text.slice(...at.span), at.uri, at.span[0], into);
    return;
  }
  if (kind === 'mapping') {
    say(settingsIn(value), into);
    for (const entry of value.entries) readGrafanaTree(entry.value, text, into);
  } else if (kind === 'list') {
    say(environmentIn(value.items), into);
    for (const item of value.items) readGrafanaTree(item, text, into);
  } else if (kind === 'choice') for (const option of value.options) readGrafanaTree(option, text, into);
}

function settingsIn(value: Mapping): Settings {
  const found: Settings = new Map();
  for (const [section, keys] of [
    ['auth.anonymous', ['enabled', 'org_role']],
    ['users', ['auto_assign_org_role', 'allow_sign_up']],
  ] as const)
    for (const key of keys) {
      const leaf = leavesOf(entryOf(entryOf(value, section)?.value, key)?.value)[0];
      if (leaf) found.set(`${section}.${key}`, leaf);
    }
  for (const { key, value: given } of value.entries) {
    const name = variables.get(textOf(key) ?? '');
    const leaf = leavesOf(given)[0];
    if (name !== undefined && leaf) found.set(name, leaf);
  }
  return found;
}

/** `- GF_X=y` of compose files, `- name: GF_X` with its value of Kubernetes and ECS. */
function environmentIn(items: readonly Value[]): Settings {
  const found: Settings = new Map();
  for (const item of items) {
    const pair = item.kind === 'scalar' ? /^(GF_[A-Z_]{1,60})=(.{0,60})$/.exec(String(item.value)) : null;
    const name = variables.get(pair?.[1] ?? textOf(entryOf(item, 'name')?.value) ?? '');
    if (name === undefined) continue;
    const written = itemsOf(entryOf(item, 'value')?.value)[0];
    if (pair && item.kind === 'scalar') {
      const { uri, span } = item.at;
      const exact = span[1] - span[0] === pair[0].length;
      found.set(name, wordAt(pair[2]!.trim(), exact ? { uri, span: [span[1] - pair[2]!.length, span[1]] } : item.at));
    } else if (written?.kind === 'scalar') found.set(name, written);
  }
  return found;
}

const isOn = (leaf: Leaf | undefined): boolean => /^(?:true|1|yes|on)$/i.test(textOf(leaf) ?? '');

function say(settings: Settings, into: Facts): void {
  const visitor = settings.get('auth.anonymous.org_role');
  if (visitor && isOn(settings.get('auth.anonymous.enabled'))) push(visitor, 'whoever opens it', into);
  const newcomer = settings.get('users.auto_assign_org_role');
  if (newcomer && isOn(settings.get('users.allow_sign_up'))) push(newcomer, 'whoever signs up', into);
}

function push(role: Leaf, to: string, into: Facts): void {
  const { uri } = role.at;
  const before = into.grants.length;
  into.grants.push({
    // Several may stand in one file, one a service; each counts, whatever its role, so that no repair renames the others.
    anchor: `grafana|${uri}|${to}${before === 0 ? '' : `#${before + 1}`}`,
    platform: 'saas',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [{ kind: 'any', id: wordAt(to, role.at) }],
    entitlement: role,
    actions: [],
    scope: [{ level: 'org', id: role }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'source', kind: grafanaRole, address: 'grafana', block: role.at, head: role.at },
    enabled: 'yes',
  });
}
