// What the server does, without a connection: texts come in, diagnostics and answers go out, all as plain protocol data.
// Everything that knows the protocol's requests by name is here; how each answer is made stands in a file a feature.
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ErrorCodes,
  LSPErrorCodes,
  ResponseError,
  type CodeAction,
  type CodeActionParams,
  type CodeLens,
  type CodeLensParams,
  type CompletionItem,
  type CompletionParams,
  type DefinitionParams,
  type DidChangeTextDocumentParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  type DocumentLink,
  type DocumentLinkParams,
  type DocumentSymbol,
  type DocumentSymbolParams,
  type Hover,
  type HoverParams,
  type InlayHint,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  type WorkspaceEdit,
  type InlayHintParams,
  type Location,
  type PublishDiagnosticsParams,
  type ReferenceParams,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import type { KeptReading } from '../cache/kept-reading.ts';
import type { EngineOptions, Source } from '../engine/engine.ts';
import { rulePage } from '../engine/rule-page.ts';
import { areaOf, areas, type AreaName, type Rule } from '../engine/rule.ts';
import { createActionRequests } from './action-requests.ts';
import type { ActionAbilities } from './code-actions.ts';
import { completionsAt } from './completion.ts';
import { offsetOf, spanOf } from './convert.ts';
import { namedOwners } from './decision-form.ts';
import { createDecisionRequests } from './decision-requests.ts';
import type { BaselineAccess } from './decisions.ts';
import { createDisk } from './documents.ts';
import { startSettings } from './editor-settings.ts';
import { hoverAt } from './hover.ts';
import { createIdentityRequests } from './identity-requests.ts';
import { inlayHintsIn } from './inlay-hints.ts';
import { linksIn } from './links.ts';
import { createNavigationRequests } from './navigation-requests.ts';
import type { ObservedDrift } from './observed-drift.ts';
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
import type { ClientCommand, EditorSettings } from './protocol/start.ts';
import type { Status } from './protocol/status.ts';
import type { SyncOutcome, SyncParams } from './protocol/sync.ts';
import { createPublisher } from './publisher.ts';
import { rootFor, rootsAround, rootsOf, type Root } from './roots.ts';
import { sizeCap, sizeInWords } from '../workspace/text-file.ts';
import type { ScanProgress } from './scan.ts';
import type { SyncAccess } from './team-sync.ts';
import { createWorkplace, type Workplace } from './workplace.ts';
import { createWorkspaceRequests } from './workspace-requests.ts';

export interface SessionHost {
  publish(params: PublishDiagnosticsParams): void;
  status(status: Status): void;
  log(level: 'error' | 'warning' | 'info', message: string): void;
  /** Diagnostics that the client asked for earlier are not true any more. */
  refreshDiagnostics(): void;
  refreshInlayHints(): void;
  refreshCodeLenses(): void;
  /** Work on these documents begins now; with none, it has ended. Said before the work, so that a stuck one can be named. */
  working(uris: readonly string[]): void;
}

export interface SessionOptions {
  readonly rulesOf: EngineOptions['rulesOf'];
  readonly host: SessionHost;
  now(): Date;
  /** How decisions of the team are read; undefined where they cannot be. */
  readonly baseline?: BaselineAccess;
  /** How decisions are exchanged with the team. Not there in a browser. */
  readonly sync?: SyncAccess;
  /** What earlier checks kept of the tree at `root`. For sessions that end with the check: kept facts do not say who asked for what. */
  readonly kept?: (root: string, source: Source, files: number) => Promise<KeptReading | undefined>;
  /** URI of a rule's page, where the installation has one. */
  rulePage(ruleId: string): string | undefined;
}

/** What the client can do, as far as answers depend on it. */
export interface Abilities extends ActionAbilities {
  /** False when the client asks for diagnostics and wants none published. */
  readonly publish: boolean;
  /** The client lets the server run commands of its own, and takes the edits that they come to. */
  readonly runsCommands: boolean;
}

export interface Start {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly settings: EditorSettings;
  readonly abilities: Abilities;
  /** Commands that the client carries out. */
  readonly commands: ReadonlySet<ClientCommand>;
  /** Where a rule's page opens, with `{rule}` for its id, where the client says so. */
  readonly rulePage?: string;
}

export type Session = ReturnType<typeof createSession>;

export function createSession({ rulesOf, host, now, baseline, sync, kept, rulePage: packagedPage }: SessionOptions) {
  const disk = createDisk();
  const today = (): string => now().toISOString().slice(0, 10);
  const buffers = new Map<string, { buffer: TextDocument; workplace: Workplace }>();
  const workplaces = new Map<string, Workplace>();
  const publisher = createPublisher({ host, today, least: () => start.settings.minimumSeverity, push: () => start.abilities.publish });
  /** Documents that must not be read, by uri at the client: they have cost a thread its life. */
  let avoided: ReadonlySet<string> = new Set();
  /** Which decisions were in force when lenses were last asked for. */
  const editions = new WeakMap<Workplace, number>();
  const decisionRequests = createDecisionRequests({
    workplaceOf: (uri) => buffers.get(uri)?.workplace ?? workplaceOf(uri),
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
    roots: () => rootsAround(folders),
    workplaceOf,
    workplaces,
    client: () => start,
    kept,
    rules: ruleList,
    today,
  });
  let folders: readonly Root[] = [];
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

  function workplaceOf(clientUri: string): Workplace {
    const root = rootFor(clientUri, folders);
    const known = workplaces.get(root.uri);
    if (known) return known;
    const made = createWorkplace({
      root,
      disk,
      rulesOf,
      today,
      baseline,
      avoided: (uri) => avoided.has(uri),
      onTooLarge: (uri) => host.log('warning', `${uri} is not checked: it is larger than ${sizeInWords(sizeCap)}`),
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
    workplaces.set(root.uri, made);
    return made;
  }

  function knownBuffer(uri: string): { buffer: TextDocument; workplace: Workplace } {
    const known = buffers.get(uri);
    if (!known) throw new ResponseError(ErrorCodes.InvalidParams, `${uri} is not open`);
    return known;
  }

  /** The open document with its findings after all changes so far. */
  async function settled(uri: string) {
    const { buffer, workplace } = knownBuffer(uri);
    const result = await workplace.checks.settled();
    const engineUri = workplace.nameOf(uri);
    const document = result.documents.get(engineUri);
    if (!document || workplace.source.document(engineUri) !== document)
      throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');
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
      folders = rootsOf(given.folders);
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

    /** Folders came or went: documents may belong elsewhere now. */
    setFolders(uris: readonly string[]): void {
      folders = rootsOf(uris);
      for (const known of buffers.values()) {
        const workplace = workplaceOf(known.buffer.uri);
        if (workplace === known.workplace) continue;
        known.workplace.closed(known.buffer.uri);
        known.workplace = workplace;
        workplace.opened(known.buffer);
      }
    },

    /** Leaves these documents out until they are named no more. */
    avoid(uris: readonly string[]): void {
      avoided = new Set(uris);
    },

    /** Files changed on disk, or were saved: neighbours and configurations are looked at again. */
    filesChanged(uris: readonly string[]): void {
      for (const uri of uris) workplaces.get(rootFor(uri, folders).uri)?.fileChanged(uri);
      everything.weighAgain();
    },

    didOpen({ textDocument: { uri, languageId, version, text } }: DidOpenTextDocumentParams): void {
      const buffer = TextDocument.create(uri, languageId, version, text);
      const workplace = workplaceOf(uri);
      buffers.set(uri, { buffer, workplace });
      workplace.opened(buffer);
    },

    didChange({ textDocument: { uri, version }, contentChanges }: DidChangeTextDocumentParams): void {
      const known = buffers.get(uri);
      if (!known) return host.log('warning', `A change came for ${uri}, which is not open`);
      if (version <= known.buffer.version)
        host.log('warning', `Version ${version} of ${uri} came after version ${known.buffer.version}; its text counts`);
      TextDocument.update(known.buffer, contentChanges, version);
      known.workplace.changed(uri);
    },

    didClose({ textDocument: { uri } }: DidCloseTextDocumentParams): void {
      const known = buffers.get(uri);
      if (!known) return;
      buffers.delete(uri);
      known.workplace.closed(uri);
      publisher.closed(uri);
    },

    codeActions: (params: CodeActionParams) => actions.at(params),
    resolveCodeAction: (action: CodeAction) => actions.resolve(action),

    async hover({ textDocument, position }: HoverParams): Promise<Hover | null> {
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
      for (const root of rootsAround(folders)) {
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
      const known = knownBuffer(uri).workplace;
      // What is too large to be read has no findings, and asking again changes nothing.
      if (!known.source.document(known.nameOf(uri))) return { kind: 'full', items: [] };
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

    stop(): void {
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
