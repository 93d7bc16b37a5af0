// Kubernetes objects in programs: Pulumi in every language and in YAML, manifests of the AWS CDK; seen through
// k8s/cluster-admin-binding and k8s/wildcard-all.
import { describe, expect, it } from 'vitest';
import { analyzeTexts } from '../../support/analyze-text.ts';

async function found(file: string, text: string): Promise<string[]> {
  const analysis = await analyzeTexts({ [file]: text });
  expect(analysis.failures).toEqual([]);
  return analysis.findings.filter((one) => one.rule.startsWith('k8s/') && one.rule !== 'k8s/user-subject').map((one) => `${one.rule} «${text.slice(...one.at.span)}»`).sort();
}

const binding = 'k8s/cluster-admin-binding «cluster-admin»';
const python = (role: string) => `import pulumi_kubernetes as k8s\n\nk8s.rbac.v1.ClusterRoleBinding("admin",\n    role_ref=k8s.rbac.v1.RoleRefArgs(api_group="rbac.authorization.k8s.io", kind="ClusterRole", name="${role}"),\n    subjects=[k8s.rbac.v1.SubjectArgs(kind="ServiceAccount", name="x", namespace="y")])\n`;
const go = (role: string) => `package main\n\nimport (\n\trbacv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/rbac/v1"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\t_, err := rbacv1.NewClusterRoleBinding(ctx, "admin", &rbacv1.ClusterRoleBindingArgs{\n\t\t\tRoleRef: &rbacv1.RoleRefArgs{Kind: pulumi.String("ClusterRole"), Name: pulumi.String("${role}")},\n\t\t\tSubjects: rbacv1.SubjectArray{&rbacv1.SubjectArgs{Kind: pulumi.String("ServiceAccount"), Name: pulumi.String("x"), Namespace: pulumi.String("y")}},\n\t\t})\n\t\treturn err\n\t})\n}\n`;
const csharp = (role: string) => `using Pulumi.Kubernetes.Rbac.V1;\nusing Pulumi.Kubernetes.Types.Inputs.Rbac.V1;\nclass S : Pulumi.Stack {\n  public S() {\n    var b = new ClusterRoleBinding("admin", new ClusterRoleBindingArgs {\n      RoleRef = new RoleRefArgs { Kind = "ClusterRole", Name = "${role}" },\n      Subjects = { new SubjectArgs { Kind = "User", Name = "bob" } },\n    });\n  }\n}\n`;
const yaml = (role: string) => `name: shop\nruntime: yaml\nresources:\n  admin:\n    type: kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding\n    properties:\n      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}\n      subjects: [{kind: User, name: bob}]\n`;
const object = (role: string) => `{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'a' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '${role}' }, subjects: [{ kind: 'User', name: 'bob' }] }`;
const cdk = (call: string) => `import * as eks from 'aws-cdk-lib/aws-eks';\nimport { Stack } from 'aws-cdk-lib';\nexport class S extends Stack {\n  constructor(cluster: eks.Cluster) {\n    super();\n    ${call}\n  }\n}\n`;
const group = (role: string) => `import * as k8s from '@pulumi/kubernetes';\nnew k8s.yaml.ConfigGroup('a', { objs: [${object(role)}] });\n`;

describe('a binding to cluster-admin', () => {
  it.each([
    ['Python', '__main__.py', python], ['Go', 'main.go', go], ['C#', 'Stack.cs', csharp], ['YAML of Pulumi', 'Pulumi.yaml', yaml], ['a ConfigGroup', 'index.ts', group],
    ['addManifest', 'stack.ts', (role: string) => cdk(`cluster.addManifest('a', ${object(role)});`)],
    ['KubernetesManifest', 'stack.ts', (role: string) => cdk(`new eks.KubernetesManifest(this, 'a', { cluster, manifest: [${object(role)}] });`)],
  ])('in %s', async (_, file, text) => {
    expect(await found(file, text('cluster-admin'))).toEqual([binding]);
    expect(await found(file, text('view'))).toEqual([]);
  });
});

describe('other objects', () => {
  it('are roles', async () => {
    const role = (word: string) => `from pulumi_kubernetes.rbac.v1 import ClusterRole, PolicyRuleArgs\nClusterRole("r", rules=[PolicyRuleArgs(api_groups=["${word}"], resources=["${word}"], verbs=["${word}"])])\n`;
    expect(await found('__main__.py', role('*'))).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('__main__.py', role('get'))).toEqual([]);
  });
  it('are the values of a chart', async () => {
    const release = (value: string) => `import * as k8s from '@pulumi/kubernetes';\nnew k8s.helm.v3.Release('board', { chart: 'board', values: { rbac: { clusterAdmin: ${value} } } });\n`;
    expect(await found('index.ts', release('true'))).toEqual(['k8s/cluster-admin-binding «true»']);
    expect(await found('index.ts', release('false'))).toEqual([]);
  });
});
