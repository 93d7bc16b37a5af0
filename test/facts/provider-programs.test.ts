// AWS, Google and Azure in programs of Pulumi and CDK for Terraform in every language, in Pulumi's YAML and as Crossplane's
// objects: the same resource is judged the same, at the token where it is written.
import { describe, expect, it } from 'vitest';
import { importedNames } from '../../server/engine/facts/provider-programs/imports.ts';
import { snakeCase, typeOfCdktf, typeOfCrossplane, typeOfPulumi } from '../../server/engine/facts/provider-programs/types.ts';
import { analyzeTexts } from '../support/analyze-text.ts';
import { at, readMarks, type Source } from '../support/rule-tester.ts';

async function check(rule: string, { file, text: marked }: Source): Promise<void> {
  const { text, spans } = readMarks(marked);
  for (const [name, variant] of [
    ['as written', text],
    ['with CRLF', text.replaceAll('\n', '\r\n')],
  ] as const) {
    const { findings, failures } = await analyzeTexts({ [file]: variant });
    expect(failures).toEqual([]);
    expect(
      findings.filter((finding) => finding.rule === rule).map((finding) => variant.slice(...finding.at.span)),
      name,
    ).toEqual(spans.map((span) => text.slice(...span)));
  }
}

const python = at('infra/__main__.py');
const go = at('infra/main.go');
const csharp = at('infra/Stack.cs');
const java = at('infra/App.java');
const typescript = at('infra/main.ts');
const yaml = at('Pulumi.yaml');
const crossplane = at('infra/iam.yaml');

const ownerId = '/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635';

/** Ways to put a role's id together in Python, the last ones of none that is known, or of another. */
const roleIds: readonly string[] = [
  `«"/subscriptions/" + sub + "${ownerId}"»`,
  `«"/subscriptions/" + sub.get().strip("/") + "${ownerId}"»`,
  `«"/subscriptions/{}${ownerId}".format(sub)»`,
  `«"/subscriptions/%s${ownerId}" % sub»`,
  `«Output.concat("/subscriptions/", sub, "/providers/Microsoft.Authorization/roleDefinitions/", owner)»`,
  `pulumi.Output.all(sub, app.id).apply(lambda args: f"«/subscriptions/{args[0]}${ownerId}»")`,
  `Output.concat("/subscriptions/", sub, "/providers/Microsoft.Authorization/roleDefinitions/", role)`,
  `"/subscriptions/" + sub + "/providers/Microsoft.Authorization/roleDefinitions/" + roles["owner"]`,
  `app.id.apply(lambda owner: f"/providers/Microsoft.Authorization/roleDefinitions/{owner}")`,
  `sub.apply(lambda s: "${ownerId}" if s == "sandbox" else "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7")`,
];

describe('Vault, databases and services', () => {
  it.each<[string, Source]>([
    [
      'vault/path-everything',
      typescript`
      import * as vault from "@pulumi/vault";

      new vault.Policy("admin", { name: "admin", policy: 'path "«*»" { capabilities = ["create", "update", "delete"] }' });
      new vault.Policy("app", { name: "app", policy: 'path "secret/data/shop/*" { capabilities = ["read"] }' });
    `,
    ],
    [
      'vault/kubernetes-role-star',
      typescript`
      import * as vault from "@pulumi/vault";

      new vault.kubernetes.AuthBackendRole("all", { roleName: "all", boundServiceAccountNames: ["«*»"], boundServiceAccountNamespaces: ["shop"] });
      new vault.pkiSecret.SecretBackendRole("web", { backend: "pki", allowedDomains: ["acme.example"] });
    `,
    ],
    [
      'saas/github-admin',
      typescript`
      import * as github from "@pulumi/github";

      new github.Membership("ann", { username: "ann", role: "«admin»" });
      new github.Membership("ben", { username: "ben", role: "member" });
    `,
    ],
    [
      'sql/databricks-grant-all',
      typescript`
      import * as databricks from "@pulumi/databricks";

      new databricks.Grants("main", { catalog: "main", grants: [{ principal: "account users", privileges: ["«ALL_PRIVILEGES»"] }, { principal: "analysts", privileges: ["SELECT"] }] });
    `,
    ],
    [
      'sql/superuser',
      python`
      import pulumi_postgresql as postgresql

      postgresql.Role("app", name="app", superuser=«True»)
      postgresql.Role("web", name="web", superuser=False)
    `,
    ],
    [
      'saas/github-admin',
      go`
      package main

      import (
      	"github.com/pulumi/pulumi-github/sdk/v6/go/github"
      	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
      )

      func team(ctx *pulumi.Context) error {
      	_, err := github.NewMembership(ctx, "ann", &github.MembershipArgs{
      		Username: pulumi.String("ann"),
      		Role:     pulumi.String("«admin»"),
      	})
      	return err
      }
    `,
    ],
    [
      'sql/grant-all-global',
      csharp`
      using Pulumi.MySql;

      class Users
      {
          public Users() => new Grant("app", new GrantArgs { User = "app", Host = "10.0.0.1", Database = "*", Privileges = { "«ALL PRIVILEGES»" } });
      }
    `,
    ],
    [
      'saas/github-admin',
      yaml`
      name: team
      runtime: yaml
      resources:
        ann:
          type: github:Membership
          properties: { username: ann, role: «admin» }
        ben:
          type: github:index/membership:Membership
          properties: { username: ben, role: member }
    `,
    ],
    [
      'saas/token-no-expiry',
      typescript`
      import { TerraformStack } from "cdktf";
      import { ApiToken } from "@cdktf/provider-cloudflare/lib/api-token";

      class Tokens extends TerraformStack {
        make() {
          new «ApiToken»(this, "dns", { name: "dns" });
          new ApiToken(this, "cdn", { name: "cdn", expiresOn: "2027-01-31T00:00:00Z" });
        }
      }
    `,
    ],
  ])('%s', check);
});

describe('AWS', () => {
  it.each<[string, Source]>([
    [
      'aws/managed-admin-attached',
      python`
      import pulumi_aws as aws

      role = aws.iam.Role("ci", assume_role_policy=trust, managed_policy_arns=["«arn:aws:iam::aws:policy/AdministratorAccess»"])
      aws.iam.RolePolicyAttachment("read", role=role.name, policy_arn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    `,
    ],
    [
      'aws/managed-admin-attached',
      python`
      from pulumi_aws import iam

      # Once, though the call names an attachment as calls of the SDK do.
      iam.RolePolicyAttachment("admin", role="ci", policy_arn="«arn:aws:iam::aws:policy/AdministratorAccess»")
      iam.Role("bounded", permissions_boundary="arn:aws:iam::aws:policy/AdministratorAccess")
    `,
    ],
    [
      'aws/access-key-resource',
      python`
      from pulumi_aws import iam

      «iam.AccessKey»("ci", user="ci")
      iam.AccessKey("old", user="old", status="Inactive")
    `,
    ],
    [
      'aws/managed-admin-attached',
      go`
      package main

      import (
      	"github.com/pulumi/pulumi-aws/sdk/v7/go/aws/iam"
      	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
      )

      func attach(ctx *pulumi.Context) error {
      	_, err := iam.NewRolePolicyAttachment(ctx, "admin", &iam.RolePolicyAttachmentArgs{
      		Role:      pulumi.String("ci"),
      		PolicyArn: pulumi.String("«arn:aws:iam::aws:policy/AdministratorAccess»"),
      	})
      	return err
      }
    `,
    ],
    [
      'aws/managed-admin-attached',
      csharp`
      using Pulumi;
      using Pulumi.Aws.Iam;

      var attachment = new RolePolicyAttachment("admin", new RolePolicyAttachmentArgs { Role = role.Name, PolicyArn = "«arn:aws:iam::aws:policy/AdministratorAccess»" });
    `,
    ],
    [
      'aws/managed-admin-attached',
      java`
      import com.pulumi.aws.iam.RolePolicyAttachment;
      import com.pulumi.aws.iam.RolePolicyAttachmentArgs;

      class App {
        void run() {
          new RolePolicyAttachment("admin", RolePolicyAttachmentArgs.builder().role("ci").policyArn("«arn:aws:iam::aws:policy/AdministratorAccess»").build());
        }
      }
    `,
    ],
    [
      'aws/managed-admin-attached',
      typescript`
      import { IamRole } from '@cdktf/provider-aws/lib/iam-role';

      new IamRole(this, 'ci', { assumeRolePolicy: trust, managedPolicyArns: ['«arn:aws:iam::aws:policy/AdministratorAccess»'] });
    `,
    ],
    [
      'aws/wildcard-action',
      typescript`
      import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
      import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';

      const document = new DataAwsIamPolicyDocument(this, 'document', { statement: [{ actions: ['«s3:*»'], resources: ['*'] }, { effect: 'Deny', actions: ['kms:*'], resources: ['*'] }] });
      new IamPolicy(this, 'policy', { policy: document.json });
      new IamPolicy(this, 'written', { policy: JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['«sqs:*»'], NotResource: ['x'] }] }) });
    `,
    ],
    [
      'aws/wildcard-action',
      typescript`
      import { Fn, Token } from 'cdktf';
      import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';

      const bucket = 'arn:aws:s3:::reports';
      new IamPolicy(this, 'encoded', { policy: Token.asString(Fn.jsonencode({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: ['«sqs:*»'], Resource: '*' }] })) });
      new IamPolicy(this, 'pieces', {
        policy: "{\n" +
          "  \"Version\": \"2012-10-17\",\n" +
          "  \"Statement\": [\n" +
          "    { \"Effect\": \"Allow\", \"Action\": [\"s3:GetObject\"], \"Resource\": \"" + bucket + "/*\" },\n" +
          "    { \"Effect\": \"Allow\", \"Action\": \"«kinesis:*»\", \"Resource\": \"*\" }\n" +
          "  ]\n" +
          "}",
      });
      new IamPolicy(this, 'escaped', { policy: "{ \"Statement\": [{ \"Effect\": \"Allow\", \"Action\": \"«dynamodb:*»\", \"Resource\": \"*\" }] }" });
      new IamPolicy(this, 'between', { policy: '{"Statement":[{"Effect":"Allow","Action":"' + '«sns:*»' + '","Resource":"*"}]}' });
      new IamPolicy(this, 'emoji', { policy: ${'`'}{"Statement":[{"Sid":"\u{1F600}${'$'}{bucket}","Effect":"Allow","Action":"«athena:*»","Resource":"*"}]}${'`'} });
      new IamPolicy(this, 'template', { policy: ${'`'}{"Statement":[{"Effect":"Allow","Sid":"${'$'}{bucket}",${'`'} + '"Action":"«glue:*»","Resource":"*"}]}' });
      const noPolicy = '{"Statement":"' + bucket + '","Action":"*"}';
    `,
    ],
    [
      'aws/wildcard-action',
      python`
      from cdktf_cdktf_provider_aws.data_aws_iam_policy_document import DataAwsIamPolicyDocument, DataAwsIamPolicyDocumentStatement

      DataAwsIamPolicyDocument(self, "jobs", statement=[
          DataAwsIamPolicyDocumentStatement(effect="Allow", actions=["«sqs:*»"], resources=["*"]),
          DataAwsIamPolicyDocumentStatement(effect="Deny", actions=["kms:*"], resources=["*"]),
      ])
    `,
    ],
    [
      'aws/wildcard-action',
      csharp`
      using HashiCorp.Cdktf.Providers.Aws.DataAwsIamPolicyDocument;

      var document = new DataAwsIamPolicyDocument(this, "jobs", new DataAwsIamPolicyDocumentConfig() {
          Statement = new[] {
              new DataAwsIamPolicyDocumentStatement() { Actions = new[] { "«sqs:*»" }, Resources = new[] { "*" } },
              new DataAwsIamPolicyDocumentStatement() { Effect = "Deny", Actions = new[] { "kms:*" }, Resources = new[] { "*" } }
          }
      });
    `,
    ],
    [
      'aws/managed-admin-attached',
      yaml`
      name: acme
      runtime: yaml
      resources:
        ci:
          type: aws:iam:Role
          properties:
            assumeRolePolicy: \${trust.json}
            managedPolicyArns:
              - «arn:aws:iam::aws:policy/AdministratorAccess»
              - arn:aws:iam::aws:policy/ReadOnlyAccess
    `,
    ],
    [
      'aws/wildcard-action',
      yaml`
      name: acme
      runtime: yaml
      variables:
        document:
          fn::invoke:
            function: aws:iam:getPolicyDocument
            arguments:
              statements:
                - actions: ["«sns:*»"]
                  resources: ["*"]
            return: json
      resources:
        written:
          type: aws:iam/policy:Policy
          properties:
            policy:
              fn::toJSON:
                Version: "2012-10-17"
                Statement:
                  - { Effect: Allow, Action: "«s3:*»", Resource: "*" }
        text:
          type: aws:iam:RolePolicy
          properties:
            role: \${ci.id}
            policy: |
              {"Statement": [{"Effect": "Allow", "Action": ["«sqs:*»"], "Resource": ["\${queue.arn}/*", "*"]}]}
        bucket:
          type: aws:s3:Bucket
    `,
    ],
  ])('%s', check);
});

describe('the same binding in every language', () => {
  it.each<[string, Source]>([
    [
      'gcp/basic-role-editor',
      python`
      import pulumi_gcp as gcp

      account = gcp.serviceaccount.Account("ci", account_id="ci")
      gcp.projects.IAMMember(
          "editor",
          project="acme",
          role="«roles/editor»",
          member=account.email.apply(lambda email: f"serviceAccount:{email}"),
      )
    `,
    ],
    [
      'gcp/basic-role-editor',
      python`
      import pulumi_gcp as gcp

      # gcp.projects.IAMMember("editor", project="acme", role="roles/editor", member="serviceAccount:ci@acme.iam.gserviceaccount.com")
      gcp.storage.BucketIAMMember("read", bucket="b", role="roles/storage.objectViewer", member="serviceAccount:ci@acme.iam.gserviceaccount.com")
    `,
    ],
    [
      'gcp/service-account-admin-role',
      python`
      import pulumi
      import pulumi_gcp as gcp

      account = gcp.serviceaccount.Account("ci", account_id="ci")
      gcp.projects.IAMMember("a", project="acme", role="«roles/run.admin»", member=account.email.apply(lambda email: f"serviceAccount:{email}"))
      gcp.projects.IAMMember("b", project="acme", role="«roles/storage.admin»", member=pulumi.Output.concat("serviceAccount:", account.email))
      gcp.projects.IAMMember("c", project="acme", role="roles/storage.admin", member=pulumi.Output.concat("group:", group.email))
      gcp.projects.IAMMember("d", project="acme", role="roles/storage.admin", member=who(account))
    `,
    ],
    [
      'gcp/public-member',
      python`
      from pulumi_gcp.cloudrun import IamMember, IamMemberArgs

      IamMember("everyone", IamMemberArgs(service="web", location="eu", role="roles/run.invoker", member="«allUsers»"))
    `,
    ],
    [
      'gcp/pool-no-condition',
      python`
      import pulumi_gcp as gcp

      «gcp.iam.WorkloadIdentityPoolProvider»(
          "github",
          workload_identity_pool_id="ci",
          attribute_mapping={"google.subject": "assertion.sub"},
          oidc=gcp.iam.WorkloadIdentityPoolProviderOidcArgs(issuer_uri="https://token.actions.githubusercontent.com"),
      )
    `,
    ],
    [
      'gcp/pool-no-condition',
      python`
      import pulumi_gcp as gcp

      gcp.iam.WorkloadIdentityPoolProvider(
          "github",
          workload_identity_pool_id="ci",
          attribute_condition="assertion.repository_owner_id == '1' && assertion.repository_id == '2'",
          attribute_mapping={"google.subject": "assertion.sub"},
          oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
      )
    `,
    ],
    [
      'gcp/basic-role-editor',
      python`
      from cdktf import TerraformStack
      from cdktf_cdktf_provider_google.project_iam_member import ProjectIamMember

      class Access(TerraformStack):
          def __init__(self, scope, id):
              super().__init__(scope, id)
              ProjectIamMember(self, "editor", project="acme", role="«roles/editor»", member="serviceAccount:ci@acme.iam.gserviceaccount.com")
    `,
    ],
    [
      'azure/owner-assignment',
      python`
      from pulumi_azure_native import authorization

      authorization.RoleAssignment(
          "owner",
          principal_id="11111111-1111-1111-1111-111111111111",
          principal_type="ServicePrincipal",
          role_definition_id="«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»",
          scope="/subscriptions/00000000-0000-0000-0000-000000000001",
      )
    `,
    ],
    [
      'azure/owner-assignment',
      python`
      from pulumi_azure_native import authorization, resources

      rg = resources.ResourceGroup("app")
      found = resources.get_resource_group_output(resource_group_name="data")
      authorization.RoleAssignment("a", principal_id=principal, scope=rg.id, role_definition_id="«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»")
      authorization.RoleAssignment("b", principal_id=principal, scope=found.id, role_definition_id="«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»")
    `,
    ],
    [
      'azure/owner-assignment',
      csharp`
      using Pulumi.AzureNative.Authorization;
      using Pulumi.AzureNative.Resources;

      class Stack : Pulumi.Stack {
        public Stack() {
          var rg = new ResourceGroup("app");
          new RoleAssignment("a", new RoleAssignmentArgs { PrincipalId = principal, Scope = rg.Id, RoleDefinitionId = "«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»" });
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      typescript`
      import { authorization, resources } from "@pulumi/azure-native";

      const rg = new resources.ResourceGroup("app");
      new authorization.RoleAssignment("a", { principalId: principal, scope: rg.id, roleDefinitionId: "«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»" });
      new authorization.RoleAssignment("b", { principalId: principal, scope: vault.id, roleDefinitionId: "/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635" });
    `,
    ],
    [
      'azure/shared-key-manages',
      python`
      import pulumi_azure_native as azure_native

      azure_native.servicebus.NamespaceAuthorizationRule("all", namespace_name="n", resource_group_name="rg", rights=["Listen", "«Manage»"])
      azure_native.servicebus.QueueAuthorizationRule("read", namespace_name="n", queue_name="q", resource_group_name="rg", rights=["Listen"])
    `,
    ],
    [
      'azure/registry-token-no-end',
      typescript`
      import * as registry from "@pulumi/azure-native/containerregistry";

      new «registry.Token»("edge", { registryName: "acme", resourceGroupName: "rg", credentials: { passwords: [{ name: "password1" }] } });
      new registry.Token("ci", { registryName: "acme", resourceGroupName: "rg", scopeMapId: scopes.id });
    `,
    ],
    [
      'azure/sql-password-login',
      csharp`
      using Pulumi.AzureNative.Sql;

      class Stack : Pulumi.Stack {
        public Stack() {
          new ServerAzureADOnlyAuthentication("only", new ServerAzureADOnlyAuthenticationArgs { ServerName = "orders", AzureADOnlyAuthentication = «false» });
        }
      }
    `,
    ],
    [
      'azure/vault-item-no-end',
      python`
      from pulumi_azure_native import keyvault

      keyvault.Secret("ends", vault_name="v", resource_group_name="rg", properties=keyvault.SecretPropertiesArgs(value=v, attributes=keyvault.SecretAttributesArgs(expires=1814313600)))
    `,
    ],
    [
      'azure/no-managed-identity',
      typescript`
      import { automation } from "@pulumi/azure-native";

      new automation.AutomationAccount("jobs", { resourceGroupName: "rg", disableLocalAuth: true, identity: { type: "SystemAssigned" } });
    `,
    ],
    ...roleIds.map((id): [string, Source] => [
      'azure/owner-assignment',
      python`
      import pulumi
      from pulumi import Output
      from pulumi_azure_native import authorization

      sub = authorization.get_client_config().subscription_id
      owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
      role = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
      authorization.RoleAssignment("ci", principal_id=principal, scope=Output.concat("/subscriptions/", sub), role_definition_id=${id})
    `,
    ]),
    [
      'azure/owner-assignment',
      go`
      package main

      import (
      	"fmt"

      	"github.com/pulumi/pulumi-azure-native-sdk/authorization/v2"
      	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
      )

      func main() {
      	pulumi.Run(func(ctx *pulumi.Context) error {
      		authorization.NewRoleAssignment(ctx, "a", &authorization.RoleAssignmentArgs{
      			PrincipalId:      principal,
      			Scope:            pulumi.Sprintf("/subscriptions/%s", sub),
      			RoleDefinitionId: «pulumi.Sprintf("/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635", sub)»,
      		})
      		authorization.NewRoleAssignment(ctx, "b", &authorization.RoleAssignmentArgs{
      			PrincipalId: principal,
      			Scope:       sub.ApplyT(func(id string) string { return fmt.Sprintf("/subscriptions/%s", id) }).(pulumi.StringOutput),
      			RoleDefinitionId: sub.ApplyT(func(id string) (string, error) {
      				return "«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»", nil
      			}).(pulumi.StringOutput),
      		})
      		return nil
      	})
      }
    `,
    ],
    [
      'azure/owner-assignment',
      csharp`
      using Pulumi;
      using Pulumi.AzureNative.Authorization;

      class Stack : Pulumi.Stack {
        private const string Owner = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";
        private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
        public Stack() {
          var sub = GetClientConfig.Invoke().Apply(c => c.SubscriptionId);
          var roleId = sub.Apply(id => $"«/subscriptions/{id}/providers/Microsoft.Authorization/roleDefinitions/{Owner}»");
          new RoleAssignment("a", new RoleAssignmentArgs { PrincipalId = principal, Scope = sub.Apply(s => $"/subscriptions/{s}"), RoleDefinitionId = roleId });
          new RoleAssignment("b", new() { PrincipalId = principal, Scope = "/subscriptions/a", RoleDefinitionId = «Output.Format($"/providers/Microsoft.Authorization/roleDefinitions/{Owner}")» });
          new RoleAssignment("d", new() { PrincipalId = principal, Scope = "/subscriptions/a", RoleDefinitionId = Output.Format($"/providers/Microsoft.Authorization/roleDefinitions/{Reader}") });
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      java`
      import com.pulumi.Pulumi;
      import com.pulumi.azurenative.authorization.RoleAssignment;
      import com.pulumi.azurenative.authorization.RoleAssignmentArgs;
      import com.pulumi.core.Output;

      public class App {
        public static void main(String[] args) {
          Pulumi.run(ctx -> {
            new RoleAssignment("a", RoleAssignmentArgs.builder()
                .principalId(principal)
                .scope(Output.format("/subscriptions/%s", sub))
                .roleDefinitionId(sub.applyValue(id -> «String.format("/subscriptions/%s/providers/Microsoft.Authorization/roleDefinitions/%s", id, "8e3af657-a8ff-443c-a75c-2fe8c4bcb635")»))
                .build());
          });
        }
      }
    `,
    ],
    [
      'azure/custom-role-star',
      python`
      import pulumi_azure_native as azure_native

      azure_native.authorization.RoleDefinition(
          "ops",
          role_name="ops",
          scope="/subscriptions/00000000-0000-0000-0000-000000000001",
          permissions=[azure_native.authorization.PermissionArgs(actions=["«*»"], not_actions=[])],
          assignable_scopes=["/subscriptions/00000000-0000-0000-0000-000000000001"],
      )
    `,
    ],
    [
      'azure/storage-shared-key',
      python`
      from pulumi_azure_native import storage

      storage.StorageAccount("data", account_name="acmedata", kind="StorageV2", sku=storage.SkuArgs(name="Standard_LRS"), allow_shared_key_access=«True»)
    `,
    ],
    [
      'azure/application-password',
      python`
      import pulumi_azuread as azuread

      app = azuread.Application("ci", display_name="ci")
      «azuread.ApplicationPassword»("ci", application_id=app.id)
    `,
    ],
    [
      'gcp/basic-role-owner',
      go`
      package main

      import (
      	"github.com/pulumi/pulumi-gcp/sdk/v8/go/gcp/projects"
      	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
      )

      func main() {
      	pulumi.Run(func(ctx *pulumi.Context) error {
      		_, err := projects.NewIAMMember(ctx, "owner", &projects.IAMMemberArgs{
      			Project: pulumi.String("acme"),
      			Role:    pulumi.String("«roles/owner»"),
      			Member:  pulumi.Sprintf("serviceAccount:%s", account.Email),
      		})
      		return err
      	})
      }
    `,
    ],
    [
      'gcp/public-member',
      go`
      package main

      import gcpstorage "github.com/pulumi/pulumi-gcp/sdk/v8/go/gcp/storage"

      func open(ctx *pulumi.Context) {
      	gcpstorage.NewBucketIAMBinding(ctx, "open", &gcpstorage.BucketIAMBindingArgs{
      		Bucket: bucket.Name,
      		Role:   pulumi.String("roles/storage.objectViewer"),
      		Members: pulumi.StringArray{
      			pulumi.String("«allUsers»"),
      		},
      	})
      }
    `,
    ],
    [
      'azure/owner-assignment',
      go`
      package main

      import "github.com/pulumi/pulumi-azure-native-sdk/authorization/v2"

      func grant(ctx *pulumi.Context) {
      	authorization.NewRoleAssignment(ctx, "owner", &authorization.RoleAssignmentArgs{
      		PrincipalId:      pulumi.String("11111111-1111-1111-1111-111111111111"),
      		RoleDefinitionId: pulumi.String("«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»"),
      		Scope:            pulumi.String("/subscriptions/00000000-0000-0000-0000-000000000001"),
      	})
      }
    `,
    ],
    [
      'gcp/basic-role-editor',
      go`
      package main

      import (
      	"github.com/aws/jsii-runtime-go"
      	"github.com/cdktf/cdktf-provider-google-go/google/v14/projectiammember"
      )

      func grant(stack cdktf.TerraformStack) {
      	projectiammember.NewProjectIamMember(stack, jsii.String("editor"), &projectiammember.ProjectIamMemberConfig{
      		Project: jsii.String("acme"),
      		Role:    jsii.String("«roles/editor»"),
      		Member:  jsii.String("serviceAccount:ci@acme.iam.gserviceaccount.com"),
      	})
      }
    `,
    ],
    [
      'gcp/public-member',
      csharp`
      using Pulumi;
      using Gcp = Pulumi.Gcp;

      return await Deployment.RunAsync(() =>
      {
          var open = new Gcp.Storage.BucketIAMBinding("open", new()
          {
              Bucket = bucket.Name,
              Role = "roles/storage.objectViewer",
              Members = new[]
              {
                  "«allUsers»",
              },
          });
      });
    `,
    ],
    [
      'azure/owner-assignment',
      csharp`
      using Pulumi.AzureNative.Authorization;

      class Access : Stack
      {
          public Access()
          {
              var owner = new RoleAssignment("owner", new RoleAssignmentArgs
              {
                  PrincipalId = "11111111-1111-1111-1111-111111111111",
                  RoleDefinitionId = "«/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»",
                  Scope = "/subscriptions/00000000-0000-0000-0000-000000000001",
              });
          }
      }
    `,
    ],
    [
      'gcp/public-member',
      java`
      import com.pulumi.gcp.storage.BucketIAMBinding;
      import com.pulumi.gcp.storage.BucketIAMBindingArgs;

      public class App {
        static void open() {
          var open = new BucketIAMBinding("open", BucketIAMBindingArgs.builder()
              .bucket("b")
              .role("roles/storage.objectViewer")
              .members("«allUsers»")
              .build());
        }
      }
    `,
    ],
    [
      'gcp/basic-role-owner',
      java`
      import com.hashicorp.cdktf.providers.google.project_iam_member.ProjectIamMember;

      public class App {
        void grant() {
          ProjectIamMember.Builder.create(this, "owner").project("acme").role("«roles/owner»").member("serviceAccount:ci@acme.iam.gserviceaccount.com").build();
        }
      }
    `,
    ],
    [
      'gcp/basic-role-editor',
      typescript`
      import { TerraformStack } from 'cdktf';
      import * as google from '@cdktf/provider-google';

      export class Access extends TerraformStack {
        constructor(scope: Construct, id: string) {
          super(scope, id);
          for (const role of ['«roles/editor»', 'roles/logging.logWriter']) {
            new google.projectIamMember.ProjectIamMember(this, role, { project: 'acme', role, member: 'serviceAccount:ci@acme.iam.gserviceaccount.com' });
          }
        }
      }
    `,
    ],
    [
      'azure/owner-assignment',
      typescript`
      import { TerraformStack } from 'cdktf';
      import { RoleAssignment } from './.gen/providers/azurerm/role-assignment';

      export class Access extends TerraformStack {
        constructor(scope: Construct, id: string) {
          super(scope, id);
          new RoleAssignment(this, 'owner', { scope: '/subscriptions/00000000-0000-0000-0000-000000000001', roleDefinitionName: '«Owner»', principalId: '11111111-1111-1111-1111-111111111111' });
        }
      }
    `,
    ],
    [
      'gcp/pool-no-condition',
      typescript`
      import * as gcp from '@pulumi/gcp';

      new «gcp.iam.WorkloadIdentityPoolProvider»('github', {
        workloadIdentityPoolId: 'ci',
        attributeMapping: { 'google.subject': 'assertion.sub' },
        oidc: { issuerUri: 'https://token.actions.githubusercontent.com' },
      });
    `,
    ],
    [
      'gcp/basic-role-owner',
      yaml`
      name: access
      runtime: yaml
      resources:
        owner:
          type: gcp:projects:IAMMember
          properties:
            project: acme
            role: «roles/owner»
            member: serviceAccount:\${ci.email}
    `,
    ],
    [
      'azure/owner-assignment',
      yaml`
      name: access
      runtime: yaml
      resources:
        owner:
          type: azure-native:authorization:RoleAssignment
          properties:
            principalId: \${identity.principalId}
            roleDefinitionId: «/providers/Microsoft.Authorization/roleDefinitions/8e3af657-a8ff-443c-a75c-2fe8c4bcb635»
            scope: /subscriptions/00000000-0000-0000-0000-000000000001
    `,
    ],
    [
      'gcp/basic-role-owner',
      crossplane`
      apiVersion: cloudplatform.gcp.upbound.io/v1beta1
      kind: ProjectIAMMember
      metadata:
        name: owner
      spec:
        forProvider:
          project: acme
          role: «roles/owner»
          member: serviceAccount:ci@acme.iam.gserviceaccount.com
    `,
    ],
    [
      'azure/owner-assignment',
      crossplane`
      apiVersion: authorization.azure.upbound.io/v1beta1
      kind: RoleAssignment
      metadata:
        name: owner
      spec:
        forProvider:
          principalId: 11111111-1111-1111-1111-111111111111
          roleDefinitionName: «Owner»
          scope: /subscriptions/00000000-0000-0000-0000-000000000001
    `,
    ],
    [
      'gcp/service-account-key',
      crossplane`
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMServiceAccountKey
      metadata:
        name: «ci»
      spec:
        serviceAccountRef:
          name: ci
    `,
    ],
    [
      'gcp/custom-role-escalation',
      crossplane`
      apiVersion: iam.cnrm.cloud.google.com/v1beta1
      kind: IAMCustomRole
      metadata:
        name: deployer
      spec:
        permissions:
          - compute.instances.list
          - «iam.serviceAccountKeys.create»
    `,
    ],
  ])('%s, case %#', (rule, source) => check(rule, { ...source, text: source.text.replaceAll('\\${', '${') }));
});

describe('types', () => {
  it('knows names of Terraform by those of the packages', () => {
    expect(['serviceAccountId', 'PrincipalID', 'IAMMember', 'OIDCProvider'].map(snakeCase)).toEqual([
      'service_account_id',
      'principal_id',
      'iam_member',
      'oidc_provider',
    ]);
    expect(typeOfPulumi('gcp', 'projects/iAMMember', 'IAMMember')).toBe('google_project_iam_member');
    expect(typeOfPulumi('gcp', 'billing', 'AccountIamMember')).toBe('google_billing_account_iam_member');
    expect(typeOfPulumi('gcp', 'serviceaccount', 'IAMBinding')).toBe('google_service_account_iam_binding');
    expect(typeOfPulumi('gcp', 'compute', 'Network')).toBeUndefined();
    expect(typeOfCdktf('google-beta', 'GoogleFolderIamBinding')).toBe('google_folder_iam_binding');
    expect(['IamRole', 'DataAwsIamPolicyDocument', 'S3BucketPolicy'].map((name) => typeOfCdktf('aws', name))).toEqual([
      'aws_iam_role',
      'data.aws_iam_policy_document',
      'aws_s3_bucket_policy',
    ]);
    expect(typeOfCdktf('random', 'Pet')).toBeUndefined();
    expect(typeOfPulumi('vault', 'pkiSecret', 'SecretBackendRole')).toBe('vault_pki_secret_backend_role');
    expect(typeOfPulumi('github', 'index/membership', 'Membership')).toBe('github_membership');
    expect(
      [
        ['lambda_', 'Permission'],
        ['iam/rolePolicyAttachment', 'RolePolicyAttachment'],
        ['ec2', 'VpcEndpoint'],
        ['s3', 'BucketV2'],
      ].map(([module, name]) => typeOfPulumi('aws', module!, name!)),
    ).toEqual(['aws_lambda_permission', 'aws_iam_role_policy_attachment', 'aws_vpc_endpoint', 'aws_s3_bucket']);
    expect(typeOfCrossplane('storage.gcp.m.upbound.io', 'BucketIAMMember')).toBe('google_bucket_iam_member');
    expect(typeOfCrossplane('iam.aws.upbound.io', 'Role')).toBe('aws_iam_role');
    expect(typeOfCrossplane('iam.example.com', 'Role')).toBeUndefined();
  });

  it('reads what imports name', () => {
    expect([...importedNames('from pulumi_gcp import (projects,\n  storage as buckets)\n')]).toEqual([
      ['projects', { system: 'pulumi', provider: 'gcp', module: 'projects' }],
      ['buckets', { system: 'pulumi', provider: 'gcp', module: 'storage' }],
    ]);
    expect([...importedNames('import os\nimport pulumi_aws as aws\n')]).toEqual([
      ['aws', { system: 'pulumi', provider: 'aws', module: '' }],
    ]);
    expect([...importedNames('import os\nimport pulumi_random as random\n')]).toEqual([]);
    expect([...importedNames('import json, pulumi as p, pulumi_aws as aws\n')]).toEqual([
      ['aws', { system: 'pulumi', provider: 'aws', module: '' }],
    ]);
    expect([...importedNames('import pulumi_aws as aws, os, pulumi_gcp.projects as projects, pulumi_azuread\n')]).toEqual([
      ['aws', { system: 'pulumi', provider: 'aws', module: '' }],
      ['projects', { system: 'pulumi', provider: 'gcp', module: 'projects' }],
      ['pulumi_azuread', { system: 'pulumi', provider: 'azuread', module: '' }],
    ]);
    expect([...importedNames('import com.pulumi.aws.iam.*;\nimport com.pulumi.aws.s3.Bucket;\n')]).toEqual([
      ['using aws/iam', { system: 'pulumi', provider: 'aws', module: 'iam' }],
      ['Bucket', { system: 'pulumi', provider: 'aws', module: 's3', name: 'Bucket' }],
    ]);
  });
});
