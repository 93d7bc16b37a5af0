// Grants that commands hand out in a cluster: `kubectl create clusterrolebinding`, `kubectl create role`, `kubectl create
// token`, `oc adm policy add-cluster-role-to-user`. Each command becomes the object that it makes; those that change one are
// in change-commands.ts.
import { flagOf, hasFlag, shellCommands, type CommandWord, type ShellCommand } from '../commands/shell.ts';
import { entryFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { textOf, type Entry, type Leaf, type Mapping, type Scalar, type Value } from '../value.ts';
import { readChange } from './change-commands.ts';
import { readKubernetesObject } from './rbac.ts';
import { tableOf } from '../../table.ts';

const gap = String.raw`\s+(?:--?[\w-]+(?:=\S+|\s+[^\s-]\S*)?\s+){0,4}`;
const start = new RegExp(
  String.raw`(?<![\w./-])(?:(?:kubectl|oc)${gap}(?:create\s+(clusterrolebinding|rolebinding|clusterrole|role|token)|(patch|label|annotate|set\s+subject))|oc${gap}(?:adm\s+)?policy\s+(add-(?:(?:cluster-)?role|scc)-to-(?:user|group)))(?![\w-])`,
  'g',
);

/** Reads all such commands of a text. */
export function readKubernetesCommands(text: string, uri: string, into: Facts): void {
  for (const command of shellCommands(text, uri, start, (match) => match[1] ?? match[2]?.replace(/\s+/, ' ') ?? match[3])) {
    const dry = flagOf(command, 'dry-run');
    if (command.flags.has('dry-run') && textOf(dry) !== 'none') continue;
    readCommand(command, text, uri, into);
  }
}

function readCommand(command: ShellCommand, text: string, uri: string, into: Facts): void {
  const at = command.whole;
  const [first, ...others] = command.words.map((word) => word.leaf);
  const values = (name: string): Scalar[] => (command.flags.get(name) ?? []).flatMap(parts);
  const all = (name: string): Leaf[] => (command.flags.get(name) ?? []).map((word) => word.leaf);
  const namespace = flagOf(command, 'namespace', 'n');
  const list = (items: readonly Value[]): Value => ({
    kind: 'list',
    items,
    complete: true,
    at,
    token: at,
    via: [],
    encoding: 'none',
    editable: false,
  });
  const read = (kind: string, name: Leaf | undefined, entries: readonly Entry[]): void => {
    const metadata = [
      ...(name ? [entryFrom('name', at, name, at)] : []),
      ...(namespace && !kind.startsWith('Cluster') ? [entryFrom('namespace', at, namespace, at)] : []),
    ];
    const object = mappingFrom(
      [
        entryFrom('apiVersion', at, wordAt('rbac.authorization.k8s.io/v1', at), at),
        entryFrom('kind', command.at, wordAt(kind, command.at), at),
        entryFrom('metadata', at, mappingFrom(metadata, at), at),
        ...entries,
      ],
      at,
    );
    readKubernetesObject(object, into, { uri, dialect: 'script', enabled: 'maybe' });
  };
  const bind = (kind: string, name: Leaf | undefined, roleKind: string, role: Leaf, subjects: readonly Mapping[]): void =>
    read(kind, name, [
      entryFrom('roleRef', at, mappingFrom([entryFrom('kind', at, wordAt(roleKind, at), at), entryFrom('name', at, role, at)], at), at),
      entryFrom('subjects', at, list(subjects), at),
    ]);
  const subject = (kind: string, leaf: Leaf): Mapping =>
    mappingFrom([entryFrom('kind', at, wordAt(kind, at), at), ...namesOf(kind, leaf)], at);

  const flagged = (): Mapping[] => [
    ...all('serviceaccount').map((one) => subject('ServiceAccount', one)),
    ...all('user').map((one) => subject('User', one)),
    ...all('group').map((one) => subject('Group', one)),
  ];

  switch (command.name) {
    case 'patch':
    case 'label':
    case 'annotate':
      return readChange(command, text, namespace, [], into);
    case 'set subject':
      return readChange(command, text, namespace, flagged(), into);
    case 'clusterrolebinding':
    case 'rolebinding': {
      const clusterRole = flagOf(command, 'clusterrole');
      const role = clusterRole ?? flagOf(command, 'role');
      if (role)
        bind(
          command.name === 'rolebinding' ? 'RoleBinding' : 'ClusterRoleBinding',
          first,
          clusterRole ? 'ClusterRole' : 'Role',
          role,
          flagged(),
        );
      return;
    }
    case 'clusterrole':
    case 'role': {
      const resources = values('resource');
      const rule = mappingFrom(
        [
          entryFrom('apiGroups', at, list(resources.map((one) => wordAt(groupOf(String(one.value)), one.at))), at),
          entryFrom('resources', at, list(resources.map((one) => wordAt(resourceOf(String(one.value)), one.at))), at),
          entryFrom('verbs', at, list(values('verb')), at),
          entryFrom('resourceNames', at, list(values('resource-name')), at),
        ],
        at,
      );
      if (resources.length > 0) read(command.name === 'role' ? 'Role' : 'ClusterRole', first, [entryFrom('rules', at, list([rule]), at)]);
      return;
    }
    case 'token':
      return readToken(command, first, namespace, uri, into);
    default: {
      // `oc adm policy add-cluster-role-to-user ROLE USER…`, service accounts with `-z`.
      const kind = command.name.endsWith('group') ? 'Group' : 'User';
      const accounts = [...all('z'), ...all('serviceaccount')].map((one) =>
        mappingFrom(
          [
            entryFrom('kind', at, wordAt('ServiceAccount', at), at),
            entryFrom('name', at, one, at),
            ...(namespace ? [entryFrom('namespace', at, namespace, at)] : []),
          ],
          at,
        ),
      );
      // Constraints are used by a role that the API server has for each of them.
      const role =
        first && command.name.includes('-scc-') ? { ...first, ...wordAt(`system:openshift:scc:${textOf(first) ?? ''}`, first.at) } : first;
      if (role)
        bind(command.name.includes('cluster') ? 'ClusterRoleBinding' : 'RoleBinding', undefined, 'ClusterRole', role, [
          ...others.map((one) => subject(kind, one)),
          ...accounts,
        ]);
    }
  }
}

const unitSeconds = tableOf<number>({ h: 3600, m: 60, s: 1 });

function readToken(command: ShellCommand, name: Leaf | undefined, namespace: Leaf | undefined, uri: string, into: Facts): void {
  const duration = flagOf(command, 'duration');
  const seconds = [...(textOf(duration) ?? '').matchAll(/(?<!\d)(\d+)([hms])/g)].reduce(
    (sum, [, count, unit]) => sum + Number(count) * unitSeconds.get(unit!)!,
    0,
  );
  if (!duration || hasFlag(command, 'help') || seconds === 0) return;
  into.credentials.push({
    anchor: `script|${uri}|token/${textOf(name) ?? '?'}`,
    platform: 'k8s',
    kind: 'token',
    ...(name ? { owner: { kind: 'serviceAccount', id: name, ...(namespace ? { namespace } : {}) } } : {}),
    lifetime: { kind: 'until', until: { ...wordAt('', duration.at), value: seconds }, at: duration.at },
    storedIn: 'unknown',
    at: duration.at,
    carrier: {
      dialect: 'script',
      kind: 'kubectl create token',
      address: `token/${textOf(name) ?? '?'}`,
      block: command.whole,
      head: command.at,
    },
    enabled: 'maybe',
  });
}

function namesOf(kind: string, leaf: Leaf): Entry[] {
  const text = leaf.kind === 'scalar' ? String(leaf.value) : undefined;
  const colon = kind === 'ServiceAccount' && text !== undefined ? text.indexOf(':') : -1;
  if (text === undefined || colon < 0) return [entryFrom('name', leaf.at, leaf, leaf.at)];
  const [start, end] = leaf.at.span;
  const name = { uri: leaf.at.uri, span: [start + colon + 1, end] as const };
  return [
    entryFrom('namespace', leaf.at, wordAt(text.slice(0, colon), leaf.at), leaf.at),
    entryFrom('name', name, wordAt(text.slice(colon + 1), name), name),
  ];
}

/** The comma-separated parts of a flag, each where it stands. */
function parts({ leaf, exact }: CommandWord): Scalar[] {
  if (leaf.kind !== 'scalar') return [];
  let offset = leaf.at.span[0];
  return String(leaf.value)
    .split(',')
    .map((part) => {
      const at = exact ? { uri: leaf.at.uri, span: [offset, offset + part.length] as const } : leaf.at;
      offset += part.length + 1;
      return wordAt(part, at);
    });
}

/** `deployments.apps/scale`: the group follows the first dot. Resources without one are asked of the cluster, and here of the best-known names. */
function groupOf(resource: string): string {
  const dot = resource.split('/')[0]!.indexOf('.');
  if (dot >= 0) return resource.split('/')[0]!.slice(dot + 1);
  return wellKnown.get(resource.split('/')[0]!) ?? '';
}

function resourceOf(resource: string): string {
  const [name, sub] = resource.split('/');
  return `${name!.split('.')[0]!}${sub === undefined ? '' : `/${sub}`}`;
}

const wellKnown = tableOf<string>({
  '*': '*',
  deployments: 'apps',
  daemonsets: 'apps',
  statefulsets: 'apps',
  replicasets: 'apps',
  jobs: 'batch',
  cronjobs: 'batch',
  roles: 'rbac.authorization.k8s.io',
  rolebindings: 'rbac.authorization.k8s.io',
  clusterroles: 'rbac.authorization.k8s.io',
  clusterrolebindings: 'rbac.authorization.k8s.io',
});
