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
    { ...file('main.go', `conf := &oauth2.Config{Scopes: []string{"«https://mail.google.com/»"}}`) },
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
  ],
  invalid: [
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
  ],
});
