// Consoles of a cluster that let callers in without a login, to act with the account of the console.
import type { Example, Rule } from '../../server/engine/rule.ts';
import { entitlementRule, type EntitlementRule } from './entitlement-rule.ts';

const deployment = (name: string, image: string, ...args: readonly string[]): Example => ({
  file: `consoles/${name}.yaml`,
  text: `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: consoles
spec:
  selector:
    matchLabels: {app: ${name}}
  template:
    metadata:
      labels: {app: ${name}}
    spec:
      serviceAccountName: ${name}
      containers:
        - name: ${name}
          image: ${image}
          args:
${args.map((arg) => `            - ${arg}\n`).join('')}`,
});
const dashboard = 'docker.io/kubernetesui/dashboard:v2.7.0';
const argo = 'quay.io/argoproj/argocli:v3.5.2';

const table: readonly EntitlementRule[] = [
  {
    id: 'k8s/dashboard-skip-login',
    title: 'Dashboard with a button that skips the login',
    severity: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'Whoever reaches the Dashboard may skip the login and act as its service account: take `--enable-skip-login` out, and let people log in with a token of their own',
    what: 'The Kubernetes Dashboard with `--enable-skip-login`.',
    why: 'The login page then has a button that leads past it. What follows is done with the service account of the Dashboard, for everybody who reaches its port.',
    remedy: 'Take the flag out and give the account of the Dashboard no role beyond its own secrets and settings.',
    bad: deployment('dashboard', dashboard, '--auto-generate-certificates', '«--enable-skip-login»'),
    good: deployment('dashboard', dashboard, '--auto-generate-certificates'),
    reference: 'https://github.com/kubernetes/dashboard/blob/v2.7.0/docs/common/dashboard-arguments.md',
    fix: { why: 'Those who skip the login today need a token first.' },
    data: (_, entitlement) => (entitlement === 'web-console/skip-login' ? {} : undefined),
  },
  {
    id: 'k8s/argo-server-without-login',
    title: 'Argo Workflows without a login',
    severity: 'high',
    frameworks: ['NHI4:2025', 'PR.AA-03'],
    message:
      'With the mode `server` Argo Workflows asks nobody for a login: whoever reaches it starts workflows with its service account. Use `client` or `sso`',
    what: 'A server of Argo Workflows with `--auth-mode=server`, alone or beside other modes.',
    why: 'Requests without a token are made with the service account of the server. A workflow runs any image in the cluster.',
    remedy: 'Set `--auth-mode=client`, the default since version 3.0, or `--auth-mode=sso` with RBAC.',
    bad: deployment('argo-server', argo, 'server', '«--auth-mode=server»'),
    good: deployment('argo-server', argo, 'server', '--auth-mode=client'),
    reference: 'https://argo-workflows.readthedocs.io/en/latest/argo-server-auth-mode/',
    fix: { why: 'Who uses the server needs a token or an account of the identity provider first.' },
    data: (_, entitlement) => (entitlement === 'web-console/server-account' ? {} : undefined),
  },
];

export const webConsoleRules: readonly Rule[] = table.map(entitlementRule);
