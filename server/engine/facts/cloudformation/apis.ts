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

/** Whether an API asks for a login at every path that names none; what is not known does. */
function asksAll(reading: ResourceReading, named: Value | undefined, globals: Value | undefined): boolean {
  const api = referredTo(named);
  const own = api === undefined ? undefined : reading.resources.get(api);
  // Another template's, or a document with authorizers of its own.
  if (named && (!own || ['DefinitionBody', 'DefinitionUri'].some((name) => valueAt(own.properties, name)))) return true;
  return [own?.properties, globals].some((settings) => valueAt(settings, 'Auth', 'DefaultAuthorizer') !== undefined);
}

/** APIs of a template that some path asks for a login at, by kind and logical id; of those without an id the kind alone. */
const asking = new WeakMap<ResourceReading['resources'], ReadonlySet<string>>();

/** Whether a path of the same API names an authorizer. */
function othersAsk(reading: ResourceReading, kind: 'Api' | 'HttpApi', named: Value | undefined): boolean {
  let found = asking.get(reading.resources);
  if (!found) {
    found = new Set([...reading.resources.values()].flatMap(askedAt));
    asking.set(reading.resources, found);
  }
  return found.has(`${kind} ${referredTo(named) ?? ''}`);
}

function askedAt({ type, properties }: ResourceReading['resource']): string[] {
  const events = type === 'AWS::Serverless::Function' ? valueAt(properties, 'Events') : undefined;
  return events?.kind !== 'mapping'
    ? []
    : events.entries.flatMap(({ value }) => {
        const kind = textOf(valueAt(value, 'Type'));
        const authorizer = textOf(valueAt(value, 'Properties', 'Auth', 'Authorizer'));
        if (authorizer === undefined || authorizer === 'NONE') return [];
        return [`${kind} ${referredTo(valueAt(value, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId')) ?? ''}`];
      });
}

const wordOf = (value: Value | undefined): Value | undefined => (value?.kind === 'scalar' ? value : undefined);

/** Whether SAM's `Auth` asks for the key of a usage plan, or limits callers by a policy. */
function isAsked(auth: Value | undefined): boolean {
  return (
    valueAt(auth, 'ResourcePolicy') !== undefined ||
    leavesOf(valueAt(auth, 'ApiKeyRequired')).some((leaf) => !/^false$/i.test(textOf(leaf) ?? ''))
  );
}

/**
 * Paths of an API that call the function and say that they ask for nothing (`Auth: { Authorizer: NONE }`), or say nothing
 * beside others of the same API that ask, where the API has no authorizer for all.
 */
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
    const kind = textOf(valueAt(value, 'Type'));
    if ((kind !== 'HttpApi' && kind !== 'Api') || (authorizer && textOf(authorizer) !== 'NONE') || isAsked(at('Auth'))) continue;
    const named = valueAt(written, id, 'Properties', kind === 'Api' ? 'RestApiId' : 'ApiId');
    const globals = valueAt(reading.scope.root, 'Globals', kind);
    if (apiGuards(reading, named, [globals])) continue;
    if (!authorizer && (at('Auth', 'Authorizer') || asksAll(reading, named, globals) || !othersAsk(reading, kind, named))) continue;
    const [method, path] = ['Method', 'Path'].map((name) => textOf(at(name)));
    // Which path it is tells whether it is meant for all.
    if (!authorizer && (method === undefined || path === undefined)) continue;
    const name = method === undefined || path === undefined ? id : `${method.toUpperCase()} ${path}`;
    // Which authorizer is meant instead is a name of the template's own.
    pushOpenRoute(
      name,
      authorizer && { ...authorizer, editable: false },
      { carrier: { ...carrierOf(reading, 'Events'), ...(authorizer ? {} : { head: key.at }) }, anchor: anchorOf(reading, `Events|${id}`) },
      reading.facts,
    );
  }
}
