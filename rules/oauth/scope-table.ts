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

const google: readonly OAuthProduct[] = ['apps-script', 'web-extension', 'spring', 'program'];
/** A program on a server asks for all of Google Cloud, as Google advises, and its roles set the limit. */
const ofPeople: readonly OAuthProduct[] = ['apps-script', 'web-extension', 'spring'];
const asked: readonly OAuthProduct[] = ['spring', 'program'];
const ofMicrosoft: readonly OAuthProduct[] = [...asked, 'm365-app'];
const g = (path: string) => new RegExp(`^https://www\\.googleapis\\.com/auth/${path}$`);

/** The first row that fits counts. */
const scopeTable: readonly ScopeRow[] = [
  {
    products: ['slack'],
    scope: /^(?:admin|admin\.[\w.-]+:write|discovery:\w+|scim(?::\w+)?|auditlogs:read)$/,
    severity: 'critical',
    opens: 'the administration of the whole Slack organization',
  },
  {
    products: ['slack'],
    kinds: ['delegated'],
    scope: /^(?:channels|groups|im|mpim):history$|^search:read(?:\.\w+)?$/,
    severity: 'high',
    opens: 'everything that the installing person can read, private messages included',
  },
  {
    products: ['slack'],
    kinds: ['delegated'],
    scope: /^(?:files:(?:read|write)|chat:write)$/,
    severity: 'medium',
    opens: 'files or messages in the name of the installing person',
  },
  { products: google, scope: /^https:\/\/mail\.google\.com\/$/, severity: 'high', opens: 'all mail, even deleting it for good' },
  {
    products: google,
    scope: g('gmail\\.(?:modify|settings\\.sharing|settings\\.basic)'),
    severity: 'high',
    opens: 'reading, changing and forwarding all mail',
  },
  { products: google, scope: g('drive'), severity: 'high', opens: 'every file in Drive', narrower: (scope) => `${scope}.file` },
  {
    products: google,
    scope: g('spreadsheets'),
    severity: 'medium',
    opens: 'every spreadsheet',
    narrower: (scope) => `${scope}.currentonly`,
  },
  { products: google, scope: g('documents'), severity: 'medium', opens: 'every document', narrower: (scope) => `${scope}.currentonly` },
  { products: ofPeople, scope: g('cloud-platform'), severity: 'high', opens: 'everything in Google Cloud that the person may do' },
  {
    products: google,
    scope: g('admin\\.directory\\.(?!.*\\.readonly).*'),
    severity: 'critical',
    opens: 'changing accounts and groups of the organization',
    narrower: (scope) => `${scope}.readonly`,
  },
  {
    products: asked,
    scope: /^admin:org$/,
    severity: 'high',
    opens: 'the members, teams and settings of every GitHub organization of the person',
    narrower: () => 'read:org',
  },
  { products: asked, scope: /^(?:admin:enterprise|site_admin)$/, severity: 'critical', opens: 'the administration of a GitHub enterprise' },
  { products: asked, scope: /^delete_repo$/, severity: 'high', opens: 'deleting every GitHub repository that the person administers' },
  {
    products: asked,
    scope: /^admin:(?:public_key|gpg_key|ssh_signing_key)$/,
    severity: 'high',
    opens: 'adding keys that push in the name of the person',
  },
  {
    products: asked,
    scope: /^admin:(?:repo_hook|org_hook)$/,
    severity: 'medium',
    opens: 'the webhooks of every GitHub repository or organization of the person',
  },
  {
    products: asked,
    scope: /^repo$/,
    severity: 'medium',
    opens: 'reading and writing every GitHub repository of the person, private ones too; a GitHub App is given chosen repositories',
  },
  {
    products: ofMicrosoft,
    scope:
      /^(?:https:\/\/graph\.microsoft\.com\/)?(?:RoleManagement\.ReadWrite\.Directory|AppRoleAssignment\.ReadWrite\.All|Application\.ReadWrite\.All|Directory\.ReadWrite\.All|DelegatedPermissionGrant\.ReadWrite\.All|Policy\.ReadWrite\.\w+|UserAuthenticationMethod\.ReadWrite\.All|PrivilegedAccess\.ReadWrite\.\w+)$/,
    severity: 'high',
    opens: 'the administration of the whole Entra directory, as far as the person may',
  },
  {
    products: ofMicrosoft,
    scope: /^(?:https:\/\/graph\.microsoft\.com\/)?Directory\.AccessAsUser\.All$/,
    severity: 'high',
    opens: 'everything in the Entra directory that the person may do',
  },
  {
    products: ofMicrosoft,
    scope: /^(?:https:\/\/graph\.microsoft\.com\/)?Mail\.ReadWrite(?:\.Shared)?$/,
    severity: 'medium',
    opens: 'reading, changing and deleting all mail of the person',
  },
  {
    products: ofMicrosoft,
    scope: /^(?:https:\/\/graph\.microsoft\.com\/)?(?:User|Group|GroupMember)\.ReadWrite\.All$/,
    severity: 'medium',
    opens: 'changing accounts or groups of the whole Entra directory, as far as the person may',
  },
  {
    products: ofMicrosoft,
    scope: /^(?:https:\/\/graph\.microsoft\.com\/)?Sites\.FullControl\.All$/,
    severity: 'high',
    opens: 'every site of SharePoint',
    narrower: (scope) => scope.replace('FullControl.All', 'Selected'),
  },
  {
    products: ['m365-app'],
    scope: /^ReadWriteMailbox$/,
    severity: 'medium',
    opens: 'every item of the mailbox of its user, sending mail as well, and not only the one that is open',
    narrower: () => 'ReadWriteItem',
  },
  {
    products: ['m365-app'],
    scope: /^Mailbox\.ReadWrite\.User$/,
    severity: 'medium',
    opens: 'every item of the mailbox of its user, sending mail as well, and not only the one that is open',
    narrower: () => 'MailboxItem.ReadWrite.User',
  },
  {
    products: ['m365-app'],
    scope: /^(?:https:\/\/graph\.microsoft\.com\/)?(?:Files|Sites)\.ReadWrite\.All$/,
    severity: 'medium',
    opens: 'changing every file that its user reaches in OneDrive and SharePoint',
    narrower: (scope) => scope.replace(/Files\.ReadWrite\.All$/, 'Files.ReadWrite').replace(/Sites\.ReadWrite\.All$/, 'Sites.Selected'),
  },
  {
    products: ['program'],
    scope: /^admin\.\w[\w.-]*:write$/,
    severity: 'high',
    opens: 'the administration of the whole Slack organization',
  },
  {
    products: ['program'],
    scope: /^(?:account:master|\w+:(?:write:)?(?:admin|master))$/,
    severity: 'high',
    opens: 'the whole Zoom account, not only the one of the person',
  },
  {
    products: ['program'],
    kinds: ['bot'],
    scope: /^ADMINISTRATOR$/,
    severity: 'high',
    opens: 'everything on every server that takes the bot in; name the permissions that it needs',
  },
  {
    products: ['cognito'],
    scope: /^aws\.cognito\.signin\.user\.admin$/,
    severity: 'medium',
    opens: 'changing attributes, password and second factor of the signed-in user with the access token alone',
  },
  {
    products: ['forge'],
    scope: /^(?:manage:jira-configuration|manage:[\w-]+|admin:[\w-]+(?::[\w-]+)?)$/,
    severity: 'medium',
    opens: 'the configuration of the site',
  },
  { products: ['forge'], scope: /^read:app-system-token$/, severity: 'medium', opens: 'the token of the app itself' },
  { products: ['connect'], scope: /^admin$/i, severity: 'high', opens: 'the administration of the site' },
  { products: ['connect'], scope: /^act_as_user$/i, severity: 'high', opens: 'everything that any of its users may do, in their name' },
  { products: ['connect'], scope: /^(?:project|space)_admin$/i, severity: 'medium', opens: 'the administration of every project or space' },
  { products: ['gitlab'], scope: /^sudo$/, severity: 'critical', opens: 'acting as any user of the GitLab instance' },
  { products: ['gitlab'], scope: /^admin_mode$/, severity: 'critical', opens: 'the administration of the GitLab instance' },
  {
    products: ['gitlab'],
    scope: /^api$/,
    severity: 'high',
    opens: 'everything that the person may do in GitLab',
    narrower: () => 'read_api',
  },
  {
    products: ['shopify'],
    kinds: ['application'],
    scope: /^(?:write_users|write_[\w]*payment[\w]*|read_all_orders)$/,
    severity: 'medium',
    opens: 'accounts, payments or the whole history of orders',
  },
  {
    products: ['shopify'],
    kinds: ['application'],
    scope: /^write_(?:customers|orders|draft_orders)$/,
    severity: 'low',
    opens: 'changing customers or orders of the shop',
  },
  { products: ['salesforce'], scope: /^(?:Full|full)$/, severity: 'high', opens: 'everything that the user may do in Salesforce' },
  { products: ['hydra', 'registered'], scope: /^\*$/, severity: 'high', opens: 'every scope of the server' },
  {
    products: ['okta', 'program'],
    scope: /^okta\.(?:users|groups|apps|roles|clients|policies|authorizationServers|idps|apiTokens|factors)\.manage$/,
    severity: 'high',
    opens: 'changing accounts, apps or policies of the Okta organization',
    narrower: (scope) => scope.replace(/manage$/, 'read'),
  },
  {
    products: ['auth0'],
    scope:
      /^(?:create|update|delete):(?:clients|client_grants|client_keys|client_credentials|users|roles|role_members|connections|rules|actions|tenant_settings|grants|signing_keys|custom_domains)$/,
    severity: 'critical',
    opens: 'changing accounts, clients or the tenant of Auth0',
  },
];

export function rowOf(product: OAuthProduct, scope: OAuthScope, text: string): ScopeRow | undefined {
  return scopeTable.find((row) => row.products.includes(product) && (!row.kinds || row.kinds.includes(scope.kind)) && row.scope.test(text));
}
