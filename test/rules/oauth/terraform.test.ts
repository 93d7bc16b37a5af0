// The same rules over Terraform.
import { broadScope } from '../../../rules/oauth/broad-scope.ts';
import { entraMultitenant } from '../../../rules/oauth/entra-multitenant.ts';
import { entraPrivilegedAppRole } from '../../../rules/oauth/entra-privileged-app-role.ts';
import { keycloakFullScope } from '../../../rules/oauth/keycloak-full-scope.ts';
import { oktaClientPolicy } from '../../../rules/oauth/okta-client-policy.ts';
import { openRedirect } from '../../../rules/oauth/open-redirect.ts';
import { weakGrant } from '../../../rules/oauth/weak-grant.ts';
import { describe, expect, it } from 'vitest';
import { ruleTester, terraform } from '../../support/rule-tester.ts';
import { analyzeTexts } from '../../support/analyze-text.ts';

ruleTester(oktaClientPolicy, {
  valid: [
    terraform`
    resource "okta_app_oauth" "a" {
      label                      = "a"
      type                       = "web"
      token_endpoint_auth_method = "client_secret_basic"
      pkce_required              = true
    }
  `,
  ],
  invalid: [
    {
      ...terraform`
      resource "okta_app_oauth" "a" {
        label         = "a"
        type          = "browser"
        pkce_required = «false»
      }
    `,
      severity: 'medium',
      suggestions: ['resource "okta_app_oauth" "a" {\n  label         = "a"\n  type          = "browser"\n  pkce_required = true\n}\n'],
    },
    {
      ...terraform`
      resource "okta_app_oauth" "a" {
        label                      = "a"
        type                       = "service"
        token_endpoint_auth_method = "«client_secret_post»"
        wildcard_redirect          = "«SUBDOMAIN»"
      }
    `,
      message: ['shared secret', 'every subdomain'],
    },
  ],
});

const found = async (text: string) => {
  const { findings } = await analyzeTexts({ 'infra/main.tf': text });
  return findings.filter((finding) => finding.rule.startsWith('oauth/')).map((finding) => [finding.rule, text.slice(...finding.at.span)]);
};

describe('Terraform', () => {
  it('gives roles of Entra that a map of looked-up ids holds, each of them once', async () => {
    expect(
      await found(`resource "azuread_app_role_assignment" "a" {
  for_each = {
    read  = data.azuread_service_principal.graph.app_role_ids["Group.Read.All"]
    write = data.azuread_service_principal.graph.app_role_ids["Directory.ReadWrite.All"]
    other = data.azuread_service_principal.graph.app_role_ids[var.role]
  }
  app_role_id         = each.value
  principal_object_id = azuread_service_principal.a.object_id
  resource_object_id  = data.azuread_service_principal.graph.object_id
}
`),
    ).toEqual([[entraPrivilegedAppRole.id, 'each.value']]);
  });

  it('gives roles of Entra by id, by name and by assignment', async () => {
    expect(
      await found(`resource "azuread_application" "a" {
  display_name     = "sync"
  sign_in_audience = "AzureADMultipleOrgs"
  required_resource_access {
    resource_app_id = "00000003-0000-0000-c000-000000000000"
    resource_access {
      id   = "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8"
      type = "Role"
    }
    resource_access {
      id   = azuread_service_principal.graph.app_role_ids["Mail.Read"]
      type = "Role"
    }
    resource_access {
      id   = azuread_service_principal.graph.oauth2_permission_scope_ids["User.Read"]
      type = "Scope"
    }
  }
  web {
    redirect_uris = ["http://app.acme.dev/cb", "http://localhost:3000/"]
    implicit_grant { access_token_issuance_enabled = true }
  }
}
resource "azuread_app_role_assignment" "a" {
  app_role_id         = azuread_service_principal.graph.app_role_ids["RoleManagement.ReadWrite.Directory"]
  principal_object_id = azuread_service_principal.a.object_id
  resource_object_id  = azuread_service_principal.graph.object_id
}
`),
    ).toEqual([
      [entraMultitenant.id, 'AzureADMultipleOrgs'],
      [entraPrivilegedAppRole.id, '9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8'],
      [entraPrivilegedAppRole.id, 'Mail.Read'],
      [openRedirect.id, 'http://app.acme.dev/cb'],
      [weakGrant.id, 'true'],
      [entraPrivilegedAppRole.id, 'RoleManagement.ReadWrite.Directory'],
    ]);
  });

  it('gives scopes, flows and addresses of Okta, Auth0 and Keycloak', async () => {
    expect(
      await found(`resource "okta_app_oauth_api_scope" "a" {
  app_id = okta_app_oauth.a.id
  issuer = "https://acme.okta.com"
  scopes = ["okta.users.read", "okta.groups.manage"]
}
resource "okta_app_oauth" "a" {
  label         = "a"
  type          = "web"
  grant_types   = ["authorization_code", "implicit"]
  redirect_uris = ["https://*.acme.dev/cb"]
}
resource "auth0_client_grant" "a" {
  client_id = auth0_client.a.id
  audience  = "https://acme.eu.auth0.com/api/v2/"
  scopes    = ["read:users", "create:users"]
}
resource "keycloak_openid_client" "a" {
  realm_id                     = "acme"
  client_id                    = "web"
  access_type                  = "PUBLIC"
  full_scope_allowed           = true
  direct_access_grants_enabled = true
  valid_redirect_uris          = ["*"]
}
`),
    ).toEqual([
      [broadScope.id, 'okta.groups.manage'],
      [weakGrant.id, 'implicit'],
      [openRedirect.id, 'https://*.acme.dev/cb'],
      [broadScope.id, 'create:users'],
      [keycloakFullScope.id, 'true'],
      [weakGrant.id, 'true'],
      [openRedirect.id, '*'],
    ]);
  });
});

it('takes a scope out where the narrower one is asked for as well', async () => {
  const text = 'resource "okta_app_oauth_api_scope" "a" {\n  app_id = "a"\n  scopes = ["okta.users.read", "okta.users.manage"]\n}\n';
  const { findings } = await analyzeTexts({ 'main.tf': text }, { profile: 'audit' });
  const finding = findings.find(({ rule }) => rule === broadScope.id)!;
  expect(finding.suggestions.map(({ title }) => title)).toEqual(['Remove okta.users.manage']);
});

describe('templates', () => {
  it("reads Cognito's app clients as Terraform's", async () => {
    const text = `AWSTemplateFormatVersion: '2010-09-09'
Resources:
  Web:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      AllowedOAuthFlows: [implicit, code]
      AllowedOAuthScopes: [openid, aws.cognito.signin.user.admin]
      CallbackURLs: ["http://a.acme.dev/cb", "http://localhost:3000/cb"]
      ExplicitAuthFlows: [ALLOW_USER_PASSWORD_AUTH]
      RefreshTokenValidity: 730
  Good:
    Type: AWS::Cognito::UserPoolClient
    Properties:
      AllowedOAuthFlows: [code]
      AllowedOAuthScopes: [openid]
      CallbackURLs: ["https://a.acme.dev/cb"]
      ExplicitAuthFlows: [ALLOW_USER_SRP_AUTH]
      RefreshTokenValidity: 30
`;
    const { findings } = await analyzeTexts({ 'template.yaml': text }, { profile: 'audit' });
    expect(
      findings.filter(({ rule }) => rule.startsWith('oauth/')).map((one) => [one.rule, text.slice(...one.at.span), one.suggestions.length]),
    ).toEqual([
      [weakGrant.id, 'implicit', 1],
      [broadScope.id, 'aws.cognito.signin.user.admin', 0],
      [openRedirect.id, 'http://a.acme.dev/cb', 1],
      [weakGrant.id, 'ALLOW_USER_PASSWORD_AUTH', 0],
      ['oauth/refresh-never-expires', '730', 1],
    ]);
  });
});
