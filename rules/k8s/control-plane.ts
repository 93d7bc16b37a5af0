// Flags of the API server and the kubelet that let callers in without a credential, with one that never ends, or without
// any look at what they may do.
import { replaceText, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf, type Leaf } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type Example, type Handlers, type Rule, type RuleMeta } from '../../server/engine/rule.ts';

const apiServer = (flag: string): Example => ({
  file: 'manifests/kube-apiserver.yaml',
  text: `apiVersion: v1
kind: Pod
metadata:
  name: kube-apiserver
  namespace: kube-system
spec:
  automountServiceAccountToken: false
  containers:
    - name: kube-apiserver
      image: registry.k8s.io/kube-apiserver@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
      command:
        - kube-apiserver
        - ${flag}
        - ${flag.includes('--authorization-mode') ? '--secure-port=6443' : '--authorization-mode=Node,RBAC'}
`,
});

interface ControlPlaneRule {
  readonly id: string;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly category: RuleMeta['category'];
  readonly frameworks: readonly string[];
  readonly peers: readonly string[];
  readonly message: string;
  readonly fix: RuleMeta['fix'];
  readonly whyNoFix?: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  readonly bad: string;
  readonly good: string;
  readonly on: Handlers<'flag'>;
}

const programs: ReadonlySet<string> = new Set(['kube-apiserver', 'kubelet']);
const nameOf = (program: string): string => (program === 'kubelet' ? 'the kubelet' : 'the API server');

/** `--flag=value`, a flag that is true alone, or a value of its own, set to what is safe. */
function set(leaf: Leaf, value: string | false): FixMaker[] {
  if (!leaf.editable) return [];
  const written = textOf(leaf) ?? '';
  const flag = /^(?:--)?[a-z-]+=/.exec(written)?.[0] ?? (/^--[a-z-]+$/.test(written) ? `${written}=` : undefined);
  return [
    editing(`Set it to ${value}`, leaf.token.uri, (document) => [
      flag !== undefined
        ? replaceText(leaf, `${flag}${value}`)
        : isQuoted(leaf)
          ? replaceText(leaf, String(value))
          : replaceValue(leaf, value, document),
    ]),
  ];
}

/** kubeadm takes texts alone: what was quoted stays so. */
const isQuoted = ({ encoding }: Leaf): boolean => encoding === 'yaml-double' || encoding === 'yaml-single' || encoding === 'json';

const table: readonly ControlPlaneRule[] = [
  {
    id: 'k8s/anonymous-api-access',
    title: 'API open to callers without a credential',
    severity: 'high',
    category: 'rbac',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['C-0113', 'C-0172', 'KCV-0001', 'KCV-0079'],
    message:
      '{program} takes requests without a credential as `system:anonymous`: whatever is bound to it, by mistake or on purpose, is open to everyone who can reach the port',
    fix: 'suggestion',
    what: 'An API server or a kubelet with anonymous authentication turned on.',
    why: 'On the API server one binding to `system:unauthenticated` is then enough to lose the cluster; on a kubelet that authorizes everything it is lost already.',
    remedy:
      'Set `--anonymous-auth=false`, or since Kubernetes 1.32 limit anonymous requests to the paths of health checks in the authentication configuration.',
    bad: '«--anonymous-auth=true»',
    good: '--anonymous-auth=false',
    on: {
      trust(trust, context) {
        const [who] = trust.principals;
        if (trust.platform !== 'k8s' || !programs.has(trust.carrier.kind) || who?.kind !== 'any' || trust.enabled === 'no') return;
        context.report({
          at: who.id.at,
          message: 'flag',
          data: { program: capital(nameOf(trust.carrier.kind)) },
          anchor: trust.anchor,
          suggestions: set(who.id, false),
        });
      },
    },
  },
  {
    id: 'k8s/authorization-off',
    title: 'Every request is allowed',
    severity: 'critical',
    category: 'rbac',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['CKV_K8S_74', 'KCV-0007', 'C-0173'],
    message:
      'With `AlwaysAllow` {program} asks nobody what a caller may do: every credential, and without one every caller, is an administrator',
    fix: 'suggestion',
    what: 'An API server or a kubelet whose authorization mode is AlwaysAllow.',
    why: 'Roles and bindings are not looked at. Each service account, that of the least pod included, controls everything.',
    remedy: 'Use `Node,RBAC` on the API server and `Webhook` on the kubelet.',
    bad: '«--authorization-mode=AlwaysAllow»',
    good: '--authorization-mode=Node,RBAC',
    on: {
      grant(grant, context) {
        const mode = grant.entitlement;
        if (grant.platform !== 'k8s' || !programs.has(grant.carrier.kind) || !mode || grant.actions.length > 0 || grant.enabled === 'no')
          return;
        const safe = grant.carrier.kind === 'kubelet' ? 'Webhook' : 'Node,RBAC';
        const value = textOf(mode)?.includes('=')
          ? set(mode, safe)
          : mode.editable
            ? [editing(`Set it to ${safe}`, mode.token.uri, () => [replaceText(mode, safe)])]
            : [];
        context.report({
          at: mode.at,
          message: 'flag',
          data: { program: nameOf(grant.carrier.kind) },
          anchor: grant.anchor,
          suggestions: value,
        });
      },
    },
  },
  {
    id: 'k8s/static-token-file',
    title: 'Static tokens or passwords for the API server',
    severity: 'high',
    category: 'long-lived',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['C-0114', 'KCV-0002', 'CKV_K8S_69'],
    message: '{program} takes tokens or passwords from a file: they never end and change only with a restart',
    fix: 'none',
    whyNoFix: 'Who logs in with the file has to be given another way first.',
    what: 'An API server with `--token-auth-file` or `--basic-auth-file`.',
    why: 'The file holds credentials in plain text, without an end. To take one back the file is edited on every node and the API server restarted.',
    remedy: 'Let people log in by OIDC and machines by projected tokens, and remove the flag.',
    bad: '«--token-auth-file=/etc/kubernetes/tokens.csv»',
    good: '--oidc-issuer-url=https://login.example.com',
    on: {
      credential(credential, context) {
        if (
          credential.platform !== 'k8s' ||
          credential.kind !== 'static-provider' ||
          !programs.has(credential.carrier.kind) ||
          credential.enabled === 'no'
        )
          return;
        context.report({
          at: credential.at,
          message: 'flag',
          data: { program: capital(nameOf(credential.carrier.kind)) },
          anchor: credential.anchor,
        });
      },
    },
  },
];

function capital(text: string): string {
  return text[0]!.toUpperCase() + text.slice(1);
}

export const controlPlaneRules: readonly Rule[] = table.map((row) =>
  defineRule({
    id: row.id,
    meta: {
      title: row.title,
      category: row.category,
      severity: row.severity,
      confidence: 'high',
      frameworks: row.frameworks,
      peers: row.peers,
      fix: row.fix,
      ...(row.whyNoFix ? { whyNoFix: row.whyNoFix } : {}),
      messages: { flag: row.message },
      docs: {
        what: row.what,
        why: row.why,
        remedy: row.remedy,
        bad: [apiServer(row.bad)],
        good: [apiServer(row.good)],
        references: [
          'https://kubernetes.io/docs/reference/access-authn-authz/authentication/',
          'https://kubernetes.io/docs/reference/access-authn-authz/kubelet-authn-authz/',
        ],
      },
    },
    on: row.on,
  }),
);
