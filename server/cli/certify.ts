// `posture certify --quarter 2026Q4`: the access review of a quarter. An identity is certified when what stands now was
// approved within the quarter; whatever changes afterwards reopens it, because the approval is bound to what was approved.
import { join } from 'node:path';
import { isDay } from '../posture/days.ts';
import { certificationOf, openRecordOf, quarterOf, type Certified } from '../posture/certification.ts';
import { identityPath, printIdentity } from '../posture/identity-file.ts';
import { defaultPolicy } from '../posture/policy.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { readObserved } from '../workspace/evidence-files.ts';
import { writeFiles } from '../workspace/write-files.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { confirm } from './confirm.ts';
import { printError, printOut } from './print.ts';
import { harmless } from './report/frame.ts';
import { textAt } from '../workspace/text-at.ts';

export interface CertifyFlags {
  readonly quarter?: string;
  readonly kind: readonly string[];
  readonly write?: boolean;
  readonly asOf?: string;
  readonly yes?: boolean;
  readonly format: 'pretty' | 'json';
}

export async function certifyCommand(flags: CertifyFlags): Promise<void> {
  const day = flags.asOf ?? today();
  if (!isDay(day)) throw new UsageError(`--as-of ${day} is no day of the form 2027-01-31`);
  const quarter = quarterOf(flags.quarter, day);
  if (!quarter) throw new UsageError(`--quarter ${flags.quarter} is no quarter of the form 2026Q4`);
  const result = await checkTree({ today: day, everyIdentity: true });
  const baseline = readBaseline(result.root);
  const policy = baseline?.policy ?? defaultPolicy;
  const { observed } = readObserved(result.root, day, policy.evidenceDays);
  const certified = certificationOf({ identities: result.identities, quarter, observed, kinds: flags.kind });
  const open = certified.filter(({ state }) => state !== 'certified');
  const where = ({ judged: { entry } }: Certified): string => placeInWords(result, entry.at);

  if (flags.format === 'json') {
    printOut(
      `${JSON.stringify({ version: 1, quarter: quarter.name, from: quarter.from, to: quarter.to, asOf: day, identities: certified.map((one) => ({ id: one.judged.entry.id, place: where(one), state: one.state, why: one.why, owner: one.owner, command: one.command })) }, undefined, 2)}\n`,
    );
  } else {
    for (const one of open)
      printOut(
        `${harmless(where(one))}  ${harmless(one.judged.entry.id)}  ${harmless(one.owner ?? 'nobody')}\n  ${harmless(one.why)}\n  $ ${harmless(one.command)}\n`,
      );
    printOut(
      `${quarter.name}: ${certified.length - open.length} of ${certified.length} certified as they stand, ${open.length} to review.\n`,
    );
  }
  if (flags.write) {
    const missing = open.filter(({ judged }) => judged.record === undefined);
    const writes = missing.map(({ judged }) => {
      const record = openRecordOf(judged, quarter);
      const path = join(result.root, identityPath(record));
      return { path, text: printIdentity(record), before: textAt(path) };
    });
    if (writes.length > 0 && !flags.yes)
      await confirm(`Write ${writes.length === 1 ? '1 open record' : `${writes.length} open records`} for review?`);
    writeFiles(writes, result.root);
    printError(`posture: ${writes.length} open ${writes.length === 1 ? 'record' : 'records'} written; what is open approves nothing\n`);
  }
  for (const { what, uri, message } of result.problems) printError(`posture: not checked: ${what} ${uri}: ${message}\n`);
  process.exitCode = result.problems.length > 0 ? 2 : open.length > 0 ? 1 : 0;
}
