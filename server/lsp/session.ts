// What the server does, without a connection: texts come in, diagnostics and answers go out, all as plain protocol data.
// Everything that knows the protocol's requests by name is here; how each answer is made stands in a file a feature.
import type {
  CodeAction,
  CodeActionParams,
  CodeLens,
  CodeLensParams,
  CompletionItem,
  CompletionParams,
  DefinitionParams,
  DidCloseTextDocumentParams,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  DocumentLink,
  DocumentLinkParams,
  DocumentSymbol,
  DocumentSymbolParams,
  Hover,
  HoverParams,
  InlayHint,
  InlayHintParams,
  Location,
  PrepareRenameParams,
  Range,
  ReferenceParams,
  RenameParams,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceEdit,
} from 'vscode-languageserver/node';
import { rulePage } from '../engine/rule-page.ts';
import { areaOf, areas, type AreaName, type Rule } from '../engine/rule.ts';
import { createActionRequests } from './action-requests.ts';
import { createCalendar } from './calendar.ts';
import { completionsAt } from './completion.ts';
import { offsetOf, spanOf } from './convert.ts';
import { namedOwners } from './decision-form.ts';
import { createDecisionRequests } from './decision-requests.ts';
import { createDisk } from './documents.ts';
import { startSettings } from './editor-settings.ts';
import { hoverAt } from './hover.ts';
import { createIdentityRequests } from './identity-requests.ts';
import { inlayHintsIn } from './inlay-hints.ts';
import { linksIn } from './links.ts';
import { createNavigationRequests } from './navigation-requests.ts';
import type { ObservedDrift } from './observed-drift.ts';
import { createOpenTexts } from './open-texts.ts';
import type { DecideParams } from './protocol/decisions.ts';
import type {
  CheckWorkspaceResult,
  FileFindings,
  FindingRef,
  FixEverywhereParams,
  FixEverywhereResult,
  Overview,
} from './protocol/findings.ts';
import type { ApproveParams, IdentityRef } from './protocol/identities.ts';
import type { RuleListEntry, RulePageParams } from './protocol/rules.ts';
import type { EditorSettings } from './protocol/start.ts';
import type { SyncOutcome, SyncParams } from './protocol/sync.ts';
import { createPublisher } from './publisher.ts';
import { Refusal, refusedAs } from './refusal.ts';
import type { Root } from './roots.ts';
import type { ScanProgress } from './scan.ts';
import type { SessionOptions, Start } from './session-terms.ts';
import { createWorkplace, type Workplace } from './workplace.ts';
import { createWorkspaceRequests } from './workspace-requests.ts';

export type Session = ReturnType<typeof createSession>;

export function createSession({ rulesOf, host, now, baseline, sync, kept, rulePage: packagedPage }: SessionOptions) {
  const disk = createDisk();
  const today = createCalendar(now);
  const texts = createOpenTexts(setToWork, host.log);
  const { workplaces, workplaceOf } = texts;
  const publisher = createPublisher({ host, today, least: () => start.settings.minimumSeverity, push: () => start.abilities.publish });
  /** Documents that must not be read, by uri at the client: they have cost a thread its life. */
  let avoided: ReadonlySet<string> = new Set();
  /** Which decisions were in force when lenses were last asked for. */
  const editions = new WeakMap<Workplace, number>();
  const decisionRequests = createDecisionRequests({
    workplaceOf,
    workplaces: () => workplaces.values(),
    trusted: () => start.trusted,
    today,
    titleOf: async (id) => (await rulesNamed([id])).find((rule) => rule.id === id)?.meta.title,
  });
  const navigation = createNavigationRequests(() => start.trusted);
  const identityRequests = createIdentityRequests({ workplaces: () => workplaces.values(), trusted: () => start.trusted, today });
  const actions = createActionRequests({ settled: (uri) => settled(uri), decisions: decisionRequests, client: () => start, today });
  const everything = createWorkspaceRequests({
    disk,
    publisher,
    roots: texts.roots,
    workplaceOf,
    workplaces,
    client: () => start,
    kept,
    rules: ruleList,
    today,
  });
  let start: Start = {
    folders: [],
    trusted: true,
    settings: startSettings,
    abilities: {
      publish: true,
      runsCommands: false,
      documentChanges: false,
      createFiles: false,
      lazyEdits: false,
      annotations: false,
      snippets: false,
    },
    commands: new Set(),
  };
  const pageUri = (rule: string): string | undefined => start.rulePage?.replace('{rule}', rule) ?? packagedPage(rule);

  function setToWork(root: Root): Workplace {
    return createWorkplace({
      root,
      disk,
      rulesOf,
      today,
      baseline,
      avoided: (uri) => avoided.has(uri),
      onTooLarge: (words) => host.log('warning', words),
      onWork: (workplace, engineUris) => host.working(engineUris.map((uri) => workplace.targets.clientUri(uri))),
      trusted: () => start.trusted,
      overrides: () => (start.settings.profile === 'workspace' ? {} : { profile: start.settings.profile }),
      rulePage: pageUri,
      onResult(workplace, result) {
        publisher.result(workplace, result);
        if (editions.get(workplace) === workplace.decisions.edition) return;
        editions.set(workplace, workplace.decisions.edition);
        host.refreshCodeLenses();
      },
      onBroken: (error) =>
        host.log(
          'error',
          `A check of ${root.uri} did not finish: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        ),
    });
  }

  /** The open document with its findings after all changes so far. */
  async function settled(uri: string) {
    const { buffer, workplace } = texts.known(uri);
    const result = await workplace.checks.settled();
    const engineUri = workplace.nameOf(uri);
    const document = result.documents.get(engineUri);
    if (!document || workplace.source.document(engineUri) !== document)
      throw new Refusal(refusedAs.contentModified, 'the text has changed');
    return { buffer, workplace, document, engineUri, findings: publisher.shown(result, engineUri), accepted: result.accepted };
  }

  function rulesNamed(ids: Iterable<string>): Promise<readonly Rule[]> {
    return rulesOf(new Set([...ids].map(areaOf).filter((area): area is AreaName => areas.includes(area))));
  }

  async function ruleList(): Promise<RuleListEntry[]> {
    return (await rulesOf(areas))
      .map(({ id, meta }) => ({ id, title: meta.title, severity: meta.severity }))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  function reconfigured(): void {
    for (const workplace of workplaces.values()) workplace.checks.reconfigured();
  }

  return {
    start(given: Start): void {
      start = given;
      texts.setFolders(given.folders);
    },

    /** The editor's own settings have changed. */
    configure(settings: EditorSettings): void {
      start = { ...start, settings };
      for (const workplace of workplaces.values()) publisher.result(workplace, workplace.checks.last());
      reconfigured();
      everything.weighAgain();
      host.refreshInlayHints();
      host.refreshCodeLenses();
    },

    /** The user trusts the workspace now: its configuration counts. */
    trust(): void {
      start = { ...start, trusted: true };
      for (const workplace of workplaces.values()) workplace.decisions.renew();
      reconfigured();
    },

    setFolders: texts.setFolders,

    /** Leaves these documents out until they are named no more. */
    avoid(uris: readonly string[]): void {
      avoided = new Set(uris);
    },

    /** Files changed on disk, or were saved: neighbours and configurations are looked at again. */
    filesChanged(uris: readonly string[]): void {
      texts.filesChanged(uris);
      everything.weighAgain();
    },

    didOpen: texts.didOpen,
    didChange: texts.didChange,
    didClose(params: DidCloseTextDocumentParams): void {
      if (texts.didClose(params)) publisher.closed(params.textDocument.uri);
    },

    codeActions: (params: CodeActionParams) => actions.at(params),
    resolveCodeAction: (action: CodeAction) => actions.resolve(action),

    async hover({ textDocument, position }: HoverParams): Promise<Hover | null> {
      await navigation.readNamed(await settled(textDocument.uri), position);
      const { workplace, document, findings, accepted } = await settled(textDocument.uri);
      const rules = await rulesNamed(findings.map((finding) => finding.rule));
      return (
        hoverAt({
          document,
          findings,
          accepted,
          today: today(),
          targets: workplace.targets,
          offset: offsetOf(document, position),
          project: await workplace.checks.project(),
          ruleOf: (id) => rules.find((rule) => rule.id === id),
          rulePage: pageUri,
        }) ?? null
      );
    },

    readAhead: (progress: ScanProgress): Promise<boolean> => everything.readAhead(progress),
    checkWorkspace: (progress: ScanProgress): Promise<CheckWorkspaceResult> => everything.check(progress),
    fixEverywhere: (params: FixEverywhereParams, progress: ScanProgress): Promise<FixEverywhereResult> =>
      everything.fixEverywhere(params, progress),
    listFindings: (): Promise<FileFindings[]> => everything.findings(),
    overview: (): Promise<Overview> => everything.overview(),
    workspaceDiagnostics: (params: WorkspaceDiagnosticParams, progress: ScanProgress): Promise<WorkspaceDiagnosticReport> =>
      everything.diagnostics(params, progress),
    observedDrift: async (): Promise<ObservedDrift[]> => everything.observedDrift(),
    observed: (drift: readonly ObservedDrift[]): void => everything.observed(drift),

    decisionForm: (ref: FindingRef) => decisionRequests.form(ref),
    decide: (params: DecideParams) => decisionRequests.decide(params),
    comparison: (ref: FindingRef) => decisionRequests.comparison(ref),
    baseline: () => decisionRequests.baseline(),
    refreshBaseline: () => decisionRequests.refresh(),

    /** Every root that has a team, one after another. An untrusted workspace runs no git and obeys no address. */
    async sync({ confirmed }: SyncParams, { signal }: Pick<ScanProgress, 'signal'>): Promise<SyncOutcome[]> {
      if (!sync || !start.trusted) return [];
      const outcomes: SyncOutcome[] = [];
      for (const root of texts.roots()) {
        if (signal.aborted) break;
        const outcome = await sync(root, confirmed, signal);
        if (outcome) outcomes.push(outcome);
      }
      if (outcomes.some(({ state }) => state === 'done')) await decisionRequests.refresh();
      return outcomes;
    },

    identities: () => identityRequests.list(),
    /** `files` are documents that say something about the identity and may not have been read yet; so in the next two. */
    identity: (ref: IdentityRef, files: readonly string[] = []) => identityRequests.picture(ref, files),
    approvalForm: (ref: IdentityRef, files: readonly string[] = []) => identityRequests.form(ref, files),
    approve: (params: ApproveParams, files: readonly string[] = []) => identityRequests.approve(params, files),

    async codeLenses({ textDocument: { uri } }: CodeLensParams): Promise<CodeLens[]> {
      if (!start.settings.codeLens.enabled) return [];
      const { workplace, engineUri } = await settled(uri);
      return identityRequests.lenses(workplace, engineUri, start.commands);
    },

    async diagnostics({ textDocument: { uri }, previousResultId }: DocumentDiagnosticParams): Promise<DocumentDiagnosticReport> {
      const known = texts.known(uri).workplace;
      // What is too large to be read has no findings, and asking again changes nothing.
      if (!known.source.document(known.nameOf(uri))) return { kind: 'full', items: [] };
      await known.checks.settled();
      // So it is with what is ignored, until a configuration says otherwise.
      if (known.settings.isIgnored(known.nameOf(uri))) return { kind: 'full', items: [] };
      const { workplace, engineUri } = await settled(uri);
      return publisher.report(workplace, engineUri, previousResultId);
    },

    async inlayHints({ textDocument: { uri }, range }: InlayHintParams): Promise<InlayHint[]> {
      if (!start.settings.inlayHints.enabled) return [];
      const { document, workplace } = await settled(uri);
      return inlayHintsIn(document, spanOf(document, range), await workplace.checks.project(), today());
    },

    async completions({ textDocument: { uri }, position }: CompletionParams): Promise<CompletionItem[]> {
      const { document, workplace } = await settled(uri);
      return completionsAt({
        document,
        offset: offsetOf(document, position),
        project: await workplace.checks.project(),
        today: today(),
        allRules: () => rulesOf(areas),
        owners: () => namedOwners(workplace),
      });
    },

    async links({ textDocument: { uri } }: DocumentLinkParams): Promise<DocumentLink[]> {
      const { document, workplace } = await settled(uri);
      return linksIn(document, await workplace.checks.project(), pageUri);
    },

    async definitions({ textDocument: { uri }, position }: DefinitionParams): Promise<Location[]> {
      return navigation.definitions(await settled(uri), position);
    },

    async references({ textDocument: { uri }, position }: ReferenceParams): Promise<Location[]> {
      return navigation.references(await settled(uri), position);
    },

    async symbols({ textDocument: { uri } }: DocumentSymbolParams): Promise<DocumentSymbol[]> {
      return navigation.symbols(await settled(uri));
    },

    async prepareRename({ textDocument: { uri }, position }: PrepareRenameParams): Promise<{ range: Range; placeholder: string } | null> {
      return navigation.prepareRename(await settled(uri), position);
    },

    async rename({ textDocument: { uri }, position, newName }: RenameParams): Promise<WorkspaceEdit | null> {
      return navigation.rename(await settled(uri), position, newName, start.abilities);
    },

    async stop(): Promise<void> {
      everything.stop();
      for (const { checks, decisions } of workplaces.values()) {
        checks.stop();
        decisions.stop();
      }
    },

    async rulePage({ rule }: RulePageParams): Promise<string | null> {
      const found = (await rulesNamed([rule])).find((one) => one.id === rule);
      return found ? rulePage(found) : null;
    },

    rules: ruleList,
  };
}
