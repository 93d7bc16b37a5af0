import { openEventListener } from '../../../rules/ci/open-event-listener.ts';
import { ruleTester } from '../../support/rule-tester.ts';

const listener = (trigger: string, spec = ''): { file: string; text: string } => ({
  file: 'tekton/listener.yaml',
  text: `apiVersion: triggers.tekton.dev/v1beta1\nkind: EventListener\nmetadata: { name: hook }\nspec:\n  serviceAccountName: triggers\n${spec}  triggers:\n    - ${trigger}\n      template: { ref: build }\n`,
});

ruleTester(openEventListener, {
  valid: [
    {
      file: 'wf/es.yaml',
      text: "apiVersion: argoproj.io/v1alpha1\nkind: EventSource\nmetadata: { name: e }\nspec:\n  webhook:\n    push: { port: '12000', endpoint: /push, authSecret: { name: hook, key: token } }\n  github:\n    repo: { webhookSecret: { name: hook, key: s } }\n  calendar: { nightly: { schedule: 0 0 * * * } }\n",
      because: 'the sender knows a secret, and a clock sends nothing',
    },
    {
      ...listener(
        'name: push\n      interceptors: [{ github: { secretRef: { secretName: hook, secretKey: token }, eventTypes: [push] } }]',
      ),
      because: 'the older notation, with a secret',
    },
    {
      ...listener(
        "name: push\n      interceptors: [{ ref: { name: cel }, params: [{ name: filter, value: \"header.canonical('X-Token').compareSecret('token', 'hook')\" }] }]",
      ),
      because: 'the filter compares a header with a secret',
    },
    {
      ...listener('name: push\n      interceptors: [{ webhook: { objectRef: { kind: Service, name: check } } }]'),
      because: 'a service of their own may check the sender',
    },
    { ...listener('name: push\n      interceptors: [{ ref: { name: our-check } }]'), because: 'so may an interceptor of their own' },
    {
      file: 'tekton/listener.yaml',
      text: 'apiVersion: triggers.tekton.dev/v1beta1\nkind: EventListener\nmetadata: { name: hook }\nspec:\n  triggers:\n    - triggerRef: push\n  triggerGroups:\n    - name: all\n      interceptors: [{ ref: { name: cel } }]\n      triggerSelector: { labelSelector: {} }\n',
      because: 'triggers that stand elsewhere are not known',
    },
  ],
  invalid: [
    {
      file: 'wf/es.yaml',
      text: "apiVersion: argoproj.io/v1alpha1\nkind: EventSource\nmetadata: { name: e }\nspec:\n  webhook:\n    «push»: { port: '12000', endpoint: /push }\n  gitlab:\n    «repo»: { events: [PushEvents] }\n",
    },
    { ...listener('name: «push»\n      bindings: [{ ref: push }]'), severity: 'medium', message: 'Nothing in front of the trigger `push`' },
    {
      ...listener('«bindings»: [{ ref: push }]', '  resources: { kubernetesResource: { serviceType: LoadBalancer } }\n'),
      severity: 'high',
      message: 'an address outside of the cluster',
    },
    {
      ...listener('name: «push»\n      interceptors: [{ ref: { name: gitlab }, params: [{ name: eventTypes, value: [Push Hook] }] }]'),
      message: 'The interceptor `gitlab` of the trigger `push` has no secret',
    },
    {
      ...listener('name: «push»\n      interceptors: [{ cel: { filter: "body.ref == \'refs/heads/main\'" } }]'),
      message: 'Nothing in front',
    },
  ],
});
