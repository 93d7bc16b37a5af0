// What the commands of services give in scripts: `atlas dbusers create`, `atlas … apiKeys create`, `glab token create`, `glab
// deploy-key add`, `yc … add-access-binding`, `consul acl token create`, `nomad acl token create`. Each is read as the resource
// that Terraform has for it.
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { patternOf, type Entry, type Leaf, type Value } from '../value.ts';
import { readAsResource } from './as-resource.ts';
import { runsOf } from './runs.ts';
import { flagOf, hasFlag, type ShellCommand } from './shell.ts';
import { tableOf } from '../../table.ts';

const start =
  /(?<![\w./-])(?:atlas\s+(?:dbusers?\s+(?:create|update)|(?:organizations?|orgs?|projects?)\s+api[kK]eys?\s+(?:create|assign))|glab\s+(?:token\s+create|deploy-key\s+add)|(?:consul|nomad)\s+acl\s+(?:token|role|policy)\s+(?:create|update)|yc\s+(?:resource-manager\s+(?:folder|cloud)|organization-manager\s+organization)\s+add-access-binding)(?![\w-])/g;

interface Made {
  readonly type: string;
  readonly entries: (command: ShellCommand) => readonly Entry[];
}

const entry = (name: string, value: Value | undefined): Entry[] => (value ? [entryFrom(name, value.at, value)] : []);

/** Every value of a flag, and of its parts between commas: `--role readWrite@shop,clusterMonitor`. */
function rolesOf(command: ShellCommand, ...flags: readonly string[]): Leaf[] {
  return flags.flatMap((flag) => (command.flags.get(flag) ?? []).flatMap(({ leaf }) => partsOf(leaf)));
}

/** `atlasAdmin@admin` is the role and its database. */
function partsOf(leaf: Leaf): Leaf[] {
  if (leaf.kind !== 'scalar') return [leaf];
  const text = patternOf(leaf);
  const exact = leaf.at.span[1] - leaf.at.span[0] === text.length;
  return [...text.matchAll(/[^,]+/g)].map((match) => {
    const role = match[0].split('@')[0]!;
    const from = leaf.at.span[0] + match.index;
    return wordAt(role, exact ? { uri: leaf.at.uri, span: [from, from + role.length] } : leaf.at);
  });
}

/** Blocks of one attribute each. */
function blocksOf(name: string, attribute: string, leaves: readonly Leaf[], command: ShellCommand): Entry[] {
  if (leaves.length === 0) return [];
  const items = leaves.map((leaf) => mappingFrom([entryFrom(attribute, leaf.at, leaf)], command.whole));
  return entry(name, listFrom(items, command.whole));
}

const bindings = (type: string): Made => ({
  type,
  entries: (command) => [
    ...entry('role', flagOf(command, 'role')),
    ...entry('member', flagOf(command, 'subject', 'service-account-name', 'service-account-id', 'user-account-id')),
  ],
});

/** Tokens and roles of Consul, by the names of their policies. */
const named = (type: string): Made => ({
  type,
  entries: (command) => {
    const policies = (command.flags.get('policy-name') ?? []).map(({ leaf }) => leaf);
    return policies.length === 0
      ? []
      : [...entry('policies', listFrom(policies, command.whole)), ...entry('description', flagOf(command, 'description', 'name'))];
  },
});

/** By the first words of the command, in the singular and in lower case. */
const made = tableOf<Made>({
  'atlas dbuser': {
    type: 'mongodbatlas_database_user',
    entries: (command) => [
      ...entry('username', flagOf(command, 'username', 'u')),
      // A role may stand there by itself: `atlas dbusers create atlasAdmin --username app`.
      ...blocksOf('roles', 'role_name', [...rolesOf(command, 'role'), ...command.words.slice(0, 1).map(({ leaf }) => leaf)], command),
    ],
  },
  'atlas organization': {
    type: 'mongodbatlas_api_key',
    entries: (command) => {
      const roles = rolesOf(command, 'role');
      return roles.length === 0 ? [] : entry('role_names', listFrom(roles, command.whole));
    },
  },
  'atlas project': {
    type: 'mongodbatlas_project_api_key',
    entries: (command) => blocksOf('project_assignment', 'role_names', rolesOf(command, 'role'), command),
  },
  'glab token': {
    type: 'gitlab_project_membership',
    entries: (command) => [...entry('access_level', flagOf(command, 'access-level', 'A')), ...entry('user_id', command.words[0]?.leaf)],
  },
  'glab deploy-key': {
    type: 'gitlab_deploy_key',
    entries: (command) =>
      hasFlag(command, 'can-push', 'c') ? entry('can_push', wordAt('true', flagOf(command, 'can-push', 'c')?.at ?? command.at)) : [],
  },
  'consul token': named('consul_acl_token'),
  'consul role': named('consul_acl_role'),
  // `-rules @file` and `-rules -` are read elsewhere.
  'consul policy': { type: 'consul_acl_policy', entries: (command) => entry('rules', flagOf(command, 'rules')) },
  'nomad token': {
    type: 'nomad_acl_token',
    entries: (command) => [...entry('type', flagOf(command, 'type')), ...entry('name', flagOf(command, 'name'))],
  },
  'yc folder': bindings('yandex_resourcemanager_folder_iam_member'),
  'yc cloud': bindings('yandex_resourcemanager_cloud_iam_member'),
  'yc organization': bindings('yandex_organizationmanager_organization_iam_member'),
});

function keyOf(name: string): string {
  const [program, first = '', second = ''] = name.toLowerCase().split(' ');
  if (program === 'yc' || first === 'acl') return `${program} ${second}`;
  return `${program} ${program === 'atlas' ? first.replace(/s$/, '').replace(/^org$/, 'organization') : first}`;
}

/** Reads all such commands of a text. */
export function readServiceCommands(text: string, uri: string, into: Facts): void {
  for (const run of runsOf(text, uri, into, start, (match) => match[0])) {
    const of = made.get(keyOf(run.command.name));
    const entries = of?.entries(run.command) ?? [];
    if (of && entries.length > 0) readAsResource(run, of.type, entries, into);
  }
}
