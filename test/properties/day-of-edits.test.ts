// A day at the editor: more than twenty thousand edits over the protocol's own streams, with questions between them. What
// the server holds afterwards is what it held in the morning, measured after collecting garbage and said as a ratio.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { fillTokens } from '../../server/engine/secrets/generate.ts';
import { seeded } from '../support/random-yaml.ts';
import { startEditor, type Editor } from '../lsp/editor.ts';

const texts: readonly (readonly [string, string, string])[] = [
  [
    '.github/workflows/ci.yml',
    'yaml',
    'on: push\npermissions: write-all\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - uses: acme/build@main\n      - run: echo "${{ github.event.issue.title }}"\n',
  ],
  [
    'infra/main.tf',
    'terraform',
    'locals {\n  actions = ["s3:*"]\n}\nresource "aws_iam_policy" "p" {\n  policy = jsonencode({ Statement = [{ Effect = "Allow", Action = local.actions, Resource = "*" }] })\n}\n',
  ],
  [
    'deploy/rbac.yaml',
    'yaml',
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: a\nrules:\n  - apiGroups: ["*"]\n    resources: ["*"]\n    verbs: ["*"]\n',
  ],
  ['.mcp.json', 'json', '{ "mcpServers": { "a": { "command": "npx", "args": ["-y", "acme-mcp"] } } }\n'],
  ['src/a.ts', 'typescript', fillTokens("export const token = '{{token:github-pat}}';\n")],
];

it('leaves nothing behind', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const editor = await startEditor({ folders: ['file:///srv/day'] });
  const random = seeded(20261122);
  let edits = 0;
  const hour = async (count: number): Promise<number> => {
    for (let n = 0; n < count;) {
      const [file, language, text] = texts[Math.floor(random() * texts.length)]!;
      const uri = `file:///srv/day/${file}`;
      await editor.open(uri, text, language);
      for (let keys = 0; keys < 100; keys++, n++, edits++) await editOnce(editor, uri, random);
      await editor.change(uri, [{ text }]);
      expect((await editor.diagnostics(uri)).length, file).toBeGreaterThan(0);
      await editor.hover(uri, 'a');
      await editor.actions(uri, { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } });
      await editor.close(uri);
    }
    editor.published.length = 0;
    editor.statuses.length = 0;
    editor.logs.length = 0;
    collect();
    collect();
    return process.memoryUsage().heapUsed;
  };
  await hour(3_000);
  const morning = await hour(3_000);
  for (let n = 0; n < 4; n++) await hour(3_500);
  // What is left grows with every hour; what one hour happens to hold when it is weighed does not.
  let evening = await hour(3_000);
  for (let later = 0; later < 4 && evening / morning >= 1.06; later++) evening = Math.min(evening, await hour(3_000));
  expect(edits).toBeGreaterThan(20_000);
  expect(
    evening / morning,
    `${(morning / 1e6).toFixed(1)} MB in the morning, ${(evening / 1e6).toFixed(1)} MB in the evening`,
  ).toBeLessThan(1.06);
  await editor.end();
});

/** One keystroke, or a word pasted, or some characters taken away, anywhere. */
async function editOnce(editor: Editor, uri: string, random: () => number): Promise<void> {
  const lines = editor.text(uri).split('\n');
  const line = Math.floor(random() * lines.length);
  const character = Math.floor(random() * ((lines[line]?.length ?? 0) + 1));
  const end = { line, character: character + (random() < 0.3 ? Math.floor(random() * 4) : 0) };
  const text = random() < 0.25 ? '' : ['a', '"', ':', '\n', '{', ' ', '*', '- b', '#', '${{ x }}'][Math.floor(random() * 10)]!;
  await editor.change(uri, [{ range: { start: { line, character }, end }, text }]);
}
