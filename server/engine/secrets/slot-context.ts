// What is the same for all slots of a document, and what is said of a slot by the line that it stands in: the hosts that are
// named there, and the services.
import type { Document } from '../document.ts';
import type { ShapedFormat } from './formats/table.ts';
import { wordsOf, type Meaning } from './names.ts';
import { nameAnyService } from './services.ts';
import { signingNames, type SigningNames } from './signing-names.ts';
import type { Slot } from './slot.ts';

/** Names repeat, so what they say is kept. */
export interface SlotContext {
  readonly uri: string;
  readonly text: string;
  readonly fileWords: readonly string[];
  readonly near: Map<string, readonly ShapedFormat[]>;
  readonly meanings: Map<string, Meaning | undefined>;
  /** What the text signs tokens with, by name. */
  readonly signing: SigningNames;
  /** The short words that the text itself calls something by; read when the first slot asks. */
  readonly ownNames: () => ReadonlySet<string>;
}

/** The words of four or five letters that a program itself calls something by: a variable, a member, a function, a key without quotes. */
const shortNamesIn = (text: string): ReadonlySet<string> =>
  new Set(Array.from(text.matchAll(/(?<!["'\x60\w-])(?:(?<=\.)[a-z]{4,5}(?![\w-])|[a-z]{4,5}(?=\s?(?:[=:(]|\.\w)))/g), ([word]) => word));

/** Files that a builder or a host calls by its own name: what its jobs and programs sign in to with stands there, and is seldom its own. */
const namedByItsReader =
  /^(?:\.?(?:drone|woodpecker|gitlab-ci|travis|cirrus|appveyor|wercker)|(?:bitbucket|azure)-pipelines?|circle|buildspec|netlify|vercel|now|heroku|fly|render|railway|firebase)(?:[.-]\w+)?$/;

/** `calls` are the offsets behind the brackets of calls that may take a credential, in the order of the text. */
export function slotContext(document: Document, calls: readonly number[]): SlotContext {
  const { uri, text } = document;
  const name = uri.slice(uri.lastIndexOf('/') + 1).replace(/\.\w+$/, '');
  const fileWords = namedByItsReader.test(name) ? [] : wordsOf(name);
  let own: ReadonlySet<string> | undefined;
  return {
    uri,
    text,
    fileWords,
    near: new Map(),
    meanings: new Map(),
    signing: signingNames(document, calls),
    ownNames: () => (own ??= shortNamesIn(text)),
  };
}

/** What `make` gives for a key, made once: 10,000 of them. */
export function kept<T>(map: Map<string, T>, key: string, make: () => T): T {
  if (map.has(key)) return map.get(key) as T;
  const value = make();
  if (map.size < 10_000) map.set(key, value);
  return value;
}

/** How far along its line a slot is looked around. */
const reach = 200;

/** The line of a slot before it and behind it. */
function lineAround({ entry }: Slot, text: string): readonly [before: string, behind: string] {
  const before = text.slice(Math.max(0, entry[0] - reach), entry[0]);
  const behind = text.slice(entry[1], entry[1] + reach);
  const end = behind.indexOf('\n');
  return [before.slice(before.lastIndexOf('\n') + 1), end < 0 ? behind : behind.slice(0, end)];
}

const address = /:\/\/(?:[^\s/@"'`]{1,100}@)?([a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,6})/gi;

const hostsIn = (text: string): string[] => [...text.matchAll(address)].map((match) => match[1]!.toLowerCase());
const ownerOf = (host: string): string => host.split('.').at(-2)!.replaceAll('-', '');

/** Whose the hosts are that the line of a slot names: `cloudflare` of `https://api.cloudflare.com/client/v4`. In small letters. */
export const ownersOfHosts = (slot: Slot, text: string): string[] => lineAround(slot, text).flatMap(hostsIn).map(ownerOf);

/** The parameters that a line gives a name to: `payload = {`, `const params = { q: city, `. */
const given = /(?:^|\s)([A-Za-z_]\w{0,40})\s{0,4}:?=\s{0,4}[\w.]{0,30}[({[][^\n]{0,150}$/;

/** The hosts of the call, on the two lines behind a slot's, that the parameters with it are given to. */
function hostsOfCall({ name, entry }: Slot, text: string, before: string): string[] {
  const parameters = name === 'key' ? given.exec(before)?.[1] : undefined;
  if (parameters === undefined) return [];
  const lines = text
    .slice(entry[1], entry[1] + 2 * reach)
    .split('\n', 3)
    .slice(1)
    .join('\n');
  return lines.split(/\W+/).includes(parameters) ? hostsIn(lines) : [];
}

/**
 * True where the line says, before a slot, which service it is of: `finnhub.Client(key="…")`, `https://api.acme.io/v1?key=…`,
 * `- Finnhub key: …`, `'finnhub' => ['key' => '…']`; or the section of a configuration that it stands in does, or the address
 * in the call that its parameters are given to. Looked at are 200 characters of the line, 400 behind and 2,000 above it.
 */
export function isOfService(slot: Slot, { text, uri }: SlotContext): boolean {
  const [before, behind] = lineAround(slot, text);
  // In a bucket a key is the name of an object.
  if (/bucket/i.test(before)) return false;
  const hosts = [...hostsIn(before), ...hostsIn(behind), ...hostsOfCall(slot, text, before)];
  if (hosts.some((host) => nameAnyService([ownerOf(host)]))) return true;
  // A parameter of an address that is called an API's, but for a UUID, which is the name of something there.
  if (!isUuid.test(slot.value) && '?&'.includes(text[slot.entry[0] - 1] ?? ' ') && hostsIn(before).some((host) => host.startsWith('api.')))
    return true;
  // What was closed before belongs to something else.
  if (nameAnyService(wordsOf(/(?<![^)\]};])[^)\]};]*$/.exec(before)![0]))) return true;
  if (!sectioned.test(uri)) return false;
  const above = text.slice(Math.max(0, slot.entry[0] - 2000), slot.entry[0]);
  const section = /^\[([^\]\n]{2,60})\]/.exec(above.slice(above.lastIndexOf('\n[') + 1))?.[1];
  return section !== undefined && nameAnyService(wordsOf(section));
}

const isUuid = /^[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}$/i;
const sectioned = /\.(?:ini|cfg|conf|cnf|config|toml|properties)$/i;
