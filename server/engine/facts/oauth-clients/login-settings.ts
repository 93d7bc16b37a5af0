// What a program tells the library that logs people in, or that hands out tokens: flows that give a password or a token
// away, and checks that it switches off. A table of what libraries call these; no parser of the language. What a variable
// or a condition decides is left out.
import { isComment } from '../../text/comment.ts';
import type { Place } from '../../text/text.ts';
import { entryFrom, literalAt } from '../made-values.ts';
import type { OAuthGrant } from '../oauth.ts';
import type { Entry } from '../value.ts';

/** What a setting comes to; the key of its entry in the client's value. */
export type LoginSetting =
  | 'no-pkce'
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

interface Row {
  /** What has to stand in the text. */
  readonly library: RegExp;
  /** The first group is the token that decides. */
  readonly pattern: RegExp;
  readonly is: LoginSetting | 'implicit' | 'password';
  /** What in the text makes it harmless. */
  readonly unless?: RegExp;
  /** What shortly before it makes it harmless. */
  readonly unlessAhead?: RegExp;
  /** True for a look into a token that may come before its proof: one that is proved in the same function is no finding. */
  readonly isLook?: true;
}

const openIdConnect = /\bAdd(?:OpenIdConnect|JwtBearer)\b|\bOpenIdConnectOptions\b/;
const identityServer = /\b(?:Duende|IdentityServer\d?|AllowedGrantTypes)\b/;
const springServer = /\bRegisteredClient\b/;
const doorkeeper = /\bDoorkeeper\.configure\b/;
const validation = /\bTokenValidationParameters\b/;
const golangJwt = /"github\.com\/(?:golang-jwt|dgrijalva)\//;
const goOidc = /"github\.com\/coreos\/go-oidc/;
/** A function, or an address, that renews what has ended: the end is what it has to look past. */
const renewal = /(?:expired|refresh)\w{0,40}["']?\s?(?:[(),:]|=\s?(?:async\s?)?\()/i;
const python = /(?:^|\n)[ \t]{0,20}(?:import|from)\s[^\n]{0,60}\b(?:jwt|jose)\b/;

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

  // Tokens whose signature nobody checks: PyJWT, python-jose, jsonwebtoken, jose, java-jwt, jjwt, ruby-jwt, golang-jwt, go-oidc, .NET.
  { library: python, pattern: /["']verify_signature["']\s?:\s?(False)\b/g, is: 'unsigned-token', isLook: true },
  { library: python, pattern: /\bjwt\.decode\([^()]{0,200}?\bverify\s?=\s?(False)\b/g, is: 'unsigned-token', isLook: true },
  {
    library: /\b(?:jsonwebtoken|jose|jwt|express-jwt|passport-jwt)\b/,
    pattern:
      /\b(?:verify|sign|decode|encode|expressjwt|JwtStrategy)\([^()]{0,200}?\balgorithms?["']?\s?[:=]\s?\[?[^\]()\n]{0,60}?["'](none)["']/g,
    is: 'unsigned-token',
  },
  { library: /["']jose["']/, pattern: /\b(UnsecuredJWT)\.decode\(/g, is: 'unsigned-token' },
  { library: /\bcom\.auth0\.jwt\b|\bAlgorithm\b[^\n]{0,200}\bJWT\b/, pattern: /\bAlgorithm\.(none)\(\)/g, is: 'unsigned-token' },
  {
    library: /\bio\.jsonwebtoken\b/,
    pattern: /\.(parseUnsecuredClaims|parseUnsecuredContent|parseClaimsJwt|parsePlaintextJwt)\(/g,
    is: 'unsigned-token',
  },
  { library: /\bJWT\.decode\b/, pattern: /\bJWT\.decode\([^()\n]{1,120},\s?(false)\b/g, is: 'unsigned-token', isLook: true },
  { library: golangJwt, pattern: /\.(ParseUnverified)\(/g, is: 'unsigned-token', isLook: true },
  { library: golangJwt, pattern: /\bjwt\.(UnsafeAllowNoneSignatureType)\b/g, is: 'unsigned-token' },
  { library: goOidc, pattern: /\bInsecureSkipSignatureCheck:\s{1,10}(true)\b/g, is: 'unsigned-token' },
  { library: validation, pattern: /\bRequireSignedTokens\s?=\s?(false)\b/g, is: 'unsigned-token' },

  // Tokens that are taken from any issuer, for any audience, or long after their end.
  {
    library: validation,
    pattern: /\bValidateLifetime\s?=\s?(false)\b/g,
    is: 'unchecked-claims',
    unless: /\bLifetimeValidator\s?=/,
    unlessAhead: renewal,
  },
  { library: validation, pattern: /\bRequireExpirationTime\s?=\s?(false)\b/g, is: 'unchecked-claims' },
  { library: validation, pattern: /\bValidateIssuer\s?=\s?(false)\b/g, is: 'unchecked-claims', unless: /\bIssuerValidator\s?=/ },
  {
    library: validation,
    pattern: /\bValidateAudience\s?=\s?(false)\b/g,
    is: 'unchecked-claims',
    unless: /\bAudienceValidator\s?=|"(?:scope|scp|client_id|azp)"/,
  },
  { library: python, pattern: /["']verify_exp["']\s?:\s?(False)\b/g, is: 'unchecked-claims', isLook: true, unlessAhead: renewal },
  { library: python, pattern: /["']verify_iss["']\s?:\s?(False)\b/g, is: 'unchecked-claims', isLook: true },
  {
    library: python,
    pattern: /["']verify_aud["']\s?:\s?(False)\b/g,
    is: 'unchecked-claims',
    isLook: true,
    unless: /["'](?:aud|client_id|azp|appid|cid)["']/,
  },
  {
    library: /["'](?:jsonwebtoken|passport-jwt|express-jwt|@nestjs\/(?:jwt|passport))["']/,
    pattern: /\bignoreExpiration:\s?(true)\b/g,
    is: 'unchecked-claims',
    unlessAhead: renewal,
  },
  { library: goOidc, pattern: /\bSkip(?:Issuer|Expiry)Check:\s{1,10}(true)\b/g, is: 'unchecked-claims' },
  { library: goOidc, pattern: /\bSkipClientIDCheck:\s{1,10}(true)\b/g, is: 'unchecked-claims', unless: /\.Audience\b|\baud\b/ },
  { library: golangJwt, pattern: /\bjwt\.(WithoutClaimsValidation)\(/g, is: 'unchecked-claims' },

  { library: /flask_jwt_extended/, pattern: /\bJWT_(?:ACCESS|REFRESH)_TOKEN_EXPIRES["']?\]?\s?=\s?(False)\b/g, is: 'token-without-end' },
  {
    library: /\bPassport::/,
    pattern: /\bPassport::(?:tokens|personalAccessTokens)ExpireIn\(\s?now\(\)->(addYears\(\d{1,3}\))/g,
    is: 'long-token',
  },
  {
    library: /["'](?:jsonwebtoken|@nestjs\/jwt)["']/,
    pattern: /\bexpiresIn:\s?["'](\d{3,5} ?d(?:ays?)?|\d{1,3} ?y(?:(?:ea)?rs?)?)["']/g,
    is: 'long-token',
    unlessAhead: /cookie|consent|download|unsubscribe|presign|signedurl|cache/i,
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

/** A word of a row; a program without one is not read for these. */
export const tellsOfLogin =
  /RequirePkce|UsePkce|RequireHttpsMetadata|GrantTypes\.|\bResponseType\b|requireProofKey|AuthorizationGrantType\.PASSWORD|authorizedGrantTypes|PKCE_REQUIRED|Doorkeeper\.configure|Passport::enable|oidc-provider|allowDangerousEmailAccountLinking|provider_ignores_state|AuthCodeURL|OAUTHLIB_INSECURE_TRANSPORT|RequireNonce|\bchecks:|response_type:|disablePKCE|grant_type["']?\s?(?:=>|[:=])\s?["']password|verify_(?:signature|exp|aud|iss)\b|verify\s?=\s?False|["']none["']|UnsecuredJWT|Algorithm\.none|parse(?:Unsecured|ClaimsJwt|Plaintext)|JWT\.decode|ParseUnverified|UnsafeAllowNone|InsecureSkipSignature|Skip(?:Issuer|Expiry|ClientID)Check|TokenValidationParameters|ignoreExpiration|WithoutClaimsValidation|_TOKEN_EXPIRES|ExpireIn\(|expiresIn|allow_origins|\bcors\(|SetIsOriginAllowed|CORS_ALLOW_CREDENTIALS|supports_credentials|response_type=|\bcookie(?:Options)?:\s?\{|SESSION_COOKIE_SECURE/;

/** More than a program has. */
const most = 100;
/** So far before a setting a condition may stand that holds for development alone, or not for production. */
const before = 200;
const development =
  /\b(?:[iI]s_?[dD]ev\w{0,12}|DEBUG|development)\b|\bif\b[^\n]{0,80}\bdebug\b|!==?\s?["']production\b|(?:!\s?|\bnot\s)[\w.]{0,60}\b[iI]s_?[pP]roduction\b|\bunless\b[^\n]{0,80}\bproduction\b/;
/** Ruby and Python write a condition behind what it decides, too. */
const conditionBehind = /^["')\]]{0,2}[ \t]{1,4}(?:if|unless)\b/;

/** Languages in which the lines above that are indented less say what a line is in. */
const byIndent = /\.(?:py|rb|rake)$/;

/** Whether a condition decides over a setting: one behind it, or one of its block or statement that asks for development. */
function isConditional(text: string, uri: string, start: number, end: number): boolean {
  if (conditionBehind.test(text.slice(end, end + 20))) return true;
  if (byIndent.test(uri)) return development.test(linesAround(text, start));
  const ahead = text.slice(Math.max(0, start - before), start);
  return development.test(ahead.slice(ahead.lastIndexOf('}') + 1));
}

/** The beginning of a line up to an offset, and the lines above it that it is in, of those that stand shortly before. */
function linesAround(text: string, start: number): string {
  const [own, ...above] = text
    .slice(Math.max(0, start - farthest), start)
    .split('\n')
    .reverse();
  const around = [own!];
  let indent = indentOf(own!);
  for (const line of above) {
    if (indent === 0) break;
    if (line.trim() === '' || indentOf(line) >= indent) continue;
    indent = indentOf(line);
    around.push(line);
  }
  return around.join('\n');
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

/** So much of a function is looked at. */
const farthest = 1_000;
const nextFunction =
  /\n(?:(?:async |export |pub(?:lic)? |private |static )*(?:def|function|func|class|fn|const)\b|[ \t]*(?:async )?def\b|@|\}|[ \t]*end\b)/;
/** Claims that say who issued a token, for whom and until when: who reads no others takes nobody's word for who they are. */
const claimRead = /(?:\[|\b(?:get|dig|fetch)\()\s?["'](\w{1,40})["']/g;
const harmlessClaims = new Set(['iss', 'exp', 'iat', 'nbf', 'kid', 'alg', 'tid', 'aud']);
const proof = /\balgorithms?["']?\s?[:=]|\bget_signing_key|\bverif(?:y|ied)\b(?!_)(?!\s?=\s?False)|\bParse(?:WithClaims)?\(|\.Verify\(/i;

/** Whether the rest of a function proves what was looked at: who issued a token is read first, to find the key that proves it. */
function provedBehind(text: string, from: number): boolean {
  const rest = text.slice(from, from + farthest);
  const behind = rest.slice(endOfCall(rest));
  const own = behind.slice(0, nextFunction.exec(behind)?.index ?? behind.length).replace(/(?:#|\/\/)[^\n]*/g, '');
  if (proof.test(own)) return true;
  // Where the claims have a name, what is read of other things is none of them.
  const name = text
    .slice(Math.max(0, from - 300), from)
    .match(/(\w{1,40})\s?=\s?jwt\.decode\(/g)
    ?.at(-1)
    ?.match(/^\w+/)?.[0];
  const claims = [...own.matchAll(claimRead)].filter(({ index }) => !name || own.slice(0, index).replace(/\.$/, '').endsWith(name));
  return claims.length > 0 && claims.every((claim) => harmlessClaims.has(claim[1]!));
}

/** A token that the endpoint of the issuer has just answered with over TLS, which stands for its signature (OpenID Connect Core 3.1.3.7). */
const idTokenLookedAt = /\bdecode\(\s{0,20}[\w.()]{0,60}(?:\[["'])?id_?token\b[^()]{0,200}$/i;
const tokenFetched =
  /grant_type["']?\s?(?:=>|[:=])\s?["']authorization_code|\.(?:fetch_token|fetch_access_token|authorize_access_token|acquire_token_by_\w{1,30}|get_access_token|exchange_code)\(/g;

/** Whether what is looked at is the ID token of an answer that this function fetched. */
function comesFromIssuer(text: string, at: number): boolean {
  const ahead = text.slice(Math.max(0, at - 2 * farthest), at);
  if (!idTokenLookedAt.test(ahead)) return false;
  const fetched = [...ahead.matchAll(tokenFetched)].at(-1)?.index;
  return fetched !== undefined && !nextFunction.test(ahead.slice(fetched));
}

/** The offset behind the bracket that closes the call, or the object, in which a text begins; the end of its line where none does. */
function endOfCall(rest: string): number {
  let depth = 0;
  for (let i = 0; i < rest.length; i++) {
    const one = rest[i]!;
    if (one === '(' || one === '[' || one === '{') depth++;
    else if ((one === ')' || one === ']' || one === '}') && --depth < 0) {
      depth = 0;
      // An object that is an argument has more of the call behind it.
      if (one === ')' || !/^\s*[,)\]}]/.test(rest.slice(i + 1, i + 200))) return i + 1;
    }
  }
  return Math.max(rest.indexOf('\n'), 0);
}

/** The offset of the deciding token in a match that goes on behind it: right behind the key that it is given to. */
function firstOf(match: RegExpExecArray): number {
  const key = /(?:origins?|ALL)["']?\s?(?:=>|[:=])|=>/i.exec(match[0]);
  return match[0].indexOf(match[1]!, key ? key.index + key[0].length : 0);
}

/** A line of no source: on either side of a place there is no other for so long. Somebody else's code was put together there. */
const longLine = 1_000;

function isBundled(text: string, at: number): boolean {
  return !text.slice(Math.max(0, at - longLine), at + longLine).includes('\n') && text.length > longLine;
}

/** The code of a match on one line; the quote and bracket behind a name whose own beginning is left out go with it. */
const quotable = (code: string): string =>
  code
    .trim()
    .replace(/\s+/g, ' ')
    .replace(/^(\w{1,60})["']\]?\s?[=,:]\s?/, '$1=');

/** The settings of a program as entries, each with the code that says it at the token that decides, and its flows as grants. */
export function loginSettings(text: string, uri: string): { readonly entries: Entry[]; readonly grants: OAuthGrant[] } {
  const entries: Entry[] = [];
  const grants: OAuthGrant[] = [];
  if (!tellsOfLogin.test(text)) return { entries, grants };
  for (const { library, pattern, is, unless, unlessAhead, isLook } of rows) {
    if (!library.test(text) || unless?.test(text)) continue;
    for (const match of text.matchAll(pattern)) {
      if (entries.length + grants.length >= most) break;
      if (
        isBundled(text, match.index) ||
        isComment(text, match.index) ||
        isConditional(text, uri, match.index, match.index + match[0].length)
      )
        continue;
      if (unlessAhead?.test(text.slice(Math.max(0, match.index - farthest / 2), match.index))) continue;
      if (
        isLook &&
        (provedBehind(text, match.index + match[0].length) || comesFromIssuer(text, match.index + match[0].lastIndexOf(match[1]!)))
      )
        continue;
      const from = is === 'any-origin' ? match.index + firstOf(match) : match.index + match[0].lastIndexOf(match[1]!);
      const at: Place = { uri, span: [from, from + match[1]!.length] };
      if (is === 'implicit' || is === 'password') grants.push({ type: is, at });
      else entries.push(entryFrom(is, { uri, span: [match.index, from] }, literalAt(quotable(match[0]), at)));
    }
  }
  return { entries, grants };
}
