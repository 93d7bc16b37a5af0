// Rules over facts. A rule that throws loses its findings for that document and is returned in `failures`, and all others go
// on. What a rule asks beyond its document is noted, so that a later change runs only those again that can see it.
import type { Drift } from './drift.ts';
import { AskedMap } from './asked-map.ts';
import { questionOf, questionOfAll, questionOfDocument } from './fact-index.ts';
import type { Finding, Subject } from './finding.ts';
import { findingOf, isOn, isSaid } from './finding-of.ts';
import type { DocumentFacts, Project } from './project.ts';
import { describe, type Failure } from './read.ts';
import type { Handlers, Rule, RuleContext } from './rule.ts';
import type { SettingsFor } from './settings.ts';

/** Findings of one document's facts, before suppression and before the weaker of two is dropped. */
export interface RawFindings {
  readonly findings: readonly Finding[];
  readonly failures: readonly Failure[];
  /** True when a rule looked at all documents, so that any change elsewhere can change the result. */
  readonly wide: boolean;
  /** Questions that rules asked beyond the document, as `fact-index.ts` names them: a change of their answers can change the result. */
  readonly asked?: ReadonlySet<string>;
}

/** Runs the rules over the facts of one document. The result depends on that document, and on others only for rules that ask `project`. */
export function runRules(project: Project, rules: readonly Rule[], uri: string, settingsFor: SettingsFor): RawFindings {
  const entry = project.documents.get(uri);
  // Most files declare nothing.
  if (!entry || !concerns(anyHandlers, entry)) return { findings: [], failures: [], wide: false };
  const findings: Finding[] = [];
  const failures: Failure[] = [];
  const watched = watch(project);
  for (const rule of rules) {
    if (!concerns(rule.on, entry)) continue;
    const context = contextFor(rule, watched.project, settingsFor, findings);
    try {
      visit(rule.on, entry, context);
    } catch (error) {
      failures.push({ what: `rule ${rule.id}`, uri, error: describe(error) });
    }
  }
  return { findings, failures, wide: watched.wide(), asked: watched.asked };
}

/** What was asked beyond one document. */
interface Noted {
  wide: boolean;
  readonly asked: Set<string>;
}

/** What the making of something asked that is kept for a whole run, by project and by its key: who uses it has asked the same. */
const askedByMemos = new WeakMap<Project, Map<unknown, Noted>>();

/** The same project, noting what was asked for beyond one document. */
function watch(project: Project): { project: Project; wide(): boolean; asked: ReadonlySet<string> } {
  const all: Noted = { wide: false, asked: new Set() };
  let noted = all;
  const memos = askedByMemos.get(project) ?? new Map<unknown, Noted>();
  askedByMemos.set(project, memos);
  const documents = new AskedMap(
    project.documents,
    (uri) => noted.asked.add(questionOfDocument(uri)),
    () => (noted.wide = true),
  );
  return {
    project: {
      documents,
      catalogs: project.catalogs,
      workspace: project.workspace,
      all(kind) {
        noted.asked.add(questionOfAll(kind));
        return project.all(kind);
      },
      secrets() {
        noted.asked.add(questionOfAll('secrets'));
        return project.secrets();
      },
      lookup(index, key) {
        noted.asked.add(questionOf(index, key));
        return project.lookup(index, key);
      },
      memo<T>(key: unknown, make: () => T): T {
        const value = project.memo(key, () => {
          const outer = noted;
          noted = { wide: false, asked: new Set() };
          memos.set(key, noted);
          try {
            return make();
          } finally {
            noted = outer;
          }
        });
        const made = memos.get(key);
        if (!made || made.wide) noted.wide = true;
        for (const question of made?.asked ?? []) noted.asked.add(question);
        return value;
      },
      cover: project.cover,
    },
    wide: () => all.wide,
    asked: all.asked,
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

/** A context that also knows which fact is being looked at, so that each finding carries it. */
interface Reporter extends RuleContext {
  subject: Subject | undefined;
}

/** A rule that takes every fact there is. */
const anyHandlers: { readonly [Kind in keyof Handlers]: unknown } = {
  secret: true,
  grant: true,
  trust: true,
  credential: true,
  identity: true,
  workflow: true,
  agent: true,
  oauthClient: true,
};

/** Whether any fact of a document has one of these handlers: `visit` would call it. Asked for each rule and document. */
function concerns(on: typeof anyHandlers, { facts, secrets }: DocumentFacts): boolean {
  return (
    (on.secret !== undefined && secrets.length > 0) ||
    (on.grant !== undefined && facts.grants.length > 0) ||
    (on.trust !== undefined && facts.trusts.length > 0) ||
    (on.credential !== undefined && facts.credentials.length > 0) ||
    (on.identity !== undefined && facts.identities.length > 0) ||
    ((on.workflow !== undefined || on.job !== undefined || on.step !== undefined) && facts.workflows.length > 0) ||
    ((on.agent !== undefined || on.server !== undefined || on.setting !== undefined) && facts.agents.length > 0) ||
    (on.oauthClient !== undefined && facts.oauthClients.length > 0)
  );
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

/** What a rule gets to see and to call; its findings go to `into`, with the secrets that they quote covered. */
export function contextFor(rule: Rule, project: Project, settingsFor: SettingsFor, into: Finding[]): Reporter {
  const context: Reporter = {
    project,
    subject: undefined,
    report(report) {
      const settings = settingsFor(report.at.uri);
      if (isOn(rule, settings) && isSaid(context.subject, settings))
        into.push(project.cover(findingOf(rule, report, settings, context.subject)));
    },
  };
  return context;
}
