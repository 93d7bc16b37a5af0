// What Azure PowerShell and the Microsoft Graph cmdlets hand out: in whatever case they are written, by parameters, by tables
// that are handed over whole, by variables of the script. And that any text is read, in time that grows with it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cmdletsIn } from '../../server/engine/facts/commands/powershell.ts';
import { leavesOf, patternOf } from '../../server/engine/facts/value.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { expectLinear } from '../support/growth.ts';
import { at, readMarks, type Source } from '../support/rule-tester.ts';

const script = at('deploy/rights.ps1');
// What any role on a subscription is told of has cases of its own.
const areas = /^(?:azure\/(?!pim-no-expiry|subscription-scope)|oauth\/)/;

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  expect(
    findings
      .filter((finding) => areas.test(finding.rule) && finding.severity !== 'info')
      .map((finding) => `${finding.rule} ${text.slice(...finding.at.span)}`),
  ).toEqual(spans.map((span) => `${rule} ${text.slice(...span)}`));
}

const grantRole = `function Grant-Role([string]$Role = 'Owner') {
  New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $Role -Scope "/subscriptions/$sub"
}
`;

describe('what a function, a loop and a day of a script come to', () => {
  it.each<[string, string, string]>([
    ['named', 'azure/owner-assignment', `${grantRole}Grant-Role -Role Reader\nGrant-Role -Role «Owner»\n`],
    [
      'through another function',
      'azure/owner-assignment',
      `${grantRole}function Grant-All($Role) { Grant-Role $Role }\nGrant-All '«Owner»'\n`,
    ],
    [
      'the default where nobody calls it',
      'azure/owner-assignment',
      grantRole.replace('-RoleDefinitionName $Role', '-RoleDefinitionName «$Role»'),
    ],
    [
      'only asked whether there is one',
      'azure/owner-assignment',
      `${grantRole.replace('{\n', '{\n  if ($Role -eq $null) { return }\n')}Grant-Role «Owner»\n`,
    ],
    [
      'a here-string with a bracket of its own',
      'azure/owner-assignment',
      `function Grant-Role($Role) {\n  $body = @"\n{\n}\n"@\n  New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $Role -Scope "/subscriptions/$sub"\n}\nGrant-Role «Owner»\n`,
    ],
    [
      'az in a loop',
      'azure/owner-assignment',
      `foreach ($role in @('Reader', '«Owner»')) {\n  az role assignment create --assignee $id --role $role --scope "/subscriptions/$sub"\n}\n`,
    ],
    [
      'az in ForEach-Object',
      'azure/owner-assignment',
      `'Reader', '«Owner»' | ForEach-Object { az role assignment create --assignee $id --role $_ --scope "/subscriptions/$sub" }\n`,
    ],
    [
      'az in a function',
      'azure/owner-assignment',
      `function Set-Role($Role) {\n  az role assignment create --assignee $id --role $Role --scope "/subscriptions/$sub"\n}\nSet-Role «Owner»\n`,
    ],
    [
      'a day that counts from a variable',
      'azure/application-password',
      '$now = Get-Date\nNew-AzADAppCredential -ApplicationId $a -EndDate «$now.AddYears(5)»\n',
    ],
    [
      'the same from UTC',
      'azure/application-password',
      '$now = [DateTime]::UtcNow\nNew-AzADAppCredential -ApplicationId $a -EndDate «($now.AddMonths(40))»\n',
    ],
    [
      'a day that is no now',
      'azure/application-password',
      "$then = [DateTime]::Parse('2020-01-01')\n«New-AzADAppCredential» -ApplicationId $a -EndDate $then.AddYears(9)\n",
    ],
  ])('%s', (_, rule, text) => check(rule, script`${text}`));

  it('takes the scope of each entry of a table with its own role', async () => {
    const grants = script`
      $all = @(@{ Role = 'Contributor'; Scope = "/subscriptions/$sub/resourceGroups/rg" }, @{ Role = 'Reader'; Scope = "/subscriptions/$sub" })
      foreach ($a in $all) { az role assignment create --assignee $id --role $a.Role --scope $a.Scope }
    `;
    const { findings } = await analyzeTexts({ [grants.file]: grants.text });
    expect(findings.map(({ rule }) => rule)).toContain('azure/owner-narrow');
    expect(findings.map(({ rule }) => rule)).not.toContain('azure/contributor-subscription');
  });

  it.each<[string, string]>([
    ['is called with less', `${grantRole}Grant-Role -Role Reader\n`],
    ['is called with a table that is not written here', `${grantRole}Grant-Role @given\n`],
    ['asks which role it is', `${grantRole.replace('{\n', "{\n  if ($Role -eq 'Owner') { throw 'no' }\n")}Grant-Role Owner\n`],
    ['maps the role', `${grantRole.replace('{\n', '{\n  $Role = Get-Mapped $Role\n')}Grant-Role Owner\n`],
    ['stands there twice', `${grantRole}function Grant-Role($Role) { Write-Host $Role }\nGrant-Role Reader\n`.replace(" = 'Owner'", '')],
    [
      'is only named in help and messages',
      `${grantRole.replace(" = 'Owner'", '')}<#\n  Grant-Role Owner\n#>\n# Grant-Role Owner\nWrite-Host Grant-Role Owner\n`,
    ],
    [
      'skips the item',
      `foreach ($role in 'Owner', 'Reader') {\n  if ($role -eq 'Owner') { continue }\n  az role assignment create --assignee $id --role $role --scope "/subscriptions/$sub"\n}\n`,
    ],
    [
      'filters the items',
      `'Owner', 'Reader' | Where-Object { $_ -ne 'Owner' } | ForEach-Object { az role assignment create --assignee $id --role $_ --scope "/subscriptions/$sub" }\n`,
    ],
    [
      'gives the variable something else below',
      `$role = 'Owner'\n$role = 'Reader'\naz role assignment create --assignee $id --role $role --scope "/subscriptions/$sub"\n`,
    ],
  ])('says nothing where a script %s', (_, text) => check('', script`${text}`));
});

describe('cmdlets that grant', () => {
  it.each<[string, Source]>([
    [
      'azure/owner-assignment',
      script`
      $rg = New-AzResourceGroup -Name app -Location westeurope -Force
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName '«Owner»' -Scope $rg.ResourceId
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName '«Owner»' -Scope (Get-AzResourceGroup -Name data).ResourceId
    `,
    ],
    [
      'azure/custom-role-star',
      script`
      $role = [Microsoft.Azure.Commands.Resources.Models.Authorization.PSRoleDefinition]::new()
      $role.Name = 'Operations'
      $role.Actions = @(
        '«*»'
      )
      $role.NotActions = 'Microsoft.Authorization/*/Delete', 'Microsoft.Authorization/*/Write'
      $role.AssignableScopes = "/subscriptions/$sub", "/subscriptions/$other"
      New-AzRoleDefinition -Role $role
      New-AzRoleDefinition -Role ([PSCustomObject]@{ Name = 'all'; Actions = @('«*»'); AssignableScopes = @("/subscriptions/$sub") })
    `,
    ],
    [
      'azure/custom-role-authorization-write',
      script`
      $role = Get-AzRoleDefinition 'Virtual Machine Contributor'
      $role.Id = $null
      $role.Actions.Clear()
      $role.Actions.Add('Microsoft.Compute/*/read')
      $role.Actions.Add("«Microsoft.Authorization/roleAssignments/write»")
      $role.AssignableScopes.Add("/subscriptions/$sub")
      New-AzRoleDefinition -Role $role
      $role = Get-AzRoleDefinition 'Reader'
      $role.Actions.Add('Microsoft.Compute/virtualMachines/start/action')
      $role.AssignableScopes.Add("/subscriptions/$sub")
      Set-AzRoleDefinition -Role $role
    `,
    ],
    [
      'azure/custom-role-star',
      script`
      @'
      { "Name": "all", "Actions": ["«*»"], "AssignableScopes": ["/subscriptions/x"] }
      '@ | Set-Content -Path .\\out\\role.json
      New-AzRoleDefinition -InputFile .\\out\\role.json
      New-AzRoleDefinition -InputFile .\\roles\\other.json
    `,
    ],
    [
      'azure/federated-subject-wide',
      script`
      $credentials = @(
        @{ Name = 'pr'; Issuer = 'https://token.actions.githubusercontent.com'; Subject = '«repo:acme/shop:pull_request»'; Audiences = @('api://AzureADTokenExchange') },
        @{ Name = 'main'; Issuer = 'https://token.actions.githubusercontent.com'; Subject = 'repo:acme/shop:ref:refs/heads/main'; Audiences = @('api://AzureADTokenExchange') }
      )
      foreach ($credential in $credentials) {
        $known = $existing | Where-Object { $_.Name -eq $credential.Name }
        if (-not $known) { New-MgApplicationFederatedIdentityCredential -ApplicationId $app.Id -BodyParameter $credential | Out-Null }
      }
    `,
    ],
    ['azure/owner-assignment', script`NEW-AZROLEASSIGNMENT -objectid $id -ROLEDEFINITIONNAME «Owner» -scope "/subscriptions/$sub"`],
    [
      'azure/owner-assignment',
      script`
      function Grant-Role([string]$To, [string]$Role) {
        New-AzRoleAssignment -ObjectId $To -RoleDefinitionName $Role -Scope "/subscriptions/$sub"
      }
      Grant-Role -To $id -Role 'Reader'
      Grant-Role $id '«Owner»'
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      @('Reader', '«Owner»') | ForEach-Object {
        New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $_ -Scope "/subscriptions/$sub"
      }
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      $RoleName = 'Owner'
      $scope = "/subscriptions/$($context.Subscription.Id)"
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName «$rolename» -Scope $SCOPE
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      $params = @{
        ObjectId = $app.Id # who
        RoleDefinitionName = '«Owner»'
        Scope = '/subscriptions/{0}' -f $sub
      }
      New-AzRoleAssignment @params
      $params = @{ ObjectId = $app.Id; RoleDefinitionName = 'Reader'; Scope = "/subscriptions/$sub" }
      New-AzRoleAssignment @params
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      $grants = @(
        @{ Who = '1'; Role = '«Owner»' },
        @{ Who = '2'; Role = 'Reader' }
      )
      foreach ($grant in $grants) {
        New-AzRoleAssignment -ObjectId $grant.Who -RoleDefinitionName $grant.Role -Scope "/subscriptions/$sub"
      }
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      param(
        [Parameter(Mandatory)] [string] $Sub,
        [string] $Role = 'Owner'
      )
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName «$Role» -Scope "/subscriptions/$Sub"
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      # It's not $params = @{ RoleDefinitionName = 'Reader' }
      $params = @{ ObjectId = $id; RoleDefinitionName = '«Owner»' }
      Write-Host "of (all" # {
      $params.Scope = "/subscriptions/$sub"
      New-AzRoleAssignment @params
    `,
    ],
    [
      'azure/owner-assignment',
      at('azure-pipelines.yml')`
      steps:
        - task: AzurePowerShell@5
          inputs:
            azureSubscription: prod
            ScriptType: InlineScript
            Inline: |
              new-azroleassignment -ObjectId $(oid) -RoleDefinitionName "«Owner»" -ResourceGroupName rg
    `,
    ],
    [
      'azure/contributor-subscription',
      script`
      New-AzRoleAssignmentScheduleRequest -Name $n -Scope "/subscriptions/$sub" -PrincipalId $p ${'`'}
        -RoleDefinitionId "«/subscriptions/$sub/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c»" ${'`'}
        -RequestType AdminAssign -ScheduleInfoStartDateTime (Get-Date) -ExpirationType NoExpiration
    `,
    ],
    ['azure/key-vault-policy-wide', script`set-azkeyvaultaccesspolicy -vaultname v -objectid $id -permissionstosecrets get, list, «purge»`],
    ['azure/storage-shared-key', script`Set-AzStorageAccount -ResourceGroupName rg -Name st -AllowSharedKeyAccess «$true»`],
    ['azure/acr-admin', script`Update-AzContainerRegistry -Name cr -ResourceGroupName rg «-EnableAdminUser»`],
    ['azure/container-public', script`New-AzStorageContainer -Name c -Context $ctx -Permission «Blob»`],
    [
      'azure/long-signature',
      script`New-AzStorageAccountSASToken -Service Blob -ResourceType Object -Permission rl -ExpiryTime «(Get-Date).AddYears(5)»`,
    ],
    ['azure/application-password', script`New-AzADAppCredential -ApplicationId $a -EndDate «(Get-Date).AddYears(20)»`],
    ['azure/application-password', script`«New-AzADAppCredential» -ApplicationId $a -EndDate (Get-Date).AddMonths(3)`],
    [
      'azure/application-password',
      script`
      $credential = @{ ApplicationId = $a }
      «New-AzADAppCredential» @credential
    `,
    ],
    [
      'azure/application-password',
      script`Add-MgApplicationPassword -ApplicationId $a -PasswordCredential @{ displayName = 'ci'; endDateTime = '«2098-12-31»' }`,
    ],
    [
      'azure/federated-subject-wide',
      script`New-AzADAppFederatedCredential -ApplicationObjectId $o -Audience x -Issuer 'https://token.actions.githubusercontent.com' -Name pr -Subject '«repo:acme/shop:pull_request»'`,
    ],
    [
      'azure/directory-role-admin',
      script`new-mgrolemanagementdirectoryroleassignment -PrincipalId $p -RoleDefinitionId '«62e90394-69f5-4237-9190-012177145e10»' -DirectoryScopeId '/'`,
    ],
    [
      'azure/directory-role-admin',
      script`
      $body = @{
        Action = 'adminAssign'
        PrincipalId = $p
        RoleDefinitionId = '«62e90394-69f5-4237-9190-012177145e10»'
        DirectoryScopeId = '/'
        ScheduleInfo = @{ StartDateTime = Get-Date; Expiration = @{ Type = 'noExpiration' } }
      } | ConvertTo-Json -Depth 5
      Invoke-MgGraphRequest -Method POST -Uri 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignmentScheduleRequests' -Body $body
    `,
    ],
    [
      'oauth/entra-privileged-app-role',
      script`
      $params = @{ PrincipalId = $sp.Id; ResourceId = $graph.Id; AppRoleId = "«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»" }
      New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $sp.Id -BodyParameter $params
    `,
    ],
    [
      'oauth/entra-privileged-app-role',
      script`
      $access = @{
        ResourceAppId = '00000003-0000-0000-c000-000000000000'
        ResourceAccess = @(
          @{ Id = '«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»'; Type = 'Role' }
          @{ Id = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'; Type = 'Scope' }
        )
      }
      New-MgApplication -DisplayName robot -RequiredResourceAccess $access
    `,
    ],
    [
      'azure/consent-for-everyone',
      script`New-MgOauth2PermissionGrant -ClientId $sp.Id -ConsentType AllPrincipals -ResourceId $g.Id -Scope '«Directory.ReadWrite.All»'`,
    ],
    [
      'azure/consent-for-everyone',
      at('setup.sh')`az ad app permission grant --id $APP --api 00000003-0000-0000-c000-000000000000 --scope «Mail.ReadWrite»`,
    ],
    [
      'azure/owner-assignment',
      script`
      # the role is looked up by its name, and the table takes the name from what was found
      $RoleDefinition = Get-AzRoleDefinition -Name "Owner"
      $Given = @{
        ObjectId           = $Robot.Identity.PrincipalId
        RoleDefinitionName = «$RoleDefinition.Name»
        Scope              = "/subscriptions/{0}" -f $Sub
        Description        = 'the robot'
      }
      while (-not (Get-AzRoleAssignment @Given)) { $made = New-AzRoleAssignment @Given }
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      $role = (Get-AzRoleDefinition -Name Owner).Name
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName «$role» -Scope "/subscriptions/$sub"
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      param([string] $Sub, [string] $Role = '8e3af657-a8ff-443c-a75c-2fe8c4bcb635')
      $body = @{ properties = @{
        roleDefinitionId = "«/subscriptions/$Sub/providers/Microsoft.Authorization/roleDefinitions/$Role»"
        principalId      = $who
      } } | ConvertTo-Json -Compress
      $call = @{
        uri    = "https://management.azure.com/subscriptions/$($Sub)/providers/Microsoft.Authorization/roleAssignments/$($id)?api-version=2022-04-01"
        body   = $body
        method = 'PUT'
      }
      Invoke-RestMethod @call
    `,
    ],
    [
      // Which groups these are is not written here: it is not the whole subscription.
      'azure/owner-narrow',
      script`
      $role = Get-AzRoleDefinition -Name "Contributor"
      foreach ($group in $first, $second) {
        $given = @{ ObjectId = $who; RoleDefinitionName = «$role.Name»; Scope = $group.ResourceId }
        New-AzRoleAssignment @given
      }
    `,
    ],
    [
      'azure/user-access-admin-assignment',
      script`
      $given = @{
        ObjectId = $who
        Scope = '/subscriptions/' +
          $sub
        RoleDefinitionName = '«User Access Administrator»'
      }
      New-AzRoleAssignment @given -Verbose
    `,
    ],
    [
      'azure/directory-role-admin',
      script`
      $template = Get-MgDirectoryRoleTemplate | Where-Object { $_.DisplayName -eq 'Global Administrator' }
      $role = Get-MgDirectoryRole -Filter "RoleTemplateId eq '$($template.Id)'" -ErrorAction SilentlyContinue
      if ($null -eq $role) {
        $role = New-MgDirectoryRole -RoleTemplateId $template.Id
      }
      New-MgDirectoryRoleMemberByRef -DirectoryRoleId «$role.Id» -BodyParameter $member
    `,
    ],
    [
      'azure/owner-assignment',
      script`
      $role = 'Owner'
      if (-not $role) { $role = 'Reader' }
      New-AzRoleAssignment -ObjectId $who -RoleDefinitionName «$role» -Scope "/subscriptions/$sub"
      if ($other) { $role = 'Reader' }
      New-AzRoleAssignment -ObjectId $who -RoleDefinitionName $role -Scope "/subscriptions/$sub"
    `,
    ],
    [
      'azure/directory-role-admin',
      script`
      $role = Get-MgRoleManagementDirectoryRoleDefinition -Filter "displayName eq 'Global Administrator'"
      New-MgBetaRoleManagementDirectoryRoleAssignment -PrincipalId $u.Id -RoleDefinitionId «$role.Id» -DirectoryScopeId "/"
    `,
    ],
    [
      'azure/directory-role-admin',
      script`
      foreach ($name in @("Teams Administrator", "«Global Administrator»")) {
        $role = Get-EntraDirectoryRoleDefinition -Filter "DisplayName eq '$name'"
        if ($role) { New-EntraDirectoryRoleAssignment -RoleDefinitionId $role.Id -PrincipalId $u.Id -DirectoryScopeId '/' }
      }
    `,
    ],
    [
      'azure/directory-role-admin',
      script`
      $role = Get-AzureADDirectoryRole | Where-Object { $_.DisplayName -eq 'Privileged Role Administrator' } | Select-Object -First 1
      Add-AzureADDirectoryRoleMember -ObjectId «$role.ObjectId» -RefObjectId $u.ObjectId
    `,
    ],
    [
      'azure/directory-role-admin',
      script`
      $roleId = (Get-MgDirectoryRole -Filter "displayName eq 'Global Administrator'").Id
      New-MgDirectoryRoleMemberByRef -DirectoryRoleId «$roleId» -BodyParameter @{ "@odata.id" = $ref }
    `,
    ],
    [
      'oauth/entra-privileged-app-role',
      script`
      $graph = Get-MgServicePrincipal -Filter "appId eq '00000003-0000-0000-c000-000000000000'"
      $right = $graph.AppRoles | Where-Object { $_.AllowedMemberTypes -contains "Application" -and $_.Value -eq "RoleManagement.ReadWrite.Directory" }
      New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $mi.Id -PrincipalId $mi.Id -ResourceId $graph.Id -AppRoleId «$right.Id»
    `,
    ],
    [
      'oauth/entra-privileged-app-role',
      script`
      $wanted = @('Calendars.Read.Shared', '«AppRoleAssignment.ReadWrite.All»')
      foreach ($one in $wanted) {
        $right = $graph.AppRoles |
          Where-Object { $_.Value -eq $one }
        New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $mi -PrincipalId $mi -ResourceId $graph.Id -AppRoleId $right.Id
      }
    `,
    ],
  ])('%s', check);

  it.each<[string, Source]>([
    ['a role that reads', script`new-azroleassignment -ObjectId $id -RoleDefinitionName Reader -Scope "/subscriptions/$sub"`],
    [
      'a role of a list that the loop leaves out',
      script`
      foreach ($name in @('Reader', 'Owner')) {
        if ($name -eq 'Owner') { continue }
        New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $name -Scope "/subscriptions/$sub"
      }
    `,
    ],
    [
      'a role that a branch decides',
      script`
      if ($prod) { $role = 'Reader' } else { $role = 'Owner' }
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $role -Scope "/subscriptions/$sub"
    `,
    ],
    ...[
      "# $role = 'Owner'",
      "<# $role = 'Owner' #>",
      `Write-Host 'say $role = "Owner" to it'`,
      'if ($x) { Write-Host "so :("; $role = \'Owner\' }',
      "$role, $other = 'Owner', 'x'",
    ].map((line): [string, Source] => [
      `a role of which is said ${line}`,
      script`
      $role = 'Reader'
      ${line}
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $role -Scope "/subscriptions/$sub"
    `,
    ]),
    ...["$p.RoleDefinitionName = 'Reader'", "$p['roledefinitionname'] = 'Reader'", '$p[$key] = $role'].map((line): [string, Source] => [
      `a table that is changed by ${line}`,
      script`
      $p = @{ ObjectId = $id; RoleDefinitionName = 'Owner'; Scope = "/subscriptions/$sub" }
      ${line}
      New-AzRoleAssignment @p
    `,
    ]),
    [
      'a role that is put together',
      script`
      $role = 'Own'
      $role += 'er'
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $role -Scope "/subscriptions/$sub"
    `,
    ],
    [
      'a role that a command returns',
      script`
      $role = (Get-TeamRole -Name Owner).Name
      New-AzRoleAssignment -ObjectId $id -RoleDefinitionName $role -Scope "/subscriptions/$sub"
    `,
    ],
    [
      'help',
      script`
      <#
      .EXAMPLE
      New-AzRoleAssignment -ObjectId 1 -RoleDefinitionName Owner -Scope /subscriptions/1
      #>
      # New-AzRoleAssignment -ObjectId 1 -RoleDefinitionName Owner -Scope /subscriptions/1
      Write-Host "then New-AzRoleAssignment -ObjectId 1 -RoleDefinitionName Owner -Scope /subscriptions/1"
    `,
    ],
    [
      'an assignment for hours',
      script`
      New-AzRoleAssignmentScheduleRequest -Name $n -Scope "/subscriptions/$sub" -PrincipalId $p -RoleDefinitionId "/subscriptions/$sub/providers/Microsoft.Authorization/roleDefinitions/b24988ac-6180-42a0-ab88-20f7382dd24c" -RequestType AdminAssign -ExpirationType AfterDuration -ExpirationDuration PT8H
    `,
    ],
    [
      'a request that reads',
      script`Invoke-MgGraphRequest -Method GET -Uri 'https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments'`,
    ],
    [
      'a call of another API, and one that removes',
      script`
      Invoke-RestMethod -Method POST -Uri "https://api.acme.example/applications" -Body @{ requiredResourceAccess = '' }
      Invoke-AzRestMethod -Method DELETE -Path "/subscriptions/$sub/providers/Microsoft.Authorization/roleAssignments/1" -Payload '{"properties":{"roleDefinitionId":"/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635"}}'
    `,
    ],
    ['keys turned off', script`Set-AzStorageAccount -ResourceGroupName rg -Name st -AllowSharedKeyAccess $false`],
    ['a signature for an hour', script`New-AzStorageBlobSASToken -Container c -Blob b -Permission r -ExpiryTime (Get-Date).AddHours(1)`],
    [
      'rights of users',
      script`New-MgOauth2PermissionGrant -ClientId $c -ConsentType Principal -PrincipalId $me -ResourceId $g -Scope 'User.Read'`,
    ],
    ['a certificate', script`New-AzADAppCredential -ApplicationId $a -CertValue $cert`],
    [
      'a request that does what is not written here',
      script`New-MgRoleManagementDirectoryRoleAssignmentScheduleRequest -Action $action -PrincipalId $p -RoleDefinitionId 62e90394-69f5-4237-9190-012177145e10 -DirectoryScopeId / -ScheduleInfo @{ expiration = @{ type = 'noExpiration' } }`,
    ],
    [
      'roles of which a filter keeps what is not written here',
      script`
      $right = $graph.AppRoles | Where-Object { $_.Value -eq 'RoleManagement.ReadWrite.Directory' -or $_.Value -eq $other }
      New-MgServicePrincipalAppRoleAssignment -ServicePrincipalId $mi -PrincipalId $mi -ResourceId $graph.Id -AppRoleId $right.Id
      $role = Get-MgDirectoryRole | Where-Object { $_.DisplayName -ne 'Global Administrator' }
      New-MgDirectoryRoleMemberByRef -DirectoryRoleId $role.Id -BodyParameter $ref
    `,
    ],
    [
      'the description of a role that is looked up, and an option that is not its name',
      script`
      $role = Get-AzRoleDefinition -Scope 'Owner' -Name $name
      New-AzRoleAssignment -ObjectId $who -RoleDefinitionName $role.Name -Scope "/subscriptions/$sub"
      $owner = Get-AzRoleDefinition -Name Owner
      New-AzRoleAssignment -ObjectId $who -RoleDefinitionName $owner.Description -Scope "/subscriptions/$sub"
    `,
    ],
    ['a table that is not written here', script`New-AzADAppCredential @credential`],
  ])('finds nothing in %s', (_, source) => check('', source));
});

it('reads parameters as values', () => {
  const text = `Do-It -One 'a''b' -Two:"x \`"y\`" $z" -Switch -List a, 'b',$true -Table @{ K = @(1, 2); 'q r' = $null } -Last (Get-Item .).Name\nDo-It -N 2`;
  const [first, second] = cmdletsIn(text, 'a.ps1', new Map([['do-it', 'Do-It']]));
  const shown = (name: string) => leavesOf(first!.parameters.get(name)).map(patternOf);
  expect(shown('one')).toEqual(["a'b"]);
  expect(shown('two')).toEqual(['x "y" \0']);
  expect(shown('switch')).toEqual(['true']);
  expect(shown('list')).toEqual(['a', 'b', 'true']);
  expect(first!.parameters.get('table')).toMatchObject({ kind: 'mapping', complete: true });
  expect(first!.parameters.get('last')!.kind).toBe('unknown');
  expect(text.slice(...second!.whole.span)).toBe('Do-It -N 2');
});

it('takes any text, in time that grows with it', async () => {
  const words = fc.constantFrom(
    'New-AzRoleAssignment ',
    '-Scope ',
    '-RoleDefinitionName ',
    '@{',
    '}',
    '@(',
    ')',
    '(',
    '$a',
    ' = ',
    '"',
    "'",
    '@"\n',
    '\n"@',
    '`',
    '\n',
    ';',
    ',',
    '$(',
    'foreach ($a in ',
    '{',
    '<#',
    '#>',
    '#',
    '|',
    '.x',
    '[string]',
    'a',
    '@a ',
    '+= ',
    '-f ',
    '+ ',
    'Get-AzRoleDefinition ',
    '$a.AppRoles ',
    '| Where-Object { $_.Value -eq ',
  );
  const names = new Map([['new-azroleassignment', 'New-AzRoleAssignment']]);
  fc.assert(
    fc.property(fc.array(words, { maxLength: 60 }), (parts) => {
      const text = `$a = 1\nNew-AzRoleAssignment ${parts.join('')}`;
      for (const { whole } of cmdletsIn(text, 'a.ps1', names)) expect(whole.span[1]).toBeLessThanOrEqual(text.length);
    }),
    { numRuns: 500 },
  );
  for (const part of [
    'New-AzRoleAssignment -Scope "',
    'New-AzRoleAssignment -Scope @{ a = (',
    '$a = "$a$a"\nNew-AzRoleAssignment -Scope $a\n',
    'foreach ($a in 1,2) { New-AzRoleAssignment -Scope $a\n',
    '<# New-AzRoleAssignment ',
    '$p = @{ A = 1 }\nNew-AzRoleAssignment @p\n',
    '$p.A = 1\nNew-AzRoleAssignment @p\n',
    '$a, ',
    '$p["a" ',
    'New-AzRoleAssignment $(',
    'New-AzRoleAssignment @"\n',
    "$a = 'a' + 'b' + ",
    'New-AzRoleAssignment -Scope (Get-AzRoleDefinition ',
    '$a = $a.AppRoles | Where-Object { $_.Value -eq \nNew-AzRoleAssignment -Scope $a\n',
    'New-AzRoleAssignment -Scope ((Get-AzADServicePrincipal (',
  ])
    await expectLinear(part, 1_000, (size) => {
      const text = part.repeat(size);
      return () => cmdletsIn(text, 'a.ps1', names);
    });
});
