// k8s/open-authorization-policy (open-authorization-policy.ts).
import { openAuthorizationPolicy } from '../../../rules/k8s/open-authorization-policy.ts';
import { kubernetes, ruleTester } from '../../support/rule-tester.ts';

const policy = (rules: string, action = 'ALLOW', api = 'security.istio.io/v1beta1') =>
  `apiVersion: ${api}\nkind: AuthorizationPolicy\nmetadata: {name: a, namespace: shop}\nspec:\n  action: ${action}\n  rules:\n${rules}`;
const from = (source: string) => `    - from:\n        - source:\n            ${source}\n`;

ruleTester(openAuthorizationPolicy, {
  valid: [
    { ...kubernetes``, text: policy('    - {}\n', 'DENY'), because: 'it denies everybody' },
    { ...kubernetes``, text: policy('    - {}\n', 'ALLOW', 'security.example.com/v1'), because: 'another kind of that name' },
    {
      ...kubernetes``,
      text: 'apiVersion: security.istio.io/v1\nkind: AuthorizationPolicy\nmetadata: {name: nothing}\nspec: {}\n',
      because: 'without rules nothing is allowed',
    },
    { ...kubernetes``, text: policy('    - to:\n        - operation: {paths: [/healthz]}\n'), because: 'one path' },
    { ...kubernetes``, text: policy(from('principals: [cluster.local/ns/shop/sa/web]')) },
    { ...kubernetes``, text: policy(from('principals: ["*"]\n            namespaces: [shop]')), because: 'the workloads of one namespace' },
    {
      ...kubernetes``,
      text: policy(`${from('principals: ["*"]')}      to:\n        - operation: {methods: [GET]}\n`),
      because: 'reading alone',
    },
  ],
  invalid: [
    { ...kubernetes``, text: policy('    - «{}»\n'), severity: 'medium', message: 'every request' },
    { ...kubernetes``, text: policy('    - «{}»\n').replace('  action: ALLOW\n', ''), message: 'every request' },
    { ...kubernetes``, text: policy(from('principals: ["«*»"]')), severity: 'low', message: 'every workload of the mesh' },
  ],
});
