// What libraries that log people in, or hand out tokens, call the flows that give a password or a token away, and the checks
// that can be switched off. Tables alone: login-settings reads programs with them, token-rows has what is about tokens, and
// browser-rows what is about cookies and origins.

import * as of from './login-libraries.ts';
import type { Library } from './login-libraries.ts';

/** What a setting comes to; the key of its entry in the client's value. */
export type LoginSetting =
  | 'no-pkce'
  | 'plain-pkce'
  | 'any-certificate'
  | 'no-https'
  | 'no-state'
  | 'absent-state'
  | 'links-accounts'
  | 'token-without-end'
  | 'long-token'
  | 'plain-redirects'
  | 'unsigned-token'
  | 'unchecked-claims'
  | 'any-origin'
  | 'any-site'
  | 'everyone-in'
  | 'plain-cookie';

export interface LoginRow {
  readonly library: Library;
  /** The group `token`, or else the first that fits, is the token that decides. */
  readonly pattern: RegExp;
  readonly is: LoginSetting | 'implicit' | 'password';
  /** What else has to stand in the text. */
  readonly needs?: RegExp;
  /** What in the text makes it harmless. */
  readonly unless?: RegExp;
  /** What shortly before it makes it harmless. */
  readonly unlessAhead?: RegExp;
  /** True for a look into a token that may come before its proof: one that is proved in the same function is no finding. */
  readonly isLook?: true;
}

/** What stands between the braces of an object, with one more pair of them inside. */
const inside = String.raw`(?:[^{}]|\{[^{}]{0,200}\}){0,1500}?`;
/** A strategy by its name, but for those that bring their own state or are of another kind. */
const strategy = String.raw`(?!\w{0,30}(?:Auth0|Apple|OpenI|OIDC|Saml|SAML|Twitter|Local|J[wW][tT]|Bearer))\w{0,40}Strategy(?:\.Strategy)?`;
/** A strategy that is given its client and where people come back to, and nothing that keeps a state. */
const absentState = (made: string): RegExp =>
  new RegExp(
    String.raw`\b${made}(?=\(\s{0,40}\{(?=${inside}\bclientID\b)(?=${inside}\bcallbackURL\b)(?!${inside}(?:\b(?:state|store|pkce)\b|\.\.\.))${inside}\}\s{0,40}[,)])`,
    'g',
  );
/** A program that keeps and compares a state by itself. */
const ownState = /\bquery\??\.state\b|\bquery\[["']state["']\]|\bauthorizationParams\b/;

// From the references of the libraries, read in 2026-11.
export const loginRows: readonly LoginRow[] = [
  { library: of.identityServer, pattern: /\bGrantTypes\.(Implicit\w{0,40})\b/g, is: 'implicit' },
  { library: of.identityServer, pattern: /\bGrantTypes\.(ResourceOwnerPassword\w{0,40})\b/g, is: 'password' },
  { library: of.identityServer, pattern: /\bGrantType\.(Implicit)\b/g, is: 'implicit' },
  { library: of.identityServer, pattern: /\bGrantType\.(ResourceOwnerPassword)\b/g, is: 'password' },
  { library: of.identityServer, pattern: /\bAllowedGrantTypes\s?=[^;={}]{0,60}\{[^{}]{0,200}?"(implicit)"/g, is: 'implicit' },
  { library: of.identityServer, pattern: /\bAllowedGrantTypes\s?=[^;={}]{0,60}\{[^{}]{0,200}?"(password)"/g, is: 'password' },
  { library: of.identityServer, pattern: /\bAllowPlainTextPkce\s?=\s?(true)\b/g, is: 'plain-pkce' },
  { library: of.openIddict, pattern: /\.(AllowImplicitFlow)\(\)/g, is: 'implicit' },
  { library: of.openIddict, pattern: /\.(AllowPasswordFlow)\(\)/g, is: 'password' },
  { library: of.openIddict, pattern: /\.(DisableTransportSecurityRequirement|DisableHttpsRequirement)\(\)/g, is: 'no-https' },
  { library: of.identityServer, pattern: /\bRequirePkce\s?=\s?(false)\b/g, is: 'no-pkce' },
  { library: of.openIdConnect, pattern: /\bUsePkce\s?=\s?(false)\b/g, is: 'no-pkce' },
  { library: of.openIdConnect, pattern: /\bRequireHttpsMetadata\s?=\s?(false)\b/g, is: 'no-https' },
  {
    library: of.openIdConnect,
    pattern: /\bResponseType\s?=\s?("(?:id_token )?token"|OpenIdConnectResponseType\.(?:IdToken)?Token\b)/g,
    is: 'implicit',
  },
  // What no rule names is open to everybody, in a program that asks for a login nowhere else.
  {
    library: of.springSecurity,
    pattern:
      /\b(?:any(?:Request|Exchange)\(\)\s{0,80}\.(permitAll)\(\)|(?:request|ant|mvc|path)Matchers\("\/\*\*"\)\s{0,80}\.(permitAll)\(\)|authorize\(any(?:Request|Exchange), (permitAll)\))/g,
    unless:
      /\.(?:authenticated|has(?:Any)?(?:Role|Authority)|fullyAuthenticated|access)\(|\b(?:authenticated|has(?:Any)?(?:Role|Authority)\()|@(?:PreAuthorize|Secured|RolesAllowed|Profile|ConditionalOn)|Enable(?:Global)?MethodSecurity/,
    is: 'everyone-in',
  },
  {
    library: of.restFramework,
    pattern: /["']DEFAULT_PERMISSION_CLASSES["']\s?:\s?[\[(]\s{0,80}["'](rest_framework\.permissions\.AllowAny)["']/g,
    is: 'everyone-in',
  },
  { library: of.springServer, pattern: /\bAuthorizationGrantType\.(PASSWORD)\b/g, is: 'password' },
  {
    library: of.springServer,
    pattern: /\.redirectUri\(\s?("http:\/\/(?!localhost\b|127\.0\.0\.1\b|\[::1\]|\{|\$)[^"\n]{1,300}")\s?\)/g,
    is: 'plain-redirects',
  },
  { library: of.springServer, pattern: /\brequireProofKey\(\s?(false)\s?\)/g, is: 'no-pkce' },
  { library: of.clientDetails, pattern: /\bauthorizedGrantTypes\([^)]{0,200}?"(implicit)"/g, is: 'implicit' },
  { library: of.clientDetails, pattern: /\bauthorizedGrantTypes\([^)]{0,200}?"(password)"/g, is: 'password' },
  { library: of.oauthToolkit, pattern: /["']PKCE_REQUIRED["']\s?:\s?(False)\b/g, is: 'no-pkce' },
  { library: of.doorkeeper, pattern: /\bgrant_flows\s{1,4}%w[[(][^\])]{0,200}?\b(implicit(?:_oidc)?)\b/g, is: 'implicit' },
  { library: of.doorkeeper, pattern: /\bgrant_flows\s{1,4}%w[[(][^\])]{0,200}?\b(password)\b/g, is: 'password' },
  { library: of.doorkeeper, pattern: /\baccess_token_expires_in\s{1,4}(nil)\b/g, is: 'token-without-end' },
  { library: of.doorkeeper, pattern: /\bforce_ssl_in_redirect_uri\s{1,4}(false)\b/g, is: 'plain-redirects' },
  { library: of.laravelPassport, pattern: /\bPassport::(enableImplicitGrant)\b/g, is: 'implicit' },
  { library: of.laravelPassport, pattern: /\bPassport::(enablePasswordGrant)\b/g, is: 'password' },
  { library: of.oidcProvider, pattern: /\bpkce:\s?\{[^{}]{0,200}?\brequired:\s?\(\)\s?=>\s?(false)\b/g, is: 'no-pkce' },
  {
    library: of.authJs,
    pattern: /\ballowDangerousEmailAccountLinking:\s?(true)\b/g,
    is: 'links-accounts',
    // A provider that states an address without proof is turned away before.
    unless: /\bemail_verified\b/,
  },
  { library: of.omniauth, pattern: /\bprovider_ignores_state(?::|\s?=>)\s?(true)\b/g, is: 'no-state' },
  {
    library: of.goOauth,
    pattern: /\.AuthCodeURL\(\s?("[^"\n]{1,60}")/g,
    is: 'no-state',
    // Where the person types the code in, no browser brings an answer.
    unless: /\bfmt\.Scan|\(os\.Stdin\)|urn:ietf:wg:oauth:2\.0:oob/,
  },
  { library: of.oauthlib, pattern: /\bOAUTHLIB_INSECURE_TRANSPORT["']\]?\s?[=,]\s?["'](1|true)["']/g, is: 'no-https' },
  { library: of.openIdConnect, pattern: /\bProtocolValidator\.RequireNonce\s?=\s?(false)\b/g, is: 'no-state' },
  // A default of a parameter, and what a server takes for one that is left out, ask for nothing.
  {
    library: of.anyOauth,
    pattern: /\bcode_challenge_method(?:["']?\s?(?:=>|:)\s?["']|=)(plain)(?![\w-]|["']\s{0,4}\|)/g,
    is: 'plain-pkce',
  },
  { library: of.apache, pattern: /^[ \t]{0,40}OIDC(?:OAuth)?SSLValidateServer[ \t]{1,40}"?(off)\b/gim, is: 'any-certificate' },
  { library: of.apache, pattern: /^[ \t]{0,40}OIDCResponseType[ \t]{1,40}"?((?:id_token )?token)(?=["\s])/gm, is: 'implicit' },
  { library: of.apache, pattern: /^[ \t]{0,40}OIDCPKCEMethod[ \t]{1,40}"?(plain)\b/gm, is: 'plain-pkce' },
  { library: of.restyOpenidc, pattern: /\bssl_verify\s?=\s?["'](no)["']/g, is: 'any-certificate' },
  // A person is whoever has the address, also at a provider that proves none.
  { library: of.allauth, pattern: /\bSOCIALACCOUNT_EMAIL_AUTHENTICATION\s?=\s?(True)\b/g, is: 'links-accounts' },
  {
    library: of.socialAuth,
    pattern: /["'](social_core\.pipeline\.social_auth\.associate_by_email)["']/g,
    is: 'links-accounts',
  },
  { library: of.authJs, pattern: /\bchecks:\s?\[\s?["'](none)["']/g, is: 'no-state' },
  { library: of.oidcClient, pattern: /\bresponse_type:\s?["']((?:id_token )?token)["']/g, is: 'implicit' },
  { library: of.oidcClient, pattern: /\bdisablePKCE:\s?(true)\b/g, is: 'no-pkce' },
  // passport-oauth2 sends a state, and asks for it, only where it is told to.
  { library: of.passportOauth, pattern: absentState(String.raw`new (${strategy})`), is: 'absent-state', unless: ownState },
  { library: of.nestPassport, pattern: absentState('(super)'), is: 'absent-state', unless: ownState },
  { library: of.angularOauth, pattern: /\bresponseType:\s?["']((?:id_token )?token)["']/g, is: 'implicit' },
  { library: of.angularOauth, pattern: /\bdisablePKCE:\s?(true)\b/g, is: 'no-pkce' },
  { library: of.angularOauth, pattern: /\brequireHttps:\s?(false)\b/g, is: 'no-https' },
  { library: of.angularOauth, pattern: /\bskipIssuerCheck:\s?(true)\b/g, is: 'unchecked-claims' },
  { library: of.keycloakJs, pattern: /\bflow:\s?["'](implicit)["']/g, is: 'implicit' },
  { library: of.keycloakJs, pattern: /\bpkceMethod:\s?(false)\b/g, is: 'no-pkce' },
  { library: of.betterAuth, pattern: /\bdisable(?:CSRF|Origin)Check:\s?(true)\b/g, is: 'any-site' },
  {
    library: of.pythonClients,
    pattern: /\b(?:client_kwargs\s?=\s?\{[^{}]{0,300}?["']verify["']\s?:|fetch_token\([^()]{0,400}?\bverify\s?=)\s?(False)\b/g,
    is: 'any-certificate',
  },
  // An address that asks for a token in the answer's own address, as older single-page programs build it.
  {
    library: of.anyImplicit,
    // A program that asks whether a text holds it builds none.
    pattern:
      /(?<!\b(?:includes|indexOf|startsWith|endsWith|match|search|test|contains|[cC]ontains|in)\(?\s?["'`/][^"'`\n]{0,60})[?&]response_type=((?:id_token(?:%20|\+| ))?token)(?=[&"'`\s])/g,
    is: 'implicit',
  },
  // A union of types and a comparison ask for nothing.
  {
    library: of.anyGrant,
    pattern: /(?<![\w.])["']?grant_type["']?\s?(?:=>|[:=])\s?["'](password)["'](?!\s{0,4}\|)/g,
    is: 'password',
  },
  {
    library: of.anyGrant,
    pattern:
      /(?<!\b(?:includes|indexOf|startsWith|endsWith|match|search|test|contains|Contains|in|grep -\w{1,4})\(?\s?["'`/][^"'`\n]{0,60})(?<=[?&"'`\s])grant_type=(password)(?=[&"'`\s])/g,
    is: 'password',
  },
  { library: of.goOauth, pattern: /\.(PasswordCredentialsToken)\(/g, is: 'password' },
];
