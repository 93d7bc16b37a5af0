// Tokens that programs take without a proof, that they give out for years, and origins that may call with a session.
import { programWeakensLogin } from '../../../rules/oauth/program-weakens-login.ts';
import { checksThatStand, checksSwitchedOff } from './program-check-cases.ts';
import { tokensWithAnEnd, tokensWithoutEnd } from './program-issue-cases.ts';
import { originsOpened, originsThatStand } from './program-origin-cases.ts';
import { ruleTester, type Source } from '../../support/rule-tester.ts';

const file = (name: string, text: string): Source => ({ file: name, text });
const python = (text: string) => file('src/app.py', text);
const typescript = (text: string) => file('src/index.ts', text);
const go = (text: string) => file('src/auth.go', `package auth\n\n${text}`);
const csharp = (text: string) => file('src/Program.cs', `var p = new TokenValidationParameters\n{\n    ${text}\n};\n`);

ruleTester(programWeakensLogin, {
  valid: [
    ...checksThatStand,
    ...originsThatStand,
    ...tokensWithAnEnd,
    {
      ...typescript(
        "import Google from 'next-auth/providers/google';\nexport const config = {\n  providers: [Google({ allowDangerousEmailAccountLinking: true })],\n  callbacks: { signIn: ({ profile }) => profile?.email_verified === true },\n};\n",
      ),
      because: 'an address that the provider did not prove is turned away',
    },
    {
      ...python(
        'import jwt\nimport requests\n\n\ndef callback(request):\n    answer = requests.post(TOKEN_URL, data={"grant_type": "authorization_code", "code": request.args["code"]})\n    user = jwt.decode(answer.json()["id_token"], options={"verify_signature": False})\n    login_user(user["email"])\n',
      ),
      because: 'the issuer has just answered with it over TLS',
    },
    {
      ...python(
        'import os\nfrom requests_oauthlib import OAuth2Session\n\nif settings.DEBUG:\n    # a server of this machine\n\n    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"\n',
      ),
      because: 'for development alone, some lines above',
    },
    {
      ...file(
        'app.ts',
        "import session from 'express-session';\napp.use(session({ cookie: { secure: process.env.NODE_ENV === 'production' } }));",
      ),
      because: 'decided by environment',
    },
    {
      ...file(
        'src/Sec.java',
        'import org.springframework.security.config.annotation.web.builders.HttpSecurity;\n\nclass Sec {\n  Object chain(HttpSecurity http) throws Exception {\n    return http.authorizeHttpRequests(a -> a.requestMatchers("/admin/**").hasRole("ADMIN").anyRequest().permitAll()).build();\n  }\n}\n',
      ),
      because: 'what has to be guarded is named',
    },
    {
      ...file(
        'src/Sec.java',
        'import org.springframework.security.config.annotation.web.builders.HttpSecurity;\n\n@EnableMethodSecurity\nclass Sec {\n  Object chain(HttpSecurity http) throws Exception {\n    return http.authorizeHttpRequests(a -> a.anyRequest().permitAll()).build();\n  }\n}\n',
      ),
      because: 'methods ask by themselves',
    },
    {
      ...file(
        'src/auth.rs',
        'use jsonwebtoken::{decode, Validation};\n\npub fn read(t: &str) {\n    let mut v = Validation::default();\n    v.validate_aud = false;\n    check(&decoded.claims.aud);\n}\n',
      ),
      because: 'the audience is checked behind',
    },
    {
      ...file(
        'src/T.java',
        'import io.jsonwebtoken.Jwts;\n\nclass T { Object a(String t) { return Jwts.parser().verifyWith(k).build().parseSignedClaims(t); } }\n',
      ),
      because: 'verified',
    },
    { ...python('REST_FRAMEWORK = {"DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"]}\n'), because: 'asks' },
    { ...file('settings.py', 'if DEBUG:\n    SESSION_COOKIE_SECURE = False\n'), because: 'for development alone' },
    {
      ...file('settings.py', 'SESSION_COOKIE_SECURE = False\nif not LOCAL:\n    SESSION_COOKIE_SECURE = True\n'),
      because: 'production says otherwise below',
    },
    {
      ...file('settings.py', 'class DevelopmentConfig(Config):\n    pass\n    SESSION_COOKIE_SECURE = False\n'),
      because: 'the class for development',
    },
    {
      ...file(
        'app.js',
        "const session = require('express-session');\nconst s = { cookie: { secure: false } };\nif (app.get('env') === 'production') s.cookie.secure = true;\n",
      ),
      because: 'set behind for production',
    },

    {
      ...file('Program.cs', 'services.AddOpenIdConnect(o => { o.UsePkce = true; o.RequireHttpsMetadata = true; });'),
      because: 'both are on',
    },
    {
      ...file('Program.cs', 'services.AddJwtBearer(o => {\n  if (env.IsDevelopment()) o.RequireHttpsMetadata = false;\n});'),
      because: 'in development alone',
    },
    {
      ...file('Program.cs', 'services.AddJwtBearer(o => {\n  if (!env.IsProduction()) o.RequireHttpsMetadata = false;\n});'),
      because: 'not in production',
    },
    {
      ...file(
        'doorkeeper.rb',
        "Doorkeeper.configure do\n  force_ssl_in_redirect_uri false if Rails.env.development?\n  access_token_expires_in nil unless ENV['CI'].nil?\nend\n",
      ),
      because: 'a condition behind it decides',
    },
    {
      ...python('import os\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1" if app.debug else "0"\n'),
      because: 'a condition behind it decides',
    },
    { ...python('import os\nif app.debug:\n    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"\n'), because: 'only while debugging' },
    {
      ...file('main.go', 'import "golang.org/x/oauth2"\n\nurl := conf.AuthCodeURL("state-token")\nfmt.Println(url)\nfmt.Scan(&code)\n'),
      because: 'the person types the code in: no browser brings an answer',
    },
    { ...file('Program.cs', 'services.AddJwtBearer(o => {\n  // o.RequireHttpsMetadata = false;\n});'), because: 'a comment' },
    { ...file('Startup.cs', 'options.RequireHttpsMetadata = false;'), because: 'no login that is known' },
    { ...python('OAUTH2_PROVIDER = {"PKCE_REQUIRED": DEBUG is False}'), because: 'a condition decides' },
    { ...file('main.go', 'import "golang.org/x/oauth2"\n\nurl := conf.AuthCodeURL(state)'), because: 'a state of its own' },
    { ...file('doorkeeper.rb', 'Doorkeeper.configure do\n  access_token_expires_in 2.hours\nend\n'), because: 'they end' },
    { ...typescript(`import NextAuth from 'next-auth';\nGoogle({ allowDangerousEmailAccountLinking: false });`), because: 'it is off' },
    { ...python('import jwt\n\njwt.decode(t, key, algorithms=["RS256"], audience="api")\n'), because: 'proved' },
    {
      ...python(
        'import jwt\n\ndef read(t):\n    issuer = jwt.decode(t, options={"verify_signature": False})["iss"]\n    key = keys[issuer].get_signing_key_from_jwt(t)\n    return jwt.decode(t, key, algorithms=["RS256"])\n',
      ),
      because: 'the issuer is read to find its key, and the token is proved then',
    },
    {
      ...python('import jwt\n\ndef ends(t):\n    claims = jwt.decode(t, options={"verify_signature": False})\n    return claims["exp"]\n'),
      because: 'its end is read, and nobody is signed in',
    },
    {
      ...python(
        'import jwt\n\ndef info(t):\n    found = jwt.decode(t["raw"], options={"verify_signature": False})\n    return {"id": t["client"], "from": found["nbf"]}\n',
      ),
      because: 'when it begins is read of the token, and the rest of something else',
    },
    {
      ...python('import jwt\n\ndef refresh(t):\n    return jwt.decode(t, key, algorithms=["RS256"], options={"verify_exp": False})\n'),
      because: 'what has ended is renewed',
    },
    {
      ...python(
        'import jwt\n\nclaims = jwt.decode(t, key, algorithms=["RS256"], options={"verify_aud": False})\nif claims["client_id"] != APP:\n    raise ValueError\n',
      ),
      because: 'tokens of Cognito name the client instead of an audience',
    },
    {
      ...file(
        'src/Tokens.cs',
        'ClaimsPrincipal GetPrincipalFromExpiredToken(string token) {\n  var p = new TokenValidationParameters { IssuerSigningKey = key, ValidateLifetime = false };\n}\n',
      ),
      because: 'what has ended is renewed',
    },
    {
      ...csharp('ValidateAudience = false };\noptions.AddPolicy("api", p => p.RequireClaim("scope", "orders")'),
      because: 'the scope says what the token is for',
    },
    {
      ...typescript('import jwt from "jsonwebtoken";\nres.cookie("consent", "yes", { expiresIn: "1y" });\n'),
      because: 'a cookie, no token',
    },
    {
      ...typescript('import jwt from "jsonwebtoken";\nrouter.post("/refresh", (req) => jwt.verify(t, k, { ignoreExpiration: true }));\n'),
      because: 'what has ended is renewed',
    },
    { ...typescript('import cors from "cors";\napp.use(cors({ origin: isKnown, credentials: true }));\n'), because: 'a function decides' },
    { ...python('options = {"verify_signature": False}\n'), because: 'no library of tokens' },
    { ...python('import jwt\nif header["alg"] == "none":\n    raise ValueError\n'), because: 'refused' },
    { ...typescript('import zlib from "zlib";\npack(data, { algorithm: "none" });\n'), because: 'no token' },
    { ...typescript('import jwt from "jsonwebtoken";\njwt.sign({ a }, k, { expiresIn: "15m" });\n'), because: 'minutes' },
    { ...typescript('import jwt from "jsonwebtoken";\njwt.sign({ a }, k, { expiresIn: "30d" });\n'), because: 'a month is a choice' },
    { ...csharp('ValidateIssuer = false, IssuerValidator = Tenants.Check'), because: 'checked by a function of its own' },
    { ...csharp('ValidateIssuerSigningKey = false'), because: 'the default: the signature is checked all the same' },
    {
      ...go(
        'import "github.com/coreos/go-oidc/v3/oidc"\n\nvar c = &oidc.Config{SkipClientIDCheck: true}\n\nfunc ok(t *oidc.IDToken) bool { return has(t.Audience, "api") }\n',
      ),
      because: 'the audience is compared with several',
    },
    {
      ...go(
        'import "github.com/golang-jwt/jwt/v5"\n\nfunc f(s string) {\n\tt, _, _ := p.ParseUnverified(s, c)\n\tkey := keyOf(t)\n\tjwt.Parse(s, key)\n}\n',
      ),
      because: 'proved after the look',
    },
    { ...python('app.add_middleware(CORSMiddleware, allow_origins=["*"])\n'), because: 'no credentials go along' },
    { ...typescript('import cors from "cors";\napp.use(cors({ origin: true }));\n'), because: 'no credentials go along' },
    { ...python('CORS_ALLOW_ALL_ORIGINS = True\n'), because: 'no credentials go along' },
  ],
  invalid: [
    ...checksSwitchedOff,
    ...originsOpened,
    ...tokensWithoutEnd,
    {
      ...python(
        'import os\nfrom requests_oauthlib import OAuth2Session\n\nDEBUG = False\n\nif DEBUG:\n    serve()\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "«1»"\n',
      ),
      because: 'a block that has ended decides nothing below it',
      message: '`OAUTHLIB_INSECURE_TRANSPORT="1"`',
    },
    {
      ...python(
        'import jwt\nimport requests\n\n\ndef callback(request):\n    answer = requests.post(TOKEN_URL, data={"grant_type": "authorization_code", "code": request.args["code"]})\n    return answer.json()["id_token"]\n\n\ndef user_of(id_token):\n    return jwt.decode(id_token, options={"verify_signature": «False»})["email"]\n',
      ),
      because: 'another function was handed it by anyone',
    },
    {
      ...file(
        'app.ts',
        "import session from 'express-session';\napp.use(session({ secret: s, cookie: { httpOnly: true, secure: «false» } }));",
      ),
      message: 'which is the login',
    },
    { ...file('settings.py', 'SESSION_COOKIE_SECURE = «False»\n'), message: 'which is the login' },

    {
      ...file('Program.cs', 'services.AddOpenIdConnect(o => { o.UsePkce = «false»; o.RequireHttpsMetadata = «false»; });'),
      message: ['UsePkce = false', 'plain HTTP'],
      suggestions: ['services.AddOpenIdConnect(o => { o.UsePkce = true; o.RequireHttpsMetadata = false; });'],
    },
    { ...file('Config.cs', 'new Client { AllowedGrantTypes = GrantTypes.Code, RequirePkce = «false» };') },
    {
      ...file('Auth.java', 'RegisteredClient.withId("a").clientSettings(ClientSettings.builder().requireProofKey(«false»).build())'),
      suggestions: ['RegisteredClient.withId("a").clientSettings(ClientSettings.builder().requireProofKey(true).build())'],
    },
    {
      ...python('OAUTH2_PROVIDER = {\n    "PKCE_REQUIRED": «False»,\n}'),
      suggestions: ['OAUTH2_PROVIDER = {\n    "PKCE_REQUIRED": True,\n}'],
    },
    { ...python('import os\nfrom requests_oauthlib import OAuth2Session\n\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "«1»"\n') },
    {
      ...file('doorkeeper.rb', 'Doorkeeper.configure do\n  access_token_expires_in «nil»\n  force_ssl_in_redirect_uri «false»\nend\n'),
      message: ['without an end', 'plain HTTP addresses'],
    },
    {
      ...typescript(`import NextAuth from 'next-auth';\nGoogle({ allowDangerousEmailAccountLinking: «true» });`),
      message: 'e-mail address',
    },
    { ...file('omniauth.rb', 'provider :google_oauth2, id, secret, { provider_ignores_state: «true» }\n# OmniAuth, omniauth\n') },
    {
      ...file('main.go', 'import "golang.org/x/oauth2"\n\nurl := conf.AuthCodeURL(«"state-token"», oauth2.AccessTypeOffline)'),
      message: 'random state',
    },
    { ...python('import jwt\n\nclaims = jwt.decode(t, options={"verify_signature": «False»})\n'), message: 'the signature' },
    python(
      'import jwt\n\nclaims = jwt.decode(\n    t,\n    options={"verify_signature": «False»},\n    algorithms=["HS256"],\n)\nuser = claims["sub"]  # verified\n',
    ),
    python('import jwt\n\noptions = {"verify_signature": «False»}\nuser = jwt.decode(t, options=options)["sub"]\n'),
    typescript('import cors from "cors";\napp.use(cors({ credentials: true, origin: «true» }));\n'),
    python('import jwt\n\nclaims = jwt.decode(t, key, verify=«False»)\n'),
    python('from jose import jwt\n\nclaims = jwt.decode(t, key, algorithms=["«none»", "RS256"])\n'),
    { ...python('import jwt\n\nclaims = jwt.decode(t, k, algorithms=["RS256"], options={"verify_exp": «False»})\n'), message: 'long past' },
    typescript('import jwt from "jsonwebtoken";\njwt.verify(t, k, { algorithms: ["«none»"] });\n'),
    typescript('import jwt from "jsonwebtoken";\njwt.verify(t, k, { algorithms: ["RS256"], ignoreExpiration: «true» });\n'),
    { ...typescript('import jwt from "jsonwebtoken";\njwt.sign({ a }, k, { expiresIn: "«365d»" });\n'), message: 'for that long' },
    file(
      'src/T.java',
      'import io.jsonwebtoken.Jwts;\n\nclass T { Object a(String t) { return Jwts.parser().build().«parseUnsecuredClaims»(t); } }\n',
    ),
    file('app/token.rb', 'def read(t)\n  JWT.decode(t, nil, «false»)\nend\n'),
    file('app/token.rb', "def read(t)\n  JWT.decode t, KEY, true, { algorithms: ['«none»', 'RS256'] }\nend\n"),
    {
      ...file('app/token.rb', "def read(t)\n  JWT.decode(t, KEY, true, { verify_expiration: «false», algorithm: 'RS256' })\nend\n"),
      message: 'long past',
    },
    file(
      'src/T.java',
      'import io.jsonwebtoken.Jwts;\n\nclass T { Object a(String t) { return Jwts.parser().«unsecured»().build().parse(t); } }\n',
    ),
    file(
      'src/T.java',
      'import org.jose4j.jwt.consumer.*;\n\nclass T { Object a(String t) { return new JwtConsumerBuilder().«setSkipSignatureVerification»().build().process(t); } }\n',
    ),
    file(
      'src/auth.rs',
      'use jsonwebtoken::{decode, Validation};\n\npub fn read(t: &str) {\n    let mut v = Validation::default();\n    v.«insecure_disable_signature_validation»();\n    v.validate_exp = «false»;\n}\n',
    ),
    file(
      'src/auth.rs',
      'use jsonwebtoken::dangerous;\n\npub fn read(t: &str) -> C {\n    «dangerous::insecure_decode»::<C>(t).unwrap().claims\n}\n',
    ),
    csharp(
      'x\n});\nvar sent = Request.Headers["Authorization"];\nvar token = new JwtSecurityTokenHandler().«ReadJwtToken»(sent);\nx(new TokenValidationParameters {',
    ),
    {
      ...file(
        'src/Sec.java',
        'import org.springframework.security.config.annotation.web.server.ServerHttpSecurity;\n\nclass Sec {\n  Object chain(ServerHttpSecurity http) throws Exception {\n    return http.authorizeExchange(a -> a.anyExchange().«permitAll»()).build();\n  }\n}\n',
      ),
      severity: 'low',
    },
    {
      ...file(
        'src/Sec.java',
        'import org.springframework.security.config.annotation.web.builders.HttpSecurity;\n\nclass Sec {\n  Object chain(HttpSecurity http) throws Exception {\n    return http.authorizeHttpRequests(a -> a.anyRequest().«permitAll»()).build();\n  }\n}\n',
      ),
      message: 'no rule of this file asks for a login',
      severity: 'low',
    },
    file(
      'src/Sec.kt',
      'import org.springframework.security.config.annotation.web.invoke\n\nfun chain(http: HttpSecurity) = http { authorizeHttpRequests { authorize(anyRequest, «permitAll») } }\n',
    ),
    python('REST_FRAMEWORK = {\n    "DEFAULT_PERMISSION_CLASSES": ["«rest_framework.permissions.AllowAny»"],\n}\n'),
    csharp(
      'ValidateIssuer = «false»,\n    ValidateAudience = «false»,\n    ValidateLifetime = «false»,\n    RequireSignedTokens = «false»,',
    ),
    go('import "github.com/golang-jwt/jwt/v5"\n\nfunc f(s string) {\n\tt, _, _ := p.«ParseUnverified»(s, c)\n}\n'),
    go('import "github.com/coreos/go-oidc/v3/oidc"\n\nvar c = &oidc.Config{SkipExpiryCheck: «true», SkipClientIDCheck: «true»}\n'),
    file('app/P.php', '<?php\nPassport::tokensExpireIn(now()->«addYears(5)»);\n'),
    {
      ...python('app.add_middleware(CORSMiddleware, allow_origins=[«"*"»], allow_methods=["*"], allow_credentials=True)\n'),
      message: 'any site',
    },
    typescript('import cors from "cors";\napp.use(cors({ origin: «true», credentials: true }));\n'),
    python('CORS_ALLOW_ALL_ORIGINS = «True»\nCORS_ALLOW_CREDENTIALS = True\n'),
    file('config/cors.php', "<?php\nreturn [\n    'allowed_origins' => [«'*'»],\n    'supports_credentials' => true,\n];\n"),
    file('src/P.cs', 'o.AddPolicy("x", p => p.SetIsOriginAllowed(_ => «true»).AllowCredentials());\n'),
    file('src/P.cs', 'builder.AddOpenIdConnect(o => {\n    o.ProtocolValidator.RequireNonce = «false»;\n});\n'),
    typescript('import Google from "next-auth/providers/google";\nGoogle({ checks: ["«none»"] });\n'),
    typescript('import { UserManager } from "oidc-client-ts";\nnew UserManager({ disablePKCE: «true» });\n'),
    python('from flask_jwt_extended import JWTManager\napp.config["JWT_ACCESS_TOKEN_EXPIRES"] = «False»\n'),
    file('src/P.cs', 'builder.AddOpenIdConnect(o => {\n    o.UsePkce = «false»;\n    o.RequireHttpsMetadata = «false»;\n});\n'),
    typescript('import G from "next-auth/providers/google";\nG({ allowDangerousEmailAccountLinking: «true» });\n'),
    file('config/initializers/d.rb', 'Doorkeeper.configure do\n  force_ssl_in_redirect_uri «false»\nend\n'),
  ],
});
