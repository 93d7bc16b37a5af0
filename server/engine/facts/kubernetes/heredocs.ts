// Manifests that scripts and steps of pipelines write out: `kubectl apply -f - <<EOF`. Variables of the shell are holes,
// unless the word that ends the text is quoted. What is done with the text is not looked at: an object that somebody
// writes down is meant to be made.
import { parseYaml } from '../../syntax/yaml.ts';
import type { Span } from '../../text/text.ts';
import { valueOf } from '../data-value.ts';
import type { Facts } from '../types.ts';
import { moved } from '../value-places.ts';
import { objectsIn } from './objects.ts';
import { readKubernetesObject } from './rbac.ts';

const start = /<<-?[ \t]*(["']?)([A-Za-z_]\w*)\1/g;
const variable = /\$\{\{[^}\n]{0,300}\}\}|\$\{[^}\n]{0,300}\}|\$\([^)\n]{0,300}\)|\$\w+|`[^`\n]*`/g;
const longest = 100_000;
const most = 200;

/** Reads the objects of all such texts. */
export function readHeredocManifests(text: string, uri: string, into: Facts): void {
  const ends = endsIn(text);
  start.lastIndex = 0;
  let count = 0;
  for (let match = start.exec(text); match && count < most; match = start.exec(text)) {
    const body = bodyOf(text, match.index + match[0].length, ends.get(match[2]!)!);
    if (!body) continue;
    start.lastIndex = body[1];
    const written = text.slice(...body);
    if (!written.includes('apiVersion') || !written.includes('kind')) continue;
    count++;
    const holes: Span[] = match[1] ? [] : [...written.matchAll(variable)].map((one) => [one.index, one.index + one[0].length]);
    const readable = (match[1] ? written : written.replace(variable, (one) => 'x'.repeat(one.length))).replace(/^\t+/gm, (tabs) =>
      ' '.repeat(tabs.length),
    );
    for (const root of parseYaml(readable).roots) {
      for (const object of objectsIn(valueOf(root, uri, { text: written, holes })))
        readKubernetesObject(moved(object, body[0]), into, { uri, dialect: 'script', enabled: 'maybe' });
    }
  }
}

/** Lines that are a word and no more, of the words that end a text: where each begins, in the order of the text. */
function endsIn(text: string): ReadonlyMap<string, Ends> {
  const ends = new Map<string, Ends>();
  for (const [, , word] of text.matchAll(start)) if (!ends.has(word!)) ends.set(word!, { lines: [], passed: 0 });
  for (let at = 0; ends.size > 0 && at < text.length;) {
    const next = text.indexOf('\n', at);
    const end = next < 0 ? text.length : next;
    if (end - at < 400) ends.get(text.slice(at, end).trim())?.lines.push(at);
    at = end + 1;
  }
  return ends;
}

interface Ends {
  readonly lines: number[];
  /** How many of them lie before what was read: texts are asked for in their order. */
  passed: number;
}

/** The lines from the next one to the word that ends them; undefined where nothing does. */
function bodyOf(text: string, from: number, ends: Ends): Span | undefined {
  const first = text.indexOf('\n', from) + 1;
  if (first === 0) return undefined;
  while (ends.passed < ends.lines.length && ends.lines[ends.passed]! < first) ends.passed++;
  const end = ends.lines[ends.passed];
  return end !== undefined && end - first < longest ? [first, end] : undefined;
}
