// What Argo CD and Flux let everybody do: roles that all callers have, policies without borders, accounts whose tokens do
// not end, and releases that are applied with the rights of the controller. Projects are in argocd-project-star.ts.
import { patternOf, textOf } from '../../server/engine/facts/value.ts';
import { defineRule, type Example, type Rule } from '../../server/engine/rule.ts';
import { entitlementRule, type EntitlementRule } from './entitlement-rule.ts';

const configMap = (name: string, data: string): Example => ({
  file: 'argocd/config.yaml',
  text: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: argocd\ndata:\n${data}`,
});
const policy = (line: string): Example =>
  configMap('argocd-rbac-cm', `  policy.default: role:readonly\n  policy.csv: |\n    g, shop-team, role:shop\n    ${line}\n`);
const release = (namespace: string, account: string): Example => ({
  file: 'tenants/shop.yaml',
  text: `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata:\n  name: ${namespace}\n  namespace: shop\nspec:\n  interval: 10m\n  path: ./apps\n  prune: true\n${account}  sourceRef:\n    kind: GitRepository\n    name: shop\n`,
});

const requests = (project: string): Example => ({
  file: 'argocd/previews.yaml',
  text: `apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\nmetadata:\n  name: previews\nspec:\n  generators:\n    - pullRequest:\n        github:\n          owner: acme\n          repo: shop\n  template:\n    metadata:\n      name: preview\n    spec:\n      project: ${project}\n`,
});

/** What may not be given with `*` for all objects: everything, running commands, and what Argo CD itself is made of. */
const graveActions: ReadonlySet<string> = new Set([
  '*:*',
  'exec:create',
  'exec:*',
  'accounts:*',
  'accounts:update',
  'clusters:*',
  'projects:*',
  'applications:*',
]);

const table: readonly EntitlementRule[] = [
  {
    id: 'k8s/argocd-default-role',
    title: 'Administrator of Argo CD by default',
    severity: 'critical',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message: 'Whoever can log in to Argo CD has `{role}`: every application, cluster and repository that Argo CD reaches',
    what: 'A default policy of Argo CD that makes everybody who logs in an administrator.',
    why: 'Argo CD deploys with rights of its own, nearly always those of an administrator of the cluster. The default role is added to all others and cannot be taken back by a rule.',
    remedy: 'Set `policy.default` to `role:readonly` or leave it empty, and give `role:admin` to a group.',
    bad: configMap('argocd-rbac-cm', '  policy.default: «role:admin»\n'),
    good: configMap('argocd-rbac-cm', '  policy.default: role:readonly\n  policy.csv: |\n    g, platform, role:admin\n'),
    reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/',
    fix: { title: 'Give everybody role:readonly', to: 'role:readonly' },
    data: (grant, entitlement) =>
      entitlement === 'argocd/policy.default' && textOf(grant.actions[0]) === 'role:admin' ? { role: 'role:admin' } : undefined,
  },
  {
    id: 'k8s/argocd-policy-star',
    title: 'Argo CD policy without borders',
    severity: 'high',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message: 'This line gives `{role}` {action} on everything that Argo CD manages: name the project (`shop/*`) and the actions',
    what: 'A line of an Argo CD policy that allows every action, running commands, or changes to Argo CD itself, for all objects.',
    why: 'Whoever may do everything in Argo CD deploys with its rights into every cluster that it reaches, and `exec` runs commands in the pods of all applications.',
    remedy: 'Give a team `applications` with the actions that it uses, for the objects of its project.',
    bad: policy('«p, role:shop, *, *, */*, allow»'),
    good: policy('p, role:shop, applications, sync, shop/*, allow'),
    reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/',
    fix: { why: 'Which project and which actions a team needs is known to the team alone.' },
    data(grant, entitlement) {
      const [, subject, resource, action, object] = (textOf(grant.actions[0]) ?? '').split(',').map((part) => part.trim());
      if (!entitlement.startsWith('argocd/policy/') || !graveActions.has(`${resource}:${action}`) || !['*', '*/*'].includes(object ?? ''))
        return undefined;
      // The administrator of Argo CD has all of it whatever is written, and roles of a project reach that project alone: Argo
      // CD refuses their lines for other objects.
      if (subject === 'role:admin' || grant.carrier.kind === 'AppProject') return undefined;
      return {
        role: patternOf(grant.principals[0]!.id),
        action: action === '*' ? (resource === '*' ? 'every action' : `every action of \`${resource}\``) : `\`${resource}\``,
      };
    },
  },
  {
    id: 'k8s/argocd-anonymous',
    title: 'Argo CD open to callers without a login',
    severity: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'Whoever reaches Argo CD has its default role without a login: applications with their manifests, and more where the role gives more',
    what: 'Anonymous access to Argo CD.',
    why: 'Everybody on the network sees what is deployed where, from which repositories, and has what `policy.default` gives.',
    remedy: 'Turn it off and let people log in by OIDC.',
    bad: configMap('argocd-cm', '  users.anonymous.enabled: "«true»"\n'),
    good: configMap('argocd-cm', '  users.anonymous.enabled: "false"\n'),
    reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/rbac/',
    fix: { title: 'Turn it off', to: 'false' },
    data: (_, entitlement) => (entitlement === 'argocd/users.anonymous.enabled' ? {} : undefined),
  },
  {
    id: 'k8s/argocd-terminal',
    title: 'Argo CD that opens a shell in pods',
    severity: 'low',
    profile: 'audit',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'Whoever has the action `create` on `exec` opens a shell in the pods of an application by the account of Argo CD, past the roles of the cluster: leave it off where nobody needs it',
    what: 'The web terminal of Argo CD, turned on.',
    why: 'A shell in a pod has its token, its secrets and its network. Roles of Kubernetes that keep people out of pods are not asked.',
    remedy: 'Leave `exec.enabled` off, or give `exec` to few and for one project each.',
    bad: configMap('argocd-cm', '  exec.enabled: "«true»"\n'),
    good: configMap('argocd-cm', '  exec.enabled: "false"\n'),
    reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/web_based_terminal/',
    fix: { title: 'Turn it off', to: 'false' },
    data: (_, entitlement) => (entitlement === 'argocd/exec.enabled' ? {} : undefined),
  },
  {
    id: 'k8s/argocd-pull-request-project',
    title: 'Every pull request is deployed in the project default',
    severity: 'high',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      'What anybody proposes in a pull request is deployed in the project `default`, which allows every object in every namespace unless somebody has narrowed it: name a project of its own, and ask for a label that a maintainer sets',
    what: 'An ApplicationSet that makes an application of every pull request, in the project default.',
    why: 'The manifests of a pull request are applied before anybody has read them, with the rights of Argo CD. The project is the only border, and `default` has none.',
    remedy: 'Make a project for previews, with one namespace pattern and no cluster-wide kinds, and list only requests with a label.',
    bad: requests('«default»'),
    good: requests('previews'),
    reference: 'https://argo-cd.readthedocs.io/en/stable/operator-manual/applicationset/Security/',
    fix: { why: 'The project for previews has to be made first.' },
    data: (grant, entitlement) => (entitlement === 'ApplicationSet/pullRequest' && textOf(grant.actions[0]) === 'default' ? {} : undefined),
  },
  {
    id: 'k8s/flux-controller-account',
    title: 'Flux applies with the rights of its controller',
    severity: 'medium',
    profile: 'strict',
    frameworks: ['NHI5:2025', 'PR.AA-05'],
    message:
      '{kind} `{name}` names no service account, so that Flux applies it as its own controller, an administrator: whoever may write to its source has the cluster',
    what: 'A Kustomization or HelmRelease of Flux outside of flux-system without `serviceAccountName`.',
    why: 'The controllers of Flux are administrators of the cluster. A tenant whose release runs as the controller deploys into every namespace, and makes itself an administrator.',
    remedy:
      'Name a service account of the namespace with the roles that the tenant has, and start the controllers with `--default-service-account`.',
    bad: release('«shop»', ''),
    good: release('shop', '  serviceAccountName: shop-deployer\n'),
    reference: 'https://fluxcd.io/flux/installation/configuration/multitenancy/',
    fix: { why: 'The service account and its roles have to be made first.' },
    data: (grant, entitlement) =>
      entitlement === 'flux/controller' && !/\/flux-system\//.test(grant.anchor)
        ? { kind: grant.carrier.kind, name: patternOf(grant.actions[0]!) }
        : undefined,
  },
];

/** Where accounts and roles with tokens are written. */
const accounts: ReadonlySet<string> = new Set(['argocd-cm', 'AppProject']);

const argocdApiKey: Rule = defineRule({
  id: 'k8s/argocd-api-key',
  meta: {
    title: 'Account of Argo CD with API keys',
    category: 'long-lived',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'none',
    whyNoFix: 'What uses the keys of the account has to log in another way first.',
    messages: {
      account:
        'Account `{account}` of Argo CD may have API keys, which do not end unless somebody says so: give them `--expires-in`, or let the pipeline use a role of the project or OIDC',
      token: 'This token of the role `{account}` has no end: make one with `--expires-in`, and take this one out of the project',
    },
    docs: {
      what: 'A local account of Argo CD that may have API keys, or a token of a project role without an end.',
      why: 'A key made without `--expires-in` is valid until somebody deletes it. It stands in a variable of a pipeline, and nobody is asked when the pipeline is no longer needed.',
      remedy: 'Let the pipeline log in by OIDC, or make tokens of a project role with an end.',
      bad: [configMap('argocd-cm', '  accounts.ci: «apiKey»\n')],
      good: [configMap('argocd-cm', '  accounts.ada: login\n')],
      references: ['https://argo-cd.readthedocs.io/en/stable/operator-manual/user-management/'],
    },
  },
  on: {
    credential(credential, context) {
      if (credential.platform !== 'k8s' || !accounts.has(credential.carrier.kind) || credential.enabled === 'no') return;
      context.report({
        at: credential.at,
        message: credential.carrier.kind === 'AppProject' ? 'token' : 'account',
        data: { account: credential.owner ? patternOf(credential.owner.id) : '' },
        anchor: credential.anchor,
      });
    },
  },
});

export const gitOpsRules: readonly Rule[] = [...table.map(entitlementRule), argocdApiKey];
