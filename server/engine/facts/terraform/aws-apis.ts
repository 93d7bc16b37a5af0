// Methods of API Gateway that are guarded by what stands beside them in a module, and those that nothing stands behind.
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { guardsMethods } from '../aws/api-guards.ts';
import { textOf } from '../value.ts';
import { instancesOf } from './blocks.ts';
import type { Scope } from './evaluate.ts';
import type { Resource } from './module.ts';
import { entryOver } from './module-memory.ts';
import { resourceOf, type Reading } from './resource.ts';

/** An API that guards its methods, or a method that API Gateway answers by itself. */
type ApiUse = 'guards' | 'answered';

/** Whether an API of the module guards its methods; of a method or route whether its API does, or nothing stands behind it. */
export function isGuarded({ view, instance }: Reading): boolean {
  const { scope, resource } = instance;
  const useOf = (one: Resource): ApiUse | undefined => entryOver('APIs', apiUsesOf, scope, one.address);
  const written = view.expression('rest_api_id') ?? view.expression('api_id');
  const api = written ? resourceOf(written.expression, written.scope) : resource;
  return useOf(resource) === 'answered' || (api !== undefined && useOf(api) === 'guards');
}

/** One look over the module, by the address of the API or method. */
function apiUsesOf(scope: Scope): ReadonlyMap<string, ApiUse> {
  const uses = new Map<string, ApiUse>();
  for (const resource of scope.module.resources.values()) {
    if (resource.mode !== 'resource') continue;
    const named = (attribute: string): Resource | undefined =>
      resourceOf(attributeOf(resource.block.body, attribute)?.value, { ...scope, uri: resource.uri });
    switch (resource.type) {
      case 'aws_api_gateway_rest_api':
      case 'aws_apigatewayv2_api':
        for (const { view } of instancesOf(resource, scope)) {
          const types = view.blocks('endpoint_configuration').map((block) => block.attribute('types'));
          if (guardsMethods({ policy: view.attribute('policy'), types, disabled: view.attribute('disable_execute_api_endpoint') }))
            uses.set(resource.address, 'guards');
        }
        break;
      case 'aws_api_gateway_rest_api_policy': {
        const api = named('rest_api_id');
        if (api) uses.set(api.address, 'guards');
        break;
      }
      case 'aws_api_gateway_integration': {
        const method = named('http_method');
        const made = instancesOf(resource, scope).filter(({ enabled }) => enabled !== 'no');
        const mock = made.length > 0 && made.every(({ view }) => textOf(view.attribute('type'))?.toUpperCase() === 'MOCK');
        if (method && mock) uses.set(method.address, 'answered');
        break;
      }
    }
  }
  return uses;
}
