// What Terraform says about the pipelines of GitHub, GitLab and Azure DevOps: environments, which variables every branch can
// read, whose job token may come in, and service connections that hold a secret. Keys of clouds in variables: `handed-keys.ts`.
import type { Condition, Credential } from '../types.ts';
import type { Place } from '../../text/text.ts';
import { textOf, type Leaf } from '../value.ts';
import { both, given, isTrue, pushGrant } from './given.ts';
import { firstLeaf, pushCredential, type Reading, type ResourceReader } from './resource.ts';
import { wordAt } from '../made-values.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

function pushSetting(reading: Reading, entitlement: Leaf, path: string): void {
  reading.facts.grants.push({
    anchor: reading.anchor(path),
    platform: 'gitlab',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [],
    entitlement,
    actions: [],
    scope: [{ level: 'project', id: firstLeaf(reading.view.attribute('project')) ?? wordAt('', reading.view.head) }],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: reading.carrier(path),
    enabled: reading.instance.enabled,
  });
}

/** What every pipeline of a project may use; the kind of thing (`endpoint`, `queue`) is where it holds. */
function everyPipeline(reading: Reading, at: Place): void {
  pushGrant(reading, {
    anchor: 'pipelines',
    platform: 'saas',
    principals: [],
    role: 'binding',
    entitlement: wordAt('every pipeline', at),
    level: 'project',
    id: firstLeaf(reading.view.attribute('type')),
  });
}

/** Variables whose name says that they hold a secret; a file of settings or a flag is none. */
const secretName =
  /(?:^|_)(?:TOKEN|SECRET|PASSWORD|PASSWD|PRIVATE_KEY|ACCESS_KEY|API_KEY|APIKEY|CREDENTIALS?|KUBECONFIG|(?:SSH|DEPLOY|SIGNING)_KEY)(?:_|$)/i;

/** A variable of a project or a group that jobs of every branch get: `protected` is off unless it is set. */
const pipelineVariable: ResourceReader = (reading) => {
  const key = firstLeaf(reading.view.attribute('key'));
  const name = textOf(key);
  const written = firstLeaf(reading.view.attribute('protected'));
  if (
    !key ||
    name === undefined ||
    !secretName.test(name) ||
    /_(?:ID|NAME|URL|PATH)$/i.test(name) ||
    (written && textOf(written) !== 'false')
  )
    return;
  pushSetting(reading, written ?? wordAt('unprotected', key.at), 'protected');
};

/** The list of projects whose job tokens may come in, switched off: all of them may. */
const jobTokenScopes: ResourceReader = (reading) => {
  const enabled = firstLeaf(reading.view.attribute('enabled'));
  if (enabled && textOf(enabled) === 'false') pushSetting(reading, enabled, 'enabled');
};

const connectionSecrets = tableOf<{ readonly block?: string; readonly attribute: string; readonly kind: Credential['kind'] }>({
  azuredevops_serviceendpoint_azurerm: { block: 'credentials', attribute: 'serviceprincipalkey', kind: 'app-password' },
  azuredevops_serviceendpoint_aws: { attribute: 'secret_access_key', kind: 'login-password' },
});

/** A service connection of Azure DevOps that keeps a key of the cloud. */
const serviceConnection: ResourceReader = (reading) => {
  const known = connectionSecrets.get(reading.instance.resource.type)!;
  const view = known.block === undefined ? reading.view : reading.view.blocks(known.block)[0];
  const leaf = view?.attribute(known.attribute) && view.placeOf(known.attribute);
  if (leaf)
    pushCredential(reading, {
      platform: 'saas',
      kind: known.kind,
      storedIn: 'ci-secret',
      at: leaf.name,
      anchor: reading.anchor(known.attribute),
    });
};

/** An environment of a repository on GitHub, and what stands before it: reviewers, and branches that may deploy. */
const environment: ResourceReader = (reading) => {
  const { view } = reading;
  const name = firstLeaf(view.attribute('environment'));
  if (!name) return;
  const guards = ['reviewers', 'deployment_branch_policy'].flatMap((block) =>
    view.blocks(block).map((one): Condition => ({ operator: 'environment', key: block, values: [], limits: 'principal', at: one.head })),
  );
  reading.facts.grants.push({
    anchor: reading.anchor('environment'),
    platform: 'github',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'binding',
    principals: [],
    entitlement: name,
    actions: [],
    scope: [{ level: 'resource', id: firstLeaf(view.attribute('repository')) ?? wordAt('', view.head) }],
    conditions: guards,
    lifetime: { kind: 'standing' },
    carrier: reading.carrier('environment'),
    enabled: reading.instance.enabled,
  });
};

export const pipelineReaders: Readonly<Record<string, ResourceReader>> = {
  gitlab_project_variable: pipelineVariable,
  gitlab_group_variable: pipelineVariable,
  gitlab_instance_variable: pipelineVariable,
  github_repository_environment: environment,
  gitlab_project_job_token_scopes: jobTokenScopes,
  azuredevops_serviceendpoint_azurerm: serviceConnection,
  azuredevops_serviceendpoint_aws: serviceConnection,
  azuredevops_pipeline_authorization: (reading) => {
    if (!reading.view.placeOf('pipeline_id')) everyPipeline(reading, reading.view.head);
  },
  azuredevops_resource_authorization: (reading) => {
    const on = isTrue(reading.view, 'authorized');
    if (on && !reading.view.placeOf('definition_id')) everyPipeline(reading, on.at);
  },
  azuredevops_project_pipeline_settings: both(
    given({ platform: 'saas', role: 'enforce_job_scope', level: 'org' }),
    given({ platform: 'saas', role: 'enforce_referenced_repo_scoped_token', level: 'org' }),
  ),
};
