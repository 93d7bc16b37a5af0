// Whether an upload takes files whose names begin with a dot.
import { textOf } from '../../server/engine/facts/value.ts';
import type { WorkflowStep } from '../../server/engine/facts/workflow.ts';
import { inputText } from './secret-references.ts';

/**
 * True where `actions/upload-artifact` takes hidden files: where it is told to, and in versions before 3.2 and 4.4, which
 * took them unasked. `v3` alone counts as one of those, for only servers of one's own still run it, in the version that
 * they brought along; `v4` is the newest, and what a commit stands for is not known. Source: the notes to the releases.
 */
export function uploadsHidden(step: WorkflowStep): boolean {
  if (/^true$/i.test(inputText(step.inputs, 'include-hidden-files') ?? '')) return true;
  const version = /@v(\d{1,4})(?:\.(\d{1,4}))?/.exec(textOf(step.uses) ?? '');
  if (!version) return false;
  const [major, minor] = [Number(version[1]), version[2] === undefined ? undefined : Number(version[2])];
  if (major === 3) return minor === undefined || minor < 2;
  return major < 3 || (major === 4 && minor !== undefined && minor < 4);
}
