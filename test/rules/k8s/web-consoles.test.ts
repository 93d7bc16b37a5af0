// The rules of web-consoles.ts: k8s/dashboard-skip-login and k8s/argo-server-without-login.
import { webConsoleRules } from '../../../rules/k8s/web-consoles.ts';
import { at, kubernetes, ruleTester, terraform } from '../../support/rule-tester.ts';

const [skipLogin, withoutLogin] = webConsoleRules;
const pod = (image: string, args: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: console\nspec:\n  containers:\n    - name: console\n      image: ${image}\n      args: ${args}\n`;

ruleTester(skipLogin!, {
  valid: [
    { ...kubernetes``, text: pod('kubernetesui/dashboard:v2.7.0', '[--auto-generate-certificates, --namespace=consoles]') },
    { ...kubernetes``, text: pod('kubernetesui/dashboard:v2.7.0', '[--enable-skip-login=false]'), because: 'said to be off' },
    { ...at('charts/console/values.yaml')``, text: 'extraArgs:\n  - --enable-metrics\n' },
  ],
  invalid: [
    { ...kubernetes``, text: pod('kubernetesui/dashboard:v2.7.0', '[--namespace=x, «--enable-skip-login»]'), severity: 'high' },
    { ...kubernetes``, text: pod('mirror.example.com/console', '["«--enable-skip-login=true»"]'), because: 'the image has another name' },
    {
      ...kubernetes``,
      text: 'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata:\n  name: dashboard\nspec:\n  serviceAccountName: installer\n  values:\n    extraArgs:\n      - «--enable-skip-login»\n',
    },
    {
      ...terraform``,
      text: 'resource "helm_release" "dashboard" {\n  name  = "dashboard"\n  chart = "kubernetes-dashboard"\n  values = [yamlencode({\n    extraArgs = ["«--enable-skip-login»"]\n  })]\n}\n',
    },
  ],
});

ruleTester(withoutLogin!, {
  valid: [
    { ...kubernetes``, text: pod('quay.io/argoproj/argocli:v3.5.2', '[server, --auth-mode=client]') },
    { ...kubernetes``, text: pod('quay.io/argoproj/argocli:v3.5.2', '[server, --auth-mode, sso]') },
    { ...kubernetes``, text: pod('registry.example.com/broker:1', '[--auth-mode=server]'), because: 'another program' },
  ],
  invalid: [
    { ...kubernetes``, text: pod('quay.io/argoproj/argocli:v3.5.2', '[server, «--auth-mode=server», --auth-mode=sso]'), severity: 'high' },
    { ...kubernetes``, text: pod('argoproj/argocli@sha256:abc', '[server, --auth-mode, «server»]') },
  ],
});
