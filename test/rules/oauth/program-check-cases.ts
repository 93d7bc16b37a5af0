// Checks of OpenIddict, IdentityServer, Apache and nginx that are off, tokens that nobody verifies, and how long tokens live.
import type { InvalidCase, Source, ValidCase } from '../../support/rule-tester.ts';

const file = (name: string, text: string): Source => ({ file: name, text });
const node = (text: string) => file('src/auth.js', `const jwt = require("jsonwebtoken");\n\n${text}`);
const python = (text: string) => file('src/settings.py', text);
const openIddict = (text: string) =>
  file('src/Program.cs', `services.AddOpenIddict()\n    .AddServer(options =>\n    {\n        ${text}\n    });\n`);
const goJose = (text: string) => file('internal/token/token.go', `package token\n\nimport "github.com/go-jose/go-jose/v4/jwt"\n\n${text}`);
const apache = (text: string) => file('etc/httpd/conf.d/sso.conf', `OIDCClientID portal\n${text}`);

export const checksThatStand: readonly ValidCase[] = [
  {
    ...python('# oauth\ndef prepare(uri, code_challenge_method="plain"):\n    self.code_challenge_method = "plain"\n'),
    because: 'a default of a parameter, and of a server',
  },
  {
    ...openIddict(
      'if (env.IsDevelopment())\n        {\n            options.UseAspNetCore().DisableTransportSecurityRequirement();\n        }',
    ),
    because: 'for development alone',
  },
  {
    ...openIddict(
      'options.SetAccessTokenLifetime(TimeSpan.FromMinutes(30));\n        options.SetRefreshTokenLifetime(TimeSpan.FromDays(60));',
    ),
    because: 'an access token of minutes, and one that is exchanged',
  },
  {
    ...file('config/initializers/doorkeeper.rb', 'Doorkeeper.configure do\n  access_token_expires_in 2.weeks\nend\n'),
    because: 'less than a month',
  },
  {
    ...python("SIMPLE_JWT = {\n    'ACCESS_TOKEN_LIFETIME': timedelta(days=1),\n    'REFRESH_TOKEN_LIFETIME': timedelta(days=90),\n}\n"),
    because: 'a day',
  },
  { ...python("OAUTH2_PROVIDER = {\n    'ACCESS_TOKEN_EXPIRE_SECONDS': 60 * 60 * 24,\n}\n"), because: 'a day, worked out' },
  {
    ...node(
      'const a = jwt.sign({ id, exp: inAnHour() }, key);\nconst b = jwt.sign({ id }, key, { expiresIn: "1h" });\nconst c = jwt.sign(claims, key);\nconst d = jwt.sign({ ...claims }, key);\n',
    ),
    because: 'they end, or what is signed is not seen',
  },
  { ...node('const unsubscribeLink = (mail) => link(jwt.sign({ mail }, key));\n'), because: 'for one use' },
  {
    ...node(
      'exports.guard = (req) => jwt.verify(tokenOf(req.headers.authorization), key);\nexports.name = (req) => jwt.decode(tokenOf(req.headers.authorization)).name;\n',
    ),
    because: 'the program verifies tokens',
  },
  { ...node('export const expiresAt = (token) => jwt.decode(token).exp;\n'), because: 'no token of a request' },
  {
    ...goJose(
      'func (i *issuer) claims(raw string) (c jwt.Claims, err error) {\n\tparsed, _ := jwt.ParseSigned(raw, algorithms)\n\tvar peek jwt.Claims\n\t_ = parsed.UnsafeClaimsWithoutVerification(&peek)\n\terr = parsed.Claims(i.keys[peek.Issuer], &c)\n\treturn\n}\n',
    ),
    because: 'looked at to find the key that proves it',
  },
  {
    ...apache('OIDCSSLValidateServer On\nOIDCResponseType "code"\nOIDCPKCEMethod S256\n# OIDCSSLValidateServer Off\n'),
    because: 'all on',
  },
  {
    ...file(
      'src/Program.cs',
      'var p = new TokenValidationParameters\n{\n    LifetimeValidator = (from, to, token, parameters) => to > DateTime.UtcNow,\n    SignatureValidator = (token, parameters) => Verified(token),\n};\n',
    ),
    because: 'they look',
  },
];

export const checksSwitchedOff: readonly InvalidCase[] = [
  python('oauth.authorize(params={"code_challenge": verifier, "code_challenge_method": "«plain»"})\n'),
  file(
    'src/login.ts',
    'const url = `${issuer}/oauth/authorize?response_type=code&code_challenge=${verifier}&code_challenge_method=«plain»`;\n',
  ),
  {
    ...openIddict('options.UseAspNetCore().EnableTokenEndpointPassthrough().«DisableTransportSecurityRequirement»();'),
    message: 'plain HTTP',
  },
  { ...openIddict('options.SetAccessTokenLifetime(«TimeSpan.FromDays(100)»);'), message: 'taken for that long' },
  { ...openIddict('options.SetAccessTokenLifetime(«null»);'), message: 'without an end' },
  {
    ...file(
      'src/Config.cs',
      'using Duende.IdentityServer.Models;\n\nvar c = new Client\n{\n    AllowPlainTextPkce = «true»,\n    AccessTokenLifetime = «3600 * 24 * 90»,\n};\n',
    ),
  },
  file('config/initializers/doorkeeper.rb', 'Doorkeeper.configure do\n  access_token_expires_in «6.months»\nend\n'),
  python("SIMPLE_JWT = {\n    'ACCESS_TOKEN_LIFETIME': «timedelta(days=30)»,\n}\n"),
  python("OAUTH2_PROVIDER = {\n    'ACCESS_TOKEN_EXPIRE_SECONDS': «60 * 60 * 24 * 365»,\n}\n"),
  python('from jose import jwt\n\nACCESS_TOKEN_EXPIRE_MINUTES = «60 * 24 * 365»\n'),
  file(
    'src/Server.java',
    'import x.RegisteredClient;\nclass S { Object s = TokenSettings.builder().accessTokenTimeToLive(«Duration.ofDays(365)»).build(); }\n',
  ),
  { ...node('exports.login = (user) => «jwt.sign»({ id: user.id, role: user.role }, process.env.KEY);\n'), message: 'without an end' },
  python('import jwt\n\n\ndef login(user):\n    return «jwt.encode»({"sub": user.id}, KEY, algorithm="HS256")\n'),
  file(
    'internal/a.go',
    'package a\n\nimport "github.com/golang-jwt/jwt/v5"\n\nvar t = «jwt.NewWithClaims»(jwt.SigningMethodHS256, jwt.MapClaims{"sub": id})\n',
  ),
  {
    ...node('exports.user = (req) => jwt.«decode»(req.headers.authorization.split(" ")[1]);\n'),
    message: 'signature of the token is not asked for',
  },
  node('exports.user = (token) => jwt.verify(token, «null»);\n'),
  file(
    'src/session.ts',
    'import { UnsecuredJWT } from "jose";\nexport const of = (s: string) => «UnsecuredJWT».decode<{ id: string }>(s);\n',
  ),
  goJose(
    'func read(raw string) (c jwt.Claims) {\n\tparsed, _ := jwt.ParseSigned(raw, algorithms)\n\t_ = parsed.«UnsafeClaimsWithoutVerification»(&c)\n\treturn c\n}\n',
  ),
  file(
    'src/T.java',
    'import io.jsonwebtoken.Jwts;\nclass T { Object a(String t) { return Jwts.parser().setSigningKey(key).«parse»(t).getBody(); } }\n',
  ),
  file('lib/t.rb', 'TOKEN = JWT.encode(claims, nil, "«none»")\n'),
  file('src/T.cs', 'using JWT.Builder;\nvar json = decoder.Decode(token, key, verify: «false»);\n'),
  file(
    'src/Program.cs',
    'var p = new TokenValidationParameters\n{\n    LifetimeValidator = (from, to, token, parameters) => «true»,\n    «SignatureValidator» = (token, parameters) => new JwtSecurityToken(token),\n};\n',
  ),
  { ...apache('OIDCSSLValidateServer «Off»\nOIDCPKCEMethod «plain»\n') },
  file(
    'etc/nginx/conf.d/sso.conf',
    'access_by_lua_block {\n  local o = { discovery = d, ssl_verify = "«no»" }\n  require("resty.openidc").authenticate(o)\n}\n',
  ),
  python('INSTALLED_APPS = ["allauth"]\nSOCIALACCOUNT_EMAIL_AUTHENTICATION = «True»\n'),
  python(
    'SOCIAL_AUTH_PIPELINE = (\n    "social_core.pipeline.social_auth.social_user",\n    "«social_core.pipeline.social_auth.associate_by_email»",\n)\n',
  ),
];

export const flowsWithCodes: readonly ValidCase[] = [
  {
    ...openIddict('options.AllowAuthorizationCodeFlow().AllowRefreshTokenFlow();\n        //options.AllowPasswordFlow();'),
    because: 'a code, and a comment',
  },
  { ...apache('OIDCResponseType "code id_token"\n'), because: 'the token comes by the code' },
];

export const flowsGivenAway: readonly InvalidCase[] = [
  openIddict('options.«AllowPasswordFlow»();\n        options.«AllowImplicitFlow»();'),
  file(
    'src/Config.cs',
    'using IdentityServer4.Models;\n\nvar c = new Client { AllowedGrantTypes = { "«password»" } };\nvar d = new Client { AllowedGrantTypes = new[] { GrantType.«Implicit» } };\n',
  ),
  apache('OIDCResponseType "«id_token token»"\n'),
];
