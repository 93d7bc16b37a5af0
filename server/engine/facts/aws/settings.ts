// Settings of AWS resources that let somebody in without a policy: public ACLs, function URLs without sign-in, identity
// pools for guests, app clients, gateways of agents, access entries of clusters, rotation of secrets, shares, and how others
// sign in. One table for every dialect: properties are asked for by their Terraform name and their CloudFormation name.
import type { Place } from '../../text/text.ts';
import type { Carrier, Facts, Grant, Principal } from '../types.ts';
import { itemsOf, leavesOf, patternOf, textOf, type Leaf, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';
import { readApiDocument } from './api-documents.ts';
import { readAgentGateway, readAppClient } from './app-clients.ts';
import { readApiLogin, readDatabaseLogin, readGraphqlLogin, readKafkaLogin, readPasswordPolicy, readUserPool } from './logins.ts';
import { pushOpening, valueIn } from './setting-values.ts';
import { readLakePermissions, readLakeSettings, readPublicAccessGuard, readResourceShare, readSharedCopy } from './shares.ts';
import { onlyNamed } from '../polarity.ts';

/** One declared resource, as its dialect's reader sees it. */
export interface AwsResource {
  readonly kind: AwsResourceKind;
  /** A property by its Terraform name; readers of other dialects translate it (`policy_arn` → `PolicyArn`). */
  get(name: string): Value | undefined;
  /** Mappings of a repeated block or list property. */
  all(name: string): readonly Value[];
  readonly head: Place;
  readonly carrier: Carrier;
  anchor(path: string): string;
  readonly enabled: Grant['enabled'];
  /** Of a method, a route or an API: whether the API guards it, or nothing stands behind it. Left out where that cannot be told. */
  isGuarded?(): boolean;
}

export type AwsResourceKind =
  | 'bucket'
  | 'function-url'
  | 'identity-pool'
  | 'cluster-access'
  | 'secret-rotation'
  | 'cluster'
  | 'app-client'
  | 'agent-gateway'
  | 'shared-copy'
  | 'resource-share'
  | 'lake-permissions'
  | 'lake-settings'
  | 'api-document'
  | 'api-method'
  | 'api-route'
  | 'kafka'
  | 'database'
  | 'database-cluster'
  | 'password-policy'
  | 'user-pool'
  | 'graphql-api'
  | 'public-access-guard';

export const terraformKinds: Readonly<Record<string, AwsResourceKind>> = {
  aws_s3_bucket: 'bucket',
  aws_s3_bucket_acl: 'bucket',
  aws_s3_bucket_public_access_block: 'public-access-guard',
  aws_s3_account_public_access_block: 'public-access-guard',
  aws_lambda_function_url: 'function-url',
  aws_cognito_identity_pool: 'identity-pool',
  aws_eks_access_policy_association: 'cluster-access',
  aws_secretsmanager_secret_rotation: 'secret-rotation',
  aws_eks_cluster: 'cluster',
  aws_ami_launch_permission: 'shared-copy',
  aws_db_snapshot: 'shared-copy',
  aws_db_snapshot_copy: 'shared-copy',
  aws_db_cluster_snapshot: 'shared-copy',
  aws_ssm_document: 'shared-copy',
  aws_ram_resource_share: 'resource-share',
  aws_lakeformation_permissions: 'lake-permissions',
  aws_lakeformation_data_lake_settings: 'lake-settings',
  aws_api_gateway_rest_api: 'api-document',
  aws_apigatewayv2_api: 'api-document',
  aws_api_gateway_method: 'api-method',
  aws_apigatewayv2_route: 'api-route',
  aws_msk_cluster: 'kafka',
  aws_db_instance: 'database',
  aws_rds_cluster: 'database-cluster',
  aws_neptune_cluster: 'database-cluster',
  aws_iam_account_password_policy: 'password-policy',
  aws_cognito_user_pool: 'user-pool',
  aws_appsync_graphql_api: 'graphql-api',
};

export const cloudformationKinds = tableOf<AwsResourceKind>({
  'AWS::S3::Bucket': 'bucket',
  'AWS::Lambda::Url': 'function-url',
  'AWS::Cognito::IdentityPool': 'identity-pool',
  'AWS::EKS::AccessEntry': 'cluster-access',
  'AWS::SecretsManager::RotationSchedule': 'secret-rotation',
  'AWS::EKS::Cluster': 'cluster',
  'AWS::Cognito::UserPoolClient': 'app-client',
  'AWS::BedrockAgentCore::Gateway': 'agent-gateway',
  'AWS::RAM::ResourceShare': 'resource-share',
  'AWS::LakeFormation::Permissions': 'lake-permissions',
  'AWS::LakeFormation::PrincipalPermissions': 'lake-permissions',
  'AWS::LakeFormation::DataLakeSettings': 'lake-settings',
  'AWS::ApiGateway::RestApi': 'api-document',
  'AWS::ApiGatewayV2::Api': 'api-document',
  'AWS::Serverless::Api': 'api-document',
  'AWS::Serverless::HttpApi': 'api-document',
  'AWS::ApiGateway::Method': 'api-method',
  'AWS::ApiGatewayV2::Route': 'api-route',
  'AWS::MSK::Cluster': 'kafka',
  'AWS::RDS::DBInstance': 'database',
  'AWS::RDS::DBCluster': 'database-cluster',
  'AWS::Neptune::DBCluster': 'database-cluster',
  'AWS::Cognito::UserPool': 'user-pool',
  'AWS::AppSync::GraphQLApi': 'graphql-api',
});

/** The same resources in Pulumi's words. */
export const pulumiKinds = tableOf<AwsResourceKind>({
  's3.Bucket': 'bucket',
  's3.BucketV2': 'bucket',
  's3.BucketAcl': 'bucket',
  's3.BucketAclV2': 'bucket',
  's3.BucketPublicAccessBlock': 'public-access-guard',
  's3.AccountPublicAccessBlock': 'public-access-guard',
  'lambda.FunctionUrl': 'function-url',
  'cognito.IdentityPool': 'identity-pool',
  'eks.AccessPolicyAssociation': 'cluster-access',
  'secretsmanager.SecretRotation': 'secret-rotation',
  'eks.Cluster': 'cluster',
  'cognito.UserPoolClient': 'app-client',
  'ec2.AmiLaunchPermission': 'shared-copy',
  'rds.Snapshot': 'shared-copy',
  'rds.SnapshotCopy': 'shared-copy',
  'rds.ClusterSnapshot': 'shared-copy',
  'ssm.Document': 'shared-copy',
  'ram.ResourceShare': 'resource-share',
  'lakeformation.Permissions': 'lake-permissions',
  'lakeformation.DataLakeSettings': 'lake-settings',
  'apigateway.RestApi': 'api-document',
  'apigatewayv2.Api': 'api-document',
  'apigateway.Method': 'api-method',
  'apigatewayv2.Route': 'api-route',
  'msk.Cluster': 'kafka',
  'rds.Instance': 'database',
  'rds.Cluster': 'database-cluster',
  'neptune.Cluster': 'database-cluster',
  'iam.AccountPasswordPolicy': 'password-policy',
  'cognito.UserPool': 'user-pool',
  'appsync.GraphQLApi': 'graphql-api',
});

const cloudformationNames = tableOf<string>({
  acl: 'AccessControl',
  authorization_type: 'AuthType',
  authorization: 'AuthorizationType',
  iam_database_authentication_enabled: 'EnableIAMDatabaseAuthentication',
  db_cluster_identifier: 'DBClusterIdentifier',
  allowed_oauth_flows: 'AllowedOAuthFlows',
  allowed_oauth_scopes: 'AllowedOAuthScopes',
  callback_urls: 'CallbackURLs',
  logout_urls: 'LogoutURLs',
});

/** `policy_arn` → `PolicyArn`. */
export function cloudformationName(name: string): string {
  return (
    cloudformationNames.get(name) ??
    name
      .split('_')
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .join('')
  );
}

/** Pushes what the settings of a resource come to. */
export function readAwsSettings(resource: AwsResource, into: Facts): void {
  switch (resource.kind) {
    case 'bucket':
      return bucket(resource, into);
    case 'function-url': {
      for (const leaf of leavesOf(resource.get('authorization_type')))
        if (/^none$/i.test(textOf(leaf) ?? '')) pushOpening(resource, into, { kind: 'any', id: leaf }, 'lambda:InvokeFunctionUrl');
      return;
    }
    case 'identity-pool': {
      for (const leaf of leavesOf(resource.get('allow_unauthenticated_identities')))
        if (/^true$/i.test(textOf(leaf) ?? ''))
          pushOpening(resource, into, { kind: 'any', id: leaf }, 'cognito-identity:GetCredentialsForIdentity');
      return;
    }
    case 'cluster-access':
      return clusterAccess(resource, into);
    case 'secret-rotation': {
      const rules = resource.all('rotation_rules');
      const days = leavesOf(valueIn(rules, 'automatically_after_days') ?? valueIn(rules, 'schedule_expression'))[0];
      into.credentials.push({
        anchor: resource.anchor('rotation'),
        platform: 'aws',
        kind: 'token',
        lifetime: { kind: 'standing' },
        storedIn: 'vault',
        at: resource.head,
        carrier: resource.carrier,
        enabled: resource.enabled,
        ...(days ? { rotation: days } : {}),
      });
      return;
    }
    case 'cluster':
      return cluster(resource, into);
    case 'app-client':
      return readAppClient(resource, into);
    case 'agent-gateway':
      return readAgentGateway(resource, into);
    case 'shared-copy':
      return readSharedCopy(resource, into);
    case 'resource-share':
      return readResourceShare(resource, into);
    case 'lake-permissions':
      return readLakePermissions(resource, into);
    case 'lake-settings':
      return readLakeSettings(resource, into);
    case 'api-document':
      return readApiDocument(resource, into);
    case 'api-method':
    case 'api-route':
      return readApiLogin(resource, into);
    case 'kafka':
      return readKafkaLogin(resource, into);
    case 'database':
    case 'database-cluster':
      return readDatabaseLogin(resource, into);
    case 'password-policy':
      return readPasswordPolicy(resource, into);
    case 'user-pool':
      return readUserPool(resource, into);
    case 'graphql-api':
      return readGraphqlLogin(resource, into);
    case 'public-access-guard':
      return readPublicAccessGuard(resource, (name) => resource.get(name), into);
  }
}

function bucket(resource: AwsResource, into: Facts): void {
  const guard = resource.all('public_access_block_configuration');
  if (guard.length > 0) readPublicAccessGuard(resource, (name) => valueIn(guard, name), into);
  for (const leaf of leavesOf(resource.get('acl'))) {
    const acl = (textOf(leaf) ?? '').toLowerCase().replaceAll('-', '');
    if (acl === 'publicread' || acl === 'publicreadwrite')
      pushOpening(resource, into, { kind: 'any', id: leaf }, acl === 'publicread' ? 's3:GetObject' : 's3:PutObject');
    else if (acl === 'authenticatedread') pushOpening(resource, into, { kind: 'authenticated', id: leaf }, 's3:GetObject');
  }
  // Grants stood in the bucket itself before they had a resource of their own.
  const grants = resource.all('access_control_policy').map((policy) => valueIn([policy], 'grant') ?? valueIn([policy], 'grants'));
  for (const list of [...grants, ...resource.all('grant')]) {
    for (const grant of itemsOf(list)) {
      const uri = leavesOf(valueIn(itemsOf(valueIn([grant], 'grantee')), 'uri') ?? valueIn([grant], 'uri'))[0];
      const group = uri && /\/(AllUsers|AuthenticatedUsers)$/.exec(patternOf(uri))?.[1];
      if (!uri || !group) continue;
      const given = leavesOf(valueIn([grant], 'permission') ?? valueIn([grant], 'permissions')).map((one) => textOf(one) ?? '');
      const permission = given.find((one) => /WRITE|FULL/.test(one)) ?? given[0] ?? 'READ';
      pushOpening(
        resource,
        into,
        { kind: group === 'AllUsers' ? 'any' : 'authenticated', id: uri },
        /WRITE|FULL/.test(permission) ? 's3:PutObject' : permission === 'READ' ? 's3:ListBucket' : 's3:GetBucketAcl',
      );
    }
  }
}

function clusterAccess(resource: AwsResource, into: Facts): void {
  const cluster = resource.all('access_scope').some((scope) => /^cluster$/i.test(textOf(valueIn([scope], 'type')) ?? ''));
  const policies: { arn: Leaf; wide: boolean }[] = leavesOf(resource.get('policy_arn')).map((arn) => ({ arn, wide: cluster }));
  for (const policy of resource.all('access_policies')) {
    const wide = /^cluster$/i.test(textOf(valueIn(itemsOf(valueIn([policy], 'access_scope')), 'type')) ?? '');
    for (const arn of leavesOf(valueIn([policy], 'policy_arn'))) policies.push({ arn, wide });
  }
  const who = leavesOf(resource.get('principal_arn')).map((id): Principal => ({ kind: 'role', id }));
  for (const { arn, wide } of policies) {
    into.grants.push({
      anchor: resource.anchor(`access[${patternOf(arn).replaceAll('\0', '?')}]`),
      platform: 'aws',
      effect: 'allow',
      polarity: onlyNamed,
      role: 'binding',
      principals: who,
      entitlement: arn,
      actions: [],
      scope: [{ level: wide ? 'cluster' : 'namespace', id: arn }],
      conditions: [],
      lifetime: { kind: 'standing' },
      carrier: resource.carrier,
      enabled: resource.enabled,
    });
  }
}

/** Whoever creates the cluster administers it from then on. Said only where it is written: left out, it may be an old cluster. */
function cluster(resource: AwsResource, into: Facts): void {
  for (const leaf of leavesOf(valueIn(resource.all('access_config'), 'bootstrap_cluster_creator_admin_permissions'))) {
    if (/^true$/i.test(textOf(leaf) ?? '')) into.grants.push(creatorGrant(resource, leaf));
  }
}

/** The standing administration of a cluster by its creator, switched on at `at`. */
export function creatorGrant(resource: Pick<AwsResource, 'anchor' | 'carrier' | 'enabled'>, at: Leaf): Grant {
  const creator: Leaf = {
    kind: 'unknown',
    why: 'whoever creates the cluster',
    at: at.at,
    token: at.token,
    via: at.via,
    encoding: 'none',
    editable: false,
  };
  return {
    anchor: resource.anchor('access[creator]'),
    platform: 'aws',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [{ kind: 'unknown', id: creator }],
    entitlement: at,
    actions: [],
    scope: [{ level: 'cluster', id: at }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: resource.carrier,
    enabled: resource.enabled,
  };
}
