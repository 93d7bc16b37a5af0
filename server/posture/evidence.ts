// The form of a record under `.posture/evidence`: JSON Lines. The header, then a fact a line, then a line that says how
// many there were and the digest of all bytes before it, so that a record that was cut or edited is told from a whole
// one. Lines, because an export of an account with 20,000 roles is read and written without being held. Pure; files are
// `server/workspace/evidence-files.ts`.
import {
  observationSources,
  type Observation,
  type ObservationHeader,
  type ObservationSource,
  type ObservedFact,
} from '../engine/observation.ts';

export const evidenceFolder = '.posture/evidence';

/** The last line of a record. */
export interface EvidenceEnd {
  readonly facts: number;
  readonly sha256: string;
}

/** The folder of a source's records about one place, below the root. Two places never share one. */
export function evidencePlaceFolder(source: ObservationSource, place: string): string {
  return `${evidenceFolder}/${source}/${slug(place)}`;
}

/** Name of a record: when it was taken, which one of that moment it is, and the beginning of its digest. Names sort by time. */
export function evidenceName(header: ObservationHeader, sha256: string, beside: readonly string[]): string {
  const taken = header.taken.replace(/[-:]/g, '');
  const last = beside
    .filter((name) => name.startsWith(`${taken}-`))
    .map((name) => Number(name.slice(taken.length + 1, taken.length + 4)))
    .sort((a, b) => b - a)[0];
  return `${taken}-${String(last === undefined ? 0 : Math.min(last + 1, 999)).padStart(3, '0')}-${sha256.slice(0, 8)}.jsonl`;
}

/** When the record of this name was taken; undefined for any other file. */
export function takenOfName(name: string): string | undefined {
  const match = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})Z-\d{3}-[0-9a-f]{8}\.jsonl$/.exec(name);
  return match ? `${match[1]}-${match[2]}-${match[3]}T${match[4]}:${match[5]}:${match[6]}Z` : undefined;
}

export const headerLine = (header: ObservationHeader): string => `${JSON.stringify({ observation: header })}\n`;
export const factLine = (fact: ObservedFact): string => `${JSON.stringify(fact)}\n`;
export const endLine = (end: EvidenceEnd): string => `${JSON.stringify({ end })}\n`;

export type EvidenceLine =
  { readonly header: ObservationHeader } | { readonly fact: ObservedFact } | { readonly end: EvidenceEnd } | { readonly wrong: string };

/** What a line holds. Strict: a record can come from anyone, so what is not known is refused with words for a person. */
export function readEvidenceLine(line: string): EvidenceLine {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return { wrong: 'no JSON' };
  }
  if (!isObject(value)) return { wrong: 'no object' };
  if (isObject(value['observation'])) return readHeader(value['observation']);
  if (isObject(value['end'])) {
    const { facts, sha256 } = value['end'];
    return Number.isSafeInteger(facts) && typeof sha256 === 'string' && /^[0-9a-f]{64}$/.test(sha256)
      ? { end: { facts: facts as number, sha256 } }
      : { wrong: 'a last line that is not understood' };
  }
  const fields = factFields[value['fact'] as ObservedFact['fact']];
  if (!Object.hasOwn(factFields, String(value['fact'])) || !fields)
    return { wrong: `a fact of the kind "${String(value['fact']).slice(0, 30)}", which is not known here; a newer posture may be needed` };
  for (const [name, check] of Object.entries(fields)) {
    const given = value[name];
    const optional = name.endsWith('?');
    const held = optional ? value[name.slice(0, -1)] : given;
    if (held === undefined ? !optional : !check(held))
      return { wrong: `a fact whose "${optional ? name.slice(0, -1) : name}" is not what it has to be` };
  }
  return { fact: value as unknown as ObservedFact };
}

/**
 * A whole record. `digestOf` gives the SHA-256 of a text as UTF-8; without it the last line is neither asked for nor
 * checked, which is for texts that no file holds.
 */
export function readEvidenceText(
  uri: string,
  text: string,
  digestOf: ((text: string) => string) | undefined,
): Observation | { readonly why: string } {
  let header: ObservationHeader | undefined;
  const facts: ObservedFact[] = [];
  const lines: number[] = [];
  let at = 0;
  for (let number = 1; at < text.length; number++) {
    const end = text.indexOf('\n', at);
    if (end < 0) return { why: 'it was cut off: its last line is not whole' };
    const line = readEvidenceLine(text.slice(at, end));
    if ('wrong' in line) return { why: `line ${number} holds ${line.wrong}` };
    if ('end' in line) {
      if (!header || end + 1 !== text.length) return { why: `line ${number} ends it in the middle` };
      if (line.end.facts !== facts.length) return { why: `it says that it holds ${line.end.facts} facts and holds ${facts.length}` };
      if (digestOf && digestOf(text.slice(0, at)) !== line.end.sha256)
        return { why: 'it was changed after it was written: its digest does not fit' };
      return { header, facts, uri, placeOf: placesIn(uri, facts, lines) };
    }
    if ('header' in line) {
      if (number !== 1) return { why: `line ${number} is a second header` };
      header = line.header;
    } else {
      if (!header) return { why: 'it does not begin with a header' };
      facts.push(line.fact);
      lines.push(at, end);
    }
    at = end + 1;
  }
  if (header && !digestOf) return { header, facts, uri, placeOf: placesIn(uri, facts, lines) };
  return { why: 'it was cut off: its last line is missing' };
}

function placesIn(uri: string, facts: readonly ObservedFact[], lines: readonly number[]): Observation['placeOf'] {
  let index: Map<ObservedFact, number> | undefined;
  return (fact) => {
    index ??= new Map(facts.map((one, position) => [one, position]));
    const position = index.get(fact);
    return { uri, span: position === undefined ? [0, 0] : [lines[position * 2]!, lines[position * 2 + 1]!] };
  };
}

function readHeader(value: Record<string, unknown>): EvidenceLine {
  if (value['v'] !== 1) return { wrong: `version ${String(value['v']).slice(0, 10)}; only 1 is known here, a newer posture may be needed` };
  if (!(observationSources as readonly unknown[]).includes(value['source']))
    return { wrong: `source "${String(value['source']).slice(0, 40)}", which is not known here` };
  for (const [name, check] of Object.entries(headerFields))
    if (!check(value[name])) return { wrong: `a header whose "${name}" is not what it has to be` };
  return { header: value as unknown as ObservationHeader };
}

type Check = (value: unknown) => boolean;
const text: Check = (value) => typeof value === 'string' && value.length <= 4096;
const flag: Check = (value) => typeof value === 'boolean';
const count: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0;
const texts: Check = (value) => Array.isArray(value) && value.every((one) => typeof one === 'string' && one.length <= 65_536);
/** Whether a text is a moment as records write it. */
const isInstant: Check = (value) =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/.test(value) && !Number.isNaN(Date.parse(value));
const oneOf =
  (...words: string[]): Check =>
  (value) =>
    words.includes(value as string);
const listOf =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check);
const objectOf =
  (fields: Record<string, Check>): Check =>
  (value) =>
    isObject(value) &&
    Object.entries(fields).every(([name, check]) =>
      name.endsWith('?') ? value[name.slice(0, -1)] === undefined || check(value[name.slice(0, -1)]) : check(value[name]),
    );

const headerFields: Readonly<Record<string, Check>> = {
  place: (value) => typeof value === 'string' && value.length > 0 && value.length <= 512 && !/[\u0000-\u001f\u007f]/.test(value),
  taken: isInstant,
  takenFrom: oneOf('export', 'person', 'file', 'run'),
  read: isInstant,
  files: listOf(objectOf({ name: text, sha256: text, bytes: count })),
  complete: texts,
  gaps: texts,
};

/** Fields of each kind of fact; a name with `?` at its end may be missing. */
const factFields: Readonly<Record<ObservedFact['fact'], Readonly<Record<string, Check>>>> = {
  identity: {
    id: text,
    platform: text,
    kind: text,
    name: text,
    reference: text,
    'created?': isInstant,
    'owner?': text,
    'environment?': text,
    'enabled?': flag,
    'vendorMade?': flag,
    'address?': text,
    'human?': flag,
  },
  grant: {
    identity: text,
    by: text,
    items: texts,
    'until?': isInstant,
    'created?': isInstant,
    'eligible?': flag,
    'reach?': oneOf('admin'),
    'lastUsed?': isInstant,
  },
  policy: { reference: text, statements: listOf(texts), 'reach?': oneOf('admin') },
  credential: {
    'identity?': text,
    kind: text,
    name: text,
    'active?': flag,
    'created?': isInstant,
    'until?': isInstant,
    'lastUsed?': isInstant,
    'neverUsed?': flag,
    'digest?': text,
  },
  rotation: {
    path: text,
    version: count,
    'created?': isInstant,
    'owner?': text,
    versions: listOf(objectOf({ version: count, 'created?': isInstant, gone: flag })),
  },
  use: { identity: text, 'service?': text, 'last?': isInstant },
  variable: {
    platform: oneOf('github', 'gitlab'),
    name: text,
    level: oneOf('instance', 'organization', 'group', 'repository', 'project', 'environment'),
    'visibility?': oneOf('all', 'private', 'selected'),
    'created?': isInstant,
    'updated?': isInstant,
    'protected?': flag,
    'masked?': flag,
  },
  member: { kind: oneOf('person', 'team'), handle: text },
  alert: {
    name: text,
    title: text,
    digests: texts,
    'reported?': isInstant,
    state: oneOf('open', 'resolved'),
    'revoked?': flag,
    'resolved?': isInstant,
  },
  task: { reference: text, state: oneOf('open', 'closed'), 'closed?': isInstant },
};

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A name for a folder on any file system. Where characters are lost, a few of a digest keep two places apart. */
function slug(place: string): string {
  const plain = place.replace(/^([a-z0-9]+):/, '$1-');
  const safe = plain
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 80);
  return safe === plain ? safe : `${safe}-${checksum(place)}`;
}

/** FNV-1a, 32 bits: only to keep names apart. */
function checksum(value: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < value.length; index++) hash = Math.imul(hash ^ value.charCodeAt(index), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}
