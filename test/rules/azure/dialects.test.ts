// The rules about Azure over Bicep and ARM templates: the same verdicts as in Terraform, at the token where it is written.
import { rules } from '../../../rules/azure/rules.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

const arm = at('infra/template.json');

const cases: readonly (readonly [rule: string, because: string, source: { file: string; text: string }])[] = [
  [
    'azure/owner-assignment',
    'Bicep, in a loop over ids, at the one that gives it',
    bicep`
    targetScope = 'subscription'
    param principalId string
    var ids = [
      'acdd72a7-3385-48ef-bd42-f606fba81ae7'
      '«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»'
    ]
    resource assignments 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for id in ids: {
      name: guid(principalId, id)
      properties: {
        roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', id)
        principalId: principalId
      }
    }]
  `,
  ],
  [
    'azure/owner-assignment',
    'Bicep, in a loop over a list that names roles of a table, by member and by number',
    bicep`
    targetScope = 'subscription'
    param principals array
    var roles = {
      owner: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
      reader: 'acdd72a7-3385-48ef-bd42-f606fba81ae7'
    }
    var grants = [
      { who: principals[0], role: «roles.owner» }
      { who: principals[1], role: roles.reader }
    ]
    var more = [
      { who: principals[2], role: roles.reader }
      { who: principals[3], role: '«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»' }
    ]
    resource first 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for grant in grants: {
      name: guid(grant.who, grant.role)
      properties: {
        roleDefinitionId: '/providers/Microsoft.Authorization/roleDefinitions/${'$'}{grant.role}'
        principalId: grant.who
      }
    }]
    resource second 'Microsoft.Authorization/roleAssignments@2022-04-01' = [for i in range(0, length(more)): {
      name: guid(more[i].who)
      properties: {
        roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', more[i].role)
        principalId: more[i].who
      }
    }]
  `,
  ],
  [
    'azure/owner-assignment',
    'ARM, in the turns of a copy',
    arm`{
      "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
      "variables": { "ids": ["acdd72a7-3385-48ef-bd42-f606fba81ae7", "«8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"] },
      "resources": [{
        "type": "Microsoft.Authorization/roleAssignments", "apiVersion": "2022-04-01", "name": "[guid(string(copyIndex()))]",
        "copy": { "name": "assignments", "count": "[length(variables('ids'))]" },
        "properties": { "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', variables('ids')[copyIndex()])]", "principalId": "p" }
      }]
    }`,
  ],
  [
    'azure/owner-assignment',
    'Bicep, by a variable, on the subscription',
    bicep`
    targetScope = 'subscription'
    param principalId string
    var owner = subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
    resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
      name: guid(principalId)
      properties: {
        roleDefinitionId: «owner»
        principalId: principalId
      }
    }
  `,
  ],
  [
    'azure/owner-assignment',
    'Bicep, through an existing definition',
    bicep`
    targetScope = 'managementGroup'
    resource definition 'Microsoft.Authorization/roleDefinitions@2022-04-01' existing = {
      scope: tenant()
      name: '8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
    }
    resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
      name: 'a'
      properties: {
        roleDefinitionId: «definition.id»
        principalId: 'p'
      }
    }
  `,
  ],
  [
    'azure/owner-assignment',
    'Bicep, on one resource: fine',
    bicep`
    resource account 'Microsoft.Storage/storageAccounts@2022-09-01' existing = { name: 'a' }
    resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
      name: 'a'
      scope: account
      properties: {
        roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
        principalId: 'p'
      }
    }
  `,
  ],
  [
    'azure/owner-assignment',
    'Bicep, a role that is not known: fine',
    bicep`
    targetScope = 'subscription'
    param roleId string
    resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
      name: 'a'
      properties: {
        roleDefinitionId: roleId
        principalId: 'p'
      }
    }
  `,
  ],
  [
    'azure/contributor-subscription',
    'ARM, by concat, in a template for a subscription',
    arm`
    {
      "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
      "parameters": { "role": { "type": "string", "defaultValue": "b24988ac-6180-42a0-ab88-20f7382dd24c" } },
      "resources": [
        {
          "type": "Microsoft.Authorization/roleAssignments",
          "apiVersion": "2022-04-01",
          "name": "[guid('a')]",
          "properties": {
            "roleDefinitionId": "«[concat(subscription().id, '/providers/Microsoft.Authorization/roleDefinitions/', parameters('role'))]»",
            "principalId": "p"
          }
        }
      ]
    }
  `,
  ],
  [
    'azure/contributor-subscription',
    'ARM, in a resource group: fine',
    arm`
    {
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "resources": [
        {
          "type": "Microsoft.Authorization/roleAssignments",
          "name": "a",
          "properties": { "roleDefinitionId": "[resourceId('Microsoft.Authorization/roleDefinitions', 'b24988ac-6180-42a0-ab88-20f7382dd24c')]", "principalId": "p" }
        }
      ]
    }
  `,
  ],
  [
    'azure/custom-role-star',
    'Bicep',
    bicep`
    resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
      name: 'r'
      properties: {
        roleName: 'Everything'
        permissions: [ { actions: [ '«*»' ], notActions: [] } ]
        assignableScopes: [ subscription().id ]
      }
    }
  `,
  ],
  [
    'azure/custom-role-star',
    'ARM, reading everything: fine',
    arm`
    {
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "resources": [
        { "type": "Microsoft.Authorization/roleDefinitions", "name": "r", "properties": { "permissions": [{ "actions": ["*/read"] }] } }
      ]
    }
  `,
  ],
  [
    'azure/local-auth-enabled',
    'ARM, turned on',
    arm`
    {
      "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
      "resources": [
        { "type": "Microsoft.ServiceBus/namespaces", "name": "n", "properties": { "disableLocalAuth": «false» } }
      ]
    }
  `,
  ],
  [
    'azure/aks-local-account',
    'Bicep, left at its default',
    bicep`
    «resource cluster 'Microsoft.ContainerService/managedClusters@2023-01-01'» = {
      name: 'c'
      properties: {
        dnsPrefix: 'c'
      }
    }
  `,
  ],
  [
    'azure/aks-local-account',
    'Bicep, switched off by a literal condition: fine',
    bicep`
    resource cluster 'Microsoft.ContainerService/managedClusters@2023-01-01' = if (false) {
      name: 'c'
      properties: {}
    }
  `,
  ],
  [
    'azure/federated-subject-wide',
    'Bicep, a nested resource',
    bicep`
    resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2023-01-31' = {
      name: 'i'
      resource github 'federatedIdentityCredentials' = {
        name: 'g'
        properties: {
          issuer: 'https://token.actions.githubusercontent.com'
          subject: '«repo:acme/app:pull_request»'
          audiences: [ 'api://AzureADTokenExchange' ]
        }
      }
    }
  `,
  ],
];

describe('rules about Azure in Bicep and ARM', () => {
  it.each(cases)('%s: %s', async (id, _because, source) => {
    const { text, spans } = readMarks(source.text);
    const { findings, failures } = await analyzeTexts({ [source.file]: text });
    expect(failures).toEqual([]);
    expect(findings.filter((finding) => finding.rule === id).map((finding) => text.slice(...finding.at.span))).toEqual(
      spans.map((span) => text.slice(...span)),
    );
  });
});

// One rule through the whole tester, so that byte order marks, line ends and comments before the text are tried too.
ruleTester(
  rules.find((rule) => rule.id === 'azure/directory-role-admin')!,
  {
    valid: [{ ...terraform`resource "azuread_directory_role_assignment" "x" {}`, because: 'nothing said' }],
    invalid: [
      {
        ...terraform`
      resource "azuread_directory_role_assignment" "x" {
        role_id             = "«62e90394-69f5-4237-9190-012177145e10»"
        principal_object_id = "p"
      }
    `,
      },
    ],
  },
);

const ofAzure = (id: string) => rules.find((rule) => rule.id === id)!;

// The repairs, in the notation of each language.
ruleTester(ofAzure('azure/owner-assignment'), {
  valid: [
    {
      ...bicep`
    targetScope = 'subscription'
    param role string
    var roles = {
      owner: '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635'
      reader: '/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7'
    }
    resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
      name: 'a'
      properties: {
        roleDefinitionId: roles[role]
        principalId: 'p'
      }
    }
  `,
      because: 'a table of roles, of which somebody names one',
    },
  ],
  invalid: [
    {
      ...bicep`
        targetScope = 'subscription'
        resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
          name: guid('a')
          properties: {
            roleDefinitionId: «subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')»
            principalId: 'p'
            principalType: 'Group'
          }
        }
      `,
      suggestions: [
        bicep`
          targetScope = 'subscription'
          resource assignment 'Microsoft.Authorization/roleEligibilityScheduleRequests@2020-10-01' = {
            name: guid('a')
            properties: {
              roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
              principalId: 'p'
              requestType: 'AdminAssign'
              scheduleInfo: {
                expiration: {
                  type: 'AfterDuration'
                  duration: 'P180D'
                }
              }
            }
          }
        `.text,
        bicep`
          targetScope = 'subscription'
          resource assignment 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
            name: guid('a')
            properties: {
              roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')
              principalId: 'p'
              principalType: 'Group'
            }
          }
        `.text,
      ],
    },
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
          "resources": [
            {
              "type": "Microsoft.Authorization/roleAssignments",
              "name": "[guid('a')]",
              "properties": {
                "roleDefinitionId": "«[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')]»",
                "principalId": "p"
              }
            }
          ]
        }
      `,
      suggestions: [
        arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
          "resources": [
            {
              "type": "Microsoft.Authorization/roleAssignments",
              "name": "[guid('a')]",
              "properties": {
                "roleDefinitionId": "[subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'acdd72a7-3385-48ef-bd42-f606fba81ae7')]",
                "principalId": "p"
              }
            }
          ]
        }
      `.text,
      ],
    },
  ],
});

ruleTester(ofAzure('azure/local-auth-enabled'), {
  valid: [
    {
      ...bicep`
    param settings object = {}
    resource bus 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
      name: 'n'
      properties: {
        disableLocalAuth: settings.?disableLocalAuth
      }
    }
  `,
      because: 'what is passed decides',
    },
  ],
  invalid: [
    {
      ...bicep`
        «resource bus 'Microsoft.ServiceBus/namespaces@2022-10-01-preview'» = {
          name: 'n'
          sku: { name: 'Standard' }
        }
      `,
      severity: 'low',
      suggestions: [
        bicep`
        resource bus 'Microsoft.ServiceBus/namespaces@2022-10-01-preview' = {
          name: 'n'
          sku: { name: 'Standard' }
          properties: {
            disableLocalAuth: true
          }
        }
      `.text,
      ],
    },
    {
      ...bicep`
        module bus 'br/public:avm/res/service-bus/namespace:0.10.0' = {
          params: { name: 'n', disableLocalAuth: «false» }
        }
      `,
      suggestions: [
        bicep`
        module bus 'br/public:avm/res/service-bus/namespace:0.10.0' = {
          params: { name: 'n', disableLocalAuth: true }
        }
      `.text,
      ],
    },
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "resources": [
            { "type": "Microsoft.ServiceBus/namespaces", "name": "n", "properties": { "disableLocalAuth": «false» } }
          ]
        }
      `,
      severity: 'medium',
      suggestions: [
        arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "resources": [
            { "type": "Microsoft.ServiceBus/namespaces", "name": "n", "properties": { "disableLocalAuth": true } }
          ]
        }
      `.text,
      ],
    },
  ],
});

ruleTester(ofAzure('azure/custom-role-star'), {
  valid: [],
  invalid: [
    {
      ...bicep`
      param actions array = [
        '«*»'
      ]
      resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
        name: 'r'
        properties: {
          roleName: 'Everything'
          permissions: [ { actions: actions } ]
          assignableScopes: [ subscription().id ]
        }
      }
    `,
      suggestions: [
        bicep`
      param actions array = [
        '*/read'
      ]
      resource role 'Microsoft.Authorization/roleDefinitions@2022-04-01' = {
        name: 'r'
        properties: {
          roleName: 'Everything'
          permissions: [ { actions: actions } ]
          assignableScopes: [ subscription().id ]
        }
      }
    `.text,
      ],
    },
  ],
});

const delegation = (role: string) => `resource d 'Microsoft.ManagedServices/registrationDefinitions@2022-10-01' = {
  name: guid('d')
  properties: {
    managedByTenantId: 't'
    authorizations: [
      { principalId: 'p', roleDefinitionId: '${role}' }
    ]
  }
}
`;

ruleTester(ofAzure('azure/lighthouse-privileged'), {
  valid: [{ ...bicep``, text: delegation('acdd72a7-3385-48ef-bd42-f606fba81ae7') }],
  invalid: [
    {
      ...bicep``,
      text: delegation('«b24988ac-6180-42a0-ab88-20f7382dd24c»'),
      suggestions: [delegation('acdd72a7-3385-48ef-bd42-f606fba81ae7')],
    },
  ],
});

ruleTester(ofAzure('azure/local-auth-enabled'), {
  valid: [{ ...terraform`resource "azurerm_linux_web_app" "w" {\n  name = "w"\n}`, because: 'nobody wrote it' }],
  invalid: [
    {
      ...terraform`
        resource "azurerm_linux_web_app" "w" {
          ftp_publish_basic_authentication_enabled       = «true»
          webdeploy_publish_basic_authentication_enabled = «true»
        }
      `,
      message: 'This web app accepts',
      suggestions: [
        terraform`
        resource "azurerm_linux_web_app" "w" {
          ftp_publish_basic_authentication_enabled       = false
          webdeploy_publish_basic_authentication_enabled = true
        }
      `.text,
      ],
    },
    {
      ...bicep`
      resource ftp 'Microsoft.Web/sites/basicPublishingCredentialsPolicies@2022-09-01' = {
        name: 'w/ftp'
        properties: {
          allow: «true»
        }
      }
    `,
    },
    { ...terraform`«resource "azurerm_search_service" "s"» {}`, message: 'Nobody turned' },
  ],
});
