// Rows of the format table that prove nothing by themselves: whether their provider is named in a slot's name or path, in the
// name of the file, or as the host that the value is given to, and whether the value has the shape that the row promises.
import { misshapen } from './broken.ts';
import { hasStructureOf, matchShape } from './formats/shape.ts';
import { formatsByWord, type ShapedFormat } from './formats/table.ts';
import { describes, wordsOf, type Meaning } from './names.ts';
import { recognise, type Recognised } from './recognise.ts';
import type { Slot } from './slot.ts';
import { kept, ownersOfHosts, type SlotContext } from './slot-context.ts';
import type { Span } from '../text/text.ts';

/** A row whose provider is named near a slot, and whose shape the whole value has. */
export function nearFormat(
  slot: Slot,
  value: string,
  at: Span,
  context: SlotContext,
  meaning: Meaning | undefined,
): Recognised | undefined {
  if (value.length < 12 || value.length > 400 || !slot.name || !/^[\x21-\x7e]+$/.test(value)) return undefined;
  const named = kept(context.near, `${slot.path}\0${slot.name}`, () => formatsNear(slot, context.fileWords));
  return ofShape(named, slot, value, at, meaning) ?? ofShape(formatsOfHosts(slot, context, meaning), slot, value, at, meaning);
}

function ofShape(
  formats: readonly ShapedFormat[],
  slot: Slot,
  value: string,
  at: Span,
  meaning: Meaning | undefined,
): Recognised | undefined {
  for (const { format, shapes } of formats) {
    if (!format.role && !meaning) continue;
    const shape = shapes.find((one) => matchShape(one, value, 0) === value.length);
    const found = shape && recognise(format, shape, value, at);
    if (found && !namesProvider(format, value) && (!found.placeholder || /EXAMPLE/.test(value))) return { ...found, where: slot.where };
    const cut = shape === undefined && shapes.find((one) => hasStructureOf(one, value));
    if (cut) return { ...misshapen(format, value, at), where: slot.where };
  }
  return undefined;
}

/** `airtableOAuth2Api`: what says whose key it is, is the name of one. */
function namesProvider({ near }: ShapedFormat['format'], value: string): boolean {
  const small = value.toLowerCase();
  return near !== undefined && near.some((word) => word.length >= 5 && small.includes(word));
}

/** The rows whose provider and role a slot's name, path and file name say. */
function formatsNear(slot: Slot, fileWords: readonly string[]): ShapedFormat[] {
  const own = wordsOf(slot.name);
  if (isPublic(own)) return [];
  // Words together say more than one of them.
  const flat = own.join('');
  const words = new Set([
    ...(own.length > 2 ? [flat] : []),
    ...own.slice(1).map((word, i) => own[i]! + word),
    ...own,
    ...wordsOf(slot.path),
    ...fileWords,
  ]);
  for (const prefix of providerPrefixes) if (flat.startsWith(prefix)) words.add(prefix);
  const last = own[own.length - 1] ?? '';
  const describing = describes(slot.name);
  return [...words].flatMap((word) =>
    (formatsByWord().get(word) ?? []).filter(({ format }) =>
      format.role ? format.role.some((role) => last.endsWith(role) || own.includes(role)) : !describing,
    ),
  );
}

const isPublic = (words: readonly string[]): boolean => words.some((word) => /^(?:public|pub|publishable|site|sitekey|search)$/.test(word));

/** The rows of the services whose hosts stand on the line of a slot that is itself called by what it is: `Authorization`, `api_key`, `token`. */
function formatsOfHosts(slot: Slot, { text }: SlotContext, meaning: Meaning | undefined): readonly ShapedFormat[] {
  if (!meaning) return [];
  const own = wordsOf(slot.name);
  if (isPublic(own)) return [];
  const role = meaning === 'credential' ? 'token' : meaning;
  return ownersOfHosts(slot, text).flatMap((owner) =>
    (formatsByWord().get(owner) ?? []).filter(({ format }) => !format.role || format.role.some((one) => one === role || own.includes(one))),
  );
}

/** Providers that are written together with what follows: `softlayerapikey`. */
const providerPrefixes = [
  'softlayer',
  'slapi',
  'ibmcloud',
  'cloudant',
  'github',
  'gitlab',
  'slack',
  'heroku',
  'twilio',
  'datadog',
  'cloudflare',
];
