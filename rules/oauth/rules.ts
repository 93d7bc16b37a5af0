// The rules of this area. An explicit list: a rule that is not here does not exist.
import type { Rule } from '../../server/engine/rule.ts';
import { apiBasicAuthentication } from './api-basic-authentication.ts';
import { apiCredentialInTheClear, apiUndefinedScheme, apiWithoutAuthentication } from './api-specification.ts';
import { apiKeyInAddress } from './api-key-in-address.ts';
import { appImpersonatesUsers } from './app-impersonates-users.ts';
import { appsScriptOpenWebApp } from './apps-script-open-web-app.ts';
import { auth0OpenGrant } from './auth0-open-grant.ts';
import { broadScope } from './broad-scope.ts';
import { clientSecretInFile } from './client-secret-in-file.ts';
import { entraAppPassword } from './entra-app-password.ts';
import { entraMultitenant } from './entra-multitenant.ts';
import { entraPrivilegedAppRole } from './entra-privileged-app-role.ts';
import { githubAppBroadPermission } from './github-app-broad-permission.ts';
import { keycloakFullScope } from './keycloak-full-scope.ts';
import { keycloakPublicClientWithoutPkce } from './keycloak-public-client-without-pkce.ts';
import { keycloakServiceAccountAdmin } from './keycloak-service-account-admin.ts';
import { oktaClientPolicy } from './okta-client-policy.ts';
import { loginSwitchedOff } from './login-switched-off.ts';
import { openLogin } from './open-login.ts';
import { openRedirect } from './open-redirect.ts';
import { plaintextEndpoint } from './plaintext-endpoint.ts';
import { programWeakensLogin } from './program-weakens-login.ts';
import { publicAppCanWrite } from './public-app-can-write.ts';
import { refreshNeverExpires } from './refresh-never-expires.ts';
import { hydraOpenClient } from './hydra-open-client.ts';
import { salesforceIntegrationPermissions } from './salesforce-integration-permissions.ts';
import { salesforceRunsAsPerson } from './salesforce-runs-as-person.ts';
import { salesforceRelaxedPolicy } from './salesforce-relaxed-policy.ts';
import { secretInBrowser } from './secret-in-browser.ts';
import { slackTokenRotationOff } from './slack-token-rotation-off.ts';
import { slackWideInstallation } from './slack-wide-installation.ts';
import { weakGrant } from './weak-grant.ts';
import { webExtensionBroadAccess } from './web-extension-broad-access.ts';
import { wildcardEgress } from './wildcard-egress.ts';

export const rules: readonly Rule[] = [
  apiBasicAuthentication,
  apiCredentialInTheClear,
  apiUndefinedScheme,
  apiKeyInAddress,
  apiWithoutAuthentication,
  appImpersonatesUsers,
  appsScriptOpenWebApp,
  auth0OpenGrant,
  broadScope,
  clientSecretInFile,
  entraAppPassword,
  entraMultitenant,
  entraPrivilegedAppRole,
  githubAppBroadPermission,
  keycloakFullScope,
  keycloakPublicClientWithoutPkce,
  keycloakServiceAccountAdmin,
  oktaClientPolicy,
  loginSwitchedOff,
  openLogin,
  openRedirect,
  plaintextEndpoint,
  programWeakensLogin,
  publicAppCanWrite,
  refreshNeverExpires,
  hydraOpenClient,
  salesforceIntegrationPermissions,
  salesforceRunsAsPerson,
  salesforceRelaxedPolicy,
  secretInBrowser,
  slackTokenRotationOff,
  slackWideInstallation,
  weakGrant,
  webExtensionBroadAccess,
  wildcardEgress,
];
