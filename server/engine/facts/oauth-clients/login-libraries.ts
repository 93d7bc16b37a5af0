// The libraries that the tables of settings are about: in which languages their programs are written, and by which packages
// or words a text says that it uses them. Their names are looked for in the one pass over a text (engine/mentions.ts), so that
// the table costs nothing where none of them is met.
import type { Format } from '../../document.ts';

/** A library that logs people in, hands out tokens or answers browsers. */
export interface Library {
  /** Languages of the programs that use it; every one where left out. */
  readonly formats?: readonly Format[];
  /** Packages in quotes, as an import names them; one that ends with a slash stands for all below it. */
  readonly packages?: readonly string[];
  /** Words of which one stands in the text of whoever uses it. */
  readonly words?: readonly string[];
  /** What has to stand there too, where a word alone says too little. */
  readonly exactly?: RegExp;
}

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
const anyOf = (texts: Iterable<string>): string => [...new Set(texts)].map(escaped).join('|');

/** How a text that uses a library names it, as far as no pattern is needed for it. */
export const beginningsOf = ({ packages = [], words = [] }: Library): string[] => [
  ...packages.flatMap((one) => [`"${one}`, `'${one}`]),
  ...words,
];

const looks = new Map<Library, RegExp | undefined>();

/** Whether a text uses a library. */
export function uses(text: string, library: Library): boolean {
  if (!looks.has(library)) {
    const { packages = [], words = [] } = library;
    const whole = packages.map((one) => (one.endsWith('/') ? escaped(one) : `${escaped(one)}["'/.]`));
    const source = [whole.length > 0 ? `["'](?:${whole.join('|')})` : '', anyOf(words)].filter(Boolean).join('|');
    looks.set(library, new RegExp(source));
  }
  return looks.get(library)!.test(text) && library.exactly?.test(text) !== false;
}

const script = ['javascript', 'typescript'] as const;
const jvm = ['java', 'kotlin'] as const;
const node = (...packages: readonly string[]): Library => ({ formats: script, packages });
const python = (...words: readonly string[]): Library => ({ formats: ['python'], words });
const dotnet = (...words: readonly string[]): Library => ({ formats: ['csharp'], words });
const java = (...words: readonly string[]): Library => ({ formats: jvm, words });
const go = (...packages: readonly string[]): Library => ({ formats: ['go'], packages });
const ruby = (...words: readonly string[]): Library => ({ formats: ['ruby'], words });
const php = (...words: readonly string[]): Library => ({ formats: ['php'], words });

// Logins, from the references of the libraries, read in 2026-11.
export const openIdConnect = dotnet('OpenIdConnect', 'AddJwtBearer');
export const openIddict = dotnet('AddOpenIddict', 'OpenIddictServerBuilder');
export const identityServer = dotnet('Duende', 'IdentityServer', 'AllowedGrantTypes');
export const springServer = java('RegisteredClient', 'TokenSettings');
export const springSecurity: Library = {
  ...java('ermitAll'),
  exactly: /\b(?:HttpSecurity|ServerHttpSecurity)\b|\borg\.springframework\.security\b/,
};
export const restFramework = python('DEFAULT_PERMISSION_CLASSES');
export const clientDetails = java('ClientDetailsServiceConfigurer');
export const oauthToolkit = python('OAUTH2_PROVIDER');
export const oauthlib = python('OAUTHLIB_INSECURE_TRANSPORT');
export const allauth: Library = { ...python('SOCIALACCOUNT_EMAIL_AUTHENTICATION'), exactly: /\ballauth\b/ };
export const socialAuth = python('SOCIAL_AUTH_PIPELINE');
export const doorkeeper = ruby('Doorkeeper.configure');
export const omniauth = ruby('omniauth', 'OmniAuth');
export const laravelPassport = php('Passport::');
export const oidcProvider = node('oidc-provider');
export const oidcClient = node('oidc-client', 'oidc-client-ts');
export const angularOauth = node('angular-oauth2-oidc');
export const keycloakJs = node('keycloak-js');
export const betterAuth = node('better-auth');
export const pythonClients = python('authlib', 'requests_oauthlib');
export const authJs = node('next-auth', '@auth/');
/** Strategies that are made of passport-oauth2 and add nothing to its state. */
export const passportOauth = node(
  ...['passport-oauth2', 'passport-oauth', 'passport-google-oauth20', 'passport-google-oauth2', 'passport-google-oauth'],
  ...['passport-github2', 'passport-github', 'passport-facebook', 'passport-discord'],
);
export const nestPassport: Library = { ...passportOauth, exactly: /\bPassportStrategy\(/ };
export const goOauth = go('golang.org/x/oauth2');
/** Apache's mod_auth_openidc. */
export const apache: Library = {
  formats: ['ini'],
  words: ['OIDC'],
  exactly: /^[ \t]{0,40}OIDC(?:ClientID|ProviderMetadataURL|RedirectURI)\b/m,
};
export const restyOpenidc: Library = { formats: ['ini'], words: ['resty.openidc'] };
export const anyOauth: Library = { words: ['code_challenge_method'], exactly: /oauth|openid/i };
export const anyGrant: Library = { words: ['grant_type'], exactly: /oauth|token/i };
export const anyImplicit: Library = { words: ['response_type='] };

// Tokens.
export const validation = dotnet('TokenValidationParameters');
export const dotnetReaders = dotnet('JwtSecurityTokenHandler');
export const dotnetSigners = dotnet('JwtSecurityToken');
export const dotnetJwt: Library = { ...dotnet('using JWT'), exactly: /\busing JWT(?:\.\w{1,40})?;/ };
export const pythonJwt: Library = {
  ...python('jwt', 'jose'),
  exactly: /(?:^|\n)[ \t]{0,20}(?:import|from)\s[^\n]{0,60}\b(?:jwt|jose)\b/,
};
export const pythonJwtNames: Library = { ...python('ACCESS_TOKEN_EXPIRE_MINUTES'), exactly: /\b(?:jwt|jose)\b/ };
export const pythonJwtSettings = python('SIMPLE_JWT', 'flask_jwt_extended');
export const flaskJwt = python('flask_jwt_extended');
export const anyJwt: Library = {
  formats: [...script, 'python'],
  packages: ['jose', 'jsonwebtoken', 'express-jwt', 'passport-jwt'],
  words: ['jwt'],
  exactly: /\b(?:jsonwebtoken|jose|jwt)\b/,
};
export const nodeJose = node('jose');
export const jsonwebtoken = node('jsonwebtoken');
export const nodeJwt = node('jsonwebtoken', 'jose');
export const nodeJwtChecks = node('jsonwebtoken', 'passport-jwt', 'express-jwt', '@nestjs/jwt', '@nestjs/passport');
export const nodeSigners = node('jsonwebtoken', '@nestjs/jwt');
export const javaJwtParsers = java('com.auth0.jwt.JWT', 'com.nimbusds.jwt');
export const javaJwt: Library = { ...java('Algorithm.none'), exactly: /\bcom\.auth0\.jwt\b|\bAlgorithm\b[^\n]{0,200}\bJWT\b/ };
export const javaJwtSigners = java('com.auth0.jwt');
export const jjwt = java('io.jsonwebtoken');
export const jose4j = java('jose4j');
export const rustJwt: Library = { formats: ['rust'], words: ['jsonwebtoken'] };
export const rubyJwt = ruby('JWT.decode', 'JWT.encode');
export const phpJwt: Library = { ...php('JWT::encode'), exactly: /\bFirebase\\JWT\b/ };
export const lcobucci = php(String.raw`Lcobucci\JWT`);
export const golangJwt = go('github.com/golang-jwt/', 'github.com/dgrijalva/');
export const goJose = go('github.com/go-jose/go-jose', 'github.com/square/go-jose', 'gopkg.in/go-jose', 'gopkg.in/square/go-jose');
export const goOidc = go('github.com/coreos/go-oidc');

// Browsers: the cookies that they keep, and the pages that may call a service with them.
export const nodeSessions = node(
  ...['express-session', 'cookie-session', 'client-sessions', 'iron-session', '@fastify/session', '@fastify/secure-session'],
);
export const pythonSessions = python('SESSION_COOKIE_SECURE');
export const railsSessions = ruby('session_store');
export const gorillaSessions = go('github.com/gorilla/sessions');
export const dotnetCookies = dotnet('CookieSecurePolicy');
export const nodeCors = node('cors', '@fastify/cors', '@koa/cors', '@nestjs/core');
export const starletteCors = python('CORSMiddleware');
export const flaskCors = python('flask_cors');
export const djangoCors: Library = { ...python('CORS_ALLOW_CREDENTIALS'), exactly: /\bCORS_ALLOW_CREDENTIALS\s?=\s?True\b/ };
export const dotnetCors = dotnet('AllowCredentials');
export const springCors: Library = {
  ...java('llowCredentials'),
  exactly: /\borg\.springframework\.|\bCors(?:Configuration|Registry)\b|@CrossOrigin\b/,
};
export const ktorCors: Library = { formats: ['kotlin'], words: ['anyHost()'] };
export const goCors: Library = {
  ...go(
    'github.com/rs/cors',
    'github.com/gin-contrib/cors',
    'github.com/go-chi/cors',
    'github.com/labstack/echo',
    'github.com/gofiber/fiber',
  ),
};
export const laravelCors: Library = { ...php('supports_credentials'), exactly: /["']supports_credentials["']\s?=>\s?true\b/ };
/** Whoever writes the headers by hand; the servers that are told to in a file of their own among them. */
export const ownHeaders: Library = {
  words: ['Access-Control-Allow-Credentials'],
  exactly: /\bAccess-Control-Allow-Credentials["']?\s{0,4}(?:[,:=\]]\s{0,4}){0,3}["']?true\b/i,
};
