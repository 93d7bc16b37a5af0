// How others sign in at resources of AWS: methods and routes of API Gateway that ask for nothing, GraphQL APIs that take a
// key, clusters of Kafka that let in who does not sign in, databases and pools of users that know nothing but passwords, and
// how long the account's passwords may live.
import type { Place } from '../../text/text.ts';
import { mappingFrom } from '../made-values.ts';
import type { Carrier, Credential, Facts } from '../types.ts';
import { leavesOf, textOf, type Leaf } from '../value.ts';
import { pushOpening, valueIn } from './setting-values.ts';
import type { AwsResource } from './settings.ts';

const isTrue = (leaf: Leaf | undefined): boolean => /^(?:true|yes)$/i.test(textOf(leaf) ?? '');
const isFalse = (leaf: Leaf | undefined): boolean => /^(?:false|no)$/i.test(textOf(leaf) ?? '');

/** A method of a REST API, or a route of an HTTP or WebSocket API, without authorization. */
export function readApiLogin(resource: AwsResource, into: Facts): void {
  const route = resource.kind === 'api-route';
  const name = textOf(resource.get(route ? 'route_key' : 'http_method'));
  if (resource.enabled === 'no' || name === undefined || (route && !asksByItself(name))) return;
  // Terraform says `authorization` of a method and `authorization_type` of a route, templates `AuthorizationType` of both.
  const written = leavesOf(resource.get('authorization_type') ?? resource.get('authorization'));
  const value = written.find((leaf) => textOf(leaf)?.toUpperCase() === 'NONE');
  if (!value && (written.length > 0 || !route)) return;
  // A key of a usage plan is asked for, or may be.
  const key = leavesOf(resource.get('api_key_required'))[0];
  if ((key && !isFalse(key)) || resource.isGuarded?.()) return;
  pushOpenRoute(name, value, { carrier: resource.carrier, anchor: resource.anchor('oauth') }, into);
}

/** Pushes a method or route that asks nobody who they are: at the word that says so, or where nothing does at its head. */
export function pushOpenRoute(
  name: string,
  value: Leaf | undefined,
  { carrier, anchor }: { readonly carrier: Carrier; readonly anchor: string },
  into: Facts,
): void {
  into.oauthClients.push({
    anchor,
    product: 'api-route',
    name,
    at: carrier.block,
    head: carrier.head,
    scopes: [],
    roles: [],
    grants: value ? [{ type: 'other', at: value.at, value }] : [],
    addresses: [],
    secrets: [],
    carrier,
    value: mappingFrom([], carrier.block),
  });
}

/** A GraphQL API of AppSync that takes its key, first or beside another login. The key is in every copy of the program. */
export function readGraphqlLogin(resource: AwsResource, into: Facts): void {
  if (resource.enabled === 'no') return;
  const others = [...resource.all('additional_authentication_provider'), ...resource.all('additional_authentication_providers')];
  const written = [resource.get('authentication_type'), ...others.map((one) => valueIn([one], 'authentication_type'))];
  const value = written.flatMap((one) => leavesOf(one)).find((leaf) => textOf(leaf)?.toUpperCase() === 'API_KEY');
  const name = textOf(resource.get('name')) ?? resource.carrier.address;
  if (value) pushOpenRoute(name, value, { carrier: resource.carrier, anchor: resource.anchor('oauth') }, into);
}

/** Whether a route could have an authorizer: of a WebSocket API only `$connect` can, and the rest is behind it. */
function asksByItself(key: string): boolean {
  return /^(?:[A-Z]+ \/.*|\$default|\$connect)$/.test(key);
}

/** Brokers that take clients which do not sign in. */
export function readKafkaLogin(resource: AwsResource, into: Facts): void {
  const unauthenticated = valueIn(resource.all('client_authentication'), 'unauthenticated');
  const enabled = unauthenticated?.kind === 'mapping' ? valueIn([unauthenticated], 'enabled') : unauthenticated;
  for (const leaf of leavesOf(enabled)) if (isTrue(leaf)) pushOpening(resource, into, { kind: 'any', id: leaf }, 'kafka-cluster:Connect');
}

/** Engines whose users can sign in by IAM, by the words of RDS and Neptune. */
const engines: ReadonlySet<string> = new Set(['mysql', 'mariadb', 'postgres', 'aurora', 'aurora-mysql', 'aurora-postgresql', 'neptune']);

/** A database that could know its users by IAM and does not. The setting is off unless it is written. */
export function readDatabaseLogin(resource: AwsResource, into: Facts): void {
  const engine = textOf(resource.get('engine'))?.toLowerCase();
  const setting = leavesOf(resource.get('iam_database_authentication_enabled') ?? resource.get('iam_auth_enabled'))[0];
  if (setting ? !isFalse(setting) : engine === undefined) return;
  if (engine !== undefined && !engines.has(engine)) return;
  // The first generation of serverless Aurora has no such login.
  const mode = resource.get('engine_mode');
  if (mode && textOf(mode)?.toLowerCase() !== 'provisioned') return;
  // An instance of a cluster takes what the cluster says.
  if (resource.kind === 'database' && resource.get('db_cluster_identifier')) return;
  push(resource, 'local-auth', 'iam-login', setting, into);
}

/** The account's policy on passwords of its users: how long one may be kept. Without a number of days it is for ever. */
export function readPasswordPolicy(resource: AwsResource, into: Facts): void {
  const days = leavesOf(resource.get('max_password_age'))[0];
  push(resource, 'password-policy', 'max-age', days, into);
}

/** A pool of users that asks for a password and nothing else, which is what it does where nothing is written. */
export function readUserPool(resource: AwsResource, into: Facts): void {
  const written = leavesOf(resource.get('mfa_configuration'));
  if (written.some((leaf) => textOf(leaf)?.toUpperCase() !== 'OFF')) return;
  pushUserPool(resource, written[0], into);
}

/** Pushes a pool of users without a second factor, at the word that says so, or where nothing does at its head. */
export function pushUserPool(resource: Declaring, setting: Leaf | undefined, into: Facts): void {
  push(resource, 'password-policy', 'second-factor', setting, into);
}

type Declaring = Pick<AwsResource, 'anchor' | 'head' | 'carrier' | 'enabled'>;

function push(resource: Declaring, kind: Credential['kind'], what: string, setting: Leaf | undefined, into: Facts): void {
  const at: Place = setting?.at ?? resource.head;
  into.credentials.push({
    anchor: resource.anchor(what),
    platform: 'aws',
    kind,
    lifetime: { kind: 'standing' },
    storedIn: 'unknown',
    at,
    carrier: { ...resource.carrier, ...(setting ? { attribute: setting.at } : {}) },
    enabled: resource.enabled,
    ...(setting ? { rotation: setting } : {}),
  });
}
