// Findings as the engine has them, to findings as reports need them: with lines and columns of the text that was judged,
// a fingerprint, and the edits of their fixes.
import { createHash } from 'node:crypto';
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import type { FixMaker } from '../engine/fix.ts';
import { lineStarts, positionAt, type Place } from '../engine/text/text.ts';
import type { Masker } from './mask.ts';
import type { Range, Shown, ShownFix } from './result.ts';

export interface Locating {
  /** Line starts of the texts that were judged. */
  readonly lines: ReadonlyMap<string, readonly number[]>;
  document(uri: string): Document | undefined;
  readonly today: string;
  readonly masker: Masker;
  readonly withFixes: boolean;
}

/** Findings with their places. Among findings of one rule at one anchor the fingerprint counts, so that each has its own. */
export function locate(findings: readonly Finding[], locating: Locating): Shown[] {
  const ordinals = new Map<string, number>();
  return findings.map((finding) => {
    const key = `${finding.rule}\0${finding.anchor}`;
    const ordinal = ordinals.get(key) ?? 0;
    ordinals.set(key, ordinal + 1);
    // What the scanner found was covered when the finding was made; this is for what findings of category `secret` underline besides.
    const cover = (text: string): string => locating.masker.coverText(text, [finding.at.uri]);
    return {
      finding: {
        ...finding,
        message: cover(finding.message),
        anchor: cover(finding.anchor),
        ...(finding.fix ? { fix: titled(finding.fix, cover) } : {}),
        suggestions: finding.suggestions.map((maker) => titled(maker, cover)),
      },
      range: rangeOf(finding.at, locating),
      related: finding.related.map(({ at, message }) => ({ uri: at.uri, range: rangeOf(at, locating), message: cover(message) })),
      fingerprint: fingerprintOf(finding, ordinal),
      fixes: locating.withFixes ? fixesOf(finding, locating) : [],
    };
  });
}

/** A fix whose title quotes what it changes, without the secrets in that. */
const titled = (maker: FixMaker, cover: (text: string) => string): FixMaker => ({ ...maker, title: cover(maker.title) });

/** Of rule and anchor only: the same however the text moves. */
export function fingerprintOf(finding: Pick<Finding, 'rule' | 'anchor'>, ordinal: number): string {
  return createHash('sha256')
    .update(`${finding.rule}\0${finding.anchor}${ordinal > 0 ? `\0${ordinal}` : ''}`)
    .digest('hex')
    .slice(0, 32);
}

/** Lines and columns of a place, in the text that was judged. */
export function rangeOf(place: Place, locating: Pick<Locating, 'lines' | 'document'>): Range {
  const starts = locating.lines.get(place.uri) ?? lineStarts(locating.document(place.uri)?.text ?? '');
  return { start: positionAt(starts, place.span[0]), end: positionAt(starts, place.span[1]) };
}

function fixesOf(finding: Finding, locating: Locating): ShownFix[] {
  const made = [
    ...(finding.fix ? [{ maker: finding.fix, safe: true }] : []),
    ...finding.suggestions.map((maker) => ({ maker, safe: false })),
  ];
  return made.flatMap(({ maker, safe }) => {
    const fix = makeSafely(maker, locating);
    // A fix that moves a secret would print it. It stays available in the editor and to --fix.
    if (!fix || fix.edits.some((edit) => locating.masker.holdsSecret(edit.text, edit.uri))) return [];
    return [
      {
        title: locating.masker.coverText(maker.title, [finding.at.uri]),
        safe,
        edits: fix.edits.map((edit) => ({ ...edit, range: rangeOf({ uri: edit.uri, span: edit.span }, locating) })),
        create: fix.create ?? [],
      },
    ];
  });
}

function makeSafely(maker: FixMaker, locating: Locating): ReturnType<FixMaker['make']> {
  try {
    return maker.make({ document: locating.document, today: locating.today });
  } catch {
    // A printer that fails gives no fix; the finding stands all the same. `--fix` says it.
    return undefined;
  }
}
