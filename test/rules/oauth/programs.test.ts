// What programs ask of OAuth servers, and clients registered in the words of RFC 7591.
import { describe, it } from 'vitest';
import { broadScope } from '../../../rules/oauth/broad-scope.ts';
import { openLogin } from '../../../rules/oauth/open-login.ts';
import { weakGrant } from '../../../rules/oauth/weak-grant.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';
import { expectLinear } from '../../support/growth.ts';
import { ruleTester, type Source } from '../../support/rule-tester.ts';

const file = (name: string, text: string): Source => ({ file: name, text });
const python = (text: string) => file('src/app.py', text);
const typescript = (text: string) => file('src/index.ts', text);

const drive = 'https://www.googleapis.com/auth/drive';

ruleTester(broadScope, {
  valid: [
    { ...python(`scopes = ["${drive}.file", "openid"]`), because: 'files of the app itself' },
    { ...python(`SCOPES = ["https://www.googleapis.com/auth/cloud-platform"]`), because: 'roles limit a service account' },
    { ...python(`# scopes = ["${drive}"]`), because: 'a comment' },
    { ...typescript(`/** scope: "${drive}" */\nexport const a = 1;`), because: 'a comment of a declaration' },
    { ...python(`if scope == "${drive}":\n    refuse()`), because: 'a comparison asks for nothing' },
    { ...typescript(`const oauth = { scope: 'repo', audience: 'tools' };`), because: 'another server may have a scope of this name' },
    {
      ...typescript(`const url = "https://discord.com/oauth2/authorize?client_id=1&permissions=2048&scope=bot";`),
      because: 'sending messages only',
    },
    {
      ...typescript(`const url = "https://files.acme.dev/oauth2/authorize?client_id=1&permissions=8&scope=read";`),
      because: 'the bits of another server',
    },
    { ...typescript(`passport.use(new GitHubStrategy({ scope: ['user:email', 'read:org'] }));`), because: 'reading' },
    {
      ...file('Main.java', 'credentials.createScoped(List.of(DriveScopes.DRIVE_FILE, GmailScopes.GMAIL_SEND));'),
      because: 'narrow constants',
    },
    { ...file('main.go', 'srv := drive.NewFilesService(s)\nscope := local.DriveScope'), because: 'a name of its own' },
    { ...typescript(`const scopes = ['orders:admin', 'users:master'];`), because: 'scopes of a server of its own' },
    { ...typescript(`new Map({ zoom: 12 });\nconst scopes = ['orders:admin'];`), because: 'the zoom of a map' },
    {
      ...file(
        'scopes.go',
        'package github\n\ntype Scope string\n\nconst (\n\tScopeNone Scope = ""\n\tScopeDeleteRepo Scope = "delete_repo"\n)\n\nconst ScopeAdminOrg Scope = "admin:org"\n',
      ),
      because: 'a table of what there is asks for nothing',
    },
    { ...typescript(`await vscode.authentication.getSession('github', ['read:user', 'user:email']);`), because: 'reading' },
    { ...typescript(`const scopes = ['User.Read', 'Mail.Read', 'offline_access'];`), because: 'reading' },
  ],
  invalid: [
    {
      ...python(`SCOPES = [\n    "openid",\n    "«${drive}»",\n]`),
      severity: 'medium',
      message: 'program "app.py"',
      suggestions: [`SCOPES = [\n    "openid",\n    "${drive}.file",\n]`],
    },
    { ...python(`creds = load("k.json", scopes=("«https://www.googleapis.com/auth/admin.directory.user»",))`), severity: 'high' },
    {
      ...typescript(`passport.use(new GitHubStrategy({ scope: ['user:email', '«repo»', '«admin:org»'] }));`),
      message: ['chosen repositories', 'read:org'],
    },
    { ...typescript(`GitHub({ authorization: { params: { scope: "read:user «delete_repo»" } } });`) },
    { ...typescript(`const scopes: string[] = ["«Directory.ReadWrite.All»", "offline_access"];`), message: 'Entra directory' },
    {
      ...typescript(
        `const url = "https://discord.com/api/oauth2/authorize?client_id=1&permissions=«8»&scope=bot%20applications.commands";`,
      ),
      message: 'ADMINISTRATOR',
    },
    { ...typescript(`const url = "https://github.com/login/oauth/authorize?client_id=1&scope=read:user%20«admin:org»";`) },
    { ...file('main.go', 'package main\n\nvar Scope = "«delete_repo»"\nvar scopes = []string{"«admin:org»"}\n') },
    { ...file('main.go', `conf := &oauth2.Config{Scopes: []string{"«https://mail.google.com/»"}}`) },
    {
      ...file('Main.java', 'credentials.createScoped(List.of(«DriveScopes.DRIVE», «GmailScopes.MAIL_GOOGLE_COM»));'),
      message: ['every file in Drive', 'all mail'],
    },
    {
      ...file('main.go', 'cfg, _ := google.JWTConfigFromJSON(key, «admin.AdminDirectoryUserScope», gmail.GmailReadonlyScope)'),
      severity: 'high',
    },
    { ...file('Program.cs', 'var scopes = new[] { «DriveService.Scope.Drive», DriveService.Scope.DriveFile };') },
    { ...file('auth.php', '<?php\n$client->addScope(Google\\Service\\«Drive::DRIVE»);\n') },
    { ...file('auth.rb', 'scope = [Google::Apis::«DriveV3::AUTH_DRIVE»]\n') },
    { ...typescript(`await vscode.authentication.getSession('github', ['read:user', '«repo»'], { createIfNone: true });`) },
    { ...typescript(`const scopes = ['User.Read', '«Mail.ReadWrite»', '«Directory.AccessAsUser.All»'];`) },
    {
      ...typescript(`new ZoomStrategy({ scope: ['user:read', '«user:write:admin»', '«account:master»'] });`),
      message: 'whole Zoom account',
    },
    {
      ...file(
        'config/application.yml',
        `spring:\n  security:\n    oauth2:\n      client:\n        registration:\n          github:\n            client-id: a\n            scope: [read:user, «admin:org»]`,
      ),
    },
    {
      ...file(
        'hydra/client.json',
        `{ "client_id": "web", "grant_types": ["authorization_code"], "redirect_uris": ["https://app.acme.dev/cb"], "scope": "«*»" }`,
      ),
    },
  ],
});

ruleTester(weakGrant, {
  valid: [
    { ...file('Config.cs', 'new Client { AllowedGrantTypes = GrantTypes.Code };'), because: 'codes' },
    {
      ...file('Program.cs', 'services.AddOpenIdConnect(o => { o.ResponseType = "code id_token"; });'),
      because: 'no access token in the address',
    },
    {
      ...file(
        'clients/web.json',
        `{ "client_id": "web", "grant_types": ["authorization_code"], "response_types": ["code"], "redirect_uris": ["https://app.acme.dev/cb"] }`,
      ),
    },
    { ...file('config.yaml', `issuer: https://dex.acme.dev\nstaticClients: []\noauth2:\n  responseTypes: [code, id_token]`) },
    {
      ...python(`class LegacyApplicationClient(Client):\n    pass\n\ndef acquire_token_by_username_password(self, username):\n    pass`),
      because: 'a library that defines them',
    },
    {
      ...file(
        'src/Login.java',
        `import jakarta.security.enterprise.credential.UsernamePasswordCredential;\n\nvar result = store.validate(new UsernamePasswordCredential(username, password));`,
      ),
      because: 'a form of the program itself',
    },
    {
      ...file(
        'schemas/client.json',
        `{ "properties": { "client_id": {}, "redirect_uris": { "type": "array" }, "grant_types": ["implicit"], "response_types": ["token"] } }`,
      ),
      because: 'a schema, not a client',
    },
    { ...typescript(`export function acquireTokenByDeviceCode(username) { return username; }`) },
    {
      ...file('clients/web.json', `{ "redirect_uris": ["https://app.acme.dev/cb"], "notes": "response_types are the server's" }`),
      because: 'no metadata of a client',
    },
    { ...typescript('if (body.grant_type === "password") refuse(); // oauth\n'), because: 'a comparison' },
    {
      ...typescript(`/* token */\n${'a();'.repeat(500)}post({grant_type:"password"});${'b();'.repeat(500)}\n`),
      because: 'a library that was put into a bundle: what it can do is not what this program asks for',
    },
    { ...typescript('interface OAuthRequest { grant_type: "password" | "refresh_token" }\n'), because: 'a type' },
    { ...typescript('const body = { grant_type: "refresh_token", token };\n'), because: 'another flow' },
  ],
  invalid: [
    {
      ...file(
        'Config.cs',
        'new Client { AllowedGrantTypes = GrantTypes.«Implicit» };\nnew Client { AllowedGrantTypes = GrantTypes.«ResourceOwnerPassword» };',
      ),
    },
    { ...file('Program.cs', 'services.AddOpenIdConnect(o => { o.ResponseType = «"id_token token"»; });') },
    { ...file('Auth.java', 'RegisteredClient.withId("a").authorizationGrantType(AuthorizationGrantType.«PASSWORD»)') },
    { ...file('doorkeeper.rb', 'Doorkeeper.configure do\n  grant_flows %w[authorization_code «implicit» «password»]\nend\n') },
    { ...file('AuthServiceProvider.php', '<?php\nPassport::«enablePasswordGrant»();\n') },
    {
      ...file(
        'clients/web.json',
        `{ "client_id": "web", "grant_types": ["«implicit»", "authorization_code"], "redirect_uris": ["https://app.acme.dev/cb"] }`,
      ),
      message: 'OAuth client "web"',
      suggestions: ['{ "client_id": "web", "grant_types": ["authorization_code"], "redirect_uris": ["https://app.acme.dev/cb"] }'],
    },
    {
      ...file(
        'authelia/configuration.yml',
        `identity_providers:\n  oidc:\n    clients:\n      - client_id: grafana\n        redirect_uris: [https://grafana.acme.dev/login]\n        response_types: [code, «token»]`,
      ),
    },
    { ...file('config.yaml', `issuer: https://dex.acme.dev\nstaticClients: []\noauth2:\n  responseTypes: [code, «token»]`) },
    {
      ...python(`app = msal.PublicClientApplication("x")\napp.«acquire_token_by_username_password»("u", p, scopes=["User.Read"])`),
      severity: 'medium',
      message: 'password flow',
    },
    {
      ...file('src/Login.cs', `using Azure.Identity;\nvar credential = new «UsernamePasswordCredential»(user, password, tenant, client);`),
      message: 'password flow',
    },
    typescript('fetch(oauth, { body: new URLSearchParams({ grant_type: "«password»", username, password }) });\n'),
    file('src/a.php', "<?php\n$oauth->post($url, ['grant_type' => '«password»', 'username' => $u]);\n"),
    python('requests.post("https://id.acme.dev/oauth/token", data={"grant_type": "«password»", "username": u})\n'),
    typescript('import { UserManager } from "oidc-client-ts";\nnew UserManager({ response_type: "«id_token token»" });\n'),
  ],
});

describe('words that only look like scopes', () => {
  it.each(['scope=f( ', 'scope="a"+f( ', 'scopes=[ '])('take time in proportion to their number: %s', async (part) => {
    await expectLinear(part, 3_000, (size) => () => analyzeTexts({ 'src/app.py': `# googleapis.com/auth/drive\n${part.repeat(size)}` }));
  });
});

ruleTester(openLogin, {
  valid: [
    {
      ...file('app-config.local.yaml', `auth:\n  providers:\n    guest:\n      dangerouslyAllowOutsideDevelopment: true`),
      because: 'a configuration of one machine',
    },
    {
      ...file('oauth2-proxy.cfg', 'provider = "github"\ngithub_org = "acme"\nemail_domains = ["*"]\ncookie_secure = true\n'),
      because: 'an organization',
    },
    {
      ...file('oauth2-proxy.cfg', 'provider = "oidc"\nemail_domains = ["*"]\nskip_auth_routes = ["GET=^/health$"]\n'),
      because: 'a provider of its own',
    },
    {
      ...file(
        'oauth2-proxy.cfg',
        'provider = "oidc"\nskip_auth_regex = ["^/$", "/$", ""]\nskip_auth_routes = ["GET!=^/", "!=^/", "OPTIONS=.*"]\n',
      ),
      because: 'one path, no path, and what browsers ask before a request',
    },
    {
      ...file('atlassian-connect.json', '{ "key": "a", "baseUrl": "https://a.acme.dev", "authentication": { "type": "jwt" } }'),
      because: 'signed calls',
    },
    { ...file('realm.json', `{ "realm": "acme", "sslRequired": "external", "clients": [{ "clientId": "web", "publicClient": true }] }`) },
  ],
  invalid: [
    {
      ...file('app-config.production.yaml', `auth:\n  providers:\n    guest:\n      dangerouslyAllowOutsideDevelopment: «true»`),
      severity: 'high',
      suggestions: ['auth:\n  providers:\n    guest:\n      dangerouslyAllowOutsideDevelopment: false'],
    },
    {
      ...file('realm.json', `{ "realm": "acme", "sslRequired": "«none»", "clients": [{ "clientId": "web", "publicClient": true }] }`),
      severity: 'medium',
    },
    {
      ...file(
        'deploy/oauth2-proxy.cfg',
        '# everyone\nprovider = "github"\nemail_domains = [ "«*»" ]\nskip_auth_regex = [ "«^/.*»", "^/health$" ]\ncookie_secure = «false»\nssl_insecure_skip_verify = «true»\n',
      ),
      message: ['account at github', 'fits every path', 'goes over plain HTTP', 'does not check whom'],
    },
    {
      ...file(
        'oauth2-proxy.cfg',
        'authenticated_emails_file = "/etc/emails"\nemail_domains = ["«*»"]\nskip_auth_routes = ["«GET=^/»", "«/»", "«.*»"]\n',
      ),
      because: 'the star takes who is not in the file, too',
      message: ['account at google', 'every path', 'every path', 'every path'],
    },
    {
      ...file('atlassian-connect.json', '{ "key": "a", "baseUrl": "https://a.acme.dev", "authentication": { "type": "«none»" } }'),
      message: 'of Atlassian',
    },
  ],
});
