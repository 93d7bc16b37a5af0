// Resources that Terraform writes as the services' APIs have them (facts/terraform/azapi.ts).
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../../support/analyze-text.ts';
import { readMarks } from '../../../support/rule-tester.ts';

const rules = [
  'azure/owner-assignment',
  'azure/custom-role-star',
  'azure/federated-subject-wide',
  'azure/storage-shared-key',
  'azure/directory-role-admin',
  'oauth/entra-privileged-app-role',
  'azure/consent-for-everyone',
  'azure/pim-no-expiry',
];

async function check(marked: string) {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'infra/main.tf': text });
  expect(failures).toEqual([]);
  const own = findings.filter((finding) => rules.includes(finding.rule));
  expect(own.map((finding) => [...finding.at.span])).toEqual(spans);
  return own;
}

const owner =
  '/subscriptions/00000000-0000-0000-0000-000000000001/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';
const azapi = (type: string, body: string, more = '', kind = 'azapi_resource') =>
  `resource "${kind}" "x" {\n  type = "${type}@2022-04-01"\n${more}  body = ${body}\n}\n`;
const inSubscription = '  parent_id = "/subscriptions/00000000-0000-0000-0000-000000000001"\n';

describe('azapi', () => {
  it.each([
    [
      'an assignment',
      azapi(
        'Microsoft.Authorization/roleAssignments',
        `{ properties = { roleDefinitionId = "«${owner}»", principalId = "p" } }`,
        inSubscription,
      ),
    ],
    [
      'an assignment on one resource',
      azapi(
        'Microsoft.Authorization/roleAssignments',
        `{ properties = { roleDefinitionId = "${owner}", principalId = "p" } }`,
        '  parent_id = "/subscriptions/a/resourceGroups/b/providers/Microsoft.Storage/storageAccounts/c"\n',
      ),
    ],
    [
      'an assignment on what is not known',
      azapi(
        'Microsoft.Authorization/roleAssignments',
        `{ properties = { roleDefinitionId = "${owner}", principalId = "p" } }`,
        '  parent_id = var.scope\n',
      ),
    ],
    [
      'eligibility without an end',
      azapi(
        'Microsoft.Authorization/roleEligibilityScheduleRequests',
        `{ properties = { roleDefinitionId = "${owner}", principalId = "p", scheduleInfo = { expiration = { type = "«NoExpiration»" } } } }`,
        inSubscription,
      ),
    ],
    [
      'a role, as JSON',
      azapi(
        'Microsoft.Authorization/roleDefinitions',
        'jsonencode({ properties = { roleName = "x", permissions = [{ actions = ["«*»"] }], assignableScopes = ["/subscriptions/a"] } })',
      ),
    ],
    [
      'a federated credential',
      azapi(
        'Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials',
        '{ properties = { issuer = "https://token.actions.githubusercontent.com", subject = "«repo:acme/app:pull_request»", audiences = ["a"] } }',
      ),
    ],
    [
      'what an update does not say',
      azapi('Microsoft.Storage/storageAccounts', '{ properties = { allowBlobPublicAccess = false } }', '', 'azapi_update_resource'),
    ],
    ['a body that is not known', azapi('Microsoft.Authorization/roleDefinitions', 'var.body')],
  ])('%s', async (_, text) => {
    await check(text);
  });

  it('repairs what an update says, where it is written', async () => {
    const [finding] = await check(
      azapi('Microsoft.Storage/storageAccounts', '{ properties = { allowSharedKeyAccess = «true» } }', '', 'azapi_update_resource'),
    );
    expect(finding!.suggestions.map((one) => one.title)).toEqual(['Set allowSharedKeyAccess to false']);
  });
});

describe('msgraph', () => {
  const graph = (url: string, body: string) => `resource "msgraph_resource" "x" {\n  url  = "${url}"\n  body = ${body}\n}\n`;
  it.each([
    [
      'an application',
      graph(
        'applications',
        '{ displayName = "x", requiredResourceAccess = [{ resourceAppId = "00000003-0000-0000-c000-000000000000", resourceAccess = [{ id = "«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»", type = "Role" }] }] }',
      ),
    ],
    [
      'a credential of one',
      graph(
        'applications/${msgraph_resource.app.id}/federatedIdentityCredentials',
        '{ name = "x", issuer = "https://token.actions.githubusercontent.com", subject = "«repo:acme/app:pull_request»", audiences = ["a"] }',
      ),
    ],
    [
      'consent for everyone',
      graph(
        'oauth2PermissionGrants',
        '{ clientId = "a", consentType = "AllPrincipals", resourceId = "b", scope = "«Directory.ReadWrite.All»" }',
      ),
    ],
    [
      'a role of the directory',
      graph(
        'roleManagement/directory/roleAssignments',
        '{ principalId = "a", roleDefinitionId = "«62e90394-69f5-4237-9190-012177145e10»", directoryScopeId = "/" }',
      ),
    ],
    ['anything else', graph('groups', '{ displayName = "x" }')],
  ])('%s', async (_, text) => {
    await check(text);
  });
});
