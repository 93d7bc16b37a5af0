// Security context constraints of OpenShift that let pods be root on their node, given to accounts and groups.
import { cannedPrivileged } from '../../server/engine/facts/kubernetes/openshift.ts';
import { replaceText } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { namedAll } from './subjects.ts';

const role = /^ClusterRole\/system:openshift:scc:(.+)$/;
const own = 'SecurityContextConstraints/';

const binding = (constraints: string): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: builder
  namespace: ci
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: ${constraints}
subjects:
  - kind: ServiceAccount
    name: builder
    namespace: ci
`;

export const privilegedConstraints = defineRule({
  id: 'k8s/privileged-constraints',
  meta: {
    title: 'Pods that may be root on their node',
    category: 'rbac',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'suggestion',
    messages: {
      constraints:
        'The constraints `{name}` let {subjects} run pods that are root on their node, where the tokens of all its other pods lie',
    },
    docs: {
      what: 'Security context constraints of OpenShift without limits (`privileged`, `hostaccess`, or some of your own with privileged containers or host directories) given to a subject.',
      why: 'A privileged pod is root on its node. It reads the tokens of every pod there and the key of the kubelet, so that what roles say about its account no longer matters.',
      remedy:
        'Use `nonroot-v2` or `restricted-v2`. Where an image needs a fixed user `anyuid` is enough, and one capability is added by constraints of its own.',
      bad: [{ file: 'deploy/scc.yaml', text: binding('«system:openshift:scc:privileged»') }],
      good: [{ file: 'deploy/scc.yaml', text: binding('system:openshift:scc:nonroot-v2') }],
      references: ['https://docs.openshift.com/container-platform/4.17/authentication/managing-security-context-constraints.html'],
    },
  },
  on: {
    grant(grant, context) {
      const { entitlement } = grant;
      if (grant.platform !== 'k8s' || grant.role !== 'binding' || grant.enabled === 'no' || !entitlement) return;
      const text = textOf(entitlement) ?? '';
      const named = role.exec(text)?.[1];
      if (!(named !== undefined && cannedPrivileged.has(named)) && !text.startsWith(own)) return;
      context.report({
        at: entitlement.at,
        message: 'constraints',
        data: { name: named ?? text.slice(own.length), subjects: namedAll(grant.principals) },
        anchor: `${grant.anchor}|constraints`,
        suggestions:
          named !== undefined && entitlement.editable
            ? [
                editing('Give it nonroot-v2 instead', entitlement.token.uri, () => [
                  replaceText(entitlement, 'system:openshift:scc:nonroot-v2'),
                ]),
              ]
            : [],
      });
    },
  },
});
