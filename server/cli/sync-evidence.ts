// `posture sync --evidence FILE`, after a deployment: keeps what the deployed place says, and writes the records of which
// the approval no longer covers what stands or runs as open. Those are a proposal like any other: they count when they
// are merged, and until then `check` says that they were overtaken.
import { join } from 'node:path';
import type { Decision } from '../engine/decision.ts';
import type { IdentityRecord } from '../engine/identity-record.ts';
import { observationSources, type ObservationSource } from '../engine/observation.ts';
import { sourceOf } from '../observe/recognise.ts';
import { sourceNamed } from '../observe/sources.ts';
import { identityPath, printIdentity } from '../posture/identity-file.ts';
import { printDecision } from '../posture/record.ts';
import { decisionPath } from '../posture/seal.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { writeFiles, type FileWrite } from '../workspace/write-files.ts';
import { checkTree } from './check-tree.ts';
import { confirm } from './confirm.ts';
import { observe, startOf } from './observe.ts';
import { printOut } from './print.ts';
import { textAt } from '../workspace/text-at.ts';

export interface EvidenceFlags {
  readonly evidence: readonly string[];
  readonly place?: string;
  readonly yes?: boolean;
  readonly target?: string;
}

/** Number of records that were written as open. */
export async function voidOvertaken(root: string, flags: EvidenceFlags): Promise<number> {
  const now = new Date();
  for (const one of flags.evidence) {
    const { source, file } = await evidenceFrom(one);
    printOut(await observe({ root, source, files: [file], flags: { place: flags.place }, now }));
  }
  const result = await checkTree({ paths: [root], cwd: root, today: now.toISOString().slice(0, 10), target: flags.target });
  const baseline = readBaseline(root, flags.target);
  const decisions = (baseline?.decided ?? []).flatMap(({ decision }) => asOpen(decision, result.overtaken.get(decision.id)));
  const identities = (baseline?.identities.decided ?? []).flatMap(({ record }) => openIdentity(record, result.overtaken.get(record.id)));
  const writes: FileWrite[] = [
    ...decisions.map((decision) => written(root, decisionPath(decision), printDecision(decision))),
    ...identities.map((record) => written(root, identityPath(record), printIdentity(record))),
  ].filter(({ text, before }) => text !== before);
  if (writes.length === 0) {
    printOut('Every approval still covers what stands and runs.\n');
    return 0;
  }
  for (const [id, why] of result.overtaken) {
    const record = decisions.find((one) => one.id === id)?.rule ?? identities.find((one) => one.id === id)?.name;
    if (record !== undefined) printOut(`overtaken: ${record} (${id}): ${why}\n`);
  }
  if (!flags.yes) await confirm(`Write ${writes.length === 1 ? 'this record' : `these ${writes.length} records`} as open?`);
  writeFiles(writes, root);
  printOut(
    `${writes.length === 1 ? '1 approval' : `${writes.length} approvals`} voided in the working tree: commit ${writes.length === 1 ? 'it' : 'them'} on a branch, and have what runs now approved or taken away.\n`,
  );
  return writes.length;
}

async function evidenceFrom(text: string): Promise<{ source: Awaited<ReturnType<typeof sourceNamed>>; file: string }> {
  const equals = text.indexOf('=');
  const named = equals > 0 ? text.slice(0, equals) : undefined;
  const isNamed = named !== undefined && (observationSources as readonly string[]).includes(named);
  const file = isNamed ? text.slice(equals + 1) : text;
  const name = isNamed ? (named as ObservationSource) : sourceOf(startOf(file));
  if (name === undefined) throw new UsageError(`${file} is no export that is recognised`, 'say which one it is: --evidence SOURCE=FILE');
  return { source: await sourceNamed(name), file };
}

function asOpen(decision: Decision, why: string | undefined): Decision[] {
  if (why === undefined || decision.state !== 'accepted') return [];
  const { approved: _void, ...rest } = decision;
  return [{ ...rest, state: 'open' }];
}

function openIdentity(record: IdentityRecord, why: string | undefined): IdentityRecord[] {
  if (why === undefined || record.state !== 'approved') return [];
  const { approved: _void, ...rest } = record;
  return [{ ...rest, state: 'open' }];
}

function written(root: string, path: string, text: string): FileWrite {
  return { path: join(root, path), text, before: textAt(join(root, path)) };
}
