// Policies of the tenant in Terraform, in exports of Microsoft Graph, in calls of it and in cmdlets.
import { rules } from '../../../rules/azure/rules.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const rule = (id: string) => rules.find((one) => one.id === id)!;
const powershell = at('scripts/tenant.ps1');
const bash = at('scripts/tenant.sh');
const json = at('policies/ca001.json');

ruleTester(rule('azure/tenant-policy-weak'), {
  valid: [
    {
      ...json`
        {
          "displayName": "CA001",
          "state": "enabled",
          "conditions": { "clientAppTypes": ["all"], "users": { "includeUsers": ["All"], "excludeGroups": ["emergency"] } },
          "grantControls": { "operator": "OR", "builtInControls": ["mfa"] }
        }
      `,
      because: 'it is on, and an account for emergencies is left out',
    },
    {
      ...at('machine.json')`{ "state": "disabled", "conditions": {}, "clientAppTypes": [], "other": { "grantControls": 1 } }`,
      because: 'what has a state and conditions is not always a policy',
    },
    {
      ...powershell`
        Update-MgPolicyAuthorizationPolicy -AllowInvitesFrom 'adminsAndGuestInviters' -GuestUserRoleId '2af84b1e-32c8-42b7-82bc-daa82404023b'
        Update-MgPolicyIdentitySecurityDefaultEnforcementPolicy -IsEnabled:$true
        Update-MgIdentityConditionalAccessPolicy -ConditionalAccessPolicyId $id -State $state
      `,
      because: 'narrow, on, and not known',
    },
    bash`
      az rest --method GET --url https://graph.microsoft.com/v1.0/policies/authorizationPolicy --body '{"allowInvitesFrom": "everyone"}'
      az rest --method PATCH --url https://graph.microsoft.com/v1.0/policies/adminConsentRequestPolicy --body '{"isEnabled": false}'
    `,
  ],
  invalid: [
    {
      ...json`
        {
          "value": [
            { "displayName": "CA001", "state": "«disabled»", "conditions": { "clientAppTypes": ["all"] }, "grantControls": null },
            { "displayName": "CA002", "state": "«enabledForReportingButNotEnforced»", "conditions": { "clientAppTypes": ["all"] }, "grantControls": null }
          ]
        }
      `,
      message: ['switched off', 'only reports'],
    },
    terraform`
      locals {
        state = "«disabled»"
      }
      resource "azuread_conditional_access_policy" "legacy" {
        display_name = "No legacy protocols"
        state        = local.state
      }
    `,
    {
      ...bash`
        az rest --method PATCH --uri https://graph.microsoft.com/v1.0/policies/authorizationPolicy --body '{"allowInvitesFrom": "«everyone»"}'
        az rest --method PATCH --uri "https://graph.microsoft.com/v1.0/policies/identitySecurityDefaultsEnforcementPolicy" --body '{"isEnabled": «false»}'
      `,
      message: ['invites guests', 'Security defaults'],
    },
    {
      ...powershell`
        Update-MgPolicyAuthorizationPolicy -GuestUserRoleId '«a0b1b346-4d3e-4e8b-98f8-758710be4968»'
      `,
      suggestions: [`Update-MgPolicyAuthorizationPolicy -GuestUserRoleId '2af84b1e-32c8-42b7-82bc-daa82404023b'\n`],
    },
    powershell`
      $params = @{
        state = '«disabled»'
      }
      Update-MgIdentityConditionalAccessPolicy -ConditionalAccessPolicyId $id -BodyParameter $params
    `,
  ],
});

ruleTester(rule('azure/directory-role-admin'), {
  valid: [
    powershell`
      $body = @"
      { "principalId": "$($user.Id)", "roleDefinitionId": "$($role.Id)", "directoryScopeId": "/" }
      "@
      Invoke-MgGraphRequest -Method POST -Uri 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments' -Body $body
    `,
  ],
  invalid: [
    {
      file: 'scripts/roles.ps1',
      text: `$body = @"
{ "principalId": "$($user.Id)", "roleDefinitionId": "«62e90394-69f5-4237-9190-012177145e10»", "directoryScopeId": "/" }
"@
Invoke-MgGraphRequest -Method POST -Uri 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments' -Body $body
`,
    },
  ],
});
