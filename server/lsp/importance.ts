// Which findings of files that are not open stand in the Problems list. A repository that was never checked may have
// hundreds: the list then holds what is critical and what stands on lines that this branch changed, and the Posture view
// holds all of them.
import type { Document } from '../engine/document.ts';
import type { Finding } from '../engine/finding.ts';
import { changesSince, type Changes } from '../workspace/changed-lines.ts';
import { GitError } from '../workspace/errors.ts';
import { isTarget, targetBranch } from '../workspace/target-branch.ts';
import { rangeOf } from './convert.ts';
import type { EditorSettings } from './protocol/start.ts';
import type { Root } from './roots.ts';

/** What this branch changed, as far as git can tell. */
export interface BranchChanges {
  /** Whether the finding stands on a line that this branch changed; undefined where nobody can tell. */
  isChanged(finding: Finding, document: Document): boolean | undefined;
}

export type Shows = (finding: Finding, document: Document) => boolean;

const unknown: BranchChanges = { isChanged: () => undefined };

/** Asks git, where it may be asked. What git cannot tell stays unknown. */
export async function branchChanges(root: Root, mayRunGit: boolean): Promise<BranchChanges> {
  if (root.path === undefined || !mayRunGit) return unknown;
  const target = targetBranch(root.path);
  // Without a commit every line is new.
  if (!isTarget(target) && target.nothingYet) return { isChanged: () => true };
  try {
    const changes = await changesSince({ root: root.path, inHook: false }, isTarget(target) ? target.commit : 'HEAD', []);
    return { isChanged: (finding, document) => isOnChangedLine(finding, document, changes) };
  } catch (error) {
    if (error instanceof GitError) return unknown;
    throw error;
  }
}

/** What the setting lets through. What is not known to be changed counts as unchanged. */
export function showsBy(setting: EditorSettings['problems'], changes: BranchChanges): Shows {
  if (setting === 'all') return () => true;
  if (setting === 'open files') return () => false;
  return (finding, document) => finding.severity === 'critical' || changes.isChanged(finding, document) === true;
}

function isOnChangedLine(finding: Finding, document: Document, { files }: Changes): boolean {
  const lines = files.get(finding.at.uri);
  if (lines === undefined || lines === 'all') return lines === 'all';
  const { start, end } = rangeOf(document, finding.at.span);
  return lines.some(([from, to]) => start.line < to && from <= end.line);
}
