// The rules of gitops.ts: k8s/argocd-default-role, k8s/argocd-policy-star, k8s/argocd-anonymous, k8s/argocd-pull-request-project, k8s/flux-controller-account
// and k8s/argocd-api-key.
import { gitOpsRules } from '../../../rules/k8s/gitops.ts';
import { at, helm, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const [defaultRole, policyStar, anonymous, terminal, pullRequest, flux, apiKey] = gitOpsRules;
const config = (name: string, data: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n${data}`;
const generator = (name: string, literal: string) =>
  `apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nconfigMapGenerator:\n  - name: ${name}\n    behavior: merge\n    literals:\n      - ${literal}\n`;
const patchOf = (role: string) =>
  `kubectl patch configmap/argocd-rbac-cm -n argocd --type merge -p '{"data":{"policy.default":"${role}"}}'\n`;
const policy = (lines: string) => config('argocd-rbac-cm', `  policy.csv: |\n${lines}`);

const instance = (spec: string) =>
  `apiVersion: argoproj.io/v1beta1\nkind: ArgoCD\nmetadata:\n  name: argocd\n  namespace: gitops\nspec:\n${spec}`;

const project = (role: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: AppProject\nmetadata:\n  name: shop\nspec:\n  roles:\n    - name: ci\n${role}`;
const previews = (generator: string, project: string) =>
  `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: previews\nspec:\n  generators:\n${generator}  template:\n    spec:\n      project: ${project}\n`;

ruleTester(terminal!, {
  valid: [
    { ...kubernetes``, text: config('argocd-cm', '  exec.enabled: "false"\n') },
    { ...kubernetes``, text: config('other', '  exec.enabled: "true"\n'), because: 'settings of something else' },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: config('argocd-cm', '  exec.enabled: "«true»"\n'),
      suggestions: [config('argocd-cm', '  exec.enabled: "false"\n')],
    },
  ],
});

ruleTester(defaultRole!, {
  valid: [
    {
      ...kubernetes``,
      text: instance("  rbac:\n    defaultPolicy: 'role:readonly'\n    policy: |\n      g, system:cluster-admins, role:admin\n"),
    },
    {
      ...kubernetes``,
      text: instance('  rbac:\n    defaultPolicy: role:admin\n').replace('argoproj.io/v1beta1', 'example.io/v1'),
      because: 'a kind of somebody else',
    },
    { ...kubernetes``, text: config('argocd-rbac-cm', '  policy.default: role:readonly\n') },
    { ...kubernetes``, text: config('argocd-rbac-cm', "  policy.default: ''\n") },
    { ...kubernetes``, text: config('other', '  policy.default: role:admin\n') },
    { ...helm``, text: config('argocd-rbac-cm', '  policy.default: {{ .Values.role }}\n') },
    {
      file: 'argocd/kustomization.yaml',
      text: generator('app-settings', 'policy.default=role:admin'),
      because: "a program's own settings",
    },
    { file: 'argocd/kustomization.yaml', text: generator('argocd-rbac-cm', 'policy.default=role:readonly') },
    { file: 'argocd/setup.sh', text: patchOf('role:readonly') },
    {
      ...terraform``,
      text: 'resource "helm_release" "cd" {\n  name  = "cd"\n  chart = "argo-cd"\n  set {\n    name  = "configs.rbac.policy\\\\.default"\n    value = ""\n  }\n}\n',
    },
  ],
  invalid: [
    { file: 'argocd/kustomization.yaml', text: generator('argocd-rbac-cm', 'policy.default=«role:admin»') },
    { file: 'argocd/setup.sh', text: patchOf('«role:admin»') },
    {
      ...terraform``,
      text: 'resource "helm_release" "cd" {\n  name  = "cd"\n  chart = "argo-cd"\n  set {\n    name  = "configs.rbac.policy\\\\.default"\n    value = "«role:admin»"\n  }\n}\n',
    },
    { ...kubernetes``, text: instance("  rbac:\n    defaultPolicy: '«role:admin»'\n"), severity: 'critical' },
    {
      ...kubernetes``,
      text: config('argocd-rbac-cm', "  policy.default: '«role:admin»'\n"),
      severity: 'critical',
      suggestions: [config('argocd-rbac-cm', "  policy.default: 'role:readonly'\n")],
    },
    {
      ...terraform``,
      text: 'resource "kubernetes_config_map" "rbac" {\n  metadata {\n    name = "argocd-rbac-cm"\n  }\n  data = {\n    "policy.default" = "«role:admin»"\n  }\n}\n',
    },
    {
      ...at('overlays/prod/kustomization.yaml')``,
      text: 'resources:\n  - ../../base/cm.yaml\npatches:\n  - patch: |\n      apiVersion: v1\n      kind: ConfigMap\n      metadata:\n        name: argocd-rbac-cm\n      data:\n        policy.default: «role:admin»\n',
      beside: { 'base/cm.yaml': config('argocd-rbac-cm', '  policy.default: role:readonly\n') },
    },
  ],
});

ruleTester(policyStar!, {
  valid: [
    { ...kubernetes``, text: policy('    p, role:shop, applications, *, shop/*, allow\n    p, role:reader, *, get, *, allow\n') },
    {
      ...kubernetes``,
      text: policy('    p, role:shop, *, *, */*, deny\n    # p, role:shop, *, *, */*, allow\n    g, ops, role:admin\n    p, role:x\n'),
    },
    { ...kubernetes``, text: policy('    p, role:shop, exec, create, shop/*, allow\n') },
    { ...kubernetes``, text: policy('    p, role:admin, applications, *, */*, allow\n'), because: 'what it has anyway' },
    {
      ...kubernetes``,
      text: project('      policies:\n        - p, proj:shop:ci, applications, *, shop/*, allow\n'),
      because: 'within its project',
    },
    {
      ...kubernetes``,
      text: project('      policies:\n        - p, proj:shop:ci, clusters, *, *, allow\n'),
      because: 'Argo CD refuses a line of a project for objects that are not of it',
    },
  ],
  invalid: [
    { ...kubernetes``, text: instance('  rbac:\n    policy: |\n      «p, role:ci, *, *, *, allow»\n') },
    {
      ...kubernetes``,
      text: policy('    g, ops, role:admin\n    «p, role:shop, *, *, */*, allow»\n'),
      severity: 'high',
      message: '`role:shop` every action on everything',
    },
    {
      ...kubernetes``,
      text: policy('    «p, ci, exec, create, */*, allow»\n    «p, ci, clusters, *, *, allow»\n'),
      message: ['`exec`', 'every action of `clusters`'],
    },
    {
      ...kubernetes``,
      text: `${policy('    g, ops, role:admin\n    «p, ci, exec, create, */*, allow»\n')}---\napiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: shops\nspec:\n  template:\n    metadata:\n      name: 'shop-{{.name}}'\n`,
      because: 'braces in another object of the file make none of this a template',
    },
    { ...kubernetes``, text: policy('    «p, role:dev, applications, *, */*, allow»\n'), message: 'every action of `applications`' },
    {
      ...kubernetes``,
      text: config('argocd-rbac-cm', '  policy.overlay.csv: "«p, role:shop, *, *, *, allow»"\n'),
      because: 'a policy in parts',
    },
  ],
});

ruleTester(anonymous!, {
  valid: [
    { ...kubernetes``, text: config('argocd-cm', '  users.anonymous.enabled: "false"\n') },
    { ...kubernetes``, text: config('argocd-cm', '  url: https://argocd.example.com\n') },
  ],
  invalid: [
    { ...kubernetes``, text: instance('  usersAnonymousEnabled: «true»\n') },
    { ...kubernetes``, text: instance('  extraConfig:\n    users.anonymous.enabled: "«true»"\n') },
    {
      ...kubernetes``,
      text: config('argocd-cm', '  users.anonymous.enabled: "«true»"\n'),
      suggestions: [config('argocd-cm', '  users.anonymous.enabled: "false"\n')],
    },
  ],
});

const release = (spec: string, namespace = 'shop', kind = 'HelmRelease', group = 'helm') =>
  `apiVersion: ${group}.toolkit.fluxcd.io/v2\nkind: ${kind}\nmetadata:\n  name: web\n  namespace: ${namespace}\nspec:\n  interval: 5m\n${spec}`;

ruleTester(flux!, {
  valid: [
    { ...kubernetes``, text: release('  serviceAccountName: deployer\n') },
    {
      ...kubernetes``,
      text: release('  kubeConfig:\n    secretRef:\n      name: staging\n'),
      because: "it goes to another cluster, with that one's account",
    },
    {
      ...kubernetes``,
      text: release('  path: ./tenants\n', 'flux-system', 'Kustomization', 'kustomize'),
      because: 'of the platform itself',
    },
    {
      ...kubernetes``,
      text: 'apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources: [a.yaml]\n',
      because: "kustomize's own kind of that name",
    },
  ],
  invalid: [
    {
      ...kubernetes``,
      text: release('  chart: {}\n').replace('name: web', 'name: «web»'),
      severity: 'medium',
      message: 'HelmRelease `web` names no service account',
    },
    { ...kubernetes``, text: release('  path: ./apps\n', 'shop', 'Kustomization', 'kustomize').replace('name: web', 'name: «web»') },
  ],
});

ruleTester(pullRequest!, {
  valid: [
    { ...kubernetes``, text: previews('    - pullRequest:\n        gitea: {owner: acme}\n', 'previews') },
    {
      ...kubernetes``,
      text: previews('    - pullRequest:\n        github: {owner: acme, labels: [preview]}\n', 'default'),
      because: 'a maintainer sets the label',
    },
    { ...kubernetes``, text: previews('    - list:\n        elements: []\n', 'default') },
  ],
  invalid: [
    { ...kubernetes``, text: previews('    - pullRequest:\n        gitlab: {project: "7"}\n', '«default»'), severity: 'high' },
    {
      ...kubernetes``,
      text: previews(
        '    - matrix:\n        generators:\n          - clusters: {}\n          - pullRequest:\n              github: {owner: acme}\n',
        '«default»',
      ),
    },
  ],
});

ruleTester(apiKey!, {
  valid: [
    { ...kubernetes``, text: project('      jwtTokens:\n        - iat: 1735390316\n          exp: 1735990316\n') },
    { ...kubernetes``, text: config('argocd-cm', '  accounts.ada: login\n  accounts.ada.enabled: "true"\n') },
  ],
  invalid: [
    { ...kubernetes``, text: project('      jwtTokens:\n        - iat: «1735390316»\n'), message: 'role `ci` has no end' },
    { ...kubernetes``, text: config('argocd-cm', '  accounts.ci: «login, apiKey»\n'), message: 'Account `ci`' },
  ],
});
