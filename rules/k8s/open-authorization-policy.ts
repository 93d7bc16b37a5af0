// Authorization policies of Istio that let everybody in.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const policy = (rule: string): string => `apiVersion: security.istio.io/v1
kind: AuthorizationPolicy
metadata:
  name: orders
  namespace: shop
spec:
  selector:
    matchLabels:
      app: orders
  action: ALLOW
  rules:
    - ${rule}
`;

export const openAuthorizationPolicy = defineRule({
  id: 'k8s/open-authorization-policy',
  meta: {
    title: 'Authorization policy that allows everybody',
    category: 'trust',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'Which workloads call this one is known to those who run them.',
    messages: {
      everybody:
        'A rule that says nothing matches every request, from outside of the mesh and without an identity too: name the callers under `from`',
      workloads: '`*` is every workload of the mesh, in any namespace: name the service accounts that call',
    },
    docs: {
      what: 'An AuthorizationPolicy of Istio with action ALLOW and a rule without any condition, or one whose only condition is the principal `*`.',
      why: 'The policy looks like a border and is none. Policies that allow are added up, so that the open rule also undoes the narrow ones beside it.',
      remedy: 'Name the service accounts that call under `from.source.principals`, or their namespaces.',
      bad: [
        { file: 'mesh/orders.yaml', text: policy('«{}»') },
        { file: 'mesh/orders.yaml', text: policy('from:\n        - source:\n            principals: ["«*»"]') },
      ],
      good: [
        { file: 'mesh/orders.yaml', text: policy('from:\n        - source:\n            principals: [cluster.local/ns/shop/sa/web]') },
      ],
      references: [
        'https://istio.io/latest/docs/reference/config/security/authorization-policy/',
        'https://istio.io/latest/docs/concepts/security/#authorization-policies',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const what = textOf(grant.entitlement);
      const [at] = grant.actions;
      if (
        grant.platform !== 'k8s' ||
        !at ||
        grant.enabled === 'no' ||
        (what !== 'AuthorizationPolicy/everybody' && what !== 'AuthorizationPolicy/every-workload')
      )
        return;
      if (what === 'AuthorizationPolicy/everybody') context.report({ at: at.at, message: 'everybody', anchor: grant.anchor });
      else context.report({ at: at.at, message: 'workloads', anchor: grant.anchor, severity: 'low' });
    },
  },
});
