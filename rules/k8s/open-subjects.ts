// Bindings to whole kinds of callers: those who are not logged in, those who are, and the group that no rule can limit.
import type { Principal } from '../../server/engine/facts/types.ts';
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Example, type Rule, type RuleMeta } from '../../server/engine/rule.ts';
import { dropSubject } from './binding-edits.ts';
import { isDefaultBinding } from './subjects.ts';

interface OpenSubject {
  readonly id: string;
  readonly title: string;
  readonly severity: RuleMeta['severity'];
  readonly frameworks: readonly string[];
  readonly peers: readonly string[];
  readonly subject: string;
  readonly message: string;
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  matches(principal: Principal): boolean;
}

const binding = (subject: string): Example['text'] => `apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: status
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: status-reader
subjects:
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: ${subject}
  - apiGroup: rbac.authorization.k8s.io
    kind: Group
    name: status-board
`;

const openSubjects: readonly OpenSubject[] = [
  {
    id: 'k8s/anonymous-subject',
    title: 'Binding to callers who are not logged in',
    severity: 'critical',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    peers: ['C-0262', 'KSV-0122'],
    subject: 'system:unauthenticated',
    message: '`{subject}` is everyone who can reach the API server, without any credential; this gives them {role}',
    what: 'A binding whose subject is `system:anonymous` or `system:unauthenticated`.',
    why: 'Requests without a credential run as this user and this group. Many clusters have an API server that the internet can reach, and scanners find such bindings within hours.',
    remedy: 'Take the subject out. A health check needs no binding: `system:public-info-viewer` is there already.',
    matches: (principal) => principal.kind === 'any',
  },
  {
    id: 'k8s/authenticated-subject',
    title: 'Binding to everyone who is logged in',
    severity: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-05'],
    peers: ['C-0265', 'KSV-01011'],
    subject: 'system:authenticated',
    message:
      '`{subject}` is every user and every service account of the cluster, in managed clusters often every account of the cloud; this gives them {role}',
    what: 'A binding whose subject is the group `system:authenticated`.',
    why: 'Each pod has a service account, so each pod gets what is bound here. On some managed clusters the group holds anyone with an account of the provider.',
    remedy: 'Name the group or the service accounts that need the role.',
    matches: (principal) => principal.kind === 'authenticated',
  },
  {
    id: 'k8s/masters-subject',
    title: 'Binding to system:masters',
    severity: 'low',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: ['C-0246', 'KSV-0123'],
    subject: 'system:masters',
    message:
      '`{subject}` passes every check of the API server: {role} adds nothing to it, and a binding to it shows that credentials of this group, which nothing can revoke, are in use',
    what: 'A binding whose subject is the group `system:masters`.',
    why: 'Members of this group are let through before roles are looked at. A client certificate of the group works until it expires, even when every binding is deleted. A binding to it shows that such credentials are given out.',
    remedy:
      'Give people and machines a group of their own, bound to the roles that they need, and keep `system:masters` for the break-glass certificate alone.',
    matches: (principal) => principal.kind === 'group' && textOf(principal.id) === 'system:masters',
  },
];

export const openSubjectRules: readonly Rule[] = openSubjects.map((open) =>
  defineRule({
    id: open.id,
    meta: {
      title: open.title,
      category: 'rbac',
      severity: open.severity,
      confidence: 'high',
      frameworks: open.frameworks,
      peers: open.peers,
      fix: 'suggestion',
      messages: { subject: open.message },
      docs: {
        what: open.what,
        why: open.why,
        remedy: open.remedy,
        bad: [{ file: 'deploy/rbac.yaml', text: binding(`«${open.subject}»`) }],
        good: [{ file: 'deploy/rbac.yaml', text: binding('ops') }],
        references: [
          'https://kubernetes.io/docs/reference/access-authn-authz/rbac/#discovery-roles',
          'https://kubernetes.io/docs/concepts/security/rbac-good-practices/',
        ],
      },
    },
    on: {
      grant(grant, context) {
        if (grant.platform !== 'k8s' || grant.role !== 'binding' || grant.enabled === 'no' || isDefaultBinding(grant)) return;
        for (const principal of grant.principals) {
          if (!open.matches(principal)) continue;
          const role = grant.entitlement ? patternOf(grant.entitlement) : '\0';
          context.report({
            at: principal.id.at,
            message: 'subject',
            data: {
              subject: patternOf(principal.id),
              role: /(?:^|\/)\0$/.test(role) ? 'the role that it binds' : role.replaceAll('\0', '…'),
            },
            anchor: `${grant.anchor}|${patternOf(principal.id)}`,
            suggestions: dropSubject(grant, principal),
          });
        }
      },
    },
  }),
);
