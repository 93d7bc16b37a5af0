// Files that are read as a part of others: the values of a chart, the base of an overlay, a module of Bicep. When one of
// them changes, in the editor or on disk, what it is a part of is judged again.
import { onTestFinished, expect, it } from 'vitest';
import { startEditor, type Editor, type EditorOptions } from './editor.ts';
import { makeFolder } from './folder.ts';

async function start(options: EditorOptions): Promise<Editor> {
  const editor = await startEditor(options);
  onTestFinished(() => editor.end());
  return editor;
}

const values = 'role: cluster-admin\n';
const template = `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: app
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: {{ .Values.role }}
subjects:
  - kind: ServiceAccount
    name: app
    namespace: shop
`;

it('values of a chart that are typed judge its templates again', async () => {
  const folder = makeFolder({
    'app/Chart.yaml': 'apiVersion: v2\nname: app\nversion: 1.0.0\n',
    'app/values.yaml': values,
    'app/templates/rbac.yaml': template,
  });
  const editor = await start({ folders: [folder.uri] });
  const [binding, given] = [folder.uriOf('app/templates/rbac.yaml'), folder.uriOf('app/values.yaml')];
  await editor.open(binding, template, 'yaml');
  expect(await editor.underlined(binding)).toEqual(['{{ .Values.role }}']);
  await editor.open(given, values, 'yaml');
  await editor.type(given, 'cluster-admin', 'view');
  await editor.diagnostics(given);
  expect(await editor.underlined(binding)).toEqual([]);
  await editor.type(given, 'view', 'cluster-admin');
  await editor.diagnostics(given);
  expect(await editor.underlined(binding)).toEqual(['{{ .Values.role }}']);
});

// Of a folder that is moved or replaced, clients tell the folder and none of its files.
it.each(['infra/parts/a.bicep', 'infra/parts'])(
  'a module that someone else changes on disk judges its caller again: %s is told',
  async (told) => {
    const module = (scope: string) =>
      `targetScope = '${scope}'\nparam role string\nresource a 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'a'\n  properties: {\n    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)\n    principalId: 'p'\n  }\n}\n`;
    const main =
      "targetScope = 'subscription'\nmodule a './parts/a.bicep' = {\n  params: {\n    role: 'b24988ac-6180-42a0-ab88-20f7382dd24c'\n  }\n}\n";
    const folder = makeFolder({ 'infra/main.bicep': main, 'infra/parts/a.bicep': module('resourceGroup') });
    const editor = await start({ folders: [folder.uri] });
    const uri = folder.uriOf('infra/main.bicep');
    await editor.open(uri, main, 'bicep');
    expect(await editor.underlined(uri)).toEqual([]);
    folder.write('infra/parts/a.bicep', module('subscription'));
    await editor.connection.sendNotification('workspace/didChangeWatchedFiles', {
      changes: [{ uri: folder.uriOf(told), type: 2 }],
    });
    await expect.poll(async () => editor.underlined(uri)).toEqual(['b24988ac-6180-42a0-ab88-20f7382dd24c']);
  },
);
