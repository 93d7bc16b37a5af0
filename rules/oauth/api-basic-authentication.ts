// An API definition with HTTP basic: a password with every call. Beside another scheme it is an offer that callers can
// pass by, and a hint only; alone it is all there is.
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';

export const apiBasicAuthentication = defineRule({
  id: 'oauth/api-basic-authentication',
  meta: {
    title: 'API that takes a password with every call',
    category: 'oauth',
    severity: 'low',
    confidence: 'high',
    profile: 'strict',
    frameworks: ['NHI4:2025', 'NHI7:2025', 'PR.AA-03'],
    peers: ['CKV_OPENAPI_13'],
    fix: 'none',
    whyNoFix: 'Another scheme needs another server.',
    messages: {
      only: 'The API takes nothing but HTTP {scheme} ("{name}"): callers send a password that does not end with every call. Use tokens that do',
      beside: 'The scheme "{name}" is HTTP {scheme}: callers who use it send a password that does not end with every call',
    },
    docs: {
      what: 'An OpenAPI definition declares HTTP basic authentication.',
      why: 'The same password goes with every call, through every proxy, and is kept by every caller. It ends when someone changes it everywhere.',
      remedy: 'Use OAuth client credentials or short-lived bearer tokens.',
      bad: [
        {
          file: 'openapi.yaml',
          text: 'swagger: "2.0"\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\nsecurityDefinitions:\n  login:\n    type: «basic»\n',
        },
      ],
      good: [
        {
          file: 'openapi.yaml',
          text: 'openapi: 3.0.3\ninfo: { title: Orders, version: 1.0.0 }\npaths: {}\ncomponents:\n  securitySchemes:\n    login: { type: http, scheme: bearer }\n',
        },
      ],
      references: ['https://owasp.org/www-project-non-human-identities-top-10/2025/'],
    },
  },
  on: {
    oauthClient(client, context) {
      for (const grant of client.grants) {
        const only = client.carrier.kind === 'only-scheme';
        if (grant.type === 'basic')
          context.report({
            at: grant.at,
            message: only ? 'only' : 'beside',
            data: { name: client.name, scheme: (grant.value && textOf(grant.value)?.toLowerCase()) ?? 'basic' },
            anchor: `${client.anchor}|basic`,
            severity: only ? 'low' : 'info',
          });
      }
    },
  },
});
