// Drift of files that are not open, beside the decisions that the session has read. Pure; for the thread that speaks to the
// editor, which knows the last check of the whole workspace and loads nothing of the engine.
import type { BaselineView } from './protocol/decisions.ts';
import type { FileFindings } from './protocol/findings.ts';

/** The views with the drift of files that are not open, which a check of the workspace knows, in the place of the session's. */
export function withDriftOf(
  views: readonly BaselineView[],
  closed: readonly FileFindings[],
  isOpen: (uri: string) => boolean,
): BaselineView[] {
  const drift = closed
    .map((file) => ({ ...file, findings: file.findings.filter(({ category }) => category === 'drift') }))
    .filter(({ findings }) => findings.length > 0);
  return views.map((view) => ({
    ...view,
    drift: [...view.drift.filter(({ uri }) => isOpen(uri)), ...drift.filter(({ uri }) => uri.startsWith(`${view.root}/`))],
  }));
}
