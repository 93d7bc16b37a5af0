// Resources that a program keeps under a name, so that a policy in the same scope can name them in place of `*`.
import type { Node } from '../../syntax/typescript.ts';
import type { Span } from '../../text/text.ts';
import type { DeclaredResource } from '../types.ts';
import type { Module } from './module.ts';

/** The declaration of what `node` makes, where it is kept as `const x` or `this.x`; undefined where nothing else can name it. */
export function declaredAs(
  node: Node,
  what: Pick<DeclaredResource, 'type' | 'attribute'> | undefined,
  dialect: 'cdk' | 'pulumi',
  module: Module,
): DeclaredResource | undefined {
  const kept = what && keptIn(node, module);
  return (
    kept && {
      ...what,
      dialect,
      address: kept.name,
      visible: kept.visible,
      at: { uri: module.document.uri, span: [node.range[0], node.range[1]] },
    }
  );
}

function keptIn(node: Node, module: Module): { name: string; visible: Span } | undefined {
  const parent = module.parents.get(node);
  if (parent?.type === 'VariableDeclarator' && parent.init === node && parent.id.type === 'Identifier') {
    let scope = module.parents.get(parent);
    while (scope && scope.type !== 'BlockStatement' && scope.type !== 'Program') scope = module.parents.get(scope);
    return scope && { name: parent.id.name, visible: [node.range[1], scope.range[1]] };
  }
  const member =
    parent?.type === 'AssignmentExpression' &&
    parent.right === node &&
    parent.left.type === 'MemberExpression' &&
    parent.left.object.type === 'ThisExpression' &&
    parent.left.property.type === 'Identifier'
      ? parent.left.property.name
      : undefined;
  if (member === undefined) return undefined;
  let scope = parent;
  while (scope && scope.type !== 'ClassBody') scope = module.parents.get(scope);
  return scope && { name: `this.${member}`, visible: [node.range[1], scope.range[1]] };
}
