// Clients and logins of identity servers as they are kept in files: realms of Keycloak in YAML, Zitadel, Authentik, Authelia;
// AsyncAPI, Figma and SharePoint.
import { broadScope } from '../../../rules/oauth/broad-scope.ts';
import { openLogin } from '../../../rules/oauth/open-login.ts';
import { openRedirect } from '../../../rules/oauth/open-redirect.ts';
import { weakGrant } from '../../../rules/oauth/weak-grant.ts';
import { wildcardEgress } from '../../../rules/oauth/wildcard-egress.ts';
import { rules as saas } from '../../../rules/saas/rules.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expect, it } from 'vitest';

/** What rules report of a file, by the words that they mark. */
async function marked(ids: readonly string[], file: string, text: string): Promise<string[]> {
  const plain = text.replaceAll(/[«»]/g, '');
  const { findings, failures } = await analyzeTexts({ [file]: plain });
  expect(failures).toEqual([]);
  return findings.filter(({ rule }) => ids.includes(rule)).map(({ at }) => plain.slice(...at.span));
}

const wanted = (text: string): string[] => [...text.matchAll(/«([^»]*)»/g)].map((match) => match[1]!);
const ids = [broadScope, openLogin, openRedirect, weakGrant, wildcardEgress, ...saas].map(({ id }) => id);

const realm = (ssl: string, redirect: string, flag: string) =>
  `apiVersion: k8s.keycloak.org/v2alpha1\nkind: KeycloakRealmImport\nmetadata: { name: acme }\nspec:\n  keycloakCRName: kc\n  realm:\n    realm: acme\n    sslRequired: ${ssl}\n    clients:\n      - clientId: web\n        publicClient: true\n        redirectUris: ["${redirect}"]\n        implicitFlowEnabled: ${flag}\n`;
const oidc = (grant: string, redirect: string) =>
  `resource "zitadel_application_oidc" "web" {\n  name          = "web"\n  redirect_uris = ["${redirect}"]\n  grant_types   = ["${grant}"]\n}\n`;
const provider = (url: string, mode: string) =>
  `version: 1\nentries:\n  - model: authentik_providers_oauth2.oauth2provider\n    identifiers: { name: app }\n    attrs:\n      client_type: public\n      redirect_uris:\n        - matching_mode: ${mode}\n          url: "${url}"\n`;
const solution = (scope: string) =>
  `{ "solution": { "name": "parts", "version": "1.0.0.0", "webApiPermissionRequests": [{ "resource": "Microsoft Graph", "scope": "${scope}" }] } }\n`;
const events = (flow: string) =>
  `asyncapi: 3.0.0\ninfo: { title: events, version: 1.0.0 }\ncomponents:\n  securitySchemes:\n    login:\n      type: oauth2\n      flows:\n        ${flow}: { authorizationUrl: https://sso.acme.dev, availableScopes: {} }\n`;
const authelia = (policy: string, redirect: string) =>
  `access_control:\n  default_policy: ${policy}\nidentity_providers:\n  oidc:\n    clients:\n      - client_id: app\n        redirect_uris: ['${redirect}']\n        grant_types: [authorization_code]\n`;
const plugin = (host: string) => `{ "name": "x", "api": "1.0.0", "main": "code.js", "networkAccess": { "allowedDomains": ["${host}"] } }\n`;

it.each([
  ['a realm that an operator imports', 'k8s/realm.yaml', realm('«none»', '«*»', '«true»')],
  ['the same, closed', 'k8s/realm.yaml', realm('external', 'https://app.acme.dev/cb', 'false')],
  [
    'a client of the older operator',
    'k8s/client.yaml',
    'apiVersion: keycloak.org/v1alpha1\nkind: KeycloakClient\nmetadata: { name: web }\nspec:\n  client:\n    clientId: web\n    redirectUris: ["«*»"]\n',
  ],
  [
    'a realm as the configuration client takes it',
    'kc/acme.yaml',
    'realm: acme\nsslRequired: «NONE»\nclients:\n  - clientId: web\n    redirectUris: ["https://app.acme.dev/cb"]\n',
  ],
  ['a realm of Terraform', 'infra/kc.tf', 'resource "keycloak_realm" "acme" {\n  realm        = "acme"\n  ssl_required = "«none»"\n}\n'],
  [
    'a realm of Terraform, closed',
    'infra/kc.tf',
    'resource "keycloak_realm" "acme" {\n  realm        = "acme"\n  ssl_required = "external"\n}\n',
  ],
  ['Zitadel', 'infra/z.tf', oidc('«OIDC_GRANT_TYPE_IMPLICIT»', '«http://app.acme.dev/cb»')],
  ['Zitadel, closed', 'infra/z.tf', oidc('OIDC_GRANT_TYPE_AUTHORIZATION_CODE', 'https://app.acme.dev/cb')],
  ['an owner of Zitadel', 'infra/z.tf', 'resource "zitadel_instance_member" "ann" {\n  user_id = "1"\n  roles   = ["«IAM_OWNER»"]\n}\n'],
  [
    'a viewer of Zitadel',
    'infra/z.tf',
    'resource "zitadel_instance_member" "ann" {\n  user_id = "1"\n  roles   = ["IAM_OWNER_VIEWER"]\n}\n',
  ],
  [
    'a token of Zitadel',
    'infra/z.tf',
    'resource "zitadel_personal_access_token" "ci" {\n  user_id = "1"\n  «expiration_date = "2519-04-01T08:45:00Z"»\n}\n',
  ],
  ['a pattern of Authentik', 'blueprints/app.yaml', provider('«.*»', 'regex')],
  ['an address of Authentik', 'blueprints/app.yaml', provider('https://app.acme.dev/cb', 'strict')],
  [
    'Authentik in Terraform',
    'infra/a.tf',
    'resource "authentik_provider_oauth2" "app" {\n  name = "app"\n  allowed_redirect_uris = [\n    { matching_mode = "regex", url = "«.*»" },\n  ]\n}\n',
  ],
  ['Authelia with its clients', 'authelia/configuration.yml', authelia('«bypass»', '«http://app.acme.dev/cb»')],
  ['Authelia, closed', 'authelia/configuration.yml', authelia('deny', 'https://app.acme.dev/cb')],
  ['a flow of AsyncAPI', 'asyncapi.yaml', events('«implicit»')],
  ['another flow of AsyncAPI', 'asyncapi.yaml', events('clientCredentials')],
  ['every host of a plugin', 'manifest.json', plugin('«*»')],
  ['one host of a plugin', 'manifest.json', plugin('https://api.acme.dev')],
  ['a directory in parts of SharePoint', 'config/package-solution.json', solution('«Directory.ReadWrite.All»')],
  ['a profile in parts of SharePoint', 'config/package-solution.json', solution('User.Read')],
])('%s', async (_name, file, text) => expect(await marked(ids, file, text)).toEqual(wanted(text)));
