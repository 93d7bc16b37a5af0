// One root at work: its documents (open buffers before the disk), its settings, its checks, and how all of them are
// called towards the client. Decides what belongs to the root; computes nothing itself.
import { join } from 'node:path';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { folderOf, type Document } from '../engine/document.ts';
import type { EngineOptions, Source } from '../engine/engine.ts';
import type { WorkspaceFacts } from '../engine/project.ts';
import { createChecks, type Checks, type CheckResult } from './checks.ts';
import type { EditTargets } from './convert.ts';
import { createDecisions, isBaselinePath, type BaselineAccess, type Decisions } from './decisions.ts';
import { createBufferDocuments, type Disk } from './documents.ts';
import { createFolderSettings, type FolderSettings } from './folder-settings.ts';
import { codeownersPaths } from '../workspace/codeowners.ts';
import { isConfiguration } from '../workspace/configuration-files.ts';
import type { Overrides } from '../workspace/configuration.ts';
import { branchChanges, type BranchChanges } from './importance.ts';
import { createKnowledge } from './knowledge.ts';
import { sizeCap, sizeInWords } from '../workspace/text-file.ts';
import { clientUriOf, engineUriOf, type Root } from './roots.ts';

export interface Workplace {
  readonly root: Root;
  readonly checks: Checks;
  readonly settings: FolderSettings;
  readonly decisions: Decisions;
  readonly source: Source;
  readonly targets: EditTargets;
  /** Open buffers by engine uri. */
  readonly open: ReadonlyMap<string, TextDocument>;
  /** Which open texts are not checked and why, in words. What is ignored need not be. */
  notChecked(): readonly string[];
  /** What rules may know about the world around the root. */
  readonly knowledge: WorkspaceFacts;
  /** What this branch changed, asked of git at most once between two saves. */
  branch(): Promise<BranchChanges>;
  /** Engine uri of a document of this root. */
  nameOf(clientUri: string): string;
  opened(buffer: TextDocument): void;
  /** The buffer is another text now. */
  changed(clientUri: string): void;
  closed(clientUri: string): void;
  /** A file of this root was written, made or removed by someone else. */
  fileChanged(clientUri: string): void;
}

export interface WorkplaceOptions {
  readonly root: Root;
  readonly disk: Disk;
  readonly rulesOf: EngineOptions['rulesOf'];
  /** How decisions are read, where they can be. */
  readonly baseline: BaselineAccess | undefined;
  today(): string;
  trusted(): boolean;
  overrides(): Overrides;
  rulePage(ruleId: string): string | undefined;
  /** Documents that must not be read, by uri at the client. */
  avoided(clientUri: string): boolean;
  /** Work on documents begins; with none, it has ended. */
  onWork(workplace: Workplace, engineUris: readonly string[]): void;
  onResult(workplace: Workplace, result: CheckResult): void;
  onBroken(error: unknown): void;
  /** An open text is not read. Said once, until it is smaller. */
  onTooLarge(words: string): void;
}

export function createWorkplace(options: WorkplaceOptions): Workplace {
  const { root, disk } = options;
  const open = new Map<string, TextDocument>();
  const buffers = createBufferDocuments();

  const onDisk = (uri: string): Document | undefined => {
    if (root.path === undefined || options.avoided(clientUriOf(root, uri)) || uri.startsWith('/') || uri.split('/').includes('..'))
      return undefined;
    return disk.document(join(root.path, uri), uri, root.path);
  };
  const tooLarge = new WeakSet<TextDocument>();
  const ofBuffer = (buffer: TextDocument, uri: string): Document | undefined => {
    const document = buffers.of(buffer, uri);
    if (document.text.length <= sizeCap) {
      tooLarge.delete(buffer);
      return document;
    }
    if (!tooLarge.has(buffer)) options.onTooLarge(tooLargeInWords(buffer.uri));
    tooLarge.add(buffer);
    return undefined;
  };
  const source: Source = {
    document(uri) {
      const buffer = open.get(uri);
      return buffer ? ofBuffer(buffer, uri) : onDisk(uri);
    },
    siblings(folder) {
      const names =
        root.path === undefined ? [] : disk.files(join(root.path, folder)).map((name) => (folder === '' ? name : `${folder}/${name}`));
      const beside = [...open.keys()].filter((uri) => folderOf(uri) === folder);
      return [...new Set([...names, ...beside])].filter((uri) => !settings.isIgnored(uri)).sort();
    },
  };
  const read = (uri: string): string | undefined => source.document(uri)?.text;
  const settings = createFolderSettings({
    read,
    governing: () => decisions.reading?.configurations,
    trusted: options.trusted,
    overrides: options.overrides,
    rulesOf: options.rulesOf,
  });
  const knowledge = createKnowledge(root, { today: options.today, trusted: options.trusted, read });
  const decisions = createDecisions({
    root,
    access: options.baseline,
    rulesOf: options.rulesOf,
    read,
    today: options.today,
    trusted: options.trusted,
    onNews() {
      branch = undefined;
      checks.reconfigured();
    },
    onBroken: options.onBroken,
  });
  const checks = createChecks({
    source,
    decisions,
    rulesOf: options.rulesOf,
    workspace: knowledge.facts,
    settings,
    onResult: (result) => options.onResult(workplace, result),
    onWork: (uris) => options.onWork(workplace, uris),
    onBroken: options.onBroken,
  });
  const targets: EditTargets = {
    document: (uri) => source.document(uri),
    siblings: (folder) => source.siblings(folder),
    clientUri: (uri) => open.get(uri)?.uri ?? clientUriOf(root, uri),
    version: (uri) => open.get(uri)?.version ?? null,
    rulePage: options.rulePage,
  };
  const nameOf = (clientUri: string): string => engineUriOf(root, clientUri) ?? clientUri;
  const touched = (uri: string): void => {
    if (isConfiguration(uri)) checks.reconfigured();
    if (isBaselinePath(uri)) decisions.edited(uri, open.get(uri)?.getText());
    checks.changed(uri);
  };
  let branch: Promise<BranchChanges> | undefined;
  const workplace: Workplace = {
    root,
    checks,
    settings,
    decisions,
    source,
    targets,
    open,
    notChecked: () =>
      [...open].filter(([uri, buffer]) => tooLarge.has(buffer) && !settings.isIgnored(uri)).map(([, { uri }]) => tooLargeInWords(uri)),
    nameOf,
    knowledge: knowledge.facts,
    branch: () => (branch ??= branchChanges(root, options.trusted())),
    opened(buffer) {
      const uri = nameOf(buffer.uri);
      open.set(uri, buffer);
      touched(uri);
    },
    changed: (clientUri) => touched(nameOf(clientUri)),
    closed(clientUri) {
      const uri = nameOf(clientUri);
      open.delete(uri);
      touched(uri);
    },
    fileChanged(clientUri) {
      const uri = nameOf(clientUri);
      knowledge.renew();
      branch = undefined;
      if (isBaselinePath(uri)) decisions.renew();
      // Of a `.posture` that comes or goes the editor may tell the folder, and none of its files.
      if (isConfiguration(uri) || isConfiguration(`${uri}/config.yaml`)) checks.reconfigured();
      else checks.fileChanged(uri);
      if (codeownersPaths.includes(uri)) checks.worldChanged();
    },
  };
  return workplace;
}

function tooLargeInWords(clientUri: string): string {
  return `${clientUri} is not checked: it is larger than ${sizeInWords(sizeCap)}`;
}
