// Roles of Vault's secret engines: what the credentials that they hand out may do, judged as the policies, bindings and
// statements that they are.
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { azureRole, azureScope } from '../azure/scope.ts';
import { pushGoogleBinding } from '../gcp/binding.ts';
import { readSqlText } from '../sql/statements.ts';
import type { Principal, ScopeLevel } from '../types.ts';
import { itemsOf, leavesOf, patternOf, textOf } from '../value.ts';
import { addressLeaf, firstLeaf, type ResourceReader } from './resource.ts';
import { onlyNamed } from '../polarity.ts';

/** Credentials that the AWS engine hands out, judged as the AWS policies that they are. */
const awsRole: ResourceReader = (reading) => {
  const { view } = reading;
  const principals: Principal[] = [{ kind: 'role', id: addressLeaf(reading.instance.resource, view.head) }];
  const document = view.attribute('policy_document');
  if (document)
    readPolicyDocument(document, reading.facts, {
      role: 'identity',
      carrier: reading.carrier('policy_document'),
      anchor: reading.anchor('policy_document'),
      principals,
      enabled: reading.instance.enabled,
    });
  for (const arn of leavesOf(view.attribute('policy_arns')))
    attachManagedPolicy(arn, reading.facts, {
      carrier: reading.carrier('policy_arns'),
      anchor: reading.anchor('policy_arns'),
      principals,
      enabled: reading.instance.enabled,
    });
};

const statements: ResourceReader = (reading) => {
  for (const statement of itemsOf(reading.view.attribute('creation_statements'))) {
    if (statement.kind !== 'scalar' && statement.kind !== 'partial') continue;
    const exact =
      statement.encoding === 'hcl-heredoc'
        ? reading.instance.scope.module.documents.get(statement.at.uri)?.text.slice(...statement.at.span)
        : undefined;
    const text = exact ?? patternOf(statement);
    readSqlText(
      text,
      {
        uri: statement.at.uri,
        start: exact !== undefined || text.length === statement.at.span[1] - statement.at.span[0] ? statement.at.span[0] : undefined,
        at: statement.at,
      },
      reading.facts,
      { carrier: reading.carrier('creation_statements'), anchor: reading.anchor('creation_statements'), enabled: reading.instance.enabled },
    );
  }
};

/** How much of Google the name of a resource is: `//cloudresourcemanager.googleapis.com/projects/acme`. */
function googleLevel(resource: string): ScopeLevel {
  const kind = /^\/\/cloudresourcemanager\.googleapis\.com\/(organizations|folders|projects)\/[^/]+$/.exec(resource)?.[1];
  return kind === 'organizations' ? 'org' : kind === 'folders' ? 'folder' : kind === 'projects' ? 'project' : 'resource';
}

/** Roles of Google, by the resource that each is given on. */
const googleRoles: ResourceReader = (reading) => {
  const { view } = reading;
  const holder: Principal['id'] = addressLeaf(reading.instance.resource, view.head);
  view.blocks('binding').forEach((binding, index) => {
    const on = firstLeaf(binding.attribute('resource'));
    if (on)
      pushGoogleBinding(reading.facts, {
        role: binding.attribute('roles'),
        members: { ...holder, kind: 'scalar', known: 'resolved', value: `serviceAccount:${patternOf(holder)}` },
        scope: { level: on.kind === 'unknown' ? 'unknown' : googleLevel(patternOf(on)), id: on },
        carrier: { ...reading.carrier(), attribute: binding.placeOf('roles')?.all },
        anchor: reading.anchor(`binding[${index}]`),
        enabled: reading.instance.enabled,
      });
  });
};

/** Roles of Azure, by scope. */
const azureRoles: ResourceReader = (reading) => {
  const { view } = reading;
  view.blocks('azure_roles').forEach((given, index) => {
    const role = firstLeaf(given.attribute('role_name')) ?? firstLeaf(given.attribute('role_id'));
    const scope = firstLeaf(given.attribute('scope'));
    if (role && scope && textOf(role) !== '')
      reading.facts.grants.push({
        anchor: reading.anchor(`azure_roles[${index}]`),
        platform: 'azure',
        effect: 'allow',
        polarity: onlyNamed,
        role: 'binding',
        principals: [{ kind: 'serviceAccount', id: addressLeaf(reading.instance.resource, view.head) }],
        entitlement: azureRole(role),
        actions: [],
        scope: [azureScope(scope)],
        conditions: [],
        lifetime: { kind: 'standing' },
        carrier: { ...reading.carrier(), attribute: given.placeOf('role_name')?.all },
        enabled: reading.instance.enabled,
      });
  });
};

export const engineReaders: Readonly<Record<string, ResourceReader>> = {
  vault_aws_secret_backend_role: awsRole,
  vault_gcp_secret_roleset: googleRoles,
  vault_gcp_secret_static_account: googleRoles,
  vault_azure_secret_backend_role: azureRoles,
  vault_database_secret_backend_role: statements,
  vault_database_secret_backend_static_role: statements,
};
