// Classes of Pulumi, of CDK for Terraform and of Crossplane as the types of Terraform's providers that they were generated
// from: `gcp.projects.IAMMember` and `ProjectIamMember` are `google_project_iam_member`. Names as the packages have them
// (pulumi-aws 7, pulumi-gcp 8, pulumi-azure 6, pulumi-azuread 6, @cdktf/provider-google 14, upbound/provider-gcp 1, read in
// 2026-11). Packages of services follow the types word for word.

import { tableOf } from '../../table.ts';

/** `serviceAccountId`, `ServiceAccountId` and `PrincipalID` as `service_account_id` and `principal_id`. */
export function snakeCase(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1_$2')
    .toLowerCase();
}

/** `principal_id` as `principalId`. */
export function camelCase(name: string): string {
  const text = name.replace(/(?<=[a-z0-9])_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  return text.charAt(0).toLowerCase() + text.slice(1);
}

/** Classes of Pulumi whose type does not follow from their name. */
const pulumiTypes = tableOf<string>({
  'gcp.serviceaccount.Key': 'google_service_account_key',
  'gcp.serviceaccount.Account': 'google_service_account',
  'gcp.projects.IAMCustomRole': 'google_project_iam_custom_role',
  'gcp.organizations.IAMCustomRole': 'google_organization_iam_custom_role',
  'gcp.iam.WorkloadIdentityPoolProvider': 'google_iam_workload_identity_pool_provider',
  'gcp.storage.HmacKey': 'google_storage_hmac_key',
  'gcp.storage.BucketAccessControl': 'google_storage_bucket_access_control',
  'gcp.storage.DefaultObjectAccessControl': 'google_storage_default_object_access_control',
  'gcp.storage.BucketACL': 'google_storage_bucket_acl',
  'gcp.projects.ApiKey': 'google_apikeys_key',
  'gcp.sql.User': 'google_sql_user',
  'gcp.compute.Instance': 'google_compute_instance',
  'gcp.compute.InstanceTemplate': 'google_compute_instance_template',
  'gcp.container.Cluster': 'google_container_cluster',
  'gcp.container.NodePool': 'google_container_node_pool',
  'gcp.bigquery.Dataset': 'google_bigquery_dataset',
  'gcp.bigquery.DatasetAccess': 'google_bigquery_dataset_access',
  'gcp.privilegedaccessmanager.Entitlement': 'google_privileged_access_manager_entitlement',
  'gcp.cloudbuild.Trigger': 'google_cloudbuild_trigger',
  'azure.authorization.Assignment': 'azurerm_role_assignment',
  'azure.authorization.RoleDefinition': 'azurerm_role_definition',
  'azure.pim.EligibleRoleAssignment': 'azurerm_pim_eligible_role_assignment',
  'azure.pim.ActiveRoleAssignment': 'azurerm_pim_active_role_assignment',
  'azure.lighthouse.Definition': 'azurerm_lighthouse_definition',
  'azure.storage.Account': 'azurerm_storage_account',
  'azure.storage.Container': 'azurerm_storage_container',
  'azure.containerservice.Registry': 'azurerm_container_registry',
  'azure.containerservice.KubernetesCluster': 'azurerm_kubernetes_cluster',
  'azure.keyvault.KeyVault': 'azurerm_key_vault',
  'azure.keyvault.AccessPolicy': 'azurerm_key_vault_access_policy',
  'azure.cosmosdb.Account': 'azurerm_cosmosdb_account',
  'azure.servicebus.Namespace': 'azurerm_servicebus_namespace',
  'azure.servicebus.NamespaceAuthorizationRule': 'azurerm_servicebus_namespace_authorization_rule',
  'azure.eventhub.EventHubNamespace': 'azurerm_eventhub_namespace',
  'azure.redis.Cache': 'azurerm_redis_cache',
  'azure.mssql.Server': 'azurerm_mssql_server',
  'azure.postgresql.FlexibleServer': 'azurerm_postgresql_flexible_server',
  'azure.compute.LinuxVirtualMachine': 'azurerm_linux_virtual_machine',
  'azure.cognitive.Account': 'azurerm_cognitive_account',
  'azure.search.Service': 'azurerm_search_service',
  'azure.appconfiguration.ConfigurationStore': 'azurerm_app_configuration',
  'azure.automation.Account': 'azurerm_automation_account',
  'azure.synapse.Workspace': 'azurerm_synapse_workspace',
  'azure.apimanagement.Api': 'azurerm_api_management_api',
  'azure.armmsi.FederatedIdentityCredential': 'azurerm_federated_identity_credential',
});

/** Classes of pulumi-aws whose type is not `aws_<module>_<class>`. */
const awsTypes = tableOf<string>({
  'iam.OpenIdConnectProvider': 'aws_iam_openid_connect_provider',
  'iam.SshKey': 'aws_iam_user_ssh_key',
  'ec2.Instance': 'aws_instance',
  'ec2.LaunchTemplate': 'aws_launch_template',
  'ec2.LaunchConfiguration': 'aws_launch_configuration',
  'ec2.VpcEndpoint': 'aws_vpc_endpoint',
  'ec2.VpcEndpointPolicy': 'aws_vpc_endpoint_policy',
  's3.BucketV2': 'aws_s3_bucket',
  's3.BucketAclV2': 'aws_s3_bucket_acl',
  'apigateway.Method': 'aws_api_gateway_method',
  'apigateway.RestApi': 'aws_api_gateway_rest_api',
  'apigateway.RestApiPolicy': 'aws_api_gateway_rest_api_policy',
  'rds.Instance': 'aws_db_instance',
  'rds.Snapshot': 'aws_db_snapshot',
  'rds.SnapshotCopy': 'aws_db_snapshot_copy',
  'rds.ClusterSnapshot': 'aws_db_cluster_snapshot',
  'ec2.AmiLaunchPermission': 'aws_ami_launch_permission',
  'ec2.AMILaunchPermission': 'aws_ami_launch_permission',
  'mediastore.ContainerPolicy': 'aws_media_store_container_policy',
  // Services as Crossplane's groups call them.
  'cognitoidentity.Pool': 'aws_cognito_identity_pool',
  'kafka.Cluster': 'aws_msk_cluster',
});

/** Providers of services, databases, Vault and other clouds: their classes are named after the types as they are. */
export const serviceProviders: ReadonlySet<string> = new Set([
  'github',
  'gitlab',
  'okta',
  'cloudflare',
  'datadog',
  'postgresql',
  'mysql',
  'snowflake',
  'databricks',
  'vault',
  'mongodbatlas',
  'tfe',
  'alicloud',
  'oci',
  'ibm',
  'tencentcloud',
  'huaweicloud',
  'scaleway',
  'consul',
  'tailscale',
]);

/** Packages of Pulumi that are read, for a pattern: none begins another that stands before it. */
export const pulumiPackages = ['awsx', 'aws', 'gcp', 'azure[-_]?native', 'azuread', 'azure', 'kubernetes', ...serviceProviders].join('|');

/** Modules of pulumi-vault that have another name in the type; `index` is none. */
const serviceModules = tableOf<string>({ index: '', approle: 'approle', pkisecret: 'pki' });

/** Modules of pulumi-gcp whose bindings are on what contains resources. */
const containers = tableOf<string>({ projects: 'project', folder: 'folder', organizations: 'organization' });

/**
 * The type behind a class of a Pulumi package: `module` as its path in the package (`projects`), empty where there is none.
 * Undefined for what is not read.
 */
export function typeOfPulumi(provider: string, module: string, name: string): string | undefined {
  const path = module
    .replace(/\/.*$/, '')
    .replace(/\.v\d\w*$/, '')
    .toLowerCase();
  const key = `${provider}.${path}.${name}`;
  const known = pulumiTypes.get(key);
  if (known !== undefined) return known;
  if (provider === 'aws') {
    // Python cannot call a module `lambda`.
    const service = path.replace(/_$/, '');
    return awsTypes.get(`${service}.${name}`) ?? `aws_${service}_${snakeCase(name)}`;
  }
  if (serviceProviders.has(provider)) {
    const service = serviceModules.get(path) ?? path;
    return [provider, service, snakeCase(name)].filter((part) => part !== '').join('_');
  }
  if (provider === 'azuread') return `azuread_${snakeCase(name)}`;
  const binding = provider === 'gcp' ? /^(\w*?)I(?:am|AM)(Member|Binding|Policy)$/.exec(name) : null;
  if (!binding) return undefined;
  const target =
    containers.has(path) && binding[1] === ''
      ? containers.get(path)!
      : path === 'billing'
        ? 'billing_account'
        : path === 'serviceaccount'
          ? 'service_account'
          : snakeCase(binding[1]!) || path;
  return `google_${target}_iam_${binding[2]!.toLowerCase()}`;
}

/** Providers that are read, by the end of a package's name: `@cdktf/provider-google-beta`, `cdktf_cdktf_provider_azurerm`. */
const providers = tableOf<string>({ aws: 'aws', google: 'google', google_beta: 'google', azurerm: 'azurerm', azuread: 'azuread' });

/** The type behind a class of CDK for Terraform. */
export function typeOfCdktf(provider: string, name: string): string | undefined {
  const key = provider.replaceAll('-', '_');
  const prefix = providers.get(key) ?? (serviceProviders.has(key) ? key : undefined);
  if (prefix === undefined) return undefined;
  // Bindings that are generated in the project carry the provider's name: `GoogleProjectIamMember`.
  const own = snakeCase(name);
  // A data source: `DataAwsIamPolicyDocument`.
  if (own.startsWith(`data_${prefix}_`)) return `data.${own.slice('data_'.length)}`;
  return own.startsWith(`${prefix}_`) ? own : `${prefix}_${own}`;
}

/** Kinds of upbound/provider-gcp whose type is more than their name. */
const crossplaneTypes = tableOf<string>({
  'compute/Instance': 'google_compute_instance',
  'compute/InstanceTemplate': 'google_compute_instance_template',
  'compute/ProjectMetadata': 'google_compute_project_metadata',
  'container/Cluster': 'google_container_cluster',
  'container/NodePool': 'google_container_node_pool',
  'bigquery/Dataset': 'google_bigquery_dataset',
  'bigquery/DatasetAccess': 'google_bigquery_dataset_access',
  'storage/BucketAccessControl': 'google_storage_bucket_access_control',
  'storage/BucketACL': 'google_storage_bucket_acl',
  'storage/DefaultObjectAccessControl': 'google_storage_default_object_access_control',
  'storage/DefaultObjectACL': 'google_storage_default_object_acl',
  'storage/HMACKey': 'google_storage_hmac_key',
  'cloudrun/Service': 'google_cloud_run_service',
  'cloudrun/V2Service': 'google_cloud_run_v2_service',
  'cloudrun/V2Job': 'google_cloud_run_v2_job',
  'cloudfunctions/Function': 'google_cloudfunctions_function',
  'cloudfunctions2/Function': 'google_cloudfunctions2_function',
  'cloudbuild/Trigger': 'google_cloudbuild_trigger',
  'sql/User': 'google_sql_user',
  'iam/WorkloadIdentityPoolProvider': 'google_iam_workload_identity_pool_provider',
});

/** The type behind a kind of Config Connector, whose kinds begin with their service. */
export function typeOfConfigConnector(kind: string): string {
  const own = snakeCase(kind)
    .replace(/^big_query_/, 'bigquery_')
    .replace(/^cloud_(functions|build)_/, 'cloud$1_')
    .replace(/^run_/, 'cloud_run_v2_')
    .replace(/^api_keys_/, 'apikeys_');
  return `google_${own}`;
}

/** The type behind a kind of Crossplane's providers, by the group of its API. */
export function typeOfCrossplane(group: string, kind: string): string | undefined {
  const service = /^(\w+)\.aws(?:\.m)?\.upbound\.io$/.exec(group)?.[1];
  if (service !== undefined) return typeOfPulumi('aws', service, kind);
  const provider = /(?:^|\.)(gcp|azure|azuread)(?:\.m)?\.upbound\.io$/.exec(group)?.[1];
  if (provider === undefined) return undefined;
  // Kinds whose names are common words carry the service in their group.
  if (provider === 'gcp') return crossplaneTypes.get(`${group.split('.')[0]}/${kind}`) ?? `google_${snakeCase(kind)}`;
  return `${provider === 'azure' ? 'azurerm' : 'azuread'}_${snakeCase(kind)}`;
}
