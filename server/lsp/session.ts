// What the server does, without a connection: texts come in, diagnostics and answers go out, all as plain protocol data.
// Everything that knows the protocol's requests by name is here; how each answer is made stands in a file a feature.
import { TextDocument } from 'vscode-languageserver-textdocument';
import {
  ErrorCodes, LSPErrorCodes, ResponseError,
  type CodeAction, type CodeActionParams, type Diagnostic, type DidChangeTextDocumentParams, type DidCloseTextDocumentParams, type DidOpenTextDocumentParams,
  type Hover, type HoverParams, type PublishDiagnosticsParams,
} from 'vscode-languageserver/node';
import type { EngineOptions } from '../engine/engine.ts';
import { atLeast, severities, type Finding, type Severity } from '../engine/finding.ts';
import { rulePage } from '../engine/rule-page.ts';
import { areaOf, areas, type AreaName, type Rule } from '../engine/rule.ts';
import type { CheckResult } from './checks.ts';
import { fixAllKind, quickFixes, wanted, withEdit, type ActionAbilities, type ActionData, type FixAllData } from './code-actions.ts';
import { diagnosticOf, mistakeOf, offsetOf, spanOf, workspaceEditOf } from './convert.ts';
import { createDisk } from './documents.ts';
import { fixAllEdits } from './fix-all.ts';
import { hoverAt } from './hover.ts';
import type { CheckWorkspaceResult, EditorSettings, RuleListEntry, RulePageParams, Status } from './protocol.ts';
import { engineUriOf, rootFor, rootOf, type Root } from './roots.ts';
import { filesBelow, scan, type ScanProgress } from './scan.ts';
import { createWorkplace, type Workplace } from './workplace.ts';

export interface SessionHost {
  publish(params: PublishDiagnosticsParams): void;
  status(status: Status): void;
  log(level: 'error' | 'warning' | 'info', message: string): void;
  /** Work on these documents begins now; with none, it has ended. Said before the work, so that a stuck one can be named. */
  working(uris: readonly string[]): void;
}

export interface SessionOptions {
  readonly rulesOf: EngineOptions['rulesOf'];
  readonly host: SessionHost;
  now(): Date;
  /** URI of a rule's page, where the installation has one. */
  rulePage(ruleId: string): string | undefined;
}

/** What the client can do, as far as answers depend on it. */
export interface Abilities extends ActionAbilities {
  /** False when the client asks for diagnostics and wants none published. */
  readonly publish: boolean;
}

export interface Start {
  readonly folders: readonly string[];
  readonly trusted: boolean;
  readonly settings: EditorSettings;
  readonly abilities: Abilities;
}

export type Session = ReturnType<typeof createSession>;

export const startSettings: EditorSettings = { profile: 'workspace', minimumSeverity: 'info', inlayHints: { enabled: false }, codeLens: { enabled: false } };

export function createSession({ rulesOf, host, now, rulePage: pageUri }: SessionOptions) {
  const disk = createDisk();
  const buffers = new Map<string, { buffer: TextDocument; workplace: Workplace }>();
  const workplaces = new Map<string, Workplace>();
  const published = new Map<string, string>();
  /** Documents that must not be read, by uri at the client: they have cost a thread its life. */
  let avoided: ReadonlySet<string> = new Set();
  /** Roots that were checked as a whole. */
  const everywhere = new Set<Workplace>();
  let folders: readonly Root[] = [];
  let start: Start = { folders: [], trusted: true, settings: startSettings, abilities: { publish: true, documentChanges: false, createFiles: false, lazyEdits: false, snippets: false } };
  const today = (): string => now().toISOString().slice(0, 10);

  function workplaceOf(clientUri: string): Workplace {
    const root = rootFor(clientUri, folders);
    const known = workplaces.get(root.uri);
    if (known) return known;
    const made = createWorkplace({
      root, disk, rulesOf, today,
      avoided: (uri) => avoided.has(uri),
      onWork: (workplace, engineUris) => host.working(engineUris.map((uri) => workplace.targets.clientUri(uri))),
      trusted: () => start.trusted,
      overrides: () => (start.settings.profile === 'workspace' ? {} : { profile: start.settings.profile }),
      rulePage: pageUri,
      onResult: publishAll,
      onBroken: (error) => host.log('error', `A check of ${root.uri} did not finish: ${error instanceof Error ? error.stack ?? error.message : String(error)}`),
    });
    workplaces.set(root.uri, made);
    return made;
  }

  /** Findings as they are shown: those that the editor's least severity lets through. */
  function shown(result: CheckResult, engineUri: string): readonly Finding[] {
    return (result.findings.get(engineUri) ?? []).filter((finding) => atLeast(finding.severity, start.settings.minimumSeverity));
  }

  function publishAll(workplace: Workplace, result: CheckResult): void {
    for (const [engineUri, buffer] of workplace.open) {
      const document = result.documents.get(engineUri);
      // The text moved on while this was computed: the run that is due speaks for it.
      if (!document || workplace.source.document(engineUri) !== document) continue;
      const mistakes = workplace.settings.mistakes().filter((mistake) => mistake.file === engineUri);
      publish(buffer.uri, buffer.version, [
        ...mistakes.map((mistake) => mistakeOf(mistake, document)),
        ...shown(result, engineUri).map((finding) => diagnosticOf(finding, document, workplace.targets)),
      ]);
    }
    if (everywhere.has(workplace)) publishClosed(workplace, result);
    for (const failure of result.failures) host.log('error', `${failure.what} failed on ${failure.uri}: ${failure.error}`);
    host.status(statusNow());
  }

  /** Findings of files that are not open, and nothing for those that have none any more. */
  function publishClosed(workplace: Workplace, result: CheckResult): void {
    const now = new Set<string>();
    for (const engineUri of result.findings.keys()) {
      if (workplace.open.has(engineUri)) continue;
      const document = workplace.source.document(engineUri);
      if (!document) continue;
      const uri = workplace.targets.clientUri(engineUri);
      now.add(uri);
      publish(uri, undefined, shown(result, engineUri).map((finding) => diagnosticOf(finding, document, workplace.targets)));
    }
    for (const uri of published.keys()) {
      const engineUri = engineUriOf(workplace.root, uri);
      if (engineUri !== undefined && !now.has(uri) && !workplace.open.has(engineUri)) publish(uri, undefined, []);
    }
  }

  function publish(uri: string, version: number | undefined, diagnostics: Diagnostic[]): void {
    if (!start.abilities.publish) return;
    const text = JSON.stringify([version, diagnostics]);
    if (published.get(uri) === text) return;
    published.set(uri, text);
    host.publish({ uri, ...(version === undefined ? {} : { version }), diagnostics });
  }

  function statusNow(): Status {
    const counts = Object.fromEntries(severities.map((severity) => [severity, 0])) as Record<Severity, number>;
    const troubles = new Set<string>();
    for (const { checks, open } of workplaces.values()) {
      const result = checks.last();
      for (const uri of open.keys()) for (const finding of shown(result, uri)) counts[finding.severity]++;
      for (const failure of result.failures) troubles.add(`${failure.what} failed on ${failure.uri}`);
    }
    return { state: troubles.size > 0 ? 'degraded' : 'ready', counts, troubles: [...troubles] };
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
    if (!document || workplace.source.document(engineUri) !== document) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed');
    return { buffer, workplace, document, findings: shown(result, engineUri) };
  }

  async function questionOf(uri: string) {
    const { workplace, document, findings } = await settled(uri);
    return { document, findings, targets: workplace.targets, context: { document: workplace.targets.document, today: today() }, abilities: start.abilities };
  }

  async function withAllFixes(action: CodeAction, data: FixAllData, { document, targets, context, findings, abilities }: Awaited<ReturnType<typeof questionOf>>): Promise<CodeAction | undefined> {
    if (data.version !== targets.version(document.uri)) return undefined;
    const { checks, source } = knownBuffer(data.uri).workplace;
    const rules = new Set(findings.map((finding) => finding.rule));
    const edits = await fixAllEdits({ document, source, today: context.today, engineOver: checks.engineOver, wanted: (finding) => rules.has(finding.rule) });
    return { ...action, edit: workspaceEditOf({ edits }, targets, abilities) };
  }

  function rulesNamed(ids: Iterable<string>): Promise<readonly Rule[]> {
    return rulesOf(new Set([...ids].map(areaOf).filter((area): area is AreaName => areas.includes(area))));
  }

  function reconfigured(): void {
    for (const workplace of workplaces.values()) workplace.checks.reconfigured();
  }

  return {
    start(given: Start): void {
      start = given;
      folders = given.folders.map(rootOf);
    },

    /** The editor's own settings have changed. */
    configure(settings: EditorSettings): void {
      start = { ...start, settings };
      for (const workplace of workplaces.values()) publishAll(workplace, workplace.checks.last());
      reconfigured();
    },

    /** The user trusts the workspace now: its configuration counts. */
    trust(): void {
      start = { ...start, trusted: true };
      reconfigured();
    },

    /** Folders came or went: documents may belong elsewhere now. */
    setFolders(uris: readonly string[]): void {
      folders = uris.map(rootOf);
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
      TextDocument.update(known.buffer, contentChanges, version);
      known.workplace.changed(uri);
    },

    didClose({ textDocument: { uri } }: DidCloseTextDocumentParams): void {
      const known = buffers.get(uri);
      if (!known) return;
      buffers.delete(uri);
      known.workplace.closed(uri);
      publish(uri, undefined, []);
      published.delete(uri);
    },

    async codeActions({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
      const question = await questionOf(textDocument.uri);
      const actions = quickFixes({ ...question, span: spanOf(question.document, range), only: context.only });
      // A source action is for saving and for menus that ask for it, not for the light bulb.
      if (context.only && wanted(context.only, fixAllKind) && question.findings.some((finding) => finding.fix)) {
        const action: CodeAction = { title: 'Apply all safe fixes of Identity Posture', kind: fixAllKind, data: { uri: textDocument.uri, version: question.targets.version(question.document.uri), maker: 'all' } };
        actions.push(start.abilities.lazyEdits ? action : await this.resolveCodeAction(action));
      }
      return actions;
    },

    async resolveCodeAction(action: CodeAction): Promise<CodeAction> {
      const data = action.data as ActionData | FixAllData;
      const question = await questionOf(data.uri);
      const resolved = data.maker === 'all' ? await withAllFixes(action, data, question) : withEdit(action, question);
      if (!resolved) throw new ResponseError(LSPErrorCodes.ContentModified, 'the text has changed since this fix was offered');
      return resolved;
    },

    async hover({ textDocument, position }: HoverParams): Promise<Hover | null> {
      const { workplace, document, findings } = await settled(textDocument.uri);
      const rules = await rulesNamed(findings.map((finding) => finding.rule));
      return (
        hoverAt({
          document, findings,
          offset: offsetOf(document, position),
          project: await workplace.checks.project(),
          ruleOf: (id) => rules.find((rule) => rule.id === id),
          rulePage: pageUri,
        }) ?? null
      );
    },

    /** Reads every file of the workspace folders; from then on all findings are published, not only those of open files. */
    async checkWorkspace(progress: ScanProgress): Promise<CheckWorkspaceResult> {
      const started = performance.now();
      const roots = new Map(folders.map((folder) => rootFor(`${folder.uri}/any`, folders)).map((root) => [root.uri, root]));
      let files = 0;
      for (const root of roots.values()) {
        const workplace = workplaceOf(`${root.uri}/any`);
        files += await scan(workplace.checks, await filesBelow(root, start.trusted), progress);
        everywhere.add(workplace);
        workplace.checks.reconfigured();
        await workplace.checks.settled();
      }
      const findings = [...everywhere].reduce((sum, { checks }) => sum + [...checks.last().findings.values()].reduce((count, list) => count + list.length, 0), 0);
      return { files, findings, milliseconds: performance.now() - started, cancelled: progress.cancelled() };
    },

    stop(): void {
      for (const { checks } of workplaces.values()) checks.stop();
    },

    async rulePage({ rule }: RulePageParams): Promise<string | null> {
      const found = (await rulesNamed([rule])).find((one) => one.id === rule);
      return found ? rulePage(found) : null;
    },

    async rules(): Promise<RuleListEntry[]> {
      return (await rulesOf(areas)).map(({ id, meta }) => ({ id, title: meta.title, severity: meta.severity })).sort((a, b) => (a.id < b.id ? -1 : 1));
    },
  };
}
