// The secret scanner: from the text of a document to candidates at exact places. One prefilter stands before everything; a
// text without a hit costs one pass. Pure and synchronous. No value of a secret leaves here: candidates hold a preview.
import type { Document } from '../document.ts';
import { literalsOf } from '../mentions.ts';
import { recogniseByteArrays } from './byte-arrays.ts';
import { overlaps, type Place, type Span } from '../text/text.ts';
import { recogniseSlot } from './assigned.ts';
import { bytesOf, hexOf } from './checksums.ts';
import { recogniseCommands } from './commands.ts';
import { printedIn } from './documented.ts';
import { explainedIn, isShown } from './explained.ts';
import { withNeighbours } from './neighbours.ts';
import { meaningOf, wordsOf } from './names.ts';
import { exampleIn, noGuessIn } from './no-guess.ts';
import { partnersOf } from './pairs.ts';
import { isBeginning } from './broken.ts';
import { byName, recogniseHits, type Recognised } from './recognise.ts';
import { callsIn, pointersOf } from './pointers.ts';
import { isProviderFile, recogniseProviderFile } from './provider-files.ts';
import { usualness } from './randomness.ts';
import { publicKeyAt } from './public-keys.ts';
import { sha256 } from './sha256.ts';
import type { DataSlot } from './slots-data.ts';
import { placesOfNames } from './signing-names.ts';
import { slotContext } from './slot-context.ts';
import { isTable } from './slots-table.ts';
import { slotsOf, treeLimit } from './slots.ts';
import { isThrownAway } from './throwaway.ts';
import { variablesRead } from './variables-read.ts';
import { unmaskedBicepParameters, unmaskedParameters } from './unmasked.ts';
import { parseJson } from '../syntax/json.ts';
import { parseYaml } from '../syntax/yaml.ts';
import type { SecretCandidate, SecretContext } from './types.ts';

/** Candidates of a document, sorted by place; of two that overlap the stronger one. Never throws, on any text. */
export function scanSecrets(document: Document): readonly SecretCandidate[] {
  const { text } = document;
  const hits = literalsOf(document);
  if (hits.ids.length === 0 && hits.runs.length === 0 && !isProviderFile(document.uri, text)) return [];
  const found = recogniseHits(text, hits);
  const pointers = pointersOf(text, hits, isBeginning);
  if (found.length > 0) {
    for (const one of found) pointers.push(one.at[0] + 1);
    pointers.sort((a, b) => a - b);
  }
  const files = recogniseProviderFile(document);
  for (const one of files) found.push(one);
  // The head of a column has a comma behind it, and its values are rows below.
  if (pointers.length === 0 && !isTable(document.uri)) return files.length === 0 ? [] : assemble(document, withoutOverlaps(found), []);
  const context = slotContext(document, callsIn(text, hits));
  const signed = placesOfNames(text, context.signing);
  const slots = slotsOf(document, signed.length === 0 ? pointers : [...pointers, ...signed].sort((a, b) => a - b));
  let noGuess: ReturnType<typeof noGuessIn> | undefined;
  for (const slot of slots) {
    const one = recogniseSlot(slot, context);
    if (!one || (isGuess(one) && (noGuess ??= noGuessIn(document))(slot, one) !== undefined)) continue;
    const isPublic = isGuess(one) ? publicKeyAt(slot, one.value, text) : undefined;
    if (isPublic !== undefined) {
      found.push({ ...one, kind: 'publishable', title: isPublic });
      continue;
    }
    const guessed = slot.explains && isGuess(one) ? { ...one, confidence: 'low' as const } : one;
    found.push(isThrownAway(document, slot, guessed) ? { ...guessed, thrownAway: true } : guessed);
  }
  for (const one of recogniseCommands(text, pointers)) found.push(one);
  for (const one of recogniseByteArrays(text, pointers)) found.push(one);
  for (const one of unmaskedIn(document)) found.push(one);
  return assemble(document, withoutOverlaps(found), slots);
}

/** Only its name and its place make a secret of it: nothing in the value itself does. */
const isGuess = (one: Recognised): boolean => one.strength <= byName && one.check !== 'valid';

function unmaskedIn(document: Document): Recognised[] {
  const { text, format } = document;
  if (format === 'bicep') return unmaskedBicepParameters(text);
  if (
    (format !== 'yaml' && format !== 'json') ||
    text.length > treeLimit ||
    !(text.includes('Parameters') || text.includes('deploymentTemplate') || text.includes('{{resolve:ssm:'))
  )
    return [];
  return unmaskedParameters(document.tree(format === 'yaml' ? parseYaml : parseJson).roots);
}

/** Stronger first; of equals the longer, then the earlier. */
function withoutOverlaps(found: readonly Recognised[]): Recognised[] {
  const ordered = [...found].sort((a, b) => b.strength - a.strength || b.at[1] - b.at[0] - (a.at[1] - a.at[0]) || a.at[0] - b.at[0]);
  const kept: Recognised[] = [];
  const taken = new Map<number, Recognised[]>();
  const cells = (span: Span) => Array.from({ length: (span[1] >> 8) - (span[0] >> 8) + 1 }, (_, i) => (span[0] >> 8) + i);
  for (const one of ordered) {
    if (cells(one.at).some((cell) => taken.get(cell)?.some((other) => overlaps(other.at, one.at)))) continue;
    kept.push(one);
    for (const cell of cells(one.at)) (taken.get(cell) ?? taken.set(cell, []).get(cell)!).push(one);
  }
  return kept.sort((a, b) => a.at[0] - b.at[0]);
}

function assemble(document: Document, found: readonly Recognised[], slots: readonly DataSlot[]): SecretCandidate[] {
  const counts = new Map<string, number>();
  const lineEndBefore = lineEnds(document.text);
  const isExplained = explainedIn(document);
  let isExample: ReturnType<typeof exampleIn> | undefined;
  const readBeside = found.length === 0 ? undefined : variablesRead(document);
  return found.map((raw): SecretCandidate => {
    const one = withPrinted(withNeighbours(raw, document.text));
    const slot = slotAround(slots, one.where === 'url' ? [addressStart(document.text, one.at[0]), one.at[1]] : one.at);
    const place = (span: Span): Place => ({ uri: document.uri, span });
    const scope = slot && (slot.path || slot.name) ? slot.path || slot.name : textAnchor(document.text, lineEndBefore(one.at[0]), found);
    const base = `secret|${document.uri}|${one.format}|${masked(scope)}`;
    const ordinal = (counts.get(base) ?? 0) + 1;
    counts.set(base, ordinal);
    const partners =
      slot && one.kind !== 'publishable' && !one.placeholder && !/^aws-/.test(one.format) ? partnersOf(slot, document.text) : [];
    const shown =
      one.check === 'valid'
        ? undefined
        : isShown(document.text, one.at[0])
          ? 'the words in front of it announce an example'
          : slot && !isGuess(one) && (isExample ??= exampleIn(document))(slot)
            ? 'a description of an interface shows it as an example'
            : undefined;
    const whole =
      slot !== undefined && !slot.nested && (slot.parts !== undefined || (slot.at[0] === one.at[0] && slot.at[1] === one.at[1]));
    const context: SecretContext = {
      name: slot?.name ? masked(slot.name, isWordy) : undefined,
      path: slot?.path ? masked(slot.path, isWordy) : undefined,
      where: slot?.where === 'comment' ? 'comment' : (one.where ?? slot?.where ?? 'text'),
      ...(one.fallback ? { fallback: true } : {}),
      ...(slot?.kubernetesSecret ? { kubernetesSecret: true } : {}),
      ...readBeside?.(one.at[0]),
      entry: slot ? place(slot.entry) : undefined,
    };
    return {
      anchor: ordinal === 1 ? base : `${base}#${ordinal}`,
      format: one.format,
      provider: one.provider,
      title: one.title,
      at: place(one.at),
      token: place(whole ? slot.token : one.at),
      encoding: slot?.encoding ?? 'none',
      whole,
      context,
      check: one.check,
      kind: one.kind,
      // A placeholder under a name that means a secret shows where the real one will be written.
      confidence:
        shown !== undefined || (isGuess(one) && isExplained(one.at[0]))
          ? 'low'
          : one.placeholder && !one.filled && !one.printedIn && slot && namesSecret(slot.name)
            ? 'medium'
            : one.confidence,
      placeholder: one.placeholder,
      thrownAway: one.thrownAway,
      ...(shown ? { shown } : {}),
      printedIn: one.printedIn,
      misshapen: one.misshapen,
      preview: previewOf(one),
      decoded: one.decoded,
      expires: one.expires,
      risk: one.risk,
      instead: one.instead,
      revoke: one.revoke,
      partners: partners.length > 0 ? partners.map(({ at, what }) => ({ at: place(at), what })) : undefined,
      likeness: likenessOf(one.value),
      digest: one.bits >= 64 && !one.placeholder ? digestOf(one) : undefined,
    };
  });
}

function namesSecret(name: string): boolean {
  const words = wordsOf(name);
  return words.some((word) => meaningOf(word) !== undefined) || (words.length > 1 && words.includes('key'));
}

/** What a provider prints for everybody is a placeholder, whatever else it looks like. */
function withPrinted(one: Recognised): Recognised {
  const place = one.check === 'invalid' ? undefined : printedIn(one.value);
  return place === undefined ? one : { ...one, placeholder: true, confidence: 'low', printedIn: place };
}

/** Where the address begins that a password at `at` belongs to: the user before the colon is no name for it. */
function addressStart(text: string, at: number): number {
  const from = Math.max(0, at - 400);
  const scheme = text.slice(from, at).lastIndexOf('://');
  return scheme < 0 ? at : from + scheme;
}

/** The smallest slot that holds the span. */
function slotAround(slots: readonly DataSlot[], span: Span): DataSlot | undefined {
  let low = 0;
  let high = slots.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (slots[middle]!.at[0] <= span[0]) low = middle + 1;
    else high = middle;
  }
  let best: DataSlot | undefined;
  for (let i = low - 1, steps = 0; i >= 0 && steps < 64; i--, steps++) {
    const slot = slots[i]!;
    if (slot.at[1] < span[1]) continue;
    const larger = best && slot.at[1] - slot.at[0] - (best.at[1] - best.at[0]);
    // Of two at the same place the one whose name says what it is.
    if (larger === undefined || larger < 0 || (larger === 0 && namesSecret(slot.name) && !namesSecret(best!.name))) best = slot;
  }
  return best;
}

/** The last line end before an offset; asked in the order of the text, so that a line of megabytes is looked over once. */
function lineEnds(text: string): (at: number) => number {
  let asked = 0;
  let last = -1;
  return (at) => {
    const between = text.slice(asked, at).lastIndexOf('\n');
    if (between >= 0) last = asked + between;
    asked = at;
    return last;
  };
}

/** In text without structure: a digest of the nearest line before that holds no finding, so that nothing of it is shown. `lineEnd` is the end of the line before. */
function textAnchor(text: string, lineEnd: number, found: readonly Recognised[]): string {
  let end = lineEnd;
  for (let steps = 0; steps < 50 && end > 0; steps++) {
    const start = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(start, Math.min(end, start + 500)).trim();
    if (line !== '' && !holdsFinding(found, start, end)) return hexOf(sha256(new TextEncoder().encode(line)).slice(0, 6));
    end = start - 1;
  }
  return 'start';
}

/** Findings are sorted and do not overlap: the last one that begins before `end` tells. */
function holdsFinding(found: readonly Recognised[], start: number, end: number): boolean {
  let low = 0;
  let high = found.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (found[middle]!.at[0] < end) low = middle + 1;
    else high = middle;
  }
  return low > 0 && found[low - 1]!.at[1] > start;
}

/** Names come from the text and may hold anything: long or random pieces are left out. */
function masked(name: string, keeps: (part: string) => boolean = () => false): string {
  return name
    .split('.')
    .map((part) =>
      keeps(part)
        ? part
        : part.length > 80 || /[^\w[\]/ :@$-]/.test(part) || /[A-Za-z0-9+/_-]{24,}/.test(part.replace(/[_-]/g, ' '))
          ? '…'
          : part,
    )
    .join('.');
}

/** Words of a person: `administratorLoginPassword`. Anchors leave such names out all the same, as they always did. */
const isWordy = (part: string): boolean => /^[A-Za-z]{24,60}$/.test(part) && usualness(part) >= 6;

function previewOf(one: Recognised): string {
  return `${one.prefix ? `${one.prefix}… ` : ''}(${one.value.length} characters)`;
}

function likenessOf(value: string): number {
  const [high, low] = sha256(bytesOf(value));
  return high! * 256 + low!;
}

function digestOf(one: Recognised): string {
  return hexOf(sha256(bytesOf(`${one.format}\0${one.value}`)));
}
