// OAuth clients in configuration files: Spring, Dex, Hydra; permission sets of Salesforce; Cognito and Keycloak in Terraform.
import { clientSecretInFile } from '../../../rules/oauth/client-secret-in-file.ts';
import { hydraOpenClient } from '../../../rules/oauth/hydra-open-client.ts';
import { keycloakServiceAccountAdmin } from '../../../rules/oauth/keycloak-service-account-admin.ts';
import { openRedirect } from '../../../rules/oauth/open-redirect.ts';
import { salesforceIntegrationPermissions } from '../../../rules/oauth/salesforce-integration-permissions.ts';
import { salesforceRunsAsPerson } from '../../../rules/oauth/salesforce-runs-as-person.ts';
import { weakGrant } from '../../../rules/oauth/weak-grant.ts';
import { at, ruleTester, terraform } from '../../support/rule-tester.ts';

const spring = at('src/main/resources/application.yml');
const dex = at('dex/config.yaml');
const hydra = at('k8s/client.yaml');
const set = at('force-app/permissionsets/Sync.permissionset-meta.xml');
const app = at('force-app/connectedApps/Erp.connectedApp-meta.xml');

ruleTester(weakGrant, {
  valid: [
    spring`
      spring:
        security:
          oauth2:
            client:
              registration:
                okta:
                  client-id: web
                  authorization-grant-type: authorization_code
    `,
    {
      because: 'SRP does not send the password',
      ...terraform`
      resource "aws_cognito_user_pool_client" "web" {
        name                = "web"
        user_pool_id        = aws_cognito_user_pool.a.id
        allowed_oauth_flows = ["code"]
        explicit_auth_flows = ["ALLOW_USER_SRP_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]
      }
    `,
    },
  ],
  invalid: [
    {
      ...spring`
      spring:
        security.oauth2.client:
          registration:
            legacy:
              client-id: web
              authorization-grant-type: «password»
    `,
      severity: 'high',
      message: 'Spring registration "legacy"',
    },
    {
      ...dex`
      issuer: https://dex.acme.dev
      oauth2:
        passwordConnector: «local»
      staticClients: []
    `,
      message: 'password flow',
    },
    {
      ...terraform`
      resource "aws_cognito_user_pool_client" "web" {
        name                = "web"
        user_pool_id        = aws_cognito_user_pool.a.id
        allowed_oauth_flows = ["code", "«implicit»"]
        explicit_auth_flows = ["«ALLOW_USER_PASSWORD_AUTH»", "ALLOW_REFRESH_TOKEN_AUTH"]
      }
    `,
      suggestions: [
        'resource "aws_cognito_user_pool_client" "web" {\n  name                = "web"\n  user_pool_id        = aws_cognito_user_pool.a.id\n  allowed_oauth_flows = ["code"]\n  explicit_auth_flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]\n}\n',
      ],
    },
  ],
});

ruleTester(openRedirect, {
  valid: [
    dex`
    issuer: https://dex.acme.dev
    staticClients:
      - id: cli
        public: true
        redirectURIs: ["http://localhost:8000", "https://argo.acme.dev/auth/callback"]
  `,
    at('supabase/config.toml')`
    project_id = "shop"
    [auth]
    site_url = "http://127.0.0.1:3000"
    additional_redirect_urls = ["https://shop.acme.dev/welcome"]
  `,
  ],
  invalid: [
    {
      ...dex`
      issuer: https://dex.acme.dev
      staticClients:
        - id: argo
          redirectURIs: ["«http://argo.acme.dev/cb»"]
    `,
      suggestions: ['issuer: https://dex.acme.dev\nstaticClients:\n  - id: argo\n    redirectURIs: ["https://argo.acme.dev/cb"]\n'],
    },
    at('supabase/config.toml')`
      project_id = "shop"
      [auth]
      site_url = "«http://shop.acme.dev»"
      additional_redirect_urls = ["«https://**»"]
    `,
    hydra`
      apiVersion: hydra.ory.sh/v1alpha1
      kind: OAuth2Client
      metadata: { name: web }
      spec:
        grantTypes: [authorization_code]
        redirectUris: ["«https://*.acme.dev/cb»"]
    `,
    terraform`
      resource "aws_cognito_user_pool_client" "web" {
        name          = "web"
        callback_urls = ["«http://app.acme.dev/cb»", "http://localhost:3000"]
      }
    `,
    {
      because: 'others',
      ...at(
        'realm.json',
      )`{ "realm": "acme", "clients": [{ "clientId": "web", "redirectUris": ["«*»", "«https://x.ngrok.io/cb»"], "webOrigins": ["«*»"] }] }`,
    },
  ],
});

ruleTester(clientSecretInFile, {
  valid: [
    spring`
      spring:
        security:
          oauth2:
            client:
              registration:
                okta: { client-id: web, client-secret: "${'$'}{OKTA_SECRET}" }
    `,
    dex`
      issuer: https://dex.acme.dev
      staticClients:
        - id: argo
          secretEnv: ARGO_SECRET
    `,
  ],
  invalid: [
    {
      because: 'a person of a realm',
      ...at(
        'realm-export.json',
      )`{ "realm": "acme", "clients": [{ "clientId": "b", "redirectUris": [] }], "users": [{ "username": "jane", "credentials": [{ "type": "password", "value": "«Vb7nQ2xZp9»" }] }] }`,
    },
    {
      ...spring`
      spring:
        security:
          oauth2:
            client:
              registration:
                okta: { client-id: web, client-secret: «k3Jx9vQm2LpT7rBz5WnY8dFc» }
    `,
      severity: 'critical',
    },
    dex`
      issuer: https://dex.acme.dev
      staticClients:
        - id: argo
          secret: «k3Jx9vQm2LpT7rBz5WnY8dFc»
    `,
    {
      because: 'installed',
      ...at(
        'client_secret.json',
      )`{ "installed": { "client_id": "1.apps.googleusercontent.com", "client_secret": "«k3Jx9vQm2LpT7rBz5WnY8dFc»" } }`,
      severity: 'low',
    },
  ],
});

ruleTester(hydraOpenClient, {
  valid: [
    hydra`
    apiVersion: hydra.ory.sh/v1alpha1
    kind: OAuth2Client
    metadata: { name: spa }
    spec:
      grantTypes: [authorization_code, refresh_token]
      scope: openid profile
      tokenEndpointAuthMethod: none
      skipConsent: true
  `,
  ],
  invalid: [
    {
      ...hydra`
    apiVersion: hydra.ory.sh/v1alpha1
    kind: OAuth2Client
    metadata: { name: sync }
    spec:
      grantTypes:
        - client_credentials
      scope: openid offline_access
      tokenEndpointAuthMethod: «none»
      skipConsent: «true»
  `,
      message: ['whoever knows its id', 'offline_access'],
    },
  ],
});

ruleTester(salesforceIntegrationPermissions, {
  valid: [
    {
      because: 'for people',
      ...set`
      <PermissionSet>
        <label>Sales Operations</label>
        <userPermissions><enabled>true</enabled><name>ViewAllData</name></userPermissions>
      </PermissionSet>
    `,
    },
    {
      because: 'switched off',
      ...set`
      <PermissionSet>
        <label>Erp Integration</label>
        <userPermissions><enabled>false</enabled><name>ModifyAllData</name></userPermissions>
      </PermissionSet>
    `,
    },
  ],
  invalid: [
    {
      ...set`
      <PermissionSet>
        <label>Erp Integration</label>
        <userPermissions><enabled>true</enabled><name>«ModifyAllData»</name></userPermissions>
        <userPermissions><enabled>true</enabled><name>ApiEnabled</name></userPermissions>
      </PermissionSet>
    `,
      severity: 'high',
    },
    {
      because: 'its licence says so',
      ...at('force-app/profiles/Erp.profile-meta.xml')`
      <Profile>
        <userLicense>Salesforce Integration</userLicense>
        <userPermissions><enabled>true</enabled><name>«ViewAllData»</name></userPermissions>
      </Profile>
    `,
      severity: 'medium',
    },
  ],
});

ruleTester(salesforceRunsAsPerson, {
  valid: [
    app`
    <ConnectedApp>
      <label>Erp</label>
      <oauthConfig><oauthClientCredentialUser>erp.integration@acme.dev</oauthClientCredentialUser></oauthConfig>
    </ConnectedApp>
  `,
  ],
  invalid: [
    app`
    <ConnectedApp>
      <label>Erp</label>
      <oauthConfig><oauthClientCredentialUser>«jane.doe@acme.dev»</oauthClientCredentialUser></oauthConfig>
    </ConnectedApp>
  `,
  ],
});

ruleTester(keycloakServiceAccountAdmin, {
  valid: [
    terraform`
    resource "keycloak_openid_client_service_account_role" "a" {
      realm_id                = "acme"
      service_account_user_id = keycloak_openid_client.sync.service_account_user_id
      client_id               = data.keycloak_openid_client.management.id
      role                    = "view-users"
    }
  `,
  ],
  invalid: [
    {
      file: 'realm-users.json',
      text: '{\n  "realm": "acme",\n  "users": [{ "username": "service-account-sync", "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users", "«manage-users»"] } }]\n}\n',
    },
    terraform`
      resource "keycloak_openid_client_service_account_role" "a" {
        realm_id                = "acme"
        service_account_user_id = keycloak_openid_client.sync.service_account_user_id
        client_id               = data.keycloak_openid_client.management.id
        role                    = "«realm-admin»"
      }
    `,
    {
      ...at(
        'realm.json',
      )`{ "realm": "acme", "clients": [{ "clientId": "sync", "redirectUris": [] }], "users": [{ "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users", "«manage-users»"] } }] }`,
      suggestions: [
        '{ "realm": "acme", "clients": [{ "clientId": "sync", "redirectUris": [] }], "users": [{ "serviceAccountClientId": "sync", "clientRoles": { "realm-management": ["view-users"] } }] }',
      ],
    },
  ],
});
