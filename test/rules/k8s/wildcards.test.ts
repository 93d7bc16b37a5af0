// k8s/wildcard-all, k8s/wildcard-verbs, k8s/wildcard-resources and k8s/wildcard-api-groups of wildcards.ts, and
// k8s/wildcard-urls (wildcard-urls.ts).
import { wildcardUrls } from '../../../rules/k8s/wildcard-urls.ts';
import { wildcardAll, wildcardApiGroups, wildcardResources, wildcardVerbs } from '../../../rules/k8s/wildcards.ts';
import { at, helm, kubernetes, ruleTester } from '../../support/rule-tester.ts';

const role = (groups: string, resources: string, verbs: string, kind = 'ClusterRole') => `apiVersion: rbac.authorization.k8s.io/v1
kind: ${kind}
metadata:
  name: r
rules:
  - apiGroups: ${groups}
    resources: ${resources}
    verbs: ${verbs}
`;

ruleTester(wildcardAll, {
  valid: [
    { ...kubernetes``, text: role('["*"]', '["*"]', '[get]') },
    { ...kubernetes``, text: role('[apps]', '["*"]', '["*"]') },
    {
      ...kubernetes``,
      text: role('["*"]', '["*"]', '["*"]').replace('name: r', 'name: cluster-admin'),
      because: 'the built-in role itself, in a dump',
    },
    { ...helm``, text: role('["*"]', '["*"]', '{{ .Values.verbs }}'), because: 'unknown verbs' },
    { ...helm``, text: `{{- define "x" }}\n{{- end }}\n${role('["*"]', '["{{ .Values.r }}"]', '["*"]')}` },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: role('["*"]', '["«*»"]', '["*"]'),
      severity: 'critical',
      suggestions: [role('["*"]', '["*"]', '["get", "list", "watch"]')],
    },
    {
      ...kubernetes``,
      text: role("\n      - '*'", "\n      - '«*»'", "\n      - '*'", 'Role'),
      suggestions: [role("\n      - '*'", "\n      - '*'", "\n      - 'get'\n      - 'list'\n      - 'watch'", 'Role')],
    },
    {
      ...helm``,
      text: `{{- if .Values.rbac.admin }}\n${role('["*"]', '["«*»"]', '["*"]')}{{- end }}\n`,
      because: 'it is there when someone asks for it',
    },
    {
      ...at('deploy/role.json')``,
      text: '{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r"},"rules":[{"apiGroups":["*"],"resources":["«*»"],"verbs":["*"]}]}',
    },
  ],
});

const go = at('controllers/shop.go');

ruleTester(wildcardVerbs, {
  valid: [
    {
      ...go``,
      text: 'package x\n\n// +kubebuilder:rbac:groups=apps,resources=deployments,verbs=get;list\n// +kubebuilder:object:root=true\n',
    },
    { ...kubernetes``, text: role('[apps]', '[deployments]', '[get, create]') },
    { ...kubernetes``, text: role('["*"]', '["*"]', '["*"]'), because: 'wildcard-all says it' },
    { ...kubernetes``, text: role('[apps]', '[]', '["*"]'), because: 'a rule about nothing' },
    {
      ...kubernetes``,
      text: 'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata:\n  name: r\nrules:\n  - nonResourceURLs: ["*"]\n    verbs: ["*"]\n',
      because: 'paths are no resources: wildcard-urls says it',
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: role('[coordination.k8s.io]', '[leases]', '["«*»"]'),
      severity: 'low',
      because: 'bookkeeping of a controller',
    },
    {
      ...kubernetes``,
      text: role('[cert-manager.io]', '["*"]', '["«*»"]'),
      severity: 'low',
      message: 'all resources: 8 of today, and those',
      because: 'no roles in that group',
    },
    {
      ...kubernetes``,
      text: role('[apps]', '[deployments]', '["«*»"]'),
      severity: 'medium',
      message: 'every verb on deployments: 8 of today, and',
      suggestions: [
        role('[apps]', '[deployments]', '["get", "list", "watch"]'),
        role('[apps]', '[deployments]', '["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"]'),
      ],
    },
    {
      ...go``,
      text: 'package x\n\n//+kubebuilder:rbac:groups=apps,resources=deployments,verbs=«*»\n// +kubebuilder:rbac:groups="",resources="pods;secrets",verbs="get;«*»",namespace=shop\n',
      because: 'what controller-gen makes a role of',
      message: ['deployments', 'pods, secrets'],
    },
    {
      ...helm``,
      text: role('[apps]', '[deployments]', '["«*»"]').replace(
        'kind: ClusterRole',
        'kind: {{ if .Values.namespaced }}Role{{ else }}ClusterRole{{ end }}',
      ),
      because: 'a role of either kind',
    },
    {
      ...helm``,
      text: `${role('[apps]', '[deployments]', '[get]').replace('rules:', '{{- if .Values.wide }}\nrules:').replace('[get]', '["«*»"]')}{{- else }}\nrules: []\n{{- end }}\n`,
      because: 'rules in one of two branches',
    },
    { ...kubernetes``, text: role('[rbac.authorization.k8s.io]', '[roles]', '["«*»"]'), message: '`escalate` and `bind` among them' },
    {
      ...kubernetes``,
      text: role('[acme.example.com]', '[widgets]', '["«*»"]'),
      severity: 'low',
      because: 'an operator and its own resources',
    },
    {
      ...kubernetes``,
      text: role('[""]', '[secrets]', '["«*»"]'),
      severity: 'medium',
      because: 'what is grave in the star is said by the rules about it',
    },
    { ...kubernetes``, text: role('[""]', '[a, b, c, d, e]', '["«*»"]'), message: 'a, b, c, d and 1 more' },
  ],
});

ruleTester(wildcardResources, {
  valid: [
    { ...kubernetes``, text: role('[apps]', '[deployments, deployments/scale]', '[get]') },
    {
      ...kubernetes``,
      text: role('[rbac.authorization.k8s.io]', '["*"]', '[bind, escalate]'),
      because: 'the rules about these verbs say it',
    },
    { ...kubernetes``, text: role('[acme.example.com]', '["widgets/scale"]', '[get]') },
    { ...kubernetes``, text: role('["*"]', '["*/exec"]', '[create]'), because: 'pods-exec says it' },
    { ...kubernetes``, text: role('["*"]', '["*"]', '["*"]'), because: 'wildcard-all says it' },
    { ...kubernetes``, text: role('[""]', '["*"]', '[""]'), because: 'a rule without a verb grants nothing' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: role('[""]', '["«*»"]', '[get]'),
      severity: 'high',
      message: 'every resource of the group core, secrets and pods among them',
      suggestions: [role('[""]', '["pods", "services", "endpoints", "configmaps", "persistentvolumeclaims"]', '[get]')],
    },
    { ...kubernetes``, text: role('["*"]', '["«*»"]', '[get]'), severity: 'high', message: 'every API group' },
    { ...kubernetes``, text: role('[apps]', '["«*»"]', '[get]'), severity: 'medium', because: 'nothing there is a step to more' },
    { ...kubernetes``, text: role('["*"]', '["«*»"]', '[approve]'), severity: 'low', because: 'approval takes an update as well' },
    { ...kubernetes``, text: role('["*"]', '["«*/*»"]', '[get]'), severity: 'low', message: '`*/*` covers nothing' },
    { ...kubernetes``, text: role('[""]', '["«pods/*»"]', '[get]'), severity: 'low', message: '`pods/*` covers nothing' },
    {
      ...kubernetes``,
      text: role('[""]', '["«*/binding»"]', '[create]'),
      severity: 'medium',
      message: 'this subresource of every resource',
    },
    { ...kubernetes``, text: role('["*"]', '["«*/scale»"]', '[get, patch]'), severity: 'low', because: 'what an autoscaler needs' },
    { ...kubernetes``, text: role('[acme.example.com]', '["«*»"]', '[get]'), severity: 'low' },
  ],
});

ruleTester(wildcardApiGroups, {
  valid: [
    { ...kubernetes``, text: role('["", apps]', '[pods]', '[get]') },
    { ...kubernetes``, text: role('["*"]', '["*"]', '[get]'), because: 'said at the resources' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: role('["«*»"]', '[pods, deployments]', '[get]'),
      severity: 'low',
      message: 'allows pods, deployments in every',
      suggestions: [role('["", "apps"]', '[pods, deployments]', '[get]')],
    },
    { ...kubernetes``, text: role('["«*»"]', '[pods]', '[create]'), severity: 'low', because: 'no other group has pods yet' },
    { ...kubernetes``, text: role('["«*»"]', '[widgets]', '[get]'), severity: 'medium', because: 'a group that nobody here knows' },
  ],
});

const paths = (urls: string, verbs: string) => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: r
rules:
  - nonResourceURLs: ${urls}
    verbs: ${verbs}
`;

ruleTester(wildcardUrls, {
  valid: [
    { ...kubernetes``, text: paths('["*"]', '[get, head]'), because: 'reading' },
    { ...kubernetes``, text: paths('["/metrics", "/api/*"]', '["*"]'), because: 'paths that are named' },
    { ...helm``, text: paths('["*"]', '["{{ .Values.verb }}"]'), because: 'unknown verbs' },
    { ...kubernetes``, text: paths('["*"]', '["*"]').replace('name: r', 'name: cluster-admin'), because: 'the built-in role' },
  ],
  invalid: [
    { ...kubernetes``, text: paths('["«*»"]', '["*"]'), severity: 'low', suggestions: [paths('["*"]', '["get"]')] },
    { ...kubernetes``, text: paths('["/healthz", "«/*»"]', '[get, post, put]'), message: '`post`, `put`' },
  ],
});
