// Which findings a person means by a word on the command line: an id, a rule, a file or a place, as any command prints it.
// What is done with them is the business of the command.
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findingId } from '../posture/reconcile.ts';
import { UsageError } from '../workspace/errors.ts';
import type { CheckResult, Shown } from './result.ts';

/**
 * The findings of `among` that `text` names: `infra/main.tf`, `infra/main.tf:9`, `infra/main.tf:9:17` (from the current
 * folder, as `check` prints it, or from the root of the repository, as records do), a rule or an id. Empty for none.
 */
export function findingsMatching(text: string, among: readonly Shown[], { root, cwd }: Pick<CheckResult, 'root' | 'cwd'>): readonly Shown[] {
  const [, file, line, column] = /^(.+?)(?::(\d+))?(?::(\d+))?$/s.exec(text) ?? [];
  if (file === undefined) return [];
  const uris = new Set([relative(root, resolve(cwd, file)), relative(root, resolve(root, file))].map((uri) => uri.replaceAll('\\', '/')));
  return among.filter(({ finding, range }) =>
    findingId(finding) === text || finding.rule === text ||
    (uris.has(finding.at.uri) && (line === undefined || range.start.line + 1 === Number(line)) && (column === undefined || range.start.column + 1 === Number(column))));
}

/** The findings that `text` names. Throws UsageError, which says what is wrong with the word and what would do, for none. */
export function findingsNamed(text: string, result: CheckResult): readonly Shown[] {
  const found = findingsMatching(text, result.findings, result);
  if (found.length > 0) return found;
  const file = text.replace(/(?::\d+){1,2}$/, '');
  const isThere = [result.cwd, result.root].some((folder) => existsSync(resolve(folder, file)));
  if (isThere) throw new UsageError(`there is no finding at ${text}`, '`posture check` lists what there is');
  const isPlace = file !== text || /\.[^/]*$/.test(text);
  throw new UsageError(isPlace ? `${file} does not exist` : `there is no finding ${text}`, 'name a place such as infra/main.tf:29, a file, a rule, or the id of a finding');
}
