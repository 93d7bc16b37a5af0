// Policies of Google IAM, of an organization, and custom roles in files of their own, JSON or YAML, as gcloud takes and gives them. What a policy
// is of is not in it: basic roles exist on projects and above, everything else counts as one resource.
import type { Document } from '../../document.ts';
import type { Reader } from '../../readers.ts';
import { parseJson } from '../../syntax/json.ts';
import { parseYaml } from '../../syntax/yaml.ts';
import { valueOf } from '../data-value.ts';
import { noFacts, type Carrier, type Facts, type ScopeLevel } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Mapping, type Value } from '../value.ts';
import { wordAt } from '../made-values.ts';
import { pushGoogleBinding } from './binding.ts';
import { onlyNamed } from '../polarity.ts';
import { mayBePolicyFile, readPolicyFile } from './organization-policy.ts';

export const reader: Reader = {
  read: (documents) => new Map(documents.map((document) => [document.uri, readFile(document)])),
};

function readFile(document: Document): Facts {
  const into = noFacts();
  const tree = document.format === 'json' ? document.tree(parseJson) : document.tree(parseYaml);
  for (const root of tree.roots) {
    const value = valueOf(root, document.uri);
    if (value.kind !== 'mapping') continue;
    // `gcloud asset search-all-iam-policies` wraps it.
    const policy = entryOf(value, 'bindings') ? value : entryOf(value, 'policy')?.value;
    if (policy?.kind === 'mapping' && isPolicy(policy)) readPolicy(policy, document.uri, into);
    if (mayBePolicyFile(document.text)) readPolicyFile(value, document.uri, into);
    if (entryOf(value, 'datasetReference') ?? isAccessAlone(value)) readDataset(value, document.uri, into);
    if (entryOf(value, 'includedPermissions') && (entryOf(value, 'title') ?? entryOf(value, 'stage'))) readRole(value, document.uri, into);
  }
  return into;
}

/** What `bq update --source` is given may hold nothing but the access. */
const isAccessAlone = (value: Mapping): true | undefined => (value.entries.length === 1 && entryOf(value, 'access') ? true : undefined);

/** A dataset of BigQuery as `bq show` gives it and `bq update --source` takes it: who has a role, everybody by a word of their own. */
function readDataset(value: Mapping, uri: string, into: Facts): void {
  const access = entryOf(value, 'access');
  for (const one of itemsOf(access?.value)) {
    const special = entryOf(one, 'specialGroup')?.value;
    const member = entryOf(one, 'iamMember')?.value ?? (/^all/i.test(textOf(special) ?? '') ? special : undefined);
    const role = entryOf(one, 'role')?.value;
    if (!access || !role || !member) continue;
    pushGoogleBinding(into, {
      role,
      members: member,
      scope: {
        level: 'resource',
        id: leavesOf(entryOf(entryOf(value, 'datasetReference')?.value, 'datasetId')?.value)[0] ?? wordAt('', access.key.at),
      },
      carrier: { dialect: 'iam-json', kind: 'dataset', address: 'dataset', block: value.at, head: access.key.at, attribute: access.at },
      anchor: `iam-json|${uri}|access[${textOf(role) ?? '?'},${textOf(member) ?? '?'}]`,
      enabled: 'yes',
    });
  }
}

/** Roles that no single resource takes. */
const aboveResources =
  /^roles\/(?:owner|editor|viewer|browser|resourcemanager\.|orgpolicy\.|serviceusage\.|iam\.(?:security|role|organizationRole)(?:Admin|Reviewer|Viewer)$)/;

/** A policy binds roles, and holds nothing else than what policies have. */
function isPolicy(value: Mapping): boolean {
  return (
    value.entries.every(({ key }) => /^(?:bindings|etag|version|auditConfigs|kind|resourceId)$/.test(textOf(key) ?? '')) &&
    itemsOf(entryOf(value, 'bindings')?.value).some((binding) => entryOf(binding, 'role') && entryOf(binding, 'members'))
  );
}

function readPolicy(policy: Mapping, uri: string, into: Facts): void {
  const bindings = entryOf(policy, 'bindings')!;
  const roles = itemsOf(bindings.value).map((binding) => textOf(entryOf(binding, 'role')?.value) ?? '');
  // Who reads data is logged for projects and above, and some roles are given there only.
  const level: ScopeLevel = entryOf(policy, 'auditConfigs') || roles.some((role) => aboveResources.test(role)) ? 'project' : 'resource';
  const carrier: Carrier = {
    dialect: 'iam-json',
    kind: 'policy',
    address: 'policy',
    block: policy.at,
    head: bindings.key.at,
    attribute: bindings.at,
  };
  for (const binding of itemsOf(bindings.value)) {
    const role = entryOf(binding, 'role');
    const condition = entryOf(binding, 'condition');
    pushGoogleBinding(into, {
      role: role?.value,
      members: entryOf(binding, 'members')?.value,
      scope: {
        level,
        id: {
          kind: 'unknown',
          why: 'the policy does not say of what it is',
          at: bindings.key.at,
          token: bindings.key.at,
          via: [],
          encoding: 'none',
          editable: false,
        },
      },
      carrier,
      anchor: `iam-json|${uri}|bindings[${textOf(role?.value) ?? '?'}]`,
      enabled: 'yes',
      ...(condition ? { condition: { expression: leavesOf(entryOf(condition.value, 'expression')?.value)[0], at: condition.at } } : {}),
    });
  }
}

function readRole(role: Value & Mapping, uri: string, into: Facts): void {
  const permissions = entryOf(role, 'includedPermissions')!;
  const name = leavesOf((entryOf(role, 'name') ?? entryOf(role, 'title'))?.value)[0];
  // What Google prints of its own roles is nobody's to change.
  if (/^roles\//.test(textOf(name) ?? '')) return;
  into.grants.push({
    anchor: `iam-json|${uri}|includedPermissions`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'custom-role',
    principals: [],
    entitlement: name,
    actions: leavesOf(permissions.value),
    scope: [
      {
        level: 'unknown',
        id: name ?? {
          kind: 'unknown',
          why: 'not said',
          at: permissions.key.at,
          token: permissions.key.at,
          via: [],
          encoding: 'none',
          editable: false,
        },
      },
    ],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier: { dialect: 'iam-json', kind: 'role', address: 'role', block: role.at, head: permissions.key.at, attribute: permissions.at },
    enabled: 'yes',
  });
}
