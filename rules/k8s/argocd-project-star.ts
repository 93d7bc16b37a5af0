// Argo CD projects that let anything come from anywhere or go everywhere.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { tableOf } from '../../server/engine/table.ts';

const words = tableOf<string>({
  'AppProject/sourceRepos':
    'Applications of this project may come from any repository: whoever may make one deploys what they like with the rights of Argo CD',
  'AppProject/destinations':
    'Applications of this project may go to every namespace of every cluster that Argo CD reaches, its own included',
  'AppProject/clusterResourceWhitelist':
    'Applications of this project may make every cluster-wide object, ClusterRoleBindings included: whoever may make one makes themselves an administrator',
});

const project = (repository: string, namespace: string): string => `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata:
  name: shop
spec:
  sourceRepos:
    - ${repository}
  destinations:
    - server: https://kubernetes.default.svc
      namespace: ${namespace}
`;

export const argocdProjectStar = defineRule({
  id: 'k8s/argocd-project-star',
  meta: {
    title: 'Argo CD project without borders',
    category: 'rbac',
    severity: 'high',
    confidence: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    peers: [],
    fix: 'none',
    whyNoFix: 'The repositories, namespaces and kinds that a team needs are known to the team alone.',
    messages: { star: '{what}' },
    docs: {
      what: 'An AppProject with `*` as source, as destination or as cluster-wide kind.',
      why: 'Argo CD applies what it reads with rights of its own, nearly always those of an administrator. The project is the only border between a team and the cluster.',
      remedy: 'List the repositories of the team, its namespaces on its clusters, and no cluster-wide kinds.',
      bad: [{ file: 'argocd/project.yaml', text: project('"«*»"', 'shop') }],
      good: [{ file: 'argocd/project.yaml', text: project('https://git.example.com/shop/*', 'shop') }],
      references: [
        'https://argo-cd.readthedocs.io/en/stable/user-guide/projects/',
        'https://argo-cd.readthedocs.io/en/stable/operator-manual/security/',
      ],
    },
  },
  on: {
    grant(grant, context) {
      const what = words.get(textOf(grant.entitlement) ?? '');
      const [leaf] = grant.actions;
      // The project `default` is made by Argo CD itself and is as open as can be.
      if (
        grant.platform !== 'k8s' ||
        grant.carrier.kind !== 'AppProject' ||
        !what ||
        !leaf ||
        textOf(leaf) !== '*' ||
        grant.enabled === 'no' ||
        /(?:^|\/)default$/.test(grant.carrier.address)
      )
        return;
      context.report({ at: leaf.at, message: 'star', data: { what }, anchor: grant.anchor });
    },
  },
});
