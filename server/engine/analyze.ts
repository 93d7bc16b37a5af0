// Facts in, findings out. Rules are passed in; a rule that throws loses its findings for that document and is returned
// in `failures`, and all others go on.
import { atLeast, compareFindings, lowered, type Finding, type Severity, type Subject } from './finding.ts';
import type { Drift } from './drift.ts';
import { questionOf } from './fact-index.ts';
import { pathClassOf } from './path-class.ts';
import type { DocumentFacts, Project } from './project.ts';
import { describe, type Failure } from './read.ts';
import type { Handlers, Report, Rule, RuleContext } from './rule.ts';
import type { Settings } from './settings.ts';
import { isExpired, type Suppression, type SuppressionState } from './suppress.ts';

export interface Analysis {
  /** Findings that stand, in the one order. */
  readonly findings: readonly Finding[];
  /** Findings that a suppression covers. */
  readonly suppressed: readonly Finding[];
  readonly failures: readonly Failure[];
}

export type SettingsFor = (uri: string) => Settings;

/** Findings of one document's facts, before suppression and before the weaker of two is dropped. */
export interface RawFindings {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  /** True when a rule looked beyond the document, so that a change elsewhere can change the result. */
  readonly wide: boolean;
  /** Questions that rules asked of indexes, as `questionOf` names them: a change of their answers can change the result. */
  readonly asked?: ReadonlySet<string>;
}

/** Runs every rule over everything. */
export function analyze(project: Project, rules: readonly Rule[], settingsFor: SettingsFor): Analysis {
  const raw: RawFindings[] = [];
  for (const uri of project.documents.keys()) raw.push(runRules(project, rules, uri, settingsFor));
  raw.push(runProjectRules(project, rules, settingsFor));
  return settle(project, rules, raw, settingsFor);
}

/** Runs the rules over the facts of one document. The result depends on that document, and on others only for rules that ask `project`. */
export function runRules(project: Project, rules: readonly Rule[], uri: string, settingsFor: SettingsFor): RawFindings {
  const entry = project.documents.get(uri);
  if (!entry) return { findings: [], failures: [], wide: false };
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  const watched = watch(project);
  for (const rule of rules) {
    const context = contextFor(rule, watched.project, settingsFor, findings);
    try {
      visit(rule.on, entry, context);
    } catch (error) {
      failures.push({ what: `rule ${rule.id}`, uri, error: describe(error) });
    }
  }
  return { findings, failures, wide: watched.wide(), asked: watched.asked };
}

/** The same project, noting what was asked for beyond one document. */
function watch(project: Project): { project: Project; wide(): boolean; asked: ReadonlySet<string> } {
  let wide = false;
  const asked = new Set<string>();
  const noting = <T>(value: T): T => {
    wide = true;
    return value;
  };
  return {
    project: {
      get documents() {
        return noting(project.documents);
      },
      catalogs: project.catalogs,
      workspace: project.workspace,
      all: (kind) => noting(project.all(kind)),
      secrets: () => noting(project.secrets()),
      lookup(index, key) {
        asked.add(questionOf(index, key));
        return project.lookup(index, key);
      },
      memo: (key, make) => noting(project.memo(key, make)),
    },
    wide: () => wide,
    asked,
  };
}

/** Runs the rules that look at the whole tree at once. */
export function runProjectRules(project: Project, rules: readonly Rule[], settingsFor: SettingsFor): RawFindings {
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  for (const rule of rules) {
    if (!rule.on.project) continue;
    try {
      rule.on.project(contextFor(rule, project, settingsFor, findings));
    } catch (error) {
      failures.push({ what: `rule ${rule.id}`, uri: '', error: describe(error) });
    }
  }
  return { findings, failures, wide: true };
}

/** Runs the rules about drift over what reconciling found: the second pass. */
export function runDriftRules(project: Project, rules: readonly Rule[], drifts: readonly Drift[], settingsFor: SettingsFor): RawFindings {
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  for (const rule of rules) {
    if (!rule.on.drift) continue;
    const context = contextFor(rule, project, settingsFor, findings);
    for (const drift of drifts) {
      try {
        rule.on.drift(drift, context);
      } catch (error) {
        failures.push({ what: `rule ${rule.id}`, uri: drift.at.uri, error: describe(error) });
      }
    }
  }
  return { findings, failures, wide: true };
}

/** Drops doubles and the weaker of two, applies suppressions, judges the suppressions themselves, and sorts. */
export function settle(project: Project, rules: readonly Rule[], raw: readonly RawFindings[], settingsFor: SettingsFor): Analysis {
  const failures = raw.flatMap((one) => one.failures);
  const kept = withOwnAnchors(withoutWeaker(withoutDoubles(raw.flatMap((one) => one.findings)), rules).sort(compareFindings));
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const findings: Finding[] = [];
  const suppressed: Finding[] = [];
  const used = new Map<object, number>();
  const usedRules = new Map<object, Set<string>>();
  for (const finding of kept) {
    const suppression = project.documents.get(finding.at.uri)?.suppressions.find(
      (one) => !one.problem && names(one, finding.rule, byId) && one.covers[0] <= finding.at.span[0] && finding.at.span[0] <= one.covers[1],
    );
    if (suppression) {
      used.set(suppression, (used.get(suppression) ?? 0) + 1);
      (usedRules.get(suppression) ?? usedRules.set(suppression, new Set()).get(suppression)!).add(finding.rule);
    }
    if (suppression && !isExpired(suppression, project.workspace.today)) {
      suppressed.push({ ...finding, suppressed: { reason: suppression.reason, at: suppression.at, until: suppression.until, owner: suppression.owner } });
    } else {
      findings.push(finding);
    }
  }
  for (const rule of rules) {
    if (!rule.on.suppression) continue;
    const context = contextFor(rule, project, settingsFor, findings);
    for (const document of project.documents.values()) {
      for (const suppression of document.suppressions) {
        // Whether a comment for another tool is still needed is for that tool to say.
        if (suppression.peers) continue;
        const settings = settingsFor(document.uri);
        const state: SuppressionState = {
          suppression,
          expired: isExpired(suppression, project.workspace.today),
          used: used.get(suppression) ?? 0,
          // A rule that does not run in this profile says nothing about whether the directive is needed.
          idle: suppression.rules.filter(({ id }) => byId.has(id) && isOn(byId.get(id)!, settings) && !usedRules.get(suppression)?.has(id)),
          unknown: suppression.rules.filter(({ id }) => !byId.has(id)),
        };
        rule.on.suppression(state, context);
      }
    }
  }
  return { findings: findings.sort(compareFindings), suppressed: suppressed.sort(compareFindings), failures };
}

/** True for a directive that names the rule, or the check of another tool that the rule says it stands for. */
function names(suppression: Suppression, rule: string, byId: ReadonlyMap<string, Rule>): boolean {
  const { peers } = suppression;
  return peers ? (byId.get(rule)?.meta.peers.some((peer) => peers.includes(peer)) ?? false) : suppression.rules.some(({ id }) => id === rule);
}

/** A context that also knows which fact is being looked at, so that each finding carries it. */
interface Reporter extends RuleContext {
  subject: Subject | undefined;
}

function visit(on: Handlers, { facts, secrets }: DocumentFacts, context: Reporter): void {
  const look = (subject: Subject, run: () => void): void => {
    context.subject = subject;
    run();
  };
  if (on.secret) for (const fact of secrets) look({ kind: 'secret', fact }, () => on.secret!(fact, context));
  if (on.grant) for (const fact of facts.grants) look({ kind: 'grant', fact }, () => on.grant!(fact, context));
  if (on.trust) for (const fact of facts.trusts) look({ kind: 'grant', fact }, () => on.trust!(fact, context));
  if (on.credential) for (const fact of facts.credentials) look({ kind: 'credential', fact }, () => on.credential!(fact, context));
  if (on.identity) for (const fact of facts.identities) look({ kind: 'identity', fact }, () => on.identity!(fact, context));
  if (on.workflow || on.job || on.step) {
    for (const workflow of facts.workflows) {
      look({ kind: 'workflow', fact: workflow }, () => {
        on.workflow?.(workflow, context);
        if (on.step) for (const step of workflow.steps) on.step(step, undefined, workflow, context);
      });
      if (!on.job && !on.step) continue;
      for (const job of workflow.jobs) {
        look({ kind: 'job', fact: job }, () => {
          on.job?.(job, workflow, context);
          if (on.step) for (const step of job.steps) on.step(step, job, workflow, context);
        });
      }
    }
  }
  if (on.agent || on.server || on.setting) {
    for (const agent of facts.agents) {
      look({ kind: 'agent', fact: agent }, () => {
        on.agent?.(agent, context);
        if (on.setting) for (const setting of agent.settings) on.setting(setting, agent, context);
      });
      if (on.server) for (const server of agent.servers) look({ kind: 'server', fact: server }, () => on.server!(server, agent, context));
    }
  }
  if (on.oauthClient) for (const fact of facts.oauthClients) look({ kind: 'oauthClient', fact }, () => on.oauthClient!(fact, context));
}

function contextFor(rule: Rule, project: Project, settingsFor: SettingsFor, into: Finding[]): Reporter {
  const context: Reporter = {
    project,
    subject: undefined,
    report(report) {
      const settings = settingsFor(report.at.uri);
      if (isOn(rule, settings)) into.push(toFinding(rule, report, settings, context.subject));
    },
  };
  return context;
}

const rank = { default: 0, strict: 1, audit: 2 } as const;

/** Whether a rule runs under these settings. A rule that is off by name stays off in every profile. */
export function isOn(rule: Rule, settings: Settings): boolean {
  if (settings.only) return settings.only.includes(rule.id);
  if (rule.id in settings.off) return false;
  return settings.on.includes(rule.id) || rank[rule.meta.profile ?? 'default'] <= rank[settings.profile];
}

function toFinding(rule: Rule, report: Report, settings: Settings, subject: Subject | undefined): Finding {
  const reasons: string[] = [];
  let severity: Severity = report.severity ?? rule.meta.severity;
  const quiet = rule.meta.severityInDefault;
  if (settings.profile === 'default' && quiet && atLeast(severity, quiet) && severity !== quiet) {
    severity = quiet;
    reasons.push(`${quiet} in the default profile`);
  }
  const configured = settings.severities[rule.id];
  if (configured) {
    severity = configured;
    reasons.length = 0;
    reasons.push(`${configured} by configuration`);
  } else {
    const pathClass = pathClassOf(report.at.uri);
    if (pathClass && rule.meta.category !== 'drift') {
      severity = lowered(severity);
      reasons.push(`one step lower in ${pathClass}`);
    }
    if ((rule.meta.since ?? 1) > (settings.edition ?? Infinity) && atLeast(severity, 'medium')) {
      severity = 'low';
      reasons.push(`new in edition ${rule.meta.since}, and edition ${settings.edition} is configured`);
    }
  }
  return {
    rule: rule.id,
    category: rule.meta.category,
    severity,
    confidence: report.confidence ?? rule.meta.confidence,
    message: fill(rule, report),
    at: report.at,
    anchor: report.anchor,
    related: report.related ?? [],
    fix: report.fix,
    suggestions: report.suggestions ?? [],
    subject,
    ...(rule.meta.replaces ? { replaces: rule.meta.replaces } : {}),
    adjusted: reasons.length > 0 ? reasons.join(', ') : undefined,
  };
}

function fill(rule: Rule, report: Report): string {
  const template = rule.meta.messages[report.message];
  if (template === undefined) throw new Error(`${rule.id} has no message "${report.message}"`);
  return template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = report.data?.[name];
    if (value === undefined) throw new Error(`${rule.id}: message "${report.message}" needs data "${name}"`);
    return String(value);
  });
}

/** What a finding is told from others by. Made once a finding: most findings outlive many analyses. */
interface FindingKeys {
  readonly whole: string;
  readonly place: string;
  readonly anchor: string;
  readonly own: string;
}

const keysOfFindings = new WeakMap<Finding, FindingKeys>();

function keysOf(finding: Finding): FindingKeys {
  const known = keysOfFindings.get(finding);
  if (known) return known;
  const place = `${finding.at.uri}\0${finding.at.span[0]}\0${finding.at.span[1]}`;
  const made: FindingKeys = { whole: `${finding.rule}\0${place}\0${finding.message}`, place, anchor: `#${finding.anchor}`, own: `${finding.rule}\0${finding.anchor}` };
  keysOfFindings.set(finding, made);
  return made;
}

function withoutDoubles(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter((finding) => {
    const { whole } = keysOf(finding);
    if (seen.has(whole)) return false;
    seen.add(whole);
    return true;
  });
}

/** Equals in one scope get an ordinal, in the order of the text, so that a decision is about one finding. */
function withOwnAnchors(findings: readonly Finding[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const { own } = keysOf(finding);
    const ordinal = (seen.get(own) ?? 0) + 1;
    seen.set(own, ordinal);
    return ordinal === 1 ? finding : { ...finding, anchor: `${finding.anchor}|#${ordinal}` };
  });
}

/** `meta.subsumes`: of two findings at one place or one anchor, the named rule's goes. */
function withoutWeaker(findings: readonly Finding[], rules: readonly Rule[]): Finding[] {
  const subsumed = new Map<string, Set<string>>();
  for (const rule of rules) for (const weaker of rule.meta.subsumes ?? []) (subsumed.get(weaker) ?? subsumed.set(weaker, new Set()).get(weaker)!).add(rule.id);
  if (subsumed.size === 0) return [...findings];
  // Few rules drop others: only their findings are looked up.
  const strong = new Set([...subsumed.values()].flatMap((ids) => [...ids]));
  const at = new Map<string, Set<string>>();
  const note = (key: string, rule: string) => (at.get(key) ?? at.set(key, new Set()).get(key)!).add(rule);
  for (const finding of findings) {
    if (!strong.has(finding.rule)) continue;
    note(keysOf(finding).place, finding.rule);
    note(keysOf(finding).anchor, finding.rule);
  }
  const dropped = (key: string, stronger: ReadonlySet<string>): boolean => [...(at.get(key) ?? [])].some((rule) => stronger.has(rule));
  return findings.filter((finding) => {
    const stronger = subsumed.get(finding.rule);
    return !stronger || !(dropped(keysOf(finding).place, stronger) || dropped(keysOf(finding).anchor, stronger));
  });
}
