// The account of a pipeline in a cluster, joined with the bindings in the tree that make it an administrator.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { accountOf } from './default-service-account.ts';

export const clusterWideAccount = defineRule({
  id: 'ci/cluster-wide-account',
  meta: {
    title: 'Pipeline administers the cluster',
    category: 'rbac',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'What the pipeline needs is decided by what it deploys.',
    messages: {
      default:
        '{kind} `{name}` runs as `{account}`, which `{binding}` makes `{role}` of the whole cluster: whoever changes a step owns the cluster',
    },
    docs: {
      what: 'A service account that a pipeline runs as and that a cluster role binding in the same repository makes an administrator.',
      why: "A pipeline runs whatever its repository says. With an administrator's account a single changed step, or a single bad image, takes the cluster over.",
      remedy: 'Bind a role with the few verbs that it needs, in the namespace where it needs them.',
      bad: [
        {
          file: 'ci/build.yaml',
          text: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: build, namespace: ci }\nspec:\n  serviceAccountName: «builder»\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n',
          beside: {
            'ci/rbac.yaml':
              'apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRoleBinding\nmetadata: { name: builder }\nroleRef: { apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: cluster-admin }\nsubjects:\n  - { kind: ServiceAccount, name: builder, namespace: ci }\n',
          },
        },
      ],
      good: [
        {
          file: 'ci/build.yaml',
          text: 'apiVersion: argoproj.io/v1alpha1\nkind: Workflow\nmetadata: { name: build, namespace: ci }\nspec:\n  serviceAccountName: builder\n  entrypoint: main\n  templates:\n    - name: main\n      container: { image: alpine, command: [make] }\n',
        },
      ],
      references: ['https://argo-workflows.readthedocs.io/en/latest/service-accounts/'],
    },
  },
  on: {
    project(context) {
      for (const workflow of context.project.all('workflows')) {
        if (workflow.system !== 'argo' && workflow.system !== 'tekton') continue;
        const account = accountOf(workflow);
        const name = textOf(account);
        if (!account || name === undefined) continue;
        const grant = context.project
          .all('grants')
          .find(
            (one) =>
              one.platform === 'k8s' &&
              one.role === 'binding' &&
              one.enabled !== 'no' &&
              one.scope.some((scope) => scope.level === 'cluster') &&
              /^ClusterRole\/(?:cluster-admin|admin|edit)$/.test(textOf(one.entitlement) ?? '') &&
              one.principals.some(
                (principal) => principal.kind === 'serviceAccount' && textOf(principal.id)?.split(/[:/]/).at(-1) === name,
              ),
          );
        if (!grant) continue;
        context.report({
          at: account.at,
          message: 'default',
          data: {
            kind: workflow.system === 'argo' ? 'Workflow' : 'Run',
            name: workflow.name ?? '?',
            account: name,
            binding: grant.carrier.address,
            role: textOf(grant.entitlement)!.split('/')[1]!,
          },
          anchor: `${workflow.anchor}|serviceAccountName`,
          related: [{ at: grant.carrier.head, message: 'the binding' }],
          severity: textOf(grant.entitlement) === 'ClusterRole/cluster-admin' ? 'critical' : 'high',
        });
      }
    },
  },
});
