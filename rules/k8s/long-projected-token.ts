// Projected tokens that live longer than a day.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

const day = 86_400;

const pod = (seconds: string): string => `apiVersion: v1
kind: Pod
metadata:
  name: web
spec:
  serviceAccountName: web
  automountServiceAccountToken: false
  containers:
    - name: web
      image: registry.example.com/web@sha256:4c1f5a7d0b8e2f6a9d3c5b7e1f0a2d4c6e8b0a1c3e5f7a9b1d3e5f7a9b1d3e5f
  volumes:
    - name: token
      projected:
        sources:
          - serviceAccountToken:
              path: token
              expirationSeconds: ${seconds}
`;

export const longProjectedToken = defineRule({
  id: 'k8s/long-projected-token',
  meta: {
    title: 'Service-account token that lives longer than a day',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: ['C-0290'],
    fix: 'suggestion',
    messages: {
      long: 'This token lives {days}; the kubelet renews it before its end, so that an hour is enough',
      requested: 'This token lives {days}, wherever it is copied to; ask for one when it is needed, for an hour',
    },
    docs: {
      what: 'A service-account token, projected into a pod or requested, that lives longer than 86400 seconds.',
      why: 'A token that leaks through a log or a crash report works until its end. The kubelet writes a new one in time, so that a long life gains nothing.',
      remedy: 'Set `expirationSeconds: 3600` and read the file again before each use, as the client libraries do.',
      bad: [{ file: 'deploy/web.yaml', text: pod('«31536000»') }],
      good: [{ file: 'deploy/web.yaml', text: pod('3600') }],
      references: ['https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken'],
    },
  },
  on: {
    credential(credential, context) {
      const until = credential.lifetime.until;
      if (
        credential.platform !== 'k8s' ||
        credential.kind !== 'token' ||
        credential.lifetime.kind !== 'until' ||
        credential.enabled === 'no' ||
        !until
      )
        return;
      const seconds = Number(textOf(until) ?? Number.NaN);
      // More than 2^32 is refused by the API: it is made up.
      if (!(seconds > day) || seconds > 2 ** 32) return;
      context.report({
        at: until.at,
        message: credential.storedIn === 'cluster' ? 'long' : 'requested',
        data: { days: inDays(seconds) },
        anchor: credential.anchor,
        suggestions: until.editable
          ? [editing('Let it live an hour', until.token.uri, (document) => [replaceValue(until, 3600, document)])]
          : [],
      });
    },
  },
});

function inDays(seconds: number): string {
  const days = Math.round(seconds / day);
  return `${days} ${days === 1 ? 'day' : 'days'}`;
}
