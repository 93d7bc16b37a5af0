// `posture upgrade`: pins the newest edition of the rules. Before that it counts what would stop a build that only warns
// now, and which decisions would have nothing to be about any more.
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { currentEdition } from '../engine/edition.ts';
import { atLeast } from '../engine/finding.ts';
import { readBaseline } from '../workspace/baseline.ts';
import { configurationPath } from '../workspace/configuration-files.ts';
import { parseConfiguration } from '../workspace/configuration.ts';
import { writeFiles } from '../workspace/write-files.ts';
import { allRules } from '../../rules/registry.ts';
import { checkTree, placeInWords } from './check-tree.ts';
import { today } from './today.ts';
import { confirm } from './confirm.ts';
import { printError, printOut } from './print.ts';
import { textAt } from '../workspace/text-at.ts';

export interface UpgradeFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
}

export async function upgradeCommand(flags: UpgradeFlags): Promise<void> {
  const day = today();
  const result = await checkTree({ today: day, edition: currentEdition });
  const path = join(result.root, configurationPath);
  const before = textAt(path);
  const pinned = parseConfiguration(before ?? '').configuration.edition;
  const rules = await allRules();
  const later = new Set(rules.filter((rule) => (rule.meta.since ?? 1) > (pinned ?? currentEdition)).map((rule) => rule.id));
  const stopping = result.findings.filter(
    ({ finding }) =>
      later.has(finding.rule) && atLeast(finding.severity, 'medium') && finding.standing !== 'existing' && finding.standing !== 'pending',
  );
  const known = new Set(rules.map((rule) => rule.id));
  const heirs = new Map(rules.flatMap((rule) => (rule.meta.replaces ?? []).map((old) => [old, rule.id] as const)));
  const decided = readBaseline(result.root)?.decided ?? [];
  const gone = decided.filter(({ decision }) => !known.has(decision.rule) && !heirs.has(decision.rule));
  const inherited = decided.filter(({ decision }) => !known.has(decision.rule) && heirs.has(decision.rule));
  const lines = [
    pinned === undefined
      ? `No edition is pinned, so the newest counts: ${currentEdition}.`
      : `Edition ${pinned} is pinned, ${currentEdition} is the newest: ${later.size === 0 ? 'no rule is new' : `${later.size} ${later.size === 1 ? 'rule is' : 'rules are'} new (${[...later].slice(0, 5).join(', ')}${later.size > 5 ? ', …' : ''})`}.`,
    `${stopping.length} ${stopping.length === 1 ? 'finding' : 'findings'} would stop a build that ${stopping.length === 1 ? 'is' : 'are'} only reported now.`,
    ...stopping.slice(0, 20).map(({ finding }) => `would stop: ${placeInWords(result, finding.at)} ${finding.rule}`),
    ...(stopping.length > 20 ? [`and ${stopping.length - 20} more`] : []),
    ...inherited.slice(0, 20).map(({ decision }) => `goes on counting: ${decision.rule} is ${heirs.get(decision.rule)} now`),
    ...gone.slice(0, 20).map(({ decision, at }) => `would be void: ${at.uri}: there is no rule ${decision.rule} any more`),
    ...(gone.length > 20 ? [`and ${gone.length - 20} more that would be void`] : []),
  ];
  printOut(`${lines.join('\n')}\n`);
  for (const problem of result.problems) printError(`posture: not checked: ${problem.what} ${problem.uri}: ${problem.message}\n`);
  if (result.problems.length > 0) process.exitCode = 2;
  if (flags.dryRun || pinned === currentEdition) return;
  if (!flags.yes) await confirm(`Pin edition ${currentEdition} in ${configurationPath}?`);
  writeFiles([{ path, text: withEdition(before ?? '', currentEdition), before }], result.root);
  printOut(`Pinned. Commit ${configurationPath}, and have it reviewed.\n`);
}

/** The configuration with the edition set, and everything else as it is written. */
export function withEdition(text: string, edition: number): string {
  const { contents } = parseDocument(text);
  const pair = isMap(contents) ? contents.items.find(({ key }) => String(key) === 'edition') : undefined;
  const range = (pair?.value as { range?: readonly [number, number, number] } | null | undefined)?.range;
  if (range) return `${text.slice(0, range[0])}${edition}${text.slice(range[1])}`;
  return `${text}${text === '' || text.endsWith('\n') ? '' : '\n'}edition: ${edition}\n`;
}
