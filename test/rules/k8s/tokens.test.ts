// k8s/legacy-token-secret (legacy-token-secret.ts).
import { legacyTokenSecret } from '../../../rules/k8s/legacy-token-secret.ts';
import { at, helm, kubernetes, ruleTester } from '../../support/rule-tester.ts';

ruleTester(legacyTokenSecret, {
  valid: [
    kubernetes`
      apiVersion: v1
      kind: Secret
      metadata:
        name: t
      type: Opaque
    `,
    helm`
      apiVersion: v1
      kind: Secret
      metadata:
        name: t
      type: {{ .Values.type }}
    `,
    kubernetes`
      apiVersion: example.com/v1
      kind: Secret
      metadata:
        name: t
      type: kubernetes.io/service-account-token
    `,
  ],
  invalid: [
    {
      ...kubernetes`
        apiVersion: v1
        kind: Secret
        metadata:
          name: t
          annotations:
            kubernetes.io/service-account.name: ci
        type: «kubernetes.io/service-account-token»
      `,
      message: 'service account `ci`',
    },
    {
      ...at('a.json')``,
      text: '{"kind": "Secret", "apiVersion": "v1", "type": "«kubernetes.io/service-account-token»"}',
      message: 'The service-account token',
    },
  ],
});
