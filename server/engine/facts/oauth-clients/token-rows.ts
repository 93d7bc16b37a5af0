// What libraries call the checks of tokens that can be switched off, and how long the tokens live that they give out.
import * as of from './login-libraries.ts';
import type { LoginRow } from './login-rows.ts';

/** A function, or an address, that renews what has ended: the end is what it has to look past. */
const renewal = /(?:expired|refresh)\w{0,40}["']?\s?(?:[(),:]|=\s?(?:async\s?)?\()/i;

/** Where a server gets a token that somebody sent. */
const tokenOfRequest =
  /\b(?:req|request|ctx|event|c)\w{0,10}\.(?:headers|cookies|header|get|getHeader)\b|\bAuthorization\b|\bHttpServletRequest\b|\bcookies\(\)/;
/** What is signed for one use, or for a machine that asks for it. */
const oneTime = /unsubscribe|download|preview|invit|confirm|verif|captcha|webhook|nonce|state|\btest/i;

/** Numbers of a month and more. */
const monthOfDays = String.raw`(?:[3-9]\d|\d{3,5})`;
const monthOfMinutes = String.raw`(?:4[3-9]\d{3}|[5-9]\d{4}|\d{6,9})`;
const monthOfSeconds = String.raw`(?:2(?:59[2-9]|[6-9]\d\d)\d{3}|[3-9]\d{6}|\d{8,11}|(?:60 ?\* ?60|3_?600) ?\* ?24 ?\* ?${monthOfDays}|86_?400 ?\* ?${monthOfDays})`;
const rubyMonth = String.raw`(?:${monthOfDays}\.days|(?:[5-9]|\d{2,3})\.weeks|\d{1,3}\.(?:months?|years?))\b`;

// From the references of the libraries, read in 2026-11.
export const tokenRows: readonly LoginRow[] = [
  // Tokens whose signature nobody checks: PyJWT, python-jose, jsonwebtoken, jose, java-jwt, jjwt, ruby-jwt, golang-jwt, go-oidc, .NET.
  { library: of.pythonJwt, pattern: /["']verify_signature["']\s?:\s?(False)\b/g, is: 'unsigned-token', isLook: true },
  { library: of.pythonJwt, pattern: /\bjwt\.decode\([^()]{0,200}?\bverify\s?=\s?(False)\b/g, is: 'unsigned-token', isLook: true },
  { library: of.pythonJwt, pattern: /\bjwt\.(get_unverified_claims)\(/g, is: 'unsigned-token', isLook: true, unless: /\bjwt\.decode\(/ },
  {
    library: of.anyJwt,
    pattern:
      /\b(?:verify|sign|decode|encode|expressjwt|JwtStrategy)\([^()]{0,200}?\balgorithms?["']?\s?[:=]\s?\[?[^\]()\n]{0,60}?["'](none)["']/g,
    is: 'unsigned-token',
  },
  { library: of.nodeJose, pattern: /\b(UnsecuredJWT)\.decode(?:<[^()]{0,200}>)?\(/g, is: 'unsigned-token' },
  {
    library: of.jsonwebtoken,
    pattern: /\bjwt\.verify\(\s?[\w.]{1,80},\s?(null|undefined|false|""|'')\s?[,)]/g,
    is: 'unsigned-token',
  },
  // A look at a token of a request, in a program that verifies none.
  {
    library: of.nodeJwt,
    pattern: /\b(?:(?:jwt|jsonwebtoken|JWT)\.(decode)|(decodeJwt))(?:<[^()]{0,200}>)?\(/g,
    needs: tokenOfRequest,
    unless: /\bverify|[vV]erif(?:y|ies|ied)\b|jwtVerify|complete:\s?true|introspect|passport/,
    is: 'unsigned-token',
    isLook: true,
  },
  {
    library: of.javaJwtParsers,
    pattern: /\b(?:JWT\.(decode)|(?:JWTParser|SignedJWT)\.(parse))\(/g,
    needs: tokenOfRequest,
    unless: /\b[vV]erif(?:y|ier|ies|ied)\b|\w[vV]erif(?:y|ier)\b|\.process\(|introspect/,
    is: 'unsigned-token',
    isLook: true,
  },
  { library: of.javaJwt, pattern: /\bAlgorithm\.(none)\(\)/g, is: 'unsigned-token' },
  {
    library: of.jjwt,
    pattern: /\.(parseUnsecuredClaims|parseUnsecuredContent|parseClaimsJwt|parsePlaintextJwt)\(/g,
    is: 'unsigned-token',
  },
  { library: of.jjwt, pattern: /\bJwts\.parser\(\)[^;]{0,300}?\.(unsecured)\(\)/g, is: 'unsigned-token' },
  {
    library: of.jose4j,
    pattern: /\.(setSkipSignatureVerification|setSkipAllValidators|setDisableRequireSignature)\(\)/g,
    is: 'unsigned-token',
  },
  {
    library: of.dotnetReaders,
    pattern: /\.(ReadJwtToken|ReadToken)\(/g,
    needs: tokenOfRequest,
    unless: /\bValidateToken|\bAddJwtBearer\b|\[Authorize\b|introspect/,
    is: 'unsigned-token',
    isLook: true,
  },
  {
    library: of.rustJwt,
    pattern: /(?:\.(insecure_disable_signature_validation)\(|\b(dangerous(?:::|_)insecure_decode\w{0,30})\b\s{0,4}(?:::<|\())/g,
    is: 'unsigned-token',
    isLook: true,
  },
  { library: of.rubyJwt, pattern: /\bJWT\.decode\([^()\n]{1,120},\s?(false)\b/g, is: 'unsigned-token', isLook: true },
  // With a key, `parse` still takes a token that nobody signed.
  {
    library: of.jjwt,
    pattern: /\bsetSigningKey\([^;]{0,200}?\)(?:\s{0,40}\.build\(\))?\s{0,40}\.(parse)\(/g,
    is: 'unsigned-token',
  },
  { library: of.rubyJwt, pattern: /\bJWT\.(?:en|de)code[ (][^()\n]{1,120},\s?["'](none)["']/g, is: 'unsigned-token' },
  {
    library: of.rubyJwt,
    pattern: /\bJWT\.decode[ (][^()\n]{1,120}\balgorithms?(?::|["']?\s?=>)\s?\[?[^\]\n]{0,40}?["'](none)["']/g,
    is: 'unsigned-token',
  },
  { library: of.lcobucci, pattern: /\bConfiguration::(forUnsecuredSigner)\(/g, is: 'unsigned-token' },
  { library: of.dotnetJwt, pattern: /\bverify:\s?(false)\b/g, is: 'unsigned-token' },
  { library: of.golangJwt, pattern: /\.(ParseUnverified)\(/g, is: 'unsigned-token', isLook: true },
  { library: of.goJose, pattern: /\.(UnsafeClaimsWithoutVerification)\(/g, is: 'unsigned-token', isLook: true },
  { library: of.golangJwt, pattern: /\bjwt\.(UnsafeAllowNoneSignatureType)\b/g, is: 'unsigned-token' },
  { library: of.goOidc, pattern: /\bInsecureSkipSignatureCheck:\s{1,10}(true)\b/g, is: 'unsigned-token' },
  { library: of.validation, pattern: /\bRequireSignedTokens\s?=\s?(false)\b/g, is: 'unsigned-token' },
  {
    library: of.validation,
    pattern: /\b(SignatureValidator)\s?=(?=[^;]{0,200}?\bnew (?:JwtSecurityToken|JsonWebToken)\()/g,
    unless: /\bValidateSignature\b|\bVerify(?:Data|Hash|Signature)\b|\bHMACSHA|\bRSA\b/,
    is: 'unsigned-token',
  },
  {
    library: of.validation,
    pattern:
      /\b(?:AudienceValidator|LifetimeValidator|IssuerSigningKeyValidator)\s?=\s?(?:delegate\s?)?\([^()]{0,200}\)\s?(?:=>|\{ return)\s?(true)\b/g,
    is: 'unchecked-claims',
    unlessAhead: renewal,
  },

  // Tokens that are taken from any issuer, for any audience, or long after their end.
  {
    library: of.validation,
    pattern: /\bValidateLifetime\s?=\s?(false)\b/g,
    is: 'unchecked-claims',
    unless: /\bLifetimeValidator\s?=/,
    unlessAhead: renewal,
  },
  { library: of.validation, pattern: /\bRequireExpirationTime\s?=\s?(false)\b/g, is: 'unchecked-claims' },
  { library: of.validation, pattern: /\bValidateIssuer\s?=\s?(false)\b/g, is: 'unchecked-claims', unless: /\bIssuerValidator\s?=/ },
  {
    library: of.validation,
    pattern: /\bValidateAudience\s?=\s?(false)\b/g,
    is: 'unchecked-claims',
    unless: /\bAudienceValidator\s?=|"(?:scope|scp|client_id|azp)"/,
  },
  { library: of.pythonJwt, pattern: /["']verify_exp["']\s?:\s?(False)\b/g, is: 'unchecked-claims', isLook: true, unlessAhead: renewal },
  { library: of.pythonJwt, pattern: /["']verify_iss["']\s?:\s?(False)\b/g, is: 'unchecked-claims', isLook: true },
  {
    library: of.pythonJwt,
    pattern: /["']verify_aud["']\s?:\s?(False)\b/g,
    is: 'unchecked-claims',
    isLook: true,
    unless: /["'](?:aud|client_id|azp|appid|cid)["']/,
  },
  {
    library: of.nodeJwtChecks,
    pattern: /\bignoreExpiration:\s?(true)\b/g,
    is: 'unchecked-claims',
    unlessAhead: renewal,
  },
  {
    library: of.rubyJwt,
    pattern: /\bJWT\.decode[ (][^()\n]{1,160}\bverify_expiration(?::|\s?=>)\s?(false)\b/g,
    is: 'unchecked-claims',
    unlessAhead: renewal,
  },
  { library: of.rustJwt, pattern: /\bvalidate_exp\s?[=:]\s?(false)\b/g, is: 'unchecked-claims', isLook: true, unlessAhead: renewal },
  {
    library: of.rustJwt,
    pattern: /\bvalidate_aud\s?[=:]\s?(false)\b/g,
    is: 'unchecked-claims',
    isLook: true,
    unless: /\bset_audience\(|\.aud\b|"(?:aud|azp|client_id)"/,
  },
  { library: of.goOidc, pattern: /\bSkip(?:Issuer|Expiry)Check:\s{1,10}(true)\b/g, is: 'unchecked-claims' },
  { library: of.goOidc, pattern: /\bSkipClientIDCheck:\s{1,10}(true)\b/g, is: 'unchecked-claims', unless: /\.Audience\b|\baud\b/ },
  { library: of.golangJwt, pattern: /\bjwt\.(WithoutClaimsValidation)\(/g, is: 'unchecked-claims' },

  // Lifetimes of a month and more.
  {
    library: of.doorkeeper,
    pattern: new RegExp(String.raw`\baccess_token_expires_in\s{1,4}(${rubyMonth})`, 'g'),
    is: 'long-token',
  },
  {
    library: of.pythonJwtSettings,
    pattern: new RegExp(
      String.raw`\b(?:ACCESS_TOKEN_LIFETIME|JWT_ACCESS_TOKEN_EXPIRES)["']?\]?\s?[:=]\s?(?:datetime\.)?(timedelta\((?:days=${monthOfDays}|weeks=(?:[5-9]|\d{2,4}))\))`,
      'g',
    ),
    is: 'long-token',
  },
  {
    library: of.oauthToolkit,
    pattern: new RegExp(String.raw`["']ACCESS_TOKEN_EXPIRE_SECONDS["']\s?:\s?(${monthOfSeconds})(?=\s?[,}\n])`, 'g'),
    is: 'long-token',
  },
  {
    library: of.pythonJwtNames,
    pattern: new RegExp(
      String.raw`\bACCESS_TOKEN_EXPIRE_MINUTES(?:: ?int)?\s?=\s?(60 ?\* ?24 ?\* ?${monthOfDays}|${monthOfMinutes})(?=\s)`,
      'g',
    ),
    is: 'long-token',
  },
  {
    library: of.identityServer,
    pattern: new RegExp(String.raw`\bAccessTokenLifetime\s?=\s?(${monthOfSeconds}|int\.MaxValue)(?=\s?[,}\n])`, 'g'),
    is: 'long-token',
  },
  {
    library: of.openIddict,
    pattern: new RegExp(String.raw`\bSetAccessTokenLifetime\(\s?(TimeSpan\.FromDays\(${monthOfDays}\))`, 'g'),
    is: 'long-token',
  },
  {
    library: of.openIddict,
    pattern: /\bSetAccessTokenLifetime\(\s?(null)\s?\)/g,
    is: 'token-without-end',
  },
  {
    library: of.springServer,
    pattern: new RegExp(String.raw`\baccessTokenTimeToLive\(\s?(Duration\.ofDays\(${monthOfDays}\))`, 'g'),
    is: 'long-token',
  },
  // What is signed without an end, where all of it is written out.
  {
    library: of.jsonwebtoken,
    pattern: /\b(jwt\.sign)\(\s?\{(?![^{}]{0,300}(?:\bexp\b|\.\.\.))[^{}]{0,300}\},\s?[\w.$!?\[\]'"-]{1,80}(?: as \w{1,40})?\s?\)/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.pythonJwt,
    pattern: /\b(jwt\.encode)\(\s?\{(?![^{}]{0,300}(?:["']exp["']|\*\*))[^{}]{0,300}\},/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.golangJwt,
    pattern: /\b(jwt\.NewWithClaims)\([\w.]{1,60}, ?jwt\.MapClaims\{(?![^{}]{0,300}"exp")[^{}]{0,300}\}/g,
    unless: /\["exp"\]/,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.jsonwebtoken,
    pattern:
      /\b(?:const|let|var) (\w{1,40})\s?=\s?\{(?:(?!\bexp\b|\.\.\.)[^;]){1,400}\};(?:(?!\bexp\b)[^}]){0,300}?\b(?<token>jwt\.sign)\(\s?\1,\s?[\w.$!?\[\]'"-]{1,80}(?: as \w{1,40})?\s?\)/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.pythonJwt,
    pattern:
      /^[ \t]{0,40}(\w{1,40})\s?=\s?\{(?:(?!["']exp["']|\*\*)[^{}]){1,400}\}\r?\n(?:(?:(?!\bexp\b)[^\n]){0,200}\n){0,3}?(?:(?!\bexp\b)[^\n]){0,80}?\b(?<token>jwt\.encode)\(\s?\1,/gm,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.golangJwt,
    pattern:
      /\b(\w{1,40})\s?:=\s?&?jwt\.(?:MapClaims|RegisteredClaims)\{(?:(?!"exp"|\bExpiresAt\b)[^{}]){0,400}\}\r?\n(?:(?!"exp"|\bExpiresAt\b)[^}]){0,300}?\b(?<token>jwt\.NewWithClaims)\([\w.]{1,60}, ?\1\)/g,
    unless: /\["exp"\]|\.ExpiresAt\b/,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.phpJwt,
    pattern: /(\$\w{1,40})\s?=\s?\[(?:(?!["']exp["']|\.\.\.)[^;]){1,600}\];(?:(?!\bexp\b)[^}]){0,300}?\b(?<token>JWT::encode)\(\s?\1,/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.rubyJwt,
    pattern: /\b(JWT\.encode)[( ]\s?\{(?:(?!\bexp\b|\*\*)[^{}]){0,300}\},/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  // A chain of calls, or arguments by name, of which none sets an end.
  {
    library: of.jjwt,
    pattern:
      /\b(Jwts\.builder)\(\)(?=(?:(?!\.(?:setExpiration|expiration|claims|setClaims|addClaims|setPayload|content)\b|\bEXPIRATION\b|"exp")[^;]){1,800}\.compact\(\))/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.javaJwtSigners,
    pattern: /\b(JWT\.create)\(\)(?=(?:(?!\.with(?:ExpiresAt|Payload)\b|"exp")[^;]){1,800}\.sign\()/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  {
    library: of.dotnetSigners,
    pattern:
      /\bnew (JwtSecurityToken)(?=\(\s{0,80}\w{1,30}:(?:(?!\bexpires\b)[^;]){0,800}?\bsigningCredentials:(?:(?!\bexpires\b)[^;]){1,800};)/g,
    is: 'token-without-end',
    unlessAhead: oneTime,
  },
  { library: of.flaskJwt, pattern: /\bJWT_(?:ACCESS|REFRESH)_TOKEN_EXPIRES["']?\]?\s?=\s?(False)\b/g, is: 'token-without-end' },
  {
    library: of.laravelPassport,
    pattern: /\bPassport::(?:tokens|personalAccessTokens)ExpireIn\(\s?now\(\)->(addYears\(\d{1,3}\))/g,
    is: 'long-token',
  },
  {
    library: of.nodeSigners,
    pattern: /\bexpiresIn:\s?["'](\d{3,5} ?d(?:ays?)?|\d{1,3} ?y(?:(?:ea)?rs?)?)["']/g,
    is: 'long-token',
    unlessAhead: /cookie|consent|download|unsubscribe|presign|signedurl|cache/i,
  },
];
