// Inlay hints: behind a wildcard, how much it covers; behind the end of a grant, how long that is. Off unless the user wants
// them.
import { InlayHintKind } from 'vscode-languageserver-types';
import type { InlayHint } from 'vscode-languageserver/node';
import type { AwsCatalog } from '../engine/catalog/aws.ts';
import type { Document } from '../engine/document.ts';
import type { DocumentFacts, Project } from '../engine/project.ts';
import { textOf, type Leaf } from '../engine/facts/value.ts';
import type { Span } from '../engine/text/text.ts';
import { daysBetween } from '../posture/days.ts';
import { positionOf } from './convert.ts';
import { reachOfPattern } from './wildcard-reach.ts';

export function inlayHintsIn(document: Document, span: Span, project: Project, today: string): InlayHint[] {
  const entry = project.documents.get(document.uri);
  if (!entry) return [];
  // One at a place, whatever leads to it.
  const hints = new Map<number, string>();
  if (project.catalogs.aws) reaches(document, entry, project.catalogs.aws, (end, label) => hints.set(end, label));
  ends(document, entry, today, (end, label) => hints.set(end, label));
  return [...hints]
    .filter(([end]) => span[0] <= end && end <= span[1])
    .sort((a, b) => a[0] - b[0])
    .map(([end, label]) => ({ position: positionOf(document, end), label, kind: InlayHintKind.Type, paddingLeft: true }));
}

type Say = (end: number, label: string) => void;

function reaches(document: Document, { facts }: DocumentFacts, aws: AwsCatalog, say: Say): void {
  for (const grant of [...facts.grants, ...facts.trusts]) {
    if (grant.platform !== 'aws' || grant.effect !== 'allow') continue;
    for (const action of grant.actions) {
      if (action.kind !== 'scalar' || action.at.uri !== document.uri) continue;
      const reach = reachOfPattern(String(action.value), aws);
      if (!reach) continue;
      const permissions = reach.levels.find((one) => one.level === 'Permissions management')?.actions.length ?? 0;
      say(
        endOf(action, document),
        `${reach.total} action${reach.total === 1 ? '' : 's'}${permissions > 0 ? `, ${permissions} change permissions` : ''}`,
      );
    }
  }
}

/** Where a grant, a credential or a suppression says until when. */
function ends(document: Document, { facts, suppressions }: DocumentFacts, today: string, say: Say): void {
  for (const { lifetime } of [...facts.grants, ...facts.trusts, ...facts.credentials]) {
    const words = lifetime.until && lifetime.until.at.uri === document.uri ? timeLeft(textOf(lifetime.until) ?? '', today) : undefined;
    if (words !== undefined) say(endOf(lifetime.until!, document), words);
  }
  for (const { until, at } of suppressions) {
    const words = until === undefined ? undefined : timeLeft(until, today);
    const written = words === undefined ? -1 : document.text.indexOf(`until=${until}`, at.span[0]);
    if (written >= 0 && written < at.span[1]) say(written + `until=${until}`.length, words!);
  }
}

/** `12 days left`; undefined where the text begins with no day. */
function timeLeft(text: string, today: string): string | undefined {
  const day = /^\d{4}-\d{2}-\d{2}(?=$|[T ])/.exec(text)?.[0];
  const days = day === undefined ? Number.NaN : daysBetween(today, day);
  if (!Number.isFinite(days)) return undefined;
  const count = `${Math.abs(days)} day${Math.abs(days) === 1 ? '' : 's'}`;
  return days < 0 ? `ended ${count} ago` : days === 0 ? 'ends today' : `${count} left`;
}

/** Behind the closing quote, where the token is one with quotes in this document. */
function endOf(leaf: Leaf, document: Document): number {
  return leaf.token.uri === document.uri ? leaf.token.span[1] : leaf.at.span[1];
}
