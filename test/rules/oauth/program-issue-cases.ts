// Tokens that programs sign with and without an end, by a name that the claims were given before, a chain of calls or
// arguments by name; and settings of login libraries of browsers, of Ktor and of scripts.
import { at, type InvalidCase, type ValidCase } from '../../support/rule-tester.ts';

const node = at('src/tokens.ts');
const python = at('src/tokens.py');
const go = at('internal/tokens/tokens.go');
const java = at('src/main/java/dev/acme/Tokens.java');
const kotlin = at('src/main/kotlin/dev/acme/Http.kt');
const csharp = at('src/Acme.Web/Tokens.cs');
const php = at('app/Tokens.php');
const ruby = at('app/services/tokens.rb');

export const tokensWithAnEnd: readonly ValidCase[] = [
  {
    because: 'the claims, or the options, hold an end',
    ...node`
      import jwt from "jsonwebtoken";
      export function issue(user) {
        const payload = { id: user.id, exp: soon() };
        return jwt.sign(payload, process.env.KEY);
      }
      export function other(user) {
        const claims = { id: user.id };
        return jwt.sign(claims, process.env.KEY, { expiresIn: "15m" });
      }
    `,
  },
  {
    because: 'an end is set before, and what else the claims hold stands elsewhere',
    ...node`
      import jwt from "jsonwebtoken";
      export function issue(user) {
        const payload = { id: user.id };
        payload.exp = soon();
        return jwt.sign(payload, process.env.KEY);
      }
      export function other(user) {
        const claims = { ...standard, id: user.id };
        return jwt.sign(claims, process.env.KEY);
      }
    `,
  },
  {
    because: 'an end is put in',
    ...python`
      import jwt

      def issue(user):
          payload = {"sub": user.id}
          payload["exp"] = soon()
          return jwt.encode(payload, KEY, algorithm="HS256")
    `,
  },
  {
    because: 'the end is a field of the claims',
    ...go`
      import "github.com/golang-jwt/jwt/v5"

      func issue(id string) (string, error) {
      	claims := jwt.RegisteredClaims{Subject: id, ExpiresAt: jwt.NewNumericDate(soon())}
      	return jwt.NewWithClaims(jwt.SigningMethodHS256, claims).SignedString(key)
      }
    `,
  },
  {
    because: 'the chain sets an end, or claims that stand elsewhere',
    ...java`
      import io.jsonwebtoken.Jwts;
      import com.auth0.jwt.JWT;

      class Tokens {
          String issue(String user) {
              return Jwts.builder().subject(user).expiration(soon()).signWith(key).compact();
          }
          String other(Map<String, Object> claims) {
              return Jwts.builder().claims(claims).signWith(key).compact();
          }
          String third(String user) {
              return JWT.create().withSubject(user).withExpiresAt(soon()).sign(algorithm);
          }
      }
    `,
  },
  {
    because: 'an end is among the arguments, by its name or by its place',
    ...csharp`
      var first = new JwtSecurityToken(issuer, audience, claims, null, DateTime.UtcNow.AddMinutes(30), signingCredentials: credentials);
      var token = new JwtSecurityToken(
          issuer: issuer,
          claims: claims,
          expires: DateTime.UtcNow.AddMinutes(15),
          signingCredentials: credentials);
    `,
  },
  {
    because: 'the claims hold an end',
    ...php`
      <?php
      use Firebase\JWT\JWT;
      $claims = ['sub' => $user->id, 'exp' => time() + 900];
      return JWT::encode($claims, $key, 'HS256');
    `,
  },
  ruby`
    require "jwt"
    JWT.encode({ sub: user.id, exp: 15.minutes.from_now.to_i }, KEY)
  `,
  {
    because: 'the look at who issued it comes before the proof',
    ...python`
      from jose import jwt

      def read(token):
          issuer = jwt.get_unverified_claims(token)["iss"]
          return jwt.decode(token, keys_of(issuer), algorithms=["RS256"])
    `,
  },
  {
    because: 'the code flow, with a proof',
    ...node`
      import Keycloak from "keycloak-js";
      import { AuthConfig } from "angular-oauth2-oidc";
      await keycloak.init({ onLoad: "login-required", pkceMethod: "S256" });
      export const config: AuthConfig = { issuer, clientId, responseType: "code", requireHttps: "remoteOnly" };
    `,
  },
  {
    because: 'without credentials the answer is a star, and a host that is named is one',
    ...kotlin`
      fun Application.http() {
          install(CORS) {
              anyHost()
              allowHeader(HttpHeaders.Authorization)
          }
          install(CORS) {
              allowHost("app.acme.dev")
              allowCredentials = true
          }
      }
    `,
  },
  {
    because: 'back to the machine of a developer',
    ...java`
      RegisteredClient client = RegisteredClient.withId("1")
          .redirectUri("http://127.0.0.1:8080/login")
          .redirectUri("https://app.acme.dev/login")
          .build();
    `,
  },
  {
    because: 'a comment, a search and a machine that logs in by itself',
    ...at('deploy/token.sh')`
      # not with grant_type=password any more
      if grep -q "grant_type=password" deploy/*.sh; then exit 1; fi
      curl -s "$TOKEN_URL" -d grant_type=client_credentials -d client_id="$ID" -d client_secret="$SECRET"
    `,
  },
];

export const tokensWithoutEnd: readonly InvalidCase[] = [
  {
    ...node`
      import jwt from "jsonwebtoken";
      export function issue(user) {
        const payload = { user: { id: user.id } };
        const token = «jwt.sign»(payload, process.env.JWT_SECRET);
        return token;
      }
    `,
    message: 'without an end',
  },
  python`
    import jwt

    def issue(user):
        payload = {"sub": user.id, "role": user.role}
        return «jwt.encode»(payload, KEY, algorithm="HS256")
  `,
  go`
    import "github.com/golang-jwt/jwt/v5"

    func issue(id string) (string, error) {
    	claims := jwt.MapClaims{"sub": id, "role": "admin"}
    	token := «jwt.NewWithClaims»(jwt.SigningMethodHS256, claims)
    	return token.SignedString(key)
    }
  `,
  java`
    import io.jsonwebtoken.Jwts;

    class Tokens {
        String issue(String user) {
            return «Jwts.builder»()
                .setSubject(user)
                .setIssuedAt(new Date())
                .signWith(key)
                .compact();
        }
    }
  `,
  java`
    import com.auth0.jwt.JWT;

    class Tokens {
        String issue(String user) {
            return «JWT.create»().withSubject(user).sign(algorithm);
        }
    }
  `,
  csharp`
    var token = new «JwtSecurityToken»(
        issuer: issuer,
        claims: claims,
        signingCredentials: credentials);
  `,
  php`
    <?php
    use Firebase\JWT\JWT;
    $claims = ['sub' => $user->id, 'iat' => time()];
    return «JWT::encode»($claims, $key, 'HS256');
  `,
  ruby`
    require "jwt"
    «JWT.encode»({ sub: user.id }, KEY)
  `,
  {
    ...python`
      from jose import jwt

      def read(token):
          return jwt.«get_unverified_claims»(token)["sub"]
    `,
    message: 'signature',
  },
  {
    ...node`
      import { AuthConfig } from "angular-oauth2-oidc";
      export const config: AuthConfig = { issuer, clientId, requireHttps: «false», disablePKCE: «true», skipIssuerCheck: «true» };
    `,
    message: ['plain HTTP', 'PKCE', 'Check issuer'],
  },
  {
    ...node`
      import Keycloak from "keycloak-js";
      await keycloak.init({ onLoad: "login-required", pkceMethod: «false» });
    `,
    message: 'PKCE',
  },
  {
    ...node`
      import { betterAuth } from "better-auth";
      export const auth = betterAuth({ advanced: { disableCSRFCheck: «true» } });
    `,
    message: 'where they come from',
  },
  {
    ...python`
      from authlib.integrations.starlette_client import OAuth

      OAuth().register(name="acme", client_kwargs={"scope": "openid", "verify": «False»})
    `,
    message: 'any certificate',
  },
  {
    ...kotlin`
      fun Application.http() {
          install(CORS) {
              «anyHost»()
              allowHeader(HttpHeaders.Authorization)
              allowCredentials = true
          }
      }
    `,
    message: 'a page of any site',
  },
  {
    ...java`
      RegisteredClient client = RegisteredClient.withId("1")
          .redirectUri(«"http://app.acme.dev/login"»)
          .build();
    `,
    message: 'plain HTTP addresses',
  },
  python`
    from flask_jwt_extended import JWTManager

    app.config["JWT_COOKIE_SECURE"] = «False»
  `,
];
