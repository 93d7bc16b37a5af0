// Roles of Azure by their names in the inventory, and the identities of a folder that no repository keeps.
import { expect, it } from 'vitest';
import { unrecordedIdentities } from '../../server/cli/unrecorded.ts';
import { createDocument } from '../../server/engine/document.ts';
import { createEngine } from '../../server/engine/engine.ts';
import { unknownWorkspace } from '../../server/engine/project.ts';
import { defaultSettings } from '../../server/engine/settings.ts';
import { rulesOf } from '../../rules/registry.ts';

const text = `targetScope = 'subscription'
resource ci 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
  name: 'id-ci'
  location: 'westeurope'
}
resource grant 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(ci.id)
  properties: {
    principalId: ci.properties.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
  }
}
`;

it('names the role and the identity without a record', async () => {
  const documents = new Map([['main.bicep', createDocument('main.bicep', text)]]);
  const settingsFor = () => ({ ...defaultSettings, profile: 'audit' as const });
  const engine = createEngine({
    rulesOf,
    workspace: unknownWorkspace('2026-11-21'),
    settingsFor,
    source: { document: (uri) => documents.get(uri), siblings: () => [...documents.keys()] },
  });
  await engine.read([...documents.values()]);
  await engine.analyze();
  const identities = await unrecordedIdentities(engine, settingsFor, '2026-11-21');
  expect(identities.map(({ entry, state }) => [entry.id, state, entry.grants.map((grant) => grant.text)])).toEqual([
    ['azure:managed-identity:id-ci', 'unapproved', ['allow Owner on subscription, standing']],
  ]);
});
