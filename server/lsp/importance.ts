// Which findings of files that are not open stand in the Problems list. A repository that was never checked may have
// hundreds: the list then holds what is critical and what stands on lines that this branch changed, and the Posture view
// holds all of them.
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { changesSince, type Changes } from '../workspace/changed-lines.ts';
import { GitError } from '../workspace/errors.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { rangeOf } from './convert.ts';
import type { EditorSettings } from './protocol.ts';
import type { Root } from './roots.ts';

export type Shows = (finding: Finding, document: Document) => boolean;

const isCritical: Shows = (finding) => finding.severity === 'critical';

/** What the setting comes to for a root. Git is asked only where it may be, and what it cannot tell counts as unchanged. */
export async function importanceOf(root: Root, setting: EditorSettings['problems'], mayRunGit: boolean): Promise<Shows> {
  if (setting === 'all') return () => true;
  if (setting === 'open files') return () => false;
  if (root.path === undefined || !mayRunGit) return isCritical;
  const target = targetBranch(root.path);
  // Without a commit every line is new.
  if (!isTarget(target) && target.nothingYet) return () => true;
  try {
    const changes = await changesSince({ root: root.path, inHook: false }, isTarget(target) ? target.commit : 'HEAD', []);
    return (finding, document) => isCritical(finding, document) || isOnChangedLine(finding, document, changes);
  } catch (error) {
    if (error instanceof GitError) return isCritical;
    throw error;
  }
}

function isOnChangedLine(finding: Finding, document: Document, { files }: Changes): boolean {
  const lines = files.get(finding.at.uri);
  if (lines === undefined || lines === 'all') return lines === 'all';
  const { start, end } = rangeOf(document, finding.at.span);
  return lines.some(([from, to]) => start.line < to && from <= end.line);
}
