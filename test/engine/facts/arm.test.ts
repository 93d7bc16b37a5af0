// What an ARM template says by its loops, its own functions, templates in templates and files beside it; and custom roles in
// files of their own.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { armReader } from '../../../server/engine/facts/arm/reader.ts';
import { analyzeTexts, type Texts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';
import { expectLinear } from '../../support/growth.ts';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const reader = 'acdd72a7-3385-48ef-bd42-f606fba81ae7';

async function check(files: Texts, rules: readonly string[] = ['azure/owner-assignment']): Promise<void> {
  const read = Object.fromEntries(Object.entries(files).map(([uri, text]) => [uri, readMarks(text)]));
  const { findings, failures } = await analyzeTexts(Object.fromEntries(Object.entries(read).map(([uri, { text }]) => [uri, text])));
  expect(failures).toEqual([]);
  const wanted = Object.entries(read).flatMap(([uri, { spans }]) => spans.map((span) => [uri, ...span]));
  expect(
    findings
      .filter((finding) => rules.includes(finding.rule))
      .map((finding) => [finding.at.uri, ...finding.at.span])
      .sort(),
  ).toEqual(wanted.sort());
}

const template = (resources: string, more = '') => `{
  "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  "contentVersion": "1.0.0.0",
  ${more}
  "resources": ${resources}
}
`;
const assignment = (role: string, more = '') => `{
      "type": "Microsoft.Authorization/roleAssignments", "apiVersion": "2022-04-01", "name": "[guid('a')]", ${more}
      "properties": { "roleDefinitionId": ${role}, "principalId": "p" }
    }`;
const idOf = (what: string) => `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${what})]`;
const list = `"variables": { "who": [ { "role": "${reader}" }, { "role": "${owner}" } ] },`;

describe('loops', () => {
  it('of a resource', () =>
    check({
      'a.json': template(
        `[${assignment(`"${idOf("variables('who')[copyIndex()].role")}"`, '"copy": { "name": "each", "count": "[length(variables(\'who\'))]" },')}]`,
        list.replace(owner, '«$&»'),
      ),
    }));
  it('that never reach the bad one', () =>
    check({
      'a.json': template(
        `[${assignment(`"${idOf("variables('who')[copyIndex('each')].role")}"`, '"copy": { "name": "each", "count": 1 },')}]`,
        list,
      ),
    }));
  it('from an offset', () =>
    check({
      'a.json': template(
        `[${assignment(`"${idOf("variables('who')[copyIndex(1)].role")}"`, '"copy": { "name": "each", "count": 1 },')}]`,
        list.replace(owner, '«$&»'),
      ),
    }));
  it('of a variable', () =>
    check({
      'a.json': template(
        `[${assignment(`"«[variables('ids')[1]]»"`)}]`,
        `"variables": { "roles": [ "${reader}", "${owner}" ], "copy": [ { "name": "ids", "count": 2, "input": "${idOf("variables('roles')[copyIndex('ids')]")}" } ] },`,
      ),
    }));
  it('whose count is not known', () =>
    check({
      'a.json': template(
        `[${assignment(`"${idOf("parameters('who')[copyIndex()]")}"`, '"copy": { "name": "each", "count": "[length(parameters(\'who\'))]" },')}]`,
        '"parameters": { "who": { "type": "array" } },',
      ),
    }));
});

describe('functions of the template', () => {
  const functions = `"functions": [ { "namespace": "acme", "members": { "idOf": { "parameters": [ { "name": "guid", "type": "string" } ], "output": { "type": "string", "value": "${idOf("parameters('guid')")}" } } } } ],`;
  it('are evaluated', () =>
    check({
      'a.json': template(
        `[${assignment(`"«[acme.idOf('${owner}')]»"`)}, ${assignment(`"[acme.idOf('${reader}')]"`)}, ${assignment('"[acme.other(1)]"')}]`,
        functions,
      ),
    }));
  it('do not see the parameters of the template', () =>
    check({
      'a.json': template(
        `[${assignment('"[acme.idOf()]"')}]`,
        `"parameters": { "guid": { "type": "string", "defaultValue": "${owner}" } }, ${functions}`,
      ),
    }));
  it('that bicep build makes of its own', () =>
    check({
      'a.json': template(
        `{ "one": ${assignment(`"«[first(map(createArray('${owner}'), lambda('id', __bicep.idOf(lambdaVariables('id')))))]»"`)} }`,
        `"languageVersion": "2.0", ${functions.replace('"acme"', '"__bicep"')}`,
      ),
    }));
});

describe('templates beside', () => {
  const linked = template(`[${assignment(`"${idOf("parameters('role')")}"`)}]`, '"parameters": { "role": { "type": "string" } },');
  const deployment = (role: string, path = 'nested/assign.json') =>
    template(
      `[ { "type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": "n", "properties": { "mode": "Incremental", "templateLink": { "relativePath": "${path}" }, "parameters": { "role": { "value": "${role}" } } } } ]`,
    );
  it('are judged by what is passed to them', () => check({ 'infra/a.json': deployment(`«${owner}»`), 'infra/nested/assign.json': linked }));
  it('are quiet about what is fine, and where they are not there', () =>
    check({ 'infra/a.json': deployment(reader), 'infra/b.json': deployment(owner, 'gone.json'), 'infra/nested/assign.json': linked }));
  it('that link each other end', () => check({ 'a.json': deployment(owner, 'b.json'), 'b.json': deployment(owner, 'a.json') }));
});

it('takes nothing from what exists already', () =>
  check(
    {
      'a.json': template(
        `{ "r": { "existing": true, "type": "Microsoft.Authorization/roleDefinitions", "apiVersion": "2022-04-01", "name": "x", "properties": { "permissions": [ { "actions": [ "*" ] } ] } } }`,
        '"languageVersion": "2.0",',
      ),
    },
    ['azure/custom-role-star'],
  ));

describe('custom roles in files of their own', () => {
  const role = (action: string, more = '') =>
    `{\n  "Name": "Operator",\n  "IsCustom": true,\n  ${more}"Actions": [ "${action}" ],\n  "NotActions": [],\n  "AssignableScopes": [ "/subscriptions/00000000-0000-0000-0000-000000000001" ]\n}\n`;
  it('as PowerShell takes them', () =>
    check({ 'roles/operator.json': role('«*»'), 'roles/reader.json': role('*/read') }, ['azure/custom-role-star']));
  it('as the portal writes them', () =>
    check(
      {
        'r.json':
          '{ "properties": {}, "roleName": "Operator", "assignableScopes": [ "/subscriptions/x" ], "permissions": [ { "actions": [ "«Microsoft.Compute/*»" ], "notActions": [] } ] }',
      },
      ['azure/custom-role-provider-star'],
    ));
  it('but not those that Azure defines', () =>
    check({ 'owner.json': role('*', '"RoleType": "BuiltInRole",') }, ['azure/custom-role-star']));
});

describe('any text', () => {
  const sample = template(
    `[${assignment(`"${idOf("variables('who')[copyIndex()].role")}"`, '"copy": { "name": "each", "count": "[length(variables(\'who\'))]" },')}]`,
    `${list} "functions": [ { "namespace": "f", "members": { "g": { "parameters": [ { "name": "a" } ], "output": { "value": "[f.g(parameters('a'))]" } } } } ],`,
  );
  it('never throws, cut or changed anywhere', () => {
    const read = (text: string) => armReader.read([createDocument('a.json', text)], { neighbour: () => undefined });
    for (let end = 0; end <= sample.length; end += 3) read(sample.slice(0, end));
    const piece = fc.constantFrom(
      '[',
      ']',
      '(',
      ')',
      "'",
      '"',
      '{',
      '}',
      ',',
      'copyIndex()',
      "variables('who')",
      'f.g(',
      'lambda(',
      '"copy":',
    );
    fc.assert(
      fc.property(
        fc.nat(sample.length),
        piece,
        fc.nat(40),
        (at, put, out) => void read(sample.slice(0, at) + put + sample.slice(at + out)),
      ),
      { numRuns: 400 },
    );
  });
  it('takes bounded time for loops in loops', async () => {
    // Four loops in one another: eight times the count would be four thousand times the work, were it not bounded.
    await expectLinear('counts', 32, (count) => {
      const loops = `"copy": [ { "name": "a", "count": ${count}, "input": { "copy": [ { "name": "b", "count": ${count}, "input": { "copy": [ { "name": "c", "count": ${count}, "input": "[copyIndex('c')]" } ] } } ] } } ]`;
      const text = template(
        `[${assignment('"[variables(\'a\')[0]]"', `"copy": { "name": "each", "count": ${count} },`)}]`,
        `"variables": { ${loops} },`,
      );
      return () => armReader.read([createDocument('a.json', text)], { neighbour: () => undefined });
    });
  });
});
