// Calls of local modules (`source = "./…"`): the module read once more for each call, with the arguments of the call as
// its variables, and for each member where the call is made for several. Modules from a registry are not followed; what they
// are given is not known to mean anything.
import type { ReadContext } from '../../readers.ts';
import { attributeOf } from '../../syntax/hcl/tree.ts';
import type { Asking } from './asked.ts';
import { instancesOf } from './blocks.ts';
import { evaluate, literalText, type Scope } from './evaluate.ts';
import { resolvePath } from './files.ts';
import { isTfvars, readModule, type Declared, type TerraformModule } from './module.ts';
import type { Value } from '../value.ts';

const deepestCall = 5;
export const mostCalls = 64;

/** Arguments of a call that are no variables of the module. */
const own = new Set(['source', 'version', 'providers', 'count', 'for_each', 'depends_on']);

export interface CalledModules {
  /** The module behind a call, with what all its instances are given; undefined where it is not in the workspace, or too deep. */
  of(caller: Scope, name: string): TerraformModule | undefined;
  /** The module once for each instance of the call: `module.role["ops"]`. None where the call is off. Asked once for each call. */
  instances(caller: Scope, name: string): TerraformModule[];
  /** How many readings there were not, because they would have been too many or too deep. */
  leftOut(): number;
}

export function followCalls(context: ReadContext, asking?: Asking): CalledModules {
  const made = new Map<string, TerraformModule | undefined>();
  const open = new Set<string>();
  /** Calls of local modules in a module whose turn is still to come, by its prefix. */
  const waiting = new Map<string, number>();
  let leftOut = 0;
  const count = asking?.about('instance', () => true);
  const leaveOut = (readings: number): void => {
    leftOut += readings;
    if (asking && readings > 0) asking.steady = false;
  };
  const ofInstance = (caller: Scope, name: string, address: string, bindings: Scope['bindings']): TerraformModule | undefined => {
    const key = `${address}.`;
    count?.(key);
    // Asked by each who uses the module, and not only by who has it made.
    const call = caller.module.calls.get(name);
    if (made.has(key)) {
      asking?.used(key);
      return made.get(key);
    }
    const folder = call && localFolder(call, caller);
    // A call whose argument needs its own output is a cycle.
    if (asking && open.has(key)) asking.steady = false;
    if (!call || folder === undefined || open.has(key)) return undefined;
    if (made.size >= mostCalls || key.split('module.').length - 1 > deepestCall) {
      leaveOut(1);
      return undefined;
    }
    open.add(key);
    const readOnce = (): TerraformModule | undefined => read(call, folder, { ...caller, bindings }, key, context);
    const module = asking ? asking.made(key, readOnce) : readOnce();
    open.delete(key);
    made.set(key, module);
    return module;
  };
  const addressOf = (caller: Scope, name: string): string => `${caller.module.prefix}module.${name}`;
  return {
    of: (caller, name) => ofInstance(caller, name, addressOf(caller, name), new Map()),
    instances(caller, name) {
      const { calls, prefix } = caller.module;
      const call = calls.get(name);
      if (!call || localFolder(call, caller) === undefined) return [];
      const left = (waiting.get(prefix) ?? [...calls.values()].filter((one) => localFolder(one, caller) !== undefined).length) - 1;
      waiting.set(prefix, left);
      const resource = { ...call, mode: 'resource', type: 'module', name, address: addressOf(caller, name) } as const;
      const on = instancesOf(resource, caller).filter(({ enabled }) => enabled !== 'no');
      // A call that is made for many leaves one reading to each call behind it.
      const share = Math.max(1, mostCalls - made.size - left);
      leaveOut(Math.max(0, on.length - share));
      // Each that is still to come was counted as one reading.
      if (on.length === 0) count?.(addressOf(caller, name));
      return on.slice(0, share).flatMap(({ address, scope }) => ofInstance(caller, name, address, scope.bindings) ?? []);
    },
    leftOut: () => leftOut,
  };
}

/** The folder that the source of a call names; undefined where it comes from elsewhere, as from a registry. */
function localFolder(call: Declared, caller: Scope): string | undefined {
  const source = literalText(attributeOf(call.block.body, 'source')?.value);
  return source === undefined || !/^\.\.?\//.test(source) ? undefined : resolvePath(caller.module.folder, source);
}

function read(call: Declared, folder: string, caller: Scope, prefix: string, context: ReadContext): TerraformModule | undefined {
  if (!context.siblings) return undefined;
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
