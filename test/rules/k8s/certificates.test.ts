// k8s/long-certificate (long-certificate.ts).
import { longCertificate } from '../../../rules/k8s/long-certificate.ts';
import { helm, kubernetes, ruleTester } from '../../support/rule-tester.ts';

ruleTester(longCertificate, {
  valid: [
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: root}
        spec: {secretName: root, duration: 87600h, isCA: true, issuerRef: {name: self}}
      `,
      because: 'a certificate authority is meant to last',
    },
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec: {secretName: web, duration: 8760h, renewBefore: 360h, issuerRef: {name: internal}}
      `,
      because: 'a year',
    },
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec: {secretName: web, issuerRef: {name: internal}}
      `,
      because: 'ninety days where nothing is said',
    },
    {
      ...helm`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec:
          secretName: web
          duration: {{ .Values.duration }}
      `,
      because: 'not known',
    },
    {
      ...helm`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec:
          secretName: web
          duration: 87600h
          isCA: {{ .Values.authority }}
      `,
      because: 'an authority, for all that is known',
    },
    {
      ...kubernetes`
        apiVersion: networking.gke.io/v1
        kind: Certificate
        metadata: {name: web}
        spec: {duration: 87600h}
      `,
      because: 'another kind of the same name',
    },
    {
      ...kubernetes`
        apiVersion: certificates.k8s.io/v1
        kind: CertificateSigningRequest
        metadata: {name: ann}
        spec: {signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: 86400, usages: [client auth]}
      `,
      because: 'a day',
    },
  ],
  invalid: [
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web-client}
        spec:
          secretName: web
          commonName: orders
          duration: «87600h»
          renewBefore: 4320h
          isCA: false
          usages: [client auth]
      `,
      because: 'one that is renewed half a year before its end has none that is shorter',
      message: '`orders` for 3650 days',
      suggestions: [],
    },
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: reports}
        spec:
          secretName: reports
          duration: "«43800h0m0s»"
          usages:
            - digital signature
            - client auth
          issuerRef: {name: internal}
      `,
      severity: 'medium',
      message: '`reports` for 1825 days',
    },
    {
      ...kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec:
          secretName: web
          duration: «87600h»
          issuerRef: {name: internal}
      `,
      severity: 'low',
      suggestions: [
        kubernetes`
        apiVersion: cert-manager.io/v1
        kind: Certificate
        metadata: {name: web}
        spec:
          secretName: web
          duration: 2160h
          issuerRef: {name: internal}
      `.text,
      ],
    },
    {
      ...kubernetes`
        apiVersion: certificates.k8s.io/v1
        kind: CertificateSigningRequest
        metadata: {name: ann}
        spec: {signerName: kubernetes.io/kube-apiserver-client, expirationSeconds: «315360000», usages: [client auth]}
      `,
      severity: 'medium',
      message: '3650 days',
    },
  ],
});
