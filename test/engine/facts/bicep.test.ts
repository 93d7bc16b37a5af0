// What a Bicep file calls: local modules, Azure Verified Modules and parameter files, each judged where the caller wrote it.
import { describe, expect, it } from 'vitest';
import { analyzeTexts, type Texts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

/** Rule and text of each finding, by file; marks stand for what is reported. */
async function check(files: Texts, rules: readonly string[]): Promise<void> {
  const read = Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri, readMarks(text)]));
  const { findings, failures } = await analyzeTexts(Object.fromEntries(Object.entries(read).map(([uri, { text }]) => [uri, text])));
  expect(failures).toEqual([]);
  const wanted = Object.entries(read).flatMap(([uri, { spans }]) => spans.map((span) => [uri, ...span]));
  const found = findings.filter((finding) => rules.includes(finding.rule)).map((finding) => [finding.at.uri, ...finding.at.span]);
  expect(found.sort()).toEqual(wanted.sort());
}

const assign = `targetScope = 'subscription'
param principalId string
param role string
param kind string = 'Group'
resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(principalId, role)
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)
    principalId: principalId
    principalType: kind
  }
}
`;
const byName = assign
  .replace("subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role)", 'contains(roles, role) ? roles[role] : role')
  .replace(
    'param kind',
    "var roles = {\n  Owner: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')\n  Reader: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')\n}\nparam kind",
  );
const call = (role: string, path = './modules/assign.bicep', more = '') => `targetScope = 'subscription'
module access '${path}' = ${more}{
  name: 'access'
  params: {
    principalId: 'p'
    role: ${role}
  }
}${more.startsWith('[') ? ']' : ''}
`;

describe('local modules', () => {
  it.each([
    ['a role by its GUID', assign, call("'«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»'")],
    ['a role that is fine', assign, call("'acdd72a7-3385-48ef-bd42-f606fba81ae7'")],
    ['a role by a name that the module looks up', byName, call("'«Owner»'")],
    ['a name for a role that is fine', byName, call("'Reader'")],
    ['a role that nobody knows', assign, `param role string\n${call('role')}`],
    ['a call that a literal switches off', assign, call("'8e3af657-a8ff-443c-a75c-2fe8c4bcb635'", undefined, 'if (false) ')],
    [
      'one of a loop',
      assign,
      call('one', undefined, "[for one in ['«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»', 'acdd72a7-3385-48ef-bd42-f606fba81ae7']: "),
    ],
    ['a file that is not there', assign, call("'8e3af657-a8ff-443c-a75c-2fe8c4bcb635'", './gone.bicep')],
    [
      'a role that the module writes itself',
      assign.replace("', role)", "', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')").replace(/subscriptionResourceId\(.*\)/, '«$&»'),
      call("'x'"),
    ],
  ])('%s', async (_, module, main) => {
    await check({ 'infra/modules/assign.bicep': module, 'infra/main.bicep': main }, ['azure/owner-assignment']);
  });

  it('follows a value through a module in between', async () => {
    const between =
      "targetScope = 'subscription'\nparam role string\nmodule inner './assign.bicep' = {\n  name: 'inner'\n  params: {\n    principalId: 'p'\n    role: role\n  }\n}\n";
    await check(
      {
        'infra/modules/assign.bicep': assign,
        'infra/modules/between.bicep': between,
        'infra/main.bicep': call("'«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»'", './modules/between.bicep'),
      },
      ['azure/owner-assignment'],
    );
  });

  it('ends where modules call each other', async () => {
    const circle = (other: string) =>
      `${assign}module next './${other}.bicep' = {\n  name: 'n'\n  params: {\n    principalId: principalId\n    role: role\n  }\n}\n`;
    await check(
      {
        'infra/modules/a.bicep': circle('b'),
        'infra/modules/b.bicep': circle('a'),
        'infra/main.bicep': call("'«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»'", './modules/a.bicep'),
      },
      ['azure/owner-assignment'],
    );
  });

  it('reads a setting that is passed in', async () => {
    const store =
      "param keys bool = false\nresource data 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  name: 'data'\n  properties: {\n    allowSharedKeyAccess: keys\n  }\n}\n";
    await check(
      {
        'infra/store.bicep': store,
        'infra/main.bicep':
          "module data './store.bicep' = {\n  name: 'data'\n  params: {\n    keys: «true»\n  }\n}\nmodule other './store.bicep' = {\n  name: 'other'\n}\n",
      },
      ['azure/storage-shared-key'],
    );
  });
});

describe('parameter files', () => {
  it('call the file that they name', async () => {
    await check(
      {
        'infra/main.bicep': byName,
        'infra/prod.bicepparam': "using './main.bicep'\nvar who = 'p'\nparam principalId = who\nparam role = '«Owner»'\n",
        'infra/dev.bicepparam': "using 'main.bicep'\nparam principalId = 'p'\nparam role = 'Reader'\n",
      },
      ['azure/owner-assignment'],
    );
  });
});

describe('Azure Verified Modules', () => {
  const module = (path: string, params: string) =>
    `targetScope = 'managementGroup'\nmodule access '${path}' = {\n  name: 'access'\n  params: {\n${params}  }\n}\n`;
  it.each([
    [
      'a subscription',
      module(
        'br/public:avm/res/authorization/role-assignment/sub-scope:0.1.0',
        "    principalId: 'p'\n    roleDefinitionIdOrName: '«Owner»'\n",
      ),
    ],
    [
      "a management group, from a registry of one's own",
      module(
        'br:acme.azurecr.io/bicep/avm/ptn/authorization/role-assignment:0.2.4',
        "    principalId: 'p'\n    roleDefinitionIdOrName: '«Owner»'\n",
      ),
    ],
    [
      'a resource group by its name',
      module(
        'br/public:avm/ptn/authorization/role-assignment:0.2.4',
        "    principalId: 'p'\n    subscriptionId: 's'\n    resourceGroupName: 'g'\n    roleDefinitionIdOrName: '«Owner»'\n",
      ),
    ],
    [
      'with a condition',
      module(
        'br/public:avm/res/authorization/role-assignment/sub-scope:0.1.0',
        "    principalId: 'p'\n    roleDefinitionIdOrName: 'Reader'\n",
      ),
    ],
    [
      'on one resource',
      module(
        'br/public:avm/res/storage/storage-account:0.9.1',
        "    name: 'data'\n    roleAssignments: [\n      { principalId: 'p', roleDefinitionIdOrName: 'Owner' }\n    ]\n",
      ),
    ],
    ['some other module', module('br/public:avm/res/network/virtual-network:0.1.0', "    roleDefinitionIdOrName: 'Owner'\n")],
  ])('%s', async (_, text) => check({ 'infra/main.bicep': text }, ['azure/owner-assignment']));

  it('reads settings of services and role definitions', async () => {
    await check(
      {
        'infra/a.bicep': module('br/public:avm/res/service-bus/namespace:0.10.0', "    name: 'n'\n    disableLocalAuth: «false»\n"),
        'infra/b.bicep': module('br/public:avm/res/service-bus/namespace:0.10.0', "    name: 'n'\n"),
        'infra/c.bicep': module(
          'br/public:avm/res/document-db/database-account:0.12.0',
          "    name: 'n'\n    disableLocalAuthentication: «false»\n",
        ),
        'infra/d.bicep': module(
          'br/public:avm/ptn/authorization/role-definition:0.1.0',
          "    name: 'n'\n    actions: [\n      '«*»'\n    ]\n",
        ),
        'infra/e.bicep': module(
          'br/public:avm/res/storage/storage-account:0.27.0',
          "    name: 'n'\n    blobServices: {\n      containers: [\n        { name: 'own', publicAccess: 'None' }\n        { name: 'site', publicAccess: '«Blob»' }\n      ]\n    }\n",
        ),
        'infra/f.bicep': module('br/public:avm/res/storage/storage-account:0.27.0', "    name: 'n'\n    allowBlobPublicAccess: «true»\n"),
        'infra/g.bicep': module('br/public:avm/res/storage/storage-account:0.27.0', "    name: 'n'\n    allowBlobPublicAccess: false\n"),
        'infra/h.bicep': module('br/public:avm/res/key-vault/vault:0.13.0', "    name: 'n'\n    enableRbacAuthorization: «false»\n"),
      },
      [
        'azure/local-auth-enabled',
        'azure/custom-role-star',
        'azure/container-public',
        'azure/storage-public-allowed',
        'azure/key-vault-without-roles',
      ],
    );
  });
});

describe('Microsoft Graph in Bicep', () => {
  it('reads application roles, consents and federated credentials', async () => {
    await check(
      {
        'infra/app.bicep': `extension microsoftGraphV1
resource app 'Microsoft.Graph/applications@v1.0' = {
  uniqueName: 'app'
  displayName: 'app'
  requiredResourceAccess: [
    {
      resourceAppId: '00000003-0000-0000-c000-000000000000'
      resourceAccess: [
        { id: '«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»', type: 'Role' }
        { id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d', type: 'Scope' }
      ]
    }
  ]
  resource github 'federatedIdentityCredentials@v1.0' = {
    name: 'app/github'
    issuer: 'https://token.actions.githubusercontent.com'
    subject: '«repo:acme/app:pull_request»'
    audiences: ['api://AzureADTokenExchange']
  }
}
resource role 'Microsoft.Graph/appRoleAssignedTo@v1.0' = {
  appRoleId: '«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»'
  principalId: identity.properties.principalId
  resourceId: graph.id
}
resource consent 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: app.appId
  consentType: 'AllPrincipals'
  resourceId: graph.id
  scope: 'openid «Directory.ReadWrite.All»'
}
resource own 'Microsoft.Graph/oauth2PermissionGrants@v1.0' = {
  clientId: app.appId
  consentType: 'Principal'
  principalId: 'ada'
  scope: 'Directory.ReadWrite.All'
}
`,
      },
      ['oauth/entra-privileged-app-role', 'azure/federated-subject-wide', 'azure/consent-for-everyone'],
    );
  });
});
