// Which files declare OAuth clients or SaaS applications: by name, and for names that many products share by a word or
// two of the text. Files that no row knows cost a look at their name and, for JSON and YAML, a search for a few words.
import type { Document, Format } from '../../document.ts';

export type OAuthFile =
  | 'slack'
  | 'github-app'
  | 'apps-script'
  | 'web-extension'
  | 'office-add-in'
  | 'm365-app'
  | 'google-client'
  | 'entra'
  | 'auth0'
  | 'keycloak'
  | 'forge'
  | 'shopify'
  | 'salesforce'
  | 'openapi'
  | 'backstage'
  | 'spring'
  | 'dex'
  | 'hydra'
  | 'connect'
  | 'registered'
  | 'backstage-config'
  | 'supabase'
  | 'oauth2-proxy'
  | 'proxy-container'
  | 'hydra-config'
  | 'authelia'
  | 'asyncapi'
  | 'authentik'
  | 'figma'
  | 'spfx';

interface Row {
  readonly file: OAuthFile;
  readonly formats: readonly Format[];
  readonly path?: RegExp;
  readonly holds?: (text: string) => boolean;
}

const has =
  (...words: string[]) =>
  (text: string) =>
    words.every((word) => text.includes(word));
const start = /^(?:\s|#[^\n]*\n|\/\/[^\n]*\n|---[^\n]*\n|\{)*["']?(?:swagger|openapi)["']?\s*:/;

const rows: readonly Row[] = [
  {
    file: 'slack',
    formats: ['json', 'yaml'],
    path: /(?:^|[/.-])(?:manifest|slack)[^/]*\.(?:json|ya?ml)$/i,
    holds: (text) => text.includes('oauth_config') || (text.includes('display_information') && text.includes('settings')),
  },
  {
    file: 'github-app',
    formats: ['json', 'yaml'],
    path: /(?:^|\/)(?:app|app-manifest|github-app)[^/]*\.(?:ya?ml|json)$/,
    holds: has('default_permissions'),
  },
  { file: 'apps-script', formats: ['json'], path: /(?:^|\/)appsscript\.json$/ },
  {
    file: 'web-extension',
    formats: ['json'],
    path: /(?:^|\/)manifest[^/]*\.json$/,
    holds: (text) => text.includes('"manifest_version"') && !text.includes('"mcp_config"') && !text.includes('"user_config"'),
  },
  { file: 'office-add-in', formats: ['xml'], holds: has('<OfficeApp', '<Permissions>') },
  {
    file: 'm365-app',
    formats: ['json'],
    path: /(?:^|\/)[^/]*manifest[^/]*\.json$/i,
    holds: has('"manifestVersion"', '"resourceSpecific"'),
  },
  {
    file: 'google-client',
    formats: ['json'],
    path: /(?:^|\/)(?:client_secret[^/]*|credentials|token)\.json$/,
    holds: (text) => text.includes('"client_secret"'),
  },
  {
    file: 'entra',
    formats: ['json'],
    holds: (text) =>
      text.includes('"requiredResourceAccess"') ||
      (text.includes('"signInAudience"') && /"(?:passwordCredentials|implicitGrantSettings|oauth2AllowImplicitFlow)"/.test(text)) ||
      (text.includes('"resourceAppId"') && text.includes('"resourceAccess"')),
  },
  {
    file: 'auth0',
    formats: ['json', 'yaml'],
    path: /(?:^|\/)tenant\.(?:ya?ml|json)$|(?:^|\/)(?:clients|client-grants|clientGrants|grants|resource-servers|resourceServers)\/[^/]+\.json$/,
    holds: (text) =>
      !text.includes('"redirect_uris"') && /grant_types|clientGrants|allow_all_scopes|"audience"|resourceServers|callbacks/.test(text),
  },
  {
    file: 'keycloak',
    formats: ['json'],
    holds: (text) =>
      text.includes('"serviceAccountClientId"') ||
      (text.includes('"realm"') && /"(?:sslRequired|ssoSessionMaxLifespan|accessTokenLifespan|bruteForceProtected)"/.test(text)) ||
      (text.includes('"clientId"') &&
        /"(?:fullScopeAllowed|directAccessGrantsEnabled|implicitFlowEnabled|redirectUris|serviceAccountsEnabled|publicClient)"/.test(text)),
  },
  {
    // Imports of Keycloak's operators, and realms as its configuration client takes them.
    file: 'keycloak',
    formats: ['yaml'],
    holds: (text) =>
      /^kind:[ \t]{1,10}Keycloak(?:RealmImport|Realm|Client)\b/m.test(text) ||
      (/^realm:[ \t]/m.test(text) && /^(?:sslRequired|clients|bruteForceProtected):/m.test(text)),
  },
  { file: 'forge', formats: ['yaml'], path: /(?:^|\/)manifest\.ya?ml$/, holds: has('ari:cloud:ecosystem') },
  { file: 'connect', formats: ['json'], path: /(?:^|\/)atlassian-connect[^/]*\.json$/ },
  { file: 'figma', formats: ['json'], path: /(?:^|\/)manifest\.json$/, holds: has('"networkAccess"', '"allowedDomains"') },
  { file: 'spfx', formats: ['json'], path: /(?:^|\/)package-solution\.json$/, holds: has('"webApiPermissionRequests"') },
  { file: 'authentik', formats: ['yaml'], holds: has('authentik_providers_oauth2.oauth2provider') },
  {
    file: 'asyncapi',
    formats: ['json', 'yaml'],
    holds: (text) => /^[\s{]{0,20}["']?asyncapi["']?\s{0,10}:/m.test(text.slice(0, 4000)) && text.includes('securitySchemes'),
  },
  { file: 'authelia', formats: ['yaml'], holds: has('access_control:', 'default_policy:') },
  { file: 'shopify', formats: ['toml'], path: /(?:^|\/)shopify\.app[^/]*\.toml$/ },
  {
    file: 'salesforce',
    formats: ['xml', 'text'],
    path: /\.(?:connectedApp|ecaOauth|ecaOauthPlcy|ecaGlblOauth)(?:-meta\.xml)?$|\.(?:permissionset|profile)-meta\.xml$/,
  },
  {
    file: 'openapi',
    formats: ['json', 'yaml'],
    holds: (text) => start.test(text.slice(0, 4000)) && (text.includes('paths') || text.includes('security')),
  },
  { file: 'spring', formats: ['yaml'], path: /(?:^|\/)(?:application|bootstrap)[^/]*\.ya?ml$/, holds: has('oauth2', 'registration') },
  { file: 'dex', formats: ['yaml'], holds: has('staticClients', 'issuer') },
  { file: 'hydra', formats: ['yaml'], holds: has('hydra.ory.sh/', 'OAuth2Client') },
  {
    file: 'registered',
    formats: ['json', 'yaml'],
    holds: (text) =>
      text.includes('redirect_uris') && /\b(?:grant_types|response_types|token_endpoint_auth_method)\b/.test(text) && text.length < 400_000,
  },
  { file: 'supabase', formats: ['toml'], path: /(?:^|\/)supabase\/config\.toml$/, holds: has('[auth') },
  { file: 'oauth2-proxy', formats: ['ini', 'toml'], path: /(?:^|\/)oauth2[-_]proxy[^/]*\.(?:cfg|conf|toml)$/ },
  {
    file: 'proxy-container',
    formats: ['yaml'],
    holds: (text) =>
      text.includes('oauth2') &&
      /\boauth2[-_]proxy(?::|@|["'\s])/.test(text) &&
      /\bimage:/.test(text) &&
      /--?[a-z]|OAUTH2_PROXY_/.test(text),
  },
  { file: 'hydra-config', formats: ['yaml', 'json'], path: /(?:^|[/.-])hydra[^/]*\.(?:ya?ml|json)$/i, holds: has('ttl', 'refresh_token') },
  { file: 'backstage-config', formats: ['yaml'], path: /(?:^|\/)app-config[^/]*\.ya?ml$/, holds: has('guest') },
  { file: 'backstage', formats: ['yaml'], path: /(?:^|\/)catalog-info\.ya?ml$/ },
];

/** Every kind that is known. */
export const oauthFiles: readonly OAuthFile[] = rows.map((row) => row.file);

const readFormats: ReadonlySet<Format> = new Set(rows.flatMap((row) => row.formats));

/** What a document declares, if anything. */
export function oauthFileOf(document: Document): OAuthFile | undefined {
  const { format, uri, text } = document;
  if (!readFormats.has(format)) return undefined;
  return rows.find((row) => row.formats.includes(format) && (!row.path || row.path.test(uri)) && (!row.holds || row.holds(text)))?.file;
}

export function isOAuthFile(document: Document): boolean {
  return oauthFileOf(document) !== undefined;
}
