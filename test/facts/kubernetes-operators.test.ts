// Vault and Azure under Kubernetes names: Bank-Vaults, the Vault Config Operator, Crossplane's provider, Azure Service Operator.
// The exact token, in blocks too, and neighbours that give nothing.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../support/analyze-text.ts';

async function found(text: string, only = /^(?:vault|azure)\//): Promise<string[]> {
  const { findings, failures } = await analyzeTexts({ 'deploy/objects.yaml': text });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => only.test(rule)).map(({ rule, at }) => `${rule}: ${text.slice(...at.span)}`);
}

const object = (apiVersion: string, kind: string, spec: string): string =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: one\nspec:\n${spec.replace(/^(?=.)/gm, '  ')}`;
const block = 'policy: |\n  # everything\n  path "*" {\n    capabilities = ["create", "update", "delete"]\n  }\n';

describe('policies of Vault', () => {
  it.each([
    ['redhatcop.redhat.io/v1alpha1', block],
    ['vault.vault.upbound.io/v1alpha1', `forProvider:\n${block.replace(/^/gm, '  ')}`],
  ])('in %s keep their places in a block', async (apiVersion, spec) => {
    expect(await found(object(apiVersion, 'Policy', spec))).toEqual(['vault/path-everything: *']);
  });

  it('stand at the whole text where escapes move its parts', async () => {
    const written = '"path \\"*\\" {\\n capabilities = [\\"create\\", \\"update\\", \\"delete\\"]\\n}\\n"';
    expect(await found(object('redhatcop.redhat.io/v1alpha1', 'Policy', `policy: ${written}\n`))).toEqual([
      `vault/path-everything: ${written.slice(1, -1)}`,
    ]);
  });

  it('of other groups are none', async () => {
    expect(await found(object('example.org/v1', 'Policy', block))).toEqual([]);
    expect(
      await found(
        object('redhatcop.redhat.io/v1alpha1', 'Policy', 'policy: |\n  path "secret/data/shop/*" {\n    capabilities = ["read"]\n  }\n'),
      ),
    ).toEqual([]);
  });
});

describe('roles of Vault', () => {
  const bank = (roles: string, type = 'kubernetes'): string =>
    object(
      'vault.banzaicloud.com/v1alpha1',
      'Vault',
      `externalConfig:\n  policies:\n    - name: all\n      rules: path "sys/*" { capabilities = ["update"] }\n  auth:\n    - type: ${type}\n      roles:\n        - name: ci\n${roles.replace(/^/gm, '          ')}`,
    );

  it('of Bank-Vaults are read by the method that they are of', async () => {
    expect(await found(bank('bound_service_account_names: ["*"]\nbound_service_account_namespaces: [shop]'))).toEqual([
      'vault/sys-write: sys/*',
      'vault/kubernetes-role-star: *',
    ]);
    expect(await found(bank('bound_service_account_names: cart,orders\nbound_service_account_namespaces: shop'))).toEqual([
      'vault/sys-write: sys/*',
    ]);
    expect(await found(bank('role_type: jwt\nuser_claim: sub\nbound_audiences: vault', 'jwt'))).toEqual([
      'vault/sys-write: sys/*',
      'vault/jwt-role-unbound: ci',
    ]);
    expect(await found(bank('mapping: x', 'ldap'))).toEqual(['vault/sys-write: sys/*']);
  });

  it('of the operator and of Crossplane are read as those of Terraform', async () => {
    const operator = (accounts: string): string =>
      object(
        'redhatcop.redhat.io/v1alpha1',
        'KubernetesAuthEngineRole',
        `path: kubernetes\ntargetServiceAccounts: ${accounts}\ntargetNamespaces:\n  targetNamespaces: [shop]\n`,
      );
    expect(await found(operator('["*"]'))).toEqual(['vault/kubernetes-role-star: *']);
    expect(await found(operator('[cart]'))).toEqual([]);
    const crossplane = (bound: string): string =>
      object(
        'jwt.vault.upbound.io/v1alpha1',
        'AuthBackendRole',
        `forProvider:\n  roleType: jwt\n  userClaim: sub\n  boundAudiences: [vault]\n${bound}`,
      );
    expect(await found(crossplane(''))).toEqual(['vault/jwt-role-unbound: one']);
    expect(await found(crossplane('  boundSubject: repo:acme/shop:ref:refs/heads/main\n'))).toEqual([]);
  });
});

describe('objects of Azure Service Operator', () => {
  const group = '00000000-0000-0000-0000-000000000001';
  const assignment = (owner: string, role: string): string =>
    object(
      'authorization.azure.com/v1api20220401',
      'RoleAssignment',
      `owner:\n  ${owner}\nprincipalId: 11111111-1111-1111-1111-111111111111\nprincipalType: ServicePrincipal\nroleDefinitionReference:\n  ${role}\n`,
    );

  it('assign roles by id and by name, on what they belong to', async () => {
    const owner = `/subscriptions/${group}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`;
    expect(await found(assignment(`armId: /subscriptions/${group}`, `armId: ${owner}`))).toEqual([`azure/owner-assignment: ${owner}`]);
    expect(await found(assignment(`armId: /subscriptions/${group}`, 'wellKnownName: Contributor'))).toEqual([
      'azure/contributor-subscription: Contributor',
    ]);
    expect(
      await found(
        assignment('{ group: storage.azure.com, kind: StorageAccount, name: shop }', 'wellKnownName: Storage Blob Data Contributor'),
      ),
    ).toEqual([]);
    expect(await found(assignment('name: shop', 'wellKnownName: Contributor')), 'an owner that says no kind').toEqual([
      'azure/owner-narrow: Contributor',
    ]);
  });

  it('have the settings of their resources', async () => {
    expect(
      await found(object('storage.azure.com/v1api20230101', 'StorageAccount', 'kind: StorageV2\nallowSharedKeyAccess: true\n')),
    ).toEqual(['azure/storage-shared-key: true']);
    expect(
      await found(object('storage.azure.com/v1api20230101', 'StorageAccount', 'kind: StorageV2\nallowSharedKeyAccess: false\n')),
    ).toEqual([]);
    expect(
      await found(
        object(
          'keyvault.azure.com/v1api20210401preview',
          'Vault',
          'properties:\n  accessPolicies:\n    - objectId: a\n      permissions: { secrets: [get] }\n    - objectId: b\n      permissions: { secrets: [all] }\n',
        ),
      ),
    ).toEqual(['azure/key-vault-policy-wide: all']);
    expect(
      await found(
        object(
          'managedidentity.azure.com/v1api20230131',
          'FederatedIdentityCredential',
          'issuer: https://token.actions.githubusercontent.com\nsubject: repo:acme/shop:pull_request\n',
        ),
      ),
    ).toEqual(['azure/federated-subject-wide: repo:acme/shop:pull_request']);
    expect(
      await found(
        object(
          'authorization.azure.com/v1api20220401',
          'RoleDefinition',
          `roleName: op\npermissions:\n  - actions: ["*"]\nassignableScopesReferences:\n  - armId: /subscriptions/${group}\n`,
        ),
      ),
    ).toEqual(['azure/custom-role-star: *']);
  });
});
