// What services of Azure let in by a command, a cmdlet, a task of Ansible, an artifact of a blueprint, a constant of Pulumi's SDK
// or a parameter of a verified module.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';
import { readMarks } from '../support/rule-tester.ts';

/** The rules that speak at the marks of a text, in their order, and nothing of these rules elsewhere. */
async function said(file: string, marked: string, rules: readonly string[]): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ [file]: text });
  expect(failures).toEqual([]);
  const own = findings.filter(({ rule }) => (rules.length === 0 ? /^azure\/|switched-off$/.test(rule) : rules.includes(rule)));
  expect(own.map(({ at }) => at.span)).toEqual(spans);
  expect([...new Set(own.map(({ rule }) => rule))].sort()).toEqual([...rules].sort());
}

const keys = 'azure/local-auth-enabled';
const passwords = 'azure/sql-password-login';

describe('az', () => {
  it.each<[string, readonly string[]]>([
    ['az iot hub update -n hub --disable-local-auth «false»', [keys]],
    ['az eventgrid topic create -n t -g rg --disable-local-auth=«false»', [keys]],
    ['az maps account create -n m -g rg --disable-local-auth «false»', [keys]],
    ['az aks update -n k -g rg «--enable-local-accounts»', ['azure/aks-local-account']],
    ['az keyvault create -n kv -g rg --enable-rbac-authorization «false»', ['azure/key-vault-without-roles']],
    ['az sql server ad-only-auth «disable» -g rg -n s', [passwords]],
    ['az synapse ad-only-auth «disable» --workspace-name w -g rg', [passwords]],
    ['az sql server create -n s -g rg --admin-user dba --admin-password "«$PW»"', [passwords]],
    ['az postgres flexible-server update -n p -g rg --password-auth «Enabled»', [passwords]],
    ['az storage account local-user create -n partner --account-name a -g rg --has-ssh-password «true»', ['azure/machine-password-login']],
    ['az webapp auth update -n shop -g rg --enabled «false»', ['oauth/login-switched-off']],
  ])('%s', (line, rules) => said('scripts/up.sh', `${line}\n`, rules));
  it.each([
    'az iot hub update -n hub --disable-local-auth true',
    'az keyvault create -n kv -g rg --enable-rbac-authorization true',
    'az sql server ad-only-auth enable -g rg -n s',
    'az sql server create -n s -g rg --enable-ad-only-auth --external-admin-name dba --external-admin-sid "$SID"',
    'az postgres flexible-server create -n p -g rg --password-auth Disabled',
    'az webapp auth update -n shop -g rg --enabled true',
    'az aks update -n k -g rg --disable-local-accounts',
  ])('nothing of %s', (line) => said('scripts/up.sh', `${line}\n`, []));
});

describe('PowerShell', () => {
  it.each<[string, readonly string[]]>([
    ['«Disable-AzSqlServerActiveDirectoryOnlyAuthentication» -ServerName s -ResourceGroupName rg', [passwords]],
    ['New-AzKeyVault -Name kv -ResourceGroupName rg -Location westeurope «-DisableRbacAuthorization»', ['azure/key-vault-without-roles']],
    ["New-AzAutomationWebhook -Name scale -RunbookName scale -IsEnabled $true -ExpiryTime '«2045-10-02»'", ['azure/webhook-long']],
  ])('%s', (line, rules) => said('scripts/up.ps1', `${line}\n`, rules));
  it('nothing of what is narrow', () =>
    said(
      'scripts/up.ps1',
      "New-AzKeyVault -Name kv -ResourceGroupName rg\nNew-AzAutomationWebhook -Name s -ExpiryTime '2026-12-24'\n",
      [],
    ));
});

describe('Ansible', () => {
  const task = (module: string, more: string): string => `- hosts: localhost\n  tasks:\n    - ${module}:\n${more}`;
  it.each<[string, readonly string[]]>([
    [
      task('azure.azcollection.azure_rm_storageaccount', '        name: data\n        allow_blob_public_access: «true»\n'),
      ['azure/storage-public-allowed'],
    ],
    [task('azure_rm_storageblob', '        container: reports\n        public_access: «blob»\n'), ['azure/container-public']],
    [task('azure_rm_virtualmachine', '        name: vm\n        ssh_password_enabled: «true»\n'), ['azure/machine-password-login']],
    [task('azure_rm_storageaccount', '        name: data\n        kind: StorageV2\n'), []],
    [task('azure_rm_virtualmachine', '        name: vm\n        ssh_password_enabled: false\n'), []],
    [task('azure_rm_aks', '        name: k\n        enable_rbac: true\n'), []],
  ])('case %#', (text, rules) => said('play.yml', text, rules));
});

describe('blueprints', () => {
  const artifact = (role: string, group: string): string =>
    `{ "kind": "roleAssignment", "properties": { "displayName": "x", "resourceGroup": ${group}, "roleDefinitionId": "${role}", "principalIds": "[parameters('who')]" } }`;
  const prefix = '/providers/Microsoft.Authorization/roleDefinitions/';
  it('an owner of the subscription', () =>
    said('artifacts/owner.json', artifact(`«${prefix}8e3af657-a8ff-443c-a75c-2fe8c4bcb635»`, 'null'), ['azure/owner-assignment']));
  it('a reader of a group', () => said('artifacts/reader.json', artifact(`${prefix}acdd72a7-3385-48ef-bd42-f606fba81ae7`, '"app"'), []));
});

describe('constants of Pulumi', () => {
  const ts = (access: string): string =>
    `import * as storage from "@pulumi/azure-native/storage";\nnew storage.BlobContainer("c", { accountName: "a", resourceGroupName: "rg", publicAccess: ${access} });\n`;
  const open = ['azure/container-public'];
  it.each<[string, string, readonly string[]]>([
    ['index.ts', ts('«storage.PublicAccess.Blob»'), open],
    ['index.ts', ts('storage.PublicAccess.None'), []],
    ['index.ts', ts('config.access'), []],
    ['index.ts', ts('access(storage.PublicAccess.Blob)'), []],
    [
      '__main__.py',
      'from pulumi_azure_native import storage\nstorage.BlobContainer("c", account_name="a", resource_group_name="rg", public_access=«storage.PublicAccess.CONTAINER»)\n',
      open,
    ],
    [
      'Program.cs',
      'using Pulumi.AzureNative.Storage;\nnew BlobContainer("c", new BlobContainerArgs { AccountName = "a", PublicAccess = «PublicAccess.Blob» });\n',
      open,
    ],
    [
      'main.go',
      'package main\nimport "github.com/pulumi/pulumi-azure-native-sdk/storage/v2"\nfunc run(ctx *pulumi.Context) {\n\tstorage.NewBlobContainer(ctx, "c", &storage.BlobContainerArgs{\n\t\tPublicAccess: «storage.PublicAccessContainer»,\n\t})\n}\n',
      open,
    ],
    [
      'main.go',
      'package main\nimport "github.com/pulumi/pulumi-azure-native-sdk/storage/v2"\nfunc run(ctx *pulumi.Context) {\n\tstorage.NewBlobContainer(ctx, "c", &storage.BlobContainerArgs{\n\t\tPublicAccess: storage.PublicAccessNone,\n\t})\n}\n',
      [],
    ],
    [
      'index.ts',
      'import * as servicebus from "@pulumi/azure-native/servicebus";\nnew servicebus.NamespaceAuthorizationRule("r", { namespaceName: "n", rights: [servicebus.AccessRights.Send, «servicebus.AccessRights.Manage»] });\n',
      ['azure/shared-key-manages'],
    ],
  ])('%s, case %#', said);
});

describe('verified modules', () => {
  const bicep = (module: string, params: string): string =>
    `module m 'br/public:avm/res/${module}:0.1.0' = {\n  name: 'm'\n  params: {\n${params}  }\n}\n`;
  const policies = (secret: string): string =>
    `    accessPolicies: [\n      {\n        objectId: 'x'\n        permissions: {\n          secrets: [ ${secret} ]\n        }\n      }\n    ]\n`;
  const hcl = (permissions: string): string =>
    `module "vault" {\n  source = "Azure/avm-res-keyvault-vault/azurerm"\n  legacy_access_policies = {\n    app = {\n      object_id          = "x"\n      secret_permissions = [${permissions}]\n    }\n  }\n}\n`;
  const wide = ['azure/key-vault-policy-wide'];
  it.each<[string, string, readonly string[]]>([
    ['main.bicep', bicep('key-vault/vault', policies("'«all»'")), wide],
    ['main.bicep', bicep('key-vault/vault', policies("'get'")), []],
    [
      'main.bicep',
      bicep('sql/server', '    administrators: {\n      azureADOnlyAuthentication: «false»\n    }\n'),
      ['azure/sql-password-login'],
    ],
    ['main.bicep', bicep('cache/redis', '    disableAccessKeyAuthentication: «false»\n'), [keys]],
    ['main.bicep', bicep('insights/component', '    disableLocalAuth: true\n'), []],
    ['main.tf', hcl('"Get", "List", "«Purge»"'), wide],
    ['main.tf', hcl('"Get", "List"'), []],
  ])('%s, case %#', said);
});

describe('classes of the classic provider of Pulumi', () => {
  const ts = (line: string): string => `import * as azure from "@pulumi/azure";\nimport * as azuread from "@pulumi/azuread";\n${line}\n`;
  it.each<[string, string, readonly string[]]>([
    ['index.ts', ts('new azure.containerservice.Registry("r", { sku: "Standard", adminEnabled: «true» });'), ['azure/acr-admin']],
    ['index.ts', ts('new azure.storage.Account("a", { sharedAccessKeyEnabled: «true» });'), ['azure/storage-shared-key']],
    ['index.ts', ts('new azure.storage.Account("a", { sharedAccessKeyEnabled: false, allowNestedItemsToBePublic: false });'), []],
    ['index.ts', ts('new azure.storage.Container("c", { containerAccessType: "«blob»" });'), ['azure/container-public']],
    ['index.ts', ts('new azuread.ConditionalAccessPolicy("p", { state: "«disabled»" });'), ['azure/tenant-policy-weak']],
    ['index.ts', ts('new azuread.ConditionalAccessPolicy("p", { state: "enabled" });'), []],
    [
      '__main__.py',
      'import pulumi_azure as azure\nazure.storage.Account("a", shared_access_key_enabled=«True»)\n',
      ['azure/storage-shared-key'],
    ],
  ])('%s, case %#', said);
});
