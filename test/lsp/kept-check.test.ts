// A check of the workspace opens what earlier ones kept of it, and must never be told from one that reads everything.
import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { rulesOf } from '../../rules/registry.ts';
import { keptReading, type KeptReading } from '../../server/cache/kept-reading.ts';
import type { Document } from '../../server/engine/document.ts';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import type { CheckWorkspaceResult, FileFindings } from '../../server/lsp/protocol/findings.ts';
import { startSettings } from '../../server/lsp/editor-settings.ts';
import type { ScanProgress } from '../../server/lsp/scan.ts';
import { createSession } from '../../server/lsp/session.ts';
import type { SessionOptions } from '../../server/lsp/session-terms.ts';
import { startEditor, today } from './editor.ts';
import { makeFolder, type Folder } from './folder.ts';

const workflow = 'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - run: make\n';
const policy =
  'resource "aws_iam_role_policy" "p" {\n  role   = "r"\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = "*" }] })\n}\n';
const files: Readonly<Record<string, string>> = {
  '.github/workflows/ci.yml': workflow,
  'service/.github/workflows/ci.yml': workflow,
  'infra/main.tf': policy,
  'infra/locals.tf': 'locals {\n  actions = ["*"]\n}\n',
  'chart/Chart.yaml': 'apiVersion: v2\nname: c\nversion: 1.0.0\n',
  'chart/values.yaml': 'verbs: ["*"]\n',
  'chart/templates/role.yaml':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: {{ .Values.verbs | toJson }}\n',
  'src/settings.py': fillTokens('GITHUB_TOKEN = "{{token:github-pat:5}}"\n'),
  'src/plain.py': 'def f():\n    return 1\n',
};

/** Keeps in `cache`, and notes of each check which folders it opened and which it read. */
function keeper(cache: string) {
  const opened: string[] = [];
  const read: string[] = [];
  const kept: SessionOptions['kept'] = async (root, source): Promise<KeptReading> => {
    const inner = keptReading(cache, root, 'a build', source);
    return {
      ...inner,
      recall(folder: string, given: readonly Document[]) {
        const known = inner.recall(folder, given);
        (known ? opened : read).push(folder);
        return known;
      },
    };
  };
  return { kept, takeRead: () => read.splice(0).sort(), takeOpened: () => opened.splice(0).sort() };
}

/** What a server that has just been started finds in the whole folder. */
async function check(folder: Folder, kept?: SessionOptions['kept']): Promise<FileFindings[]> {
  const editor = await startEditor({
    folders: [folder.uri],
    kept,
    initializationOptions: { settings: { profile: 'audit', minimumSeverity: 'info' } },
  });
  try {
    const { cancelled } = await editor.connection.sendRequest<CheckWorkspaceResult>('posture/checkWorkspace', {});
    expect(cancelled).toBe(false);
    return await editor.connection.sendRequest<FileFindings[]>('posture/findings', {});
  } finally {
    await editor.end();
  }
}

const all = ['.github/workflows', 'chart', 'chart/templates', 'infra', 'service/.github/workflows', 'src'];

describe('a second start', () => {
  it('opens every folder that is as it was, and finds the same', async () => {
    const folder = makeFolder(files);
    const { kept, takeRead, takeOpened } = keeper(makeFolder().path);
    const first = await check(folder, kept);
    expect(takeRead()).toEqual(all);
    expect(takeOpened()).toEqual([]);
    expect(first.flatMap((file) => file.findings.map(({ rule }) => rule))).toEqual(
      expect.arrayContaining(['github/write-all-permissions', 'k8s/wildcard-all', 'secret/provider-token']),
    );
    expect(await check(folder, kept)).toEqual(first);
    expect(takeOpened()).toEqual(all);
    expect(takeRead()).toEqual([]);
    expect(await check(folder)).toEqual(first);
  });

  it.each<[string, (folder: Folder) => void, readonly string[]]>([
    [
      'a file',
      (folder) => folder.write('service/.github/workflows/ci.yml', workflow.replace('write-all', '{}')),
      ['service/.github/workflows'],
    ],
    [
      'what another file of the module says',
      (folder) => folder.write('infra/locals.tf', 'locals {\n  actions = ["s3:GetObject"]\n}\n'),
      ['infra'],
    ],
    ['what a reader asked for elsewhere', (folder) => folder.write('chart/values.yaml', 'verbs: ["get"]\n'), ['chart', 'chart/templates']],
    ['which files there are', (folder) => rmSync(join(folder.path, 'infra/locals.tf')), ['infra']],
    [
      'what is ignored',
      (folder) => folder.write('.posture/config.yaml', 'ignore:\n  - path: infra/locals.tf\n    reason: made by a machine\n'),
      ['.posture', 'infra'],
    ],
  ])('reads anew what changed: %s', async (_, change, folders) => {
    const folder = makeFolder(files);
    const { kept, takeRead } = keeper(makeFolder().path);
    const before = await check(folder, kept);
    takeRead();
    change(folder);
    const after = await check(folder, kept);
    expect(takeRead()).toEqual(folders);
    expect(after).toEqual(await check(folder));
    expect(after).not.toEqual(before);
  });

  it('reads everything where what was kept is damaged', async () => {
    const folder = makeFolder(files);
    const cache = makeFolder().path;
    const { kept, takeRead, takeOpened } = keeper(cache);
    const first = await check(folder, kept);
    const [name] = readdirSync(cache);
    const whole = readFileSync(join(cache, name!));
    // In the parts, in the list of the parts, cut off, and nothing like it.
    for (const damage of [
      (bytes: Buffer) => bytes.fill(0, bytes.length - 200),
      (bytes: Buffer) => bytes.fill(0x20, 40, 60),
      (bytes: Buffer) => bytes.subarray(0, bytes.length >> 1),
      () => Buffer.from('x'),
    ]) {
      takeRead();
      takeOpened();
      writeFileSync(join(cache, name!), damage(Buffer.from(whole)));
      expect(await check(folder, kept)).toEqual(first);
      expect(takeRead()).not.toEqual([]);
    }
    takeRead();
    expect(await check(folder, kept)).toEqual(first);
    expect(takeRead()).toEqual([]);
  });

  it('judges by the configuration of now what was read under another', async () => {
    const folder = makeFolder(files);
    const { kept, takeRead } = keeper(makeFolder().path);
    await check(folder, kept);
    takeRead();
    folder.write('.posture/config.yaml', 'rules:\n  github/write-all-permissions: low\n');
    const after = await check(folder, kept);
    expect(takeRead()).toEqual(['.posture']);
    expect(
      after
        .flatMap((file) => file.findings)
        .filter(({ rule }) => rule === 'github/write-all-permissions')
        .map(({ severity }) => severity),
    ).toEqual(['low', 'low']);
  });
});

describe('reading ahead', () => {
  const silent: ScanProgress = { report: () => undefined, signal: new AbortController().signal };
  const nothing = (): void => undefined;

  /** What computes in a thread of the server, with no thread around it. */
  function startSession(folder: Folder, kept: SessionOptions['kept']) {
    const session = createSession({
      rulesOf,
      kept,
      now: () => new Date(`${today}T12:00:00Z`),
      rulePage: () => undefined,
      host: {
        publish: nothing,
        status: nothing,
        log: nothing,
        refreshDiagnostics: nothing,
        refreshInlayHints: nothing,
        refreshCodeLenses: nothing,
        working: nothing,
      },
    });
    onTestFinished(() => session.stop());
    session.start({
      folders: [folder.uri],
      trusted: true,
      settings: { ...startSettings, profile: 'audit', minimumSeverity: 'info' },
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
    });
    return session;
  }

  it('keeps a tree and holds none of it; who comes after opens it and finds what reading it finds', async () => {
    const folder = makeFolder(files);
    const { kept, takeRead, takeOpened } = keeper(makeFolder().path);
    const ahead = startSession(folder, kept);
    expect(await ahead.readAhead(silent)).toBe(true);
    expect(takeRead()).toEqual(all);
    expect(await ahead.identities()).toEqual([]);
    const judging = startSession(folder, kept);
    expect(await judging.readAhead(silent)).toBe(false);
    await judging.checkWorkspace(silent);
    expect(takeOpened()).toEqual(all);
    expect(takeRead()).toEqual([]);
    expect(await judging.listFindings()).toEqual(await check(folder));
  });

  it('is for a tree of which most is news, and reads what is', async () => {
    const folder = makeFolder(files);
    const { kept, takeRead } = keeper(makeFolder().path);
    await startSession(folder, kept).readAhead(silent);
    takeRead();
    folder.write('one/more.tf', policy);
    expect(await startSession(folder, kept).readAhead(silent)).toBe(false);
    for (let n = 0; n < 2 * all.length; n++) folder.write(`many/more-${n}/main.tf`, policy);
    expect(await startSession(folder, kept).readAhead(silent)).toBe(true);
    expect(takeRead()).toHaveLength(1 + 2 * all.length);
    expect(await startSession(folder, kept).readAhead(silent)).toBe(false);
  });

  it('is left out where nothing is kept', async () => {
    expect(await startSession(makeFolder(files), undefined).readAhead(silent)).toBe(false);
  });
});

describe('a check that is ended', () => {
  it('keeps what it has read, and the next one goes on from there', async () => {
    const folder = makeFolder({
      ...files,
      ...Object.fromEntries(Array.from({ length: 200 }, (_, n) => [`z${n}/.github/workflows/ci.yml`, workflow])),
    });
    const { kept, takeRead, takeOpened } = keeper(makeFolder().path);
    const editor = await startEditor({ folders: [folder.uri], kept, capabilities: { window: { workDoneProgress: true } } });
    editor.connection.onRequest('window/workDoneProgress/create', () => null);
    editor.connection.onNotification('$/progress', ({ token, value }: { token: string; value: { kind: string } }) => {
      if (value.kind === 'report') void editor.connection.sendNotification('window/workDoneProgress/cancel', { token });
    });
    expect(await editor.connection.sendRequest('posture/checkWorkspace', {})).toMatchObject({ cancelled: true });
    await editor.end();
    const before = takeRead();
    expect(before.length).toBeGreaterThan(0);
    expect(before.length).toBeLessThan(200);
    await check(folder, kept);
    expect(takeOpened()).toEqual(before);
    expect(takeRead()).toHaveLength(all.length + 200 - before.length);
  });
});

describe('an open text', () => {
  it('is never kept as what stands on disk', async () => {
    const folder = makeFolder(files);
    const { kept, takeRead } = keeper(makeFolder().path);
    const editor = await startEditor({ folders: [folder.uri], kept });
    const uri = folder.uriOf('infra/locals.tf');
    await editor.open(uri, 'locals {\n  actions = ["s3:GetObject"]\n}\n', 'terraform');
    await editor.diagnostics(uri);
    await editor.connection.sendRequest('posture/checkWorkspace', {});
    await editor.end();
    expect(takeRead()).not.toContain('infra');
    const after = await check(folder, kept);
    expect(takeRead()).toEqual(['infra']);
    expect(after).toEqual(await check(folder));
  });
});
