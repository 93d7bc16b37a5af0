// Assignments of Privileged Identity Management and its policies (rules/azure/{pim-no-expiry,activation-policy-weak,wide-roles}.ts)
// in Terraform, Bicep and ARM: what ends, what is activated, and what activation asks.
import { activationPolicyWeak } from '../../../rules/azure/activation-policy-weak.ts';
import { pimNoExpiry } from '../../../rules/azure/pim-no-expiry.ts';
import { wideRoleRules } from '../../../rules/azure/wide-roles.ts';
import { at, bicep, ruleTester, terraform } from '../../support/rule-tester.ts';

const owner = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const arm = at('infra/template.json');

const request = (kind: 'Assignment' | 'Eligibility', role: string, expiration: string) => `targetScope = 'subscription'

resource request 'Microsoft.Authorization/role${kind}ScheduleRequests@2022-04-01-preview' = {
  name: guid('request')
  properties: {
    principalId: 'p'
    roleDefinitionId: ${role}
    requestType: 'AdminAssign'
    scheduleInfo: {
      expiration: ${expiration}
    }
  }
}
`;
const id = `subscriptionResourceId('Microsoft.Authorization/roleDefinitions', '${owner}')`;
const short = "{\n        type: 'AfterDuration'\n        duration: 'P180D'\n      }";

ruleTester(
  wideRoleRules.find((one) => one.id === 'azure/owner-assignment')!,
  {
    valid: [
      { ...bicep``, text: request('Assignment', id, "{ type: 'AfterDuration', duration: 'PT8H' }"), because: 'active for a working day' },
      { ...bicep``, text: request('Assignment', id, '{ type: kind, duration: lasting }'), because: 'how long is not known' },
      { ...bicep``, text: request('Eligibility', id, "{ type: 'NoExpiration' }"), because: 'eligible, which is another rule' },
    ],
    invalid: [
      {
        ...bicep``,
        text: request('Assignment', `«${id}»`, "{ type: 'NoExpiration' }"),
        because: 'active for good',
        severity: 'critical',
        suggestions: [request('Assignment', id.replace(owner, 'acdd72a7-3385-48ef-bd42-f606fba81ae7'), "{ type: 'NoExpiration' }")],
      },
      {
        ...bicep``,
        text: request('Assignment', `«${id}»`, "{ type: 'AfterDuration', duration: 'P365D' }"),
        because: 'active for more days than a grant for a while has',
      },
      {
        ...terraform`
      resource "azurerm_pim_active_role_assignment" "a" {
        scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
        role_definition_id = "«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"
        principal_id       = var.principal
      }
    `,
        because: 'active without a schedule',
      },
    ],
  },
);

ruleTester(pimNoExpiry, {
  valid: [
    { ...bicep``, text: request('Eligibility', id, short) },
    { ...bicep``, text: request('Eligibility', id, "{ type: 'AfterDuration', duration: lasting }"), because: 'unknown' },
    {
      ...bicep``,
      text: request('Eligibility', id, short).replace(/ {4}scheduleInfo: \{[\s\S]*\n {4}\}\n/, ''),
      because: 'the policy of the role decides',
    },
  ],
  invalid: [
    {
      ...bicep``,
      text: request('Eligibility', id, "{\n        type: '«NoExpiration»'\n      }"),
      message: 'has no end',
      suggestions: [request('Eligibility', id, short)],
    },
    {
      ...bicep``,
      text: request('Assignment', id, "{\n        type: 'AfterDuration'\n        duration: '«P730D»'\n      }"),
      message: '`Owner` lasts 730 days',
      suggestions: [request('Assignment', id, short)],
    },
    {
      ...arm`
        {
          "$schema": "https://schema.management.azure.com/schemas/2018-05-01/subscriptionDeploymentTemplate.json#",
          "contentVersion": "1.0.0.0",
          "resources": [
            {
              "type": "Microsoft.Authorization/roleEligibilityScheduleRequests",
              "apiVersion": "2022-04-01-preview",
              "name": "r",
              "properties": {
                "principalId": "p",
                "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635",
                "scheduleInfo": { "expiration": { "type": "«NoExpiration»" } }
              }
            }
          ]
        }
      `,
      message: 'This assignment of `Owner` has no end',
    },
  ],
});

const policy = (rules: string, role = owner) => `resource "azurerm_role_management_policy" "p" {
  scope              = "/subscriptions/00000000-0000-0000-0000-000000000001"
  role_definition_id = "/providers/Microsoft.Authorization/roleDefinitions/${role}"

${rules}
}
`;
const inBicep = (rule: string) => `resource policy 'Microsoft.Authorization/roleManagementPolicies@2020-10-01' = {
  name: 'policy'
  properties: {
    rules: [
      ${rule}
    ]
  }
}
`;

ruleTester(activationPolicyWeak, {
  valid: [
    {
      ...terraform``,
      text: policy(
        '  activation_rules {\n    maximum_duration                   = "PT8H"\n    require_multifactor_authentication = true\n    require_approval                   = true\n  }\n  active_assignment_rules {\n    expire_after = "P90D"\n  }',
      ),
    },
    {
      ...terraform``,
      text: policy('  activation_rules {\n    require_approval = false\n  }', 'acdd72a7-3385-48ef-bd42-f606fba81ae7'),
      because: 'a reader needs nobody to agree',
    },
    {
      ...terraform``,
      text: policy(
        '  activation_rules {\n    require_multifactor_authentication                      = false\n    required_conditional_access_authentication_context = "c1"\n  }',
      ),
      because: 'an authentication context asks for more',
    },
    {
      ...terraform``,
      text: policy('  activation_rules {\n    maximum_duration = var.longest\n    require_approval = var.approve\n  }'),
      because: 'unknown',
    },
    {
      ...bicep``,
      text: inBicep(
        "{ id: 'Enablement_EndUser_Assignment', ruleType: 'RoleManagementPolicyEnablementRule', enabledRules: ['MultiFactorAuthentication', 'Justification'] }",
      ),
    },
    { ...bicep``, text: inBicep("{ id: 'Enablement_EndUser_Assignment', enabledRules: asked }"), because: 'unknown' },
    {
      ...bicep``,
      text: inBicep("{ id: 'Expiration_Admin_Assignment', isExpirationRequired: true, maximumDuration: 'P365D' }"),
      because: 'how long an assignment lasts, not an activation',
    },
  ],
  invalid: [
    {
      ...terraform``,
      text: policy('  activation_rules {\n    require_multifactor_authentication = «false»\n  }'),
      severity: 'medium',
      message: '`Owner` can be activated without a second factor',
      suggestions: [policy('  activation_rules {\n    require_multifactor_authentication = true\n  }')],
    },
    {
      ...terraform``,
      text: policy('  activation_rules {\n    require_approval = «false» # they are few\n  }'),
      message: 'without anybody agreeing',
      suggestions: [policy('  activation_rules {\n    require_approval = true # they are few\n  }')],
    },
    {
      ...terraform``,
      text: policy('  activation_rules {\n    maximum_duration = "«PT24H»"\n  }'),
      severity: 'low',
      message: 'lasts 24 hours; 8 are a working day',
      suggestions: [policy('  activation_rules {\n    maximum_duration = "PT8H"\n  }')],
    },
    {
      ...terraform``,
      text: policy(
        '  active_assignment_rules {\n    expiration_required = «false»\n  }\n  eligible_assignment_rules {\n    expiration_required = «false»\n  }',
      ),
      message: ['may be assigned actively without an end', 'Eligibility for `Owner` may have no end'],
    },
    {
      ...terraform`
      resource "azuread_group_role_management_policy" "g" {
        group_id = azuread_group.admins.id
        role_id  = "member"

        activation_rules {
          require_multifactor_authentication = «false»
        }
      }
    `,
    },
    { ...bicep``, text: inBicep("{ id: 'Expiration_EndUser_Assignment', isExpirationRequired: true, maximumDuration: '«P1D»' }") },
    { ...bicep``, text: inBicep("{ id: 'Enablement_EndUser_Assignment', enabledRules: «['Justification']» }") },
    { ...bicep``, text: inBicep("{ id: 'Expiration_Admin_Assignment', isExpirationRequired: «false» }") },
  ],
});
