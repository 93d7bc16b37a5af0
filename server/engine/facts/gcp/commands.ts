// Grants that `gcloud`, `gsutil` and `bq` hand out: `add-iam-policy-binding` on whatever it is said of, keys of service accounts,
// providers of identity pools.
import { nameAndTarget, runsOf } from '../commands/runs.ts';
import { flagOf, flagPlace, hasFlag, type ShellCommand } from '../commands/shell.ts';
import type { Carrier, Facts, Scope, ScopeLevel } from '../types.ts';
import { textOf, type Leaf } from '../value.ts';
import { pushGoogleBinding } from './binding.ts';
import { pushPoolProvider } from './pool-provider.ts';
import type { Place } from '../../text/text.ts';
import { tableOf } from '../../table.ts';
import { onlyNamed } from '../polarity.ts';

const start =
  /(?<![\w./-])(?:gcloud\s+(?:(?:alpha|beta)\s+)?((?:[a-z][a-z-]*\s+){1,3}(?:add-iam-policy-binding|(?:api-)?keys\s+create|hmac\s+create|providers\s+create-oidc|providers\s+update-oidc|roles\s+create|roles\s+update)|(?:run|functions)\s+deploy)|bq\s+(add-iam-policy-binding)|gsutil\s+(?:-m\s+)?(iam\s+ch|acl\s+ch|hmac\s+create))(?![\w-])/g;

/** What `gsutil acl ch` calls roles, by its first letter. */
const aclRoles = tableOf<string>({ R: 'READER', W: 'WRITER', O: 'OWNER' });

const levels: readonly (readonly [RegExp, ScopeLevel])[] = [
  [/^projects /, 'project'],
  [/^organizations /, 'org'],
  [/^resource-manager folders /, 'folder'],
];

/** Reads all such commands of a text. */
export function readGoogleCommands(text: string, uri: string, into: Facts): void {
  for (const { command, carrier, anchor } of runsOf(
    text,
    uri,
    into,
    start,
    (match) => (match[1] ?? match[2] ?? match[3])!,
    nameAndTarget,
  )) {
    const target = command.words[0]?.leaf;
    if (command.name.endsWith('add-iam-policy-binding')) bind(command, target, carrier, anchor, into);
    else if (command.name === 'services api-keys create') apiKey(command, carrier, anchor, into);
    else if (command.name.endsWith('hmac create'))
      into.credentials.push({
        anchor,
        platform: 'gcp',
        kind: 'access-key',
        lifetime: { kind: 'standing' },
        storedIn: 'unknown',
        at: command.at,
        carrier,
        enabled: 'maybe',
      });
    else if (command.name.endsWith(' keys create')) key(command, carrier, anchor, into);
    else if (command.name.startsWith('iam roles')) customRole(command, carrier, anchor, into);
    else if (command.name.endsWith(' deploy'))
      deploy(command, flagPlace(text, command, 'allow-unauthenticated'), target, carrier, anchor, into);
    else if (command.name.startsWith('iam ch') || command.name.startsWith('acl ch')) changed(command, carrier, anchor, into);
    else provider(command, carrier, anchor, into);
  }
}

function bind(command: ShellCommand, target: Leaf | undefined, carrier: Carrier, anchor: string, into: Facts): void {
  const [role, members, condition] = [flagOf(command, 'role'), flagOf(command, 'member', 'members'), flagOf(command, 'condition')];
  if (!role || !members) return;
  const level = levels.find(([pattern]) => pattern.test(command.name))?.[1] ?? 'resource';
  const scope: Scope = { level, id: target ?? nothing(command) };
  // `None` is how gcloud says that there is no condition.
  const expression = condition && textOf(condition) !== 'None' ? { expression: condition, at: condition.at } : undefined;
  pushGoogleBinding(into, { role, members, scope, carrier, anchor, enabled: 'maybe', ...(expression ? { condition: expression } : {}) });
}

function key(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const account = flagOf(command, 'iam-account');
  if (!command.name.startsWith('iam service-accounts')) return;
  into.credentials.push({
    anchor,
    platform: 'gcp',
    kind: 'sa-key',
    ...(account ? { owner: { kind: 'serviceAccount', id: account } } : {}),
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: command.at,
    carrier,
    enabled: 'maybe',
  });
}

/** A key for APIs that no option keeps to an API or to a place it is used from. */
function apiKey(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  if (hasFlag(command, 'api-target', 'allowed-referrers', 'allowed-ips', 'allowed-application', 'allowed-bundle-ids', 'flags-file')) return;
  into.credentials.push({
    anchor,
    platform: 'gcp',
    kind: 'token',
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at: command.at,
    carrier,
    enabled: 'maybe',
  });
}

/** `--permissions=a,b`: each with its place where the text stands there as it is. */
function customRole(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const given = command.flags.get('permissions') ?? command.flags.get('add-permissions') ?? [];
  const actions = given.flatMap(({ leaf, exact }): Leaf[] => {
    let from = 0;
    return (textOf(leaf) ?? '').split(',').map((part) => {
      const start = leaf.at.span[0] + from;
      from += part.length + 1;
      const at = exact && leaf.via.length === 0 ? { uri: leaf.at.uri, span: [start, start + part.length] as const } : leaf.at;
      return { kind: 'scalar', known: 'resolved', value: part.trim(), at, token: at, via: leaf.via, encoding: 'none', editable: false };
    });
  });
  if (actions.length === 0) return;
  into.grants.push({
    anchor: `${anchor}|permissions`,
    platform: 'gcp',
    effect: 'allow',
    polarity: onlyNamed,
    role: 'custom-role',
    principals: [],
    entitlement: command.words[0]?.leaf,
    actions,
    scope: [
      { level: command.flags.has('organization') ? 'org' : 'project', id: flagOf(command, 'organization', 'project') ?? nothing(command) },
    ],
    conditions: [],
    lifetime: { kind: 'standing' },
    carrier,
    enabled: 'maybe',
  });
}

/** `gcloud run deploy web --allow-unauthenticated`: everybody may call it. */
function deploy(command: ShellCommand, at: Place, target: Leaf | undefined, carrier: Carrier, anchor: string, into: Facts): void {
  const flag = 'allow-unauthenticated';
  if (!hasFlag(command, flag)) return;
  const word = (value: string): Leaf => ({
    kind: 'scalar',
    known: 'resolved',
    value,
    at,
    token: at,
    via: [],
    encoding: 'none',
    editable: false,
  });
  pushGoogleBinding(into, {
    role: word(command.name.startsWith('run') ? 'roles/run.invoker' : 'roles/cloudfunctions.invoker'),
    members: word('allUsers'),
    scope: { level: 'resource', id: target ?? nothing(command) },
    carrier,
    anchor: `${anchor}|${flag}`,
    enabled: 'maybe',
  });
}

/** `gsutil iam ch allUsers:objectViewer gs://bucket`, `gsutil acl ch -u AllUsers:R gs://bucket`. */
function changed(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const id = command.words.at(-1)?.leaf ?? nothing(command);
  const changes =
    command.name === 'iam ch' ? command.words.slice(0, -1) : [...(command.flags.get('u') ?? []), ...(command.flags.get('g') ?? [])];
  for (const { leaf, exact } of changes) {
    const text = textOf(leaf) ?? '';
    const colon = text.lastIndexOf(':');
    const [start] = leaf.at.span;
    if (colon < 0) continue;
    const part = (from: number, to: number, value: string): Leaf => {
      const at = exact ? { uri: leaf.at.uri, span: [start + from, start + to] as const } : leaf.at;
      return { kind: 'scalar', known: 'resolved', value, at, token: at, via: [], encoding: 'none', editable: false };
    };
    const role = text.slice(colon + 1);
    const full =
      command.name === 'acl ch'
        ? (aclRoles.get(role[0] ?? '') ?? role)
        : role.startsWith('roles/') || role.startsWith('projects/')
          ? role
          : `roles/storage.${role}`;
    pushGoogleBinding(into, {
      role: part(colon + 1, text.length, full),
      members: part(0, colon, text.slice(0, colon)),
      scope: { level: 'resource', id },
      carrier,
      anchor: `${anchor}|${text}`,
      enabled: 'maybe',
    });
  }
}

function provider(command: ShellCommand, carrier: Carrier, anchor: string, into: Facts): void {
  const issuer = flagOf(command, 'issuer-uri');
  if (!issuer || !command.name.includes('workload-identity-pools')) return;
  const condition = flagOf(command, 'attribute-condition');
  pushPoolProvider(into, {
    issuer,
    ...(condition ? { condition: { expression: condition, at: condition.at } } : {}),
    carrier,
    anchor,
    enabled: 'maybe',
  });
}

function nothing(command: ShellCommand): Leaf {
  return { kind: 'unknown', why: 'not said', at: command.at, token: command.at, via: [], encoding: 'none', editable: false };
}
