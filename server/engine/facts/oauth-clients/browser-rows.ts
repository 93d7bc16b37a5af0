// What frameworks call the cookies that browsers keep a login in, and the pages of other sites that may call with it.
import * as of from './login-libraries.ts';
import type { LoginRow } from './login-rows.ts';

/** A look at the origin that asks before it is answered with. */
const looked =
  /allow(?:ed|list)|white_?list|trusted|in_array|includes\(|indexOf|contains\(|\.has\(|\.test\(|preg_match|hasprefix|hassuffix|startswith|endswith|\bin \w{0,30}origins|\$http_origin\s{1,4}~/i;

/** Between the brackets of a call. */
const call = String.raw`[^()]{0,500}?`;
/** What a Starlette application says of credentials beside its origins. */
const withCredentials = String.raw`(?=${call}\ballow_credentials\s?=\s?True\b)`;
/** Fields of a struct of Go, with lists and functions among them. */
const fields = String.raw`(?:[^{}]|\{[^{}]{0,300}\}){0,800}`;
/** A function of Go that lets every origin in. */
const everyOrigin = String.raw`\bAllowOrigins?Func:\s{0,20}func\(\w{1,20} string\) (?:bool|\(bool, error\)) \{\s{0,40}(?:\/\/[^\n]{0,200}\n\s{0,40}){0,3}return (true)(?:, nil)?\s{0,40}\}`;

// From the references of the frameworks, read in 2026-11.
export const browserRows: readonly LoginRow[] = [
  // The cookie of a session is the login: express-session, cookie-session, Auth.js, Flask, Django, Rails, Gorilla, ASP.NET.
  {
    library: of.nodeSessions,
    pattern: /\bcookie(?:Options)?:\s?\{[^{}]{0,200}?\bsecure:\s?(false)\b/g,
    is: 'plain-cookie',
    unless: /\bcookie\.secure\s?=\s?true\b/,
  },
  {
    library: of.authJs,
    pattern: /\b(?:sessionToken:\s?\{[^{}]{0,200}?\boptions:\s?\{[^{}]{0,200}?\bsecure|useSecureCookies):\s?(false)\b/g,
    is: 'plain-cookie',
  },
  {
    library: of.pythonSessions,
    pattern: /\bSESSION_COOKIE_SECURE["']?\]?\s?[=:]\s?(False)\b/g,
    is: 'plain-cookie',
    // The class, or the branch, for production says otherwise.
    unless: /\bSESSION_COOKIE_SECURE["']?\]?\s?[=:]\s?(?!False\b)\S/,
    unlessAhead: /\bclass (?:Dev|Test|Local|Debug)\w{0,40}/,
  },
  { library: of.flaskJwt, pattern: /\bJWT_COOKIE_SECURE["']?\]?\s?[=:]\s?(False)\b/g, is: 'plain-cookie' },
  { library: of.railsSessions, pattern: /\bsession_store\b[^\n]{0,200}?\bsecure(?::|\s?=>)\s?(false)\b/g, is: 'plain-cookie' },
  { library: of.gorillaSessions, pattern: /\bsessions\.Options\{[^{}]{0,300}?\bSecure:\s{1,10}(false)\b/g, is: 'plain-cookie' },
  { library: of.dotnetCookies, pattern: /\bCookie\.SecurePolicy\s?=\s?(CookieSecurePolicy\.None)\b/g, is: 'plain-cookie' },

  // The libraries answer with the origin that asks, and so do Starlette, Flask-CORS, Spring and Laravel where credentials go
  // with a star.
  {
    library: of.starletteCors,
    pattern: new RegExp(
      String.raw`\bCORSMiddleware,${withCredentials}${call}\b(?:allow_origins\s?=\s?[[(]\s?(["']\*["'])\s?,?\s?[\])]|allow_origin_regex\s?=\s?r?(["']\^?\.[*+]\$?["']))`,
      'g',
    ),
    is: 'any-origin',
  },
  {
    library: of.starletteCors,
    pattern: /^[ \t]{0,8}\w{0,30}(?:origins|ORIGINS)\s?(?::[^=\n]{1,40})?=\s?\[\s{0,20}(["']\*["'])\s{0,20},?\s{0,20}\]/gm,
    needs: new RegExp(String.raw`\bCORSMiddleware,${withCredentials}${call}\ballow_origins\s?=\s?\w{0,30}(?:origins|ORIGINS)\b`),
    is: 'any-origin',
  },
  {
    library: of.flaskCors,
    pattern:
      /\bCORS\(\s{0,20}\w{1,40},(?=[^()]{0,400}?\bsupports_credentials\s?=\s?True\b)[^()]{0,400}?(?:["']origins["']\s?:|\borigins\s?=)\s?\[?\s?(["']\*["'])/g,
    is: 'any-origin',
  },
  {
    library: of.flaskCors,
    pattern: /\bCORS\(\s{0,20}\w{1,40},(?![^()]{0,400}\b(?:origins|resources)\b)[^()]{0,400}?\b(supports_credentials\s?=\s?True)\b/g,
    is: 'any-origin',
    unless: /\bCORS_ORIGINS\b/,
  },
  {
    library: of.djangoCors,
    pattern: /\bCORS_(?:ALLOW_ALL_ORIGINS|ORIGIN_ALLOW_ALL)\s?=\s?(True)\b/g,
    is: 'any-origin',
  },
  {
    library: of.nodeCors,
    pattern:
      /\b(?:cors\(|enableCors\(|register\(\s?\w{0,20}[cC]ors,)\s{0,40}\{(?=[^{}]{0,400}?\bcredentials:\s?true\b)[^{}]{0,400}?\borigin:\s?(true)\b/g,
    is: 'any-origin',
  },
  {
    library: of.nodeCors,
    pattern:
      /\borigin(?:\(|:\s?(?:async\s)?(?:function\s?\w{0,30})?\()\s?\w{1,30}(?::[^(),]{1,40})?,\s?\w{1,30}(?::[^()]{1,80})?\)\s?(?:=>\s?)?\{?\s{0,40}(?:\/\/[^\n]{0,200}\n\s{0,40})?(?:return\s)?\w{1,30}\(\s?null,\s?(true)\s?\)/g,
    needs: /\bcredentials:\s?true\b/,
    is: 'any-origin',
  },
  {
    library: of.dotnetCors,
    pattern: /\bSetIsOriginAllowed\(\s?\w{1,30}\s?=>\s?(true)\s?\)[^;{}]{0,300}?\.AllowCredentials\(/g,
    is: 'any-origin',
  },
  // The configuration is an object, a chain of calls or an annotation, and says the two in either order.
  {
    library: of.springCors,
    pattern:
      /\.(?:set|add)AllowedOrigin(?:Pattern)?s?\((?:[\w.]{1,40}\()?\s{0,40}("\*")\s{0,40}\)?\)(?=[^}]{0,1500}?\.setAllowCredentials\(\s?(?:true|Boolean\.TRUE)\s?\))/g,
    is: 'any-origin',
  },
  {
    library: of.springCors,
    pattern:
      /\.setAllowCredentials\(\s?(?:true|Boolean\.TRUE)\s?\)[^}]{0,1500}?\.(?:set|add)AllowedOrigin(?:Pattern)?s?\((?:[\w.]{1,40}\()?\s{0,40}("\*")\s{0,40}\)?\)/g,
    is: 'any-origin',
  },
  {
    library: of.springCors,
    pattern: /\.allowedOrigin(?:Pattern)?s\(\s?("\*")\s?\)(?=[^;}]{0,600}?\.allowCredentials\(\s?true\s?\))/g,
    is: 'any-origin',
  },
  {
    library: of.springCors,
    pattern: /\.allowCredentials\(\s?true\s?\)[^;}]{0,600}?\.allowedOrigin(?:Pattern)?s\(\s?("\*")\s?\)/g,
    is: 'any-origin',
  },
  {
    library: of.springCors,
    pattern: /\ballowedOrigin(?:Pattern)?s\s?=\s?(?:mutableL|l)istOf\(\s?("\*")\s?\)(?=[^}]{0,1500}?\ballowCredentials\s?=\s?true\b)/g,
    is: 'any-origin',
  },
  {
    library: of.springCors,
    pattern: /@CrossOrigin\((?=[^()]{0,300}?\ballowCredentials\s?=\s?"true")[^()]{0,300}?\borigin(?:Pattern)?s\s?=\s?[{[]?\s?("\*")/g,
    is: 'any-origin',
  },
  // Ktor's answer is the origin that asks, too.
  { library: of.ktorCors, pattern: /\b(anyHost)\(\)(?=[^}]{0,1000}?\ballowCredentials\s?=\s?true\b)/g, is: 'any-origin' },
  { library: of.ktorCors, pattern: /\ballowCredentials\s?=\s?true\b[^}]{0,1000}?\b(anyHost)\(\)/g, is: 'any-origin' },
  { library: of.goCors, pattern: new RegExp(String.raw`\bAllowCredentials:\s{1,20}true,${fields}?${everyOrigin}`, 'g'), is: 'any-origin' },
  {
    library: of.goCors,
    pattern: new RegExp(String.raw`${everyOrigin}(?=,${fields}?\bAllowCredentials:\s{1,20}true\b)`, 'g'),
    is: 'any-origin',
  },
  { library: of.laravelCors, pattern: /["']allowed_origins["']\s?=>\s?\[\s?(["']\*["'])/g, is: 'any-origin' },
  // Headers that a program, or the configuration of nginx, writes with the origin of whoever asks.
  {
    library: of.ownHeaders,
    pattern:
      /\bAccess-Control-Allow-Origin["'],\s{0,40}(req(?:uest)?\.(?:headers?\.origin\b|headers?\[["'][oO]rigin["']\]|(?:get|header|getHeader|headers\.get)\(\s?["'][oO]rigin["']\s?\))|\w{1,20}(?:\.Request)?\.(?:Header\.Get|GetHeader)\("Origin"\))/g,
    is: 'any-origin',
    unlessAhead: looked,
  },
  {
    library: of.ownHeaders,
    pattern:
      /["']Access-Control-Allow-Origin["']\]\s?=\s?(request\.headers(?:\.get\(["'][oO]rigin["'][^()]{0,40}\)|\[["'][oO]rigin["']\]))/g,
    is: 'any-origin',
    unlessAhead: looked,
  },
  {
    library: of.ownHeaders,
    pattern:
      /\bAccess-Control-Allow-Origin(?::\s?(?:["']\s?\.\s?|\{)?(\$_SERVER\[["']?HTTP_ORIGIN["']?\])|["']?\s{1,8}["']?(\$http_origin)\b)/g,
    is: 'any-origin',
    unlessAhead: looked,
    // A map of nginx gives the variable only to those that it names.
    unless: /\bmap\s{1,4}\$http_origin\b/,
  },
];
