// Kubernetes objects to facts: which documents are claimed, what becomes a grant, cloud permissions written as objects,
// and text that is no object at all.
import { describe, expect, it } from 'vitest';
import { createDocument } from '../../../server/engine/document.ts';
import { claimsKubernetes } from '../../../server/engine/facts/kubernetes/claims.ts';
import { holdingsOf } from '../../../server/engine/facts/kubernetes/held-powers.ts';
import { indexKubernetes } from '../../../server/engine/facts/kubernetes/joined.ts';
import { kubernetesReader } from '../../../server/engine/facts/kubernetes/reader.ts';
import type { Facts } from '../../../server/engine/facts/types.ts';
import { patternOf } from '../../../server/engine/facts/value.ts';
import { randomYaml, seeded } from '../../support/random-yaml.ts';
import { expectLinear } from '../../support/growth.ts';

const context = { neighbour: () => undefined };
const read = (text: string, uri = 'a.yaml'): Facts => kubernetesReader.read([createDocument(uri, text)], context).get(uri)!;
const shown = (facts: Facts) =>
  [...facts.grants, ...facts.trusts].map((one) =>
    `${one.platform} ${one.role} ${one.entitlement ? patternOf(one.entitlement) : one.actions.map(patternOf).join(' ')} [${one.principals.map((who) => `${who.kind}:${patternOf(who.id)}`).join(' ')}] ${one.platform === 'aws' ? '' : (one.scope[0]?.level ?? '')}`
      .trimEnd()
      .replaceAll('\0', '◦'),
  );

describe('what is claimed', () => {
  it('needs the words of an object', () => {
    const claims = (text: string, uri = 'a.yaml') => claimsKubernetes(createDocument(uri, text));
    expect(claims('apiVersion: v1\nkind: Pod\n')).toBe(true);
    expect(claims('- kind: Pod\n  apiVersion: v1\n')).toBe(true);
    expect(claims('{"kind":"Pod","apiVersion":"v1"}', 'a.json')).toBe(true);
    expect(claims('kind: of text about apiVersion\n')).toBe(false);
    expect(claims('apiVersion: v1\nkind: Pod\n', 'a.md')).toBe(false);
  });
});

describe('objects', () => {
  it('give a grant for each rule, with what it allows', () => {
    const facts = read(`apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: r, namespace: n}
rules:
  - {apiGroups: ["", apps], resources: [a, b/c], verbs: [get, list], resourceNames: [x]}
  - {nonResourceURLs: [/metrics], verbs: [get]}
  - {apiGroups: ["", apps], resources: [b/c, a], verbs: [watch]}
`);
    expect(facts.grants.map((one) => [one.anchor, one.actions.map(patternOf).join(' '), one.scope[0]!.level])).toEqual([
      [
        'kubernetes|a.yaml|rbac.authorization.k8s.io/Role/n/r|rules[,apps:a,b/c]',
        '/a:get /a:list apps/a:get apps/a:list /b/c:get /b/c:list apps/b/c:get apps/b/c:list',
        'namespace',
      ],
      ['kubernetes|a.yaml|rbac.authorization.k8s.io/Role/n/r|rules[:/metrics]', '/metrics:get', 'namespace'],
      [
        'kubernetes|a.yaml|rbac.authorization.k8s.io/Role/n/r|rules[,apps:a,b/c]#2',
        '/b/c:watch apps/b/c:watch /a:watch apps/a:watch',
        'namespace',
      ],
    ]);
  });
  it('are taken out of lists and templates', () => {
    const binding =
      '{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRoleBinding, metadata: {name: b}, roleRef: {kind: ClusterRole, name: x}, subjects: [{kind: User, name: u}, {kind: ServiceAccount, name: s, namespace: n}, {kind: Group, name: "system:unauthenticated"}]}';
    const wanted = ['k8s binding ClusterRole/x [user:u serviceAccount:s any:system:unauthenticated] cluster'];
    expect(shown(read(`apiVersion: v1\nkind: List\nitems: [${binding}]\n`))).toEqual(wanted);
    expect(shown(read(`apiVersion: template.openshift.io/v1\nkind: Template\nobjects: [${binding}]\n`))).toEqual(wanted);
    expect(shown(read(`apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBindingList\nitems: [${binding}]\n`))).toEqual(wanted);
    expect(shown(read(`- ${binding}\n`))).toEqual(wanted);
  });
  it('of an operator give the rules of its accounts', () => {
    expect(
      shown(
        read(
          'apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata: {name: op}\nspec: {install: {spec: {clusterPermissions: [{serviceAccountName: sa, rules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]}]}}}\n',
        ),
      ),
    ).toEqual(['k8s custom-role /secrets:get [serviceAccount:sa] cluster']);
  });
  it('of clouds are read as the cloud reads them', () => {
    expect(
      shown(
        read(`apiVersion: iam.aws.upbound.io/v1beta1
kind: Role
metadata: {name: r}
spec:
  forProvider:
    assumeRolePolicy: |
      {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "sts:AssumeRole"}]}
    managedPolicyArns: [arn:aws:iam::aws:policy/AdministratorAccess]
---
apiVersion: iam.services.k8s.aws/v1alpha1
kind: Policy
metadata: {name: p}
spec: {policyDocument: '{"Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}'}
---
apiVersion: eksctl.io/v1alpha5
kind: ClusterConfig
metadata: {name: c}
iam: {serviceAccounts: [{metadata: {name: s}, attachPolicyARNs: [arn:x], attachPolicy: {Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}}]}
---
apiVersion: iam.cnrm.cloud.google.com/v1beta1
kind: IAMPolicyMember
metadata: {name: m}
spec: {member: allUsers, role: roles/owner, resourceRef: {kind: Project, name: p}}
`),
      ),
    ).toEqual([
      'aws entitlement arn:aws:iam::aws:policy/AdministratorAccess [role:r]',
      'aws identity * [role:p]',
      'aws identity s3:* [role:s]',
      'aws entitlement arn:x [role:s]',
      'gcp binding roles/owner [any:allUsers] project',
      'aws trust sts:AssumeRole [any:*]',
    ]);
  });
  it('are known wherever their condition says', () => {
    const facts = read(
      '{{- if .Values.x }}\napiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nmetadata: {name: r}\nrules:\n  - {apiGroups: [""], resources: [a], verbs: [get]}\n{{- end }}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: {{ .x }}}\n',
      'templates/a.yaml',
    );
    expect(facts.grants.map((one) => [one.enabled, one.carrier.dialect])).toEqual([['maybe', 'helm']]);
    expect(facts.identities.map((one) => one.name)).toEqual(['*']);
  });
});

describe('the index', () => {
  it('joins ten thousand bindings in proportion', async () => {
    const textOf = (size: number): string => {
      let text = '';
      for (let i = 0; i < size; i++)
        text += `---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: {name: r${i}}\nrules: [{apiGroups: [""], resources: [secrets], verbs: [get]}]\n---\napiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: b${i}}\nroleRef: {kind: ClusterRole, name: r${i}}\nsubjects: [{kind: ServiceAccount, name: s, namespace: n}]\n`;
      return text;
    };
    await expectLinear('bindings', 1_250, (size) => {
      const { grants } = read(textOf(size));
      return () => {
        const index = indexKubernetes(grants);
        const bindings = grants.filter((grant) => grant.role === 'binding');
        expect(bindings).toHaveLength(size);
        const rules = bindings.map((binding) => index.roleOf(binding)!.rules.length);
        const bound = grants.filter((grant) => grant.role === 'custom-role').map((grant) => index.bindingsOf(grant).length);
        expect(new Set([...rules, ...bound])).toEqual(new Set([1]));
      };
    });
  });
});

describe('an account of many clusters', () => {
  const binding = (name: string) =>
    `apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: {name: ${name}}\nroleRef: {kind: ClusterRole, name: view}\nsubjects: [{kind: ServiceAccount, name: ci, namespace: shop}]\n`;
  const bound = (count: number) =>
    indexKubernetes(Array.from({ length: count }, (_, n) => read(binding('b'), `cluster-${n}/deploy/b.yaml`).grants).flat());
  const uris = (index: ReturnType<typeof bound>, uri: string) =>
    [...index.bindingsTo('ci', 'shop', uri)].map((one) => one.carrier.block.uri);
  it('has all of its bindings up to two hundred, those near by first', () => {
    for (const size of [5, 50, 60, 300]) {
      const count = Math.min(size, 200);
      const many = bound(size);
      for (const uri of ['cluster-3/deploy/a.yaml', 'cluster-3/a.yaml', 'cluster-3/deploy/more/a.yaml']) {
        const found = uris(many, uri);
        expect(found[0]).toBe('cluster-3/deploy/b.yaml');
        expect(new Set(found).size).toBe(count);
        expect(found).toHaveLength(count);
      }
      expect(uris(many, 'cluster-3/other/a.yaml')).toHaveLength(count);
    }
  });
  it('has none of another namespace, and without a namespace only those near by', () => {
    const many = bound(60);
    expect([...many.bindingsTo('ci', 'mail', 'cluster-7/deploy/a.yaml')]).toEqual([]);
    expect([...many.bindingsTo('ci', undefined, 'cluster-7/deploy/a.yaml')].map((one) => one.carrier.block.uri)).toEqual([
      'cluster-7/deploy/b.yaml',
    ]);
    expect([...many.bindingsTo('ci', undefined, 'cluster-7/other/a.yaml')]).toEqual([]);
  });
  it('is asked by each of its workloads in the same time, however many bind it', async () => {
    await expectLinear('askers', 400, (size) => {
      const many = bound(size);
      return () => {
        const index = many;
        for (let n = 0; n < size; n++)
          for (const holding of holdingsOf('ci', 'shop', `cluster-${n}/deploy/a.yaml`, index)) expect.fail(holding.binding.anchor);
      };
    });
  });
});

describe('any text', () => {
  it('is read without a failure', () => {
    const random = seeded(21);
    const words = [
      'apiVersion: rbac.authorization.k8s.io/v1\n',
      'kind: ClusterRole\n',
      'kind: [RoleBinding]\n',
      'kind: List\nitems:\n',
      'rules:\n',
      'roleRef: ',
      'subjects: ',
      '- ',
      '{{ x }}',
      '\n',
      '---\n',
      'metadata: {name: }\n',
      'spec: {template: {spec: {containers: [1]}}}\n',
      '{kind: Role}',
      '*a',
      '&a ',
      '"',
      'aggregationRule: {clusterRoleSelectors: [{matchLabels: 1}]}\n',
    ];
    for (let i = 0; i < 3000; i++) {
      let text = 'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\n';
      for (let n = Math.floor(random() * 20); n > 0; n--) text += words[Math.floor(random() * words.length)]!;
      indexKubernetes(read(text).grants);
      read(`apiVersion: v1\nkind: Pod\nspec:\n${randomYaml(random).replace(/^/gm, '  ')}`);
    }
  });
});
