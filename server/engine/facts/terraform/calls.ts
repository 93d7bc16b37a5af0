// Calls of local modules (`source = "./…"`): the module read once more for each call, with the arguments of the call as
// its variables, and for each member where the call is made for several. Modules from a registry are not followed; what they
// are given is not known to mean anything.
import type { ReadContext } from '../../readers.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import { instancesOf } from './blocks.ts';
import { evaluate, literalText, type Scope } from './evaluate.ts';
import { resolvePath } from './files.ts';
import { isTfvars, readModule, type Declared, type TerraformModule } from './module.ts';
import type { Value } from '../value.ts';

const deepestCall = 5;
const mostCalls = 64;

/** Arguments of a call that are no variables of the module. */
const own = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

export interface CalledModules {
  /** The module behind a call, with what all its instances are given; undefined where it is not in the workspace, or too deep. */
  of(caller: Scope, name: string): TerraformModule | undefined;
  /** The module once for each instance of the call: `module.role["ops"]`. None where the call is off. */
  instances(caller: Scope, name: string): TerraformModule[];
}

export function followCalls(context: ReadContext): CalledModules {
  const made = new Map<string, TerraformModule | undefined>();
  const open = new Set<string>();
  const ofInstance = (caller: Scope, name: string, address: string, bindings: Scope['bindings']): TerraformModule | undefined => {
    const key = `${address}.`;
    if (made.has(key)) return made.get(key);
    const call = caller.module.calls.get(name);
    // A call whose argument needs its own output is a cycle.
    if (!call || open.has(key) || made.size >= mostCalls || key.split('module.').length - 1 > deepestCall) return undefined;
    open.add(key);
    const module = read(call, { ...caller, bindings }, key, context);
    open.delete(key);
    made.set(key, module);
    return module;
  };
  const addressOf = (caller: Scope, name: string): string => `${caller.module.prefix}module.${name}`;
  return {
    of: (caller, name) => ofInstance(caller, name, addressOf(caller, name), new Map()),
    instances(caller, name) {
      const call = caller.module.calls.get(name);
      if (!call) return [];
      const resource = { ...call, mode: 'resource', type: 'module', name, address: addressOf(caller, name) } as const;
      return instancesOf(resource, caller).flatMap(({ address, scope, enabled }) =>
        enabled === 'no' ? [] : (ofInstance(caller, name, address, scope.bindings) ?? []),
      );
    },
  };
}

function read(call: Declared, caller: Scope, prefix: string, context: ReadContext): TerraformModule | undefined {
  const source = literalText(attributeOf(call.block.body, 'source')?.value);
  if (source === undefined || !/^\.\.?\//.test(source) || !context.siblings) return undefined;
  const folder = resolvePath(caller.module.folder, source);
  if (folder === undefined) return undefined;
  const documents = context
    .siblings(folder)
    .filter((uri) => /\.(?:tf|tofu|tf\.json|tofu\.json)$/.test(uri) && !isTfvars(uri))
    .flatMap((uri) => context.neighbour(uri) ?? []);
  if (documents.length === 0) return undefined;
  const given = new Map<string, Value>();
  for (const item of call.block.body.items) {
    if (item.kind === 'attribute' && !own.has(item.name))
      given.set(item.name, evaluate(item.value, { ...caller, uri: item.uri ?? call.uri }));
  }
  return readModule(documents, { folder, prefix, given });
}
