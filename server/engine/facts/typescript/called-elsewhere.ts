// Calls that lead into another file: to a function or a class that it exports, to a method or the constructor of a base
// class there. One import far, and by name: what an object of another file is asked to do is not followed.
import type { Node } from '../../syntax/typescript.ts';
import type { Calling, FunctionNode, Module } from './module.ts';

export interface CalledElsewhere {
  readonly call: Calling;
  /** The file that the call leads to, and the function in it. */
  readonly module: Module;
  readonly of: FunctionNode;
  /** What may run by this call: the function, or its class with all the methods that call each other. */
  readonly within: Node;
}

type Class = Extract<Node, { type: 'ClassDeclaration' | 'ClassExpression' }>;

/** Calls of a file that are followed; more are machine-made, and are said to be left out. */
const mostCalls = 240;

/** The calls of a file to what other files of the workspace write, in the order of the text. */
export function calledElsewhere(module: Module): CalledElsewhere[] {
  const found: CalledElsewhere[] = [];
  for (const node of module.nodes) {
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') continue;
    const one = functionOf(node, module);
    if (one && found.length >= mostCalls) {
      module.document.limits.add(`beyond the first ${mostCalls} calls into other files`);
      break;
    }
    if (one) found.push({ call: node, ...one });
  }
  return found;
}

function functionOf(call: Calling, module: Module): Omit<CalledElsewhere, 'call'> | undefined {
  const { callee } = call;
  if (callee.type === 'Super') return methodIn(baseOf(call, module), 'constructor');
  if (callee.type === 'MemberExpression' && callee.object.type === 'ThisExpression') {
    const name = callee.property.type === 'Identifier' && !callee.computed ? callee.property.name : undefined;
    const own = classAround(call, module);
    return name === undefined || (own && methodOf(own, name)) ? undefined : methodIn(baseOf(call, module), name);
  }
  const to = exportedBehind(callee, module);
  if (!to) return undefined;
  if (call.type === 'NewExpression') return isClass(to.node) ? methodIn({ node: to.node, module: to.module }, 'constructor') : undefined;
  return isFunction(to.node) ? { module: to.module, of: to.node, within: to.node } : undefined;
}

/** What a name that is imported, or a member of a file that is, stands for in the file that it comes from. */
function exportedBehind(node: Node, module: Module): { node: Node; module: Module } | undefined {
  const root = node.type === 'MemberExpression' && !node.computed ? node.object : node;
  const binding = root.type === 'Identifier' ? module.bindingOf(root.name, root) : undefined;
  if (binding?.kind !== 'import' || (binding.name === '*') === (root === node)) return undefined;
  const name =
    root === node ? binding.name : node.type === 'MemberExpression' && node.property.type === 'Identifier' ? node.property.name : '';
  const other = module.neighbour(binding.source);
  const found = other?.exported(name);
  const meant = found?.type === 'Identifier' ? other!.bindingOf(found.name, found) : undefined;
  const to = meant?.kind === 'value' ? meant.init : found;
  return other && to ? { node: to, module: other } : undefined;
}

/** The base class of the class around a node, where another file declares it. */
function baseOf(node: Node, module: Module): { node: Class; module: Module } | undefined {
  const base = classAround(node, module)?.superClass;
  const found = base ? exportedBehind(base, module) : undefined;
  return found && isClass(found.node) ? { node: found.node, module: found.module } : undefined;
}

function methodIn(found: { node: Class; module: Module } | undefined, name: string): Omit<CalledElsewhere, 'call'> | undefined {
  const of = found && methodOf(found.node, name);
  return of && { module: found.module, of, within: found.node };
}

function methodOf({ body }: Class, name: string): FunctionNode | undefined {
  for (const member of body.body) {
    if (member.type !== 'MethodDefinition' && member.type !== 'PropertyDefinition') continue;
    if (member.key.type === 'Identifier' && !member.computed && member.key.name === name && member.value && isFunction(member.value))
      return member.value;
  }
  return undefined;
}

function classAround(node: Node, module: Module): Class | undefined {
  for (let at: Node | undefined = node; at; at = module.parents.get(at)) if (isClass(at)) return at;
  return undefined;
}

function isClass(node: Node): node is Class {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

function isFunction(node: Node): node is FunctionNode {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}
