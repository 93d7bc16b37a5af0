// Certificates that live longer than a year and a bit.
import { replaceValue } from '../../server/engine/edit/printer.ts';
import { editing } from '../../server/engine/edit/suggest.ts';
import { durationDays } from '../../server/engine/facts/lifetime.ts';
import type { Credential } from '../../server/engine/facts/types.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

/** What browsers took at the longest; a year and the month in which it is renewed. */
const longest = 398;

const certificate = (duration: string): string => `apiVersion: cert-manager.io/v1
kind: Certificate
metadata:
  name: reports
  namespace: shop
spec:
  secretName: reports-client
  duration: ${duration}
  usages: [client auth]
  commonName: reports
  issuerRef:
    kind: ClusterIssuer
    name: internal
`;

/** cert-manager refuses a certificate that is to be renewed earlier than it begins. */
function isRenewedWithin90Days({ rotation }: Credential): boolean {
  return !rotation || (durationDays(textOf(rotation) ?? '') ?? Infinity) < 90;
}

export const longCertificate = defineRule({
  id: 'k8s/long-certificate',
  meta: {
    title: 'Certificate that lives for years',
    category: 'long-lived',
    severity: 'medium',
    confidence: 'high',
    frameworks: ['NHI7:2025', 'PR.AA-01'],
    peers: [],
    fix: 'suggestion',
    messages: {
      client:
        'Whoever copies the key of this client certificate is `{name}` for {days} days; cert-manager renews it in time, so that 90 days are enough',
      server:
        'This certificate lives {days} days, and its key as long, wherever it is copied to; cert-manager renews it in time, so that 90 days are enough',
      requested: 'This certificate lives {days} days and cannot be taken back; ask for one when it is needed, for hours',
    },
    docs: {
      what: 'A certificate that is asked for with a life of more than 398 days: of cert-manager, or from a signer of the cluster. That of a certificate authority is meant to last.',
      why: 'A certificate is a credential that nobody can take back in practice. With cert-manager a short life costs nothing, because it is renewed by itself; a long one only helps whoever copied the key.',
      remedy: 'Set `duration: 2160h` (90 days, which is what cert-manager takes where nothing is said) or less.',
      bad: [{ file: 'deploy/certificate.yaml', text: certificate('«87600h»') }],
      good: [{ file: 'deploy/certificate.yaml', text: certificate('2160h') }],
      references: [
        'https://cert-manager.io/docs/usage/certificate/#renewal',
        'https://kubernetes.io/docs/reference/access-authn-authz/certificate-signing-requests/',
      ],
    },
  },
  on: {
    credential(credential, context) {
      const { until } = credential.lifetime;
      if (credential.platform !== 'k8s' || credential.kind !== 'certificate' || credential.enabled === 'no' || !until) return;
      const text = textOf(until) ?? '';
      const days = durationDays(/^\d+$/.test(text) ? `${text}s` : text);
      if (days === undefined || !(days > longest)) return;
      const isRequest = credential.carrier.kind === 'CertificateSigningRequest';
      const isClient = credential.owner?.kind === 'user';
      context.report({
        at: until.at,
        message: isRequest ? 'requested' : isClient ? 'client' : 'server',
        severity: isRequest || isClient ? 'medium' : 'low',
        data: { days: Math.round(days), name: textOf(credential.owner?.id) || 'its subject' },
        anchor: credential.anchor,
        suggestions:
          until.editable && !isRequest && isRenewedWithin90Days(credential)
            ? [editing('Let it live 90 days', until.token.uri, (document) => [replaceValue(until, '2160h', document)])]
            : [],
      });
    },
  },
});
