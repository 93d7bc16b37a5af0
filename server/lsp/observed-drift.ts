// Drift that only a look at the whole tree shows: what was observed, beside the code. A check of the workspace finds it, in
// a thread of its own that ends with it; of documents that are open the session says it again, where the text that it was
// found in has moved to. What was typed over since is left out until the workspace is checked again.
import type { Finding } from '../engine/finding.ts';
import type { Place, Span } from '../engine/text/text.ts';

/** What a check of the whole workspace found in one document. Plain data: it crosses threads. */
export interface ObservedDocument {
  readonly uri: string;
  /** The text that was looked at. */
  readonly text: string;
  readonly findings: readonly Finding[];
}

export interface ObservedDrift {
  /** URI of the root. */
  readonly root: string;
  readonly documents: readonly ObservedDocument[];
}

/** Among findings, those that come from what was observed; by the anchor that `rules/drift/observation-drift.ts` gives. */
export function isObserved({ anchor }: Finding): boolean {
  return anchor.startsWith('observed|');
}

/** A finding without what no other thread can call. Nothing repairs what runs elsewhere. */
export function withoutRepairs(finding: Finding): Finding {
  const { fix: _fix, subject: _subject, ...rest } = finding;
  return { ...rest, suggestions: [] };
}

/** The findings where they stand in this text of the document. */
export function observedNow({ uri, text: before, findings }: ObservedDocument, now: string): Finding[] {
  if (before === now) return [...findings];
  const moved = movesBetween(before, now);
  return findings.flatMap((finding) => {
    const span = moved(finding.at.span);
    if (!span) return [];
    const related = finding.related.flatMap((one) => {
      const at = one.at.uri === uri ? placeAt(uri, moved(one.at.span)) : one.at;
      return at ? [{ ...one, at }] : [];
    });
    return [{ ...finding, at: { uri, span }, related }];
  });
}

function placeAt(uri: string, span: Span | undefined): Place | undefined {
  return span && { uri, span };
}

/** Where a span of one text stands in another that differs from it in one stretch; undefined for what touches the stretch. */
function movesBetween(before: string, now: string): (span: Span) => Span | undefined {
  const most = Math.min(before.length, now.length);
  let same = 0;
  while (same < most && before.charCodeAt(same) === now.charCodeAt(same)) same++;
  let tail = 0;
  while (tail < most - same && before.charCodeAt(before.length - 1 - tail) === now.charCodeAt(now.length - 1 - tail)) tail++;
  const by = now.length - before.length;
  return ([start, end]) => (end <= same ? [start, end] : start >= before.length - tail ? [start + by, end + by] : undefined);
}
