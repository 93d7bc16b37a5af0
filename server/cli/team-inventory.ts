// `posture inventory --team`: over the reports that `posture collect` gathered. One report is held at a time.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { defaultPolicy } from '../posture/policy.ts';
import { readReport } from '../posture/repository-report.ts';
import { collectTeam, type TeamIdentity, type TeamInventory } from '../posture/team-inventory.ts';
import { policyIn } from '../workspace/baseline.ts';
import { UsageError } from '../workspace/errors.ts';
import { harmless } from './report/frame.ts';
import { cell } from './report/markdown.ts';
import { reportsFolder } from './collect.ts';
import { today } from './today.ts';

export interface TeamFlags {
  readonly format: 'table' | 'json' | 'markdown';
  readonly asOf?: string;
}

/** `folder` is the root of the team's posture repository. Gives the text and whether every report could be read. */
export function teamInventory(folder: string, flags: TeamFlags): { readonly text: string; readonly refused: readonly string[] } {
  const root = resolve(folder);
  let names: string[];
  try {
    names = readdirSync(join(root, reportsFolder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    throw new UsageError(`there is no folder ${reportsFolder} in ${folder}`, "`posture collect` in the team's posture repository fills it");
  }
  const { policy } = policyIn(root);
  const collector = collectTeam(flags.asOf ?? today(), (policy ?? defaultPolicy).evidenceDays);
  const refused: string[] = [];
  for (const name of names) {
    const place = name.slice(0, -'.json'.length).replaceAll('\\', '/');
    const report = readReport(readFileSync(join(root, reportsFolder, name), 'utf8'), place);
    if ('why' in report) refused.push(`${reportsFolder}/${name}: ${report.why}`);
    else collector.add(report);
  }
  const team = collector.finish();
  return {
    text:
      flags.format === 'json'
        ? `${JSON.stringify({ version: 1, ...team }, undefined, 1)}\n`
        : flags.format === 'markdown'
          ? markdown(team)
          : table(team),
    refused,
  };
}

const mostShown = 50;

function summary(team: TeamInventory): string[] {
  return [
    `${team.repositories} repositories report ${team.identities} identities: ${team.shared.length} are used by several, ${team.admins.length} stand with everything, ${team.conflicts.length} have several owners, ${team.unowned} have none, ${team.notApproved} are not approved.`,
    `${team.findings} findings stand; ${team.drifting.length} repositories drift.`,
    ...(team.tooOld.length > 0
      ? [
          `${team.tooOld.length} reports are too old, and what those repositories hold is not known: ${team.tooOld
            .slice(0, 5)
            .map((one) => `${one.repository} (${one.day})`)
            .join(', ')}${team.tooOld.length > 5 ? ', …' : ''}.`,
        ]
      : []),
  ];
}

function line(one: TeamIdentity): string[] {
  const names = one.repositories.slice(0, 3).join(', ');
  return [
    one.id,
    one.owners.join(' ') || 'nobody',
    `${one.repositoryCount}`,
    `${one.drift}`,
    one.repositoryCount > 3 ? `${names} and ${one.repositoryCount - 3} more` : names,
  ];
}

const columns = ['identity', 'owner', 'repositories', 'drift', 'where'];

function parts(team: TeamInventory): [string, readonly TeamIdentity[]][] {
  return [
    ['Used by several repositories', team.shared],
    ['Standing administrators', team.admins],
    ['Several owners', team.conflicts],
  ];
}

function table(team: TeamInventory): string {
  const out = summary(team);
  for (const [title, all] of parts(team)) {
    if (all.length === 0) continue;
    const rows = [columns, ...all.slice(0, mostShown).map(line)].map((row) => row.map((text) => harmless(text)));
    const widths = columns.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    out.push(
      '',
      `${title}:`,
      ...rows.map((row) =>
        row
          .map((text, column) => text.padEnd(widths[column]!))
          .join('  ')
          .trimEnd(),
      ),
      ...(all.length > mostShown ? [`and ${all.length - mostShown} more; --format json has them all`] : []),
    );
  }
  if (team.drifting.length > 0)
    out.push('', 'Drift:', ...team.drifting.slice(0, mostShown).map(({ repository, drift }) => `${drift}  ${harmless(repository)}`));
  return `${out.join('\n')}\n`;
}

function markdown(team: TeamInventory): string {
  const out = ['### Identities of the team', '', ...summary(team)];
  for (const [title, all] of parts(team)) {
    if (all.length === 0) continue;
    out.push(
      '',
      `#### ${title}`,
      '',
      `| ${columns.join(' | ')} |`,
      `|${' --- |'.repeat(columns.length)}`,
      ...all.slice(0, mostShown).map((one) => `| ${line(one).map(cell).join(' | ')} |`),
    );
  }
  return `${out.join('\n')}\n`;
}
