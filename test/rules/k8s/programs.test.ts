// Kubernetes objects in programs: Pulumi and cdk8s in every language, YAML of Pulumi, Kubernetes' own types in Go, manifests of the AWS CDK; seen through
// k8s/cluster-admin-binding and k8s/wildcard-all.
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../../server/engine/fix.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
import { seeded } from '../../support/random-yaml.ts';

async function found(file: string, text: string): Promise<string[]> {
  const analysis = await analyzeTexts({ [file]: text });
  expect(analysis.failures).toEqual([]);
  return analysis.findings
    .filter((one) => one.rule.startsWith('k8s/') && one.rule !== 'k8s/user-subject')
    .map((one) => `${one.rule} «${text.slice(...one.at.span)}»`)
    .sort();
}

const binding = 'k8s/cluster-admin-binding «cluster-admin»';
const python = (role: string) =>
  `import pulumi_kubernetes as k8s\n\nk8s.rbac.v1.ClusterRoleBinding("admin",\n    role_ref=k8s.rbac.v1.RoleRefArgs(api_group="rbac.authorization.k8s.io", kind="ClusterRole", name="${role}"),\n    subjects=[k8s.rbac.v1.SubjectArgs(kind="ServiceAccount", name="x", namespace="y")])\n`;
const go = (role: string) =>
  `package main\n\nimport (\n\trbacv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/rbac/v1"\n\t"github.com/pulumi/pulumi/sdk/v3/go/pulumi"\n)\n\nfunc main() {\n\tpulumi.Run(func(ctx *pulumi.Context) error {\n\t\t_, err := rbacv1.NewClusterRoleBinding(ctx, "admin", &rbacv1.ClusterRoleBindingArgs{\n\t\t\tRoleRef: &rbacv1.RoleRefArgs{Kind: pulumi.String("ClusterRole"), Name: pulumi.String("${role}")},\n\t\t\tSubjects: rbacv1.SubjectArray{&rbacv1.SubjectArgs{Kind: pulumi.String("ServiceAccount"), Name: pulumi.String("x"), Namespace: pulumi.String("y")}},\n\t\t})\n\t\treturn err\n\t})\n}\n`;
const csharp = (role: string) =>
  `using Pulumi.Kubernetes.Rbac.V1;\nusing Pulumi.Kubernetes.Types.Inputs.Rbac.V1;\nclass S : Pulumi.Stack {\n  public S() {\n    var b = new ClusterRoleBinding("admin", new ClusterRoleBindingArgs {\n      RoleRef = new RoleRefArgs { Kind = "ClusterRole", Name = "${role}" },\n      Subjects = { new SubjectArgs { Kind = "User", Name = "bob" } },\n    });\n  }\n}\n`;
const cdk8sPython = (role: string) =>
  `from cdk8s import Chart\nfrom imports import k8s\n\nclass P(Chart):\n    def __init__(self, scope, id):\n        super().__init__(scope, id)\n        k8s.KubeClusterRoleBinding(self, "admins", metadata={"name": "admins"},\n            role_ref=k8s.RoleRef(api_group="rbac.authorization.k8s.io", kind="ClusterRole", name="${role}"),\n            subjects=[k8s.Subject(kind="ServiceAccount", name="ci", namespace="build")])\n`;
const cdk8sGo = (role: string) =>
  `package main\n\nimport (\n\t"example.com/app/imports/k8s"\n\t"github.com/aws/jsii-runtime-go"\n\t"github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"\n)\n\nfunc NewChart(chart cdk8s.Chart) {\n\tk8s.NewKubeClusterRoleBinding(chart, jsii.String("admins"), &k8s.KubeClusterRoleBindingProps{\n\t\tRoleRef:  &k8s.RoleRef{Kind: jsii.String("ClusterRole"), Name: jsii.String("${role}")},\n\t\tSubjects: &[]*k8s.Subject{{Kind: jsii.String("ServiceAccount"), Name: jsii.String("ci"), Namespace: jsii.String("build")}},\n\t})\n}\n`;
const plusPython = (role: string) =>
  `import cdk8s_plus_32 as kplus\n\ndef grant(chart):\n    kplus.ClusterRoleBinding(chart, "b", role=kplus.ClusterRole.from_cluster_role_name(chart, "a", "${role}"))\n`;
const plusGo = (role: string) =>
  `package main\n\nimport "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus32/v2"\n\nfunc grant(chart cdk8s.Chart) {\n\tcdk8splus32.NewClusterRoleBinding(chart, jsii.String("b"), &cdk8splus32.ClusterRoleBindingProps{\n\t\tRole: cdk8splus32.ClusterRole_FromClusterRoleName(chart, jsii.String("a"), jsii.String("${role}")),\n\t})\n}\n`;
const java = (role: string) =>
  `import com.pulumi.kubernetes.rbac.v1.ClusterRoleBinding;\nimport com.pulumi.kubernetes.rbac.v1.ClusterRoleBindingArgs;\nimport com.pulumi.kubernetes.rbac.v1.inputs.RoleRefArgs;\nimport com.pulumi.kubernetes.rbac.v1.inputs.SubjectArgs;\nclass App {\n  void run() {\n    new ClusterRoleBinding("admin", ClusterRoleBindingArgs.builder()\n      .roleRef(RoleRefArgs.builder().kind("ClusterRole").name("${role}").build())\n      .subjects(SubjectArgs.builder().kind("ServiceAccount").name("x").namespace("y").build())\n      .build());\n  }\n}\n`;
const cdk8sJava = (role: string) =>
  `import org.cdk8s.Chart;\nimport imports.k8s.*;\npublic class Admins extends Chart {\n  public Admins(Construct scope, String id) {\n    super(scope, id);\n    KubeClusterRoleBinding.Builder.create(this, "admins")\n      .roleRef(RoleRef.builder().apiGroup("rbac.authorization.k8s.io").kind("ClusterRole").name("${role}").build())\n      .subjects(List.of(Subject.builder().kind("ServiceAccount").name("ci").namespace("build").build()))\n      .build();\n  }\n}\n`;
const cdk8sJavaProps = (role: string) =>
  cdk8sJava(role)
    .replace(
      'KubeClusterRoleBinding.Builder.create(this, "admins")',
      'new KubeClusterRoleBinding(this, "admins", KubeClusterRoleBindingProps.builder()',
    )
    .replace(/\.build\(\);/, '.build());');
const cdk8sCsharp = (role: string) =>
  `using Org.Cdk8s;\nusing Imports.K8s;\npublic class Admins : Chart {\n  public Admins(Construct scope, string id) : base(scope, id) {\n    new KubeClusterRoleBinding(this, "admins", new KubeClusterRoleBindingProps {\n      RoleRef = new RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "${role}" },\n      Subjects = new[] { new Subject { Kind = "ServiceAccount", Name = "ci", Namespace = "build" } }\n    });\n  }\n}\n`;
const plusJava = (role: string) =>
  `import org.cdk8s.plus32.*;\nclass Grant {\n  void on(Chart chart) {\n    ClusterRoleBinding.Builder.create(chart, "b").role(ClusterRole.fromClusterRoleName(chart, "a", "${role}")).build();\n  }\n}\n`;
const plusCsharp = (role: string) =>
  `using Org.Cdk8s.Plus32;\nclass Grant {\n  void On(Chart chart) {\n    new ClusterRoleBinding(chart, "b", new ClusterRoleBindingProps { Role = ClusterRole.FromClusterRoleName(chart, "a", "${role}") });\n  }\n}\n`;
const goTypes = (role: string) =>
  `package install\n\nimport (\n\trbac "k8s.io/api/rbac/v1"\n\tmetav1 "k8s.io/apimachinery/pkg/apis/meta/v1"\n)\n\nfunc admins() *rbac.ClusterRoleBinding {\n\treturn &rbac.ClusterRoleBinding{\n\t\tObjectMeta: metav1.ObjectMeta{Name: "admins"},\n\t\tRoleRef:    rbac.RoleRef{APIGroup: "rbac.authorization.k8s.io", Kind: "ClusterRole", Name: "${role}"},\n\t\tSubjects:   []rbac.Subject{{Kind: "ServiceAccount", Name: "ci", Namespace: "build"}},\n\t}\n}\n`;
const client = (role: string) =>
  `from kubernetes import client\n\ndef bind(account, namespace):\n    client.RbacAuthorizationV1Api().create_cluster_role_binding(client.V1ClusterRoleBinding(\n        metadata=client.V1ObjectMeta(name="admins"),\n        role_ref=client.V1RoleRef(api_group="rbac.authorization.k8s.io", kind="ClusterRole", name="${role}"),\n        subjects=[client.RbacV1Subject(kind="ServiceAccount", name=account, namespace=namespace)]))\n`;
const clientBody = (role: string) =>
  `from kubernetes import client\n\ndef bind(api, name):\n    api.create_cluster_role_binding({\n        'apiVersion': 'rbac.authorization.k8s.io/v1',\n        'kind': 'ClusterRoleBinding',\n        'metadata': {'name': name},\n        'roleRef': {'apiGroup': 'rbac.authorization.k8s.io', 'kind': 'ClusterRole', 'name': '${role}'},\n        'subjects': [{'kind': 'ServiceAccount', 'name': name, 'namespace': 'ci'}],\n    })\n`;
const yaml = (role: string) =>
  `name: shop\nruntime: yaml\nresources:\n  admin:\n    type: kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding\n    properties:\n      roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ${role}}\n      subjects: [{kind: User, name: bob}]\n`;
const object = (role: string) =>
  `{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding', metadata: { name: 'a' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '${role}' }, subjects: [{ kind: 'User', name: 'bob' }] }`;
const cdk = (call: string) =>
  `import * as eks from 'aws-cdk-lib/aws-eks';\nimport { Stack } from 'aws-cdk-lib';\nexport class S extends Stack {\n  constructor(cluster: eks.Cluster) {\n    super();\n    ${call}\n  }\n}\n`;
const group = (role: string) => `import * as k8s from '@pulumi/kubernetes';\nnew k8s.yaml.ConfigGroup('a', { objs: [${object(role)}] });\n`;

/** The words that each of these languages writes an object with. */
const written = (role: string, mark: string, quote = "'") =>
  `{\n  apiVersion${mark} ${quote}rbac.authorization.k8s.io/v1${quote},\n  kind${mark} ${quote}ClusterRoleBinding${quote},\n  metadata${mark} { name${mark} ${quote}a${quote} },\n  roleRef${mark} { apiGroup${mark} ${quote}rbac.authorization.k8s.io${quote}, kind${mark} ${quote}ClusterRole${quote}, name${mark} ${quote}${role}${quote} },\n  subjects${mark} [{ kind${mark} ${quote}ServiceAccount${quote}, name${mark} ${quote}ops${quote}, namespace${mark} ${quote}shop${quote} }],\n}`;
const quoted = (role: string, mark: string) => written(role, mark, '"').replace(/(\w+)(?=:? ?(?::|=>))/g, '"$1"');
const clientCsharp = (role: string) =>
  `using k8s.Models;\nclass Ops {\n    V1ClusterRoleBinding All() => new V1ClusterRoleBinding\n    {\n        Metadata = new V1ObjectMeta { Name = "ops" },\n        RoleRef = new V1RoleRef { ApiGroup = "rbac.authorization.k8s.io", Kind = "ClusterRole", Name = "${role}" },\n        Subjects = new List<Rbacv1Subject> { new Rbacv1Subject { Kind = "ServiceAccount", Name = "ops", NamespaceProperty = "shop" } },\n    };\n}\n`;
const clientCall = (call: (object: string) => string) => (role: string) =>
  `const k8s = require('@kubernetes/client-node');\n${call(
    `{ metadata: { name: 'ops' }, roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: '${role}' }, subjects: [{ kind: 'ServiceAccount', name: 'ops', namespace: 'shop' }] }`,
  )}\n`;

const fabric8 = (role: string) =>
  `import io.fabric8.kubernetes.api.model.rbac.*;\nclass Rbac {\n  ClusterRoleBinding all() {\n    return new ClusterRoleBindingBuilder()\n      .withNewMetadata().withName("ops").endMetadata()\n      .withNewRoleRef().withApiGroup("rbac.authorization.k8s.io").withKind("ClusterRole").withName("${role}").endRoleRef()\n      .addNewSubject().withKind("ServiceAccount").withName("ops").withNamespace("build").endSubject()\n      .build();\n  }\n}\n`;
const fabric8InOrder = (role: string) =>
  `import io.fabric8.kubernetes.api.model.rbac.*\nval all = ClusterRoleBindingBuilder().withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", "${role}").addNewSubject("", "ServiceAccount", "ops", "build").build()\n`;
const clientJava = (role: string) =>
  `import io.kubernetes.client.openapi.models.*;\nclass Rbac {\n  V1ClusterRoleBinding all = new V1ClusterRoleBinding()\n    .metadata(new V1ObjectMeta().name("ops"))\n    .roleRef(new V1RoleRef().apiGroup("rbac.authorization.k8s.io").kind("ClusterRole").name("${role}"))\n    .subjects(List.of(new RbacV1Subject().kind("ServiceAccount").name("ops").namespace("build")));\n}\n`;
const libsonnet = (role: string) =>
  `local k = import 'k8s-libsonnet/main.libsonnet';\nlocal crb = k.rbac.v1.clusterRoleBinding, subject = k.rbac.v1.subject;\n{\n  b: k.rbac.v1.clusterRoleBinding.new('ops')\n    + crb.roleRef.withApiGroup('rbac.authorization.k8s.io')\n    + crb.roleRef.withKind('ClusterRole')\n    + crb.roleRef.withName('${role}')\n    + crb.withSubjects([subject.withKind('ServiceAccount') + subject.withName('ops') + subject.withNamespace('build')]),\n}\n`;
const kcl = (role: string) =>
  `import k8s.api.rbac.v1 as rbac\n\nb = rbac.ClusterRoleBinding {\n    metadata.name = "ops"\n    roleRef = {apiGroup = "rbac.authorization.k8s.io", kind = "ClusterRole", name = "${role}"}\n    subjects = [{kind = "ServiceAccount", name = "ops", namespace = "build"}]\n}\n`;

describe('a binding to cluster-admin', () => {
  it.each([
    ["Kubernetes' client in C#", 'Ops.cs', clientCsharp],
    ["a call of Kubernetes' client", 'ops.js', clientCall((object) => `api.createClusterRoleBinding(${object});`)],
    [
      'the body of such a call',
      'ops.ts',
      clientCall((object) => `await api.createClusterRoleBinding({ body: ${object}, fieldManager: 'x' });`),
    ],
    [
      "an object for Kubernetes' client",
      'ops.mjs',
      (role: string) => `import { KubernetesObjectApi } from '@kubernetes/client-node';\nexport const all = ${written(role, ':')};\n`,
    ],
    [
      'Rust',
      'main.rs',
      (role: string) => `use serde_json::json;\nlet b: ClusterRoleBinding = serde_json::from_value(json!(${quoted(role, ':')}))?;\n`,
    ],
    ['Ruby', 'ops.rb', (role: string) => `client.create_resource(K8s::Resource.new(${written(role, ':')}))\n`],
    [
      'jsonnet',
      'ops.jsonnet',
      (role: string) => `local k = import 'k.libsonnet';\n{\n  ops: ${written(role, ':')},\n  other:: $.ops,\n}\n`,
    ],
    ['CUE', 'ops.cue', (role: string) => `package ops\n\n#Ops: ${written(role, ':', '"').replaceAll(',\n', '\n')}\n`],
    ["Fabric8's builders", 'Rbac.java', fabric8],
    ["Fabric8's builders with all of a part at once", 'Rbac.kt', fabric8InOrder],
    ["the classes of Kubernetes' client in Java", 'Rbac.java', clientJava],
    ['k8s-libsonnet', 'rbac.jsonnet', libsonnet],
    ['KCL', 'rbac.k', kcl],
    ['Python', '__main__.py', python],
    ['Go', 'main.go', go],
    ['C#', 'Stack.cs', csharp],
    ['cdk8s in Python', 'main.py', cdk8sPython],
    ['cdk8s in Go', 'main.go', cdk8sGo],
    ['Java', 'App.java', java],
    ['cdk8s in Java', 'Admins.java', cdk8sJava],
    ['properties of cdk8s in Java', 'Admins.java', cdk8sJavaProps],
    ['cdk8s in C#', 'Admins.cs', cdk8sCsharp],
    ['cdk8s-plus in Java', 'Grant.java', plusJava],
    ['cdk8s-plus in C#', 'Grant.cs', plusCsharp],
    ["Kubernetes' types in Go", 'install.go', goTypes],
    ['cdk8s-plus in Python', 'main.py', plusPython],
    ["classes of Kubernetes' client in Python", 'admins.py', client],
    ["what Kubernetes' client in Python is handed", 'admins.py', clientBody],
    ['cdk8s-plus in Go', 'main.go', plusGo],
    ['YAML of Pulumi', 'Pulumi.yaml', yaml],
    ['a ConfigGroup', 'index.ts', group],
    ['addManifest', 'stack.ts', (role: string) => cdk(`cluster.addManifest('a', ${object(role)});`)],
    [
      'KubernetesManifest',
      'stack.ts',
      (role: string) => cdk(`new eks.KubernetesManifest(this, 'a', { cluster, manifest: [${object(role)}] });`),
    ],
  ])('in %s', async (_, file, text) => {
    expect(await found(file, text('cluster-admin'))).toEqual([binding]);
    expect(await found(file, text('view'))).toEqual([]);
  });
});

describe('other objects', () => {
  it('are roles', async () => {
    const role = (word: string) =>
      `from pulumi_kubernetes.rbac.v1 import ClusterRole, PolicyRuleArgs\nClusterRole("r", rules=[PolicyRuleArgs(api_groups=["${word}"], resources=["${word}"], verbs=["${word}"])])\n`;
    expect(await found('__main__.py', role('*'))).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('__main__.py', role('get'))).toEqual([]);
  });
  it('are the values of a chart', async () => {
    const release = (value: string) =>
      `import * as k8s from '@pulumi/kubernetes';\nnew k8s.helm.v3.Release('board', { chart: 'board', values: { rbac: { clusterAdmin: ${value} } } });\n`;
    expect(await found('index.ts', release('true'))).toEqual(['k8s/cluster-admin-binding «true»']);
    expect(await found('index.ts', release('false'))).toEqual([]);
  });
});

/** What the first suggestion at a rule makes of the lines that it changes. */
async function repaired(file: string, text: string, rule: string): Promise<string> {
  const { findings, documents } = await analyzeTexts({ [file]: text });
  const made = findings
    .find((one) => one.rule === rule)
    ?.suggestions[0]?.make({ document: (uri: string) => documents.get(uri), documents: () => [...documents.values()] } as never);
  const after = made ? applyEdits(text, [...made.edits]) : text;
  const before = new Set(text.split('\n'));
  return after
    .split('\n')
    .filter((line) => !before.has(line))
    .map((line) => line.trim())
    .join('\n');
}

describe('words of a list', () => {
  const go = (verbs: string) =>
    `package main\n\nimport (\n\trbacv1 "github.com/pulumi/pulumi-kubernetes/sdk/v4/go/kubernetes/rbac/v1"\n)\n\nfunc role(ctx *pulumi.Context) {\n\trbacv1.NewClusterRole(ctx, "r", &rbacv1.ClusterRoleArgs{Rules: rbacv1.PolicyRuleArray{&rbacv1.PolicyRuleArgs{\n\t\tApiGroups: pulumi.StringArray{pulumi.String("")},\n\t\tResources: pulumi.ToStringArray([]string{"endpoints"}),\n\t\tVerbs: ${verbs},\n\t}}})\n}\n`;
  const cdk8s = (verbs: string) =>
    `package main\n\nimport "github.com/cdk8s-team/cdk8s-core-go/cdk8s/v2"\n\nfunc role(chart cdk8s.Chart) {\n\tk8s.NewKubeClusterRole(chart, jsii.String("r"), &k8s.KubeClusterRoleProps{Rules: &[]*k8s.PolicyRule{{\n\t\tApiGroups: jsii.Strings(""), Resources: jsii.Strings("endpoints"),\n\t\tVerbs: ${verbs},\n\t}}})\n}\n`;
  const dotnet = (verbs: string) =>
    `using Pulumi.Kubernetes.Rbac.V1;\nclass S {\n  void M() {\n    new ClusterRole("r", new ClusterRoleArgs { Rules = { new PolicyRuleArgs {\n      ApiGroups = { "" }, Resources = { "endpoints" },\n      Verbs = ${verbs},\n    } } });\n  }\n}\n`;
  it.each([
    [
      'main.go',
      go,
      'pulumi.StringArray{pulumi.String("*")}',
      'Verbs: pulumi.StringArray{pulumi.String("get"), pulumi.String("list"), pulumi.String("watch")},',
    ],
    ['main.go', go, 'pulumi.ToStringArray([]string{"*"})', 'Verbs: pulumi.ToStringArray([]string{"get", "list", "watch"}),'],
    ['main.go', cdk8s, 'jsii.Strings("*")', 'Verbs: jsii.Strings("get", "list", "watch"),'],
    ['Stack.cs', dotnet, '{ "*" }', 'Verbs = { "get", "list", "watch" },'],
  ] as const)('are written as %s writes them', async (file, program, verbs, wanted) => {
    expect(await repaired(file, program(verbs), 'k8s/wildcard-verbs')).toBe(wanted);
  });
  it('are left alone where a call takes one', async () => {
    expect(await repaired('main.go', cdk8s('wrap(jsii.String("*"))'), 'k8s/wildcard-verbs')).toBe('');
  });
});

describe('roles of cdk8s-plus', () => {
  const python = (lines: string) =>
    `import cdk8s_plus_32 as kplus\n\ndef roles(chart):\n    role = kplus.ClusterRole(chart, "reader")\n${lines.replace(/^/gm, '    ')}\n`;
  it('have what methods add', async () => {
    expect(
      await found(
        'main.py',
        python('role.allow_read(kplus.ApiResource.SECRETS)\nrole.bind_in_cluster(kplus.Group.from_name(chart, "g", "ops"))'),
      ),
    ).toEqual(['k8s/secrets-read «SECRETS»']);
    expect(await found('main.py', python('role.allow(["get", "escalate"], kplus.ApiResource.CLUSTER_ROLES)'))).toEqual([
      'k8s/escalate «escalate»',
    ]);
    expect(
      await found(
        'main.go',
        'package main\n\nimport kplus "github.com/cdk8s-team/cdk8s-plus-go/cdk8splus32/v2"\n\nfunc roles(chart cdk8s.Chart) {\n\trole := kplus.NewClusterRole(chart, jsii.String("reader"), nil)\n\trole.AllowRead(kplus.ApiResource_SECRETS())\n}\n',
      ),
    ).toEqual(['k8s/secrets-read «SECRETS»']);
  });
  it('are those that the variable holds there', async () => {
    const { findings } = await analyzeTexts({
      'main.py': `${python('role.allow_read(kplus.ApiResource.SECRETS)')}\ndef others(chart):\n    role = kplus.ClusterRole(chart, "writer")\n    role.allow_read(kplus.ApiResource.SECRETS)\n`,
    });
    expect(findings.filter(({ rule }) => rule === 'k8s/secrets-read').map(({ anchor }) => /reader|writer/.exec(anchor)?.[0])).toEqual([
      'reader',
      'writer',
    ]);
  });
  it('and nothing else', async () => {
    expect(
      await found(
        'main.py',
        python(
          'role.allow_read(kplus.ApiResource.PODS)\n# role.allow_read(kplus.ApiResource.SECRETS)\nother.allow_read(kplus.ApiResource.SECRETS)',
        ),
      ),
    ).toEqual([]);
    expect(
      await found(
        'main.py',
        'import cdk8s_plus_32 as kplus\nstore.allow_read(SECRETS)\nclass KubeClusterRole: pass\nKubeClusterRole(rules=[{"verbs": ["*"]}])\n',
      ),
    ).toEqual([]);
  });
});

describe("Kubernetes' client in Python", () => {
  const role = (rules: string) =>
    `import kubernetes.client as k8s\n\nVERBS = ["get", "list"]\n\ndef role(existing):\n    return k8s.V1ClusterRole(metadata=k8s.V1ObjectMeta(name="r"), rules=[${rules}])\n`;
  it('makes roles', async () => {
    expect(await found('role.py', role('k8s.V1PolicyRule(api_groups=["*"], resources=["*"], verbs=["*"])'))).toEqual([
      'k8s/wildcard-all «*»',
    ]);
    expect(await found('role.py', role('k8s.V1PolicyRule(api_groups=[""], resources=["secrets"], verbs=VERBS)'))).toEqual([
      'k8s/secrets-read «secrets»',
    ]);
    expect(await found('role.py', role('k8s.V1PolicyRule(api_groups=[""], resources=["pods"], verbs=VERBS)'))).toEqual([]);
    expect(await found('role.py', role('existing.rules[0], k8s.V1PolicyRule(api_groups=groups, resources=kinds, verbs=verbs)'))).toEqual(
      [],
    );
  });
  it.each([
    ['a comment', '# client.V1ClusterRoleBinding(role_ref=client.V1RoleRef(kind="ClusterRole", name="cluster-admin"))\n'],
    ['a comparison', 'assert isinstance(one, client.V1ClusterRoleBinding) and one.role_ref.name == "cluster-admin"\n'],
    ['a role of another place', 'client.V1ClusterRoleBinding(role_ref=role_ref, subjects=[])\n'],
    ['a reference alone', 'expected = {"kind": "ClusterRoleBinding", "name": "cluster-admin"}  # rbac.authorization.k8s.io/v1\n'],
    ['a literal that breaks off', 'client.V1ClusterRoleBinding(role_ref=client.V1RoleRef(kind="ClusterRole", name="cluster-\n'],
  ])('says nothing of %s', async (_, line) => {
    expect(await found('role.py', `from kubernetes import client\n\n${line}`)).toEqual([]);
  });
});

describe('objects of other languages', () => {
  const of = (kind: string, more: string) =>
    `{ apiVersion: 'rbac.authorization.k8s.io/v1', kind: '${kind}', metadata: $.metadata, ${more} }`;
  it('are roles', async () => {
    const role = (resources: string, verbs: string) =>
      `{\n  role: ${of('ClusterRole', `rules: [{ apiGroups: [''], resources: [${resources}], verbs: [${verbs}] }]`)},\n}\n`;
    expect(await found('agent.libsonnet', role("'nodes/metrics', 'nodes/proxy'", "'get'"))).toEqual(['k8s/nodes-proxy «nodes/proxy»']);
    expect(await found('agent.libsonnet', role("'nodes/metrics'", "'get'"))).toEqual([]);
    expect(await found('agent.libsonnet', role('$.config.kinds', "'get'"))).toEqual([]);
  });
  it.each([
    ['a comment', 'a.libsonnet', `// ${of('ClusterRoleBinding', "roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }")}\n{}\n`],
    [
      'a name from elsewhere',
      'a.jsonnet',
      `{ b: ${of('ClusterRoleBinding', "roleRef: { kind: 'ClusterRole', name: $.role }, subjects: []")} }\n`,
    ],
    ['a kind of somebody else', 'a.jsonnet', `{ b: ${of('Policy', "roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }")} }\n`],
    [
      'what is listed',
      'a.js',
      "const k8s = require('@kubernetes/client-node');\nfor (const one of (await api.listClusterRoleBinding()).items)\n  if (one.roleRef.name === 'cluster-admin') await api.deleteClusterRoleBinding({ name: 'cluster-admin' });\n",
    ],
    [
      'a program without a client',
      'a.js',
      "api.createClusterRoleBinding({ roleRef: { kind: 'ClusterRole', name: 'cluster-admin' }, subjects: [{ kind: 'User', name: 'a' }] });\n",
    ],
  ])('are none: %s', async (_, file, text) => {
    expect(await found(file, text)).toEqual([]);
  });
});

describe("Kubernetes' own types in Go", () => {
  const role = (rules: string) =>
    `package install\n\nimport "k8s.io/api/rbac/v1"\n\nvar role = v1.Role{\n\tObjectMeta: metav1.ObjectMeta{Name: "r", Namespace: "shop"},\n\tRules:      []v1.PolicyRule{${rules}},\n}\n`;
  it('have words of their own for everything', async () => {
    expect(
      await found(
        'install.go',
        role('{APIGroups: []string{v1.APIGroupAll}, Resources: []string{v1.ResourceAll}, Verbs: []string{v1.VerbAll}}'),
      ),
    ).toEqual(['k8s/wildcard-all «v1.ResourceAll»']);
    expect(
      await found('install.go', role('{APIGroups: []string{""}, Resources: []string{"endpoints"}, Verbs: []string{"get", "list"}}')),
    ).toEqual([]);
    expect(
      await found(
        'install.go',
        role('{APIGroups: []string{""}, Resources: []string{"secrets"}, ResourceNames: []string{"tls"}, Verbs: []string{"get"}}'),
      ),
    ).toEqual([]);
  });
  const program = (body: string) =>
    `package install\n\nimport rbacv1 "k8s.io/api/rbac/v1"\n\nconst everything = "cluster-admin"\n\nfunc make(ns string) {\n${body}\n}\n`;
  const binding = (role: string, more = '') =>
    program(
      `\tcrb := &rbacv1.ClusterRoleBinding{\n\t\tObjectMeta: metav1.ObjectMeta{Name: "agent"},\n\t\tRoleRef: rbacv1.RoleRef{APIGroup: rbacv1.GroupName, Kind: "ClusterRole", Name: ${role}},\n\t\tSubjects: []rbacv1.Subject{{Kind: rbacv1.ServiceAccountKind, Name: "agent", Namespace: ns}},\n\t}${more}`,
    );
  it('may name a role by a constant, which is what is to be changed', async () => {
    expect(await found('install.go', binding('everything'))).toEqual(['k8s/cluster-admin-binding «cluster-admin»']);
    expect(await found('install.go', binding('roleOf(ns)'))).toEqual([]);
    expect(await found('install.go', binding('everything').replace('= "cluster-admin"', '= "view"'))).toEqual([]);
  });
  it('may be put together in pieces', async () => {
    const pieces = (role: string) =>
      program(
        `\tcrb := &rbacv1.ClusterRoleBinding{}\n\tcontrollerutil.CreateOrUpdate(ctx, c, crb, func() error {\n\t\tcrb.RoleRef = rbacv1.RoleRef{Kind: "ClusterRole", Name: "${role}"}\n\t\tcrb.Subjects = []rbacv1.Subject{{Kind: "ServiceAccount", Name: "agent", Namespace: "shop"}}\n\t\treturn nil\n\t})`,
      );
    expect(await found('install.go', pieces('cluster-admin'))).toEqual(['k8s/cluster-admin-binding «cluster-admin»']);
    expect(await found('install.go', pieces('view'))).toEqual([]);
    const rules = (rule: string, kind = 'ClusterRole') =>
      program(`\tr := &rbacv1.${kind}{}\n\tr.Rules = append(r.Rules, rbacv1.PolicyRule{${rule}})`);
    const all = 'APIGroups: []string{"*"}, Resources: []string{"*"}, Verbs: []string{rbacv1.VerbAll}';
    expect(await found('install.go', rules(all))).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('install.go', rules('APIGroups: []string{""}, Resources: []string{"pods"}, Verbs: []string{"get"}'))).toEqual([]);
    // A list that a function gives back.
    expect(await found('install.go', program(`\treturn []rbacv1.PolicyRule{{${all}}}`))).toEqual(['k8s/wildcard-all «*»']);
  });
  it('are not what a program only compares with', async () => {
    expect(
      await found(
        'install.go',
        program('\tif crb.RoleRef != (rbacv1.RoleRef{Kind: "ClusterRole", Name: "cluster-admin"}) {\n\t\treturn\n\t}'),
      ),
    ).toEqual([]);
    expect(await found('install.go', program('\tlog.Info(`rbacv1.RoleRef{Kind: "ClusterRole", Name: "cluster-admin"}`)'))).toEqual([]);
  });
  it('are those of the import, in code', async () => {
    expect(await found('install.go', goTypes('cluster-admin').replaceAll('rbac.', 'mine.'))).toEqual([]);
    expect(await found('install.go', goTypes('cluster-admin').replace(/^/gm, '// '))).toEqual([]);
  });
});

describe('roles that are made by calls in a chain', () => {
  it('have the verbs and resources of each rule', async () => {
    const role = (verbs: string) =>
      `import io.fabric8.kubernetes.api.model.rbac.*;\nclass A {\n  ClusterRole r = new ClusterRoleBuilder().withNewMetadata().withName("a").endMetadata()\n    .addNewRule().withApiGroups("").withResources("configmaps").withVerbs("get", "list").endRule()\n    .addToRules(new PolicyRuleBuilder().withApiGroups("*").withResources("*").withVerbs(${verbs}).build()).build();\n}\n`;
    expect(await found('A.java', role('"*"'))).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('A.java', role('VERBS'))).not.toContain('k8s/wildcard-all «*»');
    expect(await found('A.java', role('"*"').replace('"*").withResources("*")', '"apps").withResources("deployments")'))).not.toContain(
      'k8s/wildcard-all «*»',
    );
  });
  it('may list their parts', async () => {
    const client = `import io.kubernetes.client.openapi.models.*;\nclass A {\n  V1ClusterRole r = new V1ClusterRole().metadata(new V1ObjectMeta().name("a"))\n    .rules(Arrays.asList(new V1PolicyRule().apiGroups(List.of("*")).resources(List.of("*")).addVerbsItem("*")));\n}\n`;
    expect(await found('A.java', client)).toEqual(['k8s/wildcard-all «*»']);
    expect(await found('A.java', `// ${client.replaceAll('\n', '\n// ')}`)).toEqual([]);
  });
});

describe('programs of cdk8s that are being typed', () => {
  it('never throw', async () => {
    const random = seeded(77);
    const texts: [string, string][] = [
      ['main.py', cdk8sPython('cluster-admin')],
      ['main.go', cdk8sGo('cluster-admin')],
      ['main.py', plusPython('cluster-admin')],
      ['main.go', plusGo('cluster-admin')],
      ['Admins.java', cdk8sJava('cluster-admin')],
      ['Admins.cs', cdk8sCsharp('cluster-admin')],
      ['install.go', goTypes('cluster-admin')],
      ['Rbac.java', fabric8('cluster-admin')],
      ['Rbac.java', clientJava('cluster-admin')],
      ['rbac.jsonnet', libsonnet('cluster-admin')],
      ['rbac.k', kcl('cluster-admin')],
    ];
    for (const [file, text] of texts) {
      for (let n = 0; n < 40; n++) {
        const at = Math.floor(random() * text.length);
        const put = ['(', ')', '{', '[', '"', "'", '\n', '=', ',', '\0'][Math.floor(random() * 10)]!;
        for (const one of [text.slice(0, at), text.slice(0, at) + put + text.slice(at + Math.floor(random() * 9))])
          expect((await analyzeTexts({ [file]: one })).failures).toEqual([]);
      }
    }
  });
  it.each([
    'new ClusterRoleBuilder().addNewRule(',
    'new ClusterRole(',
    '.withRules(new PolicyRuleBuilder().withVerbs("a"',
    '.addNewRule()',
  ])('take time in proportion to their length in Java: %s', async (part) => {
    await expectLinear(part, 1_500, (size) => {
      const text = `class A { Object a = new ClusterRoleBuilder()${`${part}\n`.repeat(size)}; }`;
      return () => analyzeTexts({ 'A.java': text });
    });
  });
  it.each(['&v1.ClusterRole{', 'RoleRef: v1.RoleRef{', 'a.builder().b(a.builder().b('])(
    'take time in proportion to their length in Go: %s',
    async (part) => {
      await expectLinear(part, 1_500, (size) => {
        const text = `package a\n\nimport "k8s.io/api/rbac/v1"\n\nvar a = &v1.ClusterRole{Rules: ${`${part}\n`.repeat(size)}`;
        return () => analyzeTexts({ 'main.go': text });
      });
    },
  );
  it.each([
    'KubeClusterRole(',
    'role = kplus.ClusterRole(',
    'role.allow_read(kplus.ApiResource.SECRETS, ',
    'ClusterRoleBinding(from_cluster_role_name(a, ',
  ])('take time in proportion to their length: %s', async (part) => {
    await expectLinear(part, 1_500, (size) => {
      const text = `import cdk8s\nimport cdk8s_plus_32 as kplus\nrole = kplus.ClusterRole(self, "r")\n${`${part}\n`.repeat(size)}`;
      return () => analyzeTexts({ 'main.py': text });
    });
  });
});

it.each([
  ['a text', 'yaml: `\n${manifest}`'],
  ['a list of texts', 'yaml: [`\n${manifest}`]'],
  ['a text with a hole', 'yaml: `\n# ${"${stack}"}\n${manifest}`'],
])('a ConfigGroup of manifests: %s', async (_, shape) => {
  const manifest =
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: a}\nroleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: ROLE}\nsubjects: [{kind: User, name: bob}]\n';
  const program = (role: string) =>
    `import * as k8s from '@pulumi/kubernetes';\nnew k8s.yaml.ConfigGroup('a', { ${shape.replace('${manifest}', manifest.replace('ROLE', role)).replace('${"${stack}"}', '${stack}')} });\n`;
  const said = async (role: string) => {
    const text = program(role);
    const { findings, failures } = await analyzeTexts({ 'index.ts': text });
    expect(failures).toEqual([]);
    return findings.filter((one) => one.rule === 'k8s/cluster-admin-binding').map((one) => text.slice(...one.at.span));
  };
  expect(await said('cluster-admin')).toEqual(['cluster-admin']);
  expect(await said('view')).toEqual([]);
});

it('a cluster role of cdk8s-plus is bound in the whole cluster, a role in its namespace', async () => {
  const said = async (file: string, text: string) =>
    (await analyzeTexts({ [file]: text })).findings.filter((one) => one.rule === 'k8s/powerful-binding').map((one) => one.message);
  const program = (kind: string, bind: string) =>
    `import * as kplus from 'cdk8s-plus-30';\nconst a = new kplus.ServiceAccount(chart, 'a');\nconst role = new kplus.${kind}(chart, 'r');\nrole.allowRead(kplus.ApiResource.SECRETS);\nrole.${bind};\n`;
  expect((await said('main.ts', program('ClusterRole', 'bind(a)'))).join()).toContain('in every namespace');
  expect((await said('main.ts', program('Role', 'bind(a)'))).join()).toContain('in its namespace');
  expect((await said('main.ts', program('ClusterRole', "bindInNamespace('shop', a)"))).join()).toContain('in namespace shop');
  const python = (kind: string) =>
    `import cdk8s_plus_30 as kplus\nrole = kplus.${kind}(self, "r")\nrole.allow_read(kplus.ApiResource.SECRETS)\nrole.bind(account)\n`;
  const reads = async (kind: string) =>
    (await analyzeTexts({ 'main.py': python(kind) })).findings.filter((one) => one.rule === 'k8s/secrets-read').map((one) => one.message);
  expect((await reads('ClusterRole')).join()).toContain('in every namespace');
  expect((await reads('Role')).join()).toContain('in its namespace');
});
