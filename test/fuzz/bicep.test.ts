// Bicep on every text: no throw, spans inside the text, time linear in the length, declarations found after a cut.
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { parseBicep } from '../../server/engine/syntax/bicep/parse.ts';
import { bicepReader } from '../../server/engine/facts/bicep/reader.ts';
import { createDocument } from '../../server/engine/document.ts';
import { childrenOf } from '../../server/engine/facts/terraform/module.ts';
import type { BicepDeclaration, BicepFile } from '../../server/engine/syntax/bicep/tree.ts';
import type { HclExpression } from '../../server/engine/syntax/hcl/tree.ts';
import { expectLinear } from '../support/growth.ts';

const sample = `targetScope = 'subscription'

@description('Who deploys')
param principalId string = '00000000-0000-0000-0000-000000000001' // one
param tags { owner: string, env: 'dev' | 'prod' } = { owner: 'team', env: 'dev' }
var roles = {
  owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
  'with-dash': 1
}
/* block */
resource group 'Microsoft.Resources/resourceGroups@2022-09-01' existing = { name: 'app' }
resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for (id, i) in split('a,b', ','): if (i > 0) {
  name: guid(subscription().id, id, '\${i}-x')
  scope: group
  properties: {
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', roles.owner)
    principalId: empty(id) ? principalId : id
    description: '''
it's verbatim'''
  }
  resource child 'sub' = { name: 'x', ...tags }
}]
import { shared, ids as known } from 'shared.bicep'
import * as all from './shared.bicep'
func idOf(name string, table { a: string }?) string => all.idOf(toLower(name))
var made = map(filter(range(0, 3), n => n > 1), (n, i) => { id: idOf('\${n}', shared), at: known[?i] })
module other './other.bicep' = { name: 'o', params: { ids: [ for x in range(0, 3): x ] } }
output id string = assignment[0]!.id ?? group.?id
`;

function check(text: string, file: BicepFile): void {
  const inside = ([start, end]: readonly [number, number]) => {
    if (!(start >= 0 && start <= end && end <= text.length)) throw new Error(`span ${start}-${end} of ${text.length}`);
  };
  const expression = (at: HclExpression): void => {
    inside(at.span);
    childrenOf(at).forEach(expression);
  };
  const declaration = (at: BicepDeclaration): void => {
    inside(at.span);
    inside(at.head);
    if (at.value) expression(at.value);
    at.children.forEach(declaration);
  };
  file.declarations.forEach(declaration);
  file.problems.forEach((problem) => inside(problem.span));
}

describe('the Bicep parser on any text', () => {
  it('reads a valid file without a problem', () => {
    const file = parseBicep(sample);
    expect(file.problems).toEqual([]);
    expect(file.declarations.map((one) => `${one.kind} ${one.name}`)).toEqual([
      'targetScope targetScope',
      'param principalId',
      'param tags',
      'var roles',
      'resource group',
      'resource assignment',
      'import import',
      'import all',
      'func idOf',
      'var made',
      'module other',
      'output id',
    ]);
    expect(file.declarations[5]!.children.map((one) => one.name)).toEqual(['child']);
    expect(file.declarations[5]!.loop?.names).toEqual(['id', 'i']);
  });

  it('reads every truncation, and what comes after a cut', () => {
    let found = 0;
    for (let end = 0; end <= sample.length; end++) {
      const cut = sample.slice(0, end);
      check(cut, parseBicep(cut));
      const file = parseBicep(`${cut}\nresource after 'Microsoft.X/y@2022-01-01' = { name: 'z' }\n`);
      if (file.declarations.some((one) => one.name === 'after')) found++;
    }
    // What is lost stands in a comment or a verbatim string that the cut left open.
    expect(found / (sample.length + 1)).toBeGreaterThan(0.95);
  });

  it('reads texts with characters taken out and put in, and their facts', () => {
    const piece = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      '(',
      ')',
      "'",
      "'''",
      '${',
      '\n',
      ':',
      ',',
      '=',
      '@',
      '//',
      '/*',
      '?',
      '!',
      '.',
      '::',
      'for ',
      'if ',
      'resource ',
      '\u{1F600}',
      '\0',
      '\\u{110000}',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(sample.length), fc.nat(8), piece), { minLength: 1, maxLength: 8 }), (changes) => {
        let text = sample;
        for (const [at, cut, put] of changes) text = text.slice(0, at) + put + text.slice(at + cut);
        check(text, parseBicep(text));
        bicepReader.read([createDocument('a.bicep', text)], { neighbour: () => undefined });
      }),
      { numRuns: 500 },
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.array(piece, { maxLength: 150 }).map((list) => list.join('')),
        ),
        (text) => check(text, parseBicep(text)),
      ),
      { numRuns: 800 },
    );
  });

  it('takes time in proportion to the text, on good and on hostile input', async () => {
    for (const piece of [
      sample,
      '{',
      '[',
      '(',
      "'${",
      "'",
      '/*',
      'resource a ',
      'var x = {\n',
      '@a(\n',
      'param x {\n',
      "resource a 'b' = [for x in ",
      'a.b',
      '!',
    ]) {
      await expectLinear(piece.slice(0, 20), 60_000, (size) => {
        const text = piece.repeat(Math.ceil(size / piece.length));
        return () => parseBicep(text);
      });
    }
  });
});

it('follows modules of any text, and modules that multiply, in bounded time', async () => {
  const module =
    "param ids array\nparam role string\nmodule a './other.bicep' = [for id in ids: {\n  name: id\n  params: {\n    ids: ids\n    role: role\n  }\n}]\nresource r 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for id in ids: {\n  name: id\n  properties: {\n    roleDefinitionId: role\n    principalId: id\n  }\n}]\n";
  const main = `module a './a.bicep' = {\n  name: 'a'\n  params: {\n    ids: [${Array.from({ length: 64 }, (_, n) => `'${n}'`).join(', ')}]\n    role: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'\n  }\n}\n`;
  const read = (files: Readonly<Record<string, string>>, uri: string) => {
    const documents = new Map(Object.entries(files).map(([name, text]) => [name, createDocument(name, text)]));
    return bicepReader.read([documents.get(uri)!], { neighbour: (name) => documents.get(name) }).get(uri)!;
  };
  const facts = read(
    {
      'main.bicep': main,
      'a.bicep': module,
      'other.bicep': module.replace('other', 'third'),
      'third.bicep': module.replace('other', 'fourth'),
      'fourth.bicep': module.replace('other', 'a'),
    },
    'main.bicep',
  );
  expect(facts.grants.length).toBeGreaterThan(64);
  fc.assert(
    fc.property(fc.nat(sample.length), fc.nat(sample.length), fc.string({ maxLength: 12 }), (cut, other, noise) => {
      const changed = sample.slice(0, cut) + noise + sample.slice(other);
      for (const uri of ['main.bicep', 'p.bicepparam'])
        read(
          {
            'main.bicep': changed.replace('./other.bicep', './main2.bicep'),
            'main2.bicep': changed,
            'p.bicepparam': `using 'main.bicep'\n${changed}`,
          },
          uri,
        );
    }),
    { numRuns: 150 },
  );
});

it('makes no more of loops in loops than what is read is worth', () => {
  const loops = "var b = [for i in range(0, 64): [for j in range(0, 64): '${i}${j}']]\n";
  const read = (text: string) => bicepReader.read([createDocument('a.bicep', text)], { neighbour: () => undefined }).get('a.bicep')!.grants;
  // A list is no role: four thousand assignments by one would be an attack, not a template.
  expect(
    read(
      `${loops}resource r 'Microsoft.Authorization/roleAssignments@2022-04-01' = {\n  name: 'a'\n  properties: {\n    roleDefinitionId: b\n  }\n}\n`,
    ),
  ).toEqual([]);
  const definition = (n: number) =>
    `resource d${n} 'Microsoft.Authorization/roleDefinitions@2022-04-01' = [for i in range(0, 64): {\n  name: 'a'\n  properties: {\n    permissions: [\n      {\n        actions: b\n      }\n    ]\n  }\n}]\n`;
  const actions = read(loops + Array.from({ length: 20 }, (_, n) => definition(n)).join('')).reduce(
    (sum, grant) => sum + grant.actions.length,
    0,
  );
  expect(actions).toBeGreaterThan(4000);
  expect(actions).toBeLessThan(400_000);
});
