// `posture why FILE`: how a file is read, under which configuration, and what was reported there and why at this severity.
import { formatOf } from '../engine/document.ts';
import { isOn } from '../engine/finding-of.ts';
import { neededAreas } from '../engine/needed-areas.ts';
import { pathClassOf } from '../engine/path-class.ts';
import type { Profile } from '../engine/rule.ts';
import { configErrorOf, loadConfigurations } from '../workspace/configuration-files.ts';
import { fromRoot } from '../workspace/configuration.ts';
import { UsageError } from '../workspace/errors.ts';
import { workspaceFacts } from '../workspace/workspace-facts.ts';
import { rulesOf } from '../../rules/registry.ts';
import { heldInWords } from './held-in-words.ts';
import { rangeOf } from './locate.ts';
import { createMasker } from './mask.ts';
import { planCheck } from './plan.ts';
import { printOut } from './print.ts';
import { runEngine } from './run.ts';
import { today } from './today.ts';

export async function whyCommand(file: string, flags: { readonly profile?: Profile }): Promise<void> {
  const plan = await planCheck({ kind: 'files' }, [file], process.cwd());
  const uri = plan.uris[0];
  if (plan.uris.length !== 1 || uri === undefined) throw new UsageError(`${file} is a folder; name one file`);
  const read = (path: string) => plan.source.document(path)?.text;
  const configurations = await loadConfigurations([uri], { read, overrides: { profile: flags.profile }, rulesOf });
  const wrong = configErrorOf(configurations.mistakes);
  if (wrong) throw wrong;
  const day = today();
  const run = await runEngine({
    source: plan.source,
    uris: [uri],
    settingsFor: configurations.settingsFor,
    workspace: workspaceFacts(day, read, plan.repository),
  });
  const say = (label: string, text: string) => printOut(`${label.padEnd(14)} ${text}\n`);

  say('file', uri);
  const lost = plan.source.notRead.get(uri);
  if (lost) return void say('not read', `${lost.reason}${lost.detail ? ` (${lost.detail})` : ''}`);
  const ignored = configurations.ignored(uri);
  if (ignored) say('ignored', `by ${ignored.file}, pattern ${ignored.path}: ${ignored.reason}`);
  const facts = run.engine.facts.get(uri);
  say('format', plan.source.document(uri)?.format ?? formatOf(uri));
  say('read as', facts && facts.dialects.length > 0 ? facts.dialects.join(', ') : 'text: only secrets are looked for');
  if (facts) say('holds', heldInWords(facts) || 'nothing that a rule looks at');
  const masker = createMasker(run.secrets);
  for (const problem of facts?.facts.problems ?? []) say(problem.kind, masker.coverText(problem.message, [uri]));
  const pathClass = pathClassOf(uri);
  if (pathClass) say('place', `${pathClass}: findings are one step milder`);

  const layers = fromRoot(configurations.layersFor(uri));
  const settings = configurations.settingsFor(uri);
  say('configuration', layers.length > 0 ? layers.map((layer) => layer.file).join(', then ') : 'none: the defaults');
  say('profile', settings.profile);
  const areas = facts ? neededAreas([facts]) : new Set<never>();
  const rules = await rulesOf(areas);
  const on = rules.filter((rule) => isOn(rule, settings));
  say('rules', on.length > 0 ? `${on.length} of ${rules.length} in ${[...areas].join(', ')}` : 'none apply to what it holds');
  for (const rule of rules) {
    const off = settings.off[rule.id];
    if (off !== undefined) say('off', `${rule.id}: ${off}`);
  }
  const locating = { lines: run.lines, document: plan.source.document };
  for (const finding of [...run.analysis.findings, ...run.analysis.suppressed].filter((one) => one.at.uri === uri)) {
    const { start } = rangeOf(finding.at, locating);
    const reasons = [finding.adjusted, finding.suppressed && `suppressed: ${finding.suppressed.reason}`].filter(
      (reason) => reason !== undefined,
    );
    say(
      'finding',
      `${start.line + 1}:${start.column + 1} ${finding.severity} ${finding.rule}${reasons.length > 0 ? ` (${reasons.join('; ')})` : ''}`,
    );
  }
}
