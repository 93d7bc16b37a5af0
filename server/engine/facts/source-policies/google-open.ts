// Calls of Google's client libraries that let everyone in: a bucket or an object made public, an access list or a binding with
// `allUsers`; and those that make an owner or an editor of whoever it is. Told by the name of the call and its literal arguments. Names: @google-cloud/storage, google-cloud-storage and
// google-cloud-bigquery of Python, cloud.google.com/go/iam and /storage, com.google.cloud.
import type { Document, Format } from '../../document.ts';
import { mentioning } from '../../mentions.ts';
import type { Place } from '../../text/text.ts';
import { memberPrincipal, pushGoogleBinding } from '../gcp/binding.ts';
import { literalAt, wordAt } from '../made-values.ts';
import type { Carrier, Facts, Scope } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Mapping, type Value } from '../value.ts';
import { codeOf } from './code-text.ts';
import { readLiteral } from './literal.ts';

const libraries = /google[.-]cloud|cloud\.google\.com\/go|firebase[-_]admin|google\.iam\.v1|googleapi(?:client|s)/;

const mentionsOpening = mentioning(
  'allUsers',
  'allAuthenticatedUsers',
  'makePublic',
  'make_public',
  '.grant_read',
  '.grant_write',
  '.grant_owner',
  'predefinedAcl',
  'predefined_acl',
  'roles/owner',
  'roles/editor',
);

/** Whether a program uses one of the libraries and has words of a call that opens something. */
export const hasGoogleOpening = (document: Document): boolean => mentionsOpening(document) && libraries.test(document.text);

interface Opening {
  readonly formats: ReadonlySet<Format>;
  /** Groups: `who` or `word` is underlined, `role` is what they may do. */
  readonly call: RegExp;
  /** The role where the call names none. */
  readonly role?: string;
}

const python: ReadonlySet<Format> = new Set(['python']);
const node: ReadonlySet<Format> = new Set(['javascript', 'typescript']);
const go: ReadonlySet<Format> = new Set(['go']);
const jvm: ReadonlySet<Format> = new Set(['java', 'kotlin']);

const openings: readonly Opening[] = [
  // Others have methods of this name for their own objects: those of storage take nothing, or options by name.
  {
    formats: python,
    call: /(?<!\b(?:self|cls|super\(\)))\.(?<word>make_public)\((?=\s{0,80}(?:\)|(?:recursive|future|client|timeout|retry|if_\w{1,60})\s{0,4}=))/g,
    role: 'READER',
  },
  { formats: node, call: /(?<!\b(?:this|super))\.(?<word>makePublic)\((?=\s{0,80}[){])/g, role: 'READER' },
  {
    formats: python,
    call: /acl\.(?<word>(?<who>all|all_authenticated)\(\)\.grant_(?<role>read|write|owner))\(\s{0,20}\)/g,
  },
  { formats: node, call: /\bacl\.(?<role>owners|readers|writers)\.(?<word>add(?<who>AllUsers|AllAuthenticatedUsers))\(/g },
  {
    formats: python,
    call: /\bAccessEntry\(\s{0,80}(?:role\s{0,4}=\s{0,4})?["'](?<role>\w{1,60})["']\s{0,4},\s{0,80}(?:entity_type\s{0,4}=\s{0,4})?["'](?:specialGroup|iamMember)["']\s{0,4},\s{0,80}(?:entity_id\s{0,4}=\s{0,4})?["'](?<who>allUsers|allAuthenticatedUsers)["']/g,
  },
  {
    formats: go,
    call: /\.Add\(\s{0,80}(?<word>iam\.(?<who>AllUsers|AllAuthenticatedUsers))\s{0,4},\s{0,80}(?:"(?<role>[\w./]{1,120})")?/g,
  },
  {
    formats: go,
    call: /\bBinding\{(?:[^{}"]{0,200}\bRole:\s{0,20}"(?<role>[\w./]{1,120})")?[^{}]{0,200}\bMembers:\s{0,20}\[\]string\{[^{}]{0,200}?(?<word>\biam\.(?<who>AllUsers|AllAuthenticatedUsers))\b/g,
  },
  {
    formats: go,
    call: /\.Set\(\s{0,80}[\w.]{1,80}(?:\(\))?\s{0,4},\s{0,80}(?<word>storage\.(?<who>AllUsers|AllAuthenticatedUsers))\s{0,4},\s{0,80}(?:storage\.Role(?<role>Reader|Writer|Owner)\b)?/g,
  },
  {
    formats: go,
    call: /\bEntity:\s{0,20}(?<word>storage\.(?<who>AllUsers|AllAuthenticatedUsers))\s{0,4},\s{0,80}(?:Role:\s{0,20}storage\.Role(?<role>Reader|Writer|Owner)\b)?/g,
  },
  {
    formats: jvm,
    call: /\.addIdentity\(\s{0,80}[^,;]{1,120},\s{0,80}(?<word>Identity\.(?<who>allUsers|allAuthenticatedUsers))\(\)/g,
  },
  {
    formats: jvm,
    call: /\bAcl\.of\(\s{0,80}(?:\w{1,40}\.){0,6}(?<word>User\.of(?<who>AllUsers|AllAuthenticatedUsers))\(\)\s{0,4},\s{0,80}(?:\w{1,40}\.){0,7}(?<role>READER|WRITER|OWNER)\b/g,
  },
  {
    formats: jvm,
    call: /\bsetRole\(\s{0,40}"(?<role>[\w./]{1,120})"\s{0,40}\)\s{0,80}\.(?:setMembers|addMembers)\(\s{0,40}(?:(?:\w{1,40}\.){1,6}\w{1,40}\(\s{0,40})?"(?<who>allUsers|allAuthenticatedUsers)"/g,
  },
  {
    formats: new Set([...python, ...node]),
    call: /\bpredefined_?[aA]cl["']?\s{0,4}[:=]\s{0,4}["'](?<word>publicRead(?:Write)?)["']/g,
    role: 'READER',
  },
];

/** Bindings that are put into a policy, up to the bracket that holds them. */
const bindings = /\bbindings(?:["']\])?!?\s{0,4}(?:\.\s{0,4}(?:append|push|add)\s{0,4}(?=\()|["']?\s{0,4}[:=]\s{0,4}(?=\[))/g;

/** An entry of an access list, up to its brace. */
const entries = /\bacl\.add\(\s{0,80}(?=\{)/g;

/** Pushes a binding for each such call. */
export function readGoogleOpenings(document: Document, into: Facts): void {
  const { text, uri, format } = document;
  const code = node.has(format) ? undefined : codeOf(text, format);
  const isCode = (at: number): boolean => (code === undefined ? !isCommented(text, at) : code[at] === text[at]);
  let index = 0;
  const push = (role: Value, members: Value, at: Place, level: Scope['level']): void => {
    index++;
    const address = `open[${index}]`;
    const carrier: Carrier = { dialect: 'source', kind: 'sdk call', address, block: at, head: at };
    pushGoogleBinding(into, {
      role,
      members,
      scope: { level, id: wordAt('\0', at) },
      carrier,
      anchor: `source|${uri}|google ${address}`,
      enabled: 'yes',
    });
  };
  for (const { formats, call, role } of openings) {
    if (!formats.has(format)) continue;
    for (const match of text.matchAll(call)) {
      if (!isCode(match.index)) continue;
      const { word, who, role: said } = match.groups!;
      const shown = word ?? who!;
      const start = match.index + match[0].lastIndexOf(shown);
      const at: Place = { uri, span: [start, start + shown.length] };
      const everyone = /authenticated/i.test(who ?? '') ? 'allAuthenticatedUsers' : 'allUsers';
      const given = role ?? (said && roleOfWord(said));
      push(given === undefined ? unknownRole(at) : wordAt(given, at), wordAt(everyone, at), at, 'resource');
    }
  }
  for (const match of node.has(format) ? text.matchAll(entries) : []) {
    const read = isCode(match.index) ? readLiteral(text, match.index + match[0].length, uri, false) : undefined;
    const entity = read?.kind === 'mapping' ? leavesOf(entryOf(read, 'entity')?.value).find(isEveryone) : undefined;
    if (entity) push(entryOf(read as Mapping, 'role')?.value ?? unknownRole(entity.at), entity, entity.at, 'resource');
  }
  if (!/set_?(?:iam_?)?policy/i.test(text)) return;
  const level = /resource[-_]?manager|ProjectsClient|projects\(\)\s{0,80}\.\s{0,80}setIamPolicy/i.test(text) ? 'project' : 'resource';
  let end = 0;
  for (const match of text.matchAll(bindings)) {
    const from = match.index + match[0].length;
    if (from < end || !isCode(from)) continue;
    const read = readLiteral(text, from, uri, false);
    end = read?.at.span[1] ?? from;
    for (const one of read?.kind === 'mapping' ? [read] : itemsOf(read))
      if (one.kind === 'mapping') pushMapping(one, document, (role, members, at) => push(role, members, at, level));
  }
}

const basicRole = /^roles\/(?:owner|editor)$/;

/** A binding as it is handed over, when it names everyone or gives a basic role: who else holds roles is said where roles are kept. */
function pushMapping(one: Mapping, { text, uri }: Document, push: (role: Value, members: Value, at: Place) => void): void {
  const members = entryOf(one, 'members')?.value;
  if (!members || entryOf(one, 'condition')) return;
  const everyone = leavesOf(members).find(isEveryone) ?? everyoneInSet(members, text, uri);
  const role = entryOf(one, 'role')?.value;
  if (everyone) push(role ?? unknownRole(everyone.at), everyone, everyone.at);
  else if (role && basicRole.test(textOf(role) ?? '')) push(role, members, role.at);
}

const isEveryone = (leaf: Leaf): boolean => ['any', 'authenticated'].includes(memberPrincipal(leaf).kind) && textOf(leaf) !== undefined;

/** Members in a set of Python, which has no keys. */
function everyoneInSet({ at: { span } }: Value, text: string, uri: string): Leaf | undefined {
  const match = /^\{\s{0,80}["'](allUsers|allAuthenticatedUsers)["']/.exec(text.slice(span[0], span[0] + 120));
  if (!match) return undefined;
  const start = span[0] + match[0].length - match[1]!.length - 1;
  return literalAt(match[1]!, { uri, span: [start, start + match[1]!.length] });
}

/** `RoleReader`, `readers`, `read` and `READER` are one role of access lists; names of roles stay as they are. */
function roleOfWord(word: string): string {
  const [, short] = /^(read|writ|own)(?:e|er|ers)?$/i.exec(word) ?? [];
  if (short === undefined) return word;
  return short.toLowerCase() === 'read' ? 'READER' : short.toLowerCase() === 'writ' ? 'WRITER' : 'OWNER';
}

function unknownRole(at: Place): Leaf {
  return { kind: 'unknown', why: 'the role is not written here', at, token: at, via: [], encoding: 'none', editable: false };
}

/** Whether a line of a program of Node is a comment up to there. */
function isCommented(text: string, at: number): boolean {
  const before = text.slice(Math.max(text.lastIndexOf('\n', at - 1) + 1, at - 400), at);
  return /^\s*(?:\*|\/\*)|(?<!:)\/\//.test(before);
}
