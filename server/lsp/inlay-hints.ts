// Inlay hints: behind a wildcard, how much it covers. Off unless the user wants them.
import { InlayHintKind, type InlayHint } from 'vscode-languageserver/node';
import type { Document } from '../engine/document.ts';
import type { Project } from '../engine/project.ts';
import { overlaps, type Span } from '../engine/text/text.ts';
import { positionOf } from './convert.ts';
import { reachOfPattern } from './wildcard-reach.ts';

export function inlayHintsIn(document: Document, span: Span, project: Project): InlayHint[] {
  const { aws } = project.catalogs;
  const entry = project.documents.get(document.uri);
  if (!aws || !entry) return [];
  const hints = new Map<number, InlayHint>();
  for (const grant of [...entry.facts.grants, ...entry.facts.trusts]) {
    if (grant.platform !== 'aws' || grant.effect !== 'allow') continue;
    for (const action of grant.actions) {
      if (action.kind !== 'scalar' || action.at.uri !== document.uri || !overlaps(action.at.span, span)) continue;
      const reach = reachOfPattern(String(action.value), aws);
      if (!reach) continue;
      const permissions = reach.levels.find((one) => one.level === 'Permissions management')?.actions.length ?? 0;
      const words = `${reach.total} action${reach.total === 1 ? '' : 's'}${permissions > 0 ? `, ${permissions} change permissions` : ''}`;
      // Behind the closing quote, where the token is one with quotes in this document.
      const end = action.token.uri === document.uri ? action.token.span[1] : action.at.span[1];
      hints.set(end, { position: positionOf(document, end), label: words, kind: InlayHintKind.Type, paddingLeft: true });
    }
  }
  return [...hints.values()];
}
