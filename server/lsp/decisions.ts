// The team's decisions over the findings of one root. Decisions come from git and from disk; both are asked in the
// background, when something below `.posture` or a branch has moved, and never for a keystroke: a check takes what was
// read last. An untrusted workspace has no decisions, and git is not asked there.
import type { Decision } from '../engine/decision.ts';
import type { Document } from '../engine/document.ts';
import { areaOf } from '../engine/rule.ts';
import { defaultSettings } from '../engine/settings.ts';
import type { Analysis } from '../engine/settle.ts';
import { compareFindings, type Finding } from '../engine/finding.ts';
import type { DocumentFacts, Project } from '../engine/project.ts';
import type { EngineOptions } from '../engine/engine.ts';
import { defaultPolicy, type Policy } from '../posture/policy.ts';
import { documentOfAnchor, findingId, type Recorded } from '../posture/reconcile.ts';
import { readDecision } from '../posture/record.ts';
import { withRelease, type SinceRelease } from '../posture/since-release.ts';
import { underDecisions } from '../posture/under-decisions.ts';
import { governed, type Governed } from '../workspace/governed.ts';
import type { ObservedHere } from '../workspace/observed.ts';
import type { BaselineReading } from './baseline-reading.ts';
import type { FolderSettings } from './folder-settings.ts';
import { observedNow, type ObservedDocument } from './observed-drift.ts';
import type { Root } from './roots.ts';

/** How a server gets at decisions. Not there in a browser, where there is no git. */
export interface BaselineAccess {
  /** Everything that the target branch and the working tree say; undefined where neither says anything. */
  read(root: string): Promise<BaselineReading | undefined>;
  /** Calls when a branch or the records of the working tree may have moved. Gives what ends it. */
  watch(reading: BaselineReading | undefined, root: string, moved: () => void): () => void;
  /** A cheap look whether records lie in the working tree, so that a first check waits for them. */
  mayHoldRecords(root: string): boolean;
  /** What was observed of a tree that was read as a whole; undefined where nothing was. */
  observed(
    root: string,
    today: string,
    policy: Policy,
    uris: Iterable<string>,
    read: (uri: string) => string | undefined,
  ): ObservedHere | undefined;
  /** What agents and jobs of such a tree got since the last release; undefined where there was none. `exports` are files that are no code. */
  released(root: string, facts: ReadonlyMap<string, DocumentFacts>, exports: ReadonlySet<string>): Promise<SinceRelease | undefined>;
}

export interface JudgedAnalysis extends Analysis {
  /** Findings that a decision in force covers. */
  readonly accepted: readonly Finding[];
}

export interface Decisions {
  /** The analysis under the decisions that were read last. `held` says which documents were read. */
  over(
    analysis: Analysis,
    held: ReadonlyMap<string, DocumentFacts>,
    project: () => Promise<Project>,
    settings: Pick<FolderSettings, 'settingsFor' | 'own'>,
  ): Promise<JudgedAnalysis>;
  /** Something moved: they are read again soon. */
  renew(): void;
  /** The record as an open buffer has it; undefined when it is closed. */
  edited(uri: string, text: string | undefined): void;
  /** After everything that is due was read. */
  ready(): Promise<void>;
  /** The tree was read as a whole: from now on what was observed is put beside it. */
  wholeWasRead(): void;
  /** Another thread read the tree as a whole, and found this beside what was observed. */
  observedElsewhere(documents: readonly ObservedDocument[]): void;
  /** What that thread found in this document, where it stands now. */
  seenIn(document: Document): readonly Finding[];
  /** What was read last. */
  readonly reading: BaselineReading | undefined;
  /** Another number whenever decisions are other ones. */
  readonly edition: number;
  /** Decisions of the working tree, as the editor has them. */
  proposed(): readonly Recorded[];
  /** The decision on a finding, in force or proposed. */
  on(finding: Finding): Recorded | undefined;
  stop(): void;
}

export interface DecisionsOptions {
  readonly root: Root;
  readonly access: BaselineAccess | undefined;
  readonly rulesOf: EngineOptions['rulesOf'];
  /** Text of a document of the root as it stands now. */
  read(uri: string): string | undefined;
  today(): string;
  trusted(): boolean;
  /** Other decisions are in force than before. */
  onNews(): void;
  onBroken(error: unknown): void;
}

/** Records by the document that their anchor names, so that a keystroke looks at those of the documents at hand only. */
interface Index {
  readonly byDocument: ReadonlyMap<string, readonly Recorded[]>;
  readonly byId: ReadonlyMap<string, Recorded>;
}

/** What stands beside a tree that was read as a whole, with the edition and the day that it was read for. */
interface WholeBeside {
  readonly here: ObservedHere | undefined;
  readonly release: SinceRelease | undefined;
  readonly edition: number;
  readonly day: string;
}

/** Moves come in crowds: a fetch touches many refs, a rebase more. */
const gatherFor = 300;
/** A first check waits this long at most for what the team decided. */
const patience = 3000;

const recordPath = /(?:^|\/)\.posture\/decisions\/.+\.yaml$/;

/** Whether decisions may be other ones after this document, or this folder, has changed. */
export function isBaselinePath(uri: string): boolean {
  return /(?:^|\/)\.posture(?:\/|$)/.test(uri) || /(?:^|\/)\.git\//.test(uri);
}

export function createDecisions(options: DecisionsOptions): Decisions {
  const { root, access } = options;
  const buffers = new Map<string, readonly Recorded[]>();
  let reading: BaselineReading | undefined;
  let decided = indexOf([]);
  let proposed = indexOf([]);
  let edition = 0;
  let started = false;
  let stopped = false;
  let again = false;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> | undefined;
  let unwatch: (() => void) | undefined;
  let whole = false;
  let elsewhere: ReadonlyMap<string, ObservedDocument> = new Map();
  let observed: WholeBeside | undefined;

  const mayRead = (): boolean => access !== undefined && root.path !== undefined && options.trusted() && !stopped;

  async function readNow(): Promise<void> {
    do {
      again = false;
      const before = reading;
      try {
        reading = mayRead() ? await access!.read(root.path!) : undefined;
      } catch (error) {
        options.onBroken(error); // what was read last stays in force
        return;
      }
      if (stopped) return;
      unwatch?.();
      unwatch = mayRead() ? access!.watch(reading, root.path!, renew) : undefined;
      take();
      if (before !== undefined || reading !== undefined) options.onNews();
    } while (again);
  }

  function run(): Promise<void> {
    clearTimeout(timer);
    timer = undefined;
    if (running) again = true;
    running ??= readNow().finally(() => {
      running = undefined;
    });
    return running;
  }

  function renew(): void {
    // In a browser there is nothing to read, and its timers know no `unref`.
    if (!access) return;
    started = true;
    if (!stopped) timer ??= setTimeout(() => void run(), gatherFor);
    timer?.unref();
  }

  function take(): void {
    edition++;
    decided = indexOf(reading?.decided ?? []);
    proposed = indexOf([...(reading?.proposed ?? []).filter((record) => !buffers.has(record.at.uri)), ...[...buffers.values()].flat()]);
  }

  /**
   * Decisions about these documents, and about documents that are gone: what they were about may have moved here. Of the
   * latter there may be thousands, so only those on rules that found something are looked at; a check of the whole
   * workspace looks at all.
   */
  function about(index: Index, held: ReadonlyMap<string, unknown>, rules: ReadonlySet<string>): Recorded[] {
    const found: Recorded[] = [];
    const gone = reading?.gone ?? new Set<string>();
    if (index.byDocument.size < held.size) {
      for (const [uri, records] of index.byDocument) if (held.has(uri) || gone.has(uri)) found.push(...records);
      return found;
    }
    for (const uri of held.keys()) found.push(...(index.byDocument.get(uri) ?? []));
    for (const uri of gone)
      if (!held.has(uri)) found.push(...(index.byDocument.get(uri) ?? []).filter(({ decision }) => rules.has(decision.rule)));
    return found;
  }

  /** What was observed and what came since the release, where the whole tree is held to be put beside it. */
  async function wholeBeside(held: ReadonlyMap<string, DocumentFacts>): Promise<WholeBeside | undefined> {
    if (!whole || !mayRead()) return undefined;
    const day = options.today();
    if (observed?.edition === edition && observed.day === day) return observed;
    const asked = edition;
    const here = access!.observed(root.path!, day, reading?.policy ?? defaultPolicy, held.keys(), options.read);
    const release = reading || here ? await access!.released(root.path!, held, here?.input.exports ?? new Set()) : undefined;
    observed = { here, release, edition: asked, day };
    return observed;
  }

  /** Marks what only this branch excuses, where the team's word is asked for. */
  async function asGoverned(judged: Governed, held: ReadonlyMap<string, DocumentFacts>, own: FolderSettings['own']): Promise<Governed> {
    const directives = reading?.directives;
    if (!directives || (!own && judged.suppressed.length === 0)) return judged;
    const rules = own ? await options.rulesOf(new Set(judged.findings.map(({ rule }) => areaOf(rule)))) : [];
    return governed({
      ...judged,
      own: own ?? { settingsFor: () => defaultSettings, ignored: () => undefined },
      rules: new Map(rules.map((rule) => [rule.id, rule])),
      here: (uri) => held.get(uri)?.suppressions ?? [],
      there: (uri) => directives.get(uri) ?? new Set(),
    });
  }

  return {
    async over(given, held, project, settings) {
      if (!started) {
        started = true;
        if (mayRead() && access!.mayHoldRecords(root.path!))
          await Promise.race([run(), new Promise<void>((resolve) => setTimeout(resolve, patience).unref())]);
        // Beginning a thread takes as long as judging a small document: what was found is said first.
        else timer = setTimeout(() => void run(), 0);
      }
      const { here: beside, release } = (await wholeBeside(held)) ?? {};
      if (!reading && buffers.size === 0 && !beside) return { ...given, accepted: [] };
      const rules = new Set(given.findings.map(({ rule }) => rule));
      const result = underDecisions({
        findings: given.findings,
        identities: reading?.identities,
        observations: withRelease(beside?.input, release, reading?.identities.decided ?? []),
        concerns: (anchor) => {
          const uri = documentOfAnchor(anchor);
          return uri === undefined || held.has(uri) || reading?.gone.has(uri) === true;
        },
        decided: about(decided, held, rules),
        proposed: about(proposed, held, rules),
        policy: reading?.policy ?? defaultPolicy,
        today: options.today(),
        settingsFor: settings.settingsFor,
        project: await project(),
        driftRules: await options.rulesOf(['drift']),
      });
      const { findings, suppressed } = await asGoverned({ findings: result.findings, suppressed: given.suppressed }, held, settings.own);
      return {
        ...given,
        findings: [...findings].sort(compareFindings),
        suppressed,
        accepted: result.accepted,
        failures: [
          ...given.failures,
          ...result.failures,
          ...(beside?.problems ?? []).map(({ what, uri, message }) => ({ what, uri, error: message })),
        ],
      };
    },
    renew,
    edited(uri, text) {
      if (!recordPath.test(uri) || !options.trusted()) return;
      const known = buffers.has(uri);
      if (text === undefined) {
        if (!buffers.delete(uri)) return;
      } else {
        const { decision, at } = readDecision(text, uri);
        if (!decision && !known && !reading?.proposed.some((record) => record.at.uri === uri)) return;
        buffers.set(uri, decision ? [{ decision, at: { uri, span: at } }] : []);
      }
      take();
      options.onNews();
    },
    async ready() {
      if (!started || timer) {
        started = true;
        await run();
      }
      await running;
    },
    wholeWasRead() {
      whole = true;
    },
    observedElsewhere(documents) {
      if (documents.length === 0 && elsewhere.size === 0) return;
      elsewhere = new Map(documents.map((one) => [one.uri, one]));
      options.onNews();
    },
    seenIn(document) {
      const known = whole ? undefined : elsewhere.get(document.uri);
      return known ? observedNow(known, document.text) : [];
    },
    get reading() {
      return reading;
    },
    get edition() {
      return edition;
    },
    proposed: () => [...proposed.byId.values()],
    on(finding) {
      const id = findingId(finding);
      return decided.byId.get(id) ?? proposed.byId.get(id);
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      unwatch?.();
    },
  };
}

function indexOf(records: readonly Recorded[]): Index {
  const byDocument = new Map<string, Recorded[]>();
  for (const record of records) {
    const uri = documentOfAnchor(record.decision.anchor) ?? '';
    const list = byDocument.get(uri);
    if (list) list.push(record);
    else byDocument.set(uri, [record]);
  }
  return { byDocument, byId: new Map(records.map((record) => [record.decision.id, record])) };
}

/** Whether a decision of the working tree says something that the one in force does not: it asks for approval. */
export function asksApproval(proposal: Decision, inForce: Decision | undefined): boolean {
  return proposal.state === 'accepted' && (inForce?.state !== 'accepted' || inForce.approved?.seal !== proposal.approved?.seal);
}
