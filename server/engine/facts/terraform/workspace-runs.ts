// Runs of HCP Terraform as identities: a workspace that Terraform declares, and the role of AWS, the application of Entra or
// the identity pool of Google that its plans and applies take by dynamic provider credentials. Names of variables and the form of the subject from
// HashiCorp's pages on dynamic provider credentials, 2026-11. What a workspace is called only elsewhere is left out.
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { evaluate, scopeOf, type Scope } from './evaluate.ts';
import type { Resource } from './module.ts';
import { addressLeaf, firstLeaf, leafOf, resourceOf, type Reading, type ResourceReader } from './resource.ts';
import { textOf, type Leaf, type Value } from '../value.ts';
import { tableOf } from '../../table.ts';

/** The phases of a run that take the identity which a variable names. */
const phases = tableOf<readonly string[]>({
  TFC_AWS_RUN_ROLE_ARN: ['plan', 'apply'],
  TFC_AWS_PLAN_ROLE_ARN: ['plan'],
  TFC_AWS_APPLY_ROLE_ARN: ['apply'],
  TFC_GCP_WORKLOAD_PROVIDER_NAME: ['plan', 'apply'],
  TFC_AZURE_RUN_CLIENT_ID: ['plan', 'apply'],
  TFC_AZURE_PLAN_CLIENT_ID: ['plan'],
  TFC_AZURE_APPLY_CLIENT_ID: ['apply'],
});

/** A variable of a workspace that names an identity of a cloud. */
const workspaceVariable: ResourceReader = (reading) => {
  const key = textOf(reading.view.attribute('key'));
  const runs = key === undefined ? undefined : phases.get(key);
  if (!runs || reading.instance.enabled === 'no' || textOf(reading.view.attribute('category')) !== 'env') return;
  const workspace = named(reading, 'workspace_id', 'tfe_workspace');
  const identity = takenIdentity(reading);
  const [organization, name] = workspace ? [textOf(inside(workspace, 'organization')), textOf(inside(workspace, 'name'))] : [];
  if (!workspace || !identity || organization === undefined || name === undefined) return;
  const project = projectOf(workspace);
  const cloud = key!.startsWith('TFC_AWS') ? 'aws' : key!.startsWith('TFC_GCP') ? 'gcp' : 'azure';
  const subject = (phase: string): string => `organization:${organization}:project:${project ?? '*'}:workspace:${name}:run_phase:${phase}`;
  reading.facts.identities.push({
    id: `saas:workflow-job:${organization}/${name}#${key}`,
    platform: 'saas',
    kind: 'workflow-job',
    name: `${organization}/${name}`,
    scopeItems: runs.map((phase) => `oidc:${cloud}=${phase} as ${textOf(identity) ?? '?'}`).sort(),
    at: identity.at,
    carrier: reading.carrier('value'),
    traits: {
      takes: identity,
      ...Object.fromEntries(runs.map((phase) => [phase, { ...addressLeaf(workspace.resource, identity.at), value: subject(phase) }])),
    },
  });
};

interface Named {
  readonly resource: Resource;
  readonly scope: Scope;
}

/** The resource of a type that an attribute names, with what its own attributes are read in. */
function named(reading: Reading, attribute: string, type: string): Named | undefined {
  const found = reading.view.expression(attribute);
  const resource = found && resourceOf(found.expression, found.scope);
  return resource?.type === type && resource.mode === 'resource'
    ? { resource, scope: { ...found!.scope, uri: resource.uri, bindings: new Map() } }
    : undefined;
}

function inside({ resource, scope }: Named, name: string): Value | undefined {
  const attribute = attributeOf(resource.block.body, name);
  return attribute && evaluate(attribute.value, scopeOf(attribute, scope));
}

/** The project's name, where the workspace says which; the default project may have been renamed. */
function projectOf({ resource, scope }: Named): string | undefined {
  const attribute = attributeOf(resource.block.body, 'project_id');
  const project = attribute && resourceOf(attribute.value, scope);
  return project?.type === 'tfe_project' ? textOf(inside({ resource: project, scope: { ...scope, uri: project.uri } }, 'name')) : undefined;
}

/** The address of the role, application or provider of a pool that the value names, at the reference; else the value itself, where it is known. */
function takenIdentity(reading: Reading): Leaf | undefined {
  const found = reading.view.expression('value');
  const resource = found && resourceOf(found.expression, found.scope);
  if (
    resource &&
    /^(?:aws_iam_role|azuread_application|azuread_application_registration|azurerm_user_assigned_identity|google_iam_workload_identity_pool_provider)$/.test(
      resource.type,
    )
  )
    return addressLeaf(resource, { uri: found.scope.uri, span: found.expression.span });
  const leaf = leafOf(firstLeaf(reading.view.attribute('value')));
  return leaf && /^arn:aws[\w-]*:iam::\d*:role\//.test(textOf(leaf) ?? '') ? leaf : undefined;
}

export const workspaceRunReaders: Readonly<Record<string, ResourceReader>> = { tfe_variable: workspaceVariable };
