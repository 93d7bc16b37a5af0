// Roles that a Bicep file comes to through its own functions, imports, loaded files, lambdas and conditions: judged where
// they are used, unknown where they are not known.
import { describe, expect, it } from 'vitest';
import { parseBicep } from '../../../server/engine/syntax/bicep/parse.ts';
import { createDocument } from '../../../server/engine/document.ts';
import { bicepReader } from '../../../server/engine/facts/bicep/reader.ts';
import { textOf } from '../../../server/engine/facts/value.ts';
import { inventoryOf } from '../../../server/posture/inventory.ts';
import { analyzeTexts, type Texts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

/** A file that assigns what an expression comes to, after further declarations. */
const assigning = (role: string, before = '', loop = ''): string => `targetScope = 'subscription'
${before}
resource one 'Microsoft.Authorization/roleAssignments@2022-04-01' = ${loop}{
  name: guid('one')
  properties: {
    roleDefinitionId: ${role}
    principalId: 'p'
  }
}${loop.startsWith('[') ? ']' : ''}
`;

async function check(marked: string, beside: Texts = {}): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ ...beside, 'infra/main.bicep': text });
  expect(failures).toEqual([]);
  expect(parseBicep(text).problems).toEqual([]);
  expect(
    findings.filter((finding) => finding.rule === 'azure/owner-assignment').map((finding) => [finding.at.uri, ...finding.at.span]),
  ).toEqual(spans.map((span) => ['infra/main.bicep', ...span]));
}

const idOf = (what: string) => `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${what})`;

describe('functions of the file', () => {
  const func = `func idOf(id string) string => ${idOf('id')}`;
  it('are evaluated where they are called', () => check(assigning(`«idOf('${owner}')»`, func)));
  it('and are quiet about what is fine', () => check(assigning(`idOf('${reader}')`, func)));
  it('may call others, over several lines and with several parameters', () =>
    check(
      assigning(
        `«chosen(true, '${owner}', {\n      other: '${reader}'\n    })»`,
        `${func}\n@description('which')\nfunc chosen(isAdmin bool, id string, table { other: string }) string =>\n  isAdmin\n    ? idOf(id)\n    : idOf(table.other)`,
      ),
    ));
  it('that call themselves come to nothing', () => check(assigning('again(1)', 'func again(n int) string => again(n)')));
  it('of what is not known come to nothing', () => check(assigning('idOf(who)', `${func}\nparam who string`)));
});

describe('built-in roles by their names', () => {
  it('are found by `roleDefinitions`', () => check(assigning("roleDefinitions('«Owner»').id")));
  it('through a variable, and as the last part of an id', async () => {
    await check(assigning('«role.id»', "var role = az.roleDefinitions('Owner')"));
    await check(assigning(`«${idOf("roleDefinitions('Owner').roleDefinitionId")}»`));
  });
  it('are fine, or not known', async () => {
    await check(assigning("roleDefinitions('Reader').id"));
    await check(assigning('roleDefinitions(name).id', 'param name string'));
  });
});

describe('imports', () => {
  const shared = `@export()\nvar roles = {\n  owner: '${owner}'\n  reader: '${reader}'\n}\n@export()\nvar admins = [{ role: roles.owner }]\n@export()\nfunc ownerId() string => ${idOf('roles.owner')}\n`;
  const beside = { 'infra/shared/roles.bicep': shared };
  it('of a variable', () => check(assigning(`«${idOf('roles.owner')}»`, "import { roles } from 'shared/roles.bicep'"), beside));
  it('of a variable under another name, beside others', () =>
    check(assigning('«known.owner»', "import {\n  ownerId\n  roles as known\n} from './shared/roles.bicep'"), beside));
  it('of a role that is fine', () => check(assigning(idOf('roles.reader'), "import { roles } from 'shared/roles.bicep'"), beside));
  it('of a function', () => check(assigning('«ownerId()»', "import { ownerId } from 'shared/roles.bicep'"), beside));
  it('of everything under one name', () => check(assigning('«all.ownerId()»', "import * as all from 'shared/roles.bicep'"), beside));
  it('of a list that a loop goes over', () =>
    check(assigning('one.role', "import { admins } from 'shared/roles.bicep'", '[for one in «admins»: '), beside));
  it('of a file that is not there, or of what it does not have', () =>
    check(
      assigning('nothing.owner ?? roles.owner', "import { nothing } from 'shared/roles.bicep'\nimport { roles } from 'gone.bicep'"),
      beside,
    ));
  it('in a circle', () =>
    check(assigning('«roles.owner»', "import { roles } from 'a.bicep'"), {
      'infra/a.bicep': `import { other } from 'main.bicep'\nimport { b } from 'b.bicep'\nvar roles = { owner: '${owner}', b: b }\n`,
      'infra/b.bicep': "import { roles } from 'a.bicep'\nvar b = roles.owner\n",
    }));
  it('of an extension is none', () =>
    check(
      assigning(
        `«'${owner}'»`.replace("«'", "'«").replace("'»", "»'"),
        "import 'kubernetes@1.0.0'\nextension microsoftGraphV1\nprovider 'x@1' with { a: 1 }",
      ),
    ));
  it('reach what is passed to a module', async () => {
    const module = `targetScope = 'subscription'\nparam role string\nresource r 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'r'\n  properties: { roleDefinitionId: ${idOf('role')}, principalId: 'p' }\n}\n`;
    await check(
      "targetScope = 'subscription'\nimport { roles } from 'shared/roles.bicep'\nmodule m 'm.bicep' = {\n  name: 'm'\n  params: { role: «roles.owner» }\n}\n",
      { ...beside, 'infra/m.bicep': module },
    );
  });
});

describe('loaded files', () => {
  const beside = {
    'infra/roles.json': `{ "admins": { "role": "${owner}" }, "list": ["${reader}", "${owner}"] }`,
    'infra/roles.yaml': `admins:\n  role: ${owner}\n`,
  };
  it('of JSON', () =>
    check(
      assigning(
        idOf('«roles».admins.role').replace('«roles»', 'roles').replace(/^/, '«').replace(/$/, '»'),
        "var roles = loadJsonContent('roles.json')",
      ),
      beside,
    ));
  it('of YAML, by a path', () => check(assigning("«loadYamlContent('./roles.yaml', '$.admins')».role"), beside));
  it('by which is not known', () =>
    check(assigning('roles[which].role', "param which string\nvar roles = loadJsonContent('roles.json')"), beside));
  it('that are not there', () => check(assigning("loadJsonContent('gone.json').role"), beside));
});

describe('lambdas', () => {
  const teams = `var teams = [\n  { name: 'ops', role: '${owner}' }\n  { name: 'web', role: '${reader}' }\n]`;
  it('make the list that a loop goes over', () =>
    check(assigning('one.id', `${teams}\nvar ids = map(teams, team => {\n  id: «${idOf('team.role')}»\n})`, '[for one in ids: ')));
  it('take out what is not meant', () =>
    check(assigning('one.role', `${teams}\nvar kept = filter(teams, (team, i) => team.name != 'ops')`, '[for one in kept: ')));
  it('keep what is meant', () =>
    check(
      assigning(
        'one.role',
        `${teams.replace(owner, '«$&»')}\nvar kept = filter(teams, team => startsWith(team.name, 'o'))`,
        '[for one in kept: ',
      ),
    ));
  it('make a table of a list', () => check(assigning('toObject(teams, team => team.name, team => «team.role»).ops', teams)));
  it('fold', () => check(assigning("reduce(teams, '', (role, team) => team.name == 'ops' ? team.role : «role»)", teams)));
  it('go over the entries of an object', () =>
    check(assigning('one.value', `var table = { ops: '«${owner}»' }`, '[for one in items(table): ')));
  it('inside others', () =>
    check(
      assigning('one', `${teams}\nvar all = flatten(map(teams, team => map([team.role], role => «${idOf('role')}»)))`, '[for one in all: '),
    ));
  it('over what is not known', () =>
    check(assigning('one', 'param teams array\nvar ids = map(filter(teams, t => t.on), t => t.role)', '[for one in ids: ')));
});

describe('conditions', () => {
  it('leave either role', () => check(assigning(`«${idOf('role')}»`, `param isProd bool\nvar role = isProd ? '${reader}' : '${owner}'`)));
  it('that are known leave one', () =>
    check(assigning(idOf('role'), `var role = contains(['a'], 'a') && true ? '${reader}' : '${owner}'`)));
  it('choose among the rows of a table', () =>
    check(
      assigning("«roles[isProd ? 'r' : 'o'].id»", `param isProd bool\nvar roles = {\n  r: { id: '${reader}' }\n  o: { id: '${owner}' }\n}`),
    ));
});

describe('principals', () => {
  const identity =
    "resource app 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {\n  name: 'id-app'\n  location: 'westeurope'\n  tags: { owner: 'team-app' }\n}\n";
  const assigned = (principal: string) =>
    `targetScope = 'subscription'\n${identity}resource vm 'Microsoft.Compute/virtualMachines@2024-03-01' = {\n  name: 'vm'\n  identity: { type: 'SystemAssigned' }\n}\nresource r 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'r'\n  properties: {\n    roleDefinitionId: ${idOf(`'${reader}'`)}\n    principalId: ${principal}\n    principalType: 'ServicePrincipal'\n  }\n}\n`;
  const namesOf = (text: string) =>
    bicepReader
      .read([createDocument('main.bicep', text)], { neighbour: () => undefined })
      .get('main.bicep')!
      .grants.map((grant) => grant.principals.map((principal) => textOf(principal.id)));

  it('go by the symbol of their resource', () => {
    expect(namesOf(assigned('app.properties.principalId'))).toEqual([['app']]);
    expect(namesOf(assigned('vm.identity.principalId'))).toEqual([['vm']]);
    expect(namesOf(assigned('other.properties.principalId'))).toEqual([[undefined]]);
  });

  it('are one identity with what is declared', () => {
    const facts = bicepReader
      .read([createDocument('main.bicep', assigned('app.properties.principalId'))], { neighbour: () => undefined })
      .get('main.bicep')!;
    const entries = inventoryOf([{ uri: 'main.bicep', facts, secrets: [], suppressions: [], dialects: ['bicep'] }], () => []);
    expect(entries.map((entry) => [entry.id, entry.owner, entry.grants.length])).toEqual([
      ['azure:managed-identity:id-app', 'team-app', 1],
    ]);
  });
});
