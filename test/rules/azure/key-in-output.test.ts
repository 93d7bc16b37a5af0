// azure/key-in-output (rules/azure/key-in-output.ts), and templates in templates (facts/arm/reader.ts).
import { describe, expect, it } from 'vitest';
import { keyInOutput } from '../../../rules/azure/key-in-output.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { at, bicep, readMarks, ruleTester } from '../../support/rule-tester.ts';

const arm = at('infra/template.json');

ruleTester(keyInOutput, {
  valid: [
    {
      ...bicep`
      @secure()
      param password string
      var config = { user: 'shop', password: password }
      output isGiven bool = !empty(password)
      output tag string = uniqueString(password)
      output user string = config.user
      @secure()
      param given object
      param isNew bool
      var login = isNew ? { user: 'shop', password: password } : { user: 'old' }
      var settings = concat([ { name: 'A', value: password } ], [ { name: 'B', value: 'b' } ])
      output who string = login.user
      output whose string = given.userName
      output which string = settings[1].name
      output mode string = password == '' ? 'none' : 'password'
    `,
      because: 'what says nothing about the secret, and another property of an object that holds it',
    },
    {
      ...arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "parameters": { "pw": { "type": "securestring" }, "user": { "type": "string" } }, "resources": [], "outputs": { "user": { "type": "string", "value": "[parameters('user')]" }, "length": { "type": "int", "value": "[length(parameters('pw'))]" } } }`,
      because: 'a parameter that is no secret, and a length',
    },
    {
      ...bicep`
      @secure()
      @sys.description('given on')
      output key string = account.listKeys().keys[0].value
    `,
      because: 'not kept',
    },
    { ...bicep`output id string = account.id` },
    { ...bicep`output names array = listLocations()`, because: 'a list of something else' },
    { ...bicep`var key = account.listKeys().keys[0].value`, because: 'a variable is no output' },
    {
      ...arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [], "outputs": { "k": { "type": "secureString", "value": "[listKeys('a', '2021-09-01').keys[0].value]" } } }`,
      because: 'not kept',
    },
  ],
  invalid: [
    {
      ...arm`{ "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#", "resources": [
        { "type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": "data", "resourceGroup": "data", "properties": { "mode": "Incremental", "template": { "resources": [], "outputs": {
          "key": { "type": "string", "value": "«[listKeys('data', '2021-09-01').keys[0].value]»" },
          "link": { "type": "string", "value": "«[concat('https://data.example/?', listAccountSas('data', '2021-04-01', variables('sas')).accountSasToken)]»" },
          "kept": { "type": "secureString", "value": "[listKeys('data', '2021-09-01').keys[0].value]" },
          "id": { "type": "string", "value": "[resourceId('Microsoft.Storage/storageAccounts', 'data')]" }
        } } } }
      ], "outputs": { "key": { "type": "string", "value": "«[listKeys('logs', '2021-09-01').keys[0].value]»" } } }`,
    },
    {
      ...bicep`
        @secure()
        param password string
        var connection = 'User ID=shop;Password=${'$'}{password};'
        output connectionString string = «connection»
      `,
      suggestions: [
        bicep`
        @secure()
        param password string
        var connection = 'User ID=shop;Password=${'$'}{password};'
        @secure()
        output connectionString string = connection
      `.text,
      ],
    },
    arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "parameters": { "adminPassword": { "type": "SecureString" } }, "resources": [], "outputs": { "login": { "type": "string", "value": "«[concat('sa:', parameters('AdminPassword'))]»" } } }`,
    {
      ...bicep`
        @secure()
        param given object
        output pass string = «given».password
      `,
      suggestions: [
        bicep`
        @secure()
        param given object
        @secure()
        output pass string = given.password
      `.text,
      ],
    },
    {
      // A list cannot be secure.
      ...bicep`
        @secure()
        param password string
        output list string[] = [ «password» ]
        output all array = [ «password» ]
      `,
      suggestions: [],
    },
    {
      ...bicep`
        @description('for the app')
        output connection string = «'AccountKey=${'$'}{account.listKeys().keys[0].value}'»
      `,
      suggestions: [
        bicep`
        @description('for the app')
        @secure()
        output connection string = 'AccountKey=${'$'}{account.listKeys().keys[0].value}'
      `.text,
      ],
    },
    { ...bicep`output key string = «listKeys(resourceId('Microsoft.Storage/storageAccounts', 'a'), '2021-09-01').keys[0].value»` },
    {
      ...arm`{ "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#", "resources": [], "outputs": { "k": { "type": "string", "value": "«[listKeys('a', '2021-09-01').keys[0].value]»" } } }`,
    },
  ],
});

describe('templates in templates', () => {
  const nested = (scope: string, role: string, inner: string) => `{
  "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  "variables": { "role": "8e3af657-a8ff-443c-a75c-2fe8c4bcb635" },
  "resources": [
    {
      "type": "Microsoft.Resources/deployments", "apiVersion": "2021-04-01", "name": "n", "location": "x",
      "properties": {
        "mode": "Incremental",
        "expressionEvaluationOptions": { "scope": "${scope}" },
        "parameters": { "role": { "value": ${role} } },
        "template": {
          "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
          "parameters": { "role": { "type": "string" } },
          "variables": { "role": "acdd72a7-3385-48ef-bd42-f606fba81ae7" },
          "resources": [
            { "type": "Microsoft.Authorization/roleAssignments", "apiVersion": "2022-04-01", "name": "a", "properties": { "roleDefinitionId": "${inner}", "principalId": "p" } }
          ]
        }
      }
    }
  ]
}
`;
  const of = (name: string) => `[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', ${name})]`;
  it.each([
    ['inner: what is passed', nested('inner', '"8e3af657-a8ff-443c-a75c-2fe8c4bcb635"', `«${of("parameters('role')")}»`)],
    ['inner: its own variables', nested('inner', '""', of("variables('role')"))],
    ['outer: the variables of the outer template', nested('outer', '""', `«${of("variables('role')")}»`)],
    ['inner: something unknown', nested('inner', '"[parameters(\'gone\')]"', of("parameters('role')"))],
  ])('%s', async (_, marked) => {
    const { text, spans } = readMarks(marked);
    const { findings, failures } = await analyzeTexts({ 'infra/template.json': text });
    expect(failures).toEqual([]);
    expect(findings.filter((finding) => finding.rule === 'azure/owner-assignment').map((finding) => [...finding.at.span])).toEqual(
      spans.map((span) => [...span]),
    );
  });

  it('a role that a variable chooses stands where it is used', async () => {
    const { text, spans } = readMarks(`{
  "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
  "parameters": { "kind": { "type": "string", "defaultValue": "owner" } },
  "variables": { "owner": "[concat(subscription().id, '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635')]" },
  "resources": [
    { "type": "Microsoft.Authorization/roleAssignments", "name": "a", "properties": { "roleDefinitionId": "«[variables(parameters('kind'))]»", "principalId": "p" } }
  ]
}
`);
    const { findings } = await analyzeTexts({ 'infra/template.json': text });
    expect(findings.filter((finding) => finding.rule === 'azure/owner-assignment').map((finding) => [...finding.at.span])).toEqual(
      spans.map((span) => [...span]),
    );
  });
});
