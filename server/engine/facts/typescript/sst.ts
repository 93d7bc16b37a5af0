// Permissions of SST: `permissions` and `policies` of what runs code in `sst.aws` (its third version, where the library is a
// global of the configuration and of the files that it imports), and in `sst/constructs` (its second, on the CDK), where the
// name of a service stands for all its actions on everything. Functions are often given as objects (`bucket.subscribe({…})`),
// so that a property is read wherever it stands.
import type { Node } from '../../syntax/typescript.ts';
import type { Document } from '../../document.ts';
import { attachManagedPolicy, readPolicyDocument } from '../aws/policy-document.ts';
import { entryFrom, listFrom, mappingFrom, wordAt } from '../made-values.ts';
import type { Facts } from '../types.ts';
import { entryOf, itemsOf, leavesOf, textOf, type Leaf, type Scalar, type Value } from '../value.ts';
import { argumentOf, nameOf } from './constructs.ts';
import { constructId } from './cdk-context.ts';
import { fold } from './fold.ts';
import { placeOfNode, type Folding } from './folding.ts';
import { statementFrom } from './pulumi-policies.ts';

/** Whether a text speaks of SST. */
export function isSst({ text }: Pick<Document, 'text'>): boolean {
  return /\bsst\.aws\.|['"]sst\/constructs['"]/.test(text);
}

/** Pushes what the file gives to what runs in its app. */
export function readSst(folding: Folding, into: Facts): void {
  const { module } = folding;
  const old = module.document.text.includes('sst/constructs');
  for (const node of module.nodes) {
    if (node.type === 'Property' && !node.computed && node.key.type === 'Identifier') {
      if (node.key.name === 'permissions') permissions(node.value as Node, node);
      else if (node.key.name === 'policies' && !old) policies(node.value as Node, node);
    } else if (node.type === 'CallExpression') {
      const named = nameOf(node.callee, module);
      const [first, second] = [argumentOf(node, 0), argumentOf(node, 1)];
      if (old && named?.name === 'attachPermissions' && first) permissions(first, node);
      else if (old && named?.name === 'attachPermissionsToRoute' && second) permissions(second, node);
      else if (!old && named?.name === 'permission' && named.path.join('.') === 'sst.aws' && first)
        push([statementFrom(fold(first, folding))], node);
    }
  }

  function permissions(value: Node, around: Node): void {
    const items = itemsOf(fold(value, folding));
    if (!old)
      return push(
        items.flatMap((item) => (entryOf(item, 'actions') ? [statementFrom(item)] : [])),
        around,
      );
    push(
      items
        .flatMap((item) => (item.kind === 'scalar' ? (actionOf(item) ?? []) : []))
        .map((action) => {
          const at = action.at;
          return mappingFrom(
            [entryFrom('Effect', at, wordAt('Allow', at)), entryFrom('Action', at, action), entryFrom('Resource', at, wordAt('*', at))],
            at,
          );
        }),
      around,
    );
  }

  function policies(value: Node, around: Node): void {
    for (const leaf of leavesOf(fold(value, folding))) {
      if (/^arn:/.test(textOf(leaf) ?? '')) attachManagedPolicy(leaf, into, of(around, leaf));
    }
  }

  function push(statements: readonly Value[], around: Node): void {
    if (statements.length === 0) return;
    const at = placeOfNode(around, folding);
    const document = mappingFrom([entryFrom('Statement', at, listFrom(statements, at))], at);
    readPolicyDocument(document, into, { ...of(around), role: 'identity' });
  }

  /** Who is given what stands in a node: the component that it stands in, else that it is called on. */
  function of(around: Node, leaf?: Leaf) {
    const head = placeOfNode(around.type === 'Property' ? around.key : around, folding);
    let made: Node | undefined = around;
    while (made && made.type !== 'NewExpression') made = module.parents.get(made);
    const id = !made ? undefined : old ? constructId(made, folding) : leavesOf(fold(argumentOf(made, 0), folding))[0];
    const name = textOf(id) ?? 'app';
    return {
      carrier: { dialect: 'pulumi' as const, kind: 'sst', address: name, block: placeOfNode(around, folding), head },
      anchor: `sst|${module.document.uri}|${name}${leaf ? `|${textOf(leaf)}` : ''}`,
      principals: id ? [{ kind: 'role' as const, id }] : [],
      enabled: 'yes' as const,
    };
  }
}

/** `*`, `s3` and `s3:GetObject` of the second version as the action that they stand for. */
function actionOf(item: Scalar): Scalar | undefined {
  const text = textOf(item) ?? '';
  if (/^(?:\*|[a-z][a-z0-9-]*:[\w*]+)$/.test(text)) return item;
  return /^[a-z][a-z0-9-]*$/.test(text) ? { ...item, value: `${text}:*`, known: 'resolved', editable: false } : undefined;
}
