// Attributes that no one writes and everyone refers to: the document of a policy data source, the id of a subscription,
// the e-mail of a service account. As patterns, as far as they follow from what is written.
import type { Place } from '../../text/text.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { policyDocumentValue } from './policy-document-block.ts';
import { evaluate, scopeOf, type Scope } from './evaluate.ts';
import { resolvedScalar } from './made.ts';
import { googlePolicyValue } from './google-policy-block.ts';
import type { Resource } from './module.ts';
import { vaultDocumentValue } from './vault.ts';
import { patternOf, type Value } from '../value.ts';

/** The value of an attribute that its resource computes; undefined for attributes that are written or not known. */
export function computedAttribute(resource: Resource, name: string, scope: Scope, place: Place): Value | undefined {
  const key = `${resource.mode === 'data' ? 'data.' : ''}${resource.type}.${name}`;
  switch (key) {
    case 'data.aws_iam_policy_document.json':
    case 'data.aws_iam_policy_document.minified_json':
      return policyDocumentValue(resource, scope);
    case 'data.aws_iam_policy_document.override_json':
      return undefined;
    case 'data.google_iam_policy.policy_data':
      return googlePolicyValue(resource, scope);
    case 'data.vault_policy_document.hcl':
      return vaultDocumentValue(resource, scope);
    case 'data.aws_partition.partition':
      return resolvedScalar('aws', place);
    case 'data.aws_partition.dns_suffix':
      return resolvedScalar('amazonaws.com', place);
    case 'data.aws_iam_policy.arn':
      return written(resource, scope, 'arn') ?? written(resource, scope, 'name');
    case 'aws_iam_openid_connect_provider.arn':
    case 'data.aws_iam_openid_connect_provider.arn':
      return pattern(`arn:aws:iam::\0:oidc-provider/${patternOfAttribute(resource, scope, 'url').replace(/^https?:\/\//, '')}`, place);
    case 'aws_iam_role.arn':
    case 'data.aws_iam_role.arn':
      return pattern(`arn:aws:iam::\0:role/${patternOfAttribute(resource, scope, 'name')}`, place);
    case 'aws_iam_user.arn':
      return pattern(`arn:aws:iam::\0:user/${patternOfAttribute(resource, scope, 'name')}`, place);
    case 'data.azurerm_resource_group.id':
    case 'azurerm_resource_group.id':
      return pattern(`/subscriptions/\0/resourceGroups/${patternOfAttribute(resource, scope, 'name')}`, place);
    case 'data.azurerm_role_definition.id':
    case 'data.azurerm_role_definition.role_definition_id':
      return pattern(`/providers/Microsoft.Authorization/roleDefinitions/${roleName(resource, scope)}`, place);
    case 'azurerm_role_definition.id':
    case 'azurerm_role_definition.role_definition_resource_id':
      return undefined;
    case 'azuread_directory_role.object_id':
    case 'azuread_directory_role.template_id':
      return written(resource, scope, 'template_id') ?? written(resource, scope, 'display_name');
    case 'google_iam_workload_identity_pool.name':
      return pattern(
        `projects/\0/locations/global/workloadIdentityPools/${patternOfAttribute(resource, scope, 'workload_identity_pool_id')}`,
        place,
      );
    case 'google_service_account.email':
    case 'data.google_service_account.email':
      return pattern(
        `${patternOfAttribute(resource, scope, 'account_id')}@${patternOfAttribute(resource, scope, 'project')}.iam.gserviceaccount.com`,
        place,
      );
    case 'google_service_account.member':
    case 'data.google_service_account.member':
      return pattern(
        `serviceAccount:${patternOfAttribute(resource, scope, 'account_id')}@${patternOfAttribute(resource, scope, 'project')}.iam.gserviceaccount.com`,
        place,
      );
    default:
      return attributeOfType(resource.mode, resource.type, name, place);
  }
}

/**
 * What an attribute is for every resource of its type, whatever is written in it. It holds for a resource that is declared in
 * no file that is seen as well: the folder may be a part of a module, and its id is no narrower for that.
 */
export function attributeOfType(mode: Resource['mode'], type: string, name: string, place: Place): Value | undefined {
  switch (`${mode === 'data' ? 'data.' : ''}${type}.${name}`) {
    case 'data.azurerm_subscription.id':
    case 'azurerm_subscription.id':
      return pattern('/subscriptions/\0', place);
    case 'data.azurerm_management_group.id':
    case 'azurerm_management_group.id':
    case 'data.azurerm_management_group.tenant_scoped_id':
      return pattern('/providers/Microsoft.Management/managementGroups/\0', place);
    case 'data.azurerm_resource_group.id':
    case 'azurerm_resource_group.id':
      return pattern('/subscriptions/\0/resourceGroups/\0', place);
    case 'data.google_compute_default_service_account.email':
      return pattern('\0-compute@developer.gserviceaccount.com', place);
    case 'data.google_compute_default_service_account.member':
      return pattern('serviceAccount:\0-compute@developer.gserviceaccount.com', place);
    case 'data.google_app_engine_default_service_account.email':
      return pattern('\0@appspot.gserviceaccount.com', place);
    case 'data.google_app_engine_default_service_account.member':
      return pattern('serviceAccount:\0@appspot.gserviceaccount.com', place);
    default:
      // Ids of other Azure resources lie under a resource group: never wider than one resource.
      return name === 'id' && type.startsWith('azurerm_') ? pattern('/subscriptions/\0/resourceGroups/\0/providers/\0', place) : undefined;
  }
}

function written(resource: Resource, scope: Scope, name: string): Value | undefined {
  const attribute = attributeOf(resource.block.body, name);
  return attribute && evaluate(attribute.value, scopeOf(attribute, scope));
}

function patternOfAttribute(resource: Resource, scope: Scope, name: string): string {
  const value = written(resource, scope, name);
  return value && (value.kind === 'scalar' || value.kind === 'partial') ? patternOf(value) : '\0';
}

function roleName(resource: Resource, scope: Scope): string {
  const id = patternOfAttribute(resource, scope, 'role_definition_id');
  return id === '\0' ? patternOfAttribute(resource, scope, 'name') : id;
}

function pattern(text: string, place: Place): Value {
  if (!text.includes('\0')) return resolvedScalar(text, place);
  return { kind: 'partial', pattern: text.replace(/\0+/g, '\0'), at: place, token: place, via: [], encoding: 'hcl', editable: false };
}
