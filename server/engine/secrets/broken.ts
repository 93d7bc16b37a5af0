// Values that begin as a format does and are no token of it: cut, changed, made up, or only a word. Which beginnings are
// unmistakable enough to say so is decided here, too.
import type { SecretFormat } from './formats/format.ts';
import { lazily } from './checksums.ts';
import { patterned, usualness } from './randomness.ts';
import { anchored, jwtId, type Anchored, type Recognised } from './recognise.ts';
import { wordId } from './pointers.ts';
import type { Span } from '../text/text.ts';
import { isPlaceholder } from './placeholders.ts';

/** Capitals that begin a key of AWS or Google and no other word. */
const telling = /^(?:AKIA|ASIA|AIza)$/;

function beginsTokens({ format, shape: { anchor, anchorOffset } }: Anchored): boolean {
  return format.kind === undefined && anchorOffset === 0 && anchor.length >= 4 && (/[-_]$/.test(anchor) || telling.test(anchor));
}

/** True for a hit that begins a token, or its first literal where the rest is joined to it: what follows is worth a look even where it is none. */
export const isBeginning = (id: number): boolean => id === jwtId || (id < wordId && begins(anchored()[id]!));

const begins = ({ format, shape: { anchor, anchorOffset } }: Anchored): boolean =>
  format.kind === undefined && anchorOffset === 0 && (anchor.length >= 4 || /[-_.]$/.test(anchor));

/** Formats with an unmistakable beginning, by its first four characters. */
const beginnings = /*#__PURE__*/ lazily(() => {
  const byStart = new Map<string, Anchored[]>();
  for (const one of anchored()) {
    if (!beginsTokens(one)) continue;
    const start = one.shape.anchor.slice(0, 4);
    (byStart.get(start) ?? byStart.set(start, []).get(start)!).push(one);
  }
  return byStart;
});

/**
 * A value that begins as a format does and is no token of it: cut, changed or made up. Undefined where the beginning says
 * too little, or the rest is only a word, or the name of an object (`key-vim.host.PhysicalNic`).
 */
export function recogniseBroken(value: string, at: Span): Recognised | undefined {
  if (value.length < 20 || value.length > 1024 || /\s/.test(value)) return undefined;
  const one = beginnings()
    .get(value.slice(0, 4))
    ?.find(({ shape }) => value.startsWith(shape.anchor));
  if (!one) return undefined;
  const body = value.slice(one.shape.anchor.length);
  if (
    body.length < 16 ||
    !/^[\w.=+/-]+$/.test(body) ||
    !/\d/.test(body) ||
    isPlaceholder(body) ||
    /^[a-z]{2,20}(?:\.[A-Za-z][\w-]*)+$/.test(body) ||
    (body.includes('/') && usualness(body) > 6)
  )
    return undefined;
  return { ...misshapen(one.format, value, at), confidence: patterned(body) === 'repeated' ? 'low' : 'medium', prefix: one.shape.anchor };
}

/** The beginning of a format's tokens and too little behind it to be one that was cut. */
export function onlyBegins(value: string): boolean {
  const one = beginnings()
    .get(value.slice(0, 4))
    ?.find(({ shape }) => value.startsWith(shape.anchor));
  return one !== undefined && value.length - one.shape.anchor.length < 16;
}

/** A value that a row's own structure disproves. */
export function misshapen(format: SecretFormat, value: string, at: Span): Recognised {
  return {
    format: format.id,
    provider: format.provider,
    title: `${format.provider} ${format.title}`,
    at,
    value,
    check: 'invalid',
    kind: 'secret',
    confidence: 'low',
    misshapen: true,
    decoded: [],
    prefix: '',
    bits: 0,
    risk: format.risk,
    instead: format.instead,
    revoke: format.revoke,
    strength: 2.5,
  };
}
