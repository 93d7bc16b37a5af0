// Everything an editor can ask about a document beyond its findings and their repairs.
import { describe, expect, it, onTestFinished } from 'vitest';
import type {
  CompletionItem,
  DocumentLink,
  FullDocumentDiagnosticReport,
  InlayHint,
  Location,
  WorkspaceDiagnosticReport,
} from 'vscode-languageserver/node';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';

const root = 'file:///srv/app';
const workflowUri = `${root}/.github/workflows/ci.yml`;
const workflow =
  'on: push\npermissions: write-all\njobs:\n  build:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@v4\n';
const policyUri = `${root}/policies/ci.json`;
const policy = (action: string): string =>
  `{ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "${action}", "Resource": "arn:aws:s3:::releases/*" }] }`;

async function start(options: EditorOptions = {}): Promise<Editor> {
  const editor = await startEditor({ folders: [root], ...options });
  onTestFinished(() => editor.end());
  return editor;
}

/** The position just behind a text. */
function behind(editor: Editor, uri: string, text: string): { line: number; character: number } {
  const offset = editor.text(uri).indexOf(text) + text.length;
  const before = editor.text(uri).slice(0, offset).split('\n');
  return { line: before.length - 1, character: before.at(-1)!.length };
}

async function labels(editor: Editor, uri: string, text: string): Promise<string[]> {
  const items = await editor.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
    textDocument: { uri },
    position: behind(editor, uri, text),
  });
  return items.map((item) => item.label);
}

describe('hover', () => {
  it('counts what a wildcard grants, with what changes permissions first', async () => {
    const editor = await start();
    await editor.open(policyUri, policy('s3:*'), 'json');
    await editor.diagnostics(policyUri);
    const { value } = (await editor.hover(policyUri, 's3:*'))!.contents as { value: string };
    expect(value).toMatch(/^`s3:\*` covers \*\*\d+ actions\*\*\n\n- \*\*\d+ change permissions\*\*: `\w+`, .* and \d+ more\n- \d+ write, /);
  });

  it('says of an action that is no wildcard what it does and who holds it', async () => {
    const editor = await start();
    await editor.open(policyUri, policy('s3:GetObject'), 'json');
    await editor.diagnostics(policyUri);
    const said = ((await editor.hover(policyUri, 's3:GetObject'))!.contents as { value: string }).value;
    expect(said).toContain('1 read: s3:GetObject');
    expect(said).toContain('nobody in this tree');
    expect(said).not.toContain('``');
  });
});

describe('inlay hints', () => {
  const ask = (editor: Editor): Promise<InlayHint[]> =>
    editor.connection.sendRequest('textDocument/inlayHint', {
      textDocument: { uri: policyUri },
      range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
    });

  it('are off, and stand behind the quoted wildcard once they are on', async () => {
    const editor = await start();
    await editor.open(policyUri, policy('s3:*'), 'json');
    expect(await ask(editor)).toEqual([]);
    await editor.connection.sendNotification('workspace/didChangeConfiguration', {
      settings: { posture: { inlayHints: { enabled: true } } },
    });
    const [hint] = await ask(editor);
    expect(hint!.label).toMatch(/^\d+ actions, \d+ change permissions$/);
    expect(hint!.position).toEqual(behind(editor, policyUri, '"s3:*"'));
  });

  it('say what is left of a grant that ends, and of a suppression', async () => {
    const editor = await start({ folders: ['file:///srv/app'], initializationOptions: { settings: { inlayHints: { enabled: true } } } });
    const uri = 'file:///srv/app/infra/iam.tf';
    const binding = (end: string): string => `# posture-ignore gcp/basic-role until=2026-11-22: handed over next week
resource "google_project_iam_member" "visitor" {
  project = "acme"
  role    = "roles/viewer"
  member  = "user:ana@example.com"
  condition {
    title      = "visit"
    expression = "request.time < timestamp(\\"${end}\\")"
  }
}
resource "azuread_application_password" "old" {
  application_id = "x"
  end_date       = "2026-11-18T00:00:00Z"
}
`;
    await editor.open(uri, binding('2026-12-01T00:00:00Z'), 'terraform');
    const hints = await editor.connection.sendRequest<InlayHint[]>('textDocument/inlayHint', {
      textDocument: { uri },
      range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
    });
    expect(hints.map(({ label, position }) => [position.line, label])).toEqual([
      [0, '1 day left'],
      [7, '10 days left'],
      [12, 'ended 3 days ago'],
    ]);
  });
});

describe('completion', () => {
  it('offers services, then the actions of one with their access level', async () => {
    const editor = await start();
    await editor.open(policyUri, policy('s3'), 'json');
    expect(await labels(editor, policyUri, '"s3')).toContain('s3:');
    await editor.type(policyUri, '"s3"', '"s3:Get"');
    const items = await editor.connection.sendRequest<CompletionItem[]>('textDocument/completion', {
      textDocument: { uri: policyUri },
      position: behind(editor, policyUri, '"s3:Get'),
    });
    expect(items.find((item) => item.label === 's3:GetObject')).toMatchObject({ detail: 'Read' });
    expect(items.every((item) => item.label.startsWith('s3:'))).toBe(true);
  });

  it('offers scopes of the token and what they may be', async () => {
    const editor = await start();
    await editor.open(workflowUri, workflow.replace('permissions: write-all', 'permissions:\n  contents: read\n  pull-'), 'yaml');
    expect(await labels(editor, workflowUri, '  pull-')).toContain('pull-requests');
    expect(await labels(editor, workflowUri, 'contents: ')).toEqual(['read', 'write', 'none']);
    expect(await labels(editor, workflowUri, 'runs-on: ')).toEqual([]);
  });

  it('offers rule ids, an end and an owner in a suppression, and nothing in its reason', async () => {
    const editor = await start();
    await editor.open(workflowUri, `# posture-ignore github/wri\n# posture-ignore github/x: because \n${workflow}`, 'yaml');
    const offered = await labels(editor, workflowUri, 'github/wri');
    expect(offered).toContain('github/write-all-permissions');
    expect(offered).toContain('until=2027-02-19');
    expect(await labels(editor, workflowUri, 'because ')).toEqual([]);
  });

  it('offers keys, rule ids and severities in the configuration', async () => {
    const editor = await start();
    const uri = `${root}/.posture/config.yaml`;
    await editor.open(uri, 'profile: \nrules:\n  github/\n  aws/wildcard-action: \npro', 'yaml');
    expect(await labels(editor, uri, 'profile: ')).toEqual(['default', 'strict', 'audit']);
    expect(await labels(editor, uri, '  github/')).toContain('github/write-all-permissions');
    expect(await labels(editor, uri, 'wildcard-action: ')).toContain('medium');
    expect(await labels(editor, uri, '\npro')).toContain('profile');
  });
});

describe('links', () => {
  it('lead from a suppression to its rule and from an action to its repository', async () => {
    const editor = await start();
    await editor.open(
      workflowUri,
      workflow.replace('permissions', '# posture-ignore github/write-all-permissions: tried\npermissions'),
      'yaml',
    );
    const links = await editor.connection.sendRequest<DocumentLink[]>('textDocument/documentLink', { textDocument: { uri: workflowUri } });
    expect(links.map((link) => link.target).sort()).toEqual([
      'file:///pages/github/write-all-permissions.md',
      'https://github.com/actions/checkout/tree/v4',
    ]);
  });
});

describe('navigation', () => {
  const uri = `${root}/deploy/rbac.yaml`;
  const other = `${root}/deploy/role.yaml`;
  const binding =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: RoleBinding\nmetadata:\n  name: ci-reads\n  namespace: ci\nroleRef:\n  apiGroup: rbac.authorization.k8s.io\n  kind: Role\n  name: reader\nsubjects:\n  - kind: ServiceAccount\n    name: builder\n    namespace: ci\n';
  const role =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata:\n  name: reader\n  namespace: ci\nrules:\n  - apiGroups: [""]\n    resources: ["pods"]\n    verbs: ["get"]\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: builder\n  namespace: ci\n';

  it('leads from a binding to its role and its account, and back', async () => {
    const editor = await start();
    await editor.open(uri, binding, 'yaml');
    await editor.open(other, role, 'yaml');
    const at = async (method: string, file: string, text: string): Promise<string[]> => {
      const found = await editor.connection.sendRequest<Location[]>(method, {
        textDocument: { uri: file },
        position: behind(editor, file, text),
        context: { includeDeclaration: false },
      });
      return found.map(({ uri: where, range }) => `${where.slice(root.length)}:${range.start.line}`);
    };
    await editor.diagnostics(other);
    expect(await at('textDocument/definition', uri, '  name: reader')).toEqual(['/deploy/role.yaml:3']);
    expect(await at('textDocument/definition', uri, '    name: builder')).toEqual(['/deploy/role.yaml:13']);
    expect(await at('textDocument/references', other, '  name: reader')).toEqual(['/deploy/rbac.yaml:8']);
    expect(await at('textDocument/references', other, '  name: builder')).toEqual(['/deploy/rbac.yaml:11']);
    expect(await at('textDocument/definition', uri, 'metadata:')).toEqual([]);
  });
});

describe('diagnostics that are asked for', () => {
  const pulling: EditorOptions = { initializationOptions: { pullDiagnostics: true } };
  const ask = (editor: Editor, uri: string, previousResultId?: string) =>
    editor.connection.sendRequest<FullDocumentDiagnosticReport>('textDocument/diagnostic', { textDocument: { uri }, previousResultId });

  it('are not published as well, and are not sent twice', async () => {
    const editor = await start(pulling);
    expect(editor.initialized.capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: true });
    await editor.open(workflowUri, workflow, 'yaml');
    const full = await ask(editor, workflowUri);
    expect(full).toMatchObject({ kind: 'full', items: [{ code: 'github/write-all-permissions' }] });
    expect(await ask(editor, workflowUri, full.resultId)).toEqual({ kind: 'unchanged', resultId: full.resultId });
    await editor.type(workflowUri, 'write-all', '{}');
    expect(await ask(editor, workflowUri, full.resultId)).toMatchObject({ kind: 'full', items: [] });
    expect(editor.published).toEqual([]);
  });

  it('are pushed, and not offered, to a client that takes them', async () => {
    const editor = await start();
    expect(editor.initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  it('about the whole workspace cover files that are not open', async () => {
    const folder = makeFolder({ '.github/workflows/ci.yml': workflow });
    const editor = await start({ ...pulling, folders: [folder.uri] });
    const report = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds: [] });
    expect(report.items).toMatchObject([
      { kind: 'full', uri: folder.uriOf('.github/workflows/ci.yml'), version: null, items: [{ code: 'github/write-all-permissions' }] },
    ]);
    const again = await editor.connection.sendRequest<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [{ uri: folder.uriOf('.github/workflows/ci.yml'), value: report.items[0]!.resultId }],
    });
    expect(again.items).toMatchObject([{ kind: 'unchanged' }]);
  });
});
