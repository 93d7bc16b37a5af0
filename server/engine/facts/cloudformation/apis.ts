// Methods, routes and events of API Gateway in a template that ask nobody who calls, and what guards them beside that.
import { guardsMethods } from '../aws/api-guards.ts';
import { pushOpenRoute } from '../aws/logins.ts';
import { leavesOf, textOf, valueAt, type Value } from '../value.ts';
import { evaluate, referredTo } from './intrinsics.ts';
import { anchorOf, carrierOf, property, type ResourceReading } from './template-resource.ts';

/** Whether an API guards what it serves; of a method or route whether the API that it names does, or answers it by itself. */
export function isGuarded(reading: ResourceReading): boolean {
  const { properties, type } = reading.resource;
  if (/^AWS::(?:Serverless|ApiGateway(?:V2)?)::(?:Http|Rest)?Api$/.test(type)) {
    const globals = valueAt(reading.scope.root, 'Globals', type === 'AWS::Serverless::HttpApi' ? 'HttpApi' : 'Api');
    // SAM writes the authorizers of `Auth` into the document that it is given.
    return [properties, globals].some((settings) => valueAt(settings, 'Auth') !== undefined || settingsGuard(reading, settings));
  }
  return (
    textOf(property(reading, 'Integration', 'Type'))?.toUpperCase() === 'MOCK' ||
    apiGuards(reading, valueAt(properties, 'RestApiId') ?? valueAt(properties, 'ApiId'), [])
  );
}

/** Whether the API that is named guards what it serves; `globals` are SAM's settings for all of its kind. */
function apiGuards(reading: ResourceReading, named: Value | undefined, globals: readonly (Value | undefined)[]): boolean {
  const api = reading.resources.get(referredTo(named) ?? '')?.properties;
  return [api, ...globals].some((settings) => settingsGuard(reading, settings));
}

/** Whether settings of an API, its own or those for all of its kind, guard what it serves. */
function settingsGuard(reading: ResourceReading, settings: Value | undefined): boolean {
  const at = (...path: string[]): Value | undefined => {
    const value = valueAt(settings, ...path);
    return value && evaluate(value, reading.scope);
  };
  return (
    isAsked(at('Auth')) ||
    guardsMethods({
      policy: at('Policy'),
      // SAM's is a word, or has one in `Type`; the service's is a list.
      types: [at('EndpointConfiguration', 'Types'), at('EndpointConfiguration', 'Type') ?? wordOf(at('EndpointConfiguration'))],
      disabled: at('DisableExecuteApiEndpoint'),
    })
  );
}

const wordOf = (value: Value | undefined): Value | undefined => (value?.kind === 'scalar' ? value : undefined);

/** Whether SAM's `Auth` asks for the key of a usage plan, or limits callers by a policy. */
function isAsked(auth: Value | undefined): boolean {
  return (
    valueAt(auth, 'ResourcePolicy') !== undefined ||
    leavesOf(valueAt(auth, 'ApiKeyRequired')).some((leaf) => !/^false$/i.test(textOf(leaf) ?? ''))
  );
}

/** Paths of an API that call the function and say that they ask for nothing: `Auth: { Authorizer: NONE }`. */
export function openEvents(reading: ResourceReading): void {
  const events = property(reading, 'Events');
  if (events?.kind !== 'mapping' || reading.resource.enabled === 'no') return;
  // What is named is a reference, which evaluating loses.
  const written = valueAt(reading.resource.properties, 'Events');
  for (const { key, value } of events.entries) {
    const id = textOf(key);
    if (id === undefined) continue;
    const at = (...path: string[]): Value | undefined => valueAt(value, 'Properties', ...path);
    const authorizer = leavesOf(at('Auth', 'Authorizer'))[0];
    if (!authorizer || textOf(authorizer) !== 'NONE' || isAsked(at('Auth'))) continue;
    const kind = textOf(valueAt(value, 'Type')) === 'HttpApi' ? 'HttpApi' : 'Api';
    const named = valueAt(written, id, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId');
    if (apiGuards(reading, named, [valueAt(reading.scope.root, 'Globals', kind)])) continue;
    const [method, path] = ['Method', 'Path'].map((name) => textOf(at(name)));
    const name = method === undefined || path === undefined ? id : `${method.toUpperCase()} ${path}`;
    // Which authorizer is meant instead is a name of the template's own.
    pushOpenRoute(
      name,
      { ...authorizer, editable: false },
      { carrier: carrierOf(reading, 'Events'), anchor: anchorOf(reading, `Events|${id}`) },
      reading.facts,
    );
  }
}
