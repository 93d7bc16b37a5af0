// OAuth clients and SaaS applications, each condition at its border.
import { apiBasicAuthentication } from '../../../rules/oauth/api-basic-authentication.ts';
import { appImpersonatesUsers } from '../../../rules/oauth/app-impersonates-users.ts';
import { appsScriptOpenWebApp } from '../../../rules/oauth/apps-script-open-web-app.ts';
import { auth0OpenGrant } from '../../../rules/oauth/auth0-open-grant.ts';
import { broadScope } from '../../../rules/oauth/broad-scope.ts';
import { clientSecretInFile } from '../../../rules/oauth/client-secret-in-file.ts';
import { entraAppPassword } from '../../../rules/oauth/entra-app-password.ts';
import { entraMultitenant } from '../../../rules/oauth/entra-multitenant.ts';
import { entraPrivilegedAppRole } from '../../../rules/oauth/entra-privileged-app-role.ts';
import { githubAppBroadPermission } from '../../../rules/oauth/github-app-broad-permission.ts';
import { keycloakFullScope } from '../../../rules/oauth/keycloak-full-scope.ts';
import { keycloakPublicClientWithoutPkce } from '../../../rules/oauth/keycloak-public-client-without-pkce.ts';
import { keycloakServiceAccountAdmin } from '../../../rules/oauth/keycloak-service-account-admin.ts';
import { openRedirect } from '../../../rules/oauth/open-redirect.ts';
import { plaintextEndpoint } from '../../../rules/oauth/plaintext-endpoint.ts';
import { publicAppCanWrite } from '../../../rules/oauth/public-app-can-write.ts';
import { refreshNeverExpires } from '../../../rules/oauth/refresh-never-expires.ts';
import { salesforceRelaxedPolicy } from '../../../rules/oauth/salesforce-relaxed-policy.ts';
import { slackTokenRotationOff } from '../../../rules/oauth/slack-token-rotation-off.ts';
import { slackWideInstallation } from '../../../rules/oauth/slack-wide-installation.ts';
import { weakGrant } from '../../../rules/oauth/weak-grant.ts';
import { webExtensionBroadAccess } from '../../../rules/oauth/web-extension-broad-access.ts';
import { wildcardEgress } from '../../../rules/oauth/wildcard-egress.ts';
import { at, cdk, ruleTester, terraform } from '../../support/rule-tester.ts';

const slack = at('slack/manifest.json');
const slackYaml = at('slack/manifest.yml');
const githubApp = at('.github/app.yml');
const script = at('appsscript.json');
const extension = at('extension/manifest.json');
const realm = at('realm-export.json');
const entra = at('entra/app-manifest.json');
const tenant = at('auth0/tenant.yaml');
const salesforce = at('force-app/connectedApps/Sync.connectedApp-meta.xml');
const forge = at('manifest.yml');
const shopify = at('shopify.app.toml');
const openapi = at('api/openapi.yaml');
const swagger = at('api/swagger.json');

const spring = at('src/main/resources/application.yml');

ruleTester(broadScope, {
  valid: [
    spring`
      spring.security.oauth2.client.registration:
        google: { client-id: web, scope: "openid,profile,https://www.googleapis.com/auth/drive.file" }
    `,
    slack`{ "display_information": { "name": "a" }, "settings": {}, "oauth_config": { "scopes": { "bot": ["channels:history", "chat:write"], "user": ["users:read"] } } }`,
    script`{ "oauthScopes": ["https://www.googleapis.com/auth/drive.file", "https://www.googleapis.com/auth/drive.readonly", "https://www.googleapis.com/auth/admin.directory.user.readonly"] }`,
    {
      because: 'asked for when it is needed',
      ...shopify`
      name = "a"
      [access_scopes]
      scopes = "read_products"
      optional_scopes = ["write_users"]
    `,
    },
  ],
  invalid: [
    {
      ...spring`
      spring.security.oauth2.client.registration:
        google: { client-id: web, scope: "openid,«https://www.googleapis.com/auth/drive»" }
    `,
      severity: 'high',
    },
    {
      ...script`{ "oauthScopes": ["«https://www.googleapis.com/auth/drive»", "«https://mail.google.com/»"] }`,
      severity: 'high',
      suggestions: ['{ "oauthScopes": ["https://www.googleapis.com/auth/drive.file", "https://mail.google.com/"] }'],
    },
    {
      ...slack`{ "display_information": { "name": "a" }, "settings": {}, "oauth_config": { "scopes": { "user": ["«admin.users:write»"] } } }`,
      severity: 'critical',
      message: 'whole Slack organization',
    },
    {
      because: 'scopes in one string',
      ...shopify`
      name = "a"
      [access_scopes]
      scopes = "read_products,«write_customers»,«read_all_orders»"
    `,
    },
    {
      ...salesforce`
      <ConnectedApp>
        <label>Sync</label>
        <oauthConfig>
          <scopes>Api</scopes>
          <scopes>«Full»</scopes>
        </oauthConfig>
      </ConnectedApp>
    `,
      severity: 'high',
    },
    {
      ...tenant`
      clientGrants:
        - client_id: sync
          audience: https://acme.eu.auth0.com/api/v2/
          scope: [read:users, «update:users»]
    `,
      severity: 'critical',
    },
    {
      ...extension`{ "manifest_version": 3, "name": "a", "oauth2": { "client_id": "x", "scopes": ["«https://www.googleapis.com/auth/gmail.modify»"] } }`,
    },
    {
      ...forge`
      app:
        id: ari:cloud:ecosystem::app/1
      permissions:
        scopes:
          - read:jira-work
          - «manage:jira-configuration»
    `,
      severity: 'medium',
    },
    {
      file: 'atlassian-connect.json',
      text: '{ "key": "reports", "baseUrl": "https://reports.acme.dev", "scopes": ["READ", "«ACT_AS_USER»", "«admin»"] }\n',
      message: ['in their name', 'administration of the site'],
    },
    {
      file: 'infra/gitlab.tf',
      text: 'resource "gitlab_application" "bot" {\n  name         = "bot"\n  redirect_url = "https://bot.acme.dev/cb"\n  scopes       = ["openid", "«api»"]\n}\n',
      suggestions: [
        'resource "gitlab_application" "bot" {\n  name         = "bot"\n  redirect_url = "https://bot.acme.dev/cb"\n  scopes       = ["openid", "read_api"]\n}\n',
      ],
    },
  ],
});

ruleTester(githubAppBroadPermission, {
  valid: [
    githubApp`
    name: a
    default_permissions:
      contents: write
      administration: read
  `,
  ],
  invalid: [
    {
      ...githubApp`
      name: a
      default_permissions:
        secrets: «write» # for rotation
    `,
      severity: 'high',
      suggestions: ['name: a\ndefault_permissions:\n  secrets: read # for rotation\n'],
    },
    { ...githubApp`default_permissions: «write-all»`, severity: 'critical' },
  ],
});

ruleTester(openRedirect, {
  valid: [
    realm`{ "realm": "a", "clients": [{ "clientId": "web", "redirectUris": ["https://app.acme.dev/*", "http://localhost:3000/*", "/relative/*", "myapp://callback"], "webOrigins": ["+"] }] }`,
    slack`{ "display_information": { "name": "a" }, "settings": {}, "oauth_config": { "redirect_urls": ["https://app.acme.dev/slack"] } }`,
  ],
  invalid: [
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "redirectUris": ["«https://app.acme.dev*»"], "webOrigins": ["«*»"] }] }`,
      message: ['other hosts', 'every origin'],
      suggestions: [
        '{ "realm": "a", "clients": [{ "clientId": "web", "redirectUris": ["https://app.acme.dev/*"], "webOrigins": ["*"] }] }',
      ],
    },
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "redirectUris": ["«*»", "«http://app.acme.dev/cb»"] }] }`,
      severity: 'high',
      message: ['any address', 'without encryption'],
    },
    {
      ...slack`{ "display_information": { "name": "a" }, "settings": {}, "oauth_config": { "redirect_urls": ["«https://abc.ngrok.app/cb»"] } }`,
      severity: 'medium',
    },
    {
      because: 'a manifest for development',
      ...at('slack/manifest.dev.yml')`
      display_information: { name: a }
      settings: {}
      oauth_config:
        redirect_urls: ["«https://abc.ngrok.app/cb»"]
    `,
      severity: 'low',
    },
  ],
});

ruleTester(plaintextEndpoint, {
  valid: [
    {
      because: 'a service of the same network, this machine, and a provider that nothing uses',
      ...spring`
      spring:
        security.oauth2.client:
          registration:
            web: { client-id: web, provider: keycloak }
            dev: { client-id: dev }
          provider:
            keycloak: { issuer-uri: "http://keycloak:8080/realms/acme", token-uri: "http://keycloak.auth.svc.cluster.local/token" }
            dev: { issuer-uri: "http://localhost:9000" }
            other: { issuer-uri: "http://id.acme.dev" }
    `,
    },
    slackYaml`
      display_information: { name: a }
      oauth_config: {}
      settings:
        event_subscriptions: { request_url: https://hooks.acme.dev }
        interactivity: { request_url: http://localhost:3000 }
    `,
    {
      because: 'inside of the cluster',
      ...at('dex/config.yaml')`
      issuer: http://dex.auth.svc.cluster.local:5556
      staticClients: []
    `,
    },
  ],
  invalid: [
    {
      ...at('dex/config.yaml')`
      issuer: «http://dex.acme.dev»
      staticClients: []
    `,
      severity: 'high',
      message: 'Dex answers at',
      suggestions: ['issuer: https://dex.acme.dev\nstaticClients: []\n'],
    },
    {
      ...spring`
      spring:
        security.oauth2.client:
          registration:
            web: { client-id: web, provider: acme }
          provider:
            acme:
              issuer-uri: https://id.acme.dev
              token-uri: «http://id.acme.dev/token»
    `,
      severity: 'high',
      message: 'Spring registration "web" logs in at',
    },
    {
      ...slackYaml`
      display_information: { name: a }
      oauth_config: {}
      features:
        slash_commands:
          - command: /go
            url: «http://hooks.acme.dev/go»
    `,
      severity: 'high',
      suggestions: [
        'display_information: { name: a }\noauth_config: {}\nfeatures:\n  slash_commands:\n    - command: /go\n      url: https://hooks.acme.dev/go\n',
      ],
    },
    {
      ...githubApp`
      name: a
      default_permissions: {}
      hook_attributes:
        url: «https://smee.io/AbCdEf123»
    `,
      severity: 'medium',
    },
  ],
});

ruleTester(weakGrant, {
  valid: [
    {
      ...cdk`
        import * as cognito from 'aws-cdk-lib/aws-cognito';
        const pool = new cognito.UserPool(this, 'People');
        pool.addClient('web', {
          authFlows: { userSrp: true, userPassword: false },
          oAuth: { flows: { authorizationCodeGrant: true, implicitCodeGrant: open }, callbackUrls: ['https://shop.example/back'] },
        });
        registry.addClient('web', { name: 'web' });
      `,
      because: 'the code flow, and a flag that is not known',
    },
    openapi`
      openapi: 3.1.0
      components:
        securitySchemes:
          a: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://id, scopes: {} } } }
          b: { type: http, scheme: bearer }
    `,
    {
      because: 'an example of a flow inside a description',
      ...openapi`
      openapi: 3.1.0
      info: { description: "flow: implicit, securitySchemes" }
    `,
    },
    realm`{ "realm": "a", "clients": [{ "clientId": "web", "directAccessGrantsEnabled": false, "redirectUris": [] }, { "clientId": "admin-cli", "directAccessGrantsEnabled": true }] }`,
  ],
  invalid: [
    cdk`
      import * as cognito from 'aws-cdk-lib/aws-cognito';
      const pool = new cognito.UserPool(this, 'People');
      pool.addClient('web', { authFlows: { userPassword: «true» } });
      new cognito.UserPoolClient(this, 'Shop', { userPool: pool, oAuth: { flows: { implicitCodeGrant: «true» } } });
    `,
    {
      ...swagger`{ "swagger": "2.0", "securityDefinitions": { "a": { "type": "oauth2", "flow": "«password»" }, "b": { "type": "oauth2", "flow": "«implicit»" } } }`,
      severity: 'medium',
    },
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "directAccessGrantsEnabled": «true» }] }`,
      severity: 'high',
      suggestions: ['{ "realm": "a", "clients": [{ "clientId": "web", "directAccessGrantsEnabled": false }] }'],
    },
    {
      ...tenant`
      clients:
        - name: web
          grant_types: [authorization_code, «implicit»]
    `,
      suggestions: ['clients:\n  - name: web\n    grant_types: [authorization_code]\n'],
    },
    {
      ...entra`{ "displayName": "a", "requiredResourceAccess": [], "web": { "implicitGrantSettings": { "enableAccessTokenIssuance": «true» } } }`,
    },
  ],
});

ruleTester(apiBasicAuthentication, {
  valid: [
    openapi`
    openapi: 3.1.0
    components: { securitySchemes: { b: { type: http, scheme: bearer } } }
  `,
  ],
  invalid: [
    {
      ...openapi`
      openapi: 3.1.0
      components: { securitySchemes: { b: { type: http, scheme: «basic» } } }
    `,
      severity: 'low',
      message: 'nothing but',
    },
    {
      because: 'callers can pass it by',
      ...openapi`
      openapi: 3.1.0
      components: { securitySchemes: { b: { type: http, scheme: «basic» }, c: { type: http, scheme: bearer } } }
    `,
      severity: 'info',
    },
  ],
});

ruleTester(entraPrivilegedAppRole, {
  valid: [
    {
      because: 'delegated: a user is there',
      ...entra`{ "displayName": "a", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8", "type": "Scope" }] }] }`,
    },
    entra`{ "displayName": "a", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "df021288-bdef-4463-88db-98f22de89214", "type": "Role" }] }] }`,
  ],
  invalid: [
    {
      ...entra`{ "displayName": "sync", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "«9E3F62CF-ca93-4989-b6ce-bf83c28f9fe8»", "type": "Role" }] }] }`,
      severity: 'critical',
      message: 'RoleManagement.ReadWrite.Directory',
    },
    {
      ...entra`{ "displayName": "sync", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "«18a4783c-866b-4cc7-a460-3d5e5662c884»", "type": "Role" }, { "id": "«e2a3a72e-5f79-4c64-b1b1-878b674786c9»", "type": "Role" }] }] }`,
      severity: 'high',
      message: ['every application that it owns', 'Mail.ReadWrite'],
    },
    {
      ...at(
        'setup/access.json',
      )`[{ "resourceAppId": "00000003-0000-0000-c000-000000000000", "resourceAccess": [{ "id": "«9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8»", "type": "Role" }, { "id": "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "type": "Scope" }] }]`,
      message: 'the application that holds it',
    },
  ],
});

ruleTester(entraMultitenant, {
  valid: [
    {
      because: 'no roles of its own',
      ...entra`{ "displayName": "a", "signInAudience": "AzureADMultipleOrgs", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "x", "type": "Scope" }] }] }`,
    },
  ],
  invalid: [
    {
      ...entra`{ "displayName": "a", "signInAudience": "«AzureADMultipleOrgs»", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "x", "type": "Role" }] }] }`,
      suggestions: [
        '{ "displayName": "a", "signInAudience": "AzureADMyOrg", "requiredResourceAccess": [{ "resourceAccess": [{ "id": "x", "type": "Role" }] }] }',
      ],
    },
  ],
});

ruleTester(entraAppPassword, {
  valid: [
    entra`{ "displayName": "a", "requiredResourceAccess": [], "passwordCredentials": [] }`,
    entra`{ "displayName": "a", "signInAudience": "AzureADMyOrg", "passwordCredentials": [] }`,
  ],
  invalid: [
    {
      ...entra`{ "displayName": "a", "requiredResourceAccess": [], "passwordCredentials": [{ "keyId": "1", "endDateTime": "«2027-01-01T00:00:00Z»" }, { "«keyId»": "2" }] }`,
      message: ['until 2027-01-01', 'without an end'],
    },
    entra`{ "displayName": "a", "signInAudience": "AzureADMyOrg", "passwordCredentials": [{ "endDateTime": "«2040-01-01T00:00:00Z»" }] }`,
  ],
});

ruleTester(clientSecretInFile, {
  valid: [
    realm`{ "realm": "a", "clients": [{ "clientId": "b", "redirectUris": [], "secret": "**********" }, { "clientId": "c", "secret": "${'$'}{env.SECRET_OF_C}" }] }`,
    {
      because: 'a value that only says the name of its key',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "b", "redirectUris": [] }], "identityProviders": [{ "alias": "g", "config": { "clientSecret": "clientSecret" } }] }`,
    },
    {
      because: 'hashes of an export, and a name for a password',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "b", "redirectUris": [] }], "users": [{ "username": "jane", "credentials": [{ "type": "password", "secretData": "{}", "credentialData": "{}" }] }, { "username": "testuser", "credentials": [{ "type": "password", "value": "testuser" }] }] }`,
    },
    {
      because: 'what every test realm has',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "b", "redirectUris": [], "secret": "secret" }] }`,
    },
    tenant`
      clients:
        - name: a
          grant_types: []
          client_secret: "##CLIENT_SECRET##"
    `,
  ],
  invalid: [
    {
      because: 'a password that an import sets',
      ...realm`{ "realm": "acme", "clients": [{ "clientId": "b", "redirectUris": [] }], "users": [{ "username": "jane", "credentials": [{ "type": "password", "value": "«Vb7nQ2xZp9»" }] }] }`,
      severity: 'high',
      message: 'The password of "jane" of realm acme',
    },
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "b", "redirectUris": [], "secret": "«k3Jx9vQm2LpT7rBz5WnY8dFc»" }], "identityProviders": [{ "alias": "g", "config": { "clientSecret": "«Vb7nQ2xZp9LmK4tRw6Ys1AcD»" } }] }`,
      severity: 'critical',
    },
    {
      ...at('client_secret_1.json')`{ "installed": { "client_id": "x", "client_secret": "«k3Jx9vQm2LpT7rBz5WnY8dFc»" } }`,
      severity: 'low',
    },
    { ...at('client_secret_2.json')`{ "web": { "client_id": "x", "client_secret": "«k3Jx9vQm2LpT7rBz5WnY8dFc»" } }`, severity: 'high' },
  ],
});

ruleTester(slackTokenRotationOff, {
  valid: [
    slack`{ "display_information": { "name": "a" }, "oauth_config": { "scopes": { "bot": ["chat:write"] } }, "settings": { "token_rotation_enabled": true } }`,
    {
      because: 'Slack runs it and keeps its tokens',
      ...slack`{ "display_information": { "name": "a" }, "oauth_config": { "scopes": { "bot": ["chat:write"] } }, "settings": { "is_hosted": true } }`,
    },
    { because: 'no scopes, no tokens', ...slack`{ "display_information": { "name": "a" }, "oauth_config": {}, "settings": {} }` },
  ],
  invalid: [
    {
      ...slack`{ "display_information": { "name": "a" }, "oauth_config": { "scopes": { "bot": ["chat:write"] } }, "settings": { "token_rotation_enabled": «false» } }`,
      severity: 'medium',
      suggestions: [
        '{ "display_information": { "name": "a" }, "oauth_config": { "scopes": { "bot": ["chat:write"] } }, "settings": { "token_rotation_enabled": true } }',
      ],
    },
    {
      ...slackYaml`
      display_information: { name: a }
      oauth_config: { scopes: { bot: [chat:write] } }
      «settings»:
        org_deploy_enabled: false
    `,
      suggestions: [
        'display_information: { name: a }\noauth_config: { scopes: { bot: [chat:write] } }\nsettings:\n  org_deploy_enabled: false\n  token_rotation_enabled: true\n',
      ],
    },
  ],
});

ruleTester(appsScriptOpenWebApp, {
  valid: [
    script`{ "webapp": { "access": "DOMAIN", "executeAs": "USER_DEPLOYING" } }`,
    script`{ "webapp": { "access": "ANYONE_ANONYMOUS", "executeAs": "USER_ACCESSING" } }`,
  ],
  invalid: [
    {
      ...script`{ "webapp": { "access": "«ANYONE_ANONYMOUS»" }, "oauthScopes": ["https://mail.google.com/"] }`,
      severity: 'critical',
      suggestions: ['{ "webapp": { "access": "DOMAIN" }, "oauthScopes": ["https://mail.google.com/"] }'],
    },
    {
      because: 'a webhook with a narrow scope',
      ...script`{ "webapp": { "access": "«ANYONE_ANONYMOUS»" }, "oauthScopes": ["https://www.googleapis.com/auth/spreadsheets.currentonly"] }`,
      severity: 'medium',
    },
    { ...script`{ "executionApi": { "access": "«ANYONE»" } }`, severity: 'high' },
  ],
});

ruleTester(webExtensionBroadAccess, {
  valid: [
    extension`{ "manifest_version": 3, "name": "a", "permissions": ["storage", "cookies"], "host_permissions": ["https://app.acme.dev/*"], "optional_host_permissions": ["<all_urls>"] }`,
    { because: 'a manifest of something else', ...at('manifest.json')`{ "name": "a", "permissions": ["debugger"] }` },
  ],
  invalid: [
    {
      because: 'the only one takes its list along',
      ...extension`{ "manifest_version": 3, "name": "a", "host_permissions": ["«<all_urls>»"] }`,
      suggestions: ['{ "manifest_version": 3, "name": "a", "optional_host_permissions": ["<all_urls>"] }'],
    },
    {
      ...extension`{ "manifest_version": 3, "name": "a", "permissions": ["storage", "«nativeMessaging»"] }`,
      suggestions: ['{ "manifest_version": 3, "name": "a", "permissions": ["storage"], "optional_permissions": ["nativeMessaging"] }'],
    },
    {
      ...extension`{ "manifest_version": 3, "name": "a", "optional_permissions": ["tabs"], "permissions": ["storage", "«management»"] }`,
      suggestions: ['{ "manifest_version": 3, "name": "a", "optional_permissions": ["tabs", "management"], "permissions": ["storage"] }'],
    },
    {
      because: 'what Chrome does not take as optional, and version 2',
      ...extension`{ "manifest_version": 2, "name": "a", "permissions": ["storage", "«nativeMessaging»", "«<all_urls>»"] }`,
      suggestions: [],
    },
    {
      ...extension`{ "manifest_version": 3, "name": "a", "permissions": ["«debugger»", "«cookies»"], "host_permissions": ["«*://*/*»"], "externally_connectable": { "matches": ["«*://*/*»"], "ids": ["«*»"] } }`,
      severity: 'high',
      message: ['through the debugger', 'cookies of every site', 'every page', 'every page', 'every other extension'],
    },
  ],
});

ruleTester(keycloakFullScope, {
  valid: [
    {
      because: 'a client that only checks tokens is given none',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "api", "bearerOnly": true, "fullScopeAllowed": true }] }`,
    },
    realm`{ "realm": "a", "clients": [{ "clientId": "web", "fullScopeAllowed": false }, { "clientId": "account", "fullScopeAllowed": true }] }`,
  ],
  invalid: [
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "fullScopeAllowed": «true» }] }`,
      suggestions: ['{ "realm": "a", "clients": [{ "clientId": "web", "fullScopeAllowed": false }] }'],
    },
  ],
});

ruleTester(keycloakServiceAccountAdmin, {
  valid: [
    {
      because: 'a person',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "sync", "serviceAccountsEnabled": true }], "users": [{ "username": "jane", "clientRoles": { "realm-management": ["realm-admin"] } }] }`,
    },
  ],
  invalid: [
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "sync", "serviceAccountsEnabled": true }], "users": [{ "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users", "«realm-admin»"] } }] }`,
      severity: 'critical',
      suggestions: [
        '{ "realm": "a", "clients": [{ "clientId": "sync", "serviceAccountsEnabled": true }], "users": [{ "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users"] } }] }',
      ],
    },
  ],
});

ruleTester(auth0OpenGrant, {
  valid: [
    tenant`
    clientGrants:
      - client_id: sync
        audience: https://api.acme.dev
        allow_all_scopes: false
  `,
  ],
  invalid: [
    {
      ...tenant`
      clientGrants:
        - client_id: sync
          audience: https://api.acme.dev
          allow_all_scopes: «true»
    `,
      severity: 'critical',
      suggestions: ['clientGrants:\n  - client_id: sync\n    audience: https://api.acme.dev\n'],
    },
    {
      ...tenant`
      clientGrants:
        - audience: https://api.acme.dev
          default_for: «third_party_clients»
          allow_any_organization: «true»
      resourceServers:
        - name: api
          subject_type_authorization: { user: { policy: «allow_all» } }
    `,
      severity: 'high',
    },
  ],
});

ruleTester(refreshNeverExpires, {
  valid: [
    { file: 'infra/hydra.yml', text: 'ttl:\n  access_token: 1h\n  refresh_token: 720h\n', because: 'hours and a month' },
    {
      file: 'infra/hydra.yml',
      text: 'ttl:\n  access_token: ${TTL}\n  refresh_token: 720h\n',
      because: 'what a variable says is not known',
    },
    {
      file: 'realm.json',
      text: '{ "realm": "acme", "accessTokenLifespan": 300, "ssoSessionMaxLifespan": 36000 }',
      because: 'minutes and hours',
    },
    { file: 'supabase/config.toml', text: '[auth]\njwt_expiry = 3600\n', because: 'an hour' },

    tenant`
    clients:
      - name: a
        grant_types: []
        refresh_token: { expiration_type: expiring, rotation_type: rotating }
  `,
    terraform`
      resource "auth0_client" "a" {
        name = "a"
        refresh_token {
          expiration_type = "expiring"
        }
      }
    `,
    {
      because: 'sixty hours',
      ...terraform`
        resource "aws_cognito_user_pool_client" "a" {
          name                   = "a"
          refresh_token_validity = 3600
          token_validity_units {
            refresh_token = "minutes"
          }
        }
      `,
    },
  ],
  invalid: [
    {
      file: 'infra/hydra.yml',
      text: 'ttl:\n  access_token: «72h»\n  refresh_token: «-1»\n',
      message: ['taken for that long', 'works until someone revokes it'],
    },
    { file: 'infra/hydra.yml', text: 'ttl:\n  refresh_token: «87600h»\n', message: 'stays in for that long', severity: 'low' },
    {
      file: 'realm.json',
      text: '{ "realm": "acme", "accessTokenLifespan": «86400», "ssoSessionMaxLifespan": «31536000» }',
      message: ['taken for that long', 'stays in for that long'],
    },
    { file: 'supabase/config.toml', text: '[auth]\njwt_expiry = «604800»\n', severity: 'low' },

    {
      ...terraform`
        resource "auth0_client" "a" {
          name = "a"
          refresh_token {
            expiration_type = "«non-expiring»"
          }
        }
      `,
      suggestions: ['resource "auth0_client" "a" {\n  name = "a"\n  refresh_token {\n    expiration_type = "expiring"\n  }\n}\n'],
    },
    {
      ...terraform`
        resource "aws_cognito_user_pool_client" "a" {
          name                   = "a"
          refresh_token_validity = «3650»
        }
      `,
      message: '3650 days',
    },
    {
      ...at('supabase/config.toml')`
      project_id = "shop"
      [auth]
      enable_refresh_token_rotation = «false»
    `,
      severity: 'low',
      suggestions: ['project_id = "shop"\n[auth]\nenable_refresh_token_rotation = true\n'],
    },
    {
      ...tenant`
      clients:
        - name: a
          grant_types: []
          refresh_token: { expiration_type: «non-expiring», rotation_type: «non-rotating» }
    `,
      suggestions: [
        'clients:\n  - name: a\n    grant_types: []\n    refresh_token: { expiration_type: expiring, rotation_type: non-rotating }\n',
      ],
    },
    salesforce`
      <ConnectedApp>
        <oauthPolicy><refreshTokenPolicy>«infinite»</refreshTokenPolicy></oauthPolicy>
      </ConnectedApp>
    `,
  ],
});

ruleTester(salesforceRelaxedPolicy, {
  valid: [
    salesforce`
    <ConnectedApp>
      <oauthConfig><isPkceRequired>true</isPkceRequired><isAdminApproved>true</isAdminApproved></oauthConfig>
      <oauthPolicy><ipRelaxation>ENFORCE</ipRelaxation></oauthPolicy>
    </ConnectedApp>
  `,
    {
      because: 'a comment',
      ...salesforce`
    <ConnectedApp><!-- <oauthPolicy><ipRelaxation>BYPASS</ipRelaxation></oauthPolicy> --><label>a</label></ConnectedApp>
  `,
    },
  ],
  invalid: [
    {
      ...salesforce`
      <ConnectedApp>
        <label>Sync</label>
        <oauthConfig>
          <isAdminApproved>«false»</isAdminApproved>
          <isConsumerSecretOptional>«true»</isConsumerSecretOptional>
          <isPkceRequired>«false»</isPkceRequired>
        </oauthConfig>
        <oauthPolicy>
          <ipRelaxation>«BYPASS»</ipRelaxation>
        </oauthPolicy>
      </ConnectedApp>
    `,
      message: ['every user may connect', 'without its secret', 'redeem it', 'any address'],
    },
    {
      because: 'a file that is still being typed',
      ...salesforce`
      <ConnectedApp>
        <oauthPolicy>
          <ipRelaxation>«BYPASS»</ipRelaxation>
    `,
    },
  ],
});

ruleTester(appImpersonatesUsers, {
  valid: [
    shopify`
    name = "a"
    [access.admin]
    direct_api_mode = "online"
  `,
  ],
  invalid: [
    {
      ...shopify`
      name = "a"
      [access.admin]
      direct_api_mode = "«offline»"
      [access_scopes]
      use_legacy_install_flow = «true»
    `,
      suggestions: ['name = "a"\n[access.admin]\ndirect_api_mode = "online"\n[access_scopes]\nuse_legacy_install_flow = true\n'],
    },
    {
      ...forge`
      app:
        id: ari:cloud:ecosystem::app/1
        permissions:
          allowImpersonation: «true»
    `,
      severity: 'high',
    },
  ],
});

ruleTester(wildcardEgress, {
  valid: [
    forge`
    app: { id: 'ari:cloud:ecosystem::app/1' }
    permissions: { external: { fetch: { backend: ['*.acme.dev', { address: api.acme.dev }] } } }
  `,
  ],
  invalid: [
    forge`
      app: { id: 'ari:cloud:ecosystem::app/1' }
      permissions: { external: { fetch: { backend: ['«*»', { address: '«*.com»' }] } } }
    `,
    slack`{ "display_information": { "name": "a" }, "settings": {}, "outgoing_domains": ["«*»"] }`,
  ],
});

ruleTester(publicAppCanWrite, {
  valid: [
    githubApp`
    public: true
    default_permissions: { contents: read }
  `,
  ],
  invalid: [
    {
      ...githubApp`
    public: «true»
    default_permissions: { contents: write }
  `,
      suggestions: ['public: false\ndefault_permissions: { contents: write }\n'],
    },
  ],
});

ruleTester(slackWideInstallation, {
  valid: [
    slackYaml`
    display_information: { name: a }
    oauth_config: { scopes: { bot: [chat:write] } }
    settings: { org_deploy_enabled: true, allowed_ip_address_ranges: [203.0.113.0/24] }
  `,
  ],
  invalid: [
    {
      ...slackYaml`
      display_information: { name: a }
      oauth_config: { scopes: { bot: [im:history] } }
      settings: { org_deploy_enabled: «true», allowed_ip_address_ranges: [«0.0.0.0/0»] }
    `,
      message: ['every workspace', 'every address'],
    },
  ],
});

ruleTester(keycloakPublicClientWithoutPkce, {
  valid: [
    realm`{ "realm": "a", "clients": [{ "clientId": "web", "publicClient": true, "redirectUris": ["https://a.acme.dev/cb"], "attributes": { "pkce.code.challenge.method": "S256" } }] }`,
    {
      because: 'it has a secret',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "publicClient": false, "redirectUris": ["https://a.acme.dev/cb"] }] }`,
    },
    {
      because: 'no codes are sent',
      ...realm`{ "realm": "a", "clients": [{ "clientId": "web", "publicClient": true, "standardFlowEnabled": false, "redirectUris": ["https://a.acme.dev/cb"] }] }`,
    },
  ],
  invalid: [
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "«web»", "publicClient": true, "redirectUris": ["https://a.acme.dev/cb"], "attributes": { "x": "y" } }] }`,
      severity: 'medium',
      suggestions: [
        '{ "realm": "a", "clients": [{ "clientId": "web", "publicClient": true, "redirectUris": ["https://a.acme.dev/cb"], "attributes": { "x": "y", "pkce.code.challenge.method": "S256" } }] }',
      ],
    },
    {
      ...realm`{ "realm": "a", "clients": [{ "clientId": "«web»", "publicClient": true, "redirectUris": ["https://a.acme.dev/cb"], "attributes": { "pkce.code.challenge.method": "plain" } }] }`,
    },
  ],
});
