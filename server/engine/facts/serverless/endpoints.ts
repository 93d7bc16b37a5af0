// Endpoints of a Serverless service that ask nobody who calls, beside others of the same API that do. Where none asks, the
// program behind them may, and nothing is said.
import { guardsMethods } from '../aws/api-guards.ts';
import { pushOpenRoute } from '../aws/logins.ts';
import type { Carrier, Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, valueAt, type Leaf, type Value } from '../value.ts';

/** One `http` or `httpApi` event of a function. */
interface Endpoint {
  readonly api: 'http' | 'httpApi';
  /** `GET /orders`. */
  readonly name: string;
  readonly at: Leaf;
  /** Path of the event in the file. */
  readonly address: string;
  readonly asks: 'login' | 'key' | 'nobody' | 'unknown';
}

/** Pushes the open endpoints of a service. */
export function readEndpoints(root: Value, uri: string, into: Facts): void {
  const endpoints = endpointsOf(root);
  for (const api of ['http', 'httpApi'] as const) {
    const own = endpoints.filter((one) => one.api === api);
    if (!own.some(({ asks }) => asks === 'login') || isGuarded(root, api)) continue;
    for (const { asks, name, at, address } of own) {
      if (asks !== 'nobody') continue;
      const carrier: Carrier = { dialect: 'serverless', kind: api, address, block: at.at, head: at.at, attribute: at.at };
      pushOpenRoute(name, undefined, { carrier, anchor: `serverless|${uri}|${address}` }, into);
    }
  }
}

function endpointsOf(root: Value): Endpoint[] {
  return itemsOf(valueAt(root, 'functions')).flatMap((functions) =>
    functions.kind !== 'mapping'
      ? []
      : functions.entries.flatMap(({ key, value }) =>
          itemsOf(valueAt(value, 'events')).flatMap((event, index) =>
            (['http', 'httpApi'] as const).flatMap((api) => {
              const entry = entryOf(event, api);
              return entry ? (endpointOf(api, entry.value, `functions.${textOf(key) ?? '?'}.events[${index}].${api}`) ?? []) : [];
            }),
          ),
        ),
  );
}

function endpointOf(api: Endpoint['api'], value: Value, address: string): Endpoint | undefined {
  if (value.kind === 'scalar') {
    const name = textOf(value);
    return name === undefined ? undefined : { api, name: named(...name.split(/\s+/)), at: value, address, asks: 'nobody' };
  }
  const at = leavesOf(valueAt(value, 'path'))[0];
  const [path, method] = [at && textOf(at), textOf(valueAt(value, 'method'))];
  if (value.kind !== 'mapping' || !at || path === undefined || method === undefined) return undefined;
  const key = leavesOf(valueAt(value, 'private'))[0];
  const asks = entryOf(value, 'authorizer')
    ? 'login'
    : !value.complete
      ? 'unknown'
      : key && !/^false$/i.test(textOf(key) ?? '')
        ? 'key'
        : 'nobody';
  return { api, name: named(method, path), at, address, asks };
}

/** Paths are written with and without a slash before them. */
const named = (method = '*', path = ''): string => `${method.toUpperCase()} ${path.startsWith('/') ? path : `/${path}`}`;

/** A policy of the API, a network that it is reached from, or an address of its own. */
function isGuarded(root: Value, api: Endpoint['api']): boolean {
  const provider = valueAt(root, 'provider');
  const settings = valueAt(provider, api === 'http' ? 'apiGateway' : 'httpApi');
  return guardsMethods({
    policy: valueAt(settings, 'resourcePolicy') ?? (api === 'http' ? valueAt(provider, 'resourcePolicy') : undefined),
    types: api === 'http' ? [valueAt(provider, 'endpointType')] : [],
    disabled: valueAt(settings, 'disableDefaultEndpoint'),
  });
}
