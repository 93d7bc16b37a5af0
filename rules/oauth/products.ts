// Names of the products, for messages.
import type { OAuthProduct } from '../../server/engine/facts/oauth.ts';

const titles: Readonly<Record<OAuthProduct, string>> = {
  slack: 'Slack app',
  'github-app': 'GitHub app',
  'apps-script': 'Apps Script project',
  'web-extension': 'browser extension',
  'm365-app': 'Microsoft 365 app',
  'google-client': 'Google client',
  entra: 'Entra application',
  auth0: 'Auth0 client',
  keycloak: 'Keycloak client',
  okta: 'Okta application',
  salesforce: 'Salesforce app',
  forge: 'Forge app',
  shopify: 'Shopify app',
  openapi: 'API',
  cognito: 'Cognito client',
  spring: 'Spring registration',
  dex: 'Dex client',
  hydra: 'Hydra client',
  'web-app': 'web app',
  'api-route': 'route',
  connect: 'Connect app',
  gitlab: 'GitLab application',
  program: 'program',
  registered: 'OAuth client',
  backstage: 'Backstage app',
  supabase: 'Supabase project',
  'oauth2-proxy': 'proxy',
  authelia: 'Authelia server',
  figma: 'Figma plugin',
};

export function productTitle(product: OAuthProduct): string {
  return titles[product];
}
