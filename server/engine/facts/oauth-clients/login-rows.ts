// What libraries that log people in, or hand out tokens, call the flows that give a password or a token away, and the checks
// that can be switched off. Tables alone: login-settings reads programs with them, token-rows has what is about tokens.

/** What a setting comes to; the key of its entry in the client's value. */
export type LoginSetting =
  | 'no-pkce'
  | 'plain-pkce'
  | 'any-certificate'
  | 'no-https'
  | 'no-state'
  | 'links-accounts'
  | 'token-without-end'
  | 'long-token'
  | 'plain-redirects'
  | 'unsigned-token'
  | 'unchecked-claims'
  | 'any-origin'
  | 'plain-cookie';

export interface LoginRow {
  /** What has to stand in the text. */
  readonly library: RegExp;
  /** The first group is the token that decides. */
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

const openIdConnect = /\bAdd(?:OpenIdConnect|JwtBearer)\b|\bOpenIdConnectOptions\b/;
const openIddict = /\bAddOpenIddict\b|\bOpenIddictServerBuilder\b/;
/** Apache's mod_auth_openidc. */
const apache = /^[ \t]{0,40}OIDC(?:ClientID|ProviderMetadataURL|RedirectURI)\b/m;
const identityServer = /\b(?:Duende|IdentityServer\d?|AllowedGrantTypes)\b/;
const springServer = /\bRegisteredClient\b/;
const doorkeeper = /\bDoorkeeper\.configure\b/;

// From the references of the libraries, read in 2026-11.
export const loginRows: readonly LoginRow[] = [
  { library: identityServer, pattern: /\bGrantTypes\.(Implicit\w{0,40})\b/g, is: 'implicit' },
  { library: identityServer, pattern: /\bGrantTypes\.(ResourceOwnerPassword\w{0,40})\b/g, is: 'password' },
  { library: identityServer, pattern: /\bGrantType\.(Implicit)\b/g, is: 'implicit' },
  { library: identityServer, pattern: /\bGrantType\.(ResourceOwnerPassword)\b/g, is: 'password' },
  { library: identityServer, pattern: /\bAllowedGrantTypes\s?=[^;={}]{0,60}\{[^{}]{0,200}?"(implicit)"/g, is: 'implicit' },
  { library: identityServer, pattern: /\bAllowedGrantTypes\s?=[^;={}]{0,60}\{[^{}]{0,200}?"(password)"/g, is: 'password' },
  { library: identityServer, pattern: /\bAllowPlainTextPkce\s?=\s?(true)\b/g, is: 'plain-pkce' },
  { library: openIddict, pattern: /\.(AllowImplicitFlow)\(\)/g, is: 'implicit' },
  { library: openIddict, pattern: /\.(AllowPasswordFlow)\(\)/g, is: 'password' },
  { library: openIddict, pattern: /\.(DisableTransportSecurityRequirement|DisableHttpsRequirement)\(\)/g, is: 'no-https' },
  { library: identityServer, pattern: /\bRequirePkce\s?=\s?(false)\b/g, is: 'no-pkce' },
  { library: openIdConnect, pattern: /\bUsePkce\s?=\s?(false)\b/g, is: 'no-pkce' },
  { library: openIdConnect, pattern: /\bRequireHttpsMetadata\s?=\s?(false)\b/g, is: 'no-https' },
  {
    library: openIdConnect,
    pattern: /\bResponseType\s?=\s?("(?:id_token )?token"|OpenIdConnectResponseType\.(?:IdToken)?Token\b)/g,
    is: 'implicit',
  },
  { library: springServer, pattern: /\bAuthorizationGrantType\.(PASSWORD)\b/g, is: 'password' },
  { library: springServer, pattern: /\brequireProofKey\(\s?(false)\s?\)/g, is: 'no-pkce' },
  { library: /\bClientDetailsServiceConfigurer\b/, pattern: /\bauthorizedGrantTypes\([^)]{0,200}?"(implicit)"/g, is: 'implicit' },
  { library: /\bClientDetailsServiceConfigurer\b/, pattern: /\bauthorizedGrantTypes\([^)]{0,200}?"(password)"/g, is: 'password' },
  { library: /\bOAUTH2_PROVIDER\b/, pattern: /["']PKCE_REQUIRED["']\s?:\s?(False)\b/g, is: 'no-pkce' },
  { library: doorkeeper, pattern: /\bgrant_flows\s{1,4}%w[[(][^\])]{0,200}?\b(implicit(?:_oidc)?)\b/g, is: 'implicit' },
  { library: doorkeeper, pattern: /\bgrant_flows\s{1,4}%w[[(][^\])]{0,200}?\b(password)\b/g, is: 'password' },
  { library: doorkeeper, pattern: /\baccess_token_expires_in\s{1,4}(nil)\b/g, is: 'token-without-end' },
  { library: doorkeeper, pattern: /\bforce_ssl_in_redirect_uri\s{1,4}(false)\b/g, is: 'plain-redirects' },
  { library: /\bPassport::/, pattern: /\bPassport::(enableImplicitGrant)\b/g, is: 'implicit' },
  { library: /\bPassport::/, pattern: /\bPassport::(enablePasswordGrant)\b/g, is: 'password' },
  { library: /["']oidc-provider["']/, pattern: /\bpkce:\s?\{[^{}]{0,200}?\brequired:\s?\(\)\s?=>\s?(false)\b/g, is: 'no-pkce' },
  {
    library: /["'](?:next-auth|@auth\/)/,
    pattern: /\ballowDangerousEmailAccountLinking:\s?(true)\b/g,
    is: 'links-accounts',
    // A provider that states an address without proof is turned away before.
    unless: /\bemail_verified\b/,
  },
  { library: /\bomniauth\b/i, pattern: /\bprovider_ignores_state(?::|\s?=>)\s?(true)\b/g, is: 'no-state' },
  {
    library: /"golang\.org\/x\/oauth2/,
    pattern: /\.AuthCodeURL\(\s?("[^"\n]{1,60}")/g,
    is: 'no-state',
    // Where the person types the code in, no browser brings an answer.
    unless: /\bfmt\.Scan|\(os\.Stdin\)|urn:ietf:wg:oauth:2\.0:oob/,
  },
  { library: /oauth/i, pattern: /\bOAUTHLIB_INSECURE_TRANSPORT["']\]?\s?[=,]\s?["'](1|true)["']/g, is: 'no-https' },
  { library: openIdConnect, pattern: /\bProtocolValidator\.RequireNonce\s?=\s?(false)\b/g, is: 'no-state' },
  // A default of a parameter, and what a server takes for one that is left out, ask for nothing.
  {
    library: /oauth|openid/i,
    pattern: /\bcode_challenge_method(?:["']?\s?(?:=>|:)\s?["']|=)(plain)(?![\w-]|["']\s{0,4}\|)/g,
    is: 'plain-pkce',
  },
  { library: apache, pattern: /^[ \t]{0,40}OIDC(?:OAuth)?SSLValidateServer[ \t]{1,40}"?(off)\b/gim, is: 'any-certificate' },
  { library: apache, pattern: /^[ \t]{0,40}OIDCResponseType[ \t]{1,40}"?((?:id_token )?token)(?=["\s])/gm, is: 'implicit' },
  { library: apache, pattern: /^[ \t]{0,40}OIDCPKCEMethod[ \t]{1,40}"?(plain)\b/gm, is: 'plain-pkce' },
  { library: /["'.]resty\.openidc\b/, pattern: /\bssl_verify\s?=\s?["'](no)["']/g, is: 'any-certificate' },
  // A person is whoever has the address, also at a provider that proves none.
  { library: /\ballauth\b/, pattern: /\bSOCIALACCOUNT_EMAIL_AUTHENTICATION\s?=\s?(True)\b/g, is: 'links-accounts' },
  {
    library: /\bSOCIAL_AUTH_PIPELINE\b/,
    pattern: /["'](social_core\.pipeline\.social_auth\.associate_by_email)["']/g,
    is: 'links-accounts',
  },
  { library: /["'](?:next-auth|@auth\/)/, pattern: /\bchecks:\s?\[\s?["'](none)["']/g, is: 'no-state' },
  { library: /["']oidc-client(?:-ts)?["']/, pattern: /\bresponse_type:\s?["']((?:id_token )?token)["']/g, is: 'implicit' },
  { library: /["']oidc-client-ts["']/, pattern: /\bdisablePKCE:\s?(true)\b/g, is: 'no-pkce' },
  // An address that asks for a token in the answer's own address, as older single-page programs build it.
  {
    library: /\bresponse_type=/,
    // A program that asks whether a text holds it builds none.
    pattern:
      /(?<!\b(?:includes|indexOf|startsWith|endsWith|match|search|test|contains|[cC]ontains|in)\(?\s?["'`/][^"'`\n]{0,60})[?&]response_type=((?:id_token(?:%20|\+| ))?token)(?=[&"'`\s])/g,
    is: 'implicit',
  },
  // A union of types and a comparison ask for nothing.
  {
    library: /oauth|\btoken\b/i,
    pattern: /(?<![\w.])["']?grant_type["']?\s?(?:=>|[:=])\s?["'](password)["'](?!\s{0,4}\|)/g,
    is: 'password',
  },

  // The cookie of a session is the login: express-session, cookie-session, Flask, Django, Rails.
  {
    library: /["'](?:express-session|cookie-session|client-sessions|iron-session|@fastify\/(?:secure-)?session)["']/,
    pattern: /\bcookie(?:Options)?:\s?\{[^{}]{0,200}?\bsecure:\s?(false)\b/g,
    is: 'plain-cookie',
    unless: /\bcookie\.secure\s?=\s?true\b/,
  },
  {
    library: /\bSESSION_COOKIE_SECURE\b/,
    pattern: /\bSESSION_COOKIE_SECURE["']?\]?\s?[=:]\s?(False)\b/g,
    is: 'plain-cookie',
    // The class, or the branch, for production says otherwise.
    unless: /\bSESSION_COOKIE_SECURE["']?\]?\s?[=:]\s?(?!False\b)\S/,
    unlessAhead: /\bclass (?:Dev|Test|Local|Debug)\w{0,40}/,
  },

  // The libraries answer with the origin that asks, and so do Starlette and Laravel where credentials go with a star.
  {
    library: /\bCORSMiddleware\b/,
    pattern: /\ballow_origins\s?=\s?\[\s?(["']\*["'])\s?\][^()]{0,300}?\ballow_credentials\s?=\s?True\b/g,
    is: 'any-origin',
  },
  {
    library: /["']cors["']/,
    pattern: /\bcors\(\s?\{[^{}]{0,200}?\borigin:\s?(true)\b[^{}]{0,200}?\bcredentials:\s?true\b/g,
    is: 'any-origin',
  },
  {
    library: /["']cors["']/,
    pattern: /\bcors\(\s?\{[^{}]{0,200}?\bcredentials:\s?true\b[^{}]{0,200}?\borigin:\s?(true)\b/g,
    is: 'any-origin',
  },
  {
    library: /\bAllowCredentials\b/,
    pattern: /\bSetIsOriginAllowed\(\s?\w{1,30}\s?=>\s?(true)\s?\)[^;{}]{0,300}?\.AllowCredentials\(/g,
    is: 'any-origin',
  },
  {
    library: /\bCORS_ALLOW_CREDENTIALS\s?=\s?True\b/,
    pattern: /\bCORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)\s?=\s?(True)\b/g,
    is: 'any-origin',
  },
  { library: /["']supports_credentials["']\s?=>\s?true\b/, pattern: /["']allowed_origins["']\s?=>\s?\[\s?(["']\*["'])/g, is: 'any-origin' },
];
