// Tokens of the API mounted where nothing in the tree says that they are used.
import { addEntry, replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import type { Document } from '../../server/engine/document.ts';
import { isRunAs, kubernetesOf } from '../../server/engine/facts/kubernetes/lookup.ts';
import { kubernetesObjects } from '../../server/engine/facts/kubernetes/objects.ts';
import { podSpecOf } from '../../server/engine/facts/kubernetes/workload.ts';
import type { Identity } from '../../server/engine/facts/types.ts';
import { textOf, type Leaf, type Mapping } from '../../server/engine/facts/value.ts';
import type { FixMaker } from '../../server/engine/fix.ts';
import { defineRule, type RuleContext } from '../../server/engine/rule.ts';
import { isOff, mayBeOff } from './automount.ts';

const pod = (name: string, automount: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
spec:
  serviceAccountName: web
${automount}  containers:
    - name: web
      image: registry.example.com/web@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
`;

export const automountedToken = defineRule({
  id: 'k8s/automounted-token',
  meta: {
    title: 'API token mounted without need',
    category: 'rbac',
    severity: 'low',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['C-0034', 'C-0190', 'C-0261', 'CKV_K8S_38', 'CKV_K8S_41', 'KSV-0036', 'automountServiceAccountToken'],
    fix: 'suggestion',
    messages: {
      workload:
        '{kind} `{name}` mounts a token of service account `{account}`, which nothing in this tree gives a role: set automountServiceAccountToken to false',
      account: '{pods} gets a token of `{account}`, which nothing in this tree gives a role: set automountServiceAccountToken to false',
    },
    docs: {
      what: 'A workload that mounts the token of a service account without any role, a `default` account that has its token mounted, or an account whose token is switched on by hand and that nothing here uses.',
      why: 'Without a role the token still logs in: it may do what everyone who is logged in may, and what is bound to the account tomorrow.',
      remedy: 'Set `automountServiceAccountToken: false` on the pod, or on the account for all its pods.',
      bad: [{ file: 'deploy/web.yaml', text: pod('«web»', '') }],
      good: [{ file: 'deploy/web.yaml', text: pod('web', '  automountServiceAccountToken: false\n') }],
      references: [
        'https://kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/#opt-out-of-api-credential-automounting',
      ],
    },
  },
  on: {
    identity: judge,
  },
});

function judge(identity: Identity, context: RuleContext<'workload' | 'account'>): void {
  if (identity.platform !== 'k8s') return;
  const { automount, serviceAccount } = identity.traits;
  if (automount && isOff(automount) !== false) return;
  const isBound = (account: string): boolean =>
    kubernetesOf(context.project).isBound(account, textOf(identity.traits.namespace), identity.at.uri);
  if (identity.kind === 'service-account') {
    const isDefault = identity.name === 'default';
    if (isBound(identity.name)) return;
    // Every account mounts its token; said of one that a workload runs as, the workload is where it is judged.
    if (!isDefault && (!automount || isRunAs(context.project, identity.name))) return;
    context.report({
      at: automount?.at ?? identity.at,
      message: 'account',
      data: {
        pods: isDefault ? 'Every pod of the namespace that names no account' : 'Every pod that names this account',
        account: identity.name,
      },
      anchor: `${identity.id}|automount`,
      suggestions: turnOff(identity, automount, (object) => object),
    });
    return;
  }
  const account = serviceAccount ? textOf(serviceAccount) : 'default';
  if (identity.kind !== 'machine' || account === undefined || isBound(account)) return;
  if (mayBeOff(identity, account, context.project)) return;
  context.report({
    // An account that is named and is nobody's own is the token; else the workload, whose line is missing.
    at: automount?.at ?? (account === 'default' && serviceAccount ? serviceAccount.at : identity.at),
    message: 'workload',
    data: { kind: identity.carrier.kind, name: identity.name, account },
    anchor: `${identity.id}|automount`,
    suggestions: turnOff(identity, automount, podSpecOf),
  });
}

function turnOff(identity: Identity, automount: Leaf | undefined, specOf: (object: Mapping) => Mapping | undefined): FixMaker[] {
  const title = 'Mount no token: automountServiceAccountToken: false';
  const { uri, span } = identity.carrier.block;
  if (automount)
    return automount.editable && automount.encoding !== 'hcl'
      ? [editing(title, uri, (document) => [replaceValue(automount, false, document)])]
      : [];
  if (identity.carrier.dialect !== 'kubernetes' && identity.carrier.dialect !== 'helm') return [];
  const find = (document: Document): Mapping | undefined => {
    const object = kubernetesObjects(document).objects.find((one) => one.at.span[0] === span[0] && one.at.span[1] === span[1]);
    return object && specOf(object);
  };
  return [
    editing(title, uri, (document) => {
      const spec = find(document);
      return [spec && addEntry(spec, 'automountServiceAccountToken', false, document, 'containers')];
    }),
  ];
}
