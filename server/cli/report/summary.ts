// The end of a run in words: how many findings, how much was checked, and what was not and why.
import { severities } from '../../engine/finding.ts';
import { incomplete, type NotRead, type NotReadReason } from '../../workspace/text-file.ts';
import type { CheckResult, Said } from '../result.ts';

export function countsInWords(result: CheckResult<Said>): string {
  const total = result.findings.length;
  if (total === 0) return 'no findings';
  const parts = severities.filter((severity) => result.counts[severity] > 0).map((severity) => `${result.counts[severity]} ${severity}`);
  return `${total} ${total === 1 ? 'finding' : 'findings'}: ${parts.join(', ')}`;
}

export function checkedInWords(result: CheckResult<Said>): string {
  const files = result.filesChecked === 1 ? '1 file' : `${result.filesChecked} files`;
  const suppressed = result.suppressed.length > 0 ? `, ${result.suppressed.length} suppressed` : '';
  return `${files} checked in ${inWords(result.milliseconds)}, profile ${result.profile}${suppressed}`;
}

/** One line a reason. Names are given where they help: what a person may want to change. */
export function notReadInWords(notRead: readonly NotRead[]): string[] {
  const byReason = new Map<NotReadReason, NotRead[]>();
  for (const entry of notRead) (byReason.get(entry.reason) ?? byReason.set(entry.reason, []).get(entry.reason)!).push(entry);
  return [...byReason].map(([reason, entries]) => {
    const most = incomplete.has(reason) ? 20 : 3;
    const names = entries
      .slice(0, most)
      .map((entry) => (entry.detail ? `${entry.uri} (${entry.detail})` : entry.uri))
      .join(', ');
    const more = entries.length > most ? ` and ${entries.length - most} more` : '';
    return `${entries.length} ${phrases[reason]}: ${names}${more}`;
  });
}

const phrases: Readonly<Record<NotReadReason, string>> = {
  binary: 'binary',
  'in LFS': 'kept by Git LFS and not fetched (git lfs pull)',
  'too large': 'over the size cap of 5 MB',
  'symbolic link': 'symbolic link, not followed',
  submodule: 'submodule or folder, not entered',
  'other repository': 'repository of its own, not entered',
  gone: 'gone before it was read',
  unreadable: 'could not be read',
  unmerged: 'in the middle of a merge',
  'missing object': 'not in this clone',
  'ignored by configuration': 'ignored by configuration',
  'not a file': 'neither file nor folder',
  'left out': 'folder with code of others, not entered',
  'not checked out': 'left out by the sparse check-out',
};

function inWords(milliseconds: number): string {
  return milliseconds < 1000 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
