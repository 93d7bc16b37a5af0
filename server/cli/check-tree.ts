// The check that commands about decisions begin with: the whole tree from here, as of a day, with every identity beside its
// record where that is wanted.
import type { Place } from '../engine/text/text.ts';
import { check, type CheckRequest } from './check.ts';
import type { CheckResult } from './result.ts';
import { version } from '../../package.json';

/** What such a check may ask for beyond the day. */
type TreeRequest = Pick<CheckRequest, 'today' | 'target' | 'everyIdentity' | 'profile' | 'edition'> &
  Partial<Pick<CheckRequest, 'paths' | 'cwd' | 'fix' | 'fixOf'>>;

export function checkTree(request: TreeRequest): Promise<CheckResult> {
  return check({ mode: { kind: 'files' }, paths: ['.'], cwd: process.cwd(), rules: [], fix: 'no', edits: false, version, ...request });
}

/** The whole tree as a commit holds it, judged as of a day, with every identity. `root` is the absolute folder of the repository. */
export function checkCommit(root: string, commit: string, day: string): Promise<CheckResult> {
  return check({
    mode: { kind: 'commit', commit },
    paths: [],
    cwd: root,
    rules: [],
    fix: 'no',
    edits: false,
    everyIdentity: true,
    today: day,
    version,
  });
}

/** `infra/main.tf:9`, of the text that was judged. */
export function placeInWords(result: CheckResult, at: Place): string {
  const line = result.lineOf(at);
  return line === undefined ? at.uri : `${at.uri}:${line}`;
}
