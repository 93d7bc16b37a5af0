// Secrets of OAuth clients and of identity providers that stand in exports and metadata.
import { isPlaceholder } from '../../server/engine/facts/agents/credential-text.ts';
import { textOf } from '../../server/engine/facts/value.ts';
import { defineRule } from '../../server/engine/rule.ts';
import { productTitle } from './products.ts';

/** Masks and references of the products: Keycloak's stars and `${env.X}`, Auth0's `##X##` and `@@X@@`, Salesforce's replacement. */
const notASecret = /^\*+$|\$\{|\$\(|##\w+##|@@\w+@@|\{\{|^<|^%\w+%$|^env:/;

export const clientSecretInFile = defineRule({
  id: 'oauth/client-secret-in-file',
  meta: {
    title: 'Client secret in an export or in metadata',
    category: 'secret',
    severity: 'critical',
    confidence: 'high',
    frameworks: ['NHI2:2025', 'PR.AA-01'],
    peers: [],
    // The scanner sees the same text without knowing whose secret it is.
    subsumes: ['secret/assigned-secret', 'secret/malformed-token', 'secret/provider-token', 'secret/test-credential'],
    fix: 'none',
    whyNoFix: 'Whether the file is read back in, and then needs the value, is not in the file.',
    messages: {
      literal:
        'The {product} "{name}" has its secret written out here ({length} characters): whoever has the file is the client. Refer to it, and replace the secret',
      person:
        'The password of "{person}" of {name} is written out here ({length} characters), and an import sets it in every place that reads this file. Give it `temporary: true`, or set it outside',
      installed:
        'The secret of the installed client "{name}" stands here; Google does not treat it as confidential, but it should not be copied around either',
    },
    docs: {
      what: 'An export, manifest or metadata file holds the secret of an OAuth client or of an identity provider.',
      why: "With the client's secret anyone can be the client: get tokens in its name, exchange stolen codes, use its service account. Exports are made to be passed on.",
      remedy:
        "Export without secrets, or refer to them: `${env.X}` in Keycloak, `##X##` in Auth0's deploy tool. Then replace the secret that stood here.",
      bad: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "backend", "redirectUris": [], "secret": "«k3Jx9vQm2LpT7rBz5WnY8dFc»" }]\n}\n',
        },
      ],
      good: [
        {
          file: 'realm-export.json',
          text: '{\n  "realm": "acme",\n  "clients": [{ "clientId": "backend", "redirectUris": [], "secret": "**********" }]\n}\n',
        },
      ],
      references: [
        'https://www.keycloak.org/server/importExport',
        'https://auth0.com/docs/deploy-monitor/deploy-cli-tool/keyword-replacement',
      ],
    },
  },
  on: {
    oauthClient(client, context) {
      for (const { at, value, person } of client.secrets) {
        const text = textOf(value);
        if (
          text === undefined ||
          text.length < 8 ||
          notASecret.test(text) ||
          isPlaceholder(text) ||
          /^(?:client[-_ ]?)?(?:secret|password|changeit)\w{0,4}$/i.test(text)
        )
          continue;
        if (person !== undefined && person.toLowerCase() === text.toLowerCase()) continue;
        const installed = client.carrier.kind === 'installed';
        context.report({
          at,
          message: installed ? 'installed' : person === undefined ? 'literal' : 'person',
          data: { product: productTitle(client.product), name: client.name, person: person ?? '', length: text.length },
          anchor: `${client.anchor}|${person === undefined ? 'secret' : `password of ${person}`}`,
          severity: installed ? 'low' : client.product === 'google-client' || person !== undefined ? 'high' : 'critical',
        });
      }
    },
  },
});
