// `posture check`: from options to a result. Printing is for the reports, ending the program for main.
import { atLeast, severities, type Severity } from '../engine/finding.ts';
import type { Profile } from '../engine/rule.ts';
import { areas, areaOf } from '../engine/rule.ts';
import { unknownWorkspace } from '../engine/project.ts';
import { defaultSettings, type Settings } from '../engine/settings.ts';
import { workingTree } from '../workspace/source.ts';
import { listedAmong } from '../workspace/repository.ts';
import { rulesOf } from '../../rules/registry.ts';
import { locate } from './locate.ts';
import { createMasker } from './mask.ts';
import type { CheckResult } from './result.ts';
import { runEngine } from './run.ts';
import { findTargets } from './targets.ts';

export interface CheckOptions {
  readonly paths: readonly string[];
  readonly cwd: string;
  readonly profile?: Profile;
  readonly rules: readonly string[];
  readonly minSeverity?: Severity;
  readonly withFixes: boolean;
  readonly today: string;
  readonly version: string;
  readonly progress?: (done: number, total: number) => void;
}

export async function check(options: CheckOptions): Promise<CheckResult> {
  const started = performance.now();
  const targets = await findTargets(options.paths, options.cwd);
  const source = workingTree(targets.root, targets.repository ? (uris) => listedAmong(targets.root, uris) : undefined);
  const settings: Settings = { ...defaultSettings, profile: options.profile ?? 'default', ...(options.rules.length > 0 ? { only: options.rules } : {}) };
  const run = await runEngine({ source, uris: targets.uris, settingsFor: () => settings, workspace: unknownWorkspace(options.today), progress: options.progress });
  const asked = new Set(targets.uris);
  const wanted = (one: { at: { uri: string }; severity: Severity }) => asked.has(one.at.uri) && (!options.minSeverity || atLeast(one.severity, options.minSeverity));
  const masker = createMasker(run.engine.facts, (uri) => source.document(uri));
  const locating = { lines: run.lines, document: (uri: string) => source.document(uri), today: options.today, holdsSecret: masker.holdsSecret, withFixes: options.withFixes };
  const findings = run.analysis.findings.filter(wanted);
  const suppressed = run.analysis.suppressed.filter(wanted);
  const named = new Set([...findings, ...suppressed].map((finding) => finding.rule));
  const rules = await rulesOf(areas.filter((area) => [...named].some((id) => areaOf(id) === area)));
  return {
    version: options.version,
    root: targets.root,
    findings: locate(findings, locating),
    suppressed: locate(suppressed, locating),
    rules: new Map(rules.filter((rule) => named.has(rule.id)).map((rule) => [rule.id, rule])),
    counts: Object.fromEntries(severities.map((severity) => [severity, findings.filter((finding) => finding.severity === severity).length])) as Record<Severity, number>,
    filesChecked: run.filesRead,
    notRead: [...targets.notRead, ...source.notRead.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1)),
    notes: targets.notes,
    problems: run.analysis.failures.map((failure) => ({ what: failure.what, uri: failure.uri, message: masker.coverText(failure.error, [failure.uri]) })),
    profile: settings.profile,
    milliseconds: performance.now() - started,
  };
}
