// The rules of permissions.ts: k8s/secrets-read, k8s/pods-exec, k8s/pods-portforward, k8s/pods-ephemeral-containers,
// k8s/pods-create, k8s/workloads-change, k8s/nodes-proxy, k8s/services-proxy, k8s/nodes-write, k8s/escalate, k8s/bind,
// k8s/role-bindings-write, k8s/roles-write, k8s/impersonate, k8s/service-account-tokens, k8s/secrets-create,
// k8s/certificate-approval, k8s/admission-webhooks-write, k8s/persistent-volumes-create, k8s/destructive-delete,
// k8s/services-status-write, k8s/custom-kinds-write, k8s/config-maps-write, k8s/network-policies-write,
// k8s/privileged-pods-use.
// Each row is tried at the same borders: verb, group, names of resources, namespace, binding, unknown values, Terraform.
import { describe, expect, it } from 'vitest';
import { permissionRules } from '../../../rules/k8s/permissions.ts';
import { powers, type Power } from '../../../server/engine/facts/kubernetes/powers.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { helm, kubernetes, ruleTester, terraform, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const yaml = (group: string, resources: string, verbs: string, more = '', kind = 'ClusterRole') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: r
rules:
  - apiGroups: ["${group}"]
    resources: [${resources}]
    verbs: [${verbs}]
${more}`;

const bindingOf = (kind: string) => `---
apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: b
roleRef:
  kind: ClusterRole
  name: r
subjects:
  - kind: Group
    name: ops
`;

const hcl = (group: string, resource: string, verb: string) => `resource "kubernetes_cluster_role" "r" {
  metadata {
    name = "r"
  }
  rule {
    api_groups = ["${group}"]
    resources  = ["${resource}"]
    verbs      = ["${verb}"]
  }
}
`;

const named = (...names: string[]) => `    resourceNames: [${names.join(', ')}]\n`;

/** Borders that one row has alone. */
const borders: Readonly<Record<string, { readonly valid?: readonly ValidCase[]; readonly invalid?: readonly InvalidCase[] }>> = {
  'secrets-read': {
    valid: [
      {
        ...kubernetes``,
        text: yaml('', 'secrets', 'get, list, watch', named('tls')),
        because: 'a list or watch that is limited to a name must ask for that name',
      },
    ],
  },
  'pods-exec': {
    valid: [{ ...kubernetes``, text: yaml('', '"pods/*"', 'create'), because: 'a star behind the slash covers nothing' }],
    invalid: [
      { ...kubernetes``, text: yaml('*', '"«*/exec»"', 'create'), because: 'a star before the slash covers the subresource of everything' },
    ],
  },
  'destructive-delete': {
    invalid: [
      { ...kubernetes``, text: yaml('', '«namespaces», events', 'delete'), severity: 'medium', message: 'delete whole namespaces' },
      { ...kubernetes``, text: yaml('', '«events»', 'delete'), severity: 'low', message: 'delete the events that show what happened' },
    ],
  },
  'nodes-write': {
    invalid: [
      {
        ...kubernetes``,
        text: yaml('', 'pods, «pods/status»', 'update'),
        severity: 'medium',
        message: 'have pods replaced or cut off',
        because: 'the status of pods moves none of them',
      },
    ],
  },
  'admission-webhooks-write': {
    invalid: [
      {
        ...kubernetes``,
        text: yaml('admissionregistration.k8s.io', '«validatingwebhookconfigurations»', 'create'),
        severity: 'high',
        message: 'read or refuse',
        because: 'what only validates changes nothing',
      },
      {
        ...kubernetes``,
        text: yaml('admissionregistration.k8s.io', '«validatingwebhookconfigurations», mutatingwebhookconfigurations', 'create'),
        severity: 'critical',
        message: 'read and change',
      },
    ],
  },
  'pods-create': {
    invalid: [
      {
        ...kubernetes``,
        text: yaml('', '«pods»', 'create', '', 'Role'),
        severity: 'info',
        because: 'what deployers do in their namespace',
      },
    ],
  },
  escalate: {
    invalid: [
      {
        ...helm``,
        text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: {{ ternary "ClusterRole" "Role" .Values.clusterWide }}\nmetadata:\n  name: ops\nrules:\n  - apiGroups: [rbac.authorization.k8s.io]\n    resources: [roles]\n    verbs: [«escalate»]\n',
        because: 'whichever it is, it is a role',
      },
      {
        ...kubernetes``,
        text: 'apiVersion: operators.coreos.com/v1alpha1\nkind: ClusterServiceVersion\nmetadata:\n  name: ops.v1\nspec:\n  install:\n    spec:\n      clusterPermissions:\n        - serviceAccountName: ops\n          rules:\n            - apiGroups: [rbac.authorization.k8s.io]\n              resources: [clusterroles]\n              verbs: [get, «escalate»]\n',
        message: 'lets service account ops write roles with more than it has itself, in every namespace',
      },
      {
        ...kubernetes``,
        text: yaml('rbac.authorization.k8s.io', '"*"', '«escalate»'),
        severity: 'critical',
        because: 'the verb tells what the star stands for',
      },
    ],
  },
  bind: {
    valid: [
      {
        ...kubernetes``,
        text: yaml('rbac.authorization.k8s.io', 'clusterroles', 'bind', named('view', 'edit')),
        because: 'roles that are named',
      },
    ],
    invalid: [
      {
        ...kubernetes``,
        text: yaml('rbac.authorization.k8s.io', 'clusterroles', '«bind»', named('view', 'cluster-admin')),
        because: 'one of the names is as much as all',
      },
    ],
  },
  impersonate: {
    invalid: [
      { ...kubernetes``, text: yaml('*', '"*"', '«impersonate»'), severity: 'critical' },
      {
        ...kubernetes``,
        text: yaml('', 'groups', '«impersonate»', named('system:masters')),
        because: 'the group for which nothing is checked',
      },
    ],
  },
  'config-maps-write': {
    invalid: [{ ...kubernetes``, text: yaml('', '«configmaps»', 'update', named('coredns')), because: 'how names are looked up' }],
  },
  'network-policies-write': {
    valid: [{ ...kubernetes``, text: yaml('networking.k8s.io', 'ingresses', 'delete'), because: 'a path that is gone is open to nobody' }],
    invalid: [
      { ...kubernetes``, text: yaml('networking.k8s.io', '«networkpolicies»', 'delete'), because: 'what no policy limits is open' },
    ],
  },
  'privileged-pods-use': {
    valid: [{ ...kubernetes``, text: yaml('security.openshift.io', 'securitycontextconstraints', 'use', named('nonroot-v2')) }],
    invalid: [
      {
        ...kubernetes``,
        text: yaml('security.openshift.io', '«securitycontextconstraints»', 'get, update'),
        because: 'whoever writes constraints says who may use them',
      },
      {
        ...kubernetes``,
        text: yaml('security.openshift.io', '«securitycontextconstraints»', 'use', named('privileged')),
        because: 'the name of the widest',
      },
    ],
  },
  'certificate-approval': {
    valid: [
      {
        ...kubernetes``,
        text: yaml('certificates.k8s.io', 'signers', 'approve', named('kubernetes.io/kubelet-serving')),
        because: 'a signer of serving certificates',
      },
    ],
    invalid: [
      {
        ...kubernetes``,
        text: yaml('certificates.k8s.io', '«signers»', 'sign', named('kubernetes.io/kube-apiserver-client')),
        because: 'the signer of certificates to log in with',
      },
    ],
  },
};

for (const rule of permissionRules) {
  const power: Power = Object.values(powers).find((one) => `k8s/${one.id}` === rule.id)!;
  const [permission] = power.permissions;
  const {
    group,
    resources: [resource],
    verbs: [verb],
  } = permission as { group: string; resources: [string]; verbs: [string] };
  const names = '    resourceNames: [only-this]\n';
  /** The token that gives the power. */
  const [marked, withVerb] = power.byVerb ? [resource, `«${verb}»`] : [`«${resource}»`, verb];
  const without = [yaml(group, 'zebras', `${verb}, other`), yaml(group, `${resource}, zebras`, 'other')];
  // `*` grants what a stronger rule about the same token says, too.
  const starSaidElsewhere = permissionRules.some((one) => one.meta.subsumes?.includes(rule.id));
  const valid: ValidCase[] = [
    { ...kubernetes``, text: yaml(group, resource, 'other'), because: 'another verb' },
    { ...kubernetes``, text: yaml('acme.example.com', resource, verb), because: 'a resource of the same name in another group' },
    { ...kubernetes``, text: yaml(group, `${resource}s`, verb), because: 'another resource' },
    {
      ...kubernetes``,
      text: yaml(group, resource, verb).replace('name: r\n', 'name: system:controller:r\n'),
      because: "Kubernetes' own role, in a dump",
    },
    { ...helm``, text: yaml(group, resource, '{{ .Values.verb }}'), because: 'an unknown verb' },
    {
      ...kubernetes``,
      text: yaml(group, resource, verb).replace('rbac.authorization.k8s.io/v1', 'acme.example.com/v1'),
      because: 'a custom kind that looks like a role',
    },
    { ...terraform``, text: hcl(group, resource, 'other') },
    ...(starSaidElsewhere
      ? [{ ...kubernetes``, text: yaml(group, resource, '"*"'), because: 'a stronger rule says it at the same token' }]
      : []),
    ...(power.narrowedByNames === 'never'
      ? []
      : [{ ...kubernetes``, text: yaml(group, resource, verb, names), because: 'limited to one name' }]),
  ];
  const invalid: InvalidCase[] = [
    {
      ...kubernetes``,
      text: yaml(group, marked, withVerb).replace('name: r\n', 'name: system:r\n'),
      because: 'anybody may name a role so',
    },
    {
      ...kubernetes``,
      text: yaml(group, `${marked}, zebras`, `${withVerb}, other`),
      severity: rule.meta.severity,
      message: 'whoever gets this role',
      suggestions: power.byVerb ? without.reverse() : without,
    },
    ...(starSaidElsewhere ? [] : [{ ...kubernetes``, text: yaml(group, `«${resource}»`, '"*"'), message: '`*` on' }]),
    {
      ...kubernetes``,
      text: `${yaml(group, marked, withVerb)}${bindingOf('ClusterRoleBinding')}`,
      severity: rule.meta.severity,
      message: 'group ops',
    },
    {
      ...kubernetes``,
      text: `${yaml(group, marked, withVerb)}${bindingOf('RoleBinding')}`,
      message: 'in its namespace',
      because: 'bound in one namespace',
    },
    {
      ...helm``,
      text: `{{- if .Values.rbac.create }}\n${yaml(group, marked, `${withVerb}, {{ .Values.more }}`)}{{- end }}\n`,
      because: 'known beside unknown',
    },
    { ...terraform``, text: hcl(group, marked, withVerb) },
    ...(power.narrowedByNames === 'never'
      ? [{ ...kubernetes``, text: yaml(group, marked, withVerb, names), because: 'names do not limit creation' }]
      : []),
  ];
  const more = borders[power.id];
  ruleTester(rule, { valid: [...valid, ...(more?.valid ?? [])], invalid: [...invalid, ...(more?.invalid ?? [])] });
}

describe('verbs that give more than the resource', () => {
  const rules = (verbs: string) => yaml('rbac.authorization.k8s.io', 'clusterroles', verbs);

  it('are said each at its own token, and roles that are written beside them are not said again', async () => {
    const found = await findingsOf(rules('create, bind, escalate'));
    expect(found).toEqual(['k8s/bind at bind', 'k8s/escalate at escalate']);
  });

  it('are one finding at the resource where a star stands for all of them', async () => {
    expect(await findingsOf(rules('"*"'))).toEqual(['k8s/escalate at clusterroles']);
  });

  async function findingsOf(text: string): Promise<string[]> {
    const { findings } = await analyzeTexts({ 'deploy/role.yaml': text });
    return findings
      .filter(({ rule }) => permissionRules.some(({ id }) => id === rule))
      .map(({ rule, at }) => `${rule} at ${text.slice(...at.span)}`)
      .sort();
  }
});
