// Which findings a person means by a word on the command line: an id, a rule, a file, a folder or a place, as any command
// prints it. What is done with them is the business of the command.
import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { findingId } from '../posture/reconcile.ts';
import { UsageError } from '../workspace/errors.ts';
import type { CheckResult, Shown } from './result.ts';

/**
 * The findings of `among` that `text` names: `infra/main.tf`, `infra/main.tf:9`, `infra/main.tf:9:17` (from the current
 * folder, as `check` prints it, or from the root of the repository, as records do), a rule or an id. Empty for none.
 */
export function findingsMatching(text: string, among: readonly Shown[], where: Where): readonly Shown[] {
  const [, file, line, column] = /^(.+?)(?::(\d+))?(?::(\d+))?$/s.exec(text) ?? [];
  if (file === undefined) return [];
  const uris = new Set(Object.values(urisOf(file, where)));
  return among.filter(
    ({ finding, range }) =>
      findingId(finding) === text ||
      finding.rule === text ||
      (uris.has(finding.at.uri) &&
        (line === undefined || range.start.line + 1 === Number(line)) &&
        (column === undefined || range.start.column + 1 === Number(column))),
  );
}

type Where = Pick<CheckResult, 'root' | 'cwd'>;

function urisOf(path: string, { root, cwd }: Where): { readonly fromHere: string; readonly fromRoot: string } {
  const from = (folder: string): string => relative(root, resolve(folder, path)).replaceAll('\\', '/');
  return { fromHere: from(cwd), fromRoot: from(root) };
}

/** Those below the folder that `text` names. A dot is the folder that the command is in, never the root above it. */
function findingsBelow(text: string, among: readonly Shown[], where: Where): readonly Shown[] {
  const { fromHere, fromRoot } = urisOf(text, where);
  const folders = [fromHere, ...(fromRoot === '' ? [] : [fromRoot])].map((uri) => (uri === '' ? '' : `${uri}/`));
  return among.filter(({ finding }) => folders.some((folder) => finding.at.uri.startsWith(folder)));
}

/** The findings that `text` names, or that stand below the folder it names. Throws UsageError, which says what is wrong with the word and what would do, for none. */
export function findingsNamed(text: string, result: CheckResult): readonly Shown[] {
  const matching = findingsMatching(text, result.findings, result);
  const found = matching.length > 0 ? matching : findingsBelow(text, result.findings, result);
  if (found.length > 0) return found;
  const file = text.replace(/(?::\d+){1,2}$/, '');
  const isThere = [result.cwd, result.root].some((folder) => existsSync(resolve(folder, file)));
  if (isThere) throw new UsageError(`there is no finding at ${text}`, '`posture check` lists what there is');
  const isPlace = file !== text || /\.[^/]*$/.test(text);
  throw new UsageError(
    isPlace ? `${file} does not exist` : `there is no finding ${text}`,
    'name a place such as infra/main.tf:29, a file, a rule, or the id of a finding',
  );
}
