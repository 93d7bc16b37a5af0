// What a program tells the library that logs people in, or that hands out tokens: flows that give a password or a token
// away, and checks that it switches off. A table of what libraries call these; no parser of the language. What a variable
// or a condition decides is left out.
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { entryFrom, literalAt } from '../made-values.ts';
import type { OAuthGrant } from '../oauth.ts';
import type { Entry } from '../value.ts';

/** What a setting comes to; the key of its entry in the client's value. */
export type LoginSetting = 'no-pkce' | 'no-https' | 'no-state' | 'links-accounts' | 'token-without-end' | 'plain-redirects';

interface Row {
  /** What has to stand in the text. */
  readonly library: RegExp;
  /** The first group is the token that decides. */
  readonly pattern: RegExp;
  readonly is: LoginSetting | 'implicit' | 'password';
  /** What in the text makes it harmless. */
  readonly unless?: RegExp;
}

const openIdConnect = /\bAdd(?:OpenIdConnect|JwtBearer)\b|\bOpenIdConnectOptions\b/;
const identityServer = /\b(?:Duende|IdentityServer\d?|AllowedGrantTypes)\b/;
const springServer = /\bRegisteredClient\b/;
const doorkeeper = /\bDoorkeeper\.configure\b/;

// From the references of the libraries, read in 2026-11.
const rows: readonly Row[] = [
  { library: identityServer, pattern: /\bGrantTypes\.(Implicit\w{0,40})\b/g, is: 'implicit' },
  { library: identityServer, pattern: /\bGrantTypes\.(ResourceOwnerPassword\w{0,40})\b/g, is: 'password' },
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
];

/** A word of a row; a program without one is not read for these. */
export const tellsOfLogin =
  /RequirePkce|UsePkce|RequireHttpsMetadata|GrantTypes\.|\bResponseType\b|requireProofKey|AuthorizationGrantType\.PASSWORD|authorizedGrantTypes|PKCE_REQUIRED|Doorkeeper\.configure|Passport::enable|oidc-provider|allowDangerousEmailAccountLinking|provider_ignores_state|AuthCodeURL|OAUTHLIB_INSECURE_TRANSPORT/;

/** More than a program has. */
const most = 100;
/** So far before a setting a condition may stand that holds for development alone, or not for production. */
const before = 200;
const development =
  /\b(?:[iI]s_?[dD]ev\w{0,12}|DEBUG|development)\b|\bif\b[^\n]{0,80}\bdebug\b|!==?\s?["']production\b|(?:!\s?|\bnot\s)[\w.]{0,60}\b[iI]s_?[pP]roduction\b|\bunless\b[^\n]{0,80}\bproduction\b/;
/** Ruby and Python write a condition behind what it decides, too. */
const conditionBehind = /^["')\]]{0,2}[ \t]{1,4}(?:if|unless)\b/;

/** Whether a condition decides over a setting: one behind it, or one of its block or statement that asks for development. */
function isConditional(text: string, start: number, end: number): boolean {
  const ahead = text.slice(Math.max(0, start - before), start);
  return development.test(ahead.slice(ahead.lastIndexOf('}') + 1)) || conditionBehind.test(text.slice(end, end + 20));
}

/** The settings of a program as entries, each with the code that says it at the token that decides, and its flows as grants. */
export function loginSettings(text: string, uri: string): { readonly entries: Entry[]; readonly grants: OAuthGrant[] } {
  const entries: Entry[] = [];
  const grants: OAuthGrant[] = [];
  if (!tellsOfLogin.test(text)) return { entries, grants };
  for (const { library, pattern, is, unless } of rows) {
    if (!library.test(text) || unless?.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      if (entries.length + grants.length >= most) break;
      if (isComment(text, match.index) || isConditional(text, match.index, match.index + match[0].length)) continue;
      const from = match.index + match[0].lastIndexOf(match[1]!);
      const at: Place = { uri, span: [from, from + match[1]!.length] };
      if (is === 'implicit' || is === 'password') grants.push({ type: is, at });
      else entries.push(entryFrom(is, { uri, span: [match.index, from] }, literalAt(match[0].trim().replace(/\s+/g, ' '), at)));
    }
  }
  return { entries, grants };
}
