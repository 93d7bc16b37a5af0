// Answers about everything: the check that reads all files of the workspace folders, what it found and what matters most of
// that, one repair wherever it fits, and what was observed beside the code. Reading, judging and the wording of each answer
// stand in files of their own; this one knows which roots there are to go through, and which were read as a whole.
import type { WorkspaceDiagnosticParams, WorkspaceDiagnosticReport } from 'vscode-languageserver/node';
import type { Disk } from './documents.ts';
import { fixEverywhere } from './fix-everywhere.ts';
import { showsBy } from './importance.ts';
import { fileFindings } from './listing.ts';
import { isObserved, withoutRepairs, type ObservedDrift } from './observed-drift.ts';
import { overviewOf } from './overview.ts';
import type { CheckWorkspaceResult, FileFindings, FixEverywhereParams, FixEverywhereResult, Overview } from './protocol/findings.ts';
import type { RuleListEntry } from './protocol/rules.ts';
import type { Publisher } from './publisher.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { Root } from './roots.ts';
import { filesBelow, isNews, scan, scanAhead, type ScanProgress } from './scan.ts';
import type { SessionOptions, Start } from './session-terms.ts';
import type { Workplace } from './workplace.ts';

export interface WorkspaceRequestsOptions {
  readonly disk: Disk;
  readonly publisher: Publisher;
  /** The roots of the workspace folders, each once. */
  roots(): readonly Root[];
  workplaceOf(clientUri: string): Workplace;
  /** Those that are at work, by the URI of their root. */
  readonly workplaces: ReadonlyMap<string, Workplace>;
  client(): Pick<Start, 'trusted' | 'settings' | 'abilities'>;
  readonly kept: SessionOptions['kept'];
  /** Every rule by name. */
  rules(): Promise<readonly RuleListEntry[]>;
  today(): string;
}

/** Lines are asked of git again so long after the last save of several, in milliseconds. */
const gather = 500;

export function createWorkspaceRequests({
  disk,
  publisher,
  roots,
  workplaceOf,
  workplaces,
  client,
  kept,
  rules,
  today,
}: WorkspaceRequestsOptions) {
  /** Workplaces that were read as a whole. */
  const scanned = new Set<Workplace>();
  /** Roots that were looked at and not read, for the check that follows. */
  const begun = new Map<string, Awaited<ReturnType<typeof begin>>>();
  let weighing: NodeJS.Timeout | undefined;

  /** What it takes to read one root: its files, and what earlier checks kept of them. */
  async function begin(root: Root) {
    const workplace = workplaceOf(`${root.uri}/any`);
    // What the team says comes first: where its configurations count, the tree is read by them.
    await workplace.decisions.ready();
    const uris = await filesBelow(root, client().trusted);
    return { workplace, uris, keeping: root.path === undefined ? undefined : await kept?.(root.path, workplace.source, uris.length) };
  }

  const withoutTexts = (progress: ScanProgress): ScanProgress => ({
    report(done, total) {
      // Facts are kept; texts and trees of a whole workspace would be too much.
      disk.forget();
      progress.report(done, total);
    },
    signal: progress.signal,
  });

  /** Reads every file of one root and judges all of it; from then on its findings in files that are not open are shown. */
  async function checkRoot(root: Root, progress: ScanProgress): Promise<{ readonly files: number; readonly findings: number }> {
    const { workplace, uris, keeping } = begun.get(root.uri) ?? (await begin(root));
    begun.delete(root.uri);
    const files = await scan(workplace.checks, uris, withoutTexts(progress), keeping);
    if (!progress.signal.aborted) workplace.decisions.wholeWasRead();
    scanned.add(workplace);
    workplace.checks.again();
    const result = await workplace.checks.settled();
    publisher.showClosed(workplace, showsBy(client().settings.problems, await workplace.branch()));
    return { files, findings: [...result.findings.keys()].reduce((sum, uri) => sum + publisher.shown(result, uri).length, 0) };
  }

  /** Reads every file of the workspace folders; from then on all findings are published, not only those of open files. */
  async function check(progress: ScanProgress): Promise<CheckWorkspaceResult> {
    const started = performance.now();
    let files = 0;
    let findings = 0;
    for (const root of roots()) {
      const checked = await checkRoot(root, progress);
      files += checked.files;
      findings += checked.findings;
    }
    return { files, findings, milliseconds: performance.now() - started, cancelled: progress.signal.aborted };
  }

  /** Everything that is known, by file. */
  async function findings(): Promise<FileFindings[]> {
    const files: FileFindings[] = [];
    for (const workplace of publisher.workplaces) {
      const project = await workplace.checks.project();
      files.push(...fileFindings(workplace, project, (uri) => publisher.shown(workplace.checks.last(), uri), await workplace.branch()));
    }
    return files;
  }

  return {
    check,
    findings,

    /** The first look: everything that is known, by what matters most. */
    async overview(): Promise<Overview> {
      return overviewOf(await findings(), await rules(), scanned.size > 0);
    },

    /** Everything that is known; the first question reads the whole workspace. */
    async diagnostics({ previousResultIds }: WorkspaceDiagnosticParams, progress: ScanProgress): Promise<WorkspaceDiagnosticReport> {
      if (scanned.size === 0) await check(progress);
      return { items: publisher.workspaceReports(previousResultIds) };
    },

    /**
     * Reads what earlier checks did not keep, where that is most of a root, and holds nothing of it. Whether there was such a
     * root: then a thread that has read nothing yet can judge in half the memory, without the parsers and their remains.
     */
    async readAhead(progress: ScanProgress): Promise<boolean> {
      let hasRead = false;
      for (const root of roots()) {
        const beginning = await begin(root);
        const { workplace, uris, keeping } = beginning;
        if (!keeping || !isNews(uris, keeping)) {
          begun.set(root.uri, beginning);
          continue;
        }
        await scanAhead(workplace.checks, uris, withoutTexts(progress), keeping);
        hasRead = true;
      }
      return hasRead;
    },

    /** One repair of one rule, wherever it fits. Reads everything first. */
    async fixEverywhere(params: FixEverywhereParams, progress: ScanProgress): Promise<FixEverywhereResult> {
      const { cancelled } = await check(progress);
      if (cancelled) throw new Refusal(refusedAs.requestCancelled, 'ended before everything was read');
      return fixEverywhere(params, workplaces.values(), publisher.shown, today(), client().abilities);
    },

    /** What was observed beside the code, in everything that was read. */
    observedDrift(): ObservedDrift[] {
      return [...workplaces.values()].map(({ root, checks, source }) => ({
        root: root.uri,
        documents: [...checks.last().findings].flatMap(([uri, found]) => {
          const observed = found.filter(isObserved);
          const text = observed.length > 0 ? source.document(uri)?.text : undefined;
          return text === undefined ? [] : [{ uri, text, findings: observed.map(withoutRepairs) }];
        }),
      }));
    },

    /** A check of the whole workspace in another thread has found this. */
    observed(drift: readonly ObservedDrift[]): void {
      const byRoot = new Map(drift.map(({ root, documents }) => [root, documents]));
      for (const [root, documents] of byRoot) if (documents.length > 0) workplaceOf(`${root}/any`);
      for (const [root, { decisions }] of workplaces) decisions.observedElsewhere(byRoot.get(root) ?? []);
    },

    /** Which lines are changed is another matter after a save; git is not asked for each of many. */
    weighAgain(): void {
      if (scanned.size === 0) return;
      clearTimeout(weighing);
      weighing = setTimeout(() => {
        for (const workplace of scanned)
          void workplace.branch().then((changes) => publisher.showClosed(workplace, showsBy(client().settings.problems, changes)));
      }, gather);
    },

    stop(): void {
      clearTimeout(weighing);
    },
  };
}
