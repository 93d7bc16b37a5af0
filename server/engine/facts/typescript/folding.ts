// How an expression of a program is read: in which file, through which uses, in which call or round of a loop, and where a
// name leads from there. What it comes to is for fold.ts to say.
import type { Node } from '../../syntax/typescript.ts';
import type { Place } from '../../text/text.ts';
import type { Binding, Calling, Module } from './module.ts';

export interface Folding {
  readonly module: Module;
  /** Uses that led here, from the first. */
  readonly via: readonly Place[];
  readonly depth: number;
  /** True when what is read here may be read from elsewhere too, so that it is no place for an edit. */
  readonly shared?: boolean;
  /** Calls and rounds of loops that this happens in, innermost first. */
  readonly frames?: readonly Frame[];
  /** Nodes that may still be looked at: constants that multiply themselves end here. */
  readonly budget: Budget;
}

export interface Budget {
  left: number;
}

/** Nodes for one construct, and for all of a file: one that multiplies itself takes nothing from the others. */
const [mostOnce, mostInAll] = [20_000, 2_000_000];

/** How a file is read at first: through nothing, once. */
export function newFolding(module: Module): Folding {
  return { module, via: [], depth: 0, budget: { left: mostInAll } };
}

/** The same reading with what one construct may cost of its budget. Call `done` when it is read. */
export function onceOf(folding: Folding): { folding: Folding; done(): void } {
  const given = Math.min(mostOnce, folding.budget.left);
  const budget: Budget = { left: given };
  return { folding: { ...folding, budget }, done: () => void (folding.budget.left -= given - Math.max(budget.left, 0)) };
}

/** Where an expression stands. */
export function placeOfNode(node: Node, folding: Folding): Place {
  return { uri: folding.module.document.uri, span: [node.range[0], node.range[1]] };
}

/** The file that a reading began in: of the outermost call, where there is one. */
export function startOf({ module, frames }: Folding): string {
  return (frames?.at(-1)?.call?.folding.module ?? module).document.uri;
}

/** What of a file is read: all of it, or what stands within a node. */
export function nodesOf({ module }: Folding, within?: Node): readonly Node[] {
  return within ? module.nodes.filter((node) => within.range[0] <= node.range[0] && node.range[1] <= within.range[1]) : module.nodes;
}

/** One call of a function, or one round of a loop. */
export interface Frame {
  /** The function or the loop. */
  readonly of: Node;
  /** The call's arguments, and how they are read. */
  readonly call?: { readonly node: Calling; readonly folding: Folding };
  /** Which item of the list this round is about. */
  readonly index?: number;
}

export interface Target {
  readonly node: Node;
  /** How it is read there: in its file, and known through this use. */
  readonly folding: Folding;
}

/** Where a name or `this.name` leads: the expression that it was bound to, in this file or one import further. */
export function target(node: Node, folding: Folding): Target | undefined {
  const { module } = folding;
  const through = (to: Node, of: Module, shared: boolean): Target => ({
    node: to,
    folding: { ...folding, module: of, via: [...folding.via, placeOfNode(node, folding)], shared: shared || folding.shared === true },
  });
  if (node.type === 'MemberExpression' && node.object.type === 'ThisExpression' && node.property.type === 'Identifier') {
    const found = module.memberOf(node.property.name, node);
    return found && through(found, module, module.isShared(`this.${node.property.name}`, found));
  }
  if (node.type !== 'Identifier') return undefined;
  const binding = module.bindingOf(node.name, node);
  switch (binding?.kind) {
    case 'value':
      return binding.assigned ? undefined : through(binding.init, module, module.isShared(node.name, binding.init));
    case 'parameter':
      return binding.part === undefined ? argumentBehind(binding, folding) : undefined;
    case 'item':
      return binding.part === undefined ? itemBehind(binding, folding) : undefined;
    case 'import': {
      const other = binding.name === '*' ? undefined : module.neighbour(binding.source);
      const found = other?.exported(binding.name);
      return found && other ? through(found, other, true) : undefined;
    }
    default:
      return undefined;
  }
}

/** What the call that this happens in gave for a parameter. Known only inside of one call. */
export function argumentBehind(binding: Extract<Binding, { kind: 'parameter' }>, folding: Folding): Target | undefined {
  const frame = folding.frames?.find((one) => one.of === binding.of);
  if (!frame?.call) return undefined;
  const given = frame.call.node.arguments.slice(0, binding.index + 1);
  if (given.some((one) => one.type === 'SpreadElement')) return undefined;
  const argument = given[binding.index];
  if (argument) return { node: argument, folding: { ...frame.call.folding, depth: folding.depth + 1 } };
  return (
    binding.fallback && {
      node: binding.fallback,
      folding: { ...folding, via: [...folding.via, placeOfNode(frame.call.node, frame.call.folding)], shared: true },
    }
  );
}

/** The item of a written list that this round is about. */
function itemBehind(binding: Extract<Binding, { kind: 'item' }>, folding: Folding): Target | undefined {
  const index = folding.frames?.find((one) => one.of === binding.of)?.index;
  // Each round has its own item, whatever it shares with the others.
  let at: Target | undefined = { node: binding.init, folding: { ...folding, shared: false } };
  for (let depth = 0; at && depth < 8 && at.node.type !== 'ArrayExpression'; depth++)
    at = at.node.type === 'TSAsExpression' ? { ...at, node: at.node.expression } : target(at.node, at.folding);
  if (index === undefined || at?.node.type !== 'ArrayExpression' || at.node.elements.some((one) => one?.type === 'SpreadElement'))
    return undefined;
  const item = at.node.elements[index];
  return item && item.type !== 'SpreadElement' ? { node: item, folding: at.folding } : undefined;
}
