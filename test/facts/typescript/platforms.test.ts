// Kubernetes, Azure and Google Cloud in programs: Pulumi and cdk8s, judged at the token where it is written.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { readMarks } from '../../support/rule-tester.ts';

async function check(rule: string, marked: string): Promise<void> {
  const { text, spans } = readMarks(marked);
  const { findings, failures } = await analyzeTexts({ 'src/index.ts': text });
  expect(failures).toEqual([]);
  expect(findings.filter((finding) => finding.rule === rule).map((finding) => text.slice(...finding.at.span))).toEqual(
    spans.map((span) => text.slice(...span)),
  );
}

describe('Pulumi', () => {
  const k8s = "import * as k8s from '@pulumi/kubernetes';\n";
  const binding = (role: string) =>
    `new k8s.rbac.v1.ClusterRoleBinding('b', {\n  metadata: { name: 'b' },\n  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: ${role} },\n  subjects: [{ kind: 'ServiceAccount', name: account.metadata.name, namespace: 'shop' }],\n});\n`;
  it.each([
    ['k8s/cluster-admin-binding', `${k8s}${binding("«'cluster-admin'»")}`],
    ['k8s/cluster-admin-binding', `${k8s}${binding("'view'")}`],
    ['k8s/cluster-admin-binding', `${k8s}${binding('config.require("role")')}`],
    ['k8s/wildcard-all', `${k8s}new k8s.rbac.v1.ClusterRole('r', { rules: [{ apiGroups: ['*'], resources: [«'*'»], verbs: ['*'] }] });\n`],
    [
      'k8s/powerful-binding',
      `${k8s}const role = new k8s.rbac.v1.ClusterRole('r', { metadata: { name: 'r' }, rules: [{ apiGroups: [''], resources: ['pods/exec'], verbs: ['create'] }] });\n${binding('«role.metadata.name»')}`,
    ],
    [
      'k8s/powerful-binding',
      `${k8s}const role = new k8s.rbac.v1.ClusterRole('r', { metadata: { name: 'r' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] });\n${binding('role.metadata.name')}`,
    ],
    [
      'gcp/service-account-key',
      "import * as gcp from '@pulumi/gcp';\nnew «gcp.serviceaccount.Key»('k', { serviceAccountId: account.name });\n",
    ],
    [
      'gcp/public-member',
      "import * as gcp from '@pulumi/gcp';\nnew gcp.storage.BucketAccessControl('a', { bucket: 'b', role: 'READER', entity: «'allUsers'» });\n",
    ],
    [
      'azure/storage-shared-key',
      "import * as storage from '@pulumi/azure-native/storage';\nnew storage.StorageAccount('s', { resourceGroupName: 'g', kind: 'StorageV2', sku: { name: 'Standard_LRS' }, allowSharedKeyAccess: «true» });\n",
    ],
    [
      'azure/storage-shared-key',
      "import * as storage from '@pulumi/azure-native/storage';\nnew storage.StorageAccount('s', { resourceGroupName: 'g', kind: 'StorageV2', allowSharedKeyAccess: false });\n",
    ],
    [
      'azure/owner-assignment',
      "import { authorization } from '@pulumi/azure-native';\nnew authorization.RoleAssignment('a', { principalId: 'p', principalType: 'Group', scope: `/subscriptions/${subscription}`, roleDefinitionId: «`/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635`» });\n",
    ],
    [
      'azure/custom-role-star',
      "import { authorization } from '@pulumi/azure-native';\nnew authorization.RoleDefinition('r', { roleName: 'all', permissions: [{ actions: [«'*'»] }], scope: '/subscriptions/1', assignableScopes: ['/subscriptions/1'] });\n",
    ],
    [
      'azure/application-password',
      "import * as azuread from '@pulumi/azuread';\nnew «azuread.ApplicationPassword»('p', { applicationId: app.id });\n",
    ],
    [
      'azure/federated-subject-wide',
      "import * as azuread from '@pulumi/azuread';\nnew azuread.ApplicationFederatedIdentityCredential('f', { applicationId: app.id, displayName: 'f', audiences: ['api://AzureADTokenExchange'], issuer: 'https://token.actions.githubusercontent.com', subject: «'repo:acme/shop:pull_request'» });\n",
    ],
    [
      'azure/directory-role-admin',
      "import * as azuread from '@pulumi/azuread';\nnew azuread.DirectoryRoleAssignment('d', { roleId: «'62e90394-69f5-4237-9190-012177145e10'», principalObjectId: 'p' });\n",
    ],
  ])('%s: %s', async (rule, text) => check(rule, text.replace(/«'/g, "'«").replace(/'»/g, "»'").replace(/«`/g, '`«').replace(/`»/g, '»`')));
});

describe('cdk8s', () => {
  const kube =
    "import { Chart, ApiObject } from 'cdk8s';\nimport * as kplus from 'cdk8s-plus-32';\nimport { KubeClusterRole, KubeClusterRoleBinding } from './imports/k8s';\nexport class App extends Chart {\n  constructor(scope: Construct, id: string) {\n    super(scope, id);\n";
  const end = '  }\n}\n';
  it.each([
    [
      'k8s/wildcard-all',
      `${kube}    new KubeClusterRole(this, 'r', { rules: [{ apiGroups: ['*'], resources: ['«*»'], verbs: ['*'] }] });\n${end}`,
    ],
    [
      'k8s/cluster-admin-binding',
      `${kube}    new KubeClusterRoleBinding(this, 'b', { metadata: { name: 'b' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '«cluster-admin»' }, subjects: [{ kind: 'Group', name: 'ops' }] });\n${end}`,
    ],
    [
      'k8s/cluster-admin-binding',
      `${kube}    new ApiObject(this, 'b', { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'b' }, roleRef: { kind: 'ClusterRole', name: '«cluster-admin»' }, subjects: [{ kind: 'Group', name: 'ops' }] });\n${end}`,
    ],
    [
      'k8s/cluster-admin-binding',
      `${kube}    new kplus.ClusterRoleBinding(this, 'b', { role: kplus.ClusterRole.fromClusterRoleName(this, 'r', '«cluster-admin»') }).addSubjects(account);\n${end}`,
    ],
    [
      'k8s/cluster-admin-binding',
      `${kube}    new kplus.ClusterRoleBinding(this, 'b', { role: kplus.ClusterRole.fromClusterRoleName(this, 'r', 'view') });\n${end}`,
    ],
    [
      'k8s/secrets-read',
      `${kube}    const role = new kplus.ClusterRole(this, 'r');\n    role.allowReadWrite(kplus.ApiResource.«SECRETS»);\n    role.allowRead(kplus.ApiResource.CONFIG_MAPS);\n${end}`,
    ],
    [
      'k8s/wildcard-all',
      `${kube}    const role = new kplus.ClusterRole(this, 'r');\n    role.allow(['*'], kplus.ApiResource.custom({ apiGroup: '*', resourceType: '«*»' }));\n${end}`,
    ],
    [
      'k8s/pods-create',
      `${kube}    const role = new kplus.ClusterRole(this, 'r', { rules: [{ apiGroups: ['apps'], resources: ['«daemonsets»'], verbs: ['create'] }] });\n    role.addRule({ apiGroups: ['batch'], resources: ['«jobs»'], verbs: ['create'] });\n    role.allowCreate(kplus.ApiResource.«CRON_JOBS»);\n${end}`,
    ],
    [
      'k8s/powerful-binding',
      `${kube}    const role = new kplus.ClusterRole(this, 'r');\n    role.allowGet(kplus.ApiResource.SECRETS);\n    role.bindInCluster(new kplus.ServiceAccount(this, 'a'));\n${end}`.replace(
        "'r');",
        "'«r»');",
      ),
    ],
    [
      'k8s/secrets-read',
      `${kube}    const role = new kplus.Role(this, 'r');\n    role.allowReadWrite(kplus.ApiResource.LEASES, account);\n    role.allowRead(...kinds);\n    other.allowRead(kplus.ApiResource.SECRETS);\n    role.allow();\n    role.bind();\n${end}`,
    ],
  ])('%s: %s', async (rule, text) => check(rule, text));
});
