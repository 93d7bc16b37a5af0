// Where a policy statement, document or managed policy of the CDK goes: who holds it, or whose limit or trust it is. Told
// by what stands around it, and by what is done with the variable that holds it.
import type { Node } from '../../syntax/typescript.ts';
import { isNamedBoundary } from '../aws/policy-role.ts';
import { cdkWorkloads } from '../aws/workloads.ts';
import type { Grant, Principal } from '../types.ts';
import { textOf } from '../value.ts';
import { argumentOf, behind, itemNodes, nameOf, propertyNodes } from './constructs.ts';
import { wordAt } from '../made-values.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import type { Module } from './module.ts';

export interface Going {
  /** Undefined where nothing around says it; then the statement itself does. */
  readonly role: Grant['role'] | undefined;
  readonly principals: readonly Principal[];
}

/** Every use of every name, for following what is done with a variable. */
export type Uses = ReadonlyMap<string, readonly Node[]>;

export function usesOf(module: Module): Uses {
  return module.document.memo(usesOf, () => findUses(module));
}

function findUses(module: Module): Uses {
  const uses = new Map<string, Node[]>();
  for (const node of module.nodes) {
    if (node.type !== 'Identifier') continue;
    const parent = module.parents.get(node);
    if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed && parent.object.type !== 'ThisExpression')
      continue;
    const list = uses.get(node.name);
    if (list) list.push(node);
    else uses.set(node.name, [node]);
  }
  return uses;
}

/** The name that an expression's value is kept under: of a variable, a property or `this.x`. */
export function keptAs(node: Node, module: Module): string | undefined {
  const parent = module.parents.get(node);
  if (parent?.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'Identifier') return parent.id.name;
  if (parent?.type === 'AssignmentExpression' && parent.right === node) {
    if (parent.left.type === 'Identifier') return parent.left.name;
    if (parent.left.type === 'MemberExpression' && parent.left.property.type === 'Identifier') return parent.left.property.name;
  }
  if (parent?.type === 'PropertyDefinition' && parent.value === node && parent.key.type === 'Identifier') return parent.key.name;
  return undefined;
}

/** Calls on a variable: `statement.addActions(…)`. */
export function callsOn(name: string, uses: Uses, module: Module): Extract<Node, { type: 'CallExpression' }>[] {
  return (uses.get(name) ?? []).flatMap((use) => {
    const object = memberOfThis(use, module) ?? use;
    const member = module.parents.get(object);
    if (member?.type !== 'MemberExpression' || member.object !== object) return [];
    const call = module.parents.get(member);
    return call?.type === 'CallExpression' && call.callee === member ? [call] : [];
  });
}

function memberOfThis(use: Node, module: Module): Node | undefined {
  const parent = module.parents.get(use);
  return parent?.type === 'MemberExpression' && parent.property === use && parent.object.type === 'ThisExpression' ? parent : undefined;
}

const toPrincipal = new Set([
  'addToPolicy',
  'addToRolePolicy',
  'addToPrincipalPolicy',
  'addToExecutionRolePolicy',
  'addToTaskRolePolicy',
  'addManagedPolicy',
  'attachInlinePolicy',
  'addPolicy',
  'addToPrincipal',
]);

/** Follows an expression outwards to where it ends. */
export function goingOf(start: Node, folding: Folding, uses: Uses, depth = 0): Going {
  const { module } = folding;
  const names: string[] = [];
  let at = start;
  for (let parent = module.parents.get(at); parent && depth < 6; at = parent, parent = module.parents.get(parent)) {
    switch (parent.type) {
      case 'Property':
        if (parent.key.type === 'Identifier') names.push(parent.key.name);
        break;
      case 'NewExpression': {
        const name = nameOf(parent.callee, module)?.name ?? '';
        if (name === 'PolicyDocument' || name === 'PolicyStatement' || name === 'ResourcePolicy') break;
        return ofConstruct(name, parent, names, folding, uses);
      }
      case 'CallExpression': {
        if (parent.callee === at) {
          at = parent;
          break;
        }
        const called = nameOf(parent.callee, module);
        if (called?.name === 'fromJson') break;
        return called ? ofCall(called.name, called.path, called.object, parent, names, folding) : nowhere;
      }
      case 'VariableDeclarator':
      case 'AssignmentExpression':
      case 'PropertyDefinition': {
        const name = keptAs(at, module);
        if (name === undefined) return nowhere;
        for (const use of uses.get(name) ?? []) {
          const whole = memberOfThis(use, module) ?? use;
          const around = module.parents.get(whole);
          if (whole === (parent.type === 'VariableDeclarator' ? parent.id : undefined) || around === parent) continue;
          // Calls on the variable itself (`document.addStatements`) say nothing of where it goes.
          if (around?.type === 'MemberExpression' && around.object === whole) {
            if (around.property.type === 'Identifier' && around.property.name === 'attachToRole') {
              const call = module.parents.get(around);
              if (call?.type === 'CallExpression') return { role: 'identity', principals: holderOf(argumentOf(call, 0), folding) };
            }
            continue;
          }
          const going = goingOf(whole, folding, uses, depth + 1);
          if (going.role !== undefined || going.principals.length > 0) return going;
        }
        return nowhere;
      }
      case 'ReturnStatement':
        break;
      case 'BlockStatement':
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration': {
        // What a helper gives back goes where its call stands.
        if (at.type !== 'ReturnStatement' && !(parent.type === 'ArrowFunctionExpression' && parent.body === at)) return nowhere;
        let around: Node | undefined = parent;
        while (around && !isFunction(around)) around = module.parents.get(around);
        const frame = folding.frames?.find((one) => one.of === around);
        return frame?.call ? goingOf(frame.call.node, frame.call.folding, uses, depth + 1) : nowhere;
      }
      case 'ArrayExpression':
      case 'ObjectExpression':
      case 'SpreadElement':
      case 'TSAsExpression':
      case 'TSNonNullExpression':
      case 'ConditionalExpression':
      case 'MemberExpression':
      case 'ChainExpression':
        break;
      default:
        return nowhere;
    }
  }
  return nowhere;
}

function isFunction(node: Node): boolean {
  return node.type === 'FunctionDeclaration' || node.type === 'FunctionExpression' || node.type === 'ArrowFunctionExpression';
}

const nowhere: Going = { role: undefined, principals: [] };

function ofConstruct(
  name: string,
  node: Extract<Node, { type: 'NewExpression' }>,
  names: readonly string[],
  folding: Folding,
  uses: Uses,
): Going {
  const has = (pattern: RegExp): boolean => names.some((one) => pattern.test(one));
  if (has(/^permissionsBoundary$/)) return { role: 'boundary', principals: [] };
  if (has(/^assumeRolePolicy/)) return { role: 'trust', principals: [] };
  if (name === 'Key' || name === 'CfnKey') return { role: 'key-policy', principals: [] };
  if (/VpcEndpoint/.test(name)) return { role: 'endpoint', principals: [] };
  // Of a search domain.
  if (has(/^accessPolicies$/)) return { role: 'resource', principals: [] };
  if (name.endsWith('Policy') && /Bucket|Queue|Topic|Repository|Domain|Secret|FileSystem|EventBus|Resource/.test(name))
    return { role: 'resource', principals: [] };
  if (name === 'Policy' || name === 'ManagedPolicy' || name === 'CfnPolicy' || name === 'CfnManagedPolicy' || name === 'CfnRolePolicy') {
    const properties = propertyNodes(argumentOf(node, 2), folding);
    const holders = ['roles', 'users', 'groups'].flatMap((key) => {
      const list = properties.get(key);
      return list
        ? itemNodes(list.node, list.folding).flatMap((item) => holderOf(item.node, item.folding, key.slice(0, -1) as Principal['kind']))
        : [];
    });
    const kept = keptAs(node, folding.module);
    const later =
      kept === undefined
        ? []
        : callsOn(kept, uses, folding.module)
            .filter((call) => nameOf(call.callee, folding.module)?.name === 'attachToRole')
            .flatMap((call) => holderOf(argumentOf(call, 0), folding));
    const passed = holders.length + later.length > 0 ? nowhere : goingOf(node, folding, uses, 1);
    if (passed.role === 'boundary') return passed;
    if (holders.length + later.length + passed.principals.length === 0 && isNamedBoundary(textOf(constructId(node, folding))))
      return { role: 'boundary', principals: [] };
    return { role: 'identity', principals: holders.length + later.length > 0 ? [...holders, ...later] : passed.principals };
  }
  return { role: undefined, principals: holderOf(node, folding) };
}

function ofCall(
  name: string,
  path: readonly string[],
  object: Node | undefined,
  node: Extract<Node, { type: 'CallExpression' }>,
  names: readonly string[],
  folding: Folding,
): Going {
  if (path.includes('assumeRolePolicy')) return { role: 'trust', principals: [] };
  if (path.includes('PermissionsBoundary') || (name === 'apply' && /PermissionsBoundary/.test(path.join('.'))))
    return { role: 'boundary', principals: [] };
  if (object?.type === 'CallExpression' && nameOf(object.callee, folding.module)?.path.includes('PermissionsBoundary'))
    return { role: 'boundary', principals: [] };
  if (name === 'addToResourcePolicy' || name === 'addToAccessPolicy' || name === 'addAccessPolicies')
    return { role: 'resource', principals: [] };
  if (toPrincipal.has(name)) {
    const grantee = names.length > 0 || name === 'addToPrincipal' ? propertyNodes(argumentOf(node, 0), folding).get('grantee') : undefined;
    const to = grantee ?? (object && { node: object, folding });
    return {
      role: undefined,
      principals: to ? holderOf(to.node, to.folding, 'role', name === 'addToExecutionRolePolicy' ? 'executionRole' : undefined) : [],
    };
  }
  // `document.addStatements(…)`, `policy.addStatements(…)`: where the object goes.
  if (name === 'addStatements' && object) {
    const made = behind(object, folding);
    if (made?.node.type === 'NewExpression' && made.folding.module === folding.module) {
      const made_ = nameOf(made.node.callee, folding.module)?.name ?? '';
      if (made_ === 'Policy' || made_ === 'ManagedPolicy') return ofConstruct(made_, made.node, [], folding, new Map());
    }
  }
  return nowhere;
}

/** Properties by which a construct hands out the roles that it runs with. */
const partsOfWorkloads = new Set(['role', 'taskRole', 'executionRole', 'serviceRole', 'grantPrincipal']);

const identityClasses = /^(?:Role|LazyRole|User|Group)$/;

/**
 * The identity that an expression stands for: a construct by its id, else by the name of the variable. A function, task or
 * build stands for the role that it is given, else for the one that it makes, which goes by its id.
 */
export function holderOf(node: Node | undefined, folding: Folding, kind: Principal['kind'] = 'role', part?: string): Principal[] {
  if (!node) return [];
  const found = behind(node, folding);
  if (found?.node.type === 'NewExpression') {
    const name = nameOf(found.node.callee, found.folding.module)?.name ?? '';
    const workload = cdkWorkloads.get(name);
    const execution = part === 'executionRole';
    const given = workload && propertyNodes(argumentOf(found.node, 2), found.folding).get(execution ? 'executionRole' : workload.role[0]!);
    if (given) return holderOf(given.node, given.folding, kind);
    const id = constructId(found.node, found.folding);
    return [
      {
        kind: name === 'User' ? 'user' : name === 'Group' ? 'group' : kind,
        id: workload && execution ? wordAt(`${textOf(id) ?? ''}/ExecutionRole`, id.at) : id,
      },
    ];
  }
  if (found?.node.type === 'MemberExpression' && found.node.property.type === 'Identifier') {
    const property = found.node.property.name;
    const of = behind(found.node.object, found.folding);
    const name = of?.node.type === 'NewExpression' ? (nameOf(of.node.callee, of.folding.module)?.name ?? '') : '';
    if (
      of &&
      ((cdkWorkloads.get(name) && partsOfWorkloads.has(property)) ||
        (identityClasses.test(name) && /^(?:role|user|group)(?:Arn|Name)$/.test(property)))
    )
      return holderOf(of.node, of.folding, kind, property);
  }
  const place = placeOfNode(node, folding);
  return [
    {
      kind,
      id: wordAt(
        folding.module.document.text
          .slice(...place.span)
          .replace(/\s+/g, '')
          .slice(0, 80),
        place,
      ),
    },
  ];
}

/** The id that a construct has in its scope: its second argument, else the class. */
export function constructId(node: Extract<Node, { type: 'NewExpression' }>, folding: Folding) {
  const id = argumentOf(node, 1);
  const text = id && textOf(fold(id, folding));
  const place = placeOfNode(id ?? node.callee, folding);
  return wordAt(text ?? nameOf(node.callee, folding.module)?.name ?? '', place);
}
