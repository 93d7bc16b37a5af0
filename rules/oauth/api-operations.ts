// The operations and security schemes of an OpenAPI or Swagger document, and which of the schemes open something by themselves.
import { entryOf, textOf, valueAt, type Entry, type Leaf, type Mapping, type Value } from '../../server/engine/facts/value.ts';

const methods = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace', 'x-amazon-apigateway-any-method']);

/** The method of an operation as a message names it; Amazon's API Gateway has one for all of them. */
export const titleOf = (method: string): string => (method.startsWith('x-amazon') ? 'Any method of' : method.toUpperCase());

export interface Operation {
  readonly path: string;
  readonly method: string;
  /** The token that names the method. */
  readonly key: Value;
  readonly value: Mapping;
}

export const entriesOf = (value: Value | undefined): readonly Entry[] => (value?.kind === 'mapping' ? value.entries : []);

/** The security schemes by their names, in the words of OpenAPI 3 or of Swagger 2. */
export const schemesOf = (api: Value): Value | undefined =>
  valueAt(api, 'components', 'securitySchemes') ?? valueAt(api, 'securityDefinitions');

/**
 * How an operation is guarded by what Amazon's API Gateway reads beside `security`: the leaf that says `NONE`, `true` for
 * another type, undefined where nothing is said.
 */
export function gatewayAuth(operation: Mapping): Leaf | true | undefined {
  const type = valueAt(operation, 'x-amazon-apigateway-auth', 'type');
  if (type?.kind !== 'scalar') return type === undefined ? undefined : true;
  return textOf(type)?.toUpperCase() === 'NONE' ? type : true;
}

/** Whether API Gateway answers an operation itself, from what the document says: nothing stands behind it. */
export const isMock = (operation: Mapping): boolean =>
  textOf(valueAt(operation, 'x-amazon-apigateway-integration', 'type'))?.toLowerCase() === 'mock';

/** Whether API Gateway lets only some callers in before any operation: a policy in the document, or endpoints within a VPC. */
export const hasGatewayPolicy = (api: Value): boolean =>
  valueAt(api, 'x-amazon-apigateway-policy') !== undefined ||
  valueAt(api, 'x-amazon-apigateway-endpoint-configuration', 'vpcEndpointIds') !== undefined;

/** Every operation of the document, in its order. */
export function operationsOf(api: Value): Operation[] {
  return entriesOf(valueAt(api, 'paths')).flatMap((path) =>
    entriesOf(path.value).flatMap((one): Operation[] => {
      const method = textOf(one.key)?.toLowerCase() ?? '';
      return methods.has(method) && one.value.kind === 'mapping'
        ? [{ path: textOf(path.key) ?? '', method, key: one.key, value: one.value }]
        : [];
    }),
  );
}

/**
 * Names of the schemes that open an operation, or the whole API, by themselves and without which nothing does: `security`
 * is a list of alternatives, and all schemes of one alternative are needed together.
 */
export function soleSchemes(api: Value): ReadonlySet<string> {
  const sole = new Set<string>();
  for (const security of [entryOf(api, 'security')?.value, ...operationsOf(api).map(({ value }) => entryOf(value, 'security')?.value)]) {
    if (security?.kind !== 'list' || security.complete === false) continue;
    const alternatives = security.items.map((item) => entriesOf(item).map(({ key }) => textOf(key)));
    const [name] = alternatives[0] ?? [];
    if (name !== undefined && alternatives.every((one) => one.length === 1 && one[0] === name)) sole.add(name);
  }
  return sole;
}

/** Whether the document names an address or a scheme at all; clients of one that names none call where they read it. */
export const namesAddress = (api: Value): boolean => valueAt(api, 'servers') !== undefined || valueAt(api, 'schemes') !== undefined;
