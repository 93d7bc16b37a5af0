// Secrets into which the control plane writes a service-account token that never ends.
import { shownOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const legacyTokenSecret = defineRule({
  id: 'k8s/legacy-token-secret',
  meta: {
    title: 'Service-account token without an end',
    category: 'long-lived',
    severity: 'high',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['C-0287'],
    fix: 'none',
    whyNoFix:
      'What reads the secret has to change first: a pod to a projected token, an outside system to the TokenRequest API or federation. Nobody but its owner knows which.',
    messages: {
      owned:
        'The token of service account `{account}` in this secret has no end and is in every backup of the cluster; use a projected or requested token, which lives an hour',
      plain:
        'The service-account token in this secret has no end and is in every backup of the cluster; use a projected or requested token, which lives an hour',
    },
    docs: {
      what: 'A secret of type `kubernetes.io/service-account-token`.',
      why: 'Since Kubernetes 1.24 no such secret is made by itself, because the token in it is valid as long as the secret is there, is bound to no pod, and can be read by everyone who may read secrets of the namespace.',
      remedy:
        'Inside the cluster mount a projected token. Outside, call `kubectl create token` or the TokenRequest API when a token is needed, or let the system log in by OIDC.',
      bad: [
        {
          file: 'deploy/token.yaml',
          text: `apiVersion: v1
kind: Secret
metadata:
  name: deployer-token
  annotations:
    kubernetes.io/service-account.name: deployer
type: «kubernetes.io/service-account-token»
`,
        },
      ],
      good: [
        {
          file: 'deploy/pod.yaml',
          text: `apiVersion: v1
kind: Pod
metadata:
  name: deployer
spec:
  serviceAccountName: deployer
  automountServiceAccountToken: false
  containers:
    - name: main
      image: registry.example.com/deployer@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
      volumeMounts:
        - name: token
          mountPath: /var/run/secrets/tokens
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken:
              path: token
              expirationSeconds: 3600
`,
        },
      ],
      references: [
        'https://kubernetes.io/docs/concepts/security/service-accounts/#get-a-token',
        'https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#legacy-serviceaccount-token-cleaner',
      ],
    },
  },
  on: {
    credential(credential, context) {
      if (
        credential.platform !== 'k8s' ||
        credential.kind !== 'token' ||
        credential.lifetime.kind !== 'standing' ||
        credential.enabled === 'no'
      )
        return;
      const account = credential.owner ? shownOf(credential.owner.id) : undefined;
      context.report({
        at: credential.at,
        message: account ? 'owned' : 'plain',
        ...(account ? { data: { account } } : {}),
        anchor: credential.anchor,
      });
    },
  },
});
