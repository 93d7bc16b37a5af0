// Methods of API Gateway that are guarded by what stands beside them in a module, and those that nothing stands behind.
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { guardsMethods } from '../aws/api-guards.ts';
import { textOf } from '../value.ts';
import { instancesOf } from './blocks.ts';
import type { Scope } from './evaluate.ts';
import type { Resource, TerraformModule } from './module.ts';
import { resourceOf, type Reading } from './resource.ts';

interface ApiUses {
  /** Addresses of APIs that guard their methods. */
  readonly guarding: ReadonlySet<string>;
  /** Addresses of methods that API Gateway answers by itself. */
  readonly answered: ReadonlySet<string>;
}

const usesByModule = new WeakMap<TerraformModule, ApiUses>();

/** Whether an API of the module guards its methods; of a method or route whether its API does, or nothing stands behind it. */
export function isGuarded({ view, instance }: Reading): boolean {
  const { scope, resource } = instance;
  const uses = usesByModule.get(scope.module) ?? apiUsesOf(scope);
  usesByModule.set(scope.module, uses);
  const written = view.expression('rest_api_id') ?? view.expression('api_id');
  const api = written ? resourceOf(written.expression, written.scope) : resource;
  return uses.answered.has(resource.address) || (api !== undefined && uses.guarding.has(api.address));
}

/** One look over the module. */
function apiUsesOf(scope: Scope): ApiUses {
  const guarding = new Set<string>();
  const answered = new Set<string>();
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
            guarding.add(resource.address);
        }
        break;
      case 'aws_api_gateway_rest_api_policy': {
        const api = named('rest_api_id');
        if (api) guarding.add(api.address);
        break;
      }
      case 'aws_api_gateway_integration': {
        const method = named('http_method');
        const made = instancesOf(resource, scope).filter(({ enabled }) => enabled !== 'no');
        const mock = made.length > 0 && made.every(({ view }) => textOf(view.attribute('type'))?.toUpperCase() === 'MOCK');
        if (method && mock) answered.add(method.address);
        break;
      }
    }
  }
  return { guarding, answered };
}
