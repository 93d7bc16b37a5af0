// Variables and secrets that Terraform sets in services which run builds and deployments, where they hold the key of a
// cloud that would take a token of the service instead. By what the value comes from, else by the variable's name. Names of
// attributes from the providers' documentation, as known in 2026-11. What to do instead is for the rule.
import type { HclExpression } from '../../syntax/hcl/tree.ts';
import type { BlockView } from './blocks.ts';
import { wordAt } from '../made-values.ts';
import { pushChildren } from './module.ts';
import { firstLeaf, pushCredential, type ResourceReader } from './resource.ts';
import { textOf, type Leaf } from '../value.ts';
import { tableOf } from '../../table.ts';

type Cloud = 'aws' | 'gcp' | 'azure';

interface Variable {
  /** Attributes that may hold the name; providers of one service differ. */
  readonly names: readonly string[];
  readonly values: readonly string[];
  /** The repeated block that both stand in. */
  readonly block?: string;
  /** Where a rule of the service itself looks at the names, only the resource that made the value counts here. */
  readonly byMaker?: true;
  /** An attribute that says what the variable is for, with the text that makes it one of the environment. */
  readonly only?: readonly [attribute: string, text: string];
}

const secret: Variable = {
  names: ['secret_name'],
  values: ['plaintext_value', 'value', 'encrypted_value', 'value_encrypted', 'value_wo'],
  byMaker: true,
};
const keyed: Variable = { names: ['key'], values: ['value', 'value_wo'] };
const named: Variable = { names: ['name', 'variable'], values: ['value', 'value_wo'] };

const variables = tableOf<Variable>({
  tfe_variable: { ...keyed, only: ['category', 'env'] },
  github_actions_secret: secret,
  github_actions_environment_secret: secret,
  github_actions_organization_secret: secret,
  gitlab_project_variable: keyed,
  gitlab_group_variable: keyed,
  gitlab_instance_variable: keyed,
  azuredevops_variable_group: { names: ['name'], values: ['secret_value', 'value'], block: 'variable' },
  circleci_environment_variable: named,
  circleci_context_environment_variable: named,
  bitbucket_repository_variable: keyed,
  bitbucket_deployment_variable: keyed,
  bitbucket_workspace_variable: keyed,
  buildkite_cluster_secret: keyed,
  spacelift_environment_variable: named,
  env0_configuration_variable: named,
  scalr_variable: { ...keyed, only: ['category', 'shell'] },
  vercel_project_environment_variable: keyed,
});

/** Resources that make a long-lived key of a cloud. */
const keyMakers = tableOf<Cloud>({
  aws_iam_access_key: 'aws',
  google_service_account_key: 'gcp',
  azuread_application_password: 'azure',
  azuread_service_principal_password: 'azure',
});

/** Attributes of those resources that are the key and not its name. */
const keyItself = /^(?:secret|ses_smtp_password_v4|private_key|value)$/;

const byName: readonly (readonly [cloud: Cloud, name: RegExp])[] = [
  ['aws', /^AWS_SECRET_(?:ACCESS_)?KEY$/i],
  [
    'gcp',
    /^(?:GOOGLE_CREDENTIALS|GOOGLE_APPLICATION_CREDENTIALS(?:_JSON)?|GCLOUD_SERVICE_KEY|GCP_SA_KEY|GCP_SERVICE_ACCOUNT_KEY|GCP_CREDENTIALS|GOOGLE_SERVICE_ACCOUNT_KEY)$/i,
  ],
  ['azure', /^(?:(?:ARM|AZURE)_CLIENT_SECRET|AZURE_CREDENTIALS)$/i],
];

/** Pushes a credential for each variable that holds a key, at the variable's name; its owner is the word for the cloud. */
const readHandedKeys: ResourceReader = (reading) => {
  const variable = variables.get(reading.instance.resource.type);
  if (!variable || (variable.only && textOf(reading.view.attribute(variable.only[0])) !== variable.only[1])) return;
  const views = variable.block === undefined ? [reading.view] : reading.view.blocks(variable.block);
  for (const view of views) {
    const name = variable.names.map((one) => firstLeaf(view.attribute(one))).find((leaf) => leaf !== undefined);
    const cloud = name && cloudOf(view, variable, name);
    if (!name || !cloud) continue;
    pushCredential(reading, {
      platform: 'saas',
      kind: 'static-provider',
      storedIn: 'ci-secret',
      at: name.at,
      owner: { kind: 'unknown', id: wordAt(cloud, name.at) },
      anchor: reading.anchor(`key=${textOf(name) ?? '?'}`),
    });
  }
};

/** The cloud whose key the variable holds: by the resource that made the value, else by the name; undefined for anything else. */
function cloudOf(view: BlockView, variable: Variable, name: Leaf): Cloud | undefined {
  const attribute = variable.values.find((one) => view.attribute(one) !== undefined);
  if (attribute === undefined || textOf(view.attribute(attribute)) === '') return undefined;
  const written = view.expression(attribute);
  const made = written && keyMadeIn(written.expression);
  if (made) return keyItself.test(made.part) ? keyMakers.get(made.type) : undefined;
  const known = textOf(name);
  return known === undefined || variable.byMaker ? undefined : byName.find(([, pattern]) => pattern.test(known))?.[0];
}

/** The first attribute of a resource that makes keys, anywhere in an expression: inside of conversions, counts and templates. */
function keyMadeIn(expression: HclExpression): { readonly type: string; readonly part: string } | undefined {
  const waiting = [expression];
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const last = at.kind === 'traversal' ? at.steps.at(-1) : undefined;
    if (at.kind === 'traversal' && at.base.kind === 'name' && keyMakers.has(at.base.name) && last?.kind === 'attribute')
      return { type: at.base.name, part: last.name };
    pushChildren(at, waiting);
  }
  return undefined;
}

export const handedKeyReaders: Readonly<Record<string, ResourceReader>> = Object.fromEntries(
  [...variables.keys()].map((type) => [type, readHandedKeys]),
);
