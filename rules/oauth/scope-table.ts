// Scopes that reach further than an application usually needs, by product. Each row says what it opens; `narrower` is the
// vendor's own smaller scope for the usual need.
import type { OAuthProduct, OAuthScope } from '../../server/engine/facts/oauth.ts';
import type { Severity } from '../../server/engine/finding.ts';

export interface ScopeRow {
  readonly products: readonly OAuthProduct[];
  readonly kinds?: readonly OAuthScope['kind'][];
  readonly scope: RegExp;
  readonly severity: Severity;
  readonly opens: string;
  readonly narrower?: (scope: string) => string;
}

const google: readonly OAuthProduct[] = ['apps-script', 'web-extension', 'spring'];
const g = (path: string) => new RegExp(`^https://www\\.googleapis\\.com/auth/${path}$`);

/** The first row that fits counts. */
const scopeTable: readonly ScopeRow[] = [
  { products: ['slack'], kinds: ['delegated'], scope: /^(?:admin|admin\.[\w.-]+:write|discovery:\w+|scim(?::\w+)?|auditlogs:read)$/, severity: 'critical', opens: 'the administration of the whole Slack organisation' },
  { products: ['slack'], kinds: ['delegated'], scope: /^(?:channels|groups|im|mpim):history$|^search:read(?:\.\w+)?$/, severity: 'high', opens: 'everything that the installing person can read, private messages included' },
  { products: ['slack'], kinds: ['delegated'], scope: /^(?:files:(?:read|write)|chat:write)$/, severity: 'medium', opens: 'files or messages in the name of the installing person' },
  { products: google, scope: /^https:\/\/mail\.google\.com\/$/, severity: 'high', opens: 'all mail, deleting it for good included' },
  { products: google, scope: g('gmail\\.(?:modify|settings\\.sharing|settings\\.basic)'), severity: 'high', opens: 'reading, changing and forwarding all mail' },
  { products: google, scope: g('drive'), severity: 'high', opens: 'every file in Drive', narrower: (scope) => `${scope}.file` },
  { products: google, scope: g('spreadsheets'), severity: 'medium', opens: 'every spreadsheet', narrower: (scope) => `${scope}.currentonly` },
  { products: google, scope: g('documents'), severity: 'medium', opens: 'every document', narrower: (scope) => `${scope}.currentonly` },
  { products: google, scope: g('cloud-platform'), severity: 'high', opens: 'everything in Google Cloud that the person may do' },
  { products: google, scope: g('admin\\.directory\\.(?!.*\\.readonly).*'), severity: 'critical', opens: 'changing accounts and groups of the organisation', narrower: (scope) => `${scope}.readonly` },
  { products: ['forge'], scope: /^(?:manage:jira-configuration|manage:[\w-]+|admin:[\w-]+(?::[\w-]+)?)$/, severity: 'medium', opens: 'the configuration of the site' },
  { products: ['forge'], scope: /^read:app-system-token$/, severity: 'medium', opens: 'the token of the app itself' },
  { products: ['connect'], scope: /^admin$/i, severity: 'high', opens: 'the administration of the site' },
  { products: ['connect'], scope: /^act_as_user$/i, severity: 'high', opens: 'everything that any of its users may do, in their name' },
  { products: ['connect'], scope: /^(?:project|space)_admin$/i, severity: 'medium', opens: 'the administration of every project or space' },
  { products: ['gitlab'], scope: /^sudo$/, severity: 'critical', opens: 'acting as any user of the GitLab instance' },
  { products: ['gitlab'], scope: /^admin_mode$/, severity: 'critical', opens: 'the administration of the GitLab instance' },
  { products: ['gitlab'], scope: /^api$/, severity: 'high', opens: 'everything that the person may do in GitLab', narrower: () => 'read_api' },
  { products: ['shopify'], kinds: ['application'], scope: /^(?:write_users|write_[\w]*payment[\w]*|read_all_orders)$/, severity: 'medium', opens: 'accounts, payments or the whole history of orders' },
  { products: ['shopify'], kinds: ['application'], scope: /^write_(?:customers|orders|draft_orders)$/, severity: 'low', opens: 'changing customers or orders of the shop' },
  { products: ['salesforce'], scope: /^(?:Full|full)$/, severity: 'high', opens: 'everything that the user may do in Salesforce' },
  { products: ['hydra'], scope: /^\*$/, severity: 'high', opens: 'every scope of the server' },
  { products: ['okta'], scope: /^okta\.(?:users|groups|apps|roles|clients|policies|authorizationServers|idps|apiTokens|factors)\.manage$/, severity: 'high', opens: 'changing accounts, apps or policies of the Okta organisation', narrower: (scope) => scope.replace(/manage$/, 'read') },
  { products: ['auth0'], scope: /^(?:create|update|delete):(?:clients|client_grants|client_keys|client_credentials|users|roles|role_members|connections|rules|actions|tenant_settings|grants|signing_keys|custom_domains)$/, severity: 'critical', opens: 'changing accounts, clients or the tenant of Auth0' },
];

export function rowOf(product: OAuthProduct, scope: OAuthScope, text: string): ScopeRow | undefined {
  return scopeTable.find((row) => row.products.includes(product) && (!row.kinds || row.kinds.includes(scope.kind)) && row.scope.test(text));
}
